"""What is written, as it is said: shown text to spoken text, with a map of offsets back.

Pure. Every rule finds stretches of the shown text and says what is spoken in their place; they become one
list of edits that do not overlap, earlier rules before later ones. What no rule knows passes unchanged.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

Edit: TypeAlias = tuple[int, int, str]
"""Begin and end in the shown text, half-open, and what is spoken there."""
Rule: TypeAlias = Callable[[str, str], Iterator[Edit]]
"""Given the shown text and its language."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One spoken text and where each part of it is shown."""

    text: str
    shown_length: int
    edits: tuple[tuple[int, int, int, int], ...] = ()
    """Begin and end as shown, begin and end as spoken; in order."""

    def to_shown(self, start: int, end: int) -> tuple[int, int]:
        """The shown stretch of a spoken one; a word inside something rewritten shows all of that."""
        begin, _ = self._shown(start)
        _, finish = self._shown(max(start, end - 1))
        return begin, max(begin, finish)

    def to_spoken(self, char: int) -> int:
        """Where a shown code point is spoken; inside something rewritten, where that begins."""
        index = bisect_right(self.edits, char, key=lambda edit: edit[0]) - 1
        if index < 0:
            return min(char, len(self.text))
        shown_start, shown_end, spoken_start, spoken_end = self.edits[index]
        if char < shown_end or shown_start == shown_end:
            return spoken_start
        return min(spoken_end + char - shown_end, len(self.text))

    def _shown(self, position: int) -> tuple[int, int]:
        """Begin and end, as shown, of what is spoken at a position."""
        index = bisect_right(self.edits, position, key=lambda edit: edit[2]) - 1
        if index < 0:
            return _one(position, self.shown_length)
        shown_start, shown_end, _, spoken_end = self.edits[index]
        if position < spoken_end:
            return shown_start, shown_end
        return _one(shown_end + position - spoken_end, self.shown_length)


def _one(position: int, length: int) -> tuple[int, int]:
    return min(position, length), min(position + 1, length)


def speak(text: str, language: str = "en-GB") -> Spoken:
    """The spoken form of one shown text (a sentence, a heading)."""
    if _is_plain(text):
        return Spoken(text, len(text))
    edits = _edits(text, language)
    if not edits:
        return Spoken(text, len(text))
    parts: list[str] = []
    placed: list[tuple[int, int, int, int]] = []
    shown = spoken = 0
    for start, end, said in edits:
        parts.append(text[shown:start])
        spoken += start - shown
        placed.append((start, end, spoken, spoken + len(said)))
        parts.append(said)
        spoken += len(said)
        shown = end
    parts.append(text[shown:])
    return Spoken("".join(parts), len(text), tuple(placed))


def _edits(text: str, language: str) -> list[Edit]:
    """All rules' edits in order of place; where two overlap the earlier rule's stays."""
    chosen: list[Edit] = []
    for rule in RULES:
        for edit in rule(text, language):
            if all(edit[1] <= start or end <= edit[0] for start, end, _ in chosen):
                chosen.append(edit)
    chosen.sort()
    return chosen


@cache
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source)


def _is_plain(text: str) -> bool:
    """True for most sentences: letters, marks of punctuation and nothing that any rule looks at."""
    return _pattern(r"[A-Za-z ,.;:'’‘“”\"!?()é\-–—]*").fullmatch(text) is not None and not (
        "www." in text or "http" in text
    )


# Rules


def _controls(text: str, _language: str) -> Iterator[Edit]:
    """Control and direction marks are no text; a line break or a tab parts words."""
    for match in _pattern(
        r"[\x00-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+"
    ).finditer(text):
        parts_words = any(character.isspace() for character in match[0])
        yield match.start(), match.end(), " " if parts_words else ""


_ADDRESS = (
    r"(?:https?://|www\.)(?P<site>[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)(?::\d+)?"
    r"(?:[/?#][^\s<>\"'“”‘’]*)?"
)


