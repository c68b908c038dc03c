"""Names the cells of a PDF's tables by the headings of their columns. Pure; any thread."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from reader.documents.pdf_blocks import Piece
from reader.documents.pdf_layout import Line
from reader.documents.pdf_text import mended
from reader.documents.plain_text import clean

_LONGEST_HEADING_CHARS = 80
"""What is longer cannot be said before each cell."""
_MOST_HEAD_ROWS = 3
_MOSTLY = 0.6
"""Of a column's cells: with this share in figures it is a column of figures."""


def name_columns(pieces: Sequence[Piece]) -> None:
    """Set `columns` of every row of a table whose first rows name its columns."""
    run: list[Piece] = []
    for piece in (*pieces, None):
        if piece is not None and piece.role == "table_row" and len(piece.lines) == 1:
            run.append(piece)
            continue
        if len(run) > 1:
            _name(run)
        run = []


def _name(rows: Sequence[Piece]) -> None:
    heads = _heads([piece.lines[0] for piece in rows])
    widest = max((piece.lines[0] for piece in rows[heads:]), key=lambda row: len(row.cells))
    for piece in rows[:heads]:
        _part(piece.lines[0], widest)
    for piece in rows[heads:] if heads else ():
        line = piece.lines[0]
        for begin, end in _bounds(line):
            parts = [_over(rows[i].lines[0], line, begin, end) for i in range(heads)]
            name = clean(" ".join(part for part in parts if part))
            if name and len(name) <= _LONGEST_HEADING_CHARS:
                piece.columns[begin] = name


def _part(head: Line, row: Line) -> None:
    """Part headings that stand so close that they were taken for one, where the cells below are several."""
    if head.is_row or head.rtl or len(head.cells) >= len(row.cells):
        return
    places = [_edges(row, a, b) for a, b in _bounds(row)]
    cuts: list[int] = []
    for begin, end in _bounds(head):
        if begin:
            cuts.append(begin)
        x0, x1 = _edges(head, begin, end)
        if sum(left < x1 and x0 < right for left, right in places) < 2:
            continue
        nearest = [_nearest(places, w.x0, w.x1) for w in head.words[begin:end]]
        cuts += [begin + i for i, (a, b) in enumerate(pairwise(nearest), 1) if b > a]
    head.cells = cuts


def _nearest(places: Sequence[tuple[float, float]], x0: float, x1: float) -> int:
    """Which place a word stands over, or else which has its middle nearest."""
    distances = [
        0.0 if left < x1 and x0 < right else abs((left + right) / 2 - (x0 + x1) / 2)
        for left, right in places
    ]
    return distances.index(min(distances))


def _heads(rows: Sequence[Line]) -> int:
    """How many of the first rows are headings of the columns."""
    if len(_bounds(rows[0])) < 2 or not all(_is_name(t) for t in _texts(rows[0])):
        return 0
    bold = 0
    while bold < len(rows) and _is_bold(rows[bold]):
        bold += 1
    if 0 < bold <= _MOST_HEAD_ROWS and bold < len(rows):
        return bold
    faces = [{w.face for w in row.words} for row in rows]
    if len(faces[0]) == 1 and not any(faces[0] & face for face in faces[1:]):
        return 1
    return int(not bold and _has_figures(rows[1:]))


def _is_bold(row: Line) -> bool:
    return all(w.bold for w in row.words)


def _is_name(text: str) -> bool:
    return sum(map(str.isalpha, text)) > sum(map(str.isdigit, text))


def _has_figures(rows: Sequence[Line]) -> bool:
    """Whether a column after the first holds figures all the way down, as none under names would without a heading."""
    width = max(len(_bounds(row)) for row in rows)
    for at in range(1, width):
        cells = [texts[at] for row in rows if len(texts := _texts(row)) > at]
        figures = sum(any(map(str.isdigit, cell)) and not _is_name(cell) for cell in cells)
        if len(cells) > 1 and figures >= _MOSTLY * len(cells):
            return True
    return False


def _bounds(row: Line) -> list[tuple[int, int]]:
    """First word and end of each cell."""
    return list(pairwise([0, *row.cells, len(row.words)]))


def _texts(row: Line) -> list[str]:
    return [" ".join(w.text for w in row.words[a:b]) for a, b in _bounds(row)]


def _over(head: Line, row: Line, begin: int, end: int) -> str:
    """What stands in the heading over a cell: the heading with most of its width over it, or the nearest near it."""
    left, right = _edges(row, begin, end)
    best, best_shared = "", 0.0
    for a, b in _bounds(head):
        x0, x1 = _edges(head, a, b)
        shared = min(right, x1) - max(left, x0)
        if shared > best_shared or (not best and shared > -0.5 * head.size):
            best, best_shared = mended(" ".join(w.text for w in head.words[a:b])), shared
    return best


def _edges(row: Line, begin: int, end: int) -> tuple[float, float]:
    words = row.words[begin:end]
    return min(w.x0 for w in words), max(w.x1 for w in words)
