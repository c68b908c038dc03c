"""Recorded narration of an e-book: its spans are told, and whatever is not whole is left out."""

from __future__ import annotations

import pytest

from reader.documents.from_epub import read_epub
from reader.documents.media_overlay import AudioSpan, read_spans
from reader.documents.zip_parts import ZipParts
from tests.support.epub_writer import Epub

SMIL = b"""<smil xmlns="http://www.w3.org/ns/SMIL"><body><seq>
<par><text src="../a.xhtml#s1"/><audio src="../a.mp3" clipBegin="0:00:01.5" clipEnd="2500ms"/></par>
<par><text src="../a.xhtml#s2"/><audio src="../a.mp3" clipBegin="2.5s"/></par>
<par><text src="../../../a.xhtml#s3"/><audio src="../a.mp3" clipBegin="3s"/></par>
<par><text src="../a.xhtml#s4"/><audio src="../a.mp3" clipBegin="soon"/></par>
<par><text src="../a.xhtml#s5"/></par></seq></body></smil>"""
PACKAGE = b"""<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><manifest>
<item id="a" href="a.xhtml" media-type="application/xhtml+xml" media-overlay="o"/>
<item id="o" href="smil/a.smil" media-type="application/smil+xml"/></manifest>
<spine><itemref idref="a"/></spine></package>"""


def book(smil: bytes = SMIL) -> bytes:
    return Epub(
        chapters=[("a.xhtml", '<p id="s1">It curls.</p><p id="s2">It rests.</p>')],
        extra={
            "OEBPS/package.opf": PACKAGE,
            "OEBPS/smil/a.smil": smil,
            "OEBPS/a.mp3": b"",
        },
    ).to_bytes()


def test_spans_join_places_to_stretches_of_sound() -> None:
    parts = ZipParts(book(), url="file:///b.epub", what="e-book")
    assert list(read_spans(parts, "OEBPS/smil/a.smil")) == [
        AudioSpan("OEBPS/a.xhtml", "s1", "OEBPS/a.mp3", 1500, 2500),
        AudioSpan("OEBPS/a.xhtml", "s2", "OEBPS/a.mp3", 2500, None),
    ]


@pytest.mark.parametrize("smil", [SMIL, b"no XML", b""])
def test_a_book_names_its_narration_and_is_read_whatever_that_is(smil: bytes) -> None:
    document = read_epub(book(smil), url="file:///b.epub")
    assert [s.text for s in document.sections[0].sentences] == ["It curls.", "It rests."]
    named = [(a.label, a.text) for a in document.set_aside]
    assert named == ([("recorded narration", "OEBPS/a.xhtml: 2")] if smil == SMIL else [])
