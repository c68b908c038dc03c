"""The spoken menu's machine: what is offered when, and what a press takes. Pure: time is passed in.

Three ways of one machine: *auto* offers the items one after another and a press takes the one being offered; *step*
has no clock, one switch moves and another takes; *stop* offers by itself, a press stops it at an item, which is taken
after one scan time unless another press sends it on.

It must not know what an item does, nor how it is said or shown.
"""

from __future__ import annotations

from typing import Final, Literal

from reader.values import frozen

Way = Literal["auto", "step", "stop"]
Switch = Literal["main", "on", "back", "out"]
"""The one button; a key that moves on or back; a key that leaves."""

WAYS: Final[tuple[Way, ...]] = ("auto", "step", "stop")
SCAN_RANGES: Final = {
    "scan_ms": (500, 10_000),
    "scan_first_extra_ms": (0, 5000),
    "scan_loops": (0, 9),
    "undo_ms": (0, 10_000),
}
"""Least and most of each value."""

GO_ON: Final = "go-on"
"""Name of the item that leaves, where no clock does."""


@frozen
class ScanValues:
    """How the choices are offered; the defaults are the starting values."""

    scan_ms: int = 1500
    """How long each item is offered, from the end of its spoken name. Source: Android Switch Access 1000, ChromeOS
    1800, a tremor guidance page 1500."""
    scan_first_extra_ms: int = 700
    """How much longer the first one is. Source: Android first-item delay; Sandnes 2019: errors fall on it."""
    scan_loops: int = 2
    """How often the items pass before the reading goes on; 0: for ever. Source: Android."""
    scan_way: Way = "auto"
    undo_ms: int = 1500
    """How long "take that back" comes first after an action was named. Source: Saltillo: one scan time."""


REACTION_MS: Final = 150
"""Nobody answers an item within so much of its beginning: the press was meant for the one before (judgement)."""


@frozen
class Item:
    """Something to choose; a group where it holds items."""

    name: str
    label: str
    """What the voice says and the screen shows."""
    items: tuple[Item, ...] = ()
    is_careful: bool = False
    """Whether taking it is harder to take back."""
    says: str = ""
    """What the voice says, where that is not the label."""

    @property
    def spoken(self) -> str:
        """What the voice says."""
        return self.says or self.label


@frozen
class Say:
    """This item is being offered now, and is to be said."""

    item: Item


@frozen
class Take:
    """This item was taken, and the menu is over."""

    item: Item


@frozen
class Leave:
    """Nothing was taken; the reading goes on."""


Outcome = Say | Take | Leave | None


class Scan:
    """The menu while it is open. The first item is to be said by whoever opens it."""

    def __init__(
        self, items: tuple[Item, ...], values: ScanValues | None = None, *, start: int = 0
    ) -> None:
        self.values = values or ScanValues()
        self._way = self.values.scan_way
        self.items: tuple[Item, ...] = ()
        """Of the group that is open."""
        self.index = start
        self.is_stopped = False
        """Whether a press has stopped the scan at the item (the way *stop*)."""
        self._loops_left = self.values.scan_loops
        self._since_s: float | None = None
        """When the item's name had been said."""
        self._began_s: float | None = None
        """When the item came up in its turn."""
        self._open(items, start)

    @property
    def current(self) -> Item:
        """The item being offered."""
        return self.items[self.index]

    def meant_by(self, at_s: float) -> Item:
        """The item that a press at a moment is for."""
        return self.items[self._index_at(at_s)]

    def time_left(self, now_s: float) -> float | None:
        """The part of the scan time that is left, 0 to 1; None where no clock runs."""
        if self._way == "step":
            return None
        if self._since_s is None:
            return 1.0
        return max(0.0, 1 - (now_s - self._since_s) / self._wait_s)

    def press(self, switch: Switch, at_s: float) -> Outcome:
        """Take in a press that was made at a moment."""
        if switch == "out":
            return Leave()
        if switch != "main":
            return self._say((self.index + (1 if switch == "on" else -1)) % len(self.items), at_s)
        if self._way == "stop" and not self.is_stopped:
            outcome = self._say(self._index_at(at_s), at_s)
            self.is_stopped = True
            return outcome
        if self._way == "stop":
            return self._say((self.index + 1) % len(self.items), at_s)
        return self.take(self._index_at(at_s))

    def wait_from(self, at_s: float) -> None:
        """The hand still moved at a moment: the time of the item begins anew, as nobody answers meanwhile."""
        if self._since_s is not None:
            self._since_s = max(self._since_s, at_s)

    def tick(self, now_s: float, *, is_speaking: bool) -> Outcome:
        """Let the time pass; `is_speaking`: whether the item's name is still being said."""
        if is_speaking:
            self._since_s = None
            return None
        if self._way == "step":
            return None
        if self._since_s is None:
            self._since_s = now_s
            return None
        if now_s - self._since_s < self._wait_s:
            return None
        if self.is_stopped:
            return self.take(self.index)
        following = (self.index + 1) % len(self.items)
        if following == 0 and self._loops_left:
            self._loops_left -= 1
            if not self._loops_left:
                return Leave()
        return self._say(following, now_s)

    @property
    def _wait_s(self) -> float:
        extra_ms = self.values.scan_first_extra_ms if self.index == 0 else 0
        return (self.values.scan_ms + extra_ms) / 1000

    def _open(self, items: tuple[Item, ...], start: int = 0) -> None:
        has_clock_out = self._way != "step" and self.values.scan_loops > 0
        self.items = items if has_clock_out else (*items, Item(GO_ON, "Go on reading"))
        self.index = start
        self._loops_left = self.values.scan_loops
        self._since_s = None
        self._began_s = None
        self.is_stopped = False

    def _say(self, index: int, now_s: float) -> Say:
        self.index = index
        self._since_s = None
        self._began_s = now_s
        self.is_stopped = False
        return Say(self.current)

    def take(self, index: int) -> Outcome:
        """Take an item, whichever is being offered."""
        item = self.items[index]
        if item.name == GO_ON:
            return Leave()
        if not item.items:
            return Take(item)
        self._open(item.items)
        return Say(self.current)

    def _index_at(self, at_s: float) -> int:
        """The item that was offered when a hand decided to press."""
        is_too_soon = self._began_s is not None and at_s - self._began_s < REACTION_MS / 1000
        return (
            (self.index - 1) % len(self.items)
            if is_too_soon and self._way != "step"
            else self.index
        )
