"""What a sound server tells beside the sound: headphones pulled out, and calls (Linux: PulseAudio, PipeWire).

A thread of its own, with a connection of its own, so that nothing here ever holds up a callback. Where there is no
server, or no library for it, nothing happens; one that comes later is found. Must not know what is done about it.

It also tells how long the sound takes to the ear, which outputs such as Bluetooth's do not tell the device.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any, Literal

from reader.values import frozen

SoundEvent = Literal["unplugged", "call", "call-over"]
Report = Callable[[SoundEvent], None]
TellDelay = Callable[[float], None]
"""Milliseconds from the reader's stream to the ear."""

CALLING = frozenset(("phone", "communication", "a11y"))
"""`media.role` of what should not be talked over: calls, and programs that speak for people who cannot see.
Source: PulseAudio's PA_PROP_MEDIA_ROLE, and WirePlumber's roles, in small letters."""
HEADPHONES = ("headphone", "headset", "earphone", "earpiece", "hands-free", "handsfree")
"""In the name or description of an output that nobody but the listener hears."""
GONE_WITHIN_S = 2.0
"""An output that goes so soon after the sound was moved away from it is why it was moved."""
RETRY_S = 5.0
_LISTEN_S = 0.5
MEASURE_EVERY_S = 5.0
UNSETTLED_S = 4.0
"""So long after a change the delay is asked for at each look."""
_CLOSING_S = 1.0


@frozen
class Output:
    """One way out of the machine, as it is at a moment."""

    port: str
    """Name and description of the socket in use; empty where there are none to choose from."""
    is_plugged: bool = True
    """False where the server knows that nothing is in that socket."""

    @property
    def is_headphones(self) -> bool:
        """Whether only the listener hears it."""
        return any(word in self.port.lower() for word in HEADPHONES)


@frozen
class Scene:
    """What the server has at a moment."""

    outputs: dict[int, Output]
    ours: int | None
    """The output that the reader's sound goes to."""
    is_called: bool
    """Whether another program has a call, or speaks."""
    delay_ms: float | None = None
    """From the reader's stream to the ear; None where there is no such stream."""


class Following:
    """Tells events from one scene to the next. Pure: time is passed in."""

    def __init__(self) -> None:
        self._last: Scene | None = None
        self._left: int | None = None
        """The output that the sound was moved away from last."""
        self._left_at_s = 0.0

    def events(self, scene: Scene, at_s: float) -> Iterable[SoundEvent]:
        """What happened since the scene before. `at_s`: monotonic seconds."""
        last, self._last = self._last, scene
        if last is None:
            if scene.is_called:
                yield "call"
            return
        if self._is_unplugged(last, scene, at_s):
            self._left = None
            yield "unplugged"
        if scene.is_called != last.is_called:
            yield "call" if scene.is_called else "call-over"

    def _is_unplugged(self, last: Scene, scene: Scene, at_s: float) -> bool:
        if last.ours is not None and scene.ours != last.ours:
            self._left, self._left_at_s = last.ours, at_s
        if self._left is not None and at_s - self._left_at_s <= GONE_WITHIN_S:
            left = scene.outputs.get(self._left)
            if left is None or (left.is_headphones and not left.is_plugged):
                return True
        if scene.ours is None or scene.ours != last.ours:
            return False
        before, now = last.outputs.get(scene.ours), scene.outputs.get(scene.ours)
        if before is None or now is None or not before.is_headphones:
            return False
        return not now.is_headphones or (before.is_plugged and not now.is_plugged)


class SoundServer:
    """The running server, listened to."""

    def __init__(
        self, tell_delay: TellDelay = lambda _ms: None, *, name: str = "Hands-Off Reader"
    ) -> None:
        """`tell_delay` is called from another thread, now and then."""
        self._tell_delay = tell_delay
        self._name = name
        self._report: Report = lambda _event: None
        self._is_closing = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, report: Report) -> None:
        """Begin to listen; `report` is called from another thread."""
        if self._thread is None and sys.platform.startswith("linux"):
            self._report = report
            self._thread = threading.Thread(target=self._run, name="sound server", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Listen no more. May be called twice."""
        self._is_closing.set()
        if self._thread is not None:
            self._thread.join(_CLOSING_S)

    def _run(self) -> None:
        try:
            import pulsectl  # noqa: PLC0415 - keeps start-up fast
        except (ImportError, OSError):
            return  # this machine has no such server: there is nothing to be told
        while not self._is_closing.is_set():
            try:
                with pulsectl.Pulse(self._name, connect=False) as pulse:
                    pulse.connect()
                    self._listen(pulsectl, pulse)
            except pulsectl.PulseError:
                self._is_closing.wait(RETRY_S)  # none, or it went: perhaps another comes

    def _listen(self, pulsectl: Any, pulse: Any) -> None:
        """Look anew whenever something changed. Raises `PulseError` where the server goes."""

        has_changed = True

        def stop(_event: object) -> None:
            nonlocal has_changed
            has_changed = True
            raise pulsectl.PulseLoopStop

        pulse.event_mask_set("sink", "sink_input", "server")
        pulse.event_callback_set(stop)
        following = Following()
        changed_s = measured_s = 0.0
        while not self._is_closing.is_set():
            now = time.monotonic()
            if has_changed:
                has_changed, changed_s = False, now
            if now - changed_s < UNSETTLED_S or now - measured_s > MEASURE_EVERY_S:
                measured_s = now
                scene = scene_of(pulse)
                for event in following.events(scene, now):
                    self._report(event)
                if scene.delay_ms is not None:
                    self._tell_delay(scene.delay_ms)
            pulse.event_listen(timeout=_LISTEN_S)


def scene_of(pulse: Any) -> Scene:
    """What a connected `pulsectl.Pulse` has now."""
    outputs = {sink.index: _output(sink) for sink in pulse.sink_list()}
    own_id = str(os.getpid())
    ours: int | None = None
    delay_ms: float | None = None
    is_called = False
    for sound in pulse.sink_input_list():
        if sound.proplist.get("application.process.id") == own_id:
            ours = sound.sink
            if not sound.corked:
                delay_ms = (sound.buffer_usec + sound.sink_usec) / 1000
        elif not sound.corked and sound.proplist.get("media.role", "").lower() in CALLING:
            is_called = True
    return Scene(outputs, ours, is_called, delay_ms)


def _output(sink: Any) -> Output:
    port = sink.port_active
    if port is None:
        return Output(f"{sink.name} {sink.description}")
    return Output(f"{port.name} {port.description}", port.available != "no")
