"""The scan over a short list: what is offered when, and where it rests."""

from __future__ import annotations

from reader.control.offer import FIRST_EXTRA_S, LOOPS, SCAN_S, Offer

STEP_S = 0.05


def offered(offer: Offer, seconds: float, *, start: float = 0.0) -> list[tuple[float, int]]:
    """What is offered in some quiet seconds, each with its time."""
    found = []
    for step in range(int(seconds / STEP_S) + 1):
        now = start + step * STEP_S
        row = offer.tick(now, is_speaking=False)
        if row is not None:
            found.append((now, row))
    return found


def test_each_row_is_offered_in_turn_for_so_many_loops_and_then_it_rests_on_the_first() -> None:
    rows = [row for _at, row in offered(Offer(3), 60)]
    assert rows == [1, 2, 0] * LOOPS


def test_the_first_row_stands_longer() -> None:
    (first, _), (second, _), *_rest = offered(Offer(2), 10)
    assert abs(first - (SCAN_S + FIRST_EXTRA_S)) <= 2 * STEP_S
    assert abs(second - first - SCAN_S) <= 3 * STEP_S


def test_the_time_runs_from_the_end_of_the_spoken_row() -> None:
    offer = Offer(2)
    for step in range(200):
        assert offer.tick(step * STEP_S, is_speaking=True) is None
    (at, row), *_rest = offered(offer, 4, start=10)
    assert row == 1
    assert abs(at - 10 - SCAN_S - FIRST_EXTRA_S) <= 2 * STEP_S
