"""Every query of the library: rows of the file to values, and values to rows.

SQL, but no files, no network and no policy. Any thread.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from content_cache.errors import NotALibrary
from content_cache.packing import packed, unpacked
from content_cache.resource import Page, Resource
from content_cache.storage import Row, Storage, Transaction

if TYPE_CHECKING:
    from content_cache.entries import PageVersion

SHORTEST_ID = 8
"""Characters of a page's id; more only where two pages would get the same."""
SHORTEST_BEGINNING = 2
"""Characters of an id that are enough to name it, where they name only one."""

PAGE_QUERY = """
    SELECT pages.id, pages.url, pages.title, media_type, language, versions.sha256, pages.words, saved_at, checked_at,
           publisher, coalesce(heard, 0.0), place, is_own, gone_status, gone_at, known_sha256
    FROM pages
    JOIN versions ON versions.id = version_id
    LEFT JOIN places ON places.page_id = pages.id
"""
PAGE_COLUMNS = 16
"""How many values of a row that `PAGE_QUERY` begins make a page."""


class Records:
    """What is in one library file."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    # Pages

    def page(self, page_id: str) -> Page | None:
        """The page of this id."""
        return self._one_page("WHERE pages.id = ? AND removed_at IS NULL", page_id)

    def page_at(self, url: str) -> Page | None:
        """The page kept under this canonical address, or under one that led to it."""
        return self._one_page("WHERE pages.url = ? AND removed_at IS NULL", url) or self._one_page(
            "WHERE pages.id = (SELECT page_id FROM aliases WHERE url = ?) AND removed_at IS NULL",
            url,
        )

    def page_that_begins(self, beginning: str) -> Page | None:
        """The page whose id begins so, if there is just one."""
        if len(beginning) < SHORTEST_BEGINNING or not (beginning.isascii() and beginning.isalnum()):
            return None
        rows = self._storage.rows(
            PAGE_QUERY + "WHERE pages.id GLOB ? AND removed_at IS NULL LIMIT 2",
            (beginning.lower() + "*",),
        )
        return page_of(rows[0]) if len(rows) == 1 else None

    def pages(self) -> tuple[Page, ...]:
        """All pages in reading order."""
        query = PAGE_QUERY + "WHERE removed_at IS NULL ORDER BY position"
        return tuple(page_of(row) for row in self._storage.rows(query))

    def page_ids(self) -> tuple[str, ...]:
        """The ids of all pages in reading order."""
        rows = self._storage.rows("SELECT id FROM pages WHERE removed_at IS NULL ORDER BY position")
        return tuple(str(page_id) for (page_id,) in rows)

    def resource(self, page_id: str, sha256: str | None = None) -> Resource | None:
        """The bytes of a page's current version, or of the one with that digest."""
        row = self._storage.row(
            """
            SELECT versions.url, media_type, charset, body, etag, last_modified, fetched_at, versions.sha256,
                   headers, requested_url, archive_url, archived_at
            FROM pages
            JOIN versions ON versions.page_id = pages.id
            JOIN bodies ON bodies.sha256 = versions.sha256
            WHERE pages.id = ?1 AND CASE WHEN ?2 IS NULL THEN versions.id = version_id
                                         ELSE versions.sha256 = ?2 END
            """,
            (page_id, sha256),
        )
        if row is None:
            return None
        try:
            return _resource(row)
        except ValueError as error:
            raise NotALibrary(
                "What was kept of this page is damaged. Save the page again.",
                path=self._storage.path,
            ) from error

    def versions(self, page_id: str) -> tuple[PageVersion, ...]:
        """Every form that the page had, the newest first."""
        from content_cache.entries import PageVersion  # noqa: PLC0415 - keeps start-up fast

        rows: list[tuple[Any, ...]] = self._storage.rows(
            """
            SELECT versions.sha256, versions.title, versions.words, fetched_at, archived_at,
                   versions.id = version_id
            FROM versions JOIN pages ON pages.id = page_id
            WHERE page_id = ? ORDER BY fetched_at DESC, versions.id DESC
            """,
            (page_id,),
        )
        return tuple(
            PageVersion(
                sha256, title, words, datetime.fromisoformat(at), moment(archived_at), bool(current)
            )
            for sha256, title, words, at, archived_at, current in rows
        )

    def keep(
        self,
        resource: Resource,
        *,
        title: str,
        language: str | None,
        words: int,
        publisher: str,
        is_own: bool,
    ) -> Page:
        """Make the resource its page's current version, or the first version of a new page."""
        body = packed(resource.body)  # outside the transaction: it can take a second
        at = resource.fetched_at.isoformat()
        with self._storage.transaction() as sql:
            page_id = _page_id_of(sql, resource)
            is_new = page_id is None
            if page_id is None:
                page_id = _new_id(sql, resource.url)
            version_id = _keep_version(sql, page_id, resource, body, title, words)
            if is_new:
                sql.execute(
                    """
                    INSERT INTO pages (id, url, title, publisher, language, words, saved_at, checked_at,
                                       version_id, is_own, position)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                            (SELECT coalesce(max(position), 0) + 1 FROM pages))
                    """,
                    (
                        page_id,
                        resource.url,
                        title,
                        publisher,
                        language,
                        words,
                        at,
                        at,
                        version_id,
                        is_own,
                    ),
                )
            else:
                _move(sql, page_id, resource.url)
                # What is saved again comes back from the bin, and what a person asks for is their own.
                sql.execute(
                    """
                    UPDATE pages SET title = ?, language = ?, words = ?, checked_at = ?, version_id = ?,
                                     publisher = CASE ?6 WHEN '' THEN publisher ELSE ?6 END,
                                     is_own = max(is_own, ?7), gone_status = NULL, gone_at = NULL,
                                     removed_at = NULL, removed_with = NULL, due_at = NULL
                    WHERE id = ?8
                    """,
                    (title, language, words, at, version_id, publisher, is_own, page_id),
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
            sql.execute(
                "UPDATE pages SET checked_at = ?, gone_status = NULL, gone_at = NULL WHERE id = ?",
                (at.isoformat(), page_id),
            )

    def note_own(self, page_id: str) -> None:
        """A person asked for the page."""
        with self._storage.transaction() as sql:
            sql.execute("UPDATE pages SET is_own = 1 WHERE id = ?", (page_id,))

    def note_gone(self, page_id: str, status: int, at: datetime) -> None:
        """The web said at that time that it has the page no more; what is kept stays as it is."""
        with self._storage.transaction() as sql:
            sql.execute(
                "UPDATE pages SET gone_status = ?, gone_at = ? WHERE id = ?",
                (status, at.isoformat(), page_id),
            )

    def note_known(self, page_id: str, sha256: str) -> None:
        """The person knows the page in this form."""
        with self._storage.transaction() as sql:
            sql.execute("UPDATE pages SET known_sha256 = ? WHERE id = ?", (sha256, page_id))

    # Places

    def keep_place(self, page_id: str, place: str, heard: float, at: datetime) -> None:
        """Where the person is in a page. A page that is not kept has no place."""
        with self._storage.transaction() as sql:
            sql.execute(
                "INSERT OR REPLACE INTO places (page_id, place, heard, updated_at) "
                "SELECT id, ?, ?, ? FROM pages WHERE id = ?",
                (place, heard, at.isoformat(), page_id),
            )
            # What is read for the first time is what the person knows from then on.
            sql.execute(
                """
                UPDATE pages SET known_sha256 = (SELECT sha256 FROM versions WHERE id = version_id)
                WHERE id = ? AND known_sha256 IS NULL
                """,
                (page_id,),
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
        row = self._storage.row(PAGE_QUERY + condition, (value,))
        return None if row is None else page_of(row)


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


def _keep_version(
    sql: Transaction, page_id: str, resource: Resource, body: bytes, title: str, words: int
) -> int:
    # Replaced even where it is here already: it may be damaged.
    sql.execute(
        "INSERT OR REPLACE INTO bodies (sha256, body) VALUES (?, ?)", (resource.sha256, body)
    )
    rows = sql.execute(
        """
        INSERT INTO versions (page_id, sha256, url, requested_url, media_type, charset, headers, etag,
                              last_modified, fetched_at, archive_url, archived_at, title, words)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (page_id, sha256) DO UPDATE SET
            url = excluded.url, requested_url = excluded.requested_url, media_type = excluded.media_type,
            charset = excluded.charset, headers = excluded.headers, etag = excluded.etag,
            last_modified = excluded.last_modified, fetched_at = excluded.fetched_at,
            archive_url = excluded.archive_url, archived_at = excluded.archived_at,
            title = excluded.title, words = excluded.words
        RETURNING id
        """,
        (
            page_id,
            resource.sha256,
            resource.url,
            resource.requested_url,
            resource.media_type,
            resource.charset,
            "\n".join(f"{name}: {_one_line(value)}" for name, value in resource.headers),
            resource.etag,
            resource.last_modified,
            resource.fetched_at.isoformat(),
            resource.archive_url or None,
            resource.archived_at.isoformat() if resource.archived_at else None,
            title,
            words,
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


def page_of(row: Row) -> Page:
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
        is_own,
        gone_status,
        gone_at,
        known_sha256,
    ) = values[:PAGE_COLUMNS]
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
        is_own=bool(is_own),
        gone_status=gone_status,
        gone_at=moment(gone_at),
        known_sha256=known_sha256,
    )


def _resource(row: Row) -> Resource:
    values: tuple[Any, ...] = row
    (
        url,
        media_type,
        charset,
        body,
        etag,
        last_modified,
        fetched_at,
        sha256,
        headers,
        requested,
        archive_url,
        archived_at,
    ) = values
    lines = (line.partition(": ") for line in headers.split("\n") if line)
    return Resource(
        url=url,
        media_type=media_type,
        charset=charset,
        body=unpacked(body),
        etag=etag,
        last_modified=last_modified,
        fetched_at=datetime.fromisoformat(fetched_at),
        sha256=sha256,
        headers=tuple((name, value) for name, _, value in lines),
        requested_url=requested,
        archive_url=archive_url or "",
        archived_at=moment(archived_at),
    )


def moment(text: str | None) -> datetime | None:
    """A time as the file has it, if it has one."""
    return None if text is None else datetime.fromisoformat(text)


def _blob(value: Any) -> bytes:
    return bytes(value)


def _one_line(value: str) -> str:
    return " ".join(value.splitlines())
