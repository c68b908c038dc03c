"""Telephone numbers, in their groups, digit by digit. Pure.

`phonenumbers` knows what a number looks like in each country. It takes some 30 ms to load, so it is loaded when
a text first has a run of digits that could be one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reader.speech.spoken_form.edits import Edit, pattern
from reader.speech.spoken_form.languages import Language, Words

_COULD_BE = r"(?:\+|\(\+|\b00\s?|\(0|\b0|\b1[-. (]|\()?\d(?:[\s\u00a0().\-‐-–/]{0,3}\d){6,16}"
"""Seven digits and more, with what people put between them."""
_SHORT_AFTER = (
    r"\b(?:[Cc]all(?:ing|s)?|[Dd]ial(?:l?ing)?|[Rr]ing(?:ing)?|[Pp]hone|[Tt]ext(?:ing)?|[Tt]elephone|"
    r"[Tt]el\.?|NHS|[Hh]elpline|[Ll]ine|[Tt]o|[Oo]r|[Oo]n)(?:\s(?:the\s)?[A-Z]{2,})*(?:\s(?:to|on|at|or|us on))?:?\s"
    r"(?P<number>\d{3}(?:\s\d{3})?|\d{5,6})(?!\w|[.,:]\d|[%£°]|\s?[-–]\s?\d|\s\d)"
)
_SURE = r"(?:[Cc]all|[Dd]ial|[Rr]ing|[Pp]hone|[Tt]ext|[Tt]el|NHS|[Hh]elpline|[Ll]ine)"
_EMERGENCY = frozenset(
    (
        "000 100 101 105 110 111 112 113 114 115 116 118 119 123 144 147 159 180 190 211 311 411 511 611 711 811 "
        "911 988 999"
    ).split()
)
_COUNTED = (
    r"\s(?:[a-z]+s|people|men|women|children|percent|per cent|million|thousand|mg|ml|g|kg|mcg)\b"
)
_NOT_COUNTED = r"\s(?:this|is|was|has|always|yes|us|as|unless|days?|hours?|minutes?)\b"


def telephones(text: str, language: Language) -> Iterator[Edit]:
    """Each group of a number is an edit of its own, so that the group being heard is marked."""
    words = language.words
    if words is None:
        return
    zero = "oh" if language.is_english and not language.is_american else words.digits[0]
    for possible in pattern(_COULD_BE).finditer(text):
        for start, raw in _found(text, possible.start(), possible.end(), language.region):
            yield from _number(start, raw, words, zero, language.region)
            raised = pattern(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+").match(text, start + len(raw))
            if raised:  # after other numbers it may be a power
                yield raised.start(), raised.end(), ""
    if language.is_english:
        yield from _short(text, words)


def _found(text: str, start: int, end: int, region: str) -> Iterator[tuple[int, str]]:
    """Numbers in a run of digits, each with its place."""
    import phonenumbers  # noqa: PLC0415 - most texts have no telephone number

    if (
        text[start:end].isdigit()
        and not text.startswith(("0", "+"), start)
        and _is_named(text, start)
    ):
        return
    # A mark of a note right behind the digits would hide the number's end.
    written = text[start : end + 16].partition("[")[0]
    for match in _matches(phonenumbers, written, region):
        if match.start < end - start:
            raw = match.raw_string
            if start + match.start > 0 and text[start + match.start - 1] in "£$€.,":
                continue
            yield start + match.start, raw


_AMERICAN = r"(?:1[-. ])?(?:\(\d{3}\)[-. ]?|\d{3}[-. ])\d{3}[-. ]\d{4}(?!\d)"
"""How numbers of North America are written; on pages of other countries too."""


def _matches(phonenumbers: Any, text: str, region: str) -> Any:
    """What the library finds; possible numbers count where they are written as numbers are."""
    found = list(phonenumbers.PhoneNumberMatcher(text, region or None))
    if found:
        return found
    if pattern(_AMERICAN).match(text):
        found = list(phonenumbers.PhoneNumberMatcher(text, "US"))
    if found or not text.startswith(("0", "+", "(")):
        return found
    return phonenumbers.PhoneNumberMatcher(
        text, region or None, leniency=phonenumbers.Leniency.POSSIBLE
    )


def _is_named(text: str, start: int) -> bool:
    """Whether a word before says that it is some other number, as of a charity or an account."""
    return (
        pattern(
            r"(?i)(?:charity|company|account|registered|registration|reference|ref|isbn|pmid|doi|order|reg)\W*"
            r"(?:number|no|in\s[\w\s]{1,30})?\W*$"
        ).search(text[max(0, start - 50) : start])
        is not None
    )


def _number(start: int, raw: str, words: Words, zero: str, region: str) -> Iterator[Edit]:
    groups = [(match.start(), match.end()) for match in pattern(r"\+\s?\d+|\d+").finditer(raw)]
    extension = pattern(r"(?i)(?:[;,]?\s?e?xt?(?:ension)?\.?|#)\s?(?=\d+$)").search(raw)
    if len(groups) == 1 or (len(groups) == 2 and groups[1][1] - groups[1][0] > 8):
        yield start, start + len(raw), _grouped(raw, words, zero, region)
        return
    shown = 0
    for index, (begin, end) in enumerate(groups):
        between = raw[shown:begin]
        if index and extension and extension.start() >= shown and extension.start() < begin:
            yield start + shown, start + begin, ", extension "
        elif between:
            yield start + shown, start + begin, ", " if index else ""
        said = _each(raw[begin:end], words, zero)
        if index == 1 and raw.lstrip("(").startswith("+") and raw[begin - 1 : begin] == "(":
            said = words.digits[0] if zero != "oh" else "oh"
        yield start + begin, start + end, said
        shown = end
    if shown < len(raw):
        yield start + shown, start + len(raw), ""


def _grouped(raw: str, words: Words, zero: str, region: str) -> str:
    """A number written without a gap, in the groups that its country uses."""
    import phonenumbers  # noqa: PLC0415 - as above

    try:
        number = phonenumbers.parse(raw, region or None)
    except phonenumbers.NumberParseException:
        return _each(raw, words, zero)
    style = phonenumbers.PhoneNumberFormat
    shape = style.INTERNATIONAL if raw.lstrip("(").startswith(("+", "00")) else style.NATIONAL
    shown = phonenumbers.format_number(number, shape)
    return ", ".join(_each(group, words, zero) for group in pattern(r"\+?\d+").findall(shown))


def _each(group: str, words: Words, zero: str) -> str:
    if len(group) == 6 and "+" not in group:
        return f"{_each(group[:3], words, zero)}, {_each(group[3:], words, zero)}"
    said = [zero if each == "0" else words.digits[int(each)] for each in group if each.isdecimal()]
    if "+" in group:
        said.insert(0, words.plus)
    return " ".join(said)


def _short(text: str, words: Words) -> Iterator[Edit]:
    """Emergency and text numbers, after a word that says that they are dialled."""
    for match in pattern(_SHORT_AFTER).finditer(text):
        number = match["number"]
        start, end = match.span("number")
        is_sure = pattern(_SURE).match(match[0]) is not None
        if not is_sure and (pattern(_SURE).search(text[: match.start()]) is None):
            continue
        if len(number) == 3 and number not in _EMERGENCY and not is_sure:
            continue
        if pattern(_COUNTED).match(text, end) and not pattern(_NOT_COUNTED).match(text, end):
            continue
        zero = "oh" if "0" in number else words.digits[0]
        yield start, end, ", ".join(_each(group, words, zero) for group in number.split())
