"""PDF files: order, paragraphs, headings, lists, tables, links, what is set aside, what cannot be read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from reader.documents.from_pdf import read_pdf
from reader.documents.model import Document, Link, Locator, Section
from reader.documents.parsing import read_document
from reader.errors import DocumentError, NoText
from tests.support.pdf_writer import HEIGHT, Pdf

URL = "https://hands.example/leaflet.pdf"
LEFT = [
    "Writing can become painful after a page",
    "or two, and the fingers may curl or lift.",
    "Some people change to a thicker pen and",
    "rest the arm on the desk. Others learn to",
    "write with the other hand. A therapist can",
    "help to find out which of these is under-",
]
RIGHT = [
    "standing the hand best. There is no single",
    "answer that is right for each person, and",
    "non-writing tasks may be hard as well. It",
    "is worth while to try several things.",
]


def read(pdf: Pdf) -> Document:
    return read_pdf(pdf.to_bytes(), url=URL)


def blocks(section: Section) -> list[str]:
    """The texts of a section's blocks."""
    out: list[str] = []
    for sentence in section.sentences:
        if sentence.starts_block:
            out.append(sentence.text)
        else:
            out[-1] += " " + sentence.text
    return out


def links(document: Document) -> list[Link]:
    return [x for section in document.sections for s in section.sentences for x in s.links]


def aside(document: Document) -> dict[str, str]:
    return {part.label: part.text for part in document.set_aside}


def leaflet() -> Pdf:
    """Two columns under a title, on two pages with a running head."""
    pdf = Pdf(title="Cramp of the hand", language="en-GB")
    for number in (1, 2):
        page = pdf.page()
        page.text(30, HEIGHT - 20, "The Hands Society", 7)
        page.text(330, HEIGHT - 20, "Leaflet 3, version 2", 7)
        page.text(200, 14, f"Page {number}", 7)
        if number == 1:
            page.text(30, 540, "Cramp of the hand", 18, "bold")
            page.lines(30, 515, LEFT)
            page.lines(225, 515, RIGHT)
        else:
            page.text(30, 540, "Getting help", 13, "bold")
            page.lines(30, 520, ["Ask your doctor first. Then ask us."])
    return pdf


def test_columns_are_read_one_after_the_other_and_a_word_cut_at_the_end_is_whole() -> None:
    document = read(leaflet())
    assert blocks(document.sections[0]) == [
        " ".join(LEFT)[:-1] + " ".join(RIGHT),
    ]


def test_a_columns_text_written_line_by_line_over_both_is_read_by_columns_all_the_same() -> None:
    pdf = Pdf(title="Cramp of the hand")
    page = pdf.page()
    page.text(30, 540, "Cramp of the hand", 18, "bold")
    left = [*LEFT[:-1], "help to find out which of these is good."]
    right = ["Understanding the hand takes a while for", *RIGHT[1:], "Rest.", "Then go on with it."]
    for i, (one, other) in enumerate(zip(left, right, strict=True)):
        page.text(30, 515 - 12 * i, one)
        page.text(245, 515 - 12 * i, other)
    text = " ".join(" ".join(blocks(s)) for s in read(pdf).sections)
    assert text.startswith(" ".join(left))
    assert "is good. Understanding the hand" in text


def test_headings_come_from_size_and_weight_and_the_title_is_the_page_itself() -> None:
    document = read(leaflet())
    assert document.title == "Cramp of the hand"
    assert document.language == "en-GB"
    assert [(s.level, s.title) for s in document.sections] == [
        (1, "Cramp of the hand"),
        (2, "Getting help"),
    ]


def test_a_line_in_another_typeface_over_text_is_a_heading_and_one_alone_is_none() -> None:
    pdf = Pdf(title="Hands")
    page = pdf.page()
    y = 540.0
    for head in ("Resting", "1. Writing by machine"):
        page.text(30, y, head, 10, "slanted")
        y = page.lines(30, y - 12, [*LEFT[:5], "help."]) - 8
    page.text(30, y, "See this as well", 10, "mono")
    page.lines(30, y - 12, RIGHT)
    assert [s.title for s in read(pdf).sections] == ["Hands", "Resting", "1. Writing by machine"]


def test_a_heading_over_several_lines_of_a_narrow_column_is_one() -> None:
    pdf = Pdf(title="Hands")
    page = pdf.page()
    y = page.lines(30, 540, ["What can be", "done about hands", "that hurt"], font="bold")
    y = (
        page.lines(30, y - 4, ["They can rest for", "a while. Try it", "again on another", "day."])
        - 8
    )
    y = page.lines(30, y, ["GETTING HELP FOR", "YOUR HANDS AT ALL"])
    page.lines(30, y, ["Ask a doctor first", "and then a friend", "of yours."])
    document = read(pdf)
    assert [s.title for s in document.sections][-2:] == [
        "What can be done about hands that hurt",
        "GETTING HELP FOR YOUR HANDS AT ALL",
    ]


