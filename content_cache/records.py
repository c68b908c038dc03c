"""Every query of the library: rows of the file to values, and values to rows.

SQL, but no files, no network and no policy. Any thread.
"""

from __future__ import annotations

import zlib
from datetime import datetime
from typing import Any

from content_cache.errors import NotALibrary
from content_cache.resource import Page, Resource
from content_cache.storage import Row, Storage, Transaction

SHORTEST_ID = 8
"""Characters of a page's id; more only where two pages would get the same."""
SHORTEST_BEGINNING = 2
"""Characters of an id that are enough to name it, where they name only one."""

_PAGE = """
    SELECT pages.id, pages.url, title, media_type, language, sha256, words, saved_at, checked_at,
           publisher, coalesce(heard, 0.0), place
    FROM pages
    JOIN versions ON versions.id = version_id
    LEFT JOIN places ON places.page_id = pages.id
"""


class Records:
    """What is in one library file."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    # Pages

    def page(self, page_id: str) -> Page | None:
        """The page of this id."""
        return self._one_page("WHERE pages.id = ?", page_id)

    def page_at(self, url: str) -> Page | None:
        """The page kept under this canonical address, or under one that led to it."""
        return self._one_page("WHERE pages.url = ?", url) or self._one_page(
            "WHERE pages.id = (SELECT page_id FROM aliases WHERE url = ?)", url
        )

    def page_that_begins(self, beginning: str) -> Page | None:
        """The page whose id begins so, if there is just one."""
        if len(beginning) < SHORTEST_BEGINNING or not (beginning.isascii() and beginning.isalnum()):
            return None
        rows = self._storage.rows(
            _PAGE + "WHERE pages.id GLOB ? LIMIT 2", (beginning.lower() + "*",)
        )
        return _page(rows[0]) if len(rows) == 1 else None

    def pages(self) -> tuple[Page, ...]:
        """All pages in reading order."""
        return tuple(_page(row) for row in self._storage.rows(_PAGE + "ORDER BY position"))

    def resource(self, page_id: str) -> Resource | None:
        """The bytes of a page's current version."""
        row = self._storage.row(
            """
            SELECT versions.url, media_type, charset, body, etag, last_modified, fetched_at, sha256,
                   headers, requested_url
            FROM pages JOIN versions ON versions.id = version_id WHERE pages.id = ?
            """,
            (page_id,),
        )
        if row is None:
            return None
        try:
            return _resource(row)
        except zlib.error as error:
            raise NotALibrary(
                "What was kept of this page is damaged. Save the page again.",
                path=self._storage.path,
            ) from error

    def keep(
        self, resource: Resource, *, title: str, language: str | None, words: int, publisher: str
    ) -> Page:
        """Make the resource its page's current version, or the first version of a new page."""
        body = zlib.compress(resource.body)  # outside the transaction: it can take a second
        at = resource.fetched_at.isoformat()
        with self._storage.transaction() as sql:
            page_id = _page_id_of(sql, resource)
            is_new = page_id is None
            if page_id is None:
                page_id = _new_id(sql, resource.url)
            version_id = _keep_version(sql, page_id, resource, body)
            if is_new:
                sql.execute(
                    """
                    INSERT INTO pages (id, url, title, publisher, language, words, saved_at, checked_at,
                                       version_id, position)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?,
                            (SELECT coalesce(max(position), 0) + 1 FROM pages))
                    """,
                    (page_id, resource.url, title, publisher, language, words, at, at, version_id),
                )
            else:
                _move(sql, page_id, resource.url)
                sql.execute(
                    """
                    UPDATE pages SET title = ?, language = ?, words = ?, checked_at = ?, version_id = ?,
                                     publisher = CASE ? WHEN '' THEN publisher ELSE ? END
                    WHERE id = ?
                    """,
                    (title, language, words, at, version_id, publisher, publisher, page_id),
                )
                _drop_outdated_derived(sql, page_id)
            if resource.requested_url:
                _add_alias(sql, resource.requested_url, page_id)
        page = self.page(page_id)
        assert page is not None
        return page

    def note_checked(self, page_id: str, at: datetime) -> None:
        """The current version was the newest at that time."""
        with self._storage.transaction() as sql:
            sql.execute("UPDATE pages SET checked_at = ? WHERE id = ?", (at.isoformat(), page_id))

    # Places

    def keep_place(self, page_id: str, place: str, heard: float, at: datetime) -> None:
        """Where the person is in a page. A page that is not kept has no place."""
        with self._storage.transaction() as sql:
            sql.execute(
                "INSERT OR REPLACE INTO places (page_id, place, heard, updated_at) "
                "SELECT id, ?, ?, ? FROM pages WHERE id = ?",
                (place, heard, at.isoformat(), page_id),
            )

    # What can be made again

    def derived(self, sha256: str, maker: str) -> bytes | None:
        """What this maker made of the body, if it is still here."""
        row = self._storage.row(
            "SELECT data FROM derived WHERE sha256 = ? AND maker = ?", (sha256, maker)
        )
        return None if row is None else _blob(row[0])

    def keep_derived(self, sha256: str, maker: str, data: bytes) -> None:
        """Keep what was made of a body; takes the place of what another maker made of it."""
        with self._storage.transaction() as sql:
            sql.execute(
                "INSERT OR REPLACE INTO derived (sha256, maker, data) VALUES (?, ?, ?)",
                (sha256, maker, data),
            )

    # Small things to remember

    def state(self, key: str) -> str | None:
        """What was remembered under the key."""
        row = self._storage.row("SELECT value FROM state WHERE key = ?", (key,))
        return None if row is None else str(row[0])

    def keep_state(self, key: str, value: str) -> None:
        """Remember a short text."""
        with self._storage.transaction() as sql:
            sql.execute("INSERT OR REPLACE INTO state (key, value) VALUES (?, ?)", (key, value))

    def _one_page(self, condition: str, value: str) -> Page | None:
        row = self._storage.row(_PAGE + condition, (value,))
        return None if row is None else _page(row)


