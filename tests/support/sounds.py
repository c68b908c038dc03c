"""Clips made for the tests, whose recording tells which part of them sounded when."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence

from reader.speech.utterance import Clip

RATE_HZ = 22050
CLICK_MS = 2.0


def tone(duration_ms: float, *, hz: float = 441.0, loudness: int = 12000) -> Clip:
    """A steady tone."""
    step = 2 * math.pi * hz / RATE_HZ
    frames = round(duration_ms * RATE_HZ / 1000)
    return Clip(
        array("h", (round(loudness * math.sin(step * each)) for each in range(frames))).tobytes(),
        RATE_HZ,
    )


def clicks(at_ms: Sequence[float], duration_ms: float, *, loudness: int = 15000) -> Clip:
    """Silence with a click at each of the times."""
    frames = array("h", bytes(2 * round(duration_ms * RATE_HZ / 1000)))
    for moment in at_ms:
        first = round(moment * RATE_HZ / 1000)
        for each in range(first, first + round(CLICK_MS * RATE_HZ / 1000)):
            frames[each] = loudness
    return Clip(frames.tobytes(), RATE_HZ)


SPACING_MS = 12.0
SPACING_STEP_MS = 0.5


def ruler(count: int) -> tuple[Clip, list[float]]:
    """Clicks whose distance grows by a step each, so that any two neighbours tell where they are; and their times."""
    times = [10.0]
    for index in range(count - 1):
        times.append(times[-1] + SPACING_MS + SPACING_STEP_MS * index)
    return clicks(times, times[-1] + 10), times


def place_on_ruler(first_s: float, second_s: float) -> int:
    """Which click of a `ruler` the first of two neighbours is, by the seconds at which they began."""
    return round(((second_s - first_s) * 1000 - SPACING_MS) / SPACING_STEP_MS)
