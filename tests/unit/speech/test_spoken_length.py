"""Tests of `reader.speech.spoken_length`."""

from __future__ import annotations

import pytest

from reader.documents import navigation
from reader.documents.model import Document, Locator, Section, Sentence
from reader.speech.pieces import Pauses
from reader.speech.spoken_length import EXACT_SENTENCES, Pace, SpokenLength, said_ms, speech_ms

SENTENCE = "The hand may curl while you write, and rest a little later."


def document(*counts: int) -> Document:
    sections = tuple(
        Section(f"Part {index}", 2, (Sentence(SENTENCE, starts_block=True),) * count)
        for index, count in enumerate(counts)
    )
    return Document(url="", title="", language="en", sections=sections)


def length_of(it: Document, pauses: Pauses | None = None) -> SpokenLength:
    return SpokenLength(it, navigation.Outline(it), pauses or Pauses())


def test_figures_and_commas_take_longer_than_letters() -> None:
    assert speech_ms("Call 020 7946 0000.") > speech_ms("Call somebody soon.")
    assert speech_ms("One, two, three.") > speech_ms("One two or three.")
    assert speech_ms("") == 0


def test_what_is_left_of_the_page_is_its_sections_and_pauses() -> None:
    length = length_of(document(2, 3))
    speech = 2 * speech_ms("Part 0") + 5 * speech_ms(SENTENCE)
    pauses = 2 * 500 + 3 * 500 + 900  # after headings, between paragraphs, before the second part
    assert length.whole_ms(165) == pytest.approx(speech + pauses)
    left = length.left_ms(Locator(1, -1), 165)
    assert left == pytest.approx(length.section_left_ms(Locator(1, -1), 165))
    assert length.section_left_ms(Locator(1, 2), 165) == pytest.approx(speech_ms(SENTENCE))


def test_pauses_shrink_less_than_speech_with_the_rate() -> None:
    it = document(4)
    silent = Pauses(0, 0, 0, 0, 0, 0)
    assert length_of(it, silent).whole_ms(330) == pytest.approx(
        length_of(it, silent).whole_ms(165) / 2
    )
    assert length_of(it).whole_ms(330) > length_of(it).whole_ms(165) / 2


def test_inside_a_sentence_its_rest_counts() -> None:
    length = length_of(document(2))
    before, middle, after = (
        length.section_left_ms(place, 165)
        for place in (Locator(0, 0), Locator(0, 0, len(SENTENCE) // 2), Locator(0, 1))
    )
    assert before > middle > after


def test_a_long_document_is_told_by_its_words_and_about_as_well() -> None:
    short, long = document(300, 300), document(EXACT_SENTENCES, EXACT_SENTENCES)
    told = length_of(long).whole_ms(165) / (2 * EXACT_SENTENCES)
    exact = length_of(short).whole_ms(165) / 600
    assert told == pytest.approx(exact, rel=0.1)


def test_places_out_of_the_document_take_no_time() -> None:
    assert length_of(document()).whole_ms(165) == 0
    assert length_of(document(1)).section_left_ms(Locator(5, 0), 165) == 0


def test_a_slow_voice_is_learned_within_a_minute_and_forgotten_as_soon() -> None:
    pace = Pace()
    assert pace.factor == 1.0
    for _ in range(12):
        pace.learn(SENTENCE, 1.5 * said_ms(SENTENCE), 165)
    assert pace.factor == pytest.approx(1.5, abs=0.12)
    for _ in range(60):
        pace.learn(SENTENCE, 0.9 * said_ms(SENTENCE) * 165 / 330, 330)
    assert pace.factor == pytest.approx(0.9, abs=0.06)


def test_one_sentence_does_not_turn_the_pace_over() -> None:
    pace = Pace()
    pace.learn("Yes.", 5 * said_ms("Yes."), 165)
    assert pace.factor < 1.3


def test_what_will_be_said_counts_and_not_what_is_written() -> None:
    it = document(3, 2)
    length = length_of(it, Pauses(0, 0, 0, 0, 0, 0))

    def said(place: Locator) -> str:
        return "twice as long " * 8 if place.section else ""

    for _ in range(3):
        length.weigh(Locator(0, 0), said, 2)
    assert length.section_left_ms(Locator(0, -1), 165) == 0
    for _ in range(3):
        length.weigh(Locator(0, 0), said, 2)
    assert length.whole_ms(165) == pytest.approx(3 * said_ms("twice as long " * 8))


def test_all_is_weighed_once_and_this_section_first() -> None:
    asked: list[Locator] = []

    def said(place: Locator) -> str:
        asked.append(place)
        return SENTENCE

    length = length_of(document(2, 2, 2))
    for _ in range(20):
        length.weigh(Locator(1, 0), said, 2)
    assert [place.section for place in asked] == [1, 1, 1, 2, 2, 2, 0, 0, 0]
