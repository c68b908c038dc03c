"""`list` and `show`: saved pages named and shown. Main thread; needs no voice."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from reader.cli.terminal import Terminal
from reader.control.rows import minutes_words
from reader.documents.json_form import document_to_json
from reader.documents.navigation import Outline

if TYPE_CHECKING:
    from content_cache.resource import Page
    from reader.control.shelf import OpenedPage, Shelf
    from reader.documents.model import Document, Role, Section, Sentence


_CLOSE_TOGETHER = ("list_item", "table_row")


def list_pages(shelf: Shelf, terminal: Terminal, *, as_json: bool) -> int:
    """Name everything that is saved, in reading order."""
    pages = shelf.pages()
    if as_json:
        terminal.json([_page_to_json(page) for page in pages])
        return 0
    if not pages:
        terminal.note("Nothing is saved yet. Save a page with: reader save ADDRESS")
    for page in pages:
        terminal.line(name_of(page))
    return 0


def show(target: str, shelf: Shelf, terminal: Terminal, *, as_json: bool, rate_wpm: int) -> int:
    """The document as it will be read; a target that is new is saved first.

    `rate_wpm` is what the minutes are counted at.
    """
    opened = shelf.open(target)
    if as_json:
        terminal.json(_opened_to_json(opened))
    else:
        _show_plainly(opened, terminal, rate_wpm)
    return 0


def name_of(page: Page) -> str:
    """A page as a line of a result names it."""
    return f"{page.title}  {page.url}" if page.title else page.url


def _page_to_json(page: Page) -> dict[str, Any]:
    return {
        "id": page.id,
        "url": page.url,
        "title": page.title,
        "language": page.language,
        "saved_at": _utc(page.saved_at),
        "checked_at": _utc(page.checked_at),
        "media_type": page.media_type,
        "publisher": page.publisher,
        "words": page.words,
        "heard": round(page.heard, 3),
    }


def _opened_to_json(opened: OpenedPage) -> dict[str, Any]:
    page, document = opened.page, document_to_json(opened.document)
    return {
        "id": page.id,
        "url": document["url"],
        "title": document["title"],
        "language": document["language"],
        "saved_at": _utc(page.saved_at),
        "checked_at": _utc(page.checked_at),
        "media_type": page.media_type,
        "sections": document["sections"],
        "set_aside": document["set_aside"],
        **{key: document[key] for key in ("published", "reviewed") if key in document},
    }


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _show_plainly(opened: OpenedPage, terminal: Terminal, rate_wpm: int) -> None:
    document = opened.document
    words = Outline(document).section_words
    terminal.line(document.title or opened.page.url)
    language = f" · {document.language}" if document.language else ""
    terminal.line(
        f"{document.url}{language} · {_counted(len(document.sections), 'section')}, "
        f"{minutes_words(sum(words), rate_wpm)}"
    )
    dates = [
        f"{name} {date}"
        for name, date in (("published", document.published), ("reviewed", document.reviewed))
        if date
    ]
    if dates:
        terminal.line(f"{', '.join(dates)}".capitalize())
    for number, section in enumerate(document.sections, start=1):
        terminal.line()
        terminal.line(
            f"{number}. {section.title or document.title} "
            f"({_counted(len(section.sentences), 'sentence')}, "
            f"{minutes_words(words[number - 1], rate_wpm)})"
        )
        last_role: Role | None = None
        for first, text in _blocks(section):
            if not (first.role == last_role and first.role in _CLOSE_TOGETHER):
                terminal.line()
            _paragraph(first, text, terminal)
            last_role = first.role
    _show_links(document, terminal)
    if document.set_aside:
        terminal.line()
        terminal.line("Set aside, not read aloud:")
        for part in document.set_aside:
            terminal.line(f"  {part.label} ({_counted(part.items, 'item')})")


def _show_links(document: Document, terminal: Terminal) -> None:
    links = dict.fromkeys(
        (link.label, link.target)
        for section in document.sections
        for sentence in section.sentences
        for link in sentence.links
    )
    if links:
        terminal.line()
        terminal.line("Links:")
    for label, target in links:
        terminal.line(f"  {label}  {target}")


def _blocks(section: Section) -> Iterator[tuple[Sentence, str]]:
    """The text of each paragraph, list item or table row, with its first sentence."""
    first: Sentence | None = None
    texts: list[str] = []
    for sentence in section.sentences:
        if first is None or sentence.starts_block:
            if first is not None:
                yield first, " ".join(texts)
            first, texts = sentence, []
        texts.append(sentence.text)
    if first is not None:
        yield first, " ".join(texts)


def _paragraph(first: Sentence, text: str, terminal: Terminal) -> None:
    before = "   "
    if first.role == "list_item":
        detail = first.detail
        before += "  " * detail.depth + (f"{detail.marker} " if detail.marker else "• ")
        if detail.continues:
            before = " " * len(before)
    width = terminal.width
    if width is None:
        terminal.line(before + text)
        return
    for line in textwrap.wrap(
        text,
        max(width, 20 + len(before)),
        initial_indent=before,
        subsequent_indent=" " * len(before),
        break_on_hyphens=False,
    ):
        terminal.line(line)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
