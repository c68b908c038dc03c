"""Joins pieces of text into the one clean line of a block, keeping what stands where. Pure; any thread."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reader.documents.block import Block, CellStart, FoundLink, FoundMark
from reader.documents.links import absolute
from reader.documents.model import Abbreviation, Phrase, Role
from reader.documents.note_marks import is_mark, within_page
from reader.documents.page_tree import Node
from reader.documents.plain_text import clean, fold, without_controls

CELL_END = "\n"
LINE_END = "\v"
_ADDRESS_LINE_CHARS = 60
"""A longer line that ends without a stop was wrapped, not ended."""


class Piece(NamedTuple):
    """A run of text, or an end of a cell or line."""

    text: str
    link: Node | None = None
    language: str | None = None
    abbreviation: Node | None = None
    column: str = ""
    """With an end of a cell: the heading of the column in which the next one stands."""


def joined(pieces: Iterable[Piece], role: Role, level: int, base: str) -> Block | None:
    """The block that pieces make; None where they hold no text."""
    line = _Line()
    for piece in pieces:
        if piece.text == CELL_END:
            line.end_cell(piece.column)
        elif piece.text == LINE_END:
            line.end_line()
        else:
            line.add(piece)
    return line.block(role, level, base)


class _Line:
    """A line that grows piece by piece."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._ends_in_space = True
        self._links: list[tuple[Node, int, int]] = []
        self._abbreviations: list[tuple[Node, int, int]] = []
        self._phrases: list[Phrase] = []
        self._breaks: list[int] = []
        self._line_ends: list[int] = []
        self._cells: list[CellStart] = []

    def end_cell(self, column: str) -> None:
        self._space()
        if column:
            self._cells.append(CellStart(self._length, column))
        else:
            self._breaks.append(self._length)

    def end_line(self) -> None:
        self._space()
        self._line_ends.append(self._length)

    def _space(self) -> None:
        if not self._ends_in_space:
            self._parts.append(" ")
            self._length += 1
            self._ends_in_space = True

    def add(self, piece: Piece) -> None:
        text = fold(without_controls(piece.text))
        if self._ends_in_space:
            text = text.removeprefix(" ")
        if not text:
            return
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        self._ends_in_space = text[-1] == " "
        if piece.link is not None:
            _stretch(self._links, piece.link, start, self._length)
        if piece.abbreviation is not None:
            _stretch(self._abbreviations, piece.abbreviation, start, self._length)
        if piece.language:
            last = self._phrases[-1] if self._phrases else None
            if last and last.end == start and last.language == piece.language:
                self._phrases[-1] = Phrase(last.start, self._length, last.language)
            else:
                self._phrases.append(Phrase(start, self._length, piece.language))

    def block(self, role: Role, level: int, base: str) -> Block | None:
        line = "".join(self._parts).rstrip(" ")
        if not line:
            return None
        links, marks = _links(self._links, line, base)
        return Block(
            text=line,
            role=role,
            level=level,
            links=links,
            phrases=tuple(
                Phrase(p.start, min(p.end, len(line)), p.language)
                for p in self._phrases
                if p.start < len(line)
            ),
            breaks=tuple(
                sorted(
                    {at for at in self._breaks if 0 < at < len(line)}
                    | set(_ends_of_lines(line, self._line_ends))
                )
            ),
            abbreviations=tuple(
                Abbreviation(*_trimmed(line, start, end), clean(node.attrs.get("title", "")))
                for node, start, end in self._abbreviations
                if line[start:end].strip()
            ),
            marks=marks,
            cells=tuple(cell for cell in self._cells if cell.start < len(line)),
        )


def _stretch(spans: list[tuple[Node, int, int]], node: Node, start: int, end: int) -> None:
    """Note a span of an element, or lengthen the one before where it is of the same."""
    if spans and spans[-1][0] is node:
        spans[-1] = (node, spans[-1][1], end)
    else:
        spans.append((node, start, end))


def _ends_of_lines(line: str, ends: Sequence[int]) -> Iterable[int]:
    """Where a line that the page breaks is over, as in an address or a verse, and was not just wrapped."""
    start = 0
    for end in ends:
        before = line[start:end].rstrip()
        start = end
        if not 0 < end < len(line):
            continue
        is_short = len(before) <= _ADDRESS_LINE_CHARS and not line[end].islower()
        if not before or before[-1] in ".!?:;…" or is_short:
            yield end


def _links(
    spans: Iterable[tuple[Node, int, int]], line: str, base: str
) -> tuple[tuple[FoundLink, ...], tuple[FoundMark, ...]]:
    """The links that lead out of the page, and the marks of notes among those that do not."""
    links: list[FoundLink] = []
    marks: list[FoundMark] = []
    for node, from_, to in spans:
        start, end = _trimmed(line, from_, to)
        href = node.attrs.get("href", "")
        if start >= end:
            continue
        address = absolute(base, href)
        if address:
            hint = node.attrs.get("aria-label") or node.attrs.get("title") or ""
            links.append(FoundLink(start, end, address, clean(hint)))
            continue
        target = within_page(href, base)
        if target and is_mark(node, line[start:end]):
            marks.append(FoundMark(start, end, target))
    return tuple(links), tuple(marks)


def _trimmed(line: str, start: int, end: int) -> tuple[int, int]:
    """A span without spaces at its ends."""
    end = min(end, len(line))
    while end > start and line[end - 1] == " ":
        end -= 1
    while start < end and line[start] == " ":
        start += 1
    return start, end
