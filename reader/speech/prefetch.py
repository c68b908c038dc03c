"""Clips made ahead of need, so that a press is answered without waiting for an engine.

A synthesizer thread of its own calls the engines, and where clips are kept on disk another one fetches them while the
first is busy; every public method may be called from the main thread and does not block. Where an engine fails the
next one speaks, silence at last; what happened is in `trouble`, and told once by `take_remark`.

What a person waits for comes first, then what one press can reach, then what is prepared for later. What is being
made for nobody any more is abandoned where the engine can do that.
"""

from __future__ import annotations

import queue
import threading
from collections import OrderedDict, deque
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from itertools import count

from reader.speech.clip_store import ClipStore
from reader.speech.engine import Abandoned, Engine
from reader.speech.engine_choice import REST_S, EngineChoice
from reader.speech.utterance import Clip, Utterance, Voice

CLIP_MEMORY_BYTES = 24_000_000
"""About nine minutes of sound at 22050 Hz."""
WANTED_PART = 0.8
"""Of the memory, for what may be asked for next."""
_CLOSING_S = 1.0
WAITED_FOR, WANTED, PREPARED = 2, 1, 0
"""What a clip is made for, by urgency."""


class _Order:
    """One thing to make: how urgent, for whom."""

    __slots__ = ("future", "kind", "number", "priority", "utterance")

    def __init__(
        self,
        utterance: Utterance,
        future: Future[Clip],
        priority: int,
        number: int,
        kind: int = WAITED_FOR,
    ) -> None:
        self.utterance = utterance
        self.future = future
        self.priority = priority
        self.number = number
        self.kind = kind


