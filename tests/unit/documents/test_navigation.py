"""Moving, measuring, and finding a place again."""

from __future__ import annotations

import pytest

from reader.documents import navigation
from reader.documents.model import Document, Locator, Quote, Section, Sentence
from reader.documents.navigation import Outline


def make(*sections: tuple[str, list[str]]) -> Document:
    return Document(
        url="https://hands.example/x",
        title="x",
        language="en",
        sections=tuple(
            Section(title, 1 + bool(i), tuple(Sentence(t, starts_block=True) for t in texts))
            for i, (title, texts) in enumerate(sections)
        ),
    )


PAGE = make(
    ("Cramp", ["It hurts.", "It passes after rest."]),
    ("Only a heading", []),
    ("", ["No heading here."]),
    ("", []),
    ("Help", ["Ring us.", "Keep warm.", "Ring us."]),
)
ORDER = [
    Locator(0, -1), Locator(0, 0), Locator(0, 1), Locator(1, -1), Locator(2, 0), Locator(4, -1), Locator(4, 0),
    Locator(4, 1), Locator(4, 2),
]  # fmt: skip
EMPTY = make()


def test_going_on_meets_every_heading_and_sentence_once() -> None:
    place: Locator | None = navigation.first(PAGE)
    met = []
    while place:
        met.append(place)
        place = navigation.next_sentence(PAGE, place)
    assert met == ORDER == sorted(ORDER)


def test_going_back_meets_the_same_in_reverse() -> None:
    place: Locator | None = ORDER[-1]
    met = []
    while place:
        met.append(place)
        place = navigation.previous_sentence(PAGE, place)
    assert met == ORDER[::-1]


def test_next_section_skips_what_has_nothing_to_read() -> None:
    assert navigation.next_section(PAGE, Locator(0, 1)) == Locator(1, -1)
    assert navigation.next_section(PAGE, Locator(1, -1)) == Locator(2, 0)
    assert navigation.next_section(PAGE, Locator(2, 0)) == Locator(4, -1)
    assert navigation.next_section(PAGE, Locator(4, 2)) is None


def test_previous_section_goes_to_this_start_first() -> None:
    assert navigation.previous_section(PAGE, Locator(4, 2)) == Locator(4, -1)
    assert navigation.previous_section(PAGE, Locator(4, 0)) == Locator(2, 0)
    assert navigation.previous_section(PAGE, Locator(4, -1)) == Locator(2, 0)
    assert navigation.previous_section(PAGE, Locator(0, 1)) == Locator(0, -1)
    assert navigation.previous_section(PAGE, Locator(0, 0)) == Locator(0, -1)
    assert navigation.previous_section(PAGE, Locator(0, -1)) is None


def test_text_at_a_place() -> None:
    assert navigation.text_at(PAGE, Locator(0, -1)) == "Cramp"
    assert navigation.text_at(PAGE, Locator(0, 1)) == "It passes after rest."
    assert navigation.text_at(PAGE, Locator(0, 99)) == ""
    assert navigation.text_at(PAGE, Locator(99, 0)) == ""
    assert navigation.sentence_at(PAGE, Locator(4, 1)) == Sentence("Keep warm.", starts_block=True)
    assert navigation.sentence_at(PAGE, Locator(4, -1)) is None


@pytest.mark.parametrize(
    "place", [Locator(), Locator(3, 7), Locator(-4, 2), Locator(99, 99), Locator(0, 99)]
)
def test_a_place_that_is_not_there_breaks_nothing(place: Locator) -> None:
    for document in (PAGE, EMPTY):
        outline = Outline(document)
        for move in (
            navigation.next_sentence,
            navigation.previous_sentence,
            navigation.next_section,
            navigation.previous_section,
        ):
            moved = move(document, place)
            assert moved is None or navigation.text_at(document, moved)
        assert 0 <= outline.fraction(place) <= 1
        assert outline.words_left(place) >= 0
        assert outline.words_left_in_section(place) >= 0
        navigation.find_again(document, place, navigation.quote_at(document, place))


