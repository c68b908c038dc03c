"""Parts the fragments of a PDF page into columns, in the order they are read. Pure; any thread.

Columns are parted where many fragments begin at one edge and few cross it; what crosses (a title over two columns)
parts the page from top to bottom. A table is no set of columns: its cells are short, on common baselines, and the file
writes them row by row.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from reader.documents.pdf_layout import Fragment, rows_of

_LEAST_ROWS = 3
"""A column has at least so many lines."""
_LEAST_GUTTER = 0.5
"""Of the type's size."""
_MOST_CUTS = 40
"""Edges that are tried as the left side of a column."""
_DEEPEST = 8


def read_order(fragments: list[Fragment], *, rtl: bool = False) -> list[list[Fragment]]:
    """Columns, and what stands across them, in the order they are read."""
    done: list[list[Fragment]] = []
    stack: list[tuple[list[Fragment], int]] = [(fragments, 0)]
    while stack:
        piece, depth = stack.pop()
        parts = _parted(piece, rtl=rtl) if depth < _DEEPEST and len(piece) > 1 else None
        if parts is None:
            done.append(piece)
        else:
            stack += [(part, depth + 1) for part in reversed(parts)]
    return done


def _parted(piece: list[Fragment], *, rtl: bool) -> list[list[Fragment]] | None:
    """The piece cut along its best gutter; None where it is one column."""
    best: list[_Band] = []
    best_score = 0
    for edge in _edges(piece):
        bands = _bands(piece, edge)
        score = sum(len(b.left) + len(b.right) for b in bands if b.is_columns)
        if score > best_score:
            best, best_score = bands, score
    if not best:
        return None
    parts: list[list[Fragment]] = []
    loose: list[Fragment] = []
    for band in best:
        if band.is_columns:
            top = max(f.top for f in band.right)
            loose += [f for f in band.left if f.base > top]
            band.left = [f for f in band.left if f.base <= top]
            if loose:
                parts.append(loose)
                loose = []
            sides = [band.right, band.left] if rtl else [band.left, band.right]
            parts += [side for side in sides if side]
        else:
            loose = loose + band.left + band.right
    if loose:
        parts.append(loose)
    return parts if len(parts) > 1 else None


def _edges(piece: Sequence[Fragment]) -> list[float]:
    """Places where several fragments begin, the most frequent first."""
    starts = sorted(f.x0 for f in piece)
    groups: list[list[float]] = []
    for x in starts:
        if groups and x - groups[-1][0] < 3:
            groups[-1].append(x)
        else:
            groups.append([x])
    groups = [g for g in groups[1:] if len(g) >= 2]
    groups.sort(key=len, reverse=True)
    return [g[0] for g in groups[:_MOST_CUTS]]


@dataclass(slots=True)
class _Band:
    """What lies between two crossing lines, or such a line itself."""

    left: list[Fragment]
    right: list[Fragment]
    is_columns: bool = False


def _bands(piece: Sequence[Fragment], edge: float) -> list[_Band]:
    """The piece from top to bottom, cut where something crosses the edge."""
    bands: list[_Band] = []
    current = _Band([], [])
    bottom = float("inf")  # of the fragment that crossed last
    for f in sorted(piece, key=lambda f: (-f.base, f.x0)):
        if f.x0 < edge - 1 and f.x1 > edge - _LEAST_GUTTER * f.size:
            if current.left or current.right:
                bands.append(current)
                current = _Band([], [])
            bands.append(_Band([f], []))
            bottom = f.bottom
        elif (
            bottom > float("-inf")
            and f.top > bottom + 0.25 * f.size
            and bands
            and not bands[-1].is_columns
            and not (current.left or current.right)
        ):
            bands[-1].left.append(f)  # on the line that crosses
        elif f.x1 <= edge:
            current.left.append(f)
        else:
            current.right.append(f)
    if current.left or current.right:
        bands.append(current)
    for band in bands:
        band.is_columns = bool(band.right) and _are_columns(band.left, band.right)
    return bands


def _are_columns(left: Sequence[Fragment], right: Sequence[Fragment]) -> bool:
    """Whether two heaps side by side are columns of text, not cells of a table or labels of a list."""
    if not left or not right:
        return False
    rows = [rows_of(left), rows_of(right)]
    sides = [[sum(f.chars for f in row) for row in side] for side in rows]
    lengths = [median(side) for side in sides]
    if min(lengths) < 4:
        return False
    few = min(len(side) for side in rows)
    if few < _LEAST_ROWS and not (few == 2 and min(lengths) > 20):
        return False
    in_order = sorted([(f.order, 0) for f in left] + [(f.order, 1) for f in right])
    switches = sum(a[1] != b[1] for a, b in pairwise(in_order))
    bases = sorted(f.base for f in right)
    level = sum(_has_near(bases, f.base) for f in left) / len(left)
    column_wise = switches <= 1 + 0.12 * len(in_order)
    if column_wise:
        return not (level > 0.8 and min(lengths) < 12 and few < 12)
    return min(lengths) >= 18 and few >= 4


def _has_near(bases: Sequence[float], base: float) -> bool:
    """Whether one of the sorted numbers is less than a point away."""
    at = bisect_left(bases, base - 1)
    return at < len(bases) and bases[at] < base + 1
