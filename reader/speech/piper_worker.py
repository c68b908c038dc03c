"""The child for natural voices: text and a voice's file on stdin, sound and word times on stdout, ends when stdin does.

Runs as a process of its own (`python -m reader.speech.piper_worker`): runtime and voices take hundreds of megabytes
and may crash. The main thread speaks; another one reads what is asked, so that a "stop" ends what is being made. The
only place that knows onnxruntime and numpy.

The sounds of a text come from eSpeak NG, as these voices were taught. Each sound's length in frames is worked out
inside the voice (`onnx_graph`); where their sum is the length of the sound, they tell exactly when each word begins,
and where it is not, no words are told.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from reader.errors import VoiceProblem
from reader.speech.framing import BrokenFrame, read_frame, write_frame
from reader.speech.loudness import levelled
from reader.speech.onnx_graph import NotAGraph, with_durations
from reader.speech.sound_ids import SoundIds, ids_of_letters, ids_of_sounds
from reader.speech.speech_worker import (
    EspeakSpeaker,
    SpeakingFailed,
    Words,
    take_stdout,
    trimmed,
    word_marks,
)
from reader.speech.voice_files import read_config

NATURAL_RATE_WPM = 170
"""How fast these voices speak of themselves. (judgement, on English ones)"""
KEPT_VOICES = 2
"""Loaded at a time: that of the page and that of its quotations."""
HOP = 256
"""Samples in a frame, where a voice does not say. Source: the configuration with which Piper's voices are trained."""
MOST_THREADS = 4
NEEDS_RUNTIME = (
    "Natural voices need onnxruntime, which is not installed here. "
    "Install it with: {python} -m pip install onnxruntime numpy"
)
_LOUDEST = 32767


class _Stopped(Exception):
    """The reader wants it no more."""


class _Runtime:
    """onnxruntime and numpy, and the errors that they raise."""

    def __init__(self) -> None:
        """Raises `ImportError`."""
        import numpy  # noqa: PLC0415 - may be missing, and is said then
        import onnxruntime  # noqa: PLC0415 - as above
        from onnxruntime.capi import onnxruntime_pybind11_state as state  # noqa: PLC0415 - as above

        names = (
            "Fail", "RuntimeException", "InvalidArgument", "InvalidGraph", "InvalidProtobuf", "NotImplemented",
            "NoSuchFile", "EPFail",
        )  # fmt: skip
        self.errors: tuple[type[Exception], ...] = tuple(getattr(state, name) for name in names)
        self.numpy: Any = numpy
        self.onnx: Any = onnxruntime
        onnxruntime.set_default_logger_severity(4)
        onnxruntime.set_seed(0)


class _Voice:
    """One voice, loaded."""

    def __init__(self, runtime: _Runtime, path: Path) -> None:
        """Raises `VoiceProblem`."""
        self.config = read_config(path)
        self._runtime = runtime
        damages: tuple[type[Exception], ...] = (OSError, NotAGraph, *runtime.errors)
        options = runtime.onnx.SessionOptions()
        # One core is left to the sound and the screen.
        options.intra_op_num_threads = max(1, min(MOST_THREADS, (os.cpu_count() or 1) - 1))
        try:
            model, self._durations = with_durations(path.read_bytes())
            self._session = runtime.onnx.InferenceSession(
                model, options, providers=["CPUExecutionProvider"]
            )
        except damages as error:
            raise VoiceProblem(
                f"The voice {path.stem} cannot be used, for its file is damaged. Add it again."
            ) from error
        self._inputs = {each.name for each in self._session.get_inputs()}
        self.rate_hz = int(self.config["audio"]["sample_rate"])

    def sound(
        self, ids: Sequence[int], request: dict[str, Any], run: Any
    ) -> tuple[bytes, list[int]]:
        """The frames, and how many of them each id takes; none where that is not certain."""
        numpy = self._runtime.numpy
        scales = dict(self.config.get("inference") or {})
        length = float(scales.get("length_scale", 1.0)) * NATURAL_RATE_WPM / request["rate"]
        given = {
            "input": numpy.array([ids], dtype=numpy.int64),
            "input_lengths": numpy.array([len(ids)], dtype=numpy.int64),
            "scales": numpy.array(
                [scales.get("noise_scale", 0.667), length, scales.get("noise_w", 0.8)],
                dtype=numpy.float32,
            ),
            "sid": numpy.array([0], dtype=numpy.int64),
        }
        outputs = [self._session.get_outputs()[0].name]
        if self._durations:
            outputs.append(self._durations)
        found = self._session.run(
            outputs, {name: value for name, value in given.items() if name in self._inputs}, run
        )
        wave = found[0].reshape(-1) * _LOUDEST
        pcm = numpy.clip(wave, -_LOUDEST, _LOUDEST).astype("<i2").tobytes()
        if len(found) == 1:
            return pcm, []
        hop = int(self.config.get("hop_length") or HOP)
        frames = [round(float(each)) * hop for each in found[1].reshape(-1)]
        is_certain = len(frames) == len(ids) and sum(frames) * 2 == len(pcm)
        return pcm, frames if is_certain else []