def _addresses(text: str, language: str) -> Iterator[Edit]:
    """An address is read as its site's name: the path says nothing to the ear."""
    if "www." not in text and "://" not in text:
        return
    for match in _pattern(_ADDRESS).finditer(text):
        end = match.end()
        while text[end - 1] in ".,;:!?)]" and end > match.end("site"):
            end -= 1
        yield match.start(), end, _site_said(match["site"], language)


_DOT = {"de": "Punkt", "fr": "point", "es": "punto", "it": "punto", "pt": "ponto", "nl": "punt"}


def _site_said(site: str, language: str) -> str:
    dot = _DOT.get(language.partition("-")[0].lower(), "dot")
    name = site.removeprefix("www.").removeprefix("http.")
    parts = [each.upper() if each == "uk" else each for each in name.split(".")]
    return f" {dot} ".join(parts)


def _footnotes(text: str, _language: str) -> Iterator[Edit]:
    """Marks such as [1], [2,3] or [4–6] point at a list that is not being read."""
    for match in _pattern(r"\[\d{1,3}(?:[,–-]\s?\d{1,3})*\]").finditer(text):
        yield match.start(), match.end(), ""


_TELEPHONE = (
    r"(?<![\w.,/£$€-])(?:\+\d{1,3}[ -]?(?:\(0\)[ -]?)?|\(?0)"
    r"\d{1,4}\)?(?:[ -]?\d{2,5}){1,4}(?![\w%]|[.,]\d|-\d)"
)
_TELEPHONE_DIGITS = (9, 15)
"""Shortest with its area code, and the longest there is. Source: ITU-T E.164, section 6."""
_DIGITS = {
    "en": "zero one two three four five six seven eight nine".split(),
    "de": "null eins zwei drei vier fünf sechs sieben acht neun".split(),
    "fr": "zéro un deux trois quatre cinq six sept huit neuf".split(),
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve".split(),
    "it": "zero uno due tre quattro cinque sei sette otto nove".split(),
    "nl": "nul een twee drie vier vijf zes zeven acht negen".split(),
    "pt": "zero um dois três quatro cinco seis sete oito nove".split(),
}
_PLUS = {
    "en": "plus",
    "nl": "plus",
    "de": "plus",
    "fr": "plus",
    "es": "más",
    "it": "più",
    "pt": "mais",
}


def _telephones(text: str, language: str) -> Iterator[Edit]:
    """Telephone numbers are said in their groups, digit by digit."""
    digits = _DIGITS.get(language.partition("-")[0].lower())
    if digits is None:
        return
    shortest, longest = _TELEPHONE_DIGITS
    for match in _pattern(_TELEPHONE).finditer(text):
        if shortest <= sum(map(str.isdigit, match[0])) <= longest:
            yield match.start(), match.end(), _number_said(match[0], digits, language)


def _number_said(number: str, digits: list[str], language: str) -> str:
    groups = _pattern(r"\+?\d+").findall(number)
    if len(groups) == 1:
        whole = groups[0]
        groups = [whole[:5], whole[5:8], whole[8:]]
    said = []
    for group in groups:
        words = [digits[int(character)] for character in group.lstrip("+")]
        if group.startswith("+"):
            words.insert(0, _PLUS[language.partition("-")[0].lower()])
        said.append(" ".join(words))
    return ", ".join(said)


def _ornaments(text: str, _language: str) -> Iterator[Edit]:
    """Bullets, arrows and trademark signs guide the eye, not the ear."""
    for match in _pattern(r"[•‣▪●◦■□▶►→←↑↓⇒»›®™©✓✔]+\s*").finditer(text):
        ends_word = match.start() > 0 and match[0][-1].isspace()
        yield match.start(), match.end(), " " if ends_word else ""


RULES: tuple[Rule, ...] = (_controls, _addresses, _footnotes, _telephones, _ornaments)
"""In order of precedence."""
