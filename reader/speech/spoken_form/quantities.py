"""Numbers with what belongs to them, in English: ranges, ratios, units and doses, fractions, ordinals. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.speech.spoken_form import numbers
from reader.speech.spoken_form.edits import Edit, pattern
from reader.speech.spoken_form.languages import Language
from reader.speech.spoken_form.units import unit_at

_NUMBER = r"(?<![\d.])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d])|(?<!\d)\d+(?:\.\d+)?|(?<![\w.])\.\d+"
_RANGE = r"(?P<separator>\s?[–—‒−]\s?|-|\s-\s|\s?‐\s?)(?=\.?\d)"
_ORDINAL = r"(?:st|nd|rd|th)(?![A-Za-z])"
_VULGAR = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5), "⅘": (4, 5),
    "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8), "⅐": (1, 7), "⅑": (1, 9),
    "⅒": (1, 10),
}  # fmt: skip
_PARTS = {
    2: "half",
    3: "third",
    4: "quarter",
    5: "fifth",
    6: "sixth",
    7: "seventh",
    8: "eighth",
    9: "ninth",
    10: "tenth",
}
_BEFORE_NOUN = frozenset("a an the each this that one per another single".split())
_DOSED = frozenset(
    "tablet capsule dose vial patch ampoule injection spoon syringe pill strength".split()
)
_NOT_A_NOUN = frozenset(
    "a an the of per for to and or is are was were in on at each every daily once twice weekly monthly nightly if with "
    "without by from as than when while until before after but then that which who may can will should must per more "
    "less long wide high tall deep thick away apart ago old total or".split()
)


def fractions(text: str, language: Language) -> Iterator[Edit]:
    """½, 1½, 1/2 a tablet, 2/3 of people, 24/7."""
    for match in pattern(
        r"(?<![\w/.])(?:24/7|9/11(?=\s(?:attacks?|terror\w*|memorial)\b)|(?<=since )9/11|(?<=after )9/11)(?![\w/])"
    ).finditer(text):
        yield (
            match.start(),
            match.end(),
            "twenty four seven" if match[0] == "24/7" else "nine eleven",
        )
    vulgar = pattern(r"(?:(?<![\d.,])(?P<whole>\d{1,4})\s?)?(?P<part>[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅐⅑⅒])")
    for match in vulgar.finditer(text):
        top, bottom = _VULGAR[match["part"]]
        yield match.start(), match.end(), _fraction(text, match.end(), match["whole"], top, bottom)
    if "/" not in text and "⁄" not in text:
        return
    slashed = pattern(
        r"(?<![\w/.,-])(?:(?P<whole>\d{1,3})[ \u00a0])?(?P<top>\d{1,3})[/⁄](?P<bottom>\d{1,3})(?![\w/]|[.,]\d|-\d)"
    )
    for match in pattern(
        r"(?<![\w/.,-])(\d{1,3}\.\d{1,2})\s?/\s?(\d{1,3})(?![\w/]|[.,]\d|-\d)"
    ).finditer(text):
        if float(match[1]) <= int(match[2]):
            yield match.end(1), match.start(2), " out of "
    for match in slashed.finditer(text):
        top, bottom = int(match["top"]), int(match["bottom"])
        if match["whole"] and (top >= bottom or bottom not in _PARTS):
            yield match.start("top"), match.end(), _over(top, bottom, language)
        elif 0 < top < bottom and bottom in _PARTS and bottom != 10:
            yield (
                match.start(),
                match.end(),
                _fraction(text, match.end(), match["whole"], top, bottom),
            )
        else:
            yield match.start(), match.end(), _over(top, bottom, language)


def _over(top: int, bottom: int, language: Language) -> str:
    """Two numbers with a stroke that are no fraction: a score, or a blood pressure."""
    with_and = not language.is_american
    first, second = (numbers.cardinal(each, with_and=with_and) for each in (top, bottom))
    if top == bottom:
        return f"{first} {second}"
    return f"{first} {'over' if top > bottom else 'out of'} {second}"


def _fraction(text: str, end: int, whole: str | None, top: int, bottom: int) -> str:
    name = _PARTS[bottom]
    if whole:
        part = f"a {name}" if top == 1 else f"{numbers.cardinal(top)} {_several(name)}"
        return f"{numbers.cardinal(int(whole))} and {part}"
    if top > 1:
        return f"{numbers.cardinal(top)} {_several(name)}"
    following = pattern(r"[\s-]([a-z]+)").match(text, end)
    if bottom == 2:
        if following is None or following[1] in (
            "a",
            "an",
            "the",
            "of",
            "my",
            "your",
            "to",
            "this",
        ):
            return "half"
        return "half an" if following[1][0] in "aeio" and following[1] != "one" else "half a"
    return f"a {name}" if bottom == 4 else f"one {name}"


def _several(name: str) -> str:
    return "halves" if name == "half" else f"{name}s"


def ratios(text: str, _language: Language) -> Iterator[Edit]:
    """2:1, 1:1,000; what looks like a time of day is one, unless the words speak of a ratio."""
    if ":" not in text:
        return
    ratio = r"(?<![\w.:,])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:\s?:\s?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)+(?![\w:])"
    for match in pattern(ratio).finditer(text):
        for colon in pattern(r"\s?:\s?").finditer(match[0]):
            is_even = match[0][: colon.start()] == match[0][colon.end() :] == "50"
            said = " " if is_even else " to "
            yield match.start() + colon.start(), match.start() + colon.end(), said


def quantities(text: str, language: Language) -> Iterator[Edit]:
    """Every number that no other rule has said, the unit after it, and "to" between two ends of a range."""
    with_and = not language.is_american
    for match in pattern(_NUMBER).finditer(text):
        start, end = match.span()
        before = text[start - 1] if start else ""
        if (before.isalpha() and not _is_times(text, start)) or before == "_":
            continue
        ordinal = pattern(_ORDINAL).match(text, end) if match[0].isdecimal() else None
        if ordinal is not None and not _is_ending(match[0], ordinal, text):
            ordinal = None
        if ordinal is not None and len(match[0]) < 7:
            yield start, ordinal.end(), numbers.ordinal(int(match[0]), with_and=with_and)
            until = pattern(r"\s?[-–—]\s?(?=\d+(?:st|nd|rd|th)\b)").match(text, ordinal.end())
            if until is not None:
                yield until.start(), until.end(), " to "
            continue
        yield from _minus(text, start)
        words = said(text, start, match[0], with_and=with_and)
        unit = unit_at(text, end, is_american=language.is_american)
        if unit is None and text[end : end + 1].isalpha():
            words += " "
        yield start, end, words
        if unit is not None:
            is_one = (
                match[0] in ("1", "1.0") or unit.is_hyphened or names_a_noun(text, start, unit.end)
            )
            yield unit.start, unit.end, f" {unit.one if is_one else unit.several}"
            end = unit.end
            if pattern(r"(?<=[a-z])\.(?=\s[a-z])").match(text, end):
                yield end, end + 1, ""
        following = pattern(_RANGE).match(text, end)
        if following is not None and _is_range(text, start, match[0], following):
            yield following.start(), following.end(), " to "


def _is_ending(number: str, ending: re.Match[str], text: str) -> bool:
    """Whether the letters after a number make it one of a row: "21st", but "12st" is a weight."""
    if ending[0] != "st":
        return True
    is_first = number[-1] == "1" and number[-2:] != "11"
    return is_first and pattern(r"\s?\d+\s?lbs?\b").match(text, ending.end()) is None


def heights(text: str, _language: Language) -> Iterator[Edit]:
    """6ft 2in, 5' 10"."""
    for match in pattern(
        r"(?<![\w.])(\d)(\s?(?:ft\.?|['’′])\s?)(\d{1,2})(\s?(?:in(?:s|ches)?\b\.?|[\"”″]|['’′]{2}))"
    ).finditer(text):
        yield match.start(2), match.end(2), " foot "
        yield match.start(3), match.end(4), numbers.cardinal(int(match[3]))


