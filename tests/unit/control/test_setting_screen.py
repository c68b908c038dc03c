"""The settings screen: rows with values, small steps, heard at once, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.control.setting_list import SETTINGS
from reader.speech.earcons import clip_of
from tests.support.desk import PAGE_ONE, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    made.open(made.page("one.html", PAGE_ONE))
    made.session.steering.stop()
    made.session.perform("settings")
    yield made
    made.close()


def titles(desk: Desk) -> tuple[str, ...]:
    view = desk.session.list_view
    assert view is not None
    return tuple(row.title for row in view.rows)


def go_to(desk: Desk, label: str) -> int:
    index = next(i for i, title in enumerate(titles(desk)) if title.startswith(label))
    view = desk.session.list_view
    assert view is not None
    while (view := desk.session.list_view) is not None and view.current != index:
        desk.press("down")
    return index


def choose(desk: Desk, label: str) -> None:
    go_to(desk, label)
    desk.press("space")


def written_settings(desk: Desk, name: str) -> object:
    desk.until(lambda: name in desk.settings)
    return desk.settings[name]


def test_every_setting_has_a_row_with_its_value(desk: Desk) -> None:
    shown = titles(desk)
    for setting in SETTINGS:
        value = getattr(desk.session.tuning.now, setting.name)
        assert f"{setting.label}: {setting.kind.said(value)}" in shown
    assert "Speed: 165 words a minute" in shown


def test_a_row_says_its_value_and_what_it_does(desk: Desk) -> None:
    go_to(desk, "Speed")
    assert (
        desk.said == "Speed: one hundred and sixty five words a minute. How fast the voice reads."
    )


def test_a_number_is_changed_in_steps_that_are_heard_kept_and_taken_back(desk: Desk) -> None:
    choose(desk, "Speed")
    assert titles(desk)[:2] == ("Faster: 180 words a minute", "Slower: 150 words a minute")
    desk.press("space", "space")
    assert desk.session.rate_wpm == 195
    assert titles(desk)[0] == "Faster: 210 words a minute"
    assert desk.said.endswith("This is how I read now.")
    desk.until(lambda: desk.settings.get("rate_wpm") == 195)
    desk.press("escape")
    assert "Speed: 195 words a minute" in titles(desk)
    desk.press("escape", "escape")
    assert desk.session.rate_wpm == 180
    desk.press("escape")
    assert desk.session.rate_wpm == 165
    desk.until(lambda: desk.settings["rate_wpm"] == 165)


def test_the_end_of_the_steps_is_said(desk: Desk) -> None:
    choose(desk, "Loudness")
    assert titles(desk)[0] == "Louder. That is the most."
    desk.press("space")
    assert desk.session.tuning.now.volume == 1.0
    desk.press("down", "space")
    assert desk.session.tuning.now.volume == 0.9
    choose(desk, "As it was first")
    assert desk.session.tuning.now.volume == 1.0
    choose(desk, "Done")
    assert desk.session.screen == "settings"


def test_a_pause_is_heard_between_two_lines(desk: Desk) -> None:
    choose(desk, "Pause after a sentence")
    desk.press("space")
    desk.tick()
    assert desk.session.tuning.now.pause_after_sentence_ms == 300
    assert "Here one sentence ends. And here the next begins." in desk.said
    gaps = [queued.gap_ms for queued in desk.player.queue]
    assert gaps[-1] == 300


def test_yes_and_no_and_words_go_round(desk: Desk) -> None:
    choose(desk, "Read tables")
    assert desk.session.tuning.now.read_tables is False
    assert desk.said == "Read tables: no."
    assert "Read tables: no" in titles(desk)
    desk.press("space")
    assert desk.session.tuning.now.read_tables is True
    choose(desk, "Colours")
    assert desk.session.theme == "light"
    assert written_settings(desk, "theme") == "light"


def test_what_is_chosen_about_pressing_holds_at_once(desk: Desk) -> None:
    assert desk.session.hands.values.quiet_ms == 0
    choose(desk, "Pause between presses")
    desk.press("space")
    assert desk.session.hands.values.quiet_ms == 50
    assert desk.session.choices.chosen.steady.quiet_ms == 50
    desk.session.perform("wider-quiet")
    assert desk.session.tuning.now.quiet_ms == 100


def test_a_whole_second_is_told_as_one(desk: Desk) -> None:
    told = []
    for _ in range(3):
        desk.session.perform("quicker-scan")
        assert desk.session.message is not None
        told.append(desk.session.message.text)
    assert told == [
        "Each choice is offered for 1.25 seconds.",
        "Each choice is offered for 1 second.",
        "Each choice is offered for 0.75 seconds.",
    ]


def test_profiles_change_as_one_and_are_taken_back(desk: Desk) -> None:
    desk.session.perform("take-me-back")
    desk.session.perform("next-profile")
    assert desk.said == "Profile: bad day. What you set from now on holds for it alone."
    desk.session.perform("slower")
    desk.session.perform("theme")
    desk.until(lambda: desk.profile == "bad day" and "theme" in desk.settings)
    desk.session.perform("next-profile")
    assert (desk.session.rate_wpm, desk.session.theme) == (165, "dark")
    desk.session.perform("next-profile")
    assert (desk.session.rate_wpm, desk.session.theme) == (150, "light")
    assert desk.said == "Profile: bad day."
    desk.session.perform("take-me-back")
    assert (desk.session.rate_wpm, desk.session.theme) == (165, "dark")
    desk.until(lambda: desk.settings["profile"] == "good day")


def test_the_profile_is_a_row_too(desk: Desk) -> None:
    choose(desk, "Profile")
    assert "Profile: bad day" in titles(desk)


def test_the_comfort_set_up_is_the_first_row(desk: Desk) -> None:
    choose(desk, "Comfort set-up")
    assert desk.session.panel is not None
    assert desk.said.startswith("Comfort set-up. Press anything")


def test_what_is_changed_elsewhere_shows_in_the_open_lists(desk: Desk) -> None:
    desk.session.perform("next-profile")
    assert "Profile: bad day" in titles(desk)
    desk.session.perform("faster")
    assert "Speed: 180 words a minute" in titles(desk)
    choose(desk, "Speed")
    desk.session.perform("faster")
    assert titles(desk)[0] == "Faster: 210 words a minute"
    desk.press("escape")
    assert "Speed: 195 words a minute" in titles(desk)


def test_a_setting_is_changed_with_one_button_alone(desk: Desk) -> None:
    def take(label: str) -> None:
        def is_offered() -> bool:
            view = desk.session.menu.view
            return view is not None and view.items[view.current].startswith(label)

        desk.until(is_offered, step_ms=20)
        desk.listen(0.4)
        assert is_offered()
        desk.session.press("x", None, desk.now)

    desk.session.perform("take-me-back")
    desk.session.perform("one-button")
    desk.session.perform("settings")
    take("Comfort set-up and ")
    take("Loudness")
    take("Softer")
    assert desk.session.tuning.now.volume == 0.9
    take("Softer")
    assert desk.session.tuning.now.volume == 0.8


def test_a_sound_that_is_switched_on_is_heard_at_once_and_off_it_is_silent(desk: Desk) -> None:
    choose(desk, "Sound when something is saved")
    assert desk.player.earcons == []
    desk.press("space")
    assert desk.player.earcons == [clip_of("saved")]
    choose(desk, "Actions name themselves")
    assert desk.player.earcons[1:] == [clip_of("done")]
    desk.press("space")
    assert desk.session.tuning.now.action_names == "off"
    assert desk.player.earcons[2:] == []


def test_what_was_kept_is_named_by_a_sound_alone_where_that_was_chosen(desk: Desk) -> None:
    desk.session.tuning.set({"action_names": "sound"})
    desk.session.perform("bookmark")
    desk.until(lambda: desk.told == "Bookmark set.")
    assert desk.player.earcons == [clip_of("saved")]
    assert "Bookmark" not in desk.said
    desk.session.tuning.set({"action_names": "words"})
    desk.session.perform("bookmark")
    desk.until(lambda: "Bookmark set." in desk.said)
