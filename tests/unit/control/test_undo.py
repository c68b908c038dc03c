"""Each thing that was done is taken back one by one."""

from __future__ import annotations

from reader.control.undo import KEPT_STEPS, LONG_AGO_S, NOTHING_LEFT, Undo


class Tape:
    """A number that is set and set back."""

    def __init__(self) -> None:
        self.undo = Undo()
        self.at = 0

    def go(self, to: int, name: str = "", run: str = "") -> None:
        before = self.at
        self.undo.note(name, lambda: self.go(before), run=run)
        self.at = to

    def back(self) -> int:
        self.undo.take_back()
        return self.at


def test_a_run_of_sentence_steps_is_one_move() -> None:
    tape = Tape()
    for to in (1, 2, 3):
        tape.go(to, run="sentence")
    assert tape.back() == 0
    assert tape.undo.take_back() == NOTHING_LEFT


def test_each_other_move_stands_for_itself() -> None:
    tape = Tape()
    tape.go(1, run="sentence")
    tape.go(4)
    tape.go(5, run="sentence")
    tape.go(6, run="sentence")
    assert [tape.back() for _ in range(4)] == [4, 1, 0, 0]


def test_a_run_begins_anew_after_taking_back() -> None:
    tape = Tape()
    tape.go(1)
    tape.go(2, run="sentence")
    tape.back()
    tape.go(3, run="sentence")
    assert tape.back() == 1


def test_taking_back_is_not_itself_something_to_take_back() -> None:
    tape = Tape()
    tape.go(1, "faster")
    assert tape.undo.take_back() == "Taken back: faster."
    assert len(tape.undo) == 0


def test_only_so_many_are_kept() -> None:
    tape = Tape()
    for to in range(1, KEPT_STEPS + 11):
        tape.go(to)
    for _ in range(KEPT_STEPS):
        tape.back()
    assert tape.at == 10
    assert tape.undo.take_back() == NOTHING_LEFT


def test_what_the_reader_does_by_itself_is_kept_once_until_something_is_done() -> None:
    undo, taken_back = Undo(), []
    undo.note("faster", lambda: taken_back.append("faster"))
    for page in ("one", "two"):
        undo.note(page, lambda page=page: taken_back.append(page), by_itself=True)  # type: ignore[misc]
    undo.take_back()
    undo.note("one again", lambda: taken_back.append("one again"), by_itself=True)
    undo.take_back()
    assert taken_back == ["one", "faster"]
    undo.note("slower", lambda: taken_back.append("slower"))
    undo.note("three", lambda: taken_back.append("three"), by_itself=True)
    undo.take_back()
    assert taken_back[-1] == "three"


def test_what_was_done_long_ago_or_on_another_page_is_named_with_that() -> None:
    undo = Undo()
    undo.tick(100.0, "One")
    undo.note("bookmark", lambda: None)
    undo.note("", lambda: None)
    undo.note("faster", lambda: None)
    undo.tick(100.0 + LONG_AGO_S - 1, "One")
    assert undo.take_back() == "Taken back: faster."
    assert not undo.went_far
    undo.tick(100.0 + 12 * 60, "Two")
    assert undo.take_back() == "Back to where you were 12 minutes ago."
    assert undo.take_back() == "Taken back: bookmark, 12 minutes ago, on One."
    assert undo.went_far
