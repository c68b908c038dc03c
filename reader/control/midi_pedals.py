"""MIDI pedals and foot controllers as switches, by the library mido where the extra `midi` is installed.

`MidiSwitch` is pure. `MidiPedals` looks for ports on a thread of its own, and mido's driver calls from another; nothing
is loaded before `start`, and nothing at all where the system has no MIDI.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from mido.backends.backend import Backend

LOOK_EVERY_S: Final = 5.0
"""How soon a port that was plugged in works (judgement)."""
DRIVER: Final = "mido.backends.rtmidi"
THROUGH: Final = "Midi Through"
"""A port that Linux always has and that sends only what other programs send there."""

NO_PEDALS: Final = frozenset({0, 1, 6, 7, 8, 10, 32, 38, 88, *range(96, 102), *range(120, 128)})
"""Controls that are wheels, mixers, banks and modes. Source: MIDI 1.0, control change messages."""
PRESSED_FROM: Final = 64
"""Source: MIDI 1.0: a switch pedal is on from 64."""
RELEASED_BELOW: Final = 40
"""A pedal that sends its way in steps can be pressed anew after it was below (judgement)."""


class MidiSwitch:
    """What one port sends, as presses of named switches."""

    def __init__(self, *, with_keys: bool) -> None:
        """`with_keys`: whether the keys of an instrument are switches too."""
        self._with_keys = with_keys
        self._down: set[tuple[int, int]] = set()
        """Channel and control of pedals that are down."""

    def press_of(self, message: Any) -> str | None:
        """The switch's name where a message is a press."""
        if message.type == "control_change" and message.control not in NO_PEDALS:
            return self._pedal(message.channel, message.control, message.value)
        if message.type == "program_change":
            return f"midi:program-{message.program + 1}"
        if self._with_keys and message.type == "note_on" and message.velocity:
            return f"midi:note-{message.note}"
        return None

    def _pedal(self, channel: int, control: int, value: int) -> str | None:
        pedal = channel, control
        if value < RELEASED_BELOW:
            self._down.discard(pedal)
        elif value >= PRESSED_FROM and pedal not in self._down:
            self._down.add(pedal)
            return f"midi:pedal-{control}"
        return None


def has_midi() -> bool:
    """Whether the system has MIDI for us; asked first, as the driver writes to the terminal where it has none."""
    return not sys.platform.startswith("linux") or os.access("/dev/snd/seq", os.R_OK | os.W_OK)


def port_names(backend: Backend | None = None) -> tuple[str, ...] | None:
    """The ports that are there now; None where the extra is not installed."""
    backend = backend or _driver()
    return None if backend is None else _names(backend)


def _driver() -> Backend | None:
    try:
        from mido.backends.backend import Backend  # noqa: PLC0415 - an extra

        return Backend(DRIVER, load=True)
    except ImportError:
        return None


def _names(backend: Backend) -> tuple[str, ...]:
    try:
        names = backend.get_input_names()
    except OSError:
        return ()  # no MIDI on this machine just now
    return tuple(dict.fromkeys(name for name in names if not name.startswith(THROUGH)))


class MidiPedals:
    """See the module."""

    def __init__(
        self,
        *,
        with_keys: bool,
        backend: Backend | None = None,
        look_every_s: float = LOOK_EVERY_S,
    ) -> None:
        """`backend`: the driver; None: the usual one, loaded on the thread."""
        self._look_every_s = look_every_s
        self._with_keys = with_keys
        self._backend = backend
        self._pressed: Callable[[str, float], None] = lambda _key, _at_s: None
        self._ports: dict[str, Any] = {}
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, pressed: Callable[[str, float], None]) -> None:
        """Begin to listen; `pressed` is called from another thread with a switch's name and monotonic seconds."""
        if self._backend is None and not has_midi():
            return
        self._pressed = pressed
        self._thread = threading.Thread(target=self._listen, name="midi", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Listen no more. May be called twice."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(1.0)  # the driver may be looking for ports
            self._thread = None

    # The thread

    def _listen(self) -> None:
        backend = self._backend or _driver()
        if backend is None:
            return
        while True:
            self._follow_ports(backend)
            if self._stopped.wait(self._look_every_s):
                break
        for port in self._ports.values():
            port.close()
        self._ports.clear()

    def _follow_ports(self, backend: Backend) -> None:
        names = _names(backend)
        for gone in [name for name in self._ports if name not in names]:
            self._ports.pop(gone).close()
        for name in names:
            if name not in self._ports:
                switch = MidiSwitch(with_keys=self._with_keys)
                try:
                    self._ports[name] = backend.open_input(name, callback=self._taker(switch))
                except OSError:
                    continue  # another program has it: the next look tries again

    def _taker(self, switch: MidiSwitch) -> Callable[[Any], None]:
        def take(message: Any) -> None:
            key = switch.press_of(message)
            if key is not None and not self._stopped.is_set():
                self._pressed(key, time.monotonic())

        return take
