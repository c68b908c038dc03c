"""What a row carved out of a damaged library is: of which table, with which columns, and whether it can be trusted.

Known by its table or, where nothing leads to the row any more, by its shape. Pure; any thread.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from content_cache.carving import Carved

Row = dict[str, Any]

_FIRST_FORM = "versions of the first form"
COLUMNS = {
    table: tuple(columns.split())
    for table, columns in {
        "bodies": "sha256 body",
        "versions": "id page_id sha256 url requested_url media_type charset headers etag last_modified fetched_at "
        "title words archive_url archived_at",
        "pages": "id url title publisher language words position saved_at checked_at version_id is_own gone_status "
        "gone_at removed_at removed_with due_at known_sha256",
        _FIRST_FORM: "id page_id sha256 body url requested_url media_type charset headers etag "
        "last_modified fetched_at",
        "queue": "id position url title added_at",
        "history": "id page_id place at",
        "aliases": "url page_id",
        "places": "page_id place heard updated_at",
        "state": "key value",
        "relations": "owner_id page_id kind depth label",
        "following": "owner_id url position kind depth label outcome",
        "bookmarks": "id page_id place sentence made_at updated_at removed_at",
    }.items()
}
"""Columns in the order in which they lie in the file: those of the key first where a table is kept as an index."""
_SHAPES = {
    "bodies": re.compile("tb"),
    "versions": re.compile("nttttt[tn]t[tn][tn]tti[tn][tn]"),
    _FIRST_FORM: re.compile("nttbttt[tn]t[tn][tn]t"),
    "pages": re.compile("tttt[tn]iitti(i[in][tn]{5})?"),
    "queue": re.compile("nittt"),
    "history": re.compile("nttt"),
    "aliases": re.compile("tt"),
    "places": re.compile("tt[ri]t"),
    "state": re.compile("tt"),
    "relations": re.compile("tttit"),
    "following": re.compile("ttitit[tn]"),
    "bookmarks": re.compile("tttttt[tn]"),
}
KEYS = {
    "versions": ("page_id", "sha256"),
    "pages": ("id",),
    "queue": ("url",),
    "history": ("id",),
    "aliases": ("url",),
    "places": ("page_id",),
    "state": ("key",),
    "relations": ("owner_id", "page_id"),
    "following": ("owner_id", "url"),
    "bookmarks": ("id",),
}
"""What tells two rows of a table apart."""
OF_VERSIONS, OF_IDS, OF_ADDRESSES = (
    f"sqlite_autoindex_{name}" for name in ("versions_1", "pages_1", "pages_2")
)
"""Indexes that tell of rows which are lost."""
WANTED = frozenset((*COLUMNS, OF_VERSIONS, OF_IDS, OF_ADDRESSES))
_LETTERS = {str: "t", int: "i", float: "r", bytes: "b", type(None): "n"}
_ID = re.compile(r"[a-z0-9]{8,64}")
DIGEST = re.compile(r"[0-9a-f]{64}")


def row_of(carved: Carved) -> tuple[str, Row] | None:
    """Its table and its columns by name, a row of the first form as one of today; None for an index, or a stranger."""
    table = _table_of(carved)
    if table is None:
        return None
    row: Row = dict.fromkeys(COLUMNS[table])
    row |= {"title": "", "words": 0} if table == _FIRST_FORM else {}
    row |= {"is_own": 1} if table == "pages" else {}
    row |= zip(COLUMNS[table], carved.values, strict=False)
    if carved.rowid is not None and "id" in row and row["id"] is None:
        row["id"] = carved.rowid
    if table == _FIRST_FORM:
        table, row["archive_url"], row["archived_at"] = "versions", None, None
    return table, row


def is_sound(row: Row) -> bool:
    """Whether its values are such as the library writes: one that lies in a damaged page may not be."""
    for name, value in row.items():
        if value is None:
            continue
        if isinstance(value, str) and "\0" in value:
            return False  # the file ends within it
        if name.endswith("_at") and not _is_moment(value):
            return False
        if name == "sha256" and not DIGEST.fullmatch(value):
            return False
        if name in ("page_id", "owner_id") and not _ID.fullmatch(value):
            return False
    return True


def _table_of(carved: Carved) -> str | None:
    """The table that a row belongs to, by its tree and by its shape; None for an index, or where it cannot be told."""
    shape = "".join(_LETTERS[type(value)] for value in carved.values)
    for table, pattern in _SHAPES.items():
        if pattern.fullmatch(shape) is None:
            continue
        if carved.tree == table or (carved.tree == "versions" and table == _FIRST_FORM):
            return table
        has_rowid = table in ("bodies", "versions", _FIRST_FORM, "pages", "queue", "history")
        if not carved.tree and shape != "tt" and has_rowid == (carved.rowid is not None):
            return table
    return None


def _is_moment(value: str) -> bool:
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False
