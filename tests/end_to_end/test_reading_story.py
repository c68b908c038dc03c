"""Reading a page in a real terminal: what a person presses, what the reader then does and shows."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.running_reader import RunningReader, descendants, run_reader
from tests.support.waiting import eventually

Start = Callable[..., RunningReader]


def place(status: dict[str, object]) -> tuple[object, object]:
    """Section and sentence."""
    return status["section"], status["sentence"]


@pytest.fixture
def garden(start: Start, pages: Path) -> RunningReader:
    """The page about a garden, being read."""
    reader = start(pages / "garden.html")
    reader.wait_for_state("playing")
    return reader


def test_a_page_is_shown_and_read_at_once_without_a_press(garden: RunningReader) -> None:
    garden.terminal.wait_for("A garden through the year", "section 1 of 4", "Pause")
    status = garden.wait_for(lambda status: status["sentence"] == 0, "the first sentence")
    assert status["presses"]["seen"] == 0
    assert status["text"].startswith("This page follows a small garden")
    garden.wait_for(lambda status: status["word"] is not None, "a word")
    garden.terminal.wait_for("This page follows a small garden")
    assert "Tools and seeds" not in garden.terminal.screen.flat


def test_space_holds_and_goes_on(garden: RunningReader) -> None:
    garden.press("space")
    held = garden.wait_for_state("paused")
    garden.terminal.wait_for("Listen", "paused")
    garden.press("space")
    going_on = garden.wait_for_state("playing")
    assert place(going_on) == place(held)
    garden.terminal.wait_for("Pause")


def test_nearly_any_key_is_the_one_button(garden: RunningReader) -> None:
    for key in ("enter", "Z", "]"):
        garden.press(key)
        garden.wait_for_state("paused")
        garden.press("ö" if key == "Z" else "tab")
        garden.wait_for_state("playing")


def test_arrows_move_by_sentences_and_sections(garden: RunningReader) -> None:
    garden.wait_for_place(0, 0)
    garden.press("right")
    garden.wait_for_place(0, 1)
    garden.press("left")
    garden.wait_for_place(0, 0)
    garden.press("down")
    garden.wait_for(lambda status: status["section"] == 1, "section 2")
    garden.terminal.wait_for("section 2 of 4")
    garden.press("down")
    garden.wait_for(lambda status: status["section"] == 2, "section 3")
    garden.press("up")
    garden.wait_for(lambda status: status["section"] == 1, "section 2 again")
    assert garden.wait_for_state("playing")


def test_digits_home_and_the_way_back(garden: RunningReader) -> None:
    garden.wait_for_place(0, 0)
    garden.press("4")
    garden.wait_for(lambda status: status["section"] == 3, "section 4")
    garden.terminal.wait_for("In autumn the apples are picked")
    garden.press("home")
    garden.wait_for(lambda status: status["section"] == 0, "the start")
    garden.press("escape")
    garden.wait_for(lambda status: status["section"] == 3, "section 4 again")
    garden.press("backspace")
    garden.wait_for_place(0, 0)


def test_a_digit_without_a_section_says_so_and_moves_nothing(garden: RunningReader) -> None:
    garden.wait_for_place(0, 0)
    garden.press("9")
    garden.terminal.wait_for("This page has 4 sections")
    assert garden.wait_for_state("playing")["section"] == 0


def test_plus_and_minus_change_the_pace_and_it_is_kept(garden: RunningReader, start: Start) -> None:
    garden.press("+", "+")
    garden.wait_for(lambda status: status["rate_wpm"] == 195, "195 words a minute")
    garden.terminal.wait_for("195 words a minute")
    garden.press("-")
    garden.wait_for(lambda status: status["rate_wpm"] == 180, "180 words a minute")
    assert garden.leave() == 0
    assert start().wait_for_state("playing")["rate_wpm"] == 180


def test_sections_are_a_list_to_choose_from(garden: RunningReader) -> None:
    run_reader(garden.home, "do", "sections")
    garden.terminal.wait_for("4 sections", "Spring", "Summer", "Autumn")
    garden.press("down", "down")
    garden.wait_for(
        lambda status: status["menu"] and status["menu"]["current"] == 2, "the third row"
    )
    garden.press("space")
    status = garden.wait_for(lambda status: status["screen"] == "reading", "the reading")
    assert status["section"] == 2
    garden.wait_for_state("playing")


def test_pages_show_how_far_one_is_and_escape_goes_back(garden: RunningReader, pages: Path) -> None:
    run_reader(garden.home, "save", pages / "first.txt")
    garden.press("4")
    garden.wait_for(lambda status: status["section"] == 3, "section 4")
    run_reader(garden.home, "do", "pages")
    garden.terminal.wait_for("2 saved", "A garden through the year", "%", "first", "new")
    garden.press("escape")
    status = garden.wait_for_state("playing")
    assert (status["screen"], status["section"]) == ("reading", 3)


def test_leaving_keeps_page_section_and_sentence(garden: RunningReader, start: Start) -> None:
    garden.press("3", "right", "right")
    garden.wait_for_place(2, 1)
    assert garden.leave() == 0
    assert b"\x1b[?1049l" in garden.terminal.written, "the terminal is given back"
    again = start()
    again.terminal.wait_for("A garden through the year", "section 3 of 4")
    assert place(again.wait_for_state("playing")) == (2, 1)


def test_ctrl_c_leaves_too(garden: RunningReader) -> None:
    garden.press("ctrl+c")
    assert garden.terminal.wait_for_exit() == 0


def test_a_kill_loses_at_most_a_sentence(garden: RunningReader, start: Start) -> None:
    garden.press("2", "right", "right")
    garden.wait_for_place(1, 1)
    garden.wait_for(lambda status: status["word"] is not None, "a word of it")
    children = garden.children()
    garden.terminal.kill()
    eventually(lambda: not any(Path(f"/proc/{pid}").exists() for pid in children), "their end")
    section, sentence = place(start().wait_for_state("playing"))
    assert section == 1
    assert sentence in (0, 1)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks for the process in /proc")
def test_the_voice_killed_in_a_sentence_goes_on_within_a_second(garden: RunningReader) -> None:
    garden.wait_for(lambda status: status["word"] is not None, "a word")
    before = [pid for pid in garden.children() if is_voice(pid)]
    garden.kill_voice()
    # The next sentence is made already, so the voice is needed for one further on.
    garden.press("4")
    garden.wait_for(
        lambda status: status["section"] == 3 and status["state"] == "playing" and status["word"],
        "the voice in section 4",
        timeout_s=2,
    )
    after = [pid for pid in garden.children() if is_voice(pid)]
    assert after
    assert not set(before) & set(after)
    assert garden.status()["engine"] == "espeak"  # type: ignore[index]


def is_voice(pid: int) -> bool:
    """Whether this process is the one that speaks."""
    return b"speech_worker" in Path(f"/proc/{pid}/cmdline").read_bytes()


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks for the process in /proc")
def test_a_voice_that_hangs_is_replaced(garden: RunningReader) -> None:
    garden.wait_for(lambda status: status["word"] is not None, "a word")
    (hung,) = (pid for pid in garden.children() if is_voice(pid))
    os.kill(hung, signal.SIGSTOP)
    garden.press("4", "+")
    garden.wait_for(
        lambda status: status["section"] == 3 and status["word"] and status["rate_wpm"] == 180,
        "the voice in section 4",
        timeout_s=6,
    )
    assert hung not in descendants(garden.terminal.pid)


def test_without_a_sound_device_the_text_goes_on_being_marked(garden: RunningReader) -> None:
    garden.terminal.wait_for("There is no sound")
    first = garden.wait_for(lambda status: status["word"] is not None, "a word")
    garden.wait_for(
        lambda status: (
            place(status) == place(first) and status["word"] not in (None, first["word"])
        ),
        "the next word",
    )
    assert "no sound" in garden.wait_for_state("playing")["error"]


def test_two_readers_at_once(garden: RunningReader, start: Start, pages: Path) -> None:
    other = start(pages / "first.txt")
    other.terminal.wait_for("This is all that it says")
    assert garden.wait_for_state("playing")["title"] == "A garden through the year"
    assert garden.leave() == 0
    # The other one is the one that is steered as soon as the first has left.
    other.wait_for(lambda status: status["title"].startswith("first"), "the other's status")
    assert other.leave() == 0
    listed = run_reader(garden.home, "list")
    assert "A garden through the year" in listed.stdout
    assert "first" in listed.stdout


@pytest.mark.usefixtures("quick")
def test_the_next_page_goes_on_by_itself_until_the_last(
    home: Path, start: Start, pages: Path
) -> None:
    saved = run_reader(home, "save", pages / "first.txt", pages / "second.txt")
    assert saved.returncode == 0, saved.stderr
    reader = start(pages / "first.txt")
    reader.terminal.wait_for("This is all that it says")
    reader.wait_for(
        lambda status: "second" in status["title"].lower(), "the second page", timeout_s=20
    )
    reader.terminal.wait_for("There is not much here either")
    ended = reader.wait_for_state("ended", timeout_s=20)
    assert "second" in ended["title"].lower()
    assert ended["presses"]["seen"] == 0
    reader.terminal.wait_for("That was the last page")
    reader.press("space")
    reader.wait_for_state("playing")
