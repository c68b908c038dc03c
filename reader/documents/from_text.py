"""Plain text made into a document: what its lines, blank or short or underlined, say about it. Pure; any thread."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from reader.documents.block import Block
from reader.documents.charset import decode
from reader.documents.model import Document
from reader.documents.pdf_blocks import ends_sentence
from reader.documents.pdf_text import join_lines, vocabulary
from reader.documents.plain_text import clean, fold, without_controls
from reader.documents.sections import make_sections
from reader.documents.text_language import guess_language
from reader.documents.written_links import written_links

_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*|\f\s*")
_BULLET = re.compile(r"[ \t]*(?:[-*+•◦▪‣·]|\(?\d{1,3}[.)]|\(?[a-z][.)])[ \t]+")
_UNDERLINE = re.compile(r"[ \t]*([=~^-])\1{2,}[ \t]*")
_NUMBERED = re.compile(
    r"(?:chapter|part|section|appendix|book|act|scene|letter|volume)\s+"
    r"(?:\d{1,4}|[ivxlcdm]+|one|two|three|four|five|six|seven|eight|nine|ten|[a-z])\b.{0,80}",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})\.?[ \t]+[A-Z].{0,80}")
_RULER = re.compile(r"[ \t|+:=-]{3,}")
_EMPHASIS = re.compile(r"(?<![\w*_])([_*]{1,2})(?=\S)([^_*\n]{1,120}?)(?<=\S)\1(?![\w*_])")
"""What is written _so_ or *so* for want of italics."""
_HEADING_CHARS = 90
_SHORT_CHARS = 40
_LEAST_WIDTH, _MOST_WIDTH = 45, 120


def read_text(body: bytes, *, url: str, charset: str | None) -> Document:
    """The document of plain text: blank lines part paragraphs, wrapped lines are joined."""
    text = without_controls(decode(body, charset, has_markup=False))
    text = (
        text.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n\n")
    )
    blocks = list(_blocks(text))
    title = name_from_address(url)
    if blocks and blocks[0].level:
        title = blocks[0].text
    language = guess_language(block.text for block in blocks)
    return Document(
        url=url,
        title=title,
        language=language,
        sections=make_sections(blocks, title=title, language=language),
    )


def name_from_address(url: str) -> str:
    """A title out of the address: the file's name in words."""
    name = PurePosixPath(unquote(urlsplit(url).path)).stem
    return clean(re.sub(r"[-_]+", " ", name)) or clean(urlsplit(url).hostname or "") or "Text"


def _blocks(text: str) -> Iterator[Block]:
    width = _width(text)
    known = vocabulary(text.split("\n")) if "-\n" in text else frozenset()
    for paragraph in _PARAGRAPH.split(text):
        lines = [line for line in paragraph.split("\n") if line.strip()]
        if not lines:
            continue
        heading = _heading(lines)
        if heading:
            yield heading
            lines = lines[1 + bool(len(lines) > 1 and _UNDERLINE.fullmatch(lines[1])) :]
        rows = _rows(lines) if lines else None
        if rows:
            yield from rows
        else:
            yield from _paragraphs(lines, width, known)


