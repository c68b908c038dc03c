"""The list on the screen: which it is, the row one is on, and the welcome's offer of its rows in turn.

Main thread. Says its rows through the narrator; must not know what choosing a row does.
"""

from __future__ import annotations

from dataclasses import replace

from reader.control import rows
from reader.control.offer import Offer
from reader.control.view import ListView, ScreenName
from reader.speech.narrator import Narrator


class Lists:
    """The list that stands over the reading, if one does."""

    def __init__(self, narrator: Narrator) -> None:
        self._narrator = narrator
        self._offer: Offer | None = None
        self.screen: ScreenName = "reading"
        self.view: ListView | None = None
        self.listened_before = False
        """Whether the reading went on when the list was opened."""

    def open(self, screen: ScreenName, view: ListView, *, aloud: bool = True) -> None:
        """Show a list, and say the row one is on."""
        self._show(screen, view)
        if aloud:
            row = rows.spoken(view.rows[view.current])
            self._narrator.announce(f"{view.title}. {row}", then_play=False)

    def open_welcome(self, view: ListView, *, aloud: bool = True) -> None:
        """Show the first screen, whose rows are offered in turn."""
        self._show("welcome", view)
        self._offer = Offer(len(view.rows))
        if aloud:
            self._narrator.announce(rows.WELCOME_LINE, then_play=False)

    def _show(self, screen: ScreenName, view: ListView) -> None:
        if self.view is None:
            self.listened_before = self._narrator.is_listening
        self._offer = None
        self.screen = screen
        self.view = view

    def close(self) -> None:
        """Back to the reading screen."""
        self.screen = "reading"
        self.view = None
        self._offer = None

    def move(self, step: int) -> None:
        """On by so many rows; after the last comes the first. Ends the offer: from now on the person moves."""
        if self.view is not None:
            self._offer = None
            self._say((self.view.current + step) % len(self.view.rows))

    def mark(self, index: int) -> bool:
        """Make a row (0-based) the one that one is on, in silence; tells whether the list has it."""
        if self.view is None or not 0 <= index < len(self.view.rows):
            return False
        self.view = replace(self.view, current=index)
        return True

    def offer_from(self, index: int, line: str) -> None:
        """On the first screen: say a line and the row of that index, and offer the rows from there on."""
        if self.view is not None and self.screen == "welcome" and self.mark(index):
            self._offer = self._offer or Offer(len(self.view.rows))
            self._offer.begin_at(index)
            row = rows.spoken(self.view.rows[index])
            self._narrator.announce(f"{line} {row}", then_play=False)

    def tick(self, now: float) -> None:
        """Offer the next row when it is time. `now`: monotonic seconds."""
        if self._offer is None:
            return
        offered = self._offer.tick(now, self._narrator.is_announcing)
        if offered is not None:
            self._say(offered)

    def _say(self, index: int) -> None:
        if self.mark(index) and self.view is not None:
            self._narrator.announce(rows.spoken(self.view.rows[index]), then_play=False)
