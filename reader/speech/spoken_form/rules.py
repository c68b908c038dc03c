"""Which rules could find something in a text, in order of precedence. Pure.

Most sentences are letters and a full stop, so what a text has no sign for is never looked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TypeAlias

from reader.speech.spoken_form import abbreviations, dates, names, quantities, symbols
from reader.speech.spoken_form.addresses import addresses
from reader.speech.spoken_form.edits import Claims, Edit, pattern
from reader.speech.spoken_form.footnotes import footnotes, glued, notes
from reader.speech.spoken_form.languages import Language, language_of
from reader.speech.spoken_form.money import money
from reader.speech.spoken_form.safety import neutralised
from reader.speech.spoken_form.telephone import telephones
from reader.speech.spoken_form.times import times

Rule: TypeAlias = Callable[[str, Language], Iterator[Edit]]
"""Given the shown text and its language."""

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ")
_MARKS = frozenset(",;:'’‘“”\"!?()éèëïüöäçñ–—.-")
"""Not looked at by the rules for signs."""
_FIGURES = frozenset("0123456789½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞")


def rules_for(text: str, language: Language, *, reads_footnotes: bool = False) -> Iterator[Rule]:
    """The rules that could find something in a text, in order of precedence; most texts need few."""
    signs = {*text} - _LETTERS
    has_figures = not signs.isdisjoint(_FIGURES)
    has_odd_signs = not signs <= _MARKS | _FIGURES
    if has_odd_signs:
        yield neutralised
    if "." in signs or "@" in signs or "/" in signs:
        yield addresses
    if has_odd_signs and not reads_footnotes:
        yield footnotes
    elif has_odd_signs:
        yield notes
    if has_figures:
        if not reads_footnotes:
            yield glued
        if language.is_english:
            yield dates.dates
        yield telephones
    if language.is_english:
        yield from _english(text, signs, has_figures=has_figures)
    elif has_figures:
        yield symbols.ranges
    if has_odd_signs:
        yield symbols.symbols
        yield symbols.ornaments
    if has_odd_signs or "-" in signs or "." in signs:
        yield symbols.pauses


def _english(text: str, signs: set[str], *, has_figures: bool) -> Iterator[Rule]:
    if has_figures:
        yield times
        yield names.versions
        yield names.postcodes
    if "I" in text or "V" in text or "X" in text:
        yield names.roman_numerals
    if pattern(r"[A-Z]{2}").search(text):
        yield abbreviations.letters
    if has_figures:
        yield money
        yield names.codes
        yield dates.years
        if "/" in signs or "⁄" in signs or not signs.isdisjoint(_FIGURES - {*"0123456789"}):
            yield quantities.fractions
        if "f" in text or not signs.isdisjoint("'’′"):
            yield quantities.heights
        if ":" in signs:
            yield quantities.ratios
        if not signs <= _MARKS | {*"0123456789"} or "x" in text:
            yield symbols.english_symbols
        yield quantities.quantities
    elif not signs <= _MARKS:
        yield symbols.english_symbols
    if "–" in signs or "-" in signs:
        yield symbols.letter_ranges
    yield dates.month_ranges
    yield abbreviations.days
    yield abbreviations.et_al
    yield abbreviations.abbreviations
    if "/" in signs:
        yield abbreviations.strokes


@lru_cache(maxsize=256)
def inert(said: str) -> str:
    """An expansion, without anything that an engine could take for a command."""
    claims = Claims()
    claims.take(neutralised(said, language_of("")))
    return claims.spoken(said).text
