"""Who may import whom: the contracts of pyproject.toml, and what must stay off the way to the first screen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

LINT = (
    "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
)

SLOW_TO_LOAD = {
    "bs4", "charset_normalizer", "email", "importlib.metadata", "lxml", "miniaudio", "pyttsx3", "requests", "tomlkit",
    "urllib.request",
}  # fmt: skip
"""Each takes a noticeable part of the time to the first text; they are imported where they are needed."""

ON_THE_WAY = {
    "the command": ("reader.app", "reader.cli"),
    "what is kept": ("content_cache.library", "reader.control.shelf"),
    "the voice": (
        "reader.speech.narrator", "reader.speech.player", "reader.speech.prefetch", "reader.speech.silence",
        "reader.speech.system_engine",
    ),
    "what a person can do": ("reader.control.background", "reader.control.remote", "reader.control.session"),
}  # fmt: skip


def run_python(code: str) -> subprocess.CompletedProcess[str]:
    """Run code in a fresh Python that finds the checkout."""
    return subprocess.run(
        (sys.executable, "-c", code),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_contracts_are_kept() -> None:
    result = run_python(LINT)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("modules", ON_THE_WAY.values(), ids=ON_THE_WAY.keys())
def test_nothing_slow_is_loaded_before_the_first_screen(modules: tuple[str, ...]) -> None:
    result = run_python(f"import sys, {', '.join(modules)}; print(*sys.modules)")
    assert result.returncode == 0, result.stderr
    assert SLOW_TO_LOAD.isdisjoint(result.stdout.split())


def test_the_screens_load_nothing_slow_but_textual() -> None:
    allowed = set(run_python("import sys, textual.app; print(*sys.modules)").stdout.split())
    result = run_python("import sys, reader.ui.reader_app; print(*sys.modules)")
    assert result.returncode == 0, result.stderr
    assert (SLOW_TO_LOAD - allowed).isdisjoint(result.stdout.split())


def test_a_start_from_a_checkout_loads_next_to_nothing() -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); before = set(sys.modules)\n"
        "import run, reader.launch.environment; print(*set(sys.modules) - before)"
    )
    result = subprocess.run(
        (sys.executable, "-I", "-c", code), capture_output=True, text=True, check=True, timeout=120
    )
    assert set(result.stdout.split()) <= {
        "run",
        "reader",
        "reader.launch",
        "reader.launch.environment",
        "__future__",
    }


def test_a_command_that_steers_loads_no_registry_and_no_settings(tmp_path: Path) -> None:
    code = (
        "import os, sys; os.environ['READER_HOME'] = sys.argv[1]\n"
        "from reader.app import main; from reader.cli import steering\n"
        "main(['status']); print(*sys.modules)"
    )
    result = subprocess.run(
        (sys.executable, "-c", code, str(tmp_path)),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    loaded = set(result.stdout.split())
    assert {"reader.control.remote_client", "reader.cli.steering"} <= loaded
    assert loaded.isdisjoint({"reader.control.settings", "reader.control.actions", "dataclasses"})
