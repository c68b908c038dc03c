"""Bodies as they lie in the library: packed, and unpacked whatever packed them. Pure; any thread.

Text is packed as xz, which takes a fifth less room than gzip does; what hardly shrinks (PDF files, e-books,
pictures) as zlib, for it is not worth the time; nor is it for a whole shelf in one text, which a person waits for.
Which it is, its first bytes tell.
"""

from __future__ import annotations

import zlib

XZ_SIGNATURE = b"\xfd7zXZ\0"
"""Source: tukaani.org/xz/xz-file-format.txt, section 2.1.1.1."""
HARDLY_SHRINKS = 0.7
"""Part of its size, packed by zlib, above which xz would win little. (measured: web pages 0.05 to 0.35)"""
LARGEST_WINDOW = 1 << 20
"""Bytes. xz needs about eleven times its window as memory while it packs. Source: xz(1), "Memory usage"."""


MOST_FOR_XZ = 1 << 20
"""Bytes. xz takes about a second for each megabyte, zlib a fiftieth of that. (measured)"""
_QUICK = 3


def packed(body: bytes) -> bytes:
    """The body in less room."""
    if len(body) > MOST_FOR_XZ:
        return zlib.compress(body, _QUICK)
    by_zlib = zlib.compress(body)
    if len(by_zlib) > HARDLY_SHRINKS * len(body):
        return by_zlib
    try:
        import lzma  # noqa: PLC0415 - keeps start-up fast
    except ImportError:  # a Python that was built without it
        return by_zlib
    window = min(max(len(body), 4096), LARGEST_WINDOW)
    by_xz = lzma.compress(
        body,
        check=lzma.CHECK_CRC32,
        filters=[{"id": lzma.FILTER_LZMA2, "preset": 6, "dict_size": window}],
    )
    return min(by_xz, by_zlib, key=len)


def unpacked(blob: bytes) -> bytes:
    """The body that was packed.

    Raises `ValueError` where it is damaged or cut off.
    """
    if not blob.startswith(XZ_SIGNATURE):
        try:
            return zlib.decompress(blob)
        except zlib.error as error:
            raise ValueError("a packed body is damaged") from error
    import lzma  # noqa: PLC0415 - keeps start-up fast

    try:
        return lzma.decompress(blob, format=lzma.FORMAT_XZ)
    except (lzma.LZMAError, EOFError) as error:
        raise ValueError("a packed body is damaged") from error
