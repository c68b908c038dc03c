"""Counts the items of ordered lists as a browser would draw them: "3.", "c.", "iv.". Pure; any thread."""

from __future__ import annotations

import re

from reader.documents.page_tree import Node

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_TYPE = re.compile(r"list-style(?:-type)?\s*:[^;]*?\b(lower|upper)-(alpha|latin|roman)\b")
_NO_COUNT = re.compile(r"list-style(?:-type)?\s*:[^;]*?\b(?:none|disc|circle|square)\b")
_TYPES = {
    ("lower", "alpha"): "a",
    ("lower", "latin"): "a",
    ("lower", "roman"): "i",
    ("upper", "alpha"): "A",
    ("upper", "latin"): "A",
    ("upper", "roman"): "I",
}


class ItemMarkers:
    """The numbers of the items of a page's lists, asked for in reading order."""

    def __init__(self) -> None:
        self._next: dict[int, int] = {}

    def of(self, item: Node) -> str:
        """What an item is counted as; "" where its list has bullets."""
        around = item.parent
        if around is None or around.tag != "ol":
            return ""
        style = around.attrs.get("style", "")
        if _NO_COUNT.search(style):
            return ""
        step = -1 if "reversed" in around.attrs else 1
        number = _number(item.attrs.get("value"))
        if number is None:
            number = self._next.get(id(around))
        if number is None:
            number = _number(around.attrs.get("start"))
        if number is None:
            number = 1 if step == 1 else _items(around)
        self._next[id(around)] = number + step
        named = _TYPE.search(style)
        kind = _TYPES[named[1], named[2]] if named else around.attrs.get("type", "1")
        return f"{_written(number, kind)}."


def _number(value: str | None) -> int | None:
    value = (value or "").strip()
    return int(value) if re.fullmatch(r"-?[0-9]{1,6}", value) else None


def _items(around: Node) -> int:
    return sum(1 for child in around.children if isinstance(child, Node) and child.tag == "li")


def _written(number: int, kind: str) -> str:
    """The number in figures, letters or Roman numerals. Source: HTML Standard, section 4.4.5, `type`."""
    if kind in ("a", "A") and number > 0:
        letters = ""
        while number:
            number, at = divmod(number - 1, 26)
            letters = chr(97 + at) + letters
        return letters if kind == "a" else letters.upper()
    if kind in ("i", "I") and 0 < number < 4000:
        letters = ""
        for value, sign in _ROMAN:
            count, number = divmod(number, value)
            letters += sign * count
        return letters if kind == "i" else letters.upper()
    return str(number)
