"""What the screens show, as values that `Session` makes afresh whenever they change.

The screen pulls: after each `Session.tick` it compares these values with what it drew last.
"""

from __future__ import annotations

from typing import Literal

from reader.values import frozen

ScreenName = Literal[
    "welcome", "reading", "sections", "pages", "links", "bookmarks", "history", "queue", "bin", "topics", "found",
    "news", "versions", "settings", "voices", "choices",
]  # fmt: skip
"""Each but the first two is a list."""
StateName = Literal["stopped", "preparing", "playing", "paused", "ended", "failed"]


@frozen
class Row:
    """One row of a list: a choice, a section or a page."""

    title: str
    detail: str = ""
    """Publisher, or minutes."""
    mark: str = ""
    """How far one is: "60%", "new", "heard", "now"."""
    fraction: float | None = None
    """0 to 1 where a small bar should be drawn."""
    level: int = 1
    """Depth of indentation, 1 = none."""
    help: str = ""
    """What the row does, in one sentence; said after it, and shown below it where there is room."""


@frozen
class ListView:
    """A list on the screen; the rows of the welcome screen are one too."""

    title: str
    summary: str
    """Short text at the right of the title, such as "6 saved · 41 minutes"."""
    rows: tuple[Row, ...]
    current: int
    """Index of the row that `choose` takes."""


@frozen
class MenuView:
    """The spoken menu: what passes, and what is being offered."""

    items: tuple[str, ...]
    current: int
    steps_left: int | None
    """Of eight, how much of the scan time is left; None where no clock runs."""
    hint: str
    """What a press does, and what waiting does."""


@frozen
class Message:
    """The one message of the last line."""

    text: str
    is_trouble: bool = False

    def __str__(self) -> str:
        return self.text


@frozen
class SavingProgress:
    """How far a saving is."""

    done: int
    total: int
    title: str
    """What is being saved now."""
