"""The reader's earcons: short quiet tones, made here from nothing but sines. Pure; any thread.

They are told apart by their melody, not by pitch alone: one tone for a new section, falling for the end of a page,
rising for what was saved, twice the same low one for what could not be, a tick for an action that was done.
"""

from __future__ import annotations

import math
from array import array
from functools import lru_cache
from typing import Literal

from reader.speech.utterance import Clip

Earcon = Literal["section", "page-end", "saved", "could-not", "done"]

EARCONS: tuple[Earcon, ...] = ("section", "page-end", "saved", "could-not", "done")
SAMPLE_RATE_HZ = 22050
"""The player's own, so that nothing is converted."""
PEAK = 1900
"""Of 32767: some 25 decibels under full scale, well under speech, and with it still no clipping."""
AFTER_SPEECH_MS = 120
"""Silence before the tone of a section, which comes while the last syllable still rings in the ear."""
_ATTACK_MS = 10
_RELEASE_MS = 30
_DECAY_SHARE = 0.45
"""Of a tone's length: the time in which it falls to a third."""
_SECOND = 0.22
_THIRD = 0.08
"""Loudness of the second and third partial beside the first: a soft, round tone that small loudspeakers carry."""

_C5, _E5, _G5, _C6 = 523.25, 659.26, 783.99, 1046.5
_E4 = 329.63
_MELODIES: dict[Earcon, tuple[tuple[float, float, float], ...]] = {
    "section": ((_E5, AFTER_SPEECH_MS, 170),),
    "page-end": ((_G5, 0, 200), (_C5, 130, 300)),
    "saved": ((_C5, 0, 120), (_G5, 85, 190)),
    "could-not": ((_E4, 0, 130), (_E4, 160, 200)),
    "done": ((_C6, 0, 70),),
}
"""Tones as hertz, when they begin and how long they last, in milliseconds."""


@lru_cache(maxsize=len(EARCONS))
def clip_of(earcon: Earcon) -> Clip:
    """The sound; made once, in a few milliseconds."""
    melody = _MELODIES[earcon]
    length = max(_frames(at_ms + for_ms) for _, at_ms, for_ms in melody)
    mixed = [0.0] * length
    for hz, at_ms, for_ms in melody:
        first = _frames(at_ms)
        for index, value in enumerate(_tone(hz, for_ms)):
            mixed[first + index] += value
    loudest = max(abs(value) for value in mixed)
    return Clip(
        array("h", (round(value * PEAK / loudest) for value in mixed)).tobytes(), SAMPLE_RATE_HZ
    )


def _tone(hz: float, for_ms: float) -> list[float]:
    """One tone, which begins and ends in silence without a corner."""
    count, attack, release = _frames(for_ms), _frames(_ATTACK_MS), _frames(_RELEASE_MS)
    step = 2 * math.pi * hz / SAMPLE_RATE_HZ
    decay = count * _DECAY_SHARE
    made = []
    for index in range(count):
        value = (
            math.sin(step * index)
            + _SECOND * math.sin(2 * step * index)
            + _THIRD * math.sin(3 * step * index)
        )
        made.append(
            value
            * math.exp(-index / decay)
            * _eased(index, attack)
            * _eased(count - index, release)
        )
    return made


def _eased(index: int, over: int) -> float:
    """From 0 to 1 along half a cosine."""
    return 1.0 if index >= over else 0.5 - 0.5 * math.cos(math.pi * index / over)


def _frames(ms: float) -> int:
    return round(ms * SAMPLE_RATE_HZ / 1000)
