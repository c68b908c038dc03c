"""Fetching from a server that behaves, and from one that does not."""

from __future__ import annotations

import email.utils
import gzip
import socket
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from http_server import Exchange, HttpServer

import content_cache
import reader
from content_cache.errors import (
    BadCertificate,
    BodyIncomplete,
    BodyTooLarge,
    Cancelled,
    FetchError,
    HostUnreachable,
    HttpRefused,
    NotFollowed,
    TooManyRedirects,
)
from content_cache.fetching import USER_AGENT, FetchLimits, FetchRequest, fetch
from content_cache.resource import NotModified, Resource

NOW = datetime(2025, 5, 1, 12, tzinfo=UTC)
PAGE = "<!doctype html><title>Page</title><p>Dystonia — a movement disorder.</p>"
SHORT = FetchLimits(
    connect_s=5, read_s=5, total_s=20, backoff_s=0.01, longest_retry_after_s=0.5, poll_s=0.01
)


def get(
    url: str,
    *,
    limits: FetchLimits = SHORT,
    etag: str | None = None,
    last_modified: str | None = None,
    on_progress: Callable[[int, int | None], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Resource | NotModified:
    return fetch(
        FetchRequest(url, etag, last_modified),
        now=lambda: NOW,
        limits=limits,
        on_progress=on_progress,
        is_cancelled=is_cancelled,
    )


def get_page(url: str, *, limits: FetchLimits = SHORT) -> Resource:
    found = get(url, limits=limits)
    assert isinstance(found, Resource)
    return found


def failure(url: str, *, limits: FetchLimits = SHORT) -> FetchError:
    with pytest.raises(FetchError) as caught:
        get(url, limits=limits)
    error = caught.value
    sentence = str(error)
    assert sentence.endswith(".")
    assert sentence.isprintable()
    assert 20 < len(sentence) < 220
    for jargon in ("HTTP", "Error", "Exception", "urllib", "timeout", "socket", "None", "/"):
        assert jargon not in sentence
    assert error.url.startswith("http")
    return error


# Good pages


def test_a_page_comes_as_it_was_sent(http_server: HttpServer) -> None:
    url = http_server.page(
        "/a",
        PAGE,
        etag='"1"',
        last_modified="Thu, 01 May 2025 10:00:00 GMT",
        headers=(("X-Odd", "é"),),
    )
    page = get_page(url)
    assert page.url == url
    assert page.body == PAGE.encode()
    assert (page.media_type, page.charset) == ("text/html", "utf-8")
    assert (page.etag, page.last_modified) == ('"1"', "Thu, 01 May 2025 10:00:00 GMT")
    assert page.fetched_at == NOW
    assert page.requested_url == ""
    assert dict(page.headers)["etag"] == '"1"'
    (request,) = http_server.requests
    assert request.method == "GET"
    assert request.headers["user-agent"] == USER_AGENT == f"HandsOffReader/{reader.__version__}"
    assert request.headers["accept"].startswith("text/html")
    assert "if-none-match" not in request.headers


def test_both_packages_are_of_one_version() -> None:
    assert content_cache.__version__ == reader.__version__


@pytest.mark.parametrize(
    ("etag", "last_modified"),
    [
        ('W/"é1"', None),
        (None, "Thu, 01 May 2025 10:00:00 GMT"),
        ('"1"', "Thu, 01 May 2025 10:00:00 GMT"),
    ],
)
def test_a_page_that_did_not_change_is_not_sent_again(
    http_server: HttpServer, etag: str | None, last_modified: str | None
) -> None:
    url = http_server.page("/a", PAGE, etag=etag, last_modified=last_modified)
    first = get_page(url)
    assert get(url, etag=first.etag, last_modified=first.last_modified) == NotModified(url, NOW)


def test_a_page_that_changed_is_sent_anew(http_server: HttpServer) -> None:
    url = http_server.page("/a", PAGE, etag='"2"')
    found = get(url, etag='"1"')
    assert isinstance(found, Resource)
    assert found.etag == '"2"'


def test_not_modified_without_a_question_is_no_page(http_server: HttpServer) -> None:
    assert isinstance(failure(http_server.status("/a", 304)), HttpRefused)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "identity"])
