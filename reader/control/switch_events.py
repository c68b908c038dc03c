"""What the buttons, sticks and pedals of Linux's input devices send, as presses of named switches. Pure.

Source: the kernel's input event codes, https://docs.kernel.org/input/event-codes.html
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

EVENT: Final = struct.Struct("llHHi")
"""`struct input_event`: seconds, microseconds, type, code, value."""
KEY_EVENT: Final = 1
AXIS_EVENT: Final = 3

_PAD_NAMES: Final = "a b c x y z l1 r1 l2 r2 select start home l3 r3".split()
_BUTTONS: Final = {
    **{0x100 + number: f"switch:{number + 1}" for number in range(10)},
    **{0x120 + number: f"joystick:{number + 1}" for number in range(16)},
    **{0x130 + number: f"pad:{name}" for number, name in enumerate(_PAD_NAMES)},
    0x220: "pad:up",
    0x221: "pad:down",
    0x222: "pad:left",
    0x223: "pad:right",
    **{0x2C0 + number: f"switch:more-{number + 1}" for number in range(40)},
}
"""Codes of buttons that only such devices have."""
_OTHER_THINGS: Final = frozenset({30, 0x110, 0x140, 0x145, 0x14A})
"""The letter A, the left mouse button, a pen, a finger, a touch: what has one of these is a keyboard, mouse or tablet,
whose presses come by the terminal."""

_STICKS: Final = {
    0: "stick-x", 1: "stick-y", 2: "axis-z", 3: "stick-rx", 4: "stick-ry", 5: "axis-rz",
    7: "rudder", 8: "wheel", 9: "gas", 10: "brake",
}  # fmt: skip
"""Axes that come back by themselves; a throttle stays where it was put."""
_TRIGGERS: Final = frozenset({2, 5, 9, 10})
_TRIGGER_BUTTONS: Final = frozenset({0x138, 0x139})
_FIRST_HAT: Final = 0x10
_HATS: Final = {0: ("pad:left", "pad:right"), 1: ("pad:up", "pad:down")}
"""The two directions of each of the first hat's axes."""

PRESSED_SHARE: Final = 0.6
"""An axis that is so far from its rest is pressed (judgement: a hand that trembles on a stick stays below)."""
RELEASED_SHARE: Final = 0.3
"""It can be pressed anew after it was this near."""
LEAST_SPAN: Final = 0.25
"""An axis that rests nearer to an end than this part of its range is not pressed towards it: a pedal has one way."""


def is_switch(codes: Collection[int]) -> bool:
    """Whether a device with these keys is a gamepad, joystick or switch box, and nothing that writes or points."""
    return any(code in _BUTTONS for code in codes) and _OTHER_THINGS.isdisjoint(codes)


def axes_of(codes: Collection[int]) -> tuple[int, ...]:
    """The axes to listen to on a device with these keys: no trigger that is a button too, or a press has two names."""
    has_buttons = not _TRIGGER_BUTTONS.isdisjoint(codes)
    return tuple(axis for axis in _STICKS if not (has_buttons and axis in _TRIGGERS))


def codes_of(bitmap: str, word_bits: int = struct.calcsize("l") * 8) -> frozenset[int]:
    """The codes in a bitmap as `/sys` writes it: hexadecimal words, the highest first."""
    words = reversed(bitmap.split())
    return frozenset(
        number * word_bits + bit
        for number, word in enumerate(words)
        for bit in range(word_bits)
        if int(word, 16) >> bit & 1
    )


@dataclass(frozen=True, slots=True)
class AxisRange:
    """How an axis moves."""

    rest: int
    least: int
    most: int


class SwitchEvents:
    """The events of one device."""

    def __init__(self, axes: Mapping[int, AxisRange] | None = None) -> None:
        """`axes`: those that are not listed, but for hats, are never pressed."""
        self._axes = dict(axes or {})
        self._pushed: dict[int, int] = {}
        """Axes away from their rest, and which way."""

    def presses(self, data: bytes) -> Iterator[tuple[str, float]]:
        """Each press in whole events: the switch's name and the event's time in seconds."""
        for seconds, micros, kind, code, value in EVENT.iter_unpack(data):
            name = None
            if kind == KEY_EVENT and value == 1:  # 0: let go; 2: the system's repeat
                name = _BUTTONS.get(code)
            elif kind == AXIS_EVENT:
                name = self._pushed_to(code, value)
            if name is not None:
                yield name, seconds + micros / 1e6

    def _pushed_to(self, code: int, value: int) -> str | None:
        before = self._pushed.get(code, 0)
        if _FIRST_HAT <= code < _FIRST_HAT + 8:
            way = (value > 0) - (value < 0)
        elif code in _STICKS and code in self._axes:
            way = _way(self._axes[code], value, before)
        else:
            return None
        self._pushed[code] = way
        return _axis_name(code, way) if way and way != before else None


def _way(axis: AxisRange, value: int, before: int) -> int:
    """Which way an axis is pushed: 1, -1, or 0 where it is about at rest."""
    way = 1 if value > axis.rest else -1
    span = axis.most - axis.rest if way > 0 else axis.rest - axis.least
    if span <= LEAST_SPAN * (axis.most - axis.least):
        return 0
    share = abs(value - axis.rest) / span
    if share >= PRESSED_SHARE:
        return way
    return way if way == before and share >= RELEASED_SHARE else 0


def _axis_name(code: int, way: int) -> str:
    if code in _STICKS:
        return f"pad:{_STICKS[code]}{'+' if way > 0 else '-'}"
    hat, axis = divmod(code - _FIRST_HAT, 2)
    name = _HATS[axis][way > 0]
    return name if hat == 0 else f"{name}-{hat + 1}"
