"""Lists, tables, notes, code and the like keep what a voice must know of them."""

from __future__ import annotations

import pytest

from reader.documents.json_form import document_to_json
from reader.documents.model import (
    Abbreviation,
    Document,
    Locator,
    NoteMark,
    Phrase,
    Sentence,
)
from reader.documents.parsing import read_document

PROSE = (
    "<p>The hand cramps while it writes, and often only then, which is hard to bear for long.</p>"
)


def read(markup: str) -> Document:
    return read_document(
        f"<html lang=en><title>T</title><main><h1>T</h1>{markup}</main>".encode(),
        url="https://hands.example/help/page",
        media_type="text/html",
        charset=None,
    )


def sentences(document: Document) -> list[Sentence]:
    return [s for section in document.sections for s in section.sentences]


def items(markup: str) -> list[tuple[str, int, str, bool]]:
    return [
        (s.text, s.detail.depth, s.detail.marker, s.detail.continues)
        for s in sentences(read(PROSE + markup))
        if s.role == "list_item"
    ]


def outline(document: Document) -> list[tuple[int, str]]:
    return [(section.level, section.title) for section in document.sections]


def test_items_know_their_list_and_their_number() -> None:
    assert items(
        "<ul><li>Rest<ol start=3><li>first</li><li><p>second</p><p>more of it</p></li></ol>at last</li>"
        "<li>Warmth</li></ul>"
    ) == [
        ("Rest", 0, "", False),
        ("first", 1, "3.", False),
        ("second", 1, "4.", False),
        ("more of it", 1, "", True),
        ("at last", 0, "", True),
        ("Warmth", 0, "", False),
    ]


@pytest.mark.parametrize(
    ("attributes", "markers"),
    [
        ("", ["1.", "2.", "9."]),
        ("reversed", ["3.", "2.", "9."]),
        ("reversed start=20", ["20.", "19.", "9."]),
        ("type=a start=26", ["z.", "aa.", "i."]),
        ("type=A", ["A.", "B.", "I."]),
        ("type=i start=3", ["iii.", "iv.", "ix."]),
        ("style='list-style-type: upper-roman'", ["I.", "II.", "IX."]),
        ("style='list-style: none'", ["", "", ""]),
        ("start=nonsense type=nonsense", ["1.", "2.", "9."]),
    ],
)
def test_ordered_lists_count_as_they_are_drawn(attributes: str, markers: list[str]) -> None:
    found = items(f"<ol {attributes}><li>Bend</li><li>Stretch</li><li value=9>Rest</li></ol>")
    assert [marker for _, _, marker, _ in found] == markers


def test_text_under_an_items_heading_goes_on_with_the_item() -> None:
    document = read(f"{PROSE}<ul><li><h2>Splints</h2><p>They rest the hand at night.</p></li></ul>")
    assert outline(document) == [(1, "T"), (2, "Splints")]
    assert document.sections[1].sentences[0].detail.continues


def test_a_term_is_said_with_its_definition() -> None:
    document = read(
        f"{PROSE}<dl><dt>Dystonia</dt><dd>Muscles that contract <a href=/x>unasked</a>.</dd>"
        "<dt>Tremor</dt><dt>Shaking:</dt><dd><p>A rhythm.</p><p>It varies.</p></dd></dl>"
    )
    found = [s for s in sentences(document) if s.role == "list_item"]
    assert [s.text for s in found if s.starts_block] == [
        "Dystonia: Muscles that contract unasked.",
        "Tremor",
        "Shaking: A rhythm.",
        "It varies.",
    ]
    link = found[0].links[0]
    assert found[0].text[link.start : link.end] == "unasked"


def test_cells_carry_the_heading_of_their_column() -> None:
    document = read(
        PROSE
        + "<table><caption>Doses</caption><thead><tr><th>Medicine</th><th>Dose</th><th>How often</th></tr></thead>"
        "<tr><th>Baclofen</th><td>50 milligrams</td><td>Daily</td></tr>"
        "<tr><td rowspan=2>Botulinum toxin</td><td></td><td>Each quarter</td></tr>"
        "<tr><td colspan=1>100 units</td><td>Monthly</td></tr></table>"
    )
    rows = [(s.detail.column, s.text) for s in sentences(document) if s.role == "table_row"]
    assert rows == [
        ("", "Medicine"),
        ("", "Dose"),
        ("", "How often"),
        ("", "Baclofen"),
        ("Dose", "50 milligrams"),
        ("How often", "Daily"),
        ("Medicine", "Botulinum toxin"),
        ("How often", "Each quarter"),
        ("Dose", "100 units"),
        ("How often", "Monthly"),
    ]
    assert [s.text for s in sentences(document) if s.role == "caption"] == ["Doses"]


