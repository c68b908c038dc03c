"""Thousands of spoilt PDF files and e-books, each read as the reader does: in a process of its own.

    python -m tests.benchmarks.mutations COUNT SEED [FOLDER]

`FOLDER` holds whole files to be spoilt besides those the tests write. Prints what came of them, the slowest and the
largest; anything but a `DocumentError` ends it. For systems with `resource` (not Windows). Not a test.
"""

from __future__ import annotations

import resource
import sys
import time
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Literal

from reader.documents.apart import read_apart
from reader.errors import DocumentError
from tests.support.mutations import URL, mutants, own_files

_MOST_FILE_BYTES = 2_000_000


def main() -> None:
    """Run both kinds."""
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    folder = Path(sys.argv[3]) if len(sys.argv) > 3 else None
    print("| kind | files | read | refused | slowest s | largest MB |\n|---|---|---|---|---|---|")
    for kind in ("pdf", "epub"):
        run(kind, count, seed, folder)  # type: ignore[arg-type]


def run(kind: Literal["pdf", "epub"], count: int, seed: int, folder: Path | None) -> None:
    """Read them all and print one row."""
    bodies = own_files(kind)
    if folder:
        found = sorted(folder.rglob(f"*.{kind}"))
        bodies += [p.read_bytes() for p in found if p.stat().st_size <= _MOST_FILE_BYTES]
    outcomes: Counter[str] = Counter()
    slowest, slow_number = 0.0, -1
    for number, body in enumerate(islice(mutants(kind, seed, bodies), count)):
        began = time.monotonic()
        try:
            read_apart(kind, body, url=URL)
            outcomes["read"] += 1
        except DocumentError as error:
            outcomes["refused"] += 1
            outcomes[str(error)] += 1
        spent = time.monotonic() - began
        if spent > slowest:
            slowest, slow_number = spent, number
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    megabytes = largest / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    print(
        f"| {kind} | {count} | {outcomes.pop('read', 0)} | {outcomes.pop('refused', 0)}"
        f" | {slowest:.1f} (number {slow_number}) | {megabytes:.0f} |",
        flush=True,
    )
    for sentence, times in outcomes.most_common():
        print(f"    {times} x {sentence}", file=sys.stderr)


if __name__ == "__main__":
    main()
