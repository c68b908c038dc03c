"""A trembling pointer: its average, and choosing by resting it; every time and place is made by hand."""

from __future__ import annotations

import math

import pytest

from reader.control.dwell import Dwell, SteadyPointer, Target

LEFT = Target("left", 0, 20, 14, 23)
RIGHT = Target("right", 14, 20, 42, 23)
BOTH = (LEFT, RIGHT)
FRAME_S = 1 / 30


class Hand:
    """A pointer and a clock."""

    def __init__(self, wait_ms: int = 1200) -> None:
        self.pointer = SteadyPointer()
        self.dwell = Dwell(self.pointer, wait_ms)
        self.now = 50.0
        self.targets: tuple[Target, ...] = BOTH
        self.taken: list[object] = []

    def move(self, x: int, y: int) -> None:
        self.pointer.move(x, y, self.now)
        self.wait(FRAME_S)

    def wait(self, seconds: float) -> None:
        for _ in range(round(seconds / FRAME_S)):
            self.now += FRAME_S
            taken = self.dwell.tick(self.now, self.targets)
            if taken is not None:
                self.taken.append(taken.name)


def test_resting_for_the_dwell_time_takes_the_target_once() -> None:
    hand = Hand()
    hand.move(20, 21)
    hand.wait(1.0)
    assert hand.taken == []
    assert 0.7 < hand.dwell.fraction(hand.now) < 0.95
    hand.wait(0.4)
    assert hand.taken == ["right"]
    hand.wait(10)
    assert hand.taken == ["right"]


def test_it_is_taken_again_only_after_the_pointer_was_elsewhere() -> None:
    hand = Hand()
    hand.move(20, 21)
    hand.wait(1.5)
    hand.move(24, 21)
    hand.wait(3)
    assert hand.taken == ["right"]
    hand.move(24, 10)
    hand.wait(1)
    hand.move(24, 21)
    hand.wait(1.5)
    assert hand.taken == ["right", "right"]


@pytest.mark.parametrize("hertz", [4, 5.8, 8, 12])
@pytest.mark.parametrize("cells", [1, 2, 3])
def test_tremor_over_the_edge_does_not_reset(hertz: float, cells: int) -> None:
    hand = Hand()
    start = hand.now
    while not hand.taken and hand.now - start < 5:
        swing = math.sin(2 * math.pi * hertz * (hand.now - start))
        hand.move(14 + round(cells * swing), 20 + round(cells / 2 * swing))
    assert len(hand.taken) == 1
    assert hand.now - start < 2


def test_moving_on_cancels() -> None:
    hand = Hand()
    hand.move(20, 21)
    hand.wait(1.0)
    for x in range(20, 2, -2):
        hand.move(x, 21)
    hand.wait(0.6)
    assert hand.taken == []
    assert hand.dwell.target == LEFT
    hand.wait(0.8)
    assert hand.taken == ["left"]


def test_moving_off_all_targets_cancels() -> None:
    hand = Hand()
    hand.move(20, 21)
    hand.wait(1.0)
    for y in range(21, 8, -2):
        hand.move(20, y)
    hand.wait(5)
    assert hand.taken == []


def test_what_comes_to_lie_under_a_pointer_at_rest_is_not_taken() -> None:
    hand = Hand()
    hand.targets = ()
    hand.move(20, 21)
    hand.wait(2)
    hand.targets = BOTH
    hand.wait(5)
    assert hand.taken == []
    hand.move(20, 5)
    hand.wait(1)
    hand.move(20, 21)
    hand.wait(1.5)
    assert hand.taken == ["right"]


def test_a_target_that_takes_its_place_is_not_taken_with_it() -> None:
    hand = Hand()
    hand.move(20, 21)
    hand.wait(1.25)
    assert hand.taken == ["right"]
    hand.targets = (Target("row", 0, 18, 80, 24),)
    hand.wait(5)
    assert hand.taken == ["right"]


@pytest.mark.parametrize("wait_ms", [400, 1200, 5000])
def test_the_dwell_time_is_chosen(wait_ms: int) -> None:
    hand = Hand(wait_ms)
    hand.move(20, 21)
    hand.wait(wait_ms / 1000 - 0.1)
    assert hand.taken == []
    hand.wait(0.2)
    assert hand.taken == ["right"]


def test_the_average_is_by_time_not_by_events() -> None:
    pointer = SteadyPointer()
    pointer.move(0, 0, 10.0)
    for step in range(4):
        pointer.move(10, 0, 10.4 + step / 100)
    x, _y = pointer.at(10.5) or (0, 0)
    assert x == pytest.approx(0.5 + 10 * 0.1 / 0.5)
    assert pointer.at(11.5) == (10.5, 0.5)


def test_a_jump_is_a_new_place() -> None:
    pointer = SteadyPointer()
    assert pointer.at(1.0) is None
    pointer.move(0, 0, 10.0)
    pointer.move(60, 0, 12.0)
    assert pointer.at(12.0) == (60.5, 0.5)
