"""The library's tables, and the way from each older form of them to the newest.

SQL only. Runs inside the one transaction that `storage` gives it; must not open, commit or close anything.
"""

from __future__ import annotations

import sqlite3

APPLICATION_ID = 0x484F5231
"""Marks a SQLite file as a library of this reader: "HOR1" in ASCII. Source: sqlite.org, PRAGMA application_id."""

TOKENIZER = "porter unicode61 remove_diacritics 2"
"""Words without accents, and English ones without their endings. Source: sqlite.org/fts5.html, section 4.3."""

_VERSION_1 = (
    """
    CREATE TABLE pages (
        id TEXT PRIMARY KEY NOT NULL,
        url TEXT UNIQUE NOT NULL,          -- canonical, after redirects
        title TEXT NOT NULL,
        publisher TEXT NOT NULL,
        language TEXT,
        words INTEGER NOT NULL,
        position INTEGER UNIQUE NOT NULL,  -- reading order
        saved_at TEXT NOT NULL,            -- all times: ISO 8601, UTC
        checked_at TEXT NOT NULL,          -- when the copy was last known to be the newest
        version_id INTEGER NOT NULL REFERENCES versions (id) DEFERRABLE INITIALLY DEFERRED
    ) STRICT
    """,
    """
    CREATE TABLE versions (                -- every body a page ever had; never thrown away
        id INTEGER PRIMARY KEY,
        page_id TEXT NOT NULL REFERENCES pages (id) DEFERRABLE INITIALLY DEFERRED,
        sha256 TEXT NOT NULL,              -- of the body, decompressed
        body BLOB NOT NULL,                -- zlib
        url TEXT NOT NULL,
        requested_url TEXT NOT NULL,
        media_type TEXT NOT NULL,
        charset TEXT,
        headers TEXT NOT NULL,             -- "name: value" lines
        etag TEXT,
        last_modified TEXT,
        fetched_at TEXT NOT NULL,
        UNIQUE (page_id, sha256)
    ) STRICT
    """,
    """
    CREATE TABLE aliases (                 -- addresses that led to a page
        url TEXT PRIMARY KEY NOT NULL,
        page_id TEXT NOT NULL REFERENCES pages (id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE places (                  -- where the person is; apart, for it changes at every sentence
        page_id TEXT PRIMARY KEY NOT NULL REFERENCES pages (id),
        place TEXT NOT NULL,
        heard REAL NOT NULL,
        updated_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE derived (                 -- what can be made from a body again at any time
        sha256 TEXT PRIMARY KEY NOT NULL,
        maker TEXT NOT NULL,
        data BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE state (
        key TEXT PRIMARY KEY NOT NULL,
        value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
)

_VERSION_2 = (
    # Came along with another page, and was not asked for by itself: 0. Where a person asked: 1.
    "ALTER TABLE pages ADD COLUMN is_own INTEGER NOT NULL DEFAULT 1",
    # The status (404, 410) with which the web last said that it has the page no more, and when.
    "ALTER TABLE pages ADD COLUMN gone_status INTEGER",
    "ALTER TABLE pages ADD COLUMN gone_at TEXT",
    # In the bin since; with which page it went there; when its thirty days were first found to be over.
    "ALTER TABLE pages ADD COLUMN removed_at TEXT",
    "ALTER TABLE pages ADD COLUMN removed_with TEXT",
    "ALTER TABLE pages ADD COLUMN due_at TEXT",
    # The version that the person has heard of; what differs from it is news.
    "ALTER TABLE pages ADD COLUMN known_sha256 TEXT",
    "ALTER TABLE versions ADD COLUMN title TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE versions ADD COLUMN words INTEGER NOT NULL DEFAULT 0",
    # Where the bytes came from an archive: its address of them, and the day on which it took them.
    "ALTER TABLE versions ADD COLUMN archive_url TEXT",
    "ALTER TABLE versions ADD COLUMN archived_at TEXT",
    # Bodies apart: a list of all pages need not step over them, and two pages can share one.
    """
    CREATE TABLE bodies (
        sha256 TEXT PRIMARY KEY NOT NULL,  -- of the body, unpacked
        body BLOB NOT NULL                 -- zlib or xz, as its first bytes tell
    ) STRICT
    """,
    "INSERT OR IGNORE INTO bodies (sha256, body) SELECT sha256, body FROM versions",
    "ALTER TABLE versions DROP COLUMN body",
    """
    UPDATE pages
    SET known_sha256 = (SELECT sha256 FROM versions WHERE id = version_id)
    WHERE id IN (SELECT page_id FROM places)
    """,
    "UPDATE versions SET (title, words) = (SELECT title, words FROM pages WHERE pages.version_id = versions.id) "
    "WHERE id IN (SELECT version_id FROM pages)",
    """
    CREATE TABLE relations (               -- leaflets and linked pages, and the page that they came with
        page_id TEXT NOT NULL REFERENCES pages (id) DEFERRABLE INITIALLY DEFERRED,
        owner_id TEXT NOT NULL REFERENCES pages (id) DEFERRABLE INITIALLY DEFERRED,
        kind TEXT NOT NULL,                -- leaflet, page
        depth INTEGER NOT NULL,            -- links followed from the owner to here
        label TEXT NOT NULL,
        PRIMARY KEY (owner_id, page_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX relations_of_page ON relations (page_id)",
    """
    CREATE TABLE following (               -- links that are still to be followed, so that a stop loses none
        owner_id TEXT NOT NULL REFERENCES pages (id) DEFERRABLE INITIALLY DEFERRED,
        position INTEGER NOT NULL,
        url TEXT NOT NULL,
        kind TEXT NOT NULL,
        depth INTEGER NOT NULL,
        label TEXT NOT NULL,
        outcome TEXT,                      -- NULL: still to be followed
        PRIMARY KEY (owner_id, url)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE queue (                   -- what is read next, in this order
        id INTEGER PRIMARY KEY,
        position INTEGER NOT NULL,
        url TEXT UNIQUE NOT NULL,
        title TEXT NOT NULL,
        added_at TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE bookmarks (
        id TEXT PRIMARY KEY NOT NULL,      -- random, so that two libraries can be merged
        page_id TEXT NOT NULL REFERENCES pages (id) DEFERRABLE INITIALLY DEFERRED,
        place TEXT NOT NULL,
        sentence TEXT NOT NULL,
        made_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        removed_at TEXT
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX bookmarks_of_page ON bookmarks (page_id)",
    """
    CREATE TABLE history (                 -- where the person was, before moving to another page
        id INTEGER PRIMARY KEY,
        page_id TEXT NOT NULL REFERENCES pages (id) DEFERRABLE INITIALLY DEFERRED,
        place TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE texts (                   -- what is in the full text, word for word, to take it out again
        first_row INTEGER PRIMARY KEY,     -- of the full text, which has a row for each section, close together
        row_count INTEGER NOT NULL,
        page_id TEXT UNIQUE NOT NULL REFERENCES pages (id) DEFERRABLE INITIALLY DEFERRED,
        sha256 TEXT NOT NULL,              -- of the body that it was made of
        maker TEXT NOT NULL,
        is_in INTEGER NOT NULL,            -- whether it is in the full text; 0 in the bin
        sections BLOB NOT NULL             -- zlib of JSON: a title and its sentences, joined by newlines, for each
    ) STRICT
    """,
    # It holds no text of its own, but positions: without them, bm25 would need the text.
    f"CREATE VIRTUAL TABLE full_text USING fts5 (title, sentences, content = '', tokenize = '{TOKENIZER}')",
    """
    CREATE TABLE topics (                  -- the words and headings of the full text, with how often they come
        kind TEXT NOT NULL,                -- word, heading
        key TEXT NOT NULL,                 -- lower case
        shown TEXT NOT NULL,               -- as it stands on a page
        pages INTEGER NOT NULL,
        hits INTEGER NOT NULL,
        in_headings INTEGER NOT NULL,      -- pages that have the word in a heading
        PRIMARY KEY (kind, key)
    ) STRICT, WITHOUT ROWID
    """,
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (_VERSION_1, _VERSION_2)
"""Statements that lead from version n to n + 1; only ever added to."""


def newest_version() -> int:
    """The `user_version` of a library of this program."""
    return len(MIGRATIONS)


def migrate(
    connection: sqlite3.Connection, migrations: tuple[tuple[str, ...], ...] = MIGRATIONS
) -> None:
    """Bring an empty file or an older library to the newest form; called inside a transaction."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    for statements in migrations[version:]:
        for statement in statements:
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {len(migrations)}")
