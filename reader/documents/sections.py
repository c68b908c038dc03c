"""Makes sections and sentences of blocks. Pure; any thread."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from reader.documents.block import Block
from reader.documents.links import kind_of, label_of
from reader.documents.model import (
    NO_DETAIL,
    Abbreviation,
    Detail,
    Link,
    Locator,
    NoteMark,
    Phrase,
    Section,
    Sentence,
)
from reader.documents.sentences import split
from reader.documents.unmarked_language import with_languages

_MOST_LINKS_IN_TEXT = 60
"""A block with more is a list of links: what stands around them says nothing of each."""


_LONGEST_HEADING_CHARS = 300
"""What is longer is a paragraph that was marked as a heading: it could not be said in one breath."""


def same_words(one: str, other: str) -> bool:
    """Whether two headings say the same, letter case and punctuation aside."""
    return letters(one) == letters(other) != ""


def letters(text: str) -> str:
    """What two texts share that read the same, letter case and punctuation aside."""
    return "".join(c for c in text.casefold() if c.isalnum())


def _cut(title: str) -> str:
    if len(title) <= _LONGEST_HEADING_CHARS:
        return title
    return title[:_LONGEST_HEADING_CHARS].rsplit(" ", 1)[0] + "…"


def make_sections(
    blocks: Iterable[Block], *, title: str, language: str | None
) -> tuple[Section, ...]:
    """Sections in reading order; the first is the page's own, with the title as its heading."""
    made: list[tuple[str, int, list[Sentence]]] = []
    heading, level = _cut(title), 1
    sentences: list[Sentence] = []
    has_own_heading = False
    notes = _Notes()
    for block in blocks:
        if not any(map(str.isalnum, block.text)):
            continue  # rulers, bullets and the like say nothing
        if block.level and len(block.text) > _LONGEST_HEADING_CHARS:
            block = replace(block, level=0, role="body")  # noqa: PLW2901 - the same block, read differently
        if not block.level:
            block = with_languages(block, language)  # noqa: PLW2901 - as above
            notes.look_at(block, len(made), len(sentences))
            sentences += sentences_of(block, language, heading)
            continue
        if not made and not has_own_heading and same_words(block.text, title):
            has_own_heading = True
            heading = block.text
            continue
        if sentences or heading:
            made.append((heading, level, sentences))
        heading, level, sentences = block.text, min(max(block.level, 1), 6), []
    if sentences or heading:
        made.append((heading, level, sentences))
    notes.join([sentences for _, _, sentences in made])
    return tuple(Section(heading, level, tuple(sentences)) for heading, level, sentences in made)


class _Notes:
    """Joins the marks of notes to where the notes are, both ways, once all places are known."""

    def __init__(self) -> None:
        self._notes: dict[str, Locator] = {}
        self._marked: list[tuple[int, int, Block]] = []

    def look_at(self, block: Block, section: int, sentence: int) -> None:
        """Note what a block has whose first sentence will stand there."""
        for name in block.names:
            self._notes.setdefault(name, Locator(section, sentence))
        if block.marks:
            self._marked.append((section, sentence, block))

    def join(self, sentences: list[list[Sentence]]) -> None:
        marked_at: dict[Locator, Locator] = {}
        for section, first, block in self._marked:
            targets = iter(block.marks)
            at = first
            while at < len(sentences[section]):
                here = sentences[section][at]
                if at > first and here.starts_block:
                    break
                marks = tuple(
                    replace(mark, note=self._notes.get(found.target))
                    for mark, found in zip(here.detail.marks, targets, strict=False)
                )
                for mark in marks:
                    if mark.note:
                        marked_at.setdefault(mark.note, Locator(section, at))
                if marks:
                    sentences[section][at] = replace(here, detail=replace(here.detail, marks=marks))
                at += 1
        for note, mark_at in marked_at.items():
            here = sentences[note.section][note.sentence]
            sentences[note.section][note.sentence] = replace(
                here, detail=replace(here.detail, note_of=mark_at)
            )


def sentences_of(block: Block, language: str | None, heading: str = "") -> list[Sentence]:
    """The sentences of one block, with their links, languages and details; `heading` is what they stand under."""
    spans = _spans(block, language)
    if not (
        block.links or block.phrases or block.depth or block.marker or block.continues
    ) and not (block.marks or block.cells or block.abbreviations):
        return [
            Sentence(block.text[start:end], block.role, start == spans[0][0])
            for start, end in spans
        ]
    made = []
    for start, end in spans:
        is_first = start == spans[0][0]
        own = _language(block, start, end, language)
        made.append(
            Sentence(
                block.text[start:end],
                block.role,
                is_first,
                own,
                tuple(_links(block, start, end, heading)),
                _detail(block, start, end, own or language, is_first=is_first),
            )
        )
    return made


def _detail(block: Block, start: int, end: int, language: str | None, *, is_first: bool) -> Detail:
    """What there is to say of one sentence beyond its words."""
    detail = Detail(
        depth=block.depth,
        marker=block.marker if is_first else "",
        continues=block.continues and is_first,
        column=_column(block, start),
        abbreviations=tuple(
            Abbreviation(x.start - start, x.end - start, x.expansion)
            for x in _over(block.abbreviations, start, end)
            if start <= x.start < x.end <= end
        ),
        phrases=tuple(
            Phrase(max(x.start, start) - start, min(x.end, end) - start, x.language)
            for x in _over(block.phrases, start, end)
            if x.language != language
        ),
        marks=tuple(
            NoteMark(x.start - start, min(x.end, end) - start, None)
            for x in _over(block.marks, start, end)
            if start <= x.start
        ),
    )
    return NO_DETAIL if detail == NO_DETAIL else detail


def _column(block: Block, start: int) -> str:
    """Heading of the column of the cell that begins there; "" where none does."""
    at = bisect_right(block.cells, start, key=lambda cell: cell.start) - 1
    return block.cells[at].column if at >= 0 and block.cells[at].start == start else ""


class _Span(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


_S = TypeVar("_S", bound=_Span)


def _over(spans: Sequence[_S], start: int, end: int) -> Iterator[_S]:
    """Those of spans in order that touch a stretch; found at once also among very many."""
    for at in range(bisect_right(spans, start, key=lambda span: span.end), len(spans)):
        if spans[at].start >= end:
            return
        yield spans[at]


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
    for phrase in _over(block.phrases, start, end):
        shared = min(end, phrase.end) - max(start, phrase.start)
        if shared * 2 > end - start and phrase.language != language:
            return phrase.language
    return None


def _links(block: Block, start: int, end: int, heading: str) -> Iterable[Link]:
    around = block.text[start:end] if len(block.links) <= _MOST_LINKS_IN_TEXT else ""
    for found in _over(block.links, start, end):
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
                    heading,
                ),
                found.target,
                kind_of(found.target),
            )
