"""Measures everything and prints one table: `python -m tests.benchmarks [--quick] [NAME...]`.

`--quick` takes few trials and short times: it shows that the benchmarks work, not how fast the reader is.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable

from tests.benchmarks import (
    extraction_table,
    fumbling,
    gaps,
    hands,
    highlight,
    hour,
    key_to_sound,
    large_document,
    library,
    memory,
    recognition,
    slow_voice,
    spoken_form,
    start_up,
    starved,
    steering,
)
from tests.benchmarks.figures import Report, machine_line

BENCHMARKS: dict[str, tuple[Callable[[], Report], Callable[[], Report]]] = {
    "key_to_sound": (key_to_sound.run, lambda: key_to_sound.run(trials=3)),
    "slow_voice": (slow_voice.run, lambda: slow_voice.run(presses=4)),
    "highlight": (highlight.run, lambda: highlight.run(seconds=8)),
    "start_up": (start_up.run, lambda: start_up.run(trials=2)),
    "spoken_form": (spoken_form.run, lambda: spoken_form.run(rounds=2)),
    "memory": (memory.run, lambda: memory.run(seconds=3)),
    "large_document": (
        large_document.run,
        lambda: large_document.run(trials=1, rounds=1, words=20_000),
    ),
    "extraction": (extraction_table.run, lambda: extraction_table.run(quick=True)),
    "library": (library.run, lambda: library.run(pages=200, trials=2, kills=5)),
    "hands": (hands.run, lambda: hands.run(intended=200, sample=3, errands=3)),
    "fumbling": (fumbling.run, lambda: fumbling.run(events=400)),
    "steering": (steering.run, lambda: steering.run(trials=3)),
    "gaps": (gaps.run, lambda: gaps.run(sentences=20)),
    "recognition": (recognition.run, lambda: recognition.run(sentences=2)),
    "hour": (hour.run, lambda: hour.run(minutes=2)),
    "starved": (starved.run, lambda: starved.run(minutes=0.1)),
}
"""In full and quick."""


def main(arguments: list[str]) -> int:
    """Run those named, or all; the exit status tells whether every figure was reached."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--quick", action="store_true", help="few trials, short times")
    chosen = parser.parse_args(arguments)
    unknown = set(chosen.names) - set(BENCHMARKS)
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    print(machine_line())
    print(_load_line("at the start"))
    whole = Report()
    for name in chosen.names or BENCHMARKS:
        print(f"... {name}", file=sys.stderr, flush=True)
        full, quick = BENCHMARKS[name]
        whole.add((quick if chosen.quick else full)())
    print(_load_line("at the end"))
    print(f"\n{whole}")
    return 1 if any(row.is_reached is False for row in whole.rows) else 0


def _load_line(when: str) -> str:
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "not known"
    return f"Load {when}: {load} (the benchmarks' own part included)."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
