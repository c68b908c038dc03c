"""The natural voices that were added: which there are, and what their files say. Any thread; reads small files.

A voice is two files, as Piper has them: `KEY.onnx`, and beside it `KEY.onnx.json` with its language, its rate and the
numbers of its sounds.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

from reader.errors import VoiceProblem
from reader.speech.utterance import Voice
from reader.speech.voice_choice import NATURAL

ENGINE = "piper"
PREFIX = NATURAL
"""Of the ids of these voices; what follows is the key."""
MODEL, CONFIG = ".onnx", ".onnx.json"
LARGEST_CONFIG_BYTES = 1_000_000
_KEY = re.compile(r"[A-Za-z0-9][\w.+-]{0,99}", re.ASCII)
_ADD_AGAIN = "Add it again, or take another voice."


def is_key(key: str) -> bool:
    """Whether it may be the name of a voice's files."""
    return _KEY.fullmatch(key) is not None and ".." not in key


def model_path(folder: Path, voice_id: str) -> Path | None:
    """The model of a natural voice; None where it is not one, or is not here."""
    key = voice_id.removeprefix(PREFIX)
    if key == voice_id or not is_key(key):
        return None
    path = folder / f"{key}{MODEL}"
    return path if path.is_file() else None


def fingerprint(model: Path) -> str:
    """What changes when the voice's files do."""
    parts = []
    for path in (model, config_path(model)):
        with suppress(OSError):  # gone since it was looked for: then nothing is made with it either
            seen = path.stat()
            parts.append(f"{seen.st_size}.{seen.st_mtime_ns}")
    return f"{ENGINE}:{':'.join(parts)}"


def config_path(model: Path) -> Path:
    """What stands beside a model."""
    return model.with_name(f"{model.name.removesuffix(MODEL)}{CONFIG}")


def read_config(model: Path) -> dict[str, Any]:
    """What stands beside a model.

    Raises `VoiceProblem` where it is missing or not of this kind.
    """
    path = config_path(model)
    try:
        with path.open("rb") as file:
            config = json.loads(file.read(LARGEST_CONFIG_BYTES + 1))
        # Whatever is missing here, the voice could not speak without.
        _ = config["phoneme_id_map"]["_"], int(config["audio"]["sample_rate"])
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise VoiceProblem(
            f"The voice {model.stem} cannot be used, for {path.name} cannot be read: {reason}. "
            f"{_ADD_AGAIN}"
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise VoiceProblem(
            f"The voice {model.stem} cannot be used, for {path.name} is not what belongs to a voice. "
            f"{_ADD_AGAIN}"
        ) from error
    return dict(config)


def installed(folder: Path) -> tuple[Voice, ...]:
    """The voices in a folder whose files can be used, in the order of their names."""
    found = []
    for path in sorted(folder.glob(f"*{MODEL}")):
        with suppress(VoiceProblem):  # it says so when it is asked for
            found.append(voice_of(path.name.removesuffix(MODEL), read_config(path)))
    return tuple(found)


def voice_of(key: str, config: dict[str, Any]) -> Voice:
    """A voice as a person is told of it."""
    language = config.get("language")
    code = language.get("code") if isinstance(language, dict) else None
    espeak = config.get("espeak")
    spoken = espeak.get("voice") if isinstance(espeak, dict) else None
    tag = str(code or spoken or key.partition("-")[0]).replace("_", "-")
    return Voice(f"{PREFIX}{key}", display_name(key), (tag,), ENGINE)


def display_name(key: str) -> str:
    """A key such as "en_GB-alan-medium" as a person says it."""
    parts = key.split("-")
    name = parts[1] if len(parts) > 1 else key
    return f"{name.replace('_', ' ').title()}, natural"
