"""How near each block stands to the element with the most paragraphs, and to the page's own heading, in numbers.

Teasers of other pages may hold more words than a short text does, but each in a box of its own; the paragraphs of a
text stand side by side. Pure; any thread.
"""

from __future__ import annotations

from collections.abc import Sequence

from reader.documents.blocks import PlacedBlock
from reader.documents.page_tree import Node

NAMES = (
    *(f"beside_{up}" for up in (1, 2, 3)),
    *"centre_out centre_down centre_words alike_centre title_out title_down title_to_centre".split(),
)
"""Order of the numbers."""
_LONG_CHARS = 80
_LINKED_SHARE = 0.4
_PASSED_ON = (1.0, 0.5, 0.25)
"""How much of a paragraph counts for the element around it, for the next one, and for the one after."""
_MOST_STEPS = 30


def nearness_of(
    blocks: Sequence[PlacedBlock], alike: Sequence[str], title_at: int
) -> list[tuple[float, ...]]:
    """One row for each block; `alike` is the same for blocks written alike, `title_at` the title's heading or -1."""
    beside: dict[int, float] = {}
    places: dict[int, Node] = {}
    kinds: dict[str, float] = {}
    for one in blocks:
        chars = len(one.block.text)
        linked = sum(link.end - link.start for link in one.block.links)
        if chars < _LONG_CHARS or one.block.level or linked > _LINKED_SHARE * chars:
            continue
        box = _around(one.node)
        for share in _PASSED_ON:
            if box is None:
                break
            places[id(box)] = box
            beside[id(box)] = beside.get(id(box), 0.0) + chars * share
            box = box.parent
    centre = places[max(beside, key=beside.__getitem__)] if beside else None
    most = beside[id(centre)] if centre else 1.0
    for one, kind in zip(blocks, alike, strict=True):
        if centre and _around(one.node) is centre:
            kinds[kind] = kinds.get(kind, 0.0) + len(one.block.text)
    of_centre = max(kinds, key=kinds.__getitem__) if kinds else ""
    from_centre = _Lineage(centre)
    from_title = _Lineage(blocks[title_at].node if title_at >= 0 else None)
    title_to_centre = from_centre.out(blocks[title_at].node) if title_at >= 0 and centre else -1
    rows = []
    for one, kind in zip(blocks, alike, strict=True):
        shares = []
        box = _around(one.node)
        for _ in _PASSED_ON:
            shares.append(beside.get(id(box), 0.0) / most if box is not None else 0.0)
            box = box.parent if box is not None else None
        rows.append(
            (
                *shares,
                float(from_centre.out(one.node)),
                float(from_centre.down(one.node)),
                most,
                float(kind == of_centre),
                float(from_title.out(one.node)),
                float(from_title.down(one.node)),
                float(title_to_centre),
            )
        )
    return rows


def _around(node: Node) -> Node | None:
    """The element that a block's own one stands in; a division may be a block's own and have lines beside it."""
    return node if node.tag in ("div", "td", "section", "article", "main") else node.parent


class _Lineage:
    """An element and all around it."""

    def __init__(self, node: Node | None) -> None:
        line = (node, *node.ancestors()) if node is not None else ()
        self._steps = {id(at): steps for steps, at in enumerate(line)}
        self._known: dict[int, tuple[int, int]] = {}

    def out(self, node: Node) -> int:
        """How many steps up from this element the first one stands that holds the other too; -1 without this one."""
        return self._of(node)[0]

    def down(self, node: Node) -> int:
        """How many steps the other is below that."""
        return self._of(node)[1]

    def _of(self, node: Node) -> tuple[int, int]:
        if not self._steps:
            return -1, -1
        path = []
        at: Node | None = node
        while at is not None and id(at) not in self._steps and id(at) not in self._known:
            path.append(at)
            at = at.parent
        found = (
            (_MOST_STEPS, 0)
            if at is None
            else self._known.get(id(at)) or (min(self._steps[id(at)], _MOST_STEPS), 0)
        )
        for step in reversed(path):
            found = self._known[id(step)] = (found[0], min(found[1] + 1, _MOST_STEPS))
        return found
