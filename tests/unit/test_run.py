"""run.py on a Python that is too old, and from anywhere."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import run

ROOT = Path(__file__).resolve().parents[2]

posix_only = pytest.mark.skipif(
    sys.platform == "win32", reason="commands are found by name in another way there"
)


def command_in(folder: Path, name: str, script: str) -> Path:
    """Make a command that runs a shell script."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="ascii")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize("file", ["run.py", "tests/__main__.py"])
def test_an_old_python_can_read_it(file: str) -> None:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"), feature_version=(3, 4))
    newer_than_python_2 = (
        ast.JoinedStr,
        ast.AnnAssign,
        ast.AsyncFunctionDef,
        ast.NamedExpr,
        ast.Starred,
    )
    assert [node for node in ast.walk(tree) if isinstance(node, newer_than_python_2)] == []
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert [one.name for one in functions if one.returns or one.args.kwonlyargs] == []


@pytest.mark.parametrize("version", [(2, 7, 18, "final", 0), (3, 10, 13, "final", 0)])
def test_an_old_python_is_told_what_to_do(tmp_path: Path, version: tuple[int, ...]) -> None:
    with pytest.raises(SystemExit) as leaving:
        run.insist_on_new_python(version, ["run.py"], str(tmp_path))
    assert f"needs Python 3.11 or newer, and this is Python {version[0]}.{version[1]};" in str(
        leaving.value
    )


def test_a_new_python_goes_on() -> None:
    run.insist_on_new_python((3, 11, 0, "final", 0), ["run.py"], "")


@posix_only
def test_a_newer_python_is_found_behind_an_empty_promise(tmp_path: Path) -> None:
    promise, real = tmp_path / "promise", tmp_path / "real"
    for folder in (promise, real):
        folder.mkdir()
    command_in(promise, "python3.13", "echo 'not installed' >&2; exit 127")
    found = command_in(real, "python3.12", f'exec "{sys.executable}" "$@"')
    assert run.newer_python(f"{promise}:{real}") == str(found)
    assert run.newer_python(str(promise)) is None


@posix_only
def test_an_old_python_hands_over_to_a_newer_one(tmp_path: Path) -> None:
    command_in(tmp_path, "python3.12", f'exec "{sys.executable}" "$@"')
    arguments = ["-c", "import sys; print(sys.argv[1:])", "an address", "--json"]
    code = f"import run; run.insist_on_new_python((3, 9, 0), {arguments!r}, {str(tmp_path)!r})"
    result = subprocess.run(
        (sys.executable, "-c", code), cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (result.stdout.strip(), result.returncode) == ("['an address', '--json']", 0)
