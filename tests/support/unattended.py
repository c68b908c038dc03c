"""A whole saved collection heard with no press: the real session and store, the voice and the clock moved by hand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reader.control.hand_choices import PressingChoices
from tests.support.desk import Desk

PAGE = (
    '<html lang="en-GB"><title>Page {number}</title><body><main><h1>Page {number}</h1>'
    "<p>What page {number} says first. And then some more.</p><h2>Later</h2><p>The end of page {number}.</p>"
    "</main></body></html>"
)
MOST_S = 600


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard."""

    titles: tuple[str, ...]
    """Of the pages, in the order in which they were read."""
    presses: int
    lines_at_end: tuple[str, ...]
    """What was shown of presses, when each page had ended."""
    is_over: bool
    """Whether the reading ended by itself."""


def hear_collection(folder: Path, pages: int) -> Heard:
    """Launch where the first page was left, and let it read."""
    desk = Desk(folder, pressing=PressingChoices())
    try:
        for number in range(1, pages + 1):
            desk.shelf.save(desk.page(f"{number}.html", PAGE.format(number=number)))
        desk.session.start(desk.shelf.open(desk.shelf.pages()[0].id))
        titles: list[str] = []
        lines: list[str] = []

        def follow() -> bool:
            session = desk.session
            if not titles or titles[-1] != session.title:
                titles.append(session.title)
            if session.hands.line and (not lines or len(lines) < len(titles)):
                lines.append(session.hands.line)
            return desk.now > MOST_S or (
                session.state == "ended"
                and not session.turning.is_under_way
                and not session._narrator.is_announcing
            )

        desk.until(follow, step_ms=50)
        seen = desk.session.hands.presses.seen
        return Heard(tuple(titles), seen, tuple(lines), desk.session.state == "ended")
    finally:
        desk.close()