def test_words() -> None:
    assert navigation.word_count("") == 0
    assert navigation.word_count("one two three") == 3
    assert navigation.word_count("手が痛いので休みます") >= 4


def test_words_left_shrink_to_nothing() -> None:
    outline = Outline(PAGE)
    assert outline.section_words == (7, 3, 3, 0, 7)
    assert outline.words == 20
    left = [outline.words_left(place) for place in ORDER]
    assert left == [20, 19, 17, 13, 10, 7, 6, 4, 2]
    assert outline.words_left(Locator(4, 2, char=5)) == 1
    assert outline.words_left_in_section(Locator(0, 1)) == 4
    assert outline.words_left_in_section(Locator(0, 1, char=10)) == 2
    assert outline.fraction(ORDER[0]) == 0
    assert outline.fraction(Locator(4, -1)) == pytest.approx(13 / 20)
    assert Outline(EMPTY).fraction(Locator()) == 0


def test_an_unchanged_place_is_found_exactly() -> None:
    for place in ORDER:
        kept = Locator(place.section, place.sentence, 2)
        assert navigation.find_again(PAGE, kept, navigation.quote_at(PAGE, kept)) == kept


def test_a_sentence_that_moved_is_followed() -> None:
    changed = make(
        ("New first", ["Hello."]),
        *[(s.title, [x.text for x in s.sentences]) for s in PAGE.sections],
    )
    for place in ORDER:
        found = navigation.find_again(changed, place, navigation.quote_at(PAGE, place))
        assert found == Locator(place.section + 1, place.sentence)


def test_of_two_equal_sentences_the_one_between_the_same_neighbours_is_meant() -> None:
    quote = navigation.quote_at(PAGE, Locator(4, 2))
    assert quote == Quote("Ring us.", "Keep warm.", "")
    changed = make(("Help", ["Ring us.", "New one.", "Keep warm.", "Ring us."]))
    assert navigation.find_again(changed, Locator(4, 2, 3), quote) == Locator(0, 3, 3)


def test_a_rewritten_sentence_is_found_between_its_neighbours() -> None:
    quote = navigation.quote_at(PAGE, Locator(4, 1))
    changed = make(
        ("Other", ["A.", "B."]), ("Help", ["Ring us.", "Keep your hands warm.", "Ring us."])
    )
    assert navigation.find_again(changed, Locator(4, 1, 9), quote) == Locator(1, 1)


def test_where_all_is_new_the_nearest_place_is_taken() -> None:
    quote = navigation.quote_at(PAGE, Locator(4, 1))
    assert navigation.find_again(make(("Z", ["Q."])), Locator(4, 1), quote) == Locator(0, 0)
    assert navigation.find_again(EMPTY, Locator(4, 1), quote) == Locator(0, -1)


def kept(*sections: tuple[str, list[str]], at: Locator) -> Quote:
    return navigation.quote_at(make(*sections), at)


@pytest.mark.parametrize(
    "now",
    [
        ["A new first line.", "It is said here now.", "The dose is given every sixteen weeks.", "Not so."],
        ["Quite new.", "Other.", "The dose is given every twelve weeks. And then it is looked at.", "New."],
        ["Quite new.", "Other.", "The dose is given every", "twelve weeks.", "New."],
    ],
    ids=["some words changed", "joined with the next", "cut in two"],
)  # fmt: skip
def test_a_sentence_that_changed_is_found_by_its_words(now: list[str]) -> None:
    quote = kept(
        ("Doses", ["Before.", "The dose is given every twelve weeks.", "After."]), at=Locator(0, 1)
    )
    page = make(("Doses", now))
    found = navigation.find_again(page, Locator(0, 1), quote)
    assert found == Locator(0, 2)
    assert not navigation.is_same(page, found, quote)
