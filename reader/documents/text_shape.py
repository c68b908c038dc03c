"""Puts together what a page tells in pieces: terms with definitions, halves of a text, notes. Pure; any thread.

Looks at the blocks that are read, after they have been chosen; changes no word of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from reader.documents.block import Block, CellStart, FoundLink, FoundMark
from reader.documents.blocks import PlacedBlock
from reader.documents.model import Abbreviation, Phrase
from reader.documents.note_marks import noted
from reader.documents.page_tree import Node

_TOGGLE = re.compile(
    r"\W*(?:(?:read|show|see|view|load)\s+(?:more|less|all)(?:\s+of this)?|continue reading"
    r"|expand all|collapse all|open all|close all|show all sections)\W*",
    re.IGNORECASE,
)
_BUTTON = re.compile(r"\W*(?:more|less|hide|show|expand|collapse|open|close)\W*", re.IGNORECASE)
_TOGGLE_CHARS = 40
_HALF_NAMED = re.compile(
    r"(?:^|[^a-z])(?:read-?more|more|rest|remainder|hidden|expand\w*|collaps\w*|trunc\w*|full-?text)(?:[^a-z]|$)"
)
_UNFINISHED = re.compile(r"(?:…|\.\.\.)$|[^.!?:;…\"'”’)\]。！？]$")
_LONGEST_HALF_CHARS = 10_000
"""What is longer was not cut for want of room."""
_LONGEST_TERM_CHARS = 150
_QUESTIONS_NAMED = re.compile(r"(?:^|[^a-z])(?:accordion|faqs?|questions?|q-?and-?a)(?:[^a-z]|$)")
_LOOKED_AT = 2000
"""Elements of a list that tell whether its terms are questions."""
_STEPS_UP = 4


def put_together(
    page: Node, blocks: Sequence[PlacedBlock], kept: Sequence[bool]
) -> list[PlacedBlock]:
    """The blocks that are read, with what belongs together in one."""
    return _with_terms(_with_notes(page, _with_halves(blocks, kept)))


def glued(first: Block, second: Block, between: str) -> Block:
    """One block of two: the second's text after the first's, with all that stands in both."""
    shift = len(first.text) + len(between)
    return replace(
        first,
        text=first.text + between + second.text,
        links=(
            *first.links,
            *(FoundLink(x.start + shift, x.end + shift, x.target, x.hint) for x in second.links),
        ),
        phrases=(
            *first.phrases,
            *(Phrase(x.start + shift, x.end + shift, x.language) for x in second.phrases),
        ),
        breaks=(*first.breaks, *(x + shift for x in second.breaks)),
        abbreviations=(
            *first.abbreviations,
            *(
                Abbreviation(x.start + shift, x.end + shift, x.expansion)
                for x in second.abbreviations
            ),
        ),
        marks=(
            *first.marks,
            *(FoundMark(x.start + shift, x.end + shift, x.target) for x in second.marks),
        ),
        cells=(*first.cells, *(CellStart(x.start + shift, x.column) for x in second.cells)),
        names=(*first.names, *second.names),
    )


def _with_halves(blocks: Sequence[PlacedBlock], kept: Sequence[bool]) -> list[PlacedBlock]:
    """Without the buttons that show more of a text; its halves joined where one cut a sentence in two."""
    found: list[PlacedBlock] = []
    is_cut = False
    for one, keep in zip(blocks, kept, strict=True):
        block = one.block
        if not block.level and not block.links and _shows_more(one):
            is_cut = True
            continue
        if not keep:
            continue
        last = found[-1].block if found else None
        if (
            last
            and last.role == block.role == "body"
            and block.text[0].islower()
            and len(last.text) < _LONGEST_HALF_CHARS
            and _UNFINISHED.search(last.text[-len("...") :])
            and (is_cut or _is_named(one.node, _HALF_NAMED))
        ):
            whole = glued(_without_ellipsis(last), block, " ")
            found[-1] = replace(found[-1], block=whole)
        else:
            found.append(one)
        is_cut = False
    return found


def _shows_more(one: PlacedBlock) -> bool:
    """Whether a line is only there to be pressed, for more or less of the text around it."""
    text, node = one.block.text, one.node
    if len(text) > _TOGGLE_CHARS:
        return False
    is_button = node.tag == "button" or node.attrs.get("role") == "button"
    return bool(_TOGGLE.fullmatch(text) or (is_button and _BUTTON.fullmatch(text)))


def _without_ellipsis(block: Block) -> Block:
    text = block.text.removesuffix("…").removesuffix("...").rstrip()
    return replace(
        block,
        text=text,
        links=tuple(x for x in block.links if x.end <= len(text)),
        breaks=tuple(x for x in block.breaks if x < len(text)),
    )


def _is_named(node: Node, names: re.Pattern[str]) -> bool:
    at: Node | None = node
    for _ in range(_STEPS_UP):
        if at is None:
            return False
        if names.search(at.names()):
            return True
        at = at.parent
    return False


def _with_notes(page: Node, blocks: list[PlacedBlock]) -> list[PlacedBlock]:
    """The blocks, those named to which marks of notes lead."""
    for at, names in noted(page, blocks).items():
        blocks[at] = replace(blocks[at], block=replace(blocks[at].block, names=names))
    return blocks


def _with_terms(blocks: list[PlacedBlock]) -> list[PlacedBlock]:
    """A term and its definition as one item, "Term: definition"; a question as the heading of its answer."""
    found: list[PlacedBlock] = []
    questions: dict[int, bool] = {}
    term: PlacedBlock | None = None
    last_level = 1
    for one in blocks:
        block = one.block
        last_level = block.level or last_level
        place = _of_definition_list(one.node) if block.role == "list_item" else None
        if term and place and place.tag == "dd" and place.parent is _list_around(term.node):
            found.append(replace(one, block=_defined(term.block, block)))
            term = None
            continue
        if term:
            found.append(term)
            term = None
        if place and place.tag == "dt" and len(block.text) <= _LONGEST_TERM_CHARS:
            around = place.parent
            if around is not None and id(around) not in questions:
                questions[id(around)] = _asks(around)
            if around is not None and questions[id(around)]:
                asked = replace(block, role="heading", level=min(last_level + 1, 6))
                found.append(replace(one, block=asked))
            else:
                term = one
        else:
            found.append(one)
    if term:
        found.append(term)
    return found


def _of_definition_list(node: Node) -> Node | None:
    """The term or definition that an element is or lies in."""
    at: Node | None = node
    for _ in range(_STEPS_UP):
        if at is None or at.tag in ("li", "dl"):
            return None
        if at.tag in ("dt", "dd"):
            return at
        at = at.parent
    return None


def _list_around(node: Node) -> Node | None:
    place = _of_definition_list(node)
    return place.parent if place else None


def _defined(term: Block, definition: Block) -> Block:
    between = " " if term.text[-1] in ":.?!–—-" else ": "
    return replace(
        glued(term, definition, between), depth=definition.depth, marker="", continues=False
    )


def _asks(around: Node) -> bool:
    """Whether a list of terms is one of questions: most end as such, or it is named so."""
    if around.tag in ("dt", "dd"):  # terms in terms are a broken list
        return False
    first = islice(around.descendants(), _LOOKED_AT)
    terms = [d for d in first if d.tag == "dt"]
    asked = sum(d.text().rstrip().endswith("?") for d in terms)
    return asked * 2 >= len(terms) or _is_named(around, _QUESTIONS_NAMED)
