"""What a person can do, one method for each thing, and what the screens show of it.

Plain object, main thread only, no locks, no waiting: work that lasts is handed to `Background`, and its
outcome comes back in `tick`. Must not know Textual, a device, SQL or a parser.
"""

from __future__ import annotations

from reader.control.view import ListView, Message, SavingProgress, ScreenName, StateName
from reader.documents.model import Document, Locator


class Session:
    """The running reader. (Contract; bodies follow.)"""

    screen: ScreenName
    """Which screen is wanted; the UI follows it."""
    list_view: ListView | None
    """Rows of the welcome, sections or pages screen; None while reading."""
    outline: ListView | None
    """The document's sections for the outline at the left of the reading screen; `current` = the one being read."""
    document: Document | None
    """What is open; a new object when another page is opened."""
    locator: Locator
    """The sentence being heard (sentence == -1: the section's heading)."""
    word: tuple[int, int] | None
    """The word being heard, code points of the sentence (or heading), half-open; None: not known."""
    state: StateName
    title: str
    """Title of the page, plain text."""
    progress_line: str
    """Such as "section 3 of 6, about 4 minutes left"."""
    hint_line: str
    """What keys do here; shown on the last line where there is no message."""
    message: Message | None
    saving: SavingProgress | None
    theme: str
    """"dark", "light" or "system"."""
    is_leaving: bool
    """True once `quit` was done: the app closes."""

    def tick(self, now: float) -> None:
        """Advance: outcomes of background work, what is being heard, remote commands. `now`: monotonic seconds."""

    def perform(self, action_name: str) -> None:
        """Do an action by its registered name; raises `KeyError` for an unknown one."""

    def press(self, key: str, character: str | None) -> None:
        """A key was pressed (Textual's key name and its character); the keymap decides what it means here."""

    def choose_row(self, index: int) -> None:
        """A row of the current list was clicked (or its digit pressed)."""

    def go_to_section(self, index: int) -> None:
        """A row of the outline was clicked."""

    def go_to(self, locator: Locator) -> None:
        """A sentence of the text was clicked: a click anywhere on the text is Play/Pause at first; kept for later."""

    def close(self) -> None:
        """Keep the place and end what runs in the background. May be called twice."""
