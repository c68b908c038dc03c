"""What the person did, newest last, so that each thing can be taken back one by one. Pure: it only keeps and calls.

A run of sentence steps counts as one move: taking it back means to return to where the run began.
"""

from __future__ import annotations

from collections.abc import Callable

from reader.documents import navigation
from reader.documents.model import Document, Locator, Quote
from reader.values import frozen

KEPT_STEPS = 50
"""How many things can be taken back, as the spoken menu promises."""
LONG_AGO_S = 600.0
"""What was done so long ago is named with its time when it is taken back. (judgement)"""
NOTHING_LEFT = "There is nothing to take back."


@frozen
class Visit:
    """A place on a page."""

    page_id: str
    """Empty for the shipped welcome page."""
    locator: Locator
    quote: Quote | None = None
    """The words there, by which the place is found again where the page has changed meanwhile."""

    def place_in(self, document: Document) -> Locator:
        """Where that is in the form that the page has now."""
        if self.quote is None:
            return self.locator
        return navigation.find_again(document, self.locator, self.quote)


@frozen
class Step:
    """One thing that can be taken back."""

    name: str
    """What is told when it was taken back: "Taken back: faster". Empty for a move, which is heard."""
    take_back: Callable[[], None]
    at_s: float = 0.0
    page: str = ""
    """Title of the page that was open."""


class Undo:
    """The things that can be taken back."""

    def __init__(self) -> None:
        self._steps: list[Step] = []
        self._now_s = 0.0
        self._page = ""
        self.noted = 0
        """How many things were kept since the start."""
        self.went_far = False
        """Whether what was taken back last was done long ago or on another page, and is to be heard by its name."""
        self._last_run = ""
        self._is_taking_back = False
        self._was_by_itself = False
        """Whether nothing was done since the reader went on by itself, or something was taken back."""

    def __len__(self) -> int:
        return len(self._steps)

    def tick(self, now_s: float, page: str) -> None:
        """Let the time pass. `now_s`: monotonic seconds; `page`: title of the page that is open."""
        self._now_s, self._page = now_s, page

    def note(
        self,
        name: str,
        take_back: Callable[[], None],
        *,
        run: str = "",
        by_itself: bool = False,
    ) -> None:
        """Keep how to take back what is being done. Of steps of the same `run` in a row only the first is kept.

        `by_itself`: the reader does it, as when a page ends. It is kept once until the person does something, so that
        a page which ends as soon as one returns to it never stands in the way of what was done before.
        """
        if self._is_taking_back or (by_itself and self._was_by_itself):
            return
        self._was_by_itself = by_itself
        self.noted += 1
        is_same_run = bool(run) and run == self._last_run and bool(self._steps)
        self._last_run = run
        if is_same_run:
            return
        self._steps.append(Step(name, take_back, self._now_s, self._page))
        del self._steps[:-KEPT_STEPS]

    def take_back(self) -> str:
        """Take the last thing back; gives what there is to tell of it, empty for a move."""
        self._last_run = ""
        self.went_far = False
        if not self._steps:
            return NOTHING_LEFT
        step = self._steps.pop()
        told = self._told_of(step)
        self._was_by_itself = True
        self._is_taking_back = True
        try:
            step.take_back()
        finally:
            self._is_taking_back = False
        return told

    def _told_of(self, step: Step) -> str:
        minutes = int((self._now_s - step.at_s) // 60)
        is_old = self._now_s - step.at_s >= LONG_AGO_S
        if not step.name:
            return f"Back to where you were {minutes} minutes ago." if is_old else ""
        self.went_far = is_old or step.page != self._page
        where = f", {minutes} minutes ago" if is_old else ""
        where += f", on {step.page}" if step.page and step.page != self._page else ""
        return f"Taken back: {step.name}{where}."
