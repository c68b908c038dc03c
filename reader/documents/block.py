"""One paragraph, item, row or heading between reading a source and making sections: values only."""

from __future__ import annotations

from dataclasses import dataclass

from reader.documents.model import Abbreviation, Phrase, Role


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link as the source has it, not yet labelled."""

    start: int
    """First code point in the block's text."""
    end: int
    target: str
    """Absolute address, or a `tel:` or `mailto:` one."""
    hint: str = ""
    """What the source says about it besides its text: a `title` or `aria-label`."""


@dataclass(frozen=True, slots=True)
class FoundMark:
    """A short link within the page, such as "[5]", before it is known where the note is."""

    start: int
    end: int
    target: str
    """The id of what it leads to."""


@dataclass(frozen=True, slots=True)
class CellStart:
    """Where a cell of a table begins that has a heading above it."""

    start: int
    column: str


@dataclass(frozen=True, slots=True)
class Block:
    """Text that stands by itself."""

    text: str
    """One clean line."""
    role: Role = "body"
    level: int = 0
    """1 to 6 for a heading, else 0."""
    links: tuple[FoundLink, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    breaks: tuple[int, ...] = ()
    """Places where a sentence ends whatever its punctuation: after a table cell, a line of an address."""
    abbreviations: tuple[Abbreviation, ...] = ()
    marks: tuple[FoundMark, ...] = ()
    cells: tuple[CellStart, ...] = ()
    depth: int = 0
    """Of a list item: in how many lists its list stands."""
    marker: str = ""
    """Of a list item: what the source counts it as, such as "3."."""
    continues: bool = False
    """Whether it goes on with the list item that began before."""
    names: tuple[str, ...] = ()
    """Ids in it to which marks lead."""
