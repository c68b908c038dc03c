"""The way of every press: stamped where it arrives, through the steady filter, counted, and then acted on.

Main thread. Keys, clicks and buttons pressed from outside all come this way; a named action from outside does not,
as it is an intention already. Must not know what a press does: whoever hands one in says what is to be done
when it was meant.
"""

from __future__ import annotations

from collections.abc import Callable

from reader.control.steady import Press, Steady, SteadyValues
from reader.values import frozen

LINE_S = 8.0
"""How long "3 presses set aside" stands after the last of them (judgement)."""


@frozen
class Presses:
    """Presses since the start."""

    seen: int = 0
    acted_on: int = 0
    set_aside: int = 0


class Hands:
    """The hands at the reader."""

    def __init__(
        self,
        values: SteadyValues | None = None,
        *,
        note: Callable[[Press], None] = lambda _press: None,
    ) -> None:
        self._steady = Steady(values)
        self._note = note
        """Told of every press as it was seen."""
        self.set_aside: Callable[[float], object] = lambda _at_s: None
        """Told when a press came that was not acted on at once, monotonic seconds."""
        self.divert: Callable[[Press], object] | None = None
        """Where presses go as they come, in place of the filter, while something asks for them."""
        self._is_due = False
        self._lately_set_aside = 0
        self._told_of = 0
        """Presses set aside before those that the line counts."""
        self._line_until_s: float | None = None
        self._before_page = 0
        self._page_line = ""

    @property
    def values(self) -> SteadyValues:
        """How presses are judged; another value holds from the next press on."""
        return self._steady.values

    @values.setter
    def values(self, values: SteadyValues) -> None:
        self._steady.values = values

    @property
    def presses(self) -> Presses:
        """How many there were; one that is held back is seen, and neither acted on nor set aside yet."""
        steady = self._steady
        return Presses(steady.seen, steady.acted_on, steady.set_aside)

    @property
    def page_presses(self) -> int:
        """Presses acted on since the page was begun."""
        return self._steady.acted_on - self._before_page

    @property
    def line(self) -> str:
        """What was set aside lately, or what a page took; to be shown quietly, else empty."""
        count = self._lately_set_aside
        return f"{_counted(count)} set aside" if count else self._page_line

    def begin_page(self) -> None:
        """Count the presses of a page from here."""
        self._before_page = self._steady.acted_on

    def end_page(self) -> None:
        """Show what the page took."""
        self._page_line = f"Presses on this page: {self.page_presses}"
        self._line_until_s = None

    def press(
        self,
        key: str,
        at_s: float,
        act: Callable[[], object],
        *,
        is_main: bool = True,
        is_careful: bool = False,
    ) -> None:
        """Take in a press that arrived at `at_s` (monotonic seconds); `act` is called if and when it was meant."""
        press = Press(key, at_s, is_careful, is_main, act)
        self._note(press)
        if self.divert is not None:
            self._steady.see(press)
            self.divert(press)
            return
        self._is_due = False  # what came may change what is held back
        meant = self._steady.press(press)
        self._act(meant)
        if not meant:
            self.set_aside(at_s)

    def tick(self, now_s: float) -> None:
        """Act on a press that was held back long enough.

        A tick may come before presses that arrived earlier but still wait in the queue, after the main thread was
        busy; so a press that is due goes with the tick after the one that found it due.
        """
        due_s = self._steady.due_at_s
        was_due, self._is_due = self._is_due, due_s is not None and now_s >= due_s
        if was_due and self._is_due:
            self._is_due = False
            self._act(self._steady.tick(now_s))
        self._follow_line(now_s)

    def _act(self, meant: tuple[Press, ...]) -> None:
        for press in meant:
            press.act()

    def _follow_line(self, now_s: float) -> None:
        set_aside = self._steady.set_aside
        if set_aside > self._told_of + self._lately_set_aside:
            self._lately_set_aside = set_aside - self._told_of
            self._line_until_s = now_s + LINE_S
        elif self._page_line and self._line_until_s is None:
            self._line_until_s = now_s + LINE_S
        elif self._line_until_s is not None and now_s >= self._line_until_s:
            self._line_until_s = None
            self._told_of = set_aside
            self._lately_set_aside = 0
            self._page_line = ""


def _counted(count: int) -> str:
    return "1 press" if count == 1 else f"{count} presses"
