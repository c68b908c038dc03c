"""Whether the network is off, and which hosts are silent, from what became of the pages so far.

A plain object of the one thread that fetches. Must not fetch.
"""

from __future__ import annotations

from collections import Counter

from content_cache.addresses import host_of
from content_cache.errors import HostUnreachable

OFFLINE_HOSTS = 2
"""Hosts that cannot be found, and none that can, before the network counts as off. (judgement)"""
SILENT_AFTER = 2
"""Pages in a row that a host does not give out before it counts as silent. (judgement)"""
OFFLINE_SENTENCE = (
    "There is no network, so nothing new was saved. What is already here still works. "
    "Try again when the network is back."
)


class NetworkWatch:
    """What is known of the network."""

    def __init__(self) -> None:
        self._not_found: set[str] = set()
        self._was_reached = False
        self._silences: Counter[str] = Counter()

    @property
    def is_off(self) -> bool:
        """Whether it seems that nobody can be reached."""
        return not self._was_reached and len(self._not_found) >= OFFLINE_HOSTS

    def is_silent(self, url: str) -> bool:
        """Whether the page's host did not answer several times in a row."""
        return self._silences[host_of(url)] >= SILENT_AFTER

    def note_success(self, url: str) -> None:
        """A page came, or an answer about it."""
        self._was_reached = True
        self._silences.pop(host_of(url), None)

    def note_failure(self, error: Exception, url: str) -> None:
        """A page did not come."""
        host = host_of(url)
        if not isinstance(error, HostUnreachable):
            self.note_success(url)
            return
        self._silences[host] += 1
        if error.is_offline:
            self._not_found.add(host)
        else:
            self._was_reached = True
