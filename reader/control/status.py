"""What the running reader is doing, as the outside surface has it. Main thread; loaded when somebody first asks."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from content_cache.resource import Page
from reader.documents import navigation

if TYPE_CHECKING:
    from reader.control.session import Session


def status_of(session: Session, page: Page | None, *, voice: str, engine: str) -> dict[str, Any]:
    """The answer to `status --json`. `page`: the one that is open."""
    here = session.locator
    error = session.message.text if session.message and session.message.is_trouble else None
    return {
        "state": "menu" if session.menu.is_open else session.state,
        "screen": session.screen,
        "document": page.id if page else None,
        "title": session.title,
        "section": here.section,
        "sentence": here.sentence,
        "word": list(session.word) if session.word else None,
        "text": navigation.text_at(session.document, here) if session.document else "",
        "rate_wpm": session.rate_wpm,
        "voice": voice,
        "engine": engine,
        "menu": _offered(session),
        "presses": asdict(session.hands.presses),
        "error": error,
    }


def _offered(session: Session) -> dict[str, Any] | None:
    """By the spoken menu, else in the list that is open."""
    menu, view = session.menu.view, session.list_view
    if menu is not None:
        return {"items": list(menu.items), "current": menu.current}
    if view is not None:
        return {"items": [row.title for row in view.rows], "current": view.current}
    return None
