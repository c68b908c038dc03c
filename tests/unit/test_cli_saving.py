"""`reader save` and `reader update`: what is printed, what is kept, and the exit status."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from http_server import Exchange, HttpServer

from content_cache.following import FollowLimits
from reader.cli import saving
from reader.cli.terminal import Terminal
from tests.support.linked_site import LinkedSite, html


class Watched(io.StringIO):
    """A stream on which a person looks."""

    def isatty(self) -> bool:
        return True


class SavingDesk(LinkedSite):
    """A site, and the commands with what they print."""

    def save(self, *targets: str, follow: str = "", archived: bool = False) -> int:  # type: ignore[override]
        return self._run(
            lambda terminal: saving.save(
                targets, self.shelf, terminal, saving.follow_limits(follow), from_archive=archived
            )
        )

    def update(self, *targets: str) -> int:
        return self._run(lambda terminal: saving.update(targets, self.shelf, terminal))

    def _run(self, command: object) -> int:
        out, err = io.StringIO(), Watched()
        status = command(Terminal(out, err))  # type: ignore[operator]
        self.out, self.err = out.getvalue(), err.getvalue()
        return int(status)


@pytest.fixture
def desk(tmp_path: Path, http_server: HttpServer) -> Iterator[SavingDesk]:
    desk = SavingDesk(tmp_path, http_server)
    yield desk
    desk.close()


def test_a_page_is_saved_with_its_leaflets(desk: SavingDesk) -> None:
    url = desk.page("/start", "Dystonia", "/a cramps", "/hand.txt.pdf exercises for the hand")
    desk.leaflet("/hand.txt.pdf", "Exercises")
    assert desk.save(url) == 0
    first, second = desk.out.splitlines()
    assert first == f"Saved: Dystonia  {url}"
    assert second.startswith("Saved with it: ")
    assert second.endswith("/hand.txt.pdf")
    assert "/a" not in desk.paths()


def test_linked_pages_are_followed_when_asked_and_the_limits_told_first(desk: SavingDesk) -> None:
    url = desk.page("/start", "Dystonia", "/a cramps", "/lost the lost page")
    desk.page("/a", "Cramps")
    assert desk.save(url, follow="1") == 0
    assert [line.partition("  ")[0] for line in desk.out.splitlines()] == [
        "Saved: Dystonia", "Saved with it: Cramps",
    ]  # fmt: skip
    assert "at most 200 pages and 200 megabytes" in desk.err
    assert desk.err.index("200 pages") < desk.err.index("ramps")
    assert "Not kept with it: Page: The lost page." in desk.err


def test_what_is_left_is_told_with_the_reason(desk: SavingDesk) -> None:
    url = desk.page("/start", "Dystonia", "/a cramps", "/b treatments")
    desk.server.status("/a", 503, ("Retry-After", "7200"))
    assert desk.save(url, follow="1") == 1
    assert "2 hours" in desk.err
    assert "2 links left for the next time." in desk.err


def test_ctrl_c_keeps_what_is_there(desk: SavingDesk) -> None:
    url = desk.page("/start", "Dystonia", "/a cramps", "/b treatments")
    desk.page("/a", "Cramps")

    class Impatient(Watched):
        def write(self, text: str) -> int:
            if "reatments" in text:
                raise KeyboardInterrupt
            return super().write(text)

    err = Impatient()
    status = saving.save([url], desk.shelf, Terminal(io.StringIO(), err), FollowLimits())
    assert status == 1
    assert "goes on from there" in err.getvalue()
    assert desk.titles == ["Cramps", "Dystonia"]


def test_a_folder_is_saved_with_all_that_can_be_read(desk: SavingDesk, tmp_path: Path) -> None:
    folder = tmp_path / "leaflets"
    (folder / "more").mkdir(parents=True)
    (folder / "1 hands.txt").write_text("Warm them well before you play.", "utf-8")
    (folder / "more" / "2 feet.md").write_text("# Feet\n\nKeep them moving.", "utf-8")
    (folder / "more" / "3 page.html").write_text(html("A page"), "utf-8")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    assert desk.save(str(folder)) == 0
    assert len(desk.out.splitlines()) == 3
    assert desk.titles == ["1 hands", "A page", "Feet"]
    assert "1 file of other kinds passed over: photo.jpg." in desk.err
    (folder / "1 hands.txt").write_text("Warm them very well before you play.", "utf-8")
    assert desk.save(str(folder)) == 0
    assert desk.out.startswith("Saved anew: 1 hands")
    assert desk.out.count("Nothing new") == 2


def test_a_folder_with_nothing_to_read_fails_and_says_what_is_in_it(
    desk: SavingDesk, tmp_path: Path
) -> None:
    folder = tmp_path / "none"
    folder.mkdir()
    assert desk.save(str(folder)) == 1
    assert "nothing in none that can be read." in desk.err
    for number in range(7):
        (folder / f"{number}.jpg").write_bytes(b"\xff\xd8\xff")
    assert desk.save(str(folder)) == 1
    assert "7 files of other kinds passed over: " in desk.err
    assert desk.err.count(".jpg") == 5
    assert desk.err.endswith(" and 2 more.\n")


def test_a_page_with_next_to_nothing_to_read_is_kept_and_told(desk: SavingDesk) -> None:
    url = desk.server.page(
        "/files/",
        '<title>Index of /files</title><h1>Index of /files</h1><a href="/">Parent Directory</a>',
    )
    assert desk.save(url) == 0
    assert desk.out.startswith("Saved: ")
    assert "words to read: it may be a mere list of links, or ask for a sign-in." in desk.err
    more = "Rest the hand, warm it, and try a wider pen before the cramp begins. " * 3
    desk.save(desk.server.page("/a", html("Dystonia", more=more)))
    assert "to read" not in desk.err


def test_that_a_page_leads_nowhere_is_told(desk: SavingDesk, tmp_path: Path) -> None:
    url = desk.page("/start", "Dystonia", "https://elsewhere.example/a another site")
    assert desk.save(url, follow="1") == 0
    assert desk.out.splitlines() == [
        f"Saved: Dystonia  {url}", "It links to no other page of its site.",
    ]  # fmt: skip
    assert "are kept too" not in desk.err
    (tmp_path / "alone.txt").write_text("Warm them well before you play.", "utf-8")
    desk.save(str(tmp_path / "alone.txt"), follow="1")
    assert "no other file in its folder" in desk.out


def test_a_page_that_is_gone_leads_to_the_archive_only_when_asked(desk: SavingDesk) -> None:
    url = desk.server.status("/lost", 404)
    assert desk.save(url) == 1
    assert "reader save --archived" in desk.err
    assert desk.paths() == ["/lost"]

    kept_at = f"/web/20210303101112id_/{url}"
    answer = {
        "archived_snapshots": {"closest": {"available": True, "url": desk.server.url(kept_at)}}
    }

    def available(exchange: Exchange) -> None:
        exchange.head(200, ("Content-Type", "application/json"))
        exchange.send(json.dumps(answer).encode())

    desk.server.answer_under("/available?url=", available)
    desk.page(kept_at, "The lost page")
    assert desk.save(url, archived=True) == 0
    page = desk.find("/lost")
    assert (page.title, page.publisher) == (
        "The lost page",
        "Internet Archive, copy of 3 March 2021",
    )
    assert page.url == url
    assert desk.update() == 0
    assert "Gone from the web, your copy stays: The lost page" in desk.out


def test_the_archive_may_have_none(desk: SavingDesk) -> None:
    url = desk.server.status("/lost", 404)
    desk.server.answer_under(
        "/available?url=",
        lambda exchange: (exchange.head(200), exchange.send(b'{"archived_snapshots": {}}'))[0],
    )
    assert desk.save(url, archived=True) == 1
    assert "has no copy" in desk.err


def test_a_saved_page_that_is_gone_stays(desk: SavingDesk) -> None:
    url = desk.page("/a", "Dystonia")
    desk.save(url)
    desk.server.status("/a", 410)
    assert desk.save(url) == 1
    assert "Your copy stays." in desk.err
    assert "--archived" not in desk.err


def test_update_names_what_changed_and_sums_up(desk: SavingDesk) -> None:
    for path in ("/a", "/b", "/c", "/d", "/e"):
        desk.save(desk.page(path, f"Page {path[1]}"))
    desk.server.page("/b", html("Page b", more="There is a new treatment."))
    desk.server.status("/c", 404)
    desk.server.status("/d", 403)
    desk.server.status("/e", 403)
    assert desk.update() == 1
    changed, gone, total = desk.out.splitlines()
    assert changed.startswith("Changed: Page b")
    assert gone.startswith("Gone from the web, your copy stays: Page c")
    assert (
        total
        == "5 pages: 1 changed, 1 as before, 1 gone from the web and kept here, 2 not looked up."
    )
    assert "Not looked up: Page d, Page e. " in desk.err


def test_update_of_one_page_asks_for_that_one_alone(desk: SavingDesk) -> None:
    for path in ("/a", "/b", "/c"):
        desk.save(desk.page(path, f"Page {path[1]}"))
    number = 1 + [page.title for page in desk.shelf.pages()].index("Page b")
    desk.server.page("/b", html("Page b", more="There is a new treatment."))
    before = desk.paths()
    assert desk.update(str(number)) == 0
    assert desk.out.splitlines()[-1] == "1 page: 1 changed."
    assert desk.paths()[len(before) :] == ["/b"]
    assert desk.update("page c", "Page C") == 0
    assert desk.out == "1 page: 1 as before.\n"
    assert desk.update(desk.server.url("/never")) == 1
    assert "To save it: reader save" in desk.err


def test_update_of_one_page_leaves_a_broken_off_update_of_all_where_it_was(
    desk: SavingDesk,
) -> None:
    for path in ("/a", "/b"):
        desk.save(desk.page(path, f"Page {path[1]}"))
    desk.server.status("/b", 503, ("Retry-After", "7200"))
    desk.update()
    desk.page("/b", "Page b")
    desk.update("Page a")
    desk.update()
    assert desk.out == "2 pages: 1 not looked up, 1 looked up before.\n"


def test_update_of_an_empty_library(desk: SavingDesk) -> None:
    assert desk.update() == 0
    assert desk.out == "Nothing is saved yet.\n"
