"""The library file: made, opened, refused, shared, killed, and on a disk without room."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from content_cache import schema
from content_cache.errors import (
    LibraryError,
    LibraryFull,
    LibraryLocked,
    LibraryTooNew,
    NotALibrary,
)
from content_cache.storage import Storage, library_error

ROOT = Path(__file__).resolve().parents[3]
TEST_TABLE = ("CREATE TABLE notes (word TEXT NOT NULL) STRICT",)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


@pytest.fixture
def storage(path: Path) -> Iterator[Storage]:
    with closing(Storage(path, busy_timeout_s=0.05, migrations=(TEST_TABLE,))) as opened:
        yield opened


def note(storage: Storage, word: str) -> None:
    with storage.transaction() as sql:
        sql.execute("INSERT INTO notes VALUES (?)", (word,))


def notes(storage: Storage) -> list[str]:
    return [str(word) for (word,) in storage.rows("SELECT word FROM notes ORDER BY word")]


def run_child(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def assert_fit_to_be_spoken(error: LibraryError, path: Path) -> None:
    sentence = str(error)
    assert sentence.endswith(".")
    assert sentence.isprintable()
    for jargon in ("sqlite", "SQL", "database", "Error", "lock", "WAL"):
        assert jargon not in sentence.replace(str(path.parent), "")
    assert error.path == path


# Making and opening


def test_a_new_file_carries_its_marks(path: Path) -> None:
    Storage(path).close()
    with closing(sqlite3.connect(path)) as sql:
        assert sql.execute("PRAGMA application_id").fetchone() == (schema.APPLICATION_ID,)
        assert sql.execute("PRAGMA user_version").fetchone() == (schema.newest_version(),)
        assert sql.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_only_this_user_can_read_what_is_kept(path: Path) -> None:
    if os.name != "posix":
        pytest.skip("this system keeps such rights elsewhere")
    with closing(Storage(path, migrations=(TEST_TABLE,))) as storage:
        note(storage, "private")
        modes = {file.name: file.stat().st_mode & 0o777 for file in path.parent.iterdir()}
    assert len(modes) == 3
    assert set(modes.values()) == {0o600}


def test_what_was_written_is_there_again(path: Path, storage: Storage) -> None:
    note(storage, "kept")
    storage.close()
    with closing(Storage(path, migrations=(TEST_TABLE,))) as again:
        assert notes(again) == ["kept"]


def test_an_empty_file_becomes_a_library(path: Path) -> None:
    path.touch()
    Storage(path).close()
    assert path.stat().st_size > 0


def test_an_older_library_is_brought_up_to_date_with_all_it_holds(path: Path) -> None:
    with closing(Storage(path, migrations=(TEST_TABLE,))) as old:
        note(old, "kept")
    second = (
        "ALTER TABLE notes ADD COLUMN length INTEGER",
        "UPDATE notes SET length = length(word)",
    )
    third = ("CREATE TABLE more (x) ",)
    with closing(Storage(path, migrations=(TEST_TABLE, second, third))) as new:
        assert new.rows("SELECT word, length FROM notes") == [("kept", 4)]
        assert new.row("PRAGMA user_version") == (3,)


def test_a_migration_that_fails_changes_nothing(path: Path) -> None:
    with closing(Storage(path, migrations=(TEST_TABLE,))) as old:
        note(old, "kept")
    bad = ("DROP TABLE notes", "CREATE NONSENSE")
    with pytest.raises(sqlite3.OperationalError):  # a bug, not something a person can mend
        Storage(path, migrations=(TEST_TABLE, bad))
    with closing(Storage(path, migrations=(TEST_TABLE,))) as old:
        assert notes(old) == ["kept"]


def test_two_who_begin_the_same_library_at_once(path: Path) -> None:
    faults: list[BaseException] = []
    ready = threading.Barrier(8)

    def begin() -> None:
        ready.wait()
        try:
            Storage(path).close()
        except LibraryError as fault:
            faults.append(fault)

    threads = [threading.Thread(target=begin) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


# Refusing


@pytest.mark.parametrize(
    "content",
    [
        b"x",
        b"x" * 200,
        b"These are my notes, please keep them.\n" * 300,
        b"SQLite format 3\0" + b"\xff" * 5000,
        b"\0" * 8192,
    ],
    ids=["tiny", "small", "text", "broken header", "zeros"],
)
def test_a_file_that_is_something_else_is_left_as_it_is(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(NotALibrary) as caught:
        Storage(path)
    assert_fit_to_be_spoken(caught.value, path)
    assert path.read_bytes() == content


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_another_programs_database_is_left_as_it_is(path: Path, mode: str) -> None:
    with closing(sqlite3.connect(path)) as sql:
        sql.execute(f"PRAGMA journal_mode = {mode}")
        sql.execute("CREATE TABLE recipes (name)")
        sql.commit()
    content = path.read_bytes()
    with pytest.raises(NotALibrary) as caught:
        Storage(path)
    assert_fit_to_be_spoken(caught.value, path)
    assert path.read_bytes() == content
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_newer_library_is_left_as_it_is(path: Path) -> None:
    Storage(path).close()
    with closing(sqlite3.connect(path)) as sql:
        sql.execute(f"PRAGMA user_version = {schema.newest_version() + 1}")
    content = path.read_bytes()
    with pytest.raises(LibraryTooNew) as caught:
        Storage(path)
    assert_fit_to_be_spoken(caught.value, path)
    assert path.read_bytes() == content


def test_a_damaged_library_says_so(path: Path) -> None:
    with closing(Storage(path, migrations=(TEST_TABLE,))) as old:
        for number in range(3000):
            note(old, f"word {number}" * 10)
    content = bytearray(path.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    path.write_bytes(content)
    with (
        closing(Storage(path, migrations=(TEST_TABLE,))) as damaged,
        pytest.raises(NotALibrary) as caught,
    ):
        notes(damaged)
    assert "damaged" in str(caught.value)
    assert_fit_to_be_spoken(caught.value, path)


def test_a_folder_in_the_files_place(path: Path) -> None:
    path.mkdir()
    with pytest.raises(LibraryError) as caught:
        Storage(path)
    assert_fit_to_be_spoken(caught.value, path)


def test_wrong_sql_is_a_bug_and_not_hidden(storage: Storage) -> None:
    with pytest.raises(sqlite3.OperationalError):
        storage.rows("SELECT nonsense")
    with pytest.raises(sqlite3.IntegrityError), storage.transaction() as sql:
        sql.execute("INSERT INTO notes VALUES (NULL)")


# Sharing


def test_reading_goes_on_while_another_writes(path: Path, storage: Storage) -> None:
    note(storage, "before")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert notes(storage) == ["before"]
        other.execute("ROLLBACK")


def test_a_writer_that_does_not_end_is_named_and_later_waited_for(
    path: Path, storage: Storage
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LibraryLocked) as caught:
            note(storage, "too early")
        assert_fit_to_be_spoken(caught.value, path)
        other.execute("ROLLBACK")
    note(storage, "in time")
    assert notes(storage) == ["in time"]


def test_a_library_that_is_held_while_it_is_opened(path: Path) -> None:
    Storage(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LibraryLocked) as caught:
            Storage(path, busy_timeout_s=0.05)
        assert_fit_to_be_spoken(caught.value, path)


def test_what_fails_half_way_is_not_kept_at_all(storage: Storage) -> None:
    with pytest.raises(KeyError), storage.transaction() as sql:
        sql.execute("INSERT INTO notes VALUES ('half')")
        raise KeyError("stop")
    assert notes(storage) == []
    note(storage, "whole")
    assert notes(storage) == ["whole"]


def test_many_threads_write_at_once(path: Path) -> None:
    with closing(Storage(path, migrations=(TEST_TABLE,))) as storage:
        faults: list[BaseException] = []

        def write(name: int) -> None:
            try:
                for number in range(20):
                    note(storage, f"{name}-{number:02}")
                    notes(storage)
            except LibraryError as fault:
                faults.append(fault)

        threads = [threading.Thread(target=write, args=(name,)) for name in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert faults == []
        assert len(notes(storage)) == 160


def test_threads_that_ended_leave_no_connections(path: Path, storage: Storage) -> None:
    for _ in range(100):
        thread = threading.Thread(target=notes, args=(storage,))
        thread.start()
        thread.join()
    handles = Path("/proc/self/fd")
    if not handles.exists():
        pytest.skip("this system does not list open files")
    names = [str(handle.readlink()) for handle in handles.iterdir() if handle.is_symlink()]
    assert sum(name == str(path) for name in names) < 10


def test_closing_twice_and_from_another_thread(path: Path) -> None:
    storage = Storage(path)
    thread = threading.Thread(target=storage.close)
    thread.start()
    thread.join()
    storage.close()
    assert [file.name for file in path.parent.iterdir()] == [path.name]


WRITER = """
import sys
from pathlib import Path
from content_cache.storage import Storage
storage = Storage(Path(sys.argv[1]), migrations=(("CREATE TABLE notes (word TEXT NOT NULL) STRICT",),))
for number in range(int(sys.argv[3])):
    with storage.transaction() as sql:
        sql.execute("INSERT INTO notes VALUES (?)", (f"{sys.argv[2]}-{number}",))
    print(number, flush=True)
