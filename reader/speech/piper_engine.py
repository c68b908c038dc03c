"""Natural voices of Piper's kind, spoken by a child process of their own, which loads them when they are needed.

`synthesize` blocks and belongs to the synthesizer thread; `abandon` may come from any other meanwhile. The runtime for
such voices is heavy and is loaded in the child alone; where it is not installed, the child says so.
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from reader.errors import EngineFailed
from reader.speech import voice_files
from reader.speech.engine import Abandoned, Engine
from reader.speech.speech_child import SpeechChild
from reader.speech.utterance import Clip, Utterance, Voice, WordMark

ANSWER_TIMEOUT_S = 60.0
"""Loading a large voice from a cold disk, and a long sentence on a slow machine. (judgement)"""
START_TIMEOUT_S = 20.0
_MISSING = "The natural voices could not be started."
_FAILED = "The natural voice stopped working, also after it was started again."


class PiperEngine(Engine):
    """See the module."""

    name = voice_files.ENGINE
    is_slow = True

    def __init__(
        self,
        folder: Path,
        command: list[str] | None = None,
        *,
        answer_timeout_s: float = ANSWER_TIMEOUT_S,
    ) -> None:
        """`folder` holds the voices; `command` starts the child, the reader's own by default."""
        self._folder = folder
        self._answer_timeout_s = answer_timeout_s
        self._numbers = count(1)
        self._asking = 0
        self._child = SpeechChild(
            command or [sys.executable, "-P", "-m", "reader.speech.piper_worker"],
            missing=_MISSING,
            failed=_FAILED,
            start_timeout_s=START_TIMEOUT_S,
        )

    @property
    def child_pid(self) -> int | None:
        """Process id of the running child, for tests and for `status`."""
        return self._child.pid

    def start_for(self, voice_id: str) -> None:
        """Begin to start the child where it will be needed, without waiting for it."""
        if self.speaks(voice_id):
            self._child.start()

    def voices(self) -> tuple[Voice, ...]:
        """The voices that were added."""
        return voice_files.installed(self._folder)

    def speaks(self, voice_id: str) -> bool:
        """Whether it is a natural voice that is here. Any thread."""
        return voice_files.model_path(self._folder, voice_id) is not None

    def synthesize(self, utterance: Utterance) -> Clip:
        """Say it into a clip.

        Raises `EngineFailed` with what a person can do about it, `Abandoned`.
        """
        model = voice_files.model_path(self._folder, utterance.voice_id)
        if model is None:
            name = voice_files.display_name(utterance.voice_id.removeprefix(voice_files.PREFIX))
            raise EngineFailed(f"The voice {name} is no longer on this machine.")
        self._asking = next(self._numbers)
        header, pcm = self._child.ask(
            {
                "ask": "speak",
                "number": self._asking,
                "text": utterance.text,
                "model": str(model),
                "mark": voice_files.fingerprint(model),
                "rate": utterance.prosody.rate_wpm,
                "volume": utterance.prosody.volume,
                "phonemes": [list(each) for each in utterance.phonemes],
            },
            lambda _engine: self._answer_timeout_s,
        )
        if "stopped" in header:
            raise Abandoned
        words = tuple(WordMark(*word) for word in header["words"])
        return Clip(pcm, header["rate_hz"], words)

    def abandon(self) -> bool:
        """End early what is being made. Any thread."""
        self._child.tell({"stop": self._asking})
        return True

    def fingerprint(self, utterance: Utterance) -> str:
        """The voice's files. Any thread."""
        model = voice_files.model_path(self._folder, utterance.voice_id)
        return voice_files.fingerprint(model) if model else self.name

    def close(self) -> None:
        """End the child. May be called twice, and while another thread waits for an answer."""
        self._child.close()
