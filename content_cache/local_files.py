"""Files of this machine as resources.

Reads, never writes. Any thread but the main one for large files: it waits for the disk.
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from content_cache.addresses import file_url
from content_cache.errors import FileProblem
from content_cache.media_types import media_type_of
from content_cache.resource import NotModified, Resource

LARGEST_FILE_BYTES = 200 * 1024 * 1024
"""A person's own file may be far larger than a page; a book with pictures is well below this. (judgement)"""


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
