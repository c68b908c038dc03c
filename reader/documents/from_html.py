"""A web page made into a document: tree, choice of content, blocks, sections. Pure; any thread."""

from __future__ import annotations

from reader.documents.block import Block
from reader.documents.blocks import PlacedBlock, read_blocks
from reader.documents.charset import decode
from reader.documents.main_content import Choice, Chooser, choose
from reader.documents.model import Document, SetAside
from reader.documents.page_facts import facts_of
from reader.documents.page_tree import Node, grow
from reader.documents.sections import make_sections

_LEAST_REPEATED_CHARS = 40
"""A shorter text may well stand twice on a page."""


def read_html(body: bytes, *, url: str, charset: str | None, chooser: Chooser = choose) -> Document:
    """The document of a page; one without sections where there is no text.

    `charset` is what the Content-Type header said. `chooser` decides what is content.
    """
    page = grow(decode(body, charset, has_markup=True))
    facts = facts_of(page, url)
    choice = chooser(page)
    placed = read_blocks(page, facts.base, choice.aside)
    blocks = _without_repeats(placed)
    return Document(
        url=url,
        title=facts.title,
        language=facts.language,
        sections=make_sections(blocks, title=facts.title, language=facts.language),
        set_aside=_set_aside(choice, facts.base),
    )


def _without_repeats(placed: list[PlacedBlock]) -> list[Block]:
    """The blocks without long ones that stand on the page a second time (copies for another width of screen)."""
    seen: set[str] = set()
    kept: list[Block] = []
    for one in placed:
        text = one.block.text
        if len(text) >= _LEAST_REPEATED_CHARS and not one.block.level:
            if text in seen:
                continue
            seen.add(text)
        kept.append(one.block)
    return kept


def _set_aside(choice: Choice, base: str) -> tuple[SetAside, ...]:
    """What is not read, each part with its text."""
    parts: list[SetAside] = []
    for node, label in choice.parts:
        if label == "head":
            continue
        lines = [one.block.text for one in read_blocks(node, base)]
        if lines:
            parts.append(SetAside(label, _items(node) or len(lines), "\n".join(lines)))
    return tuple(parts)


def _items(node: Node) -> int:
    return sum(d.tag in ("a", "input", "select", "textarea", "button") for d in node.descendants())
