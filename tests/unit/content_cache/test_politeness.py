"""Visits to a site: pauses, rests, robots.txt, and ways that are not taken."""

from __future__ import annotations

import email.utils
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from http_server import Exchange, HttpServer

from content_cache.errors import (
    Cancelled,
    HostUnreachable,
    HttpRefused,
    NotFollowed,
    TooManyRedirects,
)
from content_cache.fetching import USER_AGENT, FetchLimits, FetchRequest
from content_cache.politeness import LONGEST_REST_S, PoliteVisits, Way
from content_cache.resource import NotModified, Resource
from tests.support.hand_clock import HandClock

NOW = datetime(2025, 5, 1, 12, tzinfo=UTC)
PAGE = "<!doctype html><title>Page</title><p>Dystonia.</p>"
LIMITS = FetchLimits(
    connect_s=5,
    read_s=5,
    total_s=20,
    backoff_s=0.01,
    poll_s=0.01,
    is_public=lambda number: number == "127.0.0.1",
)
ANYWHERE = Way(lambda _url: True)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def visits(clock: HandClock) -> PoliteVisits:
    return polite(clock)


def polite(clock: HandClock, pause_s: float = 1.0, limits: FetchLimits = LIMITS) -> PoliteVisits:
    return PoliteVisits(
        now=lambda: NOW, limits=limits, pause_s=pause_s, clock=clock.now, sleep=clock.sleep
    )


def follow(visits: PoliteVisits, url: str, way: Way = ANYWHERE) -> Resource:
    found = visits.fetch(FetchRequest(url, only_public=True), way=way)
    assert isinstance(found, Resource)
    return found


def refusal(visits: PoliteVisits, url: str, way: Way = ANYWHERE) -> NotFollowed:
    with pytest.raises(NotFollowed) as caught:
        follow(visits, url, way)
    assert str(caught.value).endswith(".")
    assert "robots.txt" not in str(caught.value)
    return caught.value


# Pauses and rests


def test_between_two_requests_of_a_host_is_a_pause(
    http_server: HttpServer, visits: PoliteVisits, clock: HandClock
) -> None:
    for path in ("/a", "/b", "/c"):
        follow(visits, http_server.page(path, PAGE))
    assert clock.slept_s == pytest.approx(3.0)  # robots.txt is a request too
    assert [request.path for request in http_server.requests] == ["/robots.txt", "/a", "/b", "/c"]
    assert {request.headers["user-agent"] for request in http_server.requests} == {USER_AGENT}


def test_a_site_may_ask_for_a_longer_pause(
    http_server: HttpServer, visits: PoliteVisits, clock: HandClock
) -> None:
    http_server.page("/robots.txt", "User-agent: *\nCrawl-delay: 4", content_type="text/plain")
    for path in ("/a", "/b", "/c"):
        follow(visits, http_server.page(path, PAGE))
    assert clock.slept_s == pytest.approx(1 + 4 + 4)


def test_other_hosts_need_not_wait(
    http_server: HttpServer, visits: PoliteVisits, clock: HandClock
) -> None:
    other = HttpServer().start()
    visits.fetch(FetchRequest(http_server.page("/a", PAGE)))
    visits.fetch(FetchRequest(other.page("/a", PAGE)))
    other.stop()
    assert clock.slept_s == 0


def test_a_host_has_one_request_at_a_time(http_server: HttpServer, clock: HandClock) -> None:
    under_way, most = 0, 0
    lock = threading.Lock()
    both_wait = threading.Event()

    def answer(exchange: Exchange) -> None:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        both_wait.wait(0.2)
        with lock:
            under_way -= 1
        exchange.head(200, ("Content-Type", "text/html"))
        exchange.send(PAGE.encode())

    visits = polite(clock, pause_s=0.0)
    http_server.answer_under("/", answer)
    threads = [
        threading.Thread(target=lambda n=n: visits.fetch(FetchRequest(http_server.url(f"/{n}"))))
        for n in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(http_server.requests) == 3
    assert most == 1


def refuses_once(http_server: HttpServer, status: int, retry_after: str, path: str = "/a") -> str:
    http_server.status("/busy", status, ("Retry-After", retry_after))
    http_server.page("/good", PAGE)
    return http_server.in_turn(path, http_server.answer_at("/busy"), http_server.answer_at("/good"))


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    "retry_after", ["30", email.utils.format_datetime(NOW + timedelta(seconds=30))]
)
def test_a_rest_that_is_asked_for_is_taken(
    http_server: HttpServer, visits: PoliteVisits, clock: HandClock, status: int, retry_after: str
) -> None:
    url = refuses_once(http_server, status, retry_after)
    found = visits.fetch(FetchRequest(url))
    assert isinstance(found, Resource)
    assert clock.slept_s == pytest.approx(30.0)