def test_levels_go_down_one_at_a_time_and_capitals_stand_over_small_letters() -> None:
    pdf = Pdf(title="Hands that hurt")
    page = pdf.page()
    page.text(30, 560, "Hands that hurt", 20, "bold")
    y = 530.0
    for head, size in (("PART ONE", 9), ("Rest", 10), ("PART TWO", 9), ("Work", 10)):
        page.text(30, y, head, size, "bold")
        y = page.lines(30, y - 14, RIGHT) - 10
    assert [(s.level, s.title) for s in read(pdf).sections] == [
        (1, "Hands that hurt"), (2, "PART ONE"), (3, "Rest"), (2, "PART TWO"), (3, "Work"),
    ]  # fmt: skip


def test_bits_of_cut_words_are_no_words() -> None:
    pdf = Pdf(title="Run")
    page = pdf.page()
    page.lines(
        30,
        540,
        [
            "They run ahead of other run-",
            "ners, and of the other run-",
            "ners on the track to-",
            "day.",
        ],
    )
    page.lines(30, 460, ["Go to it in the day."])
    text = " ".join(blocks(read(pdf).sections[0]))
    assert "other runners, and of the other runners on the track today." in text


def test_running_heads_and_page_numbers_are_set_aside_by_name() -> None:
    found = aside(read(leaflet()))
    assert found["page numbers"] == "Page 1\nPage 2"
    assert "The Hands Society" in found["running heads"]
    assert "Leaflet 3, version 2" in found["running heads"]


def test_numbered_headings_at_the_top_of_every_page_are_no_running_heads() -> None:
    pdf = Pdf(title="Hands")
    for number in range(1, 5):
        page = pdf.page()
        page.text(30, 550, f"Chapter {number}", 14, "bold")
        page.lines(30, 530, ["It is good for hands that hurt."])
    titles = [s.title for s in read(pdf).sections]
    assert titles == ["Hands", "Chapter 1", "Chapter 2", "Chapter 3", "Chapter 4"]


def test_a_file_without_a_title_is_called_by_its_largest_heading() -> None:
    pdf = leaflet()
    pdf.title = "Microsoft Word - draft4.docx"
    assert read(pdf).title == "Cramp of the hand"


def test_paragraphs_are_told_by_gaps_by_indents_and_by_lines_that_end_early() -> None:
    pdf = Pdf(title="Three")
    page = pdf.page()
    y = page.lines(30, 540, ["Rest the hand before it begins to hurt, and then", "go on."])
    y = page.lines(30, y, ["Early endings part paragraphs when the next one", "is as wide."])
    page.lines(30, y - 8, ["A gap does so too."])
    page.lines(45, 450, ["An indented line opens a paragraph where the lines"])
    page.lines(30, 438, ["under it stand further to the left than the first", "one does here."])
    document = read(pdf)
    assert blocks(document.sections[0]) == [
        "Rest the hand before it begins to hurt, and then go on.",
        "Early endings part paragraphs when the next one is as wide.",
        "A gap does so too.",
        "An indented line opens a paragraph where the lines under it stand further to the left"
        " than the first one does here.",
    ]


def test_items_of_lists_lose_their_bullets_and_keep_their_numbers() -> None:
    pdf = Pdf(title="Lists")
    page = pdf.page()
    page.lines(30, 540, ["What may help, in no order of importance at all:"])
    for i, line in enumerate(
        ["a thick pen", "a soft splint that was made to fit the hand by a", "warm water"]
    ):
        page.text(30, 520 - 24 * i, "•")
        page.text(42, 520 - 24 * i, line)
    page.text(42, 520 - 24 - 12, "therapist")
    page.lines(30, 430, ["1. Rest the hand.", "2. Ask for help."])
    sentences = read(pdf).sections[0].sentences
    items = [s.text for s in sentences if s.role == "list_item"]
    assert items[0] == "a thick pen"
    assert items[1] == "a soft splint that was made to fit the hand by a therapist"
    assert items[2] == "warm water"
    assert " ".join(items[3:]) == "1. Rest the hand. 2. Ask for help."


