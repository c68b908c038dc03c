"""Speaks through pyttsx3's driver for the system (SAPI 5, NSSpeechSynthesizer) where eSpeak does not load.

Part of the speech child. The driver can only speak into a file, and tells no word times that fit it, so there
are none: sentences are marked, words are not. Pitch is the voice's own, because these drivers cannot change it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

SAMPLE_RATE_HZ = 22050


class NativeSpeaker:
    """The system's own voices."""

    def __init__(self, driver: str | None = None) -> None:
        """`driver` is pyttsx3's name of it; the one for this system by default."""
        import pyttsx3  # noqa: PLC0415 - only where eSpeak does not load

        self._engine: Any = pyttsx3.init(driver)
        self._own_voice = self._engine.getProperty("voice")
        names = {"SAPI5Driver": "sapi5", "NSSpeechDriver": "nsss"}
        self.name = names.get(type(self._engine.proxy._driver).__name__, "system")

    def phonemes(self, word: str, voice: str) -> str:
        """The drivers tell none."""
        del word, voice
        return ""

    def voices(self) -> list[tuple[str, str, list[str]]]:
        """Id, name and languages of every voice."""
        return [
            (
                str(voice.id),
                str(voice.name),
                [str(tag).replace("_", "-") for tag in voice.languages],
            )
            for voice in self._engine.getProperty("voices")
        ]

    def speak(
        self, request: dict[str, Any], _report: Callable[[], None]
    ) -> tuple[bytes, int, list[tuple[int, int, int]]]:
        """PCM, its rate, and no words."""
        if not request["text"].strip():
            return b"", SAMPLE_RATE_HZ, []
        self._engine.setProperty("voice", request["voice"] or self._own_voice)
        self._engine.setProperty("rate", int(request["rate"]))
        self._engine.setProperty("volume", 1.0)  # how loud it is to be is seen to afterwards
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "said"
            self._engine.save_to_file(request["text"], str(path))
            self._engine.runAndWait()
            return _pcm(path.read_bytes()), SAMPLE_RATE_HZ, []


def _pcm(sound: bytes) -> bytes:
    """The frames of a WAV or AIFF file, which one it is depends on the system."""
    import miniaudio  # noqa: PLC0415 - only where eSpeak does not load

    try:
        decoded = miniaudio.decode(sound, nchannels=1, sample_rate=SAMPLE_RATE_HZ)
    except miniaudio.DecodeError as error:
        raise ValueError("the driver wrote a file that is no sound") from error
    return bytes(decoded.samples.tobytes())
