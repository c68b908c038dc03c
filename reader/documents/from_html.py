"""A web page made into a document: tree, blocks, choice of content, sections. Pure; any thread."""

from __future__ import annotations

from collections.abc import Sequence

from reader.documents.block import Block
from reader.documents.blocks import PlacedBlock, read_blocks
from reader.documents.charset import decode
from reader.documents.landmarks import kind_of_part
from reader.documents.main_content import Chooser, by_landmarks
from reader.documents.model import Document, SetAside
from reader.documents.page_facts import facts_of
from reader.documents.page_tree import Node, grow
from reader.documents.sections import make_sections

_LEAST_REPEATED_CHARS = 40
"""A shorter text may well stand twice on a page."""


def read_html(
    body: bytes, *, url: str, charset: str | None, chooser: Chooser = by_landmarks
) -> Document:
    """The document of a page; one without sections where there is no text.

    `charset` is what the Content-Type header said. `chooser` decides what is content.
    """
    page = grow(decode(body, charset, has_markup=True))
    facts = facts_of(page, url)
    blocks = read_blocks(page, facts.base)
    kept = chooser(page, blocks, facts.title)
    text = _without_repeats([one for one, keep in zip(blocks, kept, strict=True) if keep])
    return Document(
        url=url,
        title=facts.title,
        language=facts.language,
        sections=make_sections(text, title=facts.title, language=facts.language),
        set_aside=_set_aside(blocks, kept),
    )


def _without_repeats(placed: Sequence[PlacedBlock]) -> list[Block]:
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


def _set_aside(blocks: Sequence[PlacedBlock], kept: Sequence[bool]) -> tuple[SetAside, ...]:
    """What is not read: neighbouring blocks of one part together, with the part's name."""
    names: dict[int, tuple[int, str]] = {}
    parts: list[SetAside] = []
    lines: list[str] = []
    links = 0
    current: tuple[int, str] | None = None

    def end() -> None:
        nonlocal links
        if current and lines:
            parts.append(SetAside(current[1], links or len(lines), "\n".join(lines)))
        lines.clear()
        links = 0

    for one, keep in zip(blocks, kept, strict=True):
        part = None if keep else _part(one.node, names)
        if part != current:
            end()
            current = part
        if part:
            lines.append(one.block.text)
            links += len(one.block.links)
    end()
    return tuple(parts)


def _part(node: Node, names: dict[int, tuple[int, str]]) -> tuple[int, str]:
    """The outermost named part around an element and its name; `names` remembers what was found."""
    path: list[Node] = []
    at: Node | None = node
    while at is not None and id(at) not in names:
        path.append(at)
        at = at.parent
    part = names[id(at)] if at is not None else (0, "")
    for step in reversed(path):
        if not part[1]:
            label = kind_of_part(step, within=False)
            if label:
                part = (id(step), label)
        names[id(step)] = part
    return part if part[1] else (0, "rest of the page")
