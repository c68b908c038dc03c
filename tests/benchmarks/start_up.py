"""From starting `reader PAGE`, saved, to its text on the screen, beside an empty Textual app started the same way.

Method: both on the same pty, in turn, so that whatever else the machine does strikes both. The moment is when
the bytes came that hold a word of the page's text. Also: what `run.py` adds to `python -m reader`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from tests.benchmarks.figures import Report, Spread
from tests.benchmarks.reading import saved, sound_of
from tests.benchmarks.texts import MARKER, article
from tests.support.pulse import pulse_server
from tests.support.running_reader import reader_environ
from tests.support.terminal import ROOT, Terminal


def run(*, trials: int = 20) -> Report:
    """Start each so many times."""
    report = Report()
    with pulse_server() as server, saved(article(), "page.html") as (home, page):
        environ = reader_environ(home, sound_of(server))
        reader, empty = in_turn(
            trials,
            lambda: _to_text_ms([sys.executable, "-m", "reader", str(page)], environ),
            lambda: _to_text_ms([sys.executable, "-m", "tests.benchmarks.empty_app"], environ),
        )
    report.anchor("start of `reader PAGE` to text on the screen", reader)
    report.anchor("start of an empty Textual app to text on the screen", empty)
    ratio = Spread(tuple(reader)).median / Spread(tuple(empty)).median
    report.number(
        "`reader PAGE` (saved) to text, ratio to an empty Textual app", ratio, unit="", at_most=1.25
    )
    report.note(
        f"Start-up: the ratio of the fastest starts is {min(reader) / min(empty):.2f}; other work on the "
        "machine strikes the reader harder, as it starts the voice's process at the same time."
    )
    added = _added_by_run_py(trials)
    report.spread("What run.py adds", added, median=50)
    return report


def in_turn(
    trials: int, one: Callable[[], float], other: Callable[[], float]
) -> tuple[list[float], list[float]]:
    """Measure both by turns, after one start of each that warms the disk's cache."""
    one(), other()
    first, second = [], []
    for _ in range(trials):
        first.append(one())
        second.append(other())
    return first, second


def _to_text_ms(command: list[str], environ: dict[str, str]) -> float:
    with Terminal(command, environ=environ) as terminal:
        at_s = terminal.wait_for_bytes(MARKER.encode(), timeout_s=30)
        terminal.send("ctrl+q")
        terminal.wait_for_exit()
        return (at_s - terminal.started_s) * 1000


def _added_by_run_py(trials: int) -> list[float]:
    """Milliseconds, start by start, by which `run.py` comes later than what it starts.

    In a copy of the checkout's starting parts, with an environment that passes for complete and whose Python
    is this one: so nothing is installed.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="checkout-")))
        shutil.copy(ROOT / "run.py", folder)
        package = folder / "reader"
        shutil.copytree(ROOT / "reader" / "launch", package / "launch")
        (package / "__init__.py").touch()
        (package / "__main__.py").write_text("print('started')\n", encoding="utf-8")
        lock = package / "requirements.lock"
        lock.touch()
        _pass_for_complete(folder)
        python = folder / ".venv" / "bin" / "python"
        with_it, without = in_turn(
            trials,
            lambda: _run_ms([sys.executable, "-I", str(folder / "run.py")], folder),
            lambda: _run_ms([str(python), "-m", "reader"], folder),
        )
    return [one - other for one, other in zip(with_it, without, strict=True)]


def _pass_for_complete(folder: Path) -> None:
    """Make an environment without packages and stamp it."""
    subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", str(folder / ".venv")], check=True
    )
    subprocess.run(
        [
            sys.executable,
            "-c",
            "from pathlib import Path; from reader.launch import environment; "
            "made = environment.beside('.venv', 'reader/requirements.lock'); "
            "Path(made.stamp).write_bytes(made.fingerprint() + b'\\n3\\n'); "
            "assert made.is_complete()",
        ],
        cwd=folder,
        check=True,
    )


def _run_ms(command: list[str], folder: Path) -> float:
    begin_s = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, check=True, text=True)
    end_s = time.perf_counter()
    if done.stdout != "started\n":
        raise RuntimeError(f"it did not start: {done.stdout}{done.stderr}")
    return (end_s - begin_s) * 1000


if __name__ == "__main__":
    print(run())
