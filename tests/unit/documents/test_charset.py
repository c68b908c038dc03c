"""Bytes become the characters that were meant, whatever the labels say."""

from __future__ import annotations

import codecs

import pytest

from reader.documents.charset import decode

RUSSIAN = "Рука дрожит, и писать трудно. Отдых помогает, но ненадолго, и это утомляет всех."
FRENCH = "La main se crispe dès que la plume touche le papier, même après le repos."


def meta(text: str, label: str) -> str:
    return f'<html><head><meta charset="{label}"></head><body>{text}</body></html>'


@pytest.mark.parametrize("label", ["utf-8", "UTF8", " 'utf-8' "])
def test_a_right_header_is_followed(label: str) -> None:
    assert decode(RUSSIAN.encode(), label, has_markup=True) == RUSSIAN


def test_the_header_comes_before_the_meta() -> None:
    page = meta(RUSSIAN, "iso-8859-1")
    assert decode(page.encode("cp1251"), "windows-1251", has_markup=True) == page


def test_the_meta_is_followed_where_the_header_is_silent() -> None:
    page = meta(RUSSIAN, "koi8-r")
    assert decode(page.encode("koi8-r"), None, has_markup=True) == page


def test_the_xml_declaration_counts_too() -> None:
    page = f'<?xml version="1.0" encoding="windows-1251"?><html>{RUSSIAN}</html>'
    assert decode(page.encode("cp1251"), None, has_markup=True) == page


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_a_byte_order_mark_settles_it(mark: bytes, encoding: str) -> None:
    body = mark + RUSSIAN.encode(encoding)
    for header in (None, "iso-8859-1", "utf-8"):
        assert decode(body, header, has_markup=True).lstrip("\ufeff") == RUSSIAN


@pytest.mark.parametrize("label", ["x-nonsense", "", "base64", "rot13", "\x00", "idna\u0130"])
def test_unknown_labels_are_ignored(label: str) -> None:
    assert decode(FRENCH.encode(), label, has_markup=True) == FRENCH


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1252", "ascii", "koi8-r"])
def test_utf8_under_another_label_is_seen(label: str) -> None:
    assert decode(FRENCH.encode(), label, has_markup=True) == FRENCH


def test_latin_under_the_label_utf8_is_seen() -> None:
    assert decode(FRENCH.encode("latin-1"), "utf-8", has_markup=True) == FRENCH


def test_latin_1_means_windows_1252() -> None:
    assert decode(b"\x93Yes\x94 \x96 it\x92s", "iso-8859-1", has_markup=True) == "“Yes” – it’s"


def test_pasted_windows_quotes_in_utf8_are_mended() -> None:
    body = FRENCH.encode() * 3 + b" It\x92s"
    assert decode(body, "utf-8", has_markup=True).endswith(" It’s")


def test_a_few_wrong_bytes_become_one_mark_each_run() -> None:
    body = FRENCH.encode() * 3 + b"\xff\xfe\xff end"
    text = decode(body, "utf-8", has_markup=True)
    assert text.endswith("\ufffd end")
    assert text.count("\ufffd") == 1


def test_detection_finds_what_nothing_declares() -> None:
    assert decode((RUSSIAN * 3).encode("cp1251"), None, has_markup=False) == RUSSIAN * 3


def test_two_byte_text_under_a_one_byte_label_is_no_rubbish() -> None:
    text = decode(b"\xff\xfe" + FRENCH.encode("utf-16-le"), "windows-1252", has_markup=True)
    assert FRENCH in text


@pytest.mark.parametrize(
    "body", [b"\xff", b"\x80\x81\x82" * 50, bytes(range(256)) * 4, b"\xef\xbb\xbf", b"\xff\xfe\x00"]
)
def test_no_bytes_fail(body: bytes) -> None:
    for label in (None, "utf-8", "utf-16", "shift_jis", "utf-7", "hz"):
        assert isinstance(decode(body, label, has_markup=True), str)


def test_nothing_is_nothing() -> None:
    assert decode(b"", "utf-8", has_markup=True) == ""
