"""The first launch in a real terminal: two choices, with the network and without."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.running_reader import ALONE, NO_PROXY, RunningReader, can_be_alone, run_reader

Start = Callable[..., RunningReader]


def test_it_says_what_it_is_and_offers_two_choices(start: Start) -> None:
    reader = start()
    reader.terminal.wait_for(
        "Hands-Off Reader", "nearly any key", "hand dystonia", "(10)", "How this works"
    )
    status = reader.wait_for(lambda status: status["screen"] == "welcome", "the welcome")
    assert len(status["menu"]["items"]) == 2
    assert status["menu"]["current"] == 0


def test_how_this_works_is_read_aloud(start: Start) -> None:
    reader = start()
    reader.wait_for(lambda status: status["screen"] == "welcome", "the welcome")
    reader.press("down")
    reader.wait_for(
        lambda status: status["menu"] and status["menu"]["current"] == 1, "the second choice"
    )
    reader.press("space")
    reader.wait_for(
        lambda status: status["screen"] == "reading" and status["state"] == "playing", "the reading"
    )
    reader.press("space")
    reader.wait_for_state("paused")


@pytest.mark.parametrize("way", ["a door that is shut", "no network at all"])
def test_saving_without_network_says_so_and_loses_nothing(
    way: str, start: Start, home: Path, pages: Path
) -> None:
    if way == "no network at all":
        if not can_be_alone():
            pytest.skip("a process without network cannot be started here")
        reader = start(through=ALONE, environ=NO_PROXY)
    else:
        reader = start()
    reader.wait_for(lambda status: status["screen"] == "welcome", "the welcome")
    reader.press("space")
    told = reader.wait_for(
        lambda status: status["error"] and "network" in status["error"],
        "a sentence about the network",
        timeout_s=30,
    )
    reader.terminal.wait_for(told["error"], "any key: choose")
    assert "Traceback" not in reader.terminal.screen.text
    # The other choice is offered now, so the same one key gets on; and what is done next is kept.
    reader.wait_for(
        lambda status: status["menu"] and status["menu"]["current"] == 1, "the second choice"
    )
    reader.press("space")
    reader.wait_for(
        lambda status: status["screen"] == "reading" and status["state"] == "playing", "the reading"
    )
    assert reader.leave() == 0
    assert run_reader(home, "save", pages / "first.txt").returncode == 0
    assert "first" in run_reader(home, "list").stdout


def test_what_is_saved_answers_without_network(start: Start, home: Path, pages: Path) -> None:
    assert run_reader(home, "save", pages / "garden.html").returncode == 0
    (pages / "garden.html").unlink()
    reader = start(pages / "garden.html")
    reader.terminal.wait_for("This page follows a small garden")
    reader.wait_for_state("playing")
