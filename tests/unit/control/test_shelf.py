"""Saved pages as documents: opened where they were left, and never replaced by something worse."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from http_server import HttpServer

from content_cache.errors import (
    BodyIncomplete,
    CacheError,
    Cancelled,
    FileProblem,
    HostUnreachable,
    HttpRefused,
    LibraryFull,
    LibraryLocked,
)
from content_cache.fetching import FetchLimits
from content_cache.library import FILE_NAME, Library
from reader.control.shelf import Shelf
from reader.documents.model import Document, Locator
from reader.errors import NoText, UnsupportedDocument

ROOT = Path(__file__).resolve().parents[3]
QUICK = FetchLimits(connect_s=5, read_s=5, total_s=20, backoff_s=0.01, poll_s=0.01)
WORDS = "Dystonia is a movement disorder. It makes muscles contract. It is not in the mind. "


def html(*paragraphs: str, title: str = "Dystonia") -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<!doctype html><html lang=en><title>{title}</title><body><main><h1>{title}</h1>{text}</main>"


LONG = html(WORDS * 5, "The second part begins here. " + WORDS * 5)
LONGER = html(
    "Something new stands first. " + WORDS, WORDS * 5, "The second part begins here. " + WORDS * 5
)
NOTICE = html("We use cookies.", title="Before you go on")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def shelf(folder: Path) -> Iterator[Shelf]:
    with closing(Shelf(Library(folder, limits=QUICK, busy_timeout_s=0.1))) as opened:
        yield opened


def said(document: Document) -> str:
    return " ".join(s.text for section in document.sections for s in section.sentences)


# Opening


def test_a_new_page_is_fetched_read_and_kept(shelf: Shelf, http_server: HttpServer) -> None:
    url = http_server.page("/a", LONG)
    told: list[int] = []
    opened = shelf.open(url, on_progress=lambda done, _total: told.append(done))
    assert opened.locator is None
    assert opened.document.title == opened.page.title == "Dystonia"
    assert opened.page.words > 100
    assert "The second part begins here." in said(opened.document)
    assert shelf.pages() == (opened.page,)
    assert shelf.is_saved(url)


def test_a_saved_page_opens_with_the_network_gone(shelf: Shelf, http_server: HttpServer) -> None:
    url = http_server.page("/a", LONG)
    first = shelf.open(url)
    http_server.stop()
    for target in (url, first.page.id, first.page.id[:2]):
        again = shelf.open(target)
        assert (again.page, again.document) == (first.page, first.document)


def test_a_saved_page_asks_nobody_when_it_is_opened(shelf: Shelf, http_server: HttpServer) -> None:
    url = http_server.page("/a", LONG)
    shelf.open(url)
    shelf.open(url)
    assert len(http_server.requests) == 1


def test_a_page_that_redirects_is_found_at_both_addresses(
    shelf: Shelf, http_server: HttpServer
) -> None:
    http_server.page("/new", LONG)
    old = http_server.redirect("/old", "/new", 301)
    first = shelf.open(old)
    http_server.stop()
    assert shelf.open(old).page == first.page == shelf.open(http_server.url("/new")).page


def test_two_addresses_that_lead_to_one_page_make_one_page(
    shelf: Shelf, http_server: HttpServer
) -> None:
    first = shelf.open(http_server.page("/page", LONG))
    second = shelf.open(http_server.redirect("/link", "/page"))
    assert second.page.id == first.page.id
    assert len(shelf.pages()) == 1


@pytest.mark.parametrize(
    ("body", "content_type", "error"),
    [
        (b"", "text/html", NoText),
        (b"<!doctype html><title>x</title><body></body>", "text/html", NoText),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "image/png", UnsupportedDocument),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "text/html", UnsupportedDocument),
    ],
    ids=["empty", "no text", "picture", "picture in disguise"],
)
def test_what_cannot_be_read_is_not_kept(
    shelf: Shelf, http_server: HttpServer, body: bytes, content_type: str, error: type[Exception]
) -> None:
    url = http_server.page("/a", body, content_type=content_type)
    with pytest.raises(error) as caught:
        shelf.open(url)
    assert str(caught.value).endswith(".")
    assert shelf.pages() == ()


def test_a_page_that_cannot_be_had_is_not_kept(shelf: Shelf, http_server: HttpServer) -> None:
    with pytest.raises(HttpRefused):
        shelf.open(http_server.status("/a", 404))
    with pytest.raises(BodyIncomplete):
        shelf.open(http_server.cut_off("/b", LONG.encode(), sent=600))
    assert shelf.pages() == ()


def test_opening_can_be_stopped(shelf: Shelf, http_server: HttpServer) -> None:
    url = http_server.never_answer("/a")
    with pytest.raises(Cancelled):
        shelf.open(url, is_cancelled=lambda: bool(http_server.requests))


@pytest.mark.parametrize("name", ["a.html", "a.txt", "a.md"])
def test_a_file_is_opened(shelf: Shelf, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_text(LONG if name == "a.html" else WORDS, encoding="utf-8")
    opened = shelf.open(str(file))
    assert "It is not in the mind." in said(opened.document)
    assert shelf.open(str(file)).page.id == opened.page.id


def test_a_file_that_was_changed_is_read_anew_however_short_it_became(
    shelf: Shelf, tmp_path: Path
) -> None:
    file = tmp_path / "a.txt"
    file.write_text(WORDS * 20)
    first = shelf.open(str(file))
    file.write_text("Only this is left.")
    again = shelf.open(first.page.id)
    assert again.page.id == first.page.id
    assert said(again.document) == "Only this is left."


@pytest.mark.parametrize("loss", ["gone", "empty", "a picture"])
def test_a_saved_file_that_was_lost_is_still_read(shelf: Shelf, tmp_path: Path, loss: str) -> None:
    file = tmp_path / "a.txt"
    file.write_text(WORDS)
    first = shelf.open(str(file))
    file.unlink()
    if loss != "gone":
        file.write_bytes({"empty": b"", "a picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 50}[loss])
    assert shelf.open(str(file)) == first


def test_a_missing_file_has_its_sentence(shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="no file"):
        shelf.open(str(tmp_path / "none.txt"))


# Places


def test_a_page_opens_where_it_was_left(shelf: Shelf, http_server: HttpServer) -> None:
    opened = shelf.open(http_server.page("/a", LONG))
    place = Locator(0, 3, 5)
    shelf.keep_place(opened.page.id, opened.document, place, heard=0.25)
    again = shelf.open(opened.page.id)
    assert again.locator == place
    assert again.page.heard == 0.25


def test_the_place_is_found_again_after_the_page_changed(
    shelf: Shelf, http_server: HttpServer
) -> None:
    url = http_server.page("/a", LONG)
    opened = shelf.open(url)
    here = locator_of(opened.document, "The second part begins here.")
    shelf.keep_place(opened.page.id, opened.document, here, heard=0.5)
    http_server.page("/a", LONGER)
    assert shelf.save(url).outcome == "changed"
    again = shelf.open(url)
    assert again.locator == locator_of(again.document, "The second part begins here.")
    assert again.locator != here


def locator_of(document: Document, text: str) -> Locator:
    for at, section in enumerate(document.sections):
        for index, sentence in enumerate(section.sentences):
            if sentence.text == text:
                return Locator(at, index)
    raise AssertionError(f"{text} is not in the document")


@pytest.mark.parametrize(
    "place", ["", "nonsense", "{}", "[1]", '{"at": {"page": 1}, "quote": {}}', "null"]
)
def test_a_place_in_another_notation_is_the_start(
    folder: Path, http_server: HttpServer, place: str
) -> None:
    library = Library(folder, limits=QUICK)
    with closing(Shelf(library)) as shelf:
        page = shelf.open(http_server.page("/a", LONG)).page
        library.keep_place(page.id, place, 0.5)
        assert shelf.open(page.id).locator is None


def test_the_page_that_was_open_is_remembered(
    shelf: Shelf, http_server: HttpServer, folder: Path
) -> None:
    assert shelf.last_open() is shelf.to_begin_with() is None
    page = shelf.open(http_server.page("/a", LONG)).page
    shelf.note_open("gone")
    assert shelf.last_open() is None
    assert shelf.to_begin_with() == page.id
    shelf.note_open(page.id)
    shelf.close()
    with closing(Shelf(Library(folder))) as again:
        assert again.last_open() == page.id


# Derived documents


def test_what_was_read_once_is_not_parsed_again(
    shelf: Shelf, http_server: HttpServer, folder: Path
) -> None:
    page = shelf.open(http_server.page("/a", LONG)).page
    shelf.close()
    code = """
