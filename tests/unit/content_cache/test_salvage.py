"""A damaged library: what can be read is brought over, what cannot is named, and the broken file stays beside it."""

from __future__ import annotations

import hashlib
import random
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from kept_pages import Clock, keep, keep_text

from content_cache.entries import Relation
from content_cache.errors import LibraryDamaged, LibraryError, NotALibrary
from content_cache.library import FILE_NAME, Library
from content_cache.resource import Page
from content_cache.salvage import BEFOREHAND, TOLD_EVERY
from content_cache.storage import DAMAGED_MARK, mark_damaged

PAGES = 60
SIZE = 4096
"""Bytes of a page of the file."""


@pytest.fixture
def folder(tmp_path: Path, clock: Clock) -> Path:
    """A closed library with many pages."""
    with closing(Library(tmp_path, now=clock)) as library:
        first = keep_text(library, "first", ("First", "It is here."))
        keep(library, "first", b"newer " * 900)
        library.bookmarks.add(first.id, "{1}", "It is here.")
        library.keep_place(first.id, "here", 0.5)
        library.queue.put_last("https://a.org/next", "Next")
        library.keep_state("last-open", first.id)
        for number in range(PAGES):
            page = keep(library, f"page{number}", random.Random(number).randbytes(6000))
            library.belongings.relate(Relation(page.id, first.id, "page", 1, "x"))
            library.keep_place(page.id, f"place {number}", 0.25)
    return tmp_path


def damage(folder: Path, change: Callable[[bytearray], object]) -> bytes:
    """Change the file; gives what it is then."""
    path = folder / FILE_NAME
    content = bytearray(path.read_bytes())
    change(content)
    path.write_bytes(content)
    return bytes(content)


def zero(content: bytearray, numbers: range | tuple[int, ...]) -> None:
    """Overwrite pages of the file, counted from 1."""
    for number in numbers:
        content[(number - 1) * SIZE : number * SIZE] = bytes(SIZE)


def opened(folder: Path, clock: Clock) -> Library:
    """The library salvaged, as it is for a person who starts the reader again after its damage was met."""
    mark_damaged(folder / FILE_NAME)
    library = Library(folder, now=clock)
    with closing(sqlite3.connect(folder / FILE_NAME)) as sql:
        assert sql.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert sql.execute("PRAGMA foreign_key_check").fetchall() == []
    for page in library.pages():
        assert hashlib.sha256(library.resource(page.id).body).hexdigest() == page.sha256
    return library


