"""A word sounded wrong: which one, and how it should sound; each way is heard, one press takes it, and it is kept.

Main thread; the file is written on the background lane. The ways come from `speech.pronunciations`; nothing is typed.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Final

from reader.control.parts import Parts
from reader.control.view import ListView, Row
from reader.documents import navigation
from reader.documents.model import Document, Locator
from reader.speech.pronunciations import Choice, Pronunciations, choices

SHOWN: Final = 8
"""So many of the words heard last are offered (judgement)."""
LEAST_LETTERS: Final = 4
"""Shorter words are seldom said wrongly (judgement)."""
NO_WORD: Final = "There is no word here that could sound wrong."
_WORD: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_])){0,99}")


class WrongWord:
    """Mends how a word sounds."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def show(self) -> None:
        """List the words heard last, the newest first."""
        reading, narrator = self._parts.reading, self._parts.narrator
        words: tuple[str, ...] = ()
        if reading.document is not None:
            here = narrator.locator
            heard_to = narrator.word[1] if narrator.word else here.char
            words = lately_heard(reading.document, here, heard_to)
        if not words:
            self._parts.refuse(NO_WORD)
            return
        view = ListView("The word that sounded wrong", "", tuple(Row(word) for word in words), 0)
        self._parts.lists.open("choices", view, lambda index: self._choose_word(words[index]))

    def _choose_word(self, word: str) -> None:
        """Have the voice tell its own sounds of the word, and show the ways to say it."""
        document = self._parts.reading.document
        language = (document.language if document is not None else None) or "en"
        if not language.lower().startswith("en"):
            self._show_ways(word, "")
            return
        ask = self._parts.phonemes_of
        self._parts.run(lambda _job: ask(word), lambda sounds: self._show_ways(word, sounds))

    def _show_ways(self, word: str, sounds: str) -> None:
        ways = choices(word, sounds)
        rows = tuple(Row(way.label.capitalize()) for way in ways)
        say = partial(self._say_way, word, ways)
        self._parts.lists.open(
            "choices",
            ListView(f"How should it sound: {word}", "", rows, 0),
            lambda index: self._take(word, ways[index]),
            say=say,
            over=True,
            aloud=False,
        )
        say(0)

    def _say_way(self, word: str, ways: tuple[Choice, ...], index: int) -> None:
        """Let one way be heard, in its place in the list."""
        way, narrator = ways[index], self._parts.narrator
        tried = narrator.pronunciations.with_choice(word, way)
        narrator.announce(
            f"{way.label.capitalize()}: {word}.", then_play=False, pronunciations=tried
        )

    def _take(self, word: str, way: Choice) -> None:
        parts = self._parts
        before = parts.narrator.pronunciations
        parts.undo.note(f"how {word} sounds", lambda: self._hold(word, before))
        self._hold(word, before.with_choice(word, way))
        goes_on = parts.lists.listened_before
        parts.lists.close()
        line = f"From now on: {word}."
        if goes_on:
            parts.narrator.play()
        parts.confirm(line, "saved")

    def _hold(self, word: str, pronunciations: Pronunciations) -> None:
        parts = self._parts
        parts.narrator.set_pronunciations(pronunciations)
        way = pronunciations.own_way(word)
        parts.background.later(lambda: parts.keep_pronunciation(word, way))


def lately_heard(document: Document, here: Locator, heard_to: int) -> tuple[str, ...]:
    """The longer words up to a code point of the sentence at a place, the newest first; no word twice."""
    words = _words_before(navigation.text_at(document, here), heard_to)
    before = navigation.previous_sentence(document, here)
    if len(words) < SHOWN and before is not None:
        text = navigation.text_at(document, before)
        words += _words_before(text, len(text))
    if not words:
        text = navigation.text_at(document, here)
        words = _words_before(text, len(text))[::-1]
    found: dict[str, str] = {}
    for word in words:
        found.setdefault(word.lower(), word)
    return tuple(found.values())[:SHOWN]


def _words_before(text: str, end: int) -> list[str]:
    return [
        match[0]
        for match in reversed(list(_WORD.finditer(text)))
        if match.start() < end and len(match[0]) >= LEAST_LETTERS
    ]
