from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import wait
from itertools import pairwise
from pathlib import Path

import pytest

from reader.errors import EngineFailed
from reader.speech.clip_store import ClipStore
from reader.speech.engine import Abandoned, Engine
from reader.speech.prefetch import Prefetch
from reader.speech.silence import SilentEngine
from reader.speech.utterance import Clip, Utterance, Voice

WAIT_S = 10


class SlowEngine(Engine):
    """Makes a clip only when `let` is called, and remembers what was asked of it."""

    name = "slow"
    is_slow = True

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.is_closed = False
        self._allowed = threading.Semaphore(0)
        self._began = threading.Semaphore(0)
        self._is_abandoned = False

    def voices(self) -> tuple[Voice, ...]:
        return (Voice("s", "Slow", ("en",), self.name),)

    def synthesize(self, utterance: Utterance) -> Clip:
        self.asked.append(utterance.text)
        self._began.release()
        assert self._allowed.acquire(timeout=WAIT_S)
        if self._is_abandoned:
            self._is_abandoned = False
            raise Abandoned
        if self.is_closed:
            raise EngineFailed("closed")
        return Clip(utterance.text.encode().ljust(100), 1000)

    def let(self, count: int = 1) -> None:
        self._allowed.release(count)

    def await_begin(self) -> None:
        assert self._began.acquire(timeout=WAIT_S)

    def abandon(self) -> bool:
        self._is_abandoned = True
        self._allowed.release()
        return True

    def close(self) -> None:
        self.is_closed = True
        self._allowed.release(100)


class BrokenEngine(Engine):
    """Fails at some texts, or at all."""

    name = "broken"

    def __init__(self, *good: str) -> None:
        self.good = good
        self.asked: list[str] = []

    def voices(self) -> tuple[Voice, ...]:
        raise EngineFailed("The voice is broken.")

    def synthesize(self, utterance: Utterance) -> Clip:
        self.asked.append(utterance.text)
        if utterance.text not in self.good:
            raise EngineFailed("The voice is broken.")
        return Clip(b"\1\0" * 10, 1000)

    def close(self) -> None:
        """Nothing to free."""


def says(text: str) -> Utterance:
    return Utterance(text)


@pytest.fixture
def engine() -> SlowEngine:
    return SlowEngine()


@pytest.fixture
def prefetch(engine: SlowEngine) -> Iterator[Prefetch]:
    made = Prefetch((engine,), memory_bytes=350)
    yield made
    made.close()


def test_a_request_is_answered_and_then_ready(prefetch: Prefetch, engine: SlowEngine) -> None:
    assert prefetch.ready(says("a")) is None
    engine.let()
    clip = prefetch.request(says("a")).result(WAIT_S)

    assert prefetch.ready(says("a")) is clip
    assert prefetch.request(says("a")).result(0) is clip
    assert engine.asked == ["a"]


def test_the_most_urgent_comes_first_and_equals_in_order(
    prefetch: Prefetch, engine: SlowEngine
) -> None:
    first = prefetch.request(says("first"))
    engine.await_begin()
    later = [
        prefetch.request(says("b")),
        prefetch.request(says("c")),
        prefetch.request(says("urgent"), priority=1),
    ]
    engine.let(4)
    wait([first, *later], WAIT_S)

    assert engine.asked == ["first", "urgent", "b", "c"]


def test_a_request_does_not_wait_for_what_is_merely_wanted(
    prefetch: Prefetch, engine: SlowEngine
) -> None:
    prefetch.want([says("w1"), says("w2")])
    engine.await_begin()
    requested = prefetch.request(says("now"))
    engine.let()
    requested.result(WAIT_S)
    engine.await_begin()
    engine.await_begin()

    assert engine.asked == ["w1", "now", "w1"], "and what it pushed aside is made after it"


def test_what_is_made_for_a_request_that_was_taken_back_gives_way(
    prefetch: Prefetch, engine: SlowEngine
) -> None:
    stale = prefetch.request(says("stale"))
    engine.await_begin()
    assert stale.cancel()
    requested = prefetch.request(says("now"))
    engine.let()

    assert requested.result(WAIT_S).pcm.startswith(b"now")
    assert prefetch.ready(says("stale")) is None


