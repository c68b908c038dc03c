"""How long is waited: until the person stops it, the time is over, or as long as a server asks.

Any thread but the main one: it waits.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

from content_cache.addresses import host_of
from content_cache.errors import Cancelled, HostUnreachable

IsCancelled = Callable[[], bool]


class Stop:
    """The two reasons to give up that do not come from the network: the person, and the clock."""

    def __init__(
        self, url: str, total_s: float, poll_s: float, is_cancelled: IsCancelled | None
    ) -> None:
        """`total_s`: from now on; `poll_s`: how soon the person's stop is seen."""
        self._url, self._deadline, self._poll_s = url, time.monotonic() + total_s, poll_s
        self._is_cancelled = is_cancelled or (lambda: False)

    def check(self) -> None:
        """Raise `Cancelled` or `HostUnreachable` where there is a reason to give up."""
        if self._is_cancelled():
            raise Cancelled("Stopped. Nothing was changed.", url=self._url)
        if time.monotonic() > self._deadline:
            raise HostUnreachable(
                f"{host_of(self._url)} takes too long to send the page. Try again later.",
                url=self._url,
            )

    def has_time_for(self, wait_s: float) -> bool:
        """Whether the clock allows such a wait."""
        return time.monotonic() + wait_s < self._deadline

    def wait(self, wait_s: float, until: threading.Event | None = None) -> None:
        """Wait, or until the event is set, but not past either reason to give up."""
        event = until or threading.Event()
        end = time.monotonic() + wait_s
        while True:
            self.check()
            left_s = end - time.monotonic()
            if left_s <= 0 or event.wait(min(self._poll_s, left_s)):
                return


def retry_after_seconds(header: str | None, now: Callable[[], datetime]) -> float | None:
    """Seconds that a server asks to be left alone; None where it says nothing that can be understood.

    Source: RFC 9110 section 10.2.3 (seconds or a date).
    """
    if not header:
        return None
    if header.strip().isdigit():
        return float(header.strip())
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - keeps start-up fast

    try:
        at = parsedate_to_datetime(header)
    except ValueError:
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return max(0.0, (at - now()).total_seconds())
