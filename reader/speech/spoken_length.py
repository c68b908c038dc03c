"""How long a document will be heard, told before it is: from its text, its pauses, and what was heard so far.

Pure; main thread. The weights are fitted on 691 sentences of twenty health pages, said by eSpeak at 165 words a
minute; another voice or language is learned from the clips that are played.
"""

from __future__ import annotations

import re
from itertools import accumulate

from reader.documents.model import Document, Locator
from reader.documents.navigation import Outline, text_at
from reader.speech.pieces import Pauses
from reader.values import frozen

CHARACTER_MS = 54.5
STOP_MS = 215.0
"""A comma or a mark like it: the voice pauses there."""
FIGURE_MS = 280.0
"""A figure is a word by itself."""
BEGINNING_MS = 160.0
WORD_MS = 389.0
"""Of speech, where only the count of words is known."""
WORD_PAUSE_MS = 27.0
"""Its part of the pauses between sentences, paragraphs and sections."""
USUAL_RATE_WPM = 165
EXACT_SENTENCES = 1500
"""Documents longer than this are weighed section by section, the sections ahead by their words: a million words must
not be looked through before the first one is shown."""
WORDS_TO_GO_BY = 300
"""So many words of a document that were weighed tell how long the others take."""
_STOPS = re.compile(r"[,;:(]")
_FIGURES = re.compile(r"\d")
_HEARD_MS = 60_000.0
"""What was heard counts half as much after a minute more."""
_DOUBT_MS = 5_000.0
"""So much speech weighs as much as what was reckoned before any was heard."""


def speech_ms(text: str) -> float:
    """Milliseconds that a sentence takes to be said at 165 words a minute, without the pause after it."""
    if not text:
        return 0.0
    stops, figures = len(_STOPS.findall(text)), len(_FIGURES.findall(text))
    return BEGINNING_MS + CHARACTER_MS * len(text) + STOP_MS * stops + FIGURE_MS * figures


def words_ms(words: int, rate_wpm: int, pace: float = 1.0) -> float:
    """Milliseconds that so many words take to be heard, pauses included, where nothing else is known of them."""
    return _at_rate(words * WORD_MS, words * WORD_PAUSE_MS, rate_wpm, pace)


def _at_rate(speech: float, pauses: float, rate_wpm: int, pace: float) -> float:
    share = USUAL_RATE_WPM / max(rate_wpm, 1)
    return speech * pace * share + pauses * float(share**0.6)


class Pace:
    """How much longer than reckoned the voice takes, learned from its clips."""

    def __init__(self) -> None:
        self._reckoned_ms = 0.0
        self._lasted_ms = 0.0

    @property
    def factor(self) -> float:
        """1.0 as long as nothing was heard."""
        known = self._reckoned_ms / (self._reckoned_ms + _DOUBT_MS)
        if not self._reckoned_ms:
            return 1.0
        return 1.0 + known * (self._lasted_ms / self._reckoned_ms - 1.0)

    def learn(self, text: str, lasted_ms: float, rate_wpm: int) -> None:
        """A whole sentence lasted so long."""
        reckoned_ms = speech_ms(text)
        keep = 0.5 ** (reckoned_ms / _HEARD_MS)
        self._reckoned_ms = self._reckoned_ms * keep + reckoned_ms
        self._lasted_ms = self._lasted_ms * keep + lasted_ms * rate_wpm / USUAL_RATE_WPM


@frozen
class _Section:
    """Milliseconds before each piece of a section and in all, at 165 words a minute; the heading comes first."""

    speech: tuple[float, ...]
    pauses: tuple[float, ...]


class SpokenLength:
    """See the module."""

    def __init__(self, document: Document, words: Outline, pauses: Pauses) -> None:
        self._document = document
        self._words = words
        self._pauses = pauses
        self._sections: dict[int, _Section] = {}
        count = sum(len(section.sentences) for section in document.sections)
        self._is_exact = count <= EXACT_SENTENCES
        self._after: tuple[tuple[float, float], ...] | None = None

    def section_left_ms(self, place: Locator, rate_wpm: int, pace: float = 1.0) -> float:
        """From a place to the end of its section."""
        return _at_rate(*self._left_in_section(place), rate_wpm, pace)

    def left_ms(self, place: Locator, rate_wpm: int, pace: float = 1.0) -> float:
        """From a place to the end of the document."""
        speech, pauses = self._left_in_section(place)
        speech_after, pauses_after = self._after_section(place)
        return _at_rate(speech + speech_after, pauses + pauses_after, rate_wpm, pace)

    def whole_ms(self, rate_wpm: int, pace: float = 1.0) -> float:
        """All of the document."""
        return self.left_ms(Locator(0, -1), rate_wpm, pace)

    def _left_in_section(self, place: Locator) -> tuple[float, float]:
        if not 0 <= place.section < len(self._document.sections):
            return 0.0, 0.0
        section = self._section(place.section)
        index = min(max(place.sentence + 1, 0), len(section.speech) - 1)
        speech = section.speech[-1] - section.speech[index]
        if place.char > 0 and index + 1 < len(section.speech):
            text = text_at(self._document, place)
            said = min(1.0, place.char / max(1, len(text)))
            speech -= said * (section.speech[index + 1] - section.speech[index])
        return speech, section.pauses[-1] - section.pauses[index]

    def _after_section(self, place: Locator) -> tuple[float, float]:
        if not self._is_exact:
            here = Locator(place.section, place.sentence)
            words = self._words.words_left(here) - self._words.words_left_in_section(here)
            weighed = sum(self._words.section_words[index] for index in self._sections)
            if weighed < WORDS_TO_GO_BY:
                return words * WORD_MS, words * WORD_PAUSE_MS
            known = self._sections.values()
            return (
                words * sum(each.speech[-1] for each in known) / weighed,
                words * sum(each.pauses[-1] for each in known) / weighed,
            )
        if self._after is None:
            totals = [self._section(index) for index in range(len(self._document.sections))]
            speech = list(accumulate((each.speech[-1] for each in reversed(totals)), initial=0.0))
            pauses = list(accumulate((each.pauses[-1] for each in reversed(totals)), initial=0.0))
            self._after = tuple(zip(reversed(speech), reversed(pauses), strict=True))
        return self._after[min(max(place.section + 1, 0), len(self._after) - 1)]

    def _section(self, index: int) -> _Section:
        known = self._sections.get(index)
        if known is not None:
            return known
        section, pauses = self._document.sections[index], self._pauses
        lengths = [speech_ms(section.title), *(speech_ms(each.text) for each in section.sentences)]
        # Before the heading of another section, between what is in it, and after a heading.
        silences = [float(pauses.section_ms) if index else 0.0]
        for at in range(len(section.sentences)):
            last, here = Locator(index, at - 1), Locator(index, at)
            is_first = not at and not section.title
            silences.append(
                0.0 if is_first else pauses.between(self._document, last, here, USUAL_RATE_WPM)
            )
        # The pause before a piece is over once one is in it.
        after = [*silences[1:], 0.0]
        made = _Section(
            tuple(accumulate(lengths, initial=0.0)),
            (silences[0], *(silences[0] + each for each in accumulate(after))),
        )
        self._sections[index] = made
        return made
