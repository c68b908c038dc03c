"""The earcons as samples: quiet, short, without a corner, and each another melody."""

from __future__ import annotations

import itertools
import math
from array import array

import pytest

from reader.speech.earcons import EARCONS, SAMPLE_RATE_HZ, Earcon, clip_of
from reader.speech.playout import Playout

FULL = 32767


def _samples(earcon: Earcon) -> array[int]:
    return array("h", clip_of(earcon).pcm)


def _loudest_hz(samples: array[int]) -> float:
    """The strongest of the frequencies at which these tones may lie."""

    def power(hz: float) -> float:
        step = 2 * math.pi * hz / SAMPLE_RATE_HZ
        real = sum(value * math.cos(step * at) for at, value in enumerate(samples))
        imaginary = sum(value * math.sin(step * at) for at, value in enumerate(samples))
        return real * real + imaginary * imaginary

    return max((hz for hz in range(250, 1200, 10)), key=power)


@pytest.mark.parametrize("earcon", EARCONS)
def test_it_is_quiet_and_short(earcon: Earcon) -> None:
    peak_db = 20 * math.log10(max(map(abs, _samples(earcon))) / FULL)
    assert -30 < peak_db < -20
    assert 50 <= clip_of(earcon).duration_ms <= 500


@pytest.mark.parametrize("earcon", EARCONS)
def test_it_begins_and_ends_in_silence_and_has_no_corner(earcon: Earcon) -> None:
    """A jump is a click: between neighbours no more than the tone's own slope, and its slope never breaks."""
    samples = _samples(earcon)
    peak = max(map(abs, samples))
    assert samples[0] == 0
    assert abs(samples[-1]) < peak / 100
    slopes = [after - before for before, after in itertools.pairwise(samples)]
    steepest = 2 * math.pi * 1046.5 / SAMPLE_RATE_HZ * peak * 1.7
    assert max(map(abs, slopes)) < steepest
    bends = [abs(after - before) for before, after in itertools.pairwise(slopes)]
    assert max(bends) < steepest * 0.6


def test_they_are_told_apart_by_their_melodies() -> None:
    def tones(earcon: Earcon) -> tuple[float, float]:
        samples = _samples(earcon)
        quarter = len(samples) // 4
        return _loudest_hz(samples[:quarter]), _loudest_hz(samples[-quarter:])

    first, last = tones("page-end")
    assert first > last * 1.3
    first, last = tones("saved")
    assert last > first * 1.3
    first, last = tones("could-not")
    assert abs(first - last) < 40
    assert len({clip_of(earcon).pcm for earcon in EARCONS}) == len(EARCONS)


def test_with_the_loudest_speech_nothing_clips_and_a_cut_makes_no_click() -> None:
    playout = Playout(SAMPLE_RATE_HZ)
    step = 2 * math.pi * 220 / SAMPLE_RATE_HZ
    loud = array("h", (round(29_000 * math.sin(step * at)) for at in range(SAMPLE_RATE_HZ)))
    playout.feed("speech", loud.tobytes(), gap_ms=0, start_ms=0, has_more=False)
    playout.sound(clip_of("page-end").pcm)
    played = array("h")
    for period in range(60):
        if period == 40:
            playout.clear()
        output = bytearray(220)
        for offset, frames in playout.render(110, period * 0.005):
            output[offset : offset + len(frames)] = frames
        played.frombytes(bytes(output))
    assert max(map(abs, played)) < FULL
    jumps = [abs(after - before) for before, after in itertools.pairwise(played)]
    assert max(jumps) < 29_000 * step + 1200
