"""Walks a page's tree into blocks of clean text with their links. Pure; any thread; no recursion."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from reader.documents import landmarks
from reader.documents.block import Block
from reader.documents.item_markers import ItemMarkers
from reader.documents.line_pieces import CELL_END, LINE_END, Piece, joined
from reader.documents.model import Role
from reader.documents.note_marks import leads_back
from reader.documents.page_facts import language_tag
from reader.documents.page_tree import BLOCK_TAGS, SKIPPED_TAGS, Node
from reader.documents.plain_text import clean
from reader.documents.tables import columns_of

_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_ROLES: dict[str, Role] = {
    "blockquote": "quote",
    "figcaption": "caption",
    "caption": "caption",
}
_ITEMS = frozenset("li dd dt".split())
_LISTS = frozenset("ul ol dl menu dir".split())
_CODE_NAMES = re.compile(r"(?:^|[^a-z])(?:code|highlight|source-?code|prettyprint|syntax|lang-\w+)")
_NOT_READ = SKIPPED_TAGS | frozenset("title head select textarea optgroup option".split())
_PERMALINK = re.compile(
    r"[\s#¶§🔗∞\[\]]*(?:edit|link|permalink|anchor)?[\s#¶§🔗∞\[\]]*", re.IGNORECASE
)
_FOR_SIGHT = re.compile(r"material-(?:icons|symbols)|glyphicon|mw-editsection")
"""Names of elements whose text is a drawing or a tool."""
_DOTS = re.compile(r"[\s.…\[\]]+")
_DOTS_NAMED = re.compile(r"(?:^|[^a-z])(?:dots?|ellipsis)(?:[^a-z]|$)")
"""What stands for the hidden half of a text, which is read too."""
_UNSEEN = re.compile(r"sr-only|screen-?reader|visually-?hidden|visuallyhidden|assistive|a11y")
_UNSEEN_NOTE = re.compile(
    r"\W*(?:\(?(?:link |this )?(?:will )?opens? .{0,40}|external (?:link|site).{0,30}|new (?:window|tab))\W*",
    re.IGNORECASE,
)
_CELL_PROSE_CHARS = 400
"""A cell with more text than this makes its table one of layout, not of data."""


@dataclass(frozen=True, slots=True)
class PlacedBlock:
    """A block and the element it came from."""

    block: Block
    node: Node


class _Around(NamedTuple):
    """What holds for text at one place of the tree."""

    role: Role = "body"
    level: int = 0
    row: Node | None = None
    link: Node | None = None
    language: str | None = None
    abbreviation: Node | None = None
    item: Node | None = None
    lists: int = 0


class _Walk:
    """Collects pieces of text until a block ends."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._pieces: list[Piece] = []
        self._line_ends = 0
        self._begun: set[int] = set()
        self._columns: dict[int, dict[int, str]] = {}
        self._markers = ItemMarkers()
        self.found: list[PlacedBlock] = []
        self.around = _Around()
        self.last_level = 1
        self.ended_link = False

    def gap(self) -> None:
        """A space between two links that touch: they are drawn apart."""
        if self._pieces:
            self._pieces.append(Piece(" "))

    def text(self, text: str, node: Node) -> None:
        self.ended_link = False
        if not text.isspace():
            if self._line_ends >= 2:
                self.end_block(node)
            self._line_ends = 0
        elif not self._pieces:
            return
        around = self.around
        if around.role == "code" and "\n" in text:
            for line in text.split("\n"):
                self._pieces.append(Piece(line, around.link))
                self.cell_end()
            return
        self._pieces.append(Piece(text, around.link, around.language, around.abbreviation))

    def line_end(self) -> None:
        self._line_ends += 1
        self._pieces.append(Piece(LINE_END, self.around.link))

    def cell_end(self) -> None:
        self._line_ends = 0
        if self._pieces and self._pieces[-1].text != CELL_END:
            self._pieces.append(Piece(CELL_END))

    def cell_start(self, cell: Node, row: Node) -> None:
        self.cell_end()
        table = row.parent.parent if row.parent and row.parent.tag != "table" else row.parent
        if table is None or table.tag != "table":
            return
        if id(table) not in self._columns:
            self._columns[id(table)] = columns_of(table)
        column = self._columns[id(table)].get(id(cell), "")
        if column:
            self._pieces.append(Piece(CELL_END, column=column))

    def end_block(self, node: Node) -> None:
        self._line_ends = 0
        if not self._pieces:
            return
        pieces, self._pieces = self._pieces, []
        around = self.around
        if around.level and node.tag in _HEADINGS:
            self.last_level = around.level
        block: Block | None
        if len(pieces) == 1 and not any(pieces[0][1:]):
            line = clean(pieces[0].text)
            block = Block(line, around.role, around.level) if line else None
        else:
            block = joined(pieces, around.role, around.level, self._base)
        if not block:
            return
        if around.item is not None:
            block = self._as_item(block, around)
        self.found.append(PlacedBlock(block, node))

    def _as_item(self, block: Block, around: _Around) -> Block:
        """The block with its place in its list; the text under an item's heading goes on with the item."""
        item = around.item
        continues = id(item) in self._begun
        marker = "" if continues or item is None else self._markers.of(item)
        self._begun.add(id(item))
        depth = max(around.lists - 1, 0)
        if around.role != "list_item" or not (continues or marker or depth):
            return block
        return replace(block, depth=depth, marker=marker, continues=continues)


