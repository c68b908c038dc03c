"""Which place is heard after which."""

from __future__ import annotations

import pytest

from reader.documents import navigation
from reader.documents.model import Document, Locator, Role, Section, Sentence
from reader.speech.route import Route, after_block, extent


def block(role: Role, *texts: str) -> tuple[Sentence, ...]:
    return tuple(Sentence(text, role, starts_block=i == 0) for i, text in enumerate(texts))


DOCUMENT = Document(
    url="https://hands.example/",
    title="Hands",
    language="en",
    sections=(
        Section(
            "Hands",
            1,
            (
                *block("body", "One.", "Two.", "Three."),
                *block("list_item", "Piano.", "Or organ."),
                *block("list_item", "Drums."),
                *block("body", "Four.", "Five."),
            ),
        ),
        Section("Rest", 2, (*block("table_row", "Monday: rest."), *block("quote", "It helped."))),
    ),
)


def walk(route: Route, start: Locator = Locator(0, -1), steps: int = 40) -> list[str]:  # noqa: B008
    place: Locator | None = start
    texts = []
    while place is not None and len(texts) < steps:
        texts.append(navigation.text_at(DOCUMENT, place))
        place = route.after(DOCUMENT, place)
    return texts


def test_the_plain_way_leaves_nothing_out() -> None:
    assert walk(Route()) == [
        "Hands", "One.", "Two.", "Three.", "Piano.", "Or organ.", "Drums.", "Four.", "Five.", "Rest",
        "Monday: rest.", "It helped.",
    ]  # fmt: skip


def test_skimming_hears_headings_and_how_each_paragraph_begins() -> None:
    assert walk(Route(skims=True)) == ["Hands", "One.", "Four.", "Rest", "It helped."]


@pytest.mark.parametrize(
    ("span", "start", "heard"),
    [
        ("sentence", Locator(0, 1), ["Two.", "Two.", "Two."]),
        ("paragraph", Locator(0, 1), ["Two.", "Three.", "One.", "Two."]),
        ("paragraph", Locator(0, 4), ["Or organ.", "Piano.", "Or organ."]),
        ("section", Locator(1, 1), ["It helped.", "Rest", "Monday: rest.", "It helped."]),
        ("sentence", Locator(1, -1), ["Rest", "Rest"]),
        ("paragraph", Locator(1, -1), ["Rest", "Rest"]),
    ],
)
def test_a_loop_goes_round(span: str, start: Locator, heard: list[str]) -> None:
    route = Route(loops=span, loop_from=start)  # type: ignore[arg-type]
    assert walk(route, start, len(heard)) == heard


def test_whoever_leaves_a_loop_by_a_move_reads_on() -> None:
    route = Route(loops="paragraph", loop_from=Locator(0, 1))
    assert walk(route, Locator(0, 6), 3) == ["Four.", "Five.", "Rest"]


def test_the_voice_holds_where_it_was_asked_to() -> None:
    by_sentence, by_section = Route(holds_after="sentence"), Route(holds_after="section")
    assert by_sentence.holds_between(Locator(0, 0), Locator(0, 1))
    assert not by_sentence.holds_between(Locator(0, -1), Locator(0, 0))
    assert not by_section.holds_between(Locator(0, 0), Locator(0, 1))
    assert by_section.holds_between(Locator(0, 7), Locator(1, -1))
    assert not Route().holds_between(Locator(0, 7), Locator(1, -1))


def test_a_place_that_is_not_there_is_its_own_extent() -> None:
    assert extent(DOCUMENT, Locator(9, 3), "section") == (Locator(9, 3), Locator(9, 3))


@pytest.mark.parametrize(
    ("start", "lands"),
    [
        (Locator(0, -1), Locator(0, 0)),
        (Locator(0, 1), Locator(0, 3)),
        (Locator(0, 3), Locator(0, 6)),
        (Locator(0, 6), Locator(1, -1)),
        (Locator(1, 1), None),
    ],
)
def test_a_block_is_skipped_whole_and_a_list_is_one(start: Locator, lands: Locator | None) -> None:
    assert after_block(DOCUMENT, start) == lands


def test_only_some_places_are_heard_and_then_the_voice_holds() -> None:
    places = (Locator(0, 1), Locator(0, 5), Locator(1, 1))
    route = Route(only=places)
    assert walk(route, places[0]) == ["Two.", "Drums.", "It helped."]
    inner = Route(only=places[:2])
    following = inner.after(DOCUMENT, places[1])
    assert following == Locator(0, 6)
    assert inner.holds_between(places[1], following)
    assert not inner.holds_between(places[0], places[1])
    assert inner.after(DOCUMENT, following) == Locator(0, 7)
