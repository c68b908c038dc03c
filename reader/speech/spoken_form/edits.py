"""A spoken text with its map of offsets, and how edits of the shown text become one.

Pure. A rule finds stretches of the shown text and says what is spoken in their place. Where two overlap, the one
found first stays: rules run in order of precedence.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cache
from typing import TypeAlias

from reader.values import frozen

Edit: TypeAlias = tuple[int, int, str]
"""Begin and end in the shown text, half-open, and what is spoken there."""
Span: TypeAlias = tuple[int, int]
"""Begin and end, half-open, in code points."""


@frozen
class Spoken:
    """One spoken text and where each part of it is shown."""

    text: str
    shown_length: int
    edits: tuple[tuple[int, int, int, int], ...] = ()
    """Begin and end as shown, begin and end as spoken; in order."""
    phonemes: tuple[tuple[int, int, str], ...] = ()
    """Words of `text` that an engine which knows eSpeak's phonemes says by these; in order."""

    def phonemes_from(self, start: int) -> tuple[tuple[int, int, str], ...]:
        """The phonemes of what is spoken from a place on, counted from there."""
        return tuple(
            (begin - start, end - start, sounds)
            for begin, end, sounds in self.phonemes
            if begin >= start
        )

    def to_shown(self, start: int, end: int) -> Span:
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
        if char < shown_end or shown_start == shown_end == char:
            return spoken_start
        return min(spoken_end + char - shown_end, len(self.text))

    def _shown(self, position: int) -> Span:
        """Begin and end, as shown, of what is spoken at a position."""
        index = bisect_right(self.edits, position, key=lambda edit: edit[2]) - 1
        if index < 0:
            return _one(position, self.shown_length)
        shown_start, shown_end, _, spoken_end = self.edits[index]
        if position < spoken_end and shown_start < shown_end:
            return shown_start, shown_end
        if position < spoken_end:  # said without being written: it is marked where it stands
            return _one(shown_start, self.shown_length)
        return _one(shown_end + position - spoken_end, self.shown_length)


def _one(position: int, length: int) -> Span:
    start = max(0, min(position, length - 1))
    return start, min(start + 1, length)


class Claims:
    """The edits so far; a new one is taken where nothing has been said of its stretch."""

    __slots__ = ("_edits", "_starts")

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._edits: list[Edit] = []

    def take(self, edits: Iterable[Edit]) -> None:
        """Add those that overlap nothing."""
        for edit in edits:
            start, end, _ = edit
            at = bisect_left(self._starts, start)
            while start < end and at < len(self._edits) and self._edits[at][:2] == (start, start):
                at += 1  # what is said before it stands there
            if at < len(self._starts) and self._starts[at] < max(end, start + 1):
                continue
            if at and self._edits[at - 1][1] > start:
                continue
            self._starts.insert(at, start)
            self._edits.insert(at, edit)

    def spoken(self, text: str) -> Spoken:
        """The text with all of them done."""
        if not self._edits:
            return Spoken(text, len(text))
        parts: list[str] = []
        placed: list[tuple[int, int, int, int]] = []
        shown = spoken = 0
        for start, end, said in self._edits:
            parts.append(text[shown:start])
            spoken += start - shown
            placed.append((start, end, spoken, spoken + len(said)))
            parts.append(said)
            spoken += len(said)
            shown = end
        parts.append(text[shown:])
        return Spoken("".join(parts), len(text), tuple(placed))


@cache
def pattern(source: str) -> re.Pattern[str]:
    """A compiled pattern, made when a text first needs it: most of a start's sentences need few."""
    return re.compile(source)
