"""Bytes of any kind made into a `Document`: picks the reader. Pure; any thread.

The readers are imported only when they are needed: what they stand on is slow to load.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.documents.charset import is_noise
from reader.documents.model import Document
from reader.errors import DocumentError, NoText, UnsupportedDocument

if TYPE_CHECKING:
    from reader.documents.apart import Kind

_HTML = frozenset(("text/html", "application/xhtml+xml"))
_MARKDOWN = frozenset(("text/markdown", "text/x-markdown"))
_TEXT = frozenset(
    ("", "application/octet-stream", "application/json", "application/x-empty", "inode/x-empty")
)
"""Types that say nothing sure; their bytes are looked at."""
_READ_APART: dict[str, Kind] = {
    "application/pdf": "pdf",
    "application/epub+zip": "epub",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.oasis.opendocument.text": "odt",
}
_MOST_BYTES = 24 << 20
"""Of text or markup: four million words, which take more memory than a machine should give for one text."""
_DIRECTORY_BYTES = 1 << 16
"""An archive's list of names stands at its end."""
_KINDS = (
    ("image/", "a picture"),
    ("audio/", "a sound"),
    ("video/", "a film"),
    ("font/", "a font"),
    ("application/zip", "an archive"),
    ("application/vnd.", "an office file"),
    ("application/msword", "an office file"),
)
_SIGNATURES = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"PK\x03\x04", "an archive or office file"),
    (b"\x1f\x8b", "an archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"ID3", "a sound"),
    (b"OggS", "a sound"),
)


def read_document(body: bytes, *, url: str, media_type: str, charset: str | None) -> Document:
    """Make a document of the bytes of a page or file.

    `media_type` is lower case, without parameters; `charset` what the header said, or None.
    Raises `UnsupportedDocument` for what is no text, `NoText` where nothing is left to read.
    """
    media_type = media_type.partition(";")[0].strip().lower()
    if not body.strip():
        raise NoText("This page is empty, so there is nothing to read.", url=url)
    document = _read(body, url, media_type, charset)
    if not any(section.sentences for section in document.sections):
        raise NoText(
            "This page has no text that can be read aloud. Please try another page.", url=url
        )
    return document


def _read(body: bytes, url: str, media_type: str, charset: str | None) -> Document:
    apart = _kind_read_apart(body, media_type)
    if apart:
        from reader.documents.apart import read_apart  # noqa: PLC0415 - keeps start-up fast

        return read_apart(apart, body, url=url)
    kind = _unreadable(body, media_type)
    if kind:
        raise UnsupportedDocument(
            f"This is {kind}, which cannot be read aloud. Web pages, PDF files, e-books and texts can.",
            url=url,
        )
    if len(body) > _MOST_BYTES:
        raise DocumentError(
            f"This text is larger than {_MOST_BYTES >> 20} megabytes, which is more than can be read at once. "
            "Please divide it into smaller files.",
            url=url,
        )
    is_html = media_type in _HTML or (media_type in _TEXT and _looks_like_html(body))
    if is_noise(body, charset, has_markup=is_html):
        raise UnsupportedDocument(
            "There is no text in this: most of it is signs that nobody writes. "
            "It may be damaged, or a file of another kind.",
            url=url,
        )
    if is_html:
        from reader.documents.from_html import read_html  # noqa: PLC0415 - keeps start-up fast

        return read_html(body, url=url, charset=charset)
    if media_type in _MARKDOWN:
        from reader.documents.from_markdown import read_markdown  # noqa: PLC0415 - as above

        return read_markdown(body, url=url, charset=charset)
    from reader.documents.from_text import read_text  # noqa: PLC0415 - as above

    return read_text(body, url=url, charset=charset)


def _kind_read_apart(body: bytes, media_type: str) -> Kind | None:
    """What is read in a process of its own, by what the bytes are rather than by what they are called."""
    if body.startswith(b"%PDF-"):
        return "pdf"
    if body.startswith(b"PK\x03\x04"):
        if b"mimetypeapplication/epub+zip" in body[:128]:
            return "epub"
        if b"mimetypeapplication/vnd.oasis.opendocument.text" in body[:128]:
            return "odt"
        if b"word/document.xml" in body[-_DIRECTORY_BYTES:]:
            return "docx"
    return _READ_APART.get(media_type)


def _unreadable(body: bytes, media_type: str) -> str | None:
    """What the bytes are, in plain words, where they are no text."""
    for prefix, kind in _KINDS:
        if media_type.startswith(prefix):
            return kind
    for signature, kind in _SIGNATURES:
        if body.startswith(signature):
            return kind
    if media_type in _HTML or media_type.startswith("text/"):
        return None
    if media_type in _TEXT or media_type.endswith(("xml", "json")):
        return "a file of a kind that is not known" if _is_binary(body) else None
    return "a file of a kind that is not known"


def _is_binary(body: bytes) -> bool:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    sample = body[:4096]
    return sum(byte < 9 or 13 < byte < 27 for byte in sample) > len(sample) // 50


def _looks_like_html(body: bytes) -> bool:
    start = body[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return (
        start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml"))
        or b"<html" in start
    )
