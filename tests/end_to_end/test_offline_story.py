"""With no network at all, in an empty network namespace: every command and screen works on what is saved."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.control import remote_client
from tests.support.http_server import HttpServer
from tests.support.running_reader import ALONE, NO_PROXY, RunningReader, can_be_alone, run_reader

Start = Callable[..., RunningReader]

NO_WAIT_S = 20
"""No command may wait for a time-out; starting takes a second or two, also on a busy machine."""


@pytest.fixture(autouse=True)
def needs_a_namespace() -> None:
    if not can_be_alone():
        pytest.skip("no empty network namespace can be made here")


@pytest.fixture
def address(home: Path, pages: Path, http_server: HttpServer) -> str:
    """A page that was saved from a web that is there no more."""
    address = http_server.page("/garden", (pages / "garden.html").read_bytes())
    assert run_reader(home, "save", address).returncode == 0
    http_server.stop()
    return address


def alone(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run_reader(home, *arguments, environ=NO_PROXY, timeout_s=NO_WAIT_S, through=ALONE)


@pytest.mark.parametrize(
    "words",
    [
        ("list",), ("list", "--json"), ("show", "{address}"), ("show", "{address}", "--json"), ("find", "garden"),
        ("say", "{address}", "--section", "2", "--to", "{wav}"), ("voices",), ("backup", "{backup}"),
        ("remove", "{address}"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_command_works_on_what_is_saved(
    home: Path, address: str, tmp_path: Path, words: tuple[str, ...]
) -> None:
    named = {"address": address, "wav": str(tmp_path / "a.wav"), "backup": str(tmp_path / "b.zip")}
    done = alone(home, *(word.format(**named) for word in words))
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("words", [("save", "https://hands.example/"), ("update",)], ids=" ".join)
def test_what_needs_the_network_says_so_at_once(
    home: Path, address: str, words: tuple[str, ...]
) -> None:
    done = alone(home, *words)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.strip().endswith(".")
    assert len(json.loads(alone(home, "list", "--json").stdout)) == 1


def test_every_screen_opens_and_the_reading_goes_on(home: Path, start: Start, address: str) -> None:
    reader = start(address, through=ALONE, environ=NO_PROXY)
    reader.wait_for_state("playing")
    reader.press("right")
    for action in (
        "pages",
        "sections",
        "topics",
        "settings",
        "help",
        "links",
        "bookmarks",
        "bin",
        "history",
    ):
        remote_client.ask(home / "run", f"do {action}")
        reader.wait_for(lambda status: status["state"] != "preparing", f"an answer to {action}")
        remote_client.ask(home / "run", "do take-me-back")
    remote_client.ask(home / "run", "do look-for-news")
    reader.wait_for(lambda status: status["error"], "that there is no network")
    reader.press("ctrl+q")
    assert reader.terminal.wait_for_exit(timeout_s=10) == 0
    assert "Traceback" not in reader.terminal.show().text
