"""Pauses between sentences: what was asked for against what is heard on the monitor.

Method: `reader say` reads sentences inside which there is sound at every moment, four to a paragraph, at 600 words a
minute. Each silence on the monitor longer than `SHORTEST_MS` is a pause; it is compared with the nearest of the
two that were asked for (after a sentence, after a paragraph, at that rate).
"""

from __future__ import annotations

import os
import subprocess
import sys
from array import array

from reader.speech.pieces import Pauses
from tests.benchmarks.ear import Ear
from tests.benchmarks.figures import Report
from tests.benchmarks.reading import saved, sound_of
from tests.benchmarks.texts import voiced_page
from tests.support.pulse import SAMPLE_RATE_HZ, pulse_server

RATE_WPM = 600
SHORTEST_MS = 70.0
"""Longer than any silence inside these sentences, shorter than the pause after one."""
STILL = 40
"""Samples no louder than this (of 32767) are silence."""


def run(*, sentences: int = 500) -> Report:
    """Read so many sentences and measure what is between them."""
    report = Report()
    pauses = Pauses()
    asked = [pauses.scaled(each, RATE_WPM) for each in (pauses.sentence_ms, pauses.paragraph_ms)]
    heard: list[float] = []
    with (
        pulse_server() as server,
        Ear(server) as ear,
        saved(voiced_page(sentences, words=6), "page.txt") as (home, document),
    ):
        (home / "settings.toml").write_text(f"rate_wpm = {RATE_WPM}\n")
        rest = array("h")
        saying = subprocess.Popen(
            [sys.executable, "-m", "reader", "say", str(document)],
            env=os.environ | {"READER_HOME": str(home)} | sound_of(server),
            stdout=subprocess.DEVNULL,
        )
        while saying.poll() is None:
            try:
                saying.wait(5)
            except subprocess.TimeoutExpired:
                rest = _pauses(rest + ear.take(), heard)
        _pauses(rest + ear.take(), heard)
    inner = heard[1:]  # the first is between the title and the text
    errors = [min((each - one for one in asked), key=abs) for each in inner]
    missing = max(0, sentences - 1 - len(inner))
    report.number("Pauses that are missing", missing, unit="", at_most=0)
    report.spread("Pause heard against pause asked, either way", list(map(abs, errors)), p95=10)
    if errors:
        worst = max(errors, key=abs)
        report.number("The worst of these", abs(worst), unit="ms", at_most=10)
        report.note(
            f"Pauses: asked {asked[0]:.0f} ms after a sentence and {asked[1]:.0f} ms after a paragraph; on average "
            f"{sum(errors) / len(errors):+.1f} ms longer. The soft end of a word counts as silence."
        )
    return report


def _pauses(samples: array[int], found: list[float]) -> array[int]:
    """Add the pauses among these samples, in ms; returns the part that belongs to the next look."""
    last_sound = None
    for index, value in enumerate(samples):
        if -STILL <= value <= STILL:
            continue
        if last_sound is not None:
            silent_ms = (index - last_sound - 1) * 1000 / SAMPLE_RATE_HZ
            if silent_ms > SHORTEST_MS:
                found.append(silent_ms)
        last_sound = index
    return samples if last_sound is None else samples[last_sound:]


if __name__ == "__main__":
    print(run(sentences=int(sys.argv[1]) if len(sys.argv) > 1 else 500))
