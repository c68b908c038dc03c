"""Files of this machine as resources, and the documents in a folder.

Reads, never writes. Any thread but the main one for large files: it waits for the disk.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from content_cache.addresses import DOCUMENT_SUFFIXES, file_url
from content_cache.errors import FileProblem
from content_cache.resource import NotModified, Resource

LARGEST_FILE_BYTES = 200 * 1024 * 1024
"""A person's own file may be far larger than a page; a book with pictures is well below this. (judgement)"""
MOST_FILES = 1000
"""Of one folder. (judgement)"""
MOST_ENTRIES = 100_000
"""Names that are looked at in one folder and those in it. (judgement)"""
NAMED_FILES = 5
"""How many are named of those that are passed over. (judgement)"""
DEEPEST_FOLDER = 20
"""Folders within folders. (judgement)"""


def read_file(
    path: Path, *, known_mark: str | None, now: Callable[[], datetime]
) -> Resource | NotModified:
    """The file's bytes, or `NotModified` where it still has the mark (`Resource.etag`) of the copy that is kept.

    Raises:
        FileProblem: missing, a folder, not a plain file, empty, too large or not readable.
    """
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise FileProblem(f"{path.name} is a folder. Give one file in it.", path=path)
        if not stat.S_ISREG(status.st_mode):
            raise FileProblem(f"{path.name} is not a plain file, so it cannot be read.", path=path)
        if status.st_size > LARGEST_FILE_BYTES:
            raise FileProblem(
                f"{path.name} is larger than {LARGEST_FILE_BYTES // 1_048_576} megabytes. "
                "Divide it into smaller files.",
                path=path,
            )
        mark = f'"{status.st_mtime_ns:x}-{status.st_size:x}"'
        if mark == known_mark:
            return NotModified(file_url(path), checked_at=now())
        with path.open("rb") as file:
            body = file.read(LARGEST_FILE_BYTES)
    except FileNotFoundError as error:
        raise FileProblem(
            f"There is no file {path.name} any more. Check its name.", path=path
        ) from error
    except PermissionError as error:
        raise FileProblem(
            f"{path.name} may not be read by you. Ask its owner, or copy it.", path=path
        ) from error
    except OSError as error:
        raise FileProblem(
            f"{path.name} could not be read from its disk. Check that the disk is connected.",
            path=path,
        ) from error
    if not body:
        raise FileProblem(f"{path.name} is empty. Give another file.", path=path)
    # What loads OpenSSL and knows forms is not needed where a file stayed as it was.
    import hashlib  # noqa: PLC0415

    from content_cache.media_types import media_type_of  # noqa: PLC0415

    return Resource(
        url=file_url(path),
        media_type=media_type_of(body, name=path.name),
        charset=None,
        body=body,
        etag=mark,
        last_modified=None,
        fetched_at=now(),
        sha256=hashlib.sha256(body).hexdigest(),
    )


class FolderFiles(NamedTuple):
    """What of a folder can be kept."""

    files: tuple[Path, ...]
    """In the order in which a person would name them: 2 before 10."""
    passed_over: int
    """Files of other kinds, and folders that may not be looked into."""
    first_passed_over: tuple[Path, ...] = ()
    """Some of them."""
    is_cut: bool = False
    """There is more than is looked at."""


def files_in(
    folder: Path, *, most_files: int = MOST_FILES, most_entries: int = MOST_ENTRIES
) -> FolderFiles:
    """The documents in a folder and the folders in it; hidden ones and links to other folders are passed over.

    A folder that is a link could lead back to where it stands, or out of what the person named; a link to a file
    is that file.

    Raises:
        FileProblem: the folder itself cannot be read.
    """
    found: list[Path] = []
    others: list[Path] = []
    passed_over = looked_at = 0
    waiting = [(folder, 0)]
    is_cut = False
    while waiting and not is_cut:
        inside, depth = waiting.pop()
        try:
            with os.scandir(inside) as entries:
                for entry in entries:
                    looked_at += 1
                    if looked_at > most_entries or len(found) >= most_files:
                        is_cut = True
                        break
                    if entry.name.startswith("."):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        is_cut = is_cut or depth >= DEEPEST_FOLDER
                        if depth < DEEPEST_FOLDER:
                            waiting.append((inside / entry.name, depth + 1))
                    elif entry.name.lower().endswith(DOCUMENT_SUFFIXES) and _is_file(entry):
                        found.append(inside / entry.name)
                    else:
                        passed_over += 1
                        others += [inside / entry.name] if len(others) < NAMED_FILES else []
        except OSError as error:
            if inside is folder:
                raise FileProblem(
                    f"The folder {folder.name} cannot be looked into. Check its name, and whether you may.",
                    path=folder,
                ) from error
            passed_over += 1
            others += [inside] if len(others) < NAMED_FILES else []
    return FolderFiles(
        tuple(sorted(found, key=_as_a_person_sorts)), passed_over, tuple(sorted(others)), is_cut
    )


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:  # a link that leads to itself
        return False


def _as_a_person_sorts(path: Path) -> tuple[tuple[tuple[int, int, str], ...], ...]:
    """Part for part, with numbers by their size."""
    return tuple(
        tuple(
            (0, int(piece[:18]), piece) if piece.isdecimal() else (1, 0, piece.casefold())
            for piece in re.split(r"(\d+)", part)
            if piece
        )
        for part in path.parts
    )
