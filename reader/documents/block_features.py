"""What a page's blocks look like in numbers, for judging which of them are its text. Pure; any thread.

The numbers say nothing about any one site: where a block stands among landmarks, how its containers are named,
how much prose and how many links are around it, and what its own words look like. `NAMES` gives their order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from math import log1p

from reader.documents import block_kin, block_words, prose_centre
from reader.documents.block_marks import MARKS, NEAR_MARKS, Marks, MarksOfPage
from reader.documents.block_words import (
    ENDS_SENTENCE,
    IN_TITLE,
    IS_PHRASE,
    JUNK_WORDS,
    LEVEL,
    LINK_SHARE,
    REPEATS,
    WORDS,
)
from reader.documents.blocks import PlacedBlock
from reader.documents.landmarks import kept_by_landmarks
from reader.documents.page_tree import Node

_LONG_WORDS = 12
"""A block with so many words counts as prose."""
_FAR = 40
"""Distances beyond this tell nothing more."""
_ROOT_SHARES = (0.3, 0.5, 0.7, 0.9)
_MOST_STEPS = 30
_BOX_STEPS = (1, 2, 3, 5)
_NEIGHBOURS = (-3, -2, -1, 1, 2, 3)
_WINDOW = 4
"""Blocks on either side that make up a block's surroundings."""

NAMES = (
    *block_words.NAMES,
    *"at words_before_share blocks page_words page_long_share from_title from_first_long from_last_long depth".split(),
    *(f"root_out_{int(share * 100)}" for share in _ROOT_SHARES),
    *"root_depth_gap signature_words signature_long signature_count signature_link_share".split(),
    *"heading_run under_level under_long title_level_seen kept_by_landmarks".split(),
    *"under_aside_heading aside_headings_before phrases_before blocks_under_aside_heading".split(),
    *"under_link_share linked_headings_near closings_before".split(),
    *(
        f"{what}_{up}"
        for up in _BOX_STEPS
        for what in ("box_chars", "box_links", "box_long", "box_share")
    ),
    *(
        f"{what}{by:+d}"
        for by in _NEIGHBOURS
        for what in ("words", "link_share", "level", "ends_sentence")
    ),
    *"window_words window_links window_long window_junk".split(),
    *(f"any_{mark}" for mark in MARKS),
    *(f"near_{mark}" for mark in MARKS[:NEAR_MARKS]),
    *"nearest_content nearest_other".split(),
    *prose_centre.NAMES,
    *block_kin.NAMES,
)


def features_of(page: Node, blocks: Sequence[PlacedBlock], title: str) -> list[list[float]]:
    """One row of numbers for each block, in the order of `NAMES`."""
    if not blocks:
        return []
    own = [block_words.numbers_of(one.block, title) for one in blocks]
    repeats = Counter(one.block.text for one in blocks)
    for row, one in zip(own, blocks, strict=True):
        row[REPEATS] = float(repeats[one.block.text] - 1)
    surroundings = _Surroundings(page)
    places = _places(blocks, own)
    runs = _heading_runs(blocks, own)
    alike = [_signature(one.node) for one in blocks]
    signatures = _signatures(alike, own)
    nearness = prose_centre.nearness_of(blocks, alike, _title_at(blocks, own))
    kin = block_kin.numbers_of(page, blocks)
    windows = _windows(own)
    kept = kept_by_landmarks(page, [one.node for one in blocks])
    near = [[log1p(row[WORDS]), row[LINK_SHARE], row[LEVEL], row[ENDS_SENTENCE]] for row in own]
    nothing = [0.0, 0.0, 0.0, 0.0]
    rows = []
    for i, (one, row) in enumerate(zip(blocks, own, strict=True)):
        depth_and_roots, boxes, marks = surroundings.of(one.node)
        made = [*row, *places[i], *depth_and_roots, *signatures[i], *runs[i][:4]]
        made += (float(kept[i]), *runs[i][4:], *boxes)
        for by in _NEIGHBOURS:
            made += near[i + by] if 0 <= i + by < len(own) else nothing
        made += windows[i]
        made += marks
        made += nearness[i]
        made += kin[i]
        rows.append(made)
    return rows


def _is_long(row: Sequence[float]) -> bool:
    return row[WORDS] >= _LONG_WORDS


