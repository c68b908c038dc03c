"""What every story begins with: a home of its own, pages to read, and a reader that is ended afterwards."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

if sys.platform == "win32":
    collect_ignore_glob = ["test_*_story.py"]  # there is no pty to run the reader in
else:
    from tests.support.running_reader import RunningReader

    STORIES = Path(__file__).resolve().parents[1] / "data" / "stories"

    Start = Callable[..., RunningReader]

    @pytest.fixture
    def home(tmp_path: Path) -> Path:
        """A home in which nothing is kept yet."""
        return tmp_path / "home"

    @pytest.fixture
    def pages(tmp_path: Path) -> Path:
        """A folder with copies of the pages of these stories."""
        return Path(shutil.copytree(STORIES, tmp_path / "pages"))

    @pytest.fixture
    def start(home: Path) -> Iterator[Start]:
        """Starts a reader in a terminal; all that were started are ended afterwards."""
        with ExitStack() as stack:

            def start_one(*arguments: str | os.PathLike[str], **options: object) -> RunningReader:
                reader = RunningReader(home, *arguments, **options)  # type: ignore[arg-type]
                return stack.enter_context(reader)

            yield start_one

    @pytest.fixture
    def quick(home: Path) -> None:
        """A voice that reads as fast as it can, without pauses."""
        home.mkdir(parents=True, exist_ok=True)
        (home / "settings.toml").write_text(
            "rate_wpm = 600\npause_after_sentence_ms = 0\npause_after_paragraph_ms = 0\n"
            "pause_after_heading_ms = 0\npause_after_section_ms = 0\n",
            encoding="utf-8",
        )