def roots(folder: Path, *names: str) -> tuple[int, ...]:
    """The first pages of tables and indexes."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as sql:
        found: dict[str, int] = dict(sql.execute("SELECT name, rootpage FROM sqlite_schema"))
    return tuple(found[name] for name in names)


def pages_of(folder: Path) -> dict[str, Page]:
    with closing(Library(folder)) as library:
        return {page.id: page for page in library.pages()}


def told_of(library: Library) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    assert library.salvaged is not None
    return library.salvaged.kept, library.salvaged.lost, library.salvaged.older


def test_a_library_that_is_marked_but_whole_loses_nothing(folder: Path, clock: Clock) -> None:
    with closing(Library(folder, now=clock)) as library:
        pages, marks, queue = library.pages(), library.bookmarks.all(), library.queue.all()
        forms = {page.id: library.versions(page.id) for page in pages}
    broken = (folder / FILE_NAME).read_bytes()
    with closing(opened(folder, clock)) as library:
        assert library.pages() == pages
        assert library.bookmarks.all() == marks
        assert library.queue.all() == queue
        assert {page.id: library.versions(page.id) for page in pages} == forms
        assert len(library.belongings.of(pages[0].id)) == PAGES
        assert library.state("last-open") == pages[0].id
        assert len(library.not_indexed("1", limit=100)) == PAGES + 1
        assert told_of(library) == (PAGES + 1, (), ())
        assert library.salvaged is not None
        assert library.salvaged.broken_file == folder / "library.broken-1.db"
        assert library.salvaged.broken_file.read_bytes() == broken
        assert "library.broken-1.db" in library.salvaged.sentence
    assert not (folder / f"{FILE_NAME}{DAMAGED_MARK}").exists()
    with closing(Library(folder)) as library:
        assert library.salvaged is None


@pytest.mark.parametrize(
    "names",
    [
        ("pages",),
        ("versions",),
        ("bodies",),
        ("sqlite_autoindex_pages_1", "sqlite_autoindex_versions_1", "sqlite_autoindex_bodies_1"),
        ("texts", "full_text_data", "derived", "topics"),
        ("sqlite_autoindex_pages_1", "pages", "bodies"),
    ],
)
def test_a_lost_root_of_a_tree_costs_no_page(
    folder: Path, clock: Clock, names: tuple[str, ...]
) -> None:
    """Every root here has pages below it, or is an index or can be made again; the rows lie elsewhere."""
    before = pages_of(folder)
    damage(folder, lambda content: zero(content, roots(folder, *names)))
    with closing(opened(folder, clock)) as library:
        assert {page.id: page for page in library.pages()} == before
        assert told_of(library) == (PAGES + 1, (), ())
        assert len(library.bookmarks.all()) == 1


@pytest.mark.parametrize("length", [100, SIZE, 3 * SIZE])
def test_a_lost_beginning_is_done_without(folder: Path, clock: Clock, length: int) -> None:
    before = pages_of(folder)
    broken = damage(folder, lambda content: content.__setitem__(slice(length), bytes(length)))
    with closing(Library(folder, now=clock)) as library:  # nobody marked it: opening finds out
        kept = {page.id: page for page in library.pages()}
        assert kept == before
        assert len(library.bookmarks.all()) == 1
        assert library.salvaged is not None
        assert library.salvaged.broken_file.read_bytes() == broken
        assert library.state("last-open") in kept


@pytest.mark.parametrize("seed", range(25))
def test_what_is_whole_is_brought_over_from_a_file_with_holes(
    folder: Path, clock: Clock, seed: int
) -> None:
    before = pages_of(folder)
    chance = random.Random(seed)
    holes = chance.randint(1, 8)

    def change(content: bytearray) -> None:
        for _ in range(holes):
            at = chance.randrange(len(content) // SIZE) * SIZE
            content[at : at + SIZE] = chance.randbytes(SIZE) if seed % 2 else bytes(SIZE)

    broken = damage(folder, change)
    intact = bodies_in(broken, folder, before)
    with closing(opened(folder, clock)) as library:
        after = {page.id: page for page in library.pages()}
        assert {page_id for page_id, page in before.items() if page.sha256 in intact} <= set(after)
        kept, lost, _ = told_of(library)
        assert kept == len(after)
        assert len(after) + len(lost) == len(before)
        assert library.salvaged is not None
        assert library.salvaged.broken_file.read_bytes() == broken
        keep(library, "later")


def bodies_in(broken: bytes, folder: Path, before: dict[str, Page]) -> set[str]:
    """Digests of the bodies that lie whole in a file: their bytes, cut where pages of the file end, are all there."""
    whole = set()
    for number in range(PAGES):
        body = random.Random(number).randbytes(6000)
        # Incompressible: zlib stores it as it is, so its bytes stand in the file.
        pieces = [body[at : at + 64] for at in range(0, len(body) - 64, 64)]
        if sum(piece not in broken for piece in pieces) <= 3:  # those over the end of a page
            whole.add(hashlib.sha256(body).hexdigest())
    return whole


@pytest.mark.parametrize("seed", range(8))
def test_a_file_that_was_cut_off_gives_what_is_before_the_cut(
    folder: Path, clock: Clock, seed: int
) -> None:
    before = pages_of(folder)
    chance = random.Random(seed)
    broken = damage(
        folder, lambda content: content.__delitem__(slice(chance.randrange(1, len(content)), None))
    )
    intact = bodies_in(broken, folder, before)
    with closing(opened(folder, clock)) as library:
        after = {page.id for page in library.pages()}
        ids = {page_id for page_id, page in before.items() if page.sha256 in intact}
        assert library.salvaged is not None
        # What lies before the cut without any row that tells of it is counted.
        assert len(ids - after) <= library.salvaged.nameless
        assert library.salvaged.kept == len(after)


@pytest.mark.parametrize(
    "content", [b"x", b"my notes\n" * 3000, b"SQLite format 3\0" + b"\xff" * 9000]
)
def test_a_file_that_is_no_library_is_kept_and_a_new_one_begun(
    tmp_path: Path, clock: Clock, content: bytes
) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    told: list[str] = []
    with closing(Library(tmp_path, now=clock, on_salvage=told.append)) as library:
        assert library.pages() == ()
        assert told_of(library) == (0, (), ())
        keep(library, "later")
    assert (tmp_path / "library.broken-1.db").read_bytes() == content
    assert len(told) == 1


def test_how_far_it_is_is_told_every_thousand_pages(tmp_path: Path, clock: Clock) -> None:
    with closing(Library(tmp_path, now=clock)) as library:
        for number in range(TOLD_EVERY + 50):
            keep(library, f"page{number}")
    with (tmp_path / FILE_NAME).open("rb+") as file:
        file.write(b"broken " * 20)
    told: list[str] = []
    with closing(Library(tmp_path, now=clock, on_salvage=told.append)) as library:
        assert told_of(library) == (TOLD_EVERY + 50, (), ())
    assert told == [BEFOREHAND, "1,000 pages so far."]


def test_a_byte_that_turned_in_a_body_costs_that_page_alone(folder: Path, clock: Clock) -> None:
    body = random.Random(7).randbytes(6000)

    def turn(content: bytearray) -> None:
        content[content.index(body[100:140])] ^= 1

    damage(folder, turn)
    with closing(Library(folder, now=clock)) as library:
        page = library.find("https://a.org/page7")
        assert page is not None
        with pytest.raises(NotALibrary) as caught:
            library.resource(page.id)
        assert "Save the page again" in str(caught.value)
    with closing(opened(folder, clock)) as library:
        assert told_of(library) == (PAGES, ("Page7",), ())
        assert library.salvaged is not None
        assert "Lost: Page7." in library.salvaged.sentence


def test_an_older_form_has_to_do_where_the_newest_is_broken(folder: Path, clock: Clock) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME)) as sql:
        digest = hashlib.sha256(b"newer " * 900).hexdigest()
        sql.execute("UPDATE bodies SET body = substr(body, 1, 30) WHERE sha256 = ?", (digest,))
        sql.commit()
    with closing(opened(folder, clock)) as library:
        assert told_of(library) == (PAGES + 1, (), ("First",))
        first = library.pages()[0]
        assert library.resource(first.id).body.startswith(b"(('First'")
        assert first.place == "here"


def test_what_stands_in_the_log_alone_is_brought_over(folder: Path, clock: Clock) -> None:
    with closing(Library(folder, now=clock)) as library:
        page = keep(library, "late", b"late " * 3000)
        library.keep_place(page.id, "far", 0.75)
        elsewhere = folder / "elsewhere"
        elsewhere.mkdir()
        for ending in ("", "-wal"):  # as a killed reader leaves it
            shutil.copy(folder / f"{FILE_NAME}{ending}", elsewhere / f"{FILE_NAME}{ending}")
    damage(elsewhere, lambda content: content.__setitem__(slice(100), bytes(100)))
    with closing(Library(elsewhere, now=clock)) as library:
        assert told_of(library)[1:] == ((), ())
        found = library.find("https://a.org/late")
        assert found is not None
        assert found.place == "far"


def test_a_damaged_log_costs_at_most_what_it_held(folder: Path, clock: Clock) -> None:
    before = pages_of(folder)
    with closing(Library(folder, now=clock)) as library:
        for number in range(20):
            keep(library, f"late{number}", random.Random(1000 + number).randbytes(5000))
        elsewhere = folder / "elsewhere"
        elsewhere.mkdir()
        for ending in ("", "-wal"):
            shutil.copy(folder / f"{FILE_NAME}{ending}", elsewhere / f"{FILE_NAME}{ending}")
    log = elsewhere / f"{FILE_NAME}-wal"
    content = bytearray(log.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 3000] = bytes(3000)
    log.write_bytes(content)
    with closing(opened(elsewhere, clock)) as library:
        assert set(before) <= {page.id for page in library.pages()}


def test_damage_that_is_met_is_mended_at_the_next_start(folder: Path, clock: Clock) -> None:
    damage(folder, lambda content: zero(content, roots(folder, "bookmarks")))
    with closing(Library(folder, now=clock)) as library, pytest.raises(LibraryDamaged):
        library.bookmarks.all()
    with closing(Library(folder, now=clock)) as library:
        assert told_of(library)[0] == PAGES + 1
        assert library.bookmarks.all() == ()


def test_while_another_reader_has_it_open_it_is_left_alone(folder: Path, clock: Clock) -> None:
    path = folder / FILE_NAME
    content = path.read_bytes()
    with closing(Library(folder, now=clock)) as other:
        before = other.pages()
        mark_damaged(path)
        ran = subprocess.run(
            [
                sys.executable,
                "-c",
                "import sys, pathlib; from content_cache.library import Library;"
                "library = Library(pathlib.Path(sys.argv[1])); print(len(library.pages()), library.salvaged)",
                folder,
            ],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        assert ran.stdout.split() == [str(PAGES + 1), "None"]
        assert other.pages() == before
    assert path.read_bytes() == content
    with closing(Library(folder, now=clock)) as library:
        assert told_of(library)[0] == PAGES + 1


def test_two_readers_at_once_salvage_once(folder: Path, clock: Clock) -> None:
    damage(folder, lambda content: content.__setitem__(slice(100), bytes(100)))
    counts: list[int] = []
    faults: list[LibraryError] = []

    def start() -> None:
        try:
            with closing(Library(folder, now=clock)) as library:
                counts.append(len(library.pages()))
        except LibraryError as error:
            faults.append(error)

    threads = [threading.Thread(target=start) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (counts, faults) == ([PAGES + 1] * 3, [])
    assert [file.name for file in folder.glob("library.broken-*.db")] == ["library.broken-1.db"]


class _Stop(BaseException):
    """The end of a process, at a moment of one's choice."""


