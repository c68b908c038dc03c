"""Makes the lock files anew from pyproject.toml: `python3 tests/make_locks.py [--upgrade]`, with uv on PATH.

`reader/requirements.lock` holds what the reader runs on, `tests/requirements.lock` that and the tools of the
tests, in the same versions. Both serve every Python from 3.11 on, on Linux, macOS and Windows, and name no index:
each machine asks its own. Without `--upgrade`, versions that still satisfy pyproject.toml stay as they are.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNTIME_LOCK = ROOT / "reader" / "requirements.lock"
TESTS_LOCK = ROOT / "tests" / "requirements.lock"

HEADER = """\
# {what}, for every Python from 3.11 on, on Linux, macOS and Windows.
# Made by: python3 tests/make_locks.py
"""

CONSTRAINTS = """\
pyobjc-core<13
pyobjc-framework-cocoa<13
pyobjc-framework-quartz<13
soupsieve<3
"""
"""PyObjC's frameworks come in one release together, and not all are out as 13; soupsieve 3 and later serve only some
micro versions of Python 3.11."""

LEFT_OUT = "pyobjc"
"""pyttsx3 asks for the whole of PyObjC, some 160 packages; its two drivers for macOS import the few frameworks
that pyproject.toml names. So the locks are installed without looking for further dependencies."""


def compile_lock(lock: Path, what: str, *arguments: str) -> None:
    """Write `lock` with what uv resolves; what is not named by `arguments` comes from pyproject.toml."""
    with tempfile.TemporaryDirectory() as folder:
        constraints = Path(folder) / "constraints.txt"
        constraints.write_text(CONSTRAINTS, encoding="utf-8")
        left_out = Path(folder) / "left_out.txt"
        left_out.write_text(LEFT_OUT, encoding="utf-8")
        command = (
            "uv", "pip", "compile", "pyproject.toml", "--output-file", str(lock), "--quiet",
            "--universal", "--python-version", "3.11", "--generate-hashes",
            "--constraint", str(constraints), "--excludes", str(left_out),
            "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", *arguments,
        )  # fmt: skip
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    pins = lock.read_text(encoding="utf-8")
    lock.write_text(HEADER.format(what=what) + pins, encoding="utf-8", newline="\n")


def main() -> None:
    """Make both; the second takes its versions from the first."""
    upgrade = ("--upgrade",) if "--upgrade" in sys.argv[1:] else ()
    compile_lock(RUNTIME_LOCK, "What the reader runs on", *upgrade)
    with_tests = ("--group", "tests", "--constraint", str(RUNTIME_LOCK))
    compile_lock(TESTS_LOCK, "What the tests run on", *with_tests, *upgrade)


if __name__ == "__main__":
    main()
