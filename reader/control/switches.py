"""Gamepads, joysticks, switch boxes and MIDI pedals: each button of theirs is a press like a key's.

Main thread. The devices stand behind `Source`, each on a thread of its own; a press comes back by the background's
queue with the time at which it was made, and goes through the steady filter as every press does.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import Protocol

from reader.control.parts import Parts
from reader.control.settings import Settings

Press = Callable[[str, str | None, float], None]
"""Takes in a press: its name, what it writes, and when it was made (monotonic seconds)."""


class Source(Protocol):
    """Where such presses come from."""

    def start(self, pressed: Callable[[str, float], None]) -> None:
        """Begin to listen; `pressed` is called from another thread."""

    def close(self) -> None:
        """Listen no more."""


def sources_of(settings: Settings) -> dict[str, Callable[[], Source]]:
    """What this system and the settings have of the kind, by the setting that it stands for."""
    sources: dict[str, Callable[[], Source]] = {}
    if settings.switches and sys.platform.startswith("linux"):
        from reader.control.switch_devices import SwitchDevices  # noqa: PLC0415 - after the start

        sources["switches"] = SwitchDevices
    if settings.midi != "off":
        from reader.control.midi_pedals import MidiPedals  # noqa: PLC0415 - after the start

        sources[f"midi {settings.midi}"] = partial(MidiPedals, with_keys=settings.midi == "keys")
    return sources


class Switches:
    """The switches at hand."""

    def __init__(
        self,
        parts: Parts,
        press: Press,
        sources: Callable[[Settings], dict[str, Callable[[], Source]]] = sources_of,
    ) -> None:
        self._background = parts.background
        self._tuning = parts.tuning
        self._press = press
        self._sources = sources
        self._running: dict[str, Source] = {}
        parts.tuning.follow(self._changed)

    def start(self) -> None:
        """Take presses from now on, from what the settings allow."""
        wanted = self._sources(self._tuning.now)
        for name in [name for name in self._running if name not in wanted]:
            self._running.pop(name).close()
        for name, make in wanted.items():
            if name not in self._running:
                source = self._running[name] = make()
                source.start(self._pressed)

    def close(self) -> None:
        """Take no more."""
        for source in self._running.values():
            source.close()
        self._running.clear()

    def _changed(self, before: Settings, now: Settings) -> None:
        if (before.switches, before.midi) != (now.switches, now.midi):
            self.start()

    def _pressed(self, key: str, at_s: float) -> None:
        """From a source's thread."""
        self._background.report(partial(self._press, key, None, at_s))
