"""Nothing dangerous reaches the terminal, and everything is measured in cells."""

import itertools

import pytest
from rich.cells import cell_len, get_character_cell_size

from reader.ui import terminal_text
from reader.ui.terminal_text import fit, line_bar, moved_offset, padded, plain, wrap


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain words", "plain words"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x9b2Jgone", "2Jgone"),
        ("a\tb\nc", "a b c"),
        ("abc\u202edef\u2066", "abcdef"),
        ("bell\x07 null\x00 delete\x7f", "bell null delete"),
        ("half \ud800 a pair", "half \ufffd a pair"),
        ("soft\u00adhyphen zero\u200bwidth", "softhyphen zerowidth"),
        ("‘curly’ – £5", "‘curly’ – £5"),
        ("क्‍ष", "क्‍ष"),
        ("👨\u200d👩", "👨👩"),
    ],
)
def test_controls_are_dropped_and_characters_stay(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_nothing_that_moves_a_cursor_survives() -> None:
    everything = "".join(map(chr, range(0x3000)))
    assert not [
        character
        for character in plain(everything)
        if ord(character) < 32 or 0x7F <= ord(character) < 0xA0
    ]
    plain(everything).encode("utf-8")


def test_an_offset_moves_with_its_character() -> None:
    text = "one \x1b[1mtwo\u202e three"
    cleaned = plain(text)
    for word in ("one", "two", "three"):
        assert cleaned[moved_offset(text, text.index(word)) :].startswith(word)


def test_text_taken_as_one_cell_each_really_is() -> None:
    single = [
        chr(code) for code in range(0x20, 0x3000) if terminal_text._ALL_SINGLE.fullmatch(chr(code))
    ]
    assert len(single) > 500
    assert {get_character_cell_size(character) for character in single} == {1}


HARD_TEXTS = [
    "Fingers that curl or stick while playing are a common reason to see a doctor.",
    "supercalifragilistic" * 25,
    "書く時に指が曲がったり、動かなくなったりすることがあります。医師に相談してください。",
    "guitar 🎸 piano 🎹 violin 🎻 and a family 👨‍👩‍👧 of players ❤️ playing",
    "e\u0301" * 300,
    "האצבעות מתכווצות בזמן הנגינה והיד אינה נשמעת",
    "يد لا تفعل ما يطلب منها أثناء العزف على الآلة",
    "tail of spaces     ",
    "",
    " ",
    "mixed 書く words 時に and 指が latin",
    "\u0301" * 100,
]


@pytest.mark.parametrize("text", HARD_TEXTS)
@pytest.mark.parametrize("width", [2, 3, 7, 20, 72])
def test_no_line_is_wider_than_asked_and_no_character_is_lost(text: str, width: int) -> None:
    text = plain(text)
    spans = wrap(text, width)
    lines = [text[start:end] for start, end in spans]
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(a_end <= b_start for (_, a_end), (b_start, _) in itertools.pairwise(spans))


def test_a_word_is_broken_only_when_it_is_wider_than_a_line() -> None:
    text = "The first signs are a loss of precision"
    words = text.split()
    lines = [text[start:end] for start, end in wrap(text, 12)]
    assert [word for line in lines for word in line.split()] == words


def test_combining_marks_stay_with_their_letter() -> None:
    text = "e\u0301" * 50
    assert all(not text[start:end].startswith("\u0301") for start, end in wrap(text, 7))


def test_wide_text_without_spaces_fills_its_lines() -> None:
    text = "書" * 50
    assert [end - start for start, end in wrap(text, 20)] == [10] * 5


@pytest.mark.parametrize("width", range(12))
def test_fit_is_never_wider_than_asked(width: int) -> None:
    for text in HARD_TEXTS:
        assert cell_len(fit(text, width)) <= width


def test_fit_says_that_something_is_missing() -> None:
    assert fit("Focal hand dystonia", 11) == "Focal hand…"
    assert fit("short", 11) == "short"


def test_padding_and_bars_are_as_wide_as_asked() -> None:
    assert cell_len(padded("書く", 9)) == 9
    for part in (-1, 0, 0.01, 0.5, 0.99, 1, 7):
        assert cell_len(line_bar(part, 13)) == 13
    assert line_bar(0.5, 4) == "━━──"
    assert line_bar(0.25, 2) == "╸─"
