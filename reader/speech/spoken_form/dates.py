"""Dates, years and decades, in English; the page's language says whether the day or the month comes first. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from reader.speech.spoken_form import numbers
from reader.speech.spoken_form.edits import Edit, pattern
from reader.speech.spoken_form.languages import Language

MONTHS = (
    "January February March April May June July August September October November December"
).split()
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_YEAR = r"(?:1\d|20)\d\d"
_DAY_MONTH = (
    r"(?<![\w.,/:£$€-])(?:(?P<first>\d{1,2})(?:st|nd|rd|th)?(?P<separator>\s?[-–/]\s?|\sto\s|\sand\s))?"
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\s(?:of\s)?(?P<month>"
    + _MONTH
    + r")(?:,?\s(?P<year>"
    + _YEAR
    + r"))?(?!\w)"
)
_MONTH_DAY = (
    r"(?<!\w)(?P<month>"
    + _MONTH
    + r")\s(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s?[-–]\s?(?P<last>\d{1,2})(?:st|nd|rd|th)?)?"
    r"(?:,?\s(?P<year>" + _YEAR + r"))?(?![\w%:]|[.,]\d)"
)
_MONTH_YEAR = r"(?<!\w)(?P<month>" + _MONTH + r")(?:,?\s|-)(?P<year>" + _YEAR + r")(?![\w%]|[.,]\d)"
_MONTH_MONTH = (
    r"(?<!\w)(?P<one>" + _MONTH + r")\s?(?P<dash>[-–/])\s?(?P<other>" + _MONTH + r")(?!\w)"
)
_NUMERIC = r"(?<![\w.,/:-])(?P<a>\d{1,2})(?P<mark>[/.-])(?P<b>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})(?![\w/]|[.-]\d)"
_ISO = r"(?<![\w.,/:-])(?P<year>" + _YEAR + r")-(?P<month>\d\d)-(?P<day>\d\d)(?!\d|-\d)"
_YEARS = (
    r"(?<![\w.,£$€#/:+])(?P<first>"
    + _YEAR
    + r")(?:(?P<separator>\s?[-–—/]\s?|-)(?P<last>"
    + _YEAR
    + r"|\d\d))?"
    r"(?![\w%£$€]|[.,:]\d|[-–/]\d|\s?[°%])"
)
_DECADE = r"(?<![\w.,£$€])(?P<decade>(?:1[1-9]|20)\d0)(?:['’]?s)(?!\w)|(?<!\w)['’‘]?(?<!\d)(?P<tens>[2-9]0)['’]?s(?!\w)"
_SURELY_AFTER = (
    r"\b(?:in|since|copyright|circa|ca|c|year|years|until|till|early|late|mid|born|died|from|before|after)[\s.:-]*"
    r"(?:\d{4},?\s(?:and\s|or\s|to\s)?)*$|©\s?$"
)
_COUNTED = (
    r"\s(?:(?:[a-z]+\s)?(?:people|men|women|children|patients|participants|musicians|members|words|adults|cases|"
    r"copies|steps|calories|pianists|volunteers|families|subjects|units|hours|days|pounds|dollars|euros|visitors|"
    r"metres|meters|miles|mg|ml|g|kg|mcg|kcal|IU|million|users|cells|genes|pages|injections|doses|years)\b|"
    r"(?:mg|ml|mL|g|kg|mcg|kcal|m|km|cm|mm|Hz|bpm|IU|MB|KB)\b)"
)


def dates(text: str, language: Language) -> Iterator[Edit]:
    """Whole dates, in figures or with the month's name."""
    for match in pattern(_ISO).finditer(text):
        month, day = int(match["month"]), int(match["day"])
        if 1 <= month <= 12 and 1 <= day <= 31:
            yield (
                match.start(),
                match.end(),
                _date(day, month, match["year"], language, text, match.start()),
            )
    for match in pattern(_NUMERIC).finditer(text):
        if match["mark"] != "/" and len(match["year"]) == 2:
            continue
        day, month = int(match["a"]), int(match["b"])
        if (language.is_american and day <= 12) or month > 12:
            day, month = month, day
        if 1 <= month <= 12 and 1 <= day <= 31:
            yield (
                match.start(),
                match.end(),
                _date(day, month, match["year"], language, text, match.start()),
            )
    if pattern(r"\d").search(text) is None:
        return
    yield from _with_month_names(text, language)


