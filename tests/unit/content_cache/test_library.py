"""The one door: finding, fetching and keeping pages and files."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from http_server import HttpServer

from content_cache.errors import (
    Cancelled,
    FileProblem,
    HttpRefused,
    LibraryFull,
    NotALibrary,
    NotAnAddress,
)
from content_cache.fetching import FetchLimits
from content_cache.library import FILE_NAME, Library
from content_cache.resource import NotModified, Page, Resource

ROOT = Path(__file__).resolve().parents[3]
QUICK = FetchLimits(connect_s=5, read_s=5, total_s=20, backoff_s=0.01, poll_s=0.01)
PAGE = "<!doctype html><title>Page</title><p>Words."


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = datetime(2025, 5, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **step: float) -> datetime:
        self.now += timedelta(**step)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def library(tmp_path: Path, clock: Clock) -> Iterator[Library]:
    with closing(Library(tmp_path / "library", limits=QUICK, now=clock)) as opened:
        yield opened


def resource(
    url: str = "https://a.org/x", body: bytes = b"<p>one", *, requested_url: str = ""
) -> Resource:
    return Resource(
        url=url,
        media_type="text/html",
        charset="utf-8",
        body=body,
        etag='"1"',
        last_modified="Thu, 01 May 2025 10:00:00 GMT",
        fetched_at=datetime(2025, 5, 1, 12, tzinfo=UTC),
        sha256=hashlib.sha256(body).hexdigest(),
        headers=(("content-type", "text/html; charset=utf-8"), ("x-odd", "a: b"), ("x-empty", "")),
        requested_url=requested_url,
    )


def keep(library: Library, kept: Resource, title: str = "Title", publisher: str = "") -> Page:
    return library.keep(kept, title=title, language="en-GB", words=7, publisher=publisher)


# Keeping


def test_what_is_kept_comes_back_as_it_was(library: Library) -> None:
    kept = resource(requested_url="https://a.org/old")
    page = keep(library, kept, publisher="A charity")
    assert library.resource(page.id) == kept
    assert page == Page(
        id=page.id,
        url="https://a.org/x",
        title="Title",
        media_type="text/html",
        language="en-GB",
        sha256=kept.sha256,
        words=7,
        saved_at=kept.fetched_at,
        checked_at=kept.fetched_at,
        publisher="A charity",
    )
    assert page.id.isascii()
    assert page.id.isalnum()
    assert len(page.id) == 8
    assert library.pages() == (page,)


def test_it_is_there_at_the_next_launch(library: Library, tmp_path: Path) -> None:
    page = keep(library, resource())
    library.keep_state("last-open", page.id)
    library.close()
    with closing(Library(tmp_path / "library")) as again:
        assert again.pages() == (page,)
        assert again.resource(page.id) == resource()
        assert again.state("last-open") == page.id


@pytest.mark.parametrize("body", [b"", b"\0" * 1000, os.urandom(300_000), b"\xff\xfe<p>"])
def test_any_bytes_are_kept(library: Library, body: bytes) -> None:
    assert library.resource(keep(library, resource(body=body)).id).body == body


def test_any_text_is_kept(library: Library) -> None:
    title = "[bold]\x1b[31m \u202e NUL\0 'quote' ; DROP TABLE pages; -- 漢字 🙂"
    assert keep(library, resource(), title=title).title == title


def test_a_newer_form_takes_the_place_and_the_older_one_is_still_there(library: Library) -> None:
    first = keep(library, resource(body=b"old"), publisher="A charity")
    later = replace(resource(body=b"new"), fetched_at=datetime(2025, 6, 1, tzinfo=UTC), etag='"2"')
    second = keep(library, later, title="Newer")
    assert (second.id, second.title, second.publisher) == (first.id, "Newer", "A charity")
    assert (second.saved_at, second.checked_at) == (first.saved_at, later.fetched_at)
    assert library.resource(first.id) == later
    assert len(library.pages()) == 1
    third = keep(library, resource(body=b"old"))
    assert library.resource(third.id).body == b"old"
    forms = library.versions(first.id)
    assert [form.is_current for form in forms] == [False, True]
    assert {library.resource(first.id, form.sha256).body for form in forms} == {b"old", b"new"}
    assert [form.title for form in forms] == ["Newer", "Title"]
    with pytest.raises(KeyError):
        library.resource(first.id, "0" * 64)


def test_the_reading_order_is_the_order_of_saving(library: Library) -> None:
    urls = [f"https://a.org/{letter}" for letter in "zxyab"]
    for url in urls:
        keep(library, resource(url))
    keep(library, resource(urls[2], b"newer"))
    assert [page.url for page in library.pages()] == urls


def test_ids_of_many_pages_differ(library: Library) -> None:
    ids = {keep(library, resource(f"https://a.org/{number}")).id for number in range(200)}
    assert len(ids) == 200


def test_an_address_has_its_id_again_after_a_loss(library: Library, tmp_path: Path) -> None:
    with closing(Library(tmp_path / "other")) as other:
        assert keep(library, resource()).id == keep(other, resource()).id


# Finding


@pytest.mark.parametrize(
    "target",
    [
        "https://a.org/x",
        "HTTPS://A.org:443/x#part",
        "a.org/x",
        " a.org/./x ",
        "http://a.org/x",
        "https://a.org/old",
        "a.org/old",
    ],
)
def test_a_page_is_found_by_every_form_of_its_address(library: Library, target: str) -> None:
    page = keep(library, resource(requested_url="https://a.org/old"))
    assert library.find(target) == page


@pytest.mark.parametrize(
    "target",
    [
        "",
        "   ",
        "a",
        "nonsense",
        "https://a.org/y",
        "ftp://a.org/x",
        "\x00",
        "x" * 9000,
        "*",
        "~nobody/x",
    ],
)
def test_what_is_not_kept_is_not_found(library: Library, target: str) -> None:
    keep(library, resource())
    assert library.find(target) is None


def test_a_page_is_found_by_its_id_and_by_its_beginning(library: Library) -> None:
    pages = [keep(library, resource(f"https://a.org/{number}")) for number in range(120)]
    for page in pages:
        assert library.find(page.id) == page
        assert library.find(f" {page.id} ") == page
    by_beginning: dict[str, list[Page]] = {}
    for page in pages:
        by_beginning.setdefault(page.id[:2], []).append(page)
    assert any(len(same) > 1 for same in by_beginning.values())
    for beginning, same in by_beginning.items():
        assert library.find(beginning) == (same[0] if len(same) == 1 else None)


def test_a_file_is_meant_before_the_beginning_of_an_id(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    page = keep(library, resource())
    (tmp_path / page.id[:3]).write_text("mine")
    assert library.find(page.id[:3]) is None


def test_a_page_that_moved_keeps_its_place_and_is_found_at_both_addresses(library: Library) -> None:
    page = keep(library, resource("https://a.org/old", b"one"))
    library.keep_place(page.id, "here", 0.5)
    moved = keep(library, resource("https://a.org/new", b"two", requested_url="https://a.org/old"))
    assert (moved.id, moved.url, moved.place) == (page.id, "https://a.org/new", "here")
    assert library.find("https://a.org/old") == moved
    back = keep(library, resource("https://a.org/old", b"three", requested_url="https://a.org/new"))
    assert (back.id, back.url) == (page.id, "https://a.org/old")
    assert library.find("https://a.org/new") == back


def test_a_page_given_by_its_other_address_keeps_both(library: Library) -> None:
    page = keep(library, resource("https://a.org/new", requested_url="https://a.org/old"))
    keep(library, resource("https://a.org/old", b"two"))
    for url in ("https://a.org/new", "https://a.org/old"):
        found = library.find(url)
        assert found is not None
        assert (found.id, found.url) == (page.id, "https://a.org/old")


def test_an_address_that_leads_to_another_kept_page_stays_its_own(library: Library) -> None:
    first = keep(library, resource("https://a.org/1", b"one"))
    second = keep(library, resource("https://a.org/2", b"two"))
    keep(library, resource("https://a.org/2", b"new", requested_url="https://a.org/1"))
    assert library.find("https://a.org/1") == first
    found = library.find("https://a.org/2")
    assert found is not None
    assert found.id == second.id
    assert library.resource(second.id).body == b"new"


# Fetching


def test_a_new_address_is_fetched_and_not_yet_kept(
    library: Library, http_server: HttpServer
) -> None:
    url = http_server.page("/a", PAGE, etag='"1"')
    found = library.fetch(url, purpose="open")
    assert isinstance(found, Resource)
    assert found.body == PAGE.encode()
    assert library.pages() == ()


def test_a_kept_page_needs_no_network(
    library: Library, http_server: HttpServer, clock: Clock
) -> None:
    url = http_server.page("/a", PAGE)
    found = library.fetch(url, purpose="open")
    assert isinstance(found, Resource)
    page = keep(library, found)
    http_server.stop()
    clock.advance(days=5000)
    assert library.fetch(url, purpose="open") == NotModified(url, page.checked_at)
    assert library.resource(page.id).body == PAGE.encode()


def test_saving_again_asks_politely(
    library: Library, http_server: HttpServer, clock: Clock
) -> None:
    url = http_server.page("/a", PAGE, etag='"1"')
    found = library.fetch(url, purpose="save")
    assert isinstance(found, Resource)
    page = keep(library, found)
    later = clock.advance(minutes=1)
    assert library.fetch(page.id, purpose="save") == NotModified(url, later)
    assert http_server.requests[-1].headers["if-none-match"] == '"1"'
    library.note_checked(page.id)
    assert library.pages()[0].checked_at == later


def test_a_collection_is_not_asked_for_twice_in_a_row(
    library: Library, http_server: HttpServer, clock: Clock
) -> None:
    url = http_server.page("/a", PAGE)
    found = library.fetch(url, purpose="collect")
    assert isinstance(found, Resource)
    page = keep(library, found)
    clock.advance(hours=1)
    assert library.fetch(url, purpose="collect") == NotModified(url, page.checked_at)
    assert len(http_server.requests) == 1
    clock.advance(days=1)
    assert isinstance(library.fetch(url, purpose="collect"), Resource)
    clock.advance(days=-900)
    assert isinstance(library.fetch(url, purpose="collect"), Resource)


def test_a_failed_refetch_leaves_what_is_kept(library: Library, http_server: HttpServer) -> None:
    url = http_server.page("/a", PAGE)
    found = library.fetch(url, purpose="save")
    assert isinstance(found, Resource)
    page = keep(library, found)
    http_server.status("/a", 404)
    with pytest.raises(HttpRefused):
        library.fetch(url, purpose="save")
    assert library.pages() == (page,)
    assert library.resource(page.id) == found


def test_a_fetch_can_be_stopped(library: Library, http_server: HttpServer) -> None:
    with pytest.raises(Cancelled):
        library.fetch(http_server.never_answer("/a"), purpose="open", is_cancelled=lambda: True)


def test_what_is_no_address_is_not_fetched(library: Library) -> None:
    with pytest.raises(NotAnAddress):
        library.fetch("hello world", purpose="open")


# Files


@pytest.mark.parametrize(
    ("name", "body", "media_type"),
    [
        ("a.html", b"<p>x", "text/html"),
        ("a.HTM", b"<p>x", "text/html"),
        ("a.xhtml", b"<p>x", "application/xhtml+xml"),
        ("a.txt", b"<p>not a page", "text/plain"),
        ("a.md", b"# x", "text/markdown"),
        ("a.pdf", b"%PDF-1.4", "application/pdf"),
        ("a.epub", b"PK\x03\x04" + b"\0" * 50, "application/epub+zip"),
        ("page", b"<!doctype html><p>x", "text/html"),
        ("README", b"words", "text/plain"),
        ("picture.html", b"\x89PNG\r\n\x1a\n", "image/png"),
        ("ä ö#%.txt", b"words", "text/plain"),
    ],
)
def test_a_file_is_a_resource(
    library: Library, tmp_path: Path, name: str, body: bytes, media_type: str
) -> None:
    file = tmp_path / name
    file.write_bytes(body)
    found = library.fetch(str(file), purpose="open")
    assert isinstance(found, Resource)
    assert (found.url, found.media_type, found.charset, found.body) == (
        file.as_uri(),
        media_type,
        None,
        body,
    )
    page = keep(library, found)
    assert library.find(str(file)) == page
    assert library.find(file.as_uri()) == page


def test_a_file_that_changed_is_read_anew_and_one_that_did_not_is_not(
    library: Library, tmp_path: Path, clock: Clock
) -> None:
    file = tmp_path / "a.txt"
    file.write_text("one")
    found = library.fetch(str(file), purpose="open")
    assert isinstance(found, Resource)
    page = keep(library, found)
    assert library.fetch(str(file), purpose="open") == NotModified(page.url, clock.now)
    file.write_text("other")
    found = library.fetch(page.id, purpose="open")
    assert isinstance(found, Resource)
    assert found.body == b"other"


def test_a_kept_file_that_is_gone_is_still_found(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("one")
    found = library.fetch(str(file), purpose="open")
    assert isinstance(found, Resource)
    page = keep(library, found)
    file.unlink()
    assert library.find(str(file)) == page
    assert library.resource(page.id).body == b"one"
    with pytest.raises(FileProblem, match="no file"):
        library.fetch(str(file), purpose="open")


def test_files_that_cannot_be_read_get_a_sentence(library: Library, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    problems = {
        str(tmp_path): "folder",
        str(tmp_path / "empty.txt"): "empty",
        str(tmp_path / "none.txt"): "no file",
    }
    for target, says in problems.items():
        with pytest.raises(FileProblem, match=says) as caught:
            library.fetch(target, purpose="open")
        assert str(caught.value).endswith(".")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no such files")
def test_a_file_that_is_no_plain_file_is_not_waited_for(library: Library, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(FileProblem, match="plain file"):
        library.fetch(str(tmp_path / "pipe.txt"), purpose="open")
    with pytest.raises(FileProblem, match="plain file"):
        library.fetch("/dev/zero", purpose="open")


def test_a_file_larger_than_any_book_is_not_read(library: Library, tmp_path: Path) -> None:
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    with pytest.raises(FileProblem, match="larger than 200 megabytes"):
        library.fetch(str(tmp_path / "huge.txt"), purpose="open")


# Places, derived forms, state


def test_a_place_is_kept_and_replaced(library: Library) -> None:
    page = keep(library, resource())
    assert (page.place, page.heard) == (None, 0.0)
    library.keep_place(page.id, '{"section": 1}', 0.25)
    library.keep_place(page.id, '{"section": 2}', 0.5)
    (found,) = library.pages()
    assert (found.place, found.heard) == ('{"section": 2}', 0.5)


def test_the_place_of_a_page_that_is_not_kept_is_not_kept(library: Library) -> None:
    library.keep_place("none", "here", 0.5)
    assert library.pages() == ()


def test_a_form_that_the_person_does_not_know_is_news(library: Library) -> None:
    page = keep(library, resource(body=b"one"))
    keep(library, resource(body=b"two"))
    assert not library.pages()[0].has_news  # never read: all of it is new
    library.keep_place(page.id, "here", 0.5)
    three = keep(library, resource(body=b"three"))
    assert three.has_news
    library.keep_place(page.id, "there", 0.6)
    (still,) = library.pages()
    assert still.has_news
    assert still.known_sha256 == hashlib.sha256(b"two").hexdigest()
    library.note_known(page.id, three.sha256)
    assert not library.pages()[0].has_news


def test_a_page_that_is_gone_from_the_web_stays_and_says_so(library: Library, clock: Clock) -> None:
    page = keep(library, resource())
    library.note_gone(page.id, 410)
    (gone,) = library.pages()
    assert (gone.gone_status, gone.gone_at) == (410, clock.now)
    assert library.resource(page.id) == resource()
    library.note_checked(page.id)
    assert library.pages()[0].gone_status is None
    library.note_gone(page.id, 404)
    assert keep(library, resource(body=b"again")).gone_status is None


def test_a_copy_from_an_archive_is_kept_as_such(library: Library, clock: Clock) -> None:
    copy = replace(
        resource(),
        archive_url="https://archive.example/2020/https://a.org/x",
        archived_at=clock.now,
    )
    page = keep(library, copy)
    assert library.resource(page.id) == copy
    assert [form.archived_at for form in library.versions(page.id)] == [clock.now]


def test_what_came_along_becomes_a_persons_own_when_they_ask_for_it(library: Library) -> None:
    came = library.keep(resource(), title="T", language=None, words=1, is_own=False)
    assert not came.is_own
    assert keep(library, resource(body=b"two")).is_own
    again = library.keep(resource(body=b"three"), title="T", language=None, words=1, is_own=False)
    assert again.is_own


def test_a_derived_form_belongs_to_its_bytes_and_its_maker(library: Library) -> None:
    page = keep(library, resource())
    library.keep_derived(page.sha256, "1", b"\0derived")
    assert library.derived(page.sha256, "1") == b"\0derived"
    assert library.derived(page.sha256, "2") is None
    assert library.derived("0" * 64, "1") is None
    library.keep_derived(page.sha256, "2", b"newer")
    assert library.derived(page.sha256, "2") == b"newer"
    assert library.derived(page.sha256, "1") is None


def test_what_was_derived_from_an_older_form_is_dropped_unless_it_serves_another_page(
    library: Library,
) -> None:
    first, second = resource(body=b"one"), resource(body=b"two")
    keep(library, first)
    keep(library, replace(first, url="https://a.org/same"))
    library.keep_derived(first.sha256, "1", b"of one")
    keep(library, second)
    assert library.derived(first.sha256, "1") == b"of one"
    keep(library, replace(second, url="https://a.org/same"))
    assert library.derived(first.sha256, "1") is None


def test_small_things_are_remembered(library: Library) -> None:
    assert library.state("key") is None
    library.keep_state("key", "one")
    library.keep_state("key", "two")
    assert library.state("key") == "two"


def test_no_such_page(library: Library) -> None:
    with pytest.raises(KeyError):
        library.resource("none")


# The folder


def test_a_missing_folder_is_made_for_this_user_alone(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    Library(folder).close()
    assert (folder / FILE_NAME).is_file()
    if os.name == "posix":
        assert folder.stat().st_mode & 0o777 == 0o700


def test_a_file_in_the_folders_place(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    for folder in (tmp_path / "file", tmp_path / "file" / "library"):
        with pytest.raises(NotALibrary) as caught:
            Library(folder)
        assert str(caught.value).endswith(".")
    assert (tmp_path / "file").read_text() == "mine"


def test_a_folder_that_cannot_be_made() -> None:
    if not Path("/proc/version").exists():
        pytest.skip("this system has no folder in which nobody can make one")
    with pytest.raises(LibraryFull) as caught:
        Library(Path("/proc/reader/library"))
    assert str(caught.value).endswith(".")


# Two readers at once


SAVER = """
import hashlib, os, sys
from datetime import UTC, datetime
from pathlib import Path
from content_cache.library import Library
from content_cache.resource import (Resource)

