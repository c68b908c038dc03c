"""Bytes of any kind: the right reader, or one plain sentence."""

from __future__ import annotations

import random

import pytest

from reader.documents.model import Document
from reader.documents.navigation import Outline
from reader.documents.parsing import read_document
from reader.errors import DocumentError, NoText, UnsupportedDocument

URL = "https://hands.example/page"


def read(body: bytes, media_type: str = "text/html", charset: str | None = None) -> Document:
    return read_document(body, url=URL, media_type=media_type, charset=charset)


def words(document: Document) -> str:
    return " ".join(
        " ".join((section.title, *(s.text for s in section.sentences)))
        for section in document.sections
    )


@pytest.mark.parametrize(
    "media_type", ["text/html", "application/xhtml+xml", "TEXT/HTML; charset=utf-8"]
)
def test_pages(media_type: str) -> None:
    document = read(b"<title>T</title><p>Hello there.</p>", media_type)
    assert document.title == "T"
    assert document.url == URL
    assert "Hello there." in words(document)


def test_an_xhtml_declaration_is_no_text() -> None:
    body = (
        b'<?xml version="1.0" encoding="utf-8"?>'
        b'<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Hi all.</p></body></html>'
    )
    assert words(read(body, "application/xhtml+xml")).endswith("Hi all.")


@pytest.mark.parametrize("media_type", ["text/plain", "text/csv", "application/octet-stream", ""])
def test_text(media_type: str) -> None:
    assert "Hello <b>there</b>." in words(read(b"Hello <b>there</b>.", media_type))


def test_markdown() -> None:
    document = read(b"# Title\n\nSome *text*.\n", "text/markdown")
    assert (document.title, document.sections[0].sentences[0].text) == ("Title", "Some text.")


def test_bytes_without_a_type_are_looked_at() -> None:
    assert words(read(b"<!DOCTYPE html><p>A page.</p>", "application/octet-stream")).endswith(
        "A page."
    )


@pytest.mark.parametrize(
    ("body", "media_type", "what"),
    [
        (b"\x89PNG\r\n", "image/png", "picture"),
        (b"\x89PNG\r\n", "text/html", "picture"),
        (b"<svg/>", "image/svg+xml", "picture"),
        (b"ID3", "audio/mpeg", "sound"),
        (b"x", "video/mp4", "film"),
        (b"PK\x03\x04", "application/octet-stream", "archive"),
        (b"\x00\x01\x02\x03" * 50, "application/octet-stream", "not known"),
        (b"x", "application/x-thing", "not known"),
    ],
)
def test_what_cannot_be_read_is_named(body: bytes, media_type: str, what: str) -> None:
    with pytest.raises(UnsupportedDocument, match=what) as caught:
        read(body, media_type)
    assert caught.value.url == URL
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("media_type", ["text/plain", "text/markdown", "text/html", ""])
@pytest.mark.parametrize("charset", [None, "utf-8", "iso-8859-1"])
def test_bytes_that_nobody_wrote_are_refused(media_type: str, charset: str | None) -> None:
    noise = random.Random(7).randbytes(50_000)
    with pytest.raises(UnsupportedDocument):
        read(noise, media_type, charset)


@pytest.mark.parametrize("media_type", ["text/plain", "text/markdown", "text/html"])
def test_a_text_with_damaged_places_is_read(media_type: str) -> None:
    body = b"Rest the hand for an hour, and then try again with a wider pen. " * 40
    body += b"\x00\x01\xff\xfe\x81" * 5 + b"It helps."
    assert "It helps." in words(read(body, media_type))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252", "gb18030"])
def test_a_short_text_of_any_script_is_no_noise(encoding: str) -> None:
    text = "é – “où”?" if encoding == "cp1252" else "手が震える。休む。"
    assert read(text.encode(encoding), "text/plain", encoding).sections


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" \n\t ",
        b"<html><body><img src=x></body></html>",
        b"<title>Only a title</title>",
        b"<script>var text = 'no';</script>",
        b"<p>\x00\x1b[0m \xe2\x80\x8b</p>",
        b"<p>* * * | | ...</p>",
    ],
)
def test_nothing_to_read_is_said_so(body: bytes) -> None:
    with pytest.raises(NoText, match="read"):
        read(body)


