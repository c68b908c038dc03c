"""Where things are kept."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from reader.control.places import Places, find_home, home, made
from reader.errors import PlaceError

USER = Path("/home/someone") if sys.platform != "win32" else Path("C:/Users/someone")


@pytest.mark.parametrize(
    ("environ", "platform", "expected"),
    [
        ({}, "linux", USER / ".local" / "share" / "hands-off-reader"),
        ({"XDG_DATA_HOME": str(USER / "data")}, "linux", USER / "data" / "hands-off-reader"),
        ({"XDG_DATA_HOME": "relative"}, "linux", USER / ".local" / "share" / "hands-off-reader"),
        ({"XDG_DATA_HOME": ""}, "linux", USER / ".local" / "share" / "hands-off-reader"),
        ({}, "darwin", USER / "Library" / "Application Support" / "hands-off-reader"),
        ({"LOCALAPPDATA": str(USER / "Local")}, "win32", USER / "Local" / "hands-off-reader"),
        ({}, "win32", USER / "AppData" / "Local" / "hands-off-reader"),
        ({"READER_HOME": str(USER / "here")}, "linux", USER / "here"),
        ({"READER_HOME": str(USER / "here"), "LOCALAPPDATA": "x"}, "win32", USER / "here"),
        ({"READER_HOME": "~/pages"}, "darwin", USER / "pages"),
        ({"READER_HOME": "~"}, "linux", USER),
        ({"READER_HOME": "  "}, "linux", USER / ".local" / "share" / "hands-off-reader"),
    ],
)
def test_the_folder_is_the_platforms_unless_the_person_says(
    environ: dict[str, str], platform: str, expected: Path
) -> None:
    assert find_home(environ, platform, USER) == expected


def test_a_relative_home_stands_under_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_home({"READER_HOME": "kept"}, "linux", USER) == tmp_path / "kept"


def test_home_is_made_for_this_user_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READER_HOME", str(tmp_path / "a" / "b"))
    folder = home()
    assert folder == tmp_path / "a" / "b"
    assert folder.is_dir()
    if sys.platform != "win32":
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("kept")
    mode = tmp_path.stat().st_mode
    assert made(tmp_path) == tmp_path
    assert tmp_path.stat().st_mode == mode
    assert (tmp_path / "page.txt").read_text() == "kept"


@pytest.mark.parametrize("below", ["", "inside"])
def test_a_file_in_the_way_is_named(tmp_path: Path, below: str) -> None:
    file = tmp_path / "file"
    file.write_text("kept")
    with pytest.raises(PlaceError, match="READER_HOME") as caught:
        made(file / below if below else file)
    assert str(file) in str(caught.value)
    assert file.read_text() == "kept"


def test_everything_stands_in_the_one_folder(tmp_path: Path) -> None:
    places = Places(tmp_path)
    assert places.settings.parent == places.run.parent == tmp_path
    assert places.settings != places.run
