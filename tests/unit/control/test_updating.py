"""Looking for newer forms of everything saved: what came of each page, and going on after a stop."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from http_server import HttpServer

from reader.control.network_watch import SILENT_AFTER
from reader.control.updating import Updated, UpdateOutcome, update
from reader.control.view import SavingProgress
from tests.support.linked_site import QUICK, LinkedSite, html


@pytest.fixture
def site(tmp_path: Path, http_server: HttpServer) -> Iterator[LinkedSite]:
    site = LinkedSite(tmp_path, http_server)
    yield site
    site.close()


def save(site: LinkedSite, path: str, title: str, etag: str | None = None) -> None:
    site.server.page(path, html(title), etag=etag)
    site.save(path)


def look(site: LinkedSite, **more: object) -> UpdateOutcome:
    return update(site.shelf, is_online=lambda: True, **more)  # type: ignore[arg-type]


def outcomes(outcome: UpdateOutcome) -> dict[str, str]:
    return {entry.page.title: entry.outcome for entry in outcome.looked_up}


def test_each_page_has_its_outcome(site: LinkedSite, tmp_path: Path) -> None:
    save(site, "/same", "Same", etag='"1"')
    save(site, "/touched", "Touched")
    save(site, "/changed", "Changed")
    save(site, "/gone", "Gone")
    save(site, "/broken", "Broken")
    save(site, "/worse", "Worse")
    kept, lost = tmp_path / "kept.txt", tmp_path / "lost.txt"
    for path in (kept, lost):
        path.write_text("Some words of one's own.", "utf-8")
        site.shelf.save(str(path))
    before = site.find("/changed")
    site.server.page("/touched", html("Touched") + "<!-- another day -->")
    site.server.page("/changed", html("Changed", more="A new telephone number is 0303 123 4567."))
    site.server.status("/gone", 410)
    site.server.status("/broken", 500)
    site.server.page("/worse", "<title>Sorry</title><p>Sorry.")
    kept.write_text("Other words of one's own, and more of them.", "utf-8")
    lost.unlink()
    asked = len(site.server.requests)

    told: list[Updated] = []
    outcome = look(site, on_page=told.append)

    assert outcomes(outcome) == {
        "Same": "same", "Touched": "same", "Changed": "changed", "Gone": "gone", "Broken": "unreachable",
        "Worse": "kept_old", "kept": "changed", "lost": "gone",
    }  # fmt: skip
    assert told == outcome.looked_up
    assert [page.title for page in outcome.pages("gone")] == ["lost", "Gone"]
    assert site.server.requests[asked].headers["if-none-match"] == '"1"'
    changed = site.find("/changed")
    assert changed.sha256 != before.sha256
    assert len(site.library.versions(changed.id)) == 2
    gone = site.find("/gone")
    assert gone.gone_status == 410
    assert site.shelf.document(gone).title == "Gone"
    assert site.find("/same").checked_at > site.find("/same").saved_at
    for entry in told:
        assert not entry.sentence or entry.sentence.endswith(".")


def test_what_is_back_is_gone_no_more(site: LinkedSite) -> None:
    save(site, "/a", "Back")
    page = site.server.answer_at("/a")
    site.server.status("/a", 404)
    look(site)
    assert site.find("/a").gone_status == 404
    site.server.answer("/a", page)
    assert outcomes(look(site)) == {"Back": "same"}
    assert site.find("/a").gone_status is None


def test_without_network_nobody_is_asked_but_files_are_looked_at(
    tmp_path: Path, http_server: HttpServer
) -> None:
    site = LinkedSite(tmp_path, http_server)
    site.library.keep(
        replace(site.library.resource(site.shelf.save(http_server.page("/a", html("A"))).page.id),
                url="https://www.charity.example/a"),
        title="Far", language=None, words=10,
    )  # fmt: skip
    path = tmp_path / "own.txt"
    path.write_text("Words of one's own.", "utf-8")
    site.shelf.save(str(path))
    asked = len(http_server.requests)
    http_server.stop()
    outcome = update(site.shelf, is_online=lambda: False)
    assert outcomes(outcome)["Far"] == "unreachable"
    assert outcomes(outcome)["own"] == "same"
    assert (
        "no network" in outcome.looked_up[1].sentence
        or "no network" in outcome.looked_up[0].sentence
    )
    assert len(http_server.requests) == asked
    site.close()


def test_a_host_that_is_silent_is_not_asked_for_every_page(
    tmp_path: Path, http_server: HttpServer
) -> None:
    site = LinkedSite(tmp_path, http_server, replace(QUICK, read_s=0.05))
    for number in range(6):
        save(site, f"/{number}", f"Page {number}")
    for number in range(6):
        http_server.never_answer(f"/{number}")
    asked = len(http_server.requests)
    outcome = look(site)
    assert set(outcomes(outcome).values()) == {"unreachable"}
    assert len(outcome.looked_up) == 6
    assert len(http_server.requests) == asked + SILENT_AFTER
    assert len({entry.sentence for entry in outcome.looked_up}) == 1
    site.close()


def test_a_host_that_wants_to_rest_is_left_for_the_next_time(site: LinkedSite) -> None:
    for path in ("/a", "/b", "/c"):
        save(site, path, path)
    site.server.status("/a", 429, ("Retry-After", "7200"))
    asked = len(site.server.requests)
    outcome = look(site)
    assert outcome.left == 3
    assert "2 hours" in outcome.looked_up[2].sentence
    assert len(site.server.requests) == asked + 1


def test_a_stopped_update_goes_on_with_the_rest(site: LinkedSite) -> None:
    for path in ("/a", "/b", "/c"):
        save(site, path, path)
    asked = len(site.server.requests)
    seen: list[Updated] = []
    first = look(site, on_page=seen.append, is_cancelled=lambda: len(seen) == 2)
    assert first.was_cancelled
    assert first.left == 1
    again = look(site)
    assert (again.before, len(again.looked_up), again.left) == (2, 1, 0)
    assert site.paths()[asked:] == ["/a", "/b", "/c"]
    assert len(look(site).looked_up) == 3


def test_a_stopped_update_of_long_ago_begins_anew(site: LinkedSite) -> None:
    for path in ("/a", "/b"):
        save(site, path, path)
    seen: list[Updated] = []
    look(site, on_page=seen.append, is_cancelled=lambda: len(seen) == 1)
    later = datetime.now(UTC) + timedelta(days=2)
    assert len(look(site, now=lambda: later).looked_up) == 2


def test_a_clock_that_was_set_back_begins_anew(site: LinkedSite) -> None:
    save(site, "/a", "A")
    site.library.keep_state("update-begun-at", (datetime.now(UTC) + timedelta(hours=3)).isoformat())
    assert len(look(site).looked_up) == 1
    site.library.keep_state("update-begun-at", "nonsense")
    assert len(look(site).looked_up) == 1


def test_hosts_take_turns(site: LinkedSite) -> None:
    for path in ("/a", "/b", "/c", "/d"):
        url = site.server.page(path, html(path))
        site.shelf.save(url if path in ("/a", "/b") else url.replace("127.0.0.1", "localhost"))
    outcome = look(site)
    assert [entry.page.title for entry in outcome.looked_up] == ["/a", "/c", "/b", "/d"]


def test_progress_names_the_pages(site: LinkedSite) -> None:
    for path in ("/a", "/b"):
        save(site, path, path)
    told: list[SavingProgress] = []
    look(site, on_progress=told.append)
    assert [(at.done, at.total, at.title) for at in told] == [
        (0, 2, "/a"),
        (1, 2, "/b"),
        (2, 2, ""),
    ]


def test_nothing_saved_is_nothing_to_look_up(site: LinkedSite) -> None:
    assert look(site).looked_up == []
