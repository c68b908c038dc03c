"""The machine's own voices, spoken by a child process that can be killed when it hangs.

`start` may be called early and does not block. `synthesize` and `voices` block and belong to the synthesizer thread
(one caller at a time; others wait).
"""

from __future__ import annotations

import sys
from typing import Any

from reader.speech.engine import Engine
from reader.speech.speech_child import SpeechChild
from reader.speech.utterance import Clip, Utterance, Voice, WordMark

ANSWER_TIMEOUT_S = 3.0
NATIVE_TIMEOUT_S = 20.0
"""Drivers that speak into a file take a part of the time the speech lasts."""
_ENGLISH = {"en": "gmw/en", "en-gb": "gmw/en", "en-us": "gmw/en-US"}
"""eSpeak's voices for the languages of most pages, known without asking for its list."""


class SystemEngine(Engine):
    """See the module."""

    def __init__(
        self, command: list[str] | None = None, *, answer_timeout_s: float = ANSWER_TIMEOUT_S
    ) -> None:
        """`command` starts the child; the reader's own by default."""
        self._answer_timeout_s = answer_timeout_s
        self._child = SpeechChild(
            command or [sys.executable, "-P", "-m", "reader.speech.speech_worker"]
        )
        self._voices: tuple[Voice, ...] | None = None

    @property
    def name(self) -> str:
        """ "espeak", or the name of the system's own driver where eSpeak does not load."""
        return self._child.engine or "espeak"

    @property
    def is_slow(self) -> bool:
        """eSpeak makes a sentence in some milliseconds; the systems' own drivers take a part of its length."""
        return self.name != "espeak"

    @property
    def child_pid(self) -> int | None:
        """Process id of the running child, for tests and for `status`."""
        return self._child.pid

    def start(self) -> None:
        """Begin to start the child, without waiting for it."""
        self._child.start()

    def remark_on(self, utterance: Utterance) -> str:
        """Names the voice that is gone, or the language that no voice here speaks."""
        voice_id, language = utterance.voice_id, utterance.language
        if not voice_id and language.lower() in _ENGLISH:
            return ""
        voices = self.voices()
        if voice_id and not any(voice.id == voice_id for voice in voices):
            name = voice_id.rpartition(":")[2].rpartition("/")[2]
            return f"The voice {name} is no longer on this machine. Another one reads on."
        if not voice_id and not best_voice(voices, language):
            return f"No voice here speaks the language {language}. The usual voice reads on."
        return ""

    def voices(self) -> tuple[Voice, ...]:
        """All voices of the machine; asked once.

        Raises `EngineFailed`.
        """
        if self._voices is None:
            header, _ = self._ask({"ask": "voices"})
            self._voices = tuple(
                Voice(voice_id, name, tuple(languages), self.name)
                for voice_id, name, languages in header["voices"]
            )
        return self._voices

    def synthesize(self, utterance: Utterance) -> Clip:
        """Say it into a clip.

        Raises `EngineFailed` after a fresh child failed at it too.
        """
        prosody = utterance.prosody
        header, pcm = self._ask(
            {
                "ask": "speak",
                "text": utterance.text,
                "voice": self._voice_for(utterance),
                "rate": prosody.rate_wpm,
                "pitch": prosody.pitch,
                "volume": prosody.volume,
                "phonemes": [list(each) for each in utterance.phonemes],
            }
        )
        words = tuple(WordMark(*word) for word in header["words"])
        return Clip(pcm, header["rate_hz"], words)

    def phonemes(self, word: str) -> str:
        """The sounds of an English word as eSpeak writes them; empty where another engine speaks.

        Raises `EngineFailed`.
        """
        header, _ = self._ask({"ask": "phonemes", "word": word, "voice": _ENGLISH["en-gb"]})
        return str(header["phonemes"])

    def close(self) -> None:
        """End the child. May be called twice, and while another thread waits for an answer."""
        self._child.close()

    # Inside

    def _ask(self, header: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        return self._child.ask(header, self._patience_s)

    def _patience_s(self, engine: str) -> float:
        return self._answer_timeout_s if engine == "espeak" else NATIVE_TIMEOUT_S

    def _voice_for(self, utterance: Utterance) -> str:
        """The voice asked for where it is one of these, else the best one for the language."""
        if not utterance.voice_id:
            chosen = _ENGLISH.get(utterance.language.lower())
            if chosen is not None and self.name == "espeak":
                return chosen
        voices = self.voices()
        if any(voice.id == utterance.voice_id for voice in voices):
            return utterance.voice_id
        return best_voice(voices, utterance.language)


def best_voice(voices: tuple[Voice, ...], language: str) -> str:
    """Id of the voice that fits a BCP 47 tag best; empty, the engine's own choice, where none does."""
    wanted = language.lower()
    for tag in (wanted, wanted.partition("-")[0]):
        for voice in voices:
            if tag in (each.lower() for each in voice.languages):
                return voice.id
    primary = wanted.partition("-")[0]
    for voice in voices:
        if any(each.lower().partition("-")[0] == primary for each in voice.languages):
            return voice.id
    return ""
