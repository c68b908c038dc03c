"""From page to page: what goes on by itself, what is passed over, and what a person is told."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from http_server import Exchange, HttpServer

from content_cache.library import FILE_NAME, Library
from content_cache.resource import Resource
from reader.control.shelf import Shelf
from reader.documents.model import Locator
from tests.support.desk import PAGE_ONE, PAGE_TWO, Desk

PAGE_THREE = PAGE_TWO.replace("Two", "Three").replace("second", "third")


def save_damaged(desk: Desk, title: str) -> None:
    """A page whose kept bytes cannot be read."""
    body = b"\x89PNG\r\n\x1a\n" + bytes(50)
    now = datetime.now(UTC)
    url = f"https://pages.example/{title}"
    digest = sha256(body).hexdigest()
    resource = Resource(url, "image/png", None, body, None, None, now, digest)
    desk.library.keep(resource, title=title, language="en", words=5, publisher="")


def save_one_damaged_three(desk: Desk) -> None:
    desk.shelf.save(desk.page("one.html", PAGE_ONE))
    save_damaged(desk, "Broken")
    desk.shelf.save(desk.page("three.html", PAGE_THREE))
    desk.open(str(desk.folder / "one.html"))


def take_off_the_shelf(desk: Desk, title: str) -> None:
    with closing(sqlite3.connect(desk.folder / "home" / FILE_NAME)) as library, library:
        assert library.execute("DELETE FROM pages WHERE title = ?", (title,)).rowcount == 1


def test_a_damaged_page_is_named_and_the_one_after_it_is_read(desk: Desk) -> None:
    save_one_damaged_three(desk)
    desk.session.perform("next-page")
    desk.until(lambda: desk.session.title == "Three")
    assert desk.told.startswith("Broken cannot be opened. ")
    assert desk.session.failure is None
    assert desk.session.state == "playing"
    assert "Broken cannot be opened" in desk.said
    desk.press("escape")
    desk.until(lambda: desk.session.title == "One")


def test_listening_goes_on_over_a_damaged_page(desk: Desk) -> None:
    save_one_damaged_three(desk)
    desk.until(lambda: desk.session.title == "Three", step_ms=50)
    assert desk.told.startswith("Broken cannot be opened. ")
    assert "Next page: Three." in desk.said
    desk.until(lambda: desk.session.state == "ended", step_ms=50)


def test_where_only_damaged_pages_follow_the_reading_stays_and_they_are_named(desk: Desk) -> None:
    desk.shelf.save(desk.page("one.html", PAGE_ONE))
    save_damaged(desk, "Broken")
    desk.open(str(desk.folder / "one.html"))
    desk.session.perform("next-page")
    desk.until(lambda: "Broken" in desk.told)
    assert (desk.session.title, desk.session.state) == ("One", "playing")
    desk.until(lambda: desk.session.state == "ended", step_ms=50)


def test_a_page_taken_off_the_shelf_is_read_on_and_what_came_after_it_is_next(desk: Desk) -> None:
    desk.save_two()
    desk.shelf.save(desk.page("three.html", PAGE_THREE))
    desk.open(str(desk.folder / "one.html"))
    desk.session.perform("next-page")
    desk.until(lambda: desk.session.title == "Two")
    take_off_the_shelf(desk, "Two")
    desk.until(lambda: desk.session.title == "Three", step_ms=50)
    desk.press("escape")
    assert desk.told == "That page is no longer saved."


def test_a_row_whose_page_is_gone_says_so_and_the_list_stays(desk: Desk) -> None:
    desk.save_two()
    desk.open(str(desk.folder / "one.html"))
    desk.session.perform("pages")
    take_off_the_shelf(desk, "Two")
    desk.press("2")
    desk.until(lambda: desk.told != "")
    assert desk.told == "Two cannot be opened. It is no longer saved."
    assert desk.session.screen == "pages"


def test_a_list_of_many_pages_is_made_beside_the_reading(desk: Desk) -> None:
    desk.session.choosing.many_pages = 2
    desk.save_two()
    desk.open(str(desk.folder / "one.html"))
    desk.session.perform("pages")
    assert desk.session.screen == "reading"
    desk.until(lambda: desk.session.screen == "pages")
    desk.press("2")
    desk.until(lambda: desk.session.title == "Two")
    desk.session.perform("pages")
    desk.session.perform("sections")  # asked for later, so it stays
    desk.until(lambda: not desk.session._background.jobs)
    assert desk.session.screen == "sections"


def test_a_page_asked_for_later_takes_the_place_of_the_one_on_its_way(
    desk: Desk, http_server: HttpServer
) -> None:
    is_asked, may_answer = threading.Event(), threading.Event()

    def slow(exchange: Exchange) -> None:
        is_asked.set()
        may_answer.wait(10)
        exchange.head(200, ("Content-Type", "text/html"))
        exchange.send(PAGE_TWO.encode())

    desk.session.open_targets((http_server.answer("/slow", slow),))
    desk.tick(20)
    assert desk.told.startswith("Fetching http")
    assert is_asked.wait(10)
    desk.session.open_targets((desk.page("one.html", PAGE_ONE),))
    desk.until(lambda: desk.session.title == "One")
    may_answer.set()
    desk.listen(2)
    assert desk.session.title == "One"
    assert desk.session.failure is None


def test_the_welcome_page_takes_the_place_of_a_page_on_its_way(
    desk: Desk, http_server: HttpServer
) -> None:
    desk.session.open_targets((http_server.never_answer("/never"),))
    desk.session.perform("help")
    desk.until(lambda: desk.session.document is not None)
    desk.listen(1)
    assert desk.session.title == "How this works"


def test_the_way_back_to_the_welcome_page_is_taken_once(desk: Desk) -> None:
    desk.save_two()
    desk.session.perform("help")
    desk.until(lambda: desk.session.title == "How this works")
    desk.press("right", "right", "down")
    place = desk.session.locator
    desk.session.perform("next-page")
    desk.until(lambda: desk.session.title == "One")
    desk.press("escape")
    desk.until(lambda: desk.session.title == "How this works")
    assert (desk.session.locator.section, desk.session.locator.sentence) == (
        place.section,
        place.sentence,
    )
    desk.press("escape")
    assert desk.session.title == "How this works"
    assert desk.session.locator.section < place.section


def test_after_the_last_page_any_key_listens_again_from_its_start(desk: Desk) -> None:
    desk.open(desk.page("one.html", PAGE_ONE))
    desk.until(lambda: desk.session.state == "ended", step_ms=50)
    assert desk.session.hint_line == "That was the last page. Any key: listen again."
    desk.session.perform("sections")
    desk.press("escape")
    assert desk.session.hint_line == "That was the last page. Any key: listen again."
    desk.press("j")
    assert desk.session.state == "playing"
    assert desk.session.locator.section == 0


@pytest.mark.parametrize(
    ("screen", "told"),
    [
        ("reading", "This page has 2 sections."),
        ("sections", "This list has 2 rows."),
        ("pages", "This list has 1 row."),
    ],
)
def test_a_digit_beyond_the_last_says_so_and_changes_nothing(
    desk: Desk, screen: str, told: str
) -> None:
    desk.open(desk.page("one.html", PAGE_ONE))
    if screen != "reading":
        desk.session.perform(screen)
    before = (desk.session.screen, desk.session.list_view, desk.session.state)
    place = desk.session.locator
    desk.session.press("7", "7")
    assert desk.told == told
    assert (desk.session.screen, desk.session.list_view, desk.session.state) == before
    assert desk.session.locator == place


@pytest.mark.parametrize("screen", ["sections", "pages"])
def test_leaving_with_a_list_open_keeps_the_place_of_the_reading(desk: Desk, screen: str) -> None:
    desk.open(desk.page("one.html", PAGE_ONE))
    desk.press("right", "right")
    desk.listen(0.6)
    place = desk.session.locator
    assert place.char > 0
    desk.session.perform(screen)
    desk.listen(2)
    desk.session.perform("quit")
    assert desk.session.is_leaving
    desk.session.close()
    assert desk.shelf.open(str(desk.folder / "one.html")).locator == place


def test_where_am_i_says_the_line_and_the_reading_goes_on_in_its_sentence(desk: Desk) -> None:
    desk.open(desk.page("one.html", PAGE_ONE))
    desk.press("right")
    desk.listen(0.8)
    place = desk.session.locator
    desk.session.perform("where-am-i")
    assert desk.told == "One, section 1 of 2, less than a minute left."
    assert "section one of two" in desk.said
    desk.until(lambda: len(desk.player.queue) > 0 and "section" not in desk.said, step_ms=20)
    desk.tick(900)
    assert desk.session.state == "playing"
    here = desk.session.locator
    assert (here.section, here.sentence) == (place.section, place.sentence)
    assert here.char >= place.char


def test_where_am_i_with_no_page_open_says_that(desk: Desk) -> None:
    desk.session.start(None)
    desk.session.perform("where-am-i")
    assert desk.told == "No page is open."


def test_after_stop_any_key_listens_again_from_the_same_sentence(desk: Desk) -> None:
    desk.open(desk.page("one.html", PAGE_ONE))
    desk.press("right", "right")
    desk.listen(0.6)
    place = desk.session.locator
    desk.session.perform("stop")
    desk.listen(1)
    assert desk.session.state == "stopped"
    desk.press("q")
    assert desk.session.state == "playing"
    assert desk.session.locator == place


def test_trouble_at_the_start_is_shown_and_does_not_keep_from_reading(desk: Desk) -> None:
    desk.session.start(desk.shelf.open(desk.page("one.html", PAGE_ONE)))
    desk.session.tell("The speed in the settings is no number.", is_trouble=True)
    desk.listen(20)
    assert desk.told == "The speed in the settings is no number."
    assert desk.session.state in ("playing", "ended")
    assert desk.session.locator > Locator(0, 0)


def test_what_is_told_before_the_first_tick_has_its_time_too(desk: Desk) -> None:
    desk.session.tell("Nobody can steer from outside.")
    desk.tick(20)
    assert desk.told == "Nobody can steer from outside."


def test_a_page_that_cannot_be_had_leaves_the_list_of_what_is_saved(desk: Desk) -> None:
    desk.save_two()
    desk.session.open_targets((str(desk.folder / "missing.html"),))
    desk.until(lambda: desk.session.failure is not None)
    assert desk.session.screen == "pages"
    assert desk.told == desk.session.failure
    assert "missing.html" in desk.said


def test_titles_are_plain_text_and_long_ones_are_cut_where_they_are_said(desk: Desk) -> None:
    long_title = "[bold]Very&#27;[31m long " + "and longer " * 2000
    desk.shelf.save(desk.page("one.html", PAGE_ONE))
    desk.shelf.save(desk.page("two.html", PAGE_TWO.replace("Two", long_title)))
    desk.open(str(desk.folder / "one.html"))
    desk.session.perform("pages")
    assert desk.session.list_view is not None
    title = desk.session.list_view.rows[1].title
    assert title.startswith("[bold]Very")
    assert "\x1b" not in title
    desk.press("down")
    assert len(desk.said) < 150
    desk.press("space")
    desk.until(lambda: desk.session.title == title)
    desk.session.perform("where-am-i")
    assert len(desk.told) < 200


def test_a_library_that_is_locked_is_told_and_the_reading_goes_on(tmp_path: Path) -> None:
    desk = Desk(tmp_path, Library(tmp_path / "home", busy_timeout_s=0.05))
    desk.open(desk.page("one.html", PAGE_ONE))
    with closing(sqlite3.connect(tmp_path / "home" / FILE_NAME)) as other:
        other.execute("BEGIN IMMEDIATE")
        desk.press("right")
        desk.until(lambda: desk.session.status()["error"] is not None)
        assert desk.session.state == "playing"
        other.rollback()
    desk.press("2")
    place = desk.session.locator
    desk.close()
    with closing(Library(tmp_path / "home")) as library:
        assert Shelf(library).open(str(tmp_path / "one.html")).locator == place


def test_taking_back_after_a_refusal_takes_the_refusal_away_alone(desk: Desk) -> None:
    desk.open(desk.page("one.html", PAGE_ONE))
    rate = desk.session.rate_wpm
    desk.session.perform("faster")
    desk.session.perform("links")
    assert desk.told == "This page has no links."
    desk.session.perform("take-me-back")
    assert desk.told == ""
    assert desk.session.rate_wpm > rate
    desk.session.perform("take-me-back")
    assert desk.session.rate_wpm == rate


def test_what_was_told_goes_with_the_next_thing_that_is_done_but_trouble_stays(desk: Desk) -> None:
    desk.open(desk.page("one.html", PAGE_ONE))
    desk.session.tell("Bookmark set.")
    desk.session.perform("next-section")
    assert desk.told == ""
    desk.session.tell("The disk is full.", is_trouble=True)
    desk.session.perform("previous-section")
    assert desk.told == "The disk is full."
