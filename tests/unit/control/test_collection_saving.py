"""A shipped collection, saved page by page: what fails is named, and what is there stays."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from http_server import HttpServer

from content_cache.fetching import FetchLimits
from content_cache.library import Library
from reader.control.collection_saving import save_collection
from reader.control.network_watch import OFFLINE_SENTENCE
from reader.control.shelf import Shelf
from reader.control.view import SavingProgress

QUICK = FetchLimits(connect_s=5, read_s=5, total_s=20, backoff_s=0.01, poll_s=0.01)


def page_of(text: str) -> str:
    return (
        "<!doctype html><html lang=en><title>Dystonia</title><body><main><h1>Dystonia</h1>"
        f"<p>It makes muscles contract. It is not in the mind. {text}</p></main>"
    )


PAGE = page_of("It is a movement disorder.")


def collection_shelf(tmp_path: Path, *addresses: str) -> Shelf:
    lists = tmp_path / "lists"
    lists.mkdir(exist_ok=True)
    pages = "".join(
        f'[[pages]]\ntitle = "Page {number}"\npublisher = "Publisher {number}"\naddress = "{address}"\n'
        for number, address in enumerate(addresses)
    )
    (lists / "few.toml").write_text(f'title = "A few"\n{pages}')
    return Shelf(Library(tmp_path / "library", limits=QUICK, collections=lists))


def test_a_collection_is_saved_in_its_order(http_server: HttpServer, tmp_path: Path) -> None:
    urls = [http_server.page(f"/{name}", page_of(f"This is {name}.")) for name in "cab"]
    told: list[SavingProgress] = []
    with closing(collection_shelf(tmp_path, *urls)) as shelf:
        outcome = save_collection(shelf, "few", told.append)
        assert [page.url for page in outcome.saved] == urls
        assert [page.publisher for page in outcome.saved] == [
            "Publisher 0",
            "Publisher 1",
            "Publisher 2",
        ]
        assert outcome.failed == ()
        assert not outcome.was_cancelled
        assert shelf.pages() == outcome.saved
    assert [(step.done, step.total) for step in told] == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert [step.title for step in told] == ["Page 0", "Page 1", "Page 2", ""]


def test_a_page_that_fails_is_named_and_the_rest_go_on(
    http_server: HttpServer, tmp_path: Path
) -> None:
    http_server.page("/", PAGE)
    urls = [
        http_server.page("/good", PAGE),
        http_server.status("/vanished", 404),
        http_server.redirect("/taken-down", "/"),
        http_server.page("/empty", ""),
        http_server.redirect_loop("/loop"),
        "http://no-such-host.invalid/",
        http_server.page("/also-good", page_of("Something new.")),
    ]
    with closing(collection_shelf(tmp_path, *urls)) as shelf:
        outcome = save_collection(shelf, "few", lambda _progress: None)
        assert [page.url for page in outcome.saved] == [urls[0], urls[6]]
        assert shelf.pages() == outcome.saved
    assert [entry.title for entry, _ in outcome.failed] == [f"Page {n}" for n in (1, 2, 3, 4, 5)]
    sentences = [sentence for _, sentence in outcome.failed]
    assert len(set(sentences)) == 5
    assert "no longer there" in sentences[0]
    assert "front page" in sentences[1]
    assert "no-such-host.invalid" in sentences[4]


def test_without_network_it_is_said_once_and_nothing_is_lost(
    http_server: HttpServer, tmp_path: Path
) -> None:
    saved_url = http_server.page("/saved", PAGE)
    hosts = [f"http://host{number}.invalid/" for number in range(5)]
    with closing(collection_shelf(tmp_path, *hosts)) as shelf:
        before = shelf.open(saved_url)
        http_server.stop()
        outcome = save_collection(shelf, "few", lambda _progress: None)
        assert outcome.saved == ()
        assert {sentence for _, sentence in outcome.failed} == {OFFLINE_SENTENCE}
        assert len(outcome.failed) == 5
        assert shelf.open(saved_url).document == before.document


def test_without_network_the_rest_is_not_waited_for(
    http_server: HttpServer, tmp_path: Path
) -> None:
    urls = ["http://host1.invalid/", "http://host2.invalid/", http_server.page("/a", PAGE)]
    with closing(collection_shelf(tmp_path, *urls)) as shelf:
        outcome = save_collection(shelf, "few", lambda _progress: None)
        assert [entry.url for entry, _ in outcome.failed] == urls
    assert http_server.requests == []


def test_a_collection_saved_again_asks_only_for_what_is_missing(
    http_server: HttpServer, tmp_path: Path
) -> None:
    urls = [
        http_server.page("/a", PAGE),
        http_server.status("/b", 404),
        http_server.page("/c", PAGE),
    ]
    with closing(collection_shelf(tmp_path, *urls)) as shelf:
        save_collection(shelf, "few", lambda _progress: None)
        http_server.page("/b", PAGE)
        outcome = save_collection(shelf, "few", lambda _progress: None)
        assert [page.url for page in outcome.saved] == urls
    assert [request.path for request in http_server.requests] == ["/a", "/b", "/c", "/b"]


def test_a_collection_can_be_stopped_and_what_was_saved_stays(
    http_server: HttpServer, tmp_path: Path
) -> None:
    urls = [
        http_server.page("/a", PAGE),
        http_server.never_answer("/b"),
        http_server.page("/c", PAGE),
    ]
    with closing(collection_shelf(tmp_path, *urls)) as shelf:
        outcome = save_collection(
            shelf, "few", lambda _progress: None, lambda: len(http_server.requests) >= 2
        )
        assert outcome.was_cancelled
        assert [page.url for page in outcome.saved] == [urls[0]]
        assert shelf.pages() == outcome.saved


def test_there_is_no_such_collection(tmp_path: Path) -> None:
    with closing(collection_shelf(tmp_path)) as shelf, pytest.raises(KeyError):
        save_collection(shelf, "none", lambda _progress: None)
