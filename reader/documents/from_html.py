"""A web page made into a document: tree, blocks, choice of content, sections. Pure; any thread."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from reader.documents.block import Block
from reader.documents.blocks import PlacedBlock, read_blocks
from reader.documents.charset import decode
from reader.documents.heading_shape import with_headings
from reader.documents.landmarks import kind_of_part
from reader.documents.links import kind_of, label_of
from reader.documents.main_content import Chooser, choose, repeated_on_purpose
from reader.documents.model import Document, Link, SetAside
from reader.documents.page_data import questions, things
from reader.documents.page_dates import dates_of
from reader.documents.page_facts import facts_of
from reader.documents.page_tree import Node, collector_paused, grow, within_bounds
from reader.documents.panels import with_panels
from reader.documents.plain_text import clean
from reader.documents.script_pages import asks_for_script, blocks_for_machines, needs_browser
from reader.documents.sections import make_sections
from reader.documents.small_print import TITLE as SMALL_PRINT
from reader.documents.small_print import needed_lines
from reader.documents.text_language import guess_language
from reader.documents.text_shape import put_together
from reader.errors import NoText

_LEAST_TEXT_CHARS = 120
"""With less text than this the page's data for machines is looked at."""
_LEAST_REPEATED_CHARS = 40
"""A shorter text may well stand twice on a page."""
_TAG = re.compile(r"<[^<>]*>")
_LEAST_COPIED_CHARS = 200
"""A section with less text may well stand under two headings of the same words, such as "Good"."""


def read_html(body: bytes, *, url: str, charset: str | None, chooser: Chooser = choose) -> Document:
    """The document of a page; one without sections where there is no text.

    `charset` is what the Content-Type header said. `chooser` decides what is content.
    """
    with collector_paused():
        return _read(body, url, charset, chooser)


def _read(body: bytes, url: str, charset: str | None, chooser: Chooser) -> Document:
    markup, rest = within_bounds(decode(body, charset, has_markup=True))
    page = grow(markup)
    facts = facts_of(page, url)
    blocks = read_blocks(page, facts.base)
    kept = with_panels(page, blocks, chooser(page, blocks, facts.title))
    described = things(markup)
    text = _without_repeats(
        with_headings(
            put_together(page, blocks, kept),
            title=facts.title,
            questions=questions(described),
        ),
        repeated_on_purpose(blocks, kept),
    )
    said = [block.text for block in text if not block.level and not asks_for_script(block.text)]
    said_chars = sum(map(len, said))
    if said_chars < _LEAST_TEXT_CHARS:
        text = blocks_for_machines(markup, facts.base, said_chars) or text
        if not any(_is_text(block) for block in text) and needs_browser(markup):
            raise NoText(
                "This page needs a browser to show its text, so it cannot be read here.", url=url
            )
    parts = _parts(blocks, kept)
    footer = [
        one.block for one, part in zip(blocks, parts, strict=True) if part and part[1] == "footer"
    ]
    needed = needed_lines(footer, text)
    if needed and text:
        text += [Block(SMALL_PRINT, "heading", 2), *needed]
    language = facts.language or guess_language(block.text for block in text)
    published, reviewed = dates_of(
        facts.metas, described, [one.block.text for one in blocks], language
    )
    return Document(
        url=url,
        title=facts.title,
        language=language,
        sections=make_sections(text, title=facts.title, language=language),
        set_aside=_set_aside(blocks, parts, text) + _beyond(rest),
        published=published,
        reviewed=reviewed,
    )


def _beyond(rest: str) -> tuple[SetAside, ...]:
    """What follows where a page has far more elements than can be read."""
    text = clean(_TAG.sub(" ", rest))
    return (SetAside("rest of a page that is too long", rest.count("<"), text),) if text else ()


def _is_text(block: Block) -> bool:
    return not block.level and any(map(str.isalnum, block.text)) and not asks_for_script(block.text)


def _without_repeats(
    blocks: Sequence[Block], on_purpose: frozenset[str] = frozenset()
) -> list[Block]:
    """The blocks without what stands twice under the same headings (copies for another width of screen).

    Texts repeated `on_purpose` stay.
    Short texts, such as the same advantage of two things, repeat only where all headings above are the same.
    """
    seen: dict[tuple[str, ...], set[str]] = {}
    kept: list[Block] = []
    above: list[tuple[int, str]] = []
    for section in _sections(blocks):
        if section[0].level:
            while above and above[-1][0] >= section[0].level:
                above.pop()
            above.append((section[0].level, section[0].text))
        texts = {block.text for block in section if not block.level} - on_purpose
        is_long = sum(map(len, texts)) >= _LEAST_COPIED_CHARS
        known = seen.setdefault(tuple(text for _, text in above), set())
        known_anywhere = seen.setdefault(tuple(text for _, text in above[-1:]), set())
        if texts and (texts <= known or (is_long and texts <= known_anywhere)):
            continue
        around = known_anywhere if is_long else known
        long = {text for text in around if len(text) >= _LEAST_REPEATED_CHARS}
        for block in section:
            if block.level:
                kept.append(block)
            elif block.text not in long:
                kept.append(block)
                if len(block.text) >= _LEAST_REPEATED_CHARS and block.text not in on_purpose:
                    long.add(block.text)
        known |= texts
        known_anywhere |= texts
    return kept


def _sections(blocks: Sequence[Block]) -> list[list[Block]]:
    """The blocks parted before each heading."""
    sections: list[list[Block]] = []
    for block in blocks:
        if block.level or not sections:
            sections.append([])
        sections[-1].append(block)
    return sections


def _set_aside(
    blocks: Sequence[PlacedBlock], parts: Sequence[tuple[int, str] | None], read: Iterable[Block]
) -> tuple[SetAside, ...]:
    """What is not read: neighbouring blocks of one part together, with the part's name.

    Leaflets to which nothing that is `read` links are offered with it.
    """
    found: list[SetAside] = []
    offered = {link.target for block in read for link in block.links}
    for part, group in groupby(zip(parts, blocks, strict=True), key=itemgetter(0)):
        if part:
            inside = [one.block for _, one in group]
            links = sum(len(block.links) for block in inside)
            leaflets = tuple(_leaflets(inside, offered))
            said = "\n".join(block.text for block in inside)
            found.append(SetAside(part[1], links or len(inside), said, leaflets))
    return tuple(found)


def _leaflets(blocks: Sequence[Block], offered: set[str]) -> Iterator[Link]:
    """The leaflets that blocks link to, but not those `offered` already; placed in all their lines."""
    start, heading = 0, ""
    for block in blocks:
        if block.level:
            heading = block.text
        for link in block.links:
            if kind_of(link.target) == "leaflet" and link.target not in offered:
                offered.add(link.target)
                words = block.text[link.start : link.end]
                label = label_of(words, link.target, link.hint, block.text, heading)
                yield Link(start + link.start, start + link.end, label, link.target, "leaflet")
        start += len(block.text) + 1


def _parts(blocks: Sequence[PlacedBlock], kept: Sequence[bool]) -> list[tuple[int, str] | None]:
    """Of each block not read the outermost named part that it stands in, and that part's name."""
    names: dict[int, tuple[int, str]] = {}
    return [
        None if keep else _part(one.node, names) for one, keep in zip(blocks, kept, strict=True)
    ]


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
