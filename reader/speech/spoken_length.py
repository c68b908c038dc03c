"""How long a document will be heard, told before it is: from its text, its pauses, and what was heard so far.

Pure; main thread. First each sentence is weighed as it is written, which takes no time; then, a few at a time, as it
will be said. The weights are fitted on sentences said by eSpeak at 165 words a minute: 691 of twenty health pages as
they are written, 1900 of forty pages of all kinds as they are said. Over those pages' sections of 20 seconds and more,
95 in 100 are told within 10 percent before anything was heard; further off are tables and code. Other voices and
languages are learned from the clips that are played.
"""

from __future__ import annotations

import re
from collections.abc import Callable
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
SAID_CHARACTER_MS = 72.4
"""This and the four after it: of a text as it is said."""
SAID_WORD_MS = -101.6
"""The letters of long words are said faster."""
SAID_STOP_MS = 134.8
SAID_END_MS = 401.6
"""The end of a sentence within the text."""
SAID_BEGINNING_MS = 131.3
USUAL_RATE_WPM = 165
EXACT_SENTENCES = 1500
"""Documents longer than this are weighed section by section, the sections ahead by their words: a million words must
not be looked through before the first one is shown."""
WORDS_TO_GO_BY = 300
"""So many words of a document that were weighed tell how long the others take."""
_STOPS = re.compile(r"[,;:(]")
_FIGURES = re.compile(r"\d")
_ENDS = re.compile(r"[.!?]\s")
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


def said_ms(spoken: str) -> float:
    """The same, of a text as it is said; nearer to the truth."""
    if not spoken.strip():
        return 0.0
    counted = (
        SAID_CHARACTER_MS * len(spoken)
        + SAID_WORD_MS * (spoken.count(" ") + 1)
        + SAID_STOP_MS * len(_STOPS.findall(spoken))
        + SAID_END_MS * len(_ENDS.findall(spoken))
    )
    return max(SAID_BEGINNING_MS, SAID_BEGINNING_MS + counted)


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

    def learn(self, spoken: str, lasted_ms: float, rate_wpm: int) -> None:
        """A whole sentence, as it was said, lasted so long."""
        reckoned_ms = said_ms(spoken)
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
        self._said: dict[int, list[float]] = {}
        """Of each section the weights of its heading and first sentences, as they are said."""
        self._to_weigh: list[int] | None = None
        """Sections that are not weighed so yet, the next one last."""
        count = sum(len(section.sentences) for section in document.sections)
        self._is_exact = count <= EXACT_SENTENCES
        self._after: tuple[tuple[float, float], ...] | None = None

    def weigh(self, here: Locator, said: Callable[[Locator], str], pieces: int) -> None:
        """Weigh so many more headings and sentences as they are said: those of this section, then the rest of the page.

        `said` gives what is said at a place; empty where nothing is.
        """
        count = len(self._document.sections)
        if self._to_weigh is None:
            self._to_weigh = [*range(count)][::-1]
        if not self._to_weigh or not 0 <= here.section < count:
            return
        weighed = len(self._said.get(here.section, ()))
        is_new = weighed <= len(self._document.sections[here.section].sentences)
        if not is_new and not self._is_exact:
            return  # of a very long document only what is near
        index = here.section if is_new else self._next_to_weigh(here.section)
        lengths = self._said.setdefault(index, [])
        sentences = self._document.sections[index].sentences
        until = min(len(sentences) + 1, len(lengths) + pieces)
        lengths += [said_ms(said(Locator(index, at - 1))) for at in range(len(lengths), until)]
        if len(lengths) > len(sentences):
            self._to_weigh.remove(index)
            self._sections.pop(index, None)
            self._after = None

    def _next_to_weigh(self, section: int) -> int:
        left = self._to_weigh or []
        return next((index for index in reversed(left) if index > section), left[-1])

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
        lengths = self._said.get(index, [])
        if len(lengths) <= len(section.sentences):
            texts = (section.title, *(each.text for each in section.sentences))
            lengths = [speech_ms(text) for text in texts]
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
