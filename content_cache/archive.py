"""The Internet Archive's latest copy of a page that is gone.

Asked only where the person wishes it: the question tells the archive which page they want. Any thread but the
main one: it waits.
Source: archive.org/help/wayback_api.php (availability) and Wayback's address forms (`id_`: the bytes as they came).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

from content_cache import fetching
from content_cache.addresses import canonical_url
from content_cache.errors import FetchError, NotAnAddress
from content_cache.fetching import FetchLimits, FetchRequest
from content_cache.patience import IsCancelled
from content_cache.resource import Resource

AVAILABILITY_API = "https://archive.org/wayback/available"
NAME = "Internet Archive"
LONGEST_ANSWER_BYTES = 64 * 1024
"""Of the availability API; an answer has some 300. (judgement)"""
_COPY_PATH = re.compile(r"/web/(\d{14})(?:[a-z]{2}_)?/(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ArchivedCopy:
    """A page as it was."""

    url: str
    """Where the archive keeps it."""
    original_url: str
    taken_at: datetime
    """UTC, aware."""

    @property
    def title(self) -> str:
        """What it is, such as "Internet Archive, copy of 3 March 2021"."""
        return f"{NAME}, copy of {self.taken_at.day} {self.taken_at:%B %Y}"


def latest_copy(
    url: str,
    *,
    now: Callable[[], datetime],
    limits: FetchLimits = fetching.DEFAULT_LIMITS,
    api: str = AVAILABILITY_API,
    is_cancelled: IsCancelled | None = None,
) -> ArchivedCopy | None:
    """The archive's latest copy of a page, or None where it has none.

    Raises:
        FetchError: the archive cannot be asked.
    """
    found = fetching.fetch(
        FetchRequest(f"{api}?url={quote(url, safe='')}"),
        now=now,
        limits=replace(limits, body_bytes=LONGEST_ANSWER_BYTES),
        is_cancelled=is_cancelled,
    )
    not_understood = FetchError(
        "The Internet Archive answers in a way that cannot be understood. Try again later.", url=url
    )
    if not isinstance(found, Resource):
        raise not_understood
    try:
        closest = json.loads(found.body)["archived_snapshots"].get("closest")
        if closest is None or closest.get("available") is not True:
            return None
        copy = _copy(str(closest["url"]), url, api)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise not_understood from error
    if copy is None:
        raise not_understood
    return copy


def fetch_copy(
    copy: ArchivedCopy,
    *,
    now: Callable[[], datetime],
    limits: FetchLimits = fetching.DEFAULT_LIMITS,
    is_cancelled: IsCancelled | None = None,
) -> Resource:
    """The copy's bytes, under the address that they had.

    Raises:
        FetchError: they cannot be had.
    """
    found = fetching.fetch(
        FetchRequest(copy.url), now=now, limits=limits, is_cancelled=is_cancelled
    )
    assert isinstance(found, Resource)  # nothing was known of it, so nothing can be unmodified
    return replace(
        found,
        url=copy.original_url,
        requested_url="",
        # Marks of the archive's answer, which mean nothing to the site itself.
        etag=None,
        last_modified=None,
        archive_url=copy.url,
        archived_at=copy.taken_at,
    )


def _copy(address: str, original_url: str, api: str) -> ArchivedCopy | None:
    """The copy that an answer names; None for an address that is not the archive's."""
    try:
        parts = urlsplit(canonical_url(address))
    except NotAnAddress:
        return None
    asked = urlsplit(api)
    home = asked.netloc
    path = _COPY_PATH.fullmatch(parts.path)
    if path is None or not (parts.netloc == home or parts.netloc.endswith("." + home)):
        return None
    taken_at = datetime.strptime(path[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    query = f"?{parts.query}" if parts.query else ""
    # The archive answers with http addresses, and serves https.
    kept_at = f"{asked.scheme}://{parts.netloc}/web/{path[1]}id_/{path[2]}{query}"
    return ArchivedCopy(canonical_url(kept_at), original_url, taken_at)
