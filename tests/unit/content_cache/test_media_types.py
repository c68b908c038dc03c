"""What a body is, by its header, its name and its first bytes."""

from __future__ import annotations

import pytest

from content_cache.media_types import media_type_of, parse_content_type

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@pytest.mark.parametrize(
    ("header", "media_type", "charset"),
    [
        (None, "", None),
        ("", "", None),
        ("text/html", "text/html", None),
        ("Text/HTML; Charset=UTF-8", "text/html", "utf-8"),
        ('text/html;charset="iso-8859-1"', "text/html", "iso-8859-1"),
        ("text/html; charset='utf-8'; x=y", "text/html", "utf-8"),
        ("text/html; charset=", "text/html", None),
        ("text/html; boundary=charset", "text/html", None),
        ("application/xhtml+xml", "application/xhtml+xml", None),
        ("html", "", None),
        ("*/*", "", None),
        ("nonsense; charset=utf-8", "", "utf-8"),
    ],
)
def test_the_header(header: str | None, media_type: str, charset: str | None) -> None:
    assert parse_content_type(header) == (media_type, charset)


@pytest.mark.parametrize(
    ("body", "declared", "name", "found"),
    [
        (b"<!doctype html><p>x", "", "", "text/html"),
        (b"\xef\xbb\xbf\n <!-- a --> <HTML lang=en>", "", "", "text/html"),
        (b"<?xml version='1.0'?>\n<html xmlns='x'>", "", "", "text/html"),
        (b"<p>x", "application/octet-stream", "", "text/html"),
        (b"plain words", "", "", "text/plain"),
        (b"plain words", "application/octet-stream", "", "text/plain"),
        (b"BMI is a number", "", "", "text/plain"),
        (b"\xff\xfeh\0i\0", "", "", "text/plain"),
        (b"\0\1\2\3", "", "", "application/octet-stream"),
        (b"%PDF-1.7", "", "", "application/pdf"),
        (b"%PDF-1.7", "application/octet-stream", "", "application/pdf"),
        (b"%PDF-1.7", "text/html", "x.html", "application/pdf"),
        (PNG, "text/html", "x.html", "image/png"),
        (PNG, "image/png", "", "image/png"),
        (b"\xff\xd8\xff\xe0", "", "", "image/jpeg"),
        (b"GIF89a", "text/plain", "", "image/gif"),
        (b"RIFF1234WEBPVP8 ", "", "", "image/webp"),
        (
            b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/epub+zip",
            "",
            "",
            "application/epub+zip",
        ),
        (b"PK\x03\x04" + b"\0" * 40, "", "", "application/zip"),
        (b"PK\x03\x04" + b"\0" * 40, "application/epub+zip", "", "application/epub+zip"),
        (b"PK\x03\x04" + b"\0" * 40, "text/html", "", "application/zip"),
        (b"# Title", "", "notes.md", "text/markdown"),
        (b"# Title", "text/plain", "/raw/README.md", "text/markdown"),
        (b"<p>x", "", "page.htm", "text/html"),
        (b"words", "text/html", "page.txt", "text/html"),
        (b"{}", "application/json", "", "application/json"),
        (b"", "", "", "text/plain"),
    ],
)
def test_the_kind_of_a_body(body: bytes, declared: str, name: str, found: str) -> None:
    assert media_type_of(body, declared=declared, name=name) == found