class Prefetch:
    """See the module."""

    def __init__(
        self,
        engines: Sequence[Engine],
        *,
        memory_bytes: int = CLIP_MEMORY_BYTES,
        rest_s: float = REST_S,
        store: ClipStore | None = None,
    ) -> None:
        """`engines`, best first; the last one should be one that cannot fail."""
        self._engines = EngineChoice(engines, rest_s)
        self._memory_bytes = memory_bytes
        self._store = store
        self._changed = threading.Condition()
        self._clips: OrderedDict[Utterance, Clip] = OrderedDict()
        self._clip_bytes = 0
        self._orders: list[_Order] = []
        self._lookups: deque[_Order] = deque()
        """Orders that may lie on the disk."""
        self._wanted: list[Utterance] = []
        self._still_wanted: frozenset[Utterance] = frozenset()
        self._to_look_up: list[Utterance] = []
        """Those of the wanted that may lie on the disk."""
        self._prepared: deque[_Order] = deque()
        self._at_work: _Order | None = None
        self._second_best: dict[Utterance, Engine] = {}
        """Clips that a fallback made, with the engine that should have; forgotten when that one speaks again."""
        self._numbers = count()
        self._is_closing = False
        self._threads = [threading.Thread(target=self._work, name="synthesizer", daemon=True)]
        if store is not None:
            self._threads.append(
                threading.Thread(target=self._fetch_kept, name="kept clips", daemon=True)
            )
        for thread in self._threads:
            thread.start()

    def ready(self, utterance: Utterance) -> Clip | None:
        """The clip where it is made already."""
        with self._changed:
            clip = self._clips.get(utterance)
            if clip is not None:
                self._clips.move_to_end(utterance)
            return clip

    def request(self, utterance: Utterance, priority: int = 0) -> Future[Clip]:
        """The clip as soon as it is made; higher priorities first, equal ones in order.

        A future cancelled before its clip is there costs next to nothing. It never fails while the last engine works.
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
                order = _Order(utterance, future, priority, next(self._numbers))
                if self._is_kept(utterance):
                    self._lookups.append(order)
                else:
                    self._orders.append(order)
                    self._let_go_for(order)
                self._changed.notify_all()
        return future

    def want(self, utterances: Iterable[Utterance]) -> None:
        """What may be asked for next, likeliest first; what was wanted before and is not in it is dropped."""
        wanted = tuple(utterances)
        with self._changed:
            for each in reversed(wanted):
                if each in self._clips:
                    self._clips.move_to_end(each)  # what one press reaches is forgotten last
            self._still_wanted = frozenset(wanted)
            self._wanted = [each for each in wanted if each not in self._clips]
            self._to_look_up = [each for each in self._wanted if self._is_kept(each)]
            at_work = self._at_work
            if at_work is not None and at_work.utterance not in self._still_wanted:
                is_for_nobody = at_work.future.cancelled() or at_work.kind == WANTED
                if is_for_nobody:
                    self._engines.best_for(at_work.utterance).abandon()
            self._changed.notify_all()

    def prepare(self, utterance: Utterance) -> Future[Clip]:
        """Have a clip on the disk for later, made after all else; cancelled where it need not be made."""
        future: Future[Clip] = Future()
        with self._changed:
            needs_making = (
                self._store is not None
                and self._engines.best_for(utterance).is_slow
                and not self._is_kept(utterance)
            )
            if needs_making and not self._is_closing:
                self._prepared.append(_Order(utterance, future, 0, next(self._numbers), PREPARED))
                self._changed.notify_all()
            else:
                future.cancel()
        return future

    def is_slow(self, utterance: Utterance) -> bool:
        """Whether it has to be waited for where it was not made before."""
        return self._store is not None and self._engines.best_for(utterance).is_slow

    def voices(self) -> tuple[Voice, ...]:
        """Voices of all engines; waits for engines that are still starting."""
        return self._engines.voices()

    @property
    def engine_name(self) -> str:
        """`Engine.name` of the engine that made the latest clip."""
        return self._engines.current.name

    @property
    def trouble(self) -> str | None:
        """Why another engine than the right one speaks, as one sentence; None while that one does."""
        return self._engines.trouble

    def take_remark(self) -> str | None:
        """The next thing to tell about the voices: one that failed, is gone or is missing; each once."""
        try:
            return self._engines.remarks.get_nowait()
        except queue.Empty:
            return None

    def try_again(self) -> None:
        """Give engines that were left alone another chance from the next utterance on."""
        self._engines.try_again()

    def close(self) -> None:
        """Stop the threads and close the engines; waits a second at most. May be called twice."""
        with self._changed:
            self._is_closing = True
            orders = [*self._orders, *self._lookups, *self._prepared]
            self._orders = []
            self._lookups.clear()
            self._prepared.clear()
            self._wanted = []
            self._changed.notify_all()
        for order in orders:
            order.future.cancel()
        self._engines.close()
        for thread in self._threads:
            thread.join(_CLOSING_S)

    # Under the lock

    def _is_kept(self, utterance: Utterance) -> bool:
        engine = self._engines.best_for(utterance)
        return (
            self._store is not None
            and engine.is_slow
            and self._store.has(utterance, engine.fingerprint(utterance))
        )

    def _let_go_for(self, order: _Order) -> None:
        """Abandon what is being made where the order is more urgent."""
        at_work = self._at_work
        if at_work is None or at_work.utterance == order.utterance:
            return
        if at_work.kind < order.kind or at_work.future.cancelled():
            self._engines.best_for(at_work.utterance).abandon()

    def _next_order(self) -> _Order | None:
        """The most urgent order; then the likeliest wanted utterance, then what is prepared, as orders."""
        while self._orders:
            order = min(self._orders, key=lambda each: (-each.priority, each.number))
            self._orders.remove(order)
            if order.future.cancelled():
                continue
            clip = self._clips.get(order.utterance)
            if clip is None:
                return order
            _answer(order, clip)
        while self._wanted and self._has_room():
            utterance = self._wanted.pop(0)
            if utterance not in self._clips and utterance not in self._to_look_up:
                return _Order(utterance, Future(), 0, 0, WANTED)
        while self._prepared:
            order = self._prepared.popleft()
            if not order.future.cancelled():
                return order
        return None

    def _has_room(self) -> bool:
        """Whether more of what is wanted can be kept without pushing out the likelier part of it."""
        kept = (self._clips[each] for each in self._still_wanted if each in self._clips)
        has_room = sum(len(clip.pcm) for clip in kept) < self._memory_bytes * WANTED_PART
        if not has_room:
            self._wanted.clear()
        return has_room

    def _put_back(self, order: _Order) -> None:
        """An order that was abandoned, where somebody still waits for it."""
        if order.future.cancelled() or self._is_closing:
            return
        if order.kind == WAITED_FOR:
            self._orders.append(order)
        elif order.kind == PREPARED:
            self._prepared.appendleft(order)
        elif order.utterance in self._still_wanted:
            self._wanted.insert(0, order.utterance)

    def _keep(self, utterance: Utterance, clip: Clip, maker: Engine) -> None:
        best = self._engines.best_for(utterance)
        if maker is best:
            for each in [each for each, lost in self._second_best.items() if lost is best]:
                del self._second_best[each]
                if each in self._clips:
                    self._clip_bytes -= len(self._clips.pop(each).pcm)
        else:
            self._second_best[utterance] = best
        if utterance in self._clips:
            return
        self._clips[utterance] = clip
        self._clip_bytes += len(clip.pcm)
        while self._clip_bytes > self._memory_bytes and len(self._clips) > 1:
            _, dropped = self._clips.popitem(last=False)
            self._clip_bytes -= len(dropped.pcm)

    # The synthesizer thread

    def _work(self) -> None:
        while True:
            with self._changed:
                while not (self._is_closing or self._orders or self._wanted or self._prepared):
                    self._changed.wait()
                if self._is_closing:
                    return
                order = self._at_work = self._next_order()
            if order is not None:
                self._make(order)

    def _make(self, order: _Order) -> None:
        utterance = order.utterance
        try:
            clip, maker = self._engines.synthesize(utterance, lambda: self._is_closing)
        except Abandoned:
            with self._changed:
                self._at_work = None
                self._put_back(order)
            return
        except Exception as error:  # noqa: BLE001 - raised again where the clip is awaited
            with self._changed:
                self._at_work = None
            if order.future.set_running_or_notify_cancel():
                order.future.set_exception(error)
            return
        with self._changed:
            self._at_work = None
            if order.kind != PREPARED:
                self._keep(utterance, clip, maker)
        if order.kind == PREPARED:
            self._keep_on_disk(utterance, clip, maker)
        _answer(order, clip)
        if order.kind != PREPARED:
            self._keep_on_disk(utterance, clip, maker)

    def _keep_on_disk(self, utterance: Utterance, clip: Clip, maker: Engine) -> None:
        if self._store is not None and maker.is_slow and maker is self._engines.best_for(utterance):
            self._store.put(utterance, maker.fingerprint(utterance), clip)

    # The thread of kept clips

    def _fetch_kept(self) -> None:
        assert self._store is not None
        while True:
            with self._changed:
                while not (self._is_closing or self._lookups or self._to_look_up):
                    self._changed.wait()
                if self._is_closing:
                    return
                order = self._lookups.popleft() if self._lookups else None
                utterance = order.utterance if order else self._to_look_up[0]
            engine = self._engines.best_for(utterance)
            clip = self._store.get(utterance, engine.fingerprint(utterance))
            with self._changed:
                if utterance in self._to_look_up:
                    self._to_look_up.remove(utterance)
                if clip is not None:
                    self._keep(utterance, clip, engine)
                elif order is not None:
                    self._orders.append(order)
                elif utterance not in self._wanted:
                    self._wanted.append(utterance)  # damaged: it is made anew
                self._changed.notify_all()
            if clip is not None and order is not None:
                _answer(order, clip)


def _answer(order: _Order, clip: Clip) -> None:
    if order.future.set_running_or_notify_cancel():
        order.future.set_result(clip)
