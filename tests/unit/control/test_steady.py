"""The steady filter: golden traces for each fault, and what holds for any presses at all."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace

import pytest

from reader.control.steady import OFF, Press, Steady, SteadyValues
from tests.support.simulated_hand import HANDS, SeenPress, SimulatedHand


def acted(
    trace: list[tuple[float, str]], values: SteadyValues | None = None, **flags: bool
) -> list[tuple[float, str]]:
    """(ms, key) of the presses that come out of a trace of (ms, key)."""
    filter_ = Steady(values)
    out: list[Press] = []
    for at_ms, key in trace:
        out += filter_.press(Press(key, at_ms / 1000, **flags))
    out += filter_.tick(1e6)
    return [(round(press.at_s * 1000), press.key) for press in out]


def every(
    period_ms: float, count: int, start_ms: float = 0, key: str = "a"
) -> list[tuple[float, str]]:
    return [(start_ms + index * period_ms, key) for index in range(count)]


@pytest.mark.parametrize(
    ("trace", "meant"),
    [
        ([(0, "a")], [(0, "a")]),
        ([(0, "a"), (400, "b")], [(0, "a"), (400, "b")]),
        ([(0, "a"), (1500, "a")], [(0, "a"), (1500, "a")]),
        ([(0, "a"), (500, "a")], [(0, "a"), (500, "a")]),
        ([(0, "a"), (170, "a")], [(0, "a")]),
    ],
    ids=["one", "two keys", "twice", "twice and quick", "a bounce"],
)
def test_single_presses(trace: list[tuple[float, str]], meant: list[tuple[float, str]]) -> None:
    assert acted(trace) == meant


@pytest.mark.parametrize("hz", [4.0, 5.8, 8.0, 12.0])
def test_a_burst_of_tremor_is_one_press(hz: float) -> None:
    burst = every(1000 / hz, int(2 * hz))
    assert acted(burst) == [(0, "a")]
    assert acted([*burst, (3500, "a")]) == [(0, "a"), (3500, "a")]


def test_a_long_gap_inside_a_burst_starts_nothing_new() -> None:
    assert acted([(0, "a"), (250, "a"), (560, "a"), (800, "a")]) == [(0, "a")]
    # the very first gap is the long one: the press after it is doubted until the next one comes
    assert acted([(0, "a"), (340, "a"), (590, "a"), (830, "a")]) == [(0, "a")]


def test_after_a_burst_it_must_have_been_quiet_once() -> None:
    burst = every(200, 4)
    assert acted([*burst, (600 + 550, "b")]) == [(0, "a")]
    assert acted([*burst, (600 + 650, "b")])[-1] == (1250, "b")
    assert acted([*burst, (600 + 650, "b"), (600 + 1000, "c")])[-1] == (1600, "c")


@pytest.mark.parametrize(("delay", "period"), [(660, 40), (500, 33), (250, 33), (1000, 50)])
@pytest.mark.parametrize("repeats", [2, 3, 60])
def test_a_stuck_key_is_one_press(delay: float, period: float, repeats: int) -> None:
    train = every(period, repeats, delay)
    assert acted([(0, "a"), *train]) == [(0, "a")]
    after = train[-1][0] + 700
    assert acted([(0, "a"), *train, (after, "b")])[-1] == (round(after), "b")


def test_a_lone_repeat_is_known_once_the_delay_is() -> None:
    knowing = replace(SteadyValues(), repeat_ms=660)
    assert acted([(0, "a"), (662, "a")]) == [(0, "a"), (662, "a")]
    assert acted([(0, "a"), (662, "a")], knowing) == [(0, "a")]
    assert acted([(0, "a"), (900, "a")], knowing) == [(0, "a"), (900, "a")]


def test_a_smear_is_one_press_of_the_first_key() -> None:
    assert acted([(0, "j"), (30, "k"), (95, "l")]) == [(0, "j")]
    narrow = replace(SteadyValues(), quiet_ms=0)
    assert acted([(0, "j"), (95, "k")], narrow) == [(0, "j")]
    assert acted([(0, "j"), (120, "k")], narrow) == [(0, "j"), (120, "k")]


def test_the_main_button_goes_before_its_neighbour_where_that_waits_for_it() -> None:
    waiting = replace(SteadyValues(), waits_for_main=True)

    def both(values: SteadyValues) -> list[str]:
        filter_ = Steady(values)
        out = filter_.press(Press("right", 0.0, is_main=False))
        out += filter_.press(Press("space", 0.04, is_main=True))
        return [press.key for press in out + filter_.tick(9)]

    assert both(SteadyValues()) == ["right"]
    assert both(waiting) == ["space"]
    alone = Steady(waiting)
    assert alone.press(Press("right", 0.0, is_main=False)) == ()
    assert alone.due_at_s == pytest.approx(0.1)
    assert [press.key for press in alone.tick(0.1)] == ["right"]


def test_what_is_harder_to_take_back_needs_a_longer_quiet() -> None:
    assert acted([(0, "a"), (600, "b")], is_careful=True) == [(0, "a")]
    assert acted([(0, "a"), (710, "b")], is_careful=True) == [(0, "a"), (710, "b")]


def test_only_a_press_that_may_be_a_repeat_waits() -> None:
    filter_ = Steady()
    assert filter_.press(Press("a", 0.0))
    assert filter_.due_at_s is None
    assert filter_.press(Press("a", 0.5)) == ()
    assert filter_.due_at_s == pytest.approx(0.6)
    assert filter_.tick(0.59) == ()
    assert [press.at_s for press in filter_.tick(0.6)] == [0.5]
    assert filter_.press(Press("a", 2.0))
    assert (filter_.seen, filter_.acted_on, filter_.set_aside) == (3, 3, 0)


def random_presses(seed: int, count: int = 300) -> list[Press]:
    chance = random.Random(seed)
    at_s, presses = 0.0, []
    for _ in range(count):
        at_s += chance.choice(
            (chance.uniform(0, 0.1), chance.uniform(0, 0.4), chance.uniform(0, 3))
        )
        presses.append(
            Press(
                chance.choice("aaab"),
                at_s,
                is_careful=chance.random() < 0.1,
                is_main=chance.random() < 0.7,
            )
        )
    return presses


def random_values(seed: int) -> SteadyValues:
    chance = random.Random(seed)
    return SteadyValues(
        quiet_ms=chance.choice((0, 100, 300, 700, 2000)),
        smear_ms=chance.choice((0, 100, 300)),
        waits_for_main=chance.random() < 0.3,
        repeat_ms=chance.choice((0, 0, 500)),
    )


def released(presses: list[Press], values: SteadyValues, ticks_seed: int | None) -> list[Press]:
    chance = random.Random(ticks_seed)
    filter_, out = Steady(values), []
    for press, following in zip(presses, [*presses[1:], None], strict=True):
        out += filter_.press(press)
        end_s = press.at_s + 5 if following is None else following.at_s
        if ticks_seed is not None:
            for at_s in sorted(
                chance.uniform(press.at_s, end_s) for _ in range(chance.randint(0, 9))
            ):
                out += filter_.tick(min(at_s, end_s - 1e-6))
    out += filter_.tick(1e9)
    assert filter_.seen == len(presses)
    assert filter_.acted_on == len(out)
    assert filter_.set_aside == len(presses) - len(out)
    return out


@pytest.mark.parametrize("seed", range(40))
def test_what_comes_out_does_not_depend_on_the_ticks(seed: int) -> None:
    presses, values = random_presses(seed), random_values(seed)
    expected = released(presses, values, None)
    for ticks_seed in range(4):
        assert released(presses, values, ticks_seed) == expected


@pytest.mark.parametrize("seed", range(40))
def test_presses_acted_on_are_pressed_in_order_once_each_and_far_enough_apart(seed: int) -> None:
    presses, values = random_presses(seed), random_values(seed)
    out = released(presses, values, None)
    assert out
    assert out == [press for press in presses if press in out]
    if not values.waits_for_main:
        gaps_ms = [(b.at_s - a.at_s) * 1000 for a, b in itertools.pairwise(out)]
        assert min(gaps_ms, default=9e9) >= values.quiet_ms - 1e-6


@pytest.mark.parametrize("seed", range(20))
def test_a_press_after_a_long_quiet_is_acted_on_at_once(seed: int) -> None:
    values = replace(random_values(seed), waits_for_main=False)
    filter_ = Steady(values)
    for press in random_presses(seed):
        filter_.press(press)
    last_s = press.at_s + 60
    filter_.tick(last_s - 1)
    assert [press.at_s for press in filter_.press(Press("a", last_s))] == [last_s]


@pytest.mark.parametrize("seed", range(10))
def test_switched_off_everything_passes_at_once(seed: int) -> None:
    filter_ = Steady(OFF)
    for press in random_presses(seed):
        assert filter_.press(press) == (press,)
    assert filter_.set_aside == 0


@pytest.mark.parametrize("hand", HANDS, ids=lambda hand: hand.name)
def test_every_simulated_hand_gets_about_one_action_for_a_press(hand: object) -> None:
    seen = SimulatedHand(hand, 7).session(200)  # type: ignore[arg-type]
    assert all(isinstance(press, SeenPress) for press in seen)
    filter_ = Steady()
    out = [meant for press in seen for meant in filter_.press(Press(press.key, press.at_s))]
    out += filter_.tick(1e9)
    assert 0.97 <= len(out) / 200 <= 1.1
