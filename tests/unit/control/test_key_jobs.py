"""Any key is given the job of an action by pressing it once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.control.actions import ACTIONS
from reader.control.hand_choices import PressingChoices
from reader.control.key_jobs import FORGET, UNCHANGED
from tests.support.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    desk.save_two()
    desk.open(str(desk.folder / "one.html"))
    desk.tick(20)
    yield desk
    desk.close()


def ask_for(desk: Desk, name: str) -> None:
    desk.session.perform("which-key")
    index = next(index for index, action in enumerate(ACTIONS) if action.name == name)
    desk.session.choose_row(index)
    desk.listen(0.2)


def test_a_key_has_the_job_it_was_given_until_that_is_taken_back(desk: Desk) -> None:
    desk.session.perform("which-key")
    assert desk.said.startswith("Which key shall do this? Listen or pause")
    ask_for(desk, "faster")
    assert desk.said.startswith("Press the key that shall do this: Faster.")
    desk.press("pedal")
    assert desk.session.panel is None
    desk.until(lambda: desk.settings.get("jobs") == {"pedal": "faster"})
    desk.press("pedal")
    assert desk.session.rate_wpm == 180
    desk.press("escape")
    desk.press("escape")
    assert not desk.session.choices.keys.jobs
    assert desk.session.rate_wpm == 165


def test_where_nobody_presses_nothing_changes_and_the_reading_goes_on(desk: Desk) -> None:
    ask_for(desk, "faster")
    desk.listen(40)
    assert desk.session.panel is None
    assert desk.told in ("", UNCHANGED)
    assert not desk.session.choices.keys.jobs


def test_escape_leaves_and_any_key_can_be_as_it_was_first(desk: Desk) -> None:
    ask_for(desk, "faster")
    desk.press("escape")
    assert desk.told == UNCHANGED
    ask_for(desk, "slower")
    desk.press("f7")
    desk.session.perform("which-key")
    view = desk.session.list_view
    assert view is not None
    assert view.rows[-1].title == FORGET
    desk.session.choose_row(len(view.rows) - 1)
    assert not desk.session.choices.keys.jobs


def test_leaving_by_a_single_key_is_asked_for_once_more(desk: Desk) -> None:
    ask_for(desk, "quit")
    desk.press("f7")
    desk.listen(4)
    desk.press("f7")
    assert not desk.session.is_leaving
    assert desk.said == "Stay here."
    desk.until(lambda: "leave" in desk.said.lower(), step_ms=50)
    desk.listen(1.5)
    desk.press("x")
    assert desk.session.is_leaving


def test_a_job_that_no_action_has_is_no_job(desk: Desk) -> None:
    from dataclasses import replace

    choices = desk.session.choices
    keys = replace(choices.keys, jobs={"f7": "no-such-thing"})
    choices.change(replace(choices.chosen, keys=keys), "a test", "Changed.")
    desk.press("f7")
    assert desk.session.state == "paused"


@pytest.mark.parametrize("gaps_ms", [[170, 180, 160, 170], [500, *[33] * 20]])
def test_a_trembling_or_held_key_is_given_its_job_and_does_not_do_it_yet(
    tmp_path: Path, gaps_ms: list[float]
) -> None:
    desk = Desk(tmp_path, pressing=PressingChoices())
    desk.save_two()
    desk.open(str(desk.folder / "one.html"))
    ask_for(desk, "faster")
    for gap_ms in (0, *gaps_ms):
        desk.listen(gap_ms / 1000)
        desk.session.press("pedal", None, desk.now)
    desk.listen(2)
    assert desk.session.choices.keys.jobs == {"pedal": "faster"}
    assert desk.session.rate_wpm == 165
    desk.press("pedal")
    desk.listen(0.5)
    assert desk.session.rate_wpm == 180
    desk.close()
