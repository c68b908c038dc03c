"""Mends what PDF files make of text: ligatures, loose accents, wrong letters, words cut at a line's end. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from reader.documents.plain_text import clean

_LIGATURES = re.compile("[\ufb00-\ufb06\u0132\u0133]")
_FORMS = re.compile("[\ufb13-\ufb4f\ufb50-\ufdcf\ufdf0-\ufdfb\ufe70-\ufefc\uff01-\uff5e]")
_ACCENTS = {
    "´": "\u0301", "`": "\u0300", "¨": "\u0308", "ˆ": "\u0302", "˜": "\u0303", "˚": "\u030a", "ˇ": "\u030c",
    "¸": "\u0327", "˙": "\u0307", "˘": "\u0306", "˝": "\u030b", "¯": "\u0304", "˛": "\u0328",
}  # fmt: skip
_LOOSE_ACCENT = re.compile("([´¨ˆ˜˚ˇ˙˘˝]) ?([A-Za-zıȷ])")
_TRAILING_ACCENT = re.compile("([A-Za-z])([¸˛])")
_MOJIBAKE = re.compile("(?:[ÃÂâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{1,2})+")
_BULLET_GLYPHS = re.compile("[\uf0a7\uf0b7\uf0a8\uf0d8\uf0fc\uf076\uf06e\uf06c\uf02d\uf09f\uf0be]")
_UNKNOWN = re.compile("\ufffd+")
_WORD_PART = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_HYPHEN_END = re.compile(r"([^\W\d_]+)[-\u00ad]$")
_FIRST_PART = re.compile(r"^([^\W\d_]+)(.?)")
_PREFIXES = frozenset(("ex", "non", "quasi", "self"))
"""Nearly always stand with a hyphen before another word."""
_UNSPACED = re.compile("[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")


def mended(text: str) -> str:
    """The text with its letters put right, on one clean line."""
    if text.isascii():
        return clean(text)
    text = _LIGATURES.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text)
    text = _FORMS.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text)
    text = _BULLET_GLYPHS.sub("•", text)
    text = _LOOSE_ACCENT.sub(_composed, text)
    text = _TRAILING_ACCENT.sub(lambda m: m[1] + _ACCENTS[m[2]], text)
    text = _MOJIBAKE.sub(_reread, text)
    text = _UNKNOWN.sub("", text)
    return clean(text)


def _composed(found: re.Match[str]) -> str:
    letter = {"ı": "i", "ȷ": "j"}.get(found[2], found[2])
    made = unicodedata.normalize("NFC", letter + _ACCENTS[found[1]])
    return made if len(made) == 1 else found[0]


def _reread(found: re.Match[str]) -> str:
    """UTF-8 that was once taken for Windows-1252."""
    try:
        return found[0].encode("cp1252").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return found[0]


def vocabulary(lines: Iterable[str]) -> frozenset[str]:
    """The words that stand whole inside lines, and those with a hyphen, in lower case."""
    words: set[str] = set()
    is_cut = False
    for line in lines:
        tokens = line.casefold().split()
        if is_cut:
            del tokens[:1]
        is_cut = bool(tokens) and tokens[-1][-1:] in "-\u00ad"
        if is_cut:
            tokens.pop()
        for token in (t.strip(".,;:!?()[]{}\"'“”‘’«»") for t in tokens):
            words.add(token)
            if "-" not in token:
                words.update(_WORD_PART.findall(token))
    return frozenset(words)


def join_lines(before: str, after: str, known: frozenset[str]) -> str:
    """Two lines of one paragraph as one, a word cut at the line's end made whole.

    `known` is the document's `vocabulary`.
    """
    if not before or not after:
        return before or after
    cut = _HYPHEN_END.search(before) if before[-1] in "-\u00ad" else None
    if cut:
        return _uncut(before, after, cut, known)
    if before[-1] in "-–—/" and (len(before) < 2 or before[-2] != " "):
        return before + after
    if _UNSPACED.match(before[-1]) and _UNSPACED.match(after[0]):
        return before + after
    return f"{before} {after}"


def _uncut(before: str, after: str, cut: re.Match[str], known: frozenset[str]) -> str:
    follows = _FIRST_PART.match(after)
    if not follows:
        return before + after if after[0].isdigit() else f"{before} {after}"
    if not follows[1][0].islower():
        # a compound with a name or a capital letter keeps its hyphen: "Anglo-Saxon", "X-Ray"
        if before[-1] == "\u00ad" or (
            cut[1].isupper() and follows[1].isupper() and len(cut[1]) > 1
        ):
            return before[:-1] + after
        return before + after
    if follows[1].casefold() in ("and", "or", "und", "oder", "to", "bis") and len(follows[1]) < 5:
        whole = (cut[1] + follows[1]).casefold()
        return before[:-1] + after if whole in known else f"{before} {after}"
    if before[-1] == "\u00ad":
        return before[:-1] + after
    first, second = cut[1].casefold(), follows[1].casefold()
    before_it = before[: cut.start()]
    if before_it.endswith("-"):
        return before + after  # "state-of-the-" goes on as it began
    if first + second in known:
        return before[:-1] + after
    if f"{first}-{second}" in known or first in _PREFIXES:
        return before + after
    if follows[2] == "-" and first in known:
        return before + after
    if min(len(first), len(second)) > 2 and first in known and second in known:
        return before + after  # two words of this very text: a compound
    return before[:-1] + after
