"""Pages whose text a browser would make: what the server sent all the same. Pure; any thread."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from reader.documents.block import Block
from reader.documents.blocks import read_blocks
from reader.documents.page_tree import grow
from reader.documents.plain_text import clean

_SCRIPT = re.compile(r"<script\b([^<>]{0,2000})>", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script\b", re.IGNORECASE)
_ASSIGNED = re.compile(
    r"\s*(?:(?:window|self|globalThis)[.\[]|var\s|let\s|const\s)[^={}]{1,80}=\s*"
)
_BODY_KEYS = ("articleBody", "text")
_LEAST_CHARS = 200
_LEAST_ARTICLE_CHARS = 40
"""What says of itself that it is the article may be short, where the page has nothing else. (judgement)"""
_LEAST_PARAGRAPH_CHARS = 80
_LEAST_SPACES_SHARE = 0.1
_MOST_SIGNS_SHARE = 0.02
_SIGNS = re.compile(r"[{}\[\]=\\]|;(?=\S)")
"""Of these programs and styles have many, and prose hardly any."""
_SENTENCE_END = re.compile(r"[.!?。！？](?:\s|$|<|[\"”’])")
_TAG = re.compile(r"<[^<>]{1,500}>")
_MARKUP = re.compile(r"<(?:p|h[1-6]|li|div|br)\b", re.IGNORECASE)
_PARAGRAPH = re.compile(r"\n\s*")
_MOST_STEPS = 20_000
_MOST_CHARS = 4_000_000
_LONGEST_PLEA_CHARS = 300
_PLEA = re.compile(
    r"\b(?:enabl\w+|requires?|needs?|(?:turn|switch)(?:ed)? on|activat\w+|allow|activez|activer|aktivier\w+|habilit\w+"
    r"|active)\b.{0,40}\bjavascript\b"
    r"|\bjavascript\b.{0,60}\b(?:enabled|disabled|required?|needed|(?:turned|switched) (?:on|off)|not supported"
    r"|activated|aktivier\w+|activé\w*|habilitado)\b",
    re.IGNORECASE,
)


def needs_browser(markup: str) -> bool:
    """Whether a page without text has scripts that would make it."""
    return bool(re.search(r"<script\b", markup, re.IGNORECASE))


def asks_for_script(text: str) -> bool:
    """Whether a line does no more than ask for JavaScript to be switched on."""
    return len(text) <= _LONGEST_PLEA_CHARS and bool(_PLEA.search(text))


def blocks_for_machines(markup: str, base: str, said_chars: int = 0) -> list[Block]:
    """The text that a page holds for machines; empty where there is none.

    That is the article in its linked data (JSON-LD), or else the longest prose among the values its scripts start
    from. `said_chars`: how much text the page itself has; a short article must be longer.
    """
    articles: list[str] = []
    prose: list[str] = []
    for names, content in _scripts(markup):
        try:
            if "ld+json" in names:
                articles += _strings(json.loads(content), only_bodies=True)
            elif "json" in names:
                prose += _strings(json.loads(content), only_bodies=False)
            elif assigned := _ASSIGNED.match(content):
                value, _ = json.JSONDecoder().raw_decode(content, assigned.end())
                prose += _strings(value, only_bodies=False)
        except (ValueError, RecursionError):
            continue
    best = max(articles, key=len, default="")
    if len(best) >= _LEAST_CHARS or len(best) >= max(_LEAST_ARTICLE_CHARS, said_chars + 1):
        return _blocks(best, base)
    prose = [text for text in prose if _is_prose(text)]
    best = max(prose, key=len, default="")
    if len(best) >= _LEAST_CHARS:
        return _blocks(best, base)
    apart = list(dict.fromkeys(prose))
    if sum(map(len, apart)) >= _LEAST_CHARS:
        return [block for text in apart for block in _blocks(text, base)]
    return []


def _blocks(text: str, base: str) -> list[Block]:
    """The blocks of a text, which may be markup."""
    if _MARKUP.search(text):
        return [one.block for one in read_blocks(grow(text), base)]
    lines = (clean(_TAG.sub(" ", line)) for line in _PARAGRAPH.split(text))
    return [Block(line) for line in lines if line]


def _is_prose(text: str) -> bool:
    """Whether a value is a paragraph or more for people, not an address, a program or a style."""
    if len(text) < _LEAST_PARAGRAPH_CHARS or not _SENTENCE_END.search(text):
        return False
    said = _TAG.sub(" ", text)
    return (
        said.count(" ") >= _LEAST_SPACES_SHARE * len(said)
        and len(_SIGNS.findall(said)) <= _MOST_SIGNS_SHARE * len(said)
        and not asks_for_script(said)
    )


def _scripts(markup: str) -> Iterator[tuple[str, str]]:
    """Attributes in lower case and content of each script; goes through the markup once, whatever is left open."""
    script = _SCRIPT.search(markup)
    while script:
        end = _SCRIPT_END.search(markup, script.end())
        if not end:
            return
        if end.start() - script.end() <= _MOST_CHARS:
            yield script[1].lower(), markup[script.end() : end.start()]
        script = _SCRIPT.search(markup, end.end())


def _strings(data: Any, *, only_bodies: bool) -> Iterator[str]:
    """The strings in nested values, in order; `only_bodies`: those that are said to be an article's text."""
    stack: list[tuple[Any, Any]] = [("", data)]
    for _ in range(_MOST_STEPS):
        if not stack:
            return
        key, value = stack.pop()
        if isinstance(value, str):
            if not only_bodies or key in _BODY_KEYS:
                yield value
        elif isinstance(value, list):
            stack += [(key if only_bodies else "", inner) for inner in reversed(value)]
        elif isinstance(value, dict):
            stack += reversed(value.items())
