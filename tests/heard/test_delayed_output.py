"""An output that takes its time, as Bluetooth does: the place told is still the one that sounds.

The sound goes through a tunnel to a second server, where it is recorded; that takes some 300 ms, and the first server
knows it.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from reader.speech.player import Player
from reader.speech.sound_server import SoundServer
from tests.heard.conftest import Ear
from tests.support.pulse import PulseServer, Recorder, pulse_server, wait_until
from tests.support.sounds import clicks

CLICKS_MS = [50 + 241.3 * index for index in range(12)]


@pytest.fixture
def late_ear(pulse: PulseServer) -> Iterator[Ear]:
    """A player whose sound is recorded at the far end of a tunnel."""
    with pulse_server() as far, Recorder(far) as recorder:
        tunnel = ("module-tunnel-sink", "sink_name=late", f"server={far.address}")
        for command in (
            ("load-module", *tunnel, "latency_msec=200"),
            ("set-default-sink", "late"),
        ):
            subprocess.run(
                ["pactl", *command], env=pulse.environment, check=True, capture_output=True
            )
        player = Player()
        player.start()
        wait_until(lambda: player.statistics.callbacks > 3, 10, "the device asks for frames")
        yield Ear(player, recorder)
        player.close()


def _ahead_ms(ear: Ear) -> list[float]:
    """How far ahead of each click's sound it was told."""
    begin_s = time.perf_counter()
    ear.player.feed(clicks(CLICKS_MS, CLICKS_MS[-1] + 50), tag="clicks")
    told_s: list[float] = []
    while len(told_s) < len(CLICKS_MS):
        heard = ear.player.heard()
        while heard and len(told_s) < len(CLICKS_MS) and heard.at_ms >= CLICKS_MS[len(told_s)]:
            told_s.append(time.perf_counter())
        assert time.perf_counter() < begin_s + 30
        time.sleep(0.002)
    time.sleep(0.6)
    runs = ear.recorder.so_far().runs(loud=1000, join_ms=5)
    sounded = [begin for begin, _ in runs if begin > begin_s]
    assert len(sounded) == len(CLICKS_MS)
    return sorted((sound - told) * 1000 for sound, told in zip(sounded, told_s, strict=True))


def test_the_place_told_follows_the_outputs_own_delay(late_ear: Ear) -> None:
    middle = len(CLICKS_MS) // 2
    unknown = _ahead_ms(late_ear)[middle]
    server = SoundServer(late_ear.player.set_delay)
    server.start(lambda _event: None)
    try:
        wait_until(lambda: late_ear.player.statistics.latency_ms > 100, 10, "the delay is known")
        known = _ahead_ms(late_ear)[middle]
    finally:
        server.close()
    sys.stdout.write(f"told ahead of the sound: {unknown:.0f} ms, with the delay {known:.0f} ms\n")

    assert unknown > 150
    assert abs(known) < 80
