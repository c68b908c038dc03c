"""Words of a PDF page put into lines. Pure; any thread.

Words that the file writes one after the other on one baseline make a fragment. `pdf_columns`
parts those into columns, and the fragments of one column make its lines.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from reader.documents.pdf_file import Word

_FRAGMENT_GAP = 1.0
"""Of the type's size: a wider gap ends a fragment."""
_CELL_GAP = 1.3
"""Of the type's size: a wider gap parts cells of a table."""
_OTHER_SIZE = 1.6
NOTE_MARK = re.compile(r"[\[(]?(\d{1,3}|[*∗†‡§¶#]{1,4})[\])]?(?:[,–-]\d{1,3})*[\])]?,?")
_SMALLER = 0.85
"""Of the size of the type before it: a mark is not larger."""
_RAISED = 0.15
"""Of that size."""


@dataclass(slots=True)
class Fragment:
    """Words that stand together."""

    words: list[Word]
    x0: float
    x1: float
    base: float
    size: float
    order: int
    chars: int
    cells: list[int] | None = None
    """For a whole row of a ruled table: the words that begin a cell after the first."""

    @property
    def bottom(self) -> float:
        """Of the part between baseline and the height of small letters."""
        return self.base

    @property
    def top(self) -> float:
        """See `bottom`."""
        return self.base + 0.5 * self.size


@dataclass(slots=True)
class Line:
    """One line of a column."""

    words: list[Word]
    """As they are read."""
    x0: float
    x1: float
    base: float
    size: float
    """Of most of its characters."""
    page: int = 0
    column: tuple[float, float] = (0.0, 0.0)
    """Left and right edge of the column."""
    column_id: int = 0
    cells: list[int] = field(default_factory=list)
    """Indices of the words that begin a cell after a wide gap."""
    rtl: bool = False
    is_row: bool = False
    """A row of a ruled table."""

    @property
    def bold(self) -> bool:
        """Whether most of it is."""
        return 2 * sum(len(w.text) for w in self.words if w.bold) > self.chars

    @property
    def mono(self) -> bool:
        """Whether all of it is in a type of equal widths."""
        return all(w.mono for w in self.words)

    @property
    def chars(self) -> int:
        """Without spaces."""
        return sum(len(w.text) for w in self.words)

    def text(self) -> str:
        """Its words with the spaces between them."""
        parts: list[str] = []
        before: Word | None = None
        for word in self.words:
            if before is not None and needs_space(before, word, rtl=self.rtl):
                parts.append(" ")
            parts.append(word.text)
            before = word
        return "".join(parts)


def needs_space(before: Word, word: Word, *, rtl: bool = False) -> bool:
    """Whether a space stands between two neighbours on a line."""
    if abs(word.base - before.base) > max(before.size, word.size):
        return True  # from one line of a cell to the next
    gap = before.x0 - word.x1 if rtl and before.x0 > word.x0 else word.x0 - before.x1
    size = max(before.size, word.size)
    if _is_mark(before, word):
        return True
    if word.follows_space and word.order > before.order:
        return gap > -0.3 * size
    return gap > 0.2 * min(before.size, word.size)


def _is_mark(before: Word, word: Word) -> bool:
    """A raised number after a word: the mark of a note."""
    return (
        word.size < 0.8 * before.size
        and word.base > before.base + 0.15 * before.size
        and word.text.strip("[]()*,").isdigit()
        and before.text[-1:].isalpha()
        and (len(before.text) > 2 or not before.text.isascii())  # not "cm2"
    )


def is_raised(word: Word, beside: Word) -> bool:
    """Whether a small word stands above the line of the one beside it, and may be the mark of a note."""
    return (
        word.size < _SMALLER * beside.size
        and word.base > beside.base + _RAISED * beside.size
        and bool(NOTE_MARK.fullmatch(word.text))
    )


def begins_note(words: Sequence[Word]) -> bool:
    """Whether a line begins with the raised mark of a note of its own."""
    return any(is_raised(one, other) for one, other in pairwise(words[:2]))


def is_rtl_text(text: str) -> bool:
    """Whether most letters are of a script written from right to left."""
    right = left = 0
    for c in text:
        if c.isascii():
            left += c.isalpha()
            continue
        direction = unicodedata.bidirectional(c)
        right += direction in ("R", "AL")
        left += direction == "L"
    return right > left


def fragments_of(words: Iterable[Word]) -> list[Fragment]:
    """Join neighbours in the file's own order."""
    found: list[Fragment] = []
    open_: Fragment | None = None
    for word in words:
        if open_ is not None:
            last = open_.words[-1]
            size = max(last.size, word.size)
            gap = max(word.x0 - open_.x1, open_.x0 - word.x1)
            raised = abs(word.base - open_.base)
            if (
                gap < _FRAGMENT_GAP * size
                and raised < (0.2 if min(last.size, word.size) > 0.85 * size else 0.45) * size
                and word.x1 > open_.x0 - size
            ):
                open_.words.append(word)
                open_.x0, open_.x1 = min(open_.x0, word.x0), max(open_.x1, word.x1)
                open_.chars += len(word.text)
                if word.size > open_.size and word.base <= open_.base + 0.1 * size:
                    open_.base, open_.size = word.base, word.size
                continue
        open_ = Fragment([word], word.x0, word.x1, word.base, word.size, word.order, len(word.text))
        found.append(open_)
    return found


