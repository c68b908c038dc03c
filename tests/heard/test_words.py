"""A spoken sentence, from the engine to the ear: each word is told while it sounds."""

from __future__ import annotations

import sys
import time

from reader.speech.system_engine import SystemEngine
from reader.speech.utterance import Utterance
from tests.heard.conftest import Ear, undisturbed

TEXT = "Ten. Cat. Paper. Door. Table. Garden. Kettle. Bird."
"""Words with pauses between them and sharp beginnings, so that a recording shows where each one starts."""


def test_each_word_is_told_while_it_sounds(ear: Ear) -> None:
    engine = SystemEngine()
    clip = engine.synthesize(Utterance(TEXT))
    engine.close()
    starts_ms = [mark.at_ms for mark in clip.words]

    def ahead_ms() -> list[float]:
        """How long before each word's sound the player told its mark."""
        begin_s = time.perf_counter()
        ear.player.feed(clip, tag="words")
        told_s: list[float] = []
        while not ear.player.is_idle:
            heard = ear.player.heard()
            while heard and len(told_s) < len(starts_ms) and heard.at_ms >= starts_ms[len(told_s)]:
                told_s.append(time.perf_counter())
            time.sleep(0.002)
        time.sleep(0.1)
        recording = ear.recorder.so_far()
        runs = [run for run in recording.runs(loud=600, join_ms=120) if run[0] > begin_s]
        assert len(runs) == len(told_s) == len(starts_ms), [len(runs), len(told_s), len(starts_ms)]
        return sorted((run[0] - moment) * 1000 for run, moment in zip(runs, told_s, strict=True))

    ahead = undisturbed(ear, ahead_ms)
    sys.stdout.write(
        f"word told before its sound: from {ahead[0]:.0f} to {ahead[-1]:.0f} ms over {len(ahead)}\n"
    )

    assert -50 < ahead[0] <= ahead[-1] < 100
