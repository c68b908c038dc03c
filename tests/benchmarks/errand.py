"""A simulated person who does an errand in the real session with one button, by ear. The clock is moved by hand.

The person knows the menu, waits for the item, and presses one reaction time after its name was said; the hand makes of
that press what its faults make. A wrong turn is seen (the reader names what it does) and taken back with the button.
"""

from __future__ import annotations

from pathlib import Path

from reader.control import menu_items
from reader.control.calibration import Calibration
from reader.control.hand_choices import PressingChoices
from reader.control.menu_items import TAKE_BACK
from reader.control.one_button import Item, ScanValues
from reader.control.session import Session
from tests.support.desk import Desk
from tests.support.simulated_hand import Hand, SeenPress, SimulatedHand

TICK_MS = 20
MOST_S = 900.0
"""After so long an errand has failed."""
STEPS: tuple[tuple[str, ...], ...] = (
    ("pages", "row 1"),
    ("sections", "row 2"),
    ("again-slower",),
    ("bookmark",),
    ("pages", TAKE_BACK),
    ("stop",),
)
"""Open a page; third section; again, slower; bookmark; back to the pages (and out of them); stop."""
UNDO = "undo"
HARMLESS = frozenset(
    ("again", "again-slower", "where-am-i", "spell-word", "stop-saving", "pause", "play", "pages", "sections", "links",
     "telephone-numbers", TAKE_BACK)
)  # fmt: skip
"""After these nothing is other than before: said again, held, or a list that is left by waiting."""
EXPECTED = tuple(name for step in STEPS for name in step)

PAGE = (
    '<html lang="en-GB"><title>{title}</title><body><main><h1>{title}</h1>'
    + "".join(
        f"<h2>Part {part}</h2>"
        + "".join(f"<p>Sentence {number} of this part.</p>" for number in range(80))
        for part in range(1, 5)
    )
    + "</main></body></html>"
)


class NotingSession(Session):
    """Notes what is done."""

    def __init__(self, *arguments: object, **named: object) -> None:
        self.done: list[str] = []
        super().__init__(*arguments, **named)  # type: ignore[arg-type]

    def perform(self, action_name: str) -> None:
        is_undo = action_name == TAKE_BACK and self.screen == "reading"
        self.done.append(UNDO if is_undo else action_name)
        super().perform(action_name)

    def choose_row(self, index: int) -> None:
        self.done.append(f"row {index}")
        super().choose_row(index)


class ErrandDesk(Desk):
    """With a session that notes."""

    session_type = NotingSession


class Errand:
    """One errand of one person."""

    def __init__(self, folder: Path, hand: Hand, learned: Calibration, seed: int) -> None:
        self._hand = SimulatedHand(hand, seed)
        scan = ScanValues(scan_ms=learned.scan_ms, undo_ms=learned.scan_ms)
        self._desk = ErrandDesk(
            folder, pressing=PressingChoices(steady=learned.steady, scan=scan, one_button=True)
        )
        for title in ("One", "Two"):
            self._desk.shelf.save(self._desk.page(f"{title}.html", PAGE.format(title=title)))
        self._coming: list[SeenPress] = []
        self._begin_s = self._desk.now
        self._needed_undo = False
        self.intended = 0

    @property
    def done(self) -> list[str]:
        assert isinstance(self._desk.session, NotingSession)
        return self._desk.session.done

    @property
    def is_right_at_once(self) -> bool:
        """Whether all was done in order, and nothing but what is harmless came between; nothing was taken back."""
        return self.is_right and not self._needed_undo

    @property
    def is_right(self) -> bool:
        """Whether all of it was done in order, and what else was done was taken back."""
        wanted = iter(self.done)
        return all(name in wanted for name in EXPECTED) and self._desk.session.state == "stopped"

    def close(self) -> None:
        self._desk.close()

    def run(self) -> None:
        """Do the errand."""
        self._desk.open(str(self._desk.folder / "One.html"))
        self._pass(2.0)
        for step in STEPS:
            while not all(self._get(name) for name in step):
                if self._desk.now - self._begin_s > MOST_S:
                    return

    def _get(self, name: str) -> bool:
        """Have one thing done. Where something else came instead, that is taken back, and the step begins anew."""
        before = len(self.done)
        if not self._choose(name):
            return False
        if name in self.done[before:]:
            if name.startswith("row") and self._desk.session.screen != "reading":
                self._desk.until(lambda: self._desk.session.screen == "reading", step_ms=TICK_MS)
            self._pass(1.5)
            return True
        self._desk.until(lambda: self._desk.session.screen == "reading", step_ms=TICK_MS)
        self._pass(0.5)
        lasting = [done for done in self.done[before:] if done not in HARMLESS]
        if lasting:
            self._needed_undo = True
            self._choose(TAKE_BACK)
        return False

    def _choose(self, name: str) -> bool:
        """Press for the item when it is offered, once; tells whether something was done then."""
        before, pressed_for = len(self.done), ""
        started_s = self._desk.now
        while self._desk.now - started_s < 200:
            menu = self._desk.session.menu
            if len(self.done) > before and not self._coming:
                return True
            if not menu.is_open:
                if self._desk.session.screen == "reading":
                    self._press_after(0.6 + self._hand.reaction_s())
                self._pass(0.3)
                pressed_for = ""
                continue
            offered = self._wanted_label(name)
            view = menu.view
            if view is None or offered is None:
                self._pass(0.1)
                continue
            if view.items[view.current] == offered and pressed_for != offered:
                if not self._hears():
                    pressed_for = offered
                    self._press_after(self._hand.reaction_s())
            elif view.items[view.current] != offered:
                pressed_for = ""
            self._pass(TICK_MS / 1000)
        return False

    def _hears(self) -> bool:
        """Whether the name is still being said."""
        return self._desk.session._narrator.is_announcing

    def _wanted_label(self, name: str) -> str | None:
        """The item of this level that is the thing, or leads to it; None where it is not here."""
        items = self._desk.session.menu.items
        if not items:
            return None
        return next((item.label for item in items if _holds(item, name)), None)

    def _press_after(self, seconds: float) -> None:
        cluster = self._hand.press(self._desk.now + seconds, "x", self.intended)
        self.intended += 1
        self._coming = cluster
        stray = self._hand.stray_after(cluster[-1].at_s, 3.0)
        if stray is not None:
            self._coming = [*cluster, stray]
        self._pass(self._coming[-1].at_s - self._desk.now + 0.2)

    def _pass(self, seconds: float) -> None:
        end_s = self._desk.now + seconds
        while self._desk.now < end_s:
            self._desk.tick(TICK_MS)
            while self._coming and self._coming[0].at_s <= self._desk.now:
                press = self._coming.pop(0)
                self._desk.session.press(press.key, None, press.at_s)


def _holds(item: Item, name: str) -> bool:
    if item.items:
        return any(_holds(inner, name) for inner in item.items)
    row = menu_items.row_of(item)
    return item.name == name if row is None else name == f"row {row}"
