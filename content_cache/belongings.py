"""What belongs to which page: its leaflets and the pages it links to, kept or still to be followed.

SQL, but no network and no policy: which links are followed, and how politely, is decided elsewhere. Any thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from content_cache.entries import LinkToFollow, Relation
from content_cache.storage import Row, Storage


class Belongings:
    """The relations of one library."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def relate(self, relation: Relation) -> None:
        """Note what a page is to another; noting it again, nearer or with other words, replaces it."""
        with self._storage.transaction() as sql:
            sql.execute(
                """
                INSERT INTO relations (page_id, owner_id, kind, depth, label)
                SELECT ?1, ?2, ?3, ?4, ?5
                WHERE ?1 <> ?2 AND EXISTS (SELECT 1 FROM pages WHERE id = ?1)
                  AND EXISTS (SELECT 1 FROM pages WHERE id = ?2)
                ON CONFLICT (owner_id, page_id) DO UPDATE SET
                    kind = excluded.kind, depth = min(depth, excluded.depth), label = excluded.label
                """,
                (
                    relation.page_id,
                    relation.owner_id,
                    relation.kind,
                    relation.depth,
                    relation.label,
                ),
            )

    def of(self, owner_id: str) -> tuple[Relation, ...]:
        """What came with a page and is not in the bin, nearest first, leaflets before pages."""
        return self._relations("owner_id = ?", owner_id)

    def owners(self, page_id: str) -> tuple[Relation, ...]:
        """What a page came with, nearest first."""
        return self._relations("relations.page_id = ?", page_id)

    def all(self) -> tuple[Relation, ...]:
        """Every relation between pages that are not in the bin, owner by owner."""
        return self._relations("?1 = ?1", "")

    def _relations(self, condition: str, value: str) -> tuple[Relation, ...]:
        rows = self._storage.rows(
            f"""
            SELECT relations.page_id, owner_id, kind, depth, label
            FROM relations
            JOIN pages ON pages.id = relations.page_id AND pages.removed_at IS NULL
            WHERE {condition}
              AND EXISTS (SELECT 1 FROM pages WHERE pages.id = owner_id AND removed_at IS NULL)
            ORDER BY owner_id, depth, kind, pages.position
            """,
            (value,),
        )
        return tuple(_relation(row) for row in rows)

    # Still to be followed

    def plan(self, owner_id: str, links: Sequence[LinkToFollow]) -> None:
        """Note links of a page, or of one that came with it, that are to be followed; known ones stay as they are."""
        with self._storage.transaction() as sql:
            for link in links:
                sql.execute(
                    """
                    INSERT OR IGNORE INTO following (owner_id, position, url, kind, depth, label)
                    SELECT ?1, (SELECT coalesce(max(position), 0) + 1 FROM following WHERE owner_id = ?1),
                           ?2, ?3, ?4, ?5
                    WHERE EXISTS (SELECT 1 FROM pages WHERE id = ?1)
                    """,
                    (owner_id, link.url, link.kind, link.depth, link.label),
                )

    def planned(self, owner_id: str) -> tuple[LinkToFollow, ...]:
        """The links that are still to be followed, in the order in which they were noted."""
        rows: list[tuple[Any, ...]] = self._storage.rows(
            "SELECT url, kind, depth, label FROM following "
            "WHERE owner_id = ? AND outcome IS NULL ORDER BY position",
            (owner_id,),
        )
        return tuple(LinkToFollow(url, kind, depth, label) for url, kind, depth, label in rows)

    def note_followed(self, owner_id: str, url: str, outcome: str) -> None:
        """Note that a planned link needs no following any more, and what came of it, in a word or a sentence."""
        with self._storage.transaction() as sql:
            sql.execute(
                "UPDATE following SET outcome = ? WHERE owner_id = ? AND url = ?",
                (outcome, owner_id, url),
            )

    def followed(self, owner_id: str) -> tuple[tuple[LinkToFollow, str], ...]:
        """The planned links that are done with, each with what came of it."""
        rows: list[tuple[Any, ...]] = self._storage.rows(
            "SELECT url, kind, depth, label, outcome FROM following "
            "WHERE owner_id = ? AND outcome IS NOT NULL ORDER BY position",
            (owner_id,),
        )
        return tuple((LinkToFollow(*link), str(outcome)) for *link, outcome in rows)

    def forget_plan(self, owner_id: str) -> None:
        """Nothing more of this page is to be followed."""
        with self._storage.transaction() as sql:
            sql.execute("DELETE FROM following WHERE owner_id = ?", (owner_id,))

    def unfinished(self) -> tuple[str, ...]:
        """The ids of the pages of which links are still to be followed."""
        return tuple(
            str(owner_id)
            for (owner_id,) in self._storage.rows(
                "SELECT DISTINCT owner_id FROM following WHERE outcome IS NULL ORDER BY owner_id"
            )
        )


def _relation(row: Row) -> Relation:
    return Relation(*cast(tuple[Any, ...], row))
