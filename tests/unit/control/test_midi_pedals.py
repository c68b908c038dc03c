"""MIDI pedals through mido's own parser, over a driver whose ports are plugged in by hand."""

from __future__ import annotations

import queue
import time
from collections.abc import Iterator

import mido
import pytest
from mido.backends.backend import Backend

from reader.control.midi_pedals import THROUGH, MidiPedals, MidiSwitch, port_names
from tests.support import midi_ports
from tests.support.waiting import eventually

PEDAL_DOWN, PEDAL_UP = (0xB0, 64, 127), (0xB0, 64, 0)
NOTE = (0x90, 60, 80)
BACKEND = Backend("tests.support.midi_ports")


def names(switch: MidiSwitch, *sent: tuple[int, ...]) -> list[str]:
    messages = mido.parse_all([byte for message in sent for byte in message])
    return [name for name in map(switch.press_of, messages) if name is not None]


def test_a_pedal_is_pressed_once_however_it_is_held() -> None:
    switch = MidiSwitch(with_keys=False)
    steps = [(0xB0, 64, value) for value in (10, 50, 70, 60, 90, 127, 127, 63, 80)]
    assert names(switch, *steps) == ["midi:pedal-64"]
    assert names(switch, PEDAL_UP, PEDAL_DOWN) == ["midi:pedal-64"]
    assert names(switch, (0xB1, 64, 127)) == ["midi:pedal-64"], "another channel, another pedal"


def test_a_pedal_that_sends_upside_down_is_pressed_once_too() -> None:
    switch = MidiSwitch(with_keys=False)
    assert names(switch, PEDAL_UP, PEDAL_DOWN, PEDAL_UP, PEDAL_DOWN) == ["midi:pedal-64"] * 2


def test_a_foot_controller_sends_programs_and_their_banks_are_no_presses() -> None:
    assert names(MidiSwitch(with_keys=False), (0xB0, 0, 100), (0xC0, 4)) == ["midi:program-5"]


def test_keys_of_an_instrument_are_switches_only_where_that_is_wanted() -> None:
    released = (0x90, 60, 0)
    assert names(MidiSwitch(with_keys=False), NOTE, released) == []
    assert names(MidiSwitch(with_keys=True), NOTE, released) == ["midi:note-60"]


def test_clocks_wheels_and_half_messages_are_no_presses() -> None:
    switch = MidiSwitch(with_keys=True)
    assert names(switch, (0xF8,), (0xFE,), (0xE0, 0, 127), (0xB0, 1, 127), (0xB0, 64)) == []


@pytest.fixture
def pedals() -> Iterator[MidiPedals]:
    pedals = MidiPedals(with_keys=False, backend=BACKEND, look_every_s=0.01)
    midi_ports.plugged[:] = []
    yield pedals
    pedals.close()
    pedals.close()
    assert not midi_ports.opened


def test_a_press_comes_with_its_time_and_ports_come_and_go(pedals: MidiPedals) -> None:
    came: queue.Queue[tuple[str, float]] = queue.Queue()
    pedals.start(lambda key, at_s: came.put((key, at_s)))
    midi_ports.plugged[:] = [f"{THROUGH}:0", "Feet:1"]
    eventually(lambda: set(midi_ports.opened) == {"Feet:1"}, "the port is open")
    before_s = time.monotonic()
    midi_ports.opened["Feet:1"].send_bytes(*PEDAL_DOWN, *NOTE)
    key, at_s = came.get(timeout=10)
    assert key == "midi:pedal-64"
    assert before_s <= at_s <= time.monotonic()
    assert came.empty()
    assert port_names(BACKEND) == ("Feet:1",)
    midi_ports.plugged[:] = []
    eventually(lambda: not midi_ports.opened, "the port is closed")
