"""The comfort set-up: ten presses, what they tell, a try, and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.control.hand_choices import PressingChoices
from reader.control.keymap import CLICK_RIGHT
from tests.support.desk import PAGE_ONE, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path, pressing=PressingChoices())
    made.open(made.page("one.html", PAGE_ONE))
    made.session.perform("comfort-set-up")
    yield made
    made.close()


def hear_out(desk: Desk) -> None:
    desk.tick(20)
    while desk.player.queue:
        desk.tick(100)


def press(desk: Desk, *keys: str, gap_ms: float = 0) -> None:
    """Presses of one movement, `gap_ms` apart; then a second and a half of quiet."""
    for key in keys:
        desk.session.press(key, None, desk.now)
        desk.tick(gap_ms)
    desk.listen(1.5)


def panel(desk: Desk) -> str:
    view = desk.session.panel
    return "" if view is None else f"{view.items[0]} {view.hint}"


def test_ten_presses_set_the_values_which_are_tried_kept_and_taken_back(desk: Desk) -> None:
    before = desk.session.choices.chosen
    started_at = desk.now
    for done in range(10):
        hear_out(desk)
        assert f"{done} of 10" in panel(desk)
        desk.tick(800)
        press(desk, *["a" if done % 2 else "b"] * 3, gap_ms=170)
    chosen = desk.session.choices.chosen
    assert 150 <= chosen.steady.quiet_ms < 300
    assert chosen.scan.scan_ms >= 1200
    assert not chosen.one_button
    assert "some presses came twice" in desk.said
    assert desk.said.endswith("Now try it: press, and I count.")
    hear_out(desk)
    press(desk, "a", "a", "a", gap_ms=170)
    press(desk, "a")
    assert panel(desk).startswith("Counted: 2")
    desk.listen(14)
    assert desk.session.panel is None
    assert desk.told == "I counted 2 presses. This holds from now on. Take me back undoes it."
    assert desk.now - started_at < 120
    desk.until(lambda: desk.settings.get("quiet_ms") == chosen.steady.quiet_ms)
    desk.session.perform("take-me-back")
    assert desk.session.choices.chosen == before
    assert desk.told == "Taken back: the comfort set-up."


def test_one_key_alone_turns_the_one_button_on_and_says_so(desk: Desk) -> None:
    for _ in range(10):
        hear_out(desk)
        press(desk, "f13")
    assert desk.session.choices.chosen.one_button
    assert "every press now offers what can be done" in desk.said


def test_who_presses_before_the_voice_is_done_is_understood(desk: Desk) -> None:
    for _ in range(10):
        press(desk, "x")
    assert "Counted: 0" in panel(desk)


def test_clicks_count_as_presses(desk: Desk) -> None:
    hear_out(desk)
    desk.session.hands.press(CLICK_RIGHT, desk.now, lambda: pytest.fail("acted on"))
    desk.listen(1.5)
    assert "1 of 10" in panel(desk)


@pytest.mark.parametrize("presses", [0, 4])
def test_where_nobody_presses_it_asks_again_and_ends_with_nothing_changed(
    desk: Desk, presses: int
) -> None:
    before = desk.session.choices.chosen
    for _ in range(presses):
        press(desk, "x")
    desk.listen(14)
    assert "Press anything" in panel(desk)
    desk.until(lambda: desk.session.panel is None, step_ms=100)
    assert desk.told == "The comfort set-up ends here. Nothing was changed."
    assert desk.session.choices.chosen == before


def test_half_of_the_presses_are_enough_to_learn_from(desk: Desk) -> None:
    for _ in range(6):
        press(desk, "x")
    desk.listen(30)
    assert panel(desk).startswith("Counted: 0")


@pytest.mark.parametrize("way", ["escape", "action"])
def test_it_can_be_left_at_any_time_and_begun_again(desk: Desk, way: str) -> None:
    press(desk, "x")
    if way == "escape":
        press(desk, "escape")
        assert desk.told == "The comfort set-up ends here. Nothing was changed."
    else:
        desk.session.perform("stop")
    assert desk.session.panel is None
    desk.session.perform("comfort-set-up")
    desk.tick(20)
    assert "0 of 10" in panel(desk)


def test_the_reading_goes_on_afterwards_if_it_went_on_before(desk: Desk) -> None:
    press(desk, "escape")
    assert desk.session.state in ("playing", "preparing")


def test_who_presses_on_in_a_rhythm_of_their_own_gets_there(desk: Desk) -> None:
    before = desk.session.choices.chosen
    for _ in range(12):
        desk.session.press("f13", None, desk.now)
        desk.listen(1.1)
    assert "press, and I count" in panel(desk)
    chosen = desk.session.choices.chosen
    assert chosen.one_button
    assert chosen.steady.quiet_ms == before.steady.quiet_ms, "a rhythm is no tremor"
    assert chosen.scan.scan_ms == before.scan.scan_ms, "and no answer to what is asked"


def test_a_key_that_is_held_is_one_try_however_late_its_repeats_begin(desk: Desk) -> None:
    hear_out(desk)
    desk.session.press("f13", None, desk.now)
    desk.listen(0.66)
    for _ in range(20):
        desk.session.press("f13", None, desk.now)
        desk.listen(0.04)
    assert "0 of 10" in panel(desk)
    desk.listen(1.5)
    assert "1 of 10" in panel(desk)
