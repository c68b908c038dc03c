"""Everything that is kept, written into one file.

Reads the library as it is at one moment; writes beside the file's name first, so that there is never half a backup.
Any thread; it waits for the disk.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from content_cache.backup_form import (
    BODIES,
    FILES,
    FORMAT,
    MANIFEST,
    PAGES,
    PLACE_COLUMNS,
    SHAPES,
    VERSION,
    VERSION_COLUMNS,
    is_entry,
)
from content_cache.errors import BackupProblem
from content_cache.packing import unpacked
from content_cache.storage import Storage, Transaction

OnProgress = Callable[[int, int, str], None]
"""Done, of how many, and what is next."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of the reader's own that goes into a backup, such as the settings."""

    body: bytes
    modified_at: datetime
    """UTC, aware."""


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What was written."""

    pages: int
    """Those in the bin included."""
    bytes: int
    damaged: tuple[str, ...] = ()
    """Titles of pages of which a version could not be read any more; that version is left out."""


def write_backup(
    storage: Storage,
    path: Path,
    files: Mapping[str, KeptFile],
    *,
    now: Callable[[], datetime],
    on_progress: OnProgress | None = None,
) -> BackedUp:
    """Write everything that is kept into one file; an older backup of that name is replaced when this one is whole.

    Raises:
        BackupProblem: it cannot be written there, or something else is there.
        LibraryError: the library cannot be read.
    """
    _check_target(path)
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as raw:
            with (
                zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive,
                storage.reading() as sql,
            ):
                told = _Writing(archive, sql, on_progress or _tell_nobody).write(files, now())
            raw.flush()
            os.fsync(raw.fileno())
            size = raw.tell()
        part.replace(path)
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise BackupProblem(
            f"The backup could not be written to {path}: {reason}. "
            "Make room, or choose another place.",
            path=path,
        ) from error
    finally:
        if part.exists():
            part.unlink()
    return BackedUp(told.pages, size, tuple(told.damaged))


class _Writing:
    """One backup on its way."""

    def __init__(self, archive: zipfile.ZipFile, sql: Transaction, on_progress: OnProgress) -> None:
        self._archive = archive
        self._sql = sql
        self._on_progress = on_progress
        self._entries: dict[str, dict[str, Any]] = {}
        self.pages = 0
        self.damaged: list[str] = []

    def write(self, files: Mapping[str, KeptFile], at: datetime) -> _Writing:
        pages = [json.loads(str(row[0])) for row in self._sql.execute(_PAGES_AS_JSON)]
        whole = [page for page in self._with_bodies(pages) if page["versions"]]
        self.pages = len(whole)
        self._lines(PAGES, whole)
        for name, query in _LISTS.items():
            columns = list(SHAPES[name])
            rows = self._sql.execute(f"SELECT {', '.join(columns)} {query}")
            self._lines(name, (dict(zip(columns, row, strict=True)) for row in rows))
        for name, file in files.items():
            assert is_entry(FILES + name), name
            self._add(FILES + name, file.body)
        manifest = {
            "format": FORMAT,
            "version": VERSION,
            "made_at": at.isoformat(),
            "entries": self._entries,
            "files": {name: file.modified_at.isoformat() for name, file in files.items()},
        }
        self._archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
        return self

    def _with_bodies(self, pages: list[dict[str, Any]]) -> Iterable[dict[str, Any]]:
        for done, page in enumerate(pages):
            self._on_progress(done, len(pages), page["title"])
            versions = [v for v in page["versions"] if self._body(v["sha256"])]
            if len(versions) < len(page["versions"]):
                self.damaged.append(page["title"] or page["url"])
            if versions and page["current"] not in [v["sha256"] for v in versions]:
                page["current"] = versions[-1]["sha256"]
            yield page | {"versions": versions}
        self._on_progress(len(pages), len(pages), "")

    def _body(self, sha256: str) -> bool:
        """Write a body, unless it is in already; no where it is damaged."""
        name = BODIES + sha256
        if name in self._entries:
            return True
        rows = self._sql.execute("SELECT body FROM bodies WHERE sha256 = ?", (sha256,))
        try:
            body = unpacked(bytes(rows[0][0] or b"")) if rows else b""  # type: ignore[arg-type]
        except ValueError:
            return False
        if hashlib.sha256(body).hexdigest() != sha256:
            return False
        self._add(name, body)
        return True

    def _lines(self, name: str, lines: Iterable[dict[str, Any]]) -> None:
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        self._add(name, text.encode("utf-8", "replace"))

    def _add(self, name: str, body: bytes) -> None:
        self._archive.writestr(name, body)
        self._entries[name] = {"bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()}


_PAGES_AS_JSON = f"""
    SELECT json_object(
        'id', id, 'url', url, 'title', title, 'publisher', publisher, 'language', language, 'words', words,
        'saved_at', saved_at, 'checked_at', checked_at, 'is_own', is_own, 'gone_status', gone_status,
        'gone_at', gone_at, 'removed_at', removed_at, 'removed_with', removed_with,
        'known_sha256', known_sha256,
        'current', (SELECT sha256 FROM versions WHERE id = version_id),
        'versions', (SELECT json_group_array(json_object(
            {", ".join(f"'{column}', {column}" for column in VERSION_COLUMNS)}))
            FROM (SELECT * FROM versions WHERE page_id = pages.id ORDER BY fetched_at, id)),
        'aliases', (SELECT json_group_array(url) FROM aliases WHERE page_id = pages.id),
        'place', (SELECT json_object(
            {", ".join(f"'{column}', {column}" for column in PLACE_COLUMNS)})
            FROM places WHERE page_id = pages.id))
    FROM pages ORDER BY position
"""

_LISTS = {
    "relations.jsonl": "FROM relations ORDER BY owner_id, page_id",
    "following.jsonl": "FROM following ORDER BY owner_id, position",
    "queue.jsonl": "FROM queue ORDER BY position",
    "bookmarks.jsonl": "FROM bookmarks ORDER BY made_at, id",
    "history.jsonl": "FROM history ORDER BY id",
    "state.jsonl": "FROM state ORDER BY key",
}


def is_backup(path: Path) -> bool:
    """Whether a file looks like a backup; its content is not looked at."""
    try:
        with zipfile.ZipFile(path) as archive:
            return MANIFEST in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def _check_target(path: Path) -> None:
    if path.is_dir():
        raise BackupProblem(
            f"{path} is a folder. Give the name of a file in it, such as "
            f"{path / 'reader-backup.zip'}.",
            path=path,
        )
    if path.exists() and path.stat().st_size and not is_backup(path):
        raise BackupProblem(
            f"{path} is something else and was left as it is. Give another name.", path=path
        )


def _tell_nobody(done: int, total: int, doing: str) -> None:
    """Nobody wants to know how far it is."""


def modified_at(path: Path) -> datetime:
    """When a file was last changed; UTC, aware."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
