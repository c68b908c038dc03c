"""`reader backup` and `reader restore-backup`: what they say, and what becomes of the reader's own files."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import pytest
from kept_pages import keep

from content_cache.errors import BackupProblem
from content_cache.library import Library
from reader.cli import moving
from reader.cli.terminal import Terminal


class Lines(Terminal):
    """A terminal that remembers what it was told."""

    def __init__(self) -> None:
        super().__init__(None, None)
        self.told: list[str] = []

    def line(self, text: str = "") -> None:
        self.told.append(text)

    def trouble(self, sentence: str) -> None:
        self.told.append(sentence)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A backup of a home with two pages and a settings file."""
    home = tmp_path / "home"
    with closing(Library(home)) as library:
        keep(library, "tea")
        keep(library, "beans")
        (home / "settings.toml").write_text("rate_wpm = 120\n")
        (home / "Notes about me.toml").write_text("mine")
        os.utime(home / "settings.toml", (1_700_000_000, 1_700_000_000))
        terminal = Lines()
        assert moving.backup(str(tmp_path / "backup.zip"), library, home, terminal) == 0
    (told,) = terminal.told
    assert told.startswith("2 pages and all that belongs to them: ")
    return tmp_path / "backup.zip"


def restored(path: Path, home: Path) -> list[str]:
    with closing(Library(home)) as library:
        terminal = Lines()
        assert moving.restore_backup(str(path), library, home, terminal) == 0
    return terminal.told


def test_a_new_computer_gets_everything(path: Path, tmp_path: Path) -> None:
    assert restored(path, tmp_path / "new") == ["Restored: 2 pages new, settings.toml."]
    assert (tmp_path / "new" / "settings.toml").read_text() == "rate_wpm = 120\n"
    assert not (tmp_path / "new" / "Notes about me.toml").exists()
    assert restored(path, tmp_path / "new") == ["Restored: 2 pages here already."]


@pytest.mark.parametrize(
    ("at", "text"), [(1_800_000_000, "mine"), (1_600_000_000, "rate_wpm = 120\n")]
)
def test_newer_settings_stay_and_older_ones_are_kept_beside(
    path: Path, tmp_path: Path, at: int, text: str
) -> None:
    home = tmp_path / "new"
    home.mkdir()
    (home / "settings.toml").write_text("mine")
    os.utime(home / "settings.toml", (at, at))
    restored(path, home)
    assert (home / "settings.toml").read_text() == text
    beside = home / "settings.toml.before-restore"
    assert beside.exists() is (text != "mine")


def test_a_backup_that_is_not_there_is_named(tmp_path: Path) -> None:
    with (
        closing(Library(tmp_path / "home")) as library,
        pytest.raises(BackupProblem, match="no file"),
    ):
        moving.restore_backup(str(tmp_path / "none.zip"), library, tmp_path / "home", Lines())


def test_a_folder_is_told_to_be_no_backup(tmp_path: Path) -> None:
    with (
        closing(Library(tmp_path / "home")) as library,
        pytest.raises(BackupProblem, match="is a folder"),
    ):
        moving.restore_backup(str(tmp_path), library, tmp_path / "home", Lines())
