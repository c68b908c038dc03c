"""A private PulseAudio server with a null sink, and a recorder of what comes out of it, for tests and benchmarks.

Nothing here touches the machine's own sound. `PULSE_SERVER` in the environment of a player leads it to
`PulseServer.address`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
import time
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

SAMPLE_RATE_HZ = 44100
"""Of the sink and of the recording; mono."""
LOUD = 300
"""Samples louder than this (of 32767) are sound."""
_FRAGMENT_MS = 2
_SETTLING_S = 0.7


def missing() -> str | None:
    """Why there can be no private server here; None where there can."""
    for program in ("pulseaudio", "parec", "pactl"):
        if shutil.which(program) is None:
            return f"{program} is not installed"
    return None


def run_in_real_time(pid: int) -> None:
    """Give a process the priority that a desktop gives its sound server, where the system lets us.

    Without it a busy machine leaves holes in the recording that no player can help.
    """
    if not hasattr(os, "sched_setscheduler"):
        return
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(PermissionError, ProcessLookupError):
            os.sched_setscheduler(int(task.name), os.SCHED_FIFO, os.sched_param(50))


class PulseServer:
    """One private server; may be killed and started again at the same address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._socket = folder / "pulse.sock"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Value of `PULSE_SERVER` for its clients."""
        return f"unix:{self._socket}"

    @property
    def environment(self) -> dict[str, str]:
        """The environment of its clients and of itself: nothing of the machine's own sound."""
        environment = dict(os.environ)
        environment.update(
            PULSE_SERVER=self.address,
            XDG_RUNTIME_DIR=str(self.folder),
            PULSE_RUNTIME_PATH=str(self.folder / "runtime"),
            PULSE_STATE_PATH=str(self.folder / "state"),
            HOME=str(self.folder),
        )
        return environment

    @property
    def pid(self) -> int:
        assert self._process is not None, "start() first"
        return self._process.pid

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._socket.unlink(missing_ok=True)
        environment = self.environment
        del environment["PULSE_SERVER"]  # else it would look for itself there
        self._process = subprocess.Popen(
            [
                "pulseaudio",
                "-n",
                "--daemonize=no",
                "--use-pid-file=no",
                "--exit-idle-time=-1",
                "--disable-shm=yes",
                "--high-priority=yes",
                "--realtime=yes",
                f"--load=module-null-sink sink_name=ear rate={SAMPLE_RATE_HZ} channels=1 format=s16le",
                f"--load=module-native-protocol-unix auth-anonymous=1 socket={self._socket}",
            ],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 10
        while not self._answers():
            if self._process.poll() is not None:
                raise RuntimeError(f"pulseaudio ended with {self._process.returncode}")
            if time.monotonic() > deadline:
                raise RuntimeError("pulseaudio does not answer")
            time.sleep(0.02)
        run_in_real_time(self._process.pid)

    def _answers(self) -> bool:
        if not self._socket.exists():
            return False
        asked = subprocess.run(
            ["pactl", "info"], env=self.environment, capture_output=True, check=False, timeout=10
        )
        return asked.returncode == 0

    def kill(self) -> None:
        """End it as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def __enter__(self) -> PulseServer:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()


@contextmanager
def pulse_server() -> Iterator[PulseServer]:
    """A running private server in a folder of its own."""
    with (
        tempfile.TemporaryDirectory(prefix="pulse-") as folder,
        PulseServer(Path(folder)) as server,
    ):
        yield server


class Recorder:
    """Records the null sink's monitor, and knows when each sample sounded (`time.perf_counter` seconds).

    Each piece read is stamped on arrival; a sample's time is the earliest that any piece allows for it, so that
    a late read does not count. What is left is the monitor's own delay, measured by `tests/heard`.
    """

    def __init__(self, server: PulseServer) -> None:
        self._process = subprocess.Popen(
            [
                "parec",
                "--device=ear.monitor",
                "--format=s16le",
                "--channels=1",
                f"--rate={SAMPLE_RATE_HZ}",
                f"--latency-msec={_FRAGMENT_MS}",
                f"--process-time-msec={_FRAGMENT_MS}",
                "--raw",
            ],
            env=server.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        run_in_real_time(self._process.pid)
        self._lock = threading.Lock()
        self._samples = array("h")
        self._stamps: list[tuple[int, float]] = []
        self._thread = threading.Thread(target=self._read, name="recorder", daemon=True)
        self._thread.start()
        # What a server mixes within the first half second of a new recording may be missing from it.
        deadline = time.monotonic() + 10
        while len(self._samples) < SAMPLE_RATE_HZ * _SETTLING_S:
            if time.monotonic() > deadline:
                self._process.kill()
                raise RuntimeError("parec records nothing")
            time.sleep(0.01)

    def _read(self) -> None:
        assert self._process.stdout is not None
        descriptor = self._process.stdout.fileno()
        rest = b""
        while piece := os.read(descriptor, 65536):
            now = time.perf_counter()
            piece = rest + piece
            whole = len(piece) & ~1
            rest = piece[whole:]
            with self._lock:
                self._samples.frombytes(piece[:whole])
                self._stamps.append((len(self._samples), now))

    def stop(self) -> Recording:
        """End it and give what was recorded."""
        recording = self.so_far()
        self._process.kill()
        self._process.wait()
        self._thread.join()
        assert self._process.stdout is not None
        self._process.stdout.close()
        return recording

    def so_far(self) -> Recording:
        """What was recorded until now."""
        with self._lock:
            return Recording(self._samples[:], tuple(self._stamps))

    def __enter__(self) -> Recorder:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process.poll() is None:
            self.stop()


@dataclass(frozen=True)
class Recording:
    """Samples with their times."""

    samples: array[int]
    stamps: tuple[tuple[int, float], ...]
    """Count of samples read so far, and when."""

    def time_of(self, sample: int) -> float:
        """When a sample sounded, in `time.perf_counter` seconds.

        Only pieces from this sample on count: when a player connects, the server skips some milliseconds.
        """
        first = bisect_left(self.stamps, (sample, 0.0))
        last = bisect_left(self.stamps, (sample + SAMPLE_RATE_HZ // 4, 0.0))
        near = self.stamps[first:last] or self.stamps[-1:]
        return min(now - count / SAMPLE_RATE_HZ for count, now in near) + sample / SAMPLE_RATE_HZ

    def sample_at(self, moment: float) -> int:
        """The sample that sounded at a moment."""
        low, high = 0, len(self.samples)
        while low < high:
            middle = (low + high) // 2
            if self.time_of(middle) < moment:
                low = middle + 1
            else:
                high = middle
        return low

    def runs(self, *, loud: int = LOUD, join_ms: float = 3.0) -> list[tuple[float, float]]:
        """Begin and end of every stretch of sound; silences shorter than `join_ms` do not part it."""
        join = int(join_ms * SAMPLE_RATE_HZ / 1000)
        stretches: list[list[int]] = []
        for index, value in enumerate(self.samples):
            if value > loud or value < -loud:
                if stretches and index - stretches[-1][1] <= join:
                    stretches[-1][1] = index
                else:
                    stretches.append([index, index])
        return [(self.time_of(first), self.time_of(last)) for first, last in stretches]

    def first_sound_after(self, moment: float, *, loud: int = LOUD) -> float | None:
        """When sound began at or after a moment."""
        for index in range(self.sample_at(moment), len(self.samples)):
            if abs(self.samples[index]) > loud:
                return self.time_of(index)
        return None

    def last_sound_before(self, moment: float, *, loud: int = LOUD) -> float | None:
        """When sound last was heard before a moment."""
        for index in range(min(self.sample_at(moment), len(self.samples)) - 1, -1, -1):
            if abs(self.samples[index]) > loud:
                return self.time_of(index)
        return None

    def is_silent(self, begin: float, end: float, *, loud: int = LOUD) -> bool:
        """True where no sound was heard between two moments."""
        stretch = self.samples[self.sample_at(begin) : self.sample_at(end)]
        return all(-loud <= value <= loud for value in stretch)


def wait_until(condition: Callable[[], bool], timeout_s: float, what: str) -> None:
    """Wait for something that another thread or process does; fails loudly when it does not come."""
    deadline = time.perf_counter() + timeout_s
    while not condition():
        if time.perf_counter() > deadline:
            raise AssertionError(f"not within {timeout_s} s: {what}")
        time.sleep(0.005)
