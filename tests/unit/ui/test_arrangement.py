"""Parts share out the screen without overlap at any size, and buttons stay where they are."""

from itertools import pairwise, product

import pytest

from reader.control.view import ScreenName
from reader.ui.arrangement import OUTLINE_FROM, plan
from reader.ui.button_row import LEAST_WIDTH, buttons_for, spread

HEIGHTS = [1, 2, 3, 4, 5, 6, 7, 9, 10, 13, 14, 19, 20, 24, 33, 34, 40, 100]


@pytest.mark.parametrize(("width", "height"), list(product([1, 20, 80, 109, 110, 300], HEIGHTS)))
def test_parts_lie_inside_and_never_overlap(width: int, height: int) -> None:
    for notice, has_buttons in product([0, 2, 4], [True, False]):
        _check_parts(width, height, notice, has_buttons)


def _check_parts(width: int, height: int, notice: int, has_buttons: bool) -> None:
    made = plan(
        width, height, has_outline=True, has_buttons=has_buttons, title_lines=3, notice_lines=notice
    )
    regions = [region for region in made if region is not None]
    assert all(region.width > 0 and region.height > 0 for region in regions)
    assert all(region.right <= width and region.bottom <= height for region in regions)
    assert not [
        (a, b)
        for index, a in enumerate(regions)
        for b in regions[index + 1 :]
        if a.intersection(b).area
    ]


def test_the_text_and_play_come_first_in_a_small_terminal() -> None:
    made = plan(20, 4, has_outline=False)
    assert made.title is None
    assert made.status is None
    assert made.buttons is not None
    assert made.body.height == 3


def test_buttons_are_big_where_there_is_room() -> None:
    for height, expected in ((24, 3), (40, 5)):
        made = plan(80, height, has_outline=False)
        assert made.buttons is not None
        assert made.buttons.height == expected


def test_a_message_that_comes_moves_no_button_and_not_the_top_of_the_text() -> None:
    quiet, loud = (plan(80, 24, has_outline=False, notice_lines=lines) for lines in (0, 3))
    assert quiet.buttons == loud.buttons
    assert quiet.body.offset == loud.body.offset


def test_the_outline_stands_beside_the_text_where_the_width_allows() -> None:
    assert plan(OUTLINE_FROM - 1, 40, has_outline=True).outline is None
    made = plan(120, 40, has_outline=True)
    assert made.outline is not None
    assert made.body.x == made.outline.right
    assert made.body.width >= 76


@pytest.mark.parametrize("screen", ["reading", "sections", "pages", "welcome"])
def test_buttons_fill_the_row_and_none_is_too_small_to_hit(screen: ScreenName) -> None:
    for width in [*range(1, 130), 300]:
        _check_buttons(screen, width)


def _check_buttons(screen: ScreenName, width: int) -> None:
    placed = spread(buttons_for(screen, is_playing=True), width)
    assert placed[0][1] == 0
    assert placed[-1][2] == width
    assert all(a[2] == b[1] for a, b in pairwise(placed))
    assert len(placed) == 1 or all(right - left >= LEAST_WIDTH for _, left, right in placed)
    main = [right - left for button, left, right in placed if button.is_main]
    assert main == [max(right - left for _, left, right in placed)]


def test_all_five_buttons_are_there_at_eighty_columns() -> None:
    placed = spread(buttons_for("reading", is_playing=False), 80)
    assert [button.label for button, _, _ in placed] == [
        "◀ Back", "▶ Listen", "Next ▶", "Sections", "Pages",
    ]  # fmt: skip
