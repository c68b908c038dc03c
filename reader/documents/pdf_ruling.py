"""Tables that a PDF draws with lines: which words stand in which cell. Pure; any thread.

Lines that cross make a grid; where a line is missing between two fields of it they are one cell. What comes out is one
fragment for each row, its words in the order of the cells, so that it takes its place in the reading order like a line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from reader.documents.pdf_file import Rule, Word
from reader.documents.pdf_layout import Fragment, fragments_of, lines_of

_NEAR = 3.0
"""Points: lines that are so near each other meet."""
_LEAST_SIDE = 8.0
"""Points: a narrower field is the gap of a double line."""
_MOST_RULES = 1500
"""With more the page holds a drawing."""
_MOST_FIELDS = 4000
_MOST_CELL_CHARS = 900
_MOST_USUAL_CHARS = 250
"""Boxes around columns of text hold more than this in most of their cells."""


@dataclass(slots=True)
class _Grid:
    """Where the lines of one table stand."""

    xs: list[float]
    ys: list[float]
    """From the top."""
    across: list[Rule]
    down: list[Rule]


def with_rows(fragments: list[Fragment], rules: Sequence[Rule], *, rtl: bool) -> list[Fragment]:
    """The fragments with the words of each ruled table gathered into its rows."""
    for grid in _grids(rules):
        made = _rows(grid, fragments, rtl=rtl)
        if made is not None:
            fragments = made
    return fragments


def _grids(rules: Sequence[Rule]) -> list[_Grid]:
    """The sets of lines that meet, each with two rows and two columns at least."""
    if not 3 <= len(rules) <= _MOST_RULES:
        return []
    across = _merged([r for r in rules if r.x1 - r.x0 >= r.y1 - r.y0], is_across=True)
    down = _merged([r for r in rules if r.x1 - r.x0 < r.y1 - r.y0], is_across=False)
    found: list[_Grid] = []
    for horizontal, vertical in _connected(across, down):
        xs = _distinct(
            [r.x0 for r in vertical]
            + [min(r.x0 for r in horizontal)]
            + [max(r.x1 for r in horizontal)]
        )
        ys = _distinct(
            [r.y0 for r in horizontal]
            + [min(r.y0 for r in vertical)]
            + [max(r.y1 for r in vertical)]
        )[::-1]
        if len(xs) >= 3 and len(ys) >= 3 and len(xs) * len(ys) <= _MOST_FIELDS:
            found.append(_Grid(xs, ys, horizontal, vertical))
    return found


def _merged(rules: Iterable[Rule], *, is_across: bool) -> list[Rule]:
    """Lines that go on in each other made one."""

    def key(rule: Rule) -> tuple[float, float]:
        return (round(rule.y0 / 2), rule.x0) if is_across else (round(rule.x0 / 2), rule.y0)

    merged: list[Rule] = []
    for rule in sorted(rules, key=key):
        last = merged[-1] if merged else None
        if last is not None and is_across:
            joins = abs(rule.y0 - last.y0) < _NEAR and rule.x0 - last.x1 < _NEAR
        elif last is not None:
            joins = abs(rule.x0 - last.x0) < _NEAR and rule.y0 - last.y1 < _NEAR
        else:
            joins = False
        if joins and last is not None:
            merged[-1] = Rule(
                min(last.x0, rule.x0),
                min(last.y0, rule.y0),
                max(last.x1, rule.x1),
                max(last.y1, rule.y1),
            )
        else:
            merged.append(rule)
    return merged


def _connected(across: Sequence[Rule], down: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of lines that meet."""
    group = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while group[i] != i:
            group[i] = group[group[i]]
            i = group[i]
        return i

    for i, h in enumerate(across):
        for j, v in enumerate(down, len(across)):
            meets = h.x0 - _NEAR <= v.x0 <= h.x1 + _NEAR and v.y0 - _NEAR <= h.y0 <= v.y1 + _NEAR
            if meets:
                group[root(i)] = root(j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for i, rule in enumerate((*across, *down)):
        groups[root(i)][i >= len(across)].append(rule)
    return [(h, v) for h, v in groups.values() if len(h) >= 2 and v]


def _distinct(places: Iterable[float]) -> list[float]:
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] >= _LEAST_SIDE:
            kept.append(place)
    return kept


