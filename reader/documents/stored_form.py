"""A document as compact bytes that decode fast, so that opening a saved page parses nothing. Pure; any thread.

Layout: four bytes of signature, then a zlib stream of JSON. Sentences are kept by column (all texts joined by
newlines, one letter for each role...), because building a million-word document from columns takes a fraction of
the time that nested records take. Damaged bytes raise `ValueError`; nothing stored is ever executed.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from typing import Any, get_args

from reader.documents.model import (
    NO_DETAIL,
    Abbreviation,
    Detail,
    Document,
    Link,
    LinkKind,
    Locator,
    NoteMark,
    Phrase,
    Role,
    Section,
    Sentence,
    SetAside,
)

MAKER = "20"
"""Changes whenever the same bytes would be read differently, so that stored forms are made anew.

A test holds it against what the test pages come out as."""

_SIGNATURE = b"HOR1"
_MOST_BYTES = 1 << 28
"""A stored form that unpacks to more is damaged or not ours."""
_ROLES: tuple[Role, ...] = get_args(Role)
_KINDS: tuple[LinkKind, ...] = get_args(LinkKind)
_LETTERS = {role: (chr(97 + i), chr(65 + i)) for i, role in enumerate(_ROLES)}
"""Small: goes on with the block; capital: begins one."""
_MEANING = {
    letter: (role, i == 1) for role, letters in _LETTERS.items() for i, letter in enumerate(letters)
}


def to_bytes(document: Document) -> bytes:
    """The stored form of a document."""
    sentences = [s for section in document.sections for s in section.sentences]
    columns: dict[str, Any] = {
        "url": document.url,
        "title": document.title,
        "language": document.language,
        "sections": [[s.title, s.level, len(s.sentences)] for s in document.sections],
        "texts": "\n".join(s.text.replace("\n", " ") for s in sentences),
        "roles": "".join(_LETTERS[s.role][s.starts_block] for s in sentences),
        "languages": [[i, s.language] for i, s in enumerate(sentences) if s.language],
        "links": [[i, _links_to_rows(s.links)] for i, s in enumerate(sentences) if s.links],
        "page_count": document.page_count,
        "details": [
            [i, _detail_to_row(s.detail)] for i, s in enumerate(sentences) if s.detail != NO_DETAIL
        ],
        "set_aside": [
            [part.label, part.items, part.text, _links_to_rows(part.leaflets)]
            for part in document.set_aside
        ],
        "dates": [document.published, document.reviewed],
    }
    packed = json.dumps(columns, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "replace"
    )
    return _SIGNATURE + zlib.compress(packed, 1)


def _links_to_rows(links: Sequence[Link]) -> list[list[Any]]:
    return [[x.start, x.end, x.label, x.target, _KINDS.index(x.kind)] for x in links]


def _links_of(rows: Sequence[Sequence[Any]]) -> tuple[Link, ...]:
    return tuple(
        Link(int(start), int(end), label, target, _KINDS[kind])
        for start, end, label, target, kind in rows
    )


def _detail_to_row(detail: Detail) -> list[Any]:
    row: list[Any] = [
        detail.depth,
        detail.marker,
        int(detail.continues),
        detail.column,
        [[x.start, x.end, x.expansion] for x in detail.abbreviations],
        [[x.start, x.end, x.language] for x in detail.phrases],
        [[x.start, x.end, *_locator_to_row(x.note)] for x in detail.marks],
        _locator_to_row(detail.note_of),
    ]
    while not row[-1]:  # what is missing at the end has its default value
        row.pop()
    return row


def _locator_to_row(locator: Locator | None) -> list[int]:
    return [locator.section, locator.sentence] if locator else []


def from_bytes(data: bytes) -> Document:
    """The document of a stored form.

    Raises `ValueError` for bytes that are damaged or something else.
    """
    if data[: len(_SIGNATURE)] != _SIGNATURE:
        raise ValueError("not a stored document")
    unpacking = zlib.decompressobj()
    try:
        packed = unpacking.decompress(data[len(_SIGNATURE) :], _MOST_BYTES)
    except zlib.error as e:
        raise ValueError("a stored document is damaged") from e
    if not unpacking.eof:
        raise ValueError("a stored document is cut off or too large")
    try:
        return _document(json.loads(packed))
    except (KeyError, TypeError, IndexError, AttributeError, RecursionError) as e:
        raise ValueError("a stored document has the wrong shape") from e


def _document(columns: dict[str, Any]) -> Document:
    roles: str = columns["roles"]
    texts: list[str] = columns["texts"].split("\n") if roles else []
    if len(texts) != len(roles):
        raise ValueError("a stored document has lost sentences")
    meaning = _MEANING
    sentences = [
        Sentence(text, *meaning[letter]) for text, letter in zip(texts, roles, strict=True)
    ]
    extras: dict[int, list[Any]] = {
        i: [language, (), NO_DETAIL] for i, language in columns["languages"]
    }
    for i, rows in columns["links"]:
        extras.setdefault(i, [None, (), NO_DETAIL])[1] = _links_of(rows)
    for i, row in columns["details"]:
        extras.setdefault(i, [None, (), NO_DETAIL])[2] = _detail(*row)
    for i, (language, links, detail) in extras.items():
        plain = sentences[i]
        sentences[i] = Sentence(plain.text, plain.role, plain.starts_block, language, links, detail)
    sections = []
    at = 0
    for title, level, count in columns["sections"]:
        sections.append(Section(title, level, tuple(sentences[at : at + count])))
        at += count
    published, reviewed = columns["dates"]
    return Document(
        url=columns["url"],
        title=columns["title"],
        language=columns["language"],
        sections=tuple(sections),
        set_aside=tuple(
            SetAside(label, items, text, _links_of(leaflets))
            for label, items, text, leaflets in columns["set_aside"]
        ),
        page_count=columns["page_count"],
        published=published,
        reviewed=reviewed,
    )


def _detail(
    depth: int = 0,
    marker: str = "",
    continues: int = 0,
    column: str = "",
    abbreviations: Sequence[Sequence[Any]] = (),
    phrases: Sequence[Sequence[Any]] = (),
    marks: Sequence[Sequence[int]] = (),
    note_of: Sequence[int] = (),
) -> Detail:
    return Detail(
        depth=depth,
        marker=marker,
        continues=bool(continues),
        column=column,
        abbreviations=tuple(Abbreviation(*row) for row in abbreviations),
        phrases=tuple(Phrase(*row) for row in phrases),
        marks=tuple(NoteMark(row[0], row[1], _locator(row[2:])) for row in marks),
        note_of=_locator(note_of),
    )


def _locator(row: Sequence[int]) -> Locator | None:
    return Locator(row[0], row[1]) if row else None
