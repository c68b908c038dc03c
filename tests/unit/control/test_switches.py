"""A press of a gamepad or a pedal is a press like any other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from reader.control.actions import ACTIONS
from reader.control.keymap import KeyChoices, is_left, meaning_of
from reader.control.settings import Settings
from reader.control.steady import SteadyValues
from reader.control.switches import Source, Switches, sources_of
from tests.support.desk import PAGE_ONE, Desk


class Box:
    """A switch box moved by hand."""

    def __init__(self) -> None:
        self.press: Callable[[str, float], None] | None = None

    def start(self, pressed: Callable[[str, float], None]) -> None:
        self.press = pressed

    def close(self) -> None:
        self.press = None


@pytest.fixture
def box(desk: Desk) -> Box:
    box = Box()

    def sources(settings: Settings) -> dict[str, Callable[[], Source]]:
        return {"box": lambda: box} if settings.switches else {}

    features = desk.session.features
    features.__dict__["switches"] = Switches(features._parts, desk.session.press, sources)
    features.switches.start()
    desk.open(desk.page("one.html", PAGE_ONE))
    desk.listen(1)
    return box


def push(desk: Desk, box: Box, key: str) -> None:
    assert box.press is not None
    box.press(key, desk.now)
    desk.listen(0.5)


def test_a_switch_is_the_button_and_its_cross_is_the_arrow_keys(desk: Desk, box: Box) -> None:
    push(desk, box, "switch:1")
    assert desk.session.state == "paused"
    sentence = desk.session.locator.sentence
    push(desk, box, "pad:right")
    assert desk.session.locator.sentence == sentence + 1
    assert meaning_of("pad:right", "reading").action == meaning_of("right", "reading").action
    every = KeyChoices(every_key_is_the_button=True)
    assert meaning_of("pad:right", "reading", every).is_main
    assert is_left("pad:l1")
    assert not is_left("pad:r1")


def test_a_bouncing_switch_acts_once(desk: Desk, box: Box) -> None:
    desk.session.hands.values = SteadyValues()
    assert box.press is not None
    for gap_s in (0.0, 0.05, 0.12):
        box.press("switch:1", desk.now + gap_s)
    desk.listen(2)
    assert desk.session.state == "paused"
    assert desk.session.hands.presses.set_aside == 2


def test_a_switch_is_given_a_job_by_pressing_it_once(desk: Desk, box: Box) -> None:
    desk.session.perform("which-key")
    desk.session.choose_row([action.name for action in ACTIONS].index("faster"))
    desk.listen(0.2)
    push(desk, box, "midi:pedal-64")
    assert desk.session.choices.keys.jobs == {"midi:pedal-64": "faster"}
    push(desk, box, "midi:pedal-64")
    assert desk.session.rate_wpm == 180


def test_the_comfort_set_up_takes_a_switch(desk: Desk, box: Box) -> None:
    desk.session.perform("comfort-set-up")
    for _ in range(10):
        desk.listen(12)
        push(desk, box, "switch:1")
    desk.listen(12)
    assert desk.session.menu.is_one_button


def test_switches_are_let_go_with_the_setting_and_with_the_session(desk: Desk, box: Box) -> None:
    desk.session.tuning.set({"switches": False})
    assert box.press is None
    desk.session.tuning.set({"switches": True})
    push(desk, box, "switch:1")
    desk.session.close()
    assert box.press is None


def test_the_settings_say_which_sources_there_are() -> None:
    settings = Settings()
    assert "midi pedals" in sources_of(settings)
    assert not sources_of(replace(settings, switches=False, midi="off"))
    for make in sources_of(replace(settings, midi="keys")).values():
        source = make()
        source.start(lambda _key, _at_s: None)
        source.close()
