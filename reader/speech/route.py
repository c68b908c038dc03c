"""The way through a document while listening: all of it, only its main lines, or round and round. Pure; any thread."""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from reader.documents import navigation
from reader.documents.model import Document, Locator
from reader.values import frozen

Span = Literal["sentence", "paragraph", "section"]
MAIN_ROLES = ("body", "quote")
"""What a paragraph that is skimmed may be; of lists and tables only the lead is read."""


@frozen
class Route:
    """Which place is heard after which, and where the voice holds of itself."""

    skims: bool = False
    """Headings, and the first sentence of each paragraph."""
    loops: Span | None = None
    """What is said again and again, from where it was asked for."""
    loop_from: Locator = field(default_factory=Locator)
    """The place at which the loop was asked for."""
    holds_after: Literal["sentence", "section"] | None = None
    only: tuple[Locator, ...] = ()
    """Places in reading order: nothing else is heard until the last of them, after which the voice holds."""

    def after(self, document: Document, here: Locator) -> Locator | None:
        """The place that is heard after this one; None at the end of the document."""
        if self.loops is not None:
            first, last = extent(document, self.loop_from, self.loops)
            here = Locator(here.section, here.sentence)
            if first <= here <= last:
                return first if here == last else navigation.next_sentence(document, here)
        for place in self.only:
            if place > Locator(here.section, here.sentence):
                return place
        following = navigation.next_sentence(document, here)
        while self.skims and following is not None and not _is_main_line(document, following):
            following = navigation.next_sentence(document, following)
        return following

    def holds_between(self, here: Locator, following: Locator) -> bool:
        """Whether the voice waits for a press between two places that follow each other."""
        if self.only and Locator(here.section, here.sentence) == self.only[-1]:
            return True
        if self.holds_after == "section":
            return following.section != here.section
        # A heading belongs to what it heads: who practises hears both at one press.
        return self.holds_after == "sentence" and here.sentence >= 0


def _is_main_line(document: Document, place: Locator) -> bool:
    sentence = navigation.sentence_at(document, place)
    return sentence is None or (sentence.starts_block and sentence.role in MAIN_ROLES)


def extent(document: Document, place: Locator, span: Span) -> tuple[Locator, Locator]:
    """The first and last place of the sentence, paragraph or section round a place."""
    at = Locator(place.section, place.sentence)
    if span == "sentence" or not 0 <= at.section < len(document.sections):
        return at, at
    section = document.sections[at.section]
    if span == "section":
        return Locator(at.section, -1 if section.title else 0), Locator(
            at.section, len(section.sentences) - 1
        )
    if at.sentence < 0:
        return at, at
    first, last = at.sentence, at.sentence
    while first > 0 and not section.sentences[first].starts_block:
        first -= 1
    while last + 1 < len(section.sentences) and not section.sentences[last + 1].starts_block:
        last += 1
    return Locator(at.section, first), Locator(at.section, last)


def after_block(document: Document, place: Locator) -> Locator | None:
    """The start of the next paragraph, or of the next list or table after the whole of this one; None at the end."""
    sentence = navigation.sentence_at(document, place)
    following = navigation.next_sentence(document, place)
    while following is not None and following.section == place.section:
        ahead = navigation.sentence_at(document, following)
        is_same_kind = (
            sentence is not None
            and ahead is not None
            and ahead.role == sentence.role
            and ahead.role in ("list_item", "table_row")
        )
        if ahead is None or (ahead.starts_block and not is_same_kind):
            return following
        following = navigation.next_sentence(document, following)
    return following
