"""The language of a text that declares none is told by its letters and its smallest words, or not at all."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest

from reader.documents.text_language import guess_language, spoken_language

CASES = json.loads((Path(__file__).parents[2] / "data" / "sentence_cases.json").read_text("utf-8"))
TEXTS: dict[str, list[str]] = defaultdict(list)
for case in CASES:
    TEXTS[case["language"]] += case["pieces"]


@pytest.mark.parametrize(
    "language", "en de fr es it nl pt pl ru uk el ar fa he hi ja zh ko".split()
)
def test_a_text_tells_its_language(language: str) -> None:
    assert guess_language(TEXTS[language]) == language


def test_what_cannot_be_told_is_not_said() -> None:
    assert guess_language(()) is None
    assert guess_language(["1 2 3", "…"]) is None
    assert guess_language(["Ann Lee", "Bob Gray", "Zoë Hill", "Max Mustermann"] * 9) is None


def test_a_declared_language_stays_unless_the_text_is_plainly_in_another() -> None:
    assert spoken_language("en-GB", TEXTS["en"]) == "en-GB"
    assert spoken_language("en-US", TEXTS["de"]) == "de"
    assert spoken_language("cy", TEXTS["en"]) == "cy"
    assert spoken_language(None, TEXTS["fr"]) == "fr"