def _with_month_names(text: str, language: Language) -> Iterator[Edit]:
    with_and = not language.is_american
    for match in pattern(_DAY_MONTH).finditer(text):
        if not 1 <= int(match["day"]) <= 31 or (
            match["month"] == "May" and _is_verb(text, match.end("month"))
        ):
            continue
        is_led = _the_before(text, match.start())
        start = match.start()
        if match["first"]:
            joint = match["separator"].strip()
            joint = joint if joint in ("to", "and") else "and" if joint == "/" else "to"
            first = numbers.ordinal(int(match["first"]))
            yield start, match.start("day"), f"{'' if is_led else 'the '}{first} {joint} "
            start, is_led = match.start("day"), False
        day = numbers.ordinal(int(match["day"]))
        yield (
            start,
            match.end("month"),
            f"{'' if is_led else 'the '}{day} of {month_said(match['month'])}",
        )
        if match["year"]:
            yield (
                match.start("year"),
                match.end("year"),
                numbers.year(int(match["year"]), with_and=with_and),
            )
        until = pattern(r"\s?[-–—]\s?(?=\d)").match(text, match.end())
        if until is not None:
            yield until.start(), until.end(), " to "
    for match in pattern(_MONTH_DAY).finditer(text):
        if not 1 <= int(match["day"]) <= 31:
            continue
        said = f"{month_said(match['month'])} {numbers.ordinal(int(match['day']))}"
        end = match.end("last") if match["last"] else match.end("day")
        if match["last"]:
            said += f" to {numbers.ordinal(int(match['last']))}"
        suffix = pattern(r"st|nd|rd|th").match(text, end)
        yield match.start(), suffix.end() if suffix else end, said
        if match["year"]:
            yield (
                match.start("year"),
                match.end("year"),
                numbers.year(int(match["year"]), with_and=with_and),
            )
    for match in pattern(_MONTH_YEAR).finditer(text):
        yield match.start(), match.end("month"), month_said(match["month"])
        yield (
            match.end("month"),
            match.end(),
            f" {numbers.year(int(match['year']), with_and=with_and)}",
        )


def month_ranges(text: str, _language: Language) -> Iterator[Edit]:
    """Jan–Mar, June-July."""
    for match in pattern(_MONTH_MONTH).finditer(text):
        yield match.start("one"), match.end("one"), month_said(match["one"])
        joint = " to " if match["dash"] != "/" else " or "
        yield match.end("one"), match.start("other"), joint
        yield match.start("other"), match.end("other"), month_said(match["other"])


def years(text: str, language: Language) -> Iterator[Edit]:
    """Years, spans of years and decades, where the words around do not count something."""
    with_and = not language.is_american
    for match in pattern(_DECADE).finditer(text):
        value = int(match["decade"] or match["tens"])
        yield match.start(), match.end(), numbers.decade(value)
    for match in pattern(r"(?<!\w)['’‘]00s(?!\w)").finditer(text):
        yield match.start(), match.end(), "two thousands"
    for match in pattern(r"(?<!\w)c(?:a|irca)?(?:\.\s?|\s)(1\d{3}|20\d\d)(?!\w)").finditer(text):
        yield match.start(), match.end(), f"circa {numbers.year(int(match[1]), with_and=with_and)}"
    for match in pattern(_YEARS).finditer(text):
        first, last = match["first"], match["last"]
        if not _is_year(text, match.start(), match.end(), int(first), last):
            continue
        yield match.start(), match.end("first"), numbers.year(int(first), with_and=with_and)
        if last:
            said = numbers.year(int(last), with_and=with_and) if len(last) == 4 else _short(last)
            yield match.end("first"), match.start("last"), " to "
            yield match.start("last"), match.end(), said


def _is_year(text: str, start: int, end: int, value: int, last: str | None) -> bool:
    if last is not None:
        return len(last) == 4 or int(last) > value % 100
    before = text[max(0, start - 24) : start]
    is_counted = pattern(_COUNTED).match(text, end) is not None
    if 1900 <= value <= 2099:
        return not is_counted or pattern(_SURELY_AFTER).search(before.lower()) is not None
    return (
        value >= 1000
        and not is_counted
        and pattern(_SURELY_AFTER).search(before.lower()) is not None
    )


def _short(year: str) -> str:
    value = int(year)
    return f"oh {numbers.cardinal(value)}" if value < 10 else numbers.cardinal(value)


def month_said(name: str) -> str:
    """A month's name in full."""
    start = name[:3]
    return next(month for month in MONTHS if month.startswith(start))


def _is_verb(text: str, end: int) -> bool:
    return (
        pattern(r"\s(?:be|have|not|also|help|need|cause|feel|get|take)\b").match(text, end)
        is not None
    )


def _the_before(text: str, start: int) -> bool:
    return text[max(0, start - 4) : start].lower() == "the "


def _date(day: int, month: int, year: str, language: Language, text: str, start: int) -> str:
    with_and = not language.is_american
    number = int(year) if len(year) == 4 else int(year) + (1900 if int(year) > 60 else 2000)
    said = numbers.year(number, with_and=with_and) if number >= 1000 else numbers.cardinal(number)
    if language.is_american:
        return f"{MONTHS[month - 1]} {numbers.ordinal(day)}, {said}"
    lead = "" if _the_before(text, start) else "the "
    return f"{lead}{numbers.ordinal(day)} of {MONTHS[month - 1]} {said}"
