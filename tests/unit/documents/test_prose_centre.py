"""Numbers tell the paragraphs of a text, side by side, from teasers that stand each in a box of its own."""

from __future__ import annotations

from reader.documents.blocks import read_blocks
from reader.documents.page_tree import grow
from reader.documents.prose_centre import NAMES, nearness_of

LINE = "Many people wake with a cramp in the hand, and it may take some minutes until it has let go again."
TEASER = (
    "<div class=card><h4>{0}</h4><p class=dek>A story of another page {0}, which says more than our own text does, and"
    " at length.</p></div>"
)
PAGE = f"""<body><div class=all><div class=top><h1>Cramp</h1></div><div class=text>
<p>{LINE}</p><p>Or less.</p><p>{LINE} Yes.</p></div>
<div class=more>{"".join(TEASER.format(n) for n in range(3))}</div></div></body>"""


def numbers() -> dict[str, dict[str, float]]:
    blocks = read_blocks(grow(PAGE), "https://hands.example/")
    kinds = [f"{one.node.tag}.{one.node.attrs.get('class', '')}" for one in blocks]
    texts = [one.block.text for one in blocks]
    rows = nearness_of(blocks, kinds, texts.index("Cramp"))
    return {text: dict(zip(NAMES, row, strict=True)) for text, row in zip(texts, rows, strict=True)}


def test_paragraphs_side_by_side_are_the_centre() -> None:
    found = numbers()
    own, teaser = found["Or less."], next(v for k, v in found.items() if k.startswith("A story"))
    assert own["beside_1"] == 1.0 > teaser["beside_1"]
    assert own["centre_out"] == 0.0 < teaser["centre_out"]
    assert own["alike_centre"] == 1.0 > teaser["alike_centre"]


def test_steps_from_the_title_count_up_and_down() -> None:
    found = numbers()
    assert (found["Cramp"]["title_out"], found["Cramp"]["title_down"]) == (0.0, 0.0)
    assert (found["Or less."]["title_out"], found["Or less."]["title_down"]) == (2.0, 2.0)


def test_a_page_without_prose_or_title_has_no_centre() -> None:
    blocks = read_blocks(grow("<body><p>Short.</p></body>"), "https://hands.example/")
    (row,) = nearness_of(blocks, ["p"], -1)
    numbers = dict(zip(NAMES, row, strict=True))
    assert numbers["centre_out"] == numbers["title_out"] == numbers["title_to_centre"] == -1.0
    assert numbers["beside_1"] == 0.0


def test_no_blocks_have_no_numbers() -> None:
    assert nearness_of([], [], -1) == []
