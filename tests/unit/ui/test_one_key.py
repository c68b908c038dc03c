"""Everything in the registry is done by the app with one key, and how many presses that takes."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import fields
from pathlib import Path

import pytest
from textual.events import Key

from reader.control import setting_rows
from reader.control.actions import ACTIONS
from reader.control.hand_choices import PressingChoices
from reader.control.menu_items import MOST_USED
from reader.control.one_button import Item
from reader.control.session import Session
from reader.control.setting_list import SETTINGS
from reader.control.settings import Settings
from reader.speech.utterance import Voice
from reader.ui.reader_app import ReaderApp
from tests.support.desk import Desk, library_of_nowhere, long_page

pytestmark = pytest.mark.asyncio

KEY = "x"


class NotingSession(Session):
    """Notes every action it does."""

    def __init__(self, *arguments: object, **named: object) -> None:
        self.performed: list[str] = []
        super().__init__(*arguments, **named)  # type: ignore[arg-type]

    def perform(self, action_name: str) -> None:
        self.performed.append(action_name)
        super().perform(action_name)

    def choose_row(self, index: int) -> None:
        self.performed.append(f"row {index}")
        super().choose_row(index)


class OneKeyDesk(Desk):
    """The app over a real session, with the filter on, whose one key is pressed and whose time is moved by hand."""

    session_type = NotingSession

    def __init__(self, folder: Path) -> None:
        super().__init__(
            folder, library_of_nowhere(folder), pressing=PressingChoices(one_button=True)
        )
        self.save_two()
        self.app = ReaderApp(self.session)
        self.presses = 0

    @property
    def performed(self) -> list[str]:
        assert isinstance(self.session, NotingSession)
        return self.session.performed

    @property
    def offered(self) -> str:
        view = self.session.menu.view
        return view.items[view.current] if view else ""

    async def press(self) -> None:
        """Press the one key, a second after anything else happened, as the terminal would report it."""
        self.pass_by(1.0)
        key = Key(KEY, KEY)
        key.time = self.now
        await self.app.on_event(key)
        self.presses += 1
        self.pass_by(0.25)  # a press that could be a repeat is held back for a moment

    def pass_by(self, seconds: float) -> None:
        for _ in range(round(seconds * 50)):
            self.tick(20)
        self.app.follow()

    def wait_until(self, condition: Callable[[], bool]) -> None:
        for _ in range(4000):
            if condition():
                return
            self.tick(50)
            time.sleep(0.0002)  # work on other threads has its turn
        raise AssertionError(f"never: {self.session.status()}")

    async def take(self, *names: str, is_open: bool = False) -> None:
        """One press opens the menu, unless it is open; each thing is waited for on every level down to it, and taken
        with a press."""
        if not is_open:
            await self.press()
        for name in names:
            self.wait_until(lambda: bool(self.session.menu.items))
            way = path_to(name, self.session.menu.items)
            assert way is not None, (name, self.session.menu.items)
            for label in way:
                self.wait_until(lambda label=label: self.offered == label)  # type: ignore[misc]
                await self.press()

    def back_to_reading(self) -> None:
        """As one starts: reading, with nothing offered, and nothing under way that would bring a list."""
        self.wait_until(
            lambda: not self.session._background._jobs or self.session.saving is not None
        )
        for _ in range(5):
            if self.session.screen != "reading":
                self.session.perform("take-me-back")
                self.tick(20)
        if self.session.menu.is_open:
            self.session.menu.leave()
        self.wait_until(lambda: self.session.screen == "reading" and not self.session.menu.is_open)
        self.session.stop_saving()
        self.wait_until(lambda: self.session.saving is None)
        self.session.perform("play")
        if self.session.title == "Long":
            self.session.go_to_section(1)
        else:
            self.open(str(self.folder / "long.html"))
            self.until(lambda: self.session.title == "Long")
        self.pass_by(8)  # the undo window is over
        self.performed.clear()
        self.presses = 0


@asynccontextmanager
async def one_key(folder: Path) -> AsyncIterator[OneKeyDesk]:
    desk = OneKeyDesk(folder)
    try:
        desk.open(desk.page("long.html", long_page(60)))
        async with desk.app.run_test(size=(80, 24)):
            for timer in list(desk.app._timers):
                timer.stop()
            yield desk
    finally:
        desk.close()


def path_to(name: str, items: tuple[Item, ...]) -> tuple[str, ...] | None:
    """Labels on the way to an action."""
    for item in items:
        if item.items:
            inner = path_to(name, item.items)
            if inner is not None:
                return (item.label, *inner)
        elif item.name == name:
            return (item.label,)
    return None


@pytest.mark.slow
async def test_every_action_is_done_with_one_key_in_four_presses_at_most(tmp_path: Path) -> None:
    names = [action.name for action in ACTIONS]
    # What takes the key's meaning away comes last, and leaving at the very end.
    last = ["every-key", "letter-keys", "left-half", "scan-way", "one-button", "quit"]
    # Of these the first two stand there as pause, play and the menu itself; rows are offered and taken by a press.
    elsewhere = ["play-pause", "menu", "next-row", "previous-row", "choose", "stop-saving"]
    names = [name for name in names if name not in (*last, *elsewhere)]
    presses: dict[str, int] = {}
    async with one_key(tmp_path) as desk:
        for name in [*names, *last]:
            desk.session.choices.change(PressingChoices(one_button=True), "the test", "As before.")
            desk.back_to_reading()
            if name == "put-next":  # of a row
                desk.session.perform("pages")
            elif name == "play":  # of what is held
                desk.session.perform("pause")
            await desk.take(name, is_open=name == "put-next")
            assert name in desk.performed, (name, desk.performed, desk.session.status())
            presses[name] = desk.presses
    assert desk.session.is_leaving
    assert max(presses.values()) <= 4, presses
    assert sum(1 for count in presses.values() if count <= 2) >= MOST_USED, presses


@pytest.mark.slow
async def test_every_setting_is_changed_with_one_key(tmp_path: Path) -> None:
    usual = Settings(one_button=True)
    async with one_key(tmp_path) as desk:
        session = desk.session
        for row, setting in enumerate(SETTINGS, setting_rows.FIRST_SETTING):
            session.tuning.set({field.name: getattr(usual, field.name) for field in fields(usual)})
            desk.back_to_reading()
            await desk.take("settings", f"row {row}")
            before = getattr(usual, setting.name)
            if setting.opens:
                opened = setting.opens in desk.performed
                assert opened or "is changed in the settings file" in desk.told, setting.name
                continue
            if not setting.kind.values:
                steps = setting_rows.steps(setting, before)
                step = next(index for index, step in enumerate(steps) if step.value != before)
                await desk.take(f"row {step}", is_open=True)
            assert getattr(session.tuning.now, setting.name) != before, setting.name


@pytest.mark.slow
async def test_a_row_of_every_list_is_taken_with_one_key(tmp_path: Path) -> None:
    lists = []
    async with one_key(tmp_path) as desk:
        desk.speech.found = (Voice("a", "Anna", ("en-GB",), "system"),)
        gone, queued = desk.library.pages()[:2]
        desk.library.bin.put(gone.id)
        desk.library.queue.put_next(queued.url, queued.title)
        for name in [action.name for action in ACTIONS if action.name != "quit"]:
            desk.session.choices.change(PressingChoices(one_button=True), "the test", "As before.")
            desk.back_to_reading()
            desk.session.perform(name)
            desk.wait_until(lambda: not desk.session.turning.is_under_way)
            desk.wait_until(
                lambda: not desk.session._background._jobs or desk.session.saving is not None
            )
            desk.pass_by(0.5)
            if desk.session.list_view is None:
                continue
            lists.append(name)
            await desk.take("row 0", is_open=True)
            assert "row 0" in desk.performed, name
    assert len(lists) >= 12, lists


async def test_the_comfort_set_up_is_done_with_one_key(tmp_path: Path) -> None:
    async with one_key(tmp_path) as desk:
        desk.back_to_reading()
        await desk.take("comfort-set-up")
        before = desk.session.choices.chosen
        for _ in range(10):
            desk.pass_by(2)
            desk.wait_until(lambda: not desk.session._narrator.is_announcing)
            await desk.press()  # a second after it was asked
        desk.pass_by(40)
        assert desk.session.panel is None
        assert desk.session.choices.chosen.scan.scan_ms > before.scan.scan_ms
        desk.back_to_reading()


async def test_lists_rows_and_their_actions_are_done_with_one_key(tmp_path: Path) -> None:
    async with one_key(tmp_path) as desk:
        desk.back_to_reading()
        await desk.take("pages", "row 1")
        desk.until(lambda: desk.session.title == "Two", step_ms=20)
        desk.back_to_reading()
        await desk.take("pages", "put-next")
        assert "put-next" in desk.performed
        desk.back_to_reading()
        await desk.take("sections", "take-me-back")
        assert desk.session.screen == "reading"


async def test_a_trembling_key_takes_one_item_not_several(tmp_path: Path) -> None:
    async with one_key(tmp_path) as desk:
        desk.back_to_reading()
        for _ in range(6):
            key = Key(KEY, KEY)
            desk.pass_by(0.16)
            key.time = desk.now
            await desk.app.on_event(key)
        assert desk.session.menu.is_open
        assert desk.offered == "Again"
        assert desk.session.status()["presses"] == {"seen": 6, "acted_on": 1, "set_aside": 5}
        desk.pass_by(0.1)
        assert desk.session.hands.line == "5 presses set aside"


async def test_the_menu_stands_below_the_text_with_the_offered_item_on_one_line(
    tmp_path: Path,
) -> None:
    async with one_key(tmp_path) as desk:
        desk.back_to_reading()
        await desk.press()
        await _paint(desk)
        assert any("▶ AGAIN" in line for line in _lines(desk))
        before = next(y for y, line in enumerate(_lines(desk)) if "▶" in line)
        desk.wait_until(lambda: desk.offered == "Sections")
        desk.app.follow()
        await _paint(desk)
        assert next(y for y, line in enumerate(_lines(desk)) if "▶" in line) == before
        assert any("▶ SECTIONS" in line for line in _lines(desk))
        assert any("of part" in line for line in _lines(desk)), _lines(desk)


async def _paint(desk: OneKeyDesk) -> None:
    import asyncio

    for _ in range(5):
        await asyncio.sleep(0.02)


def _lines(desk: OneKeyDesk) -> list[str]:
    from textual.geometry import Size

    strips = desk.app.screen._compositor.render_strips(Size(*desk.app.size))
    return ["".join(segment.text for segment in strip) for strip in strips]
