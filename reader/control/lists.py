"""The list on the screen: which it is, the row one is on, and the welcome's offer of its rows in turn.

Main thread. Says its rows through the narrator; what choosing a row does comes with the list. A list may stand
over another one, to which one comes back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reader.control import rows
from reader.control.offer import Offer
from reader.control.view import ListView, ScreenName
from reader.speech.narrator import Narrator
from reader.values import frozen

Take = Callable[[int], None]
"""Does what choosing a row (0-based) means."""


def _nothing(_index: int) -> None:
    """No list is open, so no row means anything."""


@frozen
class _Doing:
    """What can be done with the rows of a list; None: that means nothing there."""

    take: Take = _nothing
    remove: Take | None = None
    put_next: Take | None = None
    follow: Take | None = None
    say: Take | None = None


@frozen
class _Beneath:
    """A list under the one that is shown."""

    screen: ScreenName
    view: ListView
    doing: _Doing


class Lists:
    """The list that stands over the reading, if one does."""

    def __init__(self, narrator: Narrator) -> None:
        self._narrator = narrator
        self._offer: Offer | None = None
        self._doing = _Doing()
        self._beneath: list[_Beneath] = []
        self.screen: ScreenName = "reading"
        self.view: ListView | None = None
        self.listened_before = False
        """Whether the reading went on when the list was opened."""

    def open(
        self,
        screen: ScreenName,
        view: ListView,
        take: Take,
        *,
        remove: Take | None = None,
        put_next: Take | None = None,
        follow: Take | None = None,
        say: Take | None = None,
        aloud: bool = True,
        over: bool = False,
    ) -> None:
        """Show a list, and say the row one is on. `over`: `back` leads to the list that is shown now.

        `remove`, `put_next` and `follow` do what these actions mean for a row, where they mean anything;
        `say` says a row, where it is not to be said as it is written.
        """
        if over and self.view is not None:
            self._beneath.append(_Beneath(self.screen, self.view, self._doing))
        else:
            self._beneath.clear()
        self._show(screen, view, _Doing(take, remove, put_next, follow, say))
        if aloud:
            self._say_list()

    def open_welcome(self, view: ListView, take: Take, *, aloud: bool = True) -> None:
        """Show the first screen, whose rows are offered in turn."""
        self._beneath.clear()
        self._show("welcome", view, _Doing(take))
        self._offer = Offer(len(view.rows))
        if aloud:
            self._narrator.announce(rows.WELCOME_LINE, then_play=False)

    def _show(self, screen: ScreenName, view: ListView, doing: _Doing) -> None:
        if self.view is None:
            self.listened_before = self._narrator.is_listening
        self._offer = None
        self.screen = screen
        self.view = view
        self._doing = doing

    def _say_list(self) -> None:
        if self.view is not None:
            row = rows.told(self.view.rows[self.view.current])
            title = self.view.title
            stop = "" if title.endswith(("?", "!", ".")) else "."
            self._narrator.announce(f"{title}{stop} {row}", then_play=False)

    def renew(self, view: ListView) -> None:
        """Show the same list with other rows, in silence; the row one is on stays where it can."""
        if self.view is not None:
            current = min(self.view.current, len(view.rows) - 1)
            self.view = replace(view, current=current)

    def renew_beneath(self, view: ListView) -> None:
        """Show other rows in the list beneath this one, once one comes back to it."""
        if self._beneath:
            beneath = self._beneath[-1]
            current = min(beneath.view.current, len(view.rows) - 1)
            self._beneath[-1] = replace(beneath, view=replace(view, current=current))

    def back(self) -> bool:
        """To the list beneath this one; tells whether there is one."""
        if not self._beneath:
            return False
        beneath = self._beneath.pop()
        self._show(beneath.screen, beneath.view, beneath.doing)
        self._say_list()
        return True

    def close(self) -> None:
        """Back to the reading screen."""
        self.screen = "reading"
        self.view = None
        self._offer = None
        self._doing = _Doing()
        self._beneath.clear()

    def remove(self) -> bool:
        """Remove the row one is on; tells whether rows of this list can be removed."""
        return self._do(self._doing.remove)

    def put_next(self) -> bool:
        """Have the row one is on read next; tells whether rows of this list can be."""
        return self._do(self._doing.put_next)

    def follow(self) -> bool:
        """Save what the page of the row one is on links to; tells whether rows of this list are pages."""
        return self._do(self._doing.follow)

    def _do(self, doing: Take | None) -> bool:
        if self.view is None or doing is None:
            return False
        doing(self.view.current)
        return True

    def take(self, index: int) -> bool:
        """Take a row (0-based); tells whether the list has it."""
        if not self.mark(index):
            return False
        self._doing.take(index)
        return True

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

    def rest_on(self, index: int, line: str) -> None:
        """On the first screen: say a line and the row of that index, and offer no other one by itself."""
        if self.view is not None and self.screen == "welcome" and self.mark(index):
            self._offer = None
            row = rows.spoken(self.view.rows[index])
            self._narrator.announce(f"{line} {row}", then_play=False)

    def offer_no_more(self) -> None:
        """Offer no other row by itself."""
        self._offer = None

    def tick(self, now: float) -> None:
        """Offer the next row when it is time. `now`: monotonic seconds."""
        if self._offer is None:
            return
        offered = self._offer.tick(now, self._narrator.is_announcing)
        if offered is not None:
            self._say(offered)

    def _say(self, index: int) -> None:
        if not self.say_own(index) and self.mark(index) and self.view is not None:
            self._narrator.announce(rows.told(self.view.rows[index]), then_play=False)

    def say_own(self, index: int) -> bool:
        """Say a row in the list's own way; tells whether it has one."""
        say = self._doing.say
        if say is None or not self.mark(index):
            return False
        say(index)
        return True
