"""A child process that speaks: started, asked, and killed and started afresh when it hangs.

`start` may be called early and does not block. `ask` blocks and belongs to the synthesizer thread (one caller at a
time; a lock keeps others waiting). A child that dies or does not answer is killed, started afresh, and asked the
same once more. A reader thread for each child hands its frames over.
"""

from __future__ import annotations

import os
import queue
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from reader.errors import EngineFailed
from reader.speech.framing import BrokenFrame, read_frame, write_frame

START_TIMEOUT_S = 8.0
"""A cold disk and a busy machine included."""
_PIPE_HOLDS = 500
"""Characters, escaped, that the smallest pipe takes without being read."""
MISSING = "No voice could be started. Run the reader's doctor to see what is missing."
FAILED = "The voice stopped working, also after it was started again. Pause and listen again to try once more."


class _Gone(Exception):
    """The child died, hung or talked nonsense."""


class _Child:
    """One run of the child process."""

    def __init__(self, command: list[str], start_timeout_s: float) -> None:
        environment = dict(os.environ)
        # The child must find the same `reader` as this process, wherever that was started.
        root = str(Path(__file__).resolve().parents[2])
        known = environment.get("PYTHONPATH")
        environment["PYTHONPATH"] = os.pathsep.join([root, known] if known else [root])
        environment["PYTHONIOENCODING"] = "utf-8"
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._requests: BinaryIO = self._process.stdin  # type: ignore[assignment]
        self._writing = threading.Lock()
        self._answers: queue.SimpleQueue[tuple[dict[str, Any], bytes] | None] = queue.SimpleQueue()
        self._reading = threading.Thread(
            target=self._read, args=(self._process.stdout,), name="speech answers", daemon=True
        )
        self._reading.start()
        self.engine = ""
        self._start_by_s = time.monotonic() + start_timeout_s

    @property
    def pid(self) -> int:
        return self._process.pid

    def await_start(self) -> None:
        """Wait until it can speak; raises `_Gone`."""
        if not self.engine:
            header, _ = self._answer(self._start_by_s - time.monotonic())
            self.engine = str(header["engine"])

    def ask(self, header: dict[str, Any], timeout_s: float) -> tuple[dict[str, Any], bytes]:
        """One question, one answer; raises `_Gone`."""
        # A child that hangs does not empty its pipe: then only its end frees this write.
        deadline = threading.Timer(timeout_s, self._process.kill)
        if len(header.get("text", "")) > _PIPE_HOLDS:
            deadline.daemon = True
            deadline.start()
        try:
            with self._writing:
                write_frame(self._requests, header)
        except OSError as error:
            raise _Gone("the pipe is closed") from error
        finally:
            deadline.cancel()
        while "busy" in (answer := self._answer(timeout_s))[0]:
            continue
        return answer

    def tell(self, header: dict[str, Any]) -> None:
        """Send something without an answer."""
        with (
            self._writing,
            suppress(OSError, ValueError),
        ):  # whoever waits for an answer learns of its end
            write_frame(self._requests, header)

    def end(self) -> None:
        """Kill it and leave nothing behind."""
        self._process.kill()
        self._process.wait()
        self._reading.join()
        with suppress(OSError):  # bytes that the dead child never took; it is closed all the same
            self._requests.close()

    def _answer(self, timeout_s: float) -> tuple[dict[str, Any], bytes]:
        try:
            frame = self._answers.get(timeout=max(0.0, timeout_s))
        except queue.Empty as error:
            raise _Gone("no answer in time") from error
        if frame is None:
            raise _Gone("it ended")
        return frame

    def _read(self, answers: BinaryIO) -> None:
        with answers, suppress(BrokenFrame):  # is handled as the end that it is
            while (frame := read_frame(answers)) is not None:
                self._answers.put(frame)
        self._answers.put(None)


class SpeechChild:
    """The child in its present run, or its next."""

    def __init__(
        self,
        command: list[str],
        *,
        missing: str = MISSING,
        failed: str = FAILED,
        start_timeout_s: float = START_TIMEOUT_S,
    ) -> None:
        """`missing` and `failed` are what a person is told where it cannot start, and where it stopped working."""
        self._command = command
        self._missing, self._failed = missing, failed
        self._start_timeout_s = start_timeout_s
        self._lock = threading.RLock()
        self._child: _Child | None = None
        self._is_closed = False
        self._has_answered = False
        self.engine = ""
        """What the child says it speaks with; empty before it was first asked."""

    @property
    def pid(self) -> int | None:
        """Process id of the running child, for tests and for `status`."""
        child = self._child
        return None if child is None else child.pid

    def start(self) -> None:
        """Begin to start the child, without waiting for it."""
        if not self._lock.acquire(blocking=False):
            return  # the synthesizer thread is at it already
        try:
            if self._child is None and not self._is_closed:
                self._start()
        finally:
            self._lock.release()

    def ask(
        self, header: dict[str, Any], timeout_s: Callable[[str], float]
    ) -> tuple[dict[str, Any], bytes]:
        """One question, one answer; `timeout_s` gives the seconds of patience for the engine that speaks there.

        Raises `EngineFailed` after a fresh child failed at it too.
        """
        with self._lock:
            for _ in range(2):
                if self._is_closed:
                    break
                child = self._child or self._start()
                try:
                    child.await_start()
                    self.engine = child.engine
                    self._has_answered = True
                    answer = child.ask(header, timeout_s(child.engine))
                except _Gone:
                    self._child = None
                    child.end()
                    continue
                if "failed" in answer[0]:
                    raise EngineFailed(str(answer[0].get("sentence") or self._failed))
                return answer
            raise EngineFailed(self._failed if self._has_answered else self._missing)

    def tell(self, header: dict[str, Any]) -> None:
        """Send something that has no answer, from any thread, while another may wait for one; lost where it is gone."""
        child = self._child
        if child is not None:
            child.tell(header)

    def close(self) -> None:
        """End the child. May be called twice, and while another thread waits for an answer."""
        self._is_closed = True
        child = self._child
        if child is not None:
            child.end()

    def _start(self) -> _Child:
        try:
            child = _Child(self._command, self._start_timeout_s)
        except OSError as error:
            raise EngineFailed(self._missing) from error
        self._child = child
        if self._is_closed:
            child.end()
            raise EngineFailed(self._failed)
        return child