def test_what_is_wanted_no_more_is_left_half_made(prefetch: Prefetch, engine: SlowEngine) -> None:
    prefetch.want([says("w1")])
    engine.await_begin()
    prefetch.want([says("w2")])
    engine.await_begin()

    assert engine.asked == ["w1", "w2"]


def test_what_is_wanted_still_is_made_to_its_end(prefetch: Prefetch, engine: SlowEngine) -> None:
    prefetch.want([says("w1"), says("w2")])
    engine.await_begin()
    prefetch.want([says("w3"), says("w1")])
    engine.let()
    engine.await_begin()

    assert engine.asked == ["w1", "w3"]
    assert prefetch.ready(says("w1")) is not None


def test_what_is_no_longer_wanted_is_dropped(prefetch: Prefetch, engine: SlowEngine) -> None:
    prefetch.want([says("w1"), says("w2"), says("w3")])
    engine.await_begin()
    prefetch.want([says("w4")])
    engine.let(4)
    prefetch.request(says("end"), priority=-1).result(WAIT_S)
    engine.let(4)

    assert "w2" not in engine.asked
    assert "w3" not in engine.asked


def test_what_was_wanted_is_ready_without_waiting(prefetch: Prefetch, engine: SlowEngine) -> None:
    engine.let(2)
    prefetch.want([says("w1")])
    engine.await_begin()
    prefetch.request(says("other")).result(WAIT_S)

    assert prefetch.ready(says("w1")) is not None


def test_a_cancelled_request_costs_nothing(prefetch: Prefetch, engine: SlowEngine) -> None:
    first = prefetch.request(says("first"))
    engine.await_begin()
    stale = prefetch.request(says("stale"))
    last = prefetch.request(says("last"))
    assert stale.cancel()
    engine.let(2)
    wait([first, last], WAIT_S)

    assert engine.asked == ["first", "last"]


def test_two_requests_for_the_same_are_made_once(prefetch: Prefetch, engine: SlowEngine) -> None:
    both = [prefetch.request(says("same")) for _ in range(2)]
    engine.let()

    assert both[0].result(WAIT_S) is both[1].result(WAIT_S)
    assert engine.asked == ["same"]


def test_clips_that_were_not_used_for_longest_are_forgotten(
    prefetch: Prefetch, engine: SlowEngine
) -> None:
    engine.let(4)
    for text in "abc":
        prefetch.request(says(text)).result(WAIT_S)
    prefetch.ready(says("a"))
    prefetch.request(says("d")).result(WAIT_S)

    assert [text for text in "abcd" if prefetch.ready(says(text))] == ["a", "c", "d"]


def test_another_voice_or_rate_is_another_clip(prefetch: Prefetch, engine: SlowEngine) -> None:
    engine.let()
    prefetch.request(says("a")).result(WAIT_S)

    assert prefetch.ready(Utterance("a", voice_id="other")) is None


def test_closing_frees_whoever_waits(engine: SlowEngine) -> None:
    prefetch = Prefetch((engine,))
    running = prefetch.request(says("running"))
    engine.await_begin()
    waiting = prefetch.request(says("waiting"))
    prefetch.close()
    prefetch.close()

    assert waiting.cancelled()
    assert isinstance(running.exception(WAIT_S), EngineFailed)
    assert prefetch.request(says("later")).cancelled()
    assert engine.is_closed


def test_the_next_engine_speaks_where_one_fails_and_it_is_said() -> None:
    broken = BrokenEngine()
    prefetch = Prefetch((broken, SilentEngine()))
    clips = [prefetch.request(says(text)).result(WAIT_S) for text in ("a", "b", "c", "d")]

    assert all(clip.duration_ms > 0 for clip in clips)
    assert prefetch.trouble == "The voice is broken."
    assert prefetch.engine_name == "silence"
    assert broken.asked == ["a", "b"], "it is left alone after two failures"
    prefetch.try_again()
    prefetch.request(says("e")).result(WAIT_S)
    assert broken.asked == ["a", "b", "e"]
    prefetch.close()


