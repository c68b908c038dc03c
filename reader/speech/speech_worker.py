"""The speech child: reads utterances on stdin, answers sound and word times on stdout, ends when stdin does.

Runs as a process of its own (`python -m reader.speech.speech_worker`), because an engine may hang or crash and
must then be killed without the reader. One thread. The only place that knows pyttsx3. It starts while the
screen does, so it imports little.

eSpeak NG is called through pyttsx3's own binding, in its synchronous mode: that gives the words' exact times and
a sentence in a few milliseconds, where the mode with a queue polls every 20. Where eSpeak does not load, pyttsx3's
driver for the system speaks into a file; it tells no word times.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import re
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Protocol, TypeAlias

from reader.speech.framing import BrokenFrame, read_frame, write_frame
from reader.speech.loudness import levelled

Words: TypeAlias = list[tuple[int, int, int]]
"""Start and end in code points of the text, and milliseconds."""

BUFFER_MS = 50
DEFAULT_VOICE = "gmw/en"
"""For languages that eSpeak does not speak."""
PIECES_PER_REPORT = 1000
"""A sign of life every 50 s of sound, which take a fraction of a second to make."""
RATE_RANGE_WPM = (80, 600)
QUIET = 24
"""Samples no louder than this (of 32767) are silence; eSpeak's is digital, SAPI's is dithered."""
_PHONEMES = re.compile(r"[A-Za-z0-9@#:;,'~^?!*%=|-]+")
_MNEMONICS = 0x00
"""eSpeak's mode for its own names of sounds, as it takes them back."""
_IPA = 0x02
"""eSpeak's mode for the phonetic alphabet. Source: speak_lib.h, espeak_TextToPhonemes."""
KEPT_SILENCE_MS = 1
"""Left at both ends of a clip: what is softer than `QUIET` cannot be heard, and pauses are exact to a few ms."""


class SpeakingFailed(Exception):
    """The engine refused; the message goes into the log, not to a person."""


class Speaker(Protocol):
    """What can speak here."""

    name: str

    def voices(self) -> list[tuple[str, str, list[str]]]:
        """Id, name and languages of every voice."""

    def speak(
        self, request: dict[str, Any], report: Callable[[], None]
    ) -> tuple[bytes, int, Words]:
        """PCM, its rate, and its words; `report` is called now and then while it lasts."""

    def phonemes(self, word: str, voice: str) -> str:
        """A word's sounds as eSpeak writes them; empty where the engine knows none."""


# eSpeak NG


def load_espeak() -> Any:
    """pyttsx3's binding, over the library that comes as a wheel, or else the system's.

    Raises `ImportError`, `RuntimeError` or `OSError` where there is neither.
    """
    wheel = _load_wheel()
    if wheel is None:
        return importlib.import_module("pyttsx3.drivers._espeak")
    # The binding asks for the library by the names it has in systems, where another version may lie; it must get
    # the one whose data was just named.
    by_name = ctypes.cdll.LoadLibrary
    ctypes.cdll.LoadLibrary = lambda _name: wheel  # type: ignore[method-assign, assignment]
    try:
        return importlib.import_module("pyttsx3.drivers._espeak")
    finally:
        ctypes.cdll.LoadLibrary = by_name  # type: ignore[method-assign]


def _load_wheel() -> ctypes.CDLL | None:
    """The library of `espeakng_loader`, found without importing that, with its data named; None where it is not."""
    spec = importlib.util.find_spec("espeakng_loader")
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(spec.submodule_search_locations[0])
    names = {"win32": "espeak-ng.dll", "darwin": "libespeak-ng.dylib"}
    name = names.get(sys.platform, "libespeak-ng.so")
    try:
        library = ctypes.CDLL(str(folder / name), ctypes.RTLD_GLOBAL)
    except OSError:
        return None  # made for another kind of machine; the system may have its own
    os.environ["ESPEAK_DATA_PATH"] = str(folder)
    return library


