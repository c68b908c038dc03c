"""Moving through a document, measuring it, and finding a place again. Pure; any thread."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from reader.documents.model import Document, Locator, Quote, Section, Sentence

_CONTEXT_CHARS = 64
"""How much of the neighbouring text a quote keeps."""
_ALIKE = 0.6
"""Two sentences that share more than this part of their words are the same place. (judgement)"""
_LOOKED_AROUND = 1500
"""How many sentences each way are looked at for one that was changed."""
_TELLING_WORDS = 4
"""Fewer words than this do not tell one sentence from another."""
_UNSPACED = r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
"""Compiled when first used (`re` keeps it): that takes longer than to open a page which has none of them."""
_UNSPACED_CHARS_PER_WORD = 2


def word_count(text: str) -> int:
    """Number of words in plain text; scripts without spaces count two characters as a word."""
    if not text:
        return 0
    words = text.count(" ") + 1
    if not text.isascii() and not _is_western(text):
        words += len(re.findall(_UNSPACED, text)) // _UNSPACED_CHARS_PER_WORD
    return words


def _is_western(text: str) -> bool:
    """Whether all of it is in the characters of Western Europe, curly quotation marks and dashes among them."""
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _start_of(section: Section, index: int) -> Locator | None:
    if section.title:
        return Locator(index, -1)
    return Locator(index, 0) if section.sentences else None


def _first_from(document: Document, index: int) -> Locator | None:
    for at in range(max(index, 0), len(document.sections)):
        start = _start_of(document.sections[at], at)
        if start:
            return start
    return None


def _last_until(document: Document, index: int) -> Locator | None:
    for at in range(index, -1, -1):
        section = document.sections[at]
        if section.sentences:
            return Locator(at, len(section.sentences) - 1)
        if section.title:
            return Locator(at, -1)
    return None


def first(document: Document) -> Locator:
    """Where the reading begins: the first heading or sentence that has text."""
    return _first_from(document, 0) or Locator(0, -1)


def sentence_at(document: Document, locator: Locator) -> Sentence | None:
    """The sentence at a place; None for a heading or a place that the document does not have."""
    if 0 <= locator.section < len(document.sections):
        sentences = document.sections[locator.section].sentences
        if 0 <= locator.sentence < len(sentences):
            return sentences[locator.sentence]
    return None


def text_at(document: Document, locator: Locator) -> str:
    """The whole text of the sentence, or of the heading where `sentence == -1`; "" where there is none."""
    sentence = sentence_at(document, locator)
    if sentence:
        return sentence.text
    if locator.sentence == -1 and 0 <= locator.section < len(document.sections):
        return document.sections[locator.section].title
    return ""


def next_sentence(document: Document, locator: Locator) -> Locator | None:
    """The sentence or heading after this one; None at the end."""
    if not 0 <= locator.section < len(document.sections):
        return None
    if locator.sentence + 1 < len(document.sections[locator.section].sentences):
        return Locator(locator.section, locator.sentence + 1)
    return _first_from(document, locator.section + 1)


def previous_sentence(document: Document, locator: Locator) -> Locator | None:
    """The sentence or heading before this one; None at the beginning."""
    if not 0 <= locator.section < len(document.sections):
        return None
    section = document.sections[locator.section]
    if locator.sentence > 0 and section.sentences:
        return Locator(locator.section, min(locator.sentence, len(section.sentences)) - 1)
    if locator.sentence >= 0 and section.title:
        return Locator(locator.section, -1)
    return _last_until(document, locator.section - 1)


def next_section(document: Document, locator: Locator) -> Locator | None:
    """The start of the next section that has text; None in the last."""
    return _first_from(document, locator.section + 1)


def previous_section(document: Document, locator: Locator) -> Locator | None:
    """The start of this section where one is past its first sentence, else of the one before.

    None at the very start.
    """
    here = None
    if 0 <= locator.section < len(document.sections):
        here = _start_of(document.sections[locator.section], locator.section)
        if here and locator.sentence > 0:
            return here
    for at in range(min(locator.section, len(document.sections)) - 1, -1, -1):
        start = _start_of(document.sections[at], at)
        if start:
            return start
    return here if here and here < Locator(locator.section, locator.sentence) else None


class Outline:
    """How long a document and its sections are, in words; answers at once also for a million of them."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.section_words: tuple[int, ...] = tuple(
            word_count(section.title) + sum(word_count(s.text) for s in section.sentences)
            for section in document.sections
        )
        """Words of each section, its heading included."""
        self._before = (0, *accumulate(self.section_words))
        self.words = self._before[-1]
        """Words of the whole document."""
        self._within: dict[int, tuple[int, ...]] = {}

    def words_left_in_section(self, locator: Locator) -> int:
        """Words from this place to the end of its section."""
        if not 0 <= locator.section < len(self.section_words):
            return 0
        return max(0, self.section_words[locator.section] - self._words_before_in_section(locator))

    def words_left(self, locator: Locator) -> int:
        """Words from this place to the end of the document."""
        if not 0 <= locator.section < len(self.section_words):
            return 0
        return self.words - self._before[locator.section + 1] + self.words_left_in_section(locator)

    def fraction(self, locator: Locator) -> float:
        """The part of the document before this place, 0 to 1."""
        return 1.0 - self.words_left(locator) / self.words if self.words else 0.0

    def _sentence_starts(self, section: int) -> tuple[int, ...]:
        """Words before the heading, before each sentence, and in all."""
        starts = self._within.get(section)
        if starts is None:
            it = self._document.sections[section]
            counts = [word_count(it.title), *(word_count(s.text) for s in it.sentences)]
            starts = self._within[section] = (0, *accumulate(counts))
        return starts

    def _words_before_in_section(self, locator: Locator) -> int:
        starts = self._sentence_starts(locator.section)
        before = starts[min(max(locator.sentence + 1, 0), len(starts) - 1)]
        if locator.char > 0:
            before += text_at(self._document, locator)[: locator.char].count(" ")
        return before


