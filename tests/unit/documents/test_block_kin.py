"""Numbers tell what stands in boxes that repeat, what lies between paragraphs, and what the page's head says too."""

from __future__ import annotations

from reader.documents.block_kin import NAMES, numbers_of
from reader.documents.blocks import read_blocks
from reader.documents.page_tree import grow

LINE = "Many people wake with a cramp in the hand, and it may take some minutes until it has let go again."
STANDFIRST = "Why hands cramp at night, and what helps"
CARD = "<div class=card><div><p>Story {0}</p></div></div>"
PAGE = f"""<html><head><meta name="description" content="Why hands cramp at night, and what helps."></head>
<body><h1>Cramp</h1><div class=lead><p>{STANDFIRST}</p></div>
<div class=text><p>{LINE}</p><div><p>Between them.</p></div><p>{LINE} Yes.</p></div>
<div class=more>{"".join(CARD.format(n) for n in range(4))}</div></body></html>"""


def numbers(markup: str = PAGE) -> dict[str, dict[str, float]]:
    page = grow(markup)
    blocks = read_blocks(page, "https://hands.example/")
    rows = numbers_of(page, blocks)
    return {
        one.block.text: dict(zip(NAMES, row, strict=True))
        for one, row in zip(blocks, rows, strict=True)
    }


def test_the_line_that_the_head_has_too_is_known() -> None:
    found = numbers()
    assert found[STANDFIRST]["described"] == 1.0
    assert found[LINE]["described"] == 0.0
    assert found[LINE]["from_described"] == 1.0


def test_without_a_description_nothing_is_described() -> None:
    found = numbers(PAGE.replace("<meta", "<link"))
    assert {row["described"] for row in found.values()} == {0.0}
    assert {row["from_described"] for row in found.values()} == {-99.0}


def test_boxes_that_repeat_are_counted() -> None:
    found = numbers()
    assert found["Story 2"]["inner_kin"] == found["Story 0"]["inner_kin"] > 0.0
    assert found["Story 2"]["inner_kin_up"] == 1.0
    assert found[LINE]["inner_kin"] == 0.0


def test_what_lies_between_paragraphs_is_nearer_than_what_follows() -> None:
    found = numbers()
    between, after = found["Between them."], found["Story 0"]
    assert between["out_of_prose_around"] == 2.0 < after["out_of_prose_around"]
    assert between["from_centre_first"] > 0.0 < between["to_centre_last"]
    assert after["to_centre_last"] < 0.0


def test_headings_of_the_highest_level_before_are_counted() -> None:
    found = numbers()
    assert (found["Cramp"]["tops_before"], found[LINE]["tops_before"]) == (0.0, 1.0)


def test_no_blocks_have_no_numbers() -> None:
    assert numbers_of(grow(""), []) == []
