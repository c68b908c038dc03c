"""An engine of silence, timed like speech: the last fallback, so that a text goes on being marked in time.

Pure: no thread, no process. Also the engine of the tests.
"""

from __future__ import annotations

from reader.speech.engine import Engine
from reader.speech.utterance import Clip, Utterance, Voice, WordMark

SAMPLE_RATE_HZ = 22050
LETTERS_PER_WORD = 6.0
"""Letters and the space after them of an ordinary English word; makes long words last longer."""
_VOICE = Voice("silence", "Silence", (), "silence")


class SilentEngine(Engine):
    """Says everything without a sound."""

    name = "silence"
    is_silent = True

    def voices(self) -> tuple[Voice, ...]:
        """The one voice of silence."""
        return (_VOICE,)

    def synthesize(self, utterance: Utterance) -> Clip:
        """Silence about as long as the text would take at its rate."""
        letter_ms = 60_000 / max(1, utterance.prosody.rate_wpm) / LETTERS_PER_WORD
        words: list[WordMark] = []
        at_ms = 0.0
        start = 0
        for word in utterance.text.split():
            start = utterance.text.index(word, start)
            words.append(WordMark(start, start + len(word), int(at_ms)))
            start += len(word)
            at_ms += (len(word) + 1) * letter_ms
        return Clip(bytes(2 * int(at_ms * SAMPLE_RATE_HZ / 1000)), SAMPLE_RATE_HZ, tuple(words))

    def close(self) -> None:
        """Nothing to free."""
