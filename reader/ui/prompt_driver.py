"""Keyboard and mouse of a Unix terminal, read without delay. `run_input_thread` runs on a thread of its own.

Textual's driver looks after a lone Escape only every 100 ms, and ends the program at a byte that is not UTF-8;
both are too much for someone whose fingers press what they will. Each press is stamped with the moment it
arrived here, so that a busy main thread changes nothing of the gaps between presses.
"""

from __future__ import annotations

import os
import selectors
import time
from codecs import getincrementaldecoder

from textual import constants
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key

ESCAPE = b"\x1b"
IDLE_S = 0.1
"""How long it takes to notice that the app is leaving."""


class PromptDriver(LinuxDriver):
    """Textual's driver with another way of waiting for input."""

    def run_input_thread(self) -> None:
        """Hand on what comes until the app leaves."""
        parser = XTermParser()
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        wait_s = IDLE_S
        read_s = 0.0
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                is_there = selector.select(wait_s)
                read_s = time.monotonic() if is_there else read_s
                data = self._read() if is_there else None
                if data == b"":
                    self.process_message(Key("ctrl+q", None))
                    return
                if data is not None:
                    text = decode(data)  # nothing yet, where a character came in part
                    for message in parser.feed(text) if text else ():
                        message.time = read_s
                        self.process_message(message)
                for message in parser.tick():
                    message.time = read_s  # an Escape came before it was clear that it stands alone
                    self.process_message(message)
                is_escape = data is not None and data.endswith(ESCAPE)
                # A little longer than the parser waits, so that it has decided by then.
                wait_s = constants.ESCAPE_DELAY + 0.002 if is_escape else IDLE_S

    def _read(self) -> bytes:
        """What was typed; nothing where the terminal is gone, which leaves the reader as Ctrl+Q does."""
        try:
            return os.read(self.fileno, 4096)
        except OSError:
            return b""
