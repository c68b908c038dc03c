"""A hold is silent, goes on where it was, and loses nothing."""

from __future__ import annotations

import time

from tests.heard.conftest import Ear, undisturbed
from tests.support.pulse import wait_until
from tests.support.sounds import place_on_ruler, ruler, tone

SETTLED_S = 0.1
"""Longer than any buffer between the player and the recording."""


def test_it_is_silent_while_held_and_sounds_again_when_resumed(ear: Ear) -> None:
    ear.player.feed(tone(5000), tag="tone")
    time.sleep(0.3)
    ear.player.pause()
    held_s = time.perf_counter()
    time.sleep(0.5)
    resumed_s = time.perf_counter()
    ear.player.resume()
    time.sleep(0.4)
    recording = ear.recorder.stop()

    assert recording.is_silent(held_s + SETTLED_S, resumed_s - 0.01)
    assert not recording.is_silent(held_s - 0.2, held_s)
    assert not recording.is_silent(resumed_s + SETTLED_S, resumed_s + 0.3)


def test_it_goes_on_at_most_100_ms_before_the_hold_and_skips_nothing(ear: Ear) -> None:
    clip, times = ruler(70)

    def holds() -> list[tuple[int, int]]:
        """The last click before each hold and the first one after it."""
        begin_s = time.perf_counter()
        ear.player.feed(clip, tag="ruler")
        resumed = []
        for moment_s in (0.31, 0.62, 0.87):
            time.sleep(moment_s / 2)
            ear.player.pause()
            time.sleep(0.25)
            resumed.append(time.perf_counter())
            ear.player.resume()
        wait_until(lambda: ear.player.is_idle, 10, "the clip was heard")
        time.sleep(SETTLED_S)
        heard = [each for each, _ in ear.recorder.so_far().runs(join_ms=4) if each > begin_s]
        found = []
        for moment_s in resumed:
            before = [each for each in heard if each < moment_s]
            after = [each for each in heard if each >= moment_s]
            found.append((place_on_ruler(*before[-2:]) + 1, place_on_ruler(*after[:2])))
        return found

    for last, first in undisturbed(ear, holds):
        assert times[first] <= times[last + 1] + 1, "skipped a part"
        assert times[first] >= times[last] - 100, "went too far back"


def test_the_place_stays_while_held(ear: Ear) -> None:
    ear.player.feed(tone(5000), tag="tone")
    time.sleep(0.3)
    ear.player.pause()
    time.sleep(SETTLED_S)
    first = ear.player.heard()
    time.sleep(0.3)
    second = ear.player.heard()

    assert first is not None
    assert first == second
    assert 100 < first.at_ms < 400


def test_holding_twice_and_going_on_twice_is_the_same_as_once(ear: Ear) -> None:
    ear.player.feed(tone(5000), tag="tone")
    time.sleep(0.2)
    ear.player.pause()
    ear.player.pause()
    time.sleep(SETTLED_S)
    place = ear.player.heard()
    ear.player.resume()
    ear.player.resume()
    time.sleep(0.2)
    later = ear.player.heard()

    assert place is not None
    assert later is not None
    assert place.at_ms < later.at_ms < place.at_ms + 1000
