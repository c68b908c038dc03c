"""A newer form of the page being read, saved by another program, is taken up at the same sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from content_cache.library import Library
from reader.control.shelf import Shelf
from tests.support.desk import PAGE_ONE, PAGE_TWO, Desk

NEWER = PAGE_ONE.replace(
    "<p>The first", "<p>Something new stands before it. And one more.</p><p>The first"
)
WITHOUT = PAGE_ONE.replace("Rest before the cramp starts. Keep warm.", "Hands like to be warm.")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    desk.save_two()
    desk.open(str(tmp_path / "one.html"))
    desk.session.perform("pause")
    yield desk
    desk.close()


def save_elsewhere(desk: Desk, html: str, name: str = "one.html") -> None:
    """Another program saves a page."""
    with closing(Library(desk.folder / "home")) as library:
        Shelf(library).save(desk.page(name, html))


def here(desk: Desk) -> str:
    return str(desk.session.status()["text"])


def until_told(desk: Desk, beginning: str) -> None:
    desk.until(lambda: desk.told.startswith(beginning), step_ms=50)


def test_a_held_page_is_renewed_at_its_sentence_and_stays_held(desk: Desk) -> None:
    desk.press("down", "right", "right")
    desk.session.perform("pause")
    assert here(desk) == "Keep warm."
    save_elsewhere(desk, NEWER)
    until_told(desk, "This page was saved anew")
    assert "You are at the same sentence." in desk.told
    assert "2 new sentences" in desk.told
    assert here(desk) == "Keep warm."
    desk.listen(3)
    assert desk.session.state in ("stopped", "paused")
    texts = [each.text for part in desk.session.document.sections for each in part.sentences]  # type: ignore[union-attr]
    assert "And one more." in texts


def test_listening_goes_on_at_the_same_sentence(desk: Desk) -> None:
    desk.press("down", "right")
    assert desk.session.state in ("preparing", "playing")
    save_elsewhere(desk, NEWER)
    before = here(desk)
    desk.now += 5
    desk.until(lambda: desk.told.startswith("This page was saved anew"))
    assert here(desk) == before
    desk.until(lambda: desk.session.state == "playing", step_ms=20)
    assert here(desk) == before


def test_where_the_sentence_is_gone_the_nearest_is_named_as_such(desk: Desk) -> None:
    desk.press("down", "right")
    desk.session.perform("pause")
    save_elsewhere(desk, WITHOUT)
    until_told(desk, "This page was saved anew")
    assert "This is the nearest one." in desk.told
    assert here(desk) == "Hands like to be warm."


def test_what_is_new_looks_at_once(desk: Desk) -> None:
    save_elsewhere(desk, NEWER)
    desk.session.perform("what-is-new")
    desk.until(lambda: here(desk) == "Something new stands before it.")
    desk.until(lambda: desk.session.state == "playing", step_ms=20)


def test_a_renewal_waits_until_the_list_over_the_page_is_gone(desk: Desk) -> None:
    desk.session.perform("sections")
    save_elsewhere(desk, NEWER)
    desk.listen(5)
    assert desk.session.screen == "sections"
    assert "saved anew" not in desk.told
    desk.press("escape")
    until_told(desk, "This page was saved anew")


def test_the_same_page_chosen_again_is_its_newest_form(desk: Desk) -> None:
    save_elsewhere(desk, NEWER)
    desk.session.perform("pages")
    desk.press("1")
    desk.until(lambda: "Something new" in str(desk.session.document))


def test_a_move_made_before_the_renewal_is_taken_back_to_its_sentence(desk: Desk) -> None:
    desk.press("down")
    desk.session.perform("pause")
    at = here(desk)
    desk.session.perform("from-the-start")
    desk.session.perform("pause")
    save_elsewhere(desk, NEWER)
    until_told(desk, "This page was saved anew")
    desk.session.perform("take-me-back")
    assert here(desk) == at


def test_another_page_saved_elsewhere_disturbs_nothing(desk: Desk) -> None:
    document = desk.session.document
    save_elsewhere(desk, PAGE_TWO.replace("one sentence", "just one sentence"), "two.html")
    desk.listen(8)
    assert desk.session.document is document
    assert "anew" not in desk.told
