"""A hand that means to press once at a time, and what a terminal sees of it: seeded, so every run is the same.

The model, from the figures that the steady filter was made for:

- The hand thinks, then presses: 0.7 s after its last press was over, and a log-normal time on top of it
  (median 1.8 s); three presses in a hundred are quick ones, 0.45 to 1 s after the one before.
- Nineteen presses in twenty are of the main button, the others of one of three neighbours with jobs of their own.
- *Tremor* of a frequency makes a burst of presses, 0.5 to 2 s long, out of every press; gaps vary by 15 % (standard
  deviation, normal, never below 25 ms).
- *Stuck key*: each press is held 0.6 to 3 s, and the system repeats it after its delay, every so many milliseconds
  (give or take 2 ms).
- *Smear*: each press brings one or two neighbouring keys 5 to 95 ms later.
- *Spurious*: besides every fiftieth intended press, some key is pressed at any time of the pause after it.
- *All together*: of the intended presses, 30 % are tremor of one of the four frequencies, 15 % stuck on one system's
  timing (a machine has one), 15 % smears, the rest single; and spurious presses besides.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

MAIN = "space"
NEIGHBOURS = ("left", "right", "down")
STRAYS = ("x", "c", "v", "b", "n", "m", "j", "k")
"""Keys without jobs."""
TREMORS_HZ = (4.0, 5.8, 8.0, 12.0)
REPEATS_MS = ((660.0, 40.0), (500.0, 33.0), (250.0, 33.0))
"""Delay and period of the system's key repeat."""


@dataclass(frozen=True, slots=True)
class Hand:
    """How a hand presses: the share of its presses with each fault."""

    name: str
    tremor: float = 0.0
    tremors_hz: tuple[float, ...] = TREMORS_HZ
    stuck: float = 0.0
    repeat_ms: tuple[float, float] = REPEATS_MS[0]
    smear: float = 0.0
    spurious: float = 0.0
    neighbours: float = 0.05
    """Share of presses meant for a key with a job of its own; 0 with one button."""
    reaction_s: tuple[float, float] = (0.55, 0.12)
    """Mean and standard deviation of how fast it answers what it hears."""


HANDS: tuple[Hand, ...] = (
    Hand("steady"),
    *(Hand(f"tremor {hz:g} Hz", tremor=1.0, tremors_hz=(hz,)) for hz in TREMORS_HZ),
    *(
        Hand(f"stuck key {delay:g}/{period:g}", stuck=1.0, repeat_ms=(delay, period))
        for delay, period in REPEATS_MS
    ),
    Hand("smear", smear=1.0),
    Hand("spurious 2 %", spurious=0.02),
    Hand("all together", tremor=0.3, stuck=0.15, smear=0.15, spurious=0.02),
)


@dataclass(frozen=True, slots=True)
class SeenPress:
    """One press as the terminal sees it."""

    at_s: float
    key: str
    intention: int | None
    """Which intended press it belongs to; None: to none."""


class SimulatedHand:
    """Makes presses as a hand would."""

    def __init__(self, hand: Hand, seed: int) -> None:
        self.hand = hand
        self._chance = random.Random(f"{hand.name} {seed}")

    def session(self, intended: int) -> tuple[SeenPress, ...]:
        """So many intended presses and everything that came with them, in order."""
        seen: list[SeenPress] = []
        now_s = 10.0
        for intention in range(intended):
            cluster = self.press(now_s, self._meant_key(), intention)
            seen += cluster
            over_s = cluster[-1].at_s
            pause_s = self._pause_s()
            stray = self.stray_after(over_s, pause_s)
            if stray is not None:
                seen.append(stray)
            now_s = over_s + pause_s
        return tuple(sorted(seen, key=lambda press: press.at_s))

    def press(self, at_s: float, key: str = MAIN, intention: int = 0) -> list[SeenPress]:
        """One intended press, with what the fault of this hand makes of it."""
        chance, hand = self._chance, self.hand
        fault = chance.random()
        if fault < hand.tremor:
            times = self._burst(chance.choice(hand.tremors_hz))
        elif fault < hand.tremor + hand.stuck:
            times = self._train()
        else:
            times = iter((0.0,))
        cluster = [SeenPress(at_s + time_s, key, intention) for time_s in times]
        is_smear = hand.tremor + hand.stuck <= fault < hand.tremor + hand.stuck + hand.smear
        if is_smear:
            others = [name for name in (*NEIGHBOURS, *STRAYS) if name != key]
            for _ in range(chance.choice((1, 2))):
                late_s = chance.uniform(0.005, 0.095)
                cluster.append(SeenPress(at_s + late_s, chance.choice(others), intention))
        return sorted(cluster, key=lambda press: press.at_s)

    def stray_after(self, at_s: float, pause_s: float) -> SeenPress | None:
        """A press that nobody meant, at any time of a pause; mostly there is none."""
        if self._chance.random() >= self.hand.spurious:
            return None
        stray_s = at_s + self._chance.uniform(0, pause_s)
        return SeenPress(stray_s, self._chance.choice(STRAYS), None)

    def reaction_s(self) -> float:
        """How long it takes to answer what is heard."""
        return max(0.2, self._chance.gauss(*self.hand.reaction_s))

    def _meant_key(self) -> str:
        is_neighbour = self._chance.random() < self.hand.neighbours
        return self._chance.choice(NEIGHBOURS) if is_neighbour else MAIN

    def _pause_s(self) -> float:
        if self._chance.random() < 0.03:
            return self._chance.uniform(0.45, 1.0)
        return 0.7 + self._chance.lognormvariate(math.log(1.8), 0.5)

    def _burst(self, hz: float) -> Iterator[float]:
        length_s, at_s, period_s = self._chance.uniform(0.5, 2.0), 0.0, 1 / hz
        while at_s <= length_s:
            yield at_s
            at_s += max(0.025, self._chance.gauss(period_s, 0.15 * period_s))

    def _train(self) -> Iterator[float]:
        delay_s, period_s = (value / 1000 for value in self.hand.repeat_ms)
        length_s = self._chance.uniform(0.6, 3.0)
        yield 0.0
        at_s = delay_s
        while at_s <= length_s:
            yield at_s
            at_s += period_s + self._chance.uniform(-0.002, 0.002)


def with_one_button(hand: Hand) -> Hand:
    """The same hand, whose every press is meant for the one button."""
    return replace(hand, neighbours=0.0)
