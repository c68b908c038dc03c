from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.errors import EngineFailed
from reader.speech.utterance import Utterance, Voice
from tests.support.desk import PAGE_ONE, PAGE_TWO, Desk

ALAN = Voice("piper:en_GB-alan-medium", "Alan, natural", ("en-GB",), "piper")
ENGLISH = Voice("gmw/en", "English (Great Britain)", ("en-gb",), "espeak")
SCOTTISH = Voice("gmw/en-GB-scotland", "English (Scotland)", ("en-gb-scotland",), "espeak")
GERMAN = Voice("gmw/de", "German", ("de",), "espeak")
SILENCE = Voice("silence", "Silence", (), "silence")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    made.speech.found = (ENGLISH, SCOTTISH, GERMAN, ALAN, SILENCE)
    made.open(made.page("one.html", PAGE_ONE))
    yield made
    made.close()


def utterance(desk: Desk) -> Utterance:
    """What is said now."""
    return desk.player.queue[0].tag.utterance  # type: ignore[attr-defined, no-any-return]


def show(desk: Desk) -> None:
    desk.session.perform("voices")
    desk.until(lambda: desk.session.screen == "voices")


def titles(desk: Desk) -> list[str]:
    view = desk.session.list_view
    assert view is not None
    return [row.title for row in view.rows]


def test_the_voices_of_the_pages_language_are_listed_natural_ones_first(desk: Desk) -> None:
    show(desk)

    assert titles(desk) == [
        "Alan, natural", "English (Great Britain)", "English (Scotland)", "Other languages",
    ]  # fmt: skip


def test_the_list_begins_at_the_voice_that_reads_now(desk: Desk) -> None:
    show(desk)
    view = desk.session.list_view

    assert view is not None
    assert [row.mark for row in view.rows] == ["", "now", "", ""]
    assert view.current == 1
    assert utterance(desk).voice_id == ENGLISH.id


def test_a_row_is_heard_in_its_own_voice_with_the_next_sentence(desk: Desk) -> None:
    show(desk)
    desk.session.perform("previous-row")
    assert utterance(desk).voice_id == ALAN.id
    assert utterance(desk).text == "Alan. The first sentence stands here."
    desk.session.perform("next-row")
    assert utterance(desk).voice_id == ENGLISH.id
    assert "The first sentence stands here." in utterance(desk).text


def test_a_voice_that_is_taken_reads_on_and_is_kept_for_the_language(desk: Desk) -> None:
    desk.session.perform("play")
    show(desk)
    desk.session.choose_row(2)
    desk.until(lambda: "voices" in desk.settings)

    assert desk.settings["voices"] == {"en": SCOTTISH.id}
    assert desk.told == "English (Scotland) reads now."
    assert desk.session.screen == "reading"
    assert utterance(desk).voice_id == SCOTTISH.id
    assert desk.session.state == "playing"
    show(desk)
    assert desk.session.list_view is not None
    assert desk.session.list_view.rows[2].mark == "now"
    assert desk.session.list_view.current == 2


def test_a_voice_that_was_taken_can_be_taken_back(desk: Desk) -> None:
    show(desk)
    desk.session.choose_row(2)
    desk.session.perform("take-me-back")
    desk.until(lambda: desk.settings.get("voices") == {} or desk.session.tuning.now.voices == {})
    assert desk.told == "Taken back: another voice."
    desk.session.perform("play")
    assert utterance(desk).voice_id == ""


def test_hearing_voices_changes_nothing(desk: Desk) -> None:
    show(desk)
    for _ in range(3):
        desk.session.perform("next-row")
    desk.session.perform("take-me-back")
    desk.session.perform("play")

    assert utterance(desk).voice_id == ""
    assert desk.settings == {}


def test_other_languages_stand_behind_the_last_row(desk: Desk) -> None:
    show(desk)
    desk.session.choose_row(3)
    assert titles(desk) == ["German"]
    assert utterance(desk).voice_id == GERMAN.id
    desk.session.perform("take-me-back")
    assert len(titles(desk)) == 4


def test_a_voice_holds_for_its_language_alone(desk: Desk) -> None:
    show(desk)
    desk.session.choose_row(1)
    desk.open(desk.page("two.html", PAGE_TWO.replace('lang="en-GB"', 'lang="de"')))
    desk.until(lambda: desk.session.title == "Two")
    desk.session.perform("play")
    desk.tick(20)

    assert utterance(desk).voice_id == ""
    assert utterance(desk).language == "de"


def test_what_there_is_to_tell_about_voices_is_said_once_and_the_reading_goes_on(
    desk: Desk,
) -> None:
    desk.session.perform("play")
    desk.tick(20)
    desk.speech.remarks.append("The voice Alan is no longer on this machine. Another one reads on.")
    desk.tick(20)

    assert desk.said.startswith("The voice Alan is no longer")
    assert desk.session.state in ("playing", "preparing")
    desk.listen(8)
    assert "Alan" not in desk.said


# Prepare for listening


def prepare(desk: Desk) -> None:
    desk.speech.is_slow_voice = True
    desk.session.perform("prepare-listening")
    desk.tick(20)


def test_all_of_a_page_is_prepared_from_the_place_on(desk: Desk) -> None:
    desk.session.go_to_section(1)
    desk.session.perform("pause")
    prepare(desk)
    first = desk.speech.preparing[0][0].text
    seen: list[int] = []
    while desk.session.saving is not None:
        seen.append(desk.session.saving.done)
        desk.speech.make(1)
        desk.tick(20)

    assert first == "Rest"
    assert seen == sorted(seen)
    assert {each.text for each in desk.speech.kept} >= {
        "One", "The first sentence stands here.", "Rest", "Keep warm.",
    }  # fmt: skip
    assert desk.told == "This page is ready for listening."


def test_a_stop_keeps_what_was_made_and_the_same_again_goes_on(desk: Desk) -> None:
    prepare(desk)
    desk.speech.make(2)
    desk.tick(20)
    desk.session.perform("prepare-listening")
    assert desk.session.saving is None
    assert all(future.cancelled() for _, future in desk.speech.preparing)
    desk.speech.preparing.clear()
    made = set(desk.speech.kept)
    prepare(desk)

    assert made
    assert not made & {utterance for utterance, _ in desk.speech.preparing}
    assert desk.session.saving is not None
    assert desk.session.saving.done >= len(made)
    desk.session.perform("stop-saving")
    assert desk.session.saving is None


def test_only_a_few_are_asked_for_at_a_time(desk: Desk) -> None:
    prepare(desk)
    for _ in range(5):
        desk.tick(20)

    assert len(desk.speech.preparing) <= 4


def test_a_quick_voice_needs_no_preparing(desk: Desk) -> None:
    desk.session.perform("prepare-listening")

    assert "needs no preparing" in desk.told
    assert desk.session.saving is None


def test_a_voice_that_fails_ends_it_with_a_word(desk: Desk) -> None:
    prepare(desk)
    _, future = desk.speech.preparing[0]
    future.set_exception(EngineFailed("The voice stopped working."))
    desk.tick(20)

    assert desk.session.saving is None
    assert desk.told == "The voice stopped working."


def test_another_page_ends_it(desk: Desk) -> None:
    prepare(desk)
    desk.open(desk.page("two.html", PAGE_TWO))
    desk.until(lambda: desk.session.title == "Two")
    desk.tick(20)

    assert desk.session.saving is None
