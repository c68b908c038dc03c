"""Marks a sentence, and lists the marks to go to. Main thread."""

from __future__ import annotations

from content_cache.entries import Bookmark
from reader.control import kept_places, rows
from reader.control.background import Job
from reader.control.parts import Parts
from reader.control.view import ListView, Row
from reader.documents import navigation

NONE_YET = "There is no bookmark yet. The action bookmark sets one at the sentence you hear."


class Bookmarks:
    """The marked sentences."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def mark(self) -> None:
        """Mark the sentence being heard."""
        parts, reading = self._parts, self._parts.reading
        if reading.document is None or not reading.page_id:
            parts.refuse("Only a saved page can be marked.")
            return
        library, page_id = parts.library, reading.page_id
        place = kept_places.kept(reading.document, reading.locator)
        sentence = navigation.text_at(reading.document, reading.locator)

        def work(_job: Job) -> Bookmark:
            return library.bookmarks.add(page_id, place, sentence)

        def done(bookmark: Bookmark) -> None:
            parts.undo.note("bookmark", lambda: self._unmark(bookmark.id))
            parts.confirm("Bookmark set.", "saved")

        parts.run(work, done)

    def _unmark(self, bookmark_id: str) -> None:
        library = self._parts.library
        self._parts.background.later(lambda: library.bookmarks.remove(bookmark_id))

    def _mark_again(self, bookmark_id: str) -> None:
        library = self._parts.library
        self._parts.background.later(lambda: library.bookmarks.bring_back(bookmark_id))

    def show(self) -> None:
        """All marks, the newest first, each by its sentence."""
        parts = self._parts
        marks = parts.library.bookmarks.all()
        if not marks:
            parts.refuse(NONE_YET)
            return
        parts.lists.open(
            "bookmarks",
            _view(marks),
            lambda index: self._go(marks[index]),
            remove=lambda index: self._remove(marks[index]),
        )

    def _go(self, mark: Bookmark) -> None:
        self._parts.turning.open_at(mark.page_id, mark.place)

    def _remove(self, mark: Bookmark) -> None:
        parts, library = self._parts, self._parts.library

        def done(_none: None) -> None:
            parts.undo.note("removing a bookmark", lambda: self._mark_again(mark.id))
            parts.lists.close()
            parts.confirm("Bookmark removed. Take me back brings it back.")

        parts.run(lambda _job: library.bookmarks.remove(mark.id), done)


def _view(marks: tuple[Bookmark, ...]) -> ListView:
    listed = tuple(Row(rows.short(mark.sentence), mark.page_title) for mark in marks)
    return ListView("Bookmarks", rows.counted(len(marks), "bookmark"), listed, 0)
