from __future__ import annotations

import io
import wave
from pathlib import Path

import pytest

from reader.speech.utterance import Clip
from reader.speech.wav_file import write_wav


def test_clips_and_gaps_are_written_in_order() -> None:
    file = io.BytesIO()
    written_ms = write_wav(
        file,
        [(Clip(b"\1\0" * 100, 1000), 0), (Clip(b"\2\0" * 50, 1000), 250), (Clip(b"", 1000), 10)],
    )
    file.seek(0)
    with wave.open(file) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 1000)
        assert sound.readframes(1000) == b"\1\0" * 100 + bytes(500) + b"\2\0" * 50 + bytes(20)
    assert written_ms == 410


def test_a_clip_of_another_rate_is_as_long_as_before(tmp_path: Path) -> None:
    path = tmp_path / "two rates.wav"
    write_wav(path, [(Clip(bytes(2 * 22050), 22050), 0), (Clip(bytes(2 * 16000), 16000), 0)])
    with wave.open(str(path)) as sound:
        assert sound.getnframes() / sound.getframerate() == pytest.approx(2, abs=0.01)


def test_nothing_to_say_is_still_a_sound_file() -> None:
    file = io.BytesIO()
    assert write_wav(file, []) == 0
    file.seek(0)
    with wave.open(file) as sound:
        assert sound.getnframes() == 0


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        write_wav(tmp_path / "nowhere" / "x.wav", [(Clip(b"\0\0", 22050), 0)])
