"""Undoing a body's compression piece by piece, so that a small body that unpacks to a huge one costs little.

Pure. Any thread.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

PIECE_BYTES = 64 * 1024
"""Most that one step unpacks: the memory beyond the body itself."""


class DamagedError(Exception):
    """The compressed bytes make no sense or end too early; `BodyIncomplete` where the address is known."""


class Decoder:
    """Unpacks one body of one content coding: "", "identity", "gzip", "x-gzip" or "deflate"."""

    def __init__(self, coding: str) -> None:
        self._coding = {"x-gzip": "gzip", "identity": ""}.get(coding, coding)
        if self._coding not in ("", "gzip", "deflate"):
            raise DamagedError(coding)
        self._inflater: zlib._Decompress | None = (
            self._new_inflater() if self._coding == "gzip" else None
        )
        self._has_begun = False
        self._has_ended = False
        """Whether a member ended; what follows is another member, or padding that is not looked at."""

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """What the next bytes unpack to, in pieces of at most `PIECE_BYTES`.

        Raises:
            DamagedError: the bytes are not what the coding says.
        """
        if not self._coding:
            if data:
                yield data
            return
        self._has_begun = self._has_begun or bool(data)
        while data:
            if self._has_ended:
                # RFC 1952 section 2.2: members follow one another; anything else is padding.
                if self._coding != "gzip" or not data.startswith(b"\x1f"):
                    return
                self._inflater, self._has_ended = self._new_inflater(), False
            if self._inflater is None:
                self._inflater = self._new_deflate(data)
            yield from self._unpacked(self._inflater, data)
            data = self._inflater.unused_data
            self._has_ended = self._inflater.eof

    def finish(self) -> None:
        """Say that no more bytes come.

        Raises:
            DamagedError: the body was cut off.
        """
        if self._coding and self._has_begun and not self._has_ended:
            raise DamagedError("cut off")

    @staticmethod
    def _unpacked(inflater: zlib._Decompress, data: bytes) -> Iterator[bytes]:
        """All that one member gives for the bytes; with its input taken in, it may still hold output back."""
        piece = b""
        while data or len(piece) == PIECE_BYTES:
            try:
                piece = inflater.decompress(data, PIECE_BYTES)
            except zlib.error as error:
                raise DamagedError(str(error)) from error
            if piece:
                yield piece
            if inflater.eof:
                return
            data = inflater.unconsumed_tail

    @staticmethod
    def _new_inflater() -> zlib._Decompress:
        return zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)

    @staticmethod
    def _new_deflate(data: bytes) -> zlib._Decompress:
        # RFC 9110 section 8.4.1.2: "deflate" has the zlib wrapper, but some senders leave it out.
        has_wrapper = data[0] & 0x0F == 8 and (len(data) < 2 or (data[0] * 256 + data[1]) % 31 == 0)
        return zlib.decompressobj(wbits=zlib.MAX_WBITS if has_wrapper else -zlib.MAX_WBITS)
