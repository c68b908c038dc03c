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


@dataclass(slots=True)
class _Block:
    """A block while it is filled; it gets a new number when it goes on after another one inside it."""

    kind: str
    number: int


@dataclass(slots=True)
class _Entry:
    """An element on the way down."""

    element: Any
    children: int
    block: _Block
    cell: int
    is_label: bool
    holder: str
    """The kind of block that takes in what stands inside it."""
    at: int = 0


class _Tree:
    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self._blocks = 0
        self._cells = 0
        self._left = _MOST_ELEMENTS
        self._tags: dict[int, Tag] = {}

    def read(self, tree: Any) -> dict[int, Tag]:
        """Walk down from every root."""
        raw = self._raw
        count = max(0, raw.FPDF_StructTree_CountChildren(tree))
        for i in range(min(count, _MOST_ELEMENTS)):
            element = raw.FPDF_StructTree_GetChildAtIndex(tree, i)
            if element:
                self._walk(self._enter(element, _Entry(None, 0, _Block("", 0), 0, False, "")))
        return self._tags

    def _walk(self, root: _Entry) -> None:
        raw = self._raw
        stack = [root]
        while stack and self._left > 0:
            entry = stack[-1]
            if entry.at >= entry.children:
                stack.pop()
                continue
            at = entry.at
            entry.at += 1
            self._left -= 1
            child = raw.FPDF_StructElement_GetChildAtIndex(entry.element, at)
            if child:
                if len(stack) < _DEEPEST:
                    stack.append(self._enter(child, entry))
                continue
            number = raw.FPDF_StructElement_GetChildMarkedContentID(entry.element, at)
            if number >= 0 and number not in self._tags:
                block = entry.block
                if block.number != self._blocks:
                    self._blocks += 1
                    block.number = self._blocks
                self._tags[number] = Tag(block.number, block.kind, entry.cell, entry.is_label)

    def _enter(self, element: Any, around: _Entry) -> _Entry:
        name = self._type(element)
        block, cell, is_label, holder = around.block, around.cell, around.is_label, around.holder
        if name in _BLOCKS and not _takes_in(holder, name):
            block, cell, is_label = _Block(name, -1), 0, False
            holder = name if name in ("LI", "TR") or _HEADING.fullmatch(name) else ""
        elif name in ("TD", "TH"):
            self._cells += 1
            cell = self._cells
        elif name in ("Lbl", "LBody"):
            is_label = name == "Lbl"
        count = max(0, self._raw.FPDF_StructElement_CountChildren(element))
        return _Entry(element, count, block, cell, is_label, holder)

    def _type(self, element: Any) -> str:
        buffer = ctypes.create_string_buffer(128)
        size = self._raw.FPDF_StructElement_GetType(element, buffer, 128)
        return buffer.raw[: max(0, size - 2)].decode("utf-16-le", "replace") if size <= 128 else ""


def _takes_in(holder: str, name: str) -> bool:
    """Whether an element of that kind is only a part of the block around it."""
    if holder == "TR":
        return name != "TR"
    return bool(holder) and name not in ("LI", "TR")
