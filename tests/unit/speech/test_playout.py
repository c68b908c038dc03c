"""The queue without a device: frames are asked for by hand, at moments given by hand."""

from __future__ import annotations

from array import array

import pytest

from reader.speech.playout import FADE_MS, STEP_BACK_MS, Heard, Playout

RATE = 1000
"""One frame a millisecond keeps the sums readable."""
PERIOD = 10


class Card:
    """A sound card moved by hand: asks for a period each 10 ms."""

    def __init__(self, playout: Playout, *, latency_ms: float = 0) -> None:
        self.playout = playout
        self.now = 100.0
        self.played = array("h")
        playout.change_driver(latency_ms)

    def run(self, ms: int) -> None:
        """Play so many milliseconds."""
        for _ in range(ms // PERIOD):
            output = bytearray(2 * PERIOD)
            for offset, frames in self.playout.render(PERIOD, self.now):
                output[offset : offset + len(frames)] = frames
            self.played.frombytes(bytes(output))
            self.now += PERIOD / 1000

    def take(self, ms: int) -> list[int]:
        """Play so many milliseconds and give just their frames."""
        before = len(self.played)
        self.run(ms)
        return list(self.played[before:])

    def heard(self) -> Heard | None:
        return self.playout.heard(self.now)


def _count_up(first: int, count: int) -> bytes:
    return array("h", range(first, first + count)).tobytes()


@pytest.fixture
def playout() -> Playout:
    return Playout(RATE)


@pytest.fixture
def card(playout: Playout) -> Card:
    return Card(playout)


def _feed(
    playout: Playout,
    tag: str,
    pcm: bytes,
    *,
    gap_ms: float = 0,
    start_ms: float = 0,
    has_more: bool = False,
) -> None:
    playout.feed(tag, pcm, gap_ms=gap_ms, start_ms=start_ms, has_more=has_more)


def test_clips_follow_one_another_frame_by_frame(playout: Playout, card: Card) -> None:
    _feed(playout, "a", _count_up(1, 25))
    _feed(playout, "b", _count_up(101, 25), gap_ms=5)

    assert card.take(60) == [*range(1, 26), *[0] * 5, *range(101, 126), *[0] * 5]


def test_nothing_queued_is_silence(card: Card) -> None:
    assert card.take(30) == [0] * 30
    assert card.heard() is None


def test_a_clip_of_nothing_passes(playout: Playout, card: Card) -> None:
    _feed(playout, "empty", b"")
    _feed(playout, "a", _count_up(1, 10))
    _feed(playout, "empty too", b"")

    assert card.take(20) == [*range(1, 11), *[0] * 10]
    assert playout.is_idle(card.now)


def test_the_place_heard_follows_the_clock_between_callbacks(playout: Playout) -> None:
    card = Card(playout, latency_ms=30)
    _feed(playout, "a", _count_up(1, 200))
    card.run(100)
    first, second = card.heard(), playout.heard(card.now + 0.004)

    assert first is not None
    assert second is not None
    assert second.at_ms - first.at_ms == pytest.approx(4, abs=1)


def test_the_place_heard_is_behind_by_the_latency(playout: Playout) -> None:
    card = Card(playout, latency_ms=30)
    _feed(playout, "a", _count_up(1, 200))
    card.run(100)

    # The last frames were handed over 10 ms ago, so 20 of the 30 ms are still to come.
    assert card.heard() == Heard("a", 80, is_gap=False)


def test_nothing_is_heard_before_the_latency_is_over(playout: Playout) -> None:
    card = Card(playout, latency_ms=30)
    _feed(playout, "a", _count_up(1, 200))
    card.run(10)

    assert card.heard() is None
    assert not playout.is_idle(card.now)


def test_the_gap_before_a_clip_is_told(playout: Playout, card: Card) -> None:
    _feed(playout, "a", _count_up(1, 100), gap_ms=40, start_ms=20)
    card.run(20)
    assert card.heard() == Heard("a", 20, is_gap=True)

    card.run(40)
    assert card.heard() == Heard("a", 40, is_gap=False)


def test_a_card_that_stalls_does_not_run_ahead(playout: Playout, card: Card) -> None:
    _feed(playout, "a", _count_up(1, 500))
    card.run(100)

    assert playout.heard(card.now + 5) == Heard("a", 100, is_gap=False)
    card.now += 5
    card.run(100)
    assert card.heard() == Heard("a", 200, is_gap=False)


def test_pause_fades_and_then_is_silent(playout: Playout, card: Card) -> None:
    _feed(playout, "a", array("h", [1000] * 500).tobytes())
    card.run(100)
    playout.pause()
    frames = card.take(40)
    fade = int(FADE_MS * RATE / 1000)

    assert frames[0] > frames[fade - 1] > 0
    assert frames[fade:] == [0] * (40 - fade)


def test_resume_goes_on_a_little_before_the_hold(playout: Playout, card: Card) -> None:
    _feed(playout, "a", _count_up(1, 500))
    card.run(100)
    playout.pause()
    card.run(50)
    held = card.heard()
    playout.resume()
    frames = card.take(30)

    assert held == Heard("a", 100 - STEP_BACK_MS, is_gap=False)
    assert frames[10:] == list(range(71, 91))


def test_a_hold_near_the_start_does_not_reach_back_into_the_gap(
    playout: Playout, card: Card
) -> None:
    _feed(playout, "a", _count_up(1, 500), gap_ms=50)
    card.run(60)
    playout.pause()
    card.run(20)

    assert card.heard() == Heard("a", 0, is_gap=False)


def test_a_hold_in_the_gap_keeps_the_rest_of_it(playout: Playout, card: Card) -> None:
    _feed(playout, "a", _count_up(1, 50), gap_ms=50)
    card.run(30)
    playout.pause()
    card.run(100)
    playout.resume()

    assert card.take(30)[:20] == [0] * 20


def test_what_was_fed_while_held_waits(playout: Playout, card: Card) -> None:
    playout.pause()
    _feed(playout, "a", _count_up(1, 50))
    assert card.take(50) == [0] * 50
    assert card.heard() is None

    playout.resume()
    assert card.take(20)[10:] == list(range(11, 21))


def test_clear_fades_forgets_and_leaves_room_for_the_next(playout: Playout, card: Card) -> None:
    _feed(playout, "a", array("h", [1000] * 500).tobytes())
    card.run(100)
    playout.clear()
    assert card.heard() is None
    assert playout.is_idle(card.now)

    _feed(playout, "b", _count_up(1, 50))
    fade = int(FADE_MS * RATE / 1000)
    frames = card.take(20)
    assert max(frames[:fade]) <= 1000
    assert frames[fade:] == list(range(1, 21 - fade))


def test_clear_keeps_the_hold(playout: Playout, card: Card) -> None:
    playout.pause()
    playout.clear()
    _feed(playout, "a", _count_up(1, 50))

    assert card.take(20) == [0] * 20


def test_starting_in_the_middle_fades_in(playout: Playout, card: Card) -> None:
    _feed(playout, "a", array("h", [1000] * 100).tobytes(), start_ms=50)
    frames = card.take(20)

    assert frames[0] < 500
    assert frames[10:] == [1000] * 10
    assert card.heard() == Heard("a", 70, is_gap=False)


def test_a_start_behind_the_end_is_its_end(playout: Playout, card: Card) -> None:
    _feed(playout, "a", _count_up(1, 10), start_ms=500)
    _feed(playout, "b", _count_up(101, 10))

    assert card.take(10) == list(range(101, 111))


def test_all_is_heard_when_it_comes_out_not_when_it_is_handed_over(playout: Playout) -> None:
    card = Card(playout, latency_ms=30)
    _feed(playout, "a", _count_up(1, 20))
    _feed(playout, "b", _count_up(1, 20))
    card.run(40)
    assert card.heard() == Heard("b", 0, is_gap=False)
    assert not playout.is_idle(card.now)
    card.run(40)

    assert card.heard() is None
    assert playout.is_idle(card.now)


def test_what_waits_is_dropped_and_what_sounds_goes_on(playout: Playout, card: Card) -> None:
    for tag in ("a", "b", "c"):
        _feed(playout, tag, _count_up(1, 100), has_more=True)
    card.run(50)

    assert playout.drop_waiting() == ("b", "c")
    assert playout.drop_waiting() == ()
    assert card.take(60) == [*range(51, 101), *[0] * 10]
    assert playout.ran_out == 0


def test_the_loudness_goes_evenly_to_its_goal_and_stays(playout: Playout, card: Card) -> None:
    _feed(playout, "a", array("h", [10000] * 400).tobytes())
    playout.fade(0.5, over_ms=100)
    frames = card.take(200)

    assert frames[0] == 10000
    assert frames == sorted(frames, reverse=True)
    assert frames[50] == pytest.approx(7500, abs=150)
    assert frames[100:] == [5000] * 100
    playout.fade(1.0, over_ms=0)
    assert card.take(100)[10:] == [10000] * 90


def test_what_is_queued_is_counted_down(playout: Playout, card: Card) -> None:
    _feed(playout, "a", _count_up(1, 100), gap_ms=50)
    _feed(playout, "b", _count_up(1, 100))
    assert playout.queued_ms(card.now) == 250
    card.run(100)
    assert playout.queued_ms(card.now) == 150
    card.run(200)
    assert playout.queued_ms(card.now) == 0


def test_running_dry_counts_only_where_more_was_to_come(playout: Playout, card: Card) -> None:
    _feed(playout, "a", _count_up(1, 15), has_more=True)
    card.run(50)
    assert playout.ran_out == 1

    _feed(playout, "b", _count_up(1, 15))
    card.run(50)
    assert playout.ran_out == 1


def test_another_driver_goes_on_where_the_last_one_was(playout: Playout, card: Card) -> None:
    _feed(playout, "a", _count_up(1, 1000))
    card.run(200)
    other = Card(playout, latency_ms=0)
    other.now = card.now + 0.4
    other.run(100)

    assert other.heard() == Heard("a", 300 - STEP_BACK_MS, is_gap=False)


def test_another_driver_keeps_the_hold(playout: Playout, card: Card) -> None:
    _feed(playout, "a", _count_up(1, 1000))
    card.run(200)
    playout.pause()
    card.run(50)
    other = Card(playout)
    other.now = card.now
    other.run(50)

    assert other.heard() == Heard("a", 200 - STEP_BACK_MS, is_gap=False)
    assert not any(other.played)


def test_the_chosen_volume_holds_from_the_next_frames_and_under_a_fade(
    playout: Playout, card: Card
) -> None:
    playout.feed("a", array("h", [1000] * 400).tobytes(), gap_ms=0, start_ms=0, has_more=False)
    assert card.take(20) == [1000] * 20
    playout.set_volume(0.5)
    frames = card.take(20)
    assert frames == sorted(frames, reverse=True)
    assert frames[10:] == [500] * 10
    playout.fade(0.0, over_ms=20)
    frames = card.take(30)
    assert frames[0] == 500
    assert frames[-1] == 0


def test_an_earcon_is_mixed_from_the_silence_before_a_clip_on(playout: Playout, card: Card) -> None:
    playout.feed(
        "a",
        array("h", [100] * 20).tobytes(),
        gap_ms=15,
        start_ms=0,
        has_more=False,
        earcon=array("h", [7] * 25).tobytes(),
    )

    assert card.take(50) == [7] * 15 + [107] * 10 + [100] * 10 + [0] * 15


def test_a_sound_beside_delays_nothing_and_does_not_count_as_heard(
    playout: Playout, card: Card
) -> None:
    _feed(playout, "a", array("h", [100] * 30).tobytes())
    card.run(10)
    playout.sound(array("h", [5] * 15).tobytes())

    assert card.take(20) == [105] * 15 + [100] * 5
    assert card.heard() is None
    assert playout.is_idle(card.now)


def test_a_sound_beside_is_heard_while_the_reading_is_held_and_a_hold_cuts_it(
    playout: Playout, card: Card
) -> None:
    playout.pause()
    playout.sound(array("h", [1000] * 40).tobytes())
    assert card.take(10) == [1000] * 10
    playout.pause()

    assert card.take(20) == [1000, 750, 500, 250] + [0] * 16


def test_too_much_together_is_held_to_full_scale(playout: Playout, card: Card) -> None:
    _feed(playout, "a", array("h", [32000, -32000] * 5).tobytes())
    playout.sound(array("h", [2000, -2000] * 5).tobytes())

    assert card.take(10) == [32767, -32768] * 5


def test_sounds_beside_follow_the_volume(playout: Playout, card: Card) -> None:
    playout.set_volume(0.5)
    _feed(playout, "a", array("h", [100] * 20).tobytes())
    card.run(10)
    playout.sound(array("h", [40] * 10).tobytes())

    assert card.take(10) == [70] * 10