class EspeakSpeaker:
    """eSpeak NG."""

    name = "espeak"

    def __init__(self) -> None:
        self._espeak = load_espeak()
        self._rate_hz: int = self._espeak.Initialize(
            self._espeak.AUDIO_OUTPUT_SYNCHRONOUS, BUFFER_MS
        )
        if self._rate_hz <= 0:
            raise RuntimeError("eSpeak could not read its data")
        self._pieces: list[bytes] = []
        self._marks: list[tuple[int, int, int]] = []
        self._report: Callable[[], None] = lambda: None
        self._espeak.SetSynthCallback(self._collect)
        self._set: tuple[object, ...] = ()

    def voices(self) -> list[tuple[str, str, list[str]]]:
        found = []
        for voice in self._espeak.ListVoices(None):
            identifier = voice.identifier.decode("utf-8", "replace")
            # One priority byte, then the tag; a second language would follow after a NUL, out of ctypes' sight.
            language = (voice.languages or b"\0")[1:].decode("utf-8", "replace")
            found.append((identifier, voice.name.decode("utf-8", "replace"), [language]))
        return found

    def speak(
        self, request: dict[str, Any], report: Callable[[], None]
    ) -> tuple[bytes, int, Words]:
        text: str = request["text"]
        places, _ = self._say(request, report)
        marks = [(_written(places, at), length, at_ms) for at, length, at_ms in self._marks]
        return b"".join(self._pieces), self._rate_hz, word_marks(text, marks)

    def sounds(self, request: dict[str, Any]) -> tuple[list[tuple[str, str]], list[int]]:
        """The sounds of a text in the phonetic alphabet, clause by clause with the clause's text; and where in the
        text each word stands that is spoken, those that eSpeak runs together as one.
        """
        places, data = self._say(request, lambda: None)
        words = [_written(places, at) for at, _length, _at_ms in self._marks]
        return self._clauses(data, _IPA), words

    def phonemes(self, word: str, voice: str) -> str:
        """eSpeak's own phonemes of a word."""
        self._prepare({"voice": voice, "rate": 165, "pitch": 50})
        clauses = self._clauses(word.encode("utf-8"), _MNEMONICS)
        return " ".join(sounds.strip() for sounds, _text in clauses)

    def _clauses(self, data: bytes, mode: int) -> list[tuple[str, str]]:
        """The sounds of each clause with its text."""
        to_sounds = self._espeak.dll.espeak_TextToPhonemes
        to_sounds.restype = ctypes.c_char_p
        to_sounds.argtypes = [ctypes.POINTER(ctypes.c_void_p), ctypes.c_int, ctypes.c_int]
        held = ctypes.create_string_buffer(data)
        first = ctypes.addressof(held)
        at = ctypes.c_void_p(first)
        clauses = []
        while at.value is not None:
            start = at.value - first
            sounds = to_sounds(ctypes.byref(at), self._espeak.CHARS_UTF8, mode)
            end = len(data) if at.value is None else at.value - first
            clauses.append(
                (sounds.decode("utf-8", "replace"), data[start:end].decode("utf-8", "replace"))
            )
        return clauses

    def _say(self, request: dict[str, Any], report: Callable[[], None]) -> tuple[Places, bytes]:
        """Speak into `_pieces` and `_marks`; gives what eSpeak was given."""
        given, places = with_phonemes(request["text"], request.get("phonemes") or ())
        self._prepare(request)
        self._pieces.clear()
        self._marks.clear()
        self._report = report
        data = given.encode("utf-8", "replace")
        # Not the binding's Synth(): it gives ten times the text's length as its size.
        status = self._espeak.cSynth(
            data,
            len(data) + 1,
            0,
            self._espeak.POS_CHARACTER,
            0,
            self._espeak.CHARS_UTF8 | (self._espeak.PHONEMES if places else 0),
            None,
            None,
        )
        if status != self._espeak.EE_OK:
            raise SpeakingFailed(f"espeak_Synth gave {status}")
        return places, data

    def _prepare(self, request: dict[str, Any]) -> None:
        wanted = (request["voice"], request["rate"], request["pitch"])
        if wanted == self._set:
            return
        espeak = self._espeak
        voice = request["voice"] or DEFAULT_VOICE
        if espeak.SetVoiceByName(voice.encode("utf-8")) != espeak.EE_OK:
            raise SpeakingFailed(f"no voice {voice}")
        low, high = RATE_RANGE_WPM
        espeak.SetParameter(espeak.RATE, max(low, min(high, int(request["rate"]))))
        espeak.SetParameter(espeak.PITCH, max(0, min(100, int(request["pitch"]))))
        espeak.SetParameter(espeak.VOLUME, 100)  # how loud it is to be is `levelled`'s to see to
        self._set = wanted

    def _collect(self, wav: Any, count: int, events: Any) -> int:
        index = 0
        while events[index].type != self._espeak.EVENT_LIST_TERMINATED:
            event = events[index]
            if event.type == self._espeak.EVENT_WORD:
                self._marks.append((event.text_position - 1, event.length, event.audio_position))
            index += 1
        if wav and count > 0:
            self._pieces.append(ctypes.string_at(wav, count * 2))
            if len(self._pieces) % PIECES_PER_REPORT == 0:
                self._report()
        return 0


Places: TypeAlias = list[tuple[int, int, int, int]]
"""Begin and end of words in the text, and of what eSpeak is given for them."""


