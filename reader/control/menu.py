"""The spoken menu over the reading and over lists: says the items, shows them, and has what is taken done.

Main thread; time comes with the tick. The machine is `Scan`, what is offered is made by `menu_items`; here they meet
the voice. It must not know keys, nor what an action does.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

from reader.control import menu_items
from reader.control.lists import Lists
from reader.control.one_button import Item, Outcome, Say, Scan, ScanValues, Switch, Take
from reader.control.view import ListView, MenuView, Row
from reader.documents.model import Locator
from reader.speech.narration_state import Ended, Failed
from reader.speech.narrator import Narrator

STEPS = 8
"""Steps of the bar that shows the time left; it moves so seldom that nothing slides."""
NAMED_BY_RESULT = frozenset({"again", "again-slower", "where-am-i", menu_items.TAKE_BACK, "help"})
"""What is heard at once is its own name."""
HOLDING = frozenset({"pause", "stop", "quit"})


class Menu:
    """The menu, open or not."""

    def __init__(
        self,
        narrator: Narrator,
        lists: Lists,
        *,
        perform: Callable[[str], None],
        choose_row: Callable[[int], None],
        is_saving: Callable[[], bool],
        can_take_back: Callable[[], bool],
        names_in_words: Callable[[], bool],
    ) -> None:
        self._narrator = narrator
        self._lists = lists
        self._perform = perform
        self._choose_row = choose_row
        self._is_saving = is_saving
        self._can_take_back = can_take_back
        self._names_in_words = names_in_words
        """Whether what is done is named in words."""
        self.values = ScanValues()
        """How the choices are offered; holds for the next opening."""
        self.is_one_button = False
        """Whether the main button opens the menu, and lists are offered row by row."""
        self.offers_lists = False
        """Whether lists are offered row by row even so: where no key moves in them."""
        self._uses: dict[str, int] = {}
        self._first = menu_items.most_used({})
        self.note_use: Callable[[Mapping[str, int]], None] = lambda _uses: None
        """Told how often each action was taken here, after one was."""
        self._scan: Scan | None = None
        self._scanned: ListView | None = None
        """The list whose rows are offered."""
        self._taken_from: tuple[Row, ...] = ()
        """Rows of the list one of which was taken: not offered again while what comes of it is on its way."""
        self._has_list = False
        self._opened_list = False
        """Whether the list that stands there was opened from here."""
        self._was_listening = False
        self._at = Locator()
        self._undo_from_s: float | None = None
        self._is_undo_open = False
        self.view: MenuView | None = None

    @property
    def is_open(self) -> bool:
        """Whether choices are being offered."""
        return self._scan is not None

    @property
    def items(self) -> tuple[Item, ...]:
        """What is offered on the level that is open; a group holds what is below it."""
        return self._scan.items if self._scan is not None else ()

    def learn(self, uses: Mapping[str, int]) -> None:
        """Order the first level by how often each action was taken; holds until it is called again."""
        self._uses = dict(uses)
        self._first = menu_items.most_used(uses)

    def is_careful_at(self, at_s: float, *, is_main: bool) -> bool:
        """Whether a press now needs the longer quiet before it.

        Where choices pass by themselves nobody can hear one and answer so soon after another press; with two
        switches, only what is harder to take back needs it.
        """
        if self._scan is None or not is_main:
            return False
        return self.values.scan_way != "step" or self._scan.meant_by(at_s).is_careful

    def open(self, items: tuple[Item, ...] = ()) -> None:
        """Offer these items; else what makes sense here: over a list its rows, else the actions of the reading."""
        if self._lists.view is not None and not items:
            self._offer_rows(self._lists.view)
            return
        self._was_listening = self._narrator.is_listening
        self._at = replace(self._narrator.locator, char=0)
        here = menu_items.Here(
            is_listening=self._was_listening,
            is_saving=self._is_saving(),
            can_take_back=self._is_undo_open and self._can_take_back(),
            has_ended=isinstance(self._narrator.state, Ended),
        )
        self._is_undo_open = False
        items = items or menu_items.for_reading(here, self._first)
        self._scan = Scan(items, self.values)
        self._say(self._scan.current)

    def close(self) -> None:
        """Take the menu away; the voice is left as it is."""
        self._scan = None
        self._scanned = None
        self.view = None

    def leave(self) -> None:
        """Take the menu away; over the reading that goes on as it did, from the sentence it left."""
        is_over_reading = self._scanned is None
        self.close()
        if is_over_reading:
            self._go_on()

    def press(self, switch: Switch, at_s: float) -> None:
        """Take in a press that was meant; the menu must be open."""
        if self._scan is not None:
            self._follow(self._scan.press(switch, at_s))
            self._show(at_s)

    def wait_from(self, at_s: float) -> None:
        """The hand still moved at a moment: what is offered, or can be taken back, stays a whole time from there."""
        if self._scan is not None:
            self._scan.wait_from(at_s)
        elif self._undo_from_s is not None:
            self._undo_from_s = max(self._undo_from_s, at_s)

    def take_number(self, number: int) -> bool:
        """Take the item with a number, from 1; tells whether there is one."""
        if self._scan is None or not 1 <= number <= len(self._scan.items):
            return False
        self._follow(self._scan.take(number - 1))
        return True

    def tick(self, now: float) -> None:
        """Let the time pass. `now`: monotonic seconds."""
        self._follow_list()
        is_speaking = self._narrator.is_announcing and not isinstance(self._narrator.state, Failed)
        if self._scan is not None:
            self._follow(self._scan.tick(now, is_speaking=is_speaking))
            self._show(now)
        elif self._is_undo_open and not is_speaking:
            self._undo_from_s = now if self._undo_from_s is None else self._undo_from_s
            self._is_undo_open = now - self._undo_from_s < self.values.undo_ms / 1000

    # -- lists -------------------------------------------------------------------------------------

    def _follow_list(self) -> None:
        """Offer the rows of a list that was opened, and stop when it is gone."""
        view = self._lists.view
        if view is None or self._lists.screen == "welcome":
            if self._scanned is not None:
                self.close()
            self._taken_from = ()
            if self._has_list:
                self._has_list = self._opened_list = False
            return
        self._has_list = True
        if self._scanned is not None and view.rows is not self._scanned.rows:
            self.close()
        is_wanted = self.is_one_button or self.offers_lists or self._opened_list
        if self._scan is None and is_wanted and view.rows is not self._taken_from:
            self._offer_rows(view)

    def _offer_rows(self, view: ListView) -> None:
        items = menu_items.for_list(view, is_saving=self._is_saving())
        start = menu_items.start_of(items, view.current)
        self._scan = Scan(items, self.values, start=start)
        self._scanned = view
        if menu_items.row_of(self._scan.current) != view.current or self._scan.current.items:
            self._say(self._scan.current)

    # -- what comes of it --------------------------------------------------------------------------

    def _follow(self, outcome: Outcome) -> None:
        if outcome is None or self._scan is None:
            return
        if isinstance(outcome, Say):
            self._say(outcome.item)
        elif isinstance(outcome, Take):
            self._take(outcome.item)
        elif self._scanned is not None:
            self.close()
            self._perform("take-me-back")
        else:
            self.leave()

    def _say(self, item: Item) -> None:
        row = menu_items.row_of(item)
        if row is not None and self._scanned is not None:
            self._lists.mark(row)
            if not item.items and self._lists.say_own(row):
                return
        self._narrator.announce(f"{item.spoken.rstrip('.')}.", then_play=False)

    def _go_on(self) -> None:
        if self._was_listening:
            self._narrator.go_to(self._at)
        else:
            self._narrator.hush()

    def _take(self, item: Item) -> None:
        scanned = self._scanned
        row = menu_items.row_of(item)
        self.close()
        if row is not None:
            self._opened_list = True
            self._taken_from = scanned.rows if scanned is not None else ()
            self._open_undo()
            self._choose_row(row)
        elif scanned is not None:
            self._count(item.name)
            self._perform(item.name)
        elif item.name == "stay":
            self._go_on()
        else:
            self._count(item.name)
            self._do(item)

    def _do(self, item: Item) -> None:
        """Do an action over the reading as it was before the menu came."""
        narrator, name = self._narrator, item.name
        if name == "play-pause":
            name = "pause" if self._was_listening else "play"
        if name in HOLDING or name == "play":
            narrator.hush()
            self._perform(name)
            return
        is_named_here = name not in NAMED_BY_RESULT and self._names_in_words()
        if is_named_here:
            narrator.announce(f"{item.label}.", then_play=self._was_listening)
        elif self._was_listening:
            narrator.go_to(self._at)
        else:
            narrator.hush()
        self._open_undo()
        self._opened_list = True
        self._perform(name)
        if name in NAMED_BY_RESULT or self._lists.view is not None:
            return
        if not is_named_here:
            narrator.sound("done")
        elif not narrator.is_announcing:
            narrator.announce(f"{item.label}.", then_play=narrator.is_listening)

    def _open_undo(self) -> None:
        self._is_undo_open = True
        self._undo_from_s = None

    def _count(self, name: str) -> None:
        self._uses[name] = self._uses.get(name, 0) + 1
        self.note_use(self._uses)

    def _show(self, now_s: float) -> None:
        scan = self._scan
        if scan is None:
            return
        left = scan.time_left(now_s)
        view = MenuView(
            items=tuple(item.label for item in scan.items),
            current=scan.index,
            steps_left=None if left is None else math.ceil(left * STEPS),
            hint=_hint(scan, is_list=self._scanned is not None),
        )
        if view != self.view:
            self.view = view


def _hint(scan: Scan, *, is_list: bool) -> str:
    after = "back to the reading" if is_list else "go on reading"
    if scan.values.scan_way == "step":
        return "left half or arrows: move   any other key: choose"
    if scan.values.scan_way == "stop":
        return "wait: choose   press: the next" if scan.is_stopped else "press: stop here"
    if not scan.values.scan_loops:
        return "press to choose"
    return f"press to choose   wait: {after}"