def test_a_mark_leads_to_its_note_and_back() -> None:
    document = read(
        PROSE
        + "<p>It is common.<sup><a id=r1 href='#n1'>[1]</a></sup> See <a href='#top'>the top</a>.</p>"
        "<p>And known<a role=doc-noteref href='#n9'>9</a> for long.</p>"
        "<h2>Notes</h2><ol><li id=n1><a href='#r1'>↩</a> A study of many hands, long ago.</li></ol>"
    )
    marked = document.sections[0].sentences[1]
    assert marked.text == "It is common.[1]"
    assert marked.detail.marks == (NoteMark(13, 16, Locator(1, 0)),)
    lost = document.sections[0].sentences[3]
    assert [lost.text[m.start : m.end] for m in lost.detail.marks] == ["9"]
    assert lost.detail.marks[0].note is None
    note = document.sections[1].sentences[0]
    assert note.text == "A study of many hands, long ago."
    assert note.detail.note_of == Locator(0, 1)


def test_links_within_the_page_with_words_are_no_marks() -> None:
    document = read(f"{PROSE}<p>See <a href='#signs'>signs</a> and <a href='#2'>2</a>.</p>")
    assert not any(s.detail.marks for s in sentences(document))


def test_code_is_said_to_be_code_and_read_by_lines() -> None:
    document = read(
        f"{PROSE}<pre><code>take(1)\n\n  rest()</code></pre><pre>A poem\nof hands</pre>"
    )
    found = [(s.text, s.role) for s in sentences(document)[1:]]
    assert found == [("take(1)", "code"), ("rest()", "code"), ("A poem of hands", "body")]


def test_phrases_in_another_language_and_abbreviations_are_known() -> None:
    document = read(
        PROSE + "<p>They say <i lang=fr>la crampe de <b>l’écrivain</b></i> for"
        " <abbr title='focal hand dystonia'>FHD</abbr>; <span lang=en>yes</span>.</p>"
    )
    found = sentences(document)[1]
    assert found.language is None
    assert found.detail.phrases == (Phrase(9, 32, "fr"),)
    assert found.detail.abbreviations == (Abbreviation(37, 40, "focal hand dystonia"),)
    assert found.text[37:40] == "FHD"


def test_lines_of_an_address_end_and_wrapped_lines_do_not() -> None:
    document = read(
        PROSE
        + "<p>89 Albert Embankment<br>London<br>SE1 7TP</p><p>We rest<br>and then go on.<br>Really.</p>"
    )
    assert [s.text for s in sentences(document)[1:]] == [
        "89 Albert Embankment",
        "London",
        "SE1 7TP",
        "We rest and then go on.",
        "Really.",
    ]


def test_halves_of_a_text_are_joined() -> None:
    document = read(
        PROSE + "<p>The cramp comes when the pen is held …</p><button>Read more</button>"
        "<div class=more-text><p>and goes when it is put down.</p></div><p>more about it is known.</p>"
    )
    assert [s.text for s in sentences(document)[1:]] == [
        "The cramp comes when the pen is held and goes when it is put down.",
        "more about it is known.",
    ]


ANSWER = "<p>It is a cramp that comes with one task, such as writing, and with no other.</p>"


def test_dots_that_stand_for_a_hidden_half_are_not_read() -> None:
    document = read(
        "<p>This page tells what is known <span class=dots>...</span><span style='display:none'>and what can be done"
        " about it, at home and at work.</span></p>"
    )
    assert [s.text for s in sentences(document)] == [
        "This page tells what is known and what can be done about it, at home and at work."
    ]


@pytest.mark.parametrize(
    "asked",
    [
        "<details><summary>What is it?</summary>{}</details>",
        "<dl><dt>What is it?</dt><dd>{}</dd></dl>",
        "<h2><button aria-expanded=false>What is it?</button></h2><div hidden>{}</div>",
        "<button aria-expanded=false aria-controls=p>What is it?</button><div id=p hidden>{}</div>",
        "<div class=item><div class=accordion-title>What is it?</div><div class=panel>{}</div></div>",
        "<a role=button data-toggle=collapse href='#c'>What is it?</a><div id=c class=collapse>{}</div>",
        "<div class=q>What is it?</div>{}<script type='application/ld+json'>"
        '{{"@type":"FAQPage","mainEntity":[{{"@type":"Question","name":"<b>What is it?</b>"}}]}}</script>',
    ],
)
def test_a_question_is_a_section(asked: str) -> None:
    document = read(PROSE + asked.format(ANSWER))
    assert outline(document) == [(1, "T"), (2, "What is it?")]
    assert document.sections[1].sentences[0].text.startswith("It is a cramp")


