"""The values that cross the library's door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Resource:
    """The bytes of a page or file as they came, with what was said about them."""

    url: str
    """Canonical address, after redirects; `file:` for a file of this machine."""
    media_type: str
    """Lower case, without parameters: text/html, text/plain, text/markdown, application/pdf..."""
    charset: str | None
    """What the Content-Type header said, or None where it was silent."""
    body: bytes
    """Decompressed."""
    etag: str | None
    last_modified: str | None
    """The header as it came."""
    fetched_at: datetime
    """UTC, aware."""
    sha256: str
    """Hex digest of `body`."""
    headers: tuple[tuple[str, str], ...] = ()
    """Response headers as they came, names in lower case."""
    requested_url: str = ""
    """Canonical form of the address asked for, where redirects led elsewhere; else empty."""
    archive_url: str = ""
    """Where the bytes came from, if that is an archive's copy of `url`; else empty."""
    archived_at: datetime | None = None
    """UTC, aware: when the archive took its copy."""


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server says that the stored copy is still the newest."""

    url: str
    checked_at: datetime
    """UTC, aware."""


@dataclass(frozen=True, slots=True)
class Page:
    """One saved page, without its body."""

    id: str
    """Stable, short, URL-safe."""
    url: str
    title: str
    media_type: str
    language: str | None
    sha256: str
    """Of the current body."""
    words: int
    """Number of words that will be read."""
    saved_at: datetime
    checked_at: datetime
    publisher: str = ""
    heard: float = 0.0
    """Part of the page before the last place, 0 to 1."""
    place: str | None = None
    """The last place in the reader's own notation, or None where it was never opened."""
    is_own: bool = True
    """Whether a person asked for it; no for what only came along with another page."""
    gone_status: int | None = None
    """With which status (404, 410) the web last said that it has the page no more."""
    gone_at: datetime | None = None
    known_sha256: str | None = None
    """Of the body that the person knows, or None where it was never read."""

    @property
    def has_news(self) -> bool:
        """Whether the page is kept in another form than the person knows."""
        return self.known_sha256 is not None and self.known_sha256 != self.sha256
