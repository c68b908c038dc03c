"""How well web pages are read, beside other programs: `python -m tests.benchmarks extraction`; part of it, the gate.

Needs the pages with true texts that stand beside the checkout (`../shared/corpus/pages`) and the scorer there, whose
measures these are. The peers' figures were taken with the same scorer on the same pages. Not a test; `gate` is what one
calls.
"""

from __future__ import annotations

import importlib.util
import json
import random
import statistics
import sys
import time
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.benchmarks import extraction
from tests.benchmarks.figures import Report, Row

ROOT = Path(__file__).resolve().parents[2]
FLOORS = Path(__file__).with_name("extraction_floors.toml")
_CORE = ("mz", "sh", "wx/article", "wx/documentation")
_SAMPLE = {"mz": 30, "sh": 30, "wx/article": 60, "wx/documentation": 30, "wx/service": 40, "tf": 40}
"""Pages that the gate takes of each set: read in some 20 seconds."""
_SEED = 20
Figures = dict[str, float]

WANTED: dict[str, tuple[str, float, bool]] = {
    "F1": ("F1", 0.955, True),
    "P": ("precision", 0.950, True),
    "R": ("recall", 0.970, True),
    "hR": ("headings found", 0.970, True),
    "hP": ("headings right", 0.900, True),
    "iR": ("list items kept (mz)", 0.90, True),
    "pages_lost": ("pages that lost a paragraph", 0.10, False),
    "junk": ("words of junk a page", 60, False),
    "with": ("must-have snippets", 0.920, True),
    "without": ("must-not-have snippets", 0.030, False),
    "service_F1": ("F1 on service pages", 0.880, True),
    "pages_a_second": ("pages a second, one core", 20, True),
}
"""Name -> words, aim, and whether more is better."""
PEERS: dict[str, tuple[float, ...]] = {
    "trafilatura": (0.937, 0.933, 0.942, 0.850, 0.864, 0.69, 0.26, 108, 0.863, 0.053, 0.762, 21),
    "trafilatura, recall": (0.935, 0.933, 0.937, 0.869, 0.863, 0.74, 0.24, 108, 0.855, 0.059, 0.750, 29),
    "readability.js": (0.935, 0.925, 0.947, 0.881, 0.860, float("nan"), 0.22, 124, 0.847, 0.060, 0.756, 14),
    "defuddle": (0.936, 0.915, 0.957, 0.934, 0.856, 0.85, 0.19, 149, 0.872, 0.074, 0.753, 4),
}  # fmt: skip
"""In the order of `WANTED`; readability.js keeps the page's own list items."""


def pages_folder() -> Path | None:
    """Where the pages stand; None where they are not beside this checkout."""
    folder = ROOT.parent / "shared" / "corpus" / "pages"
    return folder if (folder / "manifest.json").is_file() else None


@lru_cache(1)
def scorer() -> ModuleType:
    """The scorer that stands beside the pages."""
    path = ROOT.parent / "shared" / "corpus" / "score_extraction.py"
    spec = importlib.util.spec_from_file_location("score_extraction", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def entries(folder: Path) -> list[dict[str, Any]]:
    """Every page that something is known of."""
    found = json.loads((folder / "manifest.json").read_text("utf-8"))["pages"]
    return [page for page in found if page["scored"] or page["snippets"]]


def sample(pages: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The gate's pages: always the same ones, none whose truth is in doubt."""
    rng = random.Random(_SEED)
    chosen = []
    for name, count in _SAMPLE.items():
        of_set = [p for p in pages if scorer().group(p) == name and not p.get("truth_suspect")]
        chosen += rng.sample(of_set, min(count, len(of_set)))
    return chosen


def measure(folder: Path, pages: Sequence[dict[str, Any]]) -> Figures:
    """Read the pages and compare them with what is true; seconds are this process's own."""
    rows: list[dict[str, Any]] = []
    seconds: list[float] = []
    for number, page in enumerate(pages):
        body, truth = scorer().load(str(folder), page)
        began = time.process_time()
        got = extraction.run(body, page["url"], page["charset"])
        seconds.append(time.process_time() - began)
        rows.append(scorer().check(page, truth, scorer().shape(got)))
        if sys.stderr.isatty():
            print(f"\r{number + 1} of {len(pages)}", end="", file=sys.stderr)
    core = scorer().figures([r for r in rows if r["group"] in _CORE], 0)
    found = {name: core[name] for name in ("F1", "P", "R", "hR", "hP", "pages_lost", "junk")}
    found["iR"] = scorer().figures([r for r in rows if r["group"] == "mz"], 0)["iR"]
    everything = scorer().figures(rows, 0)
    found["with"], found["without"] = everything["with"], everything["without"]
    found["service_F1"] = scorer().figures([r for r in rows if r["group"] == "wx/service"], 0)["F1"]
    found["pages_a_second"] = len(seconds) / sum(seconds)
    found["typical_ms"] = statistics.median(seconds) * 1000
    return found


def gate(found: Figures) -> tuple[list[str], list[str]]:
    """What fell under its floor, and which floors may be raised."""
    floors = tomllib.loads(FLOORS.read_text("utf-8"))
    under, raise_to = [], []
    for name, floor in floors["floors"].items():
        _, _, is_more_better = WANTED[name]
        better = found[name] - floor if is_more_better else floor - found[name]
        slack = floors["slack"][name]
        if better < 0:
            under.append(f"{name} is {found[name]:.3f}, its floor {floor}")
        elif better > slack:
            raise_to.append(f"raise the floor of {name} from {floor} to {found[name]:.3f}")
    return under, raise_to


def run(*, quick: bool = False) -> Report:
    """All pages of the open half, or the gate's."""
    report = Report()
    folder = pages_folder()
    if folder is None:
        report.note("The pages with true texts are not beside this checkout: nothing was measured.")
        return report
    pages = entries(folder)
    found = measure(folder, sample(pages) if quick else pages)
    for at, (name, (words, aim, is_more_better)) in enumerate(WANTED.items()):
        value = found[name]
        peers = ", ".join(f"{peer} {_short(row[at])}" for peer, row in PEERS.items())
        must = f"{'at least' if is_more_better else 'at most'} {_short(aim)} (peers: {peers})"
        is_reached = value >= aim if is_more_better else value <= aim
        report.rows.append(Row(words, _short(value), must, is_reached))
    report.number("a typical page", found["typical_ms"], unit="ms", at_most=100)
    report.note(f"{len(pages)} pages; texts and headings on mz, sh, wx/article, wx/documentation.")
    report.note("As the page with the figures has it:\n\n" + markdown(found))
    return report


def markdown(found: Figures) -> str:
    """The rows of the table in docs/extraction.md."""
    lines = [f"| | reader | {' | '.join(PEERS)} | aim |", f"|---|---|{'---|' * len(PEERS)}---|"]
    for at, (name, (words, aim, _)) in enumerate(WANTED.items()):
        peers = " | ".join(_short(row[at]) for row in PEERS.values())
        lines.append(f"| {words} | **{_short(found[name])}** | {peers} | {_short(aim)} |")
    return "\n".join(lines)


def _short(value: float) -> str:
    if value != value:  # noqa: PLR0124 - nothing was measured
        return "by construction"
    return f"{value:.3f}" if value < 1 else f"{value:.0f}"
