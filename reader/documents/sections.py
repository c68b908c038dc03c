"""Makes sections and sentences of blocks. Pure; any thread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reader.documents.block import Block
from reader.documents.links import kind_of, label_of
from reader.documents.model import Link, Section, Sentence
from reader.documents.sentences import split

_MOST_LINKS_IN_TEXT = 60
"""A block with more is a list of links: what stands around them says nothing of each."""


_LONGEST_HEADING_CHARS = 300
"""What is longer is a paragraph that was marked as a heading: it could not be said in one breath."""


def same_words(one: str, other: str) -> bool:
    """Whether two headings say the same, letter case and punctuation aside."""
    return _letters(one) == _letters(other) != ""


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _cut(title: str) -> str:
    if len(title) <= _LONGEST_HEADING_CHARS:
        return title
    return title[:_LONGEST_HEADING_CHARS].rsplit(" ", 1)[0] + "…"


def make_sections(
    blocks: Iterable[Block], *, title: str, language: str | None
) -> tuple[Section, ...]:
    """Sections in reading order; the first is the page's own, with the title as its heading."""
    sections: list[Section] = []
    heading, level = _cut(title), 1
    sentences: list[Sentence] = []
    has_own_heading = False
    for block in blocks:
        if not any(map(str.isalnum, block.text)):
            continue  # rulers, bullets and the like say nothing
        if block.level and len(block.text) > _LONGEST_HEADING_CHARS:
            block = replace(block, level=0, role="body")  # noqa: PLW2901 - the same block, read differently
        if not block.level:
            sentences += sentences_of(block, language)
            continue
        if not sections and not has_own_heading and same_words(block.text, title):
            has_own_heading = True
            heading = block.text
            continue
        if sentences or heading:
            sections.append(Section(heading, level, tuple(sentences)))
        heading, level, sentences = block.text, min(max(block.level, 1), 6), []
    if sentences or heading:
        sections.append(Section(heading, level, tuple(sentences)))
    return tuple(sections)


def sentences_of(block: Block, language: str | None) -> list[Sentence]:
    """The sentences of one block, with their links and languages."""
    spans = _spans(block, language)
    if not block.links and not block.phrases:
        return [
            Sentence(block.text[start:end], block.role, start == spans[0][0])
            for start, end in spans
        ]
    made = []
    for start, end in spans:
        text = block.text[start:end]
        made.append(
            Sentence(
                text,
                block.role,
                start == spans[0][0],
                _language(block, start, end, language),
                tuple(_links(block, start, end)),
            )
        )
    return made


def _spans(block: Block, language: str | None) -> list[tuple[int, int]]:
    if not block.breaks:
        return list(split(block.text, language))
    spans: list[tuple[int, int]] = []
    start = 0
    for end in (*block.breaks, len(block.text)):
        spans += [(start + a, start + b) for a, b in split(block.text[start:end], language)]
        start = end
    return spans


def _language(block: Block, start: int, end: int, language: str | None) -> str | None:
    """The language of most of the sentence where it differs from the document's."""
    for phrase in block.phrases:
        shared = min(end, phrase.end) - max(start, phrase.start)
        if shared * 2 > end - start and phrase.language != language:
            return phrase.language
    return None


def _links(block: Block, start: int, end: int) -> Iterable[Link]:
    around = block.text[start:end] if len(block.links) <= _MOST_LINKS_IN_TEXT else ""
    for found in block.links:
        a, b = max(found.start, start), min(found.end, end)
        if a < b:
            yield Link(
                a - start,
                b - start,
                label_of(
                    block.text[found.start : found.end],
                    found.target,
                    found.hint,
                    around,
                ),
                found.target,
                kind_of(found.target),
            )
