"""Offers the Internet Archive's copy of a page that the web has no more. Main thread.

Asks nobody unless it is chosen.
"""

from __future__ import annotations

from reader.control.parts import Parts
from reader.control.shelf import Saved
from reader.control.view import ListView, Row

ASK_ROW = 0


class ArchiveOffer:
    """The offer."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def make(self, target: str, sentence: str) -> None:
        """Say why the page cannot be had, and offer to ask for a copy of it."""
        parts = self._parts
        parts.notices.tell(sentence, is_trouble=True)
        view = ListView(
            "No longer on the web",
            "",
            (
                Row("Ask the Internet Archive for its latest copy", "needs the network"),
                Row("Leave it", "back to the reading"),
            ),
            ASK_ROW,
        )
        parts.lists.open(
            "choices", view, lambda index: self._ask(target) if index == ASK_ROW else self._leave()
        )

    def _leave(self) -> None:
        self._parts.lists.close()
        if not self._parts.turning.show_something():
            self._parts.narrator.hush()

    def _ask(self, target: str) -> None:
        parts = self._parts
        parts.lists.close()
        parts.tell("Asking the Internet Archive.")

        def done(saved: Saved | None) -> None:
            if saved is None:
                parts.tell("The Internet Archive has no copy of that page.", is_trouble=True)
                parts.turning.show_something()
            else:
                parts.undo.note(
                    "saving a copy",
                    lambda: parts.background.later(lambda: parts.library.bin.put(saved.page.id)),
                )
                parts.tell(f"This is the {saved.page.publisher}.")
                parts.turning.open_page(saved.page.id)

        parts.run(
            lambda job: parts.shelf.save_archived(target, is_cancelled=job.is_cancelled), done
        )

    def _remove(self, page_id: str) -> None:
        library = self._parts.library
        self._parts.background.later(lambda: library.bin.put(page_id))
