"""How well PDF files and e-books are read, beside what other programs get out of the same files.

    python -m tests.benchmarks.documents FOLDER [LEAFLETS]

`FOLDER` holds `manifest.json` with files and their truth (headings, and text as Markdown for some); `LEAFLETS` holds
pairs of `NAME.pdf` and `NAME.expected.json`. Text is measured by runs of four words, counted with multiplicity; F1 is
the harmonic mean of precision and recall. A heading counts where one of the same words is found. Programs without
headings are given every line that is one: their recall is what could be had, and they have no precision. Those that are
not installed (pdftotext of poppler-utils, pypdf, pdfminer.six) are left out. Not a test.
"""

from __future__ import annotations

import importlib.util
import json
import logging
import re
import shutil
import statistics
import subprocess
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from reader.documents.parsing import read_document
from reader.errors import DocumentError

_WORD = re.compile(r"\w+")
_TYPES = {"pdf": "application/pdf", "epub": "application/epub+zip"}


@dataclass(frozen=True, slots=True)
class Got:
    """What a program made of a file."""

    text: str
    headings: list[str] | None
    """None where it does not tell them."""
    seconds: float


def grams(text: str) -> Counter[tuple[str, ...]]:
    """Runs of four words."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text))
    if len(words) <= 4:
        return Counter([tuple(words)]) if words else Counter()
    return Counter(zip(*(words[k:] for k in range(4)), strict=False))


def precision_recall(truth: str, got: str) -> tuple[float, float]:
    """Of runs of four words."""
    a, b = grams(truth), grams(got)
    hit = sum((a & b).values())
    return hit / max(1, sum(b.values())), hit / max(1, sum(a.values()))


def plain(heading: str) -> str:
    """The words of a heading, for comparing."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", heading).casefold()))


def headings_right(truth: list[str], got: Got) -> tuple[int, int, int]:
    """Found and right, wanted, given."""
    wanted = Counter(p for h in truth if (p := plain(h)))
    lines = got.headings if got.headings is not None else got.text.splitlines()
    given = Counter(p for h in lines if (p := plain(h)))
    hit = sum((wanted & given).values())
    return hit, sum(wanted.values()), sum(given.values()) if got.headings is not None else 0


def without_markup(markdown: str) -> str:
    """The words of Markdown."""
    text = re.sub(r"<!--.*?-->", " ", markdown)
    text = re.sub(r"\\([_*#&<>-])", r"\1", text)
    return re.sub(r"^[#\s>|*-]+", "", text, flags=re.MULTILINE)


def by_reader(path: Path, kind: str) -> Got:
    """What this reader makes of it."""
    body = path.read_bytes()
    began = time.perf_counter()
    try:
        document = read_document(body, url=path.as_uri(), media_type=_TYPES[kind], charset=None)
    except DocumentError:
        return Got("", [], time.perf_counter() - began)
    seconds = time.perf_counter() - began
    lines: list[str] = []
    for section in document.sections:
        lines.append(section.title)
        for sentence in section.sentences:
            if sentence.starts_block:
                lines.append(sentence.text)
            else:
                lines[-1] += " " + sentence.text
    return Got("\n".join(lines), [section.title for section in document.sections], seconds)


def by_pdftotext(path: Path, _: str) -> Got:
    """Poppler's, in reading order."""
    began = time.perf_counter()
    done = subprocess.run(["pdftotext", "-q", str(path), "-"], capture_output=True, check=False)
    return Got(done.stdout.decode("utf-8", "replace"), None, time.perf_counter() - began)


def by_pypdf(path: Path, _: str) -> Got:
    """pypdf's."""
    import pypdf
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    began = time.perf_counter()
    try:
        pages = pypdf.PdfReader(BytesIO(path.read_bytes())).pages
        text = "\n".join(page.extract_text() for page in pages)
    except (PyPdfError, KeyError, ValueError):
        text = ""
    return Got(text, None, time.perf_counter() - began)


def by_pdfminer(path: Path, _: str) -> Got:
    """pdfminer.six's."""
    from pdfminer.high_level import extract_text
    from pdfminer.pdfexceptions import PDFException

    began = time.perf_counter()
    try:
        text = extract_text(str(path))
    except PDFException:
        text = ""
    return Got(text, None, time.perf_counter() - began)


