from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from content_cache.downloading import Wanted, download
from content_cache.errors import BodyIncomplete, Cancelled, FetchError, FileProblem, HttpRefused
from tests.support.http_server import Exchange, HttpServer

BODY = os.urandom(300_000)


@pytest.fixture
def server() -> Iterator[HttpServer]:
    started = HttpServer().start()
    yield started
    started.stop()


def wanted(url: str, body: bytes = BODY) -> Wanted:
    return Wanted(url, len(body), hashlib.md5(body, usedforsecurity=False).hexdigest())


def in_pieces(body: bytes, *, least: int = 0) -> object:
    """Serves ranges, and breaks off after 100,000 bytes each time."""

    def answer(exchange: Exchange) -> None:
        asked = exchange.request.headers.get("range", "bytes=0-")
        start = int(asked.removeprefix("bytes=").rstrip("-"))
        rest = body[start:]
        span = ("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        exchange.head(206 if start else 200, ("Content-Length", str(len(rest))), span)
        exchange.send(rest[:100_000])

    return answer


def test_a_file_comes_whole_and_says_how_far_it_is(server: HttpServer, tmp_path: Path) -> None:
    url = server.page("/voice", BODY, content_type="application/octet-stream")
    seen: list[int] = []
    download(wanted(url), tmp_path / "new" / "voice", on_progress=seen.append)

    assert (tmp_path / "new" / "voice").read_bytes() == BODY
    assert seen == sorted(seen)
    assert seen[-1] == len(BODY)
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["voice"]


def test_what_breaks_off_is_gone_on_from(server: HttpServer, tmp_path: Path) -> None:
    url = server.answer("/voice", in_pieces(BODY))  # type: ignore[arg-type]
    download(wanted(url), tmp_path / "voice")

    assert (tmp_path / "voice").read_bytes() == BODY
    assert [request.headers.get("range") for request in server.requests] == [
        None, "bytes=100000-", "bytes=200000-",
    ]  # fmt: skip


def test_a_stop_keeps_what_came_for_the_next_time(server: HttpServer, tmp_path: Path) -> None:
    url = server.answer("/voice", in_pieces(BODY))  # type: ignore[arg-type]
    came: list[int] = []
    with pytest.raises(Cancelled):
        download(
            wanted(url),
            tmp_path / "voice",
            on_progress=came.append,
            is_cancelled=lambda: bool(came) and came[-1] > 150_000,
        )
    assert not (tmp_path / "voice").exists()
    asked_before = len(server.requests)
    download(wanted(url), tmp_path / "voice")

    assert (tmp_path / "voice").read_bytes() == BODY
    assert server.requests[asked_before].headers["range"] == f"bytes={came[-1]}-"


def test_a_server_without_ranges_begins_anew(server: HttpServer, tmp_path: Path) -> None:
    (tmp_path / "voice.part").write_bytes(BODY[:1000])
    url = server.page("/voice", BODY)
    download(wanted(url), tmp_path / "voice")

    assert (tmp_path / "voice").read_bytes() == BODY


def test_damage_is_told_and_nothing_of_it_is_kept(server: HttpServer, tmp_path: Path) -> None:
    url = server.page("/voice", bytes(len(BODY)))
    with pytest.raises(BodyIncomplete, match="came damaged"):
        download(wanted(url), tmp_path / "voice")

    assert list(tmp_path.iterdir()) == []


def test_a_part_of_another_version_is_thrown_away(server: HttpServer, tmp_path: Path) -> None:
    (tmp_path / "voice.part").write_bytes(bytes(len(BODY) + 5))
    download(wanted(server.page("/voice", BODY)), tmp_path / "voice")

    assert (tmp_path / "voice").read_bytes() == BODY


def test_more_than_was_promised_is_not_taken(server: HttpServer, tmp_path: Path) -> None:
    url = server.page("/voice", BODY + b"more")
    with pytest.raises(BodyIncomplete, match="another file"):
        download(wanted(url), tmp_path / "voice")


def test_redirects_lead_to_the_file(server: HttpServer, tmp_path: Path) -> None:
    server.page("/there", BODY)
    download(wanted(server.redirect("/voice", "/there")), tmp_path / "voice")
    assert (tmp_path / "voice").read_bytes() == BODY

    with pytest.raises(FetchError, match="circles"):
        download(wanted(server.redirect_loop("/round")), tmp_path / "other")


def test_a_server_that_only_breaks_off_is_given_up(server: HttpServer, tmp_path: Path) -> None:
    with pytest.raises(FetchError, match=r"Try again"):
        download(wanted(server.reset("/voice")), tmp_path / "voice")
    assert len(server.requests) < 10


def test_a_refusal_is_told(server: HttpServer, tmp_path: Path) -> None:
    with pytest.raises(HttpRefused):
        download(wanted(server.url("/missing")), tmp_path / "voice")


def test_a_disk_that_takes_nothing_is_told(server: HttpServer, tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("in the way")
    url = server.page("/voice", BODY)
    with pytest.raises(FileProblem, match="cannot be written"):
        download(wanted(url), tmp_path / "folder" / "voice")
