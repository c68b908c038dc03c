"""What holds the reading from outside, and when it goes on by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.control.interruptions import CALLED, UNPLUGGED
from reader.speech.sound_server import Report
from tests.support.desk import PAGE_ONE, Desk


class HandMovedServer:
    """A sound server in which things happen when a test says so."""

    def __init__(self) -> None:
        self.report: Report = lambda _event: None

    def start(self, report: Report) -> None:
        self.report = report

    def close(self) -> None:
        self.report = lambda _event: None


@pytest.fixture
def server() -> HandMovedServer:
    return HandMovedServer()


@pytest.fixture
def desk(tmp_path: Path, server: HandMovedServer) -> Iterator[Desk]:
    desk = Desk(tmp_path, sound_server=lambda: server)
    desk.session.features.interruptions.start()
    desk.session.open_targets((desk.page("one.html", PAGE_ONE),))
    desk.until(lambda: desk.session.state == "playing")
    desk.listen(0.5)
    yield desk
    desk.close()


def test_headphones_that_are_pulled_out_hold_the_reading(
    desk: Desk, server: HandMovedServer
) -> None:
    server.report("unplugged")
    desk.tick()
    assert desk.session.state == "paused"
    assert desk.told == UNPLUGGED
    desk.listen(5)
    assert desk.session.state == "paused"


def test_it_may_be_switched_off(desk: Desk, server: HandMovedServer) -> None:
    desk.session.tuning.set({"hold_when_unplugged": False, "calls": "ignore"})
    server.report("unplugged")
    server.report("call")
    desk.tick(20)
    assert desk.session.state == "playing"


def test_a_call_holds_the_reading_until_it_is_over(desk: Desk, server: HandMovedServer) -> None:
    here = desk.session.locator
    server.report("call")
    desk.tick()
    assert desk.session.state == "paused"
    assert desk.told == CALLED
    desk.listen(3)
    server.report("call-over")
    desk.tick()
    desk.listen(0.1)
    assert desk.session.state == "playing"
    assert (desk.session.locator.section, desk.session.locator.sentence) == (
        here.section,
        here.sentence,
    )


def test_after_a_call_it_may_wait_for_a_press(desk: Desk, server: HandMovedServer) -> None:
    desk.session.tuning.set({"calls": "hold"})
    server.report("call")
    server.report("call-over")
    desk.tick()
    assert desk.session.state == "paused"


def test_who_did_something_meanwhile_has_decided(desk: Desk, server: HandMovedServer) -> None:
    server.report("call")
    desk.tick()
    desk.session.perform("stop")
    server.report("call-over")
    desk.tick()
    assert desk.session.state == "stopped"


def test_what_was_held_before_a_call_stays_held(desk: Desk, server: HandMovedServer) -> None:
    desk.session.perform("pause")
    server.report("call")
    server.report("call-over")
    desk.tick()
    assert desk.session.state == "paused"
