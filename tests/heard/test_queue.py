"""Clips follow one another: never two at once, cut at once when dropped, gaps as long as asked."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from reader.speech.utterance import Clip
from tests.heard.conftest import Ear, undisturbed
from tests.support.pulse import SAMPLE_RATE_HZ, Recording, wait_until
from tests.support.sounds import clicks, tone

SETTLED_S = 0.1


def _level(constant: int, duration_ms: float) -> Clip:
    """A sound that says by its level which clip it is."""
    clip = tone(duration_ms, loudness=0)
    count = len(clip.pcm) // 2
    return Clip(constant.to_bytes(2, "little", signed=True) * count, clip.sample_rate_hz)


def _loudest(recording: Recording, begin: float, end: float) -> int:
    stretch = recording.samples[recording.sample_at(begin) : recording.sample_at(end)]
    return max(abs(each) for each in stretch)


def _when_all_was_heard(ear: Ear) -> Recording:
    wait_until(lambda: ear.player.is_idle, 10, "all was heard")
    time.sleep(SETTLED_S)
    return ear.recorder.so_far()


def test_clear_cuts_at_once(ear: Ear) -> None:
    ear.player.feed(tone(5000), tag="tone")
    time.sleep(0.3)
    cleared_s = time.perf_counter()
    ear.player.clear()
    time.sleep(0.3)
    recording = ear.recorder.stop()

    assert not recording.is_silent(cleared_s - 0.2, cleared_s)
    assert recording.is_silent(cleared_s + SETTLED_S, cleared_s + 0.25)
    assert ear.player.heard() is None
    assert ear.player.is_idle


def test_two_clips_never_sound_together(ear: Ear) -> None:
    begin_s = time.perf_counter()
    for index in range(20):
        ear.player.clear()
        ear.player.feed(_level(9000, 3000), tag=index)
        time.sleep(0.03 + index * 0.002)
    ear.player.feed(_level(9000, 50), tag="behind")
    ear.player.clear()
    time.sleep(SETTLED_S)
    recording = ear.recorder.stop()

    # Two at once would be 18000; the server's resampling overshoots a sharp edge by a tenth.
    assert 8500 < _loudest(recording, begin_s, time.perf_counter()) < 12000


def test_clips_follow_one_another_without_a_hole(ear: Ear) -> None:
    def stretches() -> int:
        begin_s = time.perf_counter()
        for index in range(10):
            ear.player.feed(_level(9000, 100), tag=index)
        recording = _when_all_was_heard(ear)
        return len([each for each in recording.runs(loud=4000, join_ms=0.5) if each[0] > begin_s])

    assert undisturbed(ear, stretches) == 1


@pytest.mark.parametrize("gap_ms", [50, 250, 500])
def test_a_gap_is_as_long_as_asked(ear: Ear, gap_ms: int) -> None:
    def silences_ms() -> list[float]:
        begin_s = time.perf_counter()
        ear.player.feed(_level(9000, 100), tag="first")
        ear.player.feed(_level(9000, 100), tag="second", gap_ms=gap_ms)
        runs = _when_all_was_heard(ear).runs(loud=4000, join_ms=10)
        own = [each for each in runs if each[0] > begin_s]
        return [(after[0] - before[1]) * 1000 for before, after in pairwise(own)]

    assert undisturbed(ear, silences_ms) == [pytest.approx(gap_ms, abs=2)]


def test_it_can_start_in_the_middle(ear: Ear) -> None:
    ear.player.feed(clicks([100, 400], 500), tag="clicks", start_ms=300)

    assert len(_when_all_was_heard(ear).runs()) == 1


def test_a_clip_of_another_rate_lasts_as_long_and_sounds_the_same(ear: Ear) -> None:
    def measured() -> tuple[int, float, float]:
        begin_s = time.perf_counter()
        ear.player.feed(Clip(tone(1000, hz=441).pcm, 11025), tag="slow")
        recording = _when_all_was_heard(ear)
        runs = [each for each in recording.runs(join_ms=5) if each[0] > begin_s]
        begin, end = runs[0]
        samples = recording.samples[recording.sample_at(begin) : recording.sample_at(end)]
        risings = sum(1 for before, after in pairwise(samples) if before < 0 <= after)
        return len(runs), end - begin, risings / (len(samples) / SAMPLE_RATE_HZ)

    count, lasted_s, hz = undisturbed(ear, measured)

    assert count == 1
    assert lasted_s == pytest.approx(2.0, abs=0.02)
    assert hz == pytest.approx(220.5, rel=0.02)
