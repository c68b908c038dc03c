"""Brings every clip to the same loudness, without clipping. Pure; any thread; imports nothing of weight.

The mean power of what is loud enough to count stands for ITU-R BS.1770's loudness: for the voices measured
(eSpeak's, ten languages, 165 and 400 words a minute) the two differ by less than half a decibel, and the
standard's filters would take longer than the voice itself.
"""

from __future__ import annotations

import math
from array import array
from functools import lru_cache
from operator import mul

TARGET_DB = -18.0
"""Mean power of speech, under full scale; heard as about -18 LUFS."""
LARGEST_GAIN_DB = 8.0
"""A whisper stays one; what is all but silent is not blown up."""
STEP_DB = 0.5
"""Gains are rounded to this, so that their tables are few; half of what an ear can tell."""
_BLOCK_MS = 400
_STRIDE = 4
"""Every fourth sample tells the power as well as all."""
_FLOOR_DB = -50.0
_GATE_DB = -10.0
"""Blocks this far under the mean are pauses, as in the standard."""
_FULL = 32767
_KNEE = 0.7
"""Of full scale: louder samples are bent towards full scale instead of cut there."""


def levelled(pcm: bytes, sample_rate_hz: int, *, volume: float = 1.0) -> bytes:
    """The same sound (signed 16-bit mono) at the usual loudness times `volume`, 0 to 1."""
    if not pcm or volume <= 0:
        return bytes(len(pcm))
    samples = array("h", pcm)
    power_db = speech_power_db(samples, sample_rate_hz)
    if power_db is None:
        return pcm
    gain_db = min(LARGEST_GAIN_DB, TARGET_DB - power_db) + 20 * math.log10(volume)
    steps = round(gain_db / STEP_DB)
    if steps == 0:
        return pcm
    return array("h", map(_table(steps).__getitem__, samples)).tobytes()


def speech_power_db(samples: array[int], sample_rate_hz: int) -> float | None:
    """Mean power, under full scale, of the blocks that hold speech; None where none does."""
    block = sample_rate_hz * _BLOCK_MS // 1000
    heard: list[tuple[float, int]] = []
    """Power of each block that is not silent, and how many samples it has."""
    for first in range(0, len(samples), block):
        piece = samples[first : first + block : _STRIDE]
        power = sum(map(mul, piece, piece)) / (len(piece) * _FULL * _FULL)
        if power > 10 ** (_FLOOR_DB / 10):
            heard.append((power, len(piece)))
    if not heard:
        return None
    gate = _mean(heard) * 10 ** (_GATE_DB / 10)
    return 10 * math.log10(_mean([each for each in heard if each[0] > gate]))


def _mean(powers: list[tuple[float, int]]) -> float:
    return sum(power * count for power, count in powers) / sum(count for _, count in powers)


@lru_cache(maxsize=16)
def _table(steps: int) -> array[int]:
    """What becomes of each sample; a negative sample counts from the end, as negative indices do."""
    gain = 10 ** (steps * STEP_DB / 20)
    knee = int(_FULL * _KNEE)
    straight = min(_FULL, int(knee / gain))
    room = _FULL - knee
    upper = [int(sample * gain) for sample in range(straight + 1)]
    upper += [
        knee + int(room * math.tanh((sample * gain - knee) / room))
        for sample in range(straight + 1, _FULL + 1)
    ]
    lower = [-sample for sample in reversed(upper)]  # -32767 to 0
    return array("h", [*upper, lower[0], *lower[:-1]])
