"""Pages and lists from elsewhere merged into a library, each by its age.

SQL and rules, but no files: where the lines come from is not known here; they were checked before. Any thread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from content_cache.backup_form import VERSION_COLUMNS, Line
from content_cache.full_text import put_in_again
from content_cache.packing import packed
from content_cache.storage import Storage, Transaction


class Merge:
    """One merge, with what has come of it so far."""

    def __init__(self, storage: Storage, made_at: datetime) -> None:
        """`made_at`: when what is merged was written down; what was removed here since then stays removed."""
        self._storage = storage
        self._made_at = made_at
        self._ids: dict[str, str] = {}
        """Ids of pages there, and here."""
        self._went_with: dict[str, str] = {}
        self.new = self.renewed = self.kept = 0

    def page(self, line: Line, body_of: Callable[[str], bytes]) -> None:
        """Merge one page with all its versions, its other addresses and its place, whole or not at all."""
        here = {
            str(sha256)
            for (sha256,) in self._storage.rows(
                "SELECT sha256 FROM versions JOIN bodies USING (sha256) WHERE page_id IN (?, "
                "(SELECT id FROM pages WHERE url = ?))",
                (line["id"], line["url"]),
            )
        }
        bodies = {
            version["sha256"]: packed(body_of(version["sha256"]))
            for version in line["versions"]
            if version["sha256"] not in here
        }
        with self._storage.transaction() as sql:
            page_id = _same_page(sql, line)
            for sha256, body in bodies.items():
                sql.execute(
                    "INSERT OR IGNORE INTO bodies (sha256, body) VALUES (?, ?)", (sha256, body)
                )
            if page_id is None:
                page_id = self._insert(sql, line)
                self.new += 1
            elif self._renew(sql, page_id, line):
                self.renewed += 1
            else:
                self.kept += 1
            self._ids[line["id"]] = page_id
            for url in (line["url"], *line["aliases"]):
                sql.execute(
                    "INSERT OR IGNORE INTO aliases (url, page_id) SELECT ?1, ?2 "
                    "WHERE NOT EXISTS (SELECT 1 FROM pages WHERE url = ?1)",
                    (url, page_id),
                )
            _merge_place(sql, page_id, line)

    def lists(self, lists: Mapping[str, Sequence[Line]]) -> None:
        """Merge all else, once every page is in."""
        with self._storage.transaction() as sql:
            for page_id, owner_id in self._went_with.items():
                sql.execute(
                    "UPDATE pages SET removed_with = ? WHERE id = ? AND removed_at IS NOT NULL",
                    (self._ids.get(owner_id), page_id),
                )
            for line in lists["relations.jsonl"]:
                page_id, owner_id = self._ids[line["page_id"]], self._ids[line["owner_id"]]
                if page_id != owner_id:
                    sql.execute(
                        "INSERT OR IGNORE INTO relations (page_id, owner_id, kind, depth, label) "
                        "VALUES (?, ?, ?, ?, ?)",
                        (page_id, owner_id, line["kind"], line["depth"], line["label"]),
                    )
            for line in lists["following.jsonl"]:
                sql.execute(
                    """
                    INSERT OR IGNORE INTO following (owner_id, position, url, kind, depth, label, outcome)
                    VALUES (?1, (SELECT coalesce(max(position), 0) + 1 FROM following WHERE owner_id = ?1),
                            ?2, ?3, ?4, ?5, ?6)
                    """,
                    (
                        self._ids[line["owner_id"]],
                        line["url"],
                        line["kind"],
                        line["depth"],
                        line["label"],
                        line["outcome"],
                    ),
                )
            for line in lists["queue.jsonl"]:
                sql.execute(
                    "INSERT OR IGNORE INTO queue (position, url, title, added_at) "
                    "VALUES ((SELECT coalesce(max(position), 0) + 1 FROM queue), ?, ?, ?)",
                    (line["url"], line["title"], line["added_at"]),
                )
            for line in lists["bookmarks.jsonl"]:
                self._bookmark(sql, line)
            self._history(sql, lists["history.jsonl"])
            for line in lists["state.jsonl"]:
                sql.execute(
                    "INSERT OR IGNORE INTO state (key, value) VALUES (?, ?)",
                    (line["key"], line["value"]),
                )

    def _insert(self, sql: Transaction, line: Line) -> str:
        page_id = str(line["id"])
        if line["removed_with"]:
            self._went_with[page_id] = line["removed_with"]
        _insert_versions(sql, page_id, line)
        sql.execute(
            """
            INSERT INTO pages (id, url, title, publisher, language, words, saved_at, checked_at, is_own,
                               gone_status, gone_at, removed_at, known_sha256, version_id, position)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,
                    (SELECT id FROM versions WHERE page_id = ?1 AND sha256 = ?14),
                    (SELECT coalesce(max(position), 0) + 1 FROM pages))
            """,
            (
                page_id,
                line["url"],
                line["title"],
                line["publisher"],
                line["language"],
                line["words"],
                line["saved_at"],
                line["checked_at"],
                line["is_own"],
                line["gone_status"],
                line["gone_at"],
                line["removed_at"],
                line["known_sha256"],
                line["current"],
            ),
        )
        return page_id

    def _renew(self, sql: Transaction, page_id: str, line: Line) -> bool:
        """Take over what is newer there; tells whether the page has another form for it."""
        _insert_versions(sql, page_id, line)
        ((sha256, fetched_at, checked_at, removed_at),) = sql.execute(
            """
            SELECT sha256, fetched_at, checked_at, removed_at
            FROM pages JOIN versions ON versions.id = version_id WHERE pages.id = ?
            """,
            (page_id,),
        )
        (current,) = (v for v in line["versions"] if v["sha256"] == line["current"])
        is_newer = current["sha256"] != sha256 and _is_later(current["fetched_at"], fetched_at)
        if is_newer:
            sql.execute(
                """
                UPDATE pages SET title = ?1, language = ?2, words = ?3,
                    publisher = CASE ?4 WHEN '' THEN publisher ELSE ?4 END,
                    version_id = (SELECT id FROM versions WHERE page_id = ?5 AND sha256 = ?6)
                WHERE id = ?5
                """,
                (
                    line["title"],
                    line["language"],
                    line["words"],
                    line["publisher"],
                    page_id,
                    line["current"],
                ),
            )
        if _is_later(line["checked_at"], checked_at):
            sql.execute(
                "UPDATE pages SET checked_at = ?, gone_status = ?, gone_at = ? WHERE id = ?",
                (line["checked_at"], line["gone_status"], line["gone_at"], page_id),
            )
        sql.execute(
            "UPDATE pages SET is_own = max(is_own, ?), saved_at = min(saved_at, ?) WHERE id = ?",
            (line["is_own"], line["saved_at"], page_id),
        )
        was_kept_later = removed_at is not None and _is_later(self._made_at.isoformat(), removed_at)
        if was_kept_later and line["removed_at"] is None:
            sql.execute(
                "UPDATE pages SET removed_at = NULL, removed_with = NULL, due_at = NULL WHERE id = ?",
                (page_id,),
            )
            put_in_again(sql, page_id)
        return is_newer

    def _bookmark(self, sql: Transaction, line: Line) -> None:
        page_id = self._ids[line["page_id"]]
        same = sql.execute(
            "SELECT updated_at FROM bookmarks WHERE id = ?1 "
            "OR (page_id = ?2 AND place = ?3 AND id <> ?1 AND removed_at IS NULL)",
            (line["id"], page_id, line["place"]),
        )
        if any(not _is_later(line["updated_at"], updated_at) for (updated_at,) in same):
            return
        sql.execute(
            """
            INSERT OR REPLACE INTO bookmarks (id, page_id, place, sentence, made_at, updated_at, removed_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            (
                line["id"],
                page_id,
                line["place"],
                line["sentence"],
                line["made_at"],
                line["updated_at"],
                line["removed_at"],
            ),
        )

    def _history(self, sql: Transaction, lines: Sequence[Line]) -> None:
        """Only where there is none yet: two histories do not make one."""
        if sql.execute("SELECT 1 FROM history LIMIT 1"):
            return
        sql.execute_many(
            "INSERT INTO history (page_id, place, at) VALUES (?, ?, ?)",
            [(self._ids[line["page_id"]], line["place"], line["at"]) for line in lines],
        )


