"""Blocks judged together come out as each would alone, led from fork to fork."""

from __future__ import annotations

import random
from math import exp
from typing import Any

import pytest

from reader.documents.block_features import NAMES
from reader.documents.content_model import judge, using

chance = random.Random(7)


def tree(depth: int) -> Any:
    if not depth or chance.random() < 0.15:
        return round(chance.uniform(-1, 1), 4)
    return [
        chance.randrange(len(NAMES)),
        round(chance.uniform(-2, 2), 1),
        tree(depth - 1),
        tree(depth - 1),
    ]


def alone(trees: list[Any], row: list[float]) -> float:
    score = 0.0
    for at in trees:
        while isinstance(at, list):
            feature, threshold, low, high = at
            at = low if row[feature] <= threshold else high  # noqa: PLW2901 - one step down
        score += at
    return 1 / (1 + exp(-score))


@pytest.mark.parametrize("count", [1, 7, 300])
def test_many_rows_are_judged_as_each_alone(count: int) -> None:
    trees = [tree(6) for _ in range(30)]
    rows = [[round(chance.uniform(-3, 3), 1) for _ in NAMES] for _ in range(count)]
    with using({"features": len(NAMES), "trees": trees}):
        assert judge(rows) == pytest.approx([alone(trees, row) for row in rows])


def test_no_rows_give_nothing() -> None:
    assert judge([]) == []


def test_weights_for_other_features_are_refused() -> None:
    with (
        pytest.raises(ValueError, match="made for other features"),
        using({"features": len(NAMES) + 1, "trees": []}),
    ):
        pass


def test_the_weights_that_are_kept_tell_something() -> None:
    assert 0.0 < judge([[0.0] * len(NAMES)])[0] < 1.0
