"""The screen in a real terminal: sizes, colours, the mouse, and texts that mean harm."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.running_reader import RunningReader

Start = Callable[..., RunningReader]


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40), (40, 12), (200, 60)])
def test_what_matters_is_there_at_every_size(
    start: Start, pages: Path, columns: int, rows: int
) -> None:
    reader = start(pages / "garden.html", columns=columns, rows=rows)
    reader.wait_for_place(0, 0)
    reader.terminal.wait_for("This page follows")
    screen = reader.terminal.show()
    assert len(screen.lines) == rows
    assert "Pause" in screen.flat
    assert "garden" in screen.lines[0]


def test_the_outline_stands_beside_the_text_where_there_is_room(start: Start, pages: Path) -> None:
    reader = start(pages / "garden.html", columns=120, rows=40)
    reader.terminal.wait_for("Spring", "Summer", "Autumn", "Pages")
    row = reader.terminal.screen.row_of("Summer")
    assert reader.terminal.screen.lines[row].index("Summer") < 30


def test_a_resize_keeps_the_place_and_fills_the_new_size(start: Start, pages: Path) -> None:
    reader = start(pages / "garden.html")
    reader.wait_for_state("playing")
    reader.press("3")
    reader.terminal.wait_for("In summer there is watering")
    for columns, rows in ((120, 40), (60, 16), (80, 24)):
        reader.terminal.resize(columns, rows)
        reader.terminal.wait_until(
            lambda screen: (
                "Pause" in "".join(screen.lines[-6:])
                and "watering" in screen.flat
                and max(map(len, screen.lines)) > 50
            ),
            f"the reading at {columns} by {rows}",
        )
        assert reader.wait_for_state("playing")["section"] == 2


def test_the_sentence_and_the_word_are_marked_without_colours_too(
    start: Start, pages: Path
) -> None:
    reader = start(pages / "garden.html", environ={"NO_COLOR": "1"})
    reader.terminal.wait_until(
        lambda screen: screen.text_where(lambda cell: cell.reverse) != "", "a word reversed"
    )
    reader.press("space")
    held = reader.wait_for_state("paused")
    start_at, end_at = held["word"]
    word = held["text"][start_at:end_at]
    reader.terminal.wait_for("paused")
    screen = reader.terminal.show()
    assert word in screen.text_where(lambda cell: cell.reverse)
    marked_rows = [row for row, line in enumerate(screen.lines) if "▌" in line]
    assert any(word in screen.lines[row] for row in marked_rows)
    assert screen.colours == {"default"}


def test_the_word_marked_is_the_word_that_is_told(start: Start, pages: Path) -> None:
    from reader.ui.palette import palette_named

    look = palette_named("dark", has_colours=True).word
    assert look.bgcolor is not None
    assert look.bgcolor.triplet is not None
    ground = look.bgcolor.triplet.hex.removeprefix("#")
    reader = start(pages / "garden.html")
    reader.wait_for(lambda status: status["sentence"] == 0 and status["word"], "a word")
    reader.press("space")
    held = reader.wait_for_state("paused")
    start_at, end_at = held["word"]
    reader.terminal.wait_until(
        lambda screen: (
            screen.text_where(lambda cell: cell.bg == ground).strip(".,")
            == held["text"][start_at:end_at].strip(".,")
        ),
        "the word in its colours",
    )


def click(reader: RunningReader, text: str) -> None:
    """Press and let go over a text on the screen."""
    reader.terminal.wait_until(lambda screen: screen.row_of(text) >= 0, f"{text!r} on one line")
    screen = reader.terminal.show()
    row = screen.row_of(text)
    column = screen.lines[row].index(text) + 1
    reader.press(f"\x1b[<0;{column + 1};{row + 1}M\x1b[<0;{column + 1};{row + 1}m")


def test_big_buttons_are_clicked(start: Start, pages: Path) -> None:
    reader = start(pages / "garden.html")
    reader.wait_for_place(0, 0)
    reader.terminal.wait_for("Pause", "Next", "Sections")
    click(reader, "Pause")
    reader.wait_for_state("paused")
    reader.terminal.wait_for("Listen")
    click(reader, "Next")
    reader.wait_for_place(0, 1)
    click(reader, "This page follows")
    reader.wait_for_state("paused")
    click(reader, "Sections")
    reader.terminal.wait_for("4 sections")
    click(reader, "Autumn")
    reader.wait_for(lambda status: status["section"] == 3, "section 4")


def test_hostile_text_is_shown_as_it_is_and_disturbs_nothing(start: Start, pages: Path) -> None:
    reader = start(pages / "hostile.html")
    reader.wait_for_state("playing")
    reader.terminal.wait_for(
        "Brackets [bold]everywhere[/bold]",
        "[bold]not bold[/bold] and [@click=app.exit]press here[/]",
        "[link=https://example.org]nowhere[/link]",
    )
    reader.terminal.wait_for("is not red", "hides behind a single byte", "turn around", "A bell")
    reader.press("space")
    reader.wait_for_state("paused")
    written = reader.terminal.written.replace(
        b"\x1b]22;default\x07", b""
    )  # the mouse pointer's shape
    for harmful in (
        b"]0;owned",
        b"\x1b[31m",
        b"\x1b[2J",
        b"\x1b]8;",
        b"\x1b[?1049l",
        b"\x07",
        b"\x08",
    ):
        assert harmful not in written, harmful
    for harmful in ("\u009b", "\u202e", "\u2066"):
        assert harmful.encode() not in written, repr(harmful)
    click(reader, "press")
    reader.wait_for_state("playing")
    assert reader.terminal.exit_status() is None


def test_hostile_titles_stay_plain_in_lists(start: Start, pages: Path) -> None:
    reader = start(pages / "hostile.html")
    reader.wait_for_state("playing")
    from reader.control import remote_client

    remote_client.ask(reader.home / "run", "do pages")
    reader.terminal.wait_for("1 saved", "[red]plain[/red]")
    assert b"]0;owned" not in reader.terminal.written
