"""The floor: a bare Textual app that turns a tone on and off in an open device. Its argument: buffer ms."""

from __future__ import annotations

import math
import sys
from array import array
from collections.abc import Generator

import miniaudio
from textual.app import App, ComposeResult
from textual.events import Key
from textual.widgets import Static

RATE_HZ = 44100
_TONE = array(
    "h", (int(9000 * math.sin(2 * math.pi * 441 * index / RATE_HZ)) for index in range(RATE_HZ))
)
"""A second of it; 441 periods, so that it can be repeated."""


class ToneApp(App[None]):
    """Any key turns the tone on or off."""

    def __init__(self, buffer_ms: int) -> None:
        super().__init__()
        self._is_on = False
        self._device = miniaudio.PlaybackDevice(
            miniaudio.SampleFormat.SIGNED16, 1, RATE_HZ, buffer_ms
        )

    def compose(self) -> ComposeResult:
        yield Static("tone", id="state")

    def on_mount(self) -> None:
        stream = self._frames()
        next(stream)
        self._device.start(stream)
        self.query_one("#state", Static).update("ready")

    def on_key(self, event: Key) -> None:
        self._is_on = not self._is_on
        self.query_one("#state", Static).update("on" if self._is_on else "off")

    def _frames(self) -> Generator[bytes, int, None]:
        count = yield b""
        at = 0
        while True:
            if self._is_on:
                at %= RATE_HZ - count
                count = yield _TONE[at : at + count].tobytes()
                at += count
            else:
                count = yield bytes(count * 2)


if __name__ == "__main__":
    ToneApp(int(sys.argv[1])).run()
