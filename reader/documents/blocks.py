"""Walks a page's tree into blocks of clean text with their links. Pure; any thread; no recursion."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reader.documents import landmarks
from reader.documents.block import Block, FoundLink, Phrase
from reader.documents.links import absolute
from reader.documents.model import Role
from reader.documents.page_facts import language_tag
from reader.documents.page_tree import BLOCK_TAGS, SKIPPED_TAGS, Node
from reader.documents.plain_text import clean, fold, without_controls

_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_ROLES: dict[str, Role] = {
    "li": "list_item",
    "dd": "list_item",
    "dt": "list_item",
    "blockquote": "quote",
    "figcaption": "caption",
    "caption": "caption",
}
_NOT_READ = SKIPPED_TAGS | frozenset("title head select textarea optgroup option".split())
_PERMALINK = re.compile(
    r"[\s#¶§🔗∞\[\]]*(?:edit|link|permalink|anchor)?[\s#¶§🔗∞\[\]]*", re.IGNORECASE
)
_FOR_SIGHT = re.compile(r"material-(?:icons|symbols)|glyphicon|mw-editsection")
"""Names of elements whose text is a drawing or a tool."""
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


@dataclass(slots=True)
class _Piece:
    text: str
    link: Node | None
    language: str | None


class _Walk:
    """Collects pieces of text until a block ends."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._pieces: list[_Piece] = []
        self._line_ends = 0
        self.found: list[PlacedBlock] = []
        self.role: Role = "body"
        self.level = 0
        self.row: Node | None = None
        self.link: Node | None = None
        self.language: str | None = None
        self.last_level = 1
        self.ended_link = False

    def gap(self) -> None:
        """A space between two links that touch: they are drawn apart."""
        if self._pieces:
            self._pieces.append(_Piece(" ", None, None))

    def text(self, text: str, node: Node) -> None:
        self.ended_link = False
        if not text.isspace():
            if self._line_ends >= 2:
                self.end_block(node)
            self._line_ends = 0
        elif not self._pieces:
            return
        self._pieces.append(_Piece(text, self.link, self.language))

    def line_end(self) -> None:
        self._line_ends += 1
        self._pieces.append(_Piece(" ", self.link, self.language))

    def cell_end(self) -> None:
        self._line_ends = 0
        if self._pieces and self._pieces[-1].text != "\n":
            self._pieces.append(_Piece("\n", None, None))

    def end_block(self, node: Node) -> None:
        self._line_ends = 0
        if not self._pieces:
            return
        pieces, self._pieces = self._pieces, []
        if self.level and node.tag in _HEADINGS:
            self.last_level = self.level
        if len(pieces) == 1 and pieces[0].link is None and pieces[0].language is None:
            line = clean(pieces[0].text)
            if line:
                self.found.append(PlacedBlock(Block(line, self.role, self.level), node))
            return
        block = _block(pieces, self.role, self.level, self._base)
        if block:
            self.found.append(PlacedBlock(block, node))


def _block(pieces: Iterable[_Piece], role: Role, level: int, base: str) -> Block | None:
    """Join pieces into one clean line, keeping where links, languages and cells are."""
    parts: list[str] = []
    length = 0
    ends_in_space = True
    links: list[tuple[Node, int, int]] = []
    phrases: list[Phrase] = []
    breaks: list[int] = []
    for piece in pieces:
        if piece.text == "\n":
            if length and (not breaks or breaks[-1] != length):
                breaks.append(length)
            if not ends_in_space:
                parts.append(" ")
                length += 1
                ends_in_space = True
            continue
        text = fold(without_controls(piece.text))
        if ends_in_space:
            text = text.removeprefix(" ")
        if not text:
            continue
        start = length
        parts.append(text)
        length += len(text)
        ends_in_space = text[-1] == " "
        if piece.link is not None:
            if links and links[-1][0] is piece.link:
                links[-1] = (piece.link, links[-1][1], length)
            else:
                links.append((piece.link, start, length))
        if piece.language:
            phrases.append(Phrase(start, length, piece.language))
    line = "".join(parts).rstrip(" ")
    if not line:
        return None
    found = tuple(
        link for node, start, end in links if (link := _found(node, start, end, line, base))
    )
    return Block(
        text=line,
        role=role,
        level=level,
        links=found,
        phrases=tuple(
            Phrase(p.start, min(p.end, len(line)), p.language)
            for p in phrases
            if p.start < len(line)
        ),
        breaks=tuple(b for b in breaks if b < len(line)),
    )


