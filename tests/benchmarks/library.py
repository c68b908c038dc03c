"""Ten thousand saved pages: start, finding, topics, room on the disk, opening, saving, backup, memory; and kills.

Method: the library is made once by `many_pages` and kept in the system's folder for such things, since making it takes
minutes. The start is measured like `start_up`, in turn with a library that holds one page. Saving goes through the
reader's own shelf, from a server on loopback, without the pauses that politeness asks for. The kills are those of
`tests.support.killed`, two hundred at random moments, each followed by a look at everything.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from content_cache import full_text, packing, schema
from content_cache.library import FILE_NAME, Library
from reader.control.shelf import Shelf
from reader.documents import stored_form
from tests.benchmarks import many_pages
from tests.benchmarks.figures import Report, Spread
from tests.benchmarks.start_up import _to_text_ms, in_turn
from tests.benchmarks.texts import article
from tests.support.http_server import HttpServer
from tests.support.killed import Told, check, kill_once
from tests.support.running_reader import reader_environ, run_reader

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus" / "pages" / "html"


def run(*, pages: int = many_pages.PAGES, trials: int = 10, kills: int = 200) -> Report:
    """Measure with so many pages."""
    report = Report()
    with _library_of(pages) as folder:
        report.note(f"The library holds {pages} pages in {_size_mb(folder):.0f} MB.")
        _disk(report, folder, pages)
        with closing(Library(folder)) as library:
            _finding(report, library, pages)
            _opening(report, library)
            _memory(report, library)
            _backup(report, library)
        _start(report, folder, trials)
    _disk_of_the_web(report)
    _saving(report)
    _open_and_close(report)
    _kills(report, kills)
    return report


@contextmanager
def _library_of(pages: int) -> Iterator[Path]:
    """A copy of the library, which may be changed."""
    told = b"".join(page.body for page in many_pages.Writer().pages(5))
    sources = (Path(module.__file__).read_bytes() for module in (schema, packing, full_text))
    made_by = hashlib.sha256(b"".join((told, *sources))).hexdigest()[:12]
    kept = Path(tempfile.gettempdir()) / f"reader-benchmark-{pages}-{made_by}"
    if not kept.is_dir():
        making = kept.with_name(f"{kept.name}.part-{os.getpid()}")
        with closing(Library(making)) as library:
            many_pages.fill(library, many_pages.Writer().pages(pages), stored_form.MAKER)
        making.replace(kept)
    with tempfile.TemporaryDirectory(prefix="library-") as folder:
        shutil.copy(kept / FILE_NAME, folder)
        yield Path(folder)


def _disk(report: Report, folder: Path, pages: int) -> None:
    gzipped = sum(len(_gzip(page.body)) for page in many_pages.Writer().pages(pages))
    report.number(
        f"{pages} pages: room on the disk, by what their bodies take as gzip",
        (folder / FILE_NAME).stat().st_size / gzipped,
        unit="",
        at_most=1.3,
    )


def _disk_of_the_web(report: Report) -> None:
    """The same for real pages, where they are at hand."""
    files = sorted(CORPUS.rglob("*.html.gz"))[::4]
    if not files:
        report.note("The pages of the web that are kept beside the project are not here.")
        return
    with tempfile.TemporaryDirectory(prefix="library-") as folder:
        gzipped = 0
        with closing(Library(Path(folder))) as library:
            shelf = Shelf(library)
            for number, file in enumerate(files):
                path = Path(folder) / f"{number}.html"
                body = gzip.decompress(file.read_bytes())
                path.write_bytes(body)
                try:
                    shelf.save(str(path))
                except Exception as error:  # noqa: BLE001 - pages without text are no part of this
                    report.note(f"{file.name} is left out: {error}")
                    continue
                gzipped += len(_gzip(body))
        report.number(
            f"{len(files)} pages of the web: room on the disk, by what their bodies take as gzip",
            (Path(folder) / FILE_NAME).stat().st_size / gzipped,
            unit="",
            at_most=1.3,
        )


def _finding(report: Report, library: Library, pages: int) -> None:
    writer = many_pages.Writer()  # the same vocabulary
    queries = [writer.query(count) for count in (1, 2, 3) for _ in range(100)]
    library.search("warm")
    report.spread(
        f"Finding one to three words among {pages} pages",
        [_ms(lambda query=query: library.search(query)) for query in queries],  # type: ignore[misc]
        p95=50,
    )
    report.number(
        "Finding the word that is nearly everywhere",
        _ms(lambda: library.search(writer.commonest)),
        unit="ms",
    )
    report.spread("Topics", [_ms(library.topics) for _ in range(20)], p95=200)
    report.spread("The list of all pages", [_ms(library.pages) for _ in range(10)])
    sample = library.pages()[:: max(pages // 300, 1)]
    words = ["dystonia", "tremor"]

    def read_through() -> None:
        for page in sample:
            text = library.resource(page.id).body
            _ = [text.find(word.encode()) for word in words]

    report.anchor(
        f"reading through all {pages} pages for a word (from {len(sample)} of them)",
        [_ms(read_through) * pages / len(sample)],
    )


def _opening(report: Report, library: Library) -> None:
    shelf = Shelf(library)
    chosen = random.Random(3).sample(library.pages(), 40)
    report.spread(
        "Opening a saved page for the first time",
        [_ms(lambda p=p: shelf.open(p.id)) for p in chosen],
    )  # type: ignore[misc]
    report.spread("Opening it again", [_ms(lambda p=p: shelf.open(p.id)) for p in chosen])  # type: ignore[misc]


def _memory(report: Report, library: Library) -> None:
    """What a long time of finding and reading adds."""
    writer = many_pages.Writer()
    pages = library.pages()

    def use(times: int) -> None:
        for number in range(times):
            library.search(writer.query(2))
            library.resource(pages[number * 7 % len(pages)].id)
            library.keep_place(pages[number % len(pages)].id, str(number), 0.5)

    use(100)
    before = _rss_mb()
    use(500)
    report.number(
        "Memory that 500 findings and readings add", _rss_mb() - before, unit="MB", at_most=5
    )


def _backup(report: Report, library: Library) -> None:
    with tempfile.TemporaryDirectory(prefix="backup-") as folder:
        path = Path(folder) / "backup.zip"
        written_ms = _ms(lambda: library.back_up(path, {}))
        with closing(Library(Path(folder) / "new")) as other:
            restored_ms = _ms(lambda: other.restore_backup(path))
        report.number("Backup of all of it", written_ms / 1000, unit="s")
        report.number("Restored from it", restored_ms / 1000, unit="s")


def _start(report: Report, folder: Path, trials: int) -> None:
    with tempfile.TemporaryDirectory(prefix="reader-") as empty:
        page = Path(empty) / "page.html"
        page.write_text(article(), encoding="utf-8")
        for home in (folder, Path(empty) / "home"):
            done = run_reader(home, "save", page, timeout_s=120)
            if done.returncode != 0:
                raise RuntimeError(f"the page could not be saved: {done.stderr}")
        command = [sys.executable, "-m", "reader", str(page)]
        many, one = in_turn(
            trials,
            lambda: _to_text_ms(command, reader_environ(folder)),
            lambda: _to_text_ms(command, reader_environ(Path(empty) / "home")),
        )
    report.anchor("start to text on the screen, one saved page", one)
    report.spread("Start to text on the screen, all of them", many)
    report.number(
        "The same, ratio to one saved page",
        Spread(tuple(many)).median / Spread(tuple(one)).median,
        unit="",
        at_most=1.1,
    )
    report.note(f"Start: the ratio of the fastest starts is {min(many) / min(one):.2f}.")


def _saving(report: Report) -> None:
    """A hundred pages from loopback, fetched, kept and findable."""
    server = HttpServer()
    server.start()
    pages = list(many_pages.Writer(seed=5).pages(100))
    try:
        urls = [server.page(f"/{number}", page.body.decode()) for number, page in enumerate(pages)]
        with tempfile.TemporaryDirectory(prefix="library-") as folder:
            with closing(Library(Path(folder) / "fetched")) as library:
                begin = time.process_time()
                for url in urls:
                    library.fetch(url, purpose="open")
                fetched_s = time.process_time() - begin
            with closing(Library(Path(folder) / "saved")) as library:
                shelf = Shelf(library)
                shelf.save(urls[0])
                begin_s, begin = time.perf_counter(), time.process_time()
                for url in urls[1:]:
                    shelf.save(url)
                core_s, wall_s = time.process_time() - begin, time.perf_counter() - begin_s
                assert not library.not_indexed(stored_form.MAKER)
    finally:
        server.stop()
    report.number(
        "Saving a page from loopback, fetched to findable, of a core",
        core_s / 99,
        unit="s",
        at_most=0.2,
    )
    report.number("The same, on the clock", wall_s / 99, unit="s")
    report.anchor("fetching it alone, of a core", [fetched_s / 100], unit="s")


def _open_and_close(report: Report) -> None:
    with tempfile.TemporaryDirectory(prefix="library-") as folder:

        def use() -> None:
            with closing(Library(Path(folder))) as library:
                library.pages()

        for _ in range(100):
            use()
        before, handles = _rss_mb(), _handles()
        took = [_ms(use) for _ in range(1000)]
        report.number(
            "Memory that 1000 openings and closings add", _rss_mb() - before, unit="MB", at_most=2
        )
        report.number("Open files that they leave", _handles() - handles, unit="", at_most=0)
        report.anchor("opening and closing a library", [statistics.median(took)])


def _kills(report: Report, kills: int) -> None:
    chance = random.Random(20250501)
    lost = 0
    pages = 0
    done = 0
    while done < kills:
        told = Told()
        with tempfile.TemporaryDirectory(prefix="killed-") as folder:
            for _ in range(min(20, kills - done)):
                kill_once(Path(folder), told, chance)
                done += 1
                try:
                    check(Path(folder), told)
                except AssertionError as error:
                    lost += 1
                    where = traceback.extract_tb(error.__traceback__)[-1]
                    report.note(f"Lost after {done} kills: {where.line}")
        pages += len(told.bodies)
    report.number(f"Losses after {kills} kills at random moments", lost, unit="", at_most=0)
    report.note(
        f"Kills: {pages} pages were reported as saved, and every one was looked at after every kill."
    )


def _ms(what: Callable[[], object]) -> float:
    begin_s = time.perf_counter()
    what()
    return (time.perf_counter() - begin_s) * 1000


def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, 6)


def _size_mb(folder: Path) -> float:
    return (folder / FILE_NAME).stat().st_size / 1e6


def _rss_mb() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) * 1024 / 1e6
    raise RuntimeError("this system does not tell")


def _handles() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


if __name__ == "__main__":
    print(run())
