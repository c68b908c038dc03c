"""Text set into the columns of a terminal, where a letter of some scripts takes two. Main thread."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterator

_PIECES = re.compile(
    "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\U00020000-\U0003fffd]|\\S+?(?=[\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]|\\s|$)|\\s+"
)
"""A line may be broken after each of these."""


def width_of(text: str) -> int:
    """How many columns it takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF")
        for c in text
    )


def padded(text: str, columns: int) -> str:
    """The text with spaces after it, up to so many columns."""
    return text + " " * max(columns - width_of(text), 0)


def wrapped(text: str, columns: int, first: str, further: str) -> Iterator[str]:
    """Lines of no more than so many columns; `first` and `further` stand before them."""
    if width_of(text) == len(text):
        yield from textwrap.wrap(
            text,
            max(columns, 20 + len(first)),
            initial_indent=first,
            subsequent_indent=further,
            break_on_hyphens=False,
        )
        return
    line = first
    used = width_of(first)
    is_new = True
    for piece in _PIECES.findall(text):
        wide = width_of(piece)
        if used + wide > columns and not is_new:
            yield line.rstrip()
            line, used, is_new = further, width_of(further), True
        if is_new and piece.isspace():
            continue
        line, used, is_new = line + piece, used + wide, False
    if not is_new:
        yield line.rstrip()
