"""Writes clips and the silences before them into a WAV file. Blocks; not for the main thread."""

from __future__ import annotations

import wave
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from reader.speech.utterance import Clip

_LONGEST_BYTES = 0xFFFFFFFF - 1024
"""A WAV file counts its bytes in 32 bits."""
_RATE_OF_NOTHING_HZ = 22050


def write_wav(target: Path | BinaryIO, pieces: Iterable[tuple[Clip, float]]) -> float:
    """Write each clip after its gap in milliseconds; gives the milliseconds written.

    The pieces are taken one by one, so that an hour of sound need not be in memory. All clips are written at the
    rate of the first. Raises `OSError` where the file cannot be written.
    """
    with ExitStack() as opened:
        stream = opened.enter_context(target.open("wb")) if isinstance(target, Path) else target
        file = opened.enter_context(wave.open(stream, "wb"))
        file.setnchannels(1)
        file.setsampwidth(2)
        # Else closing fails where not even the first clip can be had.
        file.setframerate(_RATE_OF_NOTHING_HZ)
        rate_hz = 0
        frames = 0
        for clip, gap_ms in pieces:
            if not rate_hz:
                rate_hz = clip.sample_rate_hz
                file.setframerate(rate_hz)
            pcm = clip.pcm
            if clip.sample_rate_hz != rate_hz:
                from reader.speech.device import resampled  # noqa: PLC0415 - rare, loads a library

                pcm = resampled(pcm, clip.sample_rate_hz, rate_hz)
            silence = bytes(2 * round(gap_ms * rate_hz / 1000))
            frames += (len(silence) + len(pcm)) // 2
            if frames * 2 > _LONGEST_BYTES:
                raise OSError("a WAV file holds 27 hours of speech at most")
            file.writeframes(silence + pcm)
        return frames * 1000 / (rate_hz or _RATE_OF_NOTHING_HZ)
