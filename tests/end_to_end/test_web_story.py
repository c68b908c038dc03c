"""A page from an address in a real terminal: kept on the way, there without the web, and trouble in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.support.http_server import HttpServer
from tests.support.running_reader import RunningReader

Start = Callable[..., RunningReader]


def test_an_address_is_read_and_is_there_without_the_web(
    start: Start, pages: Path, http_server: HttpServer
) -> None:
    address = http_server.page("/garden", (pages / "garden.html").read_bytes())
    reader = start(address)
    reader.terminal.wait_for("This page follows a small garden")
    reader.press("3")
    reader.wait_for(lambda status: status["section"] == 2, "section 3")
    assert reader.leave() == 0
    http_server.stop()
    again = start(address)
    again.terminal.wait_for("In summer there is watering")
    assert again.wait_for_state("playing")["section"] == 2


def test_an_address_without_a_page_is_told_in_one_sentence(
    start: Start, http_server: HttpServer
) -> None:
    reader = start(http_server.status("/gone", 410))
    told = reader.wait_for(
        lambda status: status["screen"] == "choices" and status["error"], "the trouble"
    )["error"]
    reader.terminal.wait_for(told[:40], "Ask the Internet Archive", "Leave it")
    reader.press("down", "space")
    reader.terminal.wait_for("How this works")
    assert reader.leave() == 1
    assert "Traceback" not in reader.terminal.show().text


def test_a_host_that_never_answers_holds_nothing_up(
    start: Start, pages: Path, http_server: HttpServer
) -> None:
    first = start(pages / "garden.html")
    first.wait_for_state("playing")
    assert first.leave() == 0
    reader = start(http_server.never_answer("/never"))
    reader.terminal.wait_for("Fetching")
    reader.press("j")
    reader.wait_for(lambda status: status["presses"]["seen"] == 1, "the press")
    reader.press("ctrl+q")
    reader.terminal.wait_for_exit(timeout_s=4)
