"""Numbers in English words. Pure."""

from __future__ import annotations

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"))
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
MOST = 10**15
"""From here on numbers are said digit by digit."""


def cardinal(value: int, *, with_and: bool = True) -> str:
    """A whole number below `MOST`; `with_and` says "one hundred and two", as in Britain."""
    if value < 20:
        return _ONES[value]
    if value < 100:
        tens, ones = divmod(value, 10)
        return f"{_TENS[tens]} {_ONES[ones]}" if ones else _TENS[tens]
    if value < 1000:
        hundreds, rest = divmod(value, 100)
        head = f"{_ONES[hundreds]} hundred"
        joint = " and " if with_and else " "
        return f"{head}{joint}{cardinal(rest)}" if rest else head
    for size, name in _SCALES:
        if value >= size:
            count, rest = divmod(value, size)
            head = f"{cardinal(count, with_and=with_and)} {name}"
            if not rest:
                return head
            joint = " and " if with_and and rest < 100 else " "
            return f"{head}{joint}{cardinal(rest, with_and=with_and)}"
    raise AssertionError("every number of a thousand or more has a scale")


def ordinal(value: int, *, with_and: bool = True) -> str:
    """Its place in a row: "twenty first"."""
    head, _, last = cardinal(value, with_and=with_and).rpartition(" ")
    if last in _ORDINALS:
        last = _ORDINALS[last]
    elif last.endswith("y"):
        last = last[:-1] + "ieth"
    else:
        last += "th"
    return f"{head} {last}" if head else last


def year(value: int, *, with_and: bool = True) -> str:
    """A year of four figures: "nineteen oh five", "two thousand and one", "twenty twenty four"."""
    century, rest = divmod(value, 100)
    if century % 10 == 0 and rest < 10:
        return cardinal(value, with_and=with_and)
    if rest == 0:
        return f"{cardinal(century)} hundred"
    return f"{cardinal(century)} {'oh ' if rest < 10 else ''}{cardinal(rest)}"


def decade(value: int) -> str:
    """The ten years from a year of two or four figures on: "nineteen nineties"."""
    century, tens = divmod(value, 100)
    if tens == 0:
        return "two thousands" if century == 20 else f"{cardinal(century)} hundreds"
    name = "tens" if tens == 10 else _TENS[tens // 10][:-1] + "ies"
    return f"{cardinal(century)} {name}" if century else name


def digits(text: str, zero: str = "zero") -> str:
    """The figures of a text one by one."""
    return " ".join(zero if each == "0" else _ONES[int(each)] for each in text if each.isdecimal())


def decimal(text: str, *, with_and: bool = True) -> str:
    """A number as written, with commas between thousands and a point: "two point five"."""
    whole, point, part = text.replace(",", "").partition(".")
    if len(whole) > 1 and whole[0] == "0":
        said = digits(whole)
    elif not whole:
        said = "zero"
    else:
        value = int(whole) if len(whole) < 16 else MOST
        said = digits(whole) if value >= MOST else cardinal(value, with_and=with_and)
    return f"{said} point {digits(part)}" if point and part else said


_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def roman(text: str) -> int:
    """The value of a Roman numeral, which must be one."""
    values = [_ROMAN[each] for each in text]
    following = [*values[1:], 0]
    return sum(
        -value if value < after else value for value, after in zip(values, following, strict=True)
    )
