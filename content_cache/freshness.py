"""Whether a stored copy is good enough: policy only.

Pure: knows neither network, disk nor clock. Any thread.
"""

from __future__ import annotations

import enum
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

Purpose = Literal["open", "save", "collect", "follow", "update"]
"""Why a page is wanted: to read it now; to keep its newest form; to keep it among many others; because a kept page
leads to it; to see whether it has changed."""

COLLECT_AGAIN_AFTER = timedelta(days=1)
"""A collection saved again, as after it was broken off, does not ask anew for what it has just got. (judgement)"""
FOLLOW_AGAIN_AFTER = timedelta(days=7)
"""A page that others lead to is not asked for again sooner, however often they are saved. (judgement)"""


class Decision(enum.Enum):
    """What to do for a page."""

    SERVE = enum.auto()
    """Use the stored copy; no network."""
    REVALIDATE = enum.auto()
    """Ask whether there is a newer one; the stored copy stays until there is a better one."""
    FETCH = enum.auto()
    """There is no copy: get one."""


class StoredCopy(NamedTuple):
    """What the policy needs to know of the copy that is here."""

    checked_at: datetime
    """UTC, aware: when the copy was last known to be the newest."""
    is_local_file: bool = False
    """Made from a file of this machine: asking for its newest form costs one look at the disk."""


def decide(stored: StoredCopy | None, now: datetime, purpose: Purpose) -> Decision:
    """What to do for a page that is stored so.

    A saved web page always opens at once and without network, however old it is and whatever the clock says.
    """
    if stored is None:
        return Decision.FETCH
    if purpose == "open":
        return Decision.REVALIDATE if stored.is_local_file else Decision.SERVE
    again_after = {"collect": COLLECT_AGAIN_AFTER, "follow": FOLLOW_AGAIN_AFTER}.get(purpose)
    # A negative age is a clock that jumped: nothing is known, so ask.
    if again_after is not None and timedelta(0) <= now - stored.checked_at < again_after:
        return Decision.SERVE
    return Decision.REVALIDATE
