"""Work that lasts, done on threads of its own; outcomes come back on the main thread.

`run` starts a job on a daemon thread; `later` appends to one serial lane (for keeping places in order). A job
never touches state: its outcome lies in a queue until the main thread calls `deliver`.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from reader.values import frozen

T = TypeVar("T")


class Job:
    """A handle on running work."""

    def __init__(self, number: int = 0) -> None:
        self.number = number
        """No other job of this `Background` has it."""
        self.cancelled = threading.Event()

    def cancel(self) -> None:
        """Ask it to stop; its outcome is still delivered."""
        self.cancelled.set()

    def is_cancelled(self) -> bool:
        """Whether it was asked to stop."""
        return self.cancelled.is_set()


@frozen
class Outcome(Generic[T]):
    """What came of a job: a value, or the exception it raised."""

    value: T | None
    error: Exception | None

    def check(self) -> None:
        """Raise what the job raised."""
        if self.error is not None:
            raise self.error


class Background:
    """Runs work off the main thread."""

    def __init__(self, wake: Callable[[], None] = lambda: None) -> None:
        self.wake = wake
        """Called from a worker thread when an outcome lies ready."""
        self._outcomes: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._lane: queue.SimpleQueue[Callable[[], object] | None] = queue.SimpleQueue()
        self._lane_thread: threading.Thread | None = None
        self._jobs: list[Job] = []
        self._last_number = 0

    def run(self, work: Callable[[Job], T], done: Callable[[Outcome[T]], None]) -> Job:
        """Do `work` on a thread; `done` gets its outcome from `deliver`."""
        self._last_number += 1
        job = Job(self._last_number)
        self._jobs.append(job)

        def body() -> None:
            outcome: Outcome[T]
            try:
                outcome = Outcome(work(job), None)
            except Exception as error:  # noqa: BLE001 - carried to the main thread, which judges it
                outcome = Outcome(None, error)

            def finish() -> None:
                self._jobs.remove(job)
                done(outcome)

            self.report(finish)

        threading.Thread(target=body, name="background", daemon=True).start()
        return job

    @property
    def jobs(self) -> frozenset[int]:
        """The numbers of those whose outcome was not delivered yet. Main thread."""
        return frozenset(job.number for job in self._jobs)

    def report(self, message: Callable[[], None]) -> None:
        """From a worker: have `message` called on the main thread."""
        self._outcomes.put(message)
        self.wake()

    def later(self, work: Callable[[], object]) -> None:
        """Do `work` on the serial lane, in order; an exception is raised by the next `deliver`."""
        if self._lane_thread is None:
            self._lane_thread = threading.Thread(target=self._drain_lane, name="lane", daemon=True)
            self._lane_thread.start()
        self._lane.put(work)

    def _drain_lane(self) -> None:
        while (work := self._lane.get()) is not None:
            try:
                work()
            except Exception as error:  # noqa: BLE001 - carried to the main thread, which judges it
                self.report(lambda error=error: _raise(error))  # type: ignore[misc]

    def deliver(self) -> None:
        """Hand out what is ready, on the calling (main) thread."""
        while True:
            try:
                message = self._outcomes.get_nowait()
            except queue.Empty:
                return
            message()

    def close(self, timeout_s: float = 2.0) -> None:
        """Finish the serial lane, cancel jobs. May be called twice."""
        for job in list(self._jobs):
            job.cancel()
        if self._lane_thread is not None:
            self._lane.put(None)
            self._lane_thread.join(timeout_s)
            self._lane_thread = None


def _raise(error: Exception) -> None:
    raise error
