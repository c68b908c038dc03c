"""The player over cards moved by hand: opening, losing and finding them. Real cards: `tests/heard`."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from reader.errors import NoSoundDevice
from reader.speech.device import Device, Fill
from reader.speech.player import USUAL_DELAY_MS, Player
from reader.speech.utterance import Clip
from tests.support.pulse import wait_until

TONE = Clip(b"\xe8\x03" * 22050 * 60, 22050)
"""A minute of one level."""


class HandCard(Device):
    """A card that asks when told to, and keeps what it was given."""

    def __init__(self, sample_rate_hz: int, fill: Fill) -> None:
        self.asked = 0
        self.sample_rate_hz = sample_rate_hz
        self.latency_ms = 20.0
        self.is_stopped = False
        self.is_closed = threading.Event()
        self.heard = b""
        self._hand_fill = fill
        self._output = bytearray()
        self._is_asking = threading.Event()

    def start(self) -> None:
        """Ask steadily from now on."""
        self._is_asking.set()
        threading.Thread(target=self._ask_steadily, daemon=True).start()

    def hang(self) -> None:
        """Stop asking, without a word."""
        self._is_asking.clear()

    def go_on(self) -> None:
        self._is_asking.set()

    @property
    def has_stopped(self) -> bool:
        return self.is_stopped

    def put(self, output: Any, offset_bytes: int, frames: bytes | memoryview) -> None:
        self._output[offset_bytes : offset_bytes + len(frames)] = frames

    def close(self) -> None:
        self.is_closed.set()
        self._is_asking.set()

    def _ask_steadily(self) -> None:
        while not self.is_closed.is_set():
            self._is_asking.wait()
            self.asked += 1
            self._output = bytearray(2 * 110)
            self._hand_fill(self, self._output, 110)
            self.heard = (self.heard + bytes(self._output))[-22050:]
            time.sleep(0.005)


class Shelf:
    """Where the player looks for cards: gives the next one, none, or keeps it waiting."""

    def __init__(self) -> None:
        self.cards: list[HandCard] = []
        self.is_empty = False
        self.tries = 0
        self.may_open = threading.Event()
        self.may_open.set()

    def open_device(self, rate: int, _period: int, _buffer: int, fill: Fill) -> Device:
        self.tries += 1
        self.may_open.wait()
        if self.is_empty:
            raise NoSoundDevice("none")
        self.cards.append(HandCard(rate, fill))
        return self.cards[-1]


@contextmanager
def _player(shelf: Shelf) -> Iterator[Player]:
    player = Player(open_device=shelf.open_device)
    yield player
    player.close()
    shelf.may_open.set()


def _at_ms(player: Player) -> float:
    heard = player.heard()
    return -1.0 if heard is None else heard.at_ms


def _await(condition: Callable[[], bool], what: str) -> None:
    wait_until(condition, 15, what)


def test_the_card_is_opened_ahead_of_the_first_sound_and_only_once() -> None:
    shelf = Shelf()
    with _player(shelf) as player:
        player.start()
        player.start()
        _await(lambda: player.statistics.callbacks > 3, "the card drives")
        player.feed(TONE, tag="tone")
        _await(lambda: _at_ms(player) > 50, "it is heard")

        assert shelf.tries == 1
        assert player.statistics.asked_ms > 50
        assert any(shelf.cards[0].heard)
        assert player.trouble is None
    assert shelf.cards[0].is_closed.wait(10)


def test_the_first_words_wait_for_a_card_that_opens_slowly() -> None:
    shelf = Shelf()
    shelf.may_open.clear()
    with _player(shelf) as player:
        player.feed(TONE, tag="tone")
        time.sleep(0.3)
        assert _at_ms(player) == -1
        assert player.trouble is None
        shelf.may_open.set()
        _await(lambda: _at_ms(player) > 0, "it is heard")


def test_a_card_that_never_opens_does_not_hold_up_the_text_for_ever() -> None:
    shelf = Shelf()
    shelf.may_open.clear()
    with _player(shelf) as player:
        player.feed(TONE, tag="tone")
        _await(lambda: _at_ms(player) > 100, "the text goes on")

        assert player.trouble is not None
        assert shelf.tries == 1, "one thread that hangs is enough"


def test_without_a_card_it_goes_on_and_looks_again() -> None:
    shelf = Shelf()
    shelf.is_empty = True
    with _player(shelf) as player:
        player.feed(TONE, tag="tone")
        _await(lambda: _at_ms(player) > 100, "the text goes on")
        assert player.trouble is not None
        shelf.is_empty = False
        _await(lambda: player.trouble is None, "the card was found")
        before = _at_ms(player)
        _await(lambda: _at_ms(player) > before + 100, "it is heard on")

        assert any(shelf.cards[0].heard)


def test_a_hold_is_kept_without_a_card() -> None:
    shelf = Shelf()
    shelf.is_empty = True
    with _player(shelf) as player:
        player.feed(TONE, tag="tone")
        _await(lambda: _at_ms(player) > 100, "the text goes on")
        player.pause()
        held = _at_ms(player)
        time.sleep(0.1)
        assert _at_ms(player) == held
        player.resume()
        _await(lambda: _at_ms(player) > held + 50, "the text goes on")


def test_a_card_that_hangs_drives_again_when_it_comes_back() -> None:
    shelf = Shelf()
    with _player(shelf) as player:
        player.feed(TONE, tag="tone")
        _await(lambda: _at_ms(player) > 50, "it is heard")
        shelf.cards[0].hang()
        _await(lambda: player.trouble is not None, "the trouble is told")
        before = _at_ms(player)
        _await(lambda: _at_ms(player) > before + 100, "the text goes on")
        shelf.cards[0].go_on()
        _await(lambda: player.trouble is None, "the card came back")
        before = _at_ms(player)
        _await(lambda: _at_ms(player) > before + 100, "it is heard on")

        assert shelf.tries == 1


def test_a_card_that_is_gone_is_closed_and_another_one_looked_for() -> None:
    shelf = Shelf()
    with _player(shelf) as player:
        player.feed(TONE, tag="tone")
        _await(lambda: _at_ms(player) > 50, "it is heard")
        first = shelf.cards[0]
        first.hang()
        first.is_stopped = True
        _await(lambda: len(shelf.cards) > 1 and player.trouble is None, "another card drives")

        assert first.is_closed.wait(10)
        first.go_on()
        before = _at_ms(player)
        _await(lambda: _at_ms(player) > before + 100, "it is heard on")


def test_a_card_that_opens_after_the_player_closed_is_closed_too() -> None:
    shelf = Shelf()
    shelf.may_open.clear()
    with _player(shelf) as player:
        player.start()
        _await(lambda: shelf.tries == 1, "it is being opened")
    _await(lambda: len(shelf.cards) == 1, "it opened")

    assert shelf.cards[0].is_closed.wait(10)


def test_answers_that_come_too_late_are_counted() -> None:
    shelf = Shelf()
    with _player(shelf) as player:
        player.feed(TONE, tag="tone")
        _await(lambda: _at_ms(player) > 50, "it is heard")
        before = player.statistics.starved
        shelf.cards[0].hang()
        time.sleep(0.1)
        shelf.cards[0].go_on()
        _await(lambda: player.statistics.starved > before, "it was counted")


def test_everything_may_be_done_after_closing() -> None:
    player = Player(open_device=Shelf().open_device)
    player.close()
    player.close()
    player.feed(TONE, tag="tone")
    player.resume()
    player.pause()
    player.clear()

    assert player.heard() is None
    assert player.is_idle


def test_what_the_output_itself_takes_is_taken_off_the_place() -> None:
    shelf = Shelf()
    with _player(shelf) as player:
        player.feed(TONE, tag="tone")
        _await(lambda: _at_ms(player) > 400, "it is heard")
        own_ms = player.statistics.latency_ms
        player.set_delay(USUAL_DELAY_MS + 4)
        assert player.statistics.latency_ms == own_ms
        player.set_delay(USUAL_DELAY_MS + 200)
        _await(
            lambda: 0 < _at_ms(player) < shelf.cards[0].asked * 5 - 190, "the place told is behind"
        )
        assert player.statistics.latency_ms == own_ms + 200
        player.set_delay(USUAL_DELAY_MS)
        assert player.statistics.latency_ms == own_ms