def rows_of(fragments: Iterable[Fragment]) -> list[list[Fragment]]:
    """Fragments on common baselines, from the top."""
    rows: list[list[Fragment]] = []
    low = high = 0.0
    for f in sorted(fragments, key=lambda f: (-f.base, f.x0)):
        if rows and not _is_apart(rows[-1], f):
            shared = min(high, f.top) - max(low, f.bottom)
            if shared > 0.5 * min(high - low, f.top - f.bottom):
                rows[-1].append(f)
                if f.top - f.bottom > high - low:
                    low, high = f.bottom, f.top
                continue
        rows.append([f])
        low, high = f.bottom, f.top
    return _with_raised(rows)


def _is_apart(row: Sequence[Fragment], f: Fragment) -> bool:
    """Whether a fragment is of quite another size and stands well to the side, as a name in large type does."""
    large, small = max(row[0].size, f.size), min(row[0].size, f.size)
    if large < _OTHER_SIZE * small or min(f.chars, row[0].chars) < 2:
        return False
    return min(max(f.x0 - g.x1, g.x0 - f.x1) for g in row) > 2 * large


def _with_raised(rows: list[list[Fragment]]) -> list[list[Fragment]]:
    """The rows with small raised or lowered bits, such as marks of notes, on the lines that they touch."""
    if len(rows) < 2:
        return rows
    for i, row in enumerate(rows):
        near = [g for j in (i - 1, i + 1) if 0 <= j < len(rows) for g in rows[j]]
        for f in list(row):
            if f.chars > 12:
                continue
            host = next((g for g in near if _touches(f, g)), None)
            if host is not None and not any(
                _touches(f, g, smaller=False) for g in row if g is not f
            ):
                row.remove(f)
                next(r for r in rows if any(g is host for g in r)).append(f)
    return [row for row in rows if row]


def _touches(f: Fragment, g: Fragment, *, smaller: bool = True) -> bool:
    if smaller and (f.size > 0.86 * g.size or not -0.35 < (f.base - g.base) / g.size < 0.8):
        return False
    reach = 0.4 * g.size
    return abs(f.x0 - g.x1) < reach or abs(g.x0 - f.x1) < reach


def lines_of(fragments: Sequence[Fragment], page: int, column_id: int, *, rtl: bool) -> list[Line]:
    """The lines of one column, from the top."""
    if not fragments:
        return []
    dropped = _drop_caps(fragments)
    rest = [f for f in fragments if id(f) not in dropped]
    lines: list[Line] = []
    left, right = min(f.x0 for f in fragments), max(f.x1 for f in fragments)
    for row in rows_of([f for f in rest if f.cells is None]):
        words = _ordered([w for f in sorted(row, key=lambda f: f.x0) for w in f.words], rtl=rtl)
        line_rtl = rtl and is_rtl_text("".join(w.text for w in words))
        sizes: dict[float, int] = {}
        for w in words:
            sizes[w.size] = sizes.get(w.size, 0) + len(w.text)
        size = max(sizes, key=lambda s: (sizes[s], s))
        base = median(w.base for w in words if w.size == size)
        line = Line(
            words,
            min(f.x0 for f in row),
            max(f.x1 for f in row),
            base,
            size,
            page,
            (left, right),
            column_id,
            rtl=line_rtl,
        )
        line.cells = _cells(line)
        lines.append(line)
    ruled = [f for f in rest if f.cells is not None]
    if ruled:
        lines += [_ruled_line(f, page, (left, right), column_id, rtl=rtl) for f in ruled]
        lines.sort(key=lambda line: -line.base)
    for cap in dropped.values():
        for line in lines:  # the first line beside it
            if line.base < cap.base + 0.9 * cap.size and line.x0 > cap.x0:
                word = cap.words[0]
                word.base, word.follows_space = line.base, False
                line.words[0].follows_space = False
                word.x1 = line.words[0].x0
                word.size = line.size
                line.words.insert(0, word)
                line.x0 = cap.x0
                break
    return lines


def _ruled_line(
    row: Fragment, page: int, column: tuple[float, float], column_id: int, *, rtl: bool
) -> Line:
    return Line(
        row.words,
        row.x0,
        row.x1,
        row.base,
        row.size,
        page,
        column,
        column_id,
        row.cells or [],
        rtl=rtl,
        is_row=True,
    )


def _drop_caps(fragments: Sequence[Fragment]) -> dict[int, Fragment]:
    """Large first letters beside which two lines or more stand."""
    if len(fragments) < 3:
        return {}
    usual = median(f.size for f in fragments)
    found: dict[int, Fragment] = {}
    for f in fragments:
        if f.chars == 1 and f.size > 1.8 * usual and f.words[0].text.isalpha():
            beside = [
                g
                for g in fragments
                if g is not f
                and f.base - 0.3 * usual <= g.base <= f.base + f.size
                and 0 < g.x0 - f.x0 < 2 * f.size
            ]
            if len(beside) >= 2:
                found[id(f)] = f
    return found


def _ordered(words: list[Word], *, rtl: bool) -> list[Word]:
    """The words of a line from left to right; with a script from right to left, as they are read."""
    words = sorted(words, key=lambda w: w.x0)
    if not rtl or not is_rtl_text("".join(w.text for w in words)):
        return words
    words.reverse()
    ordered: list[Word] = []
    run: list[Word] = []
    for word in words:
        if any("a" <= c.lower() <= "z" or c.isdigit() for c in word.text) and not is_rtl_text(
            word.text
        ):
            run.append(word)
            continue
        ordered += reversed(run)
        run = []
        ordered.append(word)
    return ordered + run[::-1]


def _cells(line: Line) -> list[int]:
    """Where cells begin after the first."""
    if line.rtl:
        return []
    return [
        i
        for i, (a, b) in enumerate(pairwise(line.words), 1)
        if b.x0 - a.x1 > _CELL_GAP * max(a.size, b.size)
    ]
