"""The spoken menu's machine, driven by hand."""

from __future__ import annotations

import pytest

from reader.control.one_button import Item, Leave, Outcome, Say, Scan, ScanValues, Take

A, B = Item("a", "A"), Item("b", "B")
INNER = (Item("c1", "C one"), Item("c2", "C two"))
C = Item("c", "C", INNER)
SPOKEN_S = 0.4
"""How long the voice takes for an item's name."""


class Ear:
    """Speaks items in no time of its own and moves the clock."""

    def __init__(self, scan: Scan) -> None:
        self.scan = scan
        self.now_s = 50.0
        self.speaks_until_s = self.now_s + SPOKEN_S
        self.heard = [scan.current.name]
        self.over: Outcome = None

    def take_in(self, outcome: Outcome) -> None:
        if isinstance(outcome, Say):
            self.heard.append(outcome.item.name)
            self.speaks_until_s = self.now_s + SPOKEN_S
        elif outcome is not None:
            self.over = outcome

    def wait(self, seconds: float) -> None:
        end_s = self.now_s + seconds
        while self.now_s < end_s and self.over is None:
            self.now_s += 0.01
            self.take_in(self.scan.tick(self.now_s, is_speaking=self.now_s < self.speaks_until_s))

    def press(self, switch: str = "main", *, late_s: float = 0.0) -> None:
        self.take_in(self.scan.press(switch, self.now_s - late_s))  # type: ignore[arg-type]

    @property
    def taken(self) -> str | None:
        return self.over.item.name if isinstance(self.over, Take) else None


def ear_of(**values: object) -> Ear:
    return Ear(Scan((A, B, C), ScanValues(**values)))  # type: ignore[arg-type]


def test_each_item_is_offered_for_its_scan_time_from_the_end_of_its_name() -> None:
    ear = ear_of()
    ear.wait(SPOKEN_S + 1.5 + 0.7 - 0.05)
    assert ear.heard == ["a"]
    ear.wait(0.1)
    assert ear.heard == ["a", "b"]
    ear.wait(SPOKEN_S + 1.5 - 0.15)
    assert ear.heard == ["a", "b"]
    ear.wait(0.2)
    assert ear.heard == ["a", "b", "c"]


def test_a_press_takes_what_is_being_offered() -> None:
    ear = ear_of()
    ear.wait(3)
    ear.press()
    assert ear.taken == "b"


def test_after_two_loops_the_reading_goes_on() -> None:
    ear = ear_of()
    ear.wait(60)
    assert ear.heard == ["a", "b", "c"] * 2
    assert ear.over == Leave()


def test_for_ever_there_is_an_item_that_leaves() -> None:
    ear = ear_of(scan_loops=0)
    ear.wait(60)
    assert ear.over is None
    assert ear.heard[:5] == ["a", "b", "c", "go-on", "a"]
    while ear.scan.current.name != "go-on":
        ear.wait(0.5)
    ear.wait(0.5)
    ear.press()
    assert ear.over == Leave()


def test_a_group_opens_and_its_items_are_offered() -> None:
    ear = ear_of()
    while ear.scan.current is not C:
        ear.wait(0.2)
    ear.wait(0.3)
    ear.press()
    assert ear.heard[-1] == "c1"
    ear.wait(3)
    ear.press()
    assert ear.taken == "c2"


def test_a_press_too_soon_for_any_hand_was_meant_for_the_item_before() -> None:
    ear = ear_of()
    while ear.scan.current is not B:
        ear.wait(0.01)
    ear.wait(0.1)
    ear.press()
    assert ear.taken == "a"


def test_a_press_counts_when_it_was_made_not_when_it_was_handled() -> None:
    ear = ear_of()
    while ear.scan.current is not B:
        ear.wait(0.01)
    ear.wait(0.3)
    ear.press(late_s=0.25)
    assert ear.taken == "a"


def test_step_scan_has_no_clock() -> None:
    ear = ear_of(scan_way="step")
    ear.wait(300)
    assert ear.over is None
    assert ear.heard == ["a"]
    assert ear.scan.time_left(ear.now_s) is None
    ear.press("on")
    ear.press("on")
    ear.press("back")
    assert ear.heard == ["a", "b", "c", "b"]
    ear.press()
    assert ear.taken == "b"


def test_step_scan_can_be_left() -> None:
    ear = ear_of(scan_way="step")
    ear.press("back")
    assert ear.scan.current.name == "go-on"
    ear.press()
    assert ear.over == Leave()


def test_press_to_stop_takes_after_a_scan_time_unless_it_is_sent_on() -> None:
    ear = ear_of(scan_way="stop")
    ear.wait(3)
    ear.press()
    assert (ear.taken, ear.scan.is_stopped) == (None, True)
    ear.wait(1)
    ear.press()
    assert ear.heard[-1] == "c"
    assert not ear.scan.is_stopped
    ear.wait(4)
    assert ear.heard[-1] == "a"
    ear.wait(0.3)
    ear.press()
    ear.wait(SPOKEN_S + 1.5 + 0.7 + 0.1)
    assert ear.taken == "a"


@pytest.mark.parametrize("way", ["auto", "step", "stop"])
def test_the_way_out_leaves_at_once(way: str) -> None:
    ear = ear_of(scan_way=way)
    ear.press("out")
    assert ear.over == Leave()


def test_the_time_that_is_left_shrinks_after_the_name_was_said() -> None:
    ear = ear_of()
    ear.wait(SPOKEN_S - 0.1)
    assert ear.scan.time_left(ear.now_s) == 1.0
    ear.wait(0.1 + 1.1)
    left = ear.scan.time_left(ear.now_s)
    assert left is not None
    assert 0.45 < left < 0.55


def test_while_the_hand_still_moves_the_item_stays() -> None:
    ear = ear_of(scan_ms=1000, scan_first_extra_ms=0)
    ear.wait(SPOKEN_S + 0.8)
    ear.scan.wait_from(ear.now_s)
    ear.wait(0.9)
    assert ear.heard == ["a"]
    ear.wait(0.2)
    assert ear.heard == ["a", "b"]
    ear.scan.wait_from(ear.now_s)  # its name is being said: its time has not begun yet
    ear.wait(SPOKEN_S + 1.1)
    assert ear.heard == ["a", "b", "c"]
