"""What kind of thing a body is: the header's word, the name's ending, and the first bytes.

Pure. Any thread.
"""

from __future__ import annotations

import re

UNKNOWN = "application/octet-stream"

_BY_SUFFIX = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".pdf": "application/pdf",
    ".epub": "application/epub+zip",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".odt": "application/vnd.oasis.opendocument.text",
}
_SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"OggS\x00", "application/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\x1f\x8b\x08", "application/gzip"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x7fELF", "application/x-executable"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
)
"""Source: WHATWG MIME Sniffing, section 6 (matching a MIME type pattern); others from their formats."""
_HTML_START = re.compile(
    rb"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|script|style|link|article|section|div|h[1-6]|p|table|br|a)"
    rb"[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_SNIFFED_BYTES = 2048
_TEXT_CONTROLS = frozenset(range(0x20)) - frozenset(b"\t\n\f\r\x1b")
_UTF_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def parse_content_type(header: str | None) -> tuple[str, str | None]:
    """The media type in lower case ("" where the header is missing or nonsense) and the charset it names."""
    if not header:
        return "", None
    media_type = header.partition(";")[0].strip().lower()
    if not re.fullmatch(r"[!#$&^_.+a-z0-9-]+/[!#$&^_.+a-z0-9-]+", media_type):
        media_type = ""
    charset = re.search(r";\s*charset\s*=\s*[\"']?\s*([^\s\"';,]+)", header, re.IGNORECASE)
    return media_type, charset[1].lower() if charset else None


def media_type_of(body: bytes, *, declared: str = "", name: str = "") -> str:
    """The kind of a body, from what was declared for it, its name's ending and its first bytes.

    Bytes that can only be one thing (a picture, a PDF) win over what was declared, for servers send
    pictures as text/html and anything at all as application/octet-stream.
    """
    by_suffix = _by_suffix(name)
    by_signature = _by_signature(body)
    if by_signature and not _agrees(declared or by_suffix, by_signature):
        return by_signature
    if declared == "text/plain" and by_suffix == "text/markdown":
        return by_suffix
    if declared and declared not in (UNKNOWN, "binary/octet-stream", "application/force-download"):
        return declared
    return by_suffix or by_signature or _sniffed(body)


def _agrees(declared: str, by_signature: str) -> bool:
    """Whether a declared kind may stand although the first bytes name a more general one."""
    both_pictures = declared.startswith("image/") and by_signature.startswith("image/")
    return both_pictures or (
        by_signature == "application/zip" and declared not in ("", "text/html", "text/plain")
    )


def _by_suffix(name: str) -> str:
    dot = name.rfind(".")
    return _BY_SUFFIX.get(name[dot:].lower(), "") if dot >= 0 else ""


def _by_signature(body: bytes) -> str:
    start = body[:_SNIFFED_BYTES]
    if start.startswith(b"PK\x03\x04"):
        return (
            "application/epub+zip"
            if b"mimetypeapplication/epub+zip" in start
            else "application/zip"
        )
    if start.startswith(b"RIFF") and start[8:12] == b"WEBP":
        return "image/webp"
    if start[4:8] == b"ftyp":
        return "image/avif" if start[8:12] in (b"avif", b"avis") else "video/mp4"
    for signature, media_type in _SIGNATURES:
        if start.startswith(signature) and not (signature in (b"BM", b"ID3") and _is_text(start)):
            return media_type
    return ""


def _sniffed(body: bytes) -> str:
    start = body[:_SNIFFED_BYTES]
    if _HTML_START.match(start.removeprefix(b"\xef\xbb\xbf")):
        return "text/html"
    return "text/plain" if _is_text(start) else UNKNOWN


def _is_text(start: bytes) -> bool:
    if start.startswith(_UTF_MARKS):
        return True
    return not _TEXT_CONTROLS.intersection(start)
