"""What can still be read of a damaged library, brought into a new one; the broken file stays beside it.

Loaded only once damage was found. Called before the library is opened, by whichever thread opens it; takes seconds for
thousands of pages. What a row of the broken file is, `carved_rows` knows.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from content_cache.carved_rows import (
    COLUMNS,
    DIGEST,
    KEYS,
    OF_ADDRESSES,
    OF_IDS,
    OF_VERSIONS,
    WANTED,
    Row,
    is_sound,
    row_of,
)
from content_cache.carving import Carved, Carving
from content_cache.errors import LibraryDamaged, LibraryFull
from content_cache.packing import unpacked
from content_cache.storage import DAMAGED_MARK, Storage, held_alone

BEFOREHAND = (
    "Your saved pages are damaged. What can be read is being brought over; with many pages it takes a minute. "
    "Nothing is lost where you stop it."
)
TOLD_EVERY = 1000
"""Pages brought over between two sentences that say how far it is: a few seconds. (judgement)"""
LONGEST_WAIT_S = 120.0
"""How long the same work of another reader is waited for. (judgement)"""
AT_ONCE = 32
"""Bodies that are looked at between two writes, so that memory stays flat."""
WORKERS = 4
_LOG_ENDINGS = ("-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What became of a damaged library."""

    kept: int
    """Pages that are whole, those in the bin included."""
    lost: tuple[str, ...]
    """Titles or addresses of the pages of which nothing is left, as far as they are known."""
    older: tuple[str, ...]
    """Titles of the pages of which only an older version is whole."""
    nameless: int
    """Whole bodies of which nothing else is left: no title, no address. They are in the broken file alone."""
    broken_file: Path
    """Where the damaged file is now."""

    @property
    def sentence(self) -> str:
        """What happened and what to do next, fit to be spoken."""
        told = f"Your saved pages were damaged; {_count(self.kept)} kept whole."
        if self.older:
            told += f" Only an older form is left of {_named(self.older)}."
        if self.lost or self.nameless:
            lost = self.lost + ((f"{self.nameless} without a name",) if self.nameless else ())
            told += f" Lost: {_named(lost)}. Save what is lost again, or restore a backup."
        else:
            told += " If a page is missing, save it again or restore a backup."
        return f"{told} The broken file is {self.broken_file.name} in {self.broken_file.parent}."


def salvage(path: Path, tell: Callable[[str], None]) -> Salvaged | None:
    """Put a new library with all that can be read in the place of a damaged one.

    None where another reader just did it. `tell` is given a sentence before it begins, and one now and then.
    Stopped at any moment,
    it begins anew at the next opening, from the copy of the broken file once that is whole.

    Raises:
        LibraryLocked: another reader has it open; nothing was changed.
        LibraryFull: there is no room for a new one; nothing was changed.
    """
    mark = path.with_name(path.name + DAMAGED_MARK)
    new = path.with_name(f"{path.name}-new")
    lock = path.with_name(f"{path.name}-lock")
    with held_alone(path, lock, LONGEST_WAIT_S):
        if not mark.exists() and _opens(path):
            return None
        tell(BEFOREHAND)
        try:
            broken = _set_aside(path, mark)
            _remove(new)
            with (
                contextlib.closing(Carving(broken, _beside(broken, "-wal"))) as carving,
                contextlib.closing(Storage(new)) as storage,
            ):
                # No log is needed for a file that is thrown away where this is stopped.
                storage.rows("PRAGMA journal_mode = OFF")
                storage.rows("PRAGMA synchronous = OFF")
                done = _Salvage(storage, tell).bring_over(carving.rows(WANTED), broken)
            _onto_disk(new)
            # The log belongs to the broken file: beside the new one it would spoil it.
            for ending in _LOG_ENDINGS:
                _beside(path, ending).unlink(missing_ok=True)
            new.replace(path)
            mark.unlink()
        except OSError as error:
            raise LibraryFull(
                f"Your saved pages are damaged, and there is no room in {path.parent} to save what can be read. "
                "Make room and start the reader again.",
                path=path,
            ) from error
    return done


