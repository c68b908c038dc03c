"""Tests of `reader.speech.loudness`."""

from __future__ import annotations

import math
import random
from array import array

import pytest

from reader.speech.loudness import LARGEST_GAIN_DB, TARGET_DB, levelled, speech_power_db

RATE_HZ = 22050


def speechlike(peak: float, *, seconds: float = 2.0, pause_s: float = 0.0) -> array[int]:
    """A tone that swells and fades four times a second, with a pause in its middle."""
    count = int(seconds * RATE_HZ)
    wave = [
        int(32767 * peak * math.sin(0.09 * at) * abs(math.sin(math.pi * 4 * at / RATE_HZ)))
        for at in range(count)
    ]
    silence = [0] * int(pause_s * RATE_HZ)
    return array("h", wave[: count // 2] + silence + wave[count // 2 :])


def power(pcm: bytes) -> float:
    found = speech_power_db(array("h", pcm), RATE_HZ)
    assert found is not None
    return found


@pytest.mark.parametrize("peak", [0.12, 0.2, 0.35, 0.9])
def test_quiet_and_loud_clips_come_out_alike(peak: float) -> None:
    made = levelled(speechlike(peak).tobytes(), RATE_HZ)
    assert power(made) == pytest.approx(TARGET_DB, abs=0.6)


def test_a_pause_inside_does_not_make_the_rest_louder() -> None:
    without = levelled(speechlike(0.3, seconds=4).tobytes(), RATE_HZ)
    with_pause = levelled(speechlike(0.3, seconds=4, pause_s=1.2).tobytes(), RATE_HZ)
    assert power(with_pause) == pytest.approx(power(without), abs=0.6)


def test_nothing_is_cut_at_full_scale() -> None:
    chance = random.Random(3)
    spiky = speechlike(0.15)
    for at in range(0, len(spiky), 997):
        spiky[at] = chance.choice((-32768, 32767))
    made = array("h", levelled(spiky.tobytes(), RATE_HZ))
    assert len(made) == len(spiky)
    assert max(made) <= 32767
    assert min(made) >= -32767
    louder = [(before, after) for before, after in zip(spiky, made, strict=True) if after]
    assert all((before > 0) == (after > 0) for before, after in louder)


def test_louder_samples_stay_louder() -> None:
    made = array("h", levelled(array("h", range(0, 9000, 3)).tobytes() * 3, RATE_HZ))
    ramp = made[:3000].tolist()
    assert ramp == sorted(ramp)
    assert ramp[-1] > ramp[len(ramp) // 2]


def test_what_is_all_but_silent_is_not_blown_up() -> None:
    made = array("h", levelled(speechlike(0.012).tobytes(), RATE_HZ))
    assert max(made) <= 0.012 * 32767 * 10 ** (LARGEST_GAIN_DB / 20) + 1


def test_volume_is_heard_below_the_usual_loudness() -> None:
    clip = speechlike(0.3).tobytes()
    assert power(levelled(clip, RATE_HZ, volume=0.5)) == pytest.approx(TARGET_DB - 6, abs=0.6)
    assert not any(levelled(clip, RATE_HZ, volume=0.0))


def test_silence_and_nothing_pass() -> None:
    assert levelled(b"", RATE_HZ) == b""
    assert levelled(bytes(400), RATE_HZ) == bytes(400)
