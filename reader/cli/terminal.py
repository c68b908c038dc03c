"""Results to stdout, all else to stderr, as plain text in whatever characters the other end can show.

Main thread. Text of pages goes through here on its way to a terminal, so nothing in it may act there.
"""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys
from collections.abc import Callable
from typing import TextIO

_PLAIN_TWINS = {
    "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "•": "*", "·": "-",
    "\u00a0": " ", "━": "#", "─": "-",
}  # fmt: skip
"""Marks that have a twin in ASCII, for terminals that know few characters."""

_WIDEST = 80


class OutputLost(Exception):
    """The result could not be written; `str(error)` is a plain sentence."""


class OutputClosed(OutputLost):
    """Whoever took the result has had enough, as `head` does: nothing to tell anybody."""


class Terminal:
    """Where a command's words go."""

    def __init__(self, out: TextIO | None, err: TextIO | None, command: str = "") -> None:
        """`None`: that way was closed before the start, and what goes there is lost.

        `command`: what the person types to start the reader, where that is not `reader`.
        """
        self._command = command
        self._out = out
        self._err = err
        self._has_bar = False
        codecs.register_error("plain", _plain_twins)
        for stream in (out, err):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="plain")

    def line(self, text: str = "") -> None:
        """A line of the result."""
        self._end_bar()
        self._put(one_line(text) + "\n")

    def lines(self, text: str) -> None:
        """Several lines of the result."""
        for line in text.split("\n"):
            self.line(line)

    def json(self, value: object) -> None:
        """The result as one line of JSON in ASCII, which no terminal and no encoding can spoil."""
        import json  # noqa: PLC0415 - keeps start-up fast

        self._end_bar()
        self._put(json.dumps(value) + "\n")

    def trouble(self, sentence: str) -> None:
        """One sentence about what went wrong."""
        self._end_bar()
        self._try(lambda out: out.flush())  # so that both stand in order where they meet
        self._remark(one_line(self.as_typed(sentence)) + "\n")

    def as_typed(self, hint: str) -> str:
        """A sentence in which the commands that it recommends begin as this person types them."""
        if not self._command or "reader" not in hint:
            return hint
        import re  # noqa: PLC0415 - only from a checkout

        from reader.cli.arguments import BY_NAME  # noqa: PLC0415 - as above

        names = "|".join((*BY_NAME, "--help"))
        typed = re.compile(rf"(?<=: )reader(?= (?:{names})\b|$)|(?<=“)reader(?= (?:{names})\b)")
        return typed.sub(lambda _found: self._command, hint)

    def note(self, text: str) -> None:
        """A remark, only for a person who watches."""
        if self._is_watched():
            self.trouble(text)

    def progress(self, done: float, total: int, doing: str) -> None:
        """Draw how far the work is, over what was drawn before; only where a person watches."""
        if not self._is_watched() or os.environ.get("TERM") == "dumb":
            return
        bar_width = 24
        filled = int(bar_width * done / max(total, 1))
        head = (
            f"{min(int(done) + 1, total)} of {total}  {'━' * filled}{'─' * (bar_width - filled)}  "
        )
        room = max(_columns(self._err) - len(head) - 1, 0)
        doing = one_line(doing)
        if len(doing) > room:
            doing = doing[: max(room - 1, 0)] + "…"
        self._remark(f"\r\x1b[K{head}{doing}")
        self._has_bar = True

    def part(self, done: float, doing: str) -> None:
        """As `progress`, for one long thing; `done` from 0 to 1."""
        self.progress(min(done, 0.9999), 1, f"{doing}, {done:.0%}")

    @property
    def width(self) -> int | None:
        """Columns for text that is wrapped; None where nobody watches and nothing should be."""
        if self._out is None or not self._out.isatty():
            return None
        return min(_columns(self._out), _WIDEST)

    @property
    def size(self) -> tuple[int, int] | None:
        """Columns and rows of the terminal that the result goes to; None where it goes elsewhere."""
        if self._out is None or not self._out.isatty():
            return None
        try:
            return os.get_terminal_size(self._out.fileno())
        except OSError:
            return None

    @property
    def encoding(self) -> str:
        """In which the result is written."""
        return (self._out and self._out.encoding) or "utf-8"

    def finish(self) -> None:
        """Let everything go out. Raises `OutputLost`."""
        self._end_bar()
        self._try(lambda out: out.flush())

    def forget_output(self) -> None:
        """Send the rest of the result nowhere, as nobody takes it any more."""
        if self._out is None:
            return
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._out.fileno())
        os.close(nowhere)

    def _put(self, text: str) -> None:
        self._try(lambda out: out.write(text))

    def _try(self, write: Callable[[TextIO], object]) -> None:
        if self._out is None:
            return
        try:
            write(self._out)
        except BrokenPipeError as error:
            raise OutputClosed("Nobody takes the result any more.") from error
        except OSError as error:
            if sys.platform == "win32" and error.errno == errno.EINVAL:  # its word for the same
                raise OutputClosed("Nobody takes the result any more.") from error
            reason = (error.strerror or "no reason given").lower()
            raise OutputLost(f"The result could not be written: {reason}.") from error

    def _remark(self, text: str) -> None:
        if self._err is None:
            return
        try:
            self._err.write(text)
            self._err.flush()
        except OSError:
            self._err = None  # nobody takes remarks any more; the exit status still tells

    def _is_watched(self) -> bool:
        return self._err is not None and self._err.isatty()

    def _end_bar(self) -> None:
        if self._has_bar:
            self._has_bar = False
            self._remark("\r\x1b[K")


def _columns(stream: TextIO | None) -> int:
    """How wide the terminal behind a stream is; 80 where it does not say."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or _WIDEST if stream else _WIDEST
    except OSError:
        return _WIDEST


def one_line(text: str) -> str:
    """Text without line breaks, control characters and direction overrides; blanks at its start stay."""
    if text.isprintable():
        return text
    from reader.documents.plain_text import without_controls  # noqa: PLC0415 - seldom needed

    return without_controls(" ".join(text.splitlines()).replace("\t", " "))


def _plain_twins(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(_PLAIN_TWINS.get(character, "?") for character in wrong), error.end