storage.close()
"""


def test_two_processes_write_at_once(path: Path) -> None:
    children = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), name, "150"],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in ("one", "two", "three")
    ]
    for child in children:
        _, trouble = child.communicate(timeout=120)
        assert child.returncode == 0, trouble
    with closing(Storage(path, migrations=(TEST_TABLE,))) as storage:
        assert len(notes(storage)) == 450
        assert storage.row("PRAGMA integrity_check") == ("ok",)


# Killed


def test_a_kill_in_the_middle_loses_nothing_that_was_kept(path: Path) -> None:
    for life in range(12):
        child = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), f"life{life}", "1000000"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert child.stdout is not None
        for _ in range(1 + 7 * life):
            last = child.stdout.readline()
        child.kill()
        told, _ = child.communicate()
        last = int((told.splitlines() or [last])[-1] or last)
        with closing(Storage(path, migrations=(TEST_TABLE,))) as storage:
            assert storage.row("PRAGMA integrity_check") == ("ok",)
            found = set(notes(storage))
        assert {f"life{life}-{number}" for number in range(last + 1)} <= found


# No room


def test_the_kinds_of_no_room(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as sql:
        sql.execute("CREATE TABLE t (x)")
        sql.execute("PRAGMA max_page_count = 3")
        with pytest.raises(sqlite3.OperationalError) as full:
            sql.execute("INSERT INTO t VALUES (zeroblob(100000))")
    wrapped = library_error(full.value, path)
    assert isinstance(wrapped, LibraryFull)
    assert "no room" in str(wrapped)
    with (
        closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None)) as sql,
        pytest.raises(sqlite3.OperationalError) as readonly,
    ):
        sql.execute("INSERT INTO t VALUES (1)")
    wrapped = library_error(readonly.value, path)
    assert isinstance(wrapped, LibraryFull)
    assert "may not write" in str(wrapped)


NO_SIDE_FILE = """
import resource, sys, threading
from pathlib import Path
from content_cache.storage import Storage

resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))  # the index of the log has 32 kB
storage = Storage(Path(sys.argv[1]), migrations=(("CREATE TABLE notes (word TEXT NOT NULL) STRICT",),))

def use():
    with storage.transaction() as sql:
        sql.execute("INSERT INTO notes VALUES ('more')")
    print(storage.rows("SELECT word FROM notes"))

for turn in range(2):
    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
storage.close()
"""


def test_where_no_side_file_can_be_made_the_library_still_opens(
    path: Path, storage: Storage
) -> None:
    if sys.platform == "win32":
        pytest.skip("this system cannot limit the size of files")
    note(storage, "kept")
    storage.close()
    child = run_child(NO_SIDE_FILE, path)
    assert child.returncode == 0, child.stderr
    assert child.stdout.splitlines()[-1] == "[('kept',), ('more',), ('more',)]"


def test_where_nothing_can_be_written_the_library_can_still_be_read(
    path: Path, storage: Storage
) -> None:
    note(storage, "kept")
    storage.close()
    (path.parent / "library.db-shm").mkdir()
    (path.parent / "library.db-wal").mkdir()
    with closing(Storage(path, migrations=(TEST_TABLE,))) as readable:
        assert notes(readable) == ["kept"]
        with pytest.raises(LibraryFull) as caught:
            note(readable, "more")
        assert_fit_to_be_spoken(caught.value, path)
        assert notes(readable) == ["kept"]


def test_what_a_killed_process_left_is_never_passed_over(path: Path) -> None:
    run_child(WRITER.replace("storage.close()", "import os; os._exit(0)"), path, "kept", 3)
    assert path.with_name("library.db-wal").stat().st_size > 0
    path.with_name("library.db-shm").unlink()
    path.with_name("library.db-shm").mkdir()
    with closing(Storage(path, migrations=(TEST_TABLE,))) as alone:
        assert notes(alone) == ["kept-0", "kept-1", "kept-2"]


FILLER = """
import sys
from pathlib import Path
from content_cache.errors import LibraryFull
from content_cache.storage import Storage

