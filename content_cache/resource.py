"""The values that cross the library's door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


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


@dataclass(frozen=True, slots=True)
class PageVersion:
    """One of the forms that a page had, without its body."""

    sha256: str
    title: str
    """Empty where it is not known any more."""
    words: int
    fetched_at: datetime
    archived_at: datetime | None
    """When an archive took the copy; None for what came from the site itself."""
    is_current: bool


RelationKind = Literal["leaflet", "page"]


@dataclass(frozen=True, slots=True)
class Relation:
    """What a page is to the page that it came with."""

    page_id: str
    owner_id: str
    kind: RelationKind
    depth: int
    """How many links were followed from the owner to it."""
    label: str
    """What the link to it says."""


@dataclass(frozen=True, slots=True)
class LinkToFollow:
    """A link of a saved page that is to be kept too."""

    url: str
    """Canonical."""
    kind: RelationKind
    depth: int
    label: str


@dataclass(frozen=True, slots=True)
class Queued:
    """What is to be read next: a saved page, or an address that is not saved yet."""

    id: int
    url: str
    title: str
    page_id: str | None
    """None where it is not saved."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A place that the person marked."""

    id: str
    page_id: str
    page_title: str
    place: str
    """In the reader's own notation."""
    sentence: str
    """What stands there, to be read in a list."""
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Visited:
    """A place where the person was before going to another page."""

    page_id: str
    page_title: str
    place: str
    """In the reader's own notation."""
    at: datetime


@dataclass(frozen=True, slots=True)
class Removed:
    """A page in the bin."""

    page: Page
    removed_at: datetime
    came_with: str | None
    """The id of the page with which it went there; it comes back with it."""


@dataclass(frozen=True, slots=True)
class IndexedSection:
    """A section as it is to be found."""

    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A section in which words were found."""

    page_id: str
    page_title: str
    section: int
    """Index in what was given to be found."""
    section_title: str
    sentence: int
    """Index in the section; -1 where the words stand in its title."""
    text: str
    """That sentence, or that title."""
    marks: tuple[tuple[int, int], ...]
    """Where the words found stand in `text`: code points, half-open."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A word or heading that matters among everything that is saved."""

    text: str
    """As it stands on a page."""
    is_heading: bool
    pages: int
    """How many pages have it."""
    hits: int
    """How often they have it."""


@dataclass(frozen=True, slots=True)
class CollectionEntry:
    """A page worth saving."""

    title: str
    publisher: str
    url: str


@dataclass(frozen=True, slots=True)
class Collection:
    """A shipped list of pages worth saving."""

    id: str
    """File name without its ending, such as "hand-dystonia"."""
    title: str
    entries: tuple[CollectionEntry, ...]
