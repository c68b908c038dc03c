"""The numbers under which a natural voice knows its sounds, and with which of them each word begins. Pure.

Source: Piper's TRAINING.md and its MIT-licensed `voice.py` (begin, each sound followed by a pad, end).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

BEGIN, END, PAD, SPACE = "^", "$", "_", " "
_OTHER_LANGUAGE = re.compile(r"\([a-z-]+\)")
"""eSpeak's mark where it changes language within a text."""
_ENDS = {"…": ".", "。": ".", "、": ",", "，": ",", "？": "?", "！": "!", "；": ";", "：": ":"}
_CLOSING = re.compile(r"([.,;:!?…。、，？！；：])[^\w.,;:!?…]*$")


class SoundIds(NamedTuple):
    """What is given to a voice."""

    ids: list[int]
    words: list[tuple[int, int]]
    """Where a word begins in the text, in code points, and the index of its first id; empty where it is not certain."""


class _Line:
    def __init__(self, ids_of: Mapping[str, Sequence[int]]) -> None:
        self._ids_of = ids_of
        self._pad = list(ids_of.get(PAD, ()))
        self.ids = [*ids_of.get(BEGIN, ()), *self._pad]

    def add(self, sound: str) -> None:
        """A sound that the voice was not taught is left out."""
        known = self._ids_of.get(sound)
        if known is not None:
            self.ids += [*known, *self._pad]

    def ended(self) -> list[int]:
        return [*self.ids, *self._ids_of.get(END, ())]


def ids_of_sounds(
    clauses: Sequence[tuple[str, str]],
    places: Sequence[int],
    ids_of: Mapping[str, Sequence[int]],
) -> SoundIds:
    """From eSpeak's sounds, clause by clause with the clause's text, and the places of the words that it spoke.

    eSpeak runs words together, and takes numbers apart, alike in both; where their counts differ, no word is certain.
    """
    line = _Line(ids_of)
    starts: list[int] = []
    for number, (sounds, text) in enumerate(clauses):
        if number:
            line.add(SPACE)
        said = unicodedata.normalize("NFD", _OTHER_LANGUAGE.sub("", sounds))
        for index, word in enumerate(said.split()):
            if index:
                line.add(SPACE)
            starts.append(len(line.ids))
            for sound in word:
                line.add(sound)
        closing = _CLOSING.search(text)
        if closing:
            line.add(_ENDS.get(closing[1], closing[1]))
    words = list(zip(places, starts, strict=True)) if len(places) == len(starts) else []
    return SoundIds(line.ended(), words)


def ids_of_letters(text: str, ids_of: Mapping[str, Sequence[int]]) -> SoundIds:
    """For voices that were taught letters."""
    line = _Line(ids_of)
    words = []
    for match in re.finditer(r"\s+|\S+", text):
        if match[0].isspace():
            line.add(SPACE)
            continue
        words.append((match.start(), len(line.ids)))
        for letter in unicodedata.normalize("NFD", match[0]):
            line.add(letter if letter in ids_of else letter.lower())
    return SoundIds(line.ended(), words)
