"""With a voice that takes half as long to make as to hear, a press is answered at once all the same."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.documents.model import Locator
from tests.support.slow_engine import PRESSES, Listener

ANSWERED_MS = 80.0


@pytest.fixture
def listener(tmp_path: Path) -> Iterator[Listener]:
    made = Listener(tmp_path / "clips")
    yield made
    made.close()


@pytest.mark.parametrize("press", PRESSES)
def test_each_press_is_answered_while_listening(listener: Listener, press: str) -> None:
    listener.open(Locator(3, 2))
    listener.wait(20_000)
    listener.press("play")
    listener.wait(12_000)
    if press == "play":
        listener.narrator.pause()
        listener.narrator.stop()

    assert listener.press(press) < ANSWERED_MS


def test_listening_on_never_waits(listener: Listener) -> None:
    listener.open(Locator(3, 0))
    listener.wait(6_000)
    listener.press("play")
    silent_ms = 0.0
    for _ in range(1_500):
        listener.wait(20)
        silent_ms += 20 * listener.player.is_idle

    assert silent_ms == 0


def test_presses_one_after_the_other_are_answered(listener: Listener) -> None:
    chance = random.Random(11)
    listener.open(Locator(3, 2))
    listener.wait(20_000)
    listener.press("play")
    waits = {}
    for number in range(15):
        listener.wait(chance.uniform(5_000, 9_000))
        press = chance.choice(PRESSES[1:])
        waits[f"{number}: {press}"] = listener.press(press)

    assert {press: ms for press, ms in waits.items() if ms >= ANSWERED_MS} == {}


def test_what_was_heard_once_is_answered_at_once_in_the_next_run(tmp_path: Path) -> None:
    first = Listener(tmp_path / "clips")
    first.open(Locator(3, 0))
    first.press("play")
    first.wait(20_000)
    first.close()
    second = Listener(tmp_path / "clips")
    second.narrator.load(second.document, Locator(3, 0))
    second.narrator.tick()
    asked = second.prefetch.request(second.narrator.utterances_at(Locator(3, 0))[0])

    assert asked.result(20).pcm, "no time went by in which the voice could have made it"
    second.close()
