"""What a person notes on the way: what is read next, bookmarks, and where they were before.

SQL, but no policy. Any thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from content_cache.entries import Bookmark, Queued, Visited
from content_cache.storage import Storage

Now = Callable[[], datetime]

KEPT_VISITS = 1000
"""How far back the history reaches. (judgement)"""


class Queue:
    """What is to be read next, in order."""

    def __init__(self, storage: Storage, now: Now) -> None:
        self._storage = storage
        self._now = now

    def all(self) -> tuple[Queued, ...]:
        """What is to be read, the next first."""
        return self._queued("ORDER BY queue.position")

    def put_next(self, url: str, title: str) -> None:
        """Put a page or link (its canonical address) before all others; one that is queued already moves there."""
        self._put(url, title, "(SELECT coalesce(min(position), 0) - 1 FROM queue)")

    def put_last(self, url: str, title: str) -> None:
        """Put a page or link (its canonical address) after all others; one that is queued already moves there."""
        self._put(url, title, "(SELECT coalesce(max(position), 0) + 1 FROM queue)")

    def take_next(self) -> Queued | None:
        """The next one, which is thereby taken out; None where nothing is queued."""
        first = self._queued("ORDER BY queue.position LIMIT 1")
        if not first:
            return None
        return first[0] if self.take_out(first[0].id) else self.take_next()

    def take_out(self, queued_id: int) -> bool:
        """Take one out; tells whether it was in."""
        with self._storage.transaction() as sql:
            return bool(sql.execute("DELETE FROM queue WHERE id = ? RETURNING id", (queued_id,)))

    def arrange(self, ids: Sequence[int]) -> None:
        """Bring the queue into this order; what is not named comes after it, as it was."""
        with self._storage.transaction() as sql:
            rest = [
                queued_id
                for (queued_id,) in sql.execute("SELECT id FROM queue ORDER BY position")
                if queued_id not in ids
            ]
            for position, queued_id in enumerate([*ids, *rest], start=1):
                sql.execute("UPDATE queue SET position = ? WHERE id = ?", (position, queued_id))

    def _put(self, url: str, title: str, position: str) -> None:
        with self._storage.transaction() as sql:
            sql.execute("DELETE FROM queue WHERE url = ?", (url,))
            sql.execute(
                f"INSERT INTO queue (position, url, title, added_at) VALUES ({position}, ?, ?, ?)",
                (url, title, self._now().isoformat()),
            )

    def _queued(self, order: str) -> tuple[Queued, ...]:
        rows: list[tuple[Any, ...]] = self._storage.rows(
            f"""
            SELECT queue.id, queue.url, coalesce(pages.title, queue.title), pages.id
            FROM queue
            LEFT JOIN aliases ON aliases.url = queue.url
            LEFT JOIN pages ON pages.removed_at IS NULL AND pages.id = coalesce(
                (SELECT id FROM pages WHERE pages.url = queue.url), aliases.page_id)
            {order}
            """
        )
        return tuple(Queued(*row) for row in rows)


class Bookmarks:
    """The places that the person marked."""

    def __init__(self, storage: Storage, now: Now) -> None:
        self._storage = storage
        self._now = now

    def add(self, page_id: str, place: str, sentence: str) -> Bookmark:
        """Mark a place of a kept page; a place that is marked already is not marked twice.

        Raises:
            KeyError: the page is not kept.
        """
        import secrets  # noqa: PLC0415 - keeps start-up fast

        at = self._now().isoformat()
        with self._storage.transaction() as sql:
            if not sql.execute("SELECT 1 FROM pages WHERE id = ?", (page_id,)):
                raise KeyError(page_id)
            same = sql.execute(
                "SELECT id FROM bookmarks WHERE page_id = ? AND place = ? AND removed_at IS NULL",
                (page_id, place),
            )
            bookmark_id = str(same[0][0]) if same else secrets.token_hex(8)
            if not same:
                sql.execute(
                    """
                    INSERT INTO bookmarks (id, page_id, place, sentence, made_at, updated_at)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                    (bookmark_id, page_id, place, sentence, at, at),
                )
        (made,) = self._bookmarks("bookmarks.id = ?", bookmark_id)
        return made

    def all(self) -> tuple[Bookmark, ...]:
        """All marks on pages that are not in the bin, the newest first."""
        return self._bookmarks("?1 = ?1", "")

    def of(self, page_id: str) -> tuple[Bookmark, ...]:
        """The marks of one page, the newest first."""
        return self._bookmarks("page_id = ?", page_id)

    def move(self, bookmark_id: str, place: str, sentence: str) -> None:
        """Note where the mark stands now that its page has changed."""
        with self._storage.transaction() as sql:
            sql.execute(
                "UPDATE bookmarks SET place = ?, sentence = ?, updated_at = ? WHERE id = ?",
                (place, sentence, self._now().isoformat(), bookmark_id),
            )

    def remove(self, bookmark_id: str) -> None:
        """Take a mark away; for thirty days it can come back."""
        now = self._now()
        with self._storage.transaction() as sql:
            sql.execute(
                "UPDATE bookmarks SET removed_at = ?1, updated_at = ?1 "
                "WHERE id = ?2 AND removed_at IS NULL",
                (now.isoformat(), bookmark_id),
            )

    def bring_back(self, bookmark_id: str) -> bool:
        """Undo a removal; tells whether the mark is there again."""
        with self._storage.transaction() as sql:
            return bool(
                sql.execute(
                    "UPDATE bookmarks SET removed_at = NULL, updated_at = ? WHERE id = ? RETURNING id",
                    (self._now().isoformat(), bookmark_id),
                )
            )

    def _bookmarks(self, condition: str, value: str) -> tuple[Bookmark, ...]:
        rows: list[tuple[Any, ...]] = self._storage.rows(
            f"""
            SELECT bookmarks.id, page_id, title, place, sentence, made_at
            FROM bookmarks JOIN pages ON pages.id = page_id
            WHERE bookmarks.removed_at IS NULL AND pages.removed_at IS NULL AND {condition}
            ORDER BY made_at DESC, bookmarks.id
            """,
            (value,),
        )
        return tuple(
            Bookmark(bookmark_id, page_id, title, place, sentence, datetime.fromisoformat(made_at))
            for bookmark_id, page_id, title, place, sentence, made_at in rows
        )


