"""How likely a block is the page's text, by weights fitted on pages whose text is known. Pure; any thread.

The weights are boosted decision trees over `block_features.NAMES`; `tests/benchmarks/fit_content_model.py` makes
the file and explains how. They are loaded on first use, which is only where a page is read anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import exp
from pathlib import Path
from typing import Any

from reader.documents.block_features import NAMES

WEIGHTS = Path(__file__).with_name("content_weights.json")
_FARTHEST = 30.0
"""Beyond this a score says nothing more, and its exponential would overflow."""

_loaded: list[tuple[Any, ...]] = []
"""The trees once they are loaded. A leaf is its score; a fork is (feature, threshold, not above it, above it)."""


def _trees() -> tuple[Any, ...]:
    if not _loaded:
        _loaded.append(_planted(json.loads(WEIGHTS.read_text("utf-8"))))
    return _loaded[-1]


def _planted(weights: dict[str, Any]) -> tuple[Any, ...]:
    if weights["features"] != len(NAMES):
        raise ValueError("the content weights were made for other features; make them anew")
    return tuple(_tree(tree) for tree in weights["trees"])


def _tree(kept: Any) -> Any:
    if not isinstance(kept, list):
        return float(kept)
    feature, threshold, low, high = kept
    return (int(feature), float(threshold), _tree(low), _tree(high))


@contextmanager
def using(weights: dict[str, Any]) -> Iterator[None]:
    """Judge by other weights for a while: how new ones are measured."""
    _loaded.append(_planted(weights))
    try:
        yield
    finally:
        _loaded.pop()


def judge(rows: Sequence[Sequence[float]]) -> list[float]:
    """For each row of features the likelihood, 0 to 1, that its block is the page's text."""
    trees = _trees()
    judged: list[float] = []
    for row in rows:
        score = 0.0
        for tree in trees:
            at = tree
            while at.__class__ is tuple:
                feature, threshold, low, high = at
                at = low if row[feature] <= threshold else high
            score += at
        judged.append(1.0 / (1.0 + exp(-max(-_FARTHEST, min(_FARTHEST, score)))))
    return judged
