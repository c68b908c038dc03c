"""What is said and left out of a page's parts, as the narrator's pieces have it."""

from __future__ import annotations

from reader.documents.model import (  # fmt: skip
    Abbreviation,
    Detail,
    Document,
    Locator,
    NoteMark,
    Section,
    Sentence,
)
from reader.speech.pieces import Voicing
from reader.speech.reading_options import ReadingOptions
from reader.speech.utterance import Prosody

SENTENCES = (
    Sentence("Rest (as long as you like) helps.", starts_block=True),
    Sentence("A tremor[1] comes.", starts_block=True),
    Sentence("A hand at rest.", role="caption", starts_block=True),
    Sentence("50 mg", role="table_row", starts_block=True, detail=Detail(column="Dose")),
    Sentence("Sit down.", role="list_item", starts_block=True, detail=Detail(marker="1.")),
    Sentence("Take your time.", role="list_item"),
    Sentence("Breathe.", role="list_item", starts_block=True, detail=Detail(marker="b.")),
    Sentence("(All of this.)", starts_block=True),
    Sentence(
        "FHD* is rare.",
        starts_block=True,
        detail=Detail(
            abbreviations=(Abbreviation(0, 3, "focal hand dystonia"),),
            marks=(NoteMark(3, 4, None),),
        ),
    ),
)
DOCUMENT = Document("", "", "en-GB", (Section("Hands", 1, SENTENCES),))


def _said(number: int, options: ReadingOptions) -> str:
    voicing = Voicing(Prosody(), options=options)
    return voicing.piece_at(DOCUMENT, Locator(0, number)).utterance.text


def test_all_but_footnote_marks_is_said_unless_asked_otherwise() -> None:
    usual = ReadingOptions()
    assert [_said(number, usual) for number in range(len(SENTENCES))] == [
        "Rest (as long as you like) helps.",
        "A tremor comes.",
        "A hand at rest.",
        "Dose: fifty milligrams",
        "one. Sit down.",
        "Take your time.",
        "B. Breathe.",
        "(All of this.)",
        "focal hand dystonia is rare.",
    ]


def test_what_is_not_wanted_is_left_out() -> None:
    few = ReadingOptions(reads_parentheses=False, reads_captions=False, reads_tables=False)
    assert _said(0, few) == "Rest helps."
    assert _said(2, few) == _said(3, few) == ""
    assert _said(7, few) == "(All of this.)"
    assert Voicing(Prosody(), options=few).piece_at(DOCUMENT, Locator(0, 2)).is_mute


def test_footnote_marks_can_be_heard() -> None:
    assert _said(1, ReadingOptions(reads_footnotes=True)) == "A tremor, note one, comes."


def test_items_are_counted_for_those_who_ask() -> None:
    counting = ReadingOptions(counts_list_items=True)
    assert _said(4, counting) == "First of two: Sit down."
    assert _said(5, counting) == "Take your time."
    assert _said(6, counting) == "Second of two: Breathe."


def test_a_word_after_what_is_said_before_it_is_marked_where_it_stands() -> None:
    piece = Voicing(Prosody()).piece_at(DOCUMENT, Locator(0, 3))
    start = piece.utterance.text.index("milligrams")
    assert piece.spoken.to_shown(start, start + 10) == (2, 5)
    assert piece.spoken.to_shown(0, 4) == (0, 1)
