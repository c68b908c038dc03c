"""From a press to its sound with a voice that takes half as long to make as to hear, on one core that is simulated.

Method: `tests/support/slow_engine.py`: the reader's own narrator and prefetch, a voice whose time is moved by hand, a
listener who presses every five to nine seconds. The anchor is the same voice asked only when the press comes. The
device's own share, the same with every voice, is what `key_to_sound` measures.
"""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

from reader.documents.model import Locator
from tests.benchmarks.figures import Report
from tests.support.fake_player import clip_for
from tests.support.slow_engine import PRESSES, Listener

REAL_TIME_FACTOR = 0.5
WITHIN_MS = 80.0


def run(*, presses: int = 60) -> Report:
    """Press at random while listening, and compare with a voice that is asked at the press."""
    report = Report()
    chance = random.Random(5)
    waits: dict[str, list[float]] = {
        "play": [],
        "next": [],
        "back": [],
        "next section": [],
        "1-9": [],
    }
    unprepared: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        listener = Listener(Path(folder), REAL_TIME_FACTOR)
        listener.open(Locator(3, 2))
        listener.wait(20_000)
        listener.press("play")
        for _ in range(presses):
            listener.wait(chance.uniform(5_000, 9_000))
            name = chance.choice(PRESSES)
            if name == "play":
                listener.narrator.stop()
            waited_ms = listener.press(name)
            waits["1-9" if name.isdecimal() else name].append(waited_ms)
            said = listener.narrator.utterances_at(listener.narrator.locator)[0]
            unprepared.append(clip_for(said).duration_ms * REAL_TIME_FACTOR)
        listener.close()
    for name, values in waits.items():
        if values:
            report.spread(
                f"slow voice, {name}: wait for its clip", values, median=WITHIN_MS, p95=WITHIN_MS
            )
    report.anchor("the same voice asked at the press", unprepared)
    return report
