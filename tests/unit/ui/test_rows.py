"""The row one is on says all of what it does, and a click finds its row below it too."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.geometry import Size
from textual.pilot import Pilot

from reader.control.view import ListView, Row
from reader.ui.bars import shared_line
from reader.ui.reader_app import ReaderApp
from tests.support.fake_session import FakeSession

HELP = " ".join(f"word{number}" for number in range(30)) + " end."
VIEW = ListView("Settings", "", tuple(Row(f"Row {n}", help=HELP) for n in range(12)), 2)


def lines(app: ReaderApp) -> list[str]:
    rows = app.screen._compositor.render_strips(Size(*app.size))
    return ["".join(segment.text for segment in row) for row in rows]


async def show(app: ReaderApp, pilot: Pilot[None], session: FakeSession, view: ListView) -> None:
    session.list_view = view
    app.follow()
    await pilot.pause()


@pytest.mark.asyncio
async def test_the_current_rows_help_is_read_whole_and_clicks_below_it_hit_their_row() -> None:
    session = FakeSession()
    session.screen = "settings"
    session.list_view = VIEW
    app = ReaderApp(session)  # type: ignore[arg-type]
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert sum(line.rstrip().endswith("end.") for line in lines(app)) == 1
        for current in (2, 0, 5, 11):
            await show(app, pilot, session, replace(VIEW, current=current))
            shown = lines(app)
            first = next(y for y, line in enumerate(shown) if f"Row {current}" in line)
            told = " ".join(line.strip(" ▌▎│") for line in shown[first + 1 : first + 4])
            assert HELP in " ".join(told.split()), told
            panel = app._reader_screen.row_list
            for index, top, end in panel.rows_shown:
                assert f"Row {index} " in shown[panel.region.y + top] + " "
                assert [panel.index_at(y) for y in range(top, end)] == [index] * (end - top)


def test_beside_a_title_a_part_of_what_is_told_goes_before_half_a_word_does() -> None:
    title, side = shared_line("Hand dystonia", "section 1 of 2, less than a minute left", 38)
    assert (title, side) == ("Hand dystonia", "section 1 of 2")


@pytest.mark.asyncio
async def test_on_a_small_screen_a_hint_leaves_out_whole_parts() -> None:
    app = ReaderApp(FakeSession())  # type: ignore[arg-type]
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        assert lines(app)[-1].strip() == "any key: pause   ← → sentence"
