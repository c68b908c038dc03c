"""What belongs to the open page is saved while the reading goes on."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from http_server import Exchange, HttpServer

from reader.control.following import FollowOutcome
from reader.control.linked_saving import told
from tests.support.desk import Desk
from tests.support.linked_site import LinkedSite


class LinkedDesk(Desk):
    """A session beside a site."""

    def __init__(self, folder: Path, server: HttpServer) -> None:
        self.site = LinkedSite(folder, server)
        super().__init__(folder, self.site.library)

    @property
    def titles(self) -> list[str]:
        return self.site.titles


@pytest.fixture
def desk(tmp_path: Path, http_server: HttpServer) -> Iterator[LinkedDesk]:
    desk = LinkedDesk(tmp_path, http_server)
    yield desk
    desk.close()


def begin(desk: LinkedDesk, *links: str) -> None:
    desk.open(desk.site.page("/start", "Dystonia", *links))


def test_a_page_that_is_opened_for_the_first_time_brings_its_leaflets(desk: LinkedDesk) -> None:
    desk.site.leaflet("/hand.pdf", "Exercises")
    begin(desk, "/hand.pdf exercises", "/a cramps")
    assert desk.session.state == "playing"
    desk.until(lambda: len(desk.titles) == 2 and desk.session.saving is None)
    assert desk.told == "1 leaflet is saved."
    assert desk.session.title == "Dystonia"
    assert desk.session.state == "playing"
    asked = len(desk.site.server.requests)
    desk.open(desk.site.server.url("/start"))
    assert len(desk.site.server.requests) == asked


def test_linked_pages_are_saved_when_asked(desk: LinkedDesk) -> None:
    desk.site.page("/a", "Cramps")
    begin(desk, "/a cramps of the hand")
    assert desk.titles == ["Dystonia"]
    desk.session.perform("save-linked-pages")
    assert "at most 200 pages" in desk.told
    assert "are kept too" in desk.said
    assert desk.session.saving is not None
    desk.until(lambda: desk.session.saving is None)
    assert desk.told == "1 linked page is saved."
    assert desk.titles == ["Cramps", "Dystonia"]
    desk.session.perform("save-linked-pages")
    desk.until(lambda: desk.session.saving is None)
    assert desk.told == "No new linked page is saved. 1 was here already."


@pytest.mark.parametrize("action", ["stop-saving", "save-linked-pages"])
def test_one_press_stops_it(desk: LinkedDesk, action: str) -> None:
    asked = threading.Event()

    def hold(exchange: Exchange) -> None:
        asked.set()
        exchange.stopped.wait()

    desk.site.server.answer("/b", hold)
    desk.site.page("/a", "Cramps")
    begin(desk, "/a cramps of the hand", "/b a page that never comes")
    desk.session.perform("save-linked-pages")
    desk.until(asked.is_set)
    desk.until(lambda: desk.session.saving is not None and desk.session.saving.done == 1)
    assert desk.session.saving is not None
    assert "never comes" in desk.session.saving.title
    desk.session.perform(action)
    desk.until(lambda: desk.session.saving is None)
    assert desk.told == "Stopped. 1 linked page is saved."


def test_a_page_that_leads_nowhere_says_so(desk: LinkedDesk) -> None:
    begin(desk)
    desk.session.perform("save-linked-pages")
    assert desk.told == "This page leads to no other."
    assert desk.session.saving is None


def test_without_a_saved_page_it_says_so(desk: LinkedDesk) -> None:
    desk.session.start(None)
    desk.session.perform("save-linked-pages")
    assert "Open a saved page" in desk.told


def test_what_fails_is_told_once(desk: LinkedDesk) -> None:
    begin(desk, "/lost the lost page")
    desk.session.perform("save-linked-pages")
    desk.until(lambda: desk.session.saving is None)
    assert "no longer there" in desk.told
    assert desk.session.message is not None
    assert desk.session.message.is_trouble


@pytest.mark.parametrize(
    ("outcome", "line"),
    [
        (FollowOutcome(), "No linked page is saved."),
        (FollowOutcome(stopped_by="It rests.", left=2), "No linked page is saved. It rests."),
        (FollowOutcome(was_cancelled=True, left=2), "Stopped. No linked page is saved."),
        (FollowOutcome(failed=[("A", "It is gone.")]), "It is gone."),
    ],
)
def test_what_came_of_it_is_one_line(outcome: FollowOutcome, line: str) -> None:
    assert told(outcome, "linked page")[0] == line


def test_the_switch_brings_linked_pages_with_what_is_saved(desk: LinkedDesk) -> None:
    desk.site.page("/a", "Cramps")
    desk.session.perform("linked-pages-too")
    assert "at most 200 pages" in desk.told
    assert desk.session.tuning.now.linked_pages
    begin(desk, "/a cramps of the hand")
    assert desk.told.startswith("Pages one link away are kept too")
    desk.until(lambda: desk.titles == ["Cramps", "Dystonia"] and desk.session.saving is None)
    desk.session.perform("pages")
    assert desk.session.list_view is not None
    assert desk.session.list_view.summary.endswith("linked pages too")
    desk.session.perform("linked-pages-too")
    assert not desk.session.tuning.now.linked_pages
    assert "linked" not in desk.session.list_view.summary


def test_the_switch_can_be_taken_back(desk: LinkedDesk) -> None:
    begin(desk)
    desk.session.perform("linked-pages-too")
    desk.session.perform("take-me-back")
    assert not desk.session.tuning.now.linked_pages


def test_linked_pages_are_saved_of_the_row_one_is_on(desk: LinkedDesk) -> None:
    desk.site.page("/a", "Cramps")
    begin(desk, "/a cramps of the hand")
    desk.site.page("/alone", "Alone")
    desk.open(desk.site.server.url("/alone"))
    desk.until(lambda: desk.session.title == "Alone")
    desk.session.perform("pages")
    view = desk.session.list_view
    assert view is not None
    desk.press("up" if view.current else "down")
    row = desk.session.list_view.rows[desk.session.list_view.current]  # type: ignore[union-attr]
    assert row.title == "Dystonia"
    desk.session.perform("save-linked-pages")
    desk.until(lambda: "Cramps" in desk.titles and desk.session.saving is None)
    assert desk.session.screen == "pages"


def test_where_rows_are_no_pages_it_says_so(desk: LinkedDesk) -> None:
    begin(desk)
    desk.session.perform("sections")
    desk.session.perform("save-linked-pages")
    assert desk.told.startswith("Open a saved page first")


def test_every_page_of_a_command_line_brings_its_leaflets(desk: LinkedDesk) -> None:
    desk.site.leaflet("/one.pdf", "One")
    desk.site.leaflet("/two.pdf", "Two")
    first = desk.site.page("/start", "First", "/one.pdf first leaflet")
    second = desk.site.page("/second", "Second", "/two.pdf second leaflet")
    desk.session.open_targets((first, second))
    desk.until(lambda: len(desk.titles) == 4)
    assert {"First", "Second"} <= set(desk.titles)


def test_a_followed_link_brings_its_leaflets_after_those_under_way(desk: LinkedDesk) -> None:
    desk.site.leaflet("/one.pdf", "One")
    desk.site.leaflet("/two.pdf", "Two")
    desk.site.page("/second", "Second", "/two.pdf second leaflet")
    begin(desk, "/one.pdf first leaflet")
    desk.session.turning.open_address(desk.site.server.url("/second"))
    desk.until(lambda: len(desk.titles) == 4 and desk.session.saving is None)