def test_an_engine_that_was_left_alone_is_asked_again_after_a_rest() -> None:
    mended = BrokenEngine("c")
    prefetch = Prefetch((mended, SilentEngine()), rest_s=0)
    for text in ("a", "b", "c"):
        prefetch.request(says(text)).result(WAIT_S)

    assert mended.asked == ["a", "b", "c"]
    assert prefetch.trouble is None
    prefetch.close()


def test_one_text_that_breaks_an_engine_does_not_switch_it_off() -> None:
    broken = BrokenEngine("good", "fine")
    prefetch = Prefetch((broken, SilentEngine()))
    for text in ("good", "bad", "fine", "worse"):
        prefetch.request(says(text)).result(WAIT_S)
    assert prefetch.trouble is not None
    prefetch.request(says("good again")).result(WAIT_S)
    prefetch.close()

    assert broken.asked == ["good", "bad", "fine", "worse", "good again"]


def test_trouble_is_over_when_the_first_engine_speaks_again() -> None:
    prefetch = Prefetch((BrokenEngine("good"), SilentEngine()))
    prefetch.request(says("bad")).result(WAIT_S)
    assert prefetch.trouble is not None
    prefetch.request(says("good")).result(WAIT_S)

    assert prefetch.trouble is None
    assert prefetch.engine_name == "broken"
    prefetch.close()


def test_silence_that_stood_in_for_a_voice_is_forgotten_when_the_voice_is_back() -> None:
    prefetch = Prefetch((BrokenEngine("good"), SilentEngine()))
    prefetch.request(says("bad")).result(WAIT_S)
    assert prefetch.ready(says("bad")) is not None
    prefetch.request(says("good")).result(WAIT_S)
    prefetch.request(says("good")).result(WAIT_S)

    assert prefetch.ready(says("bad")) is None
    assert prefetch.ready(says("good")) is not None
    prefetch.close()


def test_where_all_engines_fail_the_request_fails() -> None:
    prefetch = Prefetch((BrokenEngine(), BrokenEngine()))
    failed = prefetch.request(says("a"))

    assert isinstance(failed.exception(WAIT_S), EngineFailed)
    assert prefetch.ready(says("a")) is None
    prefetch.close()


def test_a_mistake_in_an_engine_reaches_whoever_waits_and_the_rest_goes_on() -> None:
    class Mistaken(SilentEngine):
        def synthesize(self, utterance: Utterance) -> Clip:
            if utterance.text == "bad":
                raise ZeroDivisionError
            return super().synthesize(utterance)

    prefetch = Prefetch((Mistaken(),))
    assert isinstance(prefetch.request(says("bad")).exception(WAIT_S), ZeroDivisionError)
    assert prefetch.request(says("good")).result(WAIT_S).duration_ms > 0
    prefetch.close()


def test_voices_of_all_engines_that_can_be_asked(engine: SlowEngine) -> None:
    prefetch = Prefetch((engine, BrokenEngine(), SilentEngine()))

    assert [voice.engine for voice in prefetch.voices()] == ["slow", "silence"]
    prefetch.close()


def test_at_least_one_engine_is_needed() -> None:
    with pytest.raises(ValueError, match="engine"):
        Prefetch(())


# Clips on the disk


@pytest.fixture
def store(tmp_path: Path) -> ClipStore:
    return ClipStore(tmp_path / "clips")


def test_what_a_slow_voice_has_said_once_is_there_in_the_next_run_while_it_is_busy(
    store: ClipStore, engine: SlowEngine
) -> None:
    first = Prefetch((engine,), store=store)
    engine.let(2)
    before = first.request(says("heard")).result(WAIT_S)
    first.request(says("another")).result(WAIT_S)
    first.close()

    busy = SlowEngine()
    second = Prefetch((busy,), store=store)
    waiting = second.request(says("new"))
    busy.await_begin()

    assert second.request(says("heard")).result(WAIT_S) == before
    assert not waiting.done()
    second.close()
    assert busy.asked == ["new"]


