"""Tables that a PDF draws with lines come out row by row, each cell read to its end; boxes are no tables."""

from __future__ import annotations

import pytest

from reader.documents.from_pdf import read_pdf
from reader.documents.model import Document
from tests.support.pdf_writer import Page, Pdf

URL = "https://hands.example/doses.pdf"


def grid(
    page: Page, xs: list[float], ys: list[float], *, skip: tuple[float, float] = (0, 0)
) -> None:
    """Draw lines; the flat ones at height `skip[1]` begin only at `skip[0]`."""
    for y in ys:
        page.content.append(f"{skip[0] if y == skip[1] else xs[0]} {y} m {xs[-1]} {y} l S")
    for x in xs:
        page.content.append(f"{x} {ys[0]} m {x} {ys[-1]} l S")


def rows(document: Document) -> list[list[str]]:
    found: list[list[str]] = []
    for section in document.sections:
        for sentence in section.sentences:
            if sentence.role != "table_row":
                continue
            if sentence.starts_block:
                found.append([])
            found[-1].append(sentence.text)
    return found


def leaflet() -> tuple[Pdf, Page]:
    pdf = Pdf()
    page = pdf.page()
    page.text(40, 540, "Doses of the pen", 18, "bold")
    page.lines(
        40, 510, ["Each of these was tried by people whose hands curl.", "None of them hurts."]
    )
    return pdf, page


def test_cells_of_several_lines_are_read_one_after_the_other() -> None:
    pdf, page = leaflet()
    grid(page, [40, 140, 300], [480, 460, 420, 380])
    page.text(45, 466, "Name")
    page.text(145, 466, "How it is held")
    page.text(45, 446, "Thick pen")
    page.text(145, 446, "Between the first and")
    page.text(45, 434, "with a grip")
    page.text(145, 434, "the second finger")
    page.text(45, 406, "Brush")
    page.text(145, 406, "As it comes")
    page.text(40, 350, "That was the table.")
    document = read_pdf(pdf.to_bytes(), url=URL)
    assert rows(document) == [
        ["Name", "How it is held"],
        ["Thick pen with a grip", "Between the first and the second finger"],
        ["Brush", "As it comes"],
    ]
    assert [s.text for s in document.sections[-1].sentences if s.role == "body"] == [
        "Each of these was tried by people whose hands curl.",
        "None of them hurts.",
        "That was the table.",
    ]


def test_a_cell_over_two_rows_stands_at_its_first() -> None:
    pdf, page = leaflet()
    grid(page, [40, 140, 300], [480, 460, 440, 420], skip=(140, 440))
    for x, y, words in [
        (45, 466, "Name"),
        (145, 466, "Dose"),
        (45, 446, "Pen"),
        (145, 446, "one"),
        (145, 426, "two"),
    ]:
        page.text(x, y, words)
    assert rows(read_pdf(pdf.to_bytes(), url=URL)) == [["Name", "Dose"], ["Pen", "one"], ["two"]]


@pytest.mark.parametrize("count", [1, 2])
def test_boxes_around_text_are_no_table(count: int) -> None:
    pdf, page = leaflet()
    for i in range(count):
        x = 40 + 180 * i
        page.content.append(f"{x} 300 170 180 re S")
        page.lines(
            x + 5,
            465,
            ["Rest is good for hands", "that curl when they write,", "and so is a thick pen."] * 4,
        )
    assert rows(read_pdf(pdf.to_bytes(), url=URL)) == []


def test_a_drawing_of_very_many_lines_is_read_in_no_time() -> None:
    pdf, page = leaflet()
    grid(page, [40 + i / 2 for i in range(700)], [480 - i / 2 for i in range(700)])
    assert rows(read_pdf(pdf.to_bytes(), url=URL)) == []
