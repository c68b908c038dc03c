"""Text in the columns of a terminal."""

from __future__ import annotations

from reader.cli.cells import padded, width_of, wrapped


def test_letters_of_some_scripts_take_two_columns_and_accents_none() -> None:
    assert [width_of(text) for text in ("hand", "手", "e\u0301", "手 hand")] == [4, 2, 1, 7]
    assert padded("手", 4) == "手  "


def test_lines_of_such_letters_end_at_the_edge_and_words_stay_whole() -> None:
    lines = list(wrapped("手が震える人のための rest and warm hands で読む", 12, "- ", "  "))
    assert all(width_of(line) <= 12 for line in lines)
    assert [line[:2] for line in lines] == ["- ", *["  "] * (len(lines) - 1)]
    assert "".join(line[2:] for line in lines).replace(" ", "") == (
        "手が震える人のためのrestandwarmhandsで読む"
    )
    assert any("rest and" in line for line in lines)
    assert list(wrapped("One word after another.", 30, "", "")) == ["One word after another."]
