"""Chooses which blocks of a page are its text. Pure; any thread.

The seam for a better choice is `Chooser`: page, blocks and title in, one yes or no a block out. `choose` judges
every block by the fitted model, lets lists, tables and headings stand or fall with what belongs to them, and
falls back to the page's landmarks where next to nothing would be left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reader.documents.block_features import features_of
from reader.documents.blocks import PlacedBlock
from reader.documents.content_model import judge
from reader.documents.landmarks import kept_by_landmarks
from reader.documents.page_tree import Node
from reader.documents.part_names import part_saying

Chooser = Callable[[Node, Sequence[PlacedBlock], str], list[bool]]
"""Of the page's tree, its blocks in order and its title: which blocks are read."""

_LIKELY = 0.5
_GROUPS = frozenset("ul ol dl table".split())
_GROUP_WEIGHT = 0.5
"""How much an item's likelihood is that of its whole list."""
_TINY_SHARE = 0.25
"""With less of the landmarks' text than this chosen, the choice is not believed."""


def choose(page: Node, blocks: Sequence[PlacedBlock], title: str) -> list[bool]:
    """Which blocks are read, by the fitted model."""
    likely = _with_groups(blocks, judge(features_of(page, blocks, title)))
    kept = [value >= _LIKELY for value in likely]
    _decide_headings(blocks, likely, kept)
    for i, one in enumerate(blocks):
        if kept[i] and not one.block.level:
            text = one.block.text
            linked = sum(link.end - link.start for link in one.block.links)
            if part_saying(text, is_linked=linked * 2 > len(text)):
                kept[i] = False
    return _believed(page, blocks, kept)


def by_landmarks(page: Node, blocks: Sequence[PlacedBlock], title: str) -> list[bool]:  # noqa: ARG001 - a `Chooser`
    """Which blocks are read, by landmarks and names alone."""
    return kept_by_landmarks(page, [one.node for one in blocks])


def _with_groups(blocks: Sequence[PlacedBlock], likely: list[float]) -> list[float]:
    """The likelihoods, those of a list's items or a table's rows drawn together."""
    tally: dict[int, list[float]] = {}
    groups: list[int | None] = []
    for one, value in zip(blocks, likely, strict=True):
        group = _group(one.node)
        groups.append(group)
        if group is not None:
            words = one.block.text.count(" ") + 1
            sums = tally.setdefault(group, [0.0, 0.0])
            sums[0] += value * words
            sums[1] += words
    return [
        value
        if group is None
        else value * (1 - _GROUP_WEIGHT) + _GROUP_WEIGHT * tally[group][0] / tally[group][1]
        for value, group in zip(likely, groups, strict=True)
    ]


def _group(node: Node) -> int | None:
    at: Node | None = node
    while at is not None:
        if at.tag in _GROUPS:
            return id(at)
        if at.tag in ("article", "section", "main", "body"):
            return None
        at = at.parent
    return None


def _decide_headings(blocks: Sequence[PlacedBlock], likely: list[float], kept: list[bool]) -> None:
    """A heading is read where text under it is, and hardly where none is."""
    text_level = 7
    has_text: dict[int, bool] = {}
    for i in range(len(blocks) - 1, -1, -1):
        level = blocks[i].block.level
        if not level:
            if kept[i]:
                has_text = dict.fromkeys(range(1, text_level), True)
            continue
        under = has_text.get(level, False)
        kept[i] = likely[i] >= (0.25 if under else 0.75)
        for deeper in range(level, text_level):
            has_text[deeper] = False


def _believed(page: Node, blocks: Sequence[PlacedBlock], kept: list[bool]) -> list[bool]:
    """The choice, or that of the landmarks where it is tiny beside theirs."""
    words = [one.block.text.count(" ") + 1 for one in blocks]
    chosen = sum(count for count, keep in zip(words, kept, strict=True) if keep)
    if chosen >= 200:
        return kept
    other = by_landmarks(page, blocks, "")
    if chosen < _TINY_SHARE * sum(count for count, keep in zip(words, other, strict=True) if keep):
        return other
    return kept
