"""Amounts of money, in English. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from reader.speech.spoken_form import numbers
from reader.speech.spoken_form.edits import Edit, pattern
from reader.speech.spoken_form.languages import Language
from reader.speech.spoken_form.quantities import names_a_noun

_CURRENCIES = {
    "£": ("pound", "pounds", "penny", "pence"),
    "€": ("euro", "euros", "cent", "cents"),
    "$": ("dollar", "dollars", "cent", "cents"),
    "US$": ("US dollar", "US dollars", "cent", "cents"),
    "A$": ("Australian dollar", "Australian dollars", "cent", "cents"),
    "C$": ("Canadian dollar", "Canadian dollars", "cent", "cents"),
    "¥": ("yen", "yen", "", ""),
    "₹": ("rupee", "rupees", "paisa", "paise"),
}
_CODES = {"GBP": "£", "EUR": "€", "USD": "$"}
_SIZES = {
    "k": "thousand", "K": "thousand", "m": "million", "M": "million", "mn": "million", "bn": "billion", "b": "billion",
    "B": "billion", "tn": "trillion", "thousand": "thousand", "million": "million", "billion": "billion",
    "trillion": "trillion", "mil": "million",
}  # fmt: skip
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SIZE = r"(?:[ \u00a0]?(?P<size{0}>thousand|million|billion|trillion|mil|mn|bn|tn|[kKmMbB])(?![A-Za-z]))?"
_AMOUNT = (
    r"(?<![A-Za-z\d])(?P<sign>US\$|A\$|C\$|[£€$¥₹]|(?:GBP|EUR|USD)\s?)\s?(?P<low>"
    + _NUMBER
    + ")"
    + _SIZE.format("")
    + r"(?:\s?[-–—]\s?[£€$¥₹]?(?P<high>"
    + _NUMBER
    + ")"
    + _SIZE.format("_high")
    + r")?(?P<rate>\s?/\s?[a-z]+\b)?"
)
_AFTER = r"(?<![\w.,£$€])(?P<low>" + _NUMBER + r")\s?(?P<sign>[€£]|EUR\b|GBP\b|USD\b)(?!\d)"
_SMALL = r"(?<![\w.,£$€])(?P<low>\d{1,3})(?P<sign>p|¢|c)(?![\w/])"
_RATES = {
    "hr": "hour",
    "h": "hour",
    "yr": "year",
    "wk": "week",
    "mo": "month",
    "pp": "person",
    "pm": "month",
    "pa": "year",
}


def money(text: str, language: Language) -> Iterator[Edit]:
    """£20, £1.5m, $3.50, £10–£20, 50p, 20 €."""
    with_and = not language.is_american
    for match in pattern(_AMOUNT).finditer(text):
        sign = match["sign"].strip()
        currency = _CURRENCIES[_CODES.get(sign, sign)]
        low, high = match["low"], match["high"]
        size = _SIZES.get(match["size"] or "", "")
        high_size = _SIZES.get(match["size_high"] or "", "")
        is_one = (
            names_a_noun(text, match.start(), match.end())
            or text[match.end() : match.end() + 1] == "-"
        )
        if high:
            first = f"{numbers.decimal(low, with_and=with_and)} {size}".strip()
            second = _amount(high, high_size, currency, with_and=with_and, is_one=is_one)
            said = (
                f"{first} to {second}"
                if "." not in low
                else (f"{_amount(low, size, currency, with_and=with_and)} to {second}")
            )
        else:
            said = _amount(low, size, currency, with_and=with_and, is_one=is_one)
        rate = (match["rate"] or "").strip(" /")
        yield match.start(), match.end(), f"{said} per {_RATES.get(rate, rate)}" if rate else said
    for match in pattern(_AFTER).finditer(text):
        currency = _CURRENCIES[_CODES.get(match["sign"], match["sign"])]
        yield match.start(), match.end(), _amount(match["low"], "", currency, with_and=with_and)
    if language.is_american:
        small, name, one = r"¢", "cents", "cent"
    else:
        small, name, one = "p", "pence", "penny"
    for match in pattern(_SMALL).finditer(text):
        if match["sign"] in (small, "¢"):
            said = name if match["sign"] != "¢" else "cents"
            single = one if match["sign"] != "¢" else "cent"
            value = int(match["low"])
            yield (
                match.start(),
                match.end(),
                f"{numbers.cardinal(value)} {single if value == 1 else said}",
            )


def _amount(
    number: str,
    size: str,
    currency: tuple[str, str, str, str],
    *,
    with_and: bool,
    is_one: bool = False,
) -> str:
    one, several, small_one, small = currency
    whole, _, part = number.replace(",", "").partition(".")
    if size:
        return f"{numbers.decimal(number, with_and=with_and)} {size} {one if is_one else several}"
    value = int(whole) if len(whole) < 16 else numbers.MOST - 1
    large = (
        f"{numbers.cardinal(value, with_and=with_and)} {one if value == 1 or is_one else several}"
    )
    if len(part) != 2:
        if not part:
            return large
        return f"{numbers.decimal(number, with_and=with_and)} {several}"
    cents = int(part)
    if cents == 0:
        return large
    if value == 0:
        return f"{numbers.cardinal(cents)} {small_one if cents == 1 else small}"
    return f"{large} {numbers.cardinal(cents)}"