def test_a_compressed_page_is_unpacked(http_server: HttpServer, coding: str) -> None:
    packed = {"gzip": gzip.compress, "deflate": zlib.compress, "identity": bytes}[coding](
        PAGE.encode()
    )
    url = http_server.page("/a", packed, headers=(("Content-Encoding", coding),))
    assert get_page(url).body == PAGE.encode()
    assert http_server.requests[0].headers["accept-encoding"] == "gzip, deflate"


def test_a_page_in_chunks(http_server: HttpServer) -> None:
    assert (
        get_page(http_server.chunked("/a", b"<p>one", b" and", b" two")).body == b"<p>one and two"
    )


def test_a_page_without_length_ends_with_the_connection(http_server: HttpServer) -> None:
    url = http_server.raw("/a", b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<p>x")
    assert get_page(url).body == b"<p>x"


@pytest.mark.parametrize(
    ("body", "content_type", "media_type"),
    [
        (PAGE.encode(), None, "text/html"),
        (PAGE.encode(), "application/octet-stream", "text/html"),
        (b"%PDF-1.4", "application/octet-stream", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "text/html", "image/png"),
        (b"words", None, "text/plain"),
        (b"", "text/html", "text/html"),
    ],
)
def test_the_kind_is_found_where_the_server_does_not_know(
    http_server: HttpServer, body: bytes, content_type: str | None, media_type: str
) -> None:
    assert (
        get_page(http_server.page("/a", body, content_type=content_type)).media_type == media_type
    )


def test_the_charset_is_what_the_header_says_however_wrong(http_server: HttpServer) -> None:
    url = http_server.page("/a", PAGE, content_type="text/html; charset=klingon")
    assert get_page(url).charset == "klingon"


# Redirects


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(http_server: HttpServer, status: int) -> None:
    http_server.page("/b", PAGE)
    url = http_server.redirect("/a", "b?#part", status)
    page = get_page(url)
    assert page.url == http_server.url("/b")
    assert page.requested_url == url


def test_five_redirects_are_followed_and_six_are_not(http_server: HttpServer) -> None:
    for step in range(6):
        http_server.redirect(f"/{step}", f"/{step + 1}")
    http_server.page("/6", PAGE)
    assert get_page(http_server.url("/1")).url == http_server.url("/6")
    assert isinstance(failure(http_server.url("/0")), TooManyRedirects)
    assert len(http_server.requests) == 12


def test_a_redirect_loop_ends(http_server: HttpServer) -> None:
    assert isinstance(failure(http_server.redirect_loop("/a")), TooManyRedirects)
    assert len(http_server.requests) == 6


def test_a_redirect_that_wants_its_cookie_back(http_server: HttpServer) -> None:
    def answer(exchange: Exchange) -> None:
        if exchange.request.headers.get("cookie") == "seen=1":
            exchange.head(200, ("Content-Type", "text/html"))
            exchange.send(PAGE.encode())
        else:
            exchange.head(302, ("Location", "/a"), ("Set-Cookie", "seen=1"))

    assert get_page(http_server.answer("/a", answer)).body == PAGE.encode()


@pytest.mark.parametrize(
    "to",
    [
        "ftp://a.org/x",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "https://?x",
        "http://[::1/",
    ],
)
def test_a_redirect_out_of_the_web_is_not_followed(http_server: HttpServer, to: str) -> None:
    assert "not a web page" in str(failure(http_server.redirect("/a", to)))


def test_a_redirect_with_letters_of_other_languages(http_server: HttpServer) -> None:
    http_server.page("/%C3%A9", PAGE)
    url = http_server.redirect("/a", "/é".encode().decode("latin-1"))
    assert get_page(url).url == http_server.url("/%C3%A9")


def test_the_body_of_a_redirect_is_not_taken(http_server: HttpServer) -> None:
    http_server.page("/b", PAGE)

    def answer(exchange: Exchange) -> None:
        exchange.head(302, ("Location", "/b"), ("Content-Length", "1000000000"))
        exchange.stopped.wait()

    assert get_page(http_server.answer("/a", answer)).url == http_server.url("/b")


def test_a_redirect_to_nowhere_is_an_error(http_server: HttpServer) -> None:
    error = failure(http_server.status("/a", 302))
    assert isinstance(error, HttpRefused)


# What servers say no with


@pytest.mark.parametrize(
    ("status", "says", "tries"),
    [
        (400, "does not give out", 1),
        (401, "web browser", 1),
        (403, "web browser", 1),
        (404, "no longer there", 1),
        (410, "no longer there", 1),
        (418, "does not give out", 1),
        (429, "left alone", 3),
        (500, "trouble of its own", 3),
        (501, "trouble of its own", 1),
        (502, "trouble of its own", 3),
        (503, "trouble of its own", 3),
        (504, "trouble of its own", 3),
        (599, "trouble of its own", 1),
    ],
)
def test_an_error_status_has_its_sentence(
    http_server: HttpServer, status: int, says: str, tries: int
) -> None:
    error = failure(http_server.status("/a", status))
    assert isinstance(error, HttpRefused)
    assert error.status == status
    assert says in str(error)
    assert len(http_server.requests) == tries


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_fault_that_passes_is_waited_out(http_server: HttpServer, status: int) -> None:
    http_server.status("/bad", status, ("Retry-After", "0"))
    http_server.page("/good", PAGE)
    url = http_server.in_turn(
        "/a",
        http_server.answer_at("/bad"),
        http_server.answer_at("/bad"),
        http_server.answer_at("/good"),
    )
    assert get_page(url).body == PAGE.encode()
    assert len(http_server.requests) == 3


@pytest.mark.parametrize(
    "retry_after",
    ["9", "3600", "99999999999999999999", email.utils.format_datetime(NOW + timedelta(days=1))],
)
def test_a_server_that_wants_a_long_rest_is_not_asked_again(
    http_server: HttpServer, retry_after: str
) -> None:
    error = failure(http_server.status("/a", 429, ("Retry-After", retry_after)))
    assert isinstance(error, HttpRefused)
    assert len(http_server.requests) == 1


@pytest.mark.parametrize(
    "retry_after",
    [
        "0",
        "nonsense",
        "-5",
        "",
        "٣",
        email.utils.format_datetime(NOW),
        email.utils.format_datetime(NOW - timedelta(days=9)),
    ],
)
def test_other_waits_are_short(http_server: HttpServer, retry_after: str) -> None:
    header = retry_after.encode().decode("latin-1")
    failure(http_server.status("/a", 503, ("Retry-After", header)))
    assert len(http_server.requests) == 3


# Broken connections


def test_a_connection_broken_off_once_is_tried_again(http_server: HttpServer) -> None:
    http_server.reset("/bad")
    http_server.page("/good", PAGE)
    url = http_server.in_turn("/a", http_server.answer_at("/bad"), http_server.answer_at("/good"))
    assert get_page(url).body == PAGE.encode()


def test_a_connection_always_broken_off(http_server: HttpServer) -> None:
    error = failure(http_server.reset("/a"))
    assert isinstance(error, HostUnreachable)
    assert not error.is_offline
    assert len(http_server.requests) == 3


def test_a_connection_closed_without_a_word(http_server: HttpServer) -> None:
    assert isinstance(failure(http_server.raw("/a", b"")), HostUnreachable)


@pytest.mark.parametrize(
    "data",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 banana\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
        b"\x16\x03\x01\x02\x00",
    ],
    ids=["ssh", "no status", "too many headers", "too long a header", "tls"],
)
def test_an_answer_that_is_not_http(http_server: HttpServer, data: bytes) -> None:
    assert isinstance(failure(http_server.raw("/a", data)), HostUnreachable)


