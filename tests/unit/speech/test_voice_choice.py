from __future__ import annotations

import pytest

from reader.speech.voice_choice import VoiceChoice, voice_choice

CHOSEN = voice_choice("general", {"de": "anna", "en-US": "amy", "fr": "piper:siwis"})


@pytest.mark.parametrize(
    ("language", "page", "voice"),
    [
        ("en-GB", "en-GB", "general"),
        ("en-US", "en-US", "amy"),
        ("en", "en-US", "general"),
        ("de-AT", "de-AT", "anna"),
        ("de", "en-GB", "anna"),  # a German phrase on an English page
        ("it", "en-GB", ""),
        ("it", "it", "general"),
    ],
)
def test_the_voice_of_a_language(language: str, page: str, voice: str) -> None:
    assert CHOSEN.for_language(language, page) == voice


def test_the_readers_own_lines_are_never_waited_for() -> None:
    assert CHOSEN.for_own_lines("fr") == ""
    assert CHOSEN.for_own_lines("de") == "anna"


def test_another_voice_for_a_language_holds_for_its_regions() -> None:
    other = CHOSEN.with_voice("en-GB", "alan")

    assert [other.for_language(tag, tag) for tag in ("en-US", "en-GB", "de")] == [
        "alan", "alan", "anna",
    ]  # fmt: skip
    assert VoiceChoice().for_language("en", "en") == ""
