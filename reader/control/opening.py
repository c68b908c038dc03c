"""Opens pages in the background, one at a time: what is asked for later takes the place of what is under way.

Main thread; the shelf is asked on a thread of `Background`. Must not know what becomes of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from content_cache.errors import CacheError, LibraryError
from content_cache.resource import Page
from reader.control.background import Background, Job, Outcome
from reader.control.shelf import OpenedPage, Shelf
from reader.control.troubles import raise_bug
from reader.errors import ReaderError
from reader.values import frozen

T = TypeVar("T")

WELCOME = "welcome"
NO_LONGER_SAVED = "It is no longer saved."


@frozen
class Found:
    """The first of some pages that could be opened."""

    opened: OpenedPage | None
    """None: none of them."""
    passed_over: tuple[tuple[str, str], ...] = ()
    """Titles of those before it, each with the sentence that says why it could not be opened."""


class Opening:
    """The opening that is under way, if one is."""

    def __init__(self, shelf: Shelf, background: Background) -> None:
        self._shelf = shelf
        self._background = background
        self._job: Job | None = None

    @property
    def is_under_way(self) -> bool:
        """Whether a page is on its way."""
        return self._job is not None

    def target(self, target: str, done: Callable[[Outcome[OpenedPage]], None]) -> None:
        """Open an address, a file or a page id; what is not saved yet is fetched."""
        shelf, background = self._shelf, self._background

        def opened(outcome: Outcome[OpenedPage]) -> None:
            done(outcome)
            from reader.control.upkeep import finish  # noqa: PLC0415 - keeps start-up fast

            background.run(lambda _job: finish(shelf), Outcome.check)

        self._run(
            lambda job: shelf.open(target, is_cancelled=job.is_cancelled, is_awaited=True), opened
        )

    def first_of(self, pages: tuple[Page, ...], done: Callable[[Outcome[Found]], None]) -> None:
        """Open the first of some saved pages that can be; the library itself failing ends the search."""
        shelf = self._shelf
        self._run(lambda job: _first_that_opens(shelf, pages, job), done)

    def first_by_id(self, ids: tuple[str, ...], done: Callable[[Outcome[Found]], None]) -> None:
        """The same, for pages of which the ids are known."""
        shelf = self._shelf
        self._run(lambda job: _first_that_opens(shelf, _pages(shelf, ids), job), done)

    def made(self, make: Callable[[], OpenedPage], done: Callable[[Outcome[Found]], None]) -> None:
        """Open what `make` gives, on another thread; such as an older form of a page."""
        self._run(lambda _job: Found(make()), done)

    def welcome(self, done: Callable[[Outcome[Found]], None]) -> None:
        """Open the shipped page that tells how this works."""
        shelf = self._shelf
        self._run(lambda _job: Found(shelf.shipped_page(WELCOME)), done)

    def _run(self, work: Callable[[Job], T], done: Callable[[Outcome[T]], None]) -> None:
        if self._job is not None:
            self._job.cancel()

        def finish(outcome: Outcome[T]) -> None:
            raise_bug(outcome.error)
            if self._job is job:
                self._job = None
                done(outcome)

        self._job = job = self._background.run(work, finish)


def _pages(shelf: Shelf, ids: tuple[str, ...]) -> Iterator[Page]:
    """One after the other, as most are never asked for; without those that were removed by now."""
    for page_id in ids:
        page = shelf.page(page_id)
        if page is not None:
            yield page


def _first_that_opens(shelf: Shelf, pages: Iterable[Page], job: Job) -> Found:
    passed_over: list[tuple[str, str]] = []
    for page in pages:
        if job.is_cancelled():
            break
        if not shelf.is_saved(page.id):
            passed_over.append((page.title or page.url, NO_LONGER_SAVED))
            continue
        try:
            opened = shelf.open(page.id, is_cancelled=job.is_cancelled)
        except LibraryError:
            raise  # the next page lies in the same library
        except (CacheError, ReaderError) as error:
            passed_over.append((page.title or page.url, str(error)))
        else:
            return Found(opened, tuple(passed_over))
    return Found(None, tuple(passed_over))
