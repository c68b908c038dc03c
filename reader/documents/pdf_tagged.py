"""Pieces of a tagged PDF page, by the structure that the file itself declares. Pure; any thread."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from reader.documents.model import Role
from reader.documents.pdf_blocks import Piece, Style, pieces_of
from reader.documents.pdf_columns import read_order
from reader.documents.pdf_file import PdfPage, Word
from reader.documents.pdf_layout import Fragment, Line, fragments_of, lines_of
from reader.documents.pdf_structure import Tag

_LEAST_TAGGED = 0.9
"""With less of its characters in the structure, a page is read by its layout."""
_MOST_WORDS_IN_BLOCK = 1500
"""A page in one single block has no structure worth the name."""
_MOST_BROKEN = 0.05
"""With more of the bits of text broken by the structure, it is not believed."""
_LOOSE = frozenset(("", "Div", "Sect", "Part", "Art", "Document", "NonStruct"))
"""May hold several paragraphs that have no element of their own."""
_ROLES: dict[str, Role] = {
    "LI": "list_item", "TR": "table_row", "Caption": "caption", "BlockQuote": "quote",
}  # fmt: skip


def pieces_of_tags(
    page: PdfPage, fragments: Sequence[Fragment], style: Style, *, rtl: bool
) -> list[Piece] | None:
    """The pieces in the order of the structure; None where the structure does not hold the page's text."""
    words = [w for f in fragments for w in f.words]
    chars = sum(len(w.text) for w in words)
    tagged = sum(len(w.text) for w in words if w.tag in page.tags)
    if not chars or tagged < _LEAST_TAGGED * chars:
        return None
    blocks: dict[int, list[Word]] = defaultdict(list)
    tags: dict[int, Tag] = {}
    for word in words:
        tag = page.tags.get(word.tag)
        if tag is not None:
            blocks[tag.block].append(word)
            tags.setdefault(tag.block, tag)
    if _breaks_lines(page, fragments) > _MOST_BROKEN * len(fragments):
        return None
    if len(blocks) < 2 or max(map(len, blocks.values())) > _MOST_WORDS_IN_BLOCK:
        return None
    pieces: list[Piece] = []
    for number in sorted(blocks):
        kind = tags[number].kind
        lines = _lines(blocks[number], page, kind, number, rtl=rtl)
        if lines and kind in _LOOSE:
            for piece in pieces_of(lines, style):
                piece.tag = kind
                pieces.append(piece)
        elif lines:
            piece = Piece(lines, _ROLES.get(kind, "body"), tag=kind)
            piece.is_note = kind in ("Note", "FENote")
            piece.is_contents = kind == "TOCI"
            pieces.append(piece)
    return pieces


def _breaks_lines(page: PdfPage, fragments: Sequence[Fragment]) -> int:
    """How many bits of text on one line the structure puts into several blocks."""
    broken = 0
    for fragment in fragments:
        tags = [page.tags[w.tag] for w in fragment.words if w.tag in page.tags]
        broken += any(a.block != b.block and a.kind != "TR" for a, b in pairwise(tags))
    return broken


def _lines(words: list[Word], page: PdfPage, kind: str, number: int, *, rtl: bool) -> list[Line]:
    """The lines of one block; a table row is one line, each cell read to its end before the next."""
    column_id = page.index * 1000 + min(number, 999)
    if kind != "TR":
        words.sort(key=lambda w: w.order)
        parts = read_order(fragments_of(words), rtl=rtl)
        return [line for part in parts for line in lines_of(part, page.index, column_id, rtl=rtl)]
    cells: dict[int, list[Word]] = defaultdict(list)
    for word in words:
        cells[page.tags[word.tag].cell].append(word)
    row: Line | None = None
    for cell in sorted(cells):
        lines = lines_of(fragments_of(cells[cell]), page.index, column_id, rtl=rtl)
        for i, line in enumerate(lines):
            if row is None:
                row = line
                row.cells = []
                continue
            if i == 0:
                row.cells.append(len(row.words))
            row.words += line.words
    return [row] if row is not None else []