class _Salvage:
    """One library on its way into a new one."""

    def __init__(self, storage: Storage, tell: Callable[[str], None]) -> None:
        self._storage = storage
        self._tell = tell
        self._rows: dict[str, dict[tuple[Any, ...], Row]] = {table: {} for table in KEYS}
        self._whole: set[str] = set()
        """Digests of the bodies that are in the new library."""
        self._numbers: dict[int, tuple[str, str]] = {}
        """Page and digest of each version by its number, from the rows and from their index."""
        self._addresses: dict[int, str] = {}
        self._ids: dict[int, str] = {}
        """Of the pages by their row's number, from the indexes alone."""
        self._pairs: list[tuple[str, str]] = []
        """Two texts in a page that nothing leads to: an alias, a state, or a row of an index."""

    def bring_over(self, rows: Iterator[Carved], broken: Path) -> Salvaged:
        """Write all that is whole."""
        self._keep_bodies(self._bodies_among(rows))
        self._sort_pairs()
        versions = self._versions()
        pages, older, lost = self._pages(versions)
        with self._storage.transaction() as sql:

            def put(table: str, rows: list[Row]) -> None:
                columns = COLUMNS[table]
                marks = ", ".join("?" for _ in columns)
                sql.execute_many(
                    f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) VALUES ({marks})",
                    ([row[column] for column in columns] for row in rows),
                )

            put("pages", list(pages.values()))
            put("versions", [row for row in versions if row["page_id"] in pages])
            sql.execute("DELETE FROM bodies WHERE sha256 NOT IN (SELECT sha256 FROM versions)")
            for table in KEYS.keys() - {"pages", "versions"}:
                put(
                    table,
                    [
                        row
                        for row in self._rows[table].values()
                        if {row[name] for name in ("page_id", "owner_id") if name in row}
                        <= pages.keys()
                    ],
                )
        nameless = self._whole - {sha256 for _, sha256 in self._rows["versions"]}
        return Salvaged(len(pages), tuple(lost), tuple(older), len(nameless), broken)

    def _bodies_among(self, rows: Iterator[Carved]) -> Iterator[tuple[str, bytes]]:
        """The bodies, not looked at yet; all other rows are taken in on the way to them."""
        for carved in rows:
            known = row_of(carved)
            if known is None:
                self._note_index(carved)
                continue
            table, row = known
            if "body" in row:
                yield row["sha256"], row.pop("body")
            if table == "bodies" or not is_sound(row):
                continue
            if table == "versions":
                self._numbers.setdefault(row["id"], (row["page_id"], row["sha256"]))
            key = tuple(row[name] for name in KEYS[table])
            self._rows[table].setdefault(key, row)

    def _note_index(self, carved: Carved) -> None:
        match carved.values:
            case (str(page_id), str(sha256), int(number)) if carved.tree in ("", OF_VERSIONS):
                if DIGEST.fullmatch(sha256):
                    self._numbers.setdefault(number, (page_id, sha256))
            case (str(page_id), int(number)) if carved.tree == OF_IDS:
                self._ids[number] = page_id
            case (str(url), int(number)) if carved.tree == OF_ADDRESSES:
                self._addresses[number] = url
            case (str(one), str(two)) if not carved.tree:
                self._pairs.append((one, two))

    def _keep_bodies(self, bodies: Iterator[tuple[str, bytes]]) -> None:
        waiting: deque[Future[tuple[str, bytes] | None]] = deque()

        def write(most: int) -> None:
            done = [waiting.popleft().result() for _ in range(len(waiting) - most)]
            whole = [body for body in done if body is not None]
            before = len(self._whole) // TOLD_EVERY
            self._whole.update(sha256 for sha256, _ in whole)
            if len(self._whole) // TOLD_EVERY > before:
                self._tell(f"{len(self._whole) // TOLD_EVERY * TOLD_EVERY:,} pages so far.")
            with self._storage.transaction() as sql:
                sql.execute_many("INSERT OR IGNORE INTO bodies (sha256, body) VALUES (?, ?)", whole)

        with ThreadPoolExecutor(WORKERS) as workers:
            for sha256, body in bodies:
                if sha256 in self._whole:
                    continue
                waiting.append(workers.submit(_checked, sha256, body))
                if len(waiting) > 2 * AT_ONCE:
                    write(AT_ONCE)
            write(0)

    def _sort_pairs(self) -> None:
        known = {row["id"] for row in self._rows["pages"].values()}
        known |= {page_id for page_id, _ in self._numbers.values()}
        for one, two in self._pairs:
            if two in known and ":" in one:
                self._rows["aliases"].setdefault((one,), {"url": one, "page_id": two})
            elif one not in known and "-" in one and ":" not in one:
                self._rows["state"].setdefault((one,), {"key": one, "value": two})

    def _versions(self) -> list[Row]:
        """The versions whose bodies are whole, numbered anew; those of which only the index tells too."""
        rows = self._rows["versions"]
        pages = self._rows["pages"]
        for number, (page_id, sha256) in self._numbers.items():
            page = pages.get((page_id,))
            if (page_id, sha256) not in rows and page is not None:
                rows[page_id, sha256] = dict.fromkeys(COLUMNS["versions"]) | {
                    "id": number,
                    "page_id": page_id,
                    "sha256": sha256,
                    "url": page["url"],
                    "requested_url": page["url"],
                    "media_type": "application/octet-stream",  # the bytes tell what they are
                    "headers": "",
                    "fetched_at": page["saved_at"],
                    "title": page["title"],
                    "words": page["words"],
                }
        whole = [row for row in rows.values() if row["sha256"] in self._whole]
        whole.sort(key=lambda row: row["id"])
        return [row | {"id": number} for number, row in enumerate(whole, start=1)]

    def _pages(self, versions: list[Row]) -> tuple[dict[str, Row], list[str], list[str]]:
        """The pages with a whole version, in reading order; then the names of those that fell back, and of the lost."""
        forms: dict[str, list[Row]] = {}
        for row in versions:
            forms.setdefault(row["page_id"], []).append(row)
        addresses = {
            page_id: self._addresses[number]
            for number, page_id in self._ids.items()
            if number in self._addresses
        }
        known = {page_id: row for (page_id,), row in self._rows["pages"].items()}
        names = dict(addresses)
        for row in self._rows["versions"].values():
            names[row["page_id"]] = row["title"] or row["url"]
        for row in known.values():
            names[row["id"]] = row["title"] or row["url"]
        found = dict.fromkeys((*known, *names))
        urls = {row["url"] for row in known.values()}
        pages: dict[str, Row] = {}
        older: list[str] = []
        lost: list[str] = []
        for page_id in sorted(
            found, key=lambda page_id: known.get(page_id, {}).get("position", 1 << 62)
        ):
            page, own = known.get(page_id), forms.get(page_id)
            if own is None:
                lost.append(names[page_id])
                continue
            newest = max(own, key=lambda row: (row["fetched_at"], row["id"]))
            current = newest
            if page is None:
                page = _page_of(newest, own[0])
                page["url"] = addresses.get(page_id, page["url"])
                if page["url"] in urls:
                    continue  # it has a page of its own by now
                urls.add(page["url"])
            else:
                sha256 = self._numbers.get(page["version_id"], ("", ""))[1]
                for row in own:
                    if row["sha256"] == sha256:
                        current = row
                        break
                else:
                    older.append(page["title"])
                    page |= {"title": current["title"] or page["title"], "words": current["words"]}
            pages[page_id] = page | {"version_id": current["id"], "position": len(pages) + 1}
        return pages, older, lost


