"""A player that plays into nothing and whose time is moved by hand; and clips that are there at once."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from reader.speech.utterance import Clip, Utterance, WordMark

MS_PER_CHAR = 60
RATE_HZ = 1000
"""One frame a millisecond keeps the sums readable."""


def clip_for(utterance: Utterance) -> Clip:
    """A clip that lasts 60 ms a character at 165 words a minute, with a mark at each word."""
    ms_per_char = MS_PER_CHAR * 165 / utterance.prosody.rate_wpm
    words = []
    at = 0
    for word in utterance.text.split(" "):
        if word:
            words.append(WordMark(at, at + len(word), round(at * ms_per_char)))
        at += len(word) + 1
    frames = round(len(utterance.text) * ms_per_char)
    return Clip(b"\x01\x00" * frames, RATE_HZ, tuple(words))


@dataclass(frozen=True, slots=True)
class Heard:
    """As the player's own."""

    tag: object
    at_ms: float
    is_gap: bool


@dataclass(slots=True)
class _Queued:
    clip: Clip
    tag: object
    gap_ms: float
    at_ms: float


class FakePlayer:
    """Same verbs as the real one; `advance` is its sound card."""

    def __init__(self) -> None:
        self.queue: list[_Queued] = []
        self.is_paused = False
        self.volume = 1.0
        self.chosen_volume = 1.0
        self.earcons: list[Clip] = []
        """What was to sound beside the clips, in order."""
        self.sounded: list[tuple[str, object, float]] = []
        """What began to sound: ("clip", tag, gap before it)."""

    @property
    def is_idle(self) -> bool:
        return not self.queue

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
        if earcon is not None:
            self.earcons.append(earcon)
        self.queue.append(_Queued(clip, tag, gap_ms, start_ms))

    def sound(self, earcon: Clip) -> None:
        self.earcons.append(earcon)

    def clear(self) -> None:
        self.queue.clear()

    def fade(self, volume: float, over_ms: float) -> None:
        self.volume = volume

    def set_volume(self, volume: float) -> None:
        self.chosen_volume = volume

    def drop_waiting(self) -> tuple[object, ...]:
        dropped = tuple(each.tag for each in self.queue[1:])
        del self.queue[1:]
        return dropped

    def pause(self) -> None:
        self.is_paused = True

    def resume(self) -> None:
        self.is_paused = False

    def heard(self) -> Heard | None:
        if not self.queue:
            return None
        first = self.queue[0]
        return Heard(first.tag, first.at_ms, is_gap=first.gap_ms > 0)

    def advance(self, ms: float) -> None:
        """Let so much sound be heard."""
        while ms > 0 and self.queue and not self.is_paused:
            first = self.queue[0]
            step = min(ms, first.gap_ms)
            first.gap_ms -= step
            ms -= step
            if first.gap_ms > 0:
                return
            step = min(ms, first.clip.duration_ms - first.at_ms)
            first.at_ms += step
            ms -= step
            if first.at_ms >= first.clip.duration_ms - 1e-6:
                self.queue.pop(0)


class FakeClips:
    """Clips at once, or when `finish` is called."""

    def __init__(self, *, is_instant: bool = True) -> None:
        self.is_instant = is_instant
        self.ready_clips: dict[Utterance, Clip] = {}
        self.waiting: list[tuple[Utterance, Future[Clip]]] = []
        self.wanted: tuple[Utterance, ...] = ()
        self.is_slow_voice = False
        self.tries = 0
        """Times a voice that failed was to be asked again."""

    def ready(self, utterance: Utterance) -> Clip | None:
        if self.is_instant:
            return clip_for(utterance)
        return self.ready_clips.get(utterance)

    def request(self, utterance: Utterance) -> Future[Clip]:
        future: Future[Clip] = Future()
        self.waiting.append((utterance, future))
        return future

    def want(self, utterances: Sequence[Utterance]) -> None:
        self.wanted = tuple(utterances)

    def is_slow(self, utterance: Utterance) -> bool:
        """Whether it has to be waited for."""
        return self.is_slow_voice

    def try_again(self) -> None:
        """Nothing has failed for good here."""
        self.tries += 1

    def finish(self) -> None:
        """Everything that was asked for is there."""
        waiting, self.waiting = self.waiting, []
        for utterance, future in waiting:
            if future.cancelled():
                continue
            self.ready_clips[utterance] = clip_for(utterance)
            future.set_result(self.ready_clips[utterance])

    def fail(self, error: Exception) -> None:
        """Everything that was asked for could not be made."""
        waiting, self.waiting = self.waiting, []
        for _utterance, future in waiting:
            if not future.cancelled():
                future.set_exception(error)
