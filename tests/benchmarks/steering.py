"""How soon the running reader has done what was asked of it from outside: by a command, and by a line on the socket.

Method: against the real app while it reads, in turn with a Python that does nothing, so that whatever else the machine
does strikes all of them; `do` is done when its process has ended, a line when its answer has come.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from reader.control.remote_client import ask
from tests.benchmarks.figures import Report
from tests.benchmarks.reading import saved
from tests.benchmarks.texts import million_words
from tests.support.running_reader import RunningReader, reader_environ
from tests.support.terminal import ROOT, terminal_environ

ACTION = "where-am-i"
"""Takes no page away, however often it is done."""


def run(*, trials: int = 30) -> Report:
    """Ask so many times each way."""
    nothing: list[float] = []
    command: list[float] = []
    line: list[float] = []
    with (
        saved(million_words(words=20_000), "page.txt") as (home, document),
        RunningReader(home, document) as reader,
    ):
        reader.wait_for_state("playing")
        _do_ms(home)  # whatever is loaded for the first
        for _ in range(trials):
            nothing.append(_ms([sys.executable, "-c", "pass"], home))
            command.append(_do_ms(home))
            line.append(_line_ms(home / "run"))
    report = Report()
    floor = report.anchor("start and end of a Python that does nothing", nothing)
    done = report.spread("`reader do`, start to end", command)
    report.number(
        "`reader do` beyond a Python that does nothing, medians",
        done.median - floor.median,
        unit="ms",
        at_most=100,
    )
    report.anchor("a line on the socket to its answer", line)
    return report


def _do_ms(home: Path) -> float:
    return _ms([sys.executable, "-m", "reader", "do", ACTION], home)


def _ms(command: Sequence[str], home: Path) -> float:
    started_s = time.perf_counter()
    subprocess.run(
        command,
        cwd=ROOT,
        env=terminal_environ(reader_environ(home)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return (time.perf_counter() - started_s) * 1000


def _line_ms(run_folder: Path) -> float:
    started_s = time.perf_counter()
    ask(run_folder, f"do {ACTION}")
    return (time.perf_counter() - started_s) * 1000