@pytest.mark.parametrize(
    "retry_after", ["7200", email.utils.format_datetime(NOW + timedelta(hours=2))]
)
def test_a_rest_that_is_too_long_is_told_and_the_host_left_alone(
    http_server: HttpServer, visits: PoliteVisits, clock: HandClock, retry_after: str
) -> None:
    url = refuses_once(http_server, 429, retry_after)
    for _ in range(2):
        with pytest.raises(HttpRefused, match="2 hours") as caught:
            visits.fetch(FetchRequest(url))
        assert caught.value.retry_after_s is not None
        assert caught.value.retry_after_s > LONGEST_REST_S
    assert len(http_server.requests) == 1
    assert clock.slept_s == 0
    clock.sleep(7201)
    assert isinstance(visits.fetch(FetchRequest(url)), Resource)


def test_a_host_that_always_wants_a_rest_is_left(
    http_server: HttpServer, visits: PoliteVisits, clock: HandClock
) -> None:
    url = http_server.status("/a", 429, ("Retry-After", "20"))
    with pytest.raises(HttpRefused):
        visits.fetch(FetchRequest(url))
    assert len(http_server.requests) <= 3
    assert clock.slept_s <= 60


def test_a_stop_ends_a_pause(http_server: HttpServer, clock: HandClock) -> None:
    visits = polite(clock, pause_s=1000.0)
    url = http_server.page("/a", PAGE)
    visits.fetch(FetchRequest(url))
    with pytest.raises(Cancelled):
        visits.fetch(FetchRequest(url), is_cancelled=lambda: clock.slept_s > 0.5)
    assert clock.slept_s < 1
    assert len(http_server.requests) == 1


# robots.txt


def test_what_a_site_forbids_is_not_followed(http_server: HttpServer, visits: PoliteVisits) -> None:
    http_server.page("/robots.txt", "User-agent: *\nDisallow: /a", content_type="text/plain")
    http_server.page("/a", PAGE)
    assert refusal(visits, http_server.url("/a")).reason == "robots"
    assert follow(visits, http_server.page("/b", PAGE)).body
    assert len(http_server.requests_for("/robots.txt")) == 1
    assert http_server.requests_for("/a") == []


def test_a_redirect_into_what_is_forbidden_is_not_followed(
    http_server: HttpServer, visits: PoliteVisits
) -> None:
    http_server.page("/robots.txt", "User-agent: *\nDisallow: /a", content_type="text/plain")
    http_server.page("/a", PAGE)
    assert refusal(visits, http_server.redirect("/b", "/a")).reason == "robots"
    assert http_server.requests_for("/a") == []


def test_what_a_person_asks_for_does_not_ask_robots(
    http_server: HttpServer, visits: PoliteVisits
) -> None:
    http_server.page("/robots.txt", "User-agent: *\nDisallow: /", content_type="text/plain")
    assert isinstance(visits.fetch(FetchRequest(http_server.page("/a", PAGE))), Resource)
    assert http_server.requests_for("/robots.txt") == []


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_no_robots_file_forbids_nothing(
    http_server: HttpServer, visits: PoliteVisits, status: int
) -> None:
    http_server.status("/robots.txt", status)
    follow(visits, http_server.page("/a", PAGE))


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_robots_file_that_cannot_be_had_forbids_everything(
    http_server: HttpServer, clock: HandClock, status: int
) -> None:
    visits = polite(clock, pause_s=0.01)
    http_server.status("/robots.txt", status)
    url = http_server.page("/a", PAGE)
    assert refusal(visits, url).reason == "robots"
    assert http_server.requests_for("/a") == []


