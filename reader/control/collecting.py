"""Saves pages that are not being read: the shipped collection, with how far it is and its stop; and others.

Main thread; the shelf works on a thread of `Background`. Must not know the screen or the voice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from content_cache.errors import CacheError
from reader.control.background import Background, Job, Outcome
from reader.control.network_watch import OFFLINE_SENTENCE
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
            def report(progress: SavingProgress) -> None:
                background.report(lambda: show(progress))

            outcome = shelf.save_collection(SHIPPED_COLLECTION, report, job.is_cancelled)
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


def save_their_leaflets(
    shelf: Shelf,
    outcome: CollectionOutcome,
    report: Callable[[SavingProgress], None],
    job: Job,
) -> CollectionOutcome:
    """Keep the leaflets of the pages that were saved, after the last of these. On a thread of `Background`."""
    from reader.control.following import follow  # noqa: PLC0415 - keeps start-up fast

    leaflets = 0
    is_off = any(sentence == OFFLINE_SENTENCE for _, sentence in outcome.failed)
    for page in () if outcome.was_cancelled or is_off else outcome.saved:
        followed = follow(
            shelf, page, shelf.document(page), on_progress=report, is_cancelled=job.is_cancelled
        )
        leaflets += len(followed.kept)
        if followed.was_cancelled:
            return replace(outcome, leaflets=leaflets, was_cancelled=True)
    return replace(outcome, leaflets=leaflets)


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
