"""`list`: saved pages named. Main thread; needs no voice."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from reader.cli.terminal import Terminal
from reader.control import rows
from reader.control.rows import shortened

if TYPE_CHECKING:
    from content_cache.resource import Page
    from reader.control.shelf import Shelf


def list_pages(shelf: Shelf, terminal: Terminal, *, as_json: bool) -> int:
    """Name everything that is saved, in reading order."""
    pages = shelf.pages()
    if as_json:
        terminal.json(
            [{"number": number} | _page_to_json(page) for number, page in enumerate(pages, 1)]
        )
        return 0
    if not pages:
        terminal.trouble("Nothing is saved yet. Save a page with: reader save ADDRESS")
    digits = len(str(len(pages)))
    for number, page in enumerate(pages, start=1):
        room = None if terminal.width is None else terminal.width - digits - 2
        terminal.line(f"{number:>{digits}}  {_listed(page, room)}")
    return 0


def _listed(page: Page, width: int | None) -> str:
    """Title and address; on a screen a long title is cut between words, so that the address stays whole."""
    if not page.title:
        return page.url
    room = None if width is None else max(width - len(page.url) - 2, 24)
    return f"{shortened(rows.name_of(page), room)}  {page.url}"


def name_of(page: Page) -> str:
    """A page as a line of a result names it."""
    return f"{rows.name_of(page)}  {page.url}" if page.title else page.url


def _page_to_json(page: Page) -> dict[str, Any]:
    return {
        "id": page.id,
        "url": page.url,
        "title": page.title,
        "language": page.language,
        "saved_at": utc(page.saved_at),
        "checked_at": utc(page.checked_at),
        "media_type": page.media_type,
        "publisher": page.publisher,
        "words": page.words,
        "heard": round(page.heard, 3),
    }


def utc(moment: datetime) -> str:
    """A moment as the outside surface writes it."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
