"""Makes the pieces that are fed to the player: what each says, and the silence before it. Pure."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from reader.documents import navigation
from reader.documents.model import Document, Locator
from reader.speech.language_runs import Run, language_runs
from reader.speech.pronunciations import SHIPPED, Pronunciations
from reader.speech.reading_options import USUAL, ReadingOptions
from reader.speech.spoken_form import Spoken, speak
from reader.speech.utterance import Clip, Prosody, Utterance
from reader.speech.voice_choice import USUAL_VOICES, VoiceChoice
from reader.values import frozen

HEADING_PITCH = -6
"""Of 100: a heading is said a little lower, so that it is heard as one."""
QUOTE_PITCH = 4
"""A quotation is said a little higher."""
SLOWER = 0.7
"""Of the rate, when something is said again slower."""
OWN_LANGUAGE = "en-GB"
"""Of the lines that the reader says of itself, and of pages that do not tell theirs."""


@frozen
class Pauses:
    """Silences between pieces, in milliseconds at 165 words a minute."""

    sentence_ms: int = 250
    paragraph_ms: int = 500
    heading_ms: int = 500
    section_ms: int = 900
    list_item_ms: int = 400
    """Between two items of a list: they belong together more than paragraphs do (judgement)."""
    phrase_ms: int = 60
    """Where the voice changes with the language inside a sentence; a space between words (judgement)."""

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
        if sentence is None or not sentence.starts_block:
            return self.scaled(self.sentence_ms, rate_wpm)
        before = navigation.sentence_at(document, last)
        is_listed = sentence.role == "list_item" and before and before.role == "list_item"
        return self.scaled(self.list_item_ms if is_listed else self.paragraph_ms, rate_wpm)


@frozen
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
    shown_from: int = 0
    """Where in the shown text the part begins that the spoken text is of."""
    rest_at: int | None = None
    """Where in the shown text the next voice goes on with this sentence; None where all of it is said."""

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
        start, end = self.spoken.to_shown(word.start + self.base, word.end + self.base)
        return start + self.shown_from, end + self.shown_from


@frozen
class Voicing:
    """How pieces are said."""

    prosody: Prosody
    voices: VoiceChoice = USUAL_VOICES
    options: ReadingOptions = USUAL
    pronunciations: Pronunciations = SHIPPED

    def piece_at(
        self, document: Document, locator: Locator, *, char: int = 0, generation: int = 0
    ) -> Piece:
        """The heading or sentence at a place, from one of its shown characters on."""
        text = navigation.text_at(document, locator)
        sentence = navigation.sentence_at(document, locator)
        page_language = document.language or OWN_LANGUAGE
        language = (sentence.language if sentence else None) or page_language
        phrases = sentence.detail.phrases if sentence else ()
        runs = language_runs(text, language, phrases) if phrases else (Run(0, len(text), language),)
        index = next((at for at, run in enumerate(runs) if char < run.end), len(runs) - 1)
        run = runs[index]
        spoken = self._spoken(document, locator, text, run)
        base = spoken.to_spoken(char - run.start) if char > run.start else 0
        prosody = self.prosody
        if locator.sentence == -1:
            prosody = _at_pitch(prosody, HEADING_PITCH)
        elif sentence is not None and sentence.role == "quote":
            prosody = _at_pitch(prosody, QUOTE_PITCH)
        utterance = Utterance(
            spoken.text[base:],
            self.voices.for_language(run.language, page_language),
            run.language,
            prosody,
            spoken.phonemes_from(base),
        )
        rest_at = run.end if index + 1 < len(runs) else None
        return Piece(
            generation, locator, spoken, base, utterance, shown_from=run.start, rest_at=rest_at
        )

    def pieces_at(self, document: Document, locator: Locator) -> tuple[Piece, ...]:
        """All pieces of a heading or sentence, one for each change of voice."""
        pieces = [self.piece_at(document, locator)]
        while (rest_at := pieces[-1].rest_at) is not None:
            pieces.append(self.piece_at(document, locator, char=rest_at))
        return tuple(pieces)

    def utterances_at(self, document: Document, locator: Locator) -> tuple[Utterance, ...]:
        """What is said of a heading or sentence; nothing where nothing of it can be spoken."""
        pieces = self.pieces_at(document, locator)
        return tuple(piece.utterance for piece in pieces if not piece.is_mute)

    def _spoken(self, document: Document, locator: Locator, text: str, run: Run) -> Spoken:
        """What is said of a part of a sentence or heading, as the person wants it."""
        options = self.options
        sentence = navigation.sentence_at(document, locator)
        if sentence is None:
            return speak(text, run.language, pronunciations=self.pronunciations)
        if options.skips(sentence):
            return Spoken("", len(text), ((0, len(text), 0, 0),))
        detail, first = sentence.detail, run.start
        said_before: tuple[tuple[int, str], ...] = ()
        if first == 0:
            said_before = options.said_before(document.sections[locator.section], locator.sentence)
        return speak(
            text[first : run.end],
            run.language,
            phrases=[
                (each.start - first, each.end - first, each.expansion)
                for each in detail.abbreviations
                if first <= each.start and each.end <= run.end
            ],
            marks=[
                (each.start - first, each.end - first)
                for each in detail.marks
                if first <= each.start and each.end <= run.end
            ],
            unsaid=[
                (max(start, first) - first, min(end, run.end) - first)
                for start, end in options.unsaid(text)
                if start < run.end and end > first
            ],
            insertions=said_before,
            reads_footnotes=options.reads_footnotes,
            pronunciations=self.pronunciations,
        )

    def slower(self) -> Voicing:
        """The same at 70 % of its rate."""
        rate_wpm = round(self.prosody.rate_wpm * SLOWER)
        return replace(self, prosody=replace(self.prosody, rate_wpm=rate_wpm))


def _at_pitch(prosody: Prosody, change: int) -> Prosody:
    return replace(prosody, pitch=max(0, min(100, prosody.pitch + change)))
