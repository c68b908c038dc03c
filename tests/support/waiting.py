"""Waits for what comes about in another process: asks again until it is there, with a deadline."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")


class TimeRanOut(AssertionError):
    """What was waited for did not come about."""


def eventually(
    ask: Callable[[], Value | None], what: str, *, timeout_s: float = 10, every_s: float = 0.01
) -> Value:
    """The first answer that is neither None nor False.

    Raises `TimeRanOut`, which tells the last answer.
    """
    deadline_s = time.perf_counter() + timeout_s
    while True:
        answer = ask()
        if answer is not None and answer is not False:
            return answer
        if time.perf_counter() > deadline_s:
            raise TimeRanOut(f"{what}: not within {timeout_s} s, the last answer was {answer!r}")
        time.sleep(every_s)
