"""`reader spoken`: a line in, a line out."""

from __future__ import annotations

import subprocess
import sys


def _spoken(written: bytes, *options: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "reader", "spoken", *options]
    return subprocess.run(command, input=written, capture_output=True, timeout=60, check=False)


def test_each_line_is_answered_with_one_line() -> None:
    ran = _spoken(
        "Take 5 mg\r\n\nSee \x85[1] it\u2028now \xff".encode("latin-1", "replace") + b"\n"
    )

    assert ran.returncode == 0
    assert len(ran.stdout.decode().splitlines()) == 3
    assert ran.stdout.decode().splitlines()[0] == "Take five milligrams"


def test_the_language_is_an_option() -> None:
    assert _spoken(b"12/05/2024", "--language", "en-US").stdout.startswith(b"December fifth")
    assert b"Prozent" in _spoken(b"50 %", "--language=de").stdout


def test_what_is_no_language_is_told() -> None:
    ran = _spoken(b"", "--language", "../x")
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert b"en-GB" in ran.stderr
