"""Pages to keep, for the tests of the store."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from content_cache.entries import IndexedSection
from content_cache.library import Library
from content_cache.resource import Page, Resource


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = datetime(2025, 5, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **step: float) -> datetime:
        self.now += timedelta(**step)
        return self.now


def resource(url: str, body: bytes | None = None) -> Resource:
    """What was fetched from an address."""
    body = url.encode() if body is None else body
    return Resource(
        url=url,
        media_type="text/html",
        charset="utf-8",
        body=body,
        etag=None,
        last_modified=None,
        fetched_at=datetime(2025, 5, 1, 12, tzinfo=UTC),
        sha256=hashlib.sha256(body).hexdigest(),
    )


def keep(library: Library, name: str, body: bytes | None = None, *, is_own: bool = True) -> Page:
    """A kept page of that name."""
    return library.keep(
        resource(f"https://a.org/{name}", body),
        title=name.capitalize(),
        language="en",
        words=3,
        is_own=is_own,
    )


def keep_text(library: Library, name: str, *sections: tuple[str, ...]) -> Page:
    """A kept page that can be found; each section is its title and its sentences."""
    page = keep(library, name, repr(sections).encode())
    assert library.index(
        page.id, page.sha256, "1", [IndexedSection(title, rest) for title, *rest in sections]
    )
    return page