@pytest.mark.parametrize("sent", [0, 1, 500, 999])
def test_a_body_cut_off(http_server: HttpServer, sent: int) -> None:
    error = failure(http_server.cut_off("/a", b"x" * 1000, sent=sent))
    assert isinstance(error, BodyIncomplete)


def test_a_body_cut_off_once_is_fetched_again(http_server: HttpServer) -> None:
    http_server.cut_off("/bad", b"x" * 1000, sent=10)
    http_server.page("/good", PAGE)
    url = http_server.in_turn("/a", http_server.answer_at("/bad"), http_server.answer_at("/good"))
    assert get_page(url).body == PAGE.encode()


def test_chunks_without_their_end(http_server: HttpServer) -> None:
    assert isinstance(failure(http_server.chunked("/a", b"<p>one", is_ended=False)), BodyIncomplete)


def test_a_compressed_body_cut_off(http_server: HttpServer) -> None:
    packed = gzip.compress(PAGE.encode() * 100)
    url = http_server.page("/a", packed[:-20], headers=(("Content-Encoding", "gzip"),))
    assert isinstance(failure(url), BodyIncomplete)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_body_that_is_not_packed_as_it_says(http_server: HttpServer, coding: str) -> None:
    url = http_server.page("/a", PAGE, headers=(("Content-Encoding", coding),))
    assert isinstance(failure(url), BodyIncomplete)