def test_an_endless_robots_file_is_read_to_its_limit(
    http_server: HttpServer, visits: PoliteVisits
) -> None:
    def answer(exchange: Exchange) -> None:
        exchange.head(200, ("Content-Type", "text/plain"), ("Content-Length", "99999999999"))
        exchange.send(b"User-agent: *\nDisallow: /a\n")
        for _ in range(100):
            exchange.send(b"# nothing to see here\n" * 1000)

    http_server.answer("/robots.txt", answer)
    assert refusal(visits, http_server.page("/a", PAGE)).reason == "robots"


def test_a_robots_file_that_drips_does_not_hold_up_for_ever(
    http_server: HttpServer, clock: HandClock
) -> None:
    http_server.drip("/robots.txt", b"#" * 10_000, pause_s=0.01)
    visits = polite(clock, limits=replace(LIMITS, total_s=0.3))
    with pytest.raises(HostUnreachable):
        follow(visits, http_server.page("/a", PAGE))


def test_a_robots_file_is_asked_for_again_after_a_day(
    http_server: HttpServer, visits: PoliteVisits, clock: HandClock
) -> None:
    url = http_server.page("/a", PAGE)
    follow(visits, url)
    clock.sleep(23 * 3600)
    follow(visits, url)
    assert len(http_server.requests_for("/robots.txt")) == 1
    clock.sleep(2 * 3600)
    follow(visits, url)
    assert len(http_server.requests_for("/robots.txt")) == 2


# Ways


def test_a_redirect_within_the_site_is_followed(
    http_server: HttpServer, visits: PoliteVisits
) -> None:
    http_server.page("/b", PAGE)
    found = follow(visits, http_server.redirect("/a", "/b"))
    assert (found.url, found.requested_url) == (http_server.url("/b"), http_server.url("/a"))


def test_a_redirect_to_another_site_is_not(http_server: HttpServer, visits: PoliteVisits) -> None:
    url = http_server.redirect("/a", "https://other.example/")
    way = Way(lambda to: to.startswith(http_server.base))
    assert refusal(visits, url, way).reason == "elsewhere"


def test_ten_thousand_redirects_end_soon(http_server: HttpServer, visits: PoliteVisits) -> None:
    def on(exchange: Exchange) -> None:
        number = int(exchange.request.path.rpartition("/")[2])
        exchange.head(302, ("Location", f"/on/{number + 1}"))

    http_server.answer_under("/on/", on)
    for fetch in (lambda: follow(visits, http_server.url("/on/0")),
                  lambda: visits.fetch(FetchRequest(http_server.url("/on/0")))):  # fmt: skip
        with pytest.raises(TooManyRedirects):
            fetch()
    assert len(http_server.requests) <= 13


PRIVATE: list[Callable[[int], str]] = [
    lambda port: f"http://127.0.0.2:{port}/x",
    lambda port: f"http://[::1]:{port}/x",
    lambda port: f"http://[::ffff:127.0.0.2]:{port}/x",
    lambda port: f"http://2130706434:{port}/x",  # 127.0.0.2
    lambda port: f"http://0x7f.2:{port}/x",
    lambda _port: "http://10.0.0.1/x",
    lambda _port: "http://169.254.169.254/latest/meta-data/",
    lambda port: f"http://localhost:{port}/x",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_a_public_page_cannot_lead_into_ones_own_network(
    http_server: HttpServer, visits: PoliteVisits, address: Callable[[int], str]
) -> None:
    to = address(http_server.port)
    url = http_server.redirect("/a", to)
    http_server.page("/x", PAGE)
    assert refusal(visits, to).reason == "private"
    assert refusal(visits, url).reason == "private"
    with pytest.raises(NotFollowed):
        visits.fetch(FetchRequest(url))
    assert http_server.requests_for("/x") == []


def test_an_unchanged_page_is_told_so(http_server: HttpServer, visits: PoliteVisits) -> None:
    url = http_server.page("/a", PAGE, etag='"1"')
    assert visits.fetch(FetchRequest(url, etag='"1"')) == NotModified(url, NOW)


def test_only_so_many_hosts_are_remembered(http_server: HttpServer, clock: HandClock) -> None:
    visits = polite(clock)
    for number in range(2, 90):
        with pytest.raises(NotFollowed):
            visits.fetch(FetchRequest(f"http://127.0.0.{number}:1/", only_public=True))
    assert len(visits._hosts) <= 64
