"""The machine's own voices, spoken by a child process that can be killed when it hangs.

`start` may be called early and does not block. `synthesize` and `voices` block and belong to the synthesizer
thread (one caller at a time; a lock keeps others waiting). A child that dies or does not answer is killed,
started afresh, and asked the same once more. A reader thread for each child hands its frames over.
"""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from reader.errors import EngineFailed
from reader.speech.framing import BrokenFrame, read_frame, write_frame
from reader.speech.utterance import Clip, Utterance, Voice, WordMark

ANSWER_TIMEOUT_S = 3.0
START_TIMEOUT_S = 8.0
"""A cold disk and a busy machine included."""
NATIVE_TIMEOUT_S = 20.0
"""Drivers that speak into a file take a part of the time the speech lasts."""
_PIPE_HOLDS = 500
"""Characters, escaped, that the smallest pipe takes without being read."""
_ENGLISH = {"en": "gmw/en", "en-gb": "gmw/en", "en-us": "gmw/en-US"}
"""eSpeak's voices for the languages of most pages, known without asking for its list."""
_MISSING = "No voice could be started. Run the reader's doctor to see what is missing."
_FAILED = "The voice stopped working, also after it was started again. Pause and listen again to try once more."


class _Gone(Exception):
    """The child died, hung or talked nonsense."""


class _Child:
    """One run of the child process."""

    def __init__(self, command: list[str]) -> None:
        environment = dict(os.environ)
        # The child must find the same `reader` as this process, wherever that was started.
        root = str(Path(__file__).resolve().parents[2])
        known = environment.get("PYTHONPATH")
        environment["PYTHONPATH"] = os.pathsep.join([root, known] if known else [root])
        environment["PYTHONIOENCODING"] = "utf-8"
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._requests: BinaryIO = self._process.stdin  # type: ignore[assignment]
        self._answers: queue.SimpleQueue[tuple[dict[str, Any], bytes] | None] = queue.SimpleQueue()
        self._reading = threading.Thread(
            target=self._read, args=(self._process.stdout,), name="speech answers", daemon=True
        )
        self._reading.start()
        self.engine = ""
        self._started_s = time.monotonic()

    @property
    def pid(self) -> int:
        return self._process.pid

    def await_start(self) -> None:
        """Wait until it can speak; raises `_Gone`."""
        if not self.engine:
            header, _ = self._answer(self._started_s + START_TIMEOUT_S - time.monotonic())
            self.engine = str(header["engine"])

    def ask(self, header: dict[str, Any], timeout_s: float) -> tuple[dict[str, Any], bytes]:
        """One question, one answer; raises `_Gone`."""
        # A child that hangs does not empty its pipe: then only its end frees this write.
        deadline = threading.Timer(timeout_s, self._process.kill)
        if len(header.get("text", "")) > _PIPE_HOLDS:
            deadline.daemon = True
            deadline.start()
        try:
            write_frame(self._requests, header)
        except OSError as error:
            raise _Gone("the pipe is closed") from error
        finally:
            deadline.cancel()
        while "busy" in (answer := self._answer(timeout_s))[0]:
            continue
        return answer

    def end(self) -> None:
        """Kill it and leave nothing behind."""
        self._process.kill()
        self._process.wait()
        self._reading.join()
        with suppress(OSError):  # bytes that the dead child never took; it is closed all the same
            self._requests.close()

    def _answer(self, timeout_s: float) -> tuple[dict[str, Any], bytes]:
        try:
            frame = self._answers.get(timeout=max(0.0, timeout_s))
        except queue.Empty as error:
            raise _Gone("no answer in time") from error
        if frame is None:
            raise _Gone("it ended")
        return frame

    def _read(self, answers: BinaryIO) -> None:
        with answers, suppress(BrokenFrame):  # is handled as the end that it is
            while (frame := read_frame(answers)) is not None:
                self._answers.put(frame)
        self._answers.put(None)


class SystemEngine:
    """See the module."""

    def __init__(
        self, command: list[str] | None = None, *, answer_timeout_s: float = ANSWER_TIMEOUT_S
    ) -> None:
        """`command` starts the child; the reader's own by default."""
        self._answer_timeout_s = answer_timeout_s
        self._command = command or [sys.executable, "-P", "-m", "reader.speech.speech_worker"]
        self._lock = threading.RLock()
        self._child: _Child | None = None
        self._voices: tuple[Voice, ...] | None = None
        self._is_closed = False
        self._name = "espeak"
        self._has_spoken = False

    @property
    def name(self) -> str:
        """ "espeak", or the name of the system's own driver where eSpeak does not load."""
        return self._name

    @property
    def child_pid(self) -> int | None:
        """Process id of the running child, for tests and for `status`."""
        child = self._child
        return None if child is None else child.pid

    def start(self) -> None:
        """Begin to start the child, without waiting for it."""
        if not self._lock.acquire(blocking=False):
            return  # the synthesizer thread is at it already
        try:
            if self._child is None and not self._is_closed:
                self._start_child()
        finally:
            self._lock.release()

    def voices(self) -> tuple[Voice, ...]:
        """All voices of the machine; asked once.

        Raises `EngineFailed`.
        """
        if self._voices is None:
            header, _ = self._ask({"ask": "voices"})
            self._voices = tuple(
                Voice(voice_id, name, tuple(languages), self._name)
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

    def close(self) -> None:
        """End the child. May be called twice, and while another thread waits for an answer."""
        self._is_closed = True
        child = self._child
        if child is not None:
            child.end()

    # Inside

    def _start_child(self) -> _Child:
        try:
            child = _Child(self._command)
        except OSError as error:
            raise EngineFailed(_MISSING) from error
        self._child = child
        if self._is_closed:
            child.end()
            raise EngineFailed(_FAILED)
        return child

    def _ask(self, header: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        with self._lock:
            for _ in range(2):
                if self._is_closed:
                    break
                child = self._child or self._start_child()
                try:
                    child.await_start()
                    self._name = child.engine
                    self._has_spoken = True
                    is_native = child.engine != "espeak"
                    answer = child.ask(
                        header, NATIVE_TIMEOUT_S if is_native else self._answer_timeout_s
                    )
                except _Gone:
                    self._child = None
                    child.end()
                    continue
                if "failed" in answer[0]:
                    raise EngineFailed(_FAILED)
                return answer
            raise EngineFailed(_FAILED if self._has_spoken else _MISSING)

    def _voice_for(self, utterance: Utterance) -> str:
        """The voice asked for where it is one of these, else the best one for the language."""
        if not utterance.voice_id:
            chosen = _ENGLISH.get(utterance.language.lower())
            if chosen is not None and self._name == "espeak":
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
