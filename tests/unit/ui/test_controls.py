"""Whatever can be clicked, on whichever screen of the real session, is big enough for a hand that trembles."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.geometry import Size
from textual.widget import Widget

from content_cache.library import Library
from reader.ui.button_row import LEAST_WIDTH, ButtonRow
from reader.ui.reader_app import ReaderApp
from reader.ui.rows import RowsPane
from tests.support.desk import Desk

pytestmark = pytest.mark.asyncio

LEAST_LINES, LEAST_COLUMNS = 3, 12
SCREENS: dict[str, tuple[str, ...]] = {
    "reading": (),
    "pages": ("pages",),
    "sections": ("sections",),
    "bookmarks": ("bookmark", "bookmarks"),
    "settings": ("settings",),
    "steps of a setting": ("settings", "row 2"),
    "voices": ("voices",),
    "which key": ("which-key",),
    "a key is asked for": ("which-key", "row 0"),
    "the comfort set-up": ("comfort-set-up",),
    "the menu": ("menu",),
    "a list with one button": ("one-button", "settings"),
    "leaving": ("key f10",),
}


def controls(app: ReaderApp) -> list[Widget]:
    """The parts in sight that take clicks."""
    return [
        node
        for node in app.screen.walk_children(Widget)
        if node.region.area and hasattr(node, "on_click")
    ]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("name", SCREENS)
async def test_every_control_is_three_lines_by_twelve_columns_or_a_whole_row(
    tmp_path: Path, name: str, size: tuple[int, int]
) -> None:
    desk = Desk(tmp_path)
    desk.save_two()
    desk.open(str(tmp_path / "one.html"))
    app = ReaderApp(desk.session)
    async with app.run_test(size=size) as pilot:
        for timer in list(app._timers):
            timer.stop()
        for step in SCREENS[name]:
            if step.startswith("row"):
                desk.session.choose_row(int(step.removeprefix("row ")))
            elif step.startswith("key"):
                desk.press(step.removeprefix("key "))
            else:
                desk.session.perform(step)
            desk.until(lambda: not desk.session._background._jobs)
            desk.listen(0.1)
        app.follow()
        await pilot.pause()
        found = controls(app)
        assert len(found) >= 2, found
        for control in found:
            assert control.region.width >= LEAST_COLUMNS, control
            assert control.region.height >= LEAST_LINES, control
            assert control.region in app.screen.region, control
            if isinstance(control, ButtonRow):
                assert all(right - left >= LEAST_WIDTH for _, left, right in control.placed)
            elif isinstance(control, RowsPane):
                edges = {control.index_at(top) for _, top, _ in control.rows_shown}
                assert edges == {index for index, _, _ in control.rows_shown}
    desk.close()


async def test_the_first_screen_has_controls_as_big(tmp_path: Path) -> None:
    desk = Desk(tmp_path, Library(tmp_path / "home"))
    desk.session.start(None)
    app = ReaderApp(desk.session)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        (choices,) = controls(app)
        assert isinstance(choices, RowsPane)
        tall = [bottom - top for _, top, bottom in choices.rows_shown]
        assert len(tall) == 2
        assert min(tall) >= LEAST_LINES
        assert app.size == Size(80, 24)
    desk.close()
