"""What stands on the last line, and until when."""

from __future__ import annotations

from reader.control.notices import MESSAGE_S, TROUBLE_S, Notices
from reader.control.view import Message

LATE = 5_000_000.0
"""A monotonic clock begins anywhere."""


def shown(notices: Notices) -> str | None:
    return notices.message.text if notices.message else None


def test_a_message_goes_after_its_time_and_not_before() -> None:
    notices = Notices()
    notices.tell("Hello.")
    notices.tick(LATE)
    notices.tick(LATE + MESSAGE_S - 0.1)
    assert notices.message == Message("Hello.", is_trouble=False)
    notices.tick(LATE + MESSAGE_S)
    assert notices.message is None


def test_a_newer_message_has_its_own_time() -> None:
    notices = Notices()
    notices.tell("One.")
    notices.tick(LATE)
    notices.tell("Two.")
    notices.tick(LATE + MESSAGE_S - 1)
    notices.tick(LATE + MESSAGE_S + 1)
    assert shown(notices) == "Two."
    notices.tick(LATE + 2 * MESSAGE_S)
    assert notices.message is None


def test_trouble_stays_longer_than_a_message_but_not_for_ever() -> None:
    notices = Notices()
    notices.tell("It is broken.", is_trouble=True)
    notices.tick(LATE)
    notices.tick(LATE + 2 * MESSAGE_S)
    assert notices.message == Message("It is broken.", is_trouble=True)
    notices.tick(LATE + TROUBLE_S)
    assert notices.message is None


def test_trouble_with_the_sound_stands_there_again_after_a_passing_message() -> None:
    notices = Notices()
    notices.follow_sound("There is no sound.")
    notices.tell("180 words a minute")
    notices.follow_sound("There is no sound.")
    notices.tick(LATE)
    assert shown(notices) == "180 words a minute"
    notices.tick(LATE + MESSAGE_S)
    assert notices.message == Message("There is no sound.", is_trouble=True)


def test_the_sound_coming_back_is_said_once_and_then_goes() -> None:
    notices = Notices()
    notices.follow_sound("There is no sound.")
    notices.follow_sound(None)
    assert shown(notices) == "The sound is back."
    notices.tick(LATE)
    notices.follow_sound(None)
    notices.tick(LATE + MESSAGE_S)
    assert notices.message is None


def test_the_sound_coming_back_leaves_another_message_alone() -> None:
    notices = Notices()
    notices.follow_sound("There is no sound.")
    notices.tell("The page cannot be had.", is_trouble=True)
    notices.follow_sound(None)
    assert shown(notices) == "The page cannot be had."


def test_what_is_over_is_taken_away_and_the_sounds_trouble_stays() -> None:
    notices = Notices()
    notices.follow_sound("There is no sound.")
    notices.tell("Fetching example.org")
    notices.clear()
    assert notices.message == Message("There is no sound.", is_trouble=True)


def test_trouble_with_the_sound_waits_until_another_trouble_had_its_time() -> None:
    notices = Notices()
    notices.tell("Your saved pages were damaged.", is_trouble=True)
    notices.follow_sound("There is no sound.")
    notices.tick(0.0)
    assert notices.message == Message("Your saved pages were damaged.", is_trouble=True)
    notices.tick(TROUBLE_S)
    assert notices.message == Message("There is no sound.", is_trouble=True)
