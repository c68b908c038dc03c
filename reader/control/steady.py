"""The steady filter: presses as they were seen in, the presses that were meant out. Pure: times are passed in.

A restarting quiet window, wider once a burst was seen; neighbouring keys hit together are one press; a key that
repeats because the finger cannot lift is one press. The first press of a quiet time comes out at once; only a
press that may be the first of a train of repeats is held back, until `due_at_s`.

What comes out depends on the times of the presses alone, never on when `tick` is called. It must not know what
a key does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from reader.values import frozen


@frozen
class SteadyValues:
    """How the filter judges; the defaults are the starting values."""

    quiet_ms: int = 300
    """A press acts if so long has passed since the last press seen. Source: X.Org and GNOME bounce keys."""
    careful_ms: int = 700
    """The same for what is harder to take back (judgement)."""
    burst_ms: int = 600
    """After a press was set aside the quiet window doubles, though not beyond this, until it was quiet once
    (judgement: gaps inside a burst of tremor vary by some 15 %)."""
    smear_ms: int = 100
    """Different keys within it are one press. Source: Trewin, OverlapKeys (2002): 96-97 % of smears."""
    hold_from_ms: int = 200
    hold_to_ms: int = 1100
    """A key that comes again between these may be the system's repeat. Source: repeat delays of X.Org (660),
    ChromeOS and GNOME (500), Windows (250-1000)."""
    hold_wait_ms: int = 100
    """How long such a press is held back."""
    train_ms: int = 80
    """Gaps up to this make a train of repeats. Source: systems repeat every 30-50 ms."""
    doubt_share: float = 1.25
    """A same key up to so many quiet windows after the last is doubted: perhaps a long gap of a burst (judgement)."""
    repeat_ms: int = 0
    """The system's repeat delay where it is known of a hand whose keys stick; 0: not known. The same key so long
    after the last, give or take 30 ms, is its repeat, even where no train follows."""
    waits_for_main: bool = False
    """Whether a key with a job of its own waits `smear_ms` for the main button, which then goes before it."""


RANGES: Final = {
    "quiet_ms": (0, 2000),
    "careful_ms": (0, 5000),
    "burst_ms": (0, 4000),
    "smear_ms": (0, 500),
    "hold_from_ms": (0, 2000),
    "hold_to_ms": (0, 2000),
    "hold_wait_ms": (0, 300),
    "train_ms": (0, 200),
    "repeat_ms": (0, 2000),
}
"""Least and most of each value. Source: EN 301 549 §5.7-5.8 asks for delays up to 2 s."""

REPEAT_WITHIN_MS: Final = 30
"""How exactly a terminal keeps the repeat delay (judgement)."""

OFF: Final = SteadyValues(
    quiet_ms=0, careful_ms=0, burst_ms=0, smear_ms=0, hold_from_ms=0, hold_to_ms=0
)
"""Lets every press through at once."""


@dataclass(frozen=True, slots=True)
class Press:
    """A press of anything."""

    key: str
    """Name of the key, button or pointer; only told apart from others."""
    at_s: float
    """When it arrived, monotonic seconds."""
    is_careful: bool = False
    """Whether what it does is harder to take back."""
    is_main: bool = True
    """Whether it is the one button, not a key with a job of its own."""
    act: Callable[[], object] = field(default=lambda: None, compare=False)
    """What is to be done if it was meant; carried along, never called here."""


@frozen
class _Held:
    """A press that is held back."""

    press: Press
    until_s: float
    for_main: bool
    """Whether it waits for the main button, not for a train."""
    is_doubted: bool
    """Whether one more press, though no train, shows that it belongs to a burst."""


class Steady:
    """The filter, with what it has seen last."""

    def __init__(self, values: SteadyValues | None = None) -> None:
        self.values = values or SteadyValues()
        """May be replaced at any time; holds for the next press."""
        self.seen = 0
        self.acted_on = 0
        self._last: Press | None = None
        self._held: _Held | None = None
        self._is_burst = False

    @property
    def set_aside(self) -> int:
        """Presses seen that were not acted on, nor are held back."""
        return self.seen - self.acted_on - (self._held is not None)

    @property
    def due_at_s(self) -> float | None:
        """When a press that is held back comes out, if nothing shows it to be a repeat; None: none is held."""
        return self._held.until_s if self._held else None

    def see(self, press: Press) -> None:
        """Somebody else took a press: what comes next is judged as coming after it."""
        self._last, self._held = press, None

    def tick(self, now_s: float) -> tuple[Press, ...]:
        """The press that was held back long enough, if there is one."""
        held = self._held
        if held is None or now_s < held.until_s:
            return ()
        self._held = None
        self.acted_on += 1
        return (held.press,)

    def press(self, press: Press) -> tuple[Press, ...]:
        """Take in a press; the presses that are to be acted on now, in order."""
        last, self._last = self._last, press
        # A press at the very moment still counts as within.
        released = self.tick(press.at_s - 1e-9)
        self.seen += 1
        if self._held is not None:
            return self._while_holding(self._held, press)
        if last is None or (self.values.quiet_ms == 0 and self.values.smear_ms == 0):
            return released + self._passed(press)
        return released + self._judged(press, last)

    def _while_holding(self, held: _Held, press: Press) -> tuple[Press, ...]:
        """A press that came while another is held back: never acted on itself, unless it is the main button."""
        gap_ms = (press.at_s - held.press.at_s) * 1000
        is_same = press.key == held.press.key
        if held.for_main and press.is_main:
            self._held = None
            return self._passed(press)
        if is_same and (gap_ms <= self.values.train_ms or held.is_doubted):
            self._held = None  # the train, or the burst, has it
        if is_same and gap_ms > self.values.train_ms:
            self._is_burst = True
        return ()

    def _judged(self, press: Press, last: Press) -> tuple[Press, ...]:
        values = self.values
        gap_ms = max(0.0, (press.at_s - last.at_s) * 1000)
        is_same = press.key == last.key
        if not is_same and gap_ms < values.smear_ms:
            return ()
        if gap_ms < self._window_ms(press):
            # Repeats of a held key are no tremor: the finger lifts, and it is quiet.
            self._is_burst = self._is_burst or not is_same or gap_ms > values.train_ms
            return ()
        self._is_burst = False
        if not is_same or not values.hold_from_ms <= gap_ms <= values.hold_to_ms:
            return self._passed(press)
        if values.repeat_ms and abs(gap_ms - values.repeat_ms) <= REPEAT_WITHIN_MS:
            return ()
        is_doubted = gap_ms < values.quiet_ms * values.doubt_share
        wait_ms = max(values.hold_wait_ms, values.quiet_ms) if is_doubted else values.hold_wait_ms
        self._held = _Held(press, press.at_s + wait_ms / 1000, False, is_doubted)
        return ()

    def _window_ms(self, press: Press) -> float:
        values = self.values
        window_ms = values.quiet_ms
        if self._is_burst:
            window_ms = max(window_ms, min(2 * window_ms, values.burst_ms))
        return max(window_ms, values.careful_ms) if press.is_careful else window_ms

    def _passed(self, press: Press) -> tuple[Press, ...]:
        if self.values.waits_for_main and not press.is_main and self.values.smear_ms:
            until_s = press.at_s + self.values.smear_ms / 1000
            self._held = _Held(press, until_s, True, False)
            return ()
        self.acted_on += 1
        return (press,)
