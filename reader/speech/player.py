"""Plays clips one after the other on the sound card, and tells what is being heard now.

The card is the only clock. Where there is no card, or its server went, a silent clock drives the same queue at
the same pace, and the card is looked for again every second or so; the place is never lost.

Threads: the public methods belong to the main thread and never block. The card calls `_fill` in its own thread,
which copies frames under one short lock. A keeper thread opens the card, watches that it keeps asking, and is
the silent clock where it does not; opening and closing, which may block, have a thread of their own.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import Any

from reader.errors import NoSoundDevice
from reader.speech.device import NO_SOUND, Device, Fill, resampled
from reader.speech.playout import Heard, Playout
from reader.speech.utterance import Clip

SAMPLE_RATE_HZ = 22050
"""What the device is opened at; clips of another rate are converted when they are fed."""
PERIOD_MS = 10
PERIODS = 3
LOST_AFTER_S = 0.4
"""A device that asked for nothing for so long is gone."""
FIRST_OPENING_S = 1.0
"""How long a first sound waits for the device before the text goes on in silence."""
RETRY_S = 1.5
_TICK_S = 0.1
_SILENT_PERIOD_S = 0.01
_CLOSING_S = 0.5


@dataclass(frozen=True, slots=True)
class Statistics:
    """How steadily the card was fed since the player was made."""

    callbacks: int
    """Times the card asked for frames."""
    starved: int
    """Times it found none although more was to come, or was answered later than its buffer lasts."""
    late: int
    """Times it asked later than it should have, without running dry."""


class Player:
    """See the module."""

    def __init__(self, *, period_ms: int = PERIOD_MS, periods: int = PERIODS) -> None:
        self._period_ms = period_ms
        self._periods = periods
        self._lock = threading.Lock()
        self._playout = Playout(SAMPLE_RATE_HZ)
        self._driver: Device | None = None
        self._callbacks = 0
        self._starved = 0
        self._late = 0
        self._last_callback_s = 0.0
        self._sounding_before = False
        self._is_closing = threading.Event()
        self._opening: _Opening | None = None
        self._keeper: threading.Thread | None = None
        self._trouble: str | None = None

    # Main thread

    def start(self) -> None:
        """Begin to open the device in the background, so that it is ready for the first sound."""
        if self._keeper is None and not self._is_closing.is_set():
            self._keeper = threading.Thread(target=self._keep, name="sound device", daemon=True)
            self._keeper.start()

    def feed(
        self,
        clip: Clip,
        *,
        tag: object,
        gap_ms: float = 0,
        start_ms: float = 0,
        is_last: bool = False,
    ) -> None:
        """Queue a silence of `gap_ms` and then the clip from `start_ms`, behind what is queued.

        `is_last`: nothing more is meant to follow, so that running dry after it is no fault.
        """
        self.start()
        pcm = clip.pcm
        if clip.sample_rate_hz != SAMPLE_RATE_HZ:
            pcm = resampled(pcm, clip.sample_rate_hz, SAMPLE_RATE_HZ)
        with self._lock:
            self._playout.feed(tag, pcm, gap_ms=gap_ms, start_ms=start_ms, is_last=is_last)

    def clear(self) -> None:
        """Drop everything at once, also what is sounding; a hold stays a hold."""
        with self._lock:
            self._playout.clear()

    def pause(self) -> None:
        """Hold at once, in the middle of a word too; the device stays open."""
        with self._lock:
            self._playout.pause()

    def resume(self) -> None:
        """Go on at once, from at most 100 ms before the point of the hold."""
        self.start()
        with self._lock:
            self._playout.resume()

    def heard(self) -> Heard | None:
        """What comes out of the loudspeaker now; None where nothing fed since `clear` has begun to sound."""
        with self._lock:
            return self._playout.heard(time.perf_counter())

    def take_finished(self) -> tuple[object, ...]:
        """Tags of the clips heard to their end since the last call, in order; `clear` forgets them."""
        with self._lock:
            return self._playout.take_finished(time.perf_counter())

    def queued_ms(self) -> float:
        """Milliseconds of sound and gaps that are not heard yet."""
        with self._lock:
            return self._playout.queued_ms(time.perf_counter())

    @property
    def is_idle(self) -> bool:
        """True where all that was fed has been heard."""
        with self._lock:
            return self._playout.is_idle(time.perf_counter())

    @property
    def is_paused(self) -> bool:
        """True between `pause` and `resume`."""
        return self._playout.is_paused

    @property
    def trouble(self) -> str | None:
        """Why there is no sound and what to do, in one or two short sentences; None while all is well."""
        return self._trouble

    @property
    def statistics(self) -> Statistics:
        """How steadily the card was fed."""
        with self._lock:
            starved = self._starved + self._playout.ran_out
            return Statistics(self._callbacks, starved, self._late)

    def close(self) -> None:
        """Stop the sound and free the device; does not wait for a device that hangs. May be called twice."""
        self.clear()
        self._is_closing.set()
        if self._keeper is not None:
            self._keeper.join(_CLOSING_S)

    # The card's thread

    def _fill(self, device: Device, output: Any, count: int) -> None:
        now = time.perf_counter()
        with self._lock:
            if device is not self._driver:
                return
            self._callbacks += 1
            waited_s = now - self._last_callback_s
            self._last_callback_s = now
            if self._sounding_before and waited_s * 1000 > device.buffer_ms:
                self._starved += 1
            elif self._sounding_before and waited_s * 1000 > 2 * self._period_ms:
                self._late += 1
            chunks = self._playout.render(count, now)
            self._sounding_before = bool(chunks)
        for offset, frames in chunks:
            device.put(output, offset, frames)

    # The keeper thread

    def _keep(self) -> None:
        self._opening = _Opening(self._period_ms, self._periods, self._fill)
        self._opening.is_done.wait(FIRST_OPENING_S)
        while not self._is_closing.is_set():
            if self._driver is None:
                self._stand_in()
            else:
                self._watch(self._driver)
        if self._driver is not None:
            # Time for the fade of the last sound to reach the ear.
            time.sleep(self._driver.buffer_ms / 1000 + self._period_ms / 1000)
            self._change_driver(None)

    def _stand_in(self) -> None:
        """Be the silent clock until a device is there."""
        since_s = time.perf_counter()
        rendered = 0
        retry_at_s = since_s + RETRY_S
        while True:
            if self._opening is not None and self._opening.is_done.is_set():
                device, self._opening = self._opening.device, None
                if device is not None:
                    self._change_driver(device)
                    return
                retry_at_s = time.perf_counter() + RETRY_S
            if self._trouble is None:
                self._trouble = NO_SOUND
            now = time.perf_counter()
            if self._opening is None and now >= retry_at_s:
                self._opening = _Opening(self._period_ms, self._periods, self._fill)
            due = int((now - since_s) * SAMPLE_RATE_HZ) - rendered
            if due > SAMPLE_RATE_HZ * LOST_AFTER_S:
                # The whole program was held up or asleep: nothing was heard meanwhile.
                since_s, rendered, due = now, 0, 0
            if due > 0:
                rendered += due
                with self._lock:
                    self._playout.render(due, now)
            if self._is_closing.wait(_SILENT_PERIOD_S):
                return

    def _watch(self, device: Device) -> None:
        """Return when the device no longer asks for frames, or the player closes."""
        seen, checks = -1, 0
        while not self._is_closing.wait(_TICK_S):
            if self._callbacks != seen:
                seen, checks = self._callbacks, 0
            else:
                checks += 1
            if device.has_stopped or checks * _TICK_S >= LOST_AFTER_S:
                self._change_driver(None)
                return

    def _change_driver(self, device: Device | None) -> None:
        with self._lock:
            last, self._driver = self._driver, device
            self._sounding_before = False
            self._playout.change_driver(0.0 if device is None else device.buffer_ms)
        self._trouble = NO_SOUND if device is None else None
        if last is not None:
            closing = threading.Thread(target=last.close, name="sound device closing", daemon=True)
            closing.start()
            closing.join(_CLOSING_S)


class _Opening:
    """One try to open the device and start it, in a thread of its own because it may block."""

    def __init__(self, period_ms: int, periods: int, fill: Fill) -> None:
        self.is_done = threading.Event()
        self.device: Device | None = None
        self._arguments = (SAMPLE_RATE_HZ, period_ms, periods, fill)
        threading.Thread(target=self._open, name="sound device opening", daemon=True).start()

    def _open(self) -> None:
        try:
            device = Device(*self._arguments)
            try:
                device.start()
            except NoSoundDevice:
                device.close()
                raise
            self.device = device
        except NoSoundDevice:
            pass  # `device` stays None, which is the outcome
        finally:
            self.is_done.set()
