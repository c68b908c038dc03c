"""`backup` and `restore-backup`: everything that is kept, into one file and back. Main thread; needs no voice."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from content_cache.backup import KeptFile, modified_at
from content_cache.backup_form import FILES, is_entry
from content_cache.errors import BackupProblem
from reader.cli.terminal import Terminal

if TYPE_CHECKING:
    from content_cache.library import Library


def backup(target: str, library: Library, home: Path, terminal: Terminal) -> int:
    """Write everything that is kept into one file."""
    path = Path(target).expanduser()
    done = library.back_up(path, _own_files(home), on_progress=terminal.progress)
    for title in done.damaged:
        terminal.trouble(
            f"A version of “{title}” is damaged and was left out. Save that page again."
        )
    terminal.line(
        f"{_counted(done.pages, 'page')} and all that belongs to them: {path}, {_size(done.bytes)}"
    )
    return 0


def restore_backup(target: str, library: Library, home: Path, terminal: Terminal) -> int:
    """Merge a backup into what is kept."""
    path = Path(target).expanduser()
    if path.is_dir():
        raise BackupProblem(
            f"{path} is a folder. Give the name of a backup, which is one file.", path=path
        )
    if not path.is_file():
        raise BackupProblem(f"There is no file {path}. Give the name of a backup.", path=path)
    restored = library.restore_backup(path, on_progress=terminal.progress)
    written = _write_files(restored.files, home)
    outcomes = [
        (restored.new, "new"),
        (restored.renewed, "in a newer form"),
        (restored.kept, "here already"),
    ]
    told = [f"{_counted(count, 'page')} {what}" for count, what in outcomes if count]
    terminal.line(f"Restored: {', '.join([*told, *written]) or 'it is empty'}.")
    return 0


def _own_files(home: Path) -> dict[str, KeptFile]:
    """What the person chose: the settings, and what else stands beside them in a file of that kind."""
    return {
        path.name: KeptFile(path.read_bytes(), modified_at(path))
        for path in sorted(home.glob("*.toml"))
        if path.is_file() and is_entry(FILES + path.name)
    }


def _write_files(files: Mapping[str, KeptFile], home: Path) -> list[str]:
    """Write those that are missing here, or older; gives the names."""
    written = []
    for name, file in files.items():
        path = home / name
        if path.exists():
            if path.read_bytes() == file.body or modified_at(path) >= file.modified_at:
                continue
            path.replace(path.with_name(f"{name}.before-restore"))
        part = path.with_name(f"{name}.part")
        try:
            part.write_bytes(file.body)
            os.utime(part, (file.modified_at.timestamp(),) * 2)
            part.replace(path)
        except OSError as error:
            reason = (error.strerror or "no reason given").lower()
            raise BackupProblem(
                f"The pages were restored, but {path} could not be written: {reason}.", path=path
            ) from error
        written.append(name)
    return written


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _size(size: int) -> str:
    return f"{max(size // 1000, 1)} kB" if size < 1_000_000 else f"{size / 1_000_000:.0f} MB"
