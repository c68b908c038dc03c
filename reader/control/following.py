"""Keeps what a saved page leads to: its leaflets, and the pages it links to on the same site.

`follow` runs on a thread of `Background`, or the command line's own: it waits. Which links are followed is the
frontier's to say; how politely, the library's. A following that was stopped goes on where it was.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from content_cache.addresses import host_of
from content_cache.entries import LinkToFollow, Relation
from content_cache.errors import (
    CacheError,
    Cancelled,
    FetchError,
    FileProblem,
    HostUnreachable,
    HttpRefused,
    NotAnAddress,
)
from content_cache.following import FollowLimits, Frontier
from reader.control.view import SavingProgress
from reader.documents.document_links import links_of
from reader.errors import DocumentError

if TYPE_CHECKING:
    from content_cache.resource import Page
    from reader.control.shelf import Saved, Shelf
    from reader.documents.model import Document

IsCancelled = Callable[[], bool]

KEPT = "kept"
"""The outcome of a link that led to a page; any other is the sentence that says why not."""
LEAFLETS_ONLY = FollowLimits(depth=0, pages=30)
"""What is kept of every page that is saved. (judgement)"""


@dataclass(slots=True)
class FollowOutcome:
    """What came of a page's links."""

    kept: list[Page] = field(default_factory=list)
    """What was kept now, in order; also what was here already."""
    known: set[str] = field(default_factory=set)
    """The ids of what was here already."""
    failed: list[tuple[str, str]] = field(default_factory=list)
    """What was not, each with the sentence that says why."""
    left: int = 0
    """Links that are left for the next time."""
    stopped_by: str = ""
    """The sentence that says why some are left; empty where none are."""
    was_cancelled: bool = False
    is_full: bool = False
    """A limit was reached; what is left is not for the next time either."""


def _leading_on(document: Document) -> Iterator[tuple[str, str, str]]:
    """The links of a page in reading order: address, kind, and what it says."""
    for _, link in links_of(document):
        yield link.target, link.kind, link.label


def follow(
    shelf: Shelf,
    owner: Page,
    document: Document,
    limits: FollowLimits = LEAFLETS_ONLY,
    *,
    on_progress: Callable[[SavingProgress], None] = lambda _progress: None,
    is_cancelled: IsCancelled = lambda: False,
    clock: Callable[[], float] = time.monotonic,
) -> FollowOutcome:
    """Keep what a saved page leads to, within limits; what cannot be had is named, and the rest go on.

    Raises:
        LibraryError: the library cannot be used; what was kept before that stays.
    """
    outcome = FollowOutcome()
    belongings = shelf.library.belongings
    frontier = shelf.library.frontier(owner.url, limits)
    done_with = belongings.followed(owner.id)
    frontier.go_on(
        belongings.planned(owner.id),
        done=[link.url for link, _ in done_with],
        kept=sum(what == KEPT for _, what in done_with),
    )
    belongings.plan(owner.id, frontier.add(_leading_on(document), depth=0))
    walk = _Walk(shelf, owner, frontier, outcome, is_cancelled)
    deadline = clock() + limits.total_s
    while (wanted := frontier.next()) is not None:
        if is_cancelled():
            outcome.was_cancelled = True
        elif clock() > deadline:
            outcome.stopped_by = (
                f"{host_of(owner.url)} takes very long, so the rest is left for later."
            )
        else:
            done = len(outcome.kept) + len(outcome.failed)
            total = min(done + 1 + frontier.waiting, limits.pages)
            on_progress(SavingProgress(done, total, wanted.label or wanted.url))
            walk.follow(wanted)
        if outcome.was_cancelled or outcome.stopped_by:
            frontier.put_back(wanted)
            break
    outcome.left = frontier.waiting + walk.to_try_again
    outcome.is_full = frontier.is_full and frontier.waiting > 0
    if outcome.is_full or not outcome.left:
        belongings.forget_plan(owner.id)
    return outcome


class _Walk:
    """Follows one link after another, and notes what came of each."""

    def __init__(
        self,
        shelf: Shelf,
        owner: Page,
        frontier: Frontier,
        outcome: FollowOutcome,
        is_cancelled: IsCancelled,
    ) -> None:
        self._shelf, self._owner, self._frontier = shelf, owner, frontier
        self._outcome, self._is_cancelled = outcome, is_cancelled
        self._belongings = shelf.library.belongings
        self._failures = 0
        """Links in a row whose host did not answer."""
        self.to_try_again = 0
        """Links that stay planned, as their host may answer another day."""

    def follow(self, wanted: LinkToFollow) -> None:
        """Keep what a link leads to."""
        received_bytes = 0

        def on_progress(received: int, _expected: int | None) -> None:
            nonlocal received_bytes
            received_bytes = received

        way = self._frontier.way(wanted.kind)
        try:
            saved = self._shelf.save_linked(
                wanted.url, way, on_progress=on_progress, is_cancelled=self._is_cancelled
            )
        except Cancelled:
            self._outcome.was_cancelled = True
        except (FetchError, FileProblem, NotAnAddress, DocumentError) as error:
            self._frontier.note_received(received_bytes)
            self._note_failure(wanted, error)
        else:
            self._failures = 0
            self._note_kept(wanted, saved)

    def _note_kept(self, wanted: LinkToFollow, saved: Saved) -> None:
        page = saved.page
        self._frontier.note_kept(page.url, len(self._shelf.library.resource(page.id).body))
        self._outcome.kept.append(page)
        if saved.outcome != "new":
            self._outcome.known.add(page.id)
        self._belongings.relate(
            Relation(page.id, self._owner.id, wanted.kind, wanted.depth, wanted.label)
        )
        if wanted.kind == "page":
            further = self._frontier.add(_leading_on(saved.document), depth=wanted.depth)
            self._belongings.plan(self._owner.id, further)
        # Last: what is noted as followed is whole, with all that it leads to.
        self._belongings.note_followed(self._owner.id, wanted.url, KEPT)

    def _note_failure(self, wanted: LinkToFollow, error: CacheError | DocumentError) -> None:
        if isinstance(error, HostUnreachable) and error.is_offline:
            self._outcome.stopped_by = str(error)
            return
        if isinstance(error, HttpRefused) and error.status in (429, 503) and error.retry_after_s:
            self._outcome.stopped_by = str(error)
            return
        is_silent = isinstance(error, HostUnreachable) or (
            isinstance(error, HttpRefused) and error.status >= 500
        )
        self._failures = self._failures + 1 if is_silent else 0
        if self._failures >= self._frontier.limits.failures_in_a_row:
            self._outcome.stopped_by = (
                f"{host_of(wanted.url)} does not answer any more, so the rest is left for later."
            )
            return
        self._outcome.failed.append((wanted.label or wanted.url, str(error)))
        if is_silent:
            self.to_try_again += 1
            return
        self._belongings.note_followed(self._owner.id, wanted.url, str(error))
