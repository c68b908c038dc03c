"""Where sentences end, offsets that lose nothing, and pieces short enough to be heard."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from reader.documents.sentences import split

CASES = Path(__file__).parents[2] / "data" / "sentence_cases.json"
GOLDEN = Path(__file__).parents[4] / "shared" / "corpus" / "sentences_golden_en.json"


def sentences(text: str, language: str | None = "en") -> list[str]:
    return [text[start:end] for start, end in split(text, language)]


@pytest.mark.parametrize(
    "pieces",
    [
        ["Rest first.", "Then write."],
        [
            "Dr. A. Reader of St. Elsewhere's says that 1 in 2 people notice a change.",
            "It wears off.",
        ],
        [
            "Injections, e.g. every 12 weeks, weaken the muscles.",
            "It takes months, i.e. patience helps.",
        ],
        ["It lasts approx. 5 days."],
        ["See Fig. 3 and No. 4 on p. 7."],
        ["Will it pass?", "No.", "It stays."],
        ["Mr. Smith vs. Mrs. Jones, etc.", "The end."],
        ["She paid $5.50 at 10.30 a.m. and left."],
        ["He said “It hurts.”", "Then he stopped."],
        ["“Does it hurt?” she asked.", "It did."],
        ["He had cramp (it was bad.) for years."],
        ["It was shown before.[5]", "Others agreed. [12]", "They wrote it down."],
        ["Go to https://hands.example/a.b.html.", "Read it."],
        ["Take vitamin C.", "It helps."],
        ["J. R. R. Tolkien wrote it."],
        ["Wait… what?", "Yes!", "No…", "Well."],
        ["The U.S. Army came.", "I live in the U.S.", "It is large."],
        ["1. Sit down.", "2. Rest."],
        ["Ask at 5 p.m. on Monday.", "We close at 6 p.m.", "Nobody stays."],
        ["The team of Smith et al. showed it."],
        ["Inc. is short for incorporated."],
        ["Really?!", "Yes."],
    ],
)
def test_english(pieces: list[str]) -> None:
    assert sentences(" ".join(pieces)) == pieces


@pytest.mark.parametrize(
    ("language", "pieces"),
    [
        ("de", ["Am 3. Oktober ist frei.", "Das gilt z.B. in Berlin.", "Frau Dr. Klein kommt."]),
        ("fr", ["M. Dupont a mal.", "Ça va ?", "Oui !"]),
        ("ja", ["手が痛い。", "休みます。"]),
        ("zh", ["他说：“疼。”", "然后他走了。"]),
        ("hi", ["मेरा हाथ दुखता है।", "मैं आराम करूँगा।"]),
        ("ar", ["هل تؤلمك يدك؟", "نعم."]),
        ("es", ["¿Te duele?", "¡Sí!", "Mucho."]),
        ("el", ["Πονάει.", "Σταμάτα."]),
    ],
)
def test_other_languages(language: str, pieces: list[str]) -> None:
    joined = ("" if language in ("ja", "zh") else " ").join(pieces)
    assert sentences(joined, language) == pieces


def test_golden_rules() -> None:
    if not GOLDEN.exists():
        pytest.skip("the golden rules are not beside this checkout")
    cases = [c for c in json.loads(GOLDEN.read_text("utf-8"))["cases"] if not c["inline_list"]]
    right = sum(sentences(case["text"]) == case["sentences"] for case in cases)
    assert right == len(cases), f"{right} of {len(cases)}"


@pytest.mark.parametrize("case", json.loads(CASES.read_text("utf-8")), ids=lambda c: c["pieces"][0])
def test_a_case_of_its_own_kind(case: dict[str, Any]) -> None:
    joint = "" if case["language"] in ("ja", "zh") else " "
    assert sentences(joint.join(case["pieces"]), case["language"]) == case["pieces"]


def test_a_space_that_was_forgotten_hides_no_end() -> None:
    assert sentences("It hurts.The hand curls.") == ["It hurts.", "The hand curls."]
    assert sentences("Use example.Org today. Or node.Js here.") == [
        "Use example.Org today.",
        "Or node.Js here.",
    ]


def test_nothing_is_lost_and_nothing_overlaps() -> None:
    chance = random.Random(11)
    words = [
        "Hand",
        "cramp",
        "e.g.",
        "Dr.",
        "5",
        "3.5",
        "?",
        "!",
        "...",
        "“",
        "”",
        "(",
        ")",
        "。",
        "[3]",
        ";",
        "—",
        "x",
    ]
    for _ in range(1500):
        text = " ".join(chance.choices(words, k=chance.randrange(1, 300)))
        spans = split(text, chance.choice(["en", "de", None]))
        at = 0
        for start, end in spans:
            assert start >= at
            assert text[at:start].strip() == ""
            assert start < end
            assert text[start:end] == text[start:end].strip()
            at = end
        assert text[at:].strip() == ""


def test_a_piece_without_letters_or_digits_is_not_a_sentence() -> None:
    assert sentences("It ended. ?! Then more.") == ["It ended. ?!", "Then more."]
    assert sentences("? ! .") == ["? ! ."]


@pytest.mark.parametrize("mark", [";", ":", " —", " –"])
def test_long_pieces_are_cut_where_the_voice_may_rest(mark: str) -> None:
    half = " ".join(["word"] * 40)
    text = f"{half}{mark} {half}."
    pieces = sentences(text)
    assert len(pieces) == 2
    assert pieces[0].endswith(mark.strip())
    assert " ".join(pieces) == text


def test_long_pieces_are_cut_at_the_end_of_a_quotation() -> None:
    text = "He said “" + " ".join(["word"] * 45) + "!” and " + " ".join(["went"] * 40) + "."
    pieces = sentences(text)
    assert len(pieces) == 2
    assert pieces[0].endswith("!”")


def test_short_pieces_keep_their_semicolons() -> None:
    assert sentences("Rest now; write later.") == ["Rest now; write later."]


def test_no_piece_grows_without_bound() -> None:
    for text in ("word " * 100_000, "w" * 200_000, "a, " * 100_000, "a; b " * 60_000):
        assert max(end - start for start, end in split(text, None)) <= 5000


def test_nothing_comes_of_nothing() -> None:
    assert split("", "en") == ()
    assert split("   ", "en") == ()


def test_a_word_that_is_all_elision_before_a_stop_is_no_trouble() -> None:
    text = "They sing rock 'n'. Then they rest."
    assert "".join(text[start:end] for start, end in split(text, "en")).startswith("They sing")


@pytest.mark.parametrize("text", ["They said ‘’. Then", "L’. Then it ended", "“'. No", "*. A b"])
def test_a_stop_after_nothing_but_quotation_marks_harms_nothing(text: str) -> None:
    spans = split(text, "en")
    assert "".join(text[start:end] for start, end in spans).replace(" ", "") == text.replace(
        " ", ""
    )


@pytest.mark.parametrize("unit", ["!?", ".", "10 a.m. "])
def test_a_run_without_end_is_gone_through_once(unit: str) -> None:
    text = (
        unit * (400_000 // len(unit)) + "x"
    )  # minutes, were every stop of it looked at to the end
    assert split(text, "en")[-1][1] == len(text)
