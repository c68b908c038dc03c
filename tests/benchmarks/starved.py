"""Starved audio callbacks while reading with one core kept busy (Linux).

Method: a child spins on one core, pinned there, while the reader, which may run on any, reads sentences that
sound without a gap. A callback that found no frames, or was answered too late, leaves a piece of exact silence
in the middle of a sentence on the monitor: pieces longer than `SHORTEST_MS` and shorter than the pause
between sentences are counted. Other work on the machine makes it another measurement; how much there was is told.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from array import array
from pathlib import Path

from reader.control.remote_client import ask
from tests.benchmarks.ear import Ear
from tests.benchmarks.figures import Report
from tests.benchmarks.reading import reading
from tests.benchmarks.texts import voiced_page
from tests.support.pulse import SAMPLE_RATE_HZ, pulse_server
from tests.support.running_reader import RunningReader

SHORTEST_MS = 2.0
"""A voiced sound is never so still for so long."""
LONGEST_MS = 150.0
"""Less than the pause between two sentences."""
_STILL = 3
_LISTEN_S = 5.0
"""The recording is looked through in pieces, so that it does not pile up."""


def run(*, minutes: float = 10) -> Report:
    """Read for so long."""
    report = Report()
    with (
        pulse_server() as server,
        Ear(server) as ear,
        reading(server, voiced_page(int(minutes * 12) + 24, words=30)) as reader,
    ):
        ear.wait_for_sound(0.1)
        busy = subprocess.Popen([sys.executable, "-c", "while True: pass"])
        try:
            os.sched_setaffinity(busy.pid, {0})
            before = _starved(reader)
            idle_s = _idle_s()
            end_s = time.perf_counter() + minutes * 60
            holes: list[float] = []
            rest = array("h")
            while time.perf_counter() < end_s:
                time.sleep(_LISTEN_S)  # the measurement itself: so much reading is recorded
                rest = _look_through(rest + ear.take(), holes)
        finally:
            busy.kill()
            busy.wait()
        still_reading = reader.wait_for_state("playing")
        starved = _starved(reader) - before
        own_s = sum(map(_cpu_s, (reader.terminal.pid, *reader.children())))
    report.number(
        f"Drop-outs in {minutes:g} min of reading beside a busy core",
        len(holes),
        unit="",
        at_most=0,
    )
    report.number(
        "Starved callbacks meanwhile, by the reader's own count", starved, unit="", at_most=0
    )
    report.note(
        "A hole that the reader did not count was made after it, by the sound server or the recording."
    )
    report.note(
        f"Starved: it was at section {still_reading['section']}, sentence {still_reading['sentence']} at the end "
        f"and had used {own_s / (minutes * 60):.1%} of a core; all of the machine's cores stood idle for "
        f"{(_idle_s() - idle_s) / (minutes * 60):.0%} of one core's time."
    )
    if holes:
        report.note("Drop-outs (ms): " + ", ".join(f"{hole:.1f}" for hole in sorted(holes)[-20:]))
    return report


def _starved(reader: RunningReader) -> int:
    return int(json.loads(ask(reader.home / "run", "sound"))["starved"])


def _idle_s() -> float:
    """Seconds that all cores together have stood idle since the machine started."""
    return float(Path("/proc/uptime").read_text().split()[1])


def _cpu_s(pid: int) -> float:
    """Seconds of work a process has done."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _look_through(samples: array[int], holes: list[float]) -> array[int]:
    """Add the holes among these samples; returns the part that belongs to the next look."""
    since = 0
    last_sound = 0
    has_sounded = False
    for index, value in enumerate(samples):
        if -_STILL <= value <= _STILL:
            since += 1
            continue
        if (
            has_sounded
            and SAMPLE_RATE_HZ * SHORTEST_MS < since * 1000 < SAMPLE_RATE_HZ * LONGEST_MS
        ):
            holes.append(since * 1000 / SAMPLE_RATE_HZ)
        since, last_sound, has_sounded = 0, index, True
    return samples[last_sound:]


if __name__ == "__main__":
    print(run(minutes=float(sys.argv[1]) if len(sys.argv) > 1 else 10))
