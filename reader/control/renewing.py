"""Notices that another program saved a newer form of the page being read, and takes that up at the same sentence.

Main thread; the library is asked, and the forms are compared, on threads of `Background`. What changes nothing that a
listener would hear is left alone. Must not fetch.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from content_cache.errors import LibraryError
from content_cache.resource import Page
from reader.control.background import Outcome
from reader.control.parts import Parts
from reader.control.shelf import OpenedPage
from reader.control.troubles import raise_bug
from reader.control.turning import NEAREST
from reader.documents import navigation
from reader.documents.model import Document, Locator

if TYPE_CHECKING:
    from reader.control.news import News
    from reader.documents.changes import News as PageNews

LOOK_EVERY_S = 2.0
"""How soon a newer form is noticed. (judgement)"""
RENEWED = "This page was saved anew just now."
SAME_PLACE = "You are at the same sentence."


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who looks: the watch, or a person who waits for an answer."""

    nothing_new: Callable[[], None] = lambda: None
    line: str = ""
    taken_up: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True)
class _Newer:
    """A newer form of the page being read, and where the place is in it."""

    page: Page
    document: Document
    news: PageNews
    """Against the form that the person knows."""
    is_heard: bool
    """Whether anything differs that would be heard."""
    read_from: Locator
    """Where the person was in the older form when it was looked for."""
    place: Locator
    is_same_place: bool


class Renewing:
    """The watch over the page being read."""

    def __init__(
        self, parts: Parts, news: Callable[[], News], is_something_asked: Callable[[], bool]
    ) -> None:
        """`is_something_asked`: whether a menu stands there that must not be spoken over."""
        self._parts = parts
        self._news = news
        self._is_something_asked = is_something_asked
        self._look_at_s: float | None = None
        self._is_looking = False
        self._left_alone = ""
        """Digest of a newer form in which nothing differs that would be heard."""

    def tick(self, now: float) -> None:
        """Look when it is time. `now`: monotonic seconds."""
        if self._look_at_s is None:
            self._look_at_s = now + LOOK_EVERY_S  # the start waits for nothing
        elif now >= self._look_at_s:
            self._look_at_s = now + LOOK_EVERY_S
            self._look()

    def _look(self) -> None:
        page = self._parts.reading.page
        if page is None or not page.id or self._is_looking or not self._may_take_up(page):
            return
        library, background, known = self._parts.library, self._parts.background, page.sha256
        left_alone = self._left_alone

        def work() -> None:
            newest = None
            with suppress(LibraryError):  # another time
                newest = library.find(page.id)
            if newest is not None and newest.sha256 not in (known, left_alone):
                background.report(lambda: self._fetch(page, newest, _Asked()))

        background.later(work)

    def look_now(
        self,
        nothing_new: Callable[[], None],
        *,
        line: str = "",
        taken_up: Callable[[], None] | None = None,
    ) -> None:
        """Look at once, and take a newer form up; where there is none, `nothing_new` is called.

        `line`: told in the place of the news that it was saved anew. `taken_up`: called in the place of telling it;
        a list goes for it.
        """
        parts, page = self._parts, self._parts.reading.page
        if page is None or not page.id or self._is_looking:
            nothing_new()
            return
        asked = _Asked(nothing_new, line, taken_up)

        def done(newest: Page | None) -> None:
            if newest is None or newest.sha256 == page.sha256:
                nothing_new()
            else:
                self._fetch(page, newest, asked)

        parts.run(lambda _job: parts.library.find(page.id), done)

    def _may_take_up(self, page: Page, *, over_lists: bool = False) -> bool:
        """Whether the same form of the same page is still open, and nothing stands over it."""
        parts = self._parts
        return (
            parts.reading.page is page
            and (over_lists or parts.lists.view is None)
            and not parts.turning.is_under_way
            and not self._is_something_asked()
        )

    def _fetch(self, page: Page, newest: Page, asked: _Asked) -> None:
        """Read the newer form and compare it, then take it up."""
        parts, old, here = self._parts, self._parts.reading.document, self._parts.reading.locator
        if self._is_looking or old is None or parts.reading.page is not page:
            asked.nothing_new()
            return
        self._is_looking = True

        def work() -> _Newer:
            from reader.documents.changes import compare  # noqa: PLC0415 - keeps start-up fast

            document = parts.shelf.document(newest)
            heard = compare(old, document)
            news, known = heard, newest.known_sha256
            if known is not None and known not in (page.sha256, newest.sha256):
                news = compare(parts.shelf.older_document(newest, known), document)
            quote = navigation.quote_at(old, here)
            place = navigation.find_again(document, here, quote)
            is_same = navigation.is_same(document, place, quote)
            return _Newer(newest, document, news, not heard.is_empty, here, place, is_same)

        def done(outcome: Outcome[_Newer]) -> None:
            raise_bug(outcome.error)
            self._is_looking = False
            newer = outcome.value
            if newer is None:  # it cannot be read; what is open can
                self._left_alone = newest.sha256
                asked.nothing_new()
            elif not newer.is_heard:
                self._left_alone = newest.sha256
                library = parts.library
                parts.background.later(lambda: library.note_known(newest.id, newest.sha256))
                asked.nothing_new()
            elif not self._may_take_up(page, over_lists=asked.taken_up is not None):
                asked.nothing_new()  # it is looked for again later
            elif _sentence(newer.read_from) != _sentence(parts.reading.locator):
                self._fetch(page, newest, asked)  # the voice went on meanwhile
            else:
                self._take_up(newer, asked)

        parts.background.run(lambda _job: work(), done)

    def _take_up(self, newer: _Newer, asked: _Asked) -> None:
        parts = self._parts
        listened = parts.narrator.is_listening
        opened = OpenedPage(newer.page, newer.document, newer.place, newer.is_same_place)
        parts.reading.take_up(opened, newer.place)
        told = self._news().renewed(newer.page, newer.document, newer.news)
        if asked.taken_up is not None:
            asked.taken_up()
            return
        where = SAME_PLACE if newer.is_same_place else NEAREST
        sentence = " ".join(part for part in (asked.line or RENEWED, where, told) if part)
        parts.notices.tell(sentence)
        parts.narrator.announce(sentence, then_play=listened)


def _sentence(place: Locator) -> tuple[int, int]:
    return place.section, place.sentence
