"""Gives any key, pedal or switch the job of an action: choose the action, then press the key once. Spoken.

Main thread; time comes with the tick. While it waits for the key, presses come here as they were seen; what a job
means is the keymap's. It ends by itself where nobody presses.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Final

from reader.control import rows
from reader.control.actions import ACTIONS, Action
from reader.control.parts import Parts
from reader.control.steady import Press
from reader.control.view import ListView, MenuView, Row
from reader.speech.narration_state import Failed

PATIENCE_S: Final = 10.0
LEAVING_KEY: Final = "escape"
UNCHANGED: Final = "No key was pressed, so nothing was changed."
FORGET: Final = "Every key as it was first"


class KeyJobs:
    """The keys that were given jobs."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._action: Action | None = None
        """Waits for its key."""
        self._asked_at_s: float | None = None
        self._was_listening = False

    @property
    def view(self) -> MenuView | None:
        """What the screen shows while a key is waited for."""
        if self._action is None:
            return None
        return MenuView((f"Press the key: {self._action.label}",), 0, None, "Escape or wait: leave")

    def show(self) -> None:
        """All actions; choosing one asks for its key."""
        jobs = self._parts.choices.keys.jobs
        listed = tuple(
            Row(action.label, ", ".join(key for key, name in jobs.items() if name == action.name))
            for action in ACTIONS
        )
        view = ListView(
            "Which key shall do this?", rows.counted(len(jobs), "key"), (*listed, Row(FORGET)), 0
        )
        self._parts.lists.open("choices", view, self._choose)

    def tick(self, now_s: float) -> None:
        """Let the time pass. `now_s`: monotonic seconds."""
        if self._action is None:
            return
        narrator = self._parts.narrator
        if narrator.is_announcing and not isinstance(narrator.state, Failed):
            self._asked_at_s = None
        elif self._asked_at_s is None:
            self._asked_at_s = now_s
        elif now_s - self._asked_at_s >= PATIENCE_S:
            self._end(UNCHANGED)

    def leave(self) -> None:
        """Wait no more, without a word."""
        if self._action is not None:
            self._action = None
            self._parts.hands.divert = None

    def _choose(self, index: int) -> None:
        parts = self._parts
        self._was_listening = parts.lists.listened_before
        parts.lists.close()
        if index == len(ACTIONS):
            self._change({}, "Every key is as it was first.")
            return
        self._action = ACTIONS[index]
        self._asked_at_s = None
        parts.hands.divert = self._take
        parts.narrator.announce(
            f"Press the key that shall do this: {self._action.label}. To leave, wait, or press Escape.",
            then_play=False,
        )

    def _take(self, press: Press) -> None:
        action = self._action
        if action is None or press.key == LEAVING_KEY:
            self._end(UNCHANGED)
            return
        self.leave()
        jobs = {**self._parts.choices.keys.jobs, press.key: action.name}
        self._change(jobs, f"This key now does: {action.label}. Take me back undoes it.")

    def _change(self, jobs: dict[str, str], line: str) -> None:
        choices = self._parts.choices
        keys = replace(choices.keys, jobs=MappingProxyType(jobs))
        choices.change(replace(choices.chosen, keys=keys), "the job of a key", line)
        self._parts.narrator.announce(line, then_play=self._was_listening)

    def _end(self, line: str) -> None:
        self.leave()
        self._parts.notices.tell(line)
        self._parts.narrator.announce(line, then_play=self._was_listening)
