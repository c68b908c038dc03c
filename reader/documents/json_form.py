"""A document as plain values for printing as JSON. Pure; the names are the outside surface and stay."""

from __future__ import annotations

from typing import Any

from reader.documents.model import NO_DETAIL, Detail, Document, Link, Locator, Section, Sentence


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
    if sentence.detail != NO_DETAIL:
        form |= _detail(sentence.detail)
    return form


def _detail(detail: Detail) -> dict[str, Any]:
    """What there is beyond the words; what there is not has no key."""
    form: dict[str, Any] = {
        "depth": detail.depth,
        "marker": detail.marker,
        "continues_item": detail.continues,
        "column": detail.column,
        "abbreviations": [
            {"start": x.start, "end": x.end, "expansion": x.expansion} for x in detail.abbreviations
        ],
        "phrases": [
            {"start": x.start, "end": x.end, "language": x.language} for x in detail.phrases
        ],
        "note_marks": [
            {"start": x.start, "end": x.end, "note": _place(x.note)} for x in detail.marks
        ],
        "note_of": _place(detail.note_of),
    }
    return {key: value for key, value in form.items() if value}


def _place(locator: Locator | None) -> dict[str, int] | None:
    return {"section": locator.section, "sentence": locator.sentence} if locator else None


def _section(index: int, section: Section) -> dict[str, Any]:
    return {
        "index": index,
        "level": section.level,
        "title": section.title,
        "sentences": [_sentence(sentence) for sentence in section.sentences],
    }


def document_to_json(document: Document) -> dict[str, Any]:
    """Title, language, dates, sections and what was set aside; a heading is its section's title, not a sentence."""
    pages = {} if document.page_count is None else {"page_count": document.page_count}
    return {
        "url": document.url,
        "title": document.title,
        "language": document.language,
        **pages,
        "sections": [_section(i, section) for i, section in enumerate(document.sections)],
        "set_aside": [
            {"label": part.label, "items": part.items, "text": part.text}
            | ({"leaflets": [_link(link) for link in part.leaflets]} if part.leaflets else {})
            for part in document.set_aside
        ],
        **({"published": document.published} if document.published else {}),
        **({"reviewed": document.reviewed} if document.reviewed else {}),
    }
