"""The lock on a first start."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from reader.launch.environment import ROOT
from reader.launch.exclusive import exclusive


def test_the_second_waits_until_the_first_is_done(tmp_path: Path) -> None:
    order: list[str] = []
    is_waiting, is_through = threading.Event(), threading.Event()

    def second() -> None:
        with exclusive(tmp_path / "lock", is_waiting.set):
            order.append("second")
        is_through.set()

    with exclusive(tmp_path / "lock", lambda: order.append("waited for nobody")):
        threading.Thread(target=second, daemon=True).start()
        assert is_waiting.wait(30)
        order.append("first")
    assert is_through.wait(30)
    assert order == ["first", "second"]


@pytest.mark.skipif(sys.platform == "win32", reason="a lock there is not inherited")
def test_a_child_that_outlives_its_parent_keeps_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    parent = (
        "import subprocess, sys; from pathlib import Path; from reader.launch.exclusive import exclusive\n"
        f"with exclusive(Path({str(path)!r}), lambda: None) as descriptor:\n"
        "    subprocess.Popen((sys.executable, '-c', 'input()'), pass_fds=(descriptor,))\n"
    )
    with subprocess.Popen(
        (sys.executable, "-c", parent), cwd=ROOT, stdin=subprocess.PIPE
    ) as process:
        assert process.wait(30) == 0
        waited = []

        def let_the_child_end() -> None:
            waited.append(True)
            assert process.stdin is not None
            process.stdin.close()

        with exclusive(path, let_the_child_end):
            assert waited
