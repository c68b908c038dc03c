"""Bytes to characters: header, then byte order mark, then meta, then detection. Pure; any thread.

Never fails: what no encoding explains becomes replacement characters, one for each run.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_AS_BROWSERS_DO = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
"""Labels that mean a larger set in practice. Source: https://encoding.spec.whatwg.org/#names-and-labels"""
_ONE_BYTE = ("cp125", "cp874", "iso8859", "koi8", "mac")
"""Under these any bytes can be decoded, so that a wrong label shows only in what comes out."""
_NEVER_OF_PAGES = frozenset(
    "idna punycode unicode_escape raw_unicode_escape undefined utf-7 mbcs oem".split()
)
_ODD = re.compile("[\x00-\x08\x0e-\x1a\x7f-\x9f]")
_HIGH = re.compile(rb"[\x80-\xff]")
_FEW_HIGH = 0.10
_META_BYTES = 4096
"""How far into the body a declaration is looked for."""
_META = re.compile(
    rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:+-]{2,40})|<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:+-]{2,40})""",
    re.IGNORECASE,
)
_REPLACED = re.compile("\ufffd{2,}")
_STRAY = re.compile("[\udc80-\udcff]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
_TOO_WRONG = 0.02
"""A label under which more of the characters than this are errors is not believed."""
_NOISE = 0.05
"""Random bytes come to an eighth, real texts with a few damaged places to less than a hundredth. (measured)"""
_SAMPLE_BYTES = 20_000
_NO_SIGNS = frozenset(("Cc", "Cn", "Co", "Cs"))
_SPACING = "\t\n\v\f\r\x1b"
"""Controls that stand in texts; escape begins a colour of a terminal."""


def decode(body: bytes, charset: str | None, *, has_markup: bool) -> str:
    """The characters of a body; `charset` is what the Content-Type header said, or None."""
    if not body:
        return ""
    for mark, marked_name in _MARKS:
        if body.startswith(mark):
            marked = _attempt(body, marked_name)
            if marked is not None:
                return marked
    tried: set[str] = set()
    name: str | None
    for label in (charset, _declared(body) if has_markup else None, "utf-8"):
        name = _known(label)
        if not name or name in tried:
            continue
        tried.add(name)
        if name.startswith(_ONE_BYTE):
            text = _attempt_utf8(body)
            if text is not None and not text.isascii():
                return text  # such bytes are never well-formed UTF-8 by chance
        text = _attempt(body, name)
        if text is not None and _is_plausible(text):
            return text
    return _detected(body)


def is_noise(body: bytes, charset: str | None, *, has_markup: bool) -> bool:
    """Whether bytes are no text under any encoding: too much of it is no sign that anybody writes."""
    text = decode(body[:_SAMPLE_BYTES], charset, has_markup=has_markup)
    if text.isascii() and text.isprintable():
        return False
    odd = sum(
        sign == "\ufffd" or (unicodedata.category(sign) in _NO_SIGNS and sign not in _SPACING)
        for sign in text
    )
    return odd > max(4, len(text) * _NOISE)


def _attempt_utf8(body: bytes) -> str | None:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _known(label: str | None) -> str | None:
    """The name Python has for a label, or None for one nobody knows."""
    if not label:
        return None
    try:
        name = codecs.lookup(label.strip().strip("\"'")).name
        b"a".decode(name, "replace")
    except (LookupError, ValueError):  # unknown, or a codec that is not about text
        return None
    if name in _NEVER_OF_PAGES:
        return None
    return _AS_BROWSERS_DO.get(name, name)


def _declared(body: bytes) -> str | None:
    found = _META.search(body[:_META_BYTES])
    if not found:
        return None
    label = (found[1] or found[2]).decode("ascii", "replace")
    # a declaration that can be read as ASCII is not in two-byte units
    return "utf-8" if label.lower().startswith(("utf-16", "utf-32", "ucs")) else label


def _attempt(body: bytes, name: str) -> str | None:
    """The text, with a few errors replaced; None where the encoding does not fit."""
    try:
        return body.decode(name)
    except UnicodeDecodeError:
        text = body.decode(name, "replace") if name != "utf-8" else _mended_utf8(body)
    if text.count("\ufffd") > max(3, len(text) * _TOO_WRONG):
        return None
    return _REPLACED.sub("\ufffd", text)


def _mended_utf8(body: bytes) -> str:
    """UTF-8 in which single bytes of Windows-1252 (a pasted quotation mark) stand for what was meant."""
    text = body.decode("utf-8", "surrogateescape")
    stray = len(_STRAY.findall(text))
    if len(_BEYOND_ASCII.findall(text)) - stray < stray:
        return "\ufffd" * len(text)  # not UTF-8 at all
    return _STRAY.sub(_as_windows, text)


def _as_windows(match: re.Match[str]) -> str:
    byte = bytes((ord(match[0]) - 0xDC00,))
    # only the marks that are pasted from word processors; a lone letter is more likely damage
    return byte.decode("cp1252") if 0x91 <= byte[0] <= 0x97 or byte[0] == 0x85 else "\ufffd"


def _is_plausible(text: str) -> bool:
    """Whether decoded text is not full of controls, as two-byte text under a one-byte label would be."""
    sample = text[:20000]
    odd = len(_ODD.findall(sample))
    return odd <= max(8, len(sample) * 0.05)


def _detected(body: bytes) -> str:
    high = len(_HIGH.findall(body[:200_000]))
    if high < _FEW_HIGH * min(len(body), 200_000):
        # western text with its accents and curly quotes; a statistical guess errs on so little
        return body.decode("cp1252", "replace")
    import charset_normalizer  # noqa: PLC0415 - keeps start-up fast; rarely needed

    best = charset_normalizer.from_bytes(body[:200_000]).best()
    name = _known(best.encoding) if best else None
    text = body.decode(name or "utf-8", "replace")
    if text.count("\ufffd") > len(text) * 0.3 or not _is_plausible(text):
        text = body.decode("cp1252", "replace")
    return _REPLACED.sub("\ufffd", text)
