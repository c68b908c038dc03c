"""Plain text and Markdown made into documents. Pure; any thread."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from reader.documents.block import Block
from reader.documents.charset import decode
from reader.documents.model import Document
from reader.documents.plain_text import clean, fold, without_controls
from reader.documents.sections import make_sections
from reader.documents.text_language import guess_language

_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*|\f\s*")
_BULLET = re.compile(r"[ \t]*(?:[-*+•◦▪‣·]|\(?\d{1,3}[.)]|\(?[a-z][.)])[ \t]+")
_UNDERLINE = re.compile(r"[ \t]*([=~^-])\1{2,}[ \t]*")
_NUMBERED = re.compile(
    r"(?:chapter|part|section|appendix|book|act|scene|letter|volume)\s+"
    r"(?:\d{1,4}|[ivxlcdm]+|one|two|three|four|five|six|seven|eight|nine|ten|[a-z])\b.{0,80}",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})\.?[ \t]+[A-Z].{0,80}")
_HEADING_CHARS = 90


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
    title = _name(url)
    if blocks and blocks[0].level:
        title = blocks[0].text
    language = guess_language(block.text for block in blocks)
    return Document(
        url=url,
        title=title,
        language=language,
        sections=make_sections(blocks, title=title, language=language),
    )


def _name(url: str) -> str:
    """A title out of the address: the file's name in words."""
    name = PurePosixPath(unquote(urlsplit(url).path)).stem
    return clean(re.sub(r"[-_]+", " ", name)) or clean(urlsplit(url).hostname or "") or "Text"


def _blocks(text: str) -> Iterator[Block]:
    for paragraph in _PARAGRAPH.split(text):
        lines = paragraph.split("\n")
        if len(lines) <= 4:
            heading = _heading([line for line in lines if line.strip()])
            if heading:
                yield from heading
                continue
        yield from _paragraph(lines)


def _heading(lines: list[str]) -> list[Block] | None:
    """A heading (and what stands right under it) where the paragraph begins with one."""
    if not lines or len(lines[0]) > _HEADING_CHARS:
        return None
    first = clean(lines[0])
    if len(lines) >= 2:
        under = _UNDERLINE.fullmatch(lines[1])
        if under and any(c.isalnum() for c in first):
            level = 1 if under[1] == "=" else 2
            return [Block(first, "heading", level), *_paragraph(lines[2:])]
        return None
    level = _heading_level(first)
    return [Block(first, "heading", level)] if level else None


def _heading_level(line: str) -> int:
    """The level of a line that stands alone, 0 where it is none."""
    if not line or (line[-1] in ".,;:" and not _NUMBERED.fullmatch(line)):
        return 0
    if _NUMBERED.fullmatch(line):
        return 2
    number = _NUMBER.fullmatch(line)
    if number and len(line.split()) <= 12:
        return min(2 + number[1].count("."), 6)
    letters = [c for c in line if c.isalpha()]
    if len(letters) >= 3 and all(c.isupper() for c in letters) and len(line.split()) <= 12:
        return 2
    return 0


def _paragraph(lines: list[str]) -> Iterator[Block]:
    """Paragraphs and list items among lines without a blank one."""
    current: list[str] = []
    is_item = False
    for line in lines:
        if _UNDERLINE.fullmatch(line):
            continue
        bullet = _BULLET.match(line)
        if bullet and (is_item or not current or _is_list_start(bullet[0])):
            yield from _joined(current, is_item)
            current, is_item = (
                [line[bullet.end() :] if not bullet[0].strip()[:1].isalnum() else line],
                True,
            )
        else:
            current.append(line)
    yield from _joined(current, is_item)


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


def _joined(lines: list[str], is_item: bool) -> Iterator[Block]:
    text = fold("\n".join(lines)).strip(" ")
    if text:
        yield Block(text, "list_item" if is_item else "body")


def read_markdown(body: bytes, *, url: str, charset: str | None) -> Document:
    """The document of a Markdown file."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - keeps start-up fast

    from reader.documents.from_html import read_html  # noqa: PLC0415 - as above

    text = decode(body, charset, has_markup=False)
    html = (
        MarkdownIt("commonmark", {"html": False})
        .enable("table")
        .enable("strikethrough")
        .render(text)
    )
    return read_html(f"<main>{html}</main>".encode(), url=url, charset="utf-8")
