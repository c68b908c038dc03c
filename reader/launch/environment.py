"""Where the environment of a checkout is, whether it is complete, and how to go over into it.

This runs on every start, so it imports only what Python has loaded already; all that takes time is in
`first_run`.
"""

from __future__ import annotations

import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
"""The checkout."""

STAMP = "complete.stamp"
"""File written last into an environment: `fingerprint`, the version of Python, and the lock it was made from."""


class Environment:
    """A folder that holds a Python with the packages of one lock. (A plain class: a dataclass costs 5 ms.)"""

    def __init__(self, folder: str, lock: str) -> None:
        self.folder = folder
        self.lock = lock
        """Path of the lock file that it must match."""
        inside = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
        self.python = os.path.join(folder, *inside)
        self.stamp = os.path.join(folder, STAMP)

    def is_complete(self) -> bool:
        """Whether everything of the lock was installed, for the Python that is there now."""
        try:
            fingerprint, _version, lock = read(self.stamp).split(b"\n", 2)
            return lock == read(self.lock) and fingerprint == self.fingerprint()
        except (OSError, ValueError):
            return False

    def fingerprint(self) -> bytes:
        """What changes when the Python underneath is replaced; raises `OSError` when it has vanished."""
        real = os.path.realpath(self.python)
        status = os.stat(real)
        return os.fsencode(f"{real} {status.st_size} {int(status.st_mtime)}")


def read(path: str) -> bytes:
    """Return the bytes of a file."""
    with open(path, "rb", buffering=0) as file:
        return file.read()


def beside(name: str, lock: str) -> Environment:
    """Return the environment that lies in the checkout, whether it exists or not."""
    return Environment(os.path.join(ROOT, name), os.path.join(ROOT, lock))


def elsewhere(name: str, lock: str) -> Environment:
    """Return the one in the person's own folders, for a checkout that cannot be written."""
    from binascii import crc32  # noqa: PLC0415 - not needed on most starts

    home = os.path.expanduser("~")
    chosen = os.environ.get("READER_HOME", "").strip()
    if chosen:
        caches = os.path.abspath(os.path.expanduser(chosen))
    elif os.name == "nt":
        caches = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    elif sys.platform == "darwin":
        caches = os.path.join(home, "Library", "Caches")
    else:
        caches = os.environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache")
    checkout = f"{name.lstrip('.')}-{crc32(os.fsencode(ROOT)):08x}"
    folder = os.path.join(caches, "hands-off-reader", "environments", checkout)
    return Environment(folder, os.path.join(ROOT, lock))


def start(name: str, lock: str, module: str, arguments: list[str]) -> int:
    """Run `module` in the environment `name`, made first where needed; returns only where it cannot take over.

    `lock` is relative to the checkout.
    """
    environment = beside(name, lock)
    if not environment.is_complete():
        environment = elsewhere(name, lock)
        if not environment.is_complete():
            from reader.launch import first_run, progress  # noqa: PLC0415 - not needed on most starts

            try:
                places = (beside(name, lock), elsewhere(name, lock))
                environment = first_run.prepare(places, progress.Progress(sys.stderr))
            except first_run.CannotPrepare as problem:
                sys.stderr.write(f"{problem}\n")
                return 1
    return hand_over(environment, module, arguments)


def hand_over(environment: Environment, module: str, arguments: list[str]) -> int:
    """Become `python -m module`, with the checkout importable and the person's own Python settings out of its way."""
    os.environ["PYTHONPATH"] = ROOT
    os.environ["PYTHONSAFEPATH"] = (
        "1"  # a file in the current folder must not pass for one of our modules
    )
    # The last one would have every start compile every module anew, which takes longer than all else.
    for name in ("PYTHONHOME", "__PYVENV_LAUNCHER__", "PYTHONDONTWRITEBYTECODE"):
        os.environ.pop(name, None)
    command = [environment.python, "-m", module, *arguments]
    if os.name != "nt":
        os.execv(environment.python, command)
    import subprocess  # noqa: PLC0415 - only Windows needs it: its exec does not wait

    with subprocess.Popen(command) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:  # it was meant for the child, which got it too
                continue
