"""The form of a backup: the names in it, what stands in each line, and what is no line of one. Pure; any thread.

A backup is a zip file, described for people in `docs/backup.md`. What comes out of one may have been damaged or made
by anybody, so nothing is taken from it before it has gone through here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

FORMAT = "hands-off-reader backup"
VERSION = 1
"""Of the form; goes up when an older program could not read a newer backup."""

MANIFEST = "backup.json"
BODIES = "bodies/"
FILES = "files/"
PAGES = "pages.jsonl"

Check = Callable[[object], bool]
Line = dict[str, Any]

LONGEST_ADDRESS = 1 << 16
"""Code points; a file's address has three for each byte of its name."""
LONGEST_TEXT = 1 << 20
"""Code points of any one value; the longest are places with their quotes, and headers. (judgement)"""


class BadLine(ValueError):
    """A line is not what it should be."""


def _text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_TEXT


def _address(value: object) -> bool:
    return (
        isinstance(value, str)
        and len(value) <= LONGEST_ADDRESS
        and value.startswith(("https://", "http://", "file:///"))
        and value.isprintable()
    )


def _digest(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[0-9a-f]{64}", value) is not None


def _id(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[a-z0-9]{8,64}", value) is not None


def _moment(value: object) -> bool:
    if not isinstance(value, str) or len(value) > 40:
        return False
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 53


def _flag(value: object) -> bool:
    return value in (0, 1) and isinstance(value, int)


def _part(value: object) -> bool:
    return isinstance(value, (int, float)) and 0 <= value <= 1


def _maybe(check: Check) -> Check:
    return lambda value: value is None or check(value)


def _list_of(check: Check) -> Check:
    return lambda value: isinstance(value, list) and all(map(check, value))


def _shaped(shape: Mapping[str, Check]) -> Check:
    def check(value: object) -> bool:
        return (
            isinstance(value, dict)
            and value.keys() == shape.keys()
            and all(check(value[name]) for name, check in shape.items())
        )

    return check


_VERSION: dict[str, Check] = {
    "sha256": _digest,
    "url": _address,
    "requested_url": lambda value: value == "" or _address(value),
    "media_type": _text,
    "charset": _maybe(_text),
    "headers": _text,
    "etag": _maybe(_text),
    "last_modified": _maybe(_text),
    "fetched_at": _moment,
    "archive_url": _maybe(_text),
    "archived_at": _maybe(_moment),
    "title": _text,
    "words": _count,
}
_PLACE: dict[str, Check] = {"place": _text, "heard": _part, "updated_at": _moment}

SHAPES: dict[str, dict[str, Check]] = {
    PAGES: {
        "id": _id,
        "url": _address,
        "title": _text,
        "publisher": _text,
        "language": _maybe(_text),
        "words": _count,
        "saved_at": _moment,
        "checked_at": _moment,
        "is_own": _flag,
        "gone_status": _maybe(_count),
        "gone_at": _maybe(_moment),
        "removed_at": _maybe(_moment),
        "removed_with": _maybe(_id),
        "known_sha256": _maybe(_digest),
        "current": _digest,
        "versions": _list_of(_shaped(_VERSION)),
        "aliases": _list_of(_address),
        "place": _maybe(_shaped(_PLACE)),
    },
    "relations.jsonl": {
        "page_id": _id,
        "owner_id": _id,
        "kind": lambda value: value in ("leaflet", "page"),
        "depth": _count,
        "label": _text,
    },
    "following.jsonl": {
        "owner_id": _id,
        "url": _address,
        "kind": lambda value: value in ("leaflet", "page"),
        "depth": _count,
        "label": _text,
        "outcome": _maybe(_text),
    },
    "queue.jsonl": {"url": _address, "title": _text, "added_at": _moment},
    "bookmarks.jsonl": {
        "id": _id,
        "page_id": _id,
        "place": _text,
        "sentence": _text,
        "made_at": _moment,
        "updated_at": _moment,
        "removed_at": _maybe(_moment),
    },
    "history.jsonl": {"page_id": _id, "place": _text, "at": _moment},
    "state.jsonl": {"key": _text, "value": _text},
}
"""Each list in a backup, with what stands in every line of it."""

VERSION_COLUMNS = tuple(_VERSION)
PLACE_COLUMNS = tuple(_PLACE)

_MANIFEST = _shaped(
    {
        "format": lambda value: value == FORMAT,
        "version": _count,
        "made_at": _moment,
        "entries": lambda value: (
            isinstance(value, dict)
            and all(
                is_entry(name) and _shaped({"bytes": _count, "sha256": _digest})(entry)
                for name, entry in value.items()
            )
        ),
        "files": lambda value: (
            isinstance(value, dict)
            and all(is_entry(FILES + name) and _moment(at) for name, at in value.items())
        ),
    }
)


def is_entry(name: object) -> bool:
    """Whether a backup may hold something of that name."""
    if not isinstance(name, str):
        return False
    if name.startswith(BODIES):
        return _digest(name[len(BODIES) :])
    if name.startswith(FILES):
        return (
            re.fullmatch(r"[a-z0-9][a-z0-9_\-]{0,40}\.[a-z]{1,8}", name[len(FILES) :]) is not None
        )
    return name in SHAPES


def is_manifest(value: object) -> bool:
    """Whether the list of contents is one."""
    return _MANIFEST(value)


def checked_line(name: str, value: object) -> Line:
    """A line of that list, after a look at every value of it.

    Raises:
        BadLine: it is not what it should be.
    """
    if not _shaped(SHAPES[name])(value) or not isinstance(value, dict):
        raise BadLine(name)
    if name == PAGES:
        digests = [version["sha256"] for version in value["versions"]]
        if value["current"] not in digests or len(set(digests)) != len(digests):
            raise BadLine(name)
    return value