class _Speaker:
    """Speaks with the voices that it is asked for."""

    def __init__(self, runtime: _Runtime) -> None:
        self._runtime = runtime
        self._espeak: EspeakSpeaker | None = None
        self._espeak_voices: dict[str, str] = {}
        self._voices: OrderedDict[tuple[str, str], _Voice] = OrderedDict()
        self._lock = threading.Lock()
        self._run: Any = None
        self._number = 0
        self._stopped = 0

    def stop(self, number: int) -> None:
        """From the other thread: end what is being made, where it still is that."""
        with self._lock:
            self._stopped = max(self._stopped, number)
            if self._run is not None and self._number <= number:
                self._run.terminate = True

    def speak(self, request: dict[str, Any]) -> tuple[bytes, int, Words]:
        """Raises `VoiceProblem`, `_Stopped`."""
        voice = self._voice(request)
        sounds = self._ids(voice, request)
        with self._lock:
            self._number = request["number"]
            if self._stopped >= self._number:
                raise _Stopped
            run = self._run = self._runtime.onnx.RunOptions()
        try:
            pcm, frames = voice.sound(sounds.ids, request, run)
        except self._runtime.errors as error:
            if self._stopped >= self._number:
                raise _Stopped from error
            raise VoiceProblem("The natural voice cannot say this sentence.") from error
        finally:
            with self._lock:
                self._run = None
        return pcm, voice.rate_hz, _words(request["text"], sounds, frames, voice.rate_hz)

    def _voice(self, request: dict[str, Any]) -> _Voice:
        key = (request["model"], request["mark"])
        voice = self._voices.get(key)
        if voice is None:
            while len(self._voices) >= KEPT_VOICES:
                self._voices.popitem(last=False)
            voice = self._voices[key] = _Voice(self._runtime, Path(request["model"]))
        self._voices.move_to_end(key)
        return voice

    def _ids(self, voice: _Voice, request: dict[str, Any]) -> SoundIds:
        config = voice.config
        if config.get("phoneme_type") == "text":
            return ids_of_letters(request["text"], config["phoneme_id_map"])
        if self._espeak is None:
            try:
                self._espeak = EspeakSpeaker()
            except (ImportError, OSError, RuntimeError) as error:
                raise VoiceProblem(
                    "Natural voices need eSpeak, which does not load here. Install the reader again."
                ) from error
        taught = str(dict(config.get("espeak") or {}).get("voice") or "")
        if taught not in self._espeak_voices:
            self._espeak_voices[taught] = _espeak_voice(self._espeak, taught)
        manner = {"voice": self._espeak_voices[taught], "pitch": 50, "volume": 1.0}
        try:
            clauses, places = self._espeak.sounds({**request, **manner})
        except SpeakingFailed as error:
            raise VoiceProblem("The natural voice cannot say this sentence.") from error
        return ids_of_sounds(clauses, places, config["phoneme_id_map"])


def _espeak_voice(espeak: EspeakSpeaker, taught: str) -> str:
    """eSpeak's own name for the voice or language that a natural voice was taught with.

    Raises `VoiceProblem`.
    """
    wanted = taught.lower()
    for tag in (wanted, wanted.partition("-")[0]):
        for name, _, languages in espeak.voices():
            if tag in (name.lower(), name.lower().rpartition("/")[2], *map(str.lower, languages)):
                return name
    raise VoiceProblem(f"eSpeak does not know the language {taught}, which this voice speaks.")


def _words(text: str, sounds: SoundIds, frames: list[int], rate_hz: int) -> Words:
    """When each word begins; none where that is not known exactly."""
    if not frames:
        return []
    starts = [0]
    for each in frames:
        starts.append(starts[-1] + each)
    marks = [(place, 0, starts[index] * 1000 // rate_hz) for place, index in sounds.words]
    return word_marks(text, marks)


def serve(speaker: _Speaker | None, requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer until the reader is gone; without a speaker, with what is missing."""
    write_frame(answers, {"engine": "piper"})
    asked: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()

    def read() -> None:
        with suppress(BrokenFrame):  # is handled as the end that it is
            while (frame := read_frame(requests)) is not None:
                if "stop" not in frame[0]:
                    asked.put(frame[0])
                elif speaker is not None:
                    speaker.stop(frame[0]["stop"])
        asked.put(None)

    threading.Thread(target=read, name="requests", daemon=True).start()
    while (request := asked.get()) is not None:
        if speaker is None:
            sentence = NEEDS_RUNTIME.format(python=sys.executable)
            write_frame(answers, {"failed": "no runtime", "sentence": sentence})
            continue
        request["text"] = request["text"].replace("\0", " ")
        try:
            pcm, rate_hz, words = speaker.speak(request)
        except _Stopped:
            write_frame(answers, {"stopped": True})
            continue
        except VoiceProblem as problem:
            write_frame(answers, {"failed": repr(problem.__cause__), "sentence": str(problem)})
            continue
        pcm, cut_ms = trimmed(pcm, rate_hz)
        pcm = levelled(pcm, rate_hz, volume=request["volume"])
        shifted = [(start, end, max(0, at_ms - cut_ms)) for start, end, at_ms in words]
        write_frame(answers, {"rate_hz": rate_hz, "words": shifted}, pcm)


def main() -> None:
    """Take stdout for frames alone, and serve."""
    answers = take_stdout()
    if sys.platform != "win32":
        os.nice(5)  # the sound and the screen come first
    try:
        speaker = _Speaker(_Runtime())
    except ImportError:
        speaker = None
    try:
        serve(speaker, sys.stdin.buffer, answers)
    except (BrokenPipeError, BrokenFrame):
        sys.exit(1)  # the reader is gone


if __name__ == "__main__":
    main()
