"""A child that saves, updates and reads without end, killed at random moments; what it told must be there.

`python -m tests.support.killed FOLDER NAME` is the child.
"""

from __future__ import annotations

import hashlib
import os
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from content_cache.entries import IndexedSection, Relation  # noqa: E402 - as below
from content_cache.library import FILE_NAME, Library  # noqa: E402 - found by the line above
from content_cache.resource import Page, Resource  # noqa: E402 - as above


@dataclass(slots=True)
class Told:
    """What children said that is kept."""

    bodies: dict[str, set[str]] = field(default_factory=dict)
    """Digests of every version, by page."""
    words: dict[str, str] = field(default_factory=dict)
    """A word by which a page is found."""
    next_words: dict[str, str] = field(default_factory=dict)
    """The one that was about to take its place; a kill may strike before it is told that it has."""
    places: dict[str, int] = field(default_factory=dict)
    marks: set[str] = field(default_factory=set)
    lives: int = 0

    def take(self, line: str) -> None:
        """Note one whole line that a child said."""
        what, page_id, value = line.split()
        match what:
            case "kept":
                self.bodies.setdefault(page_id, set()).add(value)
            case "indexing":
                self.next_words[page_id] = value
            case "findable":
                self.words[page_id] = value
            case "at":
                self.places[page_id] = int(value)
            case "marked":
                self.marks.add(value)


def kill_once(folder: Path, told: Told, chance: random.Random) -> None:
    """Start a child, kill it at a random moment of its work, and note what it had told."""
    told.lives += 1
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.support.killed", str(folder), f"life{told.lives}"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert child.stdout is not None
    first = child.stdout.readline()
    time.sleep(chance.random() * 0.25)  # the random moment itself
    child.kill()
    with child.stdout:
        rest = child.stdout.read()  # not `communicate`: it passes over what is buffered here
    child.wait()
    assert first, "the child did not begin"
    for line in (first + rest).splitlines(keepends=True):
        if line.endswith("\n"):  # the last one may be cut off
            told.take(line)


def check(folder: Path, told: Told) -> None:
    """Everything that was told is there and whole."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as sql:
        assert sql.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert sql.execute("PRAGMA foreign_key_check").fetchall() == []
        sql.execute("INSERT INTO full_text (full_text) VALUES ('integrity-check')")
    with closing(Library(folder)) as library:
        pages = {page.id: page for page in library.pages()}
        in_bin = {removed.page.id for removed in library.bin.all()}
        marks = {mark.id for mark in library.bookmarks.all()}
        for page_id, digests in told.bodies.items():
            assert page_id in pages or page_id in in_bin
            forms = {form.sha256 for form in library.versions(page_id)}
            assert digests <= forms
            for sha256 in forms:
                body = library.resource(page_id, sha256).body
                assert hashlib.sha256(body).hexdigest() == sha256
        for page_id, page in pages.items():
            assert page.sha256 in {form.sha256 for form in library.versions(page_id)}
        for page_id, place in told.places.items():
            if page_id in pages:
                kept = pages[page_id].place
                assert kept is not None
                assert int(kept) >= place
        for page_id, word in told.words.items():
            found = {hit.page_id for hit in library.search(word)}
            assert found <= {page_id}
            if page_id in pages and not library.not_indexed("1", limit=1000):
                newer = {hit.page_id for hit in library.search(told.next_words[page_id])}
                assert found | newer == {page_id}
        assert told.marks - marks <= _of_removed(library, told)


def _of_removed(library: Library, told: Told) -> set[str]:
    """Marks that cannot be seen now, as their pages are in the bin."""
    hidden = set()
    for removed in library.bin.all():
        library.bin.bring_back(removed.page.id)
        hidden |= {mark.id for mark in library.bookmarks.of(removed.page.id)}
        library.bin.put(removed.page.id)
    return hidden


def _live(folder: Path, name: str) -> None:
    """Work until killed, telling each thing once it is done."""
    chance = random.Random(name)
    library = Library(folder)
    kept: list[Page] = []
    number = sentence = 0
    while True:
        number += 1
        word = f"{name}x{number}z"  # the beginning of no other
        again = kept and chance.random() < 0.4
        url = chance.choice(kept).url if again else f"https://{name}.example/{number}"
        page = _keep(library, url, chance.randbytes(chance.randint(10, 60_000)) + word.encode())
        _tell("kept", page.id, page.sha256)
        library.keep_derived(page.sha256, "1", os.urandom(3000))
        sections = [IndexedSection(word, (f"Sentence {n} of the page.",) * 5) for n in range(8)]
        _tell("indexing", page.id, word)
        library.index(page.id, page.sha256, "1", sections)
        _tell("findable", page.id, word)
        for _ in range(chance.randint(1, 20)):
            sentence += 1
            library.keep_place(page.id, str(sentence), 0.5)
            _tell("at", page.id, str(sentence))
        mark = library.bookmarks.add(page.id, str(number), "A sentence.")
        _tell("marked", page.id, mark.id)
        library.queue.put_next(page.url, page.title)
        library.history.add(page.id, str(number))
        if kept:
            library.belongings.relate(Relation(page.id, kept[-1].id, "page", 1, "x"))
        if chance.random() < 0.3:
            library.bin.put(page.id)
            if chance.random() < 0.5:
                library.bin.bring_back(page.id)
        kept.append(page)


def _keep(library: Library, url: str, body: bytes) -> Page:
    fetched = Resource(
        url,
        "text/html",
        None,
        body,
        None,
        None,
        datetime.now(UTC),
        hashlib.sha256(body).hexdigest(),
    )
    return library.keep(fetched, title="A page", language=None, words=9)


def _tell(*words: str) -> None:
    print(*words, flush=True)  # noqa: T201 - this is how the child is heard


if __name__ == "__main__":
    _live(Path(sys.argv[1]), sys.argv[2])
