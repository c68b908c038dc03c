"""The keyboard in a real terminal: every byte is a key, and none ends the program."""

import os
import sys

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal needs Unix", allow_module_level=True)

from tests.support.terminal import ROOT, Terminal

SHOWS_KEYS = """
from reader.control.view import Message
from reader.ui.reader_app import ReaderApp
from tests.support.fake_session import FakeSession

class Session(FakeSession):
    def press(self, key, character, at_s):
        super().press(key, character, at_s)
        self.message = Message(" ".join(pressed for pressed, _ in self.pressed) + ".")
        self.is_leaving = key == "ctrl+q"

ReaderApp(Session()).run()
"""


def terminal() -> Terminal:
    return Terminal(
        [sys.executable, "-c", SHOWS_KEYS],
        environ={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color"},
    )


def test_keys_arrive_whole_and_in_order() -> None:
    with terminal() as screen:
        screen.wait_for("Pause")
        sent = ""
        for data, name in (
            (b"\x1b", "escape"),
            (b"\x1b[C", "right"),
            (b"\x1b\x1b[D", "escape left"),
            ("é".encode(), "é"),
            (b"\xc3", ""),  # the same, in two parts
            (b"\xa9", "é"),
            (b"\xe9", ""),
            (b" ", "replacement_character space"),
            (b"\x00", "ctrl+@"),
            (b"\x1b[200~pasted\x1b[201~", ""),
            (b"\x03", "ctrl+c"),
        ):
            screen.send(data)
            if name:
                sent = f"{sent} {name}".strip()
                screen.wait_for(sent + ".")
        screen.send("ctrl+q")
        assert screen.wait_for_exit() == 0
