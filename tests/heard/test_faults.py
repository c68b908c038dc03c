"""No device, or a server that dies or hangs while it plays: the place goes on, and sound returns by itself."""

from __future__ import annotations

import os
import signal
import time
from itertools import pairwise
from statistics import median

import pytest

from reader.speech.player import Player
from tests.heard.conftest import Ear
from tests.support.pulse import PulseServer, Recorder, wait_until
from tests.support.sounds import place_on_ruler, ruler, tone


def _at_ms(player: Player) -> float:
    heard = player.heard()
    return -1.0 if heard is None else heard.at_ms


def test_without_a_device_the_place_goes_on_in_time(
    pulse: PulseServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULSE_SERVER", f"unix:{pulse.folder / 'nothing-here'}")
    player = Player()
    player.feed(tone(1000), tag="tone")
    wait_until(lambda: player.heard() is not None, 5, "the text goes on")
    begin_s, begin_ms = time.perf_counter(), _at_ms(player)
    wait_until(lambda: _at_ms(player) > begin_ms + 500, 5, "the text goes on")
    lasted_s = time.perf_counter() - begin_s
    trouble = player.trouble
    wait_until(lambda: player.is_idle, 5, "the clip ended")
    player.close()

    assert trouble is not None
    assert "no sound" in trouble
    assert lasted_s == pytest.approx(0.5, abs=0.1)


def test_sound_comes_when_a_device_does(
    pulse: PulseServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    pulse.kill()
    player = Player()
    player.feed(tone(20_000), tag="tone")
    wait_until(lambda: player.trouble is not None, 5, "the trouble is told")
    pulse.start()
    with Recorder(pulse) as recorder:
        wait_until(lambda: player.trouble is None, 10, "the device was found")
        time.sleep(0.3)
        now = time.perf_counter()
        assert not recorder.stop().is_silent(now - 0.2, now - 0.05)
    player.close()


def test_a_server_that_dies_loses_neither_place_nor_sound(
    ear_at_risk: Ear, pulse: PulseServer
) -> None:
    clip, times = ruler(220)
    ear_at_risk.player.feed(clip, tag="ruler")
    time.sleep(0.4)
    before_ms = _at_ms(ear_at_risk.player)
    ear_at_risk.recorder.stop()
    pulse.kill()
    wait_until(lambda: ear_at_risk.player.trouble is not None, 5, "the trouble is told")
    silent_ms = _at_ms(ear_at_risk.player)
    wait_until(
        lambda: _at_ms(ear_at_risk.player) > silent_ms + 300, 5, "the text goes on without sound"
    )
    pulse.start()
    with Recorder(pulse) as recorder:
        wait_until(lambda: ear_at_risk.player.trouble is None, 10, "the device was found again")
        time.sleep(0.8)
        told_ms, told_s = _at_ms(ear_at_risk.player), time.perf_counter()
        heard = [begin for begin, _ in recorder.stop().runs(join_ms=4) if begin < told_s - 0.02]
    # A hole between two clicks makes them tell a wrong place; most of them have none.
    places = [
        times[place_on_ruler(before, after)] + (told_s - before) * 1000
        for before, after in pairwise(heard[-8:])
    ]

    assert 0 < before_ms < silent_ms < told_ms
    assert median(places) == pytest.approx(told_ms, abs=60)


def test_a_server_that_hangs_does_not_hold_up_the_text(
    ear_at_risk: Ear, pulse: PulseServer
) -> None:
    ear_at_risk.player.feed(tone(30_000), tag="tone")
    time.sleep(0.3)
    os.kill(pulse.pid, signal.SIGSTOP)
    try:
        wait_until(lambda: ear_at_risk.player.trouble is not None, 5, "the trouble is told")
        first_ms = _at_ms(ear_at_risk.player)
        wait_until(lambda: _at_ms(ear_at_risk.player) > first_ms + 200, 5, "the text goes on")
    finally:
        os.kill(pulse.pid, signal.SIGCONT)
    wait_until(lambda: ear_at_risk.player.trouble is None, 15, "the sound came back")
    time.sleep(0.3)
    now = time.perf_counter()

    assert not ear_at_risk.recorder.stop().is_silent(now - 0.2, now - 0.05)


def test_closing_does_not_wait_for_a_server_that_hangs(
    ear_at_risk: Ear, pulse: PulseServer
) -> None:
    ear_at_risk.player.feed(tone(5000), tag="tone")
    os.kill(pulse.pid, signal.SIGSTOP)
    try:
        begin_s = time.perf_counter()
        ear_at_risk.player.close()
        ear_at_risk.player.close()
        lasted_s = time.perf_counter() - begin_s
    finally:
        os.kill(pulse.pid, signal.SIGCONT)

    assert lasted_s < 3