def programs() -> dict[str, Callable[[Path, str], Got]]:
    """Those that are here."""
    found: dict[str, Callable[[Path, str], Got]] = {"reader": by_reader}
    if shutil.which("pdftotext"):
        found["pdftotext"] = by_pdftotext
    if importlib.util.find_spec("pypdf"):
        found["pypdf"] = by_pypdf
    if importlib.util.find_spec("pdfminer"):
        found["pdfminer.six"] = by_pdfminer
    return found


def truths(folder: Path, leaflets: Path | None) -> list[dict[str, Any]]:
    """Every PDF with its name, its file, and what is known of it."""
    found = []
    for entry in json.loads((folder / "manifest.json").read_text("utf-8"))["documents"]:
        truth = json.loads((folder / entry["truth"]).read_text("utf-8"))
        found.append(
            {
                "name": entry["id"],
                "kind": entry["kind"],
                "path": folder / entry["file"],
                "headings": [text for _, text in truth.get("headings") or []],
                "text": without_markup(truth["markdown"]) if truth.get("markdown") else "",
            }
        )
    for path in sorted(leaflets.glob("*.pdf")) if leaflets else ():
        expected = json.loads(path.with_suffix(".expected.json").read_text("utf-8"))
        lines = [x for s in expected["sections"] for x in (s["heading"], *s["text"])]
        found.append(
            {
                "name": path.stem,
                "kind": "pdf",
                "path": path,
                "headings": [s["heading"] for s in expected["sections"]],
                "text": "\n".join(lines),
            }
        )
    return found


def main() -> None:
    """Print the tables."""
    folder = Path(sys.argv[1])
    leaflets = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    files = truths(folder, leaflets)
    print("| PDF | program | text F1 | P | R | headings R | P | seconds |")
    print("|---|---|---|---|---|---|---|---|")
    sums: dict[str, dict[str, list[float]]] = {}
    for file in (f for f in files if f["kind"] == "pdf"):
        for name, run in programs().items():
            got = run(file["path"], "pdf")
            row = sums.setdefault(name, {"p": [], "r": [], "hr": [], "hp": [], "s": []})
            cells = ["", "", "", "", ""]
            if file["text"]:
                p, r = precision_recall(file["text"], got.text)
                row["p"].append(p)
                row["r"].append(r)
                cells[:3] = [f"{2 * p * r / (p + r) if p + r else 0:.3f}", f"{p:.3f}", f"{r:.3f}"]
            if file["headings"]:
                hit, wanted, given = headings_right(file["headings"], got)
                row["hr"].append(hit / wanted)
                cells[3] = f"{hit}/{wanted}"
                if got.headings is not None:
                    row["hp"].append(hit / max(1, given))
                    cells[4] = f"{hit}/{given}"
            row["s"].append(got.seconds)
            if any(cells):
                print(f"| {file['name']} | {name} | {' | '.join(cells)} | {got.seconds:.2f} |")
    print("\n| program | text F1 | P | R | headings R | P | seconds for all |")
    print("|---|---|---|---|---|---|---|")
    for name, row in sums.items():
        p, r = statistics.fmean(row["p"]), statistics.fmean(row["r"])
        hp = f"{statistics.fmean(row['hp']):.3f}" if row["hp"] else "none"
        print(
            f"| {name} | {2 * p * r / (p + r):.3f} | {p:.3f} | {r:.3f} | {statistics.fmean(row['hr']):.3f}"
            f" | {hp} | {sum(row['s']):.1f} |"
        )
    print("\n| e-book | headings found | in order | seconds |")
    print("|---|---|---|---|")
    for file in (f for f in files if f["kind"] == "epub"):
        got = by_reader(file["path"], "epub")
        hit, wanted, _ = headings_right(file["headings"], got)
        left = iter(map(plain, got.headings or ()))
        in_order = all(h in left for h in map(plain, file["headings"]))
        print(
            f"| {file['name']} | {hit}/{wanted} | {'yes' if in_order else 'no'} | {got.seconds:.2f} |"
        )


if __name__ == "__main__":
    main()
