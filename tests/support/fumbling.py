"""Somebody who presses anything, clicks anywhere and pulls the window about: the real app under random hands, seeded.

The app runs without a terminal over a real session and store; the voice and the clock are moved by hand, and no network
is there. After every round of presses one press leads back to the reading, and as many undos as there is something
to take back leave every choice as it was and every page in its place. Nothing is filtered, so that every press counts.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual.events import Key, MouseDown, MouseUp, Resize
from textual.geometry import Size
from textual.pilot import Pilot

from reader.control.actions import ACTIONS
from reader.control.hand_choices import PressingChoices
from reader.control.keymap import LEAVING_KEYS
from reader.control.one_button import GO_ON
from reader.control.session import Session
from reader.control.steady import OFF
from reader.ui.reader_app import ReaderApp
from tests.support.desk import PAGE_ONE, PAGE_TWO, Desk, library_of_nowhere, long_page

SIZES = ((80, 24), (120, 40), (40, 12), (200, 60), (20, 6), (1, 1), (80, 3), (9, 40))
ODD_KEYS = (
    "f12",
    "insert",
    "ctrl+a",
    "shift+tab",
    "tab",
    "delete",
    "ctrl+z",
    "alt+x",
    "circumflex_accent",
)


class StayingSession(Session):
    """Counts how often it was left, and stays."""

    def __init__(self, *arguments: object, **named: object) -> None:
        self.left = 0
        super().__init__(*arguments, **named)  # type: ignore[arg-type]

    def quit(self) -> None:
        super().quit()
        self.is_leaving = False
        self.left += 1


class Fumbler(Desk):
    """The app, and what is done to it."""

    session_type = StayingSession

    def __init__(self, folder: Path, seed: int, *, one_button: bool) -> None:
        super().__init__(
            folder,
            library_of_nowhere(folder),
            pressing=PressingChoices(steady=OFF, one_button=one_button),
        )
        for name, html in (("long", long_page(20)), ("one", PAGE_ONE), ("two", PAGE_TWO)):
            self.shelf.save(self.page(f"{name}.html", html))
        self.open(str(folder / "long.html"))
        self.app = ReaderApp(self.session)
        self.pilot: Pilot[None] | None = None
        self.chance = random.Random(seed)
        self.done: list[str] = []
        """What was done since the round began, for whoever asks why it failed."""
        named = [key for action in ACTIONS for key in action.keys if key not in LEAVING_KEYS]
        self._names = [action.name for action in ACTIONS if action.name != "quit"]
        self._keys = [*named, *named, *"123456789xqzm., ", *ODD_KEYS]

    async def round(self, events: int) -> None:
        """So many events, then one press back to the reading, then everything is taken back."""
        before, self.done = self.state_of_things(), []
        for _ in range(events):
            await self._event()
        await self._settle()
        self._check_press_leads_back()
        self._take_everything_back()
        after = self.state_of_things()
        assert after == before, (self.done, _differences(before, after))

    def state_of_things(self) -> dict[str, Any]:
        """What must be as it was: every choice, and what is kept."""
        session = self.session
        return {
            "settings": session.tuning.now,
            "pressing": session.choices.chosen,
            "rate": session.rate_wpm,
            "route": session._narrator.route,
            "sleep timer": session.features.sleep_timer._until,
            "pages": sorted(page.id for page in self.library.pages()),
            "bookmarks": sorted(mark.id for mark in self.library.bookmarks.all()),
            "queue": sorted(queued.url for queued in self.library.queue.all()),
        }

    # -- what is done ------------------------------------------------------------------------------

    async def _event(self) -> None:
        kind = self.chance.random()
        if self.session.menu.is_open and kind < 0.6:
            self._pass(self.chance.uniform(0.0, 25.0))  # as far as whatever comes up by then
            await self._press("x")
        elif kind < 0.77:
            await self._press(self.chance.choice(self._keys))
        elif kind < 0.80:
            name = self.chance.choice(self._names)
            self.done.append(name)
            self.session.perform(name)
        elif kind < 0.95:
            await self._click()
        else:
            await self._resize(*self.chance.choice(SIZES))
        self._pass(self.chance.choice((0.0, 0.05, 0.3, 1.0, 3.0)))
        if self.chance.random() < 0.1:
            await asyncio.sleep(0)

    async def _press(self, key: str) -> None:
        self.done.append(key)
        event = Key("space" if key == " " else key, key if len(key) == 1 else None)
        event.time = self.now
        await self.app.on_event(event)

    async def _click(self) -> None:
        width, height = self.app.size
        x, y = self.chance.randrange(max(width, 1)), self.chance.randrange(max(height, 1))
        self.done.append(f"click {x} {y}")
        for kind in (MouseDown, MouseUp):
            event = kind(None, x, y, 0, 0, 1, False, False, False, x, y)
            event.time = self.now
            await self.app.on_event(event)
        assert self.pilot is not None
        await self.pilot.pause(0)

    async def _resize(self, width: int, height: int) -> None:
        self.done.append(f"resize {width} {height}")
        size = Size(width, height)
        driver = self.app._driver
        assert driver is not None
        driver._size = (width, height)  # type: ignore[attr-defined]
        self.app.post_message(Resize(size, size))
        assert self.pilot is not None
        await self.pilot.pause(0)

    def _pass(self, seconds: float) -> None:
        for _ in range(max(1, round(seconds * 20))):
            self.tick(50)
        self.app.follow()

    async def _settle(self) -> None:
        """Let what is under way on other threads come back, and the app paint."""
        for _ in range(3):
            self._wait_for_work()
            assert self.pilot is not None
            await self.pilot.pause(0)

    def _wait_for_work(self) -> None:
        """Until nothing is under way; the reader's own clock stands meanwhile, or the reading would run away."""
        deadline = time.monotonic() + 20
        background = self.session._background
        lane_is_empty: list[bool] = []
        background.later(lambda: lane_is_empty.append(True))
        while background._jobs or not lane_is_empty or self.session.turning.is_under_way:
            assert time.monotonic() < deadline, (self.done, self.session.status())
            self.tick()
            time.sleep(0.0005)
        self.tick()

    # -- what must hold ----------------------------------------------------------------------------

    def _check_press_leads_back(self) -> None:
        """One press; where no key has a job, waiting, or the two switches."""
        session = self.session
        if self._is_reading:
            return
        was = session.status()
        if not session.choices.keys.every_key_is_the_button:
            session.press("home", None, self.now)
        for _ in range(8000):
            if self._is_reading:
                return
            if self._has_no_clock:
                current = session.menu.items[session.menu.view.current].name  # type: ignore[union-attr]
                key = "m" if current == GO_ON else "q"
                session.press(key, key, self.now)
            self.tick(50)
            if session.turning.is_under_way:
                time.sleep(0.001)
        raise AssertionError(f"no way back from {was}, now {session.status()}: {self.done}")

    @property
    def _is_reading(self) -> bool:
        session = self.session
        return session.screen == "reading" and not session.menu.is_open and session.panel is None

    @property
    def _has_no_clock(self) -> bool:
        """Whether the menu waits for two switches: one moves, the other chooses."""
        menu = self.session.menu
        return menu.view is not None and menu.view.steps_left is None

    def _take_everything_back(self) -> None:
        session = self.session
        taken_back = []
        for _ in range(60):
            if session.screen != "reading":
                session.perform("play")
            if not len(session._undo):
                return
            taken_back.append(session._undo._steps[-1].name)
            session.perform("take-me-back")
            self._wait_for_work()
        raise AssertionError(f"there is always more to take back: {taken_back}, {self.done}")


def _differences(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {name: (before[name], after[name]) for name in before if before[name] != after[name]}


@asynccontextmanager
async def fumbling(folder: Path, seed: int, *, one_button: bool = False) -> AsyncIterator[Fumbler]:
    """The app running, its own clock stopped."""
    fumbler = Fumbler(folder, seed, one_button=one_button)
    try:
        async with fumbler.app.run_test(size=(80, 24)) as pilot:
            for timer in list(fumbler.app._timers):
                timer.stop()
            fumbler.pilot = pilot
            yield fumbler
    finally:
        fumbler.close()
