"""Where a running reader is asked: a private socket, and the lock that says whose it is.

Any thread. Only finds, makes and clears away; what goes through the socket is `remote`'s. On Unix it is
`run/remote.sock` in the reader's folder. Where that path is too long for a socket, or there are no such
sockets, `run/address` says where to ask: `unix PATH`, or `tcp PORT TOKEN` with a token that only this
user can read.
"""

from __future__ import annotations

import errno
import os
import socket
import stat
import sys
from pathlib import Path
from typing import Literal, NamedTuple

from reader.errors import RemoteError

LONGEST_SOCKET_PATH_BYTES = 100
"""Source: `sun_path` of sockaddr_un holds 108 bytes on Linux, 104 on macOS and the BSDs."""

Transport = Literal["unix", "tcp"]
DEFAULT_TRANSPORT: Transport = "tcp" if sys.platform == "win32" else "unix"

_SOCKET = "remote.sock"
_ADDRESS = "address"
_BORROWED_FOLDER = "hands-off-reader-"


class Listening(NamedTuple):
    """A socket that clients can find."""

    listener: socket.socket
    folder: Path
    """The reader's `run` folder."""
    token: str
    """What each line must begin with; empty where the socket itself is private."""

    def close(self) -> None:
        """Stop listening and take the address away."""
        self.listener.close()
        _clear(self.folder)


class Lock:
    """Held by one process at a time, and freed by the system when that process ends in whatever way."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def acquire(self) -> bool:
        """Whether it is ours now; does not wait. Raises `OSError` where there can be no lock."""
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            is_ours = _lock(handle)
        except OSError:
            os.close(handle)
            raise
        if is_ours:
            self._handle = handle
        else:
            os.close(handle)
        return is_ours

    def release(self) -> None:
        """Let the next one have it. May be called twice."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def make_private(folder: Path) -> None:
    """Make the folder, or make it private again.

    Raises `OSError` where that fails, `RemoteError` where somebody else owns it.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    if sys.platform != "win32":  # there it stands in the user's own profile, closed to others
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
            raise RemoteError(
                f"This reader cannot be steered from outside, because {folder} "
                "belongs to somebody else."
            )
        if stat.S_IMODE(found.st_mode) != 0o700:
            folder.chmod(0o700)


def listen(folder: Path, transport: Transport) -> Listening:
    """Listen where clients look; only for the holder of the folder's lock, as what stands there goes.

    Raises `OSError`.
    """
    _clear(folder)
    return _listen_unix(folder) if transport == "unix" else _listen_tcp(folder)


def connect(folder: Path, timeout_s: float) -> tuple[socket.socket, str]:
    """A connection to the running reader, and the token to begin each line with.

    Raises `OSError` where nobody listens.
    """
    try:
        kind, _, where = (folder / _ADDRESS).read_text("utf-8").strip().partition(" ")
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        kind, where = "unix", str(folder / _SOCKET)
    port, _, token = where.partition(" ")
    if kind == "tcp" and port.isdecimal() and int(port) < 2**16:
        return socket.create_connection(("127.0.0.1", int(port)), timeout_s), token
    if kind != "unix":
        raise ConnectionRefusedError("no address")
    return _connect_unix(where, timeout_s), ""


def _listen_tcp(folder: Path) -> Listening:
    listener = socket.create_server(("127.0.0.1", 0))
    token = os.urandom(16).hex()
    try:
        _write_address(folder, f"tcp {listener.getsockname()[1]} {token}")
    except OSError:
        listener.close()
        raise
    return Listening(listener, folder, token)


def _write_address(folder: Path, address: str) -> None:
    """In one step, so that no client reads half of it; readable by this user only from the first byte."""
    aside = folder / f"{_ADDRESS}.new"
    aside.unlink(missing_ok=True)
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(address + "\n")
    aside.replace(folder / _ADDRESS)


def _borrowed_folder() -> Path:
    """A new private folder with a short path, for a socket whose own would be too long."""
    base = os.environ.get("XDG_RUNTIME_DIR", "")
    if not base or len(os.fsencode(base)) > 60 or not os.access(base, os.W_OK):
        base = "/tmp"  # the folder made in it is private, and its name cannot be guessed
    folder = Path(base) / (_BORROWED_FOLDER + os.urandom(6).hex())
    folder.mkdir(mode=0o700)
    return folder


def _clear(folder: Path) -> None:
    """Take away the address of a reader that has left or crashed."""
    address = folder / _ADDRESS
    try:
        kind, _, where = address.read_text("utf-8").strip().partition(" ")
    except (OSError, UnicodeDecodeError):
        kind, where = "", ""
    borrowed = Path(where)
    if kind == "unix" and borrowed.parent.name.startswith(_BORROWED_FOLDER):
        borrowed.unlink(missing_ok=True)
        if borrowed.parent.is_dir():
            borrowed.parent.rmdir()
    address.unlink(missing_ok=True)
    (folder / _SOCKET).unlink(missing_ok=True)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def _listen_unix(folder: Path) -> Listening:
        raise OSError(errno.EAFNOSUPPORT, "There are no such sockets here", str(folder))

    def _connect_unix(where: str, timeout_s: float) -> socket.socket:  # noqa: ARG001 - as its twin
        raise OSError(errno.EAFNOSUPPORT, "There are no such sockets here", where)

else:
    import fcntl

    def _lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _listen_unix(folder: Path) -> Listening:
        path = folder / _SOCKET
        if len(os.fsencode(path)) > LONGEST_SOCKET_PATH_BYTES:
            path = _borrowed_folder() / _SOCKET
            _write_address(folder, f"unix {path}")
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            listener.bind(os.fsencode(path))
            path.chmod(0o600)
            listener.listen()
        except OSError:
            listener.close()
            raise
        return Listening(listener, folder, token="")

    def _connect_unix(where: str, timeout_s: float) -> socket.socket:
        if len(os.fsencode(where)) > LONGEST_SOCKET_PATH_BYTES:
            raise FileNotFoundError(where)  # such a socket would have its address written down
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.settimeout(timeout_s)
            connection.connect(os.fsencode(where))
        except OSError:
            connection.close()
            raise
        return connection
