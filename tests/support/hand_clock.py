"""A clock that stands until somebody sleeps."""

from __future__ import annotations


class HandClock:
    """Seconds that pass by sleeping alone; `slept` tells how long in all."""

    def __init__(self) -> None:
        self.time_s = 1000.0
        self.slept_s = 0.0

    def now(self) -> float:
        return self.time_s

    def sleep(self, seconds: float) -> None:
        self.time_s += seconds
        self.slept_s += seconds