def read_blocks(top: Node, base: str) -> list[PlacedBlock]:
    """All blocks under an element in reading order."""
    walk = _Walk(base)
    # an entry is (node, index of the next child, what to restore when it ends)
    stack: list[tuple[Node, int]] = [(top, 0)]
    kept: list[_Around] = [_enter(walk, top)]
    while stack:
        node, index = stack[-1]
        if index >= len(node.children):
            stack.pop()
            _leave(walk, node, kept[-1].level)
            walk.around = kept.pop()
            continue
        stack[-1] = (node, index + 1)
        child = node.children[index]
        if isinstance(child, str):
            walk.text(child, node)
        elif child.tag in ("br", "hr"):
            if child.tag == "hr":
                walk.end_block(node)
            else:
                walk.line_end()
        elif not child.chars and child.tag in BLOCK_TAGS and node.tag not in BLOCK_TAGS:
            continue  # an empty box inside a line, put there by a script or an extension
        elif child.tag in _NOT_READ or _says_nothing(child, walk):
            if child.tag in BLOCK_TAGS and walk.around.row is None:
                walk.end_block(node)
        else:
            kept.append(_enter(walk, child))
            stack.append((child, 0))
    walk.end_block(top)
    return walk.found


def _says_nothing(node: Node, walk: _Walk) -> bool:
    """Whether an element inside a line is a tool, a drawing or a note about links, not words of the text."""
    if node.tag in BLOCK_TAGS or node.chars > 60:
        return False
    if node.tag == "rt":
        return True
    if walk.around.level and node.tag == "a" and _PERMALINK.fullmatch(node.text()):
        return True
    if not walk.around.level and leads_back(node):
        return True
    names = node.attrs.get("class", "")
    if not names:
        return False
    if _FOR_SIGHT.search(names):
        return True
    if _DOTS_NAMED.search(names) and _DOTS.fullmatch(node.text()):
        return True
    return bool(_UNSEEN.search(names)) and bool(_UNSEEN_NOTE.fullmatch(node.text()))


def _enter(walk: _Walk, node: Node) -> _Around:
    """Begin an element; returns what holds again when it ends."""
    before = walk.around
    tag, attrs = node.tag, node.attrs
    if tag == "a" and walk.ended_link:
        walk.gap()
    if tag in BLOCK_TAGS or (tag == "button" and not before.level):
        if before.row is None:
            walk.end_block(node.parent or node)
            _take_role(walk, node)
        elif tag in ("td", "th"):
            walk.cell_start(node, before.row)
        else:
            walk.cell_end()
    if attrs:
        if tag == "a" and attrs.get("href"):
            walk.around = walk.around._replace(link=node)
        elif tag in ("abbr", "acronym", "dfn") and attrs.get("title", "").strip():
            walk.around = walk.around._replace(abbreviation=node)
        language = language_tag(attrs.get("lang") or attrs.get("xml:lang"))
        if language and tag not in ("html", "body"):
            walk.around = walk.around._replace(language=language)
    return before


def _take_role(walk: _Walk, node: Node) -> None:
    """What the blocks of an element are: a heading and its level, an item, a row."""
    tag, around = node.tag, walk.around
    if tag in _HEADINGS:
        walk.around = around._replace(role="heading", level=_HEADINGS[tag])
    elif node.attrs.get("role") == "heading":
        level = node.attrs.get("aria-level", "2")
        at = min(max(int(level) if level.isdecimal() else 2, 1), 6)
        walk.around = around._replace(role="heading", level=at)
    elif around.level:
        return
    elif tag == "summary" or (tag == "button" and landmarks.is_question(node)):
        walk.around = around._replace(role="heading", level=min(walk.last_level + 1, 6))
    elif tag in _LISTS:
        walk.around = around._replace(lists=around.lists + 1)
    elif tag in _ITEMS:
        walk.around = around._replace(role="list_item", item=node)
    elif tag in _ROLES:
        walk.around = around._replace(role=_ROLES[tag])
    elif tag == "pre" and _is_code(node):
        walk.around = around._replace(role="code")
    elif tag == "tr" and _is_data(node):
        walk.around = around._replace(role="table_row", row=node, item=None)


def _leave(walk: _Walk, node: Node, level_around: int) -> None:
    """End an element; `level_around` is the level of the heading that it stands in, or 0."""
    if node.tag == "a":
        walk.ended_link = True
    elif node.tag in BLOCK_TAGS or (node.tag == "button" and not level_around):
        row = walk.around.row
        if row is None or row is node:
            walk.end_block(node)
        else:
            walk.cell_end()


def _is_code(node: Node) -> bool:
    """Whether preformatted text is said to be code, not a poem or a letter."""
    if any(d.tag in ("code", "samp", "kbd") for d in node.descendants()):
        return True
    around = node.parent.names() if node.parent else ""
    return bool(_CODE_NAMES.search(f"{node.names()} {around}"))


def _is_data(row: Node) -> bool:
    """Whether a table row holds cells that belong together, not the columns of a page."""
    cells = 0
    for node in row.descendants():
        if node.tag in ("td", "th"):
            cells += 1
            if node.chars > _CELL_PROSE_CHARS:
                return False
        elif node.tag in ("table", "h1", "h2", "h3", "h4") and node is not row:
            return False
    return cells > 0
