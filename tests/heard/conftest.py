"""A private PulseAudio server for every test here; without PulseAudio they are skipped, except in CI."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import pytest

from reader.speech.player import Player
from tests.support.pulse import PulseServer, Recorder, missing, pulse_server, wait_until


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    reason = missing()
    for item in items:
        if "tests/heard" not in item.path.as_posix():
            continue
        item.add_marker(pytest.mark.heard)
        if reason is not None and os.environ.get("CI") != "true":
            item.add_marker(pytest.mark.skip(reason=f"no sound can be recorded here: {reason}"))


@pytest.fixture(scope="session")
def steady_pulse() -> Iterator[PulseServer]:
    """A private server for the tests that leave it whole; it is always recorded, which keeps its delay short."""
    with pulse_server() as server, Recorder(server):
        yield server


@pytest.fixture
def pulse(monkeypatch: pytest.MonkeyPatch) -> Iterator[PulseServer]:
    """A private server of this test's own, which may kill it."""
    with pulse_server() as server:
        _connect(monkeypatch, server)
        yield server


def _connect(monkeypatch: pytest.MonkeyPatch, server: PulseServer) -> None:
    monkeypatch.setenv("PULSE_SERVER", server.address)
    # The machine's own card is no way round a private server that was killed.
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(server.folder / "no-alsa.conf"))


@dataclass(frozen=True)
class Ear:
    """A player, and what is recorded of it."""

    player: Player
    recorder: Recorder


@contextmanager
def _listening(server: PulseServer) -> Iterator[Ear]:
    with Recorder(server) as recorder:
        player = Player()
        player.start()
        wait_until(lambda: player.statistics.callbacks > 3, 10, "the device asks for frames")
        yield Ear(player, recorder)
        player.close()


@pytest.fixture
def ear(steady_pulse: PulseServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ear]:
    """A player whose device is open and asking for frames, and its recording."""
    _connect(monkeypatch, steady_pulse)
    with _listening(steady_pulse) as listening:
        yield listening


@pytest.fixture
def ear_at_risk(pulse: PulseServer) -> Iterator[Ear]:
    """The same on the server that `pulse` gives."""
    with _listening(pulse) as listening:
        yield listening


Measured = TypeVar("Measured")


def undisturbed(ear: Ear, measure: Callable[[], Measured], *, tries: int = 6) -> Measured:
    """What `measure` gives when the machine left the player alone meanwhile.

    Exact times mean nothing where other programs kept the card waiting, which the player counts.
    """
    for _ in range(tries):
        before = ear.player.statistics.starved
        measured = measure()
        if ear.player.statistics.starved == before:
            return measured
    raise AssertionError(f"the card was kept waiting in each of {tries} tries")
