"""Saves pages that are not being read: the shipped collection, with how far it is and its stop; and others.

Main thread; the shelf works on a thread of `Background`. Must not know the screen or the voice.
"""

from __future__ import annotations

from collections.abc import Callable

from content_cache.errors import CacheError
from reader.control.background import Background, Job, Outcome
from reader.control.shelf import CollectionOutcome, Shelf
from reader.control.view import SavingProgress
from reader.errors import ReaderError

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
            return shelf.save_collection(
                SHIPPED_COLLECTION,
                lambda progress: background.report(lambda: show(progress)),
                job.is_cancelled,
            )

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
    """Keep some pages; gives the sentences of those that fail. On a thread of `Background`."""
    troubles = []
    for target in targets:
        try:
            shelf.save(target, is_cancelled=job.is_cancelled)
        except (CacheError, ReaderError) as error:
            troubles.append(str(error))
    return tuple(troubles)
