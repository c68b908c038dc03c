"""When the stored copy will do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from content_cache.freshness import Decision, Purpose, StoredCopy, decide

NOW = datetime(2025, 5, 1, tzinfo=UTC)
AGES = [
    timedelta(0),
    timedelta(minutes=5),
    timedelta(days=400),
    timedelta(days=-30),
    NOW - datetime(1970, 1, 1, tzinfo=UTC),
    NOW - datetime(9999, 1, 1, tzinfo=UTC),
]


@pytest.mark.parametrize("purpose", ["open", "save", "collect", "follow", "update"])
def test_what_is_not_here_is_fetched(purpose: Purpose) -> None:
    assert decide(None, NOW, purpose) is Decision.FETCH


@pytest.mark.parametrize("age", AGES)
def test_a_saved_page_opens_without_network_whatever_the_clock_says(age: timedelta) -> None:
    assert decide(StoredCopy(NOW - age), NOW, "open") is Decision.SERVE


@pytest.mark.parametrize("age", AGES)
def test_saving_a_saved_page_asks_for_a_newer_one(age: timedelta) -> None:
    assert decide(StoredCopy(NOW - age), NOW, "save") is Decision.REVALIDATE


@pytest.mark.parametrize("age", AGES)
def test_a_file_is_always_looked_at_again(age: timedelta) -> None:
    assert decide(StoredCopy(NOW - age, is_local_file=True), NOW, "open") is Decision.REVALIDATE


@pytest.mark.parametrize(
    ("age", "decision"),
    [
        (timedelta(minutes=5), Decision.SERVE),
        (timedelta(days=1), Decision.REVALIDATE),
        (timedelta(days=400), Decision.REVALIDATE),
        (timedelta(seconds=-1), Decision.REVALIDATE),
        (NOW - datetime(9999, 1, 1, tzinfo=UTC), Decision.REVALIDATE),
    ],
)
def test_a_collection_goes_on_where_it_was_broken_off(age: timedelta, decision: Decision) -> None:
    assert decide(StoredCopy(NOW - age), NOW, "collect") is decision


@pytest.mark.parametrize(
    ("age", "decision"),
    [
        (timedelta(days=6), Decision.SERVE),
        (timedelta(days=7), Decision.REVALIDATE),
        (timedelta(seconds=-1), Decision.REVALIDATE),
    ],
)
def test_what_others_lead_to_is_not_asked_for_every_time(
    age: timedelta, decision: Decision
) -> None:
    assert decide(StoredCopy(NOW - age), NOW, "follow") is decision


@pytest.mark.parametrize("age", AGES)
def test_looking_for_news_always_asks(age: timedelta) -> None:
    assert decide(StoredCopy(NOW - age), NOW, "update") is Decision.REVALIDATE
