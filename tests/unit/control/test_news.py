"""What is new in a page is told, can be heard alone, and the older form stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from http_server import HttpServer

from content_cache.library import Library
from reader.control.news import ALL_HEARD
from tests.support.desk import Desk

SITE = "<html lang='en-GB'><title>{0}</title><body><main><h1>{0}</h1>{1}</main></body></html>"
OLD = """<p>Hand dystonia is a movement disorder. It is not a cramp.</p>
<h2>Treatments</h2><p>Injections are given every 12 weeks. Splints help some. Rest is free.</p>"""
NEW = OLD.replace("12 weeks", "16 weeks").replace(
    "Rest is free.", "Rest is free. Music may help too."
)


class NewsDesk(Desk):
    """A session beside a site whose pages change; a page is looked up again at once."""

    def __init__(self, folder: Path, server: HttpServer) -> None:
        self.server = server
        library = Library(folder / "home", pause_s=0, archive_api=server.url("/available"))
        super().__init__(folder, library)

    def publish(self, body: str, title: str = "Dystonia", path: str = "/page") -> str:
        return self.server.page(path, SITE.format(title, body).encode())

    def look(self) -> None:
        self.session.perform("look-for-news")
        self.until(lambda: self.session.saving is None, step_ms=10)
        self.until(lambda: not self.told.startswith("Looking for news"))


@pytest.fixture
def desk(tmp_path: Path, http_server: HttpServer) -> Iterator[NewsDesk]:
    desk = NewsDesk(tmp_path, http_server)
    yield desk
    desk.close()


def begin(desk: NewsDesk) -> str:
    address = desk.publish(OLD)
    desk.open(address)
    desk.listen(1)
    desk.session.perform("pause")
    desk.until(lambda: desk.shelf.pages()[0].known_sha256 is not None)
    return address


def test_a_changed_page_is_named_marked_and_told_when_it_is_opened(desk: NewsDesk) -> None:
    address = begin(desk)
    desk.publish(NEW)
    desk.look()
    assert desk.told.startswith("1 page looked up. Changed: Dystonia.")
    desk.session.perform("pages")
    view = desk.session.list_view
    assert view is not None
    assert view.rows[0].mark == "1 sentence changed"
    desk.session.open_targets((address,))
    desk.until(lambda: desk.told.startswith("Since you heard this"))
    assert desk.told == (
        "Since you heard this: 1 sentence changed and 1 new in Treatments; a number changed. "
        "What is new lets you hear just that."
    )


def test_only_what_is_new_is_heard_and_then_the_voice_holds(desk: NewsDesk) -> None:
    address = begin(desk)
    desk.publish(NEW)
    desk.look()
    desk.session.open_targets((address,))
    desk.until(lambda: desk.told.startswith("Since you heard this"))
    desk.session.perform("what-is-new")
    heard, told = [], set()
    for _ in range(1500):
        desk.tick(20)
        told.add(desk.told)
        text = str(desk.session.status()["text"])
        if desk.session.state == "playing" and (not heard or heard[-1] != text):
            heard.append(text)
    assert heard == ["Injections are given every 16 weeks.", "Music may help too."]
    assert desk.session.state == "paused"
    assert ALL_HEARD in told
    desk.session.perform("play")
    desk.listen(3)
    assert desk.session.state != "paused"  # everything is heard again from there
    desk.until(lambda: not desk.shelf.pages()[0].has_news)


def test_both_forms_stay_and_the_older_can_be_heard(desk: NewsDesk) -> None:
    begin(desk)
    desk.publish(NEW)
    desk.look()
    desk.session.perform("older-forms")
    view = desk.session.list_view
    assert view is not None
    assert [row.mark for row in view.rows] == ["now", ""]
    assert all(
        re.fullmatch(r"as it was on \d+ \w+ \d{4}, \d\d:\d\d", row.title) for row in view.rows
    )
    desk.press("down", "space")
    desk.until(lambda: "as it was on" in desk.session.title)
    texts = [s.text for section in desk.session.document.sections for s in section.sentences]  # type: ignore[union-attr]
    assert "Injections are given every 12 weeks." in texts


def test_what_nobody_would_hear_is_no_news(desk: NewsDesk) -> None:
    begin(desk)
    desk.publish(
        OLD.replace("<p>", "<p class='big'> ").replace("movement disorder.", "movement  disorder.")
    )
    desk.look()
    assert not desk.shelf.pages()[0].has_news


def test_a_page_that_is_gone_from_the_web_stays_and_says_so(desk: NewsDesk) -> None:
    begin(desk)
    desk.server.status("/page", 410)
    desk.look()
    assert "No longer on the web, but kept here: Dystonia." in desk.told
    desk.session.perform("pages")
    view = desk.session.list_view
    assert view is not None
    assert view.rows[0].mark == "gone from the web"


def test_looking_can_be_stopped(desk: NewsDesk) -> None:
    begin(desk)
    desk.server.never_answer("/page")
    desk.session.perform("look-for-news")
    desk.tick()
    assert desk.session.saving is not None
    desk.session.perform("stop-saving")
    desk.until(lambda: desk.session.saving is None)
    assert desk.told.startswith("Stopped.")


def test_without_a_saved_page_there_is_nothing_to_look_for(desk: NewsDesk) -> None:
    desk.session.perform("look-for-news")
    assert desk.told == "Nothing is saved yet."


def test_a_page_that_is_gone_can_be_had_from_the_archive_when_it_is_asked_for(
    desk: NewsDesk,
) -> None:
    desk.server.status("/gone", 404)
    gone = desk.server.url("/gone")
    desk.server.page(f"/web/20200503120000id_/{gone}", SITE.format("Old page", OLD).encode())
    copy = desk.server.url(f"/web/20200503120000/{gone}")
    answer = f'{{"archived_snapshots": {{"closest": {{"available": true, "url": "{copy}"}}}}}}'
    asked_at = f"/available?url={quote(gone, safe='')}"
    desk.server.page(asked_at, answer.encode(), content_type="application/json")
    begin(desk)
    desk.session.open_targets((desk.server.url("/gone"),))
    desk.until(lambda: desk.session.screen == "choices")
    assert desk.server.requests_for(asked_at) == []
    desk.press("space")
    desk.until(lambda: desk.session.title == "Old page")
    page = desk.session._reading.page
    assert page is not None
    assert "3 May 2020" in page.publisher
    assert datetime(2020, 5, 3, 12, tzinfo=UTC) == desk.library.versions(page.id)[0].archived_at


def test_leaving_the_offer_goes_back(desk: NewsDesk) -> None:
    begin(desk)
    desk.server.status("/gone", 404)
    desk.session.open_targets((desk.server.url("/gone"),))
    desk.until(lambda: desk.session.screen == "choices")
    desk.press("down", "space")
    assert desk.session.screen == "reading"
    assert desk.session.title == "Dystonia"
    assert not any(each.path.startswith("/available") for each in desk.server.requests)
