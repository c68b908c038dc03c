"""Tells the marks of footnotes, and finds the blocks that they lead to. Pure; any thread."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol
from urllib.parse import unquote, urldefrag

from reader.documents.block import Block
from reader.documents.page_tree import Node

_BARE = r"\d{1,3}|[a-z]{1,2}|[ivx]{1,5}|[*∗†‡§¶#]{1,4}|(?:note|nb|n|ref)\.?\s?\d{1,3}"
_MARK = re.compile(rf"\s*[\[(]?\s*(?:{_BARE})\s*[\])]?\s*", re.IGNORECASE)
_SURE = re.compile(r"\s*(?:\[.*\]|[*∗†‡§¶]+)\s*")
_NAMED = re.compile(r"(?:^|[^a-z])(?:foot-?note|note-?ref|fn-?ref|end-?note|reference|cite)")
_BACK = re.compile(r"[\s\^↑↩↵⤴⏎▲⬆⇧\ufe0e\ufe0f]*")
_BACK_NAMED = re.compile(
    r"(?:^|[^a-z])(?:cite-backlink|footnote-back\w*|reversefootnote|doc-backlink|back-?ref)"
)
_LONGEST_MARK_CHARS = 12
_LONGEST_WAY_BACK_CHARS = 30
_CLIMB = 4
"""How far above an anchor the block that holds it may lie."""


class Placed(Protocol):
    """A block and the element that it came from."""

    @property
    def block(self) -> Block: ...

    @property
    def node(self) -> Node: ...


def within_page(href: str, base: str) -> str | None:
    """The id that a link leads to in its own page, or None."""
    rest, fragment = urldefrag(href.strip())
    if not fragment or (rest and rest != urldefrag(base).url):
        return None
    return unquote(fragment)


def is_mark(node: Node, text: str) -> bool:
    """Whether a link within the page that reads so is the mark of a note."""
    if len(text) > _LONGEST_MARK_CHARS or not _MARK.fullmatch(text):
        return False
    if "noteref" in node.attrs.get("role", "") + node.attrs.get("epub:type", ""):
        return True
    parent = node.parent
    return (
        bool(_SURE.fullmatch(text))
        or (parent is not None and parent.tag == "sup")
        or any(d.tag == "sup" for d in node.descendants())
        or bool(_NAMED.search(node.names()))
    )


def leads_back(node: Node) -> bool:
    """Whether an element inside a line is the way back from a note to its mark: nothing to read."""
    if node.chars <= _LONGEST_WAY_BACK_CHARS and _BACK_NAMED.search(node.names()):
        return True
    return (
        node.tag == "a"
        and node.attrs.get("href", "").startswith("#")
        and bool(_BACK.fullmatch(node.text()))
    )


def noted(page: Node, blocks: Sequence[Placed]) -> dict[int, tuple[str, ...]]:
    """Ids to which marks lead, by the place among `blocks` of the block that is the note."""
    wanted = {mark.target for one in blocks for mark in one.block.marks}
    if not wanted:
        return {}
    under: dict[int, int] = {}
    for at, one in enumerate(blocks):
        node: Node | None = one.node
        while node is not None and id(node) not in under:
            under[id(node)] = at
            node = node.parent
    found: dict[int, list[str]] = {}
    for node in page.descendants():
        name = node.attrs.get("id") or (node.attrs.get("name") if node.tag == "a" else None)
        if not name or name not in wanted:
            continue
        wanted.discard(name)  # only the first element of an id counts
        here: Node | None = node
        for _ in range(_CLIMB):
            if here is None or here.tag == "body" or id(here) in under:
                break
            here = here.parent
        if here is not None and here.tag != "body" and id(here) in under:
            found.setdefault(under[id(here)], []).append(name)
    return {at: tuple(names) for at, names in found.items()}
