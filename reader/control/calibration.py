"""From ten presses that were asked for, one at a time, to the values that fit the hand. Pure.

The comfort set-up asks "press anything" and hands over what came until it was quiet again; nothing here speaks,
waits or keeps. Every press of a try but the first is a fault, and its kind is told by its gap.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from reader.control.steady import RANGES, Press, SteadyValues
from reader.values import frozen

ENOUGH_TRIES = 8
"""Only where so many tries bounced may the quiet window become shorter than it was: five quick tremors say
nothing of the slow one that comes tomorrow (judgement)."""
KNOWN_BURST = 1.2
"""By how much the window widens in a burst of a hand whose bursts are known that well; wider takes what is meant just
after them (judgement, on simulated hands)."""
SPREAD_SIGMAS = 3.5
"""How far beyond the mean gap of its bursts the quiet window reaches (judgement)."""
REPEAT_MARGIN_MS = 60
"""A system's repeat delay is met within so much; a terminal hands on what came a little late."""
QUICK_TREMOR_TRAIN_MS = 55
"""Systems repeat every 30-50 ms; 12 Hz tremor comes every 83."""
SCAN_SHARE = 0.65
"""Source: Simpson, Koester & LoPresti (2007): scan time = mean reaction time / 0.65."""
SCAN_RANGE_MS = (500, 10_000)
APART_MS = 600
"""Presses so far apart are no tremor of one, whose slowest comes every 250 ms, but two that were meant (judgement)."""
ENOUGH_REACTIONS = 3
"""Fewer answers say too little of how fast they come (judgement)."""


@frozen
class Try:
    """One press that was asked for, and everything that came until it was quiet."""

    asked_at_s: float | None
    """When the voice had finished asking; None: it was not heard out, so nothing tells how fast an answer is."""
    presses: tuple[Press, ...]


@frozen
class Calibration:
    """What fits the hand, and what it was seen to do."""

    steady: SteadyValues
    scan_ms: int
    keys: tuple[str, ...]
    """Keys that began a try, the most used first."""
    bounces: int
    """Presses that came again by trembling."""
    held: int
    """Tries in which the key repeated because it was held."""
    smears: int
    """Tries in which neighbouring keys came too."""

    @property
    def has_one_key(self) -> bool:
        """Whether every try began with the same key, as from a switch."""
        return len(self.keys) == 1

    @property
    def sentence(self) -> str:
        """What was seen and what was chosen, to be spoken."""
        seen = [
            words
            for words, count in (
                ("some presses came twice", self.bounces),
                ("some keys were held a little long", self.held),
                ("neighbouring keys came along", self.smears),
            )
            if count
        ]
        found = f"I noticed that {_joined(seen)}." if seen else "Your presses came one at a time."
        return (
            f"{found} After each press I now wait {_seconds(self.steady.quiet_ms)} before another counts, "
            f"and each choice is offered for {_seconds(self.scan_ms)}."
        )


