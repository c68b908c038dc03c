"""How likely a block is the page's text, by weights fitted on pages whose text is known. Pure; any thread.

The weights are boosted decision trees over `block_features.NAMES`; `tests/benchmarks/fit_content_model.py` makes
the file and explains how. They are loaded on first use, which is only where a page is read anew.

All blocks of a page go down a tree together: a whole number with one byte for each block says which of them are at
a fork, and one `&` parts them. That takes a fifth of the time of leading each block down by itself.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import exp
from operator import add
from pathlib import Path
from typing import Any

from reader.documents.block_features import NAMES

WEIGHTS = Path(__file__).with_name("content_weights.json")
_FARTHEST = 30.0
"""Beyond this a score says nothing more, and its exponential would overflow."""
_MOST_IN_BYTE = 255
_NOT_ABOVE = tuple(
    bytes(_MOST_IN_BYTE if rank <= least else 0 for rank in range(256)) for least in range(256)
)
"""For each threshold of a feature: all bits for values ranked not above it, none for the others."""

_Tree = tuple[Any, tuple[float, ...]]
"""Forks and scores. A leaf is its number among the scores; a fork is (question, yes, no)."""


class _Forest:
    """Trees made ready: every question that a fork asks stands once in `questions`."""

    def __init__(self, trees: Sequence[Any]) -> None:
        asked: dict[int, set[float]] = {}
        for tree in trees:
            for feature, threshold in _questions_of(tree):
                asked.setdefault(feature, set()).add(threshold)
        self.thresholds = {feature: sorted(asked[feature]) for feature in sorted(asked)}
        self.questions = [
            (feature, at)
            for feature, thresholds in self.thresholds.items()
            for at in range(len(thresholds))
        ]
        if any(len(thresholds) > _MOST_IN_BYTE for thresholds in self.thresholds.values()):
            raise ValueError("the content weights ask too much of one feature; make them anew")
        numbers = {
            (feature, self.thresholds[feature][at]): number
            for number, (feature, at) in enumerate(self.questions)
        }
        self.trees: list[_Tree] = [_ready(tree, numbers) for tree in trees]

    def scores(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """The sum of what each tree says of each row."""
        count = len(rows)
        answers = self._answers(rows)
        everyone = int.from_bytes(b"\xff" * count, "little")
        ones = everyone // _MOST_IN_BYTE
        scores = [0.0] * count
        for forks, leaves in self.trees:
            reached = 0
            stack = [(forks, everyone)]
            while stack:
                at, here = stack.pop()
                if at.__class__ is int:
                    reached |= here & at * ones
                    continue
                question, low, high = at
                is_low = here & answers[question]
                if is_low:
                    stack.append((low, is_low))
                if is_low != here:
                    stack.append((high, here ^ is_low))
            leaf_of = reached.to_bytes(count, "little")
            scores = list(map(add, scores, map(leaves.__getitem__, leaf_of)))
        return scores

    def _answers(self, rows: Sequence[Sequence[float]]) -> list[int]:
        """For each question the rows of which it is true, a byte for each."""
        columns = list(zip(*rows, strict=True))
        ranks: dict[int, bytes] = {}
        for feature, thresholds in self.thresholds.items():
            column = columns[feature]
            rank_of = {value: bisect_left(thresholds, value) for value in set(column)}
            ranks[feature] = bytes(map(rank_of.__getitem__, column))
        return [
            int.from_bytes(ranks[feature].translate(_NOT_ABOVE[at]), "little")
            for feature, at in self.questions
        ]


_loaded: list[_Forest] = []
"""The trees once they are loaded; the last ones count."""


def _forest() -> _Forest:
    if not _loaded:
        _loaded.append(_planted(json.loads(WEIGHTS.read_text("utf-8"))))
    return _loaded[-1]


def _planted(weights: dict[str, Any]) -> _Forest:
    if weights["features"] != len(NAMES):
        raise ValueError("the content weights were made for other features; make them anew")
    return _Forest(weights["trees"])


def _questions_of(tree: Any) -> Iterator[tuple[int, float]]:
    stack = [tree]
    while stack:
        at = stack.pop()
        if isinstance(at, list):
            yield int(at[0]), float(at[1])
            stack += at[2:]


def _ready(tree: Any, numbers: dict[tuple[int, float], int]) -> _Tree:
    leaves: list[float] = []

    def ready(at: Any) -> Any:
        if not isinstance(at, list):
            leaves.append(float(at))
            return len(leaves) - 1
        feature, threshold, low, high = at
        return (numbers[int(feature), float(threshold)], ready(low), ready(high))

    return ready(tree), tuple(leaves)


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
    if not rows:
        return []
    return [
        1.0 / (1.0 + exp(-max(-_FARTHEST, min(_FARTHEST, score))))
        for score in _forest().scores(rows)
    ]
