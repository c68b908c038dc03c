"""Which engine says an utterance, and which one where that fails. Synthesizer thread, unless said otherwise."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Sequence

from reader.errors import SpeechError
from reader.speech.engine import Engine
from reader.speech.utterance import Clip, Utterance, Voice

GIVE_UP_AFTER = 2
"""Utterances in a row that an engine may fail before it is left alone for a while."""
REST_S = 30.0
"""How long it is left alone: asking one that hangs takes seconds in which nothing else is made."""
LONGEST_REST_S = 600.0
"""Each rest is twice as long as the one before it, up to this."""
STEADY_AFTER = 10
"""Utterances in a row after which an engine that failed more than once counts as well again."""
ANOTHER_READS_ON = "Another voice reads on."


class _Health:
    """How an engine has done."""

    __slots__ = ("failures", "has_failed", "is_relapsing", "rest_s", "rests_until_s", "successes")

    def __init__(self, rest_s: float) -> None:
        self.failures = 0
        """In a row."""
        self.successes = 0
        """In a row."""
        self.has_failed = False
        self.is_relapsing = False
        """It has failed, spoken, and failed again."""
        self.rest_s = rest_s
        self.rests_until_s = 0.0


class EngineChoice:
    """The engines, best first."""

    def __init__(self, engines: Sequence[Engine], rest_s: float) -> None:
        """The last one should be one that cannot fail."""
        if not engines:
            raise ValueError("at least one engine is needed")
        self._engines = tuple(engines)
        self._rest_s = rest_s
        self._health = [_Health(rest_s) for _ in engines]
        self._failing: int | None = None
        """The engine that `trouble` speaks of."""
        self._remarked: set[str] = set()
        self._looked_at: set[tuple[str, str]] = set()
        """Voices and languages on which the engines were asked for a remark."""
        self.current = self._engines[0]
        """The one that made the latest clip."""
        self.trouble: str | None = None
        self.remarks: queue.SimpleQueue[str] = queue.SimpleQueue()
        """What is to be told once. Any thread."""

    def best_for(self, utterance: Utterance) -> Engine:
        """The engine whose voice it is. Any thread."""
        return self._engines[self._best(utterance)]

    def _best(self, utterance: Utterance) -> int:
        for index, engine in enumerate(self._engines):
            if engine.speaks(utterance.voice_id):
                return index
        return len(self._engines) - 1

    def voices(self) -> tuple[Voice, ...]:
        """Voices of all engines that can be asked. Any thread; waits for engines that are still starting."""
        found: list[Voice] = []
        for engine in self._engines:
            try:
                found.extend(engine.voices())
            except SpeechError as error:
                self.trouble = str(error)
        return tuple(found)

    def synthesize(
        self, utterance: Utterance, is_closing: Callable[[], bool]
    ) -> tuple[Clip, Engine]:
        """Ask the engines from the right one on.

        Raises `SpeechError` where the last one failed too, `Abandoned`.
        """
        best, last = self._best(utterance), len(self._engines) - 1
        for index in range(best, last + 1):
            engine, health = self._engines[index], self._health[index]
            if index < last and time.monotonic() < health.rests_until_s:
                continue
            try:
                clip = engine.synthesize(utterance)
            except SpeechError as error:
                self._note_failure(index, str(error))
                if index == last or is_closing():
                    raise
                continue
            self.current = engine
            self._note_success(index, is_best=index == best)
            if index == best:
                self._look_at(utterance, engine)
            return clip, engine
        raise AssertionError("the last engine is always asked")

    def try_again(self) -> None:
        """Give engines that were left alone another chance. Any thread."""
        for health in self._health:
            health.failures = 0
            health.rest_s = self._rest_s
            health.rests_until_s = 0.0

    def close(self) -> None:
        """Close them all. Any thread; may be called twice."""
        for engine in self._engines:
            engine.close()

    def _note_failure(self, index: int, sentence: str) -> None:
        health = self._health[index]
        health.failures += 1
        health.is_relapsing = health.is_relapsing or (health.has_failed and health.successes > 0)
        health.has_failed = True
        health.successes = 0
        if health.failures >= GIVE_UP_AFTER:
            health.rests_until_s = time.monotonic() + health.rest_s
            health.rest_s = min(2 * health.rest_s, LONGEST_REST_S)
        self.trouble = sentence
        self._failing = index
        following = self._engines[index + 1 : index + 2]
        if following and not following[0].is_silent:
            self._remark(f"{sentence} {ANOTHER_READS_ON}")

    def _note_success(self, index: int, *, is_best: bool) -> None:
        health = self._health[index]
        health.failures = 0
        health.successes += 1
        if health.successes >= STEADY_AFTER:
            health.has_failed = health.is_relapsing = False
        # One that fails now and then is named once; one that is used no more is not named for ever.
        is_well_again = index == self._failing and not health.is_relapsing
        if is_best and (is_well_again or health.successes >= STEADY_AFTER):
            self.trouble = self._failing = None

    def _look_at(self, utterance: Utterance, engine: Engine) -> None:
        about = (utterance.voice_id, utterance.language)
        if about not in self._looked_at:
            self._looked_at.add(about)
            self._remark(engine.remark_on(utterance))

    def _remark(self, sentence: str) -> None:
        if sentence and sentence not in self._remarked:
            self._remarked.add(sentence)
            self.remarks.put(sentence)
