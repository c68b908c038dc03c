"""Finds in a footer the few lines that a listener may need: numbers, addresses, disclaimers. Pure; any thread."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reader.documents.block import Block

TITLE = "Contact and small print"
"""Of the last section, where a page's footer has such lines."""

_MOST_LINES = 12
_MOST_CHARS = 1500
_PHONE = re.compile(
    r"(?<![\d/.-])(?:\+\d{1,3}[\s(.-]*)?(?:\(?0?\d{2,5}\)?[\s.-]+){1,3}\d{3,4}(?![\d/-])|\b0\d{9,10}\b"
)
_DIGITS = re.compile(r"\d")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_NEEDED = re.compile(
    r"\b(?:in an emergency|emergency (?:line|number|services)|helpline|hotline|crisis (?:line|text)|samaritans"
    r"|disclaimer|medical advice|not (?:a )?(?:substitute|intended|replace)|does not replace|general information only"
    r"|not (?:be )?(?:held )?(?:responsible|liable)|professional advice|consult (?:a|your|with|the))\b",
    re.IGNORECASE,
)


def needed_lines(footer: Iterable[Block], read: Iterable[Block]) -> list[Block]:
    """The blocks of a footer that hold a telephone number, an e-mail address, an emergency line or a disclaimer.

    What is also `read` elsewhere is left out.
    """
    seen = {block.text for block in read}
    found: list[Block] = []
    for block in footer:
        if block.text in seen or not is_needed(block):
            continue
        seen.add(block.text)
        found.append(Block(block.text, "body", 0, block.links, block.phrases, block.breaks))
        if len(found) == _MOST_LINES:
            break
    return found


def is_needed(block: Block) -> bool:
    """Whether a block is short and holds a telephone number, an e-mail address, an emergency line or a disclaimer."""
    if len(block.text) > _MOST_CHARS:
        return False
    if any(link.target.startswith(("tel:", "mailto:")) for link in block.links):
        return True
    if _ADDRESS.search(block.text) or _NEEDED.search(block.text):
        return True
    return any(9 <= len(_DIGITS.findall(number)) <= 15 for number in _PHONE.findall(block.text))
