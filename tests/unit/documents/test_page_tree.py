"""A page's tree has what a person reads, in order, whatever the markup is like."""

from __future__ import annotations

import pytest

from reader.documents.page_tree import DEEPEST, Node, grow


def tags(node: Node) -> list[str]:
    return [inside.tag for inside in node.descendants()]


def test_elements_attributes_and_text_in_order() -> None:
    page = grow(
        '<html lang="en"><body><p class="a b">One <b>two</b><!-- not this --> three</p></body></html>'
    )
    assert page.attrs == {"lang": "en"}
    assert tags(page) == ["html", "body", "p", "b"]
    paragraph = next(node for node in page.descendants() if node.tag == "p")
    assert paragraph.attrs == {"class": "a b"}
    assert paragraph.text() == "One two three"


def test_scripts_and_what_stands_in_them_are_left_out() -> None:
    page = grow(
        "<body><script>var p = '<p>no</p>';</script><svg><g><text>no</text></g></svg><p>Yes"
    )
    assert page.text() == "Yes"
    assert "text" not in tags(page)


def test_text_before_the_body_is_no_part_of_the_head() -> None:
    page = grow("<head><title>T</title><p>Early</p></head><body><p>Late</p></body>")
    head = next(node for node in page.descendants() if node.tag == "head")
    assert "Early" not in head.text()
    assert page.text().endswith("Early Late")


def test_white_space_counts_where_it_is_drawn() -> None:
    page = grow("<body><pre>a<b>\n \n</b>b</pre><p>a<b>\n \n</b>b</p></body>")
    bold = [node.children for node in page.descendants() if node.tag == "b"]
    assert bold == [["\n \n"], ["\n"]]


@pytest.mark.parametrize("depth", [DEEPEST + 50, 50_000])
def test_text_nested_too_deep_is_kept(depth: int) -> None:
    page = grow("<div>" * depth + "deep" + "</div>" * depth)
    assert page.text() == "deep"
    assert len(tags(page)) <= DEEPEST + 2


def test_counts_tell_prose_and_links() -> None:
    page = grow(f"<p>{'word ' * 20}<a href='/x'>four</a></p>")
    assert (page.chars, page.link_chars) == (84, 4)
    assert page.long_chars == 80


def test_what_the_fast_parser_refuses_is_read_all_the_same() -> None:
    page = grow("<body class=x><p>Hands \ud800 rest</p><div>well</div></body>")
    assert page.text().replace("\ud800", "").split() == ["Hands", "rest", "well"]
    assert "div" in tags(page)
