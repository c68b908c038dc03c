"""What devices send becomes one press of a named switch for each push."""

from __future__ import annotations

import pytest

from reader.control.switch_events import (
    EVENT,
    AxisRange,
    SwitchEvents,
    axes_of,
    codes_of,
    is_switch,
)

KEY, AXIS, SYNC = 1, 3, 0
STICK = AxisRange(rest=128, least=0, most=255)
PEDAL = AxisRange(rest=0, least=0, most=255)


def event(kind: int, code: int, value: int, at_s: float = 1.0) -> bytes:
    return EVENT.pack(int(at_s), round(at_s % 1 * 1e6), kind, code, value)


def names(events: SwitchEvents, *sent: bytes) -> list[str]:
    return [name for name, _at_s in events.presses(b"".join(sent))]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (0x130, "pad:a"),
        (0x13E, "pad:r3"),
        (0x120, "joystick:1"),
        (0x101, "switch:2"),
        (0x222, "pad:left"),
        (0x2C0, "switch:more-1"),
    ],
)
def test_a_button_is_pressed_once_however_long_it_is_held(code: int, name: str) -> None:
    held = [event(KEY, code, 2)] * 5
    sent = [event(KEY, code, 1, 7.25), event(SYNC, 0, 0), *held, event(KEY, code, 0)]
    assert list(SwitchEvents().presses(b"".join(sent))) == [(name, 7.25)]


def test_keys_of_a_keyboard_are_no_switches() -> None:
    assert names(SwitchEvents(), event(KEY, 30, 1)) == []


def test_the_cross_of_a_gamepad_is_pressed_again_after_it_came_back() -> None:
    sent = [event(AXIS, 16, -1), event(AXIS, 16, 0), event(AXIS, 16, 1), event(AXIS, 17, 1)]
    assert names(SwitchEvents(), *sent) == ["pad:left", "pad:right", "pad:down"]
    assert names(SwitchEvents(), event(AXIS, 19, -1)) == ["pad:up-2"]


def test_a_stick_that_trembles_far_out_is_one_press() -> None:
    events = SwitchEvents({0: STICK})
    assert names(events, *(event(AXIS, 0, value) for value in (150, 190, 120))) == []
    assert names(events, *(event(AXIS, 0, value) for value in (230, 180, 240, 190, 255))) == [
        "pad:stick-x+"
    ]
    assert names(events, event(AXIS, 0, 130), event(AXIS, 0, 10)) == ["pad:stick-x-"]


def test_a_pedal_has_one_way_and_an_unknown_axis_none() -> None:
    events = SwitchEvents({9: PEDAL})
    assert names(events, event(AXIS, 9, 255), event(AXIS, 9, 0), event(AXIS, 9, 255)) == [
        "pad:gas+",
        "pad:gas+",
    ]
    rests_low = SwitchEvents({9: AxisRange(rest=20, least=0, most=255)})
    assert names(rests_low, event(AXIS, 9, 0)) == []
    assert names(SwitchEvents(), event(AXIS, 0, 255)) == []
    assert names(SwitchEvents({6: STICK}), event(AXIS, 6, 255)) == [], (
        "a throttle stays where it is"
    )


def test_gamepads_and_switch_boxes_are_told_from_what_writes_or_points() -> None:
    pad = codes_of("7cdb000000000000 0 0 0 0", 64)
    assert 0x130 in pad
    assert is_switch(pad)
    assert is_switch({0x100, 0x101})
    assert not is_switch({30, 31, 0x130}), "a keyboard"
    assert not is_switch({0x110, 0x111}), "a mouse"
    assert not is_switch({0x14A, 0x100}), "a tablet"
    assert not is_switch({116}), "a power button"
    assert codes_of("1 80000001", 32) == {0, 31, 32}


def test_a_trigger_that_is_a_button_too_has_one_name() -> None:
    assert 5 in axes_of({0x130})
    assert 5 not in axes_of({0x130, 0x139})
    assert {0, 1} <= set(axes_of({0x130, 0x139}))
