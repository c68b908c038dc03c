"""Which pages come after and before a page."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from content_cache.resource import Page
from reader.control.page_order import PageOrder

WHEN = datetime(2024, 1, 1, tzinfo=UTC)


def shelf_of(ids: str) -> tuple[Page, ...]:
    return tuple(
        Page(one, f"https://pages.example/{one}", one, "text/html", "en", "", 1, WHEN, WHEN)
        for one in ids
    )


@pytest.mark.parametrize(
    ("here", "step", "beyond"),
    [("b", 1, "cd"), ("c", -1, "ba"), ("d", 1, ""), ("a", -1, ""), ("", 1, "abcd"), ("", -1, ""), ("x", 1, "")],
)  # fmt: skip
def test_the_nearest_come_first(here: str, step: int, beyond: str) -> None:
    found = PageOrder().beyond(shelf_of("abcd"), here, step)
    assert "".join(page.id for page in found) == beyond


def test_a_page_taken_off_the_shelf_keeps_its_place_among_the_others() -> None:
    order = PageOrder()
    order.beyond(shelf_of("abcd"), "b", 1)
    assert [page.id for page in order.beyond(shelf_of("ad"), "b", 1)] == ["d"]
    assert [page.id for page in order.beyond(shelf_of("ad"), "b", -1)] == ["a"]