def _found(node: Node, start: int, end: int, line: str, base: str) -> FoundLink | None:
    """The link without spaces at its ends; None where it leads nowhere."""
    end = min(end, len(line))
    while end > start and line[end - 1] == " ":
        end -= 1
    while start < end and line[start] == " ":
        start += 1
    target = absolute(base, node.attrs.get("href", "")) if start < end else None
    if not target:
        return None
    hint = node.attrs.get("aria-label") or node.attrs.get("title") or ""
    return FoundLink(start, end, target, fold(without_controls(hint)).strip())


def read_blocks(top: Node, base: str) -> list[PlacedBlock]:
    """All blocks under an element in reading order."""
    walk = _Walk(base)
    # an entry is (node, index of the next child, what to restore when it ends)
    stack: list[tuple[Node, int]] = [(top, 0)]
    kept: list[tuple[Role, int, Node | None, Node | None, str | None]] = []
    kept.append(_enter(walk, top))
    while stack:
        node, index = stack[-1]
        if index >= len(node.children):
            stack.pop()
            _leave(walk, node, kept[-1][1])
            walk.role, walk.level, walk.row, walk.link, walk.language = kept.pop()
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
        elif child.tag in _NOT_READ or _says_nothing(child, walk):
            if child.tag in BLOCK_TAGS and walk.row is None:
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
    if walk.level and node.tag == "a" and _PERMALINK.fullmatch(node.text()):
        return True
    names = node.attrs.get("class", "")
    if not names:
        return False
    if _FOR_SIGHT.search(names):
        return True
    return bool(_UNSEEN.search(names)) and bool(_UNSEEN_NOTE.fullmatch(node.text()))


def _enter(walk: _Walk, node: Node) -> tuple[Role, int, Node | None, Node | None, str | None]:
    """Begin an element; returns what holds again when it ends."""
    before = (walk.role, walk.level, walk.row, walk.link, walk.language)
    tag = node.tag
    if tag == "a" and walk.ended_link:
        walk.gap()
    if tag in BLOCK_TAGS or (tag == "button" and not walk.level):
        if walk.row is None:
            walk.end_block(node.parent or node)
            _take_role(walk, node)
        elif tag not in ("td", "th"):
            walk.cell_end()
    if tag == "a" and node.attrs.get("href"):
        walk.link = node
    language = language_tag(node.attrs.get("lang") or node.attrs.get("xml:lang"))
    if language and node.tag not in ("html", "body"):
        walk.language = language
    return before


def _take_role(walk: _Walk, node: Node) -> None:
    """What the blocks of an element are: a heading and its level, an item, a row."""
    tag = node.tag
    if tag in _HEADINGS:
        walk.role, walk.level = "heading", _HEADINGS[tag]
    elif node.attrs.get("role") == "heading":
        level = node.attrs.get("aria-level", "2")
        walk.role, walk.level = "heading", min(max(int(level) if level.isdecimal() else 2, 1), 6)
    elif walk.level:
        return
    elif tag == "summary" or (tag == "button" and landmarks.is_question(node)):
        walk.role, walk.level = "heading", min(walk.last_level + 1, 6)
    elif tag in _ROLES:
        walk.role = _ROLES[tag]
    elif tag == "tr" and _is_data(node):
        walk.role, walk.row = "table_row", node


def _leave(walk: _Walk, node: Node, level_around: int) -> None:
    """End an element; `level_around` is the level of the heading that it stands in, or 0."""
    if node.tag == "a":
        walk.ended_link = True
    elif node.tag in BLOCK_TAGS or (node.tag == "button" and not level_around):
        if walk.row is None or walk.row is node:
            walk.end_block(node)
        else:
            walk.cell_end()


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
