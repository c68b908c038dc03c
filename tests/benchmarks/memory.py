"""Memory of the whole process tree after a while of reading (Linux).

PSS counts what processes share once, as the machine does; RSS counts it for each of them.
"""

from __future__ import annotations

import time
from pathlib import Path

from tests.benchmarks.figures import Report
from tests.benchmarks.reading import reading
from tests.benchmarks.texts import article
from tests.support.pulse import pulse_server
from tests.support.running_reader import descendants


def run(*, seconds: float = 60) -> Report:
    """Read for so long and look."""
    report = Report()
    with (
        pulse_server() as server,
        reading(server, article(words=3000), "page.html") as reader,
    ):
        time.sleep(seconds)  # the measurement itself: memory after so much reading
        reader.wait_for_state("playing")
        processes = [reader.terminal.pid, *descendants(reader.terminal.pid)]
        sizes = {pid: _sizes_mb(pid) for pid in processes}
    total_pss = sum(pss for pss, _rss in sizes.values())
    total_rss = sum(rss for _pss, rss in sizes.values())
    report.number(
        f"Memory of the whole tree after {seconds:.0f} s, PSS", total_pss, unit="MB", at_most=120
    )
    report.number(
        f"Memory of the whole tree after {seconds:.0f} s, RSS", total_rss, unit="MB", at_most=120
    )
    report.note(
        "Memory, process by process (PSS, RSS in MB): "
        + "; ".join(f"{pss:.1f}, {rss:.1f}" for pss, rss in sizes.values())
        + ". The nearest terminal reader takes 161 MB."
    )
    return report


def _sizes_mb(pid: int) -> tuple[float, float]:
    values = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        name, _, rest = line.partition(":")
        if name in ("Pss", "Rss"):
            values[name] = int(rest.split()[0]) * 1024 / 1e6
    return values["Pss"], values["Rss"]


if __name__ == "__main__":
    print(run())
