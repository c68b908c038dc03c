"""The structure a tagged PDF declares: what is a heading, an item, a cell. Runs where `pdf_file` does."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass
from typing import Any

_MOST_ELEMENTS = 20_000
_DEEPEST = 100
_HEADING = re.compile(r"H([1-6])?")
_BLOCKS = frozenset(
    "P H H1 H2 H3 H4 H5 H6 LI TR Caption BlockQuote TOCI Note FENote Title Formula Code Index BibEntry Aside Figure"
    " Div Sect Part Art Document".split()
)
"""An element of these types begins a block of its own; the others lie inside one."""


@dataclass(frozen=True, slots=True)
class Tag:
    """What one piece of marked content is."""

    block: int
    """Number of the block it belongs to, in reading order."""
    kind: str
    """Standard structure type of that block: "P", "H2", "LI", "TR"..."""
    cell: int
    """Number of the table cell it stands in, or 0."""
    is_label: bool = False
    """A list item's own number or bullet."""


def read_tags(raw: Any, page: Any) -> dict[int, Tag]:
    """Marked-content number -> what it is, for one page; the order of the keys is the reading order."""
    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        return {}
    try:
        return _Tree(raw).read(tree)
    finally:
        raw.FPDF_StructTree_Close(tree)


class _Tree:
    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self._blocks = 0
        self._cells = 0
        self._left = _MOST_ELEMENTS
        self._tags: dict[int, Tag] = {}

    def read(self, tree: Any) -> dict[int, Tag]:
        raw = self._raw
        count = max(0, raw.FPDF_StructTree_CountChildren(tree))
        # an entry is (element, next child, block, kind, cell, is label, within a block that swallows others)
        stack: list[list[Any]] = []
        for i in range(min(count, _MOST_ELEMENTS)):
            element = raw.FPDF_StructTree_GetChildAtIndex(tree, i)
            if element:
                stack = [self._enter(element, 0, "", 0, False, False)]
                self._walk(stack)
        return self._tags

    def _walk(self, stack: list[list[Any]]) -> None:
        raw = self._raw
        while stack and self._left > 0:
            entry = stack[-1]
            element, at, children, block, kind, cell, is_label, holds = entry
            if at >= children:
                stack.pop()
                continue
            entry[1] = at + 1
            self._left -= 1
            child = raw.FPDF_StructElement_GetChildAtIndex(element, at)
            if child:
                if len(stack) < _DEEPEST:
                    stack.append(self._enter(child, block, kind, cell, is_label, holds))
                continue
            number = raw.FPDF_StructElement_GetChildMarkedContentID(element, at)
            if number >= 0 and number not in self._tags:
                self._tags[number] = Tag(block, kind, cell, is_label)

    def _enter(
        self, element: Any, block: int, kind: str, cell: int, is_label: bool, holds: bool
    ) -> list[Any]:
        name = self._type(element)
        if name in _BLOCKS and not (holds and name in ("P", "Div", "Sect", "Part", "Figure")):
            self._blocks += 1
            block, kind, cell, is_label = self._blocks, name, 0, False
            holds = name in ("LI", "TR") or bool(_HEADING.fullmatch(name))
        elif name in ("TD", "TH"):
            self._cells += 1
            cell = self._cells
        elif name == "Lbl":
            is_label = True
        elif name == "LBody":
            is_label = False
        count = max(0, self._raw.FPDF_StructElement_CountChildren(element))
        return [element, 0, count, block, kind, cell, is_label, holds]

    def _type(self, element: Any) -> str:
        buffer = ctypes.create_string_buffer(128)
        size = self._raw.FPDF_StructElement_GetType(element, buffer, 128)
        return buffer.raw[: max(0, size - 2)].decode("utf-16-le", "replace") if size <= 128 else ""
