"""Adds to an ONNX voice the output that tells how long each of its sounds lasts. Pure; bytes in, bytes out.

A voice of Piper's kind works out a whole number of frames for each sound, by rounding up, before it makes the
sound; that is the one place where its graph rounds up. Protobuf lets a message be continued by bytes that follow it, so
that the result of that node is named as one more output without reading the graph whole.

Source: onnx.proto (ModelProto.graph 7; GraphProto.node 1, .output 12; NodeProto.output 2, .op_type 4;
ValueInfoProto.name 1, .type 2; TypeProto.tensor_type 1; Tensor.elem_type 1, FLOAT 1); Protocol Buffers, "Encoding",
"Last One Wins" on merging.
"""

from __future__ import annotations

from collections.abc import Iterator

_VARINT, _FIXED64, _LENGTH, _FIXED32 = 0, 1, 2, 5
_GRAPH, _NODE, _OUTPUT_OF_GRAPH = 7, 1, 12
_OUTPUT_OF_NODE, _KIND_OF_NODE = 2, 4
_NAME, _TYPE, _TENSOR, _ELEMENT, _FLOAT = 1, 2, 1, 1, 1
ROUNDING_UP = b"Ceil"


class NotAGraph(Exception):
    """The bytes are not an ONNX model."""


def with_durations(model: bytes) -> tuple[bytes, str]:
    """The model with one more output, and that output's name; as it was, and "", where the place is not certain."""
    found: set[bytes] = set()
    outputs: set[bytes] = set()
    for graph in _fields(memoryview(model), _GRAPH):
        for node in _fields(graph, _NODE):
            if any(bytes(kind) == ROUNDING_UP for kind in _fields(node, _KIND_OF_NODE)):
                found.update(bytes(name) for name in _fields(node, _OUTPUT_OF_NODE))
        for output in _fields(graph, _OUTPUT_OF_GRAPH):
            outputs.update(bytes(name) for name in _fields(output, _NAME))
    if len(found) != 1:
        return model, ""
    (name,) = found
    if name in outputs:
        return model, name.decode()
    element = bytes([_ELEMENT << 3 | _VARINT, _FLOAT])
    value = _field(_NAME, name) + _field(_TYPE, _field(_TENSOR, element))
    return model + _field(_GRAPH, _field(_OUTPUT_OF_GRAPH, value)), name.decode()


def _fields(message: memoryview, wanted: int) -> Iterator[memoryview]:
    """The fields of one number that have a length. Raises `NotAGraph`."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        kind = key & 7
        if kind == _LENGTH:
            length, at = _varint(message, at)
            if at + length > len(message):
                raise NotAGraph
            if key >> 3 == wanted:
                yield message[at : at + length]
            at += length
        elif kind == _VARINT:
            _, at = _varint(message, at)
        elif kind in (_FIXED32, _FIXED64):
            at += 4 if kind == _FIXED32 else 8
        else:
            raise NotAGraph


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(message) and shift < 64:
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
    raise NotAGraph


def _field(number: int, body: bytes) -> bytes:
    return _written(number << 3 | _LENGTH) + _written(len(body)) + body


def _written(value: int) -> bytes:
    made = bytearray()
    while value > 0x7F:
        made.append(value & 0x7F | 0x80)
        value >>= 7
    made.append(value)
    return bytes(made)
