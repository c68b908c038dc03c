"""Web and e-mail addresses: the site's name is said, the path says nothing to the ear. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from reader.speech.spoken_form.edits import Edit, pattern
from reader.speech.spoken_form.languages import Language, Words

_SITE = (
    r"(?<![\w@])(?:(?:https?|ftp)://(?:www\.)?|www\.)(?P<site>[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)+)"
    r"(?::\d{1,5})?(?:[/?#][^\s<>\"“”‘’«»]*)?"
)
_NAKED = (
    r"(?<![\w@./-])(?P<site>(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+"
    r"(?:com|org|net|edu|gov|info|int|eu|uk|ie|de|at|ch|fr|be|es|it|pt|nl|ca|au|nz|us|scot|wales|health|nhs|"
    r"app|dev|io|tv|blog|online|site|(?:me|co|ly|gl|link|page)(?=/\w)))"
    r"(?:/[^\s<>\"“”‘’«»]*)?(?![\w@-])"
)
_MAIL = r"(?:mailto:)?(?<![\w.+-])(?P<name>\w(?:[\w.+-]*\w)?)@(?P<site>\w[\w-]*(?:\.\w[\w-]*)+)"
_HANDLE = r"(?<![\w.@/])@(?=[A-Za-z]\w)"
_SPELLED = frozenset(
    "nhs bbc ac nih ncbi who eu us de fr es it pt nl ie ca au nz at ch be io tv".split()
)
"""Said letter by letter, as far as they end an address or are abbreviations everywhere."""
_COUNTRIES = frozenset(
    "uk eu us de fr es it pt nl ie ca au nz at ch be io tv se no dk fi pl".split()
)


def addresses(text: str, language: Language) -> Iterator[Edit]:
    """An address is read as its site's name, an e-mail address as a whole."""
    words = language.words
    at = f" {words.at} " if words else "@"
    if "@" in text:
        for match in pattern(_MAIL).finditer(text):
            site = site_said(match["site"], words)
            yield match.start(), match.end(), f"{_spelled(match['name'], words)}{at}{site}"
        if words:
            for match in pattern(_HANDLE).finditer(text):
                yield match.start(), match.end(), f"{words.at} "
    if "www." in text or "://" in text:
        for match in pattern(_SITE).finditer(text):
            end = match.end()
            while text[end - 1] in ".,;:!?)]'*_" and end > match.end("site"):
                end -= 1
            yield match.start(), end, site_said(match["site"], words)
    for match in pattern(_NAKED).finditer(text):
        end = match.end()
        while text[end - 1] in ".,;:!?)]'*_" and end > match.end("site"):
            end -= 1
        yield match.start(), end, site_said(match["site"], words)


def site_said(site: str, words: Words | None) -> str:
    """A site's name as it is told to somebody who writes it down."""
    if words is None:
        return site
    labels = site.split(".")
    last = len(labels) - 1
    return f" {words.dot} ".join(
        _label(label, words, is_last=index == last) for index, label in enumerate(labels)
    )


def _label(label: str, words: Words, *, is_last: bool) -> str:
    if label.lower() == "uk":
        return "UK"
    is_abbreviation = (is_last and label.lower() in _COUNTRIES) or (
        label.lower() in _SPELLED and label.lower() not in _COUNTRIES
    )
    if is_abbreviation or (
        len(label) <= 5 and pattern(r"(?i)[^aeiouy\W\d_]{2,5}").fullmatch(label)
    ):
        return " ".join(label.upper())
    return label.replace("-", f" {words.dash} ").replace("_", f" {words.underscore} ")


def _spelled(name: str, words: Words | None) -> str:
    if words is None:
        return name
    for sign, said in (
        (".", words.dot),
        ("-", words.dash),
        ("_", words.underscore),
        ("+", words.plus),
    ):
        name = name.replace(sign, f" {said} ")
    return " ".join(name.split())
