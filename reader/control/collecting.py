"""Saves pages that are not being read: the shipped collection, with how far it is and its stop; and others.

Main thread; the shelf works on a thread of `Background`. Must not know the screen or the voice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from content_cache.errors import CacheError
from reader.control.background import Background, Job, Outcome
from reader.control.shelf import Shelf
from reader.control.view import SavingProgress
from reader.errors import ReaderError

if TYPE_CHECKING:
    from reader.control.collection_saving import CollectionOutcome

SHIPPED_COLLECTION = "hand-dystonia"


class Collecting:
    """The saving that is under way, if one is."""

    def __init__(self, shelf: Shelf, background: Background) -> None:
        self._shelf = shelf
        self._background = background
        self._job: Job | None = None
        self.progress: SavingProgress | None = None
        """None while nothing is being saved."""

    @property
    def count(self) -> int:
        """How many pages the collection has."""
        return len(self._shelf.collection(SHIPPED_COLLECTION).entries)

    def start(
        self,
        on_progress: Callable[[], None],
        done: Callable[[Outcome[CollectionOutcome]], None],
    ) -> bool:
        """Begin, unless it is under way already; tells whether it began."""
        if self._job is not None:
            return False
        shelf, background = self._shelf, self._background
        self.progress = SavingProgress(0, self.count, "")

        def show(progress: SavingProgress) -> None:
            self.progress = progress
            on_progress()

        def work(job: Job) -> CollectionOutcome:
            from reader.control.collection_saving import (  # noqa: PLC0415 - keeps start-up fast
                save_collection,
                save_their_leaflets,
            )

            def report(progress: SavingProgress) -> None:
                background.report(lambda: show(progress))

            outcome = save_collection(shelf, SHIPPED_COLLECTION, report, job.is_cancelled)
            return save_their_leaflets(shelf, outcome, report, job)

        def finish(outcome: Outcome[CollectionOutcome]) -> None:
            self._job = None
            self.progress = None
            done(outcome)

        self._job = background.run(work, finish)
        return True

    def stop(self) -> bool:
        """Ask it to stop; what was saved stays. Tells whether there was anything to stop."""
        if self._job is None:
            return False
        self._job.cancel()
        return True


def save_each(shelf: Shelf, targets: tuple[str, ...], job: Job) -> tuple[str, ...]:
    """Keep some pages with their leaflets; gives the sentences of those that fail. On a thread of `Background`."""
    from reader.control.following import follow  # noqa: PLC0415 - keeps start-up fast

    troubles = []
    for target in targets:
        try:
            saved = shelf.save(target, is_cancelled=job.is_cancelled)
            follow(shelf, saved.page, saved.document, is_cancelled=job.is_cancelled)
        except (CacheError, ReaderError) as error:
            troubles.append(str(error))
    return tuple(troubles)
