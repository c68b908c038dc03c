"""Markdown: all of it is read, but for the facts at its head, which are set aside."""

from __future__ import annotations

from reader.documents.from_markdown import read_markdown
from reader.documents.model import Document, Locator
from tests.unit.documents.test_from_text import blocks


def read(text: str) -> Document:
    return read_markdown(text.encode(), url="https://hands.example/hand.md", charset=None)


def test_the_facts_at_its_head_give_title_and_language() -> None:
    document = read('---\ntitle: "The hand"\nlang: en-GB\n---\n\nIt curls.\n')
    assert (document.title, document.language) == ("The hand", "en-GB")
    assert [(a.label, a.items) for a in document.set_aside] == [("facts about the page", 2)]
    assert blocks(document) == ["# The hand", "body: It curls."]


def test_headings_of_both_kinds_lists_in_lists_tables_code_quotes() -> None:
    text = (
        "Hands\n=====\n\nIntro.\n\nRest\n----\n\n- one\n  - two\n    1. three\n\n"
        "### Doses\n\n| Pen | Dose |\n|--|--|\n| A | 5 mg |\n"
        "\n> Rest.\n> Write.\n\n```\nx = 1\n```\n\nCramp\n: A curl of the hand\n"
    )
    assert blocks(read(text)) == [
        "# Hands",
        "body: Intro.",
        "## Rest",
        "list_item: one",
        "list_item: two",
        "list_item: three",
        "### Doses",
        "table_row: Pen | Dose",
        "table_row: A | 5 mg",
        "quote: Rest. | Write.",
        "code: x = 1",
        "list_item: Cramp: A curl of the hand",
    ]


def test_notes_follow_the_text_with_their_marks_and_pictures_say_what_they_show() -> None:
    document = read("It curls.[^1] ![A hand](a.png)\n\n[^1]: As Ann\n    said.\n")
    assert blocks(document) == [
        "# hand",
        "body: It curls.[1] | A hand",
        "## Notes",
        "list_item: As Ann said.",
    ]
    mark = document.sections[0].sentences[0].detail.marks[0]
    assert mark.note == Locator(1, 0)
    assert document.sections[1].sentences[0].detail.note_of == Locator(0, 0)


def test_markup_of_the_web_is_read_as_such_and_never_run() -> None:
    document = read(
        "<p>See <a href='https://a.example/leaflet.pdf'>Rest</a>.</p>\n\n<script>x()</script>\n"
    )
    assert blocks(document) == ["# hand", "body: See Rest."]
    assert [link.label for link in document.sections[0].sentences[0].links] == [
        "Leaflet: Rest (PDF)"
    ]


def test_a_bare_address_is_a_link() -> None:
    document = read("Go to https://hands.example/rest now.")
    assert [link.target for link in document.sections[0].sentences[0].links] == [
        "https://hands.example/rest"
    ]


def test_what_is_nested_without_end_is_read() -> None:
    assert read("> " * 5000 + "deep").sections
    assert read("- " * 5000 + "deep").sections
    assert read("[" * 50_000).sections