def _page_id_of(sql: Transaction, resource: Resource) -> str | None:
    for url in filter(None, (resource.url, resource.requested_url)):
        rows = sql.execute("SELECT id FROM pages WHERE url = ?", (url,)) or sql.execute(
            "SELECT page_id FROM aliases WHERE url = ?", (url,)
        )
        if rows:
            return str(rows[0][0])
    return None


def _new_id(sql: Transaction, url: str) -> str:
    """Made from the address, so that a page saved again after a loss has its old id."""
    import hashlib  # noqa: PLC0415 - keeps start-up fast
    from base64 import b32encode  # noqa: PLC0415 - keeps start-up fast

    letters = b32encode(hashlib.sha256(url.encode()).digest()).decode("ascii").lower()
    length = SHORTEST_ID
    while sql.execute("SELECT 1 FROM pages WHERE id = ?", (letters[:length],)):
        length += 1
    return letters[:length]


def _keep_version(sql: Transaction, page_id: str, resource: Resource, body: bytes) -> int:
    rows = sql.execute(
        """
        INSERT INTO versions (page_id, sha256, body, url, requested_url, media_type, charset, headers, etag,
                              last_modified, fetched_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (page_id, sha256) DO UPDATE SET
            url = excluded.url, requested_url = excluded.requested_url, media_type = excluded.media_type,
            charset = excluded.charset, headers = excluded.headers, etag = excluded.etag,
            last_modified = excluded.last_modified, fetched_at = excluded.fetched_at
        RETURNING id
        """,
        (
            page_id,
            resource.sha256,
            body,
            resource.url,
            resource.requested_url,
            resource.media_type,
            resource.charset,
            "\n".join(f"{name}: {_one_line(value)}" for name, value in resource.headers),
            resource.etag,
            resource.last_modified,
            resource.fetched_at.isoformat(),
        ),
    )
    version_id: Any = rows[0][0]
    return int(version_id)


def _move(sql: Transaction, page_id: str, url: str) -> None:
    """Give the page its newer address; the older one still leads to it."""
    ((old_url,),) = sql.execute("SELECT url FROM pages WHERE id = ?", (page_id,))
    if old_url != url:
        sql.execute("UPDATE pages SET url = ? WHERE id = ?", (url, page_id))
        _add_alias(sql, str(old_url), page_id)


def _add_alias(sql: Transaction, url: str, page_id: str) -> None:
    sql.execute(
        "INSERT OR REPLACE INTO aliases (url, page_id) SELECT ?1, ?2 "
        "WHERE NOT EXISTS (SELECT 1 FROM pages WHERE url = ?1)",
        (url, page_id),
    )


def _drop_outdated_derived(sql: Transaction, page_id: str) -> None:
    """What was made of older versions of this page, unless another page has the same body."""
    sql.execute(
        """
        DELETE FROM derived
        WHERE sha256 IN (SELECT sha256 FROM versions WHERE page_id = ?)
          AND sha256 NOT IN (SELECT sha256 FROM pages JOIN versions ON versions.id = version_id)
        """,
        (page_id,),
    )


def _page(row: Row) -> Page:
    values: tuple[Any, ...] = row
    (
        page_id,
        url,
        title,
        media_type,
        language,
        sha256,
        words,
        saved_at,
        checked_at,
        publisher,
        heard,
        place,
    ) = values
    return Page(
        id=page_id,
        url=url,
        title=title,
        media_type=media_type,
        language=language,
        sha256=sha256,
        words=words,
        saved_at=datetime.fromisoformat(saved_at),
        checked_at=datetime.fromisoformat(checked_at),
        publisher=publisher,
        heard=heard,
        place=place,
    )


def _resource(row: Row) -> Resource:
    values: tuple[Any, ...] = row
    url, media_type, charset, body, etag, last_modified, fetched_at, sha256, headers, requested = (
        values
    )
    lines = (line.partition(": ") for line in headers.split("\n") if line)
    return Resource(
        url=url,
        media_type=media_type,
        charset=charset,
        body=zlib.decompress(body),
        etag=etag,
        last_modified=last_modified,
        fetched_at=datetime.fromisoformat(fetched_at),
        sha256=sha256,
        headers=tuple((name, value) for name, _, value in lines),
        requested_url=requested,
    )


def _blob(value: Any) -> bytes:
    return bytes(value)


def _one_line(value: str) -> str:
    return " ".join(value.splitlines())
