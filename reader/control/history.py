"""Where one was before each move, newest last. Pure.

A run of sentence steps counts as one move: taking back means to return to where the run began.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from reader.documents.model import Locator

KEPT_MOVES = 50
"""How many moves can be taken back, as the spoken menu promises."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A place on a page."""

    page_id: str
    """Empty for the shipped welcome page."""
    locator: Locator


@dataclass(slots=True)
class History:
    """The moves that can be taken back."""

    _visits: list[Visit] = field(default_factory=list)
    _last_kind: str = ""

    def leave(self, visit: Visit, kind: str) -> None:
        """Note where one is just before a move of some kind."""
        is_same_run = kind == "sentence" and self._last_kind == "sentence" and self._visits
        self._last_kind = kind
        if is_same_run:
            return
        self._visits.append(visit)
        del self._visits[:-KEPT_MOVES]

    def back(self) -> Visit | None:
        """The place before the last move, which is thereby taken back."""
        self._last_kind = ""
        return self._visits.pop() if self._visits else None
