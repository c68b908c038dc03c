"""Reads the data that a page carries for machines (JSON-LD), as plain values. Pure; any thread."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from reader.documents.plain_text import clean

_SCRIPT = re.compile(r"<script\b([^>]{0,2000})>", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{1,500}>")
_MOST_STEPS = 20_000
_MOST_CHARS = 2_000_000


def things(markup: str) -> list[dict[str, Any]]:
    """All things that the page's JSON-LD describes, outer ones first."""
    found: list[dict[str, Any]] = []
    for text in _scripts(markup):
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            continue
        found += _inside(data)
    return found


def _scripts(markup: str) -> Iterator[str]:
    """What stands in the scripts that hold JSON-LD."""
    at, last = 0, markup.rfind("ld+json")
    while at < last and (begin := _SCRIPT.search(markup, at)):
        end = _SCRIPT_END.search(markup, begin.end())
        if not end:
            return
        if "ld+json" in begin[1] and end.start() - begin.end() <= _MOST_CHARS:
            yield markup[begin.end() : end.start()]
        at = end.end()


def kinds(thing: dict[str, Any]) -> list[str]:
    """What a thing is, such as "Article"."""
    named = thing.get("@type", "")
    return [
        name for name in (named if isinstance(named, list) else [named]) if isinstance(name, str)
    ]


def questions(described: list[dict[str, Any]]) -> list[str]:
    """The questions that a page says it answers."""
    names = (thing.get("name") for thing in described if "Question" in kinds(thing))
    return [clean(_TAG.sub(" ", name)) for name in names if isinstance(name, str)]


def _inside(data: Any) -> Iterator[dict[str, Any]]:
    waiting = [data]
    for _ in range(_MOST_STEPS):
        if not waiting:
            return
        item = waiting.pop(0) if len(waiting) < 100 else waiting.pop()
        if isinstance(item, list):
            waiting += item
        elif isinstance(item, dict):
            yield item
            waiting += [value for value in item.values() if isinstance(value, dict | list)]
