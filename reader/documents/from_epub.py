"""An EPUB made into a document: its texts in the order of the spine, one after the other. Pure; any thread.

Read: everything the spine names, also what stands outside the main flow. Set aside, each under its name: the numbers of
printed pages, notes and their marks, and the lists of a table of contents (its heading stays, so that no heading is
lost).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from reader.documents.block import Block
from reader.documents.blocks import PlacedBlock, read_blocks
from reader.documents.charset import decode
from reader.documents.epub_package import Label, Package, read_package
from reader.documents.media_overlay import read_spans
from reader.documents.model import Document, Phrase, SetAside
from reader.documents.page_facts import language_tag
from reader.documents.page_tree import BLOCK_TAGS, Node, grow
from reader.documents.plain_text import clean
from reader.documents.sections import make_sections, same_words
from reader.documents.text_language import guess_language
from reader.documents.zip_parts import DamagedPart, ZipParts
from reader.errors import DocumentError, NoText

_ASIDE = {
    "pagebreak": "page numbers", "doc-pagebreak": "page numbers",
    "noteref": "note marks", "doc-noteref": "note marks",
    "footnote": "notes", "rearnote": "notes", "doc-footnote": "notes", "note": "notes",
    "toc": "table of contents", "doc-toc": "table of contents", "landmarks": "landmarks",
    "page-list": "list of pages", "doc-pagelist": "list of pages",
    "lot": "list of tables", "loi": "list of pictures",
}  # fmt: skip
"""What an `epub:type` or `role` says -> the name under which it is set aside."""
_ENDNOTES = frozenset(("endnotes", "rearnotes", "doc-endnotes", "footnotes"))
"""A part of the book that holds nothing but notes is read where it stands: whoever is there wants them."""
_LISTS = frozenset(
    ("table of contents", "landmarks", "list of pages", "list of tables", "list of pictures")
)
_HEADING_TAGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_MOST_CHARS = 40_000_000
_PAGE_BYTES = 2000
"""Of markup: what stands on a printed page."""
_BASE = "book:"
"""Addresses inside the book lead nowhere: they are places in this same document."""


def read_epub(body: bytes, *, url: str, go_on: Callable[[int], bool] = lambda _: True) -> Document:
    """The document of an EPUB 2 or 3.

    `go_on` is asked before each part, with the pages' worth that was read, whether there is time for it.
    Raises `DocumentError`.
    """
    parts = ZipParts(body, url=url, what="e-book")
    package = read_package(parts)
    blocks: list[Block] = []
    aside: list[tuple[str, str]] = [("missing parts", name) for name in package.missing]
    known: dict[str, list[Block]] = {}
    chars = 0
    markup_bytes = 0
    for count, name in enumerate(package.parts):
        if not go_on(markup_bytes // _PAGE_BYTES):
            aside += [("parts that took too long to read", rest) for rest in package.parts[count:]]
            break
        part = known.get(name)
        if part is None:
            try:
                markup = parts.read(name)
            except DamagedPart:
                aside.append(("damaged parts", name))
                known[name] = []
                continue
            markup_bytes += len(markup)
            part = known[name] = _blocks(markup, package, name, aside)
        chars += sum(len(block.text) for block in part)
        if chars > _MOST_CHARS:
            raise parts.too_large()
        blocks += part
    go_on(markup_bytes // _PAGE_BYTES)
    if not package.parts and not package.missing:
        raise parts.damaged()
    if not blocks:
        if ("damaged parts", package.parts[0] if package.parts else "") in aside:
            raise parts.damaged()
        if package.missing and not package.parts:
            raise DocumentError(
                "The texts of this e-book are missing from its file. Please download it again.",
                url=url,
            )
        raise NoText("This e-book holds no text that can be read aloud.", url=url)
    aside += _narration(parts, package)
    title = package.title or _name(url)
    language = package.language or guess_language(block.text for block in blocks)
    return Document(
        url=url,
        title=title,
        language=language,
        sections=make_sections(blocks, title=title, language=language),
        set_aside=_set_aside(aside),
    )


def _narration(parts: ZipParts, package: Package) -> list[tuple[str, str]]:
    """The recorded narration, a line for each part of the book that has one."""
    said: dict[str, int] = {}
    for name in package.overlays:
        with suppress(DamagedPart):  # then this part has no narration
            for span in read_spans(parts, name):
                said[span.part] = said.get(span.part, 0) + 1
    return [("recorded narration", f"{part}: {count}") for part, count in said.items()]


def _name(url: str) -> str:
    name = PurePosixPath(unquote(urlsplit(url).path)).stem
    return clean(name.replace("-", " ").replace("_", " ")) or "E-book"


def _blocks(body: bytes, package: Package, name: str, aside: list[tuple[str, str]]) -> list[Block]:
    """The blocks of one text; what is not read is added to `aside`."""
    page = grow(decode(body, None, has_markup=True))
    _prune(page, aside, is_list=name == package.navigation)
    placed = [p for p in read_blocks(page, _BASE) if not _is_title(p)]
    blocks = [p.block for p in placed]
    labels = [label for label in package.labels if label.part == name]
    if blocks and labels:
        blocks = _named(blocks, placed, labels, page)
    language = language_tag(page.attrs.get("xml:lang") or page.attrs.get("lang"))
    if language and package.language and language != package.language:
        blocks = [_in_language(block, language) for block in blocks]
    return blocks


def _is_title(placed: PlacedBlock) -> bool:
    return placed.node.tag in ("title", "head")


def _in_language(block: Block, language: str) -> Block:
    return replace(block, phrases=block.phrases or (Phrase(0, len(block.text), language),))


def _says(node: Node) -> list[str]:
    said = node.attrs.get("epub:type", "") + " " + node.attrs.get("role", "")
    return said.lower().split()


def _prune(page: Node, aside: list[tuple[str, str]], *, is_list: bool) -> None:
    """Take out of the tree what is not read, and note it."""
    found: list[tuple[int, str, str]] = []
    stack: list[tuple[Node, bool]] = [(page, False)]
    while stack:
        node, in_notes = stack.pop()
        kept: list[Node | str] = []
        for child in node.children:
            if isinstance(child, str):
                kept.append(child)
                continue
            said = _says(child)
            label = _label(child, said, in_notes=in_notes, is_list=is_list)
            if not label:
                kept.append(child)
                stack.append((child, in_notes or any(word in _ENDNOTES for word in said)))
                continue
            named = child.attrs.get("title", "") or child.attrs.get("aria-label", "")
            text = clean(child.text()) or clean(named)
            if text:
                found.append((child.order, label, text))
            if label in _LISTS:
                kept += [d for d in child.descendants() if d.tag in _HEADING_TAGS]
        node.children = kept
    aside += [(label, text) for _, label, text in sorted(found)]


def _label(node: Node, said: list[str], *, in_notes: bool, is_list: bool) -> str:
    """The name under which an element is set aside, or ""."""
    label = next((_ASIDE[word] for word in said if word in _ASIDE), "")
    if label == "notes" and in_notes:
        return ""
    if label in _LISTS and node.tag not in ("nav", "ol", "ul", "section", "div"):
        return ""
    if not label and is_list and node.tag == "nav":
        return "table of contents"
    return label


def _named(
    blocks: list[Block], placed: Sequence[PlacedBlock], labels: Sequence[Label], page: Node
) -> list[Block]:
    """The blocks with headings out of the table of contents, where the text itself has none."""
    places = {id(p.node): i for i, p in reversed(list(enumerate(placed)))}
    ids: dict[str, Node] = {}
    for node in page.descendants():
        if node.attrs.get("id"):
            ids.setdefault(node.attrs["id"], node)
    named = list(blocks)
    added: list[tuple[int, Block]] = []
    for label in labels:
        at = 0
        if label.fragment:
            target = ids.get(label.fragment)
            if target is None:
                continue
            at = _place_of(target, placed, places)
        elif any(block.level for block in blocks):
            continue
        if at >= len(named):
            continue
        heading = Block(label.text, "heading", min(2 + label.depth, 6))
        near = named[max(0, at - 1) : at + 3]
        if any(b.level for b in near):
            continue
        same = next(
            (
                i
                for i in range(at, min(at + 3, len(named)))
                if same_words(named[i].text, label.text)
            ),
            None,
        )
        if same is not None:
            named[same] = replace(named[same], role="heading", level=heading.level)
        else:
            added.append((at, heading))
    for at, heading in sorted(added, key=lambda pair: -pair[0]):
        named.insert(at, heading)
    return named


def _place_of(node: Node, placed: Sequence[PlacedBlock], places: dict[int, int]) -> int:
    """Index of the block that holds an element, else of the first one after its start."""
    for one in (node, *node.ancestors()):
        if (
            id(one) in places
            and one.tag in BLOCK_TAGS
            and one.tag not in ("body", "section", "div")
        ):
            return places[id(one)]
    orders = [p.node.order for p in placed]
    return next((i for i, order in enumerate(orders) if order >= node.order), len(placed))


def _set_aside(aside: Sequence[tuple[str, str]]) -> tuple[SetAside, ...]:
    """What is not read, gathered under its names."""
    lines: dict[str, list[str]] = {}
    for label, text in aside:
        lines.setdefault(label, []).append(text)
    return tuple(SetAside(label, len(texts), "\n".join(texts)) for label, texts in lines.items())
