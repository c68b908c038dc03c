"""Where everything that is kept stands: one folder, moved as a whole by `READER_HOME`.

Any thread. Names places and makes the folder; must not read or write what is kept in it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from reader.errors import PlaceError

_FOLDER = "hands-off-reader"


class Places(NamedTuple):
    """The folder and what stands in it. No dataclass, as those load slowly for a pedal that runs a command."""

    home: Path
    """The one folder that holds everything; the library keeps its own file in it."""

    @property
    def settings(self) -> Path:
        """What the person chose; may be edited by hand."""
        return self.home / "settings.toml"

    @property
    def presses(self) -> Path:
        """Gaps between presses and how often actions are used; may be deleted at any time."""
        return self.home / "presses.json"

    @property
    def pronunciations(self) -> Path:
        """How the person wants words said; may be edited by hand."""
        return self.home / "pronunciations.toml"

    @property
    def voices(self) -> Path:
        """Natural voices that were added."""
        return self.home / "voices"

    @property
    def clips(self) -> Path:
        """What slow voices have said; may be emptied at any time."""
        return self.home / "clips"

    @property
    def run(self) -> Path:
        """A folder for what lives only as long as a reader runs; only this user can open it."""
        return self.home / "run"


def find_home(environ: Mapping[str, str], platform: str, user_home: Path) -> Path:
    """The folder for everything that is kept, made or not.

    `READER_HOME` wins; else it is the platform's folder for a user's data.
    Source: XDG Base Directory Specification, "Environment variables" (relative paths are ignored);
    Apple File System Programming Guide, "The Library Directory Stores App-Specific Files";
    Microsoft KNOWNFOLDERID, FOLDERID_LocalAppData.
    """
    chosen = environ.get("READER_HOME", "").strip()
    if chosen == "~" or chosen.startswith(("~/", "~\\")):
        return user_home / chosen[2:]
    if chosen:
        return Path(chosen).absolute()
    if platform == "win32":
        local = environ.get("LOCALAPPDATA", "").strip()
        return (Path(local) if local else user_home / "AppData" / "Local") / _FOLDER
    if platform == "darwin":
        return user_home / "Library" / "Application Support" / _FOLDER
    data = environ.get("XDG_DATA_HOME", "").strip()
    if data and Path(data).is_absolute():
        return Path(data) / _FOLDER
    return user_home / ".local" / "share" / _FOLDER


def home() -> Path:
    """The folder for everything that is kept; made where it is missing, for this user only.

    Raises `PlaceError` where it is not known or cannot be made.
    """
    try:
        user_home = Path.home()
    except RuntimeError as error:
        if not os.environ.get("READER_HOME", "").strip():
            raise PlaceError(
                "Your home folder is not known. Set READER_HOME to a folder that you may write in."
            ) from error
        user_home = Path.cwd()
    return made(find_home(os.environ, sys.platform, user_home))


def made(folder: Path) -> Path:
    """The same folder, there after the call; a new one can be opened by this user only.

    Raises `PlaceError` where it cannot be made.
    """
    if folder.is_dir():
        return folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise PlaceError(
            f"{folder} cannot be a folder, because a file is in the way. "
            "Move that file, or set READER_HOME to another folder."
        ) from error
    except OSError as error:
        raise PlaceError(
            f"The folder {folder} cannot be made: {(error.strerror or 'no reason given').lower()}. "
            "Set READER_HOME to a folder that you may write in."
        ) from error
    return folder
