"""From a key's byte on the pty to sound, and to silence, on the monitor of a null sink.

Method: a document whose sentences sound without a gap. Space is pressed at scattered moments; the sound's end is
the last loud sample after the key, its beginning the first loud one. Pairs that fell into a gap of the
voice's own are repeated and counted. For the right arrow every sentence begins with the only hiss in it, as there need
be no silence between the old sentence and the new.
"""

from __future__ import annotations

import itertools
import random
import time

from tests.benchmarks import anchors
from tests.benchmarks.ear import Ear, first_hiss_after, toggle
from tests.benchmarks.figures import Report
from tests.benchmarks.reading import reading
from tests.benchmarks.texts import voiced_page
from tests.support.pulse import PulseServer, pulse_server
from tests.support.running_reader import RunningReader
from tests.support.waiting import TimeRanOut, eventually


def run(*, trials: int = 30) -> Report:
    """Measure the keys and the anchors beside them."""
    report = Report()
    with pulse_server() as server, Ear(server) as ear:
        with reading(server, voiced_page(80)) as reader:
            _space(reader, ear, report, trials)
        for buffer_ms in (10, 20):
            tone = anchors.bare_tone_app(server, ear, buffer_ms, trials)
            name = f"bare Textual app toggling a tone, {buffer_ms} ms buffer"
            report.anchor(f"{name}: key to sound", tone.to_sound_ms)
            report.anchor(f"{name}: key to silence", tone.to_silence_ms)
        _tools(server, ear, report, trials)
        with reading(server, voiced_page(80, seed=2)) as reader:
            _right(reader, ear, report, trials)
        jitter = ear.jitter_ms()
        report.note(
            f"The recording comes in pieces of {_piece_ms(ear):.1f} ms, which is how much later or earlier than "
            f"it sounds a sample may be placed; pieces were read up to {max(jitter):.1f} ms late, which is "
            "taken out."
        )
    return report


def _space(reader: RunningReader, ear: Ear, report: Report, trials: int) -> None:
    def press() -> float:
        return reader.press("space")

    found = toggle(ear, press, press, trials)
    report.spread("Space to first sound", found.to_sound_ms, median=25, p95=40)
    report.spread("Space to silence", found.to_silence_ms, median=25, p95=40)
    if found.discarded:
        report.note(
            f"Space: {found.discarded} pairs repeated, as the voice was in a gap of its own."
        )


def _tools(server: PulseServer, ear: Ear, report: Report, trials: int) -> None:
    missing = anchors.missing()
    if missing:
        report.note(f"No anchors from other programs: {missing}.")
        return
    report.anchor("espeak-ng TEXT to sound", anchors.espeak_command(server, ear, trials))
    dispatcher = anchors.warm_dispatcher(server, ear, trials)
    report.anchor("warm spd-say TEXT to sound", dispatcher.to_sound_ms)
    report.anchor("spd-say -S to silence", dispatcher.to_silence_ms)


def _right(reader: RunningReader, ear: Ear, report: Report, trials: int) -> None:
    chance = random.Random(3)
    waits: dict[bool, list[float]] = {False: [], True: []}
    lost = 0
    while min(map(len, waits.values())) < trials and lost < trials:
        is_held = len(waits[True]) < len(waits[False])
        ear.wait_for_sound(0.4 + chance.uniform(0, 0.4))
        if is_held:
            reader.press("space")
            ear.wait_for_silence(0.1 + chance.uniform(0, 0.2))
        pressed_s = reader.press("right")
        try:
            began_s = eventually(
                lambda pressed_s=pressed_s: first_hiss_after(
                    ear.between(pressed_s, time.perf_counter()), pressed_s
                ),
                "the next sentence",
                timeout_s=1,
            )
        except TimeRanOut:
            lost += 1
        else:
            waits[is_held].append((began_s - pressed_s) * 1000)
    what = "to the next sentence's first sound"
    report.spread(f"Right arrow while reading {what}", waits[False], p95=45)
    report.spread(f"Right arrow while paused {what}", waits[True], p95=45)
    if lost:
        report.note(f"Right arrow: {lost} sentences whose beginning was not found, repeated.")


def _piece_ms(ear: Ear) -> float:
    heard = ear.between(time.perf_counter() - 1, time.perf_counter())
    counts = [count for count, _now in heard.stamps]
    sizes = sorted(after - before for before, after in itertools.pairwise(counts))
    return sizes[len(sizes) // 2] / 44.1


if __name__ == "__main__":
    print(run())
