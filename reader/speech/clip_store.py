"""Clips kept on disk, so that what a slow voice has said once is there at once the next time.

Any thread; reads and writes files, so not for the main thread, except `has`, which only looks. What was not heard for
longest goes first when the room is used up. A clip that is damaged counts as missing. The folder may be emptied at
any time.
"""

from __future__ import annotations

import json
import os
import threading
import zlib
from contextlib import suppress
from pathlib import Path

from reader.speech.utterance import Clip, Utterance, WordMark

ROOM_BYTES = 500_000_000
"""Some five hours of speech. (judgement)"""
MADE_ROOM = 0.9
"""Of the room is still used after making some: so that it is not made anew for each clip."""
_FORM = 1
"""Of the files; a new number forgets the old ones."""
_ENDING = ".clip"


class ClipStore:
    """The folder of clips."""

    def __init__(self, folder: Path, *, room_bytes: int = ROOM_BYTES) -> None:
        self._folder = folder
        self._room_bytes = room_bytes
        self._lock = threading.Lock()
        self._used_bytes: int | None = None
        """None: not counted yet."""

    def has(self, utterance: Utterance, fingerprint: str) -> bool:
        """Whether there is a clip of it; `fingerprint` names what else decides the sound."""
        return self._path(utterance, fingerprint).is_file()

    def get(self, utterance: Utterance, fingerprint: str) -> Clip | None:
        """The clip, where it is kept and whole."""
        path = self._path(utterance, fingerprint)
        try:
            body = path.read_bytes()
        except OSError:
            return None
        clip = _unpacked(body)
        with suppress(
            OSError
        ):  # gone meanwhile, or not ours to touch: it is only the order of going
            if clip is None:
                path.unlink()
            else:
                os.utime(path)
        return clip

    def put(self, utterance: Utterance, fingerprint: str, clip: Clip) -> None:
        """Keep a clip; where there is no room on the disk it is not kept, and nothing is said: it can be made again."""
        path = self._path(utterance, fingerprint)
        aside = path.with_name(f"{path.name}.{os.getpid()}.new")
        body = _packed(clip)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            aside.write_bytes(body)
            aside.replace(path)
        except OSError:
            with suppress(OSError):
                aside.unlink()
            return
        self._make_room(len(body))

    def _path(self, utterance: Utterance, fingerprint: str) -> Path:
        import hashlib  # noqa: PLC0415 - loads OpenSSL, which only slow voices are worth

        prosody = utterance.prosody
        decides = (
            _FORM, fingerprint, utterance.text, utterance.voice_id, utterance.language,
            prosody.rate_wpm, prosody.volume, prosody.pitch, utterance.phonemes,
        )  # fmt: skip
        digest = hashlib.sha256(json.dumps(decides).encode()).hexdigest()
        return self._folder / f"{digest[:40]}{_ENDING}"

    def _make_room(self, added_bytes: int) -> None:
        with self._lock:
            if self._used_bytes is not None:
                self._used_bytes += added_bytes
                if self._used_bytes <= self._room_bytes:
                    return
            found: list[tuple[float, int, str]] = []
            for entry in os.scandir(self._folder):
                with suppress(OSError):  # another reader has just removed it
                    seen = entry.stat()
                    found.append((seen.st_mtime, seen.st_size, entry.path))
            used = sum(size for _, size, _ in found)
            if used > self._room_bytes:
                for _, size, path in sorted(found):
                    if used <= self._room_bytes * MADE_ROOM:
                        break
                    with suppress(OSError):
                        Path(path).unlink()
                        used -= size
            self._used_bytes = used


def _packed(clip: Clip) -> bytes:
    """High and low bytes of the frames apart: speech is soft, so the high ones pack well."""
    words = [[word.start, word.end, word.at_ms] for word in clip.words]
    head = json.dumps({"rate_hz": clip.sample_rate_hz, "words": words}, separators=(",", ":"))
    return head.encode() + b"\n" + zlib.compress(clip.pcm[1::2] + clip.pcm[::2], 1)


def _unpacked(body: bytes) -> Clip | None:
    head, _, packed = body.partition(b"\n")
    try:
        facts = json.loads(head)
        halves = zlib.decompress(packed)
        words = tuple(WordMark(start, end, at_ms) for start, end, at_ms in facts["words"])
        rate_hz = int(facts["rate_hz"])
    except (ValueError, KeyError, TypeError, zlib.error):
        return None
    pcm = bytearray(len(halves))
    pcm[1::2] = halves[: len(halves) // 2]
    pcm[::2] = halves[len(halves) // 2 :]
    return Clip(bytes(pcm), rate_hz, words)
