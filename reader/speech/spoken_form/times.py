"""Times of day, in English. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from reader.speech.spoken_form import numbers
from reader.speech.spoken_form.edits import Edit, pattern
from reader.speech.spoken_form.languages import Language

_HALF = r"(?P<half>[aApP])\.?\s?[mM](?:\b\.?|\.)"
_WITH_HALF = r"(?<![\w.:,£$€])(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?\s?" + _HALF + r"(?!\w)"
_RANGE_TO_HALF = (
    r"(?<![\w.:,£$€])(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?(?P<separator>\s?[-–—]\s?|\sto\s)"
    r"(?=\d{1,2}(?:[:.][0-5]\d)?\s?[aApP]\.?\s?[mM]\b)"
)
_CLOCK = (
    r"(?<![\w.:,£$€])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?"
    r"(?P<hours>\s?(?:hrs|hours|h)\b)?(?![\w:]|[.,]\d)"
)
_DOTTED = (
    r"\b(?:[Aa]t|[Uu]ntil|[Tt]ill|(?:[Ff]rom|[Bb]etween)(?=\s[12]?\d\.[0-5]\d\s(?:to|and|until|till)\s[12]?\d\.[0-5]\d(?!\d))|"
    r"(?<=[0-9]\s)(?:and|to|until|till)(?=\s[12]?\d\.[0-5]\d(?!\d)))\s(?P<hour>0?[1-9]|1\d|2[0-3])\.(?P<minute>[0-5][05])"
    r"(?![\w:%]|[.,]\d|\s?(?:mg|ml|g|kg|mcg|cm|mm|m|km|%|°|times|per|million|points?|units|to \d+ (?:mg|ml))\b)"
)
_OPEN = (
    r"(?:day|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun|[Oo]pen(?:ing)?|[Hh]ours|[Tt]imes?|[Dd]aily)\b[:,]?\s"
    r"(?P<hour>[01]?\d|2[0-3])\.(?P<minute>[0-5]\d)\s?[-–—]\s?(?P<to>[01]?\d|2[0-3])\.(?P<to_minute>[0-5]\d)"
    r"(?![\w%°£]|\s?(?:mg|ml|g|kg|mcg|cm|mm|km|hours)\b)"
)
"""Opening hours with full stops, which could be other numbers elsewhere."""
_RANGE = (
    r"\s?[-–—]\s?(?=\d{1,2}(?:[:.][0-5]\d|\s?[aApP]\.?\s?[mM]\b)|(?:noon|midday|midnight|late)\b)"
)


def times(text: str, language: Language) -> Iterator[Edit]:
    """9am, 9.30 p.m., 9–11am, 14:00."""
    for match in pattern(_WITH_HALF).finditer(text):
        if int(match["hour"]) > 24:
            continue
        end = match.end()
        if text[end - 1] == "." and (
            end == len(text) or (text[end - 2] in "mM" and text[match.start("half") + 1] != ".")
        ):
            end -= 1
        half = match["half"].upper() + "M"
        yield match.start(), end, f"{_clock(match['hour'], match['minute'], '')} {half}"
        yield from _to_after(text, end)
    for match in pattern(_RANGE_TO_HALF).finditer(text):
        yield match.start(), match.start("separator"), _clock(match["hour"], match["minute"], "")
        yield match.start("separator"), match.end(), " to "
    if ":" in text:
        is_ratio = pattern(r"(?i)\b(?:ratio|dilut\w+|odds|scale|proportions?|mixed)\b").search(text)
        if not is_ratio:
            for match in pattern(_CLOCK).finditer(text):
                said = _clock(match["hour"], match["minute"], " o'clock")
                if match["hours"] and match["minute"] == "00":
                    said = f"{_two(match['hour'])} hundred hours"
                if match["second"]:
                    said = f"{_two(match['hour'])} {_two(match['minute'])} and {_two(match['second'])} seconds"
                yield match.start(), match.end(), said
                yield from _to_after(text, match.end())
    if not language.is_american and "." in text:
        for match in pattern(_OPEN).finditer(text):
            yield (
                match.start("hour"),
                match.end("minute"),
                _clock(match["hour"], match["minute"], " o'clock"),
            )
            yield match.end("minute"), match.start("to"), " to "
            to_minute = match["to_minute"]
            yield (
                match.start("to"),
                match.end("to_minute"),
                _clock(match["to"], to_minute, " o'clock"),
            )
        for match in pattern(_DOTTED).finditer(text):
            yield (
                match.start("hour"),
                match.end(),
                _clock(match["hour"], match["minute"], " o'clock"),
            )


def _to_after(text: str, end: int) -> Iterator[Edit]:
    following = pattern(_RANGE).match(text, end)
    if following is not None:
        yield following.start(), following.end(), " to "


def _clock(hour: str, minute: str | None, whole: str) -> str:
    """`whole` follows an hour without minutes in the first half of the day."""
    value = int(hour)
    if minute is None or minute == "00":
        if minute == "00" and whole:
            if value == 0:
                return "midnight"
            if value > 12:
                return f"{numbers.cardinal(value)} hundred"
        return f"{numbers.cardinal(value)}{whole}"
    head = "oh oh" if value == 0 and hour == "00" else numbers.cardinal(value)
    return f"{head} {_two(minute)}"


def _two(figures: str) -> str:
    value = int(figures)
    return (
        f"oh {numbers.cardinal(value)}"
        if len(figures) == 2 and value < 10
        else numbers.cardinal(value)
    )
