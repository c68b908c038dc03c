"""What the reader reads of a page, in the shape that extraction scorers take.

    python score_extraction.py HALF --path tests/benchmarks --path . --call extraction:run

Not a test; run from the top of the checkout.
"""

from __future__ import annotations

from typing import Any

from reader.documents.model import Document
from reader.documents.parsing import read_document
from reader.documents.small_print import TITLE as SMALL_PRINT
from reader.errors import DocumentError


def run(html_bytes: bytes, url: str, charset: str | None = None) -> dict[str, Any]:
    """Text (one block to a line), headings with their levels, and list items of a page."""
    try:
        document = read_document(
            html_bytes, url=url or "https://page.example/", media_type="text/html", charset=charset
        )
    except DocumentError:
        return {"text": "", "headings": [], "items": []}
    return in_lines(document)


def in_lines(document: Document) -> dict[str, Any]:
    """A document as lines, headings and items; an item is all its text, with that of the items in it."""
    lines: list[str] = []
    headings: list[tuple[int, str]] = []
    items: list[str] = []
    open_items: list[tuple[int, int]] = []  # depth and place among `items`, outermost first
    for at, section in enumerate(document.sections):
        if section.title == SMALL_PRINT:
            continue  # the footer's, kept for listeners; true texts never have it
        if at and section.title:  # the first is the page's title, which true texts leave out
            lines.append(section.title)
            headings.append((section.level, section.title))
        open_items = []
        for sentence in section.sentences:
            if sentence.starts_block:
                lines.append(sentence.text)
            else:
                lines[-1] += " " + sentence.text
            if sentence.role != "list_item":
                open_items = []
                continue
            depth = sentence.detail.depth
            if sentence.detail.continues and sentence is section.sentences[0]:
                items.append(section.title)
                open_items = [(depth, len(items) - 1)]
            elif sentence.starts_block and not sentence.detail.continues:
                open_items = [one for one in open_items if one[0] < depth]
                items.append("")
                open_items.append((depth, len(items) - 1))
            elif sentence.starts_block:
                open_items = [one for one in open_items if one[0] <= depth]
            for _, place in open_items:
                items[place] = f"{items[place]} {sentence.text}".strip()
    return {"text": "\n".join(lines), "headings": headings, "items": items}
