"""Thousands of spoilt files read as the reader reads them, and what came of them: the worst are named.

    python -m tests.benchmarks.mutations COUNT SEED [--kinds html,pdf] [--from NUMBER] [FOLDER...]

Each kind of file gets its share of `COUNT`. `FOLDER`s hold whole files to be spoilt besides those of the tests. Pages
and texts are read in a process that goes on where it died; PDF files, e-books and office files as the reader does, each
in one of its own. Seconds are the reading's own, so that a busy machine finds what a quiet one does; megabytes are
the most that the reading process had at once, itself included. Exits with 1 where anything but a `DocumentError` came,
or a bound was passed. For systems with `resource` (not Windows). Not a test.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import cast

from reader.documents.apart import Kind, read_apart
from reader.errors import DocumentError
from tests.support.mutations import APART, KINDS, URL, Whole, spoilt

ROOT = Path(__file__).resolve().parents[2]
MOST_S = 5.0
MOST_MB = 500
SHARES = {
    "html": 0.5, "markdown": 0.05, "text": 0.05, "pdf": 0.18, "epub": 0.18, "docx": 0.02, "odt": 0.02,
}  # fmt: skip
_STANDSTILL_S = 200
_BATCH = 250
"""A process reads so many, so that memory that one leaves unused does not count on many others."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file."""

    number: int
    seconds: float
    megabytes: float
    refused: str = ""
    """The sentence, where it was refused."""
    bug: str = ""
    """The end of the traceback, where something else came."""

    @property
    def is_bad(self) -> bool:
        """Whether it must not be."""
        return bool(self.bug) or self.seconds > MOST_S or self.megabytes > MOST_MB


def read_here(
    kind: str, seed: int, first: int, last: int, folders: Sequence[Path]
) -> Iterator[Outcome]:
    """Pages and texts, a batch to a process."""
    while first < last:
        end = min(last, first + _BATCH)
        command = [sys.executable, "-m", "tests.support.mutations", kind]
        command += [str(seed), str(first), str(end), *map(str, folders)]
        died = None
        try:
            done = subprocess.run(
                command, cwd=ROOT, capture_output=True, timeout=_STANDSTILL_S + end - first, check=False
            )  # fmt: skip
            printed, complaint, died = done.stdout, done.stderr.decode(), done.returncode
        except subprocess.TimeoutExpired as error:
            printed, complaint = error.stdout or b"", "it stood still"
        for line in printed.decode().splitlines():
            number, *rest = line.split(" ", 3)
            if rest:
                seconds, peak, refused = float(rest[0]), int(rest[1]) / (1 << 20), rest[2]
                yield Outcome(int(number), seconds, peak, refused)
            elif died != 0:
                complaint = complaint.strip()[-1500:] or f"it died of {died}"
                yield Outcome(int(number), 0, 0, bug=complaint)
            first = int(number) + 1


def read_one_by_one(
    kind: str, seed: int, first: int, last: int, folders: Sequence[Path]
) -> Iterator[Outcome]:
    """Files that get a process of their own each."""
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    # made elsewhere: what this process ever had counts as the most that each of its children has; and
    # a maker that has ended is one of those children
    maker = ProcessPoolExecutor(1, get_context("spawn"), _gather, (kind, folders))
    _makers.append(maker)
    for number in range(first, last):
        yield _read_one(kind, number, maker.submit(_make, kind, seed, number).result(), unit)


_makers: list[ProcessPoolExecutor] = []
"""Ended with this process."""
_bodies: list[Whole] = []
"""In the process that spoils."""


def _gather(kind: str, folders: Sequence[Path]) -> None:
    _bodies.append(Whole(kind, folders))


def _make(kind: str, seed: int, number: int) -> bytes:
    return spoilt(kind, seed, number, _bodies[-1])


def _read_one(kind: str, number: int, body: bytes, unit: int) -> Outcome:
    before = _children_s()
    refused = bug = ""
    try:
        read_apart(cast("Kind", kind), body, url=URL)
    except DocumentError as error:
        refused = str(error)
    except Exception as error:  # noqa: BLE001 - it is what is looked for
        bug = repr(error)
    # the largest of all children so far: only a new largest one is told for certain
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / unit
    return Outcome(number, _children_s() - before, peak, refused, bug)


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(kind: str, seed: int, first: int, last: int, folders: Sequence[Path]) -> bool:
    """Read them all, print a row and what was worst; tells whether all was well."""
    read = read_one_by_one if kind in APART else read_here
    found: list[Outcome] = []
    for outcome in read(kind, seed, first, last, folders):
        found.append(outcome)
        if outcome.is_bad:
            print(f"    BAD {kind} {outcome}", file=sys.stderr, flush=True)
    if not found:
        return True
    slowest = max(found, key=lambda o: o.seconds)
    largest = max(found, key=lambda o: o.megabytes)
    refused = Counter(o.refused for o in found if o.refused)
    bugs = sum(bool(o.bug) for o in found)
    print(
        f"| {kind} | {len(found)} | {len(found) - refused.total() - bugs} | {refused.total()} | {bugs} "
        f"| {slowest.seconds:.1f} (number {slowest.number}) | {largest.megabytes:.0f} (number {largest.number}) |",
        flush=True,
    )
    for sentence, times in refused.most_common():
        print(f"    {times} x {sentence}", file=sys.stderr)
    return not any(o.is_bad for o in found)


def main() -> int:
    """Run every kind."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.mutations")
    parser.add_argument("count", type=int)
    parser.add_argument("seed", type=int)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--from", dest="first", type=int, default=0, help="number to begin at")
    chosen = parser.parse_intermixed_args()
    kinds = chosen.kinds.split(",")
    whole = sum(SHARES[kind] for kind in kinds)
    print("| kind | files | read | refused | other errors | slowest s | largest MB |")
    print("|---|---|---|---|---|---|---|")
    is_well = True
    for kind in kinds:
        last = chosen.first + round(chosen.count * SHARES[kind] / whole)
        is_well &= run(kind, chosen.seed, chosen.first, last, chosen.folders)
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
