"""What `heard` says and what sounds, side by side."""

from __future__ import annotations

import sys
import time
from bisect import bisect

from tests.heard.conftest import Ear, undisturbed
from tests.support.sounds import clicks

CLICKS_MS = [50 + 141.3 * index for index in range(40)]


def test_the_place_told_is_the_place_that_sounds(ear: Ear) -> None:
    def ahead_ms() -> list[float]:
        """How far ahead of each click's sound the place was that the player told then."""
        begin_s = time.perf_counter()
        ear.player.feed(clicks(CLICKS_MS, CLICKS_MS[-1] + 50), tag="clicks", gap_ms=7)
        told: list[tuple[float, float]] = []
        while not ear.player.is_idle:
            heard = ear.player.heard()
            if heard is not None and not heard.is_gap:
                told.append((time.perf_counter(), heard.at_ms))
            time.sleep(0.002)
        time.sleep(0.1)
        runs = ear.recorder.so_far().runs(loud=1000, join_ms=5)
        sounded = [begin for begin, _ in runs if begin > begin_s]
        moments = [moment for moment, _ in told]
        ahead: list[float] = []
        for moment, at_ms in zip(sounded, CLICKS_MS, strict=True):
            index = bisect(moments, moment)
            if 0 < index < len(told):
                (before_s, before_ms), (after_s, after_ms) = told[index - 1], told[index]
                share = (moment - before_s) / (after_s - before_s)
                ahead.append(before_ms + (after_ms - before_ms) * share - at_ms)
        return sorted(ahead)

    ahead = undisturbed(ear, ahead_ms)
    count = len(ahead)
    sys.stdout.write(
        f"place told minus place heard: median {ahead[count // 2]:.1f} ms, "
        f"from {ahead[0]:.1f} to {ahead[-1]:.1f} over {count} clicks\n"
    )

    assert count > len(CLICKS_MS) - 5
    assert abs(ahead[count // 2]) < 20
    assert max(abs(ahead[0]), abs(ahead[-1])) < 50
