"""A document as lines of text, laid out only where it is looked at. Pure: no widget, no clock.

A document may hold a million words, so nothing here walks over the whole of it: blocks (a heading, a
paragraph, a list item...) are found from any sentence by looking a bounded way back, wrapped when they are asked
for, and kept in a cache of bounded size.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import OrderedDict
from typing import NamedTuple

from reader.control.rows import ENDS, bullet
from reader.documents.model import Document, Role, Sentence
from reader.ui.terminal_text import moved_offset, plain, wrap

MEASURE = 72
"""Most columns of text on a line."""

HEADING = -1
"""Number of the heading among the sentences of its section."""

LONGEST_RUN = 64
"""Sentences after which a block without any break is cut, so that laying one out stays short."""

_DEEPEST_INDENT = 3
"""Lists within more lists are not indented further: the text would have no room."""
KEPT_BLOCKS = 256
"""More than two of the tallest screens."""


class BlockId(NamedTuple):
    """Names a block by its first sentence (`HEADING`: the section's title)."""

    section: int
    first: int


class Block(NamedTuple):
    """One block, wrapped."""

    id: BlockId
    role: Role
    gap: int
    """Blank rows above."""
    prefix: str
    """Drawn before the first line: a list item's bullet."""
    indent: int
    """Columns before the text of every line."""
    text: str
    """Sentences joined by one space, safe for the terminal."""
    starts: tuple[int, ...]
    """Where each sentence begins in `text`."""
    ends: tuple[int, ...]
    """Where each sentence ends in `text`."""
    lines: tuple[tuple[int, int], ...]
    """Ranges of `text`."""

    @property
    def rows(self) -> int:
        """Rows on the screen, blank ones above included."""
        return self.gap + len(self.lines)

    @property
    def after(self) -> int:
        """One past the number of the last sentence."""
        return self.id.first + len(self.starts)

    def span(self, sentence: int) -> tuple[int, int]:
        """Range of `text` that a sentence of the section takes; empty where it is not in this block."""
        index = sentence - self.id.first
        if 0 <= index < len(self.starts):
            return self.starts[index], self.ends[index]
        return 0, 0

    def row_of(self, offset: int) -> int:
        """Row, counted from the first blank one, on which a code point of `text` stands."""
        line = bisect_right(self.lines, offset, key=lambda found: found[0]) - 1
        return self.gap + max(0, line)


class Place(NamedTuple):
    """A row of a block."""

    block: BlockId
    row: int


class PageLayout:
    """The lines of one document at one width."""

    def __init__(self, document: Document, width: int) -> None:
        self.document = document
        self.width = max(2, width)
        self.blocks_laid_out = 0
        """How often a block had to be wrapped."""
        self._cache: OrderedDict[BlockId, Block] = OrderedDict()

    def block(self, block_id: BlockId) -> Block:
        """The block of that name, from the cache where it is there."""
        found = self._cache.get(block_id)
        if found is not None:
            self._cache.move_to_end(block_id)
            return found
        made = self._lay_out(block_id)
        self.blocks_laid_out += 1
        self._cache[block_id] = made
        if len(self._cache) > KEPT_BLOCKS:
            self._cache.popitem(last=False)
        return made

    def containing(self, section: int, sentence: int) -> BlockId | None:
        """The block a sentence stands in; the nearest one where there is no such sentence."""
        sections = self.document.sections
        if not sections:
            return None
        section = min(max(0, section), len(sections) - 1)
        sentences = sections[section].sentences
        if sentence >= 0 and sentences:
            first = min(sentence, len(sentences) - 1)
            while not _begins(sentences, first):
                first -= 1
            return BlockId(section, first)
        heading = BlockId(section, HEADING)
        if plain(sections[section].title).strip():
            return heading
        return self.following(heading) or self.preceding(heading)

    def following(self, block_id: BlockId) -> BlockId | None:
        """The next block, or None at the end."""
        sections = self.document.sections
        section = block_id.section
        sentences = sections[section].sentences
        index = block_id.first + 1
        while index < len(sentences):
            if _begins(sentences, index):
                return BlockId(section, index)
            index += 1
        for section in range(block_id.section + 1, len(sections)):
            if plain(sections[section].title).strip():
                return BlockId(section, HEADING)
            if sections[section].sentences:
                return BlockId(section, 0)
        return None

    def preceding(self, block_id: BlockId) -> BlockId | None:
        """The block before, or None at the start."""
        sections = self.document.sections
        section = block_id.section
        index = block_id.first - 1
        sentences = sections[section].sentences
        while index >= 0:
            if _begins(sentences, index):
                return BlockId(section, index)
            index -= 1
        if block_id.first >= 0 and plain(sections[section].title).strip():
            return BlockId(section, HEADING)
        for section in range(block_id.section - 1, -1, -1):
            sentences = sections[section].sentences
            if sentences:
                return self.containing(section, len(sentences) - 1)
            if plain(sections[section].title).strip():
                return BlockId(section, HEADING)
        return None

    def place_of(self, section: int, sentence: int, offset: int = 0) -> Place | None:
        """The row on which a code point of a sentence stands."""
        block_id = self.containing(section, sentence)
        if block_id is None:
            return None
        block = self.block(block_id)
        start, end = block.span(sentence)
        return Place(
            block_id,
            block.row_of(min(start + self._moved(section, sentence, offset), max(start, end - 1))),
        )

    def word_span(self, section: int, sentence: int, word: tuple[int, int]) -> tuple[int, int]:
        """Range of its block's text that a word of a sentence takes."""
        block_id = self.containing(section, sentence)
        if block_id is None:
            return 0, 0
        start, end = self.block(block_id).span(sentence)
        return (
            min(end, start + self._moved(section, sentence, word[0])),
            min(end, start + self._moved(section, sentence, word[1])),
        )

    def moved(self, place: Place, rows: int) -> Place:
        """The place some rows further down (up where negative), or the last there is."""
        block_id, row = place.block, place.row + rows
        while row < 0:
            before = self.preceding(block_id)
            if before is None:
                return Place(block_id, 0)
            block_id = before
            row += self.block(block_id).rows
        while row >= (height := self.block(block_id).rows):
            after = self.following(block_id)
            if after is None:
                return Place(block_id, height - 1)
            row -= height
            block_id = after
        return Place(block_id, row)

    def window(self, top: Place, height: int) -> list[tuple[Block, int]]:
        """Block and row for each row of a screen that begins at `top`; shorter at the end of the document."""
        rows: list[tuple[Block, int]] = []
        block_id: BlockId | None = top.block
        row = top.row
        while block_id is not None and len(rows) < height:
            block = self.block(block_id)
            end = min(block.rows, row + height - len(rows))
            rows.extend((block, index) for index in range(row, end))
            row = 0
            block_id = self.following(block_id)
        return rows

    def _moved(self, section: int, sentence: int, offset: int) -> int:
        if offset <= 0:
            return 0
        return moved_offset(self._text(section, sentence), offset)

    def _text(self, section: int, sentence: int) -> str:
        if not 0 <= section < len(self.document.sections):
            return ""
        found = self.document.sections[section]
        if sentence == HEADING:
            return found.title
        return found.sentences[sentence].text if sentence < len(found.sentences) else ""

    def _lay_out(self, block_id: BlockId) -> Block:
        section = self.document.sections[block_id.section]
        before = self.preceding(block_id)
        if block_id.first == HEADING:
            title = plain(section.title)
            gap = 0 if before is None else 2 if section.level <= 2 else 1
            return Block(
                block_id,
                "heading",
                gap,
                "",
                0,
                title,
                (0,),
                (len(title),),
                tuple(wrap(title, self.width)),
            )
        sentences = section.sentences
        first = sentences[block_id.first]
        texts = [plain(first.text)]
        index = block_id.first + 1
        while index < len(sentences) and not _begins(sentences, index):
            texts.append(plain(sentences[index].text))
            index += 1
        starts: list[int] = []
        ends: list[int] = []
        joined = ""
        for text in texts:
            joined += _joint(joined, text, first.role)
            starts.append(len(joined))
            joined += text
            ends.append(len(joined))
        continues = not _opens(sentences, block_id.first)
        prefix = _prefix(first) if self.width >= 24 else ""
        return Block(
            block_id,
            first.role,
            0 if continues else self._gap_above(before, first.role),
            "" if continues or prefix.isspace() else prefix,
            len(prefix),
            joined,
            tuple(starts),
            tuple(ends),
            tuple(wrap(joined, self.width - len(prefix))),
        )

    def _gap_above(self, before: BlockId | None, role: Role) -> int:
        if before is None:
            return 0
        if before.first == HEADING:
            return 1
        above = self.document.sections[before.section].sentences[before.first].role
        return 0 if role == above and role in ("list_item", "table_row") else 1


def _joint(before: str, text: str, role: Role) -> str:
    """What stands between two sentences: nothing in scripts that are written without spaces, a bar between cells."""
    if not before:
        return ""
    if role == "table_row" and before[-1] not in ENDS:
        return " | "
    is_wide = unicodedata.east_asian_width(text[:1] or " ") in "WF"
    return "" if is_wide and not before[-1].isascii() and not "가" <= text[:1] <= "힣" else " "


def _prefix(first: Sentence) -> str:
    """What stands before the first line of a block: a bullet or number, as deep as its list."""
    if first.role not in ("list_item", "quote"):
        return ""
    detail = first.detail
    is_plain = first.role == "quote" or detail.continues
    before = "  " if is_plain else bullet(plain(detail.marker), first.text)
    return "  " * min(detail.depth, _DEEPEST_INDENT) + before


def _opens(sentences: tuple[Sentence, ...], index: int) -> bool:
    """Whether the page itself begins a block with this sentence."""
    return (
        index == 0
        or sentences[index].starts_block
        or sentences[index].role != sentences[index - 1].role
    )


def _begins(sentences: tuple[Sentence, ...], index: int) -> bool:
    """Whether a block begins with this sentence, be it only because the one before has grown too long."""
    if _opens(sentences, index):
        return True
    if index % LONGEST_RUN:
        return False
    return not any(_opens(sentences, before) for before in range(index - LONGEST_RUN + 1, index))
