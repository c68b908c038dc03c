"""Engines that a test sets: which voices there are, what they remark, and what is prepared when."""

from __future__ import annotations

from concurrent.futures import Future

from reader.speech.utterance import Clip, Utterance, Voice
from tests.support.fake_player import clip_for


class FakeSpeech:
    """Stands where the prefetch stands for the features."""

    def __init__(self) -> None:
        self.found: tuple[Voice, ...] = ()
        self.remarks: list[str] = []
        self.is_slow_voice = False
        self.kept: set[Utterance] = set()
        self.preparing: list[tuple[Utterance, Future[Clip]]] = []

    def voices(self) -> tuple[Voice, ...]:
        return self.found

    def take_remark(self) -> str | None:
        return self.remarks.pop(0) if self.remarks else None

    def is_slow(self, utterance: Utterance) -> bool:
        return self.is_slow_voice

    def prepare(self, utterance: Utterance) -> Future[Clip]:
        future: Future[Clip] = Future()
        if utterance in self.kept:
            future.cancel()
        else:
            self.preparing.append((utterance, future))
        return future

    def make(self, count: int) -> None:
        """Make so many of what is asked for."""
        for utterance, future in self.preparing[:count]:
            if future.set_running_or_notify_cancel():
                self.kept.add(utterance)
                future.set_result(clip_for(utterance))
        del self.preparing[:count]