def _checked(sha256: str, body: bytes) -> tuple[str, bytes] | None:
    """A packed body with its digest; None where it is not whole."""
    try:
        return (sha256, body) if hashlib.sha256(unpacked(body)).hexdigest() == sha256 else None
    except ValueError:
        return None


def _page_of(newest: Row, oldest: Row) -> Row:
    """What is known of a page whose own row is gone, from its versions."""
    return dict.fromkeys(COLUMNS["pages"]) | {
        "id": newest["page_id"],
        "url": newest["url"],
        "title": newest["title"] or newest["url"],
        "publisher": "",
        "words": newest["words"],
        "saved_at": oldest["fetched_at"],
        "checked_at": newest["fetched_at"],
        "is_own": 1,
    }


def _set_aside(path: Path, mark: Path) -> Path:
    """The copy of the broken file, whole on the disk, with its log; the mark tells its name from then on."""
    name = mark.read_text("utf-8") if mark.exists() else ""
    if name and (made := path.with_name(name)).is_file():
        return made
    number = 1
    while (broken := path.with_name(f"{path.stem}.broken-{number}{path.suffix}")).exists():
        number += 1
    for ending in ("-wal", ""):
        if _beside(path, ending).exists():
            _copy(_beside(path, ending), _beside(broken, ending))
    part = mark.with_name(f"{mark.name}-part")
    part.write_text(broken.name, "utf-8")
    part.replace(mark)
    return broken


def _copy(source: Path, target: Path) -> None:
    part = target.with_name(f"{target.name}-part")
    shutil.copyfile(source, part)
    part.chmod(0o600)
    _onto_disk(part)
    part.replace(target)


def _onto_disk(path: Path) -> None:
    with path.open("rb+") as written:
        os.fsync(written.fileno())


def _opens(path: Path) -> bool:
    try:
        Storage(path).close()
    except LibraryDamaged:
        return False
    return True


def _remove(path: Path) -> None:
    for ending in ("", *_LOG_ENDINGS):
        _beside(path, ending).unlink(missing_ok=True)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _count(pages: int) -> str:
    return "1 page was" if pages == 1 else f"{pages or 'no'} pages were"


def _named(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:3])
    return shown if len(names) <= 3 else f"{shown} and {len(names) - 3} more"