folder, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
library = Library(folder)
for number in range(count):
    body = os.urandom(20_000) * 3
    page = library.keep(
        Resource(f"https://{name}.org/{number}", "text/html", None, body, None, None, datetime.now(UTC),
                 hashlib.sha256(body).hexdigest()),
        title=f"{name} {number}", language=None, words=number)
    library.keep_place(page.id, str(number), 0.5)
    library.keep_derived(page.sha256, "1", body)
    print(page.id, page.sha256, flush=True)
library.close()
"""


def saver(folder: Path, name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SAVER, str(folder), name, str(count)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def check(folder: Path, told: list[str]) -> None:
    """All that was told to be kept is there and whole."""
    with closing(Library(folder)) as library:
        pages = {page.id: page for page in library.pages()}
        for line in told:
            page_id, sha256 = line.split()
            kept = library.resource(page_id)
            assert hashlib.sha256(kept.body).hexdigest() == sha256 == pages[page_id].sha256
        assert len({page.url for page in pages.values()}) == len(pages)
    import sqlite3

    with closing(sqlite3.connect(folder / FILE_NAME)) as sql:
        assert sql.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert sql.execute("PRAGMA foreign_key_check").fetchall() == []


def test_two_readers_save_into_one_library(tmp_path: Path) -> None:
    children = [saver(tmp_path / "library", name, 40) for name in ("one", "two")]
    told: list[str] = []
    for child in children:
        out, trouble = child.communicate(timeout=120)
        assert child.returncode == 0, trouble
        told += out.splitlines()
    assert len(told) == 80
    check(tmp_path / "library", told)


def test_a_reader_killed_while_saving_leaves_a_whole_library(tmp_path: Path) -> None:
    for life in range(10):
        child = saver(tmp_path / "library", f"life{life}", 100_000)
        assert child.stdout is not None
        told = [child.stdout.readline() for _ in range(1 + 2 * life)]
        child.kill()
        rest, _ = child.communicate()
        whole = [line for line in [*told, *rest.splitlines(keepends=True)] if line.endswith("\n")]
        assert whole
        check(tmp_path / "library", whole)
