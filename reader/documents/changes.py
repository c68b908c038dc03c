"""What is new in a page since an older form of it: sentence by sentence, told by section. Pure; any thread.

Only what a listener would want to hear counts. Markup, spaces, quotation marks, other sentence ends, sentences that
moved, and the dates of "last reviewed" lines are no news. Must not fetch, store or speak.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Literal

from reader.documents.model import Document, Locator, Sentence

SAME_MATTER = 0.5
"""Two sentences that share this part of their words are one that changed. (judgement)"""
_NAMED_SECTIONS = 3
_TITLE_CHARS = 48
"""Of a section's title in the news: as much as tells it from the others. (judgement)"""
_LOOKED_INTO_CHARS = 2_000_000
"""An older form longer than this is not searched for sentences that were only cut differently."""
_TOO_COMMON = 12
"""A word that more sentences than this share tells none of them from the others."""
_LOOKED_AT = 6
"""How many forerunners are weighed for a sentence."""
_STAMP_WORDS_AT_MOST = 16

ChangeKind = Literal["new", "changed", "gone"]

_PLAIN = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "–": "-", "—": "-",
                        "‐": "-", "‑": "-", "…": "..."})  # fmt: skip
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_SPACES = re.compile(r"\s+")
_WORDS = re.compile(r"\w+")
_PHONE = re.compile(r"\+?\(?\d[\d ().-]{5,}\d")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_DATE = re.compile(
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTHS})\.?,?\s+\d{{4}}"
    rf"|(?:{_MONTHS})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    rf"|(?:{_MONTHS})\.?,?\s+\d{{4}}"
    r"|\d{1,4}[./-]\d{1,2}[./-]\d{2,4}(?:[t ]\d{1,2}:\d{2}(?::\d{2})?z?)?"
    r"|(?:19|20)\d{2}(?:\s?-\s?(?:19|20)\d{2})?"
)
_STAMP = re.compile(
    r"\b(?:updated?|reviewed?|review|published|modified|revised|changed|checked|accessed|retrieved|copyright|"
    r"version|due|edited|created|posted|rights|aktualisiert|stand|mise|actualizado|aggiornato)\b|©|\(c\)"
)


@dataclass(frozen=True, slots=True)
class SectionNews:
    """What became of one section."""

    title: str
    kind: ChangeKind
    """`new` and `gone` are of the whole section; `changed` of some of its sentences."""
    section: int | None
    """Where it is in the newer form, 0-based; None where it is gone."""
    new: tuple[Locator, ...] = ()
    """Sentences of the newer form that have no forerunner."""
    changed: tuple[Locator, ...] = ()
    """Sentences of the newer form that said something else before."""
    gone: tuple[str, ...] = ()
    """Texts of the older form that nothing took the place of."""


@dataclass(frozen=True)
class News:
    """What a newer form of a page says that an older one did not, and what it says no more."""

    sections: tuple[SectionNews, ...]
    """In the newer form's order, what is gone last."""
    figures: tuple[str, ...]
    """Kinds of figures that changed within a sentence: "a telephone number", "an e-mail address", "a number"."""

    @cached_property
    def places(self) -> tuple[Locator, ...]:
        """The sentences to hear, in reading order."""
        return tuple(
            sorted(place for part in self.sections for place in (*part.new, *part.changed))
        )

    @property
    def is_empty(self) -> bool:
        """Whether a listener misses nothing."""
        return not self.sections

    def told(self) -> str:
        """The news as one sentence: "Since you heard this: 2 sentences changed in Treatments; ..."."""
        if self.is_empty:
            return "Nothing has changed since you heard this."
        parts = [_section_told(part) for part in self.sections[:_NAMED_SECTIONS]]
        more = len(self.sections) - _NAMED_SECTIONS
        if more > 0:
            parts.append(f"and more in {_counted(more, 'other section')}")
        parts += [f"{figure} changed" for figure in self.figures]
        return f"Since you heard this: {'; '.join(parts)}."

    def short(self) -> str:
        """The news in a few words, for a row of a list: "2 sentences changed"."""
        changed = sum(len(part.changed) for part in self.sections)
        new = sum(len(part.new) for part in self.sections)
        gone = sum(len(part.gone) for part in self.sections)
        for count, word in ((changed, "changed"), (new, "new"), (gone, "gone")):
            if count:
                return f"{_counted(count, 'sentence')} {word}"
        return "nothing new"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _section_told(part: SectionNews) -> str:
    title = _short(part.title) or "the page"
    if part.kind == "new":
        return f"a new section, {title}"
    if part.kind == "gone":
        return f"the section {title} is gone"
    counts = ((len(part.changed), "changed"), (len(part.new), "new"), (len(part.gone), "gone"))
    (count, word), *others = [(count, word) for count, word in counts if count]
    first = (
        f"{_counted(count, 'new sentence')}"
        if word == "new"
        else f"{_counted(count, 'sentence')} {word}"
    )
    parts = [first, *(f"{count} {word}" for count, word in others)]
    told = f"{', '.join(parts[:-1])} and {parts[-1]}" if others else first
    return f"{told} {'from' if first.endswith('gone') else 'in'} {title}"


