"""Listens to the private server's monitor while a benchmark runs, and times what is heard against presses."""

from __future__ import annotations

import itertools
import random
import time
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.support.pulse import LOUD, SAMPLE_RATE_HZ, Recorder, Recording
from tests.support.waiting import eventually

HOLE_MS = 25.0
"""Speech may be quiet for so long inside a voiced stretch (a glide, a soft nasal) and still count as going on."""
_AROUND_S = 0.06
"""How far speech must go on before a hold and after going on, for the pair to count."""


class Ear(Recorder):
    """The recorder, asked about what was heard lately; does not copy the whole recording for it."""

    def between(self, begin_s: float, end_s: float) -> Recording:
        """What sounded between two moments (`time.perf_counter`), with half a second more on either side."""
        with self._lock:
            stamps = [stamp for stamp in self._stamps if begin_s - 0.5 <= stamp[1] <= end_s + 0.5]
            if not stamps:
                return Recording(array("h"), ())
            first, last = stamps[0][0], stamps[-1][0]
            samples = self._samples[first:last]
        return Recording(samples, tuple((count - first, now) for count, now in stamps))

    def is_sounding(self, for_s: float) -> bool:
        """Whether there has been sound all through the last so many seconds."""
        samples = self._lately(for_s)
        return len(samples) >= int(for_s * SAMPLE_RATE_HZ) and longest_hole_ms(samples) < HOLE_MS

    def is_silent_for(self, for_s: float) -> bool:
        """Whether there has been no sound in the last so many seconds."""
        samples = self._lately(for_s)
        return bool(samples) and max(samples) <= LOUD and min(samples) >= -LOUD

    def wait_for_sound(self, for_s: float = 0.15, *, timeout_s: float = 10) -> None:
        """Wait until it has sounded for a while."""
        eventually(lambda: self.is_sounding(for_s), "sound", timeout_s=timeout_s)

    def wait_for_silence(self, for_s: float = 0.25, *, timeout_s: float = 20) -> None:
        """Wait until it has been silent for a while."""
        eventually(lambda: self.is_silent_for(for_s), "silence", timeout_s=timeout_s)

    def take(self) -> array[int]:
        """All that was recorded since the last time, and forget it: for listening long."""
        with self._lock:
            samples, self._samples = self._samples, array("h")
            self._stamps = [(0, time.perf_counter())]
            return samples

    def _lately(self, for_s: float) -> array[int]:
        with self._lock:
            return self._samples[-int(for_s * SAMPLE_RATE_HZ) :]

    def jitter_ms(self) -> list[float]:
        """How much later than the earliest possible each piece of the recording was read."""
        with self._lock:
            stamps = self._stamps[-2000:]
        starts = [now - count / SAMPLE_RATE_HZ for count, now in stamps]
        return [(start - min(starts)) * 1000 for start in starts]


def longest_hole_ms(samples: array[int], *, loud: int = LOUD) -> float:
    """The longest stretch without a loud sample."""
    longest = since = 0
    for value in samples:
        if value > loud or value < -loud:
            longest = max(longest, since)
            since = 0
        else:
            since += 1
    return max(longest, since) / SAMPLE_RATE_HZ * 1000


def first_hiss_after(heard: Recording, moment: float) -> float | None:
    """When the first hissing sound began after a moment, within 2 ms: noise changes its sign far more often."""
    window, hop = SAMPLE_RATE_HZ * 3 // 1000, SAMPLE_RATE_HZ // 1000
    in_a_row = 0
    for first in range(heard.sample_at(moment), len(heard.samples) - window, hop):
        piece = heard.samples[first : first + window]
        changes = sum((one < 0) != (next_one < 0) for one, next_one in itertools.pairwise(piece))
        is_hiss = changes > 0.16 * window and max(piece) > LOUD
        in_a_row = in_a_row + 1 if is_hiss else 0
        if in_a_row == 8:
            return heard.time_of(first - 7 * hop + window // 2)
    return None


@dataclass(slots=True)
class Toggling:
    """What came of pressing on and off again and again."""

    to_sound_ms: list[float] = field(default_factory=list)
    to_silence_ms: list[float] = field(default_factory=list)
    discarded: int = 0
    """Pairs repeated because the voice was in a gap of its own at the press."""


def toggle(
    ear: Ear,
    turn_on: Callable[[], float],
    turn_off: Callable[[], float],
    count: int,
    *,
    after_pair: Callable[[], None] = lambda: None,
    is_held: bool = True,
    seed: int = 1,
) -> Toggling:
    """Turn a sound off and on, `count` times each; it must be sounding. Both return the moment of the press.

    The moments are spread, so that they fall anywhere in buffers and ticks. A pair counts only where the voice
    was heard without a hole right up to its end, and (`is_held`: it goes on from where it was held) also
    right after it went on: else its own gap could pass for a quick answer, or for a slow one.
    """
    chance = random.Random(seed)
    found = Toggling()
    while len(found.to_sound_ms) < count:
        if found.discarded > 3 * count:
            raise RuntimeError("there are too many gaps in what is heard")
        ear.wait_for_sound()
        _let_pass(chance.uniform(0.0, 0.4))
        ear.wait_for_sound()
        off_s = turn_off()
        ear.wait_for_silence()
        silent_s = time.perf_counter()
        after_pair()
        _let_pass(chance.uniform(0.0, 0.3))
        on_s = turn_on()
        ear.wait_for_sound()
        heard = ear.between(off_s - _AROUND_S, time.perf_counter())
        end_s = heard.last_sound_before(silent_s)
        begin_s = heard.first_sound_after(on_s)
        if end_s is None or begin_s is None or not heard.is_silent(end_s + 0.002, on_s):
            found.discarded += 1
            continue
        before = heard.samples[heard.sample_at(end_s - _AROUND_S) : heard.sample_at(end_s)]
        after = heard.samples[heard.sample_at(begin_s) : heard.sample_at(begin_s + _AROUND_S)]
        if (
            end_s < off_s
            or longest_hole_ms(before) >= HOLE_MS
            or (is_held and longest_hole_ms(after) >= HOLE_MS)
        ):
            found.discarded += 1
            continue
        found.to_silence_ms.append((end_s - off_s) * 1000)
        found.to_sound_ms.append((begin_s - on_s) * 1000)
    return found


def _let_pass(seconds: float) -> None:
    """Spread the moments of presses; nothing is waited for."""
    time.sleep(seconds)
