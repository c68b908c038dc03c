"""Whether there is a way out, on a machine without any."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from content_cache.route import has_route

ROOT = Path(__file__).resolve().parents[3]
ASK = "from content_cache.route import has_route; print(has_route())"


def without_network(*command: str, **environment: str) -> str:
    """What a command prints in a network of its own that has no way out."""
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("there is no unshare command here")
    isolated = (unshare, "-r", "-n", *command)
    if subprocess.run((unshare, "-r", "-n", "true"), check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody make a network of their own")
    done = subprocess.run(
        isolated,
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PATH": "/usr/bin", **environment},
    )
    return done.stdout.strip()


def test_there_is_none_in_an_empty_network() -> None:
    assert without_network(sys.executable, "-c", ASK) == "False"


def test_a_proxy_may_know_the_way() -> None:
    assert without_network(sys.executable, "-c", ASK, http_proxy="http://10.0.0.1:3128") == "True"


def test_asking_answers_at_once_and_with_yes_or_no() -> None:
    assert has_route() in (True, False)
