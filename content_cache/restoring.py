"""A backup checked whole, and then merged into the library: never is what is newer here replaced by what is older.

The first pass reads every byte of the file and changes nothing; only then does the second one write, page by page, so
that a restore that is broken off can simply be done again. Any thread; it waits for the disk.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn, Self

from content_cache.backup import KeptFile, OnProgress
from content_cache.backup_form import (
    BODIES,
    FILES,
    MANIFEST,
    PAGES,
    SHAPES,
    VERSION,
    BadLine,
    Line,
    checked_line,
    is_entry,
    is_manifest,
)
from content_cache.errors import BackupProblem
from content_cache.merging import Merge
from content_cache.storage import Storage

LARGEST_MANIFEST = 1 << 28
"""Bytes; some two hundred for each body."""
LARGEST_BODY = 1 << 28
"""Bytes. Nothing larger is ever fetched or read from a file."""
LARGEST_LIST = 1 << 28
"""Bytes."""
MOST_UNPACKED = 100
"""How many times its size a backup may have when it is unpacked, beyond the first megabytes. (judgement: web pages
pack to a fifth or a tenth)"""
SMALL = 20_000_000
"""Bytes that any backup may unpack to."""
_CHUNK = 1 << 20
_DAMAGED = (
    OSError,
    ValueError,
    EOFError,
    RuntimeError,  # too deep, or encrypted
    NotImplementedError,  # packed in another way
    zipfile.BadZipFile,
    zlib.error,
)
"""What the standard library makes of bytes that are no whole backup."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of a restore."""

    new: int
    """Pages that were not here."""
    renewed: int
    """Pages of which the backup had a newer form."""
    kept: int
    """Pages of which what is here is as new or newer."""
    files: Mapping[str, KeptFile] = field(default_factory=dict)
    """The reader's own files in the backup, such as its settings; they were only read."""


class CheckedBackup:
    """A backup of which every byte was looked at; open until it is closed."""

    def __init__(self, path: Path, *, on_progress: OnProgress | None = None) -> None:
        """
        Raises:
            BackupProblem: it is no backup, damaged, or from a newer version.
        """
        self._path = path
        try:
            self._archive = zipfile.ZipFile(path)
        except _DAMAGED as error:
            self._refuse(error)
        try:
            self._manifest = self._read_manifest()
            self._check_names_and_sizes()
            self._check_contents(on_progress)
        except _DAMAGED as error:
            self.close()
            self._refuse(error)
        except BackupProblem:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._archive.close()

    @property
    def made_at(self) -> datetime:
        """When it was made; UTC, aware."""
        return datetime.fromisoformat(self._manifest["made_at"])

    @property
    def files(self) -> dict[str, KeptFile]:
        """The reader's own files in it."""
        return {
            name: KeptFile(self._archive.read(FILES + name), datetime.fromisoformat(at))
            for name, at in self._manifest["files"].items()
        }

    def lines(self, name: str) -> Iterator[Line]:
        """The lines of one of its lists."""
        with self._archive.open(name) as stream:
            for line in stream:
                yield checked_line(name, json.loads(line))

    def body(self, sha256: str) -> bytes:
        """The body with that digest."""
        return self._archive.read(BODIES + sha256)

    def restore(self, storage: Storage, *, on_progress: OnProgress | None = None) -> Restored:
        """Merge it into a library.

        Raises:
            BackupProblem: its disk went away meanwhile.
            LibraryError: the library cannot be written; what was merged before that stays, and it can be done again.
        """
        merge = Merge(storage, self.made_at)
        total = self._count_pages
        try:
            for done, line in enumerate(self.lines(PAGES)):
                if on_progress is not None:
                    on_progress(done, total, line["title"])
                merge.page(line, self.body)
            merge.lists({name: list(self.lines(name)) for name in SHAPES if name != PAGES})
            files = self.files
        except (
            OSError,
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
        ) as error:  # it was whole a moment ago
            raise BackupProblem(
                f"The backup {self._path} could not be read to its end. "
                "What was restored stays. Connect its disk and try again.",
                path=self._path,
            ) from error
        if on_progress is not None:
            on_progress(total, total, "")
        return Restored(merge.new, merge.renewed, merge.kept, files)

    # The check

    def _read_manifest(self) -> dict[str, Any]:
        info = self._archive.NameToInfo.get(MANIFEST)
        if info is None or info.file_size > LARGEST_MANIFEST:
            raise ValueError("no list of contents")
        manifest = json.loads(self._archive.read(MANIFEST))
        if (
            isinstance(manifest, dict)
            and isinstance(manifest.get("version"), int)
            and manifest["version"] > VERSION
        ):
            raise BackupProblem(
                "This backup was made by a newer version of the reader. Install the newest version to restore it.",
                path=self._path,
            )
        if not is_manifest(manifest):
            raise ValueError("no list of contents")
        return dict(manifest)

    def _check_names_and_sizes(self) -> None:
        entries = self._manifest["entries"]
        infos = self._archive.infolist()
        names = [info.filename for info in infos]
        if len(set(names)) != len(names) or set(names) != {MANIFEST, *entries}:
            raise ValueError("its list of contents does not fit")
        if not set(SHAPES) <= set(names) or any(
            FILES + name not in entries for name in self._manifest["files"]
        ):
            raise ValueError("something is missing")
        unpacked = 0
        for info in infos:
            if info.filename == MANIFEST:
                continue
            largest = LARGEST_LIST if info.filename in SHAPES else LARGEST_BODY
            if (
                not is_entry(info.filename)
                or info.flag_bits & 1  # encrypted
                or info.file_size != entries[info.filename]["bytes"]
                or info.file_size > largest
            ):
                raise ValueError("an entry is not as it should be")
            unpacked += info.file_size
        if unpacked > SMALL + MOST_UNPACKED * self._path.stat().st_size:
            raise ValueError("it unpacks to far too much")

    def _check_contents(self, on_progress: OnProgress | None) -> None:
        entries = self._manifest["entries"]
        for done, (name, entry) in enumerate(entries.items()):
            if on_progress is not None:
                on_progress(done, len(entries), "Checking the backup")
            digest = hashlib.sha256()
            with self._archive.open(name) as stream:
                while chunk := stream.read(_CHUNK):
                    digest.update(chunk)
            if digest.hexdigest() != entry["sha256"]:
                raise ValueError("an entry is damaged")
            if name.startswith(BODIES) and not name.endswith(entry["sha256"]):
                raise ValueError("a body is not what its name says")
        self._count_pages = 0
        ids: set[str] = set()
        for line in self.lines(PAGES):
            self._count_pages += 1
            ids.add(line["id"])
            if any(BODIES + version["sha256"] not in entries for version in line["versions"]):
                raise ValueError("a body is missing")
        if len(ids) != self._count_pages:
            raise ValueError("a page is in it twice")
        for name in SHAPES:
            for line in self.lines(name):
                named = {line[key] for key in ("page_id", "owner_id") if key in line}
                if not named <= ids:
                    raise BadLine(name)

    def _refuse(self, error: Exception) -> NoReturn:
        if isinstance(error, OSError):
            reason = (error.strerror or "no reason given").lower()
            raise BackupProblem(
                f"The backup {self._path} cannot be read: {reason}. Nothing was changed.",
                path=self._path,
            ) from error
        raise BackupProblem(
            f"{self._path} is not a whole backup of this reader. Nothing was changed. Try another copy of it.",
            path=self._path,
        ) from error
