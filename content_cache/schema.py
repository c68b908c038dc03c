"""The library's tables, and the way from each older form of them to the newest.

SQL only. Runs inside the one transaction that `storage` gives it; must not open, commit or close anything.
"""

from __future__ import annotations

import sqlite3

APPLICATION_ID = 0x484F5231
"""Marks a SQLite file as a library of this reader: "HOR1" in ASCII. Source: sqlite.org, PRAGMA application_id."""

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

MIGRATIONS: tuple[tuple[str, ...], ...] = (_VERSION_1,)
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
