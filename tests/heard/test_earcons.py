"""Earcons through a real sound server: heard over the voice at once, quiet, and the voice waits for none."""

from __future__ import annotations

import time

from reader.speech.earcons import clip_of
from tests.heard.conftest import Ear, undisturbed
from tests.support.pulse import wait_until
from tests.support.sounds import clicks, tone

QUIETER = 4
"""Times that speech of the usual loudness is louder at its peaks."""


def test_it_is_heard_at_once_and_ends(ear: Ear) -> None:
    def heard_ms() -> tuple[float, float]:
        begin_s = time.perf_counter()
        ear.player.sound(clip_of("saved"))
        time.sleep(0.6)
        runs = [run for run in ear.recorder.so_far().runs(loud=100, join_ms=30) if run[0] > begin_s]
        assert len(runs) == 1, runs
        return (runs[0][0] - begin_s) * 1000, (runs[0][1] - runs[0][0]) * 1000

    after_ms, lasts_ms = undisturbed(ear, heard_ms)
    assert after_ms < 80
    assert abs(lasts_ms - clip_of("saved").duration_ms) < 60


def test_it_is_quiet_beside_speech(ear: Ear) -> None:
    def loudest() -> int:
        begin_s = time.perf_counter()
        ear.player.sound(clip_of("could-not"))
        time.sleep(0.6)
        recording = ear.recorder.so_far()
        return max(map(abs, recording.samples[recording.sample_at(begin_s) :]))

    peak = undisturbed(ear, loudest)
    assert 1000 < peak < 12000 / QUIETER


def test_the_voice_waits_for_no_earcon(ear: Ear) -> None:
    """Clicks 500 ms apart with the silence of a section between: the same distance with an earcon and without."""
    first, second = clicks([10], 30), clicks([10], 30)

    def distance_ms(*, with_earcon: bool) -> float:
        begin_s = time.perf_counter()
        earcon = clip_of("section") if with_earcon else None
        ear.player.feed(first, tag="first", has_more=True)
        ear.player.feed(second, tag="second", gap_ms=700, earcon=earcon)
        wait_until(lambda: ear.player.is_idle, 10, "both were heard")
        time.sleep(0.1)
        runs = [run for run in ear.recorder.so_far().runs(loud=6000, join_ms=4) if run[0] > begin_s]
        assert len(runs) == 2, runs
        return (runs[1][0] - runs[0][0]) * 1000

    alone = undisturbed(ear, lambda: distance_ms(with_earcon=False))
    beside = undisturbed(ear, lambda: distance_ms(with_earcon=True))
    assert abs(alone - beside) < 3


def test_a_hold_silences_it_with_the_voice(ear: Ear) -> None:
    def silent_after_ms() -> float:
        ear.player.feed(tone(2000), tag="tone")
        time.sleep(0.3)
        ear.player.sound(clip_of("page-end"))
        time.sleep(0.1)
        held_s = time.perf_counter()
        ear.player.pause()
        time.sleep(0.4)
        ear.player.clear()
        ear.player.resume()
        last_s = ear.recorder.so_far().last_sound_before(time.perf_counter())
        assert last_s is not None
        return (last_s - held_s) * 1000

    assert undisturbed(ear, silent_after_ms) < 120