def test_a_stop_at_any_moment_leaves_the_broken_file(folder: Path, clock: Clock) -> None:
    """Stopped again and again, each time at a later operation on a file, it ends with all pages and one copy."""
    broken = damage(folder, lambda content: content.__setitem__(slice(100), bytes(100)))
    stops = 0
    for most in range(200):
        seen = 0

        def audit(frame: object, event: str, argument: object, most: int = most) -> None:
            nonlocal seen
            name = getattr(argument, "__name__", "")
            if event == "c_call" and name in (
                "unlink",
                "replace",
                "chmod",
                "fsync",
                "open",
                "rename",
            ):
                seen += 1
                if seen > most:
                    raise _Stop

        sys.setprofile(audit)
        try:
            library = Library(folder, now=clock)
        except _Stop:
            stops += 1
        else:
            sys.setprofile(None)
            with closing(library):
                assert len(library.pages()) == PAGES + 1
            break
        finally:
            sys.setprofile(None)
        kept = [
            file for file in (folder / FILE_NAME, folder / "library.broken-1.db") if file.exists()
        ]
        assert broken in [file.read_bytes() for file in kept]
    assert stops > 3
    assert (folder / "library.broken-1.db").read_bytes() == broken


def test_a_library_of_the_first_version_is_salvaged_too(tmp_path: Path, clock: Clock) -> None:
    kept = Path(__file__).resolve().parents[2] / "data" / "libraries" / "version-1.db"
    shutil.copy(kept, tmp_path / FILE_NAME)
    with closing(opened(tmp_path, clock)) as library:
        assert [page.title for page in library.pages()] == ["Tea", "Beans", "A leaflet"]
        assert len(library.versions(library.pages()[1].id)) == 2
        assert library.pages()[0].heard == 0.5


def test_a_sound_library_loads_nothing_of_it(folder: Path) -> None:
    ran = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, pathlib; from content_cache.library import Library;"
            "Library(pathlib.Path(sys.argv[1])).pages();"
            "print([name for name in sys.modules if name in ('content_cache.salvage', 'content_cache.carving')])",
            folder,
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert ran.stdout.strip() == "[]"