def _short(title: str) -> str:
    """A title as a remark names it, cut between words where it is long."""
    if len(title) <= _TITLE_CHARS:
        return title
    head = title[:_TITLE_CHARS]
    return (head.rpartition(" ")[0] or head).rstrip(".,;:?! -–") + " …"


@dataclass(frozen=True, slots=True)
class _Piece:
    place: Locator
    sentence: Sentence
    key: str
    """What of its text counts: equal keys, no news."""


def _key(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).translate(_PLAIN).casefold()
    plain = _SPACES.sub(" ", plain)
    # The day a page was looked over counts for nothing; neither do brackets, stars and marks at the edges.
    if plain.count(" ") < _STAMP_WORDS_AT_MOST and _STAMP.search(plain):
        plain = _DATE.sub("", plain)
    return _EDGES.sub("", plain)


def _pieces(document: Document) -> list[_Piece]:
    return [
        _Piece(Locator(at, i), sentence, key)
        for at, section in enumerate(document.sections)
        for i, sentence in enumerate(section.sentences)
        if (key := _key(sentence.text))
    ]


def compare(older: Document, newer: Document) -> News:
    """What a listener who heard `older` would want to hear of `newer`."""
    old_pieces, new_pieces = _pieces(older), _pieces(newer)
    if [piece.key for piece in old_pieces] == [piece.key for piece in new_pieces]:
        return News((), ())
    new_left = _without_same(new_pieces, old_pieces)
    old_left = _without_same(old_pieces, new_pieces)
    new_left = _not_only_cut_otherwise(new_left, old_pieces)
    return _told_by_section(older, newer, old_left, new_left, new_pieces)


def _without_same(pieces: Iterable[_Piece], others: Iterable[_Piece]) -> list[_Piece]:
    there = Counter(piece.key for piece in others)
    left = []
    for piece in pieces:
        if there[piece.key]:
            there[piece.key] -= 1
        else:
            left.append(piece)
    return left


def _not_only_cut_otherwise(pieces: list[_Piece], others: list[_Piece]) -> list[_Piece]:
    """Without those whose words stand in the other form in one go, between other sentence ends."""
    if not pieces:
        return pieces
    whole = " ".join(" ".join(_WORDS.findall(piece.key)) for piece in others)
    if len(whole) > _LOOKED_INTO_CHARS:
        return pieces
    whole = f" {whole} "
    return [piece for piece in pieces if f" {' '.join(_WORDS.findall(piece.key))} " not in whole]