def test_a_reset_in_mid_body(http_server: HttpServer) -> None:
    def answer(exchange: Exchange) -> None:
        exchange.head(200, ("Content-Type", "text/html"), ("Content-Length", "1000"))
        exchange.send(b"x" * 100)
        exchange.reset()

    assert isinstance(failure(http_server.answer("/a", answer)), (BodyIncomplete, HostUnreachable))


# Too much


def test_a_body_over_the_limit_is_not_taken(http_server: HttpServer) -> None:
    limits = FetchLimits(body_bytes=10_000)
    assert len(get_page(http_server.page("/a", b"x" * 10_000), limits=limits).body) == 10_000
    assert isinstance(failure(http_server.page("/b", b"x" * 10_001), limits=limits), BodyTooLarge)


def test_a_body_over_the_limit_that_does_not_say_so(http_server: HttpServer) -> None:
    url = http_server.chunked("/a", b"x" * 6_000, b"x" * 6_000)
    assert isinstance(failure(url, limits=FetchLimits(body_bytes=10_000)), BodyTooLarge)


def test_a_body_that_says_it_is_over_the_limit_is_not_waited_for(http_server: HttpServer) -> None:
    def answer(exchange: Exchange) -> None:
        exchange.head(200, ("Content-Type", "text/html"), ("Content-Length", "999999999999"))
        exchange.stopped.wait()

    assert isinstance(failure(http_server.answer("/a", answer)), BodyTooLarge)


def test_a_gigabyte_of_zeros_costs_little(http_server: HttpServer) -> None:
    url = http_server.gzip_zeros("/a", 1_000_000_000)
    get_page(http_server.page("/warm", PAGE))  # what is imported at the first fetch is not counted
    tracemalloc.start()
    started = time.process_time()
    try:
        error = failure(url)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert isinstance(error, BodyTooLarge)
    assert "20 megabytes" in str(error)
    assert peak < 45_000_000  # a growing 20 MB
    assert time.process_time() - started < 20


def test_compressed_bytes_that_unpack_to_nothing_end_too(http_server: HttpServer) -> None:
    deflater = zlib.compressobj(wbits=31)
    nothing = deflater.flush(zlib.Z_SYNC_FLUSH)
    empty_block = deflater.flush(zlib.Z_FULL_FLUSH) or nothing[-5:]
    url = http_server.raw(
        "/a",
        b"HTTP/1.0 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + nothing + empty_block * 20_000,
    )
    assert isinstance(failure(url, limits=FetchLimits(body_bytes=10_000)), BodyTooLarge)


# Time


def test_a_host_that_never_answers(http_server: HttpServer) -> None:
    limits = FetchLimits(read_s=0.2)
    error = failure(http_server.never_answer("/a"), limits=limits)
    assert isinstance(error, HostUnreachable)
    assert "too long" in str(error)
    assert len(http_server.requests) == 1


