"""Markdown made into a document: all of it is content but for the facts at its head. Pure; any thread.

Read: headings of both kinds, lists inside lists, tables, quotes, code, definitions, pictures by what they are said to
show, and markup of the web inside the text.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.documents.block import Block
from reader.documents.blocks import read_blocks
from reader.documents.charset import decode
from reader.documents.from_text import name_from_address, read_text
from reader.documents.model import Document, SetAside
from reader.documents.page_facts import language_tag
from reader.documents.page_tree import Node, grow
from reader.documents.plain_text import clean
from reader.documents.sections import make_sections, same_words
from reader.documents.text_language import guess_language
from reader.documents.text_shape import put_together

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_FRONT_MATTER = re.compile(
    r"\A\ufeff?(?P<fence>---|\+\+\+)[ \t]*\n(?P<facts>.*?\n)(?P=fence)[ \t]*(?:\n|\Z)", re.DOTALL
)
_FACT = re.compile(r"^(?P<name>[\w-]+)[ \t]*[:=][ \t]*(?P<value>[^\n]*)$", re.MULTILINE)
_NOTES = re.compile('<section class="footnotes">')
_NOTES_NAMED = r"\g<0><h2>Notes</h2>"
_MOST_CHARS = 1_500_000
_MOST_BRACKETS = 20_000
"""What has more was not written by a person, and would take long: its signs are read as they stand."""
_MOST_NESTED = 50
"""Source: CommonMark does not say; what a person wrote is not deeper."""


def read_markdown(body: bytes, *, url: str, charset: str | None) -> Document:
    """The document of a Markdown file."""
    text = decode(body, charset, has_markup=False).replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > _MOST_CHARS or text.count("[") > _MOST_BRACKETS:
        return read_text(body, url=url, charset=charset)
    facts, text, aside = _front_matter(text)
    page = grow(f"<body>{_NOTES.sub(_NOTES_NAMED, _parser().render(text), count=1)}</body>")
    _take_arrows(page)
    _take_pictures(page)
    placed = read_blocks(page, url)
    blocks = [one.block for one in put_together(page, placed, [True] * len(placed))]
    title = facts.get("title") or next(
        (b.text for i, b in enumerate(blocks[:3]) if b.level == 1 or (b.level and not i)),
        name_from_address(url),
    )
    language = language_tag(facts.get("lang") or facts.get("language"))
    language = language or guess_language(block.text for block in blocks)
    return Document(
        url=url,
        title=title,
        language=language,
        sections=make_sections(_levelled(blocks, title), title=title, language=language),
        set_aside=tuple(aside),
    )


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - keeps start-up fast
    from mdit_py_plugins.deflist import deflist_plugin  # noqa: PLC0415 - as above
    from mdit_py_plugins.footnote import footnote_plugin  # noqa: PLC0415 - as above

    parser = MarkdownIt("commonmark", {"html": True, "linkify": True, "maxNesting": _MOST_NESTED})
    parser.enable(["table", "strikethrough", "linkify"])
    return parser.use(deflist_plugin).use(footnote_plugin)


def _front_matter(text: str) -> tuple[dict[str, str], str, list[SetAside]]:
    """What the file says about itself before it begins, and the rest."""
    found = _FRONT_MATTER.match(text)
    if not found:
        return {}, text, []
    facts = {
        fact["name"].lower(): clean(fact["value"].strip().strip("\"'"))
        for fact in _FACT.finditer(found["facts"])
    }
    lines = [line for line in map(clean, found["facts"].splitlines()) if line]
    aside = [SetAside("facts about the page", len(lines), "\n".join(lines))] if lines else []
    return facts, text[found.end() :], aside


def _take_arrows(page: Node) -> None:
    """Take out the arrows that lead from a note back to its mark."""
    for node in page.descendants():
        node.children = [
            child
            for child in node.children
            if isinstance(child, str) or child.attrs.get("class") != "footnote-backref"
        ]


def _take_pictures(page: Node) -> None:
    """Put what a picture is said to show in its place."""
    for node in page.descendants():
        node.children = [
            f" {child.attrs['alt']} "
            if not isinstance(child, str) and child.tag == "img" and child.attrs.get("alt")
            else child
            for child in node.children
        ]


def _levelled(blocks: list[Block], title: str) -> list[Block]:
    """The blocks with level 1 for the title alone: a file may begin each of its chapters with it."""
    first = next((b for b in blocks if b.level), None)
    if first is None or sum(b.level == 1 for b in blocks) < 2:
        return blocks
    return [
        replace(b, level=min(b.level + 1, 6)) if b.level and not same_words(b.text, title) else b
        for b in blocks
    ]
