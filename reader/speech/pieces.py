"""Makes the pieces that are fed to the player: what each says, and the silence before it. Pure."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace

from reader.documents import navigation
from reader.documents.model import Document, Locator
from reader.speech.pronunciations import SHIPPED, Pronunciations
from reader.speech.reading_options import USUAL, ReadingOptions
from reader.speech.spoken_form import Spoken, speak
from reader.speech.utterance import Clip, Prosody, Utterance

HEADING_PITCH = -6
"""Of 100: a heading is said a little lower, so that it is heard as one."""
OWN_LANGUAGE = "en-GB"
"""Of the lines that the reader says of itself, and of pages that do not tell theirs."""


@dataclass(frozen=True, slots=True)
class Pauses:
    """Silences between pieces, in milliseconds at 165 words a minute."""

    sentence_ms: int = 250
    paragraph_ms: int = 500
    heading_ms: int = 500
    section_ms: int = 900

    def scaled(self, pause_ms: float, rate_wpm: int) -> float:
        """The pause at another rate: by (165 / rate) ** 0.6, so that fast speech keeps its shape."""
        return pause_ms * float((165 / rate_wpm) ** 0.6)

    def between(
        self, document: Document, last: Locator, following: Locator, rate_wpm: int
    ) -> float:
        """Milliseconds of silence between two places of a document that are read one after the other."""
        if following.sentence == -1:
            return self.scaled(self.section_ms, rate_wpm)
        if last.sentence == -1:
            return self.scaled(self.heading_ms, rate_wpm)
        sentence = navigation.sentence_at(document, following)
        starts_block = sentence is not None and sentence.starts_block
        return self.scaled(self.paragraph_ms if starts_block else self.sentence_ms, rate_wpm)


@dataclass(frozen=True, slots=True)
class Piece:
    """One clip in the player's queue, with what it says."""

    generation: int
    locator: Locator | None
    """None: a line that is not of the document."""
    spoken: Spoken
    base: int
    """Where in the spoken text the utterance begins."""
    utterance: Utterance
    clip: Clip | None = None

    @property
    def is_mute(self) -> bool:
        """Whether there is nothing to say."""
        return not self.utterance.text.strip()

    def word_at(self, at_ms: float) -> tuple[int, int] | None:
        """The word being heard at a time of the clip: code points of the shown text, half-open."""
        if self.clip is None or not self.clip.words:
            return None
        words = self.clip.words
        index = bisect_right(words, at_ms, key=lambda word: word.at_ms)
        word = words[max(index - 1, 0)]
        return self.spoken.to_shown(word.start + self.base, word.end + self.base)


@dataclass(frozen=True, slots=True)
class Voicing:
    """How pieces are said."""

    prosody: Prosody
    voice_id: str = ""
    """Empty: the voice of the page's language."""
    options: ReadingOptions = USUAL
    pronunciations: Pronunciations = SHIPPED

    def piece_at(
        self, document: Document, locator: Locator, *, char: int = 0, generation: int = 0
    ) -> Piece:
        """The heading or sentence at a place, from one of its shown characters on."""
        text = navigation.text_at(document, locator)
        sentence = navigation.sentence_at(document, locator)
        language = (sentence.language if sentence else None) or document.language or OWN_LANGUAGE
        spoken = self._spoken(document, locator, text, language)
        base = spoken.to_spoken(char) if char else 0
        prosody = self.prosody
        if locator.sentence == -1:
            prosody = replace(prosody, pitch=max(0, prosody.pitch + HEADING_PITCH))
        utterance = Utterance(
            spoken.text[base:], self.voice_id, language, prosody, spoken.phonemes_from(base)
        )
        return Piece(generation, locator, spoken, base, utterance)

    def _spoken(self, document: Document, locator: Locator, text: str, language: str) -> Spoken:
        """What is said of a sentence or heading, as the person wants it."""
        options = self.options
        sentence = navigation.sentence_at(document, locator)
        if sentence is None:
            return speak(text, language, pronunciations=self.pronunciations)
        if options.skips(sentence):
            return Spoken("", len(text), ((0, len(text), 0, 0),))
        detail = sentence.detail
        return speak(
            text,
            language,
            phrases=[(each.start, each.end, each.expansion) for each in detail.abbreviations],
            marks=[(each.start, each.end) for each in detail.marks],
            unsaid=options.unsaid(text),
            insertions=options.said_before(document.sections[locator.section], locator.sentence),
            reads_footnotes=options.reads_footnotes,
            pronunciations=self.pronunciations,
        )

    def slower(self, part: float) -> Voicing:
        """The same at a part of its rate."""
        rate_wpm = round(self.prosody.rate_wpm * part)
        return replace(self, prosody=replace(self.prosody, rate_wpm=rate_wpm))

    def aside(self, line: str, *, generation: int = 0) -> Piece:
        """A line that the reader says of itself."""
        spoken = speak(line, OWN_LANGUAGE, pronunciations=self.pronunciations)
        utterance = Utterance(
            spoken.text, self.voice_id, OWN_LANGUAGE, self.prosody, spoken.phonemes
        )
        return Piece(generation, None, spoken, 0, utterance)


def within_one_press(document: Document, here: Locator) -> tuple[Locator, ...]:
    """The places that one press can reach, likeliest first: on, back, and the sections either side."""
    if not document.sections:
        return ()
    ahead = navigation.next_sentence(document, here)
    places = (
        here,
        ahead,
        navigation.previous_sentence(document, here),
        navigation.next_sentence(document, ahead) if ahead else None,
        navigation.next_section(document, here),
        navigation.previous_section(document, here),
    )
    return tuple(place for place in places if place is not None)
