"""`say`: a page read aloud, or into a sound file, without the screen. Main thread.

Both ways are the narrator's, so that the same is said in the same way as on the screen; only what it plays
on differs. Nothing else speaks where the voice fails: a recording with holes helps nobody.
"""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reader.cli.arguments import Mistake
from reader.cli.machine import has_sound
from reader.cli.recording import CollectingPlayer, record
from reader.cli.terminal import Terminal
from reader.documents import navigation
from reader.errors import EngineFailed, NoSoundDevice
from reader.speech.narration_state import Ended, Failed
from reader.speech.narrator import Narrator, Pauses
from reader.speech.prefetch import Prefetch
from reader.speech.voice_choice import voice_choice

if TYPE_CHECKING:
    from reader.control.settings import Settings
    from reader.documents.model import Document
    from reader.speech.clip_store import ClipStore
    from reader.speech.engine import Engine
    from reader.speech.player import Player
    from reader.speech.ports import ClipPlayer
    from reader.speech.pronunciations import Pronunciations
    from reader.speech.reading_options import ReadingOptions
    from reader.speech.utterance import Clip

WITHOUT_SOUND_S = 10.0
"""How long sound that went away in the middle is waited for."""
NO_SOUND = (
    "There is no sound here. Check the loudspeaker and the sound settings, "
    "or add --to FILE.wav for a sound file."
)
_TICK_S = 0.03
_TICK_WHEN_RECORDING_S = 0.001


class Manner(NamedTuple):
    """How the person wants to be read to."""

    settings: Settings
    pauses: Pauses
    options: ReadingOptions
    pronunciations: Pronunciations


class Voices(NamedTuple):
    """What reads, best first, and where slow voices keep what they have said."""

    engines: tuple[Engine, ...]
    store: ClipStore


def one_section(document: Document, number: str) -> Document:
    """The document with one section only, counted from 1 as `show` does; all of it for an empty number.

    Raises `Mistake`.
    """
    if not number:
        return document
    count = len(document.sections)
    if not (number.isascii() and number.isdecimal() and 1 <= int(number[:9]) <= count):
        numbers = f"from 1 to {count}" if count > 1 else "1, as this page has one section"
        raise Mistake(f"After --section comes a number {numbers}.")
    return replace(document, sections=(document.sections[int(number) - 1],))


def check_name(path: str | None) -> None:
    """See that the name of a sound file is one of a WAV file, which is what is written.

    Raises `Mistake`.
    """
    ending = Path(path).suffix if path else ""
    if ending.lower() not in ("", ".wav", ".wave"):
        raise Mistake(f"Sound is written as WAV, not as {ending}. Give a name that ends in .wav.")


def aloud(
    document: Document,
    voices: Voices,
    player: Player,
    manner: Manner,
    terminal: Terminal,
) -> int:
    """Read to the end; Ctrl+C stops the sound at once.

    Raises `EngineFailed`, `NoSoundDevice`.
    """
    if not has_sound(player):
        raise NoSoundDevice(NO_SOUND)
    terminal.note(f"{document.title or document.url}  (Ctrl+C stops)")
    watch = _SoundWatch(player, terminal)
    try:
        for narrator in _read(document, voices, player, manner, terminal, _TICK_S):
            watch.look(narrator)
    finally:
        player.clear()
    return 0


def into_file(
    document: Document,
    voices: Voices,
    path: Path,
    manner: Manner,
    terminal: Terminal,
) -> int:
    """Read into a WAV file, as fast as the voice is made; the file is there when all of it is.

    Raises `EngineFailed`, `RecordingError`.
    """
    player = CollectingPlayer()
    total = sum(len(section.sentences) + 1 for section in document.sections)

    def pieces() -> Iterator[tuple[Clip, float]]:
        for done, piece in enumerate(_collected()):
            terminal.progress(done, max(total, done + 1), document.title)
            yield piece

    def _collected() -> Iterator[tuple[Clip, float]]:
        for _ in _read(document, voices, player, manner, terminal, _TICK_WHEN_RECORDING_S):
            yield from player.take()

    record(path, pieces())
    terminal.line(f"Saved: {path}")
    return 0


def _read(
    document: Document,
    voices: Voices,
    player: ClipPlayer,
    manner: Manner,
    terminal: Terminal,
    tick_s: float,
) -> Iterator[Narrator]:
    """Run a narrator over the whole document, and hand it over after each tick.

    Raises `EngineFailed`.
    """
    prefetch = Prefetch(voices.engines, store=voices.store)
    is_ready = threading.Event()
    narrator = Narrator(
        prefetch,
        player,
        rate_wpm=manner.settings.rate_wpm,
        voices=voice_choice(manner.settings.voice, manner.settings.voices),
        volume=manner.settings.volume,
        pitch=manner.settings.pitch,
        pauses=manner.pauses,
        options=manner.options,
        pronunciations=manner.pronunciations,
        wake=is_ready.set,
    )
    try:
        narrator.load(document, navigation.first(document))
        narrator.play()
        while not isinstance(narrator.state, Ended | Failed):
            is_ready.clear()
            narrator.tick()
            while remark := prefetch.take_remark():
                terminal.trouble(remark)
            yield narrator
            is_ready.wait(tick_s)
        if isinstance(narrator.state, Failed):
            raise EngineFailed(narrator.state.error)
    finally:
        prefetch.close()


@contextmanager
def ending_tidily() -> Iterator[None]:
    """Let the end of the terminal, or of the session, be what Ctrl+C is: silence, and nothing half-done left.

    Raises `KeyboardInterrupt`.
    """
    ends = [signal.SIGTERM]
    if sys.platform != "win32":
        ends.append(signal.SIGHUP)
    before = {end: signal.signal(end, _interrupt) for end in ends}
    try:
        yield
    finally:
        for end, handler in before.items():
            signal.signal(end, handler)


def _interrupt(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


class _SoundWatch:
    """Holds the reading while there is no sound, so that nothing is missed; gives up after a while."""

    def __init__(self, player: Player, terminal: Terminal) -> None:
        self._player = player
        self._terminal = terminal
        self._lost_at: float | None = None

    def look(self, narrator: Narrator) -> None:
        """See how the sound is. Raises `NoSoundDevice` where it stays away."""
        trouble = self._player.trouble
        now = time.monotonic()
        if trouble is not None and self._lost_at is None:
            self._lost_at = now
            narrator.pause()
            self._terminal.trouble(trouble)
        elif trouble is None and self._lost_at is not None:
            self._lost_at = None
            narrator.go_to(replace(narrator.locator, char=0))  # the sentence it broke off in
        elif self._lost_at is not None and now - self._lost_at > WITHOUT_SOUND_S:
            raise NoSoundDevice("The sound did not come back, so the reading has stopped.")
