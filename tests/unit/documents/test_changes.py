"""What counts as news, and how it is told."""

from __future__ import annotations

import random

import pytest

from reader.documents.changes import compare
from reader.documents.model import Document, Link, Locator, Section, Sentence

Texts = list[str | Sentence]


def make(*sections: tuple[str, Texts]) -> Document:
    return Document(
        url="https://hands.example/x",
        title="Hand dystonia",
        language="en",
        sections=tuple(
            Section(
                title,
                1 + bool(i),
                tuple(Sentence(t, starts_block=True) if isinstance(t, str) else t for t in texts),
            )
            for i, (title, texts) in enumerate(sections)
        ),
    )


ABOUT: tuple[str, Texts] = (
    "About",
    ["Hand dystonia is a movement disorder.", "It is not a cramp of the muscle."],
)
TREATMENTS: tuple[str, Texts] = (
    "Treatments",
    ["Botulinum toxin is injected every 12 weeks.", "Splints help some people.", "Rest helps few."],
)
OLD = make(ABOUT, TREATMENTS)


def ring(number: str) -> Sentence:
    text = f"Ring our helpline on {number} between nine and five."
    start = text.index(number)
    link = Link(
        start, start + len(number), f"Telephone {number}", f"tel:{number.replace(' ', '')}", "phone"
    )
    return Sentence(text, links=(link,))


@pytest.mark.parametrize(
    "newer",
    [
        OLD,
        make(("About", ["Hand dystonia  is a movement disorder", "It is not a cramp  of the muscle"]), TREATMENTS),
        make(ABOUT, ("Treatments", [TREATMENTS[1][2], TREATMENTS[1][0], TREATMENTS[1][1]])),
        make(("About", ["Hand dystonia is a movement disorder. It is not a cramp of the muscle."]), TREATMENTS),
        make(("All of it", [*ABOUT[1], *TREATMENTS[1]])),
    ],
    ids=["the same", "spaces and marks", "moved", "cut otherwise", "other headings"],
)  # fmt: skip
def test_what_a_listener_would_not_hear_is_no_news(newer: Document) -> None:
    news = compare(OLD, newer)
    assert news.is_empty
    assert news.places == ()
    assert news.told() == "Nothing has changed since you heard this."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Page last reviewed: 3 May 2024", "Page last reviewed: 12 June 2026"),
        ("Last updated on May 3, 2024.", "Last updated on June 12, 2026."),
        ("© 2024 The Hand Society", "© 2026 The Hand Society"),
        ("Next review due 2026-05-03", "Next review due 2029-05-03"),
    ],
)
def test_the_day_a_page_was_looked_over_is_no_news(before: str, after: str) -> None:
    assert compare(make(("Contact", [before])), make(("Contact", [after]))).is_empty


def test_a_date_in_the_text_is_news() -> None:
    news = compare(
        make(("Clinic", ["The clinic opens on 3 May 2026."])),
        make(("Clinic", ["The clinic opens on 9 May 2026."])),
    )
    assert news.places == (Locator(0, 0),)


def test_a_changed_sentence_is_told_by_its_section_and_its_figure() -> None:
    newer = make(
        ABOUT,
        ("Treatments", ["Botulinum toxin is injected every 16 weeks.", "Splints help many people.", "Rest helps few."]),
    )  # fmt: skip
    news = compare(OLD, newer)
    assert news.places == (Locator(1, 0), Locator(1, 1))
    assert (
        news.told() == "Since you heard this: 2 sentences changed in Treatments; a number changed."
    )
    assert news.short() == "2 sentences changed"


def test_a_telephone_number_that_changed_is_named() -> None:
    news = compare(make(("Help", [ring("020 7793 3650")])), make(("Help", [ring("020 7946 0000")])))
    assert news.figures == ("a telephone number",)


def test_a_telephone_number_without_a_link_is_named_too() -> None:
    news = compare(
        make(("Help", ["Ring us on 020 7793 3650 any day."])),
        make(("Help", ["Ring us on 020 7946 0000 any day."])),
    )
    assert news.figures == ("a telephone number",)


def test_new_and_gone_sentences_and_sections_are_told() -> None:
    newer = make(
        ("About", ABOUT[1][:1]),
        TREATMENTS,
        ("Music", ["Players of the piano are often affected.", "So are guitarists."]),
    )
    news = compare(OLD, newer)
    assert news.places == (Locator(2, 0), Locator(2, 1))
    assert news.told() == "Since you heard this: 1 sentence gone from About; a new section, Music."
    back = compare(newer, OLD)
    assert back.told().endswith("the section Music is gone.")


def test_what_came_of_one_section_is_told_once_and_a_long_title_shortly() -> None:
    title = "Treatments that are offered to people whose hands cramp when they write or play"
    old = make(ABOUT, (title, TREATMENTS[1]))
    newer = make(
        ABOUT,
        (title, ["Botulinum toxin is injected every 16 weeks.", "Splints help some people.", "Ask a nurse first."]),
    )  # fmt: skip
    assert compare(old, newer).told() == (
        "Since you heard this: 1 sentence changed, 1 new and 1 gone in "
        "Treatments that are offered to people whose …; a number changed."
    )


def test_a_sentence_that_moved_and_changed_is_changed_not_new() -> None:
    newer = make(
        (ABOUT[0], [*ABOUT[1], "Splints help some people for a while."]),
        ("Treatments", TREATMENTS[1][::2]),
    )
    news = compare(OLD, newer)
    assert [part.changed for part in news.sections] == [(Locator(0, 2),)]


def test_much_news_is_told_shortly() -> None:
    old = make(*((f"Part {i}", [f"Old words number {i} stand here."]) for i in range(9)))
    new = make(*((f"Part {i}", [f"Quite another thing {i}, is it not?"]) for i in range(9)))
    told = compare(old, new).told()
    assert "6 other sections" in told
    assert len(told.split()) < 40


def test_every_place_is_one_of_the_newer_form_and_says_something_the_older_did_not() -> None:
    random.seed(4)
    words = (
        "hand cramp piano rest splint tremor clinic doctor music pain help call week dose".split()
    )

    def sentences(count: int) -> Texts:
        return [" ".join(random.choices(words, k=7)).capitalize() + "." for _ in range(count)]

    for _ in range(50):
        old = make(*((f"S{i}", sentences(random.randrange(6))) for i in range(4)))
        new = make(
            *(
                (section.title, [s if random.random() < 0.7 else sentences(1)[0] for s in section.sentences])
                for section in old.sections
            )
        )  # fmt: skip
        olds = {s.text for section in old.sections for s in section.sentences}
        for place in compare(old, new).places:
            assert new.sections[place.section].sentences[place.sentence].text not in olds


def test_a_long_page_is_compared_in_a_moment() -> None:
    def book(*ends: str) -> Document:
        return make(
            *(
                (f"S{i}", [f"Sentence {i} {j} of a long book{ends[j % 2]}" for j in range(200)])
                for i in range(100)
            )
        )

    assert len(compare(book(".", "."), book("!", " indeed.")).places) == 100 * 100
