"""Finding an environment complete, and going over into it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reader.launch.environment import ROOT, Environment, beside, elsewhere


@pytest.fixture
def complete(tmp_path: Path) -> Environment:
    """One as `first_run` leaves it, whose Python is this one."""
    lock = tmp_path / "requirements.lock"
    lock.write_bytes(b"tiny-part==1.0\n")
    environment = Environment(str(tmp_path / ".venv"), str(lock))
    python = Path(environment.python)
    python.parent.mkdir(parents=True)
    python.write_bytes(b"a Python")
    Path(environment.stamp).write_bytes(environment.fingerprint() + b"\n3.11\n" + lock.read_bytes())
    return environment


def test_it_is_complete(complete: Environment) -> None:
    assert complete.is_complete()


def test_not_without_its_stamp(complete: Environment) -> None:
    Path(complete.stamp).unlink()
    assert not complete.is_complete()


@pytest.mark.parametrize("stamp", [b"", b"\n", b"half a line", b"\n\n"])
def test_not_with_a_broken_stamp(complete: Environment, stamp: bytes) -> None:
    Path(complete.stamp).write_bytes(stamp)
    assert not complete.is_complete()


def test_not_after_the_lock_changed(complete: Environment) -> None:
    Path(complete.lock).write_bytes(b"tiny-part==2.0\n")
    assert not complete.is_complete()


def test_not_after_its_python_was_replaced(complete: Environment) -> None:
    Path(complete.python).write_bytes(b"another Python")
    assert not complete.is_complete()


def test_not_after_its_python_vanished(complete: Environment) -> None:
    Path(complete.python).unlink()
    assert not complete.is_complete()


def test_it_lies_in_the_checkout() -> None:
    assert Path(beside(".venv", "reader/requirements.lock").folder) == Path(ROOT, ".venv")
    assert Path(beside(".venv", "reader/requirements.lock").lock).is_file()


def test_or_where_the_person_keeps_the_reader(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("READER_HOME", str(tmp_path))
    one, other = (Path(elsewhere(name, "lock").folder) for name in (".venv", ".venv-tests"))
    assert one != other
    assert tmp_path in one.parents


def test_an_empty_choice_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("READER_HOME", "")
    assert tmp_path in Path(elsewhere(".venv", "lock").folder).parents


def test_going_over_leaves_the_persons_python_settings_behind(tmp_path: Path) -> None:
    for stranger in ("this", "launch", "reader"):
        (tmp_path / f"{stranger}.py").write_text("raise SystemExit('a stranger')", encoding="ascii")
    code = (
        f"import sys; sys.path.insert(0, {ROOT!r})\n"
        "from reader.launch.environment import Environment, hand_over\n"
        f"environment = Environment('', ''); environment.python = {sys.executable!r}\n"
        "sys.exit(hand_over(environment, 'this', ['an argument']))"
    )
    settings = os.environ | {"PYTHONPATH": str(tmp_path)}
    result = subprocess.run(
        (sys.executable, "-c", code),
        cwd=tmp_path,
        env=settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert "The Zen of Python" in result.stdout
