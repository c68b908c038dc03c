"""Finds the column heading of every cell of a table. Pure; any thread."""

from __future__ import annotations

from collections.abc import Iterator

from reader.documents.page_tree import Node
from reader.documents.plain_text import clean

_MOST_CELLS = 20_000
"""Of a longer table the rest is read without column headings."""
_WIDEST = 100
_LONGEST_HEADING_CHARS = 80
"""What is longer cannot be said before each cell."""


def columns_of(table: Node) -> dict[int, str]:
    """Heading of the column of each data cell, by the `id()` of the cell; cells without one are left out."""
    found: dict[int, str] = {}
    headings: dict[int, str] = {}
    spans: dict[int, int] = {}
    seen = 0
    for row in _rows(table):
        cells = [c for c in row.children if isinstance(c, Node) and c.tag in ("td", "th")]
        seen += len(cells)
        if seen > _MOST_CELLS:
            break
        is_heading = _heads_columns(row, cells)
        if is_heading and not _goes_on(row):
            headings = {}
        column = 0
        spans = {at: left - 1 for at, left in spans.items() if left > 1}
        for cell in cells:
            while column in spans:
                column += 1
            width = min(_number(cell.attrs.get("colspan")), _WIDEST)
            height = _number(cell.attrs.get("rowspan"))
            if is_heading:
                text = clean(cell.text())
                for at in range(column, column + width):
                    if text and len(text) <= _LONGEST_HEADING_CHARS:
                        headings[at] = text
            elif cell.tag == "td" and width == 1 and column in headings:
                found[id(cell)] = headings[column]
            if height > 1:
                spans |= dict.fromkeys(range(column, column + width), height)
            column += width
    return found


def _rows(table: Node) -> Iterator[Node]:
    for child in table.children:
        if isinstance(child, Node):
            if child.tag == "tr":
                yield child
            elif child.tag in ("thead", "tbody", "tfoot"):
                yield from (c for c in child.children if isinstance(c, Node) and c.tag == "tr")


def _heads_columns(row: Node, cells: list[Node]) -> bool:
    """Whether a row holds the headings of what stands below it."""
    if len(cells) < 2:
        return False
    if row.parent is not None and row.parent.tag == "thead":
        return True
    first, *rest = cells
    return all(cell.tag == "th" and cell.attrs.get("scope") != "row" for cell in rest) and (
        first.tag == "th" or not first.chars
    )


def _goes_on(row: Node) -> bool:
    """Whether a row of headings stands below another one in the same head."""
    head = row.parent
    return (
        head is not None
        and head.tag == "thead"
        and next((c for c in head.children if isinstance(c, Node)), None) is not row
    )


def _number(value: str | None) -> int:
    value = (value or "").strip()
    return max(1, int(value)) if value.isascii() and value.isdecimal() and len(value) < 5 else 1