def test_what_is_wanted_is_brought_from_the_disk(store: ClipStore, engine: SlowEngine) -> None:
    store.put(says("kept"), engine.name, Clip(b"ab", 1000))
    prefetch = Prefetch((engine,), store=store)
    prefetch.want([says("kept"), says("new")])
    engine.await_begin()
    prefetch.request(says("kept")).result(WAIT_S)

    assert engine.asked == ["new"]
    prefetch.close()


def test_a_quick_voice_is_not_kept_on_the_disk(store: ClipStore, tmp_path: Path) -> None:
    prefetch = Prefetch((SilentEngine(),), store=store)
    prefetch.request(says("a")).result(WAIT_S)
    assert prefetch.prepare(says("b")).cancelled()
    prefetch.close()

    assert not (tmp_path / "clips").exists()


def test_what_is_prepared_waits_for_all_else_and_lies_on_the_disk(
    store: ClipStore, engine: SlowEngine
) -> None:
    prefetch = Prefetch((engine,), store=store)
    prepared = prefetch.prepare(says("later"))
    engine.await_begin()
    requested = prefetch.request(says("now"))
    engine.let()
    requested.result(WAIT_S)
    engine.let()
    prepared.result(WAIT_S)

    assert engine.asked == ["later", "now", "later"]
    assert store.has(says("later"), engine.name)
    assert prefetch.ready(says("later")) is None, "the memory is for what can be reached now"
    assert prefetch.prepare(says("later")).cancelled(), "it need not be made again"
    prefetch.close()


def test_what_stood_in_for_a_slow_voice_is_not_kept_as_that_voice(store: ClipStore) -> None:
    broken = BrokenEngine()
    prefetch = Prefetch((broken, SilentEngine()), store=store)
    prefetch.request(says("a")).result(WAIT_S)
    prefetch.close()

    assert not store.has(says("a"), broken.name)


# Voices of several engines


class NamedEngine(BrokenEngine):
    """Speaks voices of its own only."""

    def __init__(self, *good: str, voices: tuple[str, ...]) -> None:
        super().__init__(*good)
        self._voices = voices

    def speaks(self, voice_id: str) -> bool:
        return voice_id in self._voices


class Humming(SilentEngine):
    """An engine that is heard."""

    is_silent = False


def test_each_voice_is_spoken_by_its_own_engine() -> None:
    natural, usual = NamedEngine("a", "b", voices=("n",)), BrokenEngine("a", "b")
    prefetch = Prefetch((natural, usual))
    prefetch.request(Utterance("a", "n")).result(WAIT_S)
    prefetch.request(Utterance("b")).result(WAIT_S)
    prefetch.close()

    assert (natural.asked, usual.asked) == (["a"], ["b"])


def test_a_failing_engine_is_told_once_and_another_one_reads_on() -> None:
    natural = NamedEngine("3", "6", "9", voices=("n",))
    prefetch = Prefetch((natural, Humming(), SilentEngine()), rest_s=0)
    troubles = []
    for number in range(12):
        assert prefetch.request(Utterance(str(number), "n")).result(WAIT_S).duration_ms > 0
        troubles.append(prefetch.trouble)

    assert prefetch.take_remark() == "The voice is broken. Another voice reads on."
    assert prefetch.take_remark() is None
    assert len(natural.asked) == 12
    shown_anew = [b for a, b in pairwise(troubles) if b and not a]
    assert len(shown_anew) <= 1, "it does not come and go with each sentence"
    prefetch.close()


def test_what_an_engine_remarks_on_a_voice_is_told_once() -> None:
    class Remarking(SilentEngine):
        def remark_on(self, utterance: Utterance) -> str:
            return f"No {utterance.voice_id}." if utterance.voice_id else ""

    prefetch = Prefetch((Remarking(),))
    for text, voice in (("a", "gone"), ("b", "gone"), ("c", "")):
        prefetch.request(Utterance(text, voice)).result(WAIT_S)

    assert prefetch.take_remark() == "No gone."
    assert prefetch.take_remark() is None
    prefetch.close()
