"""Text made safe and measured for a terminal: pure functions, any thread.

The last door before the screen. A page's text is never markup here, and nothing in it may move the cursor,
change a colour or turn the writing direction of what stands beside it.
"""

from __future__ import annotations

import re

from rich.cells import cell_len, get_character_cell_size

_EMOJI = "\u2600-\u27bf\ufe0f\U0001f000-\U0001faff"

_SPACES = re.compile("[\t\n\x0b\x0c\r\x85\u2028\u2029]")

_UNSAFE = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # C0 and C1 controls: escape sequences begin with these
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidi controls: can show text in a false order
    "\u00ad\u200b\u2060\ufeff\ufe0e\ufe0f"  # terminals disagree about the width of these
    "\ufff9-\ufffb\U000e0000-\U000e007f"
    f"]|(?<=[{_EMOJI}])\u200d"  # joined emoji: two cells in one terminal, eight in the next
)

_SURROGATES = re.compile("[\ud800-\udfff]")

_NOT_BEFORE = frozenset("、。，．：；！？」』）】〉》〕］｝ー々,.;:!?)]}’”…")
"""Marks that do not begin a line."""

_ALL_SAFE = re.compile("[\x20-\x7e]*")

_ALL_SINGLE = re.compile(
    "[\x20-\x7e\xa0-\u02ff\u0370-\u0482\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*"
)
"""Text that takes exactly one cell a character, which is nearly all of it: no need to measure."""


def plain(text: str) -> str:
    """Drop whatever a terminal could take for anything but a character to draw.

    A filter that looks only backwards, so `len(plain(text[:n]))` is where code point `n` has gone.
    """
    if _ALL_SAFE.fullmatch(text):
        return text
    text = _UNSAFE.sub("", _SPACES.sub(" ", text))
    return _SURROGATES.sub("\ufffd", text)


def moved_offset(text: str, offset: int) -> int:
    """Where code point `offset` of `text` stands in `plain(text)`."""
    if _ALL_SAFE.fullmatch(text):
        return offset
    return len(plain(text[: max(0, offset)]))


def fit(text: str, width: int) -> str:
    """Make safe text at most `width` cells wide, with … where something had to go."""
    text = plain(text)
    if cell_len(text) <= width:
        return text
    if width <= 1:
        return "…"[: max(0, width)]
    return text[: _fitting(text, 0, width - 1)].rstrip() + "…"


def padded(text: str, width: int) -> str:
    """Safe text filled up with spaces to `width` cells."""
    return text + " " * (width - cell_len(text))


def line_bar(fraction: float, width: int) -> str:
    """A bar `width` cells wide: heavy as far as one is, light after that."""
    halves = round(2 * width * min(1.0, max(0.0, fraction)))
    full = "━" * (halves // 2) + ("╸" if halves % 2 else "")
    return full + "─" * (width - len(full))


def wrap(text: str, width: int) -> list[tuple[int, int]]:
    """Lines of safe text as half-open ranges of code points, each at most `width` cells wide.

    Breaks at spaces, on either side of wide characters, and inside a word only where it is wider than a line.
    Spaces at a break belong to no line.
    """
    width = max(2, width)  # a wide character needs two cells
    lines: list[tuple[int, int]] = []
    start, length = 0, len(text)
    single = _ALL_SINGLE.fullmatch(text) is not None
    while start < length:
        while start < length and text[start] == " ":
            start += 1
        if start >= length:
            break
        limit = start + width if single else _fitting(text, start, width)
        if limit >= length:
            lines.append((start, len(text.rstrip(" "))))
            break
        end = _break_before(text, start, limit, single)
        lines.append((start, start + len(text[start:end].rstrip(" "))))
        start = end
    return lines or [(0, 0)]


def _fitting(text: str, start: int, width: int) -> int:
    """One past the last code point from `start` on that still fits into `width` cells."""
    used, index = 0, start
    while index < len(text):
        size = get_character_cell_size(text[index])
        if used + size > width:
            return index
        used += size
        index += 1
    return index


def _break_before(text: str, start: int, limit: int, single: bool) -> int:
    """Where the next line begins, given that `limit` no longer fits."""
    if text[limit] == " ":
        return limit
    space = text.rfind(" ", start, limit)
    if not single:
        for index in range(limit, max(space + 1, start), -1):
            if text[index] not in _NOT_BEFORE and (
                get_character_cell_size(text[index]) == 2
                or (get_character_cell_size(text[index]) == 1 and _is_wide(text[index - 1]))
            ):
                return index
    if space > start:
        return space
    while limit - 1 > start and get_character_cell_size(text[limit]) == 0:
        limit -= 1
    return limit


def _is_wide(character: str) -> bool:
    return get_character_cell_size(character) == 2