@pytest.mark.parametrize(
    "body",
    [
        b"<div>" * 100_000 + b"deep text here" + b"</div>" * 100_000,
        b"<ul><li>" * 50_000 + b"deep text here",
        b"<p><span>" + b"<b>" * 100_000 + b"deep text here",
        b"<table><tr><td>" * 20_000 + b"deep text here",
        b"<blockquote>" * 60_000 + b"deep text here" + b"</blockquote>" * 10,
    ],
    ids=["div", "list", "inline", "table", "quote"],
)
def test_deep_nesting_is_read(body: bytes) -> None:
    assert "deep text here" in words(read(b"<html><body>" + body))


def test_very_many_siblings_are_read() -> None:
    body = b"".join(b"<p>Paragraph %d is here.</p>" % i for i in range(50_000))
    assert Outline(read(body)).words >= 200_000


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (
            b"<p " + b" ".join(b"a%d='x'" % i for i in range(50_000)) + b">Text is here.</p>",
            "text/html",
        ),
        (
            b"<p>" + b"".join(b"<a id=%d href='#%d'>[1]</a> x. " % (i, i) for i in range(40_000)),
            "text/html",
        ),
        (b"<div>" + b"Bold line<br><br>" * 40_000, "text/html"),
        (b"<" * 300_000, "text/html"),
        (b"&" * 300_000 + b"text is here", "text/html"),
        (b"<!--" * 100_000, "text/html"),
        (b"<p>" + b"\x1b]" * 200_000 + b" text", "text/html"),
        (b"a. (" * 200_000, "text/plain"),
        (b". " * 200_000 + b"end", "text/plain"),
        (b"w" * 2_000_000, "text/plain"),
        (b"\n" * 1_000_000 + b"x", "text/plain"),
        (b"- \n" * 200_000 + b"x", "text/plain"),
        (b"[" * 50_000 + b"x", "text/markdown"),
        (b"> " * 20_000 + b"x", "text/markdown"),
        (b"* " * 20_000 + b"x", "text/markdown"),
        (b"`" * 100_001 + b"x", "text/markdown"),
    ],
)
@pytest.mark.timeout(30)
def test_soup_is_read_or_refused(body: bytes, media_type: str) -> None:
    try:
        read(body, media_type)
    except DocumentError as error:
        assert str(error).endswith(".")


def test_damaged_pages_never_break_the_reader() -> None:
    chance = random.Random(19)
    page = (
        "<!doctype html><html lang=en><head><title>Cramp | Club</title></head><body><nav><a href=/>Home</a></nav>"
        "<main><h1>Cramp</h1><p>It’s <a href='/a.pdf'>here</a>.</p><ul><li>One</li></ul><table><tr><td>a</td>"
        "<td lang=fr>b</td></tr></table><details><summary>Q</summary>A</details></main></body></html>"
    ).encode()
    for _ in range(400):
        body = bytearray(page)
        for _ in range(chance.randrange(1, 8)):
            kind = chance.randrange(4)
            at = chance.randrange(len(body))
            if kind == 0:
                body[at] ^= 1 << chance.randrange(8)
            elif kind == 1:
                del body[at : at + chance.randrange(60)]
            elif kind == 2:
                body[at:at] = body[: chance.randrange(200)]
            else:
                body[at:at] = bytes(chance.randrange(256) for _ in range(5))
            if not body:
                break
        try:
            document = read(
                bytes(body), charset=chance.choice([None, "utf-8", "utf-16", "shift_jis"])
            )
        except DocumentError:
            continue
        for section in document.sections:
            assert 1 <= section.level <= 6
            for sentence in section.sentences:
                assert sentence.text == " ".join(sentence.text.split())
                for link in sentence.links:
                    assert 0 <= link.start < link.end <= len(sentence.text)


def test_a_paragraph_marked_as_a_heading_is_read_sentence_by_sentence() -> None:
    long = "A very long heading that never comes to its end. " * 200
    page = (
        f"<title>{long}</title><main><h1>{long}</h1><p>The page has one sentence only.</p></main>"
    )
    document = read_document(
        page.encode(), url="https://example.org/", media_type="text/html", charset=None
    )
    assert max(len(section.title) for section in document.sections) < 320
    sentences = [s.text for section in document.sections for s in section.sentences]
    assert len(sentences) == 201
    assert sentences[-1] == "The page has one sentence only."