import sys
from pathlib import Path
from content_cache.library import Library
from reader.control.shelf import Shelf
from reader.documents.model import Locator
shelf = Shelf(Library(Path(sys.argv[1])))
opened = shelf.open(sys.argv[2])
shelf.keep_place(opened.page.id, opened.document, Locator(0, 1), heard=0.1)
print(opened.page.title)
slow = {"bs4", "lxml", "requests", "urllib3", "charset_normalizer", "tomllib", "email", "importlib.metadata"}
print(sorted(slow & set(sys.modules)))
shelf.close()
"""
    child = subprocess.run(
        [sys.executable, "-c", code, str(folder), page.id],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert child.returncode == 0, child.stderr
    assert child.stdout.splitlines() == ["Dystonia", "[]"]


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"HOR1nonsense"])
def test_a_damaged_derived_form_is_made_again(
    folder: Path, http_server: HttpServer, damage: bytes
) -> None:
    from reader.documents import stored_form

    library = Library(folder, limits=QUICK)
    with closing(Shelf(library)) as shelf:
        opened = shelf.open(http_server.page("/a", LONG))
        library.keep_derived(opened.page.sha256, stored_form.MAKER, damage)
        assert shelf.open(opened.page.id).document == opened.document
        assert library.derived(opened.page.sha256, stored_form.MAKER) != damage


def test_a_document_of_an_older_maker_is_made_again_from_its_bytes(
    folder: Path, http_server: HttpServer
) -> None:
    from reader.documents import stored_form

    library = Library(folder, limits=QUICK)
    with closing(Shelf(library)) as shelf:
        opened = shelf.open(http_server.page("/a", LONG))
        library.keep_derived(opened.page.sha256, stored_form.MAKER + "-older", b"older")
        assert shelf.open(opened.page.id).document == opened.document


def test_two_pages_of_the_same_bytes_keep_their_own_addresses(
    shelf: Shelf, http_server: HttpServer
) -> None:
    first = shelf.open(http_server.page("/a", LONG))
    second = shelf.open(http_server.page("/b", LONG))
    assert first.page.id != second.page.id
    assert shelf.open(first.page.id).document.url == first.page.url
    assert shelf.open(second.page.id).document.url == second.page.url


# Saving


def test_the_outcomes_of_saving(shelf: Shelf, http_server: HttpServer) -> None:
    url = http_server.page("/a", LONG, etag='"1"')
    new = shelf.save(url)
    assert new.outcome == "new"
    same = shelf.save(url)
    assert same.outcome == "unchanged"
    assert same.page.checked_at > new.page.checked_at
    assert shelf.pages() == (same.page,)
    http_server.page("/a", LONG, etag='"2"')
    assert shelf.save(url).outcome == "unchanged"
    http_server.page("/a", LONGER, etag='"3"')
    changed = shelf.save(url)
    assert changed.outcome == "changed"
    assert "Something new stands first." in said(changed.document)
    assert shelf.open(url).document == changed.document


def test_a_page_whose_bytes_changed_but_not_its_words_is_unchanged(
    shelf: Shelf, http_server: HttpServer
) -> None:
    url = http_server.page("/a", LONG + "<script>token = 1</script>")
    shelf.save(url)
    http_server.page("/a", LONG + "<script>token = 2</script>")
    assert shelf.save(url).outcome == "unchanged"


@pytest.mark.parametrize("worse", ["notice", "empty", "picture", "front page", "other page"])
def test_something_worse_never_takes_a_good_copys_place(
    shelf: Shelf, http_server: HttpServer, worse: str
) -> None:
    url = http_server.page("/a", LONG)
    good = shelf.save(url)
    http_server.page("/", LONGER)
    other = shelf.save(http_server.page("/b", LONGER))
    {
        "notice": lambda: http_server.page("/a", NOTICE),
        "empty": lambda: http_server.page("/a", ""),
        "picture": lambda: http_server.page("/a", b"\x89PNG\r\n\x1a\n", content_type="image/png"),
        "front page": lambda: http_server.redirect("/a", "/"),
        "other page": lambda: http_server.redirect("/a", "/b"),
    }[worse]()
    kept = shelf.save(url)
    assert kept.outcome == "kept_old"
    assert kept.page == good.page
    assert kept.document == good.document == shelf.open(url).document
    assert shelf.pages() == (good.page, other.page)


@pytest.mark.parametrize("trouble", [404, 410, 500, 429])
def test_a_failed_refetch_says_why_and_keeps_the_copy(
    shelf: Shelf, http_server: HttpServer, trouble: int
) -> None:
    url = http_server.page("/a", LONG)
    good = shelf.save(url)
    http_server.status("/a", trouble)
    with pytest.raises(HttpRefused):
        shelf.save(url)
    assert shelf.pages() == (good.page,)
    assert shelf.open(url).document == good.document


def test_a_page_that_moved_is_followed(shelf: Shelf, http_server: HttpServer) -> None:
    url = http_server.page("/a", LONG)
    good = shelf.save(url)
    http_server.page("/moved", LONGER)
    http_server.redirect("/a", "/moved", 301)
    moved = shelf.save(url)
    assert (moved.outcome, moved.page.id) == ("changed", good.page.id)
    assert moved.page.url == http_server.url("/moved")


def test_a_locked_library_is_named_but_what_is_in_it_can_be_read(
    shelf: Shelf, http_server: HttpServer, folder: Path, tmp_path: Path
) -> None:
    import sqlite3

    file = tmp_path / "a.txt"
    file.write_text(WORDS)
    opened = shelf.open(str(file))
    file.write_text(WORDS + "More.")
    with closing(sqlite3.connect(folder / FILE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert shelf.open(str(file)).document == opened.document
        with pytest.raises(LibraryLocked):
            shelf.save(http_server.page("/a", LONG))
    assert shelf.open(str(file)).document != opened.document


def test_what_must_be_derived_is_read_also_where_nothing_can_be_written(
    http_server: HttpServer, folder: Path
) -> None:
    library = Library(folder, limits=QUICK)
    opened = Shelf(library).open(http_server.page("/a", LONG))
    library.keep_derived(opened.page.sha256, "older", b"")
    library.close()
    for ending in ("-shm", "-wal"):
        (folder / (FILE_NAME + ending)).mkdir()  # as on a disk without room for them
    with closing(Shelf(Library(folder))) as shelf:
        assert shelf.open(opened.page.id).document == opened.document
        with pytest.raises(LibraryFull):
            shelf.keep_place(opened.page.id, opened.document, Locator(), heard=0.5)


def test_many_threads_use_one_shelf(folder: Path, http_server: HttpServer) -> None:
    shelf = Shelf(Library(folder, limits=QUICK))
    urls = [http_server.page(f"/{number}", html(WORDS, f"Page {number}.")) for number in range(12)]
    faults: list[Exception] = []

    def use(turn: int) -> None:
        try:
            for url in urls[turn:] + urls[:turn]:
                opened = shelf.open(url)
                shelf.keep_place(opened.page.id, opened.document, Locator(0, 1), heard=0.5)
                shelf.note_open(opened.page.id)
                shelf.pages()
        except (CacheError, KeyError, ValueError) as fault:
            faults.append(fault)

    threads = [threading.Thread(target=use, args=(turn,)) for turn in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(shelf.pages()) == 12
    shelf.close()


def test_the_welcome_page_comes_with_the_reader(shelf: Shelf) -> None:
    opened = shelf.shipped_page("welcome")
    assert opened.page.id == ""
    assert opened.page.words > 20
    assert opened.document.title
    assert shelf.pages() == ()


def test_a_host_that_is_off_is_not_the_network(http_server: HttpServer, shelf: Shelf) -> None:
    url = http_server.page("/a", LONG)
    http_server.stop()
    with pytest.raises(HostUnreachable) as caught:
        shelf.open(url)
    assert not caught.value.is_offline
