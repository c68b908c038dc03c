"""A pointer in a trembling hand: where it rests, and choosing by resting it. Pure: times and places are passed in.

The pointer is where it was on average over the last half second. Resting on a target for the dwell time takes it; a
cell or two beyond its edge changes nothing, moving on cancels. What was taken is not taken again before the pointer has
left it, and what comes to lie under a pointer at rest does not count: nothing happens to who has let go of the mouse.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Final

from reader.values import frozen

STEADY_MS: Final = 500
"""The time over which the place is averaged (judgement: half a second holds two or more swings of any tremor)."""
SLACK_COLUMNS: Final = 2
SLACK_LINES: Final = 1
"""So far beyond its edge the pointer still counts as on a target: a cell is twice as high as wide (judgement)."""
JUMP_COLUMNS: Final = 15
JUMP_LINES: Final = 6
"""A step this wide is a finger set down elsewhere, not a tremor: what was before it is forgotten (judgement)."""


@frozen
class Target:
    """A control on the screen: cells, half-open."""

    name: object
    """Tells it from others."""
    left: int
    top: int
    right: int
    bottom: int

    def holds(self, x: float, y: float) -> bool:
        """Whether a place lies on it."""
        return self.left <= x < self.right and self.top <= y < self.bottom

    def is_near(self, x: float, y: float) -> bool:
        """Whether a place lies on it, or no further away than a tremor may carry."""
        return (
            self.left - SLACK_COLUMNS <= x < self.right + SLACK_COLUMNS
            and self.top - SLACK_LINES <= y < self.bottom + SLACK_LINES
        )


@frozen
class _Seen:
    at_s: float
    x: float
    y: float


class SteadyPointer:
    """Where the pointer is on average."""

    def __init__(self) -> None:
        self._seen: deque[_Seen] = deque()

    @property
    def spot(self) -> tuple[float, float]:
        """Where it is at this moment; it must have been seen."""
        return self._seen[-1].x, self._seen[-1].y

    @property
    def moved_at_s(self) -> float | None:
        """When it moved last; None: it was never seen."""
        return self._seen[-1].at_s if self._seen else None

    def move(self, x: int, y: int, at_s: float) -> None:
        """The pointer came to a cell. `at_s`: monotonic seconds."""
        if self._seen:
            last = self._seen[-1]
            wide = abs(x + 0.5 - last.x) >= JUMP_COLUMNS or abs(y + 0.5 - last.y) >= JUMP_LINES
            if wide:
                self._seen.clear()
        self._seen.append(_Seen(at_s, x + 0.5, y + 0.5))
        self._forget(at_s)

    def at(self, now_s: float) -> tuple[float, float] | None:
        """Column and line, weighted by how long it was where; None: it was never seen."""
        if not self._seen:
            return None
        self._forget(now_s)
        from_s = now_s - STEADY_MS / 1000
        total = x = y = 0.0
        for seen, until_s in zip(self._seen, self._ends(now_s), strict=True):
            share = max(0.0, until_s - max(seen.at_s, from_s))
            total += share
            x += share * seen.x
            y += share * seen.y
        if total <= 0:
            return self._seen[-1].x, self._seen[-1].y
        return x / total, y / total

    def _ends(self, now_s: float) -> list[float]:
        return [seen.at_s for seen in list(self._seen)[1:]] + [now_s]

    def _forget(self, now_s: float) -> None:
        """Drop what ended before the time that counts."""
        from_s = now_s - STEADY_MS / 1000
        while len(self._seen) > 1 and self._seen[1].at_s <= from_s:
            self._seen.popleft()


class Dwell:
    """Choosing by resting."""

    def __init__(self, pointer: SteadyPointer, wait_ms: int = 1200) -> None:
        self._pointer = pointer
        self.wait_ms = wait_ms
        """May be changed at any time."""
        self.target: Target | None = None
        """What the pointer rests on, while it counts."""
        self._since_s = 0.0
        self._spent: Target | None = None
        """Must be left before anything counts again."""

    def fraction(self, now_s: float) -> float:
        """The part of the dwell time that is over, 0 to 1."""
        if self.target is None:
            return 0.0
        return max(0.0, min(1.0, (now_s - self._since_s) * 1000 / self.wait_ms))

    def reset(self) -> None:
        """Count nothing until the pointer comes to a target anew."""
        self.target = None

    def tick(self, now_s: float, targets: Iterable[Target]) -> Target | None:
        """Let the time pass; the target that is taken now, if one is. `targets`: what is on the screen."""
        place = self._pointer.at(now_s)
        if place is None:
            return None
        if self._spent is not None:
            if self._spent.is_near(*place):
                return None
            self._spent = None
        there = tuple(targets)
        if self.target not in there or not self.target.is_near(*place):
            self._come_to(next((each for each in there if each.holds(*place)), None), now_s)
        if self.target is None or self.fraction(now_s) < 1:
            return None
        if not self.target.is_near(*self._pointer.spot):
            return None  # on its way elsewhere, though the average is still here
        taken = self._spent = self.target
        self.target = None
        return taken

    def _come_to(self, target: Target | None, now_s: float) -> None:
        moved_at_s = self._pointer.moved_at_s
        is_at_rest = moved_at_s is None or (now_s - moved_at_s) * 1000 > STEADY_MS
        if target is not None and is_at_rest:
            self._spent, self.target = target, None
        else:
            self.target, self._since_s = target, now_s
