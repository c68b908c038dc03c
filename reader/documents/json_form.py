"""A document as plain values for printing as JSON. Pure; the names are the outside surface and stay."""

from __future__ import annotations

from typing import Any

from reader.documents.model import Document, Link, Section, Sentence


def _link(link: Link) -> dict[str, Any]:
    return {
        "start": link.start,
        "end": link.end,
        "label": link.label,
        "target": link.target,
        "kind": link.kind,
    }


def _sentence(sentence: Sentence) -> dict[str, Any]:
    form: dict[str, Any] = {
        "text": sentence.text,
        "role": sentence.role,
        "starts_block": sentence.starts_block,
        "links": [_link(link) for link in sentence.links],
    }
    if sentence.language:
        form["language"] = sentence.language
    return form


def _section(index: int, section: Section) -> dict[str, Any]:
    return {
        "index": index,
        "level": section.level,
        "title": section.title,
        "sentences": [_sentence(sentence) for sentence in section.sentences],
    }


def document_to_json(document: Document) -> dict[str, Any]:
    """Title, language, sections and what was set aside; a heading is its section's title, not a sentence."""
    pages = {} if document.page_count is None else {"page_count": document.page_count}
    return {
        "url": document.url,
        "title": document.title,
        "language": document.language,
        **pages,
        "sections": [_section(i, section) for i, section in enumerate(document.sections)],
        "set_aside": [
            {"label": part.label, "items": part.items, "text": part.text}
            for part in document.set_aside
        ],
    }
