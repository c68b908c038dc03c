"""Which saved page is meant by a number, an address, or a part of a title."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from content_cache.library import Library
from reader.control.naming import named
from reader.control.shelf import Shelf
from reader.errors import NoSuchPage, UnclearPage
from tests.support.kept_pages import keep, resource

TITLES = ("Focal hand dystonia", "Hand therapy", "Où trouver de l'aide", "Hand")


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    library = Library(tmp_path / "home")
    for number, title in enumerate(TITLES):
        found = resource(f"https://a.org/{number}")
        library.keep(found, title=title, language="en", words=3)
    yield Shelf(library)
    library.close()


def title_of(shelf: Shelf, target: str) -> str:
    page = shelf.page(named(shelf, target))
    assert page is not None
    return page.title


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1", "Focal hand dystonia"),
        (" 3 ", "Où trouver de l'aide"),
        ("dystonia", "Focal hand dystonia"),
        ("THERAPY", "Hand therapy"),
        ("ou trouver", "Où trouver de l'aide"),
        ("dystonia focal", "Focal hand dystonia"),
        ("hand", "Hand"),  # one whole title before parts of others
        ("https://a.org/1", "Hand therapy"),
        ("a.org/1", "Hand therapy"),
    ],
)
def test_a_page_is_meant_by(shelf: Shelf, typed: str, meant: str) -> None:
    assert title_of(shelf, typed) == meant


def test_an_id_is_an_id(shelf: Shelf) -> None:
    page = shelf.pages()[2]
    assert named(shelf, page.id) == page.id


@pytest.mark.parametrize(
    "typed", ["", "https://b.org/dystonia", "b.org", "ftp://b.org", "zebra.txt"]
)
def test_what_stands_for_no_saved_page_stays_as_it_is(shelf: Shelf, typed: str) -> None:
    assert named(shelf, typed) == typed


@pytest.mark.parametrize("typed", ["0", "5", "99999999999999"])
def test_a_number_that_no_page_has_is_named(shelf: Shelf, typed: str) -> None:
    with pytest.raises(NoSuchPage, match=r"is number .*nor a file") as caught:
        named(shelf, typed)
    assert str(caught.value).endswith("To see what is saved: reader list")


@pytest.mark.parametrize("typed", ["zebra", "the striped horse", "-1"])
def test_words_that_mean_nothing_are_told_so(shelf: Shelf, typed: str) -> None:
    with pytest.raises(NoSuchPage, match=r"in its title, .*nor a file") as caught:
        named(shelf, typed)
    assert typed in str(caught.value)
    assert str(caught.value).endswith("reader list")


def test_an_untitled_page_is_meant_by_the_address_that_stands_for_it(shelf: Shelf) -> None:
    found = resource("file:///home/ada/my%20notes.txt")
    page = shelf.library.keep(found, title="", language="en", words=3)
    assert named(shelf, "my notes") == page.id


def test_where_nothing_is_saved_the_way_to_save_is_told(tmp_path: Path) -> None:
    shelf = Shelf(Library(tmp_path / "empty"))
    with pytest.raises(NoSuchPage, match=r"Nothing is saved yet.*reader save ADDRESS"):
        named(shelf, "7")
    shelf.close()


def test_a_file_that_is_there_comes_before_a_title(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "therapy").write_text("A file.")
    assert named(shelf, "therapy") == "therapy"


def test_words_in_several_titles_name_them_with_their_numbers_and_sites(shelf: Shelf) -> None:
    with pytest.raises(UnclearPage) as caught:
        named(shelf, "han")
    assert str(caught.value) == (
        "“han” is in 3 titles: 1 Focal hand dystonia (a.org), 2 Hand therapy (a.org), 4 Hand (a.org). "
        "Give the number instead, such as 1."
    )


def test_many_titles_are_not_all_named(shelf: Shelf) -> None:
    for number in range(20):
        keep(shelf.library, f"pebble{number}")
    with pytest.raises(UnclearPage, match=r"is in 20 titles: .* and 15 more"):
        named(shelf, "pebble")
