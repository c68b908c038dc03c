"""Abbreviations, titles, Latin, days, Saint and Street, and words with a stroke between them, in English. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from reader.speech.spoken_form.edits import Edit, pattern
from reader.speech.spoken_form.languages import Language
from reader.speech.spoken_form.short_words import (
    ALWAYS,
    BEFORE_NUMBER,
    CAPITAL_ENOUGH,
    DAYS,
    DOTTED,
    LETTERS,
    STREETS,
)

_WITHOUT_DOT = frozenset(
    {*ALWAYS, *(word.capitalize() for word in ALWAYS), *CAPITAL_ENOUGH, *STREETS}
)
_WORD = r"(?<![\w.'’@-])[A-Za-z]+(?:\.[A-Za-z]+)*(?![\w'’@])\.?"
_DAY = r"(?:Mon|Tues?|Weds?|Thurs?|Thu|Fri|Sat|Sun)"
_DAY_LIST = (
    r"(?<!\w)"
    + _DAY
    + r"(?:day|nesday|rsday|sday|urday)?\b\.?(?:\s?(?:[-–—/&,]|to|and|or)\s?"
    + _DAY
    + r"(?:day|nesday|rsday|sday|urday)?\b(?:\.(?!$))?)+"
)


def abbreviations(text: str, _language: Language) -> Iterator[Edit]:
    """Every word that is short for another, by its own letters and by what stands beside it."""
    for match in pattern(_WORD).finditer(text):
        word = match[0]
        has_dot = word[-1] == "."
        if not has_dot and word not in _WITHOUT_DOT:
            continue
        bare = word[:-1] if has_dot else word
        said = _said(text, bare, match.start(), match.end(), has_dot=has_dot)
        if said is None:
            continue
        end = match.end()
        if has_dot and end == len(text):
            end -= 1
        yield match.start(), end, said


def _said(text: str, bare: str, start: int, end: int, *, has_dot: bool) -> str | None:
    if bare in STREETS and (street := _saint_or_street(text, bare, start, end)) is not None:
        return street
    lower = bare.lower()
    if lower in BEFORE_NUMBER and (has_dot or bare in CAPITAL_ENOUGH):
        following = pattern(r":?\s?[+(]?\d|\s?[IVX]+\b|\s[A-H]\b").match(text, end)
        if following is not None:
            said = BEFORE_NUMBER[lower]
            said = said.capitalize() if bare[0].isupper() else said
            return said if not text[end : end + 1].isalnum() else f"{said} "
    if bare in ALWAYS:
        if bare in ("Mr", "Mrs", "Ms", "Mx", "Dr") and not has_dot and end == len(text):
            return None
        return ALWAYS[bare]
    if lower in ALWAYS and not bare.isupper():
        said = ALWAYS[lower]
        return said.capitalize() if bare[0].isupper() else said
    if has_dot:
        if bare == "al" and text[max(0, start - 3) : start].lower() == "et ":
            return "others"
        if (bare in DOTTED and bare != "al") or (
            lower in DOTTED and lower != "al" and bare[0].isupper()
        ):
            if end == len(text) and lower in (
                "min",
                "max",
                "est",
                "ed",
                "mo",
                "temp",
                "med",
                "trans",
                "cont",
                "co",
            ):
                return None
            return DOTTED.get(bare) or DOTTED[lower]
    if "." in bare and pattern(r"[A-Za-z](?:\.[A-Za-z])+").fullmatch(bare) and bare.isupper():
        letters = bare.replace(".", "")
        return (
            letters if letters in ("UK", "US", "USA", "EU", "UN", "AD", "BC") else " ".join(letters)
        )
    return None


def letters(text: str, _language: Language) -> Iterator[Edit]:
    """ECG, FAQs; IM and IV as ways of giving a medicine."""
    for match in pattern(r"(?<![\w&@.])([A-Z]{2,5})(s?)(?![\w&@]|\.\w|-\d)").finditer(text):
        if match[1] in LETTERS:
            yield match.start(), match.end(), " ".join(match[1]) + ("’s" if match[2] else "")
    for match in pattern(
        r"\b(?:mg|mcg|[µμ]g|g|ml|mL|IU|[Uu]nits?|given|injected|by)[\s/](?P<way>I[MV])(?=[\s,.;:)/]|$)"
        r"|(?:(?<=IM or )|(?<=IV or )|(?<=IM and )|(?<=IM/)|(?<=IV/))(?P<beside>I[MV])\b"
        r"|\b(?P<before>I[MV])(?=\s(?:injections?|infusions?|drips?|lines?|fluids?|antibiotics|immunoglobulins?|routes?)\b)"
    ).finditer(text):
        start, end = match.span(match.lastgroup or 0)
        yield start, end, " ".join(text[start:end])


def et_al(text: str, _language: Language) -> Iterator[Edit]:
    """ "et" of "et al." """
    for match in pattern(r"\bet(?=\sal\.)").finditer(text):
        yield match.start(), match.end(), "and"


def _saint_or_street(text: str, bare: str, start: int, end: int) -> str | None:
    """A street ends a name that has a number before it, or stands before a comma; a saint comes before a name."""
    before = text[max(0, start - 60) : start]
    is_before_name = pattern(r"\s[A-Z][a-z'’]+").match(text, end) is not None
    if pattern(r"\b\d+(?:st|nd|rd|th)\s$").search(before) is not None and bare != "Dr":
        return STREETS[bare]
    after_name = pattern(r"(?:^|[\s(,])[A-Z][\w'’]*\s$").search(before) is not None
    numbered = pattern(r"\b\d+[A-Za-z]?,?\s(?:[A-Z][\w.'’]*\s){1,4}$").search(before) is not None
    if numbered and not (bare == "Dr" and is_before_name):
        return STREETS[bare]
    if bare == "St" and is_before_name and not (after_name and _is_address_end(text, end)):
        return "Saint"
    if (
        after_name
        and bare != "Dr"
        and bare not in ("Cl", "Ct", "Pl", "Gr", "Av", "Pk")
        and _is_address_end(text, end)
    ):
        return STREETS[bare]
    return None


def _is_address_end(text: str, end: int) -> bool:
    return (
        pattern(
            r"$|\s?[,;)]|\s(?:in|at|on|and|near|is|was|has|to|from|for|by)\b|\s[A-Z]{1,2}\d"
        ).match(text, end)
        is not None
    )


def days(text: str, _language: Language) -> Iterator[Edit]:
    """Mon-Fri, Sat and Sun, Wed 10am."""
    for match in pattern(_DAY_LIST).finditer(text):
        yield from _day_list(match.start(), match[0])
    for match in pattern(r"(?<!\w)(" + _DAY + r")\b\.?(?=,?\s\d)").finditer(text):
        yield match.start(), match.end(), DAYS[match[1]]


def _day_list(start: int, text: str) -> Iterator[Edit]:
    for match in pattern(r"(?<![A-Za-z])(" + _DAY + r")\b(?:\.(?=.))?").finditer(text):
        yield start + match.start(), start + match.end(), DAYS[match[1]]
    for match in pattern(r"\s?([-–—/&])\s?").finditer(text):
        said = {"/": ", ", "&": " and "}.get(match[1], " to ")
        yield start + match.start(), start + match.end(), said


def strokes(text: str, _language: Language) -> Iterator[Edit]:
    """he/she, and/or, w/ and n/a."""
    for match in pattern(r"(?<![\w/])(?:n/a|N/A|w/o|c/o|f/t|p/t|w/(?=\s)|s/he)(?![\w/])").finditer(
        text
    ):
        said = {
            "n/a": "not applicable",
            "N/A": "not applicable",
            "w/": "with",
            "w/o": "without",
            "c/o": "care of",
            "f/t": "full time",
            "p/t": "part time",
            "s/he": "she or he",
        }[match[0]]
        yield match.start(), match.end(), said
    for match in pattern(r"(?<![\w/.:])([A-Za-z][\w'’-]*)(\s?/\s?)(?=([A-Za-z][\w'’-]*))").finditer(
        text
    ):
        first, second = match[1], match[3]
        is_and_or = (first.lower(), second.lower()) == ("and", "or")
        are_letters = (first.isupper() and second.isupper()) or len(first) == len(second) == 1
        said = " " if is_and_or or are_letters else " or "
        yield match.start(2), match.end(2), said
    for match in pattern(r"(?<=\d[x×])/(?=[a-z])").finditer(text):
        yield match.start(), match.end(), " per "
    for match in pattern(r"(?<=[a-z])/(?=[a-z])").finditer(text):
        yield match.start(), match.end(), " or "