def _within(distance: float) -> float:
    return float(max(-_FAR, min(_FAR, distance)))


def _places(blocks: Sequence[PlacedBlock], own: list[list[float]]) -> list[tuple[float, ...]]:
    """Where each block stands in the page as a whole."""
    words = [row[WORDS] for row in own]
    before = [0.0, *accumulate(words)]
    total = before[-1] or 1.0
    first, last = _prose_ends(own)
    title_at = _title_at(blocks, own)
    count = len(own)
    page = (log1p(count), log1p(total), sum(row[WORDS] for row in own if _is_long(row)) / total)
    return [
        (
            i / count,
            before[i] / total,
            *page,
            _within(i - title_at) if title_at >= 0 else -99.0,
            _within(i - first),
            _within(last - i),
        )
        for i in range(count)
    ]


def _prose_ends(own: list[list[float]]) -> tuple[int, int]:
    """The first and last block of unlinked prose."""
    long_at = [i for i, row in enumerate(own) if _is_long(row) and row[LINK_SHARE] < 0.5]
    return (long_at[0], long_at[-1]) if long_at else (0, len(own) - 1)


def _title_at(blocks: Sequence[PlacedBlock], own: list[list[float]]) -> int:
    """Index of the heading that repeats the title, else of the first heading of level 1, else -1."""
    first = -1
    for i, one in enumerate(blocks):
        if one.block.level == 1:
            if own[i][IN_TITLE]:
                return i
            if first < 0:
                first = i
    return first


def _heading_runs(blocks: Sequence[PlacedBlock], own: list[list[float]]) -> list[tuple[float, ...]]:
    """What heading each block stands under, how far down, and how many asides were announced before it."""
    prose_under = _prose_under(own)
    title_seen = float(_title_at(blocks, own) >= 0)
    first, _ = _prose_ends(own)
    linked_near = _linked_headings_near(own)
    run = phrases = asides = aside_at = closings = 0
    level = aside_level = under_link_share = 0.0
    found: list[tuple[float, ...]] = []
    for i, (one, row) in enumerate(zip(blocks, own, strict=True)):
        if i == first:
            phrases = asides = closings = 0
        closings += block_words.closes_page(one.block)
        phrases += int(row[IS_PHRASE])
        run += 1
        if row[LEVEL]:
            run, level, under_link_share = 0, row[LEVEL], row[LINK_SHARE]
            if level <= aside_level:
                aside_level = 0.0
            if not aside_level and block_words.heads_asides(one.block, row[WORDS]):
                aside_level, aside_at = level, i
                asides += 1
        found.append(
            (
                float(min(run, _FAR)),
                level,
                log1p(prose_under[i]),
                title_seen,
                float(aside_level > 0),
                float(asides),
                float(min(phrases, 10)),
                float(min(i - aside_at, _FAR)) if aside_level else -1.0,
                under_link_share,
                linked_near[i],
                float(closings),
            )
        )
    return found


def _linked_headings_near(own: list[list[float]]) -> list[float]:
    """Around each block, how much of the nearest two headings on either side is links: teasers have such."""
    heads = [i for i, row in enumerate(own) if row[LEVEL]]
    shares: list[float] = []
    after = 0
    for i in range(len(own)):
        while after < len(heads) and heads[after] <= i:
            after += 1
        near = [own[at][LINK_SHARE] for at in heads[max(0, after - 2) : after + 2]]
        shares.append(sum(near) / len(near) if near else -1.0)
    return shares


def _prose_under(own: list[list[float]]) -> list[float]:
    """Of each heading the words of prose up to the next one; 0 for other blocks."""
    words = [0.0] * len(own)
    under = -1
    for i, row in enumerate(own):
        if row[LEVEL]:
            under = i
        elif under >= 0 and _is_long(row):
            words[under] += row[WORDS]
    return words


