"""Gamepads, joysticks and switch boxes on Linux, read from `/dev/input` on a thread of its own.

What a device is, is told by `/sys`, so no keyboard or mouse is ever opened. Devices may be plugged in and out at any
time; one that may not be read is left alone, and `look` tells of it. Linux only.
"""

from __future__ import annotations

import fcntl
import os
import select
import struct
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from reader.control.switch_events import (
    EVENT,
    AxisRange,
    SwitchEvents,
    axes_of,
    codes_of,
    is_switch,
)

LOOK_EVERY_S: Final = 2.0
"""How soon a device that was plugged in works (judgement)."""
NODES: Final = Path("/dev/input")
FACTS: Final = Path("/sys/class/input")

_ABSINFO: Final = struct.Struct("6i")
_GET_AXIS: Final = 0x80184540
"""EVIOCGABS(0); the axis is added."""
_SET_CLOCK: Final = 0x400445A0
"""EVIOCSCLOCKID."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is plugged in."""

    readable: tuple[str, ...]
    """Names of devices."""
    forbidden: tuple[str, ...]


def look(nodes: Path = NODES, facts: Path = FACTS) -> Found:
    """The gamepads, joysticks and switch boxes that are there now."""
    here = [node for node in _nodes(nodes) if is_switch(_codes(facts / node))]
    readable = {node for node in here if os.access(nodes / node, os.R_OK)}
    return Found(
        tuple(_name(facts / node) for node in here if node in readable),
        tuple(_name(facts / node) for node in here if node not in readable),
    )


class SwitchDevices:
    """See the module."""

    def __init__(
        self, nodes: Path = NODES, facts: Path = FACTS, *, look_every_s: float = LOOK_EVERY_S
    ) -> None:
        self._look_every_s = look_every_s
        self._nodes = nodes
        self._facts = facts
        self._pressed: Callable[[str, float], None] = lambda _key, _at_s: None
        self._open: dict[str, _Device] = {}
        self._others: set[str] = set()
        """Nodes that are no switches."""
        self._thread: threading.Thread | None = None
        self._stop_read = self._stop_write = -1

    def start(self, pressed: Callable[[str, float], None]) -> None:
        """Begin to listen; `pressed` is called from another thread with a switch's name and monotonic seconds."""
        if self._thread is not None or not self._nodes.is_dir():
            return
        self._pressed = pressed
        self._stop_read, self._stop_write = os.pipe()
        self._thread = threading.Thread(target=self._listen, name="switches", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Listen no more. May be called twice."""
        if self._thread is not None:
            os.close(self._stop_write)
            self._thread.join()
            self._thread = None
            os.close(self._stop_read)

    # The thread

    def _listen(self) -> None:
        look_at_s = 0.0
        while True:
            now_s = time.monotonic()
            if now_s >= look_at_s:
                self._take_up_new()
                look_at_s = now_s + self._look_every_s
            by_handle = {device.handle: name for name, device in self._open.items()}
            ready, _, _ = select.select([self._stop_read, *by_handle], [], [], look_at_s - now_s)
            if self._stop_read in ready:
                break
            for handle in ready:
                self._read(by_handle[handle])
        for device in self._open.values():
            os.close(device.handle)
        self._open.clear()

    def _take_up_new(self) -> None:
        here = _nodes(self._nodes)
        self._others &= set(here)
        for node in here:
            if node in self._open or node in self._others:
                continue
            codes = _codes(self._facts / node)
            if not is_switch(codes):
                self._others.add(node)
                continue
            try:
                self._open[node] = _Device(self._nodes / node, codes)
            except OSError:
                continue  # may not be read, or not yet: the next look tries again

    def _read(self, node: str) -> None:
        device = self._open[node]
        try:
            data = os.read(device.handle, 64 * EVENT.size)
        except BlockingIOError:
            return
        except OSError:
            data = b""  # plugged out
        if not data:
            os.close(device.handle)
            del self._open[node]
            return
        read_at_s = time.monotonic()
        for key, at_s in device.events.presses(data[: len(data) // EVENT.size * EVENT.size]):
            self._pressed(key, at_s if device.tells_time else read_at_s)


class _Device:
    """One that is open."""

    def __init__(self, path: Path, codes: Collection[int]) -> None:
        """`codes`: its keys. Raises `OSError` where it may not be read."""
        self.handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        self.tells_time = self._has_our_clock()
        """Whether its events carry monotonic seconds."""
        self.events = SwitchEvents(self._axes(codes))

    def _has_our_clock(self) -> bool:
        try:
            fcntl.ioctl(self.handle, _SET_CLOCK, struct.pack("i", time.CLOCK_MONOTONIC))
        except OSError:
            return False
        return True

    def _axes(self, codes: Collection[int]) -> dict[int, AxisRange]:
        axes = {}
        for code in axes_of(codes):
            try:
                answer = fcntl.ioctl(self.handle, _GET_AXIS + code, bytes(_ABSINFO.size))
            except OSError:
                continue  # it has no such axis
            rest, least, most, *_ = _ABSINFO.unpack(answer)
            if most > least:
                axes[code] = AxisRange(rest, least, most)
        return axes


def _nodes(folder: Path) -> list[str]:
    try:
        return sorted(node.name for node in folder.iterdir() if node.name.startswith("event"))
    except OSError:
        return []


def _codes(facts: Path) -> frozenset[int]:
    """The keys of a device; none where that cannot be told."""
    try:
        return codes_of((facts / "device" / "capabilities" / "key").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return frozenset()


def _name(facts: Path) -> str:
    try:
        return (facts / "device" / "name").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return facts.name
