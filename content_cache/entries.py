"""The values that cross the library's door beside the pages themselves: versions, marks, what belongs together, finds.

Apart from `resource`, because the start of the reader needs none of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from content_cache.resource import Page


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
