"""Real pages are read no worse than they were: floors that only rise, on a fixed sample of pages with true texts."""

from __future__ import annotations

import sys
import tomllib

import pytest

from tests.benchmarks import extraction_table as table


def test_what_falls_under_its_floor_is_told_and_what_stands_far_above_may_rise() -> None:
    floors = tomllib.loads(table.FLOORS.read_text("utf-8"))["floors"]
    assert set(floors) == set(table.WANTED) - {"pages_a_second"}
    assert table.gate(floors) == ([], [])
    worse = floors | {"F1": floors["F1"] - 0.01, "junk": floors["junk"] + 1}
    under, _ = table.gate(worse)
    assert [line.split()[0] for line in under] == ["F1", "junk"]
    _, may_rise = table.gate(floors | {"F1": floors["F1"] + 0.01})
    assert may_rise == [f"raise the floor of F1 from {floors['F1']} to {floors['F1'] + 0.01:.3f}"]


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_pages_are_read_no_worse_than_they_were(capsys: pytest.CaptureFixture[str]) -> None:
    folder = table.pages_folder()
    if folder is None:
        pytest.skip("the pages with true texts are not beside this checkout")
    found = table.measure(folder, table.sample(table.entries(folder)))
    under, may_rise = table.gate(found)
    with capsys.disabled():
        sys.stdout.write("".join(f"\n{line}" for line in may_rise))
    assert under == []
