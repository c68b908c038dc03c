"""Pages get into the full text as they are read, and those that are not in yet do so later."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from kept_pages import keep, resource

from content_cache.library import Library
from reader.control.indexing import index_missing
from reader.control.shelf import Shelf
from reader.control.upkeep import keep_up
from reader.documents import stored_form

PAGE = b"<!doctype html><html lang=en><title>Hands</title><h1>Hands</h1><p>They cramp at times."


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with closing(Library(tmp_path / "home", busy_timeout_s=0.05)) as opened:
        yield opened


@pytest.fixture
def shelf(library: Library) -> Shelf:
    return Shelf(library)


def test_a_saved_page_is_found_at_once(shelf: Shelf, tmp_path: Path) -> None:
    file = tmp_path / "hands.html"
    file.write_bytes(PAGE)
    saved = shelf.save(str(file))
    (found,) = shelf.library.search("cramps")
    assert (found.page_id, found.text) == (saved.page.id, "They cramp at times.")
    sentence = saved.document.sections[found.section].sentences[found.sentence]
    assert sentence.text == found.text
    file.write_bytes(PAGE.replace(b"cramp", b"rest"))
    assert shelf.save(str(file)).outcome == "changed"
    assert shelf.library.search("cramps") == ()
    assert shelf.library.search("rest")


def test_a_quickly_read_page_is_kept_as_read_when_it_is_opened(
    shelf: Shelf, tmp_path: Path
) -> None:
    file = tmp_path / "hands.html"
    file.write_bytes(PAGE)
    page = shelf.save(str(file)).page
    assert shelf.library.derived(page.sha256, stored_form.MAKER) is None
    document = shelf.open(str(file)).document
    packed = shelf.library.derived(page.sha256, stored_form.MAKER)
    assert packed is not None
    assert stored_form.from_bytes(packed) == document


def test_a_page_that_is_opened_when_it_is_new_is_kept_as_read(shelf: Shelf, tmp_path: Path) -> None:
    file = tmp_path / "hands.html"
    file.write_bytes(PAGE)
    page = shelf.open(str(file)).page
    assert shelf.library.derived(page.sha256, stored_form.MAKER) is not None


def test_a_very_long_text_that_somebody_waits_for_is_shown_first_and_kept_as_read_after(
    shelf: Shelf, tmp_path: Path
) -> None:
    file = tmp_path / "long.txt"
    file.write_text("Hands cramp.\n\n" + "They rest a while. " * 20_000)
    page = shelf.open(str(file), is_awaited=True).page
    assert shelf.library.derived(page.sha256, stored_form.MAKER) is None
    assert shelf.library.search("cramp") == ()
    keep_up(shelf, lambda: False)
    assert shelf.library.derived(page.sha256, stored_form.MAKER) is not None
    assert [found.page_id for found in shelf.library.search("cramp")] == [page.id]


def test_what_is_not_in_yet_goes_in_and_what_cannot_be_read_is_passed_over(shelf: Shelf) -> None:
    library = shelf.library
    good = library.keep(
        resource("https://a.org/hands", PAGE), title="Hands", language=None, words=5
    )
    keep(library, "empty", b"<!doctype html><p> ")
    picture = replace(resource("https://a.org/x", b"\x89PNG\r\n\x1a\n\0\0"), media_type="image/png")
    library.keep(picture, title="X", language=None, words=1)
    assert index_missing(library, shelf.document, lambda: True) == 0
    assert index_missing(library, shelf.document, lambda: False) == 3
    assert [found.page_id for found in library.search("cramp")] == [good.id]
    assert index_missing(library, shelf.document, lambda: False) == 0


def test_upkeep_waits_while_another_reader_writes(shelf: Shelf, tmp_path: Path) -> None:
    import sqlite3

    library = shelf.library
    library.keep(resource("https://a.org/hands", PAGE), title="Hands", language=None, words=5)
    with closing(sqlite3.connect(tmp_path / "home" / "library.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        keep_up(shelf, lambda: False)
        assert library.search("cramp") == ()
        other.execute("ROLLBACK")
    keep_up(shelf, lambda: False)
    assert library.search("cramp")
