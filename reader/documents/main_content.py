"""Chooses which blocks of a page are its text. Pure; any thread.

The seam for a better choice is `Chooser`: page, blocks and title in, one yes or no a block out. `choose` judges
every block by the fitted model, lets lists, tables and headings stand or fall with what belongs to them, and
falls back to the page's landmarks where next to nothing would be left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from operator import mul

from reader.documents.block_features import NAMES, features_of
from reader.documents.blocks import PlacedBlock
from reader.documents.content_model import judge
from reader.documents.landmarks import kept_by_landmarks
from reader.documents.page_tree import Node
from reader.documents.part_names import announces_others, invites_to_follow, part_saying
from reader.documents.small_print import is_needed

Chooser = Callable[[Node, Sequence[PlacedBlock], str], list[bool]]
"""Of the page's tree, its blocks in order and its title: which blocks are read."""

_LIKELY = 0.54
"""Up to here a higher bar leaves out many words of other pages and hardly a paragraph of the text."""
_SMALL_PAGE_WORDS = 250
"""The model has seen few pages with less text than this by their landmarks; there these count for more."""
_MOST_BLOCKS = 8000
"""Judging more would keep a person waiting; pages made by people have some 240."""
_KEPT_BY_LANDMARKS = NAMES.index("kept_by_landmarks")
_LIKELY_ON_SMALL_PAGE = 0.35
_HEADING_ON_SMALL_PAGE = 0.2
"""There a heading is rarely of another page, while a line often is."""
_LIKELY_AND_NEEDED = 0.05
"""A telephone number or a disclaimer among the text is read unless it is next to impossible that it belongs there."""
_LIKELY_HEADING = 0.27
"""A heading with text under it."""
_LIKELY_BARE_HEADING = 0.6
_LISTS = frozenset("ul ol dl".split())
_GROUP_ENDS = frozenset("article section main body".split())
_GROUP_WEIGHT = 0.5
"""How much an item's likelihood is that of its whole list."""
_SECTION_WEIGHT = 0.15
"""How much a block's likelihood is that of all under the same heading."""
_SECTION_WORDS = 40
"""A longer block counts as so many words for its section."""
_LINKED_SHARE = 0.7
_FEW_WORDS = 200
_TINY_SHARE = 0.25
"""With few words, and less than this share of the landmarks' text, the choice is not believed."""


def choose(page: Node, blocks: Sequence[PlacedBlock], title: str) -> list[bool]:
    """Which blocks are read, by the fitted model."""
    if len(blocks) > _MOST_BLOCKS:
        return by_landmarks(page, blocks, title)
    rows = features_of(page, blocks, title)
    likely = _with_sections(blocks, _with_groups(blocks, judge(rows)))
    by_place = [bool(row[_KEPT_BY_LANDMARKS]) for row in rows]
    words = [0 if one.block.level else one.block.text.count(" ") + 1 for one in blocks]
    placed_words = sum(count for count, keep in zip(words, by_place, strict=True) if keep)
    is_small = placed_words < _SMALL_PAGE_WORDS
    least = _LIKELY_ON_SMALL_PAGE if is_small else _LIKELY
    kept = []
    for one, value, is_placed in zip(blocks, likely, by_place, strict=True):
        if not is_placed:
            kept.append(value >= _LIKELY)
        else:
            kept.append(value >= least or (value >= _LIKELY_AND_NEEDED and is_needed(one.block)))
    _drop_links_elsewhere(blocks, kept)
    _decide_headings(blocks, likely, kept, _HEADING_ON_SMALL_PAGE if is_small else _LIKELY_HEADING)
    chosen = sum(count for count, keep in zip(words, kept, strict=True) if keep)
    return by_place if chosen < min(_FEW_WORDS, _TINY_SHARE * placed_words) else kept


def repeated_on_purpose(blocks: Sequence[PlacedBlock], kept: Sequence[bool]) -> frozenset[str]:
    """Texts read that stand twice in one element and are written alike: a refrain, not a copy for another screen."""
    met: set[tuple[int, str, str, str]] = set()
    found = set()
    for one, is_read in zip(blocks, kept, strict=True):
        if is_read and not one.block.level and one.node.parent is not None:
            written = one.node.attrs.get("class", "")
            key = (id(one.node.parent), one.node.tag, written, one.block.text)
            if key in met:
                found.add(one.block.text)
            met.add(key)
    return frozenset(found)


def _drop_links_elsewhere(blocks: Sequence[PlacedBlock], kept: list[bool]) -> None:
    """Leave out what says just "Back to top" or asks to subscribe, and links under "Related pages" or so."""
    is_elsewhere = False
    for i, one in enumerate(blocks):
        text = one.block.text
        if one.block.level:
            is_elsewhere = announces_others(text)
        elif kept[i]:
            linked = sum(link.end - link.start for link in one.block.links)
            if (
                part_saying(text, is_linked=linked * 2 > len(text))
                or invites_to_follow(text)
                or (is_elsewhere and linked > _LINKED_SHARE * len(text))
            ):
                kept[i] = False


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


def _with_sections(blocks: Sequence[PlacedBlock], likely: list[float]) -> list[float]:
    """The likelihoods, each but a heading's drawn towards those of all under the same heading."""
    found: list[float] = []
    for section in _sections(blocks):
        words = [min(one.block.text.count(" ") + 1, _SECTION_WORDS) for one in blocks[section]]
        own = likely[section]
        mean = sum(map(mul, own, words)) / sum(words)
        found += [
            value if one.block.level else value + (mean - value) * _SECTION_WEIGHT
            for one, value in zip(blocks[section], own, strict=True)
        ]
    return found


def _sections(blocks: Sequence[PlacedBlock]) -> list[slice]:
    """Where each heading and what is under it stand."""
    starts = [at for at, one in enumerate(blocks) if one.block.level or not at]
    return [slice(start, end) for start, end in pairwise([*starts, len(blocks)])]


def _group(node: Node) -> int | None:
    """The outermost list around an element, or else its table: items stand or fall together."""
    at: Node | None = node
    found: int | None = None
    while at is not None and at.tag not in _GROUP_ENDS:
        if at.tag in _LISTS:
            found = id(at)
        elif at.tag == "table":
            return found or id(at)
        at = at.parent
    return found


def _decide_headings(
    blocks: Sequence[PlacedBlock], likely: Sequence[float], kept: list[bool], least: float
) -> None:
    """A heading is read where text under it is, and hardly where none is."""
    has_text_under = [False] * 7  # of a heading of each level, were it the next one met going up
    for i in range(len(blocks) - 1, -1, -1):
        level = blocks[i].block.level
        if level:
            bare = 1.1 if announces_others(blocks[i].block.text) else _LIKELY_BARE_HEADING
            kept[i] = likely[i] >= (least if has_text_under[level] else bare)
            has_text_under[level:] = [False] * (7 - level)
        elif kept[i]:
            has_text_under = [True] * 7
