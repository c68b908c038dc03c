"""Which moves can be taken back."""

from __future__ import annotations

from reader.control.history import KEPT_MOVES, History, Visit
from reader.documents.model import Locator


def at(sentence: int) -> Visit:
    return Visit("page", Locator(0, sentence))


def test_a_run_of_sentence_steps_is_one_move() -> None:
    history = History()
    for sentence in range(4):
        history.leave(at(sentence), "sentence")
    assert history.back() == at(0)
    assert history.back() is None


def test_another_kind_of_move_ends_the_run() -> None:
    history = History()
    for sentence, kind in enumerate(["sentence", "sentence", "section", "section", "sentence"]):
        history.leave(at(sentence), kind)
    assert [history.back() for _ in range(5)] == [at(4), at(3), at(2), at(0), None]


def test_taking_back_ends_the_run() -> None:
    history = History()
    history.leave(at(0), "section")
    history.leave(at(1), "sentence")
    assert history.back() == at(1)
    history.leave(at(5), "sentence")
    assert history.back() == at(5)


def test_the_oldest_moves_are_forgotten() -> None:
    history = History()
    for sentence in range(KEPT_MOVES + 3):
        history.leave(at(sentence), "jump")
    back = [history.back() for _ in range(KEPT_MOVES + 1)]
    assert back[-2:] == [at(3), None]