def calibrated(
    tries: Sequence[Try], start: SteadyValues | None = None, *, scan_ms: int = 1500
) -> Calibration:
    """The values for a hand; what the tries do not tell stays as in `start` and `scan_ms`.

    Raises `ValueError` where no try holds a press.
    """
    import statistics  # noqa: PLC0415 - keeps start-up fast

    values = start or SteadyValues()
    made = [one for one in tries if one.presses]
    if not made:
        raise ValueError("no press to learn from")
    bounces: list[float] = []
    delays: list[float] = []
    smears: list[float] = []
    bounced_tries = 0
    is_smeared_from_job = False
    for one in made:
        bounced, delay, smeared = _faults(one.presses, values)
        bounces += bounced
        bounced_tries += any(gap < APART_MS for gap in bounced)
        delays += [delay] if delay is not None else []
        smears += smeared
        first, others = one.presses[0], one.presses[1:]
        if smeared and not first.is_main and any(press.is_main for press in others):
            is_smeared_from_job = True
    if delays:  # a key let go just after its first repeat leaves that alone
        middle = statistics.median(delays)
        lone = [gap for gap in bounces if abs(gap - middle) <= REPEAT_MARGIN_MS]
        bounces = [gap for gap in bounces if gap not in lone]
        delays += lone
    bounces = [gap for gap in bounces if gap < APART_MS]
    quiet_ms = _quiet_ms(bounces) if bounces else 0
    burst_ms = values.burst_ms
    if bounced_tries < ENOUGH_TRIES:
        quiet_ms = max(quiet_ms, values.quiet_ms)
    else:
        burst_ms = min(burst_ms, _rounded(quiet_ms * KNOWN_BURST, 25, RANGES["burst_ms"]))
    values = replace(values, quiet_ms=quiet_ms, waits_for_main=is_smeared_from_job)
    values = replace(
        values,
        burst_ms=max(burst_ms, values.quiet_ms),
        careful_ms=max(values.careful_ms, values.quiet_ms),
    )
    if delays:
        values = replace(
            values,
            hold_from_ms=max(0, math.floor(min(delays) - REPEAT_MARGIN_MS)),
            hold_to_ms=min(RANGES["hold_to_ms"][1], math.ceil(max(delays) + REPEAT_MARGIN_MS)),
            repeat_ms=round(statistics.median(delays)) if len(delays) > 1 else 0,
        )
    elif bounces and min(bounces) < 100:  # its tremor is nearly as quick as a train of repeats
        values = replace(values, train_ms=min(values.train_ms, QUICK_TREMOR_TRAIN_MS))
    if smears:
        values = replace(values, smear_ms=_rounded(max(smears) * 1.25, 25, (values.smear_ms, 500)))
    reactions = [one.presses[0].at_s - one.asked_at_s for one in made if one.asked_at_s is not None]
    if len(reactions) >= ENOUGH_REACTIONS:
        needed_ms = max(0.0, statistics.fmean(reactions)) * 1000 / SCAN_SHARE
        scan_ms = _rounded(needed_ms, 100, SCAN_RANGE_MS)
    begun = Counter(one.presses[0].key for one in made)
    return Calibration(
        steady=values,
        scan_ms=scan_ms,
        keys=tuple(key for key, _count in begun.most_common()),
        bounces=len(bounces),
        held=len(delays),
        smears=sum(1 for one in made if _faults(one.presses, values)[2]),
    )


def _faults(
    presses: tuple[Press, ...], values: SteadyValues
) -> tuple[list[float], float | None, list[float]]:
    """Gaps of bounces, the repeat delay where the key was held, and gaps of smears; all in ms."""
    pairs = list(itertools.pairwise(presses))
    gaps = [(after.at_s - before.at_s) * 1000 for before, after in pairs]
    is_same = [before.key == after.key for before, after in pairs]
    delay = None
    bounces: list[float] = []
    smears: list[float] = []
    index = 0
    while index < len(gaps):
        train = _train_after(gaps, is_same, index, values)
        if is_same[index] and train:
            delay = gaps[index]
            index += 1 + train
            continue
        if not is_same[index] and gaps[index] <= 2 * values.smear_ms:
            smears.append(gaps[index])
        else:
            bounces.append(gaps[index])
        index += 1
    return bounces, delay, smears


def _train_after(gaps: list[float], is_same: list[bool], index: int, values: SteadyValues) -> int:
    """How many repeats follow a gap that may have been the repeat delay; 0 where it was none."""
    if not values.hold_from_ms <= gaps[index] <= values.hold_to_ms:
        return 0
    rest = zip(gaps[index + 1 :], is_same[index + 1 :], strict=True)
    return sum(
        1 for _ in itertools.takewhile(lambda step: step[1] and step[0] <= values.train_ms, rest)
    )


def _quiet_ms(bounces: list[float]) -> int:
    import statistics  # noqa: PLC0415 - keeps start-up fast

    spread = statistics.stdev(bounces) if len(bounces) > 1 else 0.2 * bounces[0]
    needed = max(max(bounces) * 1.1, statistics.fmean(bounces) + SPREAD_SIGMAS * spread)
    return _rounded(needed, 25, (100, RANGES["quiet_ms"][1]))


def _rounded(value: float, step: int, within: tuple[int, int]) -> int:
    """Up to the next whole step, within a range."""
    least, most = within
    return max(least, min(most, math.ceil(value / step) * step))


def _seconds(duration_ms: int) -> str:
    tenths = f"{duration_ms / 1000:.1f}".removesuffix(".0")
    return "1 second" if tenths == "1" else f"{tenths} seconds"


def _joined(parts: list[str]) -> str:
    *others, last = parts
    return f"{', '.join(others)} and {last}" if others else last
