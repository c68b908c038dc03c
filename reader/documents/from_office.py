"""Word and OpenDocument texts made into documents: paragraphs, headings, lists, tables, links. Pure; any thread."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from reader.documents.block import Block, FoundLink
from reader.documents.links import absolute
from reader.documents.model import Document, Role, SetAside
from reader.documents.page_facts import language_tag
from reader.documents.plain_text import clean, fold, without_controls
from reader.documents.sections import make_sections
from reader.documents.text_language import spoken_language
from reader.documents.zip_parts import ZipParts, local_name, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_WORD_MAIN = "word/document.xml"
_WORD_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_OUTLINE_LEVELS = frozenset("012345678")
_ODT_MAIN = "content.xml"
_MOST_ELEMENTS = 3_000_000
_DEEPEST = 200
_SKIPPED = frozenset(
    "del moveFrom instrText annotation tracked-changes sequence-decls forms Fallback note-citation".split()
)
"""Deleted text, instructions of fields, second forms of drawings, remarks of the authors."""
_NOTES = frozenset(("note", "footnote", "endnote"))


@dataclass(slots=True)
class _Text:
    """One paragraph while it is gathered."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    links: list[FoundLink] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)

    def add(self, text: str) -> None:
        text = fold(without_controls(text))
        if not self.length or self.parts[-1].endswith(" "):
            text = text.removeprefix(" ")
        if text:
            self.parts.append(text)
            self.length += len(text)

    def block(self, role: Role, level: int) -> Block | None:
        text = "".join(self.parts).rstrip(" ")
        if not text:
            return None
        links = tuple(
            FoundLink(x.start, min(x.end, len(text)), x.target)
            for x in self.links
            if x.start < min(x.end, len(text))
        )
        breaks = tuple(b for b in self.breaks if 0 < b < len(text))
        return Block(text, role, level, links=links, breaks=breaks)


def read_docx(body: bytes, *, url: str) -> Document:
    """The document of a Word file. Raises `DocumentError`."""
    parts = ZipParts(body, url=url, what="Word file")
    root = parts.xml(_WORD_MAIN) if _WORD_MAIN in parts else None
    if root is None:
        raise parts.damaged()
    targets = {}
    rels = (
        parts.xml("word/_rels/document.xml.rels")
        if "word/_rels/document.xml.rels" in parts
        else None
    )
    for rel in rels if rels is not None else ():
        targets[rel.get("Id") or ""] = rel.get("Target") or ""
    walk = _Walk(url, _heading_styles(parts), targets, is_word=True)
    blocks = list(walk.blocks(root))
    title, language = _core_facts(parts, "docProps/core.xml")
    language = _style_language(parts, "word/styles.xml") or language
    notes = [note for name in _WORD_NOTES for note in _word_notes(parts, name)]
    return _document(url, title, language, blocks, notes)


def read_odt(body: bytes, *, url: str) -> Document:
    """The document of an OpenDocument text. Raises `DocumentError`."""
    parts = ZipParts(body, url=url, what="text file")
    if "META-INF/manifest.xml" in parts and b"encryption-data" in parts.read(
        "META-INF/manifest.xml"
    ):
        raise parts.locked()
    root = parts.xml(_ODT_MAIN) if _ODT_MAIN in parts else None
    if root is None:
        raise parts.damaged()
    walk = _Walk(url, {}, {}, is_word=False)
    blocks = list(walk.blocks(root))
    title, language = _core_facts(parts, "meta.xml")
    language = language or _style_language(parts, "styles.xml")
    return _document(url, title, language, blocks, walk.notes)


def _document(
    url: str, title: str, language: str, blocks: list[Block], notes: list[str]
) -> Document:
    if not title:
        title = next((b.text for b in blocks[:3] if b.level == 1), "")
    if not title:
        name = PurePosixPath(unquote(urlsplit(url).path)).stem
        title = clean(name.replace("-", " ").replace("_", " ")) or "Text"
    tag = spoken_language(language_tag(language), (block.text for block in blocks))
    return Document(
        url=url,
        title=title,
        language=tag,
        sections=make_sections(blocks, title=title, language=tag),
        set_aside=(SetAside("notes", len(notes), "\n".join(notes)),) if notes else (),
    )


def _core_facts(parts: ZipParts, name: str) -> tuple[str, str]:
    root = parts.xml(name) if name in parts else None
    facts = {"title": "", "language": ""}
    for element in root.iter() if root is not None else ():
        kind = local_name(element)
        if kind in facts and not facts[kind]:
            facts[kind] = clean(text_of(element))
    return facts["title"], facts["language"]


def _style_language(parts: ZipParts, name: str) -> str:
    """The language that the default style says the text is in."""
    root = parts.xml(name) if name in parts else None
    for element in root.iter() if root is not None else ():
        kind = local_name(element)
        if kind == "lang" and _attribute(element, "val"):
            return _attribute(element, "val")
        if kind == "text-properties" and _attribute(element, "language") not in ("", "none"):
            country = _attribute(element, "country")
            tag = _attribute(element, "language")
            return f"{tag}-{country}" if country not in ("", "none") else tag
    return ""


