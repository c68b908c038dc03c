"""Files spoilt in many ways from a seed, and a process that reads a batch of them: `-m tests.support.mutations`.

The batch runs by itself because native code may crash on a spoilt file; it prints the number of each one before it
reads it, so that whoever started it knows which one that was and can go on after it.
"""

from __future__ import annotations

import random
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO

from tests.support.epub_writer import Epub
from tests.support.pdf_writer import Pdf

URL = "https://hands.example/spoilt"
_NUMBERS = (b"0", b"-1", b"1", b"65536", b"2147483647", b"-2147483648", b"99999999999", b"1e38")
_NESTED = (b"[", b"<<", b"(", b"<div>", b"<b><i>", b"<table><tr><td>", b"q ", b"BT ")


def mutant(rng: random.Random, bodies: Sequence[bytes]) -> bytes:
    """One of the files, spoilt."""
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
            cut = rng.randrange(len(other))
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
    """An e-book one of whose parts is spoilt, its archive whole."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(body)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        chosen = rng.choice(names)
        for name in names:
            data = old.read(name)
            if name == chosen and data:
                data = mutant(rng, [data])
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


def mutants(kind: str, seed: int, bodies: Sequence[bytes]) -> Iterator[bytes]:
    """Without end; the same for the same seed."""
    inside: Callable[[random.Random, bytes], bytes] = repacked if kind == "epub" else unpacked_pdf
    number = 0
    while True:
        rng = random.Random(f"{kind} {seed} {number}")
        number += 1
        if rng.random() < 0.4:
            yield inside(rng, rng.choice(bodies))
        else:
            yield mutant(rng, bodies)


def own_files(kind: str) -> list[bytes]:
    """Whole files to be spoilt."""
    if kind == "epub":
        nav = '<nav epub:type="toc"><ol><li><a href="a.xhtml">A</a></li></ol></nav>'
        body = '<h1>A</h1><p>One <b>two</b> <a href="https://hands.example/">three</a>.</p><table><tr><td>1</td></tr></table>'
        return [
            Epub(chapters=[("a.xhtml", body), ("b.xhtml", "<p>B.</p>")], nav=nav).to_bytes(),
            Epub(chapters=[("a.xhtml", body * 30)], ncx=[("A", "a.xhtml")]).to_bytes(),
        ]
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


def main() -> None:
    """Read mutants `FIRST` to `LAST`; exits with 1 at what is no `DocumentError`, after its traceback."""
    from reader.documents.from_epub import read_epub
    from reader.documents.from_pdf import read_pdf
    from reader.errors import DocumentError

    kind, seed, first, last = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    read = read_epub if kind == "epub" else read_pdf
    spoilt = mutants(kind, seed, own_files(kind))
    for number in range(last):
        body = next(spoilt)
        if number < first:
            continue
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        began = time.monotonic()
        try:
            read(body, url=URL, go_on=lambda _, began=began: time.monotonic() - began < 3)
        except DocumentError:
            continue


if __name__ == "__main__":
    main()
