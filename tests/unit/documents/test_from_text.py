"""Plain text: what lines, blank or short or underlined or indented, say about headings, paragraphs and lists."""

from __future__ import annotations

from reader.documents.from_text import read_text
from reader.documents.model import Document


def read(text: str) -> Document:
    return read_text(text.encode(), url="https://hands.example/the-hand.txt", charset=None)


def blocks(document: Document) -> list[str]:
    lines: list[str] = []
    for section in document.sections:
        lines.append(f"{'#' * section.level} {section.title}")
        for sentence in section.sentences:
            if sentence.starts_block:
                lines.append(f"{sentence.role}: {sentence.text}")
            else:
                lines[-1] += f" | {sentence.text}"
    return lines


WRAPPED = "The hand curls when it writes, and the pen is held ever so much more\n"


def test_wrapped_lines_and_words_are_joined_and_indents_part_paragraphs() -> None:
    text = f"{WRAPPED}tightly until it hurts, and the know-\nledge of it is old. It is known.\n  Then it rests.\n"
    assert blocks(read(text)) == [
        "# the hand",
        "body: The hand curls when it writes, and the pen is held ever so much more tightly until it hurts,"
        " and the knowledge of it is old. | It is known.",
        "body: Then it rests.",
    ]


def test_headings_stand_alone_or_right_above_their_text() -> None:
    text = (
        "HAND BOOK\n=========\n\nIntro\n-----\nText.\n\n2.1 Rest often\n\nMore.\n\n"
        "NOTES\n1) one\n2) two\n\nChapter 3\nIt goes on.\n"
    )
    assert blocks(read(text)) == [
        "# HAND BOOK",
        "## Intro",
        "body: Text.",
        "### 2.1 Rest often",
        "body: More.",
        "## NOTES",
        "list_item: 1) one",
        "list_item: 2) two",
        "## Chapter 3",
        "body: It goes on.",
    ]


def test_lines_that_were_ended_by_hand_end_a_sentence() -> None:
    text = f"{WRAPPED}tightly.\n\nRoses are red\nViolets are blue\n\nName: Ann\nTelephone: 020 7946 0000\n"
    assert blocks(read(text))[2:] == [
        "body: Roses are red | Violets are blue",
        "body: Name: Ann | Telephone: 020 7946 0000",
    ]


def test_bars_and_tabs_make_rows() -> None:
    text = "Pen | Dose\n----|-----\nA | 5 mg\n\nInk\t3\nWax\t4\n"
    assert blocks(read(text))[1:] == [
        "table_row: Pen | Dose",
        "table_row: A | 5 mg",
        "table_row: Ink | 3",
        "table_row: Wax | 4",
    ]


def test_signs_that_stand_for_italics_are_not_read() -> None:
    assert blocks(read("It is _so_ and *very much so*, but 2 * 3 * 4 and a_b_c stay."))[1:] == [
        "body: It is so and very much so, but 2 * 3 * 4 and a_b_c stay."
    ]


def test_addresses_that_stand_written_out_are_links() -> None:
    document = read("Write to info@hands.example, or see www.hands.example/rest.pdf (it is free).")
    (sentence,) = document.sections[0].sentences
    assert [(sentence.text[x.start : x.end], x.target, x.kind) for x in sentence.links] == [
        ("info@hands.example", "mailto:info@hands.example", "email"),
        ("www.hands.example/rest.pdf", "https://www.hands.example/rest.pdf", "leaflet"),
    ]
