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
from collections.abc import Callable
from typing import Any, TypeAlias

from reader.errors import NoSoundDevice
from reader.speech.device import NO_SOUND, Device, Fill, resampled
from reader.speech.playout import Heard, Playout
from reader.speech.utterance import Clip
from reader.values import frozen

OpenDevice: TypeAlias = Callable[[int, int, int, Fill], Device]
"""Rate, period, buffer and who fills it: as `Device` itself."""
SAMPLE_RATE_HZ = 22050
"""What the device is opened at; clips of another rate are converted when they are fed."""
PERIOD_MS = 5
BUFFER_MS = 20
"""A press is heard some 15 ms later; an answer held up for some 14 ms does not yet leave a hole."""
STARVED_AFTER = 0.85
"""Of the device's delay: an answer that comes later than this after the last one leaves a hole in the sound.
Measured on a null sink's monitor with answers held up on purpose."""
LATE_AFTER = 0.6
"""Of the device's delay: an answer that late came close to it."""
USUAL_DELAY_MS = 15.0
"""Of a stream with `BUFFER_MS`, as a sound server tells it of an output that has no delay of its own."""
LEAST_DELAY_MS = 10.0
"""What an output's own delay differs by less from what is known of it is the server's unrest."""
LOST_AFTER_S = 0.4
"""A device that asked for nothing for so long is gone."""
STEADY_AFTER = 4
"""Times a device must ask before it drives: the first two come at once, whether or not it plays."""
GIVE_UP_S = 4.0
"""A device that is open but does not ask for so long is closed, and another is looked for."""
FIRST_SOUND_S = 3.0
"""How long a first sound waits for the device before the text goes on in silence. An idle PulseAudio null sink
takes up to 2 s to notice a new stream."""
RETRY_S = 1.5
_TICK_S = 0.1
_SILENT_PERIOD_S = 0.01
_CLOSING_S = 0.5


@frozen
class Statistics:
    """How steadily the card was fed since the player was made."""

    callbacks: int
    """Times the card asked for frames."""
    starved: int
    """Times it found none although more was to come, or was answered later than its buffer lasts."""
    late: int
    """Times it asked later than it should have, without running dry."""
    latency_ms: float = 0.0
    """From handing frames to it until they are heard."""
    asked_ms: float = 0.0
    """How much sound it asked for altogether, silence included."""


