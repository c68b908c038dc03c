"""Pages whose text a browser would make: what the server sent all the same. Pure; any thread."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from reader.documents.block import Block
from reader.documents.plain_text import clean

_SCRIPT = re.compile(r"<script\b([^<>]{0,2000})>", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script\b", re.IGNORECASE)
_BODY_KEYS = ("articleBody", "text")
_LEAST_CHARS = 200
_TAG = re.compile(r"<[^<>]{1,500}>")
_PARAGRAPH = re.compile(r"\n\s*|<(?:/p|/div|/li|/h[1-6]|br)\b[^<>]{0,200}>", re.IGNORECASE)
_MOST_STEPS = 20_000


def needs_browser(markup: str) -> bool:
    """Whether a page without text has scripts that would make it."""
    return bool(re.search(r"<script\b", markup, re.IGNORECASE))


def blocks_for_machines(markup: str) -> list[Block]:
    """The article that a page's data for machines (JSON-LD) holds, as paragraphs; empty where there is none."""
    best = ""
    for content in _data_scripts(markup):
        try:
            data = json.loads(content)
        except (ValueError, RecursionError):
            continue
        for text in _bodies(data):
            best = max(best, text, key=len)
    if len(best) < _LEAST_CHARS:
        return []
    lines = (clean(_TAG.sub(" ", line)) for line in _PARAGRAPH.split(best))
    return [Block(line) for line in lines if line]


def _data_scripts(markup: str) -> Iterator[str]:
    """What stands in each script element of linked data. Goes through the markup once, whatever is left open in it."""
    script = _SCRIPT.search(markup)
    while script:
        end = _SCRIPT_END.search(markup, script.end())
        if not end:
            return
        if "ld+json" in script[1].lower():
            yield markup[script.end() : end.start()]
        script = _SCRIPT.search(markup, end.end())


def _bodies(data: Any) -> Iterator[str]:
    stack = [data]
    for _ in range(_MOST_STEPS):
        if not stack:
            return
        item = stack.pop()
        if isinstance(item, list):
            stack += item
        elif isinstance(item, dict):
            for key, value in item.items():
                if isinstance(value, str):
                    if key in _BODY_KEYS:
                        yield value
                else:
                    stack.append(value)
