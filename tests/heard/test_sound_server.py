"""A real sound server tells of outputs that go and of calls, while the player plays into it."""

from __future__ import annotations

import math
import subprocess
import time
from array import array
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from reader.speech.player import Player
from reader.speech.sound_server import SoundEvent, SoundServer
from tests.support.pulse import PulseServer, wait_until
from tests.support.sounds import tone


@pytest.fixture
def told(pulse: PulseServer) -> Iterator[list[SoundEvent]]:
    """The events so far, while a tone is playing."""
    found: list[SoundEvent] = []
    player, server = Player(), SoundServer(name="watch")
    player.feed(tone(60_000), tag="tone")
    wait_until(lambda: player.heard() is not None, 10, "the tone is heard")
    server.start(found.append)
    wait_until(lambda: "watch" in _pactl(pulse, "list", "clients"), 10, "it listens")
    time.sleep(0.5)  # until it has looked
    yield found
    server.close()
    player.close()


def _pactl(server: PulseServer, *arguments: str) -> str:
    return subprocess.run(
        ["pactl", *arguments], env=server.environment, capture_output=True, text=True, check=True
    ).stdout


@contextmanager
def _sounding(server: PulseServer, role: str) -> Iterator[None]:
    """Another program's sound, with a role."""
    other = subprocess.Popen(
        ["pacat", f"--property=media.role={role}", "--rate=8000", "--channels=1"],
        env=server.environment,
        stdin=subprocess.PIPE,
    )
    assert other.stdin is not None
    hum = array("h", (round(900 * math.sin(each / 9)) for each in range(8000 * 20)))
    other.stdin.write(hum.tobytes())
    other.stdin.flush()
    try:
        yield
    finally:
        other.kill()
        other.wait()
        other.stdin.close()


def test_an_output_that_goes_is_told_once(pulse: PulseServer, told: list[SoundEvent]) -> None:
    module = _pactl(pulse, "load-module", "module-null-sink", "sink_name=phones").strip()
    _pactl(pulse, "set-default-sink", "phones")
    time.sleep(0.5)
    assert told == []
    _pactl(pulse, "unload-module", module)
    wait_until(lambda: told == ["unplugged"], 10, "it was told")
    time.sleep(1)
    assert told == ["unplugged"]


def test_another_output_that_was_chosen_is_not_told(
    pulse: PulseServer, told: list[SoundEvent]
) -> None:
    _pactl(pulse, "load-module", "module-null-sink", "sink_name=phones")
    for sink in ("phones", "ear"):
        _pactl(pulse, "set-default-sink", sink)
        time.sleep(0.7)
    assert told == []


def test_a_call_is_told_when_it_begins_and_when_it_ends(
    pulse: PulseServer, told: list[SoundEvent]
) -> None:
    with _sounding(pulse, "phone"):
        wait_until(lambda: told == ["call"], 10, "the call was told")
    wait_until(lambda: told == ["call", "call-over"], 10, "its end was told")
    with _sounding(pulse, "music"):
        time.sleep(1)
    assert told == ["call", "call-over"]