def _told_by_section(
    older: Document,
    newer: Document,
    old_left: list[_Piece],
    new_left: list[_Piece],
    new_pieces: list[_Piece],
) -> News:
    old_by, new_by = _by_section(older, old_left), _by_section(newer, new_left)
    old_titles = {_key(section.title) for section in older.sections}
    new_titles = {_key(section.title) for section in newer.sections}
    parts: list[SectionNews] = []
    figures: list[str] = []
    # A sentence may have moved to another section and changed on its way: what finds no partner at home
    # looks for one abroad.
    pairs = [pair for title in new_by for pair in _paired(old_by.get(title, []), new_by[title])]
    taken_old, taken_new = {old.place for old, _ in pairs}, {new.place for _, new in pairs}
    pairs += _paired(
        [piece for piece in old_left if piece.place not in taken_old],
        [piece for piece in new_left if piece.place not in taken_new],
    )
    taken_old = {old.place for old, _ in pairs}
    changed_places = {new.place for _, new in pairs}
    for old, new in pairs:
        figures += [
            kind for kind in _figures_changed(old.sentence, new.sentence) if kind not in figures
        ]
    sections: defaultdict[int, list[_Piece]] = defaultdict(list)
    for piece in new_left:
        sections[piece.place.section].append(piece)
    gone_by: defaultdict[str, list[str]] = defaultdict(list)
    gone_pieces = [piece for piece in old_left if piece.place not in taken_old]
    for piece in _not_only_cut_otherwise(gone_pieces, new_pieces):
        title = older.sections[piece.place.section].title
        gone_by[_key(title)].append(piece.sentence.text)
    for at, section in enumerate(newer.sections):
        pieces = sections.get(at, [])
        changed = tuple(piece.place for piece in pieces if piece.place in changed_places)
        new_ones = tuple(piece.place for piece in pieces if piece.place not in changed_places)
        gone = tuple(gone_by.pop(_key(section.title), ()))
        if not (changed or new_ones or gone):
            continue
        is_new = (
            _key(section.title) not in old_titles
            and len(new_ones) == len(section.sentences)
            and not changed
        )
        parts.append(
            SectionNews(section.title, "new" if is_new else "changed", at, new_ones, changed, gone)
        )
    titles = {_key(section.title): section.title for section in older.sections}
    for key, texts in gone_by.items():
        whole = len(texts) == sum(
            len(section.sentences) for section in older.sections if _key(section.title) == key
        )
        is_gone = key not in new_titles and whole
        parts.append(
            SectionNews(titles[key], "gone" if is_gone else "changed", None, gone=tuple(texts))
        )
    return News(tuple(parts), tuple(figures))


def _by_section(document: Document, pieces: list[_Piece]) -> dict[str, list[_Piece]]:
    by: dict[str, list[_Piece]] = {}
    for piece in pieces:
        by.setdefault(_key(document.sections[piece.place.section].title), []).append(piece)
    return by


def _paired(old: list[_Piece], new: list[_Piece]) -> list[tuple[_Piece, _Piece]]:
    """Sentences that are the same matter said otherwise, most alike first."""
    if not old or not new:
        return []
    old_words = [_WORDS.findall(piece.key) for piece in old]
    having: defaultdict[str, list[int]] = defaultdict(list)
    for i, words in enumerate(old_words):
        for word in set(words):
            having[word].append(i)
    alike: list[tuple[float, int, int]] = []
    for j, piece in enumerate(new):
        matcher = SequenceMatcher(None, autojunk=False)
        words = _WORDS.findall(piece.key)
        matcher.set_seq2(words)
        for i in _candidates(words, having, j):
            matcher.set_seq1(old_words[i])
            if (ratio := matcher.ratio()) >= SAME_MATTER:
                alike.append((-ratio, i, j))
    pairs, used_old, used_new = [], set(), set()
    for _, i, j in sorted(alike):
        if i not in used_old and j not in used_new:
            used_old.add(i)
            used_new.add(j)
            pairs.append((old[i], new[j]))
    return pairs


def _candidates(words: list[str], having: dict[str, list[int]], at: int) -> list[int]:
    """The old sentences that share most of the telling words; those that nearly all have tell nothing."""
    shared: Counter[int] = Counter()
    for word in set(words):
        there = having.get(word, ())
        if len(there) <= _TOO_COMMON:
            shared.update(there)
        elif at in there:
            shared[at] += 1
    return [i for i, _ in shared.most_common(_LOOKED_AT)]


def _phones(sentence: Sentence) -> set[str]:
    """Digits of the numbers to ring, linked or not."""
    linked = {link.target for link in sentence.links if link.kind == "phone"}
    written = _PHONE.findall(_DATE.sub("", sentence.text.casefold()))
    return {"".join(filter(str.isdigit, number)) for number in linked or written}


def _mails(sentence: Sentence) -> set[str]:
    return {link.target for link in sentence.links if link.kind == "email"}


def _figures_changed(old: Sentence, new: Sentence) -> list[str]:
    kinds = []
    phones = _phones(old), _phones(new)
    if all(phones) and phones[0] != phones[1]:
        kinds.append("a telephone number")
    mails = _mails(old), _mails(new)
    if all(mails) and mails[0] != mails[1]:
        kinds.append("an e-mail address")
    if not kinds:
        before, after = _FIGURE.findall(old.text), _FIGURE.findall(new.text)
        if before != after and len(before) == len(after):
            kinds.append("a number")
    return kinds
