"""Asking for the archive's latest copy, and taking it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from http_server import HttpServer

from content_cache.archive import ArchivedCopy, fetch_copy, latest_copy
from content_cache.errors import FetchError, HttpRefused
from content_cache.fetching import FetchLimits

NOW = datetime(2025, 5, 1, 12, tzinfo=UTC)
GONE = "https://www.charity.example/hand?page=2"
LIMITS = FetchLimits(connect_s=5, read_s=5, total_s=20, backoff_s=0.01, poll_s=0.01)
ASKED = "/available?url=https%3A%2F%2Fwww.charity.example%2Fhand%3Fpage%3D2"


def ask(server: HttpServer, answer: object) -> ArchivedCopy | None:
    body = answer if isinstance(answer, str) else json.dumps(answer)
    server.page(ASKED, body, content_type="application/json")
    return latest_copy(GONE, now=lambda: NOW, limits=LIMITS, api=server.url("/available"))


def closest(url: str, **more: object) -> dict[str, object]:
    found = {"available": True, "status": "200", "timestamp": "20210303101112", "url": url, **more}
    return {"url": GONE, "archived_snapshots": {"closest": found}}


def test_the_latest_copy_is_found_and_taken(http_server: HttpServer) -> None:
    copy = ask(http_server, closest(http_server.url(f"/web/20210303101112/{GONE}")))
    assert copy is not None
    assert copy.title == "Internet Archive, copy of 3 March 2021"
    assert copy.taken_at == datetime(2021, 3, 3, 10, 11, 12, tzinfo=UTC)
    assert copy.original_url == GONE
    path = "/web/20210303101112id_/https://www.charity.example/hand?page=2"
    assert copy.url == http_server.url(path)
    http_server.page(path, "<p>As it was.")
    resource = fetch_copy(copy, now=lambda: NOW, limits=LIMITS)
    assert resource.body == b"<p>As it was."
    assert (resource.url, resource.archive_url, resource.archived_at) == (
        GONE, copy.url, copy.taken_at,
    )  # fmt: skip
    assert [request.path for request in http_server.requests] == [ASKED, path]


@pytest.mark.parametrize(
    "answer",
    [
        {"url": GONE, "archived_snapshots": {}},
        closest("https://web.archive.org/web/20210303101112/x", available=False),
    ],
)
def test_there_may_be_none(http_server: HttpServer, answer: object) -> None:
    assert ask(http_server, answer) is None


@pytest.mark.parametrize(
    "answer",
    [
        "not json", "[]", "{}", "null", "[" * 30_000, {"archived_snapshots": {"closest": 5}},
        closest("https://evil.example/web/20210303101112/x"), closest("file:///etc/passwd"),
        closest("javascript:x"), {"archived_snapshots": {"closest": {"available": True}}},
    ],
)  # fmt: skip
def test_an_answer_that_makes_no_sense_is_a_sentence(
    http_server: HttpServer, answer: object
) -> None:
    with pytest.raises(FetchError, match="Internet Archive") as caught:
        ask(http_server, answer)
    assert str(caught.value).endswith("later.")


def test_a_date_that_is_none_is_a_sentence(http_server: HttpServer) -> None:
    with pytest.raises(FetchError):
        ask(http_server, closest(http_server.url(f"/web/20219903101112/{GONE}")))


def test_an_archive_that_does_not_answer(http_server: HttpServer) -> None:
    http_server.status(ASKED, 404)
    with pytest.raises(HttpRefused):
        latest_copy(GONE, now=lambda: NOW, limits=LIMITS, api=http_server.url("/available"))