def _word_notes(parts: ZipParts, name: str) -> Iterator[str]:
    """The texts of a Word file's footnotes or endnotes; those that only draw a line have none."""
    root = parts.xml(name) if name in parts else None
    for note in root if root is not None else ():
        words = [text_of(t) for t in note.iter() if local_name(t) == "t"]
        text = clean("".join(words))
        if text and _attribute(note, "type") in ("", "normal"):
            yield text


def _heading_styles(parts: ZipParts) -> dict[str, int]:
    """The styles of a Word file that are headings, with their levels."""
    root = parts.xml("word/styles.xml") if "word/styles.xml" in parts else None
    levels: dict[str, int] = {}
    for style in root.iter() if root is not None else ():
        if local_name(style) != "style":
            continue
        key = _attribute(style, "styleId")
        for element in style.iter():
            kind, value = local_name(element), _attribute(element, "val")
            if kind == "basedOn" and value in levels:
                levels.setdefault(key, levels[value])
            elif kind == "outlineLvl" and value.isdigit() and int(value) < 9:
                levels[key] = min(int(value) + 1, 6)
            elif kind == "name" and value.casefold() == "title":
                levels[key] = 1
            elif kind == "name" and value.casefold().startswith("heading ") and value[8:].isdigit():
                levels[key] = min(int(value[8:]), 6)
    return levels


def _list_level(facts: _Element) -> int:
    """How deep the list of a Word paragraph stands in others."""
    for element in facts:
        value = _attribute(element, "val")
        if local_name(element) == "ilvl" and value in _OUTLINE_LEVELS:
            return int(value)
    return 0


def _attribute(element: _Element, name: str) -> str:
    """The value of an attribute, whatever its namespace."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


class _Walk:
    """Both formats have paragraphs, headings, items, rows and links; they only name them differently."""

    def __init__(
        self, url: str, styles: dict[str, int], targets: dict[str, str], *, is_word: bool
    ) -> None:
        self._url = url
        self._styles = styles
        self._targets = targets
        self._is_word = is_word
        self._left = _MOST_ELEMENTS
        self.notes: list[str] = []

    def blocks(self, root: _Element) -> Iterator[Block]:
        """Every paragraph or row in order."""
        stack: list[tuple[_Element, int, int]] = [(root, 0, 0)]
        while stack and self._left > 0:
            element, lists, depth = stack.pop()
            self._left -= 1
            kind = local_name(element)
            if kind in ("p", "h"):
                block = self._paragraph(element, lists)
                if block:
                    yield block
            elif kind in ("tr", "table-row"):
                block = self._row(element)
                if block:
                    yield block
            elif kind not in _SKIPPED and depth < _DEEPEST:
                inside = lists + (kind == "list-item")
                stack += [(child, inside, depth + 1) for child in reversed(element)]

    def _paragraph(self, element: _Element, lists: int) -> Block | None:
        """`lists`: in how many lists it stands."""
        text = _Text()
        self._gather(element, text)
        level = 0
        if local_name(element) == "h":
            value = _attribute(element, "outline-level")
            level = min(int(value), 6) if value.isdigit() and int(value) else 1
        else:
            for child in element:
                if local_name(child) != "pPr":
                    continue
                for facts in child:
                    name = local_name(facts)
                    if name == "pStyle":
                        level = self._styles.get(_attribute(facts, "val"), 0)
                    elif name == "numPr":
                        lists = 1 + _list_level(facts)
                    elif name == "outlineLvl" and _attribute(facts, "val") in _OUTLINE_LEVELS:
                        level = min(int(_attribute(facts, "val")) + 1, 6)
        role: Role = "heading" if level else "list_item" if lists else "body"
        block = text.block(role, level)
        return replace(block, depth=lists - 1) if block and role == "list_item" else block

    def _row(self, element: _Element) -> Block | None:
        text = _Text()
        for cell in element:
            if local_name(cell) not in ("tc", "table-cell"):
                continue
            if text.length:
                text.add(" ")
                text.breaks.append(text.length)
            for paragraph in cell.iter():
                if local_name(paragraph) in ("p", "h"):
                    self._gather(paragraph, text)
                    text.add(" ")
        return text.block("table_row", 0)

    def _gather(self, paragraph: _Element, text: _Text) -> None:
        """The words of a paragraph, with its links; notes are kept apart."""
        stack: list[_Element | tuple[str, int] | str] = [paragraph]
        while stack and self._left > 0:
            self._left -= 1
            item = stack.pop()
            if isinstance(item, str):
                text.add(item)
                continue
            if isinstance(item, tuple):
                address, start = item
                target = absolute(self._url, address)
                if target and text.length > start:
                    text.links.append(FoundLink(start, text.length, target))
                continue
            kind = local_name(item)
            if item is not paragraph and item.tail and not self._is_word:
                stack.append(item.tail)
            if kind in _SKIPPED or kind == "pPr":
                continue
            if kind in _NOTES:
                self.notes.append(clean(text_of(item)))
                continue
            if kind in ("tab", "br", "cr", "s", "line-break"):
                text.add(" ")
                continue
            if kind == "docPr" and _attribute(item, "descr"):
                text.add(f" {_attribute(item, 'descr')} ")  # what a picture shows
            if kind == "hyperlink":
                stack.append((self._targets.get(_attribute(item, "id"), ""), text.length))
            elif kind == "a":
                stack.append((_attribute(item, "href"), text.length))
            stack += list(reversed(item))
            if item.text and (kind == "t" or not self._is_word):
                stack.append(item.text)
