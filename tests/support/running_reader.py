"""The reader of this checkout, running in a terminal or run as a command, with a home of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from reader.control import remote_client
from reader.errors import RemoteError
from tests.support.terminal import ROOT, Terminal, terminal_environ
from tests.support.waiting import eventually

Status = dict[str, Any]

PACE_S = 0.45
"""Presses further apart than the quiet window, and than one that is held back for a moment."""

NO_SOUND = {"PULSE_SERVER": "unix:/nonexistent/pulse", "ALSA_CONFIG_PATH": os.devnull}
"""Leads to no sound device on Linux, whatever the machine has."""
NO_NETWORK = {
    "http_proxy": "http://127.0.0.1:9",
    "https_proxy": "http://127.0.0.1:9",
    "no_proxy": "127.0.0.1,localhost",
}
"""Every host but this one is behind a door that is shut."""
ALONE = ("unshare", "--user", "--map-root-user", "--net")
"""Runs the command after it in an empty network namespace (Linux)."""
NO_PROXY = {"http_proxy": "", "https_proxy": ""}
"""For there: the network itself is gone, not a proxy before it."""


def can_be_alone() -> bool:
    """Whether an empty network namespace can be made here."""
    if shutil.which(ALONE[0]) is None:
        return False
    return subprocess.run([*ALONE, "true"], capture_output=True, check=False).returncode == 0


def reader_environ(home: Path, added: Mapping[str, str] | None = None) -> dict[str, str]:
    """What is added to the environment: a home of its own, no sound and no network unless `added` says so."""
    return {"READER_HOME": str(home), **NO_SOUND, **NO_NETWORK, **(added or {})}


def run_reader(
    home: Path,
    *arguments: str | os.PathLike[str],
    environ: Mapping[str, str] | None = None,
    timeout_s: float = 30,
    through: Sequence[str] = (),
) -> subprocess.CompletedProcess[str]:
    """Run a command of the reader to its end, without a terminal; `through` as in `RunningReader`."""
    return subprocess.run(
        [*through, sys.executable, "-m", "reader", *(os.fspath(part) for part in arguments)],
        env=terminal_environ(reader_environ(home, environ)),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=timeout_s,
    )


class RunningReader:
    """A reader with its screen; a context manager that ends it."""

    def __init__(
        self,
        home: Path,
        *arguments: str | os.PathLike[str],
        columns: int = 80,
        rows: int = 24,
        environ: Mapping[str, str] | None = None,
        through: Sequence[str] = (),
    ) -> None:
        """Start it at once; `environ` is added to `reader_environ`.

        `through`: a command that runs the command after it, such as `ALONE`.
        """
        self.home = home
        self.pace_s = PACE_S
        """Least time between two presses; one that comes 1.1 s after the same key is answered without delay."""
        self._pressed_s = 0.0
        self.terminal = Terminal(
            [*through, sys.executable, "-m", "reader", *arguments],
            columns=columns,
            rows=rows,
            environ=reader_environ(home, environ),
        )

    def __enter__(self) -> RunningReader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.terminal.close()

    def press(self, *keys: str) -> float:
        """Press keys, each of which may be a name out of `KEYS`; returns when the last was pressed.

        One at a time, as a steady hand does: the reader takes two at once for one.
        """
        for key in keys:
            time.sleep(max(0.0, self._pressed_s + self.pace_s - time.perf_counter()))
            self._pressed_s = self.terminal.send(key)
        return self._pressed_s

    def status(self) -> Status | None:
        """What `reader status --json` tells; None while it does not listen."""
        try:
            answer: Status = json.loads(remote_client.ask(self.home / "run", "status"))
        except RemoteError:
            return None
        return answer

    def wait_for(
        self, condition: Callable[[Status], object], what: str, *, timeout_s: float = 10
    ) -> Status:
        """Wait until its status is so; returns that status.

        Raises `TimeRanOut`, with the screen.
        """
        last: Status | None = None

        def ask() -> Status | None:
            nonlocal last
            last = self.status() or last
            if last is None and self.terminal.exit_status() is not None:
                raise AssertionError(f"the reader ended before {what}")
            return last if last is not None and condition(last) else None

        try:
            return eventually(ask, what, timeout_s=timeout_s)
        except AssertionError as error:
            self.terminal.show()
            error.add_note(f"status: {last}\nscreen:\n{self.terminal.screen.text}")
            raise

    def wait_for_state(self, *states: str, timeout_s: float = 10) -> Status:
        """Wait until it is in one of these states."""
        return self.wait_for(
            lambda status: status["state"] in states, " or ".join(states), timeout_s=timeout_s
        )

    def wait_for_place(self, section: int, sentence: int, *, timeout_s: float = 10) -> Status:
        """Wait until it is at a place; `sentence == -1` is the section's heading."""
        return self.wait_for(
            lambda status: (status["section"], status["sentence"]) == (section, sentence),
            f"section {section}, sentence {sentence}",
            timeout_s=timeout_s,
        )

    def leave(self) -> int:
        """Press Ctrl+Q; returns the exit status."""
        self.press("ctrl+q")
        return self.terminal.wait_for_exit()

    def children(self) -> list[int]:
        """Processes it started, and theirs (Linux)."""
        return descendants(self.terminal.pid)

    def kill_voice(self) -> None:
        """End the process that speaks, as a crash would (Linux)."""
        for pid in self.children():
            if b"speech_worker" in Path(f"/proc/{pid}/cmdline").read_bytes():
                os.kill(pid, signal.SIGKILL)


def descendants(pid: int) -> list[int]:
    """All processes below one (Linux)."""
    found: list[int] = []
    for child in _children(pid):
        found.append(child)
        found.extend(descendants(child))
    return found


def _children(pid: int) -> Iterable[int]:
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        yield from (int(word) for word in task.read_text().split())
