"""Offers the choices of a short list in turn, so that one press can take any of them. Pure: time is passed in.

The scan time runs from the end of the spoken row. After the loops it rests on the first row.
"""

from __future__ import annotations

from dataclasses import dataclass

SCAN_S = 1.5
"""Source: Android Switch Access 1.0, ChromeOS 1.8, a tremor guidance page 1.5 seconds."""
FIRST_EXTRA_S = 0.7
"""Source: Android Switch Access, delay on the first item."""
LOOPS = 2
"""Source: Android Switch Access."""


@dataclass(slots=True)
class Offer:
    """A scan over a list of rows that begins at the first."""

    count: int
    current: int = 0
    loops_left: int = LOOPS
    _since: float | None = None

    def tick(self, now: float, is_speaking: bool) -> int | None:
        """The row to offer now, or None while nothing changes. `now`: monotonic seconds."""
        if is_speaking:
            self._since = None
            return None
        if self.loops_left == 0:
            return None
        if self._since is None:
            self._since = now
            return None
        wait_s = SCAN_S + (FIRST_EXTRA_S if self.current == 0 else 0.0)
        if now - self._since < wait_s:
            return None
        self._since = None
        self.current = (self.current + 1) % self.count
        if self.current == 0:
            self.loops_left -= 1
        return self.current
