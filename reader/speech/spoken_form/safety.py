"""What could be taken for a command by an engine or a terminal is taken out of the text. Pure.

eSpeak reads phonemes between double brackets and commands after a control character, macOS commands between
double brackets, SAPI markup between angle brackets.
"""

from __future__ import annotations

from collections.abc import Iterator

from reader.speech.spoken_form.edits import Edit, pattern
from reader.speech.spoken_form.languages import Language

_CONTROLS = (
    r"[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]+"
)


def neutralised(text: str, language: Language) -> Iterator[Edit]:
    """Control and direction marks are no text; a line break or a tab parts words; brackets lose their power."""
    for match in pattern(_CONTROLS).finditer(text):
        parts_words = any(each.isspace() for each in match[0])
        yield match.start(), match.end(), " " if parts_words else ""
    if "[[" in text or "]]" in text:
        for match in pattern(r"\[(?=\[)|(?<=\[)\[|\](?=\])|(?<=\])\]").finditer(text):
            yield match.start(), match.end(), " "
    if "<" in text:
        yield from _markup(text, is_compared=language.words is not None)


def _markup(text: str, *, is_compared: bool) -> Iterator[Edit]:
    """Angle brackets that are not of a comparison, which another rule says."""
    if not is_compared:
        for match in pattern(r"[<>]").finditer(text):
            yield match.start(), match.end(), " "
    brackets = r"(?<!\s)</?(?!=|\s?[\d£$€.~])|</?(?!=|\s)(?![\d£$€.~])|(?<=[A-Za-z\"'])\s?/?>(?!=|\s?[\d£$€])"
    for match in pattern(brackets).finditer(text):
        yield match.start(), match.end(), " "
