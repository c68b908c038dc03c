"""What a block has in common with others, in numbers: boxes alike beside its own, prose around it, the page's summary.

Teasers, products and comments come in boxes that repeat; a text's paragraphs stand between others of the same box, and
the line under its title is often what the page tells machines that it is about. Pure; any thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log1p

from reader.documents.blocks import PlacedBlock
from reader.documents.page_tree import Node

NAMES = (
    *"described from_described tops_before articles".split(),
    *(
        f"{which}_{what}"
        for which in ("inner", "outer")
        for what in ("kin", "kin_up", "kin_chars", "kin_links", "kin_long")
    ),
    *"out_to_prose_before out_to_prose_after out_of_prose_around from_centre_first to_centre_last".split(),
)
"""Order of the numbers."""
_LEAST_KIN = 3
_MOST_UP = 8
_FAR = 40
_LONG_CHARS = 80
_LINKED_SHARE = 0.4
_LEAST_DESCRIBED_CHARS = 30
_MOST_OUT = 12
_DESCRIBING = frozenset(("description", "og:description", "twitter:description"))
_NO_KIN = (0.0, -1.0, 0.0, 0.0, 0.0)
_Kin = tuple[float, float, float, float, float]


def numbers_of(page: Node, blocks: Sequence[PlacedBlock]) -> list[tuple[float, ...]]:
    """One row for each block, in the order of `NAMES`."""
    described = _described(page, blocks)
    described_at = described.index(True) if True in described else -1
    articles = float(min(len({id(a) for a in _articles(blocks)}), _FAR))
    kin = _KinOfPage()
    around = _prose_around(blocks)
    rows: list[tuple[float, ...]] = []
    tops = 0
    for i, one in enumerate(blocks):
        rows.append(
            (
                float(described[i]),
                float(max(-_FAR, min(i - described_at, _FAR))) if described_at >= 0 else -99.0,
                float(min(tops, _FAR)),
                articles,
                *kin.of(one.node),
                *around[i],
            )
        )
        tops += one.block.level == 1
    return rows


def _described(page: Node, blocks: Sequence[PlacedBlock]) -> list[bool]:
    """Which blocks say what the page's head says that the page is about, or the beginning of it."""
    said: set[str] = set()
    for child in page.children:
        if isinstance(child, Node) and child.tag in ("head", "meta"):
            for node in child.descendants():
                name = node.attrs.get("name") or node.attrs.get("property") or ""
                if node.tag == "meta" and name.lower() in _DESCRIBING:
                    said.add(_letters(node.attrs.get("content", "")))
    said = {words for words in said if len(words) >= _LEAST_DESCRIBED_CHARS}
    if not said:
        return [False] * len(blocks)
    beginnings = {words[:_LEAST_DESCRIBED_CHARS] for words in said}
    found = []
    for one in blocks:
        text = one.block.text
        is_said = False
        if len(text) >= _LEAST_DESCRIBED_CHARS:
            own = _letters(text[: _LEAST_DESCRIBED_CHARS * 3])
            is_said = own[:_LEAST_DESCRIBED_CHARS] in beginnings
        found.append(is_said)
    return found


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()


def _articles(blocks: Sequence[PlacedBlock]) -> list[Node]:
    """The innermost article around each block that stands in one."""
    found: dict[int, Node | None] = {}
    for one in blocks:
        path = []
        at: Node | None = one.node
        while at is not None and id(at) not in found and at.tag != "article":
            path.append(at)
            at = at.parent
        article = found.get(id(at), at) if at is not None else None
        for step in path:
            found[id(step)] = article
    return [article for article in found.values() if article is not None]


class _KinOfPage:
    """How many elements beside one are written like it and hold text, and what these hold."""

    def __init__(self) -> None:
        self._alike: dict[int, _Kin] = {}
        self._above: dict[int, tuple[_Kin, _Kin]] = {}

    def of(self, node: Node) -> tuple[float, ...]:
        """Of the innermost and of the outermost element around with kin."""
        above = node.parent
        if above is None:
            return (*_NO_KIN, *_NO_KIN)
        found = self._above.get(id(above))
        if found is None:
            inner = outer = _NO_KIN
            at: Node | None = above
            for up in range(_MOST_UP):
                if at is None or at.parent is None:
                    break
                kin = self._beside(at)
                if kin[0]:
                    outer = (kin[0], float(up), *kin[2:])
                    if not inner[0]:
                        inner = outer
                at = at.parent
            found = self._above[id(above)] = inner, outer
        return (*found[0], *found[1])

    def _beside(self, node: Node) -> _Kin:
        if id(node) not in self._alike:
            self._tally(node.parent)
        return self._alike.get(id(node), _NO_KIN)

    def _tally(self, around: Node | None) -> None:
        kinds: dict[str, list[Node]] = {}
        for child in around.children if around else ():
            if isinstance(child, Node) and child.chars:
                written = f"{child.tag} {child.attrs.get('class', '')}"
                kinds.setdefault(written, []).append(child)
        for alike in kinds.values():
            kin = _NO_KIN
            if len(alike) >= _LEAST_KIN:
                chars = sum(node.chars for node in alike)
                kin = (
                    log1p(len(alike)),
                    0.0,
                    log1p(chars / len(alike)),
                    sum(node.link_chars for node in alike) / chars,
                    sum(node.long_chars for node in alike) / chars,
                )
            for node in alike:
                self._alike[id(node)] = kin


def _prose_around(blocks: Sequence[PlacedBlock]) -> list[tuple[float, ...]]:
    """Steps out of each block to prose before, after and on both sides, and its place in the box of most prose."""
    prose = [_is_prose(one) for one in blocks]
    boxes: dict[int, list[int]] = {}
    for i, one in enumerate(blocks):
        if prose[i]:
            box = boxes.setdefault(id(one.node.parent), [0, i, i])
            box[0] += len(one.block.text)
            box[2] = i
    first, last = max(boxes.values(), default=[0, 0, len(blocks)])[1:]
    before = _nearest(prose)
    after = [len(blocks) - 1 - at if at >= 0 else -1 for at in reversed(_nearest(prose[::-1]))]
    lines: dict[int, dict[int, int]] = {}

    def line(at: int) -> dict[int, int]:
        if at not in lines:
            node = blocks[at].node
            lines[at] = {id(up): steps for steps, up in enumerate((node, *node.ancestors()))}
        return lines[at]

    rows: list[tuple[float, ...]] = []
    for i, one in enumerate(blocks):
        to_before = to_after = float(_MOST_OUT)
        above = line(before[i]) if before[i] >= 0 else {}
        below = line(after[i]) if after[i] >= 0 else {}
        at: Node | None = one.node
        for steps in range(_MOST_OUT):
            if at is None:
                break
            if id(at) in above:
                to_before = min(to_before, steps)
            if id(at) in below:
                to_after = min(to_after, steps)
            at = at.parent
        rows.append(
            (
                to_before,
                to_after,
                max(to_before, to_after),
                float(max(-_FAR, min(i - first, _FAR))),
                float(max(-_FAR, min(last - i, _FAR))),
            )
        )
    return rows


def _is_prose(one: PlacedBlock) -> bool:
    chars = len(one.block.text)
    if chars < _LONG_CHARS or one.block.level:
        return False
    return sum(link.end - link.start for link in one.block.links) <= _LINKED_SHARE * chars


def _nearest(prose: Sequence[bool]) -> list[int]:
    """For each block the last one of prose before it, or -1."""
    found = []
    last = -1
    for i, is_prose in enumerate(prose):
        found.append(last)
        if is_prose:
            last = i
    return found