TABLE = (("CREATE TABLE notes (word TEXT NOT NULL) STRICT",),)
path = Path(sys.argv[1])

def note(word):
    with storage.transaction() as sql:
        sql.execute("INSERT INTO notes VALUES (?)", (word,))

storage = Storage(path, migrations=TABLE)
for number in range(5):
    note("x" * 3000)
storage.close()
with (path.parent / "filler").open("wb", buffering=0) as filler:
    try:
        while True:
            filler.write(b"x" * 512)
    except OSError:
        pass
storage = Storage(path, migrations=TABLE)
print(*storage.row("SELECT count(*) FROM notes"), *storage.row("PRAGMA integrity_check"))
try:
    note("no room")
except LibraryFull as error:
    print(error)
(path.parent / "filler").unlink()
note("room again")
storage.close()
storage = Storage(path, migrations=TABLE)
kept = 6
try:
    while True:
        note("x" * 3000)
        kept += 1
except LibraryFull as error:
    print(error)
print(kept, *storage.row("SELECT count(*) FROM notes"), *storage.row("PRAGMA integrity_check"))
storage.close()
"""


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a quarter of a megabyte."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    mount = shutil.which("mount")
    if mount is None or not sys.platform.startswith("linux"):
        pytest.skip("no tiny disk can be made on this system")
    made = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("only root may make a tiny disk")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk_loses_nothing_and_can_still_be_read(tiny_disk: Path) -> None:
    child = run_child(FILLER, tiny_disk / "library.db")
    assert child.returncode == 0, child.stderr
    reopened, refused, filled, counts = child.stdout.splitlines()
    assert reopened == "5 ok"
    assert "room" in refused
    assert "no room" in filled
    kept, counted, condition = counts.split()
    assert int(kept) > 10
    assert (counted, condition) == (kept, "ok")


READ_ONLY = """
import os, sys
from pathlib import Path
from content_cache.errors import LibraryFull
from content_cache.storage import Storage
if os.geteuid() == 0:
    os.setuid(65534)  # root may write everywhere
path = Path(sys.argv[1])
storage = Storage(path, migrations=(("CREATE TABLE notes (word TEXT NOT NULL) STRICT",),))
print(*storage.row("SELECT count(*) FROM notes"))
try:
    with storage.transaction() as sql:
        sql.execute("INSERT INTO notes VALUES ('x')")
except LibraryFull as error:
    print(error)
storage.close()
try:
    Storage(path.parent / "new.db")
except LibraryFull as error:
    print(error)
"""


READ_LEFTOVER = """
import os, sys
from pathlib import Path
from content_cache.errors import LibraryFull
from content_cache.storage import Storage
if os.geteuid() == 0:
    os.setuid(65534)
try:
    storage = Storage(
        Path(sys.argv[1]), migrations=(("CREATE TABLE notes (word TEXT NOT NULL) STRICT",),)
    )
    print(len(storage.rows("SELECT word FROM notes")))
except LibraryFull as error:
    print(error)
"""


def test_what_cannot_be_read_whole_is_not_read_in_part() -> None:
    if not hasattr(os, "geteuid"):
        pytest.skip("this system has no such folders")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        killed = WRITER.replace("storage.close()", "import os; os._exit(0)")
        run_child(killed, folder / "library.db", "kept", 3)
        (folder / "library.db-shm").unlink()
        for file in folder.iterdir():
            file.chmod(0o444)
        folder.chmod(0o555)
        child = run_child(READ_LEFTOVER, folder / "library.db")
        folder.chmod(0o700)
    assert child.returncode == 0, child.stderr
    assert child.stdout.strip() == "3" or "may not write" in child.stdout


def test_a_folder_that_may_not_be_written_in() -> None:
    if not hasattr(os, "geteuid"):
        pytest.skip("this system has no such folders")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with closing(Storage(folder / "library.db", migrations=(TEST_TABLE,))) as storage:
            note(storage, "kept")
        (folder / "library.db").chmod(0o444)
        folder.chmod(0o555)
        child = run_child(READ_ONLY, folder / "library.db")
        folder.chmod(0o700)
    assert child.returncode == 0, child.stderr
    count, written, made = child.stdout.splitlines()
    assert count == "1"
    assert "may not write" in written
    assert "may not write" in made
