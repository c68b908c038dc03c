"""`show`: a document as it will be read, with an outline before it. Main thread; needs no voice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from reader.cli.cells import padded, width_of, wrapped
from reader.cli.keeping import utc
from reader.cli.terminal import Terminal
from reader.control.rows import ENDS, bullet, counted, minutes_words, short_minutes, shortened
from reader.documents.document_links import links_of
from reader.documents.json_form import document_to_json
from reader.documents.navigation import Outline

if TYPE_CHECKING:
    from reader.control.shelf import OpenedPage, Shelf
    from reader.documents.model import Document, Role, Section, Sentence

_CLOSE_TOGETHER = ("list_item", "table_row")
_WIDTH = 80
"""Of the outline where nobody says how wide it may be."""
_ASIDE_CHARS = 60
"""Enough of a part that is not read to know it by."""


def show(target: str, shelf: Shelf, terminal: Terminal, *, as_json: bool, rate_wpm: int) -> int:
    """The document as it will be read; a target that is new is saved first.

    `rate_wpm` is what the minutes are counted at.
    """
    opened = shelf.open(target)
    if as_json:
        terminal.json(_to_json(opened))
        return 0
    outline = Outline(opened.document)
    _head(opened, outline, terminal, rate_wpm)
    _outline(opened.document, outline, terminal, rate_wpm)
    _text(opened.document, outline, terminal, rate_wpm)
    _links(opened.document, terminal)
    _set_aside(opened.document, terminal)
    return 0


def _to_json(opened: OpenedPage) -> dict[str, Any]:
    page, document = opened.page, document_to_json(opened.document)
    kept = {
        "id": page.id,
        "url": document.pop("url"),
        "title": document.pop("title"),
        "language": document.pop("language"),
        "saved_at": utc(page.saved_at),
        "checked_at": utc(page.checked_at),
        "media_type": page.media_type,
    }
    return kept | document


def _head(opened: OpenedPage, outline: Outline, terminal: Terminal, rate_wpm: int) -> None:
    page, document = opened.page, opened.document
    _wrapped(document.title or page.url, terminal, "", "")
    facts = [page.publisher, document.language or ""]
    facts += [counted(len(document.sections), "section"), minutes_words(outline.words, rate_wpm)]
    terminal.line(" · ".join(fact for fact in facts if fact))
    terminal.line(document.url)
    dates = [("Published", document.published), ("Reviewed", document.reviewed)]
    told = [f"{what} {when}" for what, when in dates if when]
    terminal.line(" · ".join([*told, f"Saved {page.saved_at:%Y-%m-%d}"]))


def _outline(document: Document, outline: Outline, terminal: Terminal, rate_wpm: int) -> None:
    """A line for each section: number, title, minutes at the right edge."""
    terminal.line()
    terminal.line("Sections:")
    width = terminal.width or _WIDTH
    digits = len(str(len(document.sections)))
    top = min((section.level for section in document.sections), default=1)
    for number, section in enumerate(document.sections, start=1):
        head = f"  {number:>{digits}}. {'  ' * min(section.level - top, 4)}"
        minutes = short_minutes(outline.section_words[number - 1], rate_wpm)
        room = max(width - len(head) - len(minutes) - 2, 12)
        title = shortened(section.title or document.title or "Start", room)
        while width_of(title) > room:
            title = shortened(title, len(title) - 1)
        terminal.line(f"{head}{padded(title, room)}  {minutes}")


def _text(document: Document, outline: Outline, terminal: Terminal, rate_wpm: int) -> None:
    for number, section in enumerate(document.sections, start=1):
        terminal.line()
        terminal.line(
            f"{number}. {section.title or document.title} "
            f"({counted(len(section.sentences), 'sentence')}, "
            f"{minutes_words(outline.section_words[number - 1], rate_wpm)})"
        )
        last_role: Role | None = None
        for first, text in _blocks(section):
            if not (first.role == last_role and first.role in _CLOSE_TOGETHER):
                terminal.line()
            _paragraph(first, text, terminal)
            last_role = first.role


def _blocks(section: Section) -> Iterator[tuple[Sentence, str]]:
    """The text of each paragraph, list item or table row, with its first sentence."""
    first: Sentence | None = None
    text = ""
    for sentence in section.sentences:
        if first is None or sentence.starts_block:
            if first is not None:
                yield first, text
            first, text = sentence, sentence.text
        else:
            text += _joint(text, sentence) + sentence.text
    if first is not None:
        yield first, text


def _joint(text: str, sentence: Sentence) -> str:
    """What stands between two sentences of one block, or between two cells of a row."""
    is_cell = sentence.role == "table_row" and text[-1:] not in ENDS
    return " | " if is_cell else " "


def _paragraph(first: Sentence, text: str, terminal: Terminal) -> None:
    before = "   "
    if first.role == "list_item":
        detail = first.detail
        before += "  " * detail.depth + bullet(detail.marker, text)
        if detail.continues:
            before = " " * len(before)
    _wrapped(text, terminal, before, " " * len(before))


def _links(document: Document, terminal: Terminal) -> None:
    """Each label with its address, on a line of its own where both do not fit on one."""
    links = dict.fromkeys((link.label, link.target) for _, link in links_of(document))
    if links:
        terminal.line()
        terminal.line(f"Links ({len(links)}):")
    for label, target in links:
        if terminal.width is None or len(label) + len(target) + 4 <= terminal.width:
            terminal.line(f"  {label}  {target}")
        else:
            _wrapped(label, terminal, "  ", "  ")
            terminal.line(f"      {target}")


def _set_aside(document: Document, terminal: Terminal) -> None:
    """What is not read, the same names together, with how many and how it begins."""
    if not document.set_aside:
        return
    terminal.line()
    terminal.line("Set aside, not read aloud:")
    items: dict[str, int] = {}
    begins: dict[str, str] = {}
    for part in document.set_aside:
        items[part.label] = items.get(part.label, 0) + part.items
        begins.setdefault(part.label, " ".join(part.text.split()))
    for label, count in items.items():
        room = _ASIDE_CHARS if terminal.width is None else terminal.width - len(label) - 18
        begin = shortened(begins[label], max(room, 12))
        terminal.line(f"  {label} ({counted(count, 'item')}): {begin}")


def _wrapped(text: str, terminal: Terminal, first: str, further: str) -> None:
    if terminal.width is None:
        terminal.line(first + text)
        return
    for line in wrapped(text, terminal.width, first, further):
        terminal.line(line)
