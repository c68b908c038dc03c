"""E-books: order, names, what is set aside, and books that are broken, locked or made to harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.documents.from_epub import read_epub
from reader.documents.model import Document
from reader.documents.parsing import read_document
from reader.errors import DocumentError, NoText
from tests.support.epub_writer import Epub, zipped

URL = "https://hands.example/books/hands.epub"
ONE = ("one.xhtml", "<h2>One</h2><p>First.</p>")
TWO = ("two.xhtml", "<h2>Two</h2><p>Second.</p>")


def read(book: Epub) -> Document:
    return read_epub(book.to_bytes(), url=URL)


def outline(document: Document) -> list[tuple[str, list[str]]]:
    return [(s.title, [x.text for x in s.sentences]) for s in document.sections]


def aside(document: Document) -> dict[str, str]:
    return {part.label: part.text for part in document.set_aside}


def test_the_spine_gives_the_order_not_the_archive() -> None:
    document = read(Epub(chapters=[ONE, TWO], spine=["two.xhtml", "one.xhtml"]))
    assert outline(document) == [("Hands", []), ("Two", ["Second."]), ("One", ["First."])]
    assert (document.title, document.language, document.url) == ("Hands", "en", URL)


def test_a_chapter_without_heading_has_its_name_from_the_navigation_document() -> None:
    nav = '<nav epub:type="toc"><ol><li><a href="one.xhtml">On rest</a><ol><li><a href="one.xhtml#b">On pens</a></li></ol></li></ol></nav>'  # noqa: E501
    book = Epub(chapters=[("one.xhtml", '<p>First.</p><p id="b">Second.</p>')], nav=nav)
    document = read(book)
    assert outline(document) == [("Hands", []), ("On rest", ["First."]), ("On pens", ["Second."])]
    assert [s.level for s in document.sections] == [1, 2, 3]


def test_an_older_book_has_its_names_from_the_ncx() -> None:
    book = Epub(chapters=[("one.xhtml", "<p>First.</p>")], ncx=[("On rest", "one.xhtml")])
    assert outline(read(book)) == [("Hands", []), ("On rest", ["First."])]


def test_a_paragraph_that_says_the_name_becomes_the_heading() -> None:
    body = '<p class="title">ON REST</p><p>First.</p>'
    book = Epub(chapters=[("one.xhtml", body)], ncx=[("On rest", "one.xhtml")])
    assert outline(read(book)) == [("Hands", []), ("ON REST", ["First."])]


def test_page_numbers_note_marks_and_notes_are_set_aside_by_name() -> None:
    body = """<h2>One</h2><p>It helps<a epub:type="noteref" href="#n">1</a> a
        <span epub:type="pagebreak" id="p7" title="7"/>lot.</p><aside epub:type="footnote" id="n"><p>Not always.</p>
        </aside><p>Really<sup><a role="doc-noteref" href="#m">2</a></sup>.</p>"""
    document = read(Epub(chapters=[("one.xhtml", body)]))
    assert outline(document)[1] == ("One", ["It helps a lot.", "Really."])
    assert aside(document) == {"note marks": "1\n2", "page numbers": "7", "notes": "Not always."}


def test_a_part_of_nothing_but_notes_is_read_where_it_stands() -> None:
    body = '<section epub:type="endnotes"><h2>Notes</h2><div epub:type="footnote"><p>Not always.</p></div></section>'
    document = read(Epub(chapters=[ONE, ("notes.xhtml", body)]))
    assert outline(document)[-1] == ("Notes", ["Not always."])


def test_the_contents_in_the_spine_keep_their_heading_and_give_their_list_away() -> None:
    nav = (
        '<nav epub:type="toc"><h1>Contents</h1><ol><li><a href="one.xhtml">One</a></li></ol></nav>'
    )
    document = read(Epub(chapters=[ONE], nav=nav, spine=["nav.xhtml", "one.xhtml"]))
    assert [s.title for s in document.sections] == ["Hands", "Contents", "One"]
    assert "One" in aside(document)["table of contents"]


def test_right_to_left_text_stays_in_the_order_it_is_read() -> None:
    book = Epub(
        title="اليد", language="ar", chapters=[("a.xhtml", "<h1>الراحة</h1><p>الراحة 2 مفيدة.</p>")]
    )
    document = read(book)
    assert document.language == "ar"
    assert outline(document) == [("اليد", []), ("الراحة", ["الراحة 2 مفيدة."])]


def test_a_chapter_in_another_language_says_so() -> None:
    parts = {
        "OEBPS/fr.xhtml": b'<html xml:lang="fr"><body><h2>Main</h2><p>La main.</p></body></html>'
    }
    book = Epub(chapters=[ONE, ("fr.xhtml", "")], extra=parts)
    sections = read(book).sections
    assert [s.language for section in sections for s in section.sentences] == [None, "fr"]


def test_links_inside_the_book_are_none_and_those_outside_are_labelled() -> None:
    body = '<p>See <a href="two.xhtml">chapter two</a> or <a href="https://hands.example/pens">thick pens</a>.</p>'
    document = read(Epub(chapters=[("one.xhtml", body), TWO]))
    found = [x for section in document.sections for s in section.sentences for x in s.links]
    assert [(x.label, x.target) for x in found] == [
        ("Page: Thick pens", "https://hands.example/pens")
    ]


def test_a_missing_chapter_is_named_and_the_others_are_read() -> None:
    document = read(Epub(chapters=[ONE], spine=["gone.xhtml", "one.xhtml"]))
    assert outline(document)[-1] == ("One", ["First."])
    assert aside(document) == {"missing parts": "OEBPS/gone.xhtml"}


def test_a_damaged_chapter_is_named_and_the_others_are_read() -> None:
    body = bytearray(Epub(chapters=[ONE, TWO]).to_bytes())
    at = body.index(b"OEBPS/one.xhtml") + len("OEBPS/one.xhtml") + 20
    body[at : at + 8] = b"\xff" * 8
    document = read_epub(bytes(body), url=URL)
    assert outline(document) == [("Hands", []), ("Two", ["Second."])]
    assert aside(document) == {"damaged parts": "OEBPS/one.xhtml"}


def test_a_book_whose_chapters_are_all_missing_is_refused() -> None:
    with pytest.raises(DocumentError, match="missing from its file"):
        read(Epub(spine=["gone.xhtml"]))


def test_a_book_of_pictures_holds_nothing_to_read() -> None:
    with pytest.raises(NoText, match="no text"):
        read(Epub(chapters=[("one.xhtml", '<img src="x.jpg"/>')]))


def test_names_that_lead_out_of_the_book_lead_nowhere(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xhtml"
    secret.write_text("<p>Secret.</p>", "utf-8")
    up = "../" * 30
    names = [f"{up}{secret.relative_to('/')}", str(secret), secret.as_uri(), "..%2F..%2Fone.xhtml"]
    document = read(Epub(chapters=[ONE], spine=[*names, "one.xhtml"]))
    assert "Secret" not in str(document)
    assert outline(document)[-1] == ("One", ["First."])


def test_a_part_of_the_archive_named_to_lead_out_is_never_written(tmp_path: Path) -> None:
    target = tmp_path / "written"
    book = Epub(chapters=[ONE], extra={f"{'../' * 30}{target.relative_to('/')}": b"x"})
    read(book)
    assert not target.exists()


def test_external_and_endless_entities_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("Secret.", "utf-8")
    laughs = "".join(f'<!ENTITY a{i + 1} "{f"&a{i};" * 10}">' for i in range(12))
    head = f'<!DOCTYPE html [<!ENTITY a0 "ha"><!ENTITY x SYSTEM "{secret.as_uri()}">{laughs}]>'
    book = Epub(head=head, chapters=[("one.xhtml", "<p>One &x; &a12; two.</p>")])
    assert "Secret" not in str(read(book))


def test_external_entities_of_the_package_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("Secret.", "utf-8")
    package = f"""<?xml version="1.0"?><!DOCTYPE package [<!ENTITY x SYSTEM "{secret.as_uri()}">]><package><metadata
        xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Hands &x;</dc:title></metadata><manifest>
        <item id="one.xhtml" href="one.xhtml" media-type="application/xhtml+xml"/></manifest><spine>
        <itemref idref="one.xhtml"/></spine></package>"""
    document = read(Epub(chapters=[ONE], extra={"OEBPS/package.opf": package.encode()}))
    assert document.title.startswith("Hands")
    assert "Secret" not in str(document)


def test_a_zip_bomb_is_refused() -> None:
    bomb = b"<p>" + b"a" * (20 << 20)
    with pytest.raises(DocumentError, match="unpacks to far more"):
        read(Epub(chapters=[("one.xhtml", "")], extra={"OEBPS/one.xhtml": bomb}))


ENCRYPTED = """<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData
    xmlns="http://www.w3.org/2001/04/xmlenc#"><EncryptionMethod Algorithm="{}"/><CipherData>
    <CipherReference URI="OEBPS/{}"/></CipherData></EncryptedData></encryption>"""


def test_copy_protection_is_said_in_one_sentence() -> None:
    locked = ENCRYPTED.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "one.xhtml")
    with pytest.raises(DocumentError, match="locked by its seller"):
        read(Epub(chapters=[ONE], extra={"META-INF/encryption.xml": locked.encode()}))


def test_garbled_fonts_are_no_copy_protection() -> None:
    fonts = ENCRYPTED.format("http://www.idpf.org/2008/embedding", "font.otf")
    book = Epub(chapters=[ONE], extra={"META-INF/encryption.xml": fonts.encode()})
    assert outline(read(book))[-1] == ("One", ["First."])


@pytest.mark.parametrize(
    "body",
    [
        b"PK\x03\x04",
        zipped({}),
        zipped({"META-INF/container.xml": b"<container/>"}),
        Epub(chapters=[ONE]).to_bytes()[:600],
        Epub(chapters=[ONE], extra={"OEBPS/package.opf": b"no package"}).to_bytes(),
    ],
)
def test_a_broken_book_is_refused_in_one_sentence(body: bytes) -> None:
    with pytest.raises(DocumentError, match=r"^Th.*e-book.*\.$") as caught:
        read_document(body, url=URL, media_type="application/epub+zip", charset=None)
    assert caught.value.url == URL


def test_a_book_is_known_by_its_bytes_and_read_in_its_own_process() -> None:
    body = Epub(chapters=[ONE, TWO]).to_bytes()
    apart = read_document(body, url=URL, media_type="application/octet-stream", charset=None)
    assert apart == read_epub(body, url=URL)
