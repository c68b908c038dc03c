"""A voice of Piper's kind, a few hundred bytes long, written by hand: real enough for the real runtime to load and run.

Each sound lasts a whole number of frames that depends on its number, and the whole hums at 220 Hz.
"""

from __future__ import annotations

import json
import struct
from pathlib import Path

RATE_HZ = 22050
HOP = 256
FLOAT, INT64 = 1, 7
PHONEMES = "_^$ .,;:!?abcdefhijklmnoprstuvwzæðŋɐɑɒɔəɚɛɜɡɪɹʃʊʌʒθːˈˌɾ"


def _varint(value: int) -> bytes:
    made = bytearray()
    while value > 0x7F:
        made.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*made, value])


def _text(number: int, body: bytes | str) -> bytes:
    data = body.encode() if isinstance(body, str) else body
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def _number(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _value(name: str, kind: int, *sizes: int | str) -> bytes:
    dimensions = b"".join(
        _text(1, _text(2, size) if isinstance(size, str) else _number(1, size)) for size in sizes
    )
    return _text(1, name) + _text(2, _text(1, _number(1, kind) + _text(2, dimensions)))


def _constant(name: str, kind: int, sizes: tuple[int, ...], raw: bytes) -> bytes:
    head = b"".join(_number(1, size) for size in sizes)
    return head + _number(2, kind) + _text(8, name) + _text(9, raw)


def _node(kind: str, inputs: str, output: str, *attributes: tuple[str, int]) -> bytes:
    made = b"".join(_text(1, name) for name in inputs.split()) + _text(2, output) + _text(4, kind)
    for name, value in attributes:
        made += _text(5, _text(1, name) + _number(3, value) + _number(20, 2))
    return made


def model(*, rounds: int = 1, gain: float = 0.5) -> bytes:
    """The model; `rounds`: how often its graph rounds up, of which a real voice's does once."""

    def floats(*values: float) -> bytes:
        return struct.pack(f"<{len(values)}f", *values)

    def integers(*values: int) -> bytes:
        return struct.pack(f"<{len(values)}q", *values)

    nodes = [
        _node("Cast", "input", "x", ("to", FLOAT)),
        _node("Mul", "x step", "longer"),
        _node("Add", "longer least", "usual"),
        _node("Gather", "scales one", "length_scale"),
        _node("Mul", "usual length_scale", "w"),
        _node("Ceil", "w", "w_ceil"),
        *(_node("Ceil", "w_ceil", f"again_{number}") for number in range(rounds - 1)),
        _node("ReduceSum", "w_ceil", "frames", ("keepdims", 0)),
        _node("Mul", "frames hop", "samples"),
        _node("Cast", "samples", "count", ("to", INT64)),
        _node("Range", "zero count unit", "ticks"),
        _node("Cast", "ticks", "times", ("to", FLOAT)),
        _node("Mul", "times pitch", "phase"),
        _node("Sin", "phase", "wave"),
        _node("Mul", "wave gain", "soft"),
        _node("Reshape", "soft shape", "output"),
    ]
    constants = [
        _constant("step", FLOAT, (), floats(0.05)),
        _constant("least", FLOAT, (), floats(2.0)),
        _constant("one", INT64, (), integers(1)),
        _constant("hop", FLOAT, (), floats(HOP)),
        _constant("zero", INT64, (), integers(0)),
        _constant("unit", INT64, (), integers(1)),
        _constant("pitch", FLOAT, (), floats(6.283185307 * 220 / RATE_HZ)),
        _constant("gain", FLOAT, (), floats(gain)),
        _constant("shape", INT64, (4,), integers(1, 1, 1, -1)),
    ]
    graph = b"".join(_text(1, node) for node in nodes) + _text(2, "tiny")
    graph += b"".join(_text(5, constant) for constant in constants)
    graph += _text(11, _value("input", INT64, 1, "phonemes"))
    graph += _text(11, _value("input_lengths", INT64, 1))
    graph += _text(11, _value("scales", FLOAT, 3))
    graph += _text(12, _value("output", FLOAT, 1, 1, 1, "time"))
    return _number(1, 8) + _text(7, graph) + _text(8, _number(2, 13))


def config(*, language: str = "en_GB", espeak: str = "en-gb") -> bytes:
    """What stands beside the model."""
    ids = {phoneme: [number] for number, phoneme in enumerate(PHONEMES)}
    return json.dumps(
        {
            "audio": {"sample_rate": RATE_HZ, "quality": "medium"},
            "espeak": {"voice": espeak},
            "language": {"code": language, "family": language[:2], "name_english": "English"},
            "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
            "phoneme_type": "espeak",
            "num_speakers": 1,
            "phoneme_id_map": ids,
            "dataset": "tiny",
        }
    ).encode()


def write_voice(folder: Path, key: str = "en_GB-tiny-low", **kinds: str) -> Path:
    """Both files; gives the model's."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{key}.onnx"
    path.write_bytes(model())
    path.with_name(f"{path.name}.json").write_bytes(config(**kinds))
    return path
