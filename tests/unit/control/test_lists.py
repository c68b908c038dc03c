"""Moving in a list."""

from __future__ import annotations

import pytest

from reader.control.lists import Lists
from reader.control.view import ListView, Row
from reader.speech.narrator import Narrator
from tests.support.fake_player import FakeClips, FakePlayer

VIEW = ListView("Pages", "", (Row("One"), Row("Two"), Row("Three")), 0)


def said(player: FakePlayer) -> list[str]:
    return [queued.tag.utterance.text for queued in player.queue]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("steps", "row"), [([-1], 2), ([1, 1, 1], 0), ([1, 1], 2), ([-1, 1], 0)])
def test_after_the_last_row_comes_the_first(steps: list[int], row: int) -> None:
    player = FakePlayer()
    narrator = Narrator(FakeClips(), player)
    narrator.tick()
    lists = Lists(narrator)
    lists.open("pages", VIEW, lambda _index: None)
    for step in steps:
        lists.move(step)
    assert lists.view is not None
    assert lists.view.current == row
    assert said(player) == [f"{VIEW.rows[row].title}."]


def test_a_row_that_is_not_there_is_not_marked() -> None:
    lists = Lists(Narrator(FakeClips(), FakePlayer()))
    lists.open("pages", VIEW, lambda _index: None)
    assert not lists.mark(3)
    assert not lists.mark(-1)
    assert lists.view == VIEW


def test_moving_ends_the_offer() -> None:
    player = FakePlayer()
    narrator = Narrator(FakeClips(), player)
    lists = Lists(narrator)
    lists.open_welcome(VIEW, lambda _index: None)
    lists.move(1)
    for tenth in range(600):
        player.advance(100)
        narrator.tick()
        lists.tick(tenth / 10)
    assert lists.view is not None
    assert lists.view.current == 1


def test_a_list_over_another_leads_back_to_it_and_choosing_does_what_belongs_to_each() -> None:
    taken: list[tuple[str, int]] = []
    narrator = Narrator(FakeClips(), FakePlayer())
    narrator.tick()
    lists = Lists(narrator)
    lists.open("topics", VIEW, lambda index: taken.append(("below", index)))
    lists.move(1)
    lists.open("found", VIEW, lambda index: taken.append(("above", index)), over=True)
    assert lists.take(2)
    assert lists.back()
    assert lists.screen == "topics"
    assert lists.view is not None
    assert lists.view.current == 1
    assert lists.take(0)
    assert not lists.take(99)
    assert not lists.back()
    assert taken == [("above", 2), ("below", 0)]