def quote_at(document: Document, locator: Locator) -> Quote:
    """The words at and around a place, to find it again after the page has changed."""
    before = previous_sentence(document, locator)
    after = next_sentence(document, locator)
    return Quote(
        exact=text_at(document, locator),
        prefix=text_at(document, before)[-_CONTEXT_CHARS:] if before else "",
        suffix=text_at(document, after)[:_CONTEXT_CHARS] if after else "",
    )


def _places(document: Document) -> list[tuple[Locator, str]]:
    """Every heading and sentence that has text, in order."""
    places: list[tuple[Locator, str]] = []
    for at, section in enumerate(document.sections):
        if section.title:
            places.append((Locator(at, -1), section.title))
        places += [(Locator(at, i), s.text) for i, s in enumerate(section.sentences)]
    return places


def is_same(document: Document, locator: Locator, quote: Quote) -> bool:
    """Whether a place that was found again has the very words that were kept."""
    return text_at(document, locator) == quote.exact


def _most_alike(places: list[tuple[Locator, str]], text: str, expected: int) -> int | None:
    """Which place says nearly the same: cut at other ends, or with some words changed."""
    from difflib import SequenceMatcher  # noqa: PLC0415 - keeps start-up fast

    words = text.split()
    if not words:
        return None
    near = range(max(0, expected - _LOOKED_AROUND), min(len(places), expected + _LOOKED_AROUND))
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(words)
    best, best_likeness = None, _ALIKE
    for i in sorted(near, key=lambda i: abs(i - expected)):
        matcher.set_seq1(places[i][1].split())
        if matcher.real_quick_ratio() > best_likeness and matcher.quick_ratio() > best_likeness:
            likeness = matcher.ratio()
            if likeness > best_likeness:
                best, best_likeness = i, likeness
    if best is None and len(words) >= _TELLING_WORDS:
        cut_otherwise = [i for i in near if text in places[i][1] or _is_part(places[i][1], text)]
        best = min(cut_otherwise, key=lambda i: abs(i - expected), default=None)
    return best


def _is_part(piece: str, text: str) -> bool:
    return piece.count(" ") + 1 >= _TELLING_WORDS and piece in text


def find_again(document: Document, locator: Locator, quote: Quote) -> Locator:
    """The place that a kept one means now.

    The same place where its words are unchanged; else the same words elsewhere, best by their neighbours; else
    the words most like them; else the place between the same neighbours; else the nearest there is. Whether it
    is the very sentence shows in `is_same`.
    """
    here = text_at(document, locator)
    if here and here == quote.exact and quote_at(document, locator) == quote:
        return Locator(locator.section, locator.sentence, min(locator.char, len(here)))
    places = _places(document)
    if not places:
        return first(document)
    expected = (
        bisect_right([place for place, _ in places], Locator(locator.section, locator.sentence)) - 1
    )

    def neighbours(index: int) -> int:
        before = places[index - 1][1] if index else ""
        after = places[index + 1][1] if index + 1 < len(places) else ""
        return int(bool(quote.prefix) and before.endswith(quote.prefix)) + int(
            bool(quote.suffix) and after.startswith(quote.suffix)
        )

    def best(indexes: list[int]) -> int:
        return max(indexes, key=lambda i: (neighbours(i), -abs(i - expected)))

    same = [i for i, (_, text) in enumerate(places) if text == quote.exact]
    if same and quote.exact:
        place, text = places[best(same)]
        return Locator(place.section, place.sentence, min(locator.char, len(text)))
    alike = _most_alike(places, quote.exact, expected)
    if alike is not None:
        return places[alike][0]
    beside = [i for i in range(len(places)) if neighbours(i)]
    if beside:
        return places[best(beside)][0]
    return places[min(max(expected, 0), len(places) - 1)][0]
