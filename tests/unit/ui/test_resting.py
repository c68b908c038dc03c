"""Choosing by resting the pointer, and clicks of a hand that slips, on the real screen."""

from __future__ import annotations

import pytest
from textual.events import MouseDown, MouseUp
from textual.geometry import Region, Size
from textual.pilot import Pilot
from textual.widget import Widget

from reader.control.settings import Settings
from reader.ui.button_row import LEAST_WIDTH
from reader.ui.reader_app import ReaderApp
from reader.ui.resting import Control, Resting
from tests.support.fake_session import FakeSession
from tests.unit.ui.test_reader_app import follow, lines, running

pytestmark = pytest.mark.asyncio

DWELL = Settings(dwell=True, dwell_ms=400)


class Pointing:
    """A pointer over the real panes, with time moved by hand."""

    def __init__(self, app: ReaderApp, settings: Settings = DWELL) -> None:
        self.resting = Resting()
        self.settings = settings
        self.places: dict[Widget, Region] = app._reader_screen.planned.places
        self.now = 10.0

    def rest(self, x: int, y: int, seconds: float) -> list[Control]:
        """Move there, and stay; what was taken meanwhile."""
        self.resting.pointer.move(x, y, self.now)
        taken = []
        for _ in range(round(seconds * 50)):
            self.now += 0.02
            control = self.resting.tick(self.now, self.settings, self.places)
            taken += [control] if control else []
        return taken


async def test_resting_on_a_button_takes_it_and_it_fills_meanwhile() -> None:
    async with running(FakeSession()) as (app, pilot):
        pointing = Pointing(app)
        assert pointing.rest(60, 21, 0.3) == []
        await pilot.pause()
        assert "█" in lines(app)[22]
        assert "█" not in lines(app)[21]
        assert [control.mark for control in pointing.rest(60, 21, 2)] == ["sections"]
        await pilot.pause()
        assert "█" not in lines(app)[22]


async def test_resting_on_a_row_takes_it_and_it_fills_meanwhile() -> None:
    session = FakeSession()
    session.show_pages(6)
    async with running(session) as (app, pilot):
        y = next(i for i, line in enumerate(lines(app)) if "number 4" in line)
        pointing = Pointing(app)
        assert pointing.rest(40, y, 0.35) == []
        await pilot.pause()
        assert any("▁▂▃" in line for line in lines(app)[y - 1 : y + 2])
        assert [control.mark for control in pointing.rest(40, y, 2)] == [3]


async def test_resting_on_the_text_or_with_it_off_takes_nothing() -> None:
    async with running(FakeSession()) as (app, _pilot):
        assert Pointing(app).rest(40, 8, 5) == []
        assert Pointing(app, Settings()).rest(60, 21, 5) == []


async def test_turned_off_while_it_counts_it_stops_filling() -> None:
    async with running(FakeSession()) as (app, pilot):
        pointing = Pointing(app)
        pointing.rest(60, 21, 0.3)
        pointing.settings = Settings()
        pointing.rest(60, 21, 0.1)
        await pilot.pause()
        assert "█" not in "".join(lines(app))


async def test_the_running_app_does_what_was_rested_on() -> None:
    session = FakeSession()
    session.tuning.now = DWELL
    async with running(session) as (_app, pilot):
        await pilot.hover(offset=(60, 21))
        for _ in range(200):
            if session.performed:
                break
            await pilot.pause(0.02)
        assert session.performed == ["sections"]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 20)])
async def test_every_control_is_three_lines_by_twelve_columns_or_a_whole_row(
    size: tuple[int, int],
) -> None:
    session = FakeSession()
    async with running(session, size=size) as (app, pilot):
        for is_list in (False, True):
            if is_list:
                session.show_pages(50)
                await follow(app, pilot)
            row = app._reader_screen.button_row
            assert row.size.height >= 3
            assert all(right - left >= LEAST_WIDTH for _, left, right in row.placed)
        assert app._reader_screen.row_list.size.width == size[0]


# A hand that slips


async def slip(
    pilot: Pilot[None], app: ReaderApp, start: tuple[int, int], end: tuple[int, int]
) -> None:
    """Rest on one place, and click just after slipping to another."""
    await pilot.hover(offset=start)
    await pilot.pause(0.6)
    await pilot._post_mouse_events([MouseDown, MouseUp], offset=end, button=1)
    await pilot.pause()
    assert app.size == Size(80, 24)


async def test_a_slipped_click_counts_for_where_the_pointer_was_on_average() -> None:
    session = FakeSession()
    session.tuning.now = Settings(steady_pointer=True)
    async with running(session) as (app, pilot):
        await slip(pilot, app, (66, 21), (69, 21))  # from Sections to Pages
        assert session.performed == ["sections"]


async def test_without_it_a_click_counts_for_where_it_is() -> None:
    session = FakeSession()
    async with running(session) as (_app, pilot):
        await pilot.hover(offset=(66, 21))
        await pilot.click(offset=(69, 21))
        assert session.performed == ["pages"]


async def test_a_click_that_slipped_from_the_text_to_a_button_does_nothing() -> None:
    session = FakeSession()
    session.tuning.now = Settings(steady_pointer=True)
    async with running(session) as (app, pilot):
        await slip(pilot, app, (66, 18), (66, 20))
        assert session.performed == []
