"""What a page leads to is kept with it: politely, within limits, and whatever the site does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from http_server import Exchange, HttpServer

from content_cache.following import MOST_OF_A_CALENDAR, FollowLimits
from reader.control.following import follow
from reader.control.view import SavingProgress
from tests.support.linked_site import QUICK, LinkedSite, endless, html
from tests.support.pdf_writer import Pdf


@pytest.fixture
def site(tmp_path: Path, http_server: HttpServer) -> Iterator[LinkedSite]:
    site = LinkedSite(tmp_path, http_server)
    yield site
    site.close()


@pytest.fixture
def small(site: LinkedSite) -> LinkedSite:
    """A start that leads to two pages and a leaflet; one of them leads on."""
    site.page("/start", "Dystonia", "/a cramps of the hand", "/b treatments", "/hand.pdf exercises")
    site.page("/a", "Cramps", "/start dystonia", "/c cramps at work", "/a.pdf cramps at night")
    site.page("/b", "Treatments", "/a cramps of the hand")
    site.page("/c", "Cramps at work", "/d far away")
    site.page("/d", "Far away")
    site.leaflet("/hand.pdf", "Exercises")
    site.leaflet("/a.pdf", "Cramps at night")
    return site


def test_a_page_is_kept_with_its_leaflets(small: LinkedSite) -> None:
    outcome = small.follow(0)
    assert [page.url for page in outcome.kept] == [small.server.url("/hand.pdf")]
    assert (outcome.left, outcome.stopped_by, outcome.failed) == (0, "", [])
    (relation,) = small.library.belongings.of(small.find("/start").id)
    assert (relation.page_id, relation.kind) == (small.find("/hand.pdf").id, "leaflet")
    assert "xercises" in relation.label
    assert small.find("/start").is_own
    assert not small.find("/hand.pdf").is_own


def test_a_real_leaflet_is_read(site: LinkedSite) -> None:
    pdf = Pdf(title="Exercises for the hand", language="en-GB")
    pdf.page().lines(
        40, 500, ["Spread the fingers and hold them so.", "Rest before the cramp begins."]
    )
    site.page("/start", "Dystonia", "/hand.pdf exercises")
    site.server.page("/hand.pdf", pdf.to_bytes(), content_type="application/pdf")
    (page,) = site.follow(0).kept
    assert page.media_type == "application/pdf"
    assert page.words > 8


@pytest.mark.parametrize(
    ("depth", "paths"),
    [
        (1, ["/a", "/b", "/hand.pdf", "/a.pdf"]),
        (2, ["/a", "/b", "/hand.pdf", "/c", "/a.pdf"]),
        (3, ["/a", "/b", "/hand.pdf", "/c", "/a.pdf", "/d"]),
    ],
)
def test_linked_pages_are_kept_as_far_as_is_asked(
    small: LinkedSite, depth: int, paths: list[str]
) -> None:
    outcome = small.follow(depth)
    assert [page.url for page in outcome.kept] == [small.server.url(path) for path in paths]
    assert small.paths() == ["/start", *paths]
    assert {
        relation.depth for relation in small.library.belongings.of(small.find("/start").id)
    } == set(range(1, depth + 1)) | {2}  # the leaflet of a linked page is two links away


def test_what_is_kept_and_not_old_is_not_fetched_again(small: LinkedSite) -> None:
    small.follow(1)
    before = len(small.server.requests)
    outcome = small.follow(2)
    assert small.paths()[-2:] == ["/start", "/c"]
    assert len(small.server.requests) == before + 2
    assert len(outcome.kept) == 5


def test_what_the_person_saved_stays_their_own(small: LinkedSite) -> None:
    small.save("/a")
    small.follow(1)
    assert small.find("/a").is_own
    assert not small.find("/b").is_own
    small.save("/b")
    assert small.find("/b").is_own


def test_progress_names_the_pages(small: LinkedSite) -> None:
    told: list[SavingProgress] = []
    small.follow(1, on_progress=told.append)
    assert [progress.done for progress in told] == [0, 1, 2, 3]
    assert "treatments" in told[1].title.lower()
    assert all(progress.done < progress.total for progress in told)


def test_a_stop_keeps_what_is_there_and_the_next_time_goes_on(small: LinkedSite) -> None:
    seen: list[SavingProgress] = []
    first = small.follow(2, on_progress=seen.append, is_cancelled=lambda: len(seen) >= 2)
    assert first.was_cancelled
    assert [page.title for page in first.kept] == ["Cramps"]
    assert first.left == 4
    assert small.library.belongings.unfinished() == (small.find("/start").id,)
    before = len(small.paths())
    again = small.follow(2)
    assert small.paths()[before:] == ["/start", "/b", "/hand.pdf", "/c", "/a.pdf"]
    assert len(again.kept) == 4
    assert small.library.belongings.unfinished() == ()


def test_a_stop_ends_a_page_that_is_on_its_way(site: LinkedSite) -> None:
    site.page("/start", "Dystonia", "/slow a slow page")
    asked = threading.Event()

    def answer(exchange: Exchange) -> None:
        exchange.head(200, ("Content-Type", "text/html"))
        asked.set()
        exchange.stopped.wait()

    site.server.answer("/slow", answer)
    outcome = site.follow(1, is_cancelled=asked.is_set)
    assert outcome.was_cancelled
    assert outcome.left == 1


def test_what_cannot_be_had_is_named_and_the_rest_go_on(site: LinkedSite) -> None:
    site.page("/start", "Dystonia", "/gone the lost page", "/picture a picture", "/b treatments")
    site.server.page("/picture", b"\x89PNG\r\n\x1a\n" * 100, content_type="image/png")
    site.page("/b", "Treatments")
    outcome = site.follow(1)
    assert [page.title for page in outcome.kept] == ["Treatments"]
    assert [name for name, _ in outcome.failed] == ["Page: The lost page", "Page: A picture"]
    assert all(sentence.endswith(".") for _, sentence in outcome.failed)
    assert outcome.left == 0


def test_robots_are_obeyed(small: LinkedSite) -> None:
    small.server.page("/robots.txt", "User-agent: *\nDisallow: /b", content_type="text/plain")
    outcome = small.follow(1)
    ((_, sentence),) = outcome.failed
    assert "asks programs" in sentence
    assert "/b" not in small.paths()


def test_a_host_that_wants_to_rest_is_left_and_gone_on_with_later(small: LinkedSite) -> None:
    small.server.in_turn(
        "/b",
        lambda exchange: exchange.head(429, ("Retry-After", "3600")),
        small.server.answer_at("/b"),
    )
    outcome = small.follow(1)
    assert "left alone for 60 minutes" in outcome.stopped_by
    assert outcome.left == 3
    assert [page.title for page in outcome.kept] == ["Cramps"]
    assert small.library.belongings.planned(small.find("/start").id)[0].url == small.server.url(
        "/b"
    )


def test_a_host_that_falls_silent_is_not_asked_for_ever(
    tmp_path: Path, http_server: HttpServer
) -> None:
    site = LinkedSite(tmp_path, http_server, replace(QUICK, read_s=0.05))
    site.page("/start", "Dystonia", *(f"/silent-{chr(97 + n)} page {n}" for n in range(20)))
    http_server.answer_under("/silent-", lambda exchange: exchange.stopped.wait() and None)
    outcome = site.follow(1)
    assert "does not answer any more" in outcome.stopped_by
    assert len(site.paths()) == 1 + FollowLimits().failures_in_a_row
    assert outcome.left == 20
    site.close()


def test_a_host_that_sends_byte_by_byte_is_left_in_the_end(
    tmp_path: Path, http_server: HttpServer
) -> None:
    site = LinkedSite(tmp_path, http_server, replace(QUICK, total_s=0.2))
    site.page("/start", "Dystonia", *(f"/drip-{chr(97 + n)} page {n}" for n in range(20)))

    def drip(exchange: Exchange) -> None:
        exchange.head(200, ("Content-Type", "text/html"))
        while not exchange.stopped.wait(0.01):
            exchange.send(b"x")

    http_server.answer_under("/drip-", drip)
    outcome = site.follow(1)
    assert outcome.stopped_by
    assert len(site.paths()) == 6
    site.close()


def test_it_ends_when_its_time_is_over(small: LinkedSite) -> None:
    times = iter([0.0, 1.0, 7201.0])
    outcome = small.follow(1, clock=lambda: next(times))
    assert "takes very long" in outcome.stopped_by
    assert len(outcome.kept) == 1
    assert outcome.left == 3


def test_an_endless_site_ends_at_the_limits(site: LinkedSite) -> None:
    site.server.answer_under("/", endless)
    outcome = site.follow(3, path="/start/", limits=FollowLimits(depth=3, pages=12))
    assert len(outcome.kept) == 12
    assert outcome.is_full
    assert len(site.paths()) == 13
    assert site.library.belongings.unfinished() == ()


def test_endless_calendar_links_are_left_after_a_few(site: LinkedSite) -> None:
    def calendar(exchange: Exchange) -> None:
        links = [
            f"/calendar?year={y}&month={m} {m} of {y}" for y in (2025, 2026) for m in range(1, 13)
        ]
        exchange.head(200, ("Content-Type", "text/html"))
        exchange.send(html(f"Events {exchange.request.path[-12:]}", *links).encode())

    site.page("/start", "Dystonia", "/calendar our events")
    site.server.answer_under("/calendar", calendar)
    outcome = site.follow(3)
    assert len(outcome.kept) == 1 + MOST_OF_A_CALENDAR
    assert outcome.left == 0


def test_ten_thousand_redirects_cost_a_few_requests(site: LinkedSite) -> None:
    site.page("/start", "Dystonia", "/on/0 on and on", "/loop-a round", "/b treatments")
    site.page("/b", "Treatments")
    site.server.redirect_loop("/loop-a")

    def on(exchange: Exchange) -> None:
        number = int(exchange.request.path.rpartition("/")[2])
        exchange.head(302, ("Location", f"/on/{number + 1}"))

    site.server.answer_under("/on/", on)
    outcome = site.follow(1)
    assert len(outcome.failed) == 2
    assert [page.title for page in outcome.kept] == ["Treatments"]
    assert len(site.paths()) <= 16


def test_bad_links_are_not_followed_at_all(site: LinkedSite, http_server: HttpServer) -> None:
    secret = HttpServer().start()
    secret.answer_under("/", endless)
    site.page(
        "/start", "Dystonia", "file:///etc/passwd the file", "javascript:alert(1) the script",
        "data:text/html,x the data", "https://other.example/ another site", f"http://127.0.0.1:{secret.port}/ this",
        f"http://localhost:{http_server.port}/x that", "http://[::1]/ number", "http://2130706433/ digits",
        "http://192.168.0.1/ the router", "../../../../etc/passwd dots", "/x%2f..%2f..%2fy more dots",
    )  # fmt: skip
    outcome = site.follow(3)
    assert outcome.kept == []
    assert site.paths() == ["/start", "/etc/passwd", "/x%2F..%2F..%2Fy"]
    assert secret.requests == []
    assert site.titles == ["Dystonia"]
    secret.stop()


@pytest.mark.parametrize(
    "to", ["http://127.0.0.2:{port}/x", "http://[::1]:{port}/x", "http://localhost:{port}/x", "https://other.example/",
           "file:///etc/passwd", "//10.0.0.1/"],
)  # fmt: skip
def test_redirects_out_of_the_site_are_not_followed(site: LinkedSite, to: str) -> None:
    site.page("/start", "Dystonia", "/away a link")
    site.server.redirect("/away", to.format(port=site.server.port))
    site.page("/x", "Secret")
    outcome = site.follow(1)
    ((_, sentence),) = outcome.failed
    assert sentence.endswith(".")
    assert site.titles == ["Dystonia"]
    assert "/x" not in site.paths()


def test_a_bomb_is_one_sentence(site: LinkedSite) -> None:
    site.page("/start", "Dystonia", "/bomb a small page")
    site.server.gzip_zeros("/bomb", 1_000_000_000)
    ((_, sentence),) = site.follow(1).failed
    assert "larger than" in sentence


def test_bytes_are_bounded_also_for_what_cannot_be_kept(site: LinkedSite) -> None:
    site.page("/start", "Dystonia", *(f"/film-{chr(97 + n)} film {n}" for n in range(10)))

    def film(exchange: Exchange) -> None:
        exchange.head(200, ("Content-Type", "video/mp4"))
        exchange.send(b"\0\0\0\x18ftypmp42" + b"\0" * 100_000)

    site.server.answer_under("/film-", film)
    site.follow(1, limits=FollowLimits(total_bytes=250_000))
    assert len(site.paths()) == 1 + 3


def test_without_network_it_stops_at_once_and_goes_on_later(small: LinkedSite) -> None:
    saved = small.save()
    small.server.stop()
    outcome = follow(small.shelf, saved.page, saved.document, FollowLimits())
    assert outcome.stopped_by or outcome.failed
    assert outcome.left == 3
    assert small.titles == ["Dystonia"]


def test_a_file_of_ones_own_leads_to_the_files_beside_and_below_it(
    site: LinkedSite, tmp_path: Path
) -> None:
    folder = tmp_path / "own"
    (folder / "more").mkdir(parents=True)
    (tmp_path / "secret.html").write_text(html("Secret"), "utf-8")
    (folder / "away.html").symlink_to(tmp_path / "secret.html")
    for name in ("two.html", "more/three.html", "more/four.txt"):
        (folder / name).write_text(html(Path(name).stem, "two.html#there again"), "utf-8")
    links = (
        "two.html#part the second", "more/three.html the third", "more/four.txt the fourth",
        "../secret.html outside", "away.html a way out", "file:///etc/passwd elsewhere",
        "none.html not there", f"{site.server.url('/x')} the web",
    )  # fmt: skip
    path = folder / "index.html"
    path.write_text(html("Own", *links), "utf-8")
    saved = site.shelf.save(str(path))
    outcome = follow(site.shelf, saved.page, saved.document, FollowLimits(depth=1))
    assert [page.url.rpartition("/")[2] for page in outcome.kept] == [
        "two.html", "three.html", "four.txt",
    ]  # fmt: skip
    ((_, sentence),) = outcome.failed
    assert sentence.startswith("There is no file")
    assert site.server.requests == []


def test_a_page_of_the_web_leads_to_no_file(site: LinkedSite, tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text(html("Secret"), "utf-8")
    site.page("/start", "Start", f"file://{tmp_path}/secret.html a file of yours")
    assert site.follow().kept == []
