"""Makes the environment that `environment` goes over into, and mends one that is not as it should be.

The order of things, so that a run broken off at any moment does no harm: a lock is held throughout, by the
installers too; the folder is marked as ours before anything is put into it; the stamp is written last, in one
step. A folder without its stamp is made afresh, and an environment of an older lock is kept until the new one
is complete.
"""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from reader.launch import installers
from reader.launch.environment import Environment, read
from reader.launch.exclusive import exclusive
from reader.launch.progress import Progress

MARK = "made-by-run.py"
"""File that tells our environments from those that a person made."""

NO_ROOM = {errno.ENOSPC, errno.EDQUOT}

NOT_WRITABLE = "Nothing can be written in {refusals}; set READER_HOME to a folder of your own, then start again."
MEANWHILE = "The newer packages could not be fetched; it starts with the ones from before."
BROKEN_OFF = "It was stopped before everything was in place; start it again and it is mended."
NO_LOCK = (
    "The file {lock} is missing; get the whole folder of Hands-Off Reader again, then start again."
)


class CannotPrepare(Exception):
    """There is no environment to start in; `str()` is one plain sentence that says what to do."""


def prepare(places: Sequence[Environment], progress: Progress) -> Environment:
    """Return an environment to start in, in the first of `places` that can be written to.

    Raises `CannotPrepare`.
    """
    if not Path(places[0].lock).is_file():
        raise CannotPrepare(NO_LOCK.format(lock=places[0].lock))
    for environment in places:
        version, made_from = _stamped(environment)
        if made_from == read(environment.lock) and _still_runs(environment):
            with suppress(OSError):  # then the next start asks again
                _write_stamp(environment, version)
            return environment
    refusals = []
    for environment in places:
        try:
            return _prepare_in(environment, progress)
        except installers.CannotInstall as problem:
            raise CannotPrepare(str(problem)) from problem
        except KeyboardInterrupt:
            raise CannotPrepare(BROKEN_OFF) from None
        except OSError as problem:
            if problem.errno in NO_ROOM:
                raise CannotPrepare(installers.DISK_FULL) from problem
            refusals.append(f"{Path(environment.folder).parent} ({problem.strerror})")
        finally:
            progress.close()
    raise CannotPrepare(NOT_WRITABLE.format(refusals=" nor ".join(refusals)))


def _prepare_in(environment: Environment, progress: Progress) -> Environment:
    """Make or mend this one. Raises `OSError` where its folder does not allow it, and `CannotInstall`."""
    folder = Path(environment.folder)
    folder.parent.mkdir(parents=True, exist_ok=True)

    def wait() -> None:
        progress.say("Another start is putting things in place; waiting for it.")

    with exclusive(_with_ending(folder, ".lock"), wait) as descriptor:
        if environment.is_complete():
            return environment
        before = _clear_the_way(folder, progress)
        try:
            _make(environment, progress, descriptor)
        except BaseException as problem:
            _remove(folder)
            if before.exists():
                before.rename(folder)
            is_foreseen = isinstance(problem, installers.CannotInstall)
            if not (is_foreseen and _serves_meanwhile(environment)):
                raise
            progress.say(MEANWHILE)
            return environment
        shutil.rmtree(before, ignore_errors=True)
        return environment


def _clear_the_way(folder: Path, progress: Progress) -> Path:
    """Move or remove what stands in the folder's place; return where an environment from before is kept."""
    before = _with_ending(folder, ".before")
    if os.path.lexists(folder):
        is_empty_folder = folder.is_dir() and not any(folder.iterdir())
        if folder.is_symlink() or not ((folder / MARK).exists() or is_empty_folder):
            kept = _free_name(_with_ending(folder, ".set-aside"))
            folder.rename(kept)
            progress.say(f"{folder.name} was made by something else; it is kept as {kept.name}.")
        elif Path(Environment(str(folder), "").stamp).exists():
            if before.exists():
                shutil.rmtree(before)
            folder.rename(before)
        else:
            _remove(folder)
    return before


def _remove(folder: Path) -> None:
    """Take a folder away in one step and only then delete it: half deleted it would look like somebody else's."""
    if folder.exists():
        going = _with_ending(folder, ".going")
        shutil.rmtree(going, ignore_errors=True)
        folder.rename(going)
        shutil.rmtree(going, ignore_errors=True)


def _make(environment: Environment, progress: Progress, descriptor: int) -> None:
    """Make it from nothing, the stamp last."""
    folder = Path(environment.folder)
    folder.mkdir()
    (folder / MARK).write_text("run.py made this folder and may remove it.\n", encoding="ascii")
    progress.say(f"Putting the packages into {folder}: once, for about a minute.")
    settings = installers.settings_for_installers(os.environ)
    installers.install(environment, installers.Runner(settings, descriptor), progress)
    _write_stamp(environment, f"{sys.version_info[0]}.{sys.version_info[1]}".encode())
    _with_ending(folder, ".log").unlink(missing_ok=True)
    progress.say("Done.")


def _write_stamp(environment: Environment, version: bytes) -> None:
    """Say that the environment is complete, in one step; `version` is that of its Python, such as 3.11."""
    half = Path(environment.stamp + ".half")
    half.write_bytes(b"\n".join((environment.fingerprint(), version, read(environment.lock))))
    half.replace(environment.stamp)


def _stamped(environment: Environment) -> tuple[bytes, bytes]:
    """Return the version of Python and the lock of a complete environment; empty where it is not complete."""
    try:
        _fingerprint, version, lock = read(environment.stamp).split(b"\n", 2)
    except (OSError, ValueError):
        return b"", b""
    return version, lock


def _still_runs(environment: Environment) -> bool:
    """Whether its Python runs and is of the version that its packages were made for."""
    check = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run(
            (environment.python, "-I", "-c", check),
            capture_output=True,
            check=True,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.CalledProcessError):
        return False
    return answer.stdout.strip() == _stamped(environment)[0]


def _serves_meanwhile(environment: Environment) -> bool:
    """Whether it has all packages of the lock, if in other versions."""
    locks = (read(environment.lock), _stamped(environment)[1])
    wanted, there = (installers.packages_for(lock.decode(), sys.platform) for lock in locks)
    return wanted <= there and _still_runs(environment)


def _with_ending(folder: Path, ending: str) -> Path:
    return folder.with_name(folder.name + ending)


def _free_name(wished: Path) -> Path:
    """Return the wished path, or the first of its numbered ones that nothing has yet."""
    path, number = wished, 1
    while os.path.lexists(path):
        number += 1
        path = wished.with_name(f"{wished.name}-{number}")
    return path
