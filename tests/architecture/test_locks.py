"""The lock files: complete, hashed, the same for the reader and its tests, and naming no place to fetch from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from reader.launch.installers import packages_for

ROOT = Path(__file__).resolve().parents[2]
RUNTIME = ROOT / "reader" / "requirements.lock"
TESTS = ROOT / "tests" / "requirements.lock"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

PLATFORMS = ("linux", "darwin", "win32")


def pins(lock: Path) -> dict[str, str]:
    """Return each package's lines: version, marker and hashes."""
    text = lock.read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w.-]+)==((?:.*\\\n)*.*)$", text, flags=re.MULTILINE))


def names(requirements: list[str]) -> dict[str, str]:
    """Return the normalised name of each requirement, and the rest of it."""
    found = {}
    for requirement in requirements:
        name = re.match(r"[\w.-]+", requirement)
        assert name is not None
        found[re.sub(r"[-_.]+", "-", name[0]).lower()] = requirement[name.end() :]
    return found


@pytest.mark.parametrize("lock", [RUNTIME, TESTS], ids=["runtime", "tests"])
def test_every_package_is_hashed(lock: Path) -> None:
    assert pins(lock)
    assert [name for name, rest in pins(lock).items() if "--hash=sha256:" not in rest] == []


@pytest.mark.parametrize("lock", [RUNTIME, TESTS], ids=["runtime", "tests"])
def test_no_address_and_no_folder_is_named(lock: Path) -> None:
    lines = lock.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "://" in line or line.startswith("--") or " @ " in line] == []


def test_the_tests_run_on_what_the_reader_runs_on() -> None:
    assert pins(RUNTIME).items() <= pins(TESTS).items()


def test_what_the_project_asks_for_is_locked() -> None:
    wanted = names(PROJECT["project"]["dependencies"])
    for platform in PLATFORMS:
        here = {
            name for name, rest in wanted.items() if "sys_platform" not in rest or platform in rest
        }
        assert here <= packages_for(RUNTIME.read_text(encoding="utf-8"), platform)


def test_the_tools_of_the_tests_are_locked() -> None:
    wanted = names(PROJECT["dependency-groups"]["tests"])
    assert wanted.keys() <= packages_for(TESTS.read_text(encoding="utf-8"), "linux")


def test_exact_pins_of_the_project_are_those_of_the_lock() -> None:
    exact = {
        name: rest[2:]
        for name, rest in names(PROJECT["project"]["dependencies"]).items()
        if rest[:2] == "=="
    }
    assert exact
    assert {name: pins(RUNTIME)[name].split()[0] for name in exact} == exact
