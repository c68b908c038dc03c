"""Media keys and the buttons of headsets: what they do here, and what the desktop is told of the reading.

Main thread. A press of such a button is a press like any other: it goes through the steady filter, and then does a
named action. The desktop itself stands behind `Desktop` (MPRIS on Linux), on a thread of its own.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal, Protocol

from reader.control.parts import Parts

Playing = Literal["Playing", "Paused", "Stopped"]
BUTTONS = {
    "play-pause": "play-pause",
    "play": "play",
    "pause": "pause",
    "stop": "stop",
    "next": "next-section",
    "previous": "previous-section",
}
"""Button -> action. A track is a section, as the desktop is told; "next" leads to the next of them."""
POSITION_EVERY_S = 0.25
JUMP_MS = 2_000.0
"""A position so far from where it would be by itself is a jump, of which the desktop is told."""


@dataclass(frozen=True, slots=True)
class NowPlaying:
    """What the desktop shows."""

    playing: Playing
    track: str
    """Another one for each section of each page; letters, figures and underscores."""
    title: str
    """The section."""
    album: str
    """The page."""
    artist: str
    """Who published it."""
    url: str
    length_ms: int
    can_go: bool
    """Whether there is a page to listen to."""


class Desktop(Protocol):
    """Where such presses come from."""

    def start(self, pressed: Callable[[str], None]) -> None:
        """Begin to listen; `pressed` is called with a button's name, from another thread."""

    def show(self, now: NowPlaying, position_ms: float) -> None:
        """Tell what is read and where it is."""

    def move(self, position_ms: float, *, is_jump: bool) -> None:
        """Tell where it is."""

    def close(self) -> None:
        """Listen no more. May be called twice."""


def desktop_here() -> Desktop | None:
    """What this system has of the kind."""
    if sys.platform in ("win32", "darwin"):
        return None  # no kept library gives them to a program in a terminal
    from reader.control.mpris import Mpris, has_session_bus  # noqa: PLC0415 - after the first frame

    return Mpris() if has_session_bus() else None


class MediaKeys:
    """The buttons at hand, and what they show."""

    def __init__(
        self, parts: Parts, perform: Callable[[str], None], desktop: Desktop | None
    ) -> None:
        """`desktop`: None where the system has none."""
        self._parts = parts
        self._perform = perform
        self._desktop = desktop
        self._shown: NowPlaying | None = None
        self._next_s = 0.0
        self._position_ms = 0.0
        self._position_s = 0.0

    def start(self) -> None:
        """Take presses from now on."""
        if self._desktop is not None:
            self._desktop.start(self._pressed)

    def close(self) -> None:
        """Take no more."""
        if self._desktop is not None:
            self._desktop.close()

    def tick(self, now: float) -> None:
        """Tell the desktop what is another. `now`: monotonic seconds."""
        if self._desktop is None or now < self._next_s:
            return
        self._next_s = now + POSITION_EVERY_S
        playing = self._now_playing()
        position_ms = max(0.0, playing.length_ms - self._parts.reading.section_left_ms)
        if playing != self._shown:
            self._desktop.show(playing, position_ms)
        else:
            passed_ms = (now - self._position_s) * 1000 if playing.playing == "Playing" else 0.0
            is_jump = abs(position_ms - self._position_ms - passed_ms) > JUMP_MS
            self._desktop.move(position_ms, is_jump=is_jump)
        self._shown = playing
        self._position_ms, self._position_s = position_ms, now

    def _pressed(self, button: str) -> None:
        """From the desktop's thread."""
        at_s = time.monotonic()
        self._parts.background.report(partial(self._press, button, at_s))

    def _press(self, button: str, at_s: float) -> None:
        action = BUTTONS.get(button)
        if action is not None:
            act = partial(self._perform, action)
            is_main = button in ("play-pause", "play", "pause")
            self._parts.hands.press(f"media:{button}", at_s, act, is_main=is_main)

    def _now_playing(self) -> NowPlaying:
        reading, narrator = self._parts.reading, self._parts.narrator
        document, page, here = reading.document, reading.page, reading.locator
        if document is None or not 0 <= here.section < len(document.sections):
            return NowPlaying("Stopped", "none", "", "", "", "", 0, can_go=False)
        name = type(narrator.state).__name__
        playing: Playing = "Stopped"
        if narrator.is_listening:
            playing = "Playing"
        elif name == "Paused":
            playing = "Paused"
        page_id = page.id if page else ""
        return NowPlaying(
            playing,
            "".join(each if each.isalnum() and each.isascii() else "_" for each in page_id)
            + f"_{here.section}",
            document.sections[here.section].title or reading.title,
            reading.title,
            page.publisher if page else "",
            page.url if page else "",
            round(reading.section_ms(here.section)),
            can_go=True,
        )
