"""Lines of PDF pages made into paragraphs, items, rows and headings. Pure; any thread.

What ends a paragraph: a wider gap, another size or weight of type, an indent, a bullet, or a line that ends although
the next line's first word had room on it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from reader.documents.model import Role
from reader.documents.pdf_layout import Line, begins_note

_BULLET = re.compile(r"(?:[•‣▪▫◦●○■□◆◇►▶➢➤✓✔❖∙⁃\uf000-\uf0ff]|[-–—*·o](?=\s))\s*(?=\S)")
_LONE_BULLET = re.compile(r"[•‣▪▫◦●○■□◆◇►▶➢➤✓✔❖∙⁃\uf000-\uf0ff–*·-]")
_NUMBERED = re.compile(
    r"(?:\(?\d{1,3}[.)]|\(?[a-zA-Z][.)]|\(?[ivx]{1,5}[.)]|\[\d{1,3}\]|[①-⑳])\s+(?=\S)"
)
_ENDS = re.compile(r"[.!?:;…。！？؟।]['\"”’»)\]]*(?:\s?\[?\d{1,3}\]?)?$")
_CAPTION = re.compile(
    r"(?:fig(?:ure|\.)?|table|abb(?:ildung|\.)?|tab(?:elle|\.)?|tableau|figura|tabla|box|chart|exhibit|plate)\s*"
    r"[\dIVX]+(?:[.-]\d+)*\s*[.:–—|]",
    re.IGNORECASE,
)
_LEADERS = re.compile(r"(?:\s?\.){4,}\s*(?:\d{1,4}|[ivxlc]{1,7})?\s*$|(?:…\s*){2,}\d{0,4}\s*$")
_LABEL = re.compile(r"[(\[]?\w{1,4}(?:\.\d{1,3})*[.)\]]?")
_MOST_HEADING_LINES = 4
_TIGHT = 1.35
"""Of the usual distance between baselines: a wider one parts paragraphs."""


@dataclass(slots=True)
class Style:
    """What a whole document's type is like."""

    size: float
    """Of most of its text."""
    is_bold: bool
    leading: float
    """Usual distance between baselines, in sizes."""
    face: str = ""
    """Of most of its text of that size."""


@dataclass(slots=True)
class Piece:
    """Lines that belong together."""

    lines: list[Line]
    role: Role = "body"
    level: int = 0
    is_note: bool = False
    """A note at the foot of the page."""
    is_contents: bool = False
    """Lines of a table of contents."""
    tag: str = ""
    """What the file's own structure calls it."""
    columns: dict[int, str] = field(default_factory=dict)
    """Of a table row: heading of the column of the cell that begins with that word."""
    name: str = ""
    """Of a note: what its marks lead to."""

    @property
    def size(self) -> float:
        """Of most of its characters."""
        sizes: Counter[float] = Counter()
        for line in self.lines:
            sizes[round(line.size, 1)] += line.chars
        return max(sizes, key=lambda s: (sizes[s], s))

    @property
    def bold(self) -> bool:
        """Whether nearly all of it is."""
        chars = sum(line.chars for line in self.lines)
        bold = sum(len(w.text) for line in self.lines for w in line.words if w.bold)
        return bold >= 0.9 * chars

    @property
    def face(self) -> str:
        """The typeface of nearly all of it, or ""."""
        faces: Counter[str] = Counter()
        for line in self.lines:
            for word in line.words:
                faces[word.face] += len(word.text)
        face, chars = faces.most_common(1)[0]
        return face if chars >= 0.9 * faces.total() else ""

    def text(self) -> str:
        """Its lines, joined by spaces: for looking at, not for reading."""
        return " ".join(line.text() for line in self.lines)


def style_of(lines: Iterable[Line]) -> Style:
    """Measure size, weight and leading over all lines."""
    sizes: Counter[float] = Counter()
    bold: Counter[float] = Counter()
    faces: Counter[tuple[float, str]] = Counter()
    gaps: Counter[float] = Counter()
    before: Line | None = None
    for line in lines:
        size = round(line.size, 1)
        sizes[size] += line.chars
        bold[size] += line.chars * line.bold
        for word in line.words:
            faces[size, word.face] += len(word.text)
        if (
            before
            and before.column_id == line.column_id
            and before.page == line.page
            and abs(before.size - line.size) < 0.2
        ):
            gap = (before.base - line.base) / line.size
            if 0.8 < gap < 2.5:
                gaps[round(gap, 1)] += 1
        before = line
    if not sizes:
        return Style(10.0, False, 1.2)
    size = max(sizes, key=lambda s: (sizes[s], s))
    return Style(
        size,
        2 * bold[size] > sizes[size],
        gaps.most_common(1)[0][0] if gaps else 1.2,
        max((chars, face) for (s, face), chars in faces.items() if s == size)[1],
    )