def test_bold_lines_are_headings_where_there_are_no_others() -> None:
    bold = f"<p><b>Signs</b></p>{PROSE}<p><strong>What helps</strong>:</p>{ANSWER}"
    assert outline(
        read(PROSE + f"<p><b>Signs</b></p>{PROSE}<p><strong>Help</strong></p>{ANSWER}")
    ) == [
        (1, "T"),
        (2, "Signs"),
        (2, "Help"),
    ]
    assert outline(read(f"{PROSE}<h2>Real</h2>{bold}")) == [(1, "T"), (2, "Real")]
    assert outline(read(f"{PROSE}<p><b>Only one line</b></p>{ANSWER}")) == [(1, "T")]


def test_bold_lines_that_part_no_text_are_no_headings() -> None:
    signed = f"{PROSE}<p><b>– Anna</b></p>{PROSE}<p><b>– Otto</b></p>{ANSWER}"
    assert outline(read(signed)) == [(1, "T")]
    long = "".join(f"<p>{number} {PROSE[3:-4]}</p>" for number in range(80))
    few = f"{long}<p><b>Note this</b></p>{PROSE}<p><b>And this</b></p>{ANSWER}"
    assert outline(read(few)) == [(1, "T")]


@pytest.mark.parametrize(
    ("levels", "repaired"),
    [
        ([2, 4, 4, 2], [2, 3, 3, 2]),
        ([3, 3, 2, 3], [2, 2, 2, 3]),
        ([1, 2, 1, 2], [2, 3, 2, 3]),
        ([5, 6, 3], [2, 3, 2]),
    ],
)
def test_levels_have_no_gaps(levels: list[int], repaired: list[int]) -> None:
    headings = "".join(
        f"<h{level}>Part {at}</h{level}><p>Text of part {at} that is like no other text.</p>"
        for at, level in enumerate(levels)
    )
    assert [level for level, _ in outline(read(PROSE + headings))][1:] == repaired


def test_the_same_short_words_may_stand_under_two_headings() -> None:
    document = read(
        PROSE
        + "".join(
            f"<h2>{name}</h2>{text}<h3>Good</h3><ul><li>Cheap</li></ul>"
            for name, text in (("Splint", PROSE.replace("hand", "wrist")), ("Brace", ANSWER))
        )
    )
    assert [title for _, title in outline(document)] == ["T", "Splint", "Good", "Brace", "Good"]


def test_json_has_the_details_that_there_are() -> None:
    document = read(
        f"<p>Published 3 May 2024</p>{PROSE}<ol><li>Rest<sup><a href='#n'>1</a></sup></li></ol>"
        "<p id=n>A note of some length, on resting well.</p>"
    )
    form = document_to_json(document)
    assert form["published"] == "2024-05-03"
    assert "reviewed" not in form
    first, *_, item, note = form["sections"][0]["sentences"]
    assert set(first) == {"text", "role", "starts_block", "links"}
    assert item["marker"] == "1."
    assert item["note_marks"] == [{"start": 4, "end": 5, "note": {"section": 0, "sentence": 3}}]
    assert note["note_of"] == {"section": 0, "sentence": 2}


def test_an_empty_box_inside_a_line_does_not_cut_it() -> None:
    document = read(f"{PROSE}<p><cite>Hands<div class=shield><div></div></div> of old.</cite></p>")
    assert [s.text for s in sentences(document)[1:]] == ["Hands of old."]


@pytest.mark.parametrize(
    "panel",
    [
        "<button aria-expanded=false>How long?</button><div hidden><p>{}</p></div>",
        "<h2><button aria-expanded=false>How long?</button></h2><div hidden>{}</div>",
        "<div class=head><a href='#a' aria-expanded=false>How long?</a></div><div style='display:none'>{}</div>",
        "<ul role=tablist><li role=tab aria-controls=p1>How long?</li></ul><div id=p1 role=tabpanel hidden>{}</div>",
    ],
)
def test_what_a_line_opens_is_read_with_it(panel: str) -> None:
    document = read(PROSE + panel.format("About three months.") + PROSE.replace("hand", "wrist"))
    assert "About three months." in [s.text for s in sentences(document)]


def test_a_hidden_menu_that_a_line_opens_is_not_read() -> None:
    document = read(
        f"{PROSE}<button aria-expanded=false>More pages</button>"
        f"<div hidden><a href=/a>Splints</a> <a href=/b>Pens</a></div>{PROSE.replace('hand', 'wrist')}"
    )
    assert not any("Splints" in s.text for s in sentences(document))


def test_terms_nested_in_terms_are_read_in_time_that_grows_with_their_number_alone() -> None:
    document = read_document(
        b"<dt>x" * 20_000, url="https://hands.example/", media_type="text/html", charset=None
    )
    assert document.sections
