"""Text of any source comes out as text and nothing else."""

from __future__ import annotations

import random
import unicodedata

import pytest

from reader.documents.plain_text import clean, fold, without_controls


@pytest.mark.parametrize(
    ("dirty", "plain"),
    [
        ("\x1b[31mRed\x1b[0m alert", "Red alert"),
        ("\x1b[?1049h\x1b[2Jgone", "gone"),
        ("\x1b]0;evil title\x07text", "text"),
        ("\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1bP1$r payload\x1b\\after", "after"),
        ("\x1b_apc\x9cafter", "after"),
        ("\x9b31mred", "red"),
        ("\x9d0;title\x9ctext", "text"),
        ("\x1b(Bx\x1bcy\x1b", "xy"),
        ("never ended \x1b]0;but kept", "never ended 0;but kept"),
        ("a\x00b\x07c\x7fd\x85e", "abcd e"),
        ("a\u202eb\u2066c\u2069d\u200fe", "abcde"),
        ("so\u00adft ze\u200bro \ufeffmark", "soft zero mark"),
        ("lone \ud800surrogate", "lone surrogate"),
        ("icon \ue001font", "icon font"),
        (
            "[bold]as it is[/bold] [@click=app.quit]x[/]",
            "[bold]as it is[/bold] [@click=app.quit]x[/]",
        ),
        (" a\t b\r\n\u00a0c\u2003d \u2028e ", "a b c d e"),
        ("e\u0301", "\u00e9"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("👩\u200d🚀 and wo\u200drd\u200c", "👩\u200d🚀 and word"),
        ("\u200d\u200c", ""),
        ("", ""),
    ],
)
def test_only_text_is_left(dirty: str, plain: str) -> None:
    assert clean(dirty) == plain


def test_white_space_at_an_end_is_one_space_when_only_folded() -> None:
    assert fold("\n\t a  b\u00a0") == " a b "


def test_lines_survive_where_only_controls_are_dropped() -> None:
    assert without_controls("one\r\ntwo\x00\n") == "one\r\ntwo\n"


def test_random_rubbish_never_leaves_a_control_or_a_double_space() -> None:
    chance = random.Random(5)
    pool = [
        chr(c)
        for c in (*range(0x100), *range(0x2000, 0x2070), 0xFEFF, 0xD800, 0x301, 0x645, 0x1F600)
    ]
    for _ in range(3000):
        text = clean("".join(chance.choices(pool, k=chance.randrange(40))))
        assert "  " not in text
        assert text == text.strip()
        assert not any(unicodedata.category(c) in ("Cc", "Cs", "Co") for c in text), ascii(text)
        assert not any(c in "\u202a\u202e\u2066\u2069\u200b\ufeff" for c in text), ascii(text)
        assert clean(text) == text
