"""Saving the shipped collection: progress, the reading that begins meanwhile, the stop, and what fails."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from http_server import Exchange, HttpServer

from content_cache.fetching import FetchLimits
from content_cache.library import Library
from reader.control.collecting import SHIPPED_COLLECTION
from tests.support.desk import PAGE_ONE, PAGE_TWO, Desk

QUICK = FetchLimits(connect_s=5, read_s=5, total_s=20, backoff_s=0.01, poll_s=0.01)
PAGE_THREE = PAGE_TWO.replace("Two", "Three").replace("second", "third")


class Gate:
    """A page that is given out when it is opened."""

    def __init__(self, body: str) -> None:
        self.body = body
        self.is_asked = threading.Event()
        self.is_open = threading.Event()

    def __call__(self, exchange: Exchange) -> None:
        self.is_asked.set()
        self.is_open.wait(10)
        exchange.head(200, ("Content-Type", "text/html"))
        exchange.send(self.body.encode())


class SavingDesk(Desk):
    """With a collection of three pages, of which the second waits at a gate."""

    def __init__(self, folder: Path, server: HttpServer) -> None:
        self.gate = Gate(PAGE_TWO)
        self.addresses = {
            "One": server.page("/one", PAGE_ONE),
            "Two": server.answer("/two", self.gate),
            "Three": server.page("/three", PAGE_THREE),
        }
        lists = folder / "lists"
        lists.mkdir()
        pages = "".join(
            f'[[pages]]\ntitle = "{title}"\npublisher = "Somebody"\naddress = "{address}"\n'
            for title, address in self.addresses.items()
        )
        file = lists / f"{SHIPPED_COLLECTION}.toml"
        file.write_text(f'title = "Three"\n{pages}', encoding="utf-8")
        super().__init__(folder, Library(folder / "home", limits=QUICK, collections=lists))
        self.session.start(None)
        self.tick(20)

    @property
    def titles(self) -> list[str]:
        return [page.title for page in self.shelf.pages()]


@pytest.fixture
def desk(tmp_path: Path, http_server: HttpServer) -> Iterator[SavingDesk]:
    desk = SavingDesk(tmp_path, http_server)
    yield desk
    desk.gate.is_open.set()
    desk.close()


def begin(desk: SavingDesk) -> None:
    """Save, up to the page at the gate, which the first page does not wait for."""
    desk.press("1")
    desk.until(lambda: desk.session.state == "playing" and desk.session.screen == "reading")
    assert desk.gate.is_asked.wait(10)


def test_reading_begins_with_the_first_page_and_the_saving_goes_on(desk: SavingDesk) -> None:
    begin(desk)
    assert desk.session.title == "One"
    progress = desk.session.saving
    assert progress is not None
    assert (progress.done, progress.total, progress.title) == (1, 3, "Two")
    assert "pause" in desk.session.hint_line
    desk.press("x")
    assert desk.session.state == "paused"
    desk.press("x")
    assert desk.session.state == "playing"
    assert desk.session.saving is not None
    desk.gate.is_open.set()
    desk.until(lambda: desk.session.saving is None)
    assert desk.told == "All 3 pages are saved."
    assert desk.session.title == "One"
    assert desk.titles == ["One", "Two", "Three"]


def test_any_key_stops_the_saving_before_reading_has_begun(
    desk: SavingDesk, http_server: HttpServer
) -> None:
    first = Gate(PAGE_ONE)
    http_server.answer("/one", first)
    desk.press("1")
    assert first.is_asked.wait(10)
    assert desk.session.hint_line == "any key: stop saving"
    desk.press("down", "x")
    desk.until(lambda: desk.session.saving is None)
    first.is_open.set()
    assert desk.told == "Stopped. No pages are saved."
    assert desk.session.screen == "welcome"
    assert desk.titles == []


def test_escape_on_the_first_screen_stops_the_saving(
    desk: SavingDesk, http_server: HttpServer
) -> None:
    first = Gate(PAGE_ONE)
    http_server.answer("/one", first)
    desk.press("1")
    assert first.is_asked.wait(10)
    desk.press("escape")
    desk.until(lambda: desk.session.saving is None)
    first.is_open.set()
    assert desk.session.screen == "welcome"


def test_escape_in_the_pages_list_goes_back_and_the_saving_goes_on(desk: SavingDesk) -> None:
    begin(desk)
    desk.session.perform("pages")
    desk.press("down", "escape")
    assert desk.session.screen == "reading"
    assert desk.session.state == "playing"
    desk.gate.is_open.set()
    desk.until(lambda: desk.session.saving is None)
    assert desk.told == "All 3 pages are saved."


def test_stopped_while_reading_it_says_what_is_saved(desk: SavingDesk) -> None:
    begin(desk)
    desk.session.perform("stop-saving")
    desk.until(lambda: desk.session.saving is None)
    assert desk.told == "Stopped. 1 page is saved."
    assert desk.session.title == "One"
    assert desk.session.state == "playing"


def test_a_page_that_fails_is_named_and_the_rest_go_on(
    desk: SavingDesk, http_server: HttpServer
) -> None:
    http_server.status("/two", 404)
    desk.press("1")
    desk.until(lambda: desk.session.saving is None and desk.session.document is not None)
    assert desk.told.startswith("2 pages are saved. Not saved: Two. ")
    assert desk.session.message is not None
    assert desk.session.message.is_trouble
    assert desk.titles == ["One", "Three"]


def test_with_nobody_answering_it_says_so_and_the_choices_stay(
    desk: SavingDesk, http_server: HttpServer
) -> None:
    http_server.stop()
    desk.press("1")
    desk.until(lambda: desk.session.saving is None)
    assert desk.session.message is not None
    assert desk.session.message.is_trouble
    assert desk.session.screen == "welcome"
    assert "choose" in desk.session.hint_line
    assert desk.titles == []
    # One key is enough to get on: the other choice is offered now, and what failed does not come back by itself.
    assert desk.session.list_view is not None
    for _ in range(200):
        desk.tick(100)
        assert desk.session.list_view.current == 1
    desk.press("space")
    desk.until(lambda: desk.session.screen == "reading")


def test_what_a_command_saves_meanwhile_is_offered(desk: SavingDesk) -> None:
    assert desk.session.screen == "welcome"
    desk.shelf.save(desk.page("own.html", PAGE_ONE))
    desk.until(lambda: len(desk.session.list_view.rows) == 3, step_ms=100)  # type: ignore[union-attr]
    view = desk.session.list_view
    assert view is not None
    assert (view.rows[0].title, view.current) == ("Listen to what is saved", 0)
    assert "one page is saved now." in desk.said
    desk.press("space")
    desk.until(lambda: desk.session.title == "One")


def test_the_other_choices_stay_beside_what_was_saved_meanwhile(desk: SavingDesk) -> None:
    desk.gate.is_open.set()
    desk.shelf.save(desk.page("own.html", PAGE_ONE))
    desk.until(lambda: len(desk.session.list_view.rows) == 3, step_ms=100)  # type: ignore[union-attr]
    desk.press("3")
    desk.until(lambda: desk.session.screen == "reading")
    assert desk.session.status()["document"] == ""
    desk.session.choosing.show_welcome()
    desk.press("1")
    desk.until(lambda: desk.titles == ["One", "One", "Two", "Three"])


def test_the_leaflets_of_the_pages_come_after_the_last_of_them(
    desk: SavingDesk, http_server: HttpServer
) -> None:
    link = '<p>Read <a href="/hand.pdf">our leaflet</a> too.</p></main>'
    http_server.page("/three", PAGE_THREE.replace("</main>", link))
    leaflet = "Exercises for the hand. Rest it well and often."
    http_server.page("/hand.pdf", leaflet, content_type="text/plain")
    desk.gate.is_open.set()
    desk.press("1")
    desk.until(lambda: desk.session.saving is None)
    assert desk.told == "All 3 pages are saved, with 1 leaflet."
    assert len(desk.titles) == 4
    assert [page.title for page in desk.shelf.pages() if page.is_own] == ["One", "Two", "Three"]


def test_saving_twice_at_once_is_one_saving(desk: SavingDesk, http_server: HttpServer) -> None:
    begin(desk)
    desk.session.perform("save-hand-dystonia")
    desk.gate.is_open.set()
    desk.until(lambda: desk.session.saving is None)
    assert len(http_server.requests_for("/one")) == 1
