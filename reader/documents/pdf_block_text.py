"""Pieces of a PDF made into blocks: one clean line each, with its links, cells and marks of notes. Pure; any thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from reader.documents.block import Block, CellStart, FoundLink, FoundMark
from reader.documents.links import absolute
from reader.documents.pdf_blocks import Piece, strip_marker
from reader.documents.pdf_layout import Line, needs_space
from reader.documents.pdf_text import join_lines, mended
from reader.documents.written_links import written_links

_TAIL = 80


@dataclass(slots=True)
class _Text:
    """Text with what stands where in it."""

    text: str = ""
    links: list[tuple[int, int, str]] = field(default_factory=list)
    cells: list[CellStart] = field(default_factory=list)
    marks: list[FoundMark] = field(default_factory=list)

    def add(self, line: _Text, known: frozenset[str]) -> None:
        """Go on with another line; a word cut between the two is made whole."""
        if self.text:
            tail = self.text[-_TAIL:]
            joined = join_lines(tail, line.text, known)
            self.text = self.text[: len(self.text) - len(tail)] + joined
        else:
            self.text = line.text
        offset = len(self.text) - len(line.text)
        self.links = [(a, min(b, offset), target) for a, b, target in self.links]
        self.links += [(a + offset, b + offset, target) for a, b, target in line.links]
        self.cells += [CellStart(x.start + offset, x.column) for x in line.cells]
        self.marks += [FoundMark(x.start + offset, x.end + offset, x.target) for x in line.marks]

    def without_start(self, count: int) -> None:
        """Take away so many characters."""
        self.text = self.text[count:]
        self.links = [
            (max(0, a - count), b - count, target) for a, b, target in self.links if b > count
        ]
        self.marks = [
            FoundMark(x.start - count, x.end - count, x.target)
            for x in self.marks
            if x.start >= count
        ]


def block_of(
    piece: Piece, known: frozenset[str], links: dict[int, list[str]], url: str
) -> Block | None:
    """One clean line with what stands in it.

    `known` is the document's vocabulary, `links` the addresses of each page.
    """
    made = _Text()
    for line in piece.lines:
        found = _line(line, links.get(line.page, []), piece)
        if found.text:
            made.add(found, known)
    if piece.role == "list_item":
        made.without_start(strip_marker(made.text)[1])
    if not made.text:
        return None
    is_row = piece.role == "table_row"
    return Block(
        text=made.text,
        role=piece.role,
        level=piece.level,
        links=tuple(_links(made.text, made.links, url)),
        breaks=tuple(x.start for x in made.cells if x.start) if is_row else (),
        cells=tuple(x for x in made.cells if x.column) if is_row else (),
        marks=tuple(made.marks),
        names=(piece.name,) if piece.name else (),
    )


def _line(line: Line, links: Sequence[str], piece: Piece) -> _Text:
    made = _Text()
    starts = {0, *line.cells}
    before = None
    for i, word in enumerate(line.words):
        said = mended(word.text)
        if not said:
            continue
        if before is not None and needs_space(before, word, rtl=line.rtl):
            made.text += " "
        at = len(made.text)
        if i in starts:
            made.cells.append(CellStart(at, piece.columns.get(i, "")))
        if word.mark is not None:
            made.marks.append(FoundMark(at, at + len(said), word.mark))
        elif 0 <= word.link < len(links):
            made.links.append((at, at + len(said), links[word.link]))
        made.text += said
        before = word
    return made


def _links(text: str, spans: Sequence[tuple[int, int, str]], url: str) -> list[FoundLink]:
    """Links of the file joined over their words, and addresses that stand written out."""
    found: list[FoundLink] = []
    merged: list[tuple[int, int, str]] = []
    for start, end, address in spans:
        if merged and merged[-1][2] == address and start - merged[-1][1] <= 1:
            merged[-1] = (merged[-1][0], end, address)
        else:
            merged.append((start, end, address))
    for start, end, address in merged:
        _add_link(found, text, start, end, address, url)
    for link in list(written_links(text, found)):
        _add_link(found, text, link.start, link.end, link.target, url)
    return sorted(found, key=lambda link: link.start)


def _add_link(
    found: list[FoundLink], text: str, start: int, end: int, address: str, url: str
) -> None:
    end = min(end, len(text))
    while end > start and text[end - 1] in " .,;:":
        end -= 1
    target = absolute(url, address) if start < end else None
    if target:
        found.append(FoundLink(start, end, target))
