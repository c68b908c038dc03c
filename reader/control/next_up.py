"""What is read next: pages and links that the person put there, before the saved pages' own order. Main thread."""

from __future__ import annotations

from content_cache.entries import Queued
from content_cache.resource import Page
from reader.control import rows
from reader.control.parts import Parts
from reader.control.view import ListView, Row


class NextUp:
    """The queue."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def put(self) -> None:
        """Put the row one is on next, where it is a page or a link."""
        parts = self._parts
        if parts.lists.view is None or not parts.lists.put_next():
            parts.refuse("Choose a page or a link first: only these can be put next.")

    def put_page(self, page: Page) -> None:
        """Read a saved page after this one."""
        self.put_address(page.url, rows.name_of(page))

    def put_address(self, url: str, title: str) -> None:
        """Read what is at an address after this page; it is fetched when its turn comes, if it is not saved."""
        parts, library = self._parts, self._parts.library

        def done(_none: None) -> None:
            parts.undo.note("putting a page next", lambda: self._take_out(url))
            parts.confirm(f"Next: {rows.short(title)}.", "saved")

        parts.run(lambda _job: library.queue.put_next(url, title), done)

    def _take_out(self, url: str) -> None:
        library = self._parts.library

        def work() -> None:
            for queued in library.queue.all():
                if queued.url == url:
                    library.queue.take_out(queued.id)

        self._parts.background.later(work)

    def show(self) -> None:
        """What is read next, in order; choosing one reads it now."""
        parts = self._parts
        queued = parts.library.queue.all()
        if not queued:
            parts.refuse("Nothing was put next, so the saved pages follow one another.")
            return
        parts.lists.open(
            "queue",
            _view(queued),
            lambda index: self._read(queued[index]),
            remove=lambda index: self._remove(queued[index]),
        )

    def _read(self, queued: Queued) -> None:
        library = self._parts.library
        self._parts.background.later(lambda: library.queue.take_out(queued.id))
        self._parts.turning.open_address(queued.url)

    def _remove(self, queued: Queued) -> None:
        parts, library = self._parts, self._parts.library

        def done(_was_in: bool) -> None:
            parts.undo.note("taking a page out", lambda: self.put_address(queued.url, queued.title))
            parts.lists.close()
            parts.confirm(f"{rows.short(queued.title)} is no longer next.")

        parts.run(lambda _job: library.queue.take_out(queued.id), done)


def _view(queued: tuple[Queued, ...]) -> ListView:
    listed = tuple(
        Row(each.title or each.url, "" if each.page_id else "not saved yet") for each in queued
    )
    return ListView("Next pages", rows.counted(len(queued), "page"), listed, 0)
