"""`kill -9` at random moments, and a thousand openings: the library is whole, and nothing is left behind.

`python -m tests.benchmarks library` does two hundred kills; here are a few, always at the same moments.
"""

from __future__ import annotations

import random
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from kept_pages import keep_text
from killed import Told, check, kill_once

from content_cache.library import Library


def test_what_was_told_before_a_kill_is_there(tmp_path: Path) -> None:
    told, chance = Told(), random.Random(20250501)
    for _ in range(12):
        kill_once(tmp_path, told, chance)
        check(tmp_path, told)
    assert len(told.bodies) >= 12
    assert told.places
    assert told.marks


def test_the_check_notices_what_is_missing(tmp_path: Path) -> None:
    told = Told()
    with closing(Library(tmp_path)) as library:
        page = keep_text(library, "tea", ("Tea", "Leaves."))
    told.take(f"kept {page.id} {page.sha256}\n")
    check(tmp_path, told)
    for line in (f"kept {page.id} {'0' * 64}", "kept other000 x", f"at {page.id} 3"):
        lost = Told(bodies={page.id: {page.sha256}})
        lost.take(line)
        with pytest.raises(AssertionError):
            check(tmp_path, lost)


def test_a_thousand_openings_leave_nothing_behind(tmp_path: Path) -> None:
    child = subprocess.run(  # on its own: what other tests keep is not counted
        [sys.executable, "-m", "tests.support.opened_often", str(tmp_path)],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert child.returncode == 0, child.stderr
    grown_bytes, more_handles = map(int, child.stdout.split())
    assert grown_bytes < 100_000
    assert more_handles == 0
