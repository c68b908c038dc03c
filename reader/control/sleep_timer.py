"""Ends the listening after a while, softly: the sound fades, and the place is where the fade began. Main thread.

Time is passed in. Must not be the reason that anything is lost: a press while it fades brings the sound back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from reader.control.parts import Parts
from reader.documents.model import Locator

FADE_S = 20.0

Until = int | Literal["section", "page"]
CHOICES: tuple[Until | None, ...] = (15, 30, 60, "section", "page", None)


@dataclass(slots=True)
class _Fading:
    """The fade that is under way."""

    place: Locator
    ends_at_s: float


class SleepTimer:
    """When the listening ends."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._until: Until | None = None
        self._ends_at_s: float | None = None
        """Monotonic; None: from the next tick on the minutes count."""
        self._fading: _Fading | None = None

    @property
    def ends_with_page(self) -> bool:
        """Whether the listening ends with this page; also where the page ends while the sound fades."""
        return self._until == "page" or self._fading is not None

    def change(self) -> None:
        """15, 30 or 60 minutes, the end of the section, the end of the page, no timer."""
        before = self._until
        self._parts.undo.note("sleep timer", lambda: self._set(before))
        self._set(CHOICES[(CHOICES.index(before) + 1) % len(CHOICES)])
        self._parts.tell(_line(self._until))

    def tick(self, now: float) -> None:
        """`now`: monotonic seconds."""
        narrator = self._parts.narrator
        if self._fading is not None:
            if now >= self._fading.ends_at_s:
                self._fall_silent(self._fading.place)
        elif isinstance(self._until, int):
            if self._ends_at_s is None:
                self._ends_at_s = now + self._until * 60
            elif now >= self._ends_at_s and narrator.is_listening:
                here = narrator.locator
                self._fading = _Fading(Locator(here.section, here.sentence), now + FADE_S)
                narrator.fade(0.0, FADE_S * 1000)
        elif self._until == "section" and not narrator.is_listening:
            self._set(None)

    def was_pressed(self) -> None:
        """A press while it fades: the sound comes back, and the same time begins anew."""
        if self._fading is not None:
            self._fading = None
            self._ends_at_s = None
            self._parts.narrator.fade(1.0, 0)

    def page_ended(self) -> None:
        """The page was heard to its end, with which the listening was to end."""
        if self._fading is not None:
            self._fall_silent(self._fading.place)
        else:
            self._set(None)

    def _set(self, until: Until | None) -> None:
        narrator = self._parts.narrator
        self._until = until
        self._ends_at_s = None
        holds = narrator.route.holds_after
        if until == "section" and holds is None:
            narrator.take_route(replace(narrator.route, holds_after="section"))
        elif until != "section" and holds == "section":
            narrator.take_route(replace(narrator.route, holds_after=None))

    def _fall_silent(self, place: Locator) -> None:
        self._fading = None
        self._set(None)
        reading, narrator = self._parts.reading, self._parts.narrator
        narrator.stop()
        narrator.fade(1.0, 0)
        if reading.document is not None:
            narrator.load(reading.document, place)
        reading.keep_place(at_once=True)
        self._parts.notices.tell("The sleep timer ended the listening. Any key: go on from here.")


def _line(until: Until | None) -> str:
    if until is None:
        return "No sleep timer."
    if isinstance(until, int):
        return f"Listening ends in {until} minutes."
    return f"Listening ends with this {until}."
