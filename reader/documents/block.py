"""One paragraph, item, row or heading between reading a source and making sections: values only."""

from __future__ import annotations

from dataclasses import dataclass

from reader.documents.model import Role


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
class Phrase:
    """A stretch of a block in a language of its own."""

    start: int
    end: int
    language: str
    """BCP 47 tag."""


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
