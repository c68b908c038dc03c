"""Of a footer, what a listener may need is kept; of a page made by script, what the server sent."""

from __future__ import annotations

import json

import pytest

from reader.documents.model import Document
from reader.documents.parsing import read_document
from reader.errors import NoText

PROSE = (
    "<p>The hand cramps while it writes, and often only then, so that a pen becomes hard to hold.</p>"
    * 5
)


def read(markup: str) -> Document:
    return read_document(
        markup.encode(), url="https://hands.example/x", media_type="text/html", charset=None
    )


def sentences_of(document: Document) -> list[str]:
    return [sentence.text for section in document.sections for sentence in section.sentences]


def small_print(footer: str) -> list[str]:
    document = read(
        f"<title>Cramp</title><main><h1>Cramp</h1>{PROSE}</main><footer>{footer}</footer>"
    )
    return [
        sentence.text
        for section in document.sections
        if section.title == "Contact and small print"
        for sentence in section.sentences
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Ring our helpline on 020 7946 0000.",
        "Write to hello@hands.example any day.",
        "In an emergency go to a hospital.",
        "This page is no substitute: it is general information only.",
        "Freephone 0800 000 1234",
    ],
)
def test_lines_that_are_needed_are_kept(line: str) -> None:
    assert small_print(
        f"<p>© 2019-2021 Hand Helpers</p><p>{line}</p><p><a href=/p>Privacy</a></p>"
    ) == [line]


def test_links_to_ring_or_write_are_kept_with_their_labels() -> None:
    document = read(
        f"<title>Cramp</title><main><h1>Cramp</h1>{PROSE}</main>"
        "<footer><p><a href='tel:02079460000'>Ring us</a></p></footer>"
    )
    last = document.sections[-1]
    assert (last.title, last.level) == ("Contact and small print", 2)
    assert [link.label for link in last.sentences[0].links] == ["Telephone 02079460000"]


@pytest.mark.parametrize(
    "footer",
    [
        "<p>Registered charity 1062595. © 2019 - 2021</p>",
        "<p>Follow us</p><ul><li><a href=/a>About</a></li></ul>",
        "",
    ],
)
def test_a_footer_without_them_makes_no_section(footer: str) -> None:
    assert small_print(footer) == []


def test_what_is_read_anyway_is_not_said_again() -> None:
    document = read(
        f"<title>Cramp</title><main><h1>Cramp</h1>{PROSE}<p>Ring 020 7946 0000.</p></main>"
        "<footer><p>Ring 020 7946 0000.</p></footer>"
    )
    assert [section.title for section in document.sections] == ["Cramp"]


def test_an_article_kept_for_machines_is_read_where_there_is_no_text() -> None:
    body = (
        "The hand cramps. " * 10
        + "\n\nIt passes with rest, <b>often</b> within an hour of stopping."
    )
    data = json.dumps({"@graph": [{"@type": "Article", "articleBody": body}]})
    document = read(
        f"<title>Cramp</title><div id=app></div><script type='application/ld+json'>{data}</script><script>go()</script>"
    )
    texts = sentences_of(document)
    assert texts[-1] == "It passes with rest, often within an hour of stopping."
    assert texts[0] == "The hand cramps."


def test_a_short_article_kept_for_machines_is_read_unless_the_page_says_more() -> None:
    article = "Dystonia makes muscles contract. It is not dangerous."
    data = json.dumps({"@type": "Article", "articleBody": article})
    script = f"<script type='application/ld+json'>{data}</script>"
    assert "It is not dangerous." in sentences_of(read(f"<title>Cramp</title>{script}"))
    more = "<p>Dystonia makes the muscles of the hand contract for a moment or for longer.</p>"
    page = read(f"<title>Cramp</title><main>{more}</main>{script}")
    assert "It is not dangerous." not in sentences_of(page)


@pytest.mark.parametrize(
    "data", ["{", "[" * 5000, '"x"', '{"articleBody": 5}', '{"articleBody": "short"}', ""]
)
def test_data_that_holds_no_article_is_passed_over(data: str) -> None:
    with pytest.raises(NoText, match="browser"):
        read(f"<div id=app></div><script type='application/ld+json'>{data}</script>")


def test_a_page_made_by_script_says_so() -> None:
    with pytest.raises(NoText, match="needs a browser"):
        read("<title>App</title><div id=root></div><script src=/app.js></script>")


PARAGRAPHS = (
    "Tremor is a shaking of the hands that comes with rest or with movement, and is not dystonia.",
    "Many people find that weights on the wrist help them to eat and to write, or take medicine.",
    "It is not known why some of those who have the one come to have the other as well in the end.",
)


@pytest.mark.parametrize(
    "script",
    [
        "<script type=application/json id=__NEXT_DATA__>{}</script>",
        "<script>window.__STATE__ = {};go()</script>",
        "<script>self.state={}</script>",
    ],
)
def test_values_that_scripts_start_from_are_read_where_there_is_no_text(script: str) -> None:
    style = "body{margin:0}.a{color:red}.b{color:blue}" * 20
    plea = "Please enable JavaScript to use this site. " * 6
    marked = f"<h2>What it is</h2><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>"
    data = json.dumps({"css": style, "help": plea, "page": {"title": "Tremor", "body": marked}})
    document = read(f"<title>Tremor</title><div id=app></div>{script.replace('{}', data, 1)}")
    assert [section.title for section in document.sections] == ["Tremor", "What it is"]
    assert [s.text for s in document.sections[1].sentences] == list(PARAGRAPHS[:2])


def test_paragraphs_that_are_values_of_their_own_are_read_in_order() -> None:
    data = json.dumps({"parts": [{"kind": "text", "text": said} for said in PARAGRAPHS]})
    document = read(f"<title>Tremor</title><script type='application/json'>{data}</script>")
    assert [s.text for s in document.sections[0].sentences] == list(PARAGRAPHS)


def test_a_line_that_asks_for_javascript_is_no_text() -> None:
    with pytest.raises(NoText, match="needs a browser"):
        read(
            "<title>App</title><div id=root></div><script src=/app.js></script>"
            "<noscript>You need to enable JavaScript to run this app.</noscript>"
        )
    assert (
        read(
            "<title>App</title><script src=/app.js></script><main><h1>App</h1><p>JavaScript is a language in which"
            " pages are programmed, and the reader does without it where it can.</p></main>"
        )
        .sections[0]
        .sentences
    )
