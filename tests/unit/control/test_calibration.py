"""What ten presses tell of a hand."""

from __future__ import annotations

import pytest

from reader.control.calibration import Calibration, Try, calibrated
from reader.control.steady import Press, SteadyValues
from tests.support.simulated_hand import HANDS, NEIGHBOURS, Hand, SimulatedHand

BY_NAME = {hand.name: hand for hand in HANDS}


def ten_of(hand: Hand, seed: int = 1) -> Calibration:
    simulated, now_s, tries = SimulatedHand(hand, seed), 5.0, []
    for _ in range(10):
        cluster = simulated.press(now_s + simulated.reaction_s())
        presses = (
            Press(seen.key, seen.at_s, is_main=seen.key not in NEIGHBOURS) for seen in cluster
        )
        tries.append(Try(now_s, tuple(presses)))
        now_s = cluster[-1].at_s + 3
    return calibrated(tries)


def test_a_steady_hand_keeps_the_starting_values() -> None:
    found = ten_of(BY_NAME["steady"])
    assert found.steady == SteadyValues()
    assert (found.bounces, found.held, found.smears) == (0, 0, 0)
    assert found.keys == ("space",)
    assert found.has_one_key
    assert found.sentence.startswith("Your presses came one at a time.")


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [("tremor 4 Hz", 330, 500), ("tremor 5.8 Hz", 220, 350), ("tremor 12 Hz", 100, 200)],
)
def test_the_quiet_window_fits_the_tremor(name: str, least: int, most: int) -> None:
    for seed in range(5):
        found = ten_of(BY_NAME[name], seed)
        assert least <= found.steady.quiet_ms <= most
        assert found.bounces > 10


@pytest.mark.parametrize("delay", [660, 500, 250])
def test_the_repeat_delay_of_a_stuck_key_is_learned(delay: int) -> None:
    hand = next(hand for hand in HANDS if hand.stuck == 1 and hand.repeat_ms[0] == delay)
    found = ten_of(hand)
    assert abs(found.steady.repeat_ms - delay) < 10
    assert found.steady.hold_from_ms < delay < found.steady.hold_to_ms
    assert found.steady.quiet_ms == SteadyValues().quiet_ms
    assert "held a little long" in found.sentence


def test_a_smear_that_begins_beside_the_main_button_waits_for_it() -> None:
    aside = Press("right", 1.0, is_main=False)
    found = calibrated([Try(0.5, (aside, Press("space", 1.05)))])
    assert found.steady.waits_for_main
    assert found.smears == 1
    found = calibrated([Try(0.5, (Press("space", 1.0), Press("right", 1.12, is_main=False)))])
    assert not found.steady.waits_for_main
    assert 140 <= found.steady.smear_ms <= 200


def test_the_scan_time_is_the_mean_reaction_over_two_thirds() -> None:
    tries = [Try(at_s, (Press("a", at_s + 0.65),)) for at_s in range(0, 30, 3)]
    assert calibrated(tries).scan_ms == 1000
    slow = [Try(at_s, (Press("a", at_s + 60),)) for at_s in range(0, 3000, 300)]
    assert calibrated(slow).scan_ms == 10_000


def test_a_few_quick_tremors_do_not_shorten_the_window() -> None:
    single = [Try(at_s, (Press("a", at_s + 1),)) for at_s in range(0, 40, 5)]
    trembled = Try(50, (Press("a", 51), Press("a", 51.09), Press("a", 51.18)))
    assert calibrated([*single, trembled]).steady.quiet_ms == SteadyValues().quiet_ms


def test_nothing_is_learned_from_nothing() -> None:
    with pytest.raises(ValueError, match="no press"):
        calibrated([Try(0, ())])
    twice = Try(None, (Press("a", 4.0), Press("a", 5.0)))
    found = calibrated([twice] * 10, scan_ms=2200)
    assert (found.steady.quiet_ms, found.bounces, found.scan_ms) == (300, 0, 2200)
    assert calibrated([Try(0, ()), Try(3, (Press("a", 4),))]).keys == ("a",)


def test_a_burst_that_is_known_widens_the_window_but_little() -> None:
    bursts = [
        Try(at_s, tuple(Press("a", at_s + 1 + 0.25 * bounce) for bounce in range(4)))
        for at_s in range(0, 100, 10)
    ]
    known = calibrated(bursts).steady
    assert known.quiet_ms <= known.burst_ms <= 1.3 * known.quiet_ms
    seldom = calibrated(
        [*bursts[:3], *(Try(one.asked_at_s, one.presses[:1]) for one in bursts[3:])]
    )
    assert seldom.steady.burst_ms == SteadyValues().burst_ms