class Player:
    """See the module."""

    def __init__(
        self,
        *,
        period_ms: int = PERIOD_MS,
        buffer_ms: int = BUFFER_MS,
        open_device: OpenDevice = Device,
    ) -> None:
        """`open_device` opens the card; it is called in a thread of its own and raises `NoSoundDevice`."""
        self._period_ms = period_ms
        self._buffer_ms = buffer_ms
        self._open_device = open_device
        self._lock = threading.Lock()
        self._playout = Playout(SAMPLE_RATE_HZ)
        self._driver: Device | None = None
        self._callbacks = 0
        self._asked_frames = 0
        self._starved = 0
        self._late = 0
        self._own_delay_ms = 0.0
        """Of the output, beyond the device's buffer."""
        self._last_callback_s = 0.0
        self._is_due = False
        """The last answer left frames for the next one."""
        self._is_closing = threading.Event()
        self._opening: _Opening | None = None
        self._candidate: Device | None = None
        """Open, but not (or no longer) asking for frames steadily."""
        self._candidate_since_s = 0.0
        self._candidate_asked = 0
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
        has_more: bool = False,
        earcon: Clip | None = None,
    ) -> None:
        """Queue a silence of `gap_ms` and then the clip from `start_ms`, behind what is queued.

        `has_more`: more is meant to follow without a pause, so that running dry after it is a fault.
        `earcon`: mixed in from the start of the silence on; nothing waits for it.
        """
        self.start()
        pcm = _pcm_of(clip)
        beside = None if earcon is None else _pcm_of(earcon)
        with self._lock:
            self._playout.feed(
                tag, pcm, gap_ms=gap_ms, start_ms=start_ms, has_more=has_more, earcon=beside
            )

    def sound(self, earcon: Clip) -> None:
        """Mix a short sound in at once, over what is heard and also while held; `clear` and `pause` end it."""
        self.start()
        pcm = _pcm_of(earcon)
        with self._lock:
            self._playout.sound(pcm)

    def clear(self) -> None:
        """Drop everything at once, also what is sounding; a hold stays a hold."""
        with self._lock:
            self._playout.clear()

    def drop_waiting(self) -> tuple[object, ...]:
        """Drop what comes after the clip that is under way or comes first; gives the tags dropped, in order."""
        with self._lock:
            return self._playout.drop_waiting()

    def fade(self, volume: float, over_ms: float) -> None:
        """Let the loudness of everything go to `volume` (0 to 1, of the clips' own) in so much time."""
        with self._lock:
            self._playout.fade(volume, over_ms)

    def set_volume(self, volume: float) -> None:
        """Play everything at `volume`, 0 to 1 of the clips' own; heard within a buffer."""
        with self._lock:
            self._playout.set_volume(volume)

    def set_delay(self, delay_ms: float) -> None:
        """Take in how long the sound server says that it takes from the stream to the ear. Any thread.

        Bluetooth, and outputs behind other programs, take some tenths of a second, which the device does not tell.
        """
        own_ms = max(0.0, delay_ms - USUAL_DELAY_MS)
        with self._lock:
            if self._driver is not None and abs(own_ms - self._own_delay_ms) >= LEAST_DELAY_MS:
                self._own_delay_ms = own_ms if own_ms >= LEAST_DELAY_MS else 0.0
                self._playout.latency_ms = self._driver.latency_ms + self._own_delay_ms

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
            latency_ms = self._playout.latency_ms
            asked_ms = self._asked_frames * 1000 / SAMPLE_RATE_HZ
            return Statistics(self._callbacks, starved, self._late, latency_ms, asked_ms)

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
            self._asked_frames += count
            waited_s = now - self._last_callback_s
            self._last_callback_s = now
            share = waited_s * 1000 / self._playout.latency_ms
            if self._is_due and share > STARVED_AFTER:
                self._starved += 1
            elif self._is_due and share > LATE_AFTER:
                self._late += 1
            chunks = self._playout.render(count, now)
            self._is_due = self._playout.is_due
        for offset, frames in chunks:
            device.put(output, offset, frames)

    # The keeper thread

    def _keep(self) -> None:
        self._opening = self._begin_opening()
        self._await_first_device()
        while not self._is_closing.is_set():
            if self._driver is None:
                self._stand_in()
            else:
                self._watch(self._driver)
        if self._opening is not None:
            self._opening.abandon()
        if self._candidate is not None:
            self._close_aside(self._candidate)
        if self._driver is not None:
            # Time for the fade of the last sound to reach the ear.
            time.sleep((self._driver.latency_ms + self._period_ms) / 1000)
            self._close_aside(self._change_driver(None)).join()

    def _begin_opening(self) -> _Opening:
        return _Opening(
            lambda: self._open_device(SAMPLE_RATE_HZ, self._period_ms, self._buffer_ms, self._fill)
        )

    def _await_first_device(self) -> None:
        """Hold the text while a first device may still come, so that no words are lost to the silent clock."""
        until_s = time.perf_counter() + FIRST_SOUND_S
        while time.perf_counter() < until_s and not self._is_closing.is_set():
            if self._has_found_device():
                return
            if self._opening is None and self._candidate is None:
                return
            self._is_closing.wait(_SILENT_PERIOD_S)

    def _has_found_device(self) -> bool:
        """Follow the opening of a device; True once one asks for frames steadily and drives."""
        if self._opening is not None and self._opening.is_done.is_set():
            self._candidate, self._opening = self._opening.device, None
            self._candidate_since_s = time.perf_counter()
            self._candidate_asked = 0
        device = self._candidate
        if device is None:
            return False
        if device.asked - self._candidate_asked >= STEADY_AFTER:
            self._candidate = None
            self._change_driver(device)
            return True
        is_slow = time.perf_counter() - self._candidate_since_s > GIVE_UP_S
        if device.has_stopped or is_slow:
            self._candidate = None
            self._close_aside(device)
        return False

    def _stand_in(self) -> None:
        """Be the silent clock until a device drives."""
        self._trouble = NO_SOUND
        since_s = time.perf_counter()
        retry_at_s = since_s + RETRY_S
        rendered = 0
        while not self._has_found_device():
            now = time.perf_counter()
            if self._opening is not None or self._candidate is not None:
                retry_at_s = now + RETRY_S
            elif now >= retry_at_s:
                self._opening = self._begin_opening()
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
        settled_s = time.perf_counter() + FIRST_SOUND_S
        while not self._is_closing.wait(_TICK_S):
            if device.asked != seen:
                seen, checks = device.asked, 0
            else:
                checks += 1
            silent_s = checks * _TICK_S
            # A new device may ask for its first buffers at once and then wake up slowly.
            is_new = time.perf_counter() - silent_s < settled_s
            if device.has_stopped or silent_s >= (FIRST_SOUND_S if is_new else LOST_AFTER_S):
                # It may only be held up: what asks again within a few seconds drives again.
                self._candidate = self._change_driver(None)
                self._candidate_since_s = time.perf_counter()
                self._candidate_asked = device.asked
                return

    def _change_driver(self, device: Device | None) -> Device | None:
        """Let another clock drive; gives the device that did until now."""
        with self._lock:
            last, self._driver = self._driver, device
            self._is_due = False
            self._own_delay_ms = 0.0
            self._playout.change_driver(0.0 if device is None else device.latency_ms)
        if device is not None:
            self._trouble = None
        return last

    @staticmethod
    def _close_aside(device: Device | None) -> threading.Thread:
        """Close it in a thread of its own, because a device that hangs may hang in closing too."""
        closing = threading.Thread(target=_close, args=(device,), name="closing sound", daemon=True)
        closing.start()
        return closing


def _close(device: Device | None) -> None:
    if device is not None:
        device.close()


def _pcm_of(clip: Clip) -> bytes:
    """A clip's sound at the player's rate; silence as long where nothing can be played anyway."""
    pcm, sample_rate_hz = clip.pcm, clip.sample_rate_hz
    if sample_rate_hz == SAMPLE_RATE_HZ:
        return pcm
    try:
        return resampled(pcm, sample_rate_hz, SAMPLE_RATE_HZ)
    except NoSoundDevice:
        return bytes(2 * (len(pcm) // 2 * SAMPLE_RATE_HZ // sample_rate_hz))


class _Opening:
    """One try to open the device and start it, in a thread of its own because it may block."""

    def __init__(self, open_device: Callable[[], Device]) -> None:
        self.is_done = threading.Event()
        self.device: Device | None = None
        self._is_abandoned = False
        self._lock = threading.Lock()
        self._open_device = open_device
        threading.Thread(target=self._open, name="opening sound", daemon=True).start()

    def abandon(self) -> None:
        """Nobody wants it any more: what was or will be opened is closed."""
        with self._lock:
            self._is_abandoned = True
            device, self.device = self.device, None
        _close(device)

    def _open(self) -> None:
        device = None
        try:
            device = self._open_device()
            device.start()
        except NoSoundDevice:
            _close(device)
            device = None
        finally:
            with self._lock:
                if not self._is_abandoned:
                    self.device, device = device, None
            _close(device)
            self.is_done.set()
