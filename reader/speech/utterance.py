"""What is handed to an engine and what comes back: values only."""

from __future__ import annotations

from reader.values import frozen


@frozen
class Voice:
    """One voice of one engine."""

    id: str
    """The engine's own name for it."""
    name: str
    """What a person is told."""
    languages: tuple[str, ...]
    """BCP 47 tags, best first; empty where the engine does not say."""
    engine: str
    """`Engine.name` of the engine it belongs to."""


@frozen
class Prosody:
    """How a thing is said."""

    rate_wpm: int = 165
    """Words per minute."""
    volume: float = 1.0
    """0 to 1."""
    pitch: int = 50
    """0 to 100; 50 is the voice's own."""


@frozen
class Utterance:
    """One piece of spoken text with everything that decides how it sounds; hashable: it is the cache key."""

    text: str
    """Spoken form, not the written one."""
    voice_id: str = ""
    """Empty: the engine's default for `language`."""
    language: str = "en-GB"
    """BCP 47 tag, used where `voice_id` is empty."""
    prosody: Prosody = Prosody()
    phonemes: tuple[tuple[int, int, str], ...] = ()
    """Words of `text`, half-open, with eSpeak's phonemes for them; engines that know none say the words."""


@frozen
class WordMark:
    """When a word of the utterance begins to sound."""

    start: int
    """First code point of the word in `Utterance.text`."""
    end: int
    at_ms: int
    """Milliseconds from the clip's first frame."""


@frozen
class Clip:
    """Sound of one utterance, without leading or trailing silence."""

    pcm: bytes
    """Signed 16-bit little-endian mono frames."""
    sample_rate_hz: int
    words: tuple[WordMark, ...] = ()
    """In order of time; empty where the engine cannot tell exactly."""

    @property
    def duration_ms(self) -> float:
        """Milliseconds from the first frame to the last."""
        return len(self.pcm) / 2 / self.sample_rate_hz * 1000
