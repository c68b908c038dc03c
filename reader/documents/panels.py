"""Finds the panels that lines of an accordion or tabs open, so that they are read with them. Pure; any thread."""

from __future__ import annotations

from collections.abc import Sequence

from reader.documents.blocks import PlacedBlock
from reader.documents.page_tree import Node

_STEPS_UP = 3
"""How far above the line that opens a panel the panel's neighbour may be: the line's heading, its item's head."""
_MOST_BETWEEN = 10
"""Runs of white space and empty elements between a line and its panel."""
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6 summary dt".split())
_TOGGLES = ("data-toggle", "data-bs-toggle")


def with_panels(page: Node, blocks: Sequence[PlacedBlock], kept: Sequence[bool]) -> list[bool]:
    """Which blocks are read, with those of the panels whose opening lines are read."""
    openers = [
        opener
        for one, keep in zip(blocks, kept, strict=True)
        if keep and (opener := _opener(one.node)) is not None
    ]
    if not openers:
        return list(kept)
    by_id = {node.attrs["id"]: node for node in page.descendants() if node.attrs.get("id")}
    panels: set[int] = set()
    places: dict[int, int] = {}
    for opener in openers:
        panel = by_id.get(opener.attrs.get("aria-controls", "")) or _below(opener, places)
        if panel is not None and panel.chars and panel.link_chars * 2 < panel.chars:
            panels.add(id(panel))
    return [keep or _lies_in(one.node, panels) for one, keep in zip(blocks, kept, strict=True)]


def _opener(node: Node) -> Node | None:
    """What opens a panel: the element of a line, what is around it, or what is all of it."""
    around = [node, node.parent, *node.children[:3]]
    for at in around:
        if isinstance(at, Node) and at.attrs and at.chars == node.chars:
            attrs = at.attrs
            if "aria-expanded" in attrs or attrs.get("role") == "tab":
                return at
            if any(attrs.get(key) in ("collapse", "tab") for key in _TOGGLES):
                return at
    return None


def _below(opener: Node, places: dict[int, int]) -> Node | None:
    """The next element with text after the line, or after what holds nothing but the line.

    `places` remembers where elements stand among their neighbours.
    """
    at = opener
    for _ in range(_STEPS_UP):
        around = at.parent
        if around is None:
            return None
        if id(at) not in places:
            places |= {id(child): i for i, child in enumerate(around.children)}
        place = places[id(at)] + 1
        for after in around.children[place : place + _MOST_BETWEEN]:
            if isinstance(after, Node) and after.chars:
                return None if after.tag in _HEADINGS or _opener(after) else after
        if around.chars != opener.chars:
            return None
        at = around
    return None


def _lies_in(node: Node, panels: set[int]) -> bool:
    at: Node | None = node
    while at is not None:
        if id(at) in panels:
            return True
        at = at.parent
    return False
