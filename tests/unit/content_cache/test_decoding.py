"""Compressed bodies, whole, in pieces, damaged, and far larger than they look."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib

import pytest

from content_cache.decoding import PIECE_BYTES, DamagedError, Decoder

TEXT = b"".join(b"line %d of a page\n" % n for n in range(20_000))


def deflate(data: bytes, wbits: int) -> bytes:
    deflater = zlib.compressobj(wbits=wbits)
    return deflater.compress(data) + deflater.flush()


def unpacked(coding: str, data: bytes, step: int) -> bytes:
    decoder = Decoder(coding)
    pieces = []
    for at in range(0, len(data), step):
        for piece in decoder.pieces(data[at : at + step]):
            assert 0 < len(piece) <= max(PIECE_BYTES, step)
            pieces.append(piece)
    decoder.finish()
    return b"".join(pieces)


@pytest.mark.parametrize("step", [1, 7, 1000, 10_000_000])
@pytest.mark.parametrize(
    ("coding", "data"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("gzip", gzip.compress(TEXT)),
        ("x-gzip", gzip.compress(TEXT)),
        ("gzip", gzip.compress(TEXT[:5000]) + gzip.compress(TEXT[5000:])),
        ("gzip", gzip.compress(TEXT) + b"\0" * 512),
        ("deflate", deflate(TEXT, 15)),
        ("deflate", deflate(TEXT, -15)),
    ],
    ids=["plain", "identity", "gzip", "x-gzip", "members", "padded", "deflate", "raw deflate"],
)
def test_it_comes_out_whole(coding: str, data: bytes, step: int) -> None:
    if step == 1:
        data = data if len(data) < 100_000 else data[:100_000]
    assert unpacked(coding, data, step) == (TEXT if coding not in ("", "identity") else data)


def test_nothing_at_all_is_nothing() -> None:
    assert unpacked("gzip", b"", 1) == b""


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
@pytest.mark.parametrize("kept", [0.01, 0.5, 0.999])
def test_a_body_cut_off_is_noticed(coding: str, kept: float) -> None:
    data = gzip.compress(TEXT) if coding == "gzip" else deflate(TEXT, 15)
    with pytest.raises(DamagedError):
        unpacked(coding, data[: int(len(data) * kept)], 1000)


def test_a_changed_byte_is_noticed() -> None:
    data = bytearray(gzip.compress(TEXT))
    data[len(data) // 2] ^= 0xFF
    with pytest.raises(DamagedError):
        unpacked("gzip", bytes(data), 1000)


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_page_that_is_not_compressed_at_all_is_noticed(coding: str) -> None:
    with pytest.raises(DamagedError):
        unpacked(coding, b"<html><p>Not compressed.", 1000)


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "nonsense"])
def test_a_coding_that_was_not_asked_for_is_refused(coding: str) -> None:
    with pytest.raises(DamagedError):
        Decoder(coding)


def test_a_huge_body_costs_no_more_than_a_piece() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    decoder = Decoder("gzip")
    tracemalloc.start()
    try:
        total = sum(len(piece) for piece in decoder.pieces(bomb))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert total == 50_000_000
    assert peak < 2_000_000
