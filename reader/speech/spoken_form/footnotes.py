"""Footnote marks: they point at a list that is not being read. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from reader.speech.spoken_form import numbers
from reader.speech.spoken_form.edits import Edit, pattern
from reader.speech.spoken_form.languages import Language

_MARK = (
    r"\s?\[(?:\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*|[a-z]|[ivx]{1,4}|note \d{1,3}|nb \d{1,3}|"
    r"citation needed|clarification needed|edit)\](?=$|[\s\[.,;:!?)”’\"'–—-])"
)
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺"


def footnotes(text: str, _language: Language) -> Iterator[Edit]:
    """Marks such as [1], [2,3] or [4–6], raised figures and daggers."""
    if "[" in text:
        for match in pattern(_MARK).finditer(text):
            if match.start() > 0 or match.end() < len(text):
                yield match.start(), match.end(), ""
    for match in pattern(
        r"(?:(?<=[^\W\d_]{3})|(?<=[.,;:!?)”’\"']))[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:[,˒⁻–-][⁰¹²³⁴⁵⁶⁷⁸⁹]+)*"
    ).finditer(text):
        yield match.start(), match.end(), ""
    for match in pattern(r"(?<=\w)[†‡*]+|[†‡*]+(?=\w)|[†‡]").finditer(text):
        yield match.start(), match.end(), ""


def glued(text: str, _language: Language) -> Iterator[Edit]:
    """Figures right after the full stop: "a cramp.3 It" """
    for match in pattern(r"(?<=[a-z]{3}[.!?])\d{1,2}(?:[,–-]\d{1,2})*(?=$|\s+[A-Z“])").finditer(
        text
    ):
        yield match.start(), match.end(), ""


def notes(text: str, language: Language) -> Iterator[Edit]:
    """The numbers of marks in brackets, for those who want to hear them."""
    if not language.is_english or "[" not in text:
        return
    for match in pattern(_MARK).finditer(text):
        inner = match[0].strip().strip("[]")
        if match.start() and inner[0].isdecimal():
            lead = ", notes " if len(inner) > 1 and not inner.isdecimal() else ", note "
            said = [numbers.cardinal(int(each)) for each in pattern(r"\d+").findall(inner)]
            yield match.start(), match.end(), f"{lead}{', '.join(said)},"
