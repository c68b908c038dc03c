"""Puts pages into the bin and brings them back. Main thread. Nothing here deletes."""

from __future__ import annotations

from content_cache.entries import Removed
from content_cache.resource import Page
from reader.control import rows
from reader.control.parts import Parts
from reader.control.view import ListView, Row

DAYS_KEPT = 30


class Removing:
    """The bin."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def remove(self) -> None:
        """Remove the row one is on, where its list allows it; in the reading, the page being read."""
        parts = self._parts
        if parts.lists.view is not None:
            if not parts.lists.remove():
                parts.refuse("Rows of this list cannot be removed.")
        elif parts.reading.page is not None and parts.reading.page_id:
            self.remove_page(parts.reading.page)
        else:
            parts.refuse("There is nothing here that could be removed.")

    def remove_page(self, page: Page) -> None:
        """Put a saved page into the bin; a page that is being read gives way to the next."""
        parts, library = self._parts, self._parts.library
        parts.reading.keep_place(at_once=True)
        in_list = parts.lists.view is not None
        listened = parts.lists.listened_before if in_list else parts.narrator.is_listening

        def done(gone: tuple[str, ...]) -> None:
            if not gone:
                parts.refuse("That page is no longer saved.")
                return
            was_open = page.id == parts.reading.page_id
            parts.undo.note(
                "removing a page",
                lambda: self._bring_back(page, opens=was_open, holding=not listened),
            )
            parts.lists.close()
            line = f"Removed: {rows.short(rows.name_of(page))}. Take me back brings it back."
            if was_open:
                parts.turning.leave_removed(line, holding=not listened)
            else:
                parts.confirm(line, goes_on=listened)

        parts.run(lambda _job: library.bin.put(page.id), done)

    def show(self) -> None:
        """What is in the bin; choosing a page brings it back."""
        parts = self._parts
        removed = tuple(each for each in parts.library.bin.all() if each.came_with is None)
        if not removed:
            parts.refuse("The bin is empty.")
            return
        parts.lists.open("bin", _view(removed), lambda index: self._restore(removed[index].page))

    def _restore(self, page: Page) -> None:
        self._parts.lists.close()
        self._bring_back(page)
        self._parts.undo.note("bringing a page back", lambda: self.remove_page(page))

    def _bring_back(self, page: Page, *, opens: bool = True, holding: bool = False) -> None:
        parts, library = self._parts, self._parts.library

        def done(back: tuple[str, ...]) -> None:
            if not back:
                parts.refuse("That page is no longer in the bin.")
            elif opens:
                parts.turning.open_page(page.id, holding=holding)
            else:
                parts.confirm(f"Back again: {rows.short(rows.name_of(page))}.")

        parts.run(lambda _job: library.bin.bring_back(page.id), done)


def _view(removed: tuple[Removed, ...]) -> ListView:
    apart = rows.told_apart(each.page for each in removed)
    listed = tuple(
        Row(
            rows.name_of(each.page),
            rows.moment_words(each.removed_at),
            apart.get(each.page.id, ""),
        )
        for each in removed
    )
    return ListView("Bin", f"removed pages, kept for {DAYS_KEPT} days", listed, 0)
