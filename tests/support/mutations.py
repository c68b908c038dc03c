"""Files spoilt in many ways from a seed, and a process that reads a batch of them: `-m tests.support.mutations`.

The batch runs by itself because native code may crash on a spoilt file; it prints the number of each one before it
reads it, so that whoever started it knows which one that was and can go on after it, and what came of it after.
"""

from __future__ import annotations

import gzip
import random
import resource
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

from reader.documents.model import Document
from tests.support import nasty_markup
from tests.support.epub_writer import Epub
from tests.support.pdf_writer import Pdf

KINDS = ("html", "markdown", "text", "pdf", "epub", "docx", "odt")
APART = ("pdf", "epub", "docx", "odt")
"""Those that the reader gives a process of their own."""
URL = "https://hands.example/spoilt"
MOST_BYTES = 2_000_000
"""Larger whole files are not taken: what is slow in them is slow in a smaller one."""
_SUFFIXES = {
    "html": (".html", ".html.gz"),
    "markdown": (".md",),
    "text": (".txt",),
    **{kind: (f".{kind}",) for kind in APART},
}
_NUMBERS = (b"0", b"-1", b"1", b"65536", b"2147483647", b"-2147483648", b"99999999999", b"1e38")
_NESTED = (b"[", b"<<", b"(", b"<div>", b"<b><i>", b"<table><tr><td>", b"q ", b"BT ", b"> ", b"* ")
_DATA = Path(__file__).resolve().parents[1] / "data"
_CLEAR_PEAK = Path("/proc/self/clear_refs")
_STATUS = Path("/proc/self/status")


class Whole(Sequence[bytes]):
    """Whole files to be spoilt: some from memory, the others read when they are asked for."""

    def __init__(self, kind: str, folders: Sequence[Path] = ()) -> None:
        self._made = own_files(kind)
        self._paths = [
            path
            for folder in folders
            for path in sorted(folder.rglob("*"))
            if path.name.endswith(_SUFFIXES[kind]) and path.stat().st_size <= MOST_BYTES
        ]

    def __len__(self) -> int:
        return len(self._made) + len(self._paths)

    def __getitem__(self, index: int) -> bytes:  # type: ignore[override]
        if index < len(self._made):
            return self._made[index]
        path = self._paths[index - len(self._made)]
        body = path.read_bytes()
        return gzip.decompress(body) if path.suffix == ".gz" else body


def spoilt(kind: str, seed: int, number: int, bodies: Sequence[bytes]) -> bytes:
    """Spoilt file `number` of a seed; the same for the same bodies."""
    rng = random.Random(f"{kind} {seed} {number}")
    if kind in ("html", "markdown", "text"):
        if rng.random() < 0.35:
            make = nasty_markup.html if kind == "html" else nasty_markup.text
            return make(rng, rng.choice(bodies))
        return mutant(rng, bodies)
    if rng.random() < 0.4:
        return (unpacked_pdf if kind == "pdf" else repacked)(rng, rng.choice(bodies))
    return mutant(rng, bodies)


def mutant(rng: random.Random, bodies: Sequence[bytes]) -> bytes:
    """One of the files, spoilt without regard to what it is."""
    body = bytearray(rng.choice(bodies))
    for _ in range(rng.choice((1, 1, 2, 4))):
        at = rng.randrange(len(body)) if body else 0
        kind = rng.randrange(9)
        if kind == 0:
            del body[at:]
        elif kind == 1:
            for _ in range(rng.choice((1, 8, 64))):
                if body:
                    body[rng.randrange(len(body))] ^= 1 << rng.randrange(8)
        elif kind == 2:
            other = rng.choice(bodies)
            cut = rng.randrange(len(other)) if other else 0
            body[at:] = other[cut:]
        elif kind == 3:
            end = min(len(body), at + rng.choice((4, 64, 2048)))
            body[at:at] = bytes(body[at:end]) * rng.choice((1, 3, 50))
        elif kind == 4:
            del body[at : at + rng.choice((1, 16, 512))]
        elif kind == 5:
            body[at:at] = rng.choice(_NESTED) * rng.choice((10, 1000, 20000))
        elif kind == 6:
            body[at:at] = rng.choice(_NUMBERS)
        elif kind == 7:
            body[at : at + 16] = rng.randbytes(16)
        else:
            _renumber(rng, body)
    return bytes(body)


def _renumber(rng: random.Random, body: bytearray) -> None:
    """Put another number in the place of one."""
    digits = [i for i in range(0, len(body), 7) if 48 <= body[i] < 58]
    if digits:
        at = rng.choice(digits)
        body[at : at + 1] = rng.choice(_NUMBERS)


