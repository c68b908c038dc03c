"""Clips made ahead of need, so that a press is answered without waiting for an engine.

A synthesizer thread of its own calls the engines; every public method may be called from the main thread and
does not block. Where an engine fails the next one speaks, silence at last; what happened is in `trouble`.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from itertools import count

from reader.errors import SpeechError
from reader.speech.engine import Engine
from reader.speech.utterance import Clip, Utterance, Voice

CLIP_MEMORY_BYTES = 24_000_000
"""About nine minutes of sound at 22050 Hz."""
GIVE_UP_AFTER = 2
"""Utterances in a row that an engine may fail before it is left alone for a while."""
REST_S = 30.0
"""How long it is left alone: asking one that hangs takes seconds in which nothing else is made."""
_CLOSING_S = 1.0


class _Order:
    """One thing to make: how urgent, for whom."""

    __slots__ = ("future", "number", "priority", "utterance")

    def __init__(
        self, utterance: Utterance, future: Future[Clip], priority: int, number: int
    ) -> None:
        self.utterance = utterance
        self.future = future
        self.priority = priority
        self.number = number


class Prefetch:
    """See the module."""

    def __init__(
        self,
        engines: Sequence[Engine],
        *,
        memory_bytes: int = CLIP_MEMORY_BYTES,
        rest_s: float = REST_S,
    ) -> None:
        """`engines`, best first; the last one should be one that cannot fail."""
        if not engines:
            raise ValueError("at least one engine is needed")
        self._engines = tuple(engines)
        self._memory_bytes = memory_bytes
        self._changed = threading.Condition()
        self._clips: OrderedDict[Utterance, Clip] = OrderedDict()
        self._clip_bytes = 0
        self._orders: list[_Order] = []
        self._wanted: list[Utterance] = []
        self._second_best: set[Utterance] = set()
        """Clips that a fallback made; forgotten when the first engine speaks again."""
        self._numbers = count()
        self._failures = [0] * len(self._engines)
        self._rests_until_s = [0.0] * len(self._engines)
        self._rest_s = rest_s
        self._current = self._engines[0]
        self._trouble: str | None = None
        self._is_closing = False
        self._thread = threading.Thread(target=self._work, name="synthesizer", daemon=True)
        self._thread.start()

    def ready(self, utterance: Utterance) -> Clip | None:
        """The clip where it is made already."""
        with self._changed:
            clip = self._clips.get(utterance)
            if clip is not None:
                self._clips.move_to_end(utterance)
            return clip

    def request(self, utterance: Utterance, priority: int = 0) -> Future[Clip]:
        """The clip as soon as it is made; higher priorities first, equal ones in order.

        A future cancelled before its turn costs nothing. It never fails while the last engine works.
        """
        future: Future[Clip] = Future()
        with self._changed:
            clip = self._clips.get(utterance)
            if clip is not None:
                self._clips.move_to_end(utterance)
                future.set_result(clip)
            elif self._is_closing:
                future.cancel()
            else:
                self._orders.append(_Order(utterance, future, priority, next(self._numbers)))
                self._changed.notify()
        return future

    def want(self, utterances: Iterable[Utterance]) -> None:
        """What may be asked for next, likeliest first; what was wanted before and is not in it is dropped."""
        with self._changed:
            self._wanted = [each for each in utterances if each not in self._clips]
            self._changed.notify()

    def voices(self) -> tuple[Voice, ...]:
        """Voices of all engines; waits for engines that are still starting.

        Raises `EngineFailed` where the first engine cannot be asked and there is no other.
        """
        found: list[Voice] = []
        for engine in self._engines:
            try:
                found.extend(engine.voices())
            except SpeechError as error:
                self._trouble = str(error)
        return tuple(found)

    @property
    def engine_name(self) -> str:
        """`Engine.name` of the engine that made the latest clip."""
        return self._current.name

    @property
    def trouble(self) -> str | None:
        """Why another engine than the first speaks, as one sentence; None while the first one does."""
        return self._trouble

    def try_again(self) -> None:
        """Give engines that were left alone another chance from the next utterance on."""
        with self._changed:
            self._failures = [0] * len(self._engines)
            self._rests_until_s = [0.0] * len(self._engines)

    def close(self) -> None:
        """Stop the thread and close the engines; waits a second at most. May be called twice."""
        with self._changed:
            self._is_closing = True
            orders, self._orders = self._orders, []
            self._wanted = []
            self._changed.notify()
        for order in orders:
            order.future.cancel()
        for engine in self._engines:
            engine.close()
        self._thread.join(_CLOSING_S)

    # The synthesizer thread

    def _work(self) -> None:
        while True:
            with self._changed:
                while not (self._is_closing or self._orders or self._wanted):
                    self._changed.wait()
                if self._is_closing:
                    return
                order = self._next_order()
            if order is None:
                continue
            try:
                clip = self._synthesize(order.utterance)
            except Exception as error:  # noqa: BLE001 - raised again where the clip is awaited
                order.future.set_exception(error)
                continue
            with self._changed:
                self._keep(order.utterance, clip)
            order.future.set_result(clip)

    def _next_order(self) -> _Order | None:
        """The most urgent order, or the likeliest wanted utterance as an order nobody waits for."""
        while self._orders:
            order = min(self._orders, key=lambda each: (-each.priority, each.number))
            self._orders.remove(order)
            if not order.future.set_running_or_notify_cancel():
                continue
            clip = self._clips.get(order.utterance)
            if clip is None:
                return order
            order.future.set_result(clip)
        while self._wanted:
            utterance = self._wanted.pop(0)
            if utterance not in self._clips:
                return _Order(utterance, Future(), 0, 0)
        return None

    def _synthesize(self, utterance: Utterance) -> Clip:
        """Ask the engines, best first.

        Raises `SpeechError` where the last one failed too.
        """
        last = len(self._engines) - 1
        for index, engine in enumerate(self._engines):
            if index < last and time.monotonic() < self._rests_until_s[index]:
                continue
            try:
                clip = engine.synthesize(utterance)
            except SpeechError as error:
                self._failures[index] += 1
                if self._failures[index] >= GIVE_UP_AFTER:
                    self._rests_until_s[index] = time.monotonic() + self._rest_s
                self._trouble = str(error)
                if index == last or self._is_closing:
                    raise
                continue
            self._failures[index] = 0
            self._current = engine
            if index == 0:
                self._trouble = None
            return clip
        raise AssertionError("the last engine is always asked")

    def _keep(self, utterance: Utterance, clip: Clip) -> None:
        if self._current is self._engines[0]:
            for each in self._second_best & self._clips.keys():
                self._clip_bytes -= len(self._clips.pop(each).pcm)
            self._second_best.clear()
        else:
            self._second_best.add(utterance)
        if utterance in self._clips:
            return
        self._clips[utterance] = clip
        self._clip_bytes += len(clip.pcm)
        while self._clip_bytes > self._memory_bytes and len(self._clips) > 1:
            _, dropped = self._clips.popitem(last=False)
            self._clip_bytes -= len(dropped.pcm)