def _same_page(sql: Transaction, line: Line) -> str | None:
    for condition, value in (
        ("url = ?", line["url"]),
        ("id = (SELECT page_id FROM aliases WHERE url = ?)", line["url"]),
        ("id = ?", line["id"]),
    ):
        rows = sql.execute(f"SELECT id FROM pages WHERE {condition}", (value,))
        if rows:
            return str(rows[0][0])
    return None


def _insert_versions(sql: Transaction, page_id: str, line: Line) -> None:
    columns = ", ".join(VERSION_COLUMNS)
    marks = ", ".join("?" for _ in VERSION_COLUMNS)
    sql.execute_many(
        f"INSERT OR IGNORE INTO versions (page_id, {columns}) VALUES (?, {marks})",
        [
            (page_id, *(version[column] for column in VERSION_COLUMNS))
            for version in line["versions"]
        ],
    )


def _merge_place(sql: Transaction, page_id: str, line: Line) -> None:
    place = line["place"]
    if place is None:
        return
    here = sql.execute("SELECT updated_at FROM places WHERE page_id = ?", (page_id,))
    if here and not _is_later(place["updated_at"], here[0][0]):
        return
    sql.execute(
        "INSERT OR REPLACE INTO places (page_id, place, heard, updated_at) VALUES (?, ?, ?, ?)",
        (page_id, place["place"], float(place["heard"]), place["updated_at"]),
    )
    if line["known_sha256"] is not None:
        sql.execute(
            "UPDATE pages SET known_sha256 = ? WHERE id = ?", (line["known_sha256"], page_id)
        )


def _is_later(one: str, other: object) -> bool:
    return datetime.fromisoformat(one) > datetime.fromisoformat(str(other))
