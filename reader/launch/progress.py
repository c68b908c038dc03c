"""Tells on stderr how far the first start is: one moving line on a terminal, plain lines elsewhere.

Plain ASCII, so that any terminal and any screen reader can take it.
"""

from __future__ import annotations

from typing import TextIO

BAR_WIDTH = 24


class Progress:
    """Lines and a bar on a stream; the bar's line is ended before anything else is written."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._is_terminal = stream.isatty()
        self._open_line = 0
        """Length of the bar's line where the cursor still stands in it."""

    def say(self, line: str) -> None:
        """Write a line of its own."""
        self.close()
        self._stream.write(f"{line}\n")
        self._stream.flush()

    def part(self, done: int, total: int, name: str) -> None:
        """Show that part number `done` of `total` is being fetched."""
        if not self._is_terminal:
            self.say(f"  {done} of {total}: {name}")
            return
        filled = BAR_WIDTH * min(done, total) // total
        line = f"  [{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {done} of {total}: {name}"
        self._stream.write(f"\r{line.ljust(self._open_line)}")
        self._stream.flush()
        self._open_line = len(line)

    def close(self) -> None:
        """End the bar's line."""
        if self._open_line:
            self._stream.write("\n")
            self._stream.flush()
            self._open_line = 0
