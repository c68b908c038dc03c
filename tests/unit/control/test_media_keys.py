"""Tests of `reader.control.media_keys` and `reader.control.mpris`, over a real bus where there is one."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.control.media_keys import BUTTONS, MediaKeys, NowPlaying
from reader.control.mpris import Mpris, has_session_bus
from reader.control.outside import METHODS
from reader.control.steady import SteadyValues
from tests.support.desk import PAGE_ONE, Desk
from tests.support.waiting import eventually


class Board:
    """A desktop moved by hand."""

    def __init__(self) -> None:
        self.press: Callable[[str], None] = lambda _button: None
        self.shown: list[NowPlaying] = []
        self.positions: list[float] = []
        self.jumps = 0
        self.is_closed = False

    def start(self, pressed: Callable[[str], None]) -> None:
        self.press = pressed

    def show(self, now: NowPlaying, position_ms: float) -> None:
        self.shown.append(now)
        self.positions.append(position_ms)

    def move(self, position_ms: float, *, is_jump: bool) -> None:
        self.positions.append(position_ms)
        self.jumps += is_jump

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def board(desk: Desk) -> Board:
    board = Board()
    features = desk.session.features
    features.__dict__["media_keys"] = MediaKeys(features._parts, desk.session.perform, board)
    features.media_keys.start()
    desk.open(desk.page("one.html", PAGE_ONE))
    desk.listen(1)
    return board


def test_every_button_does_an_action_of_the_registry() -> None:
    assert set(BUTTONS.values()) <= set(METHODS)


def test_a_button_holds_goes_on_and_moves(desk: Desk, board: Board) -> None:
    assert desk.session.state == "playing"
    board.press("play-pause")
    desk.listen(1)
    assert desk.session.state == "paused"
    assert board.shown[-1].playing == "Paused"
    board.press("next")
    desk.listen(1)
    assert desk.session.locator.section == 1
    assert board.shown[-1].title == "Rest"
    assert board.shown[-1].album == "One"


def test_a_bouncing_button_acts_once(desk: Desk, board: Board) -> None:
    desk.session.hands.values = SteadyValues()
    for _ in range(3):
        board.press("play-pause")
    desk.listen(2)
    assert desk.session.state == "paused"
    assert desk.session.hands.presses.set_aside == 2


def test_an_unknown_button_does_nothing(desk: Desk, board: Board) -> None:
    board.press("eject")
    desk.listen(0.2)
    assert desk.session.state == "playing"


def test_the_position_goes_on_within_its_section_and_a_jump_is_told(
    desk: Desk, board: Board
) -> None:
    assert board.shown[-1].playing == "Playing"
    desk.listen(2)
    assert board.jumps == 0
    assert board.positions[0] < 100
    assert 1500 < board.positions[-1] < board.shown[-1].length_ms
    desk.session.perform("from-the-start")
    desk.listen(0.5)
    assert board.positions[-1] < 2000


def test_it_is_closed_with_the_session(desk: Desk, board: Board) -> None:
    desk.session.close()
    assert board.is_closed


# The bus itself


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """A session bus of our own; gives its clients' environment."""
    if not shutil.which("dbus-daemon") or not shutil.which("playerctl"):
        pytest.skip("dbus-daemon or playerctl is not installed")
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert daemon.stdout is not None
    address = daemon.stdout.readline().strip()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    yield dict(os.environ)
    daemon.kill()
    daemon.wait()
    daemon.stdout.close()


def playerctl(environment: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        ["playerctl", *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=10,
        check=False,
    )
    return done.stdout.strip()


READING = NowPlaying(
    "Playing", "page_2", "What helps", "Writer’s cramp", "Hand Society", "https://example.org/", 61_000, can_go=True
)  # fmt: skip


def test_playerctl_sees_and_steers_the_reading(bus: dict[str, str]) -> None:
    assert has_session_bus()
    desktop, pressed = Mpris(), []
    desktop.start(pressed.append)
    try:
        eventually(lambda: "HandsOffReader" in playerctl(bus, "--list-all"), "the name on the bus")
        assert playerctl(bus, "status") == "Stopped"
        desktop.show(READING, 12_500.0)
        assert playerctl(bus, "status") == "Playing"
        assert float(playerctl(bus, "position")) == pytest.approx(12.5, abs=0.5)
        desktop.move(13_000.0, is_jump=True)
        told = playerctl(
            bus, "metadata", "--format", "{{title}}|{{album}}|{{artist}}|{{mpris:length}}"
        )
        assert told == "What helps|Writer’s cramp|Hand Society|61000000"
        assert float(playerctl(bus, "position")) == pytest.approx(13.0, abs=0.4)
        for word in ("play-pause", "play", "pause", "stop", "next", "previous"):
            playerctl(bus, word)
        assert pressed == ["play-pause", "play", "pause", "stop", "next", "previous"]
    finally:
        desktop.close()
    eventually(lambda: "HandsOffReader" not in playerctl(bus, "--list-all"), "the name given back")


def test_without_a_bus_nothing_is_begun(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert not has_session_bus()


def test_a_bus_that_is_not_there_is_no_fault(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'none'}")
    desktop = Mpris()
    desktop.start(lambda _button: None)
    assert desktop._thread is not None
    desktop._thread.join(10)
    assert not desktop._thread.is_alive()
    desktop.show(READING, 0)
    desktop.close()
