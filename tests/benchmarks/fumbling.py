"""Ten thousand random keys, clicks and resizes in the real app: what breaks, where no press leads back, what is lost.

Method: `tests.support.fumbling`, seeded, in rounds of forty; half of the rounds with one button. After each round one
press must lead back to the reading, and taking everything back must leave choices and saved pages as they were.
"""

from __future__ import annotations

import asyncio
import tempfile
import traceback
from pathlib import Path

from tests.benchmarks.figures import Report, Row
from tests.support.fumbling import fumbling

EVENTS_A_ROUND = 40
ROUNDS_A_HOME = 25


def run(*, events: int = 10_000, first_seed: int = 1) -> Report:
    """As many homes as the events need, one seed each."""
    report, done, faults = Report(), 0, 0
    seed = first_seed
    while done < events:
        rounds = min(ROUNDS_A_HOME, -(-(events - done) // EVENTS_A_ROUND))
        try:
            done += asyncio.run(_one_home(seed, rounds))
        except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
            faults += 1
            done += rounds * EVENTS_A_ROUND
            report.note(f"Seed {seed}: {traceback.format_exc(limit=-2)}")
        seed += 1
    report.rows.append(
        Row(
            f"random keys, clicks and resizes ({done}): homes with a crash, a dead end or something lost",
            str(faults),
            "0",
            faults == 0,
        )
    )
    return report


async def _one_home(seed: int, rounds: int) -> int:
    with tempfile.TemporaryDirectory(prefix="fumbling-") as folder:
        async with fumbling(Path(folder), seed, one_button=seed % 2 == 0) as fumbler:
            for _ in range(rounds):
                await fumbler.round(EVENTS_A_ROUND)
    return rounds * EVENTS_A_ROUND
