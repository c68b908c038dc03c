"""Which parts of a page are said: parentheses, footnote marks, captions, tables, and what is said before them. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.documents.model import Section, Sentence
from reader.speech.spoken_form import Span
from reader.speech.spoken_form.numbers import cardinal, ordinal
from reader.values import frozen

_PARENTHESES = r"\s?\((?:[^()]|\([^()]*\))*\)"


@frozen
class ReadingOptions:
    """What the person wants to hear of a page; the defaults leave out footnote marks alone."""

    reads_parentheses: bool = True
    reads_footnotes: bool = False
    reads_captions: bool = True
    reads_tables: bool = True
    counts_list_items: bool = False
    """Whether the first sentence of a list item says which it is: "First of five"."""

    def skips(self, sentence: Sentence) -> bool:
        """Whether nothing of a sentence is said."""
        return (sentence.role == "caption" and not self.reads_captions) or (
            sentence.role == "table_row" and not self.reads_tables
        )

    def unsaid(self, text: str) -> tuple[Span, ...]:
        """The stretches of a text that are left out; never all of its words."""
        if self.reads_parentheses or "(" not in text:
            return ()
        spans = tuple(match.span() for match in re.finditer(_PARENTHESES, text))
        kept = re.sub(_PARENTHESES, "", text)
        return spans if any(map(str.isalnum, kept)) else ()

    def said_before(self, section: Section, index: int) -> tuple[tuple[int, str], ...]:
        """What is said before a sentence (0-based in its section) that does not stand in its text, and where."""
        sentence = section.sentences[index]
        if sentence.role == "list_item" and sentence.starts_block:
            said = self._place_in_list(section, index) or _marker(sentence.detail.marker)
        else:
            said = f"{sentence.detail.column.strip(' :')}: " if sentence.detail.column else ""
        return ((0, said),) if said else ()

    def _place_in_list(self, section: Section, index: int) -> str:
        if not self.counts_list_items:
            return ""
        place, count = _list_place(section.sentences, index)
        return f"{ordinal(place).capitalize()} of {cardinal(count)}: " if count > 1 else ""


USUAL = ReadingOptions()


def _marker(marker: str) -> str:
    """What the page counts an item as, as a voice says it."""
    bare = marker.strip(" .):(")
    if not bare.isalnum() or len(bare) > 4:
        return ""
    return f"{cardinal(int(bare)) if bare.isascii() and bare.isdecimal() else bare.upper()}. "


def _list_place(sentences: Sequence[Sentence], index: int) -> tuple[int, int]:
    """Which item of its list a sentence begins, from 1, and how many there are."""
    first = last = index
    while first and sentences[first - 1].role == "list_item":
        first -= 1
    while last + 1 < len(sentences) and sentences[last + 1].role == "list_item":
        last += 1
    items = [at for at in range(first, last + 1) if sentences[at].starts_block]
    return items.index(index) + 1, len(items)
