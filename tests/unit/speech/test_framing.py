from __future__ import annotations

import io

import pytest

from reader.speech.framing import BrokenFrame, read_frame, write_frame


def _sent(*frames: tuple[dict[str, object], bytes]) -> bytes:
    stream = io.BytesIO()
    for header, body in frames:
        write_frame(stream, header, body)
    return stream.getvalue()


def test_what_is_written_is_read() -> None:
    stream = io.BytesIO(_sent(({"text": "naïve “quotes” \ud800 👍"}, b"\0\xff" * 9), ({}, b"")))

    assert read_frame(stream) == ({"text": "naïve “quotes” \ud800 👍"}, b"\0\xff" * 9)
    assert read_frame(stream) == ({}, b"")
    assert read_frame(stream) is None


@pytest.mark.parametrize("cut", [1, 7, 9, 15, -1])
def test_a_frame_that_was_cut_off_is_told(cut: int) -> None:
    whole = _sent(({"rate_hz": 22050}, b"sound"))

    with pytest.raises(BrokenFrame):
        read_frame(io.BytesIO(whole[:cut]))


@pytest.mark.parametrize(
    "noise",
    [b"Audio saved to /tmp/x.wav\n", b"\0\0\0\2\0\0\0\0[]", b"\0\0\0\2\0\0\0\0{{", b"\xff" * 8],
)
def test_what_is_no_frame_is_told(noise: bytes) -> None:
    with pytest.raises(BrokenFrame):
        read_frame(io.BytesIO(noise))