def test_a_table_is_read_row_by_row_each_cell_for_itself() -> None:
    pdf = Pdf(title="Doses")
    page = pdf.page()
    page.lines(30, 550, ["These are the usual doses of the three medicines in this leaflet."])
    rows = [
        ("Medicine", "Dose", "Times a day"),
        ("Alpha", "5 mg", "two"),
        ("Beta", "10 mg", "three"),
        ("Gamma", "2 mg", "one"),
    ]
    for i, row in enumerate(rows):
        for x, cell in zip((30, 150, 250), row, strict=True):
            page.text(x, 520 - 14 * i, cell)
    sentences = read(pdf).sections[0].sentences
    found = [(s.text, s.starts_block) for s in sentences if s.role == "table_row"]
    assert found == [(cell, x == 0) for row in rows for x, cell in enumerate(row)]


def test_cells_know_the_heading_of_their_column_even_where_headings_stand_close() -> None:
    pdf = Pdf(title="Doses")
    page = pdf.page()
    for y, row, font in (
        (500, ("Medicine", "First week", "Later on"), "bold"),
        (486, ("Warm water", "5 ml", "10 ml"), "plain"),
        (472, ("Rest", "2 h", "1 h"), "plain"),
    ):
        for x, cell in zip((30, 150, 203), row, strict=True):
            page.text(x, y, cell, 10, font)
    (section,) = read(pdf).sections
    assert [(s.text, s.detail.column) for s in section.sentences] == [
        ("Medicine", ""), ("First week", ""), ("Later on", ""),
        ("Warm water", "Medicine"), ("5 ml", "First week"), ("10 ml", "Later on"),
        ("Rest", "Medicine"), ("2 h", "First week"), ("1 h", "Later on"),
    ]  # fmt: skip


def test_a_raised_mark_leads_to_the_note_at_the_foot_of_its_page_and_a_power_is_none() -> None:
    pdf = Pdf(title="Hands")
    for head in ("Rest", "Work"):
        page = pdf.page()
        page.text(30, 550, head, 14, "bold")
        page.text(65, 555, "1", 6)  # a mark in a heading is not read
        page.text(30, 530, "They cramp")
        page.text(86, 534, "1", 6)
        page.text(95, 530, "on each m")
        page.text(140, 534, "2", 6)
        page.text(150, 530, "of paper at times.")
        page.text(30, 43, "1", 6)
        page.text(36, 40, f"So says the leaflet on {head.lower()}.")
    document = read(pdf)
    assert "running heads" not in aside(document)
    notes = []
    for i, section in enumerate(document.sections):
        for j, sentence in enumerate(section.sentences):
            for mark in sentence.detail.marks:
                assert sentence.text[mark.start : mark.end] == "1"
                assert mark.note is not None
                note = document.sections[mark.note.section].sentences[mark.note.sentence]
                assert note.detail.note_of == Locator(i, j)
                notes.append(note.text)
    assert notes == ["1 So says the leaflet on rest.", "1 So says the leaflet on work."]
    assert [section.title for section in document.sections] == ["Rest", "Work"]


def test_a_running_head_of_the_title_is_set_aside_on_the_page_of_the_title_too() -> None:
    pdf = Pdf(title="Cramp of the hand")
    for number in (1, 2, 3):
        page = pdf.page()
        page.text(300, HEIGHT - 20, "Cramp of the hand", 7)
        if number == 1:
            page.text(30, 540, "Cramp of the hand", 18, "bold")
        page.lines(30, 500 - 20 * number, LEFT[number:] + RIGHT[:number])
    document = read(pdf)
    assert aside(document)["running heads"] == "Cramp of the hand"
    assert all("Cramp of" not in text for s in document.sections for text in blocks(s))


def test_links_say_what_they_are_and_written_addresses_are_links_too() -> None:
    pdf = Pdf(title="Links")
    page = pdf.page()
    page.text(30, 540, "See our leaflet")
    page.text(108, 540, "Thick pens")
    page.link(106, 540, 50, "https://hands.example/thick-pens.pdf")
    page.text(30, 520, "Write to help@hands.example or look at www.hands.example/help.")
    found = [(x.label, x.target, x.kind) for x in links(read(pdf))]
    assert found == [
        ("Leaflet: Thick pens (PDF)", "https://hands.example/thick-pens.pdf", "leaflet"),
        ("E-mail help@hands.example", "mailto:help@hands.example", "email"),
        ("Page: Help", "https://www.hands.example/help", "page"),
    ]


def test_an_outline_names_headings_that_look_like_text() -> None:
    pdf = Pdf(title="Plain", outline=[("Rest", 0), ("Warmth", 0), ("Help", 1)])
    lines = ["It is good for hands that hurt. More than that is", "not known."]
    for names in (("Rest", "Warmth"), ("Help",)):
        page = pdf.page()
        y = 540.0
        for name in names:
            page.text(30, y, name)
            y = page.lines(30, y - 20, lines) - 20  # fmt: skip
    document = read(pdf)
    assert [s.title for s in document.sections] == ["Plain", "Rest", "Warmth", "Help"]


