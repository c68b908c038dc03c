"""Signs that have a name, and signs that only guide the eye. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from reader.speech.spoken_form import numbers
from reader.speech.spoken_form.edits import Edit, pattern
from reader.speech.spoken_form.languages import Language

_BULLETS = r"(?:^|(?<=\s))[•‣▪●◦■□▶►◆◇○∙·*–—-](?=\s)\s*"
_ORNAMENTS = (
    r"\s*(?:[•‣▪●◦■□▶►◄◀◆◇○∙→←↑↓⇒⇐↔⟶»«›‹▼▲|¦©®™℠✓✔✗✘☐☑☒_^`{}\\\u2022]|"
    r"[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\u200d\u20e3\U0001f1e6-\U0001f1ff])+\s*"
)
_NAMED = (
    r"[ \u00a0]*([=±×÷≤≥≈&°−+~]|<=|>=|(?<![-=])[<>](?=\s?[\d£$€.~])|(?<=\s)[<>](?=\s)|%)"
    r"(?:(?<![%°])[ \u00a0]*)?"
)
_TURNS = r"\d+(?:\.\d+)?\s?(?:seconds?|secs?|minutes?|mins?|hours?|times|reps|repetitions|days?|weeks?)\b"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "θ": "theta", "κ": "kappa", "λ": "lambda",
    "π": "pi", "σ": "sigma", "τ": "tau", "φ": "phi", "ω": "omega", "Δ": "delta", "Ω": "ohms",
}  # fmt: skip
_JOINING = frozenset("=±×÷≤≥≈&−+")


def symbols(text: str, language: Language) -> Iterator[Edit]:
    """Signs by their names in the language of the text."""
    words = language.words
    if words is None:
        return
    for match in pattern(r"\s?°\s?[CF]\b|(?<=\d)\s?[£€$]|[£€$](?=\s?\d)").finditer(text):
        if not language.is_english:
            yield match.start(), match.end(), f" {words.signs[''.join(match[0].split())]}"
    for match in pattern(_NAMED).finditer(text):
        sign = {"<=": "≤", ">=": "≥"}.get(match[1], match[1].strip())
        start, end = match.span()
        if sign in "~+" and not _is_beside_number(text, match.start(1), match.end(1)):
            if sign == "~":
                yield start, end, " "
                continue
            if not (text[match.start(1) - 1 : match.start(1)].isspace() and end > match.end(1)):
                continue
        lead = " " if start else ""
        following = text[end : end + 1]
        tail = " " if following.isalnum() or following in tuple("(£$€.") else ""
        yield start, end, f"{lead}{words.signs[sign]}{tail}"


def _is_beside_number(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start].isdecimal() or text[end : end + 2].strip()[:1].isdecimal()


def english_symbols(text: str, _language: Language) -> Iterator[Edit]:
    """Multiplication between numbers, number signs, Greek letters, section signs."""
    yield from _multiplied(text)
    yield from _powers(text)
    for match in pattern(r"(?<!\w)#\s?(?=\d)").finditer(text):
        yield match.start(), match.end(), "number "
    for match in pattern(r"(?<!\w)#(?=[A-Za-z])").finditer(text):
        yield match.start(), match.end(), "hashtag "
    for match in pattern(r"§\s?(?=\d)|№\s?(?=\d)").finditer(text):
        yield match.start(), match.end(), "section " if match[0][0] == "§" else "number "
    for match in pattern(r"(?<!\w)©\s?(?=\w)").finditer(text):
        was_said = text[: match.start()].rstrip().lower().endswith("copyright")
        yield match.start(), match.end(), "" if was_said else "copyright "
    for match in pattern(r"(?<![^\W\d_])[αβγδεθκλπστφωΔ](?![^\W\d_])").finditer(text):
        yield match.start(), match.end(), _GREEK[match[0]]


def _multiplied(text: str) -> Iterator[Edit]:
    """Twice, times, by: the sign between two numbers."""
    if "×" not in text and "x" not in text:
        return
    by = r"(?<=\d)\s?[×x]\s?(?=\d+(?:\.\d+)?\s?((?:cm|mm|m|km|ft|in|px|inch(?:es)?|mg|ml|g|mcg|units)\b)?)"
    for match in pattern(by).finditer(text):
        if pattern(_TURNS).match(text, match.end()):
            yield match.start(), match.end(), " times "
            continue
        is_dose = (match[1] or "×") in ("mg", "ml", "g", "mcg", "units")
        is_size = not is_dose and (match[1] is not None or "x" in match[0])
        said = " by " if is_size or (match[1] is None and "x" in match[0]) else " times "
        yield match.start(), match.end(), said.lstrip() if match[0][0] == "x" else said
    for match in pattern(r"(?<=\d)\s?[×x](?![\w])").finditer(text):
        yield match.start(), match.end(), "times" if match[0][0] == "x" else " times"
    for match in pattern(r"(?<=\d)\s?(?:cm|mm|m|km|ft|in)(\s?[×x]\s?)(?=\d)").finditer(text):
        yield match.start(1), match.end(1), " by "


def _powers(text: str) -> Iterator[Edit]:
    """10^6 and 10⁶."""
    if "^" in text:
        for match in pattern(r"(?<=\d)\^(?=[-−]?\d)").finditer(text):
            yield match.start(), match.end(), " to the power of "
    for match in pattern(r"(?<=10)[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+").finditer(text):
        yield match.start(), match.end(), f" to the power of {_raised(match[0])}"


def _raised(figures: str) -> str:
    """A power in words."""
    sign = "minus " if figures[0] == "⁻" else ""
    plain = "".join(str(_RAISED.index(each)) for each in figures.lstrip("⁻⁺"))
    return f"{sign}{numbers.cardinal(int(plain))}"


def ornaments(text: str, _language: Language) -> Iterator[Edit]:
    """Bullets, arrows, emoji and trademark signs guide the eye, not the ear."""
    for match in pattern(_BULLETS).finditer(text):
        if match.start() == 0 or match[0][0] not in "–—-*":
            yield match.start(), match.end(), ""
    for match in pattern(_ORNAMENTS).finditer(text):
        start, end = match.span()
        is_inside = start > 0 and end < len(text)
        bare = match[0].strip()
        if not is_inside:
            said = ""
        elif set(bare) <= set("®™℠") or bare in ("✓", "✔"):
            said = " " if match[0][-1].isspace() else ""
        elif set(bare) <= set("_^`{}\\") or not (
            match[0][0].isspace() and set(bare) & set("•·|→⇒●▪◦»›")
        ):
            said = " "
        else:
            said = ", "
        yield start, end, said


def pauses(text: str, _language: Language) -> Iterator[Edit]:
    """Dots and dashes that stand for a pause."""
    for match in pattern(r"(?:…|\.\.\.)(?=\s+[a-z])").finditer(text):
        yield match.start(), match.end(), ","
    for match in pattern(r"(?<=\w)\s?--+\s?(?=\w)").finditer(text):
        yield match.start(), match.end(), ", "
    for match in pattern(r"[*_~=#]{2,}|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)").finditer(text):
        yield match.start(), match.end(), ""


def letter_ranges(text: str, _language: Language) -> Iterator[Edit]:
    """A–Z, A-Z, groups B–D."""
    for match in pattern(r"(?<!\w)([A-Z])–(?=[A-Z](?!\w))|(?<!\w)(A)-(?=Z(?!\w))").finditer(text):
        yield match.start() + 1, match.end(), " to "


def ranges(text: str, language: Language) -> Iterator[Edit]:
    """The dash between two numbers, where the language has no rules of its own."""
    words = language.words
    if words is None:
        return
    for match in pattern(
        r"(?<![\w.,-])(\d+(?:[.,]\d+)?)(?:\s?[–—]\s?|-)(?=(\d+(?:[.,]\d+)?)(?![\w-]))"
    ).finditer(text):
        if len(match[1]) < 5 and float(match[1].replace(",", ".")) < float(
            match[2].replace(",", ".")
        ):
            yield match.end(1), match.end(), f" {words.to} "
