"""One at a time: a lock that the system gives back whatever happens to its holder."""

from __future__ import annotations

import errno
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

POLL_S = 0.2
NOT_SUPPORTED = {errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS}
"""Some network folders cannot lock; then nothing keeps two first starts apart."""


@contextmanager
def exclusive(path: Path, on_wait: Callable[[], None]) -> Iterator[int]:
    """Hold the lock on `path`, which is left behind; `on_wait` is called once when somebody else has it.

    Gives the file's descriptor: a child process that inherits it keeps the lock until it ends, too (not on
    Windows). Raises `OSError` where the file cannot be made.
    """
    with path.open("ab") as file:
        if not _try_lock(file.fileno()):
            on_wait()
            while not _try_lock(file.fileno()):
                time.sleep(POLL_S)
        yield file.fileno()


def _try_lock(descriptor: int) -> bool:
    """Take the lock, or say that somebody else has it."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as problem:
        return problem.errno in NOT_SUPPORTED
    return True