def _is_times(text: str, start: int) -> bool:
    """Whether the letter before a number is the sign between two: "4x4"."""
    return text[start - 1] == "x" and text[start - 2 : start - 1].isdecimal()


def said(text: str, start: int, number: str, *, with_and: bool) -> str:
    """A number in words; figures one by one where it is long, begins with nought, or is a name."""
    if number.isdecimal() and len(number) > 4:
        named = pattern(
            r"(?i)\b(?:charity|company|number|no|account|reference|ref|code|pin|isbn|registered|id|serial|pmid|"
            r"registration|licen[cs]e|membership)\b\W*(?:(?:number|no|in\s[\w\s]{1,20})\b)?\W*$"
        )
        if (len(number) > 6 and not number.endswith("000")) or named.search(
            text[max(0, start - 50) : start]
        ):
            return numbers.digits(number, "oh" if with_and else "zero")
    return numbers.decimal(number, with_and=with_and)


def _minus(text: str, start: int) -> Iterator[Edit]:
    sign = text[start - 1] if start else ""
    if sign not in "-−–" or not sign:
        return
    before = text[start - 2] if start > 1 else " "
    if (before.isspace() or before in '(,;[“"') and not (
        sign == "–" or pattern(r"\d\s$").search(text[max(0, start - 3) : start - 1])
    ):
        yield start - 1, start, "minus "


def names_a_noun(text: str, start: int, end: int) -> bool:
    """Whether the quantity stands before the noun it describes: "a 5 ml spoon"."""
    following = pattern(r" ([a-z]{2,})").match(text, end)
    if following is None or following[1] in _NOT_A_NOUN:
        return False
    if following[1].removesuffix("s") in _DOSED:
        return True
    before = pattern(r"(?:^|[\s(])([A-Za-z]+)\s(?:[\d.,]+\s?[x×–-]\s?)?$").search(
        text[max(0, start - 18) : start]
    )
    return before is not None and before[1].lower() in _BEFORE_NOUN


def _is_range(text: str, start: int, first: str, match: re.Match[str]) -> bool:
    """Whether two numbers with a dash are the ends of a range, and not a score, a code or a sum."""
    if start and text[start - 1] in "-–" and start > 1 and text[start - 2].isdecimal():
        return False
    second = pattern(_NUMBER).match(text, match.end())
    if second is None:
        return False
    if pattern(r"-\d").match(text, second.end()):
        return False
    separator = match["separator"].strip()
    if separator in "–—‒" and separator != "-":
        return True
    low, high = (float(each.replace(",", "")) for each in (first, second[0]))
    if low >= high and max(low, high) <= 12:  # as in "open 9-5"
        return (
            pattern(r"(?i)\b(?:open|hours|daily|days|weekdays)\W+$").search(text[:start])
            is not None
        )
    return low < high