def _width(text: str) -> int:
    """How many characters the lines were wrapped at; 0 where they were not."""
    lengths = sorted(len(line.rstrip()) for line in text.split("\n", 2000)[:2000] if line.strip())
    widest = lengths[-1 - len(lengths) // 20] if lengths else 0
    return widest if _LEAST_WIDTH <= widest <= _MOST_WIDTH else 0


def _heading(lines: list[str]) -> Block | None:
    """The heading that a paragraph begins with, or is."""
    if len(lines[0]) > _HEADING_CHARS:
        return None
    first = clean(lines[0])
    if len(lines) == 1:
        level = _heading_level(first)
        return Block(first, "heading", level) if level else None
    under = _UNDERLINE.fullmatch(lines[1])
    if under and any(c.isalnum() for c in first):
        return Block(first, "heading", 1 if under[1] == "=" else 2)
    alone = _NUMBERED.fullmatch(first) if len(first) <= _SHORT_CHARS else None
    if alone or (_in_capitals(first) and not _in_capitals(clean(lines[1]))):
        level = _heading_level(first)
        return Block(first, "heading", level) if level else None
    return None


def _heading_level(line: str) -> int:
    """The level of a line that stands alone, 0 where it is none."""
    if not line or (line[-1] in ".,;:" and not _NUMBERED.fullmatch(line)):
        return 0
    if _NUMBERED.fullmatch(line):
        return 2
    number = _NUMBER.fullmatch(line)
    if number and len(line.split()) <= 12:
        return min(2 + number[1].count("."), 6)
    return 2 if _in_capitals(line) and len(line.split()) <= 12 else 0


def _in_capitals(line: str) -> bool:
    letters = [c for c in line if c.isalpha()]
    return len(letters) >= 3 and all(c.isupper() for c in letters)


def _rows(lines: list[str]) -> list[Block] | None:
    """The rows of a table whose cells are parted by bars or tabs; None where it is none."""
    for mark in ("|", "\t"):
        if mark not in lines[0] or mark not in lines[-1]:
            continue
        lines = [line for line in lines if not _RULER.fullmatch(line)]
        cells = [[clean(cell) for cell in line.strip(" |").split(mark)] for line in lines]
        if len(cells) > 1 and min(map(len, cells)) > 1:
            return [_row([cell for cell in row if cell]) for row in cells if any(row)]
    return None


def _row(cells: list[str]) -> Block:
    breaks: list[int] = []
    length = 0
    for cell in cells[:-1]:
        length += len(cell) + 1
        breaks.append(length)
    return Block(" ".join(cells), "table_row", breaks=tuple(breaks))


def _paragraphs(lines: list[str], width: int, known: frozenset[str]) -> Iterator[Block]:
    """Paragraphs and list items among lines without a blank one."""
    current: list[str] = []
    is_item = False
    for line in lines:
        if _UNDERLINE.fullmatch(line):
            continue
        bullet = _BULLET.match(line)
        if bullet and (is_item or not current or _is_list_start(bullet[0])):
            yield from _joined(current, width, known, is_item=is_item)
            has_number = bullet[0].strip()[:1].isalnum()
            current, is_item = [line if has_number else line[bullet.end() :]], True
            continue
        if not is_item and current and _begins_indented(line, current[-1]):
            yield from _joined(current, width, known, is_item=False)
            current = []
        current.append(line)
    yield from _joined(current, width, known, is_item=is_item)


def _begins_indented(line: str, before: str) -> bool:
    """Whether a paragraph begins with an indent instead of a blank line."""
    indent = len(line) - len(line.lstrip())
    outer = len(before) - len(before.lstrip())
    return 2 <= indent - outer <= 8 and ends_sentence(before.rstrip())


def _is_list_start(bullet: str) -> bool:
    return bullet.strip() in (
        "-",
        "*",
        "+",
        "•",
        "◦",
        "▪",
        "‣",
        "·",
        "1.",
        "1)",
        "(1)",
        "a)",
        "(a)",
    )


def _joined(
    lines: list[str], width: int, known: frozenset[str], *, is_item: bool
) -> Iterator[Block]:
    """One block of the lines; a line that ends although the next word had room ends a sentence."""
    parts: list[str] = []
    length = 0
    breaks: list[int] = []
    for i, line in enumerate(lines):
        said = fold(line).strip(" ")
        if not parts:
            parts.append(said)
        elif _is_hard_end(lines[i - 1], said, width):
            length += len(parts[-1]) + 1
            breaks.append(length)
            parts += [" ", said]
        else:
            joined = join_lines(parts[-1], said, known)
            cut = len(joined) - len(said)
            length += cut
            parts[-1:] = [joined[:cut], said]
    text = "".join(parts)
    if text:
        yield _without_emphasis(text, breaks, is_item=is_item)


def _without_emphasis(text: str, breaks: list[int], *, is_item: bool) -> Block:
    if not breaks and ("_" in text or "*" in text):
        text = _EMPHASIS.sub(r"\2", text)
    return Block(
        text,
        "list_item" if is_item else "body",
        links=tuple(written_links(text)),
        breaks=tuple(breaks),
    )


def _is_hard_end(line: str, following: str, width: int) -> bool:
    """Whether a line was ended by hand: as in verse, an address, a list of facts."""
    room = width - len(line.rstrip()) - len(following.split(" ", 1)[0]) - 1
    return bool(width) and room > 0.25 * width and not following[:1].islower()
