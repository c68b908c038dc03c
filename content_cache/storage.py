"""The library file: connections, transactions, and which of SQLite's errors a person can act on.

The only module beside `schema` that knows sqlite3. Must not know what is stored: the queries are in
`records`. Any thread; each has a connection of its own, so that none waits for another one's reading.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from content_cache import schema
from content_cache.errors import (
    LibraryDamaged,
    LibraryError,
    LibraryFull,
    LibraryLocked,
    LibraryTooNew,
    NotALibrary,
)

Value = str | int | float | bytes | None
Row = tuple[Value, ...]

BUSY_TIMEOUT_S = 5.0
"""How long another writer is waited for; our own transactions last milliseconds. (judgement)"""
DAMAGED_MARK = "-damaged"
"""Ending of the file that says that the library was found to be damaged, and where its broken file was copied to."""
SQLITE_HEADER_BYTES = 100
"""No SQLite file is shorter. Source: sqlite.org/fileformat2.html, section 1.3."""


class Transaction:
    """What may be done between a transaction's beginning and its end."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def execute(self, statement: str, values: Sequence[Value] = ()) -> list[Row]:
        """Run one statement; gives its rows, if it has any."""
        return self._connection.execute(statement, values).fetchall()

    def execute_many(self, statement: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run one statement for each row of values."""
        self._connection.executemany(statement, rows)


class Storage:
    """One library file, open."""

    def __init__(
        self,
        path: Path,
        *,
        busy_timeout_s: float = BUSY_TIMEOUT_S,
        migrations: tuple[tuple[str, ...], ...] = schema.MIGRATIONS,
    ) -> None:
        """
        Raises:
            LibraryError: the file is not a library, too new, locked, or cannot be written.
        """
        self.path = path
        self._busy_timeout_s = busy_timeout_s
        self._migrations = migrations
        self._local = threading.local()
        self._lock = threading.Lock()
        self._open: list[tuple[weakref.ref[threading.Thread], _Connection]] = []
        self._is_closed = False
        self._shared: _Connection | None = None
        """The one connection of all threads, where the disk has no room for what several would need."""
        _make_private(path)
        try:
            with self._errors_wrapped():
                self._bring_up_to_date(self._connection().sqlite)
        except LibraryFull:
            self._shared = self._open_without_room()
            if self._shared is None:
                self.close()
                raise
        except LibraryError:
            self.close()
            raise

    def rows(self, query: str, values: Sequence[Value] = ()) -> list[Row]:
        """All rows of a query."""
        connection = self._connection()
        with connection.lock, self._errors_wrapped():
            return connection.sqlite.execute(query, values).fetchall()

    def row(self, query: str, values: Sequence[Value] = ()) -> Row | None:
        """The first row of a query."""
        rows = self.rows(query, values)
        return rows[0] if rows else None

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Write all or nothing. Keep it short, and wait for nothing inside it."""
        connection = self._connection()
        with connection.lock, self._errors_wrapped():
            # IMMEDIATE takes the write lock at once: a reader that turns writer half-way could not wait for it.
            connection.sqlite.execute("BEGIN IMMEDIATE")
            try:
                yield Transaction(connection.sqlite)
                connection.sqlite.execute("COMMIT")
            finally:
                if connection.sqlite.in_transaction:
                    connection.sqlite.execute("ROLLBACK")

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Read everything as it is at one moment, whatever others write meanwhile. Write nothing in it."""
        connection = self._connection()
        with connection.lock, self._errors_wrapped():
            connection.sqlite.execute("BEGIN")
            try:
                yield Transaction(connection.sqlite)
            finally:
                if connection.sqlite.in_transaction:
                    connection.sqlite.execute("ROLLBACK")

    @contextmanager
    def scratch(self) -> Iterator[Transaction]:
        """An empty database in memory, to take words apart in; gone at the end."""
        connection = sqlite3.connect(":memory:", isolation_level=None)
        try:
            yield Transaction(connection)
        finally:
            connection.close()

    def close(self) -> None:
        """Close every thread's connection; may be called twice."""
        with self._lock:
            self._is_closed = True
            connections, self._open = [connection for _, connection in self._open], []
        if self._shared is not None:
            connections.append(self._shared)
        for connection in connections:
            connection.close()

    def _connection(self) -> _Connection:
        if self._shared is not None:
            return self._shared
        connection: _Connection | None = getattr(self._local, "connection", None)
        if connection is not None:
            return connection
        with self._errors_wrapped():
            connection = _Connection(self.path, self._busy_timeout_s)
        with self._lock:
            ended = [entry for entry in self._open if _has_ended(entry[0]())]
            self._open = [entry for entry in self._open if entry not in ended]
            self._open.append((weakref.ref(threading.current_thread()), connection))
            is_closed = self._is_closed
        for _, old in ended:
            old.close()
        if is_closed:
            connection.close()
        self._local.connection = connection
        return connection

    def _bring_up_to_date(self, connection: sqlite3.Connection) -> None:
        if _marks(connection) != (schema.APPLICATION_ID, len(self._migrations)):
            # First a look that takes no lock and writes nothing: it may be somebody else's.
            connection.execute("BEGIN")
            try:
                self._check_is_ours(connection)
            finally:
                connection.execute("ROLLBACK")
            self._migrate(connection)
        try:
            # Writers do not hold readers up, and a place costs one short append. The file remembers it.
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if not isinstance(library_error(error, self.path), LibraryLocked):
                raise
            # Another process is at the same; if it is not, the next opening is.

    def _migrate(self, connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Again, now that no other process can be half-way through the same.
            self._check_is_ours(connection)
            schema.migrate(connection, self._migrations)
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")

    def _open_without_room(self) -> _Connection | None:
        """A connection that can at least read on a full or read-only disk; None where there is none.

        SQLite keeps the index of its log in a file beside the library, and cannot make it there. Alone
        on the file it keeps that index in memory; and where there is no log either, and none can be
        made, nothing is written while the file is read.
        Source: sqlite.org/wal.html, "Use of WAL Without Shared-Memory" and "Read-Only Databases".
        """
        log = self.path.with_name(self.path.name + "-wal")
        ways = ["", "?mode=ro&immutable=1"] if not log.is_file() or not log.stat().st_size else [""]
        for way in ways:
            try:
                connection = _Connection(self.path, self._busy_timeout_s, way=way, is_alone=True)
            except sqlite3.Error as error:
                if library_error(error, self.path) is None:
                    raise
                continue
            if _marks(connection.sqlite) == (schema.APPLICATION_ID, len(self._migrations)):
                return connection
            connection.close()
        return None

    def _check_is_ours(self, connection: sqlite3.Connection) -> None:
        """Called inside a transaction, so that all of it is seen at one moment."""
        application_id, version = _marks(connection)
        if application_id == schema.APPLICATION_ID:
            if version > len(self._migrations):
                raise LibraryTooNew(
                    "Your saved pages were kept by a newer version of this reader. "
                    "Install the newest version to open them.",
                    path=self.path,
                )
            return
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        # SQLite takes a file of a few bytes for an empty one, and would write over it.
        is_scrap = 0 < self.path.stat().st_size < SQLITE_HEADER_BYTES
        ours = "SELECT count(*) FROM sqlite_schema WHERE name IN ('pages', 'versions', 'places')"
        if is_scrap or connection.execute(ours).fetchone() == (3,):
            mark_damaged(self.path)
            raise LibraryDamaged(_damaged(self.path), path=self.path)
        if application_id or version or tables:
            raise NotALibrary(_not_a_library(self.path), path=self.path)

    @contextmanager
    def _errors_wrapped(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            wrapped = library_error(error, self.path)
            if wrapped is None:
                raise
            if isinstance(wrapped, LibraryDamaged):
                mark_damaged(self.path)
            raise wrapped from error


class _Connection:
    """A thread's connection, and a lock so that closing waits for the statement that runs."""

    def __init__(
        self, path: Path, busy_timeout_s: float, *, way: str = "", is_alone: bool = False
    ) -> None:
        self.lock = threading.RLock()
        self.sqlite = sqlite3.connect(
            path.absolute().as_uri() + way if way else path,
            uri=bool(way),
            timeout=busy_timeout_s,
            isolation_level=None,  # transactions are begun by hand
            check_same_thread=False,  # used by one thread, but closed by whoever closes the library
        )
        try:
            if is_alone:
                self.sqlite.execute("PRAGMA locking_mode = EXCLUSIVE")
            # With WAL, NORMAL never damages the file; a power cut can cost the last places, a killed
            # process nothing. Source: sqlite.org, PRAGMA synchronous.
            self.sqlite.execute("PRAGMA synchronous = NORMAL")
            self.sqlite.execute("PRAGMA foreign_keys = ON")
            self.sqlite.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except sqlite3.Error:
            self.sqlite.close()
            raise

    def close(self) -> None:
        with self.lock:
            self.sqlite.close()


def library_error(error: sqlite3.Error, path: Path) -> LibraryError | None:
    """The error a person can act on, or None: all else (wrong SQL, broken constraints) is a bug."""
    # The low byte is the kind, the others the details. Source: sqlite.org/rescode.html.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return LibraryDamaged(_damaged(path), path=path)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LibraryLocked(
            "Another program is using your saved pages. Close it, or try again in a moment.",
            path=path,
        )
    if code == sqlite3.SQLITE_FULL:
        return LibraryFull(
            "There is no room left on the disk, so nothing was changed. Make some room and try again.",
            path=path,
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN):
        return LibraryFull(
            f"The reader may not write in {path.parent}. Allow it, or choose another folder.",
            path=path,
        )
    if code == sqlite3.SQLITE_IOERR:
        return LibraryFull(
            f"The disk would not take or give what is kept in {path.parent}. "
            "Check that it has room and is connected.",
            path=path,
        )
    return None


@contextmanager
def held_alone(path: Path, lock: Path, timeout_s: float) -> Iterator[None]:
    """Keep all others away that want the same lock, once no other program has the library open.

    Raises:
        LibraryLocked: another program has it open, or held the lock for too long.
        LibraryFull: the lock cannot be made here.
    """
    # An empty database is a lock that every system has, and that goes with the process that holds it.
    holder: sqlite3.Connection | None = None
    try:
        holder = sqlite3.connect(lock, timeout=timeout_s, isolation_level=None)
        holder.execute("BEGIN EXCLUSIVE")
        with closing(sqlite3.connect(path, timeout=0.5, isolation_level=None)) as library:
            library.execute("PRAGMA locking_mode = EXCLUSIVE")
            library.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        wrapped = library_error(error, path)
        # One that is too broken to be held nobody else can use either.
        if not isinstance(wrapped, LibraryDamaged):
            if holder is not None:
                holder.close()
            if wrapped is None:
                raise
            raise wrapped from error
    try:
        yield
    finally:
        if holder is not None:
            holder.close()


def is_marked_damaged(path: Path) -> bool:
    """Whether the library was found to be damaged since it was last made whole."""
    return path.with_name(path.name + DAMAGED_MARK).exists()


def mark_damaged(path: Path) -> None:
    """Tell the next opening that the library is damaged."""
    with suppress(OSError):  # where nothing can be written, the damage is met once more
        path.with_name(path.name + DAMAGED_MARK).touch()


def _damaged(path: Path) -> str:
    return (
        f"The file {path.name} in {path.parent} is damaged. "
        "Start the reader again: it saves what can still be read."
    )


def _not_a_library(path: Path) -> str:
    return (
        f"The file {path.name} in {path.parent} is not a library of this reader. "
        "It was left as it is. Move it away to start a new library."
    )


def _marks(connection: sqlite3.Connection) -> tuple[int, int]:
    """application_id and user_version, as the file has them."""
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return application_id, version


def _make_private(path: Path) -> None:
    """Make a missing file so that only this user can read it; SQLite's files beside it follow."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))
    except OSError:
        return  # it is there, or it cannot be made: SQLite finds out which


def _has_ended(thread: threading.Thread | None) -> bool:
    return thread is None or not thread.is_alive()