def repacked(rng: random.Random, body: bytes) -> bytes:
    """A zipped document one of whose parts is spoilt, its archive whole."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(body)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        chosen = rng.choice(names)
        for name in names:
            data = old.read(name)
            if name == chosen and data:
                is_markup = name.endswith((".xhtml", ".html", ".xml", ".opf", ".ncx"))
                is_nasty = is_markup and rng.random() < 0.5
                data = nasty_markup.html(rng, data) if is_nasty else mutant(rng, [data])
            new.writestr(name, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def unpacked_pdf(rng: random.Random, body: bytes) -> bytes:
    """A PDF one of whose compressed streams is spoilt under its compression."""
    places = [
        i for i in range(len(body)) if body.startswith(b"stream", i) and body[i - 3 : i] != b"end"
    ]
    if not places:
        return mutant(rng, [body])
    start = body.index(b"\n", rng.choice(places)) + 1
    end = body.find(b"endstream", start)
    try:
        data = zlib.decompress(body[start:end].rstrip(b"\r\n"))
    except zlib.error:
        return mutant(rng, [body])
    return body[:start] + zlib.compress(mutant(rng, [data]) if data else b"x") + body[end:]


def own_files(kind: str) -> list[bytes]:
    """Whole files that belong to the tests."""
    if kind == "epub":
        nav = '<nav epub:type="toc"><ol><li><a href="a.xhtml">A</a></li></ol></nav>'
        body = '<h1>A</h1><p>One <b>two</b> <a href="https://hands.example/">three</a>.</p><table><tr><td>1</td></tr></table>'
        return [
            Epub(chapters=[("a.xhtml", body), ("b.xhtml", "<p>B.</p>")], nav=nav).to_bytes(),
            Epub(chapters=[("a.xhtml", body * 30)], ncx=[("A", "a.xhtml")]).to_bytes(),
        ]
    if kind == "pdf":
        return _own_pdfs()
    if kind in ("docx", "odt"):
        return [_office(kind)]
    found = sorted(p for p in _DATA.rglob("*") if p.name.endswith(_SUFFIXES[kind]))
    return [path.read_bytes() for path in found]


def _own_pdfs() -> list[bytes]:
    pdf = Pdf(title="Hands", language="en", outline=[("A", 0), ("B", 1)], stream_filter=1)
    for name in ("A", "B"):
        page = pdf.page()
        page.text(30, 550, name, 16, "bold", tag="H1")
        page.text(30, 520, "A link to something.", tag="P")
        page.link(30, 520, 60, "https://hands.example/")
        for i in range(12):
            page.text(30, 490 - 14 * i, f"cell {i}")
            page.text(200, 490 - 14 * i, f"{i * 7}")
    plain = Pdf(title="Columns")
    for _ in range(3):
        page = plain.page()
        page.lines(30, 540, ["A left column of words in lines."] * 20)
        page.lines(230, 540, ["A right column of words in lines."] * 20)
    return [pdf.to_bytes(), plain.to_bytes()]


def _office(kind: str) -> bytes:
    """A small text as an office program keeps it."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    run = "<w:r><w:t>Warm hands are better hands.</w:t></w:r>"
    parts = {
        "docx": {
            "word/document.xml": f'<w:document xmlns:w="{word}"><w:body><w:p><w:pPr><w:pStyle w:val="Heading1"/>'
            f"</w:pPr>{run}</w:p>{f'<w:p>{run}</w:p>' * 9}<w:tbl><w:tr><w:tc><w:p>{run}</w:p></w:tc></w:tr></w:tbl>"
            "</w:body></w:document>",
        },
        "odt": {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f'<office:document-content xmlns:office="{office}" xmlns:text="{text}"><office:body>'
            '<office:text><text:h text:outline-level="1">Hands</text:h>'
            f"{'<text:p>Warm hands are better hands.</text:p>' * 9}</office:text></office:body>"
            "</office:document-content>",
        },
    }[kind]
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def reader_of(kind: str) -> Callable[[bytes], Document]:
    """What reads files of a kind in this very process."""
    from reader.documents.from_epub import read_epub
    from reader.documents.from_html import read_html
    from reader.documents.from_markdown import read_markdown
    from reader.documents.from_office import read_docx, read_odt
    from reader.documents.from_pdf import read_pdf
    from reader.documents.from_text import read_text

    def within(read: Callable[..., Document]) -> Callable[[bytes], Document]:
        def bounded(body: bytes) -> Document:
            began = time.process_time()
            return read(body, url=URL, go_on=lambda _: time.process_time() - began < 3)

        return bounded

    readers: dict[str, Callable[[bytes], Document]] = {
        "html": lambda body: read_html(body, url=URL, charset=None),
        "markdown": lambda body: read_markdown(body, url=URL, charset=None),
        "text": lambda body: read_text(body, url=URL, charset=None),
        "pdf": within(read_pdf),
        "epub": within(read_epub),
        "docx": lambda body: read_docx(body, url=URL),
        "odt": lambda body: read_odt(body, url=URL),
    }
    return readers[kind]


def forget_peak() -> None:
    """Let `peak_bytes` count from now on, where the system can."""
    if _CLEAR_PEAK.exists():
        _CLEAR_PEAK.write_text("5")


def peak_bytes() -> int:
    """The most memory that this process had at once; since it was forgotten last, where the system can."""
    if _STATUS.exists():
        line = next(x for x in _STATUS.read_text().splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) << 10
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most << 10


def main() -> None:
    """Read spoilt files `FIRST` to `LAST`; exits with 1 at what is no `DocumentError`, after its traceback.

    A line for each: its number; then own seconds, peak bytes, and the sentence of what was refused.
    """
    from reader.errors import DocumentError

    kind, seed, first, last = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    bodies = Whole(kind, [Path(name) for name in sys.argv[5:]])
    read = reader_of(kind)
    for number in range(first, last):
        body = spoilt(kind, seed, number, bodies)
        sys.stdout.write(f"{number}")
        sys.stdout.flush()
        forget_peak()
        began = time.process_time()
        refused = ""
        try:
            read(body)
        except DocumentError as error:
            refused = str(error)
        sys.stdout.write(f" {time.process_time() - began:.3f} {peak_bytes()} {refused}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
