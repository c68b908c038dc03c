"""Tests of `reader.speech.language_runs`."""

from __future__ import annotations

import pytest

from reader.documents.model import Phrase
from reader.speech.language_runs import language_runs


def runs_of(marked: str, language: str = "en-GB", phrase: str = "fr") -> list[tuple[str, str]]:
    """What is said in which language; `<` and `>` enclose the phrases."""
    phrases, text = [], ""
    for character in marked:
        if character == "<":
            start = len(text)
        elif character == ">":
            phrases.append(Phrase(start, len(text), phrase))
        else:
            text += character
    runs = language_runs(text, language, phrases)
    assert "".join(text[run.start : run.end] for run in runs) == text
    return [(text[run.start : run.end], run.language) for run in runs]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("No phrase at all.", [("No phrase at all.", "en-GB")]),
        (
            "It is <la crampe> in French.",
            [("It is ", "en-GB"), ("la crampe", "fr"), (" in French.", "en-GB")],
        ),
        ("In French: <la crampe>.", [("In French: ", "en-GB"), ("la crampe.", "fr")]),
        ("“<La crampe>” is it.", [("“La crampe", "fr"), ("” is it.", "en-GB")]),
        ("<La crampe>", [("La crampe", "fr")]),
        ("Both <une> <main> hurt.", [("Both ", "en-GB"), ("une main", "fr"), (" hurt.", "en-GB")]),
        ("Only <12> here.", [("Only 12 here.", "en-GB")]),
        ("", [("", "en-GB")]),
    ],
)
def test_a_text_is_split_where_its_language_changes(
    marked: str, expected: list[tuple[str, str]]
) -> None:
    found = [(text.strip(), language) for text, language in runs_of(marked)]
    assert found == [(text.strip(), language) for text, language in expected]


def test_another_country_is_no_other_language() -> None:
    assert runs_of("The <color> here.", phrase="en-US") == [("The color here.", "en-GB")]


def test_phrases_out_of_bounds_or_over_each_other_lose_nothing() -> None:
    text = "one due tre"
    runs = language_runs(text, "en", [Phrase(4, 7, "it"), Phrase(5, 99, "it")])
    assert "".join(text[run.start : run.end] for run in runs) == text
