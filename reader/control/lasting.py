"""Work that lasts: how far it is, and its stop. One at a time. Main thread; the work is on one of `Background`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from reader.control.background import Background, Job, Outcome
from reader.control.view import SavingProgress

T = TypeVar("T")
Report = Callable[[SavingProgress], None]


class Lasting:
    """The work that is under way, if any is."""

    def __init__(self, background: Background) -> None:
        self._background = background
        self._job: Job | None = None
        self.progress: SavingProgress | None = None
        """None while nothing is under way."""

    def start(
        self,
        first: SavingProgress,
        work: Callable[[Job, Report], T],
        done: Callable[[Outcome[T]], None],
    ) -> bool:
        """Begin, unless something is under way already; tells whether it began. `work` reports how far it is."""
        if self._job is not None:
            return False
        background = self._background
        self.progress = first

        def show(progress: SavingProgress) -> None:
            if self._job is not None:
                self.progress = progress

        def finish(outcome: Outcome[T]) -> None:
            self._job = None
            self.progress = None
            done(outcome)

        self._job = background.run(
            lambda job: work(job, lambda progress: background.report(lambda: show(progress))),
            finish,
        )
        return True

    def stop(self) -> bool:
        """Ask it to stop; tells whether there was anything to stop."""
        if self._job is None:
            return False
        self._job.cancel()
        return True
