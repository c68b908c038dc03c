"""The comfort set-up: asks for ten presses, fits the reader to the hand that made them, and lets it be tried. Spoken.

Main thread; time comes with the tick. While it runs, every press comes here as it was seen. What the presses tell is
worked out by `calibration`; nothing here judges them. It ends by itself where nobody presses, and changes nothing
unless there was enough to learn from.
"""

from __future__ import annotations

from typing import Final, Literal

from reader.control.calibration import APART_MS, Try, calibrated
from reader.control.hand_choices import HandChoices
from reader.control.parts import Parts
from reader.control.steady import Press, Steady
from reader.control.view import MenuView
from reader.speech.narration_state import Failed

TRIES: Final = 10
ENOUGH: Final = 5
"""Fewer tries change nothing (judgement)."""
SETTLE_S: Final = 1.3
"""So long without a press and a try is over: longer than the repeat delay of any usual system, 1100 ms."""
TRAIN_S: Final = 0.08
"""A held key repeats so soon. Source: systems repeat every 30-50 ms."""
PATIENCE_S: Final = 10.0
"""So long without an answer and it asks again; the second time it ends."""
TO_TRY: Final = 5
"""Presses counted while it is tried."""
LEAVING_KEY: Final = "escape"

ASKED: Final = "Press anything, the way that is easiest."
INTRO: Final = f"Comfort set-up. {ASKED} I ask ten times. To leave, wait, or press Escape."
UNCHANGED: Final = "The comfort set-up ends here. Nothing was changed."
NOW_TRY: Final = "Now try it: press, and I count."


class ComfortSetUp:
    """The set-up, running or not."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._phase: Literal["off", "asking", "trying"] = "off"
        self._tries: list[Try] = []
        self._presses: list[Press] = []
        """Of the try that is going on."""
        self._asked_at_s: float | None = None
        """When the voice had finished asking; None: it still speaks."""
        self._silences = 0
        self._filter = Steady()
        self._was_listening = False

    @property
    def view(self) -> MenuView | None:
        """What the screen shows of it; None: it does not run."""
        if self._phase == "off":
            return None
        if self._phase == "trying":
            count = self._filter.acted_on
            return MenuView((f"Counted: {count}",), 0, None, "press, and I count   wait: done")
        done = len(self._tries)
        return MenuView((ASKED,), 0, None, f"{done} of {TRIES}   Escape or waiting: leave")

    def begin(self) -> None:
        """Ask for the first press; where it runs already, begin anew."""
        narrator = self._parts.narrator
        if self._phase == "off":
            self._was_listening = narrator.is_listening
        self._parts.lists.close()
        self._parts.hands.divert = self._press
        self._phase = "asking"
        self._tries.clear()
        self._silences = 0
        self._ask(INTRO)

    def leave(self) -> None:
        """End it without a word; what was not taken up is forgotten."""
        self._phase = "off"
        self._parts.hands.divert = None

    def tick(self, now: float) -> None:
        """Let the time pass. `now`: monotonic seconds."""
        if self._phase == "off":
            return
        narrator = self._parts.narrator
        is_speaking = narrator.is_announcing and not isinstance(narrator.state, Failed)
        if self._phase == "trying":
            self._count(self._filter.tick(now))
        if self._phase == "asking" and self._presses:
            if now - self._presses[-1].at_s >= SETTLE_S:
                self._end_try()
        elif is_speaking:
            self._asked_at_s = None
        elif self._asked_at_s is None:
            self._asked_at_s = now
        elif now - self._asked_at_s >= PATIENCE_S:
            self._nobody_pressed()

    # -- presses -----------------------------------------------------------------------------------

    def _press(self, press: Press) -> None:
        if press.key == LEAVING_KEY:
            self._end(UNCHANGED if self._phase == "asking" else self._counted)
        elif self._phase == "trying":
            self._asked_at_s = None
            self._count(self._filter.press(press))
        else:
            if not self._presses and self._asked_at_s is None:
                self._parts.narrator.hush()  # who knows what is asked need not hear it out
            self._silences = 0
            self._presses.append(press)
            self._part()

    def _part(self) -> None:
        """Who presses on and on, in a rhythm of their own, need not wait to be asked: each is a try."""
        if len(self._presses) < 3:
            return
        before, began, last = self._presses[-3:]
        if (began.at_s - before.at_s) * 1000 < APART_MS or last.at_s - began.at_s <= TRAIN_S:
            return
        going_on = self._presses[-2:]
        del self._presses[-2:]
        self._end_try()
        if self._phase == "asking":
            self._presses = going_on

    def _count(self, meant: tuple[Press, ...]) -> None:
        if not meant:
            return
        if self._filter.acted_on >= TO_TRY:
            self._end(self._counted)
        else:
            self._parts.narrator.announce(f"{self._filter.acted_on}.", then_play=False)

    # -- the steps ---------------------------------------------------------------------------------

    def _ask(self, line: str) -> None:
        self._presses.clear()
        self._asked_at_s = None
        self._parts.narrator.announce(line, then_play=False)

    def _end_try(self) -> None:
        first = self._presses[0]
        asked_at_s = self._asked_at_s
        if asked_at_s is not None and asked_at_s > first.at_s:
            asked_at_s = None
        self._tries.append(Try(asked_at_s, tuple(self._presses)))
        done = len(self._tries)
        if done == TRIES:
            self._take_up()
        elif done == 1:
            self._ask("1. And again.")
        else:
            self._ask(f"{done}." if done < TRIES - 1 else f"{done}. The last one.")

    def _nobody_pressed(self) -> None:
        self._silences += 1
        if self._phase == "trying":
            self._end(self._counted)
        elif self._silences < 2:
            self._ask(ASKED)
        elif len(self._tries) >= ENOUGH:
            self._take_up()
        else:
            self._end(UNCHANGED)

    def _take_up(self) -> None:
        choices = self._parts.choices
        chosen = choices.chosen
        found = calibrated(self._tries, chosen.steady, scan_ms=chosen.scan.scan_ms)
        was_one_button = choices.chosen.one_button
        choices.take_up(found)
        self._filter = Steady(found.steady)
        self._phase = "trying"
        self._silences = 0
        self._ask(f"{found.sentence} {_mode(choices, was_one_button)}{NOW_TRY}")

    @property
    def _counted(self) -> str:
        count = self._filter.acted_on
        counted = "1 press" if count == 1 else f"{count} presses"
        return f"I counted {counted}. This holds from now on. Take me back undoes it."

    def _end(self, line: str) -> None:
        self.leave()
        self._parts.notices.tell(line)
        self._parts.narrator.announce(line, then_play=self._was_listening)


def _mode(choices: HandChoices, was_one_button: bool) -> str:
    """What is said of the way of pressing that was chosen."""
    if choices.chosen.one_button and not was_one_button:
        return "You used one key, so every press now offers what can be done. "
    return ""