def test_a_tagged_file_is_read_by_its_own_structure() -> None:
    pdf = Pdf(title="Tagged")
    page = pdf.page()
    page.text(30, 540, "Second in place, first in order.", tag="P")
    page.text(30, 560, "A heading no larger than the rest", tag="H2")
    page.text(30, 520, "An item of a list", tag="LI")
    page.text(30, 500, "The end of the matter.", tag="P")
    document = read(pdf)
    assert [(s.level, s.title) for s in document.sections] == [
        (1, "Tagged"),
        (2, "A heading no larger than the rest"),
    ]
    assert blocks(document.sections[0]) == ["Second in place, first in order."]
    assert [s.role for s in document.sections[1].sentences] == ["list_item", "body"]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_page_that_is_turned_reads_the_same(rotation: int) -> None:
    pdf = Pdf(title="Turned")
    page = pdf.page(rotation=rotation)
    page.lines(30, 540, ["Hands can be turned as well as pages, and they", "do not mind it."])
    assert blocks(read(pdf).sections[0]) == [
        "Hands can be turned as well as pages, and they do not mind it."
    ]


def test_text_that_stands_sideways_is_set_aside() -> None:
    pdf = Pdf(title="Sideways")
    page = pdf.page()
    page.lines(60, 540, ["Hands can be turned as well as pages are."])
    page.content.append("BT /plain 8 Tf 0 1 -1 0 20 100 Tm (Stamp of the archive) Tj ET")
    document = read(pdf)
    assert aside(document) == {"sideways text": "Stamp of the archive"}


def test_a_table_of_contents_is_set_aside_with_its_heading() -> None:
    pdf = Pdf(title="Hands")
    page = pdf.page()
    page.text(30, 550, "Contents", 14, "bold")
    for i, name in enumerate(("Rest", "Warmth", "Help")):
        page.text(30, 520 - 14 * i, f"{name} {'.' * 60} {i + 2}")
    page = pdf.page()
    page.text(30, 550, "Rest", 14, "bold")
    page.lines(30, 530, ["It is good for hands that hurt."])
    document = read(pdf)
    assert "Contents" in aside(document)["table of contents"]
    assert [s.title for s in document.sections] == ["Hands", "Rest"]


def test_pictures_of_pages_say_that_they_have_no_text() -> None:
    pdf = Pdf(title="Scan")
    pdf.page().picture()
    with pytest.raises(NoText, match="pictures of its pages") as caught:
        read(pdf)
    assert caught.value.url == URL


def test_a_password_is_asked_for_in_one_sentence() -> None:
    pdf = leaflet()
    pdf.locked = True
    with pytest.raises(DocumentError, match="locked with a password"):
        read(pdf)


@pytest.mark.parametrize(
    "body", [b"%PDF-1.7", b"%PDF-1.7\n" + b"\x00" * 500, leaflet().to_bytes()[:300]]
)
def test_a_damaged_file_is_refused_in_one_sentence(body: bytes) -> None:
    with pytest.raises(DocumentError, match=r"^This PDF .*\.$"):
        read_document(body, url=URL, media_type="application/pdf", charset=None)


def test_in_its_own_process_it_is_read_the_same() -> None:
    body = leaflet().to_bytes()
    apart = read_document(body, url=URL, media_type="application/octet-stream", charset=None)
    assert apart == read_pdf(body, url=URL)


def test_one_that_bursts_costs_only_its_own_process() -> None:
    pdf = Pdf(title="Bomb", stream_filter=2)
    page = pdf.page()
    page.content.append("BT /plain 9 Tf " + "(x) Tj " * 6_000_000 + "ET")
    with pytest.raises(DocumentError):
        read_document(pdf.to_bytes(), url=URL, media_type="application/pdf", charset=None)


def test_a_leaflet_tells_how_many_pages_it_has() -> None:
    pdf = Pdf()
    for words in ("The hand curls when it writes.", "It rests."):
        pdf.page().text(40, 500, words)
    assert read_pdf(pdf.to_bytes(), url=URL).page_count == 2


def test_memory_that_the_reader_itself_once_used_does_not_count(tmp_path: Path) -> None:
    path = tmp_path / "leaflet.pdf"
    path.write_bytes(leaflet().to_bytes())
    program = (
        "import sys; from pathlib import Path; from reader.documents.apart import read_apart; b'x' * (460 << 20);"
        f"print(read_apart('pdf', Path(sys.argv[1]).read_bytes(), url={URL!r}).title)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == read(leaflet()).title
