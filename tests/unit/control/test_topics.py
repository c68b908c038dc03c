"""Which words are offered as topics."""

from __future__ import annotations

import pytest

from content_cache.entries import Topic
from reader.control.topics import best_topics, is_medical


def topic(text: str, *, is_heading: bool = False) -> Topic:
    return Topic(text, is_heading, pages=2, hits=5)


@pytest.mark.parametrize(
    "text", ["dystonia", "Botulinum toxin", "neurologist", "levodopa", "Treatments", "tremors", "writer's cramp"]
)  # fmt: skip
def test_words_of_medicine_are_known(text: str) -> None:
    assert is_medical(text)


@pytest.mark.parametrize("text", ["society", "piano", "Sunday", "charity number"])
def test_other_words_are_not(text: str) -> None:
    assert not is_medical(text)


def test_medical_ones_come_first_and_else_the_order_stays() -> None:
    given = [topic(text) for text in ("society", "tremor", "piano", "dystonia")]
    assert [each.text for each in best_topics(given, 10)] == [
        "tremor",
        "dystonia",
        "society",
        "piano",
    ]


def test_none_comes_twice_and_none_is_the_sites_own_furniture() -> None:
    given = [topic(text) for text in ("Cramp", "cramp", "Contact", "Read more", "of", "“Cramp”")]
    assert [each.text for each in best_topics(given, 10)] == ["Cramp"]


def test_only_so_many_are_offered() -> None:
    assert len(best_topics([topic(f"word{i}") for i in range(50)], 7)) == 7
