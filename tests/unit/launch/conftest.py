"""A checkout in small: a package as a wheel of our own, a lock that pins it, and no way to any index."""

from __future__ import annotations

import hashlib
import os
import sysconfig
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.launch.environment import Environment

MakeWheel = Callable[[str], str]


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only place that packages come from, set as a person would set it."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    for name in list(os.environ):
        if name.startswith(("PIP_", "UV_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", folder.as_uri())
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PATH", sysconfig.get_path("scripts") + os.pathsep + os.defpath)  # uv first
    return folder


@pytest.fixture
def without_uv(wheels: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which only venv and pip are."""
    monkeypatch.setenv("PATH", "")


@pytest.fixture
def make_wheel(wheels: Path) -> MakeWheel:
    """Make a version of the package `tiny_part`; gives the line of a lock that pins it."""

    def make(version: str) -> str:
        about = f"tiny_part-{version}.dist-info"
        path = wheels / f"tiny_part-{version}-py3-none-any.whl"
        with zipfile.ZipFile(path, "w") as wheel:
            wheel.writestr("tiny_part.py", f"VERSION = {version!r}\n")
            wheel.writestr(
                f"{about}/METADATA", f"Metadata-Version: 2.1\nName: tiny-part\nVersion: {version}\n"
            )
            wheel.writestr(
                f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            )
            wheel.writestr(f"{about}/RECORD", "")
        return (
            f"tiny-part=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"
        )

    return make


@pytest.fixture
def lock(tmp_path: Path, make_wheel: MakeWheel) -> Path:
    """A lock that pins version 1.0."""
    path = tmp_path / "requirements.lock"
    path.write_text(make_wheel("1.0"), encoding="utf-8")
    return path


@pytest.fixture
def environment(tmp_path: Path, lock: Path) -> Environment:
    """One that is not made yet, in a folder whose name needs care."""
    checkout = tmp_path / "a folder, ça"
    checkout.mkdir()
    return Environment(str(checkout / ".venv"), str(lock))
