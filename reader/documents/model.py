"""What a page is once it has been read: values only, shared freely between threads.

Offsets are 0-based code points, half-open, into `Sentence.text`.
"""

from __future__ import annotations

from typing import Literal

from reader.values import frozen, ordered

Role = Literal["heading", "body", "list_item", "quote", "table_row", "caption", "code"]
LinkKind = Literal["page", "leaflet", "phone", "email"]


@frozen
class Link:
    """A place in a sentence that leads somewhere."""

    start: int
    """First code point of the link's text in the sentence."""
    end: int
    """One past its last code point."""
    label: str
    """What it leads to, in words that stand alone; never "click here"."""
    target: str
    """Absolute address, or a `tel:` or `mailto:` one."""
    kind: LinkKind


@frozen
class Phrase:
    """A stretch of a sentence in a language of its own."""

    start: int
    end: int
    language: str
    """BCP 47 tag."""


@frozen
class Abbreviation:
    """A stretch of a sentence for which the page gives the words in full."""

    start: int
    end: int
    expansion: str


@frozen
class NoteMark:
    """A mark in a sentence, such as "[5]", that leads to a note: known so that a voice can pass over it."""

    start: int
    end: int
    note: Locator | None
    """Where the note begins; None where the note is not among what is read."""


@frozen
class Detail:
    """What the page says of a sentence beyond its words; most sentences have nothing of it."""

    depth: int = 0
    """In how many lists the list of this item stands; 0 for an outermost one and for what is no item."""
    marker: str = ""
    """What the page counts the item as, such as "3." or "b."; "" where it has a bullet or none."""
    continues: bool = False
    """Whether this goes on with the list item that began before: a second paragraph, or text under its heading."""
    column: str = ""
    """Heading of the column in which the table cell stands that begins here."""
    abbreviations: tuple[Abbreviation, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    """Stretches in another language than the sentence's."""
    marks: tuple[NoteMark, ...] = ()
    note_of: Locator | None = None
    """Where the first mark stands that leads to the note that begins here."""


NO_DETAIL = Detail()


@frozen
class Sentence:
    """The smallest piece that is heard, marked and moved to."""

    text: str
    """Plain text on one line, without control characters."""
    role: Role = "body"
    starts_block: bool = False
    """Whether a new paragraph, list item or table row begins here."""
    language: str | None = None
    """BCP 47 tag where it differs from the document's."""
    links: tuple[Link, ...] = ()
    detail: Detail = NO_DETAIL


@frozen
class Section:
    """A heading and what stands under it, up to the next heading."""

    title: str
    """The heading's text; not repeated among the sentences. Empty only where a document has no title at all."""
    level: int
    """1 (the page's own) to 6."""
    sentences: tuple[Sentence, ...]
    """May be empty where one heading directly follows another."""


@frozen
class SetAside:
    """A part of the page that is not read aloud, named so that nothing vanishes."""

    label: str
    """What it is: menu, cookie notice, share buttons, form, related links, footer..."""
    items: int
    """How many links, fields or lines it holds."""
    text: str
    """Its text, in order, blocks joined by newlines."""
    leaflets: tuple[Link, ...] = ()
    """Leaflets it links to that the text read does not: offered all the same. Places are in `text`."""


@frozen
class Document:
    """A page as it will be read. Derived from stored bytes, never stored as truth."""

    url: str
    title: str
    language: str | None
    """BCP 47 tag the page declares, or one that its text shows, or None."""
    sections: tuple[Section, ...]
    """At least one, unless there is no text at all."""
    set_aside: tuple[SetAside, ...] = ()
    page_count: int | None = None
    """Printed pages, where the source has them (PDF): "(PDF, 2 pages)"."""
    published: str = ""
    """When the page says it was published: ISO 8601 date, or year and month, or year; "" where it does not say."""
    reviewed: str = ""
    """When the page says that it was last reviewed or changed; as above."""


@frozen
class Quote:
    """The words around a place, to find it again after the page has changed."""

    exact: str
    prefix: str
    suffix: str


@ordered
class Locator:
    """A place in a document: section, sentence within it, code point within that.

    `sentence == -1` is the section's heading. Ordered as the document is read. Never a scroll fraction.
    """

    section: int = 0
    sentence: int = -1
    char: int = 0
