"""A command in a real terminal of a given size: keys go in as bytes, the screen comes out as text and attributes.

Linux and macOS. One thread reads the pty and notes when each piece came; the screen is worked out by whoever
asks for it, so that a measurement is not disturbed by it. Waits have a deadline and end as soon as what is
waited for is there.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
import signal
import struct
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import pyte

from tests.support.waiting import TimeRanOut, eventually

ROOT = Path(__file__).resolve().parents[2]
"""The checkout."""

KEYS: dict[str, bytes] = {
    "space": b" ",
    "enter": b"\r",
    "escape": b"\x1b",
    "backspace": b"\x7f",
    "tab": b"\t",
    "right": b"\x1b[C",
    "left": b"\x1b[D",
    "up": b"\x1b[A",
    "down": b"\x1b[B",
    "home": b"\x1b[H",
    "end": b"\x1b[F",
    "pageup": b"\x1b[5~",
    "pagedown": b"\x1b[6~",
    "ctrl+q": b"\x11",
    "ctrl+c": b"\x03",
}
"""What a terminal sends for them; any other key is its own character."""

_FOREIGN = re.compile(
    rb"\x1b\[[<=>][0-9;]*[a-zA-Z]"  # private sequences such as the keyboard protocol's
    rb"|\x1b\[\??[0-9;]*\$[a-z]"  # questions about modes
    rb"|\x1b[P_^X].*?\x1b\\",  # strings for devices and programs
    re.DOTALL,
)
"""What a terminal takes in silence and pyte would print."""
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-9;?<=>$]*|[P_^X][^\x1b]*\x1b?)?\Z")


class NotSeen(AssertionError):
    """What was waited for did not come; the message shows the screen."""


@dataclass(frozen=True, slots=True)
class Output:
    """Bytes that the command wrote."""

    at_s: float
    """`time.perf_counter` when they were read from the pty."""
    data: bytes


class Screen:
    """What stands on the terminal after all the outputs it was given."""

    def __init__(self, columns: int, rows: int) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._rest = b""

    def feed(self, data: bytes) -> None:
        """Take in what the command wrote."""
        data = self._rest + data
        unfinished = _UNFINISHED.search(data)
        cut = unfinished.start() if unfinished else len(data)
        data, self._rest = data[:cut], data[cut:]
        self._stream.feed(_FOREIGN.sub(b"", data))

    def resize(self, columns: int, rows: int) -> None:
        """Take another size."""
        self._screen.resize(rows, columns)

    @property
    def lines(self) -> list[str]:
        """All lines, without the spaces at their ends."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        """All lines, joined by newlines."""
        return "\n".join(self.lines)

    @property
    def flat(self) -> str:
        """All words, joined by one space: what stands there however its lines are broken."""
        return " ".join(self.text.split())

    def row_of(self, text: str) -> int:
        """The first row that holds the text; -1 where none does."""
        return next((row for row, line in enumerate(self.lines) if text in line), -1)

    def cell(self, row: int, column: int) -> pyte.screens.Char:
        """One cell: `data`, `fg`, `bg`, `bold`, `reverse`, `underscore`..."""
        return self._screen.buffer[row][column]

    def runs(self, row: int) -> list[tuple[str, pyte.screens.Char]]:
        """The row as pieces of text of one look each, with a cell that has it."""
        found: list[tuple[str, pyte.screens.Char]] = []
        for column in range(self._screen.columns):
            cell = self.cell(row, column)
            if found and found[-1][1][1:] == cell[1:]:
                found[-1] = (found[-1][0] + cell.data, cell)
            else:
                found.append((cell.data, cell))
        return found

    def text_where(self, matches: Callable[[pyte.screens.Char], bool]) -> str:
        """All that stands in cells of one look, row by row, stripped and joined by a space."""
        pieces = [
            text.strip()
            for row in range(self._screen.lines)
            for text, cell in self.runs(row)
            if matches(cell)
        ]
        return " ".join(piece for piece in pieces if piece)

    @property
    def colours(self) -> set[str]:
        """Every colour in use, foreground and background."""
        return {
            colour
            for row in range(self._screen.lines)
            for _text, cell in self.runs(row)
            for colour in (cell.fg, cell.bg)
        }


class Terminal:
    """The running command and its terminal; a context manager that ends it."""

    def __init__(
        self,
        command: Sequence[str | os.PathLike[str]],
        *,
        columns: int = 80,
        rows: int = 24,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        """Start it at once; `environ` is added to this process's own."""
        self.columns, self.rows = columns, rows
        self.screen = Screen(columns, rows)
        self.outputs: list[Output] = []
        """Everything the command wrote so far."""
        self._shown = 0
        self._arrived = threading.Condition(threading.RLock())
        self._has_ended = False
        self._exit_status: int | None = None
        self._is_closed = False
        self._master, slave = os.openpty()
        self._set_size()
        arguments = [os.fspath(part) for part in command]
        self.started_s = time.perf_counter()
        """`time.perf_counter` just before the command was started."""
        # The child opens the terminal itself, as leader of a session of its own: so it becomes its controlling
        # terminal, which is told of a new size and of the end.
        self.pid = os.posix_spawnp(
            arguments[0],
            arguments,
            terminal_environ(environ or {}),
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, os.ttyname(slave), os.O_RDWR, 0),
                (os.POSIX_SPAWN_DUP2, 0, 1),
                (os.POSIX_SPAWN_DUP2, 0, 2),
            ],
            setsid=True,
        )
        os.close(slave)
        self._reader = threading.Thread(target=self._read, name="terminal", daemon=True)
        self._reader.start()

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    # Acting

    def send(self, keys: str | bytes) -> float:
        """Press: a name out of `KEYS`, or bytes or characters as they are; returns `time.perf_counter` just before."""
        data = keys if isinstance(keys, bytes) else KEYS.get(keys, keys.encode())
        now = time.perf_counter()
        os.write(self._master, data)
        return now

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size; the command is told."""
        self.show()
        self.columns, self.rows = columns, rows
        self.screen.resize(columns, rows)
        self._set_size()

    def kill(self) -> None:
        """End the command without giving it a chance to tidy up, and wait until it is gone."""
        if self.exit_status() is None:
            os.kill(self.pid, signal.SIGKILL)
            self.wait_for_exit()

    def close(self) -> None:
        """Take the terminal away and end the command. May be called twice."""
        if self._is_closed:
            return
        self._is_closed = True
        if self.exit_status() is None:
            os.kill(self.pid, signal.SIGHUP)
            try:
                self.wait_for_exit(timeout_s=2)
            except NotSeen:
                self.kill()
        # What the command started may hold the terminal for a moment longer; the thread that reads it is a
        # daemon, and closing the file under it would let it read a stranger's.
        self._reader.join(1)
        if not self._reader.is_alive():
            os.close(self._master)

    # Seeing

    def show(self) -> Screen:
        """The screen, with everything written until now."""
        with self._arrived:
            outputs = self.outputs[self._shown :]
            self._shown = len(self.outputs)
        for output in outputs:
            self.screen.feed(output.data)
        return self.screen

    @property
    def written(self) -> bytes:
        """Every byte the command wrote."""
        with self._arrived:
            return b"".join(output.data for output in self.outputs)

    def wait_until(
        self, condition: Callable[[Screen], bool], what: str, *, timeout_s: float = 10
    ) -> float:
        """Wait until the screen is so; returns when the bytes came that made it so (`time.perf_counter`).

        Raises `NotSeen`.
        """
        deadline_s = time.perf_counter() + timeout_s
        at_s = self.outputs[self._shown - 1].at_s if self._shown else self.started_s
        if condition(self.screen):
            return at_s
        while True:
            with self._arrived:
                while self._shown == len(self.outputs) and not self._has_ended:
                    left_s = deadline_s - time.perf_counter()
                    if left_s <= 0:
                        raise NotSeen(self._complaint(f"{what} was not seen in {timeout_s} s"))
                    self._arrived.wait(left_s)
                if self._shown == len(self.outputs):
                    raise NotSeen(self._complaint(f"the command ended before {what} was seen"))
                output = self.outputs[self._shown]
                self._shown += 1
            self.screen.feed(output.data)
            if condition(self.screen):
                return output.at_s

    def wait_for(self, *texts: str, timeout_s: float = 10) -> float:
        """Wait until all these stand on the screen, however its lines are broken; returns as `wait_until`."""
        return self.wait_until(
            lambda screen: all(text in screen.flat for text in texts),
            " and ".join(repr(text) for text in texts),
            timeout_s=timeout_s,
        )

    def wait_for_bytes(self, wanted: bytes, *, after_s: float = 0, timeout_s: float = 10) -> float:
        """When bytes came that hold these, after a moment; the screen is not worked out meanwhile.

        Cheap, so that it does not disturb what is measured. Raises `NotSeen`.
        """
        deadline_s = time.perf_counter() + timeout_s
        seen, before = 0, b""
        while True:
            with self._arrived:
                while seen == len(self.outputs):
                    left_s = deadline_s - time.perf_counter()
                    if left_s <= 0 or self._has_ended:
                        self.show()
                        raise NotSeen(self._complaint(f"{wanted!r} was not written"))
                    self._arrived.wait(left_s)
                output = self.outputs[seen]
                seen += 1
            if output.at_s < after_s:
                continue
            if wanted in before + output.data:
                return output.at_s
            before = (before + output.data)[-len(wanted) :]

    def exit_status(self) -> int | None:
        """How it ended, below zero for a signal; None while it runs."""
        if self._exit_status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._exit_status = os.waitstatus_to_exitcode(status)
        return self._exit_status

    def wait_for_exit(self, *, timeout_s: float = 10) -> int:
        """Wait until the command has ended; returns how.

        Raises `NotSeen`.
        """
        try:
            return eventually(self.exit_status, "the command's end", timeout_s=timeout_s)
        except TimeRanOut as error:
            raise NotSeen(self._complaint(str(error))) from error

    # Inside

    def _set_size(self) -> None:
        size = struct.pack("HHHH", self.rows, self.columns, 0, 0)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, size)

    def _read(self) -> None:
        while True:
            try:
                data = os.read(self._master, 65536)
            except OSError as error:
                if error.errno != errno.EIO:  # Linux's word for "nobody has it open any more"
                    raise
                data = b""
            output = Output(time.perf_counter(), data)
            with self._arrived:
                if data:
                    self.outputs.append(output)
                else:
                    self._has_ended = True
                self._arrived.notify_all()
            if not data:
                return

    def _complaint(self, sentence: str) -> str:
        edge = "-" * self.columns
        return f"{sentence}; on the screen:\n{edge}\n{self.screen.text}\n{edge}"


def terminal_environ(added: Mapping[str, str]) -> dict[str, str]:
    """This process's environment as a person's colour terminal has it, with the checkout importable.

    Compiled modules are kept, as they are on a person's machine, whatever the tests were started with.
    """
    environ = dict(os.environ)
    for name in ("NO_COLOR", "COLUMNS", "LINES", "FORCE_COLOR", "PYTHONDONTWRITEBYTECODE"):
        environ.pop(name, None)
    environ.update(
        TERM="xterm-256color",
        COLORTERM="truecolor",
        LANG="C.UTF-8",
        PYTHONPATH=str(ROOT),
    )
    environ.update(added)
    return environ
