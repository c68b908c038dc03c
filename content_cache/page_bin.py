"""The bin: pages that were removed, until they are brought back or their thirty days are over.

SQL, but no screens. The only place where anything kept is ever deleted. Any thread.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from content_cache.entries import Removed
from content_cache.full_text import put_in_again, take_out
from content_cache.records import PAGE_COLUMNS, PAGE_QUERY, page_of
from content_cache.storage import Storage, Transaction

KEPT = timedelta(days=30)
"""How long what was removed can come back."""
SPARE = timedelta(days=7)
"""How much longer it is kept; what a clock that jumps could take from its days. (judgement)"""
LONGEST_STEP = timedelta(days=1)
"""What the days of the bin go on by at most between two looks, however far the clock went. (judgement)"""
_DAYS_GONE_BY = "bin-days"
"""Under which the newest time ever seen is remembered, and how many days the bin has counted."""


class PageBin:
    """The bin of one library."""

    def __init__(self, storage: Storage, now: Callable[[], datetime]) -> None:
        self._storage = storage
        self._now = now

    def put(self, page_id: str) -> tuple[str, ...]:
        """Remove a page, and what came along with it alone; gives the ids of all that went, it first.

        Nothing of them is lost: places, bookmarks and older versions come back with them. Empty where the page
        is not kept.
        """
        at = self._now().isoformat()
        with self._storage.transaction() as sql:
            if not sql.execute(
                "SELECT 1 FROM pages WHERE id = ? AND removed_at IS NULL", (page_id,)
            ):
                return ()
            gone = [page_id]
            _remove(sql, page_id, at, None)
            for owner_id in gone:  # grows while it is gone through
                for (belonging,) in sql.execute(_ITS_ALONE, (owner_id,)):
                    _remove(sql, str(belonging), at, page_id)
                    gone.append(str(belonging))
        return tuple(gone)

    def bring_back(self, page_id: str) -> tuple[str, ...]:
        """Bring a page back with what went with it; gives the ids of all that came.

        Empty where it is not in the bin.
        """
        with self._storage.transaction() as sql:
            rows = sql.execute(
                "SELECT id FROM pages WHERE removed_at IS NOT NULL AND (id = ?1 OR removed_with = ?1) "
                "ORDER BY id <> ?1, position",
                (page_id,),
            )
            back = [str(found) for (found,) in rows]
            if page_id not in back:
                return ()
            for found in back:
                sql.execute(
                    "UPDATE pages SET removed_at = NULL, removed_with = NULL, due_at = NULL WHERE id = ?",
                    (found,),
                )
                put_in_again(sql, found)
        return tuple(back)

    def all(self) -> tuple[Removed, ...]:
        """What is in the bin, the last removed first."""
        rows = self._storage.rows(
            PAGE_QUERY.replace("FROM pages", ", removed_at, removed_with FROM pages", 1)
            + "WHERE removed_at IS NOT NULL ORDER BY removed_at DESC, position"
        )
        return tuple(
            Removed(
                page_of(row[:PAGE_COLUMNS]),
                datetime.fromisoformat(str(row[PAGE_COLUMNS])),
                None if row[PAGE_COLUMNS + 1] is None else str(row[PAGE_COLUMNS + 1]),
            )
            for row in rows
        )

    def find(self, page_id_or_url: str) -> Removed | None:
        """The page in the bin with this id, a beginning of it that names only one, or this canonical address."""
        removed = self.all()
        exact = [r for r in removed if page_id_or_url in (r.page.id, r.page.url)]
        begun = [r for r in removed if page_id_or_url and r.page.id.startswith(page_id_or_url)]
        for found in (exact, begun):
            if len(found) == 1:
                return found[0]
        return None

    def delete_old(self) -> tuple[str, ...]:
        """Delete for good what was removed thirty days ago; gives the titles.

        The bin counts days of its own, from one look to the next: a clock that jumps adds one day at most, and none
        while it shows a time that was seen before. A page goes when both its date and the bin's own count say so.
        """
        now = self._now()
        deleted: list[str] = []
        with self._storage.transaction() as sql:
            today = _days_gone_by(sql, now)
            for page_id, title, removed_at, due_at in sql.execute(
                "SELECT id, title, removed_at, due_at FROM pages WHERE removed_at IS NOT NULL"
            ):
                since = _number(due_at)
                if since is None or since > today:
                    # The count begins when it is first seen in the bin.
                    sql.execute("UPDATE pages SET due_at = ? WHERE id = ?", (str(today), page_id))
                elif (
                    timedelta(days=today - since) >= KEPT + SPARE
                    and now - datetime.fromisoformat(str(removed_at)) >= KEPT
                ):
                    _delete(sql, str(page_id))
                    deleted.append(str(title))
        return tuple(deleted)


def _days_gone_by(sql: Transaction, now: datetime) -> float:
    """How many days the bin has counted, those since the last look included."""
    rows = sql.execute("SELECT value FROM state WHERE key = ?", (_DAYS_GONE_BY,))
    seen, _, counted = str(rows[0][0]).partition(" ") if rows else ("", "", "")
    days = _number(counted) or 0.0
    try:
        newest = datetime.fromisoformat(seen)
    except ValueError:
        newest = now
    step = min(max(now - newest, timedelta(0)), LONGEST_STEP)
    days += step / timedelta(days=1)
    value = f"{max(now, newest).isoformat()} {days}"
    sql.execute("INSERT OR REPLACE INTO state (key, value) VALUES (?, ?)", (_DAYS_GONE_BY, value))
    return days


def _number(value: object) -> float | None:
    """A count of days as it is kept; None where there is none, or a time that an older version wrote."""
    try:
        return None if value is None else float(str(value))
    except ValueError:
        return None


_ITS_ALONE = """
    SELECT page_id FROM relations JOIN pages ON pages.id = page_id
    WHERE owner_id = ? AND removed_at IS NULL AND NOT is_own
      AND NOT EXISTS (
          SELECT 1 FROM relations AS others JOIN pages AS owners ON owners.id = others.owner_id
          WHERE others.page_id = pages.id AND owners.removed_at IS NULL)
"""


def _remove(sql: Transaction, page_id: str, at: str, removed_with: str | None) -> None:
    take_out(sql, page_id)
    sql.execute(
        "UPDATE pages SET removed_at = ?, removed_with = ?, due_at = NULL WHERE id = ?",
        (at, removed_with, page_id),
    )


def _delete(sql: Transaction, page_id: str) -> None:
    sql.execute("DELETE FROM relations WHERE ?1 IN (page_id, owner_id)", (page_id,))
    for table in ("following", "bookmarks", "history", "texts", "places", "aliases"):
        owner = "owner_id" if table == "following" else "page_id"
        sql.execute(f"DELETE FROM {table} WHERE {owner} = ?", (page_id,))
    sql.execute("UPDATE pages SET removed_with = NULL WHERE removed_with = ?", (page_id,))
    sql.execute("DELETE FROM pages WHERE id = ?", (page_id,))
    sql.execute("DELETE FROM versions WHERE page_id = ?", (page_id,))
    for table in ("derived", "bodies"):
        sql.execute(f"DELETE FROM {table} WHERE sha256 NOT IN (SELECT sha256 FROM versions)")
