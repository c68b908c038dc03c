"""Fits the weights by which the reader tells a page's text from the rest; prints how well they do on pages unseen.

    pip install lightgbm numpy
    python -m tests.benchmarks.fit_content_model FOLDER [--rounds N] [--only-cross]

FOLDER holds `manifest.json`, pages and their true texts (and, beside it, `score_extraction.py`). What is learnt from is
what `reader.documents.block_features` says of each block: landmarks, names, links, prose around it; never a site's
address or words of its own. A block's truth is the part of its runs of four words that the true text has; for a
shorter one, whether it is a line of the true text, or else what its neighbours are.

Weights are fitted in five rounds on four fifths of the *sites* each, and the table shows every page as judged by
weights that never saw its site; the weights that are kept are then fitted on all. A page counts the same however long
it is, and headings three times, because a lost heading is heard more than a lost word.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib.util
import json
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from reader.documents import content_model
from reader.documents.block_features import NAMES, features_of
from reader.documents.blocks import PlacedBlock, read_blocks
from reader.documents.charset import decode
from reader.documents.page_facts import facts_of
from reader.documents.page_tree import grow
from tests.benchmarks import extraction

FOLDS = 5
HEADING_WEIGHT = 3.0
SUSPECT_WEIGHT = 0.3
SETTINGS: dict[str, Any] = {
    "objective": "cross_entropy",
    "learning_rate": 0.08,
    "num_leaves": 24,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "verbosity": -1,
    "num_threads": 1,
    "seed": 1,
    "deterministic": True,
}
_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class Example:
    """One page: a row of features, a truth (0 to 1) and a weight for each block."""

    entry: dict[str, Any]
    fold: int
    rows: list[list[float]]
    truths: list[float]
    weights: list[float]


def truths_of(texts: list[str], truth: str) -> list[float]:
    """How much of each block the true text holds, 0 to 1."""
    lines = [_WORD.findall(line.casefold()) for line in truth.splitlines()]
    words = [word for line in lines for word in line]
    flat = f" {' '.join(words)} "
    whole = {" ".join(line) for line in lines}
    runs = set(zip(words, words[1:], words[2:], words[3:], strict=False))
    sure: list[float | None] = []
    counts = []
    for text in texts:
        own = _WORD.findall(text.casefold())
        counts.append(len(own))
        said = " ".join(own)
        if len(own) >= 4:
            got = list(zip(own, own[1:], own[2:], own[3:], strict=False))
            sure.append(sum(run in runs for run in got) / len(got))
        elif not own:
            sure.append(0.0)
        elif said in whole:
            sure.append(1.0)
        else:
            sure.append(None if f" {said} " in flat else 0.0)
    found = []
    for i, known in enumerate(sure):
        value = known
        if value is None:
            near = [
                v
                for v, n in zip(
                    sure[max(0, i - 3) : i + 4], counts[max(0, i - 3) : i + 4], strict=True
                )
                if v is not None and n >= 4
            ]
            share = sum(near) / len(near) if near else 0.0
            value = 1.0 if share > 0.7 else 0.0 if share < 0.3 else 0.5
        found.append(value)
    return found


def weights_of(blocks: list[PlacedBlock], weight: float) -> list[float]:
    """What each block counts: its words' share of the page."""
    counts = [len(_WORD.findall(one.block.text)) for one in blocks]
    whole = sum(counts) + 50
    return [
        weight * (count + 3) / whole * (HEADING_WEIGHT if one.block.level else 1.0)
        for count, one in zip(counts, blocks, strict=True)
    ]


def read_examples(folder: Path) -> list[Example]:
    """All pages of the folder whose whole text is known."""
    examples = []
    for entry in json.loads((folder / "manifest.json").read_text("utf-8"))["pages"]:
        if not entry["scored"]:
            continue
        html = gzip.decompress((folder / entry["html"]).read_bytes())
        truth = json.loads(gzip.decompress((folder / entry["truth"]).read_bytes()))["text"]
        url = entry["url"] or "https://page.example/"
        page = grow(decode(html, entry["charset"], has_markup=True))
        facts = facts_of(page, url)
        blocks = read_blocks(page, facts.base)
        texts = [one.block.text for one in blocks]
        truths = truths_of(texts, truth)
        host = ".".join((urlsplit(entry["url"]).hostname or entry["id"]).split(".")[-2:])
        fold = int(hashlib.sha256(host.encode()).hexdigest(), 16) % FOLDS
        weight = SUSPECT_WEIGHT if entry.get("truth_suspect") else 1.0
        rows = features_of(page, blocks, facts.title)
        examples.append(Example(entry, fold, rows, truths, weights_of(blocks, weight)))
    return examples


def fit(examples: list[Example], rounds: int) -> dict[str, Any]:
    """Weights in the form that `content_model` reads."""
    import lightgbm
    import numpy

    rows = numpy.array([row for e in examples for row in e.rows], dtype=numpy.float32)
    truths = numpy.array([truth for e in examples for truth in e.truths])
    weights = numpy.array([weight for e in examples for weight in e.weights])
    data = lightgbm.Dataset(rows, truths, weight=weights / weights.mean())
    model = lightgbm.train(SETTINGS, data, rounds).dump_model()
    return {
        "features": len(NAMES),
        "trees": [_tree(t["tree_structure"]) for t in model["tree_info"]],
    }


def _tree(node: dict[str, Any]) -> Any:
    if "leaf_value" in node:
        return round(node["leaf_value"], 4)
    threshold = float(f"{node['threshold']:.5g}")
    return [node["split_feature"], threshold, _tree(node["left_child"]), _tree(node["right_child"])]


def cross(examples: list[Example], rounds: int, folder: Path) -> None:
    """Print the table of all pages, each judged by weights that never saw its site."""
    spec = importlib.util.spec_from_file_location(
        "score_extraction", folder.parent / "score_extraction.py"
    )
    assert spec
    assert spec.loader
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    found = []
    for fold in range(FOLDS):
        weights = fit([e for e in examples if e.fold != fold], rounds)
        with content_model.using(weights):
            for e in examples:
                if e.fold == fold:
                    html, truth = score.load(folder, e.entry)
                    got = score.shape(
                        extraction.run(html, e.entry["url"], charset=e.entry["charset"])
                    )
                    found.append(score.check(e.entry, truth, got))
    groups = Counter(row["group"] for row in found)
    core = ("mz", "sh", "wx/article", "wx/documentation")
    figures = [(g, score.figures([r for r in found if r["group"] == g], 0)) for g in sorted(groups)]
    figures.append(("core", score.figures([r for r in found if r["group"] in core], 0)))
    figures.append(("all", score.figures(found, 0)))
    print(score.table(figures))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=130)
    parser.add_argument(
        "--only-cross", action="store_true", help="show the table, keep the weights as they are"
    )
    asked = parser.parse_args()
    examples = read_examples(asked.folder)
    cross(examples, asked.rounds, asked.folder)
    if not asked.only_cross:
        kept = json.dumps(fit(examples, asked.rounds), separators=(",", ":"))
        content_model.WEIGHTS.write_text(kept + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