def with_phonemes(text: str, phonemes: Iterable[Sequence[Any]]) -> tuple[str, Places]:
    """The text with eSpeak's phonemes for some of its words, and where these stand; no others have any power."""
    parts: list[str] = []
    places: Places = []
    shown = length = 0
    inert = text.replace("[[", "  ").replace("]]", "  ")
    for start, end, sounds in phonemes:
        if not shown <= start < end <= len(text) or not _PHONEMES.fullmatch(sounds):
            continue
        said = f"[[{sounds}]]"
        parts += (inert[shown:start], said)
        length += start - shown
        places.append((start, end, length, length + len(said)))
        length += len(said)
        shown = end
    parts.append(inert[shown:])
    return ("".join(parts), places) if places else (text, [])


def _written(places: Places, position: int) -> int:
    """Where in the text eSpeak's position lies."""
    shift = 0
    for start, end, given_start, given_end in places:
        if position < given_start:
            break
        if position < given_end:
            return start
        shift = end - given_end
    return position + shift


def word_marks(text: str, marks: Iterable[tuple[int, int, int]]) -> Words:
    """eSpeak's events (place, length, milliseconds) as words of the text without the punctuation round them.

    Each stands once, in order of time.

    eSpeak counts code points, but gives several events for a number, none for the second of two words that it
    runs together ("of the"), and for some words a length of nothing or one that reaches past the word.
    """
    words: Words = []
    reached = 0
    for position, _length, at_ms in marks:
        start = min(max(0, position), len(text))
        while reached < start < len(text) and not text[start - 1].isspace():
            start -= 1
        while start < len(text) and text[start].isspace():
            start += 1
        end = start
        while end < len(text) and not text[end].isspace():
            end += 1
        if start < reached or start == end:
            continue
        reached = end
        words.append((*_bare(text, start, end), at_ms))
    return words


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without marks of punctuation at its ends; all of it where there is nothing else."""
    first, last = start, end
    while first < last and not text[first].isalnum():
        first += 1
    while last > first and not text[last - 1].isalnum():
        last -= 1
    return (first, last) if first < last else (start, end)


# Serving


def trimmed(pcm: bytes, rate_hz: int) -> tuple[bytes, int]:
    """The sound without the silence round it, and the milliseconds cut from its beginning."""
    samples = memoryview(pcm).cast("h")
    first, last = 0, len(samples)
    while first < last and -QUIET <= samples[first] <= QUIET:
        first += 1
    while last > first and -QUIET <= samples[last - 1] <= QUIET:
        last -= 1
    if first == last:
        return b"", 0
    kept = rate_hz * KEPT_SILENCE_MS // 1000
    first, last = max(0, first - kept), min(len(samples), last + kept)
    return pcm[first * 2 : last * 2], first * 1000 // rate_hz


def serve(speaker: Speaker, requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer until the reader is gone."""
    write_frame(answers, {"engine": speaker.name})

    def report() -> None:
        write_frame(answers, {"busy": True})

    while (frame := read_frame(requests)) is not None:
        request, _ = frame
        if request["ask"] == "voices":
            write_frame(answers, {"voices": speaker.voices()})
            continue
        if request["ask"] == "phonemes":
            sounds = speaker.phonemes(request["word"].replace("\0", " "), request["voice"])
            write_frame(answers, {"phonemes": sounds})
            continue
        # The engine's string ends at a NUL.
        request["text"] = request["text"].replace("\0", " ")
        try:
            pcm, rate_hz, words = speaker.speak(request, report)
        except (SpeakingFailed, OSError, RuntimeError, ValueError) as error:
            write_frame(answers, {"failed": str(error)})
            continue
        pcm, cut_ms = trimmed(pcm, rate_hz)
        pcm = levelled(pcm, rate_hz, volume=request.get("volume", 1.0))
        shifted = [(start, end, max(0, at_ms - cut_ms)) for start, end, at_ms in words]
        write_frame(answers, {"rate_hz": rate_hz, "words": shifted}, pcm)


def _speaker() -> Speaker:
    try:
        return EspeakSpeaker()
    except (ImportError, OSError, RuntimeError):
        from reader.speech.native_speaker import NativeSpeaker  # noqa: PLC0415 - only where needed

        return NativeSpeaker()


def take_stdout() -> BinaryIO:
    """Where a speaking child writes its frames: stdout, for them alone. Also leaves Ctrl+C to the reader."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print must not come between the frames
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - exists only there

        for stream in (sys.stdin.fileno(), answers.fileno()):
            msvcrt.setmode(stream, os.O_BINARY)
    return answers


def main() -> None:
    """Take stdout for frames alone, and serve."""
    answers = take_stdout()
    try:
        serve(_speaker(), sys.stdin.buffer, answers)
    except (BrokenPipeError, BrokenFrame):
        sys.exit(1)  # the reader is gone


if __name__ == "__main__":
    main()