def _signatures(keys: Sequence[str], own: list[list[float]]) -> list[tuple[float, ...]]:
    """What the blocks that are written like each block have in common."""
    tallies: dict[str, list[float]] = {}
    for key, row in zip(keys, own, strict=True):
        tally = tallies.setdefault(key, [0.0, 0.0, 0.0, 0.0])
        tally[0] += row[WORDS]
        tally[1] += row[WORDS] if _is_long(row) else 0.0
        tally[2] += 1
        tally[3] += row[LINK_SHARE] * row[WORDS]
    numbers = {
        key: (log1p(words), prose / (words or 1.0), log1p(count), linked / (words or 1.0))
        for key, (words, prose, count, linked) in tallies.items()
    }
    return [numbers[key] for key in keys]


def _signature(node: Node) -> str:
    """How an element and the two around it are written: blocks of one kind on a page share it."""
    above = node.parent
    if above is None:
        return node.tag
    higher = above.parent.tag if above.parent is not None else ""
    return f"{node.tag}.{node.attrs.get('class', '')}<{above.tag}.{above.attrs.get('class', '')}<{higher}"


def _windows(own: list[list[float]]) -> list[tuple[float, ...]]:
    """Words, links, prose and stock words in each block's surroundings."""
    words = [0.0, *accumulate(row[WORDS] for row in own)]
    linked = [0.0, *accumulate(row[WORDS] * row[LINK_SHARE] for row in own)]
    prose = [0.0, *accumulate(row[WORDS] if _is_long(row) else 0.0 for row in own)]
    stock = [0.0, *accumulate(row[JUNK_WORDS] for row in own)]
    found: list[tuple[float, ...]] = []
    for i in range(len(own)):
        low, high = max(0, i - _WINDOW), min(len(own), i + _WINDOW + 1)
        here = words[high] - words[low] or 1.0
        found.append(
            (
                log1p(here),
                (linked[high] - linked[low]) / here,
                (prose[high] - prose[low]) / here,
                stock[high] - stock[low],
            )
        )
    return found


class _Surroundings:
    """Numbers of the elements that blocks stand in, worked out once for each."""

    def __init__(self, page: Node) -> None:
        self._prose = page.long_chars or 1
        self._marks = MarksOfPage()
        roots = [_root(page, share) for share in _ROOT_SHARES]
        self._steps_from = [_steps_up(root) for root in roots]
        self._middle_depth = self._marks.of(roots[1]).depth
        self._found: dict[int, tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]] = {}

    def of(self, node: Node) -> tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]:
        """Depth and steps to the roots of the prose; sizes of the boxes around; marks."""
        found = self._found.get(id(node))
        if found is None:
            marks = self._marks.of(node)
            found = (
                (float(marks.depth), *self._steps(node, marks)),
                self._boxes(node),
                marks.numbers(),
            )
            self._found[id(node)] = found
        return found

    def _steps(self, node: Node, marks: Marks) -> list[float]:
        """Steps up from each root until the element is inside, and how much deeper than a root it is."""
        values = [float(min(_inherited(node, steps), _MOST_STEPS)) for steps in self._steps_from]
        values.append(float(marks.depth - self._middle_depth))
        return values

    def _boxes(self, node: Node) -> tuple[float, ...]:
        """Size, links and prose of the element and of some around it."""
        values: list[float] = []
        box, up = node, 1
        for wanted in _BOX_STEPS:
            while up < wanted:
                box = box.parent or box
                up += 1
            chars = box.chars or 1
            values += (
                log1p(box.chars),
                box.link_chars / chars,
                box.long_chars / chars,
                box.long_chars / self._prose,
            )
        return tuple(values)


def _root(page: Node, share: float) -> Node:
    """The deepest element that holds this share of the page's prose."""
    least = page.long_chars * share
    node = page
    while True:
        inside = [child for child in node.children if isinstance(child, Node)]
        below = max(inside, key=lambda child: child.long_chars, default=None)
        if below is None or below.long_chars < least or not below.long_chars:
            return node
        node = below


def _steps_up(root: Node) -> dict[int, int]:
    """Of an element and those around it, by `id()`: how many steps up they are."""
    return {id(node): steps for steps, node in enumerate((root, *root.ancestors()))}


def _inherited(node: Node, known: dict[int, int]) -> int:
    """What the nearest known element around this one has; kept for those in between."""
    path: list[Node] = []
    at = node
    while id(at) not in known and at.parent is not None:
        path.append(at)
        at = at.parent
    value = known[id(at)]
    for step in path:
        known[id(step)] = value
    return value