class History:
    """Where the person was before going to another page."""

    def __init__(self, storage: Storage, now: Now) -> None:
        self._storage = storage
        self._now = now

    def add(self, page_id: str, place: str) -> None:
        """Note where the person is, just before going to another page; a page that is not kept is passed over."""
        with self._storage.transaction() as sql:
            sql.execute(
                "INSERT INTO history (page_id, place, at) SELECT id, ?, ? FROM pages WHERE id = ?",
                (place, self._now().isoformat(), page_id),
            )
            sql.execute(
                "DELETE FROM history WHERE id <= (SELECT max(id) FROM history) - ?", (KEPT_VISITS,)
            )

    def all(self, limit: int = KEPT_VISITS) -> tuple[Visited, ...]:
        """Where the person was on pages that are not in the bin, the last first."""
        return tuple(visited for _, visited in self._visits(limit))

    def take_back(self) -> Visited | None:
        """The last place before this page, which is thereby taken out; None where there is none."""
        for visit_id, visited in self._visits(1):
            with self._storage.transaction() as sql:
                sql.execute("DELETE FROM history WHERE id >= ?", (visit_id,))
            return visited
        return None

    def _visits(self, limit: int) -> list[tuple[int, Visited]]:
        rows: list[tuple[Any, ...]] = self._storage.rows(
            """
            SELECT history.id, page_id, title, place, at
            FROM history JOIN pages ON pages.id = page_id
            WHERE removed_at IS NULL ORDER BY history.id DESC LIMIT ?
            """,
            (limit,),
        )
        return [
            (visit_id, Visited(page_id, title, place, datetime.fromisoformat(at)))
            for visit_id, page_id, title, place, at in rows
        ]
