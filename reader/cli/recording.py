"""Reading into a sound file: a player that hands on what it is fed, and a file that is there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from reader.errors import ReaderError
from reader.speech.playout import faded
from reader.speech.utterance import Clip
from reader.speech.wav_file import write_wav


class RecordingError(ReaderError):
    """The sound file cannot be written."""


@dataclass(frozen=True, slots=True)
class HandedOn:
    """The clip fed last, in the form in which a player tells what is being heard."""

    tag: object
    at_ms: float
    is_gap: bool = False


class CollectingPlayer:
    """Takes clips as a player does, without a device; what is fed counts as heard at once. One thread."""

    def __init__(self) -> None:
        self._pieces: list[tuple[Clip, float]] = []
        self._untold: HandedOn | None = None
        self._volume = 1.0

    def take(self) -> Iterator[tuple[Clip, float]]:
        """What was fed since the last call: each clip with the milliseconds of silence before it."""
        pieces, self._pieces = self._pieces, []
        yield from pieces

    def feed(
        self,
        clip: Clip,
        *,
        tag: object,
        gap_ms: float = 0,
        start_ms: float = 0,
        has_more: bool = False,  # noqa: ARG002 - a recording never runs dry
        earcon: Clip | None = None,  # noqa: ARG002 - a recording holds speech alone
    ) -> None:
        """Take a silence of `gap_ms` and then the clip from `start_ms`."""
        skipped = 2 * int(start_ms * clip.sample_rate_hz / 1000)
        if skipped or self._volume != 1.0:
            pcm = faded(clip.pcm[skipped:], self._volume, self._volume)
            clip = replace(clip, pcm=pcm)
        self._pieces.append((clip, gap_ms))
        self._untold = HandedOn(tag, clip.duration_ms)

    def sound(self, earcon: Clip) -> None:
        """Nobody hears it here."""

    def heard(self) -> HandedOn | None:
        """The clip fed last, told once."""
        told, self._untold = self._untold, None
        return told

    @property
    def is_idle(self) -> bool:
        """Always: nothing waits to be heard."""
        return True

    def fade(self, volume: float, over_ms: float) -> None:
        """A recording is as loud as it was chosen."""

    def set_volume(self, volume: float) -> None:
        """Write what is fed from now on at `volume`, 0 to 1."""
        self._volume = volume

    def drop_waiting(self) -> tuple[object, ...]:
        """Nothing waits: what is fed is written at once."""
        return ()

    def clear(self) -> None:
        """Drop what was not taken."""
        self._pieces.clear()

    def pause(self) -> None:
        """There is nothing to hold."""

    def resume(self) -> None:
        """There is nothing to hold."""


def record(path: Path, pieces: Iterable[tuple[Clip, float]]) -> None:
    """Write the pieces as a WAV file; until it is complete, and where it fails, what stood there before stays.

    Raises `RecordingError`.
    """
    if path.is_dir():
        raise RecordingError(f"{path} is a folder. Name a file, such as page.wav.")
    aside = path.with_name(f"{path.name}.{os.urandom(4).hex()}.new")
    try:
        if path.exists() and not _is_sound(path):
            raise RecordingError(f"{path} is there already and is no sound file. Name another.")
        try:
            with aside.open("xb") as file:
                write_wav(file, pieces)
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror.lower() if error.strerror else str(error)
        raise RecordingError(f"{path} could not be written: {reason}.") from error


def _is_sound(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.read(12)
    return not head or (head[:4] == b"RIFF" and head[8:] == b"WAVE")