def test_a_body_that_stalls(http_server: HttpServer) -> None:
    error = failure(http_server.stall("/a", b"x" * 100_000), limits=FetchLimits(read_s=0.2))
    assert isinstance(error, HostUnreachable)


def test_a_page_that_drips_hits_the_total_limit(http_server: HttpServer) -> None:
    limits = FetchLimits(read_s=5, total_s=0.3, poll_s=0.01)
    error = failure(http_server.drip("/a", b"x" * 10_000, pause_s=0.01), limits=limits)
    assert isinstance(error, HostUnreachable)


def test_headers_that_drip_hit_the_total_limit(http_server: HttpServer) -> None:
    limits = FetchLimits(read_s=5, total_s=0.3, poll_s=0.01)
    assert isinstance(
        failure(http_server.drip_head("/a", pause_s=0.01), limits=limits), HostUnreachable
    )


def test_a_page_that_drips_in_time_is_whole(http_server: HttpServer) -> None:
    assert get_page(http_server.drip("/a", b"<p>slow", pause_s=0.01)).body == b"<p>slow"


def test_a_host_that_takes_no_connections() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    listener.close()
    error = failure(f"http://127.0.0.1:{port}/")
    assert isinstance(error, HostUnreachable)
    assert not error.is_offline


def test_a_name_that_is_nobodys() -> None:
    error = failure("https://no-such-host.invalid/")  # RFC 2606: never to be found
    assert isinstance(error, HostUnreachable)
    assert error.is_offline
    assert "no-such-host.invalid" in str(error)


# Trust


def test_a_certificate_that_nobody_vouches_for(https_server: HttpServer) -> None:
    error = failure(https_server.page("/a", PAGE))
    assert isinstance(error, BadCertificate)
    assert https_server.requests == []


