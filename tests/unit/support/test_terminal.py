"""The terminal that the stories are told in must see what a person would, and give up when it does not."""

from __future__ import annotations

import sys

import pytest

if sys.platform == "win32":
    pytest.skip("there is no pty here", allow_module_level=True)

from tests.support.terminal import NotSeen, Screen, Terminal

ECHO = """
import os, shutil, signal, sys, tty
tty.setraw(0)
def size(*_): print(f"size {shutil.get_terminal_size()}\\r", flush=True)
signal.signal(signal.SIGWINCH, size)
size()
while (keys := os.read(0, 100)) != b"q": print(f"got {keys.hex()}\\r", flush=True)
sys.exit(3)
"""


@pytest.fixture
def echo() -> Terminal:
    return Terminal([sys.executable, "-c", ECHO], columns=50, rows=10)


def test_keys_size_and_exit_status_go_through(echo: Terminal) -> None:
    with echo:
        echo.wait_for("columns=50, lines=10")
        pressed_s = echo.send("right")
        assert echo.wait_for("got 1b5b43") > pressed_s
        echo.resize(70, 20)
        echo.wait_for("columns=70, lines=20")
        echo.send("q")
        assert echo.wait_for_exit() == 3


def test_what_does_not_come_is_told_with_the_screen(echo: Terminal) -> None:
    with echo:
        echo.wait_for("columns=50")
        with pytest.raises(NotSeen, match=r"(?s)'never'.*columns=50"):
            echo.wait_for("never", timeout_s=0.1)
        with pytest.raises(NotSeen, match="not written"):
            echo.wait_for_bytes(b"never", timeout_s=0.1)
        echo.send("q")
        with pytest.raises(NotSeen, match="ended before"):
            echo.wait_for("never")


def test_closing_ends_the_command(echo: Terminal) -> None:
    with echo:
        echo.wait_for("columns=50")
    assert echo.exit_status() is not None


def test_bytes_that_are_split_anywhere_make_the_same_screen() -> None:
    data = b"\x1b[>1u\x1b[?2026$p\x1b[2;3H\x1b[7mone\x1b[0m \x1b[38;2;1;2;3mtwo\x1b]0;title\x1b\\\xe2\x96\x8c"
    for cut in range(len(data)):
        screen = Screen(20, 3)
        screen.feed(data[:cut])
        screen.feed(data[cut:])
        assert screen.lines == ["", "  one two▌", ""]
        assert screen.text_where(lambda cell: cell.reverse) == "one"
        assert "010203" in screen.colours
