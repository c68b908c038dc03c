"""Which saved pages come after a page, and which before it. Pure.

A page can be taken off the shelf while it is being read. It then keeps its old place among the others, so that
the reading goes on with what came next.
"""

from __future__ import annotations


class PageOrder:
    """The order of the pages as it was when the page being read was last among them."""

    def __init__(self) -> None:
        self._ids: tuple[str, ...] = ()

    def beyond(self, ids: tuple[str, ...], page_id: str, step: int) -> tuple[str, ...]:
        """The pages after (`step` 1) or before (-1) a page, the nearest first; after the shipped page, whose
        id is empty, come all. `ids`: of the saved pages in reading order."""
        if not page_id:
            return ids if step > 0 else ()
        self.note(ids, page_id)
        if page_id not in self._ids:
            return ()
        at = self._ids.index(page_id)
        nearest_first = self._ids[at + 1 :] if step > 0 else self._ids[:at][::-1]
        still_here = set(ids)
        return tuple(other for other in nearest_first if other in still_here)

    def note(self, ids: tuple[str, ...], page_id: str) -> None:
        """Remember the order, if the page is in it."""
        if page_id in ids:
            self._ids = ids
