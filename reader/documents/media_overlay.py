"""Recorded narration that belongs to an e-book: which stretch of sound says which place of the text. Pure; any thread.

A seam: the spans are read and named among what is set aside; nothing plays them yet. Who does finds the sentences of
a fragment by the part's name and the element's id. Source: EPUB 3.3, 9 "Media overlays"; clock values as in SMIL 3.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from reader.documents.zip_parts import ZipParts, local_name, resolved

_CLOCK = re.compile(
    r"(?:(?:(?P<h>\d{1,4}):)?(?P<min>\d{1,2}):(?P<s>\d{1,2}(?:\.\d{1,6})?)"
    r"|(?P<count>\d{1,9}(?:\.\d{1,6})?)(?P<unit>h|min|s|ms)?)"
)
_UNITS_MS = {"h": 3_600_000, "min": 60_000, "s": 1000, "ms": 1, None: 1000}
_MOST_SPANS = 100_000


@dataclass(frozen=True, slots=True)
class AudioSpan:
    """A stretch of recorded sound that says one place of the text."""

    part: str
    """Name of the text in the archive."""
    fragment: str
    """Id of the element in it; "" for the whole."""
    audio: str
    """Name of the sound file in the archive."""
    begin_ms: int
    end_ms: int | None
    """None: to the end of the file."""


def read_spans(parts: ZipParts, name: str) -> Iterator[AudioSpan]:
    """The spans of one overlay in order; what is not whole is left out. Raises as `ZipParts.read`."""
    root = parts.xml(name)
    if root is None:
        return
    count = 0
    for par in root.iter():
        if local_name(par) != "par" or count >= _MOST_SPANS:
            continue
        children = {local_name(child): child for child in par}
        text, audio = children.get("text"), children.get("audio")
        if text is None or audio is None:
            continue
        href = text.get("src") or ""
        part, sound = resolved(name, href), resolved(name, audio.get("src") or "")
        begin_ms = _milliseconds(audio.get("clipBegin") or "0")
        end = audio.get("clipEnd")
        end_ms = _milliseconds(end) if end else None
        if part in parts and sound in parts and begin_ms is not None:
            count += 1
            yield AudioSpan(part, unquote(urlsplit(href).fragment), sound, begin_ms, end_ms)


def _milliseconds(clock: str) -> int | None:
    """The value of "0:01:02.5", "62.5s" or "62500ms"."""
    found = _CLOCK.fullmatch(clock.strip())
    if not found:
        return None
    if found["count"]:
        return round(float(found["count"]) * _UNITS_MS[found["unit"]])
    minutes = int(found["h"] or 0) * 60 + int(found["min"])
    return round((minutes * 60 + float(found["s"])) * 1000)
