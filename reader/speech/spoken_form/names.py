"""Names made of letters and figures, in English: genes, Roman numerals, versions, postcodes. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from reader.speech.spoken_form import numbers
from reader.speech.spoken_form.edits import Edit, pattern
from reader.speech.spoken_form.languages import Language

_ROMAN = r"(?=[IVX])(?:X{0,3})(?:IX|IV|V?I{0,3})"
_NUMBERED = (
    r"[Tt]ype|[Ss]tage|[Pp]art|[Pp]hase|[Gg]rade|[Cc]lass|[Cc]hapter|[Vv]olume|[Ss]ection|[Ll]evel|[Bb]ook|[Aa]ct|[Ss]cene|"
    r"[Tt]able|[Ff]igure|[Aa]ppendix|[Ss]tep|[Uu]nit|[Gg]roup|[Cc]ategory|[Ww]ar|[Nn]erve|[Ff]actor|[Ss]eries|[Tt]rial|"
    r"[Ss]tudy|[Vv]ersion|[Ss]ubtype|[Tt]ier|[Tt]itle|[Ss]chedule|[Cc]omplex|[Cc]ollagen|[Ll]amina|[Aa]rea|[Ff]ig\.?|[Vv]ol\.?"
)
_ROMAN_AFTER = (
    r"\b(?P<kind>"
    + _NUMBERED
    + r")(?P<many>s?)(?P<gap>[ \u00a0-])(?P<first>"
    + _ROMAN
    + r")(?P<letter>[a-dA-D])?(?![\w'’])"
    r"(?P<rest>(?:\s?(?:,\s?(?:and |or )?|[-–/&]|\band\b|\bor\b|\bto\b)\s?" + _ROMAN + r"\b)*)"
)
_KINGS = (
    r"\b(?:Henry|Edward|George|William|Richard|James|Charles|Elizabeth|Mary|Louis|Paul|Pius|Benedict|Leo|Napoleon|"
    r"Philip|Frederick|Catherine|Alexander|Nicholas|Margrethe|Harald|Haakon|Gustaf|Christian|Ivan|Francis|Ramesses|Otto|Wilhelm|Albert)"
    r"\s(?P<number>" + _ROMAN + r")(?![\w'’])"
)
_CODE = r"(?<![\w.])(?=[A-Za-z]*[A-Z])(?:[A-Z]{1,6}[a-z]?|[a-z])-?\d{1,4}(?:[A-Z]{1,3}\d{0,3}|[a-z])?(?![\w])"
_VERSION = (
    r"\b(?P<kind>[Vv]ersion|[Ss]ection|[Cc]hapter|[Pp]art|[Ff]igure|[Tt]able|[Cc]lause|[Pp]aragraph|[Ss]tep|[Rr]elease|"
    r"[Ff]ig\.|[Vv]er\.|[Ss]ec\.|Python|macOS|iOS|Android|Windows|Firefox|ICD|[Vv])(?P<gap>\s?)(?P<number>\d+(?:\.\d+)+)(?P<suffix>[a-z]?)(?![\w%])"
)
_DOTTED = r"(?<![\w.,£$€])\d+(?:\.\d+){2,}(?![\w])"
_POSTCODE = r"(?<![\w-])(?P<out>[A-Z]{1,2}\d[A-Z\d]?)\s(?P<inward>\d[A-Z]{2})(?!\w)"


def roman_numerals(text: str, _language: Language) -> Iterator[Edit]:
    """Type II, stages I–III, World War II, Elizabeth II."""
    for match in pattern(_ROMAN_AFTER).finditer(text):
        if not match["first"] or _is_pronoun(
            text, match["first"], match["kind"], match["rest"], match.end()
        ):
            continue
        letter = f" {match['letter'].upper()}" if match["letter"] else ""
        start, end = match.start("gap"), match.end("rest")
        end = match.end("letter") if letter and not match["rest"] else end
        first_end = match.end("letter") if letter else match.end("first")
        yield start, first_end, f" {numbers.cardinal(numbers.roman(match['first']))}{letter}"
        for more in pattern(r"(\s?)([-–/])?(\s?)\b([IVX]+)\b").finditer(text, first_end, end):
            joint = {"-": " to ", "–": " to "}.get(more[2] or "", " ")
            yield more.start(), more.end(), f"{joint}{numbers.cardinal(numbers.roman(more[4]))}"
    for match in pattern(_KINGS).finditer(text):
        number = match["number"]
        is_first = pattern(r"(?:\sand\s[A-Z]|\sof\b|\swas\b|[,.;)]|$)").match(text, match.end())
        if number and (number != "I" or is_first):
            yield (
                match.start("number"),
                match.end(),
                f"the {numbers.ordinal(numbers.roman(number))}",
            )


def _is_pronoun(text: str, numeral: str, kind: str, rest: str, end: int) -> bool:
    """Whether an "I" is the speaker: "the part I like"."""
    if numeral != "I" or rest:
        return False
    if kind.lower() in ("type", "stage", "grade", "phase", "class", "subtype", "collagen"):
        return (
            pattern(
                r"\s(?:have|had|am|was|do|did|like|think|know|want|need|see|can|will|would|could|use)\b"
            ).match(text, end)
            is not None
        )
    return (
        pattern(r"\s[a-z]").match(text, end) is not None
        and pattern(r"\s(?:of|and|or|to|in|is|was|trials?|study)\b").match(text, end) is None
    )


def versions(text: str, language: Language) -> Iterator[Edit]:
    """Version 3.2.1, Section 3.12, v2.0."""
    with_and = not language.is_american
    for match in pattern(_VERSION).finditer(text):
        said = _pointed(match["number"], with_and=with_and)
        if match["kind"] in ("v", "V"):
            yield match.start(), match.end(), f"version {said}{_letter(match['suffix'])}"
        else:
            yield match.start("number"), match.end(), f"{said}{_letter(match['suffix'])}"
    for match in pattern(_DOTTED).finditer(text):
        yield match.start(), match.end(), _pointed(match[0], with_and=with_and)
    for match in pattern(r"(?<![\w.])[vV](\d{1,3})(?![\w.])").finditer(text):
        yield match.start(), match.end(), f"version {numbers.cardinal(int(match[1]))}"


def _pointed(number: str, *, with_and: bool) -> str:
    return " point ".join(numbers.decimal(part, with_and=with_and) for part in number.split("."))


def _letter(suffix: str) -> str:
    return f" {suffix.upper()}" if suffix else ""


def postcodes(text: str, _language: Language) -> Iterator[Edit]:
    """British postcodes, letter by letter in their two halves."""
    for match in pattern(_POSTCODE).finditer(text):
        yield match.start(), match.end("out"), _spelled(match["out"], is_word=False)
        yield match.end("out"), match.end(), f", {_spelled(match['inward'], is_word=False)}"


def codes(text: str, _language: Language) -> Iterator[Edit]:
    """Genes, vitamins, nerves and other names of letters and figures: DYT1, TOR1A, B12, COVID-19."""
    for match in pattern(
        r"(?<![\w.])\d{1,2}(?P<arm>[pq])(?P<band>\d{1,2}(?:\.\d{1,2})?)(?!\w)"
    ).finditer(text):
        said = f"{match['arm'].upper()} {numbers.decimal(match['band'])}"  # a place on a chromosome
        yield match.start("arm"), match.end(), said
    for match in pattern(_CODE).finditer(text):
        letters = pattern(r"[A-Za-z]+").match(match[0])
        assert letters is not None
        is_word = len(letters[0]) > 4 and pattern(r"(?i)[aeiouy]").search(letters[0]) is not None
        yield match.start(), match.end(), _spelled(match[0], is_word=is_word)


def _spelled(code: str, *, is_word: bool) -> str:
    said = []
    for index, run in enumerate(pattern(r"[A-Za-z]+|\d+").findall(code)):
        if run.isdecimal():
            said.append(numbers.decimal(run))
        elif is_word and index == 0:
            said.append(run)
        else:
            said.append(" ".join(run.upper()))
    return " ".join(said)