def pieces_of(column: Sequence[Line], style: Style) -> list[Piece]:
    """Part the lines of one column."""
    found: list[Piece] = []
    rows = _table_rows(column)
    right = _right_edge(column)
    leading = _leading(column, style)
    for i, line in enumerate(column):
        text = line.text()
        if i in rows or line.is_row:
            found.append(Piece([line], "table_row"))
            continue
        if _LEADERS.search(text):
            if found and found[-1].is_contents and len(found[-1].lines) < 400:
                found[-1].lines.append(line)
            else:
                found.append(Piece([line], is_contents=True))
            continue
        if (
            not found
            or found[-1].role == "table_row"
            or found[-1].is_contents
            or _begins(
                line,
                text,
                found[-1],
                column[i + 1] if i + 1 < len(column) else None,
                right,
                leading,
            )
        ):
            found.append(Piece([line], _role(line, text)))
        else:
            found[-1].lines.append(line)
    return _without_lone_bullets(found)


def _role(line: Line, text: str) -> Role:
    if _CAPTION.match(text):
        return "caption"
    if _BULLET.match(text) or (_NUMBERED.match(text) and not line.bold):
        return "list_item"
    return "body"


def _right_edge(column: Sequence[Line]) -> float:
    ends = sorted((line.x1 for line in column), reverse=True)
    return ends[len(ends) // 10] if ends else 0.0


def _leading(column: Sequence[Line], style: Style) -> dict[float, float]:
    """Usual distance between baselines in points, for each size of type in the column."""
    gaps: dict[float, Counter[float]] = {}
    for a, b in pairwise(column):
        if abs(a.size - b.size) < 0.5:
            gap = a.base - b.base
            if 0.8 * b.size < gap < 2.6 * b.size:
                gaps.setdefault(round(b.size), Counter())[round(gap * 2) / 2] += 1
    usual: dict[float, float] = {}
    for size, counted in gaps.items():
        most = max(counted.values())
        # the smallest distance that is common: paragraphs of a single line must not widen it
        usual[size] = min(g for g, n in counted.items() if n >= max(1, most * 0.5))
    usual[0] = style.leading
    return usual


def _begins(
    line: Line,
    text: str,
    piece: Piece,
    after: Line | None,
    right: float,
    leading: dict[float, float],
) -> bool:
    """Whether a line begins a new piece rather than going on with the one before."""
    last = piece.lines[-1]
    size = max(line.size, last.size)
    gap = last.base - line.base
    usual = leading.get(round(line.size), leading[0] * line.size)
    if gap < -0.3 * size or gap > max(_TIGHT * usual, usual + 2):
        return True
    if abs(line.size - last.size) > 0.055 * size and not (line.chars < 4 or last.chars < 4):
        return True
    if _is_all_bold(line) != _is_all_bold(last) and not _goes_on_in_line(last, line, right, text):
        return True
    if _BULLET.match(text) or begins_note(line.words):
        return True
    if (
        _NUMBERED.match(text)
        and (
            piece.role == "list_item" or _ENDS.search(last.text()) or line.x0 > last.x0 + 0.5 * size
        )
        and not (_is_hanging(piece) and line.x0 > piece.lines[0].x0 + 0.5 * size)
    ):
        return True
    if _is_all_bold(line) and _is_all_bold(last):
        return False  # a heading over several lines, of whatever widths
    if _looks_other(line, last) and (_had_room(line, last, right) or _starts_anew(text, piece)):
        return True  # a heading that differs by its letters alone
    if line.rtl:
        return bool(_ENDS.search(last.text())) and last.x0 > last.column[0] + 2 * size
    return _ends_early(line, last, piece, after, right, size)


def _ends_early(
    line: Line, last: Line, piece: Piece, after: Line | None, right: float, size: float
) -> bool:
    """Whether the line before ended its paragraph, by how both are set."""
    ended = bool(_ENDS.search(last.text()))
    had_room = _had_room(line, last, right)
    centred = _is_centred(line, last)
    indent = line.x0 - last.x0
    if piece.role == "list_item" and line.x0 < piece.lines[0].x0 - 0.5 * size:
        return True  # back to the left of the item
    if (
        0.7 * size < indent < 6 * size
        and len(piece.lines) > 1 - (piece.role != "list_item")
        and not centred
    ):
        returns = after is None or after.x0 < line.x0 - 0.5 * size or ended
        if (ended or had_room) and returns and piece.role != "list_item":
            return True
        if piece.role == "list_item" and len(piece.lines) > 1 and ended:
            return True
    if not had_room:
        return False
    if ended:
        return True
    starts_small = line.words[0].text[:1].islower()
    return (
        last.x1 - last.column[0] < 0.6 * (right - last.column[0])
        and not starts_small
        and not centred
    )


def _had_room(line: Line, last: Line, right: float) -> bool:
    """Whether a line's first word would have stood on the line before."""
    first_word = line.words[0].x1 - line.words[0].x0
    size = max(line.size, last.size)
    return last.x1 + first_word + 0.4 * size < right - 0.2 * size


def _looks_other(line: Line, last: Line) -> bool:
    """Whether two lines are each wholly in a typeface of its own, or just the first in capitals."""
    faces, before = {w.face for w in line.words}, {w.face for w in last.words}
    if len(faces) == len(before) == 1 and faces != before:
        return True
    return in_capitals(last.text()) and not in_capitals(line.text())


def _starts_anew(text: str, piece: Piece) -> bool:
    """Whether a line can be the beginning of text under a heading that fills its own lines."""
    return len(piece.lines) <= _MOST_HEADING_LINES and text[:1].isupper()


def in_capitals(text: str) -> bool:
    """Whether all its letters are capitals, and are several."""
    capitals = [c for c in text if c.isalpha()]
    return len(capitals) >= 4 and all(c.isupper() for c in capitals)


def _is_centred(line: Line, last: Line) -> bool:
    middle = (line.x0 + line.x1) / 2
    return abs(middle - (last.x0 + last.x1) / 2) < 2 and abs(line.x0 - last.x0) > 3


def _is_hanging(piece: Piece) -> bool:
    return len(piece.lines) > 1 and piece.lines[1].x0 > piece.lines[0].x0 + 2


def _is_all_bold(line: Line) -> bool:
    return all(w.bold for w in line.words if any(map(str.isalnum, w.text)))


def _goes_on_in_line(last: Line, line: Line, right: float, text: str) -> bool:
    """Whether bold words are only a part of running text: one of the two lines is mixed, or the first is full."""
    first_word = line.words[0].x1 - line.words[0].x0
    is_full = last.x1 + first_word > right - 0.3 * line.size
    if not is_full or _ENDS.search(last.text()) or last.chars <= 20:
        return False
    return text[:1].islower() or not _is_all_bold(last)


def _without_lone_bullets(pieces: list[Piece]) -> list[Piece]:
    """A bullet that stands on a line of its own joined to what it marks."""
    kept: list[Piece] = []
    for piece in pieces:
        before = kept[-1] if kept else None
        if (
            before is not None
            and len(before.lines) == 1
            and before.lines[0].chars == 1
            and _LONE_BULLET.fullmatch(before.lines[0].text())
            and not piece.is_contents
        ):
            piece.role = "list_item"
            kept[-1] = piece
        else:
            kept.append(piece)
    return kept


def _table_rows(column: Sequence[Line]) -> set[int]:
    """Lines that are rows of a table: two or more in a row with cells that begin at the same places."""
    rows: set[int] = set()
    run: list[int] = []
    for i, line in enumerate([*column, None]):
        may_be = line is not None and _may_be_row(line)
        if line is not None and may_be and (not run or _aligned(column[run[-1]], line)):
            run.append(i)
            continue
        if len(run) >= 3 or (len(run) == 2 and min(len(column[r].cells) for r in run) >= 2):
            rows.update(run)
        run = [i] if may_be else []
    return rows


def _may_be_row(line: Line) -> bool:
    if not line.cells or _LEADERS.search(line.text()):
        return False
    first = line.words[: line.cells[0]]
    return not (len(line.cells) == 1 and len(first) == 1 and _is_label(first[0].text))


def _is_label(text: str) -> bool:
    """Whether it is the number or bullet of an item."""
    if _LONE_BULLET.fullmatch(text):
        return True
    return bool(_LABEL.fullmatch(text)) and (text[-1] in ".)]" or text[0].isdigit())


def _aligned(one: Line, other: Line) -> bool:
    """Whether a cell of one begins or ends where a cell of the other does."""
    if one.base - other.base > 3.5 * max(one.size, other.size):
        return False
    starts = {round(x) for x in _starts(one)}
    ends = {round(x) for x in _cell_ends(one)}
    hits = sum(any(abs(x - s) < 3 for s in starts) for x in _starts(other))
    hits_end = sum(any(abs(x - s) < 3 for s in ends) for x in _cell_ends(other))
    if max(hits, hits_end) >= 1:
        return True
    ours, theirs = _cell_spans(one), _cell_spans(other)
    if min(len(ours), len(theirs)) < 3:
        return False
    over = [sum(a < d and c < b for c, d in theirs) for a, b in ours]
    return sum(n == 1 for n in over) * 2 > len(over)


def _cell_spans(line: Line) -> list[tuple[float, float]]:
    """Left and right edge of every cell."""
    bounds = [0, *line.cells, len(line.words)]
    return [(line.words[a].x0, line.words[b - 1].x1) for a, b in pairwise(bounds)]


def _starts(line: Line) -> list[float]:
    return [line.words[i].x0 for i in line.cells]


def _cell_ends(line: Line) -> list[float]:
    return [line.words[i - 1].x1 for i in line.cells[1:]] + [line.x1]


def strip_marker(text: str) -> tuple[str, int]:
    """An item's text without its bullet, and how many characters went."""
    bullet = _BULLET.match(text)
    return (text[bullet.end() :], bullet.end()) if bullet else (text, 0)


def ends_sentence(text: str) -> bool:
    """Whether the text comes to an end here."""
    return bool(_ENDS.search(text))


def is_contents_line(text: str) -> bool:
    """Whether it leads over dots to a page number."""
    return bool(_LEADERS.search(text))
