"""Which pages come after and before a page."""

from __future__ import annotations

import pytest

from reader.control.page_order import PageOrder


@pytest.mark.parametrize(
    ("here", "step", "beyond"),
    [("b", 1, "cd"), ("c", -1, "ba"), ("d", 1, ""), ("a", -1, ""), ("", 1, "abcd"), ("", -1, ""), ("x", 1, "")],
)  # fmt: skip
def test_the_nearest_come_first(here: str, step: int, beyond: str) -> None:
    found = PageOrder().beyond(tuple("abcd"), here, step)
    assert "".join(found) == beyond


def test_a_page_taken_off_the_shelf_keeps_its_place_among_the_others() -> None:
    order = PageOrder()
    order.beyond(tuple("abcd"), "b", 1)
    assert order.beyond(tuple("ad"), "b", 1) == ("d",)
    assert order.beyond(tuple("ad"), "b", -1) == ("a",)