def _rows(grid: _Grid, fragments: list[Fragment], *, rtl: bool) -> list[Fragment] | None:
    """The fragments with this table's rows in the place of its words; None where it is no table."""
    inside: list[Word] = []
    rest: list[Fragment] = []
    for fragment in fragments:
        words = [w for w in fragment.words if _is_inside(grid, w)]
        if fragment.cells is not None or not words:
            rest.append(fragment)
            continue
        inside += words
        if len(words) < len(fragment.words):
            taken = set(map(id, words))
            rest += fragments_of([w for w in fragment.words if id(w) not in taken])
    cells = _cells(grid, inside)
    if not _is_table(cells):
        return None
    for _, row in sorted(cells.items()):
        rest.append(_row([row[c] for c in sorted(row, reverse=rtl)], rtl=rtl))
    return rest


def _is_inside(grid: _Grid, word: Word) -> bool:
    x, y = (word.x0 + word.x1) / 2, word.base + 0.25 * word.size
    return grid.xs[0] - 1 < x < grid.xs[-1] + 1 and grid.ys[-1] - 1 < y < grid.ys[0] + 1


def _cells(grid: _Grid, words: Iterable[Word]) -> dict[int, dict[int, list[Word]]]:
    """Row -> column -> words; a cell over several fields stands at its first."""
    first = _first_fields(grid)
    cells: dict[int, dict[int, list[Word]]] = defaultdict(lambda: defaultdict(list))
    for word in words:
        x, y = (word.x0 + word.x1) / 2, word.base + 0.25 * word.size
        column = max(0, min(sum(x >= edge for edge in grid.xs) - 1, len(grid.xs) - 2))
        row = max(0, min(sum(y <= edge for edge in grid.ys) - 1, len(grid.ys) - 2))
        row, column = first[row, column]
        cells[row][column].append(word)
    return cells


def _first_fields(grid: _Grid) -> dict[tuple[int, int], tuple[int, int]]:
    """Field -> the first field of its cell."""
    first: dict[tuple[int, int], tuple[int, int]] = {}
    for r, (top, bottom) in enumerate(pairwise(grid.ys)):
        for c, (left, right) in enumerate(pairwise(grid.xs)):
            field = (r, c)
            middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
            if c and not any(
                abs(v.x0 - left) < _LEAST_SIDE and v.y0 < middle_y < v.y1 for v in grid.down
            ):
                field = first[r, c - 1]
            elif r and not any(
                abs(h.y0 - top) < _LEAST_SIDE and h.x0 < middle_x < h.x1 for h in grid.across
            ):
                field = first[r - 1, c]
            first[r, c] = field
    return first


def _is_table(cells: dict[int, dict[int, list[Word]]]) -> bool:
    lengths = [sum(len(w.text) for w in words) for row in cells.values() for words in row.values()]
    with_several = sum(len(row) > 1 for row in cells.values())
    return (
        with_several >= 2
        and with_several * 2 >= len(cells)
        and max(lengths) <= _MOST_CELL_CHARS
        and median(lengths) <= _MOST_USUAL_CHARS
    )


def _row(cells: Sequence[list[Word]], *, rtl: bool) -> Fragment:
    words: list[Word] = []
    begins: list[int] = []
    for cell in cells:
        lines = lines_of(fragments_of(cell), 0, 0, rtl=rtl)
        if words:
            begins.append(len(words))
        words += [word for line in lines for word in line.words]
    top = max(words, key=lambda w: w.base)
    return Fragment(
        words,
        min(w.x0 for w in words),
        max(w.x1 for w in words),
        top.base,
        top.size,
        min(w.order for w in words),
        sum(len(w.text) for w in words),
        begins,
    )
