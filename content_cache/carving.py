"""The rows in the pages of a SQLite file, read past whatever is broken. No SQL; any thread.

Every page of the file is looked at by itself, so a lost header, schema, index or inner page costs no row that lies
elsewhere. What is in the log beside the file counts as SQLite would count it, frame by frame. Changes nothing.
Source: sqlite.org/fileformat2.html, sections 1.3 to 1.6, 2.1 and 4.
"""

from __future__ import annotations

import struct
from collections.abc import Container, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

Value = str | int | float | bytes | None

USUAL_PAGE_BYTES = 4096
"""What SQLite takes where nothing else is asked for. Source: sqlite.org, PRAGMA page_size."""
_SIGNATURE = b"SQLite format 3\0"
_HEADER_BYTES = 100
_INNER_INDEX, _INNER_TABLE, _LEAF_INDEX, _LEAF_TABLE = 2, 5, 10, 13
_INTEGER_BYTES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


@dataclass(frozen=True, slots=True)
class Carved:
    """A row."""

    tree: str
    """The table or index that it belongs to; empty where nothing leads to its page any more."""
    rowid: int | None
    """None for the rows of an index, and of a table that is kept as one."""
    values: tuple[Value, ...]


class _Broken(Exception):
    """This page or row cannot be read."""


class Carving:
    """One file, open for reading."""

    def __init__(self, database: Path, log: Path) -> None:
        """`log`: the write-ahead log beside it, which may be missing."""
        self._file = database.open("rb")
        header = self._file.read(_HEADER_BYTES)
        is_whole = header.startswith(_SIGNATURE) and len(header) == _HEADER_BYTES
        size = int.from_bytes(header[16:18], "big") if is_whole else 0
        size = 65536 if size == 1 else size
        self._page_bytes = size if size >= 512 and not size & size - 1 else USUAL_PAGE_BYTES
        self._usable = self._page_bytes - (header[20] if is_whole and header[20] < 64 else 0)
        self._log: BinaryIO | None = None
        self._in_log: dict[int, int] = {}
        if log.is_file():
            self._log = log.open("rb")
            self._in_log = _frames(self._log, self._page_bytes)
        in_file = -(-database.stat().st_size // self._page_bytes)
        self._pages = max(in_file, *self._in_log, 0)
        self._free = self._freed(int.from_bytes(header[32:36], "big") if is_whole else 0)

    def close(self) -> None:
        """Close the files."""
        self._file.close()
        if self._log is not None:
            self._log.close()

    def rows(self, wanted: Container[str]) -> Iterator[Carved]:
        """The rows of the wanted tables and indexes, then those of pages to which nothing leads any more."""
        trees = {1: "sqlite_schema"}
        schema = self._tree(1)
        for number in schema:
            for row in self._rows_of(number, "sqlite_schema"):
                match row.values:
                    case (_, str(name), _, int(root), *_) if root > 1:
                        trees[root] = name
        seen = set(schema)
        for root, name in trees.items():
            for number in self._tree(root):
                if number in seen:
                    continue
                seen.add(number)
                if name in wanted:
                    yield from self._rows_of(number, name)
        for number in range(1, self._pages + 1):
            if number not in seen and number not in self._free:
                yield from self._rows_of(number, "")

    def _tree(self, root: int) -> list[int]:
        """The pages of a tree that can be reached from its root."""
        found: dict[int, None] = {}
        left = [root]
        while left:
            number = left.pop()
            if number in found or not 0 < number <= self._pages or number in self._free:
                continue
            page = self._page(number)
            at = _HEADER_BYTES if number == 1 else 0
            kind = page[at]
            if kind not in (_INNER_INDEX, _INNER_TABLE, _LEAF_INDEX, _LEAF_TABLE):
                continue
            found[number] = None
            if kind in (_INNER_INDEX, _INNER_TABLE):
                starts = self._cells(page, at)
                left += [_number(page, start) for start in starts if start + 4 <= len(page)]
                left.append(_number(page, at + 8))
        return list(found)

    def _rows_of(self, number: int, tree: str) -> Iterator[Carved]:
        page = self._page(number)
        at = _HEADER_BYTES if number == 1 else 0
        kind = page[at]
        if kind not in (_INNER_INDEX, _LEAF_INDEX, _LEAF_TABLE):
            return
        for start in self._cells(page, at):
            with suppress(_Broken, IndexError, struct.error, UnicodeDecodeError):
                yield self._row(page, start, kind, tree)

    def _cells(self, page: bytes, at: int) -> list[int]:
        count = int.from_bytes(page[at + 3 : at + 5], "big")
        pointers = at + (12 if page[at] in (_INNER_INDEX, _INNER_TABLE) else 8)
        count = min(count, (len(page) - pointers) // 2)
        return [
            start for (start,) in struct.iter_unpack(">H", page[pointers : pointers + 2 * count])
        ]

    def _row(self, page: bytes, start: int, kind: int, tree: str) -> Carved:
        if kind == _INNER_INDEX:
            start += 4
        length, start = _varint(page, start)
        rowid = None
        if kind == _LEAF_TABLE:
            rowid, start = _varint(page, start)
            largest = self._usable - 35
        else:
            largest = (self._usable - 12) * 64 // 255 - 23
        return Carved(tree, rowid, _values(self._payload(page, start, length, largest)))

    def _payload(self, page: bytes, start: int, length: int, largest: int) -> bytes:
        if length > self._pages * self._page_bytes:
            raise _Broken
        least = (self._usable - 12) * 32 // 255 - 23
        here = least + (length - least) % (self._usable - 4)
        here = length if length <= largest else here if here <= largest else least
        payload = [page[start : start + here]]
        if len(payload[0]) < here:
            raise _Broken
        missing = length - here
        following = _number(page, start + here) if missing else 0
        while missing:
            if not 0 < following <= self._pages:
                raise _Broken
            page = self._page(following)
            payload.append(page[4 : min(self._usable, 4 + missing)])
            missing -= len(payload[-1])
            following = _number(page, 0)
        return b"".join(payload)

    def _freed(self, trunk: int) -> set[int]:
        """Pages that are in use no more: what stands there was deleted."""
        freed: set[int] = set()
        while 0 < trunk <= self._pages and trunk not in freed:
            freed.add(trunk)
            page = self._page(trunk)
            count = min(_number(page, 4), (len(page) - 8) // 4)
            freed.update(_number(page, 8 + 4 * index) for index in range(count))
            trunk = _number(page, 0)
        return freed

    def _page(self, number: int) -> bytes:
        """A page, filled up with zeros where the file ends before it does."""
        at = self._in_log.get(number)
        if at is not None and self._log is not None:
            self._log.seek(at)
            return self._log.read(self._page_bytes)
        self._file.seek((number - 1) * self._page_bytes)
        return self._file.read(self._page_bytes).ljust(self._page_bytes, b"\0")


def _frames(log: BinaryIO, page_bytes: int) -> dict[int, int]:
    """Where the newest whole form of each page stands in the log; what was not committed is left out."""
    header = log.read(32)
    if len(header) < 32 or _number(header, 8) != page_bytes:
        return {}
    order = ">" if _number(header, 0) & 1 else "<"
    sums = struct.unpack(">2I", header[24:32])
    found: dict[int, int] = {}
    pending: dict[int, int] = {}
    at = 32
    while len(frame := log.read(24 + page_bytes)) == 24 + page_bytes:
        if frame[8:16] != header[16:24]:
            break  # left from before the log was begun anew
        stored = struct.unpack(">2I", frame[16:24])
        # From the sums of the frame before, as they stand there: so one broken frame costs no others.
        if _checksum(frame[:8] + frame[24:], order, *sums) == stored:
            pending[_number(frame, 0)] = at + 24
            if _number(frame, 4):
                found |= pending
                pending = {}
        sums = stored
        at += len(frame)
    return found


def _checksum(content: bytes, order: str, one: int, two: int) -> tuple[int, int]:
    words = struct.unpack(f"{order}{len(content) // 4}I", content)
    for index in range(0, len(words), 2):
        one = one + words[index] + two & 0xFFFFFFFF
        two = two + words[index + 1] + one & 0xFFFFFFFF
    return one, two


def _values(payload: bytes) -> tuple[Value, ...]:
    end, at = _varint(payload, 0)
    if end > len(payload):
        raise _Broken
    kinds = []
    while at < end:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    values: list[Value] = []
    at = end
    for kind in kinds:
        size = _INTEGER_BYTES.get(kind, 0)
        if kind >= 12:
            size = (kind - 12) // 2
        elif kind == 7:
            size = 8
        content = payload[at : at + size]
        at += size
        if len(content) < size or kind in (10, 11):
            raise _Broken
        if kind == 0:
            values.append(None)
        elif kind == 7:
            values.append(struct.unpack(">d", content)[0])
        elif kind < 10:
            values.append(kind - 8 if kind > 7 else int.from_bytes(content, "big", signed=True))
        else:
            values.append(content.decode() if kind & 1 else content)
    return tuple(values)


def _varint(page: bytes, at: int) -> tuple[int, int]:
    """The number at a place, and the place behind it."""
    value = 0
    for index in range(8):
        byte = page[at + index]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + index + 1
    return value << 8 | page[at + 8], at + 9


def _number(page: bytes, at: int) -> int:
    return int.from_bytes(page[at : at + 4], "big")
