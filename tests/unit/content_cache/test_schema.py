"""Libraries of every earlier version, brought up to date with all that they hold."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from content_cache import schema
from content_cache.library import FILE_NAME, Library

KEPT = Path(__file__).resolve().parents[2] / "data" / "libraries"
"""One library of each earlier schema version, as the program of that version wrote it."""


@pytest.fixture(params=range(1, schema.newest_version()))
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    shutil.copy(KEPT / f"version-{request.param}.db", tmp_path / FILE_NAME)
    return tmp_path


def test_the_fixtures_are_what_they_say() -> None:
    for version in range(1, schema.newest_version()):
        uri = f"{(KEPT / f'version-{version}.db').as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(uri, uri=True)) as sql:
            assert sql.execute("PRAGMA user_version").fetchone() == (version,)


def test_nothing_is_lost_on_the_way_to_the_newest_form(folder: Path) -> None:
    with closing(Library(folder)) as library:
        tea, beans, leaflet = library.pages()
        assert (tea.title, tea.publisher, tea.language, tea.words) == (
            "Tea", "The garden", "en-GB", 4,
        )  # fmt: skip
        assert (tea.heard, tea.has_news, tea.is_own) == (0.5, False, True)
        assert tea.place == '{"at": {"section": 0, "sentence": 0, "char": 0}}'
        assert library.find("https://garden.example/old-tea") == tea
        assert library.derived(tea.sha256, "0") == b"made of tea"
        assert library.resource(tea.id).body == b"<h1>Tea</h1><p>Pour the water.</p>"
        assert library.resource(tea.id).headers == (
            ("content-type", "text/html"),
            ("x-odd", "a: b"),
        )
        newest, oldest = library.versions(beans.id)
        assert (newest.is_current, newest.title, newest.words) == (True, "Beans", 4)
        assert "Grüne" in library.resource(beans.id, oldest.sha256).body.decode()
        assert beans.language == "en"
        assert library.resource(leaflet.id).body == b"%PDF-1.4 " + bytes(range(256)) * 3
        assert leaflet.url == "file:///home/person/leaflet.pdf"
        assert library.state("last-open") == tea.id
    with closing(sqlite3.connect(folder / FILE_NAME)) as sql:
        assert sql.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert sql.execute("PRAGMA foreign_key_check").fetchall() == []
        assert sql.execute("PRAGMA user_version").fetchone() == (schema.newest_version(),)


def test_an_old_library_has_all_that_a_new_one_has(folder: Path, tmp_path: Path) -> None:
    Library(folder).close()
    Library(tmp_path / "new").close()

    def tables(file: Path) -> dict[str, set[tuple[str, str, int]]]:
        with closing(sqlite3.connect(file)) as sql:
            names = [str(name) for (name,) in sql.execute("SELECT name FROM sqlite_schema")]
            return {
                name: {row[1:4] for row in sql.execute(f"PRAGMA table_info('{name}')")}
                for name in names
            }

    assert tables(folder / FILE_NAME) == tables(tmp_path / "new" / FILE_NAME)


def test_an_old_library_is_used_like_a_new_one(folder: Path) -> None:
    with closing(Library(folder)) as library:
        tea = library.pages()[0]
        assert len(library.not_indexed("1")) == 3
        library.bookmarks.add(tea.id, "{}", "Pour the water.")
        library.bin.put(tea.id)
        library.bin.bring_back(tea.id)
        assert [mark.sentence for mark in library.bookmarks.all()] == ["Pour the water."]
