"""Switches by Linux's input devices: pipes that carry the kernel's events, and the kernel's own where it lets us."""

from __future__ import annotations

import os
import queue
import sys
import time
from pathlib import Path

import pytest

from tests.support.waiting import eventually

if not sys.platform.startswith("linux"):
    pytest.skip("input devices are Linux's", allow_module_level=True)

from reader.control.switch_devices import Found, SwitchDevices, look
from reader.control.switch_events import EVENT

PAD_KEYS = "7cdb000000000000 0 0 0 0"
KEYBOARD_KEYS = "fffffffffffffffe"


class Plugs:
    """A folder of devices and one of what is known of them."""

    def __init__(self, folder: Path) -> None:
        self.nodes, self.facts = folder / "dev", folder / "sys"
        self.nodes.mkdir()
        self.facts.mkdir()

    def plug(self, node: str, name: str, keys: str = PAD_KEYS) -> int:
        """Plug in a device; its end for writing."""
        known = self.facts / node / "device"
        (known / "capabilities").mkdir(parents=True)
        (known / "capabilities" / "key").write_text(f"{keys}\n")
        (known / "name").write_text(f"{name}\n")
        os.mkfifo(self.nodes / node)
        return os.open(self.nodes / node, os.O_RDWR)


@pytest.fixture
def plugs(tmp_path: Path) -> Plugs:
    return Plugs(tmp_path)


@pytest.fixture
def presses() -> queue.Queue[tuple[str, float]]:
    """What came."""
    return queue.Queue()


def listening(plugs: Plugs, came: queue.Queue[tuple[str, float]]) -> SwitchDevices:
    devices = SwitchDevices(plugs.nodes, plugs.facts, look_every_s=0.01)
    devices.start(lambda key, at_s: came.put((key, at_s)))
    return devices


def push(handle: int, code: int = 0x130) -> None:
    down, up = EVENT.pack(1, 0, 1, code, 1), EVENT.pack(1, 0, 1, code, 0)
    os.write(handle, down + EVENT.pack(1, 0, 0, 0, 0) + up)


def test_a_press_comes_with_the_time_of_its_arrival(
    plugs: Plugs, presses: queue.Queue[tuple[str, float]]
) -> None:
    pad = plugs.plug("event3", "Pad")
    devices = listening(plugs, presses)
    before_s = time.monotonic()
    push(pad)
    key, at_s = presses.get(timeout=10)
    assert key == "pad:a"
    assert before_s <= at_s <= time.monotonic()
    devices.close()
    devices.close()
    push(pad)
    assert presses.empty()


def test_a_keyboard_is_never_opened_and_one_that_is_forbidden_is_told(plugs: Plugs) -> None:
    plugs.plug("event0", "Keyboard", KEYBOARD_KEYS)
    plugs.plug("event1", "Box")
    (plugs.nodes / "mouse0").write_bytes(b"")
    assert look(plugs.nodes, plugs.facts) == Found(("Box",), ())
    (plugs.nodes / "event1").unlink()
    (plugs.nodes / "event1").symlink_to(plugs.nodes / "nothing")
    assert look(plugs.nodes, plugs.facts) == Found((), ("Box",))
    assert look(plugs.nodes / "nowhere", plugs.facts) == Found((), ())


def test_what_is_plugged_in_later_works_and_what_is_plugged_out_is_forgotten(
    plugs: Plugs, presses: queue.Queue[tuple[str, float]]
) -> None:
    devices = listening(plugs, presses)
    try:
        first = plugs.plug("event5", "Pad")
        push(first)
        assert presses.get(timeout=10)[0] == "pad:a"
        (plugs.nodes / "event5").unlink()
        os.close(first)
        eventually(lambda: not devices._open, "it was plugged out")
        second = plugs.plug("event6", "Box")
        push(second, 0x101)
        assert presses.get(timeout=10)[0] == "switch:2"
    finally:
        devices.close()


def test_where_there_are_no_devices_no_thread_is_made(tmp_path: Path) -> None:
    devices = SwitchDevices(tmp_path / "none", tmp_path)
    devices.start(lambda _key, _at_s: None)
    assert devices._thread is None
    devices.close()


@pytest.mark.skipif(not os.access("/dev/uinput", os.W_OK), reason="/dev/uinput may not be written")
def test_a_gamepad_that_the_kernel_makes_is_heard(
    presses: queue.Queue[tuple[str, float]],
) -> None:
    import fcntl
    import struct

    handle = os.open("/dev/uinput", os.O_WRONLY)
    fcntl.ioctl(handle, 0x40045564, 1)  # UI_SET_EVBIT, keys
    fcntl.ioctl(handle, 0x40045565, 0x130)  # UI_SET_KEYBIT
    os.write(handle, struct.pack("80s4HI", b"Test pad", 3, 1, 1, 1, 0) + bytes(4 * 64 * 4))
    fcntl.ioctl(handle, 0x5501)  # UI_DEV_CREATE
    devices = SwitchDevices()
    try:
        eventually(lambda: "Test pad" in look().readable, "the device")
        devices.start(lambda key, at_s: presses.put((key, at_s)))
        eventually(lambda: bool(devices._open), "that it is open")
        before_s = time.monotonic()
        push(handle)
        key, at_s = presses.get(timeout=10)
        assert key == "pad:a"
        assert before_s - 0.1 <= at_s <= time.monotonic()
    finally:
        devices.close()
        os.close(handle)
