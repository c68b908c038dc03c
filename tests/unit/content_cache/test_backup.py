"""Everything kept, into one file and back: whole, merged by age, and nothing taken from a file that is not whole."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from kept_pages import Clock, keep, keep_text, resource

from content_cache.backup import KeptFile
from content_cache.backup_form import MANIFEST, PAGES, SHAPES
from content_cache.entries import LinkToFollow, Relation
from content_cache.errors import BackupProblem
from content_cache.library import FILE_NAME, Library
from content_cache.resource import Page

SETTINGS = KeptFile(b"rate_wpm = 120\n", datetime(2025, 4, 1, tzinfo=UTC))


@pytest.fixture
def other(tmp_path: Path, clock: Clock) -> Iterator[Library]:
    """A library on another computer."""
    with closing(Library(tmp_path / "other", now=clock)) as opened:
        yield opened


@pytest.fixture
def full(library: Library, clock: Clock) -> Library:
    """A library with something of everything."""
    tea = keep_text(library, "tea", ("Tea", "Pour the water."))
    keep(library, "beans", b"one")
    beans = keep(library, "beans", b"two")
    leaflet = keep(library, "leaflet", os.urandom(3000), is_own=False)
    library.keep(
        replace(
            resource("https://a.org/new", "Grüße 🙂".encode()),
            requested_url="https://a.org/old",
            archive_url="https://archive.example/new",
            archived_at=clock.now,
            headers=(("x-odd", "a: b"),),
        ),
        title="[bold] NUL\0 'quote' 漢字 🙂",
        language=None,
        words=2,
    )
    clock.advance(minutes=1)
    library.keep_place(tea.id, '{"at": 1}', 0.25)
    library.keep_place(beans.id, '{"at": 2}', 1.0)
    library.note_gone(tea.id, 404)
    library.belongings.relate(Relation(leaflet.id, beans.id, "leaflet", 1, "Leaflet: beans"))
    library.belongings.plan(beans.id, [LinkToFollow("https://a.org/more", "page", 2, "More")])
    library.queue.put_last("https://a.org/next", "Next")
    library.queue.put_next(tea.url, "Tea")
    library.bookmarks.add(tea.id, '{"at": 1}', "Pour the water.")
    removed = library.bookmarks.add(tea.id, '{"at": 3}', "Wait.")
    library.bookmarks.remove(removed.id)
    library.history.add(tea.id, '{"at": 1}')
    library.history.add(beans.id, '{"at": 2}')
    library.keep_state("last-open", tea.id)
    library.bin.put(beans.id)
    return library


def everything(library: Library) -> dict[str, Any]:
    """All that a person can see of a library."""
    pages = (*library.pages(), *(removed.page for removed in library.bin.all()))
    return {
        "pages": library.pages(),
        "bin": library.bin.all(),
        "bodies": {
            (page.id, form.sha256): library.resource(page.id, form.sha256)
            for page in pages
            for form in library.versions(page.id)
        },
        "versions": {page.id: library.versions(page.id) for page in pages},
        "aliases": library.find("https://a.org/old"),
        "relations": [library.belongings.of(page.id) for page in pages],
        "plans": [library.belongings.planned(page.id) for page in pages],
        "queue": [(entry.url, entry.title, entry.page_id) for entry in library.queue.all()],
        "bookmarks": library.bookmarks.all(),
        "history": library.history.all(),
        "state": library.state("last-open"),
    }


def backed_up(library: Library, path: Path) -> Path:
    library.back_up(path, {"settings.toml": SETTINGS})
    return path


def test_a_backup_makes_an_empty_library_the_same(
    full: Library, other: Library, tmp_path: Path
) -> None:
    path = tmp_path / "backup.zip"
    steps: list[tuple[int, int, str]] = []
    done = full.back_up(path, {"settings.toml": SETTINGS}, on_progress=lambda *s: steps.append(s))
    assert (done.pages, done.bytes, done.damaged) == (4, path.stat().st_size, ())
    assert [step[:2] for step in steps] == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
    restored = other.restore_backup(path)
    assert (restored.new, restored.renewed, restored.kept) == (4, 0, 0)
    assert restored.files == {"settings.toml": SETTINGS}
    assert everything(other) == everything(full)
    (beans,) = (removed for removed in other.bin.all() if removed.came_with is None)
    assert len(other.bin.bring_back(beans.page.id)) == 2
    assert other.bin.all() == ()


def test_restoring_again_changes_nothing(full: Library, other: Library, tmp_path: Path) -> None:
    path = backed_up(full, tmp_path / "backup.zip")
    other.restore_backup(path)
    before = everything(other)
    again = other.restore_backup(path)
    assert (again.new, again.renewed, again.kept) == (0, 0, 4)
    assert everything(other) == before
    full.restore_backup(path)
    assert everything(full) == before


def test_what_was_restored_waits_to_be_made_findable(
    full: Library, other: Library, tmp_path: Path
) -> None:
    other.restore_backup(backed_up(full, tmp_path / "backup.zip"))
    assert {page.title for page in other.not_indexed("1")} >= {"Tea"}


def keep_at(library: Library, at: datetime, body: bytes, title: str) -> Page:
    fetched = replace(resource("https://a.org/tea", body), fetched_at=at)
    return library.keep(fetched, title=title, language="en", words=1)


EARLY, LATE = datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(("here", "there", "wins"), [(LATE, EARLY, "Here"), (EARLY, LATE, "There")])
def test_the_newer_form_is_in_use_and_both_are_kept(
    library: Library, other: Library, tmp_path: Path, here: datetime, there: datetime, wins: str
) -> None:
    keep_at(other, there, b"there", "There")
    keep_at(library, here, b"here", "Here")
    restored = library.restore_backup(backed_up(other, tmp_path / "backup.zip"))
    assert (restored.renewed, restored.kept) == ((1, 0) if wins == "There" else (0, 1))
    (page,) = library.pages()
    assert (page.title, page.checked_at) == (wins, LATE)
    assert library.resource(page.id).body == wins.lower().encode()
    assert {form.title for form in library.versions(page.id)} == {"Here", "There"}


@pytest.mark.parametrize("minutes", [-5, 5])
def test_the_newer_place_and_the_newer_mark_stay(
    library: Library, other: Library, tmp_path: Path, clock: Clock, minutes: int
) -> None:
    page, _ = keep(library, "tea"), keep(other, "tea")
    library.keep_place(page.id, "here", 0.1)
    mark = library.bookmarks.add(page.id, "{1}", "Here.")
    other.restore_backup(backed_up(library, tmp_path / "first.zip"))
    assert other.bookmarks.all() == (mark,)
    clock.advance(minutes=minutes)
    other.keep_place(page.id, "there", 0.9)
    other.bookmarks.move(mark.id, "{2}", "There.")
    library.restore_backup(backed_up(other, tmp_path / "second.zip"))
    (kept,), (marked,) = library.pages(), library.bookmarks.all()
    assert (kept.place, marked.sentence) == (
        ("there", "There.") if minutes > 0 else ("here", "Here.")
    )


def test_what_was_removed_since_stays_removed_and_what_was_removed_before_comes_back(
    library: Library, other: Library, tmp_path: Path, clock: Clock
) -> None:
    page, _ = keep(library, "tea"), keep(other, "tea")
    path = backed_up(other, tmp_path / "old.zip")
    clock.advance(minutes=1)
    library.bin.put(page.id)
    library.restore_backup(path)
    assert library.pages() == ()
    clock.advance(minutes=1)
    library.restore_backup(backed_up(other, tmp_path / "new.zip"))
    assert [kept.id for kept in library.pages()] == [page.id]


def test_what_is_removed_there_stays_here(
    library: Library, other: Library, tmp_path: Path, clock: Clock
) -> None:
    page, _ = keep(library, "tea"), keep(other, "tea")
    clock.advance(minutes=1)
    other.bin.put(page.id)
    library.restore_backup(backed_up(other, tmp_path / "backup.zip"))
    assert [kept.id for kept in library.pages()] == [page.id]


def test_a_page_that_moved_is_one_page(library: Library, other: Library, tmp_path: Path) -> None:
    keep(other, "tea")
    moved = replace(resource("https://a.org/moved", b"tea"), requested_url="https://a.org/tea")
    library.keep(moved, title="Moved", language=None, words=1)
    library.restore_backup(backed_up(other, tmp_path / "backup.zip"))
    assert [page.title for page in library.pages()] == ["Moved"]


def test_queues_are_joined_and_a_history_is_not_mixed(
    library: Library, other: Library, tmp_path: Path
) -> None:
    for opened, names in ((library, ("one", "two")), (other, ("two", "three"))):
        for name in names:
            opened.queue.put_last(f"https://a.org/{name}", name)
        page = keep(opened, "tea")
        opened.history.add(page.id, names[0])
        opened.keep_state("key", names[0])
    library.restore_backup(backed_up(other, tmp_path / "backup.zip"))
    assert [entry.title for entry in library.queue.all()] == ["one", "two", "three"]
    assert [visited.place for visited in library.history.all()] == ["one"]
    assert library.state("key") == "one"


# Where it is written


def test_an_older_backup_is_replaced_and_anything_else_is_not(
    full: Library, tmp_path: Path
) -> None:
    path = tmp_path / "backup.zip"
    path.touch()
    backed_up(full, path)
    backed_up(full, path)
    mine = tmp_path / "thesis.docx"
    with zipfile.ZipFile(mine, "w") as archive:
        archive.writestr("word/document.xml", "mine")
    for target in (mine, tmp_path, tmp_path / "library" / FILE_NAME):
        before = target.read_bytes() if target.is_file() else b""
        with pytest.raises(BackupProblem) as caught:
            backed_up(full, target)
        assert str(caught.value).endswith(".")
        assert not target.is_file() or target.read_bytes() == before
    assert not list(tmp_path.glob("*.part"))


def test_a_place_that_cannot_be_written_gets_a_sentence(full: Library, tmp_path: Path) -> None:
    with pytest.raises(BackupProblem, match="could not be written"):
        backed_up(full, tmp_path / "missing" / "backup.zip")
    if sys.platform.startswith("linux"):
        with pytest.raises(BackupProblem, match=r"could not be written|is something else"):
            backed_up(full, Path("/proc/backup.zip"))


def test_a_damaged_version_is_left_out_and_named(
    library: Library, other: Library, tmp_path: Path
) -> None:
    import sqlite3

    keep(library, "tea", b"old")
    keep(library, "tea", b"new" * 500)
    keep(library, "beans")
    library.close()
    with closing(sqlite3.connect(tmp_path / "library" / FILE_NAME)) as sql:
        digest = hashlib.sha256(b"new" * 500).hexdigest()
        sql.execute("UPDATE bodies SET body = substr(body, 1, 20) WHERE sha256 = ?", (digest,))
        sql.commit()
    with closing(Library(tmp_path / "library")) as damaged:
        done = damaged.back_up(tmp_path / "backup.zip", {})
    assert done.damaged == ("Tea",)
    other.restore_backup(tmp_path / "backup.zip")
    tea, beans = other.pages()
    assert other.resource(tea.id).body == b"old"
    assert beans.title == "Beans"


# What is not whole


def rewritten(
    source: Path, target: Path, change: Callable[[dict[str, bytes], dict[str, Any]], None]
) -> None:
    """A backup with other entries, whose list of contents fits them unless the change spoils it."""
    with zipfile.ZipFile(source) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(entries.pop(MANIFEST))
    change(entries, manifest)
    for name, body in entries.items():
        manifest["entries"].setdefault(name, {})
        if manifest["entries"][name] is not None:
            manifest["entries"][name] = {
                "bytes": len(body),
                "sha256": hashlib.sha256(body).hexdigest(),
            }
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in entries.items():
            archive.writestr(name, body)
        archive.writestr(MANIFEST, json.dumps(manifest))


def change_page(name: str, value: object) -> Callable[[dict[str, bytes], dict[str, Any]], None]:
    def change(entries: dict[str, bytes], manifest: dict[str, Any]) -> None:
        first, *rest = entries[PAGES].decode().splitlines()
        line = json.loads(first) | {name: value}
        entries[PAGES] = "\n".join([json.dumps(line), *rest]).encode()

    return change


def a_body(entries: dict[str, bytes]) -> str:
    return next(name for name in entries if name.startswith("bodies/"))


SPOILT: dict[str, Callable[[dict[str, bytes], dict[str, Any]], object]] = {
    "a body is missing": lambda e, m: (m["entries"].pop(a_body(e)), e.pop(a_body(e))),
    "a body is another": lambda e, m: e.update({a_body(e): b"other"}),
    "a list is missing": lambda e, m: (e.pop("queue.jsonl"), m["entries"].pop("queue.jsonl")),
    "a list is no JSON": lambda e, m: e.update({"queue.jsonl": b"nonsense\n"}),
    "a list nests without end": lambda e, m: e.update({"queue.jsonl": b"[" * 100_000}),
    "a list is no text": lambda e, m: e.update({"queue.jsonl": b"\xff\xfe\x00"}),
    "a name leads out": lambda e, m: e.update({"files/../../evil.toml": b"x"}),
    "a name is absolute": lambda e, m: e.update({"/etc/passwd": b"x"}),
    "a name is hidden": lambda e, m: e.update({"files/.profile": b"x"}),
    "a file that is not dated": lambda e, m: m["files"].update({"more.toml": "2025-01-01T00:00:00Z"}),
    "an address is a script": change_page("url", "javascript:alert(1)"),
    "an address has controls": change_page("url", "https://a.org/\u202e"),
    "a number is a text": change_page("words", "many"),
    "a number is huge": change_page("words", 10**30),
    "a time has no offset": change_page("saved_at", "2025-01-01T00:00:00"),
    "a time is none": change_page("saved_at", "soon"),
    "an id is a path": change_page("id", "../../etc"),
    "the version in use is missing": change_page("current", "0" * 64),
    "a value too many": change_page("more", 1),
    "a page without versions": change_page("versions", []),
    "it was never made": lambda e, m: m.update({"made_at": "soon"}),
    "another format": lambda e, m: m.update({"format": "other"}),
    "a mark on no page": lambda e, m: e.update(
        {
            "bookmarks.jsonl": json.dumps(
                {
                    "id": "0" * 16, "page_id": "nowhere00", "place": "", "sentence": "",
                    "made_at": "2025-01-01T00:00:00+00:00", "updated_at": "2025-01-01T00:00:00+00:00",
                    "removed_at": None,
                }
            ).encode()
        }
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", SPOILT)
def test_a_backup_that_is_not_whole_changes_nothing(
    full: Library, other: Library, tmp_path: Path, how: str
) -> None:
    keep(other, "own")
    before = everything(other)
    path = tmp_path / "spoilt.zip"
    rewritten(
        backed_up(full, tmp_path / "backup.zip"), path, lambda e, m: SPOILT[how](e, m) and None
    )
    with pytest.raises(BackupProblem, match="Nothing was changed") as caught:
        other.restore_backup(path)
    assert caught.value.path == path
    assert everything(other) == before


def test_every_cut_and_every_broken_byte_is_noticed(
    full: Library, other: Library, tmp_path: Path
) -> None:
    import random

    whole = backed_up(full, tmp_path / "backup.zip").read_bytes()
    path = tmp_path / "broken.zip"
    chance = random.Random(7)
    for _ in range(60):
        if chance.random() < 0.3:
            broken = whole[: chance.randrange(len(whole))]
        else:
            at = chance.randrange(len(whole))
            broken = whole[:at] + bytes([whole[at] ^ chance.randrange(1, 256)]) + whole[at + 1 :]
        path.write_bytes(broken)
        try:
            other.restore_backup(path)
        except BackupProblem as problem:
            assert str(problem).endswith(".")
            assert other.pages() == ()
        else:  # the byte carried nothing, such as a time in the zip's own list
            assert everything(other) == everything(full)
            other.close()
            for file in (tmp_path / "other").iterdir():
                file.unlink()
            other = Library(tmp_path / "other", now=lambda: EARLY)
    other.close()


def test_a_backup_of_a_newer_version_is_refused(
    full: Library, other: Library, tmp_path: Path
) -> None:
    path = tmp_path / "newer.zip"
    rewritten(backed_up(full, tmp_path / "backup.zip"), path, lambda e, m: m.update(version=2))
    with pytest.raises(BackupProblem, match="newer version"):
        other.restore_backup(path)
    assert other.pages() == ()


def test_a_bomb_is_not_unpacked(full: Library, other: Library, tmp_path: Path) -> None:
    def add(entries: dict[str, bytes], manifest: dict[str, Any]) -> None:
        body = b"\0" * 120_000_000
        entries[f"bodies/{hashlib.sha256(body).hexdigest()}"] = body

    path = tmp_path / "bomb.zip"
    rewritten(backed_up(full, tmp_path / "backup.zip"), path, add)
    assert path.stat().st_size < 500_000
    with pytest.raises(BackupProblem):
        other.restore_backup(path)


@pytest.mark.parametrize(
    "content", [b"", b"x", b"PK\x05\x06" + b"\0" * 18, b"SQLite format 3\0" * 9]
)
def test_something_else_is_no_backup(library: Library, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.zip"
    path.write_bytes(content)
    with pytest.raises(BackupProblem, match="not a whole backup"):
        library.restore_backup(path)


def test_a_backup_that_is_not_there(library: Library, tmp_path: Path) -> None:
    with pytest.raises(BackupProblem, match="cannot be read"):
        library.restore_backup(tmp_path / "none.zip")


def test_the_page_about_the_form_names_every_entry() -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "backup.md").read_text("utf-8")
    for name in (MANIFEST, *SHAPES):
        assert f"`{name}`" in page