def test_a_certificate_that_is_trusted(
    https_server: HttpServer, certificate: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", certificate)
    assert get_page(https_server.page("/a", PAGE)).body == PAGE.encode()


def test_a_certificate_for_another_name(
    https_server: HttpServer, certificate: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", certificate)
    https_server.page("/a", PAGE)
    error = failure(f"https://localhost:{https_server.port}/a")  # the certificate is for 127.0.0.1
    assert isinstance(error, BadCertificate)


def test_https_asked_of_a_server_that_speaks_http(http_server: HttpServer) -> None:
    error = failure(f"https://127.0.0.1:{http_server.port}/a")
    assert isinstance(error, HostUnreachable)


def test_a_proxy_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    error = failure("http://a.example/")
    assert isinstance(error, HostUnreachable)
    assert "proxy" in str(error)


def test_a_proxy_is_used(http_server: HttpServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", http_server.base)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    http_server.page("http://a.example/x", PAGE)  # a proxy is asked for the whole address
    assert get_page("http://a.example/x").body == PAGE.encode()


# Stopping, and progress


@pytest.mark.parametrize("kind", ["silence", "drip", "stall", "backoff"])
def test_a_stop_is_obeyed_whatever_the_server_does(http_server: HttpServer, kind: str) -> None:
    url = {
        "silence": lambda: http_server.never_answer("/a"),
        "drip": lambda: http_server.drip("/a", b"x" * 100_000, pause_s=0.01),
        "stall": lambda: http_server.stall("/a", b"x" * 100_000),
        "backoff": lambda: http_server.status("/a", 503, ("Retry-After", "9")),
    }[kind]()
    stopping = threading.Event()

    def is_cancelled() -> bool:
        if http_server.requests:
            stopping.set()
        return stopping.is_set()

    limits = FetchLimits(connect_s=60, read_s=60, total_s=60, poll_s=0.01)
    with pytest.raises(Cancelled):
        get(url, limits=limits, is_cancelled=is_cancelled)
    assert len(http_server.requests) == 1


def test_a_stop_before_the_start_asks_nobody(http_server: HttpServer) -> None:
    with pytest.raises(Cancelled):
        get(http_server.page("/a", PAGE), is_cancelled=lambda: True)


def test_progress_is_told_on_the_callers_thread(http_server: HttpServer) -> None:
    told: list[tuple[int, int | None, int]] = []
    url = http_server.drip("/a", b"x" * 30, pause_s=0.02)
    get(url, on_progress=lambda done, total: told.append((done, total, threading.get_ident())))
    assert [done for done, _, _ in told] == sorted({done for done, _, _ in told})
    assert told[-1][:2] == (30, 30)
    assert {thread for _, _, thread in told} == {threading.get_ident()}


def test_no_connection_is_left_open(http_server: HttpServer) -> None:
    get_page(http_server.page("/a", PAGE))
    failure(http_server.status("/b", 404))
    failure(http_server.page("/c", b"x" * 50_000), limits=FetchLimits(body_bytes=10))
    assert [thread for thread in threading.enumerate() if thread.name == "fetch"] == []


# Where it may go


HERE_IS_PUBLIC = FetchLimits(
    connect_s=5, read_s=5, total_s=20, poll_s=0.01, is_public=lambda number: number == "127.0.0.1"
)


def test_a_person_may_open_an_address_of_their_own_network(http_server: HttpServer) -> None:
    url = http_server.page("/a", PAGE)
    assert get_page(url.replace("127.0.0.1", "localhost")).body == PAGE.encode()


def test_a_page_of_ones_own_network_may_lead_on_in_it(http_server: HttpServer) -> None:
    http_server.page("/b", PAGE)
    url = http_server.redirect("/a", f"http://localhost:{http_server.port}/b")
    assert get_page(url).body == PAGE.encode()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.2", "[::1]", "2130706434", "10.1.2.3"])
def test_a_page_of_the_web_may_not_lead_into_ones_own_network(
    http_server: HttpServer, host: str
) -> None:
    http_server.page("/b", PAGE)
    url = http_server.redirect("/a", f"http://{host}:{http_server.port}/b")
    error = failure(url, limits=HERE_IS_PUBLIC)
    assert isinstance(error, NotFollowed)
    assert "own network" in str(error)
    assert http_server.requests_for("/b") == []


def test_the_number_that_is_connected_to_decides_and_not_the_name(
    http_server: HttpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A hostile name server gives another number each time: first one of the web, then one of one's own network.
    numbers = ["127.0.0.1", "127.0.0.2"]
    looked_up: list[str] = []
    really = socket.getaddrinfo

    def lookup(host: str, *rest: object, **more: object) -> object:
        if host != "www.rebound.example":
            return really(host, *rest, **more)  # type: ignore[arg-type, call-overload]
        looked_up.append(host)
        return really(numbers[len(looked_up) - 1], *rest, **more)  # type: ignore[arg-type, call-overload]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    http_server.page("/a", PAGE)
    url = f"http://www.rebound.example:{http_server.port}/a"
    request = FetchRequest(url, only_public=True)
    found = fetch(request, now=lambda: NOW, limits=HERE_IS_PUBLIC)
    assert isinstance(found, Resource)
    assert len(looked_up) == 1  # what was judged is what was connected to
    with pytest.raises(NotFollowed):
        fetch(request, now=lambda: NOW, limits=HERE_IS_PUBLIC)
    assert len(http_server.requests) == 1


def test_the_beginning_of_a_long_body_is_enough_where_that_is_asked_for(
    http_server: HttpServer,
) -> None:
    limits = FetchLimits(body_bytes=1000, is_cut_at_limit=True)
    assert get_page(http_server.page("/a", b"x" * 5000), limits=limits).body == b"x" * 1000
    assert get_page(http_server.page("/b", b"x" * 500), limits=limits).body == b"x" * 500


@pytest.mark.parametrize(
    ("retry_after", "says"),
    [
        ("120", "2 minutes"),
        ("7200", "2 hours"),
        ("172800", "2 days"),
        ("9999999", "more than a week"),
    ],
)
def test_how_long_a_server_wants_to_rest_is_told(
    http_server: HttpServer, retry_after: str, says: str
) -> None:
    error = failure(http_server.status("/a", 429, ("Retry-After", retry_after)))
    assert isinstance(error, HttpRefused)
    assert error.retry_after_s == float(retry_after)
    assert says in str(error)
