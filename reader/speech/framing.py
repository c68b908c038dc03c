"""Messages between the reader and its speech child: a JSON header and a body of bytes, both counted.

Pure reading and writing of binary streams; starts no process and no thread. Imported by the child, so it
imports little.
"""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO

_LENGTHS = struct.Struct("!II")
"""Bytes of the header, bytes of the body; network order."""
HEADER_LIMIT_BYTES = 8_000_000
BODY_LIMIT_BYTES = 256_000_000


class BrokenFrame(Exception):
    """The stream ended inside a frame, or does not hold frames at all."""


def write_frame(stream: BinaryIO, header: dict[str, Any], body: bytes = b"") -> None:
    """Send one frame and flush it.

    Raises `OSError` where the other side is gone.
    """
    head = json.dumps(header, separators=(",", ":")).encode("ascii")
    stream.write(_LENGTHS.pack(len(head), len(body)) + head + body)
    stream.flush()


def read_frame(stream: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """Wait for one frame; None where the stream ended between frames.

    Raises `BrokenFrame`.
    """
    lengths = stream.read(_LENGTHS.size)
    if not lengths:
        return None
    if len(lengths) < _LENGTHS.size:
        raise BrokenFrame("ended inside the lengths")
    head_bytes, body_bytes = _LENGTHS.unpack(lengths)
    if head_bytes > HEADER_LIMIT_BYTES or body_bytes > BODY_LIMIT_BYTES:
        raise BrokenFrame(f"lengths {head_bytes} and {body_bytes} are no frame's")
    head = stream.read(head_bytes)
    body = stream.read(body_bytes)
    if len(head) < head_bytes or len(body) < body_bytes:
        raise BrokenFrame("ended inside a frame")
    try:
        header = json.loads(head)
    except ValueError as error:
        raise BrokenFrame("header is not JSON") from error
    if not isinstance(header, dict):
        raise BrokenFrame("header is not an object")
    return header, body
