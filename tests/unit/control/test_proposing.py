"""A wider pause is proposed where presses came twice beyond it, at most once a day, and holds only after a yes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reader.control import press_log
from reader.control.press_log import Gap, PressLog
from reader.control.proposing import proposed
from reader.control.steady import Press, SteadyValues
from tests.support.desk import Desk

ALONE: tuple[Gap, ...] = ()
TWICE = (Gap(400, True),)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path, log=PressLog(tmp_path / "presses.json"))
    starting = replace(desk.session.choices.chosen, steady=SteadyValues())
    desk.session.choices.change(starting, "the test", "As it is first.")
    desk.open(desk.page("long.html", "<title>Long</title><p>" + "One sentence more. " * 400))
    yield desk
    desk.close()


def press_twice(desk: Desk, times: int) -> None:
    for _ in range(times):
        for gap_s in (0.4, 3.0):
            desk.session.press("right", None, desk.now)
            desk.listen(gap_s)


def test_doubles_beyond_the_pause_ask_for_a_wider_one() -> None:
    steady = proposed((ALONE,) * 10 + (TWICE,) * 20, SteadyValues())
    assert steady is not None
    assert 400 < steady.quiet_ms <= 600
    assert steady.burst_ms >= steady.quiet_ms


@pytest.mark.parametrize(
    "clusters",
    [
        (TWICE,) * 10,  # too few
        (ALONE,) * 40,
        ((Gap(700, True),),) * 40,  # far enough apart to be meant
        ((Gap(120, True),),) * 40,  # the filter has them already
        ((Gap(400, False),),) * 40,  # two keys
    ],
)
def test_without_evidence_nothing_is_proposed(clusters: tuple[tuple[Gap, ...], ...]) -> None:
    assert proposed(clusters, SteadyValues()) is None


def test_a_press_in_the_pause_after_the_question_is_a_yes_and_can_be_taken_back(
    desk: Desk,
) -> None:
    press_twice(desk, 20)
    desk.until(lambda: "Many double presses." in desk.said, step_ms=20)
    assert desk.session.choices.chosen.steady.quiet_ms == 300
    desk.listen(4)
    desk.session.press("x", "x", desk.now)
    desk.tick(20)
    assert desk.session.choices.chosen.steady.quiet_ms > 400
    assert desk.session.state == "playing"
    desk.session.perform("take-me-back")
    assert desk.session.choices.chosen.steady.quiet_ms == 300


def test_no_press_changes_nothing_and_it_is_asked_once_a_day(desk: Desk) -> None:
    press_twice(desk, 20)
    desk.until(lambda: "Many double presses." in desk.said, step_ms=20)
    desk.listen(12)
    press_twice(desk, 10)
    assert "Many double presses." not in desk.said
    assert desk.session.choices.chosen.steady.quiet_ms == 300


def test_the_log_has_gaps_and_counts_and_no_key(desk: Desk) -> None:
    desk.tick(20)
    for key in ("q", "z", "z"):
        desk.session.press(key, key, desk.now)
        desk.listen(0.5)
    desk.listen(3)
    desk.session.close()
    kept = json.loads((desk.folder / "presses.json").read_text())
    assert kept["clusters"] == [[[500, False], [500, True]]]


def test_the_order_of_the_menu_stays_for_the_day_and_what_is_kept_goes_on(tmp_path: Path) -> None:
    log = PressLog(tmp_path / "presses.json")
    log.note_uses({"skip-this": 30})
    assert log.begin_day("2026-03-01") == {"skip-this": 30}
    log.note_uses({"skip-this": 30, "faster": 99})
    assert log.begin_day("2026-03-01") == {"skip-this": 30}
    press_log.write(tmp_path / "presses.json", log.as_json())
    later = PressLog()
    later.take_up(press_log.read(tmp_path / "presses.json"))
    assert later.begin_day("2026-03-01") == {"skip-this": 30}
    assert later.begin_day("2026-03-02") == {"skip-this": 30, "faster": 99}


@pytest.mark.parametrize(
    "text", ["", "[1]", '{"clusters": 5, "uses": [], "ordered_on": 3}', "\x00"]
)
def test_a_file_that_makes_no_sense_is_begun_anew(tmp_path: Path, text: str) -> None:
    path = tmp_path / "presses.json"
    path.write_text(text)
    log = PressLog(path)
    log.take_up(press_log.read(path))
    assert log.clusters == ()
    assert log.uses == {}


def test_the_log_is_bounded() -> None:
    log = PressLog()
    for index in range(5000):
        log.note(Press("a", index * 2.0))
        for repeat in range(60):
            log.note(Press("a", index * 2.0 + repeat * 0.01))
    assert len(json.dumps(log.as_json())) < press_log.LONGEST_FILE_BYTES
