"""Word and OpenDocument texts."""

from __future__ import annotations

import io
import zipfile

import pytest

from reader.documents.model import Document
from reader.documents.parsing import read_document
from reader.errors import DocumentError

URL = "https://hands.example/leaflet.docx"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def zipped(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def docx(body: str) -> bytes:
    styles = f"""<w:styles xmlns:w="{WORD}"><w:style w:styleId="Kop1"><w:name w:val="heading 1"/>
        </w:style><w:style w:styleId="Own"><w:name w:val="My own"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr>
        </w:style></w:styles>"""
    rels = (
        '<Relationships><Relationship Id="r1" Target="https://hands.example/pens"/></Relationships>'
    )
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f'<w:document xmlns:w="{WORD}" xmlns:r="{RELS}"><w:body>{body}</w:body></w:document>',
            "word/styles.xml": styles,
            "word/_rels/document.xml.rels": rels,
            "docProps/core.xml": '<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Hands</dc:title>'
            "<dc:language>en-GB</dc:language></c>",
        }
    )


def odt(body: str) -> bytes:
    names = " ".join(
        f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"'
        for n in ("office", "text", "table")
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f'<office:document-content {names} xmlns:xlink="http://www.w3.org/1999/xlink"><office:body>'
            f"<office:text>{body}</office:text></office:body></office:document-content>",
        }
    )


def read(body: bytes) -> Document:
    return read_document(body, url=URL, media_type="application/zip", charset=None)


def outline(document: Document) -> list[tuple[int, str, list[tuple[str, str]]]]:
    return [(s.level, s.title, [(x.role, x.text) for x in s.sentences]) for s in document.sections]


def test_a_word_file_has_headings_items_rows_and_links() -> None:
    document = read(
        docx(
            """<w:p><w:pPr><w:pStyle w:val="Kop1"/></w:pPr>
            <w:r><w:t>Res</w:t></w:r>
            <w:r><w:t>ting</w:t></w:r></w:p>
            <w:p><w:r><w:t xml:space="preserve">See </w:t></w:r><w:hyperlink r:id="r1"><w:r><w:t>thick pens</w:t></w:r>
            </w:hyperlink><w:del><w:r><w:delText>never</w:delText><w:t>never</w:t></w:r></w:del><w:r><w:t>.</w:t></w:r></w:p>
            <w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>An item</w:t></w:r></w:p>
            <w:p><w:pPr><w:pStyle w:val="Own"/></w:pPr><w:r><w:t>Doses</w:t></w:r></w:p>
            <w:tbl><w:tr><w:tc><w:p><w:r><w:t>Alpha</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>5 mg</w:t></w:r></w:p>
            </w:tc></w:tr></w:tbl>"""
        )
    )
    assert (document.title, document.language) == ("Hands", "en-GB")
    assert outline(document) == [
        (1, "Hands", []),
        (1, "Resting", [("body", "See thick pens."), ("list_item", "An item")]),
        (2, "Doses", [("table_row", "Alpha"), ("table_row", "5 mg")]),
    ]
    (link,) = document.sections[1].sentences[0].links
    assert (link.label, link.target) == ("Page: Thick pens", "https://hands.example/pens")


def test_an_opendocument_text_has_the_same() -> None:
    document = read(
        odt(
            """<text:h text:outline-level="1">Resting</text:h>
            <text:p>See <text:a xlink:href="https://hands.example/pens">thick <text:span>pens</text:span></text:a>.
            <text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>
            <text:p>Or not.</text:p></text:note-body></text:note> Then rest.</text:p>
            <text:list><text:list-item><text:p>An item</text:p></text:list-item></text:list>
            <table:table><table:table-row><table:table-cell><text:p>Alpha</text:p></table:table-cell>
            <table:table-cell><text:p>5 mg</text:p></table:table-cell></table:table-row></table:table>"""
        )
    )
    assert outline(document) == [
        (
            1,
            "Resting",
            [
                ("body", "See thick pens."),
                ("body", "Then rest."),
                ("list_item", "An item"),
                ("table_row", "Alpha"),
                ("table_row", "5 mg"),
            ],
        )
    ]
    assert [x.target for x in document.sections[0].sentences[0].links] == [
        "https://hands.example/pens"
    ]
    assert [part.label for part in document.set_aside] == ["notes"]


@pytest.mark.parametrize(
    "body", [docx("")[:200] + b"word/document.xml", zipped({"word/document.xml": "no XML"})]
)
def test_a_broken_file_is_refused_in_one_sentence(body: bytes) -> None:
    with pytest.raises(DocumentError, match=r"^This Word file .*\.$"):
        read(body)


def test_a_word_file_tells_notes_pictures_and_its_language() -> None:
    body = docx(
        """<w:p><w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:r><w:t>Resting</w:t></w:r></w:p>
        <w:p><w:r><w:t>It curls.</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:drawing>
        <docPr descr="A curled hand"/></w:drawing></w:r></w:p>"""
    )
    notes = f"""<w:footnotes xmlns:w="{WORD}"><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>-</w:t></w:r></w:p>
        </w:footnote><w:footnote w:id="1"><w:p><w:r><w:t>As Ann said.</w:t></w:r></w:p></w:footnote></w:footnotes>"""
    out = io.BytesIO(body)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/footnotes.xml", notes)
    document = read(out.getvalue())
    assert outline(document)[1:] == [
        (2, "Resting", [("body", "It curls."), ("body", "A curled hand")])
    ]
    assert [(part.label, part.text) for part in document.set_aside] == [("notes", "As Ann said.")]


def test_the_styles_tell_the_language() -> None:
    styles = f'<w:styles xmlns:w="{WORD}"><w:docDefaults><w:lang w:val="cy-GB"/></w:docDefaults></w:styles>'
    parts = {
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>Bore da.</w:t></w:r></w:p></w:body>'
        "</w:document>",
        "word/styles.xml": styles,
    }
    assert read(zipped(parts)).language == "cy-GB"


def test_lists_in_lists_tell_their_depth() -> None:
    word = docx(
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/></w:numPr></w:pPr><w:r><w:t>One</w:t></w:r></w:p>'
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr><w:r><w:t>Two</w:t></w:r></w:p>'
    )
    inner = "<text:list><text:list-item><text:p>Two</text:p></text:list-item></text:list>"
    text = odt(
        f"<text:list><text:list-item><text:p>One</text:p>{inner}</text:list-item></text:list>"
    )
    for body in (word, text):
        items = [s for section in read(body).sections for s in section.sentences]
        assert [(s.text, s.role, s.detail.depth) for s in items] == [
            ("One", "list_item", 0),
            ("Two", "list_item", 1),
        ]
