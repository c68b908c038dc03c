"""The way of every press through the reader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.control.hand_choices import PressingChoices
from reader.control.hands import Hands, Presses
from reader.control.keymap import KeyChoices, meaning_of
from tests.support.desk import PAGE_ONE, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A reader with the filter on, reading a page."""
    desk = Desk(tmp_path, pressing=PressingChoices())
    desk.open(desk.page("one.html", PAGE_ONE))
    yield desk
    desk.close()


def press(desk: Desk, key: str, *, after_ms: float) -> None:
    desk.tick(after_ms)
    desk.session.press(key, None, desk.now)


def test_a_burst_holds_the_reading_once(desk: Desk) -> None:
    for _ in range(7):
        press(desk, "space", after_ms=170)
    assert desk.session.state == "paused"
    assert desk.session.status()["presses"] == {"seen": 7, "acted_on": 1, "set_aside": 6}
    desk.tick(20)
    assert desk.session.hands.line == "6 presses set aside"
    for _ in range(500):
        desk.tick(20)
    assert desk.session.hands.line == ""
    press(desk, "right", after_ms=100)
    press(desk, "right", after_ms=100)
    desk.tick(20)
    assert desk.session.hands.line == "1 press set aside"


def test_a_press_that_may_be_a_repeat_acts_a_moment_later(desk: Desk) -> None:
    press(desk, "space", after_ms=500)
    press(desk, "space", after_ms=500)
    assert desk.session.state == "paused"
    for _ in range(10):
        desk.tick(16)
    assert desk.session.state == "playing"
    assert desk.session.status()["presses"] == {"seen": 2, "acted_on": 2, "set_aside": 0}


def test_a_busy_main_thread_does_not_turn_a_train_into_presses() -> None:
    hands, acted = Hands(), []
    hands.press("a", 1.0, lambda: acted.append(1))
    hands.press("a", 1.5, lambda: acted.append(2))
    hands.tick(2.1)  # the main thread was held up; repeats since 1.533 still wait in its queue
    hands.press("a", 1.533, lambda: acted.append(3))
    hands.press("a", 1.566, lambda: acted.append(4))
    hands.tick(2.2)
    hands.tick(2.3)
    assert acted == [1]
    assert hands.presses == Presses(4, 1, 3)


def test_leaving_is_never_set_aside(desk: Desk) -> None:
    press(desk, "space", after_ms=500)
    press(desk, "ctrl+q", after_ms=10)
    assert desk.session.is_leaving


def test_a_named_action_from_outside_is_an_intention(desk: Desk) -> None:
    for _ in range(3):
        desk.session.perform("next-sentence")
        desk.tick(10)
    assert desk.session.locator.sentence == 2
    assert desk.session.status()["presses"]["seen"] == 0


def test_what_a_page_took_is_shown_at_its_end(desk: Desk) -> None:
    press(desk, "right", after_ms=100)
    desk.until(lambda: desk.session.state == "ended", step_ms=100)
    desk.tick(20)
    assert desk.session.hands.line == "Presses on this page: 1"


@pytest.mark.parametrize(
    ("key", "character", "choices", "means"),
    [
        ("right", None, KeyChoices(), "next-sentence"),
        ("right", None, KeyChoices(every_key_is_the_button=True), "play-pause"),
        ("plus", "+", KeyChoices(), "faster"),
        ("plus", "+", KeyChoices(letter_keys=False), "play-pause"),
        ("escape", "\x1b", KeyChoices(letter_keys=False), "take-me-back"),
        ("a", "a", KeyChoices(), "play-pause"),
        ("a", "a", KeyChoices(left_half_goes_back=True), "previous-sentence"),
        ("k", "k", KeyChoices(left_half_goes_back=True), "play-pause"),
        ("space", " ", KeyChoices(left_half_goes_back=True), "play-pause"),
        ("click_left", None, KeyChoices(), "play-pause"),
        ("click_left", None, KeyChoices(left_half_goes_back=True), "previous-sentence"),
        ("click_right", None, KeyChoices(left_half_goes_back=True), "play-pause"),
    ],
)
def test_what_a_key_means_is_the_persons_choice(
    key: str, character: str | None, choices: KeyChoices, means: str
) -> None:
    meaning = meaning_of(key, "reading", choices, character)
    assert meaning.action == means
    assert meaning.is_main == (means == "play-pause")


def test_digits_lose_their_jobs_with_the_letters() -> None:
    assert meaning_of("3", "reading", KeyChoices(), "3").number == 3
    assert meaning_of("3", "reading", KeyChoices(letter_keys=False), "3").is_main
