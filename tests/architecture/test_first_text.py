"""What the real reader has loaded when the first text of a saved page is on its screen.

Counted, not timed: a module more is a quarter of a millisecond, a dataclass a half, a library dozens.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.support.running_reader import reader_environ, run_reader
from tests.support.terminal import Terminal

LATER = {
    "hashlib", "lxml", "bs4", "miniaudio", "requests", "_ssl", "tomllib", "urllib.request",
    "content_cache.fetching", "content_cache.full_text", "content_cache.media_types", "content_cache.salvage",
    "reader.control.calibration", "reader.control.collection_saving", "reader.control.media_keys",
    "reader.control.newer_form", "reader.control.remote", "reader.control.setting_screen", "reader.documents.parsing",
    "reader.documents.from_html",
}  # fmt: skip
"""What is loaded when it is needed, or after the first text."""

MOST_MODULES = 108
"""Of our own. This may fall; it rises only for what the first text cannot do without."""
MOST_DATACLASSES = 8
"""Among those modules: the rest are `frozen`."""

_IMPORTED = re.compile(rb"import time: +\d+ \| +\d+ \| +([\w.]+)")


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """The modules that Python told of before the text came."""
    folder = tmp_path_factory.mktemp("first-text")
    page = folder / "page.html"
    page.write_text(
        "<h1>Hands</h1><p>Gymnopedie is played slowly and painfully.</p>", encoding="utf-8"
    )
    assert run_reader(folder / "home", "save", page).returncode == 0
    command = [sys.executable, "-X", "importtime", "-m", "reader", str(page)]
    for _ in range(2):  # the first time the page is parsed, and kept so
        with Terminal(command, environ=reader_environ(folder / "home")) as terminal:
            terminal.wait_for_bytes(b"Gymnopedie", timeout_s=30)
            written = terminal.written
            terminal.send("ctrl+q")
            terminal.wait_for_exit()
    before, found, _ = written.partition(b"Gymnopedie")
    assert found
    return frozenset(name.decode() for name in _IMPORTED.findall(before))


def test_what_can_wait_waits(loaded: frozenset[str]) -> None:
    assert "reader.control.session" in loaded
    assert sorted(loaded & LATER) == []


def test_few_modules_are_loaded(loaded: frozenset[str]) -> None:
    own = sorted(name for name in loaded if name.startswith(("reader", "content_cache")))
    assert len(own) <= MOST_MODULES, "\n".join(own)


def test_few_dataclasses_are_made(loaded: frozenset[str]) -> None:
    made = [
        f"{name}: {line.strip()}"
        for name in sorted(loaded)
        if name.startswith(("reader.", "content_cache."))
        and (path := Path(*name.split(".")).with_suffix(".py")).exists()
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("@dataclass")
    ]
    assert len(made) <= MOST_DATACLASSES, "\n".join(made)
