"""The engine of natural voices over its real child and the real runtime, with a voice a few hundred bytes long."""

from __future__ import annotations

import os
import signal
import sys
import threading
from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.errors import EngineFailed
from reader.speech.engine import Abandoned
from reader.speech.loudness import TARGET_DB, speech_power_db
from reader.speech.piper_engine import PiperEngine
from reader.speech.prefetch import Prefetch
from reader.speech.system_engine import SystemEngine
from reader.speech.utterance import Prosody, Utterance
from tests.support import tiny_voice

pytest.importorskip("onnxruntime", reason="natural voices need onnxruntime, which is optional")
TINY = "piper:en_GB-tiny-low"
TEXT = "The cat sat on the mat, of the house; and it was 205 years old. Is it?"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tiny_voice.write_voice(tmp_path / "voices")
    return tmp_path / "voices"


@pytest.fixture
def engine(folder: Path) -> Iterator[PiperEngine]:
    made = PiperEngine(folder)
    yield made
    made.close()


def said(text: str = TEXT, *, rate_wpm: int = 170, voice: str = TINY) -> Utterance:
    return Utterance(text, voice, "en-GB", Prosody(rate_wpm))


def test_a_voice_is_named_with_its_language(engine: PiperEngine) -> None:
    (voice,) = engine.voices()

    assert (voice.id, voice.name, voice.languages) == (TINY, "Tiny, natural", ("en-GB",))
    assert engine.speaks(TINY)
    assert not engine.speaks("")
    assert not engine.speaks("piper:../../etc/passwd")
    assert engine.child_pid is None, "nothing is started before a voice is asked for"


def test_it_speaks_and_marks_each_word_where_it_begins(engine: PiperEngine) -> None:
    clip = engine.synthesize(said())

    words = [TEXT[word.start : word.end] for word in clip.words]
    # Words that eSpeak runs together ("on the") have one mark.
    assert words == "The cat sat on mat of house and it was 205 years old Is it".split()
    at_ms = [word.at_ms for word in clip.words]
    assert at_ms == sorted(set(at_ms))
    assert at_ms[-1] < clip.duration_ms
    assert clip.sample_rate_hz == tiny_voice.RATE_HZ


def test_a_mark_is_where_the_sounds_before_it_end(engine: PiperEngine) -> None:
    """The tiny voice's frames are known: the mark of a word is the length of what is said before it."""
    clip = engine.synthesize(said("Hand hand"))
    one_word = engine.synthesize(said("Hand"))
    begin_ms = clip.words[0].at_ms

    last_sound_to_end_ms = one_word.duration_ms - begin_ms
    word_ms = clip.words[1].at_ms - begin_ms
    # One word's sounds, and the space after it instead of the end.
    assert word_ms == pytest.approx(last_sound_to_end_ms, abs=80)


def test_another_rate_lasts_another_time(engine: PiperEngine) -> None:
    slow, fast = engine.synthesize(said(rate_wpm=100)), engine.synthesize(said(rate_wpm=300))

    assert slow.duration_ms > 2 * fast.duration_ms


def test_it_is_as_loud_as_the_other_voices_and_volume_is_the_waves_height(
    engine: PiperEngine,
) -> None:
    def samples(volume: float) -> array[int]:
        clip = engine.synthesize(Utterance(TEXT, TINY, "en-GB", Prosody(volume=volume)))
        return array("h", clip.pcm)

    full, half = samples(1.0), samples(0.5)
    assert speech_power_db(full, tiny_voice.RATE_HZ) == pytest.approx(TARGET_DB, abs=1)
    assert max(half) == pytest.approx(max(full) / 2, rel=0.06)


def test_where_the_lengths_are_not_certain_no_word_is_told(
    engine: PiperEngine, folder: Path
) -> None:
    (folder / "en_GB-tiny-low.onnx").write_bytes(tiny_voice.model(rounds=2))
    clip = engine.synthesize(said())

    assert clip.words == ()
    assert clip.pcm


def test_a_word_may_be_given_by_its_sounds(engine: PiperEngine) -> None:
    def ms(*phonemes: tuple[int, int, str]) -> float:
        return engine.synthesize(Utterance("Dystonia.", TINY, phonemes=phonemes)).duration_ms

    assert ms((0, 8, "aI")) < ms() / 2


def test_a_damaged_voice_is_one_sentence(engine: PiperEngine, folder: Path) -> None:
    (folder / "en_GB-tiny-low.onnx").write_bytes(b"junk" * 100)

    with pytest.raises(
        EngineFailed, match=r"en_GB-tiny-low cannot be used, for its file is damaged\."
    ):
        engine.synthesize(said())


def test_a_voice_without_its_facts_is_one_sentence(engine: PiperEngine, folder: Path) -> None:
    (folder / "en_GB-tiny-low.onnx.json").write_text("{}")
    assert engine.voices() == ()

    with pytest.raises(EngineFailed, match="is not what belongs to a voice"):
        engine.synthesize(said())


def test_a_child_that_dies_is_started_again(engine: PiperEngine) -> None:
    engine.synthesize(said())
    first = engine.child_pid
    assert first is not None
    os.kill(first, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)

    assert engine.synthesize(said()).pcm
    assert engine.child_pid != first


def test_what_is_given_up_ends_early_and_the_next_is_said(engine: PiperEngine) -> None:
    engine.synthesize(said())  # loaded
    ended = threading.Event()
    seen: list[str] = []

    def speak() -> None:
        try:
            engine.synthesize(said("A very long sentence. " * 2000, rate_wpm=80))
            seen.append("spoken")
        except Abandoned:
            seen.append("abandoned")
        ended.set()

    threading.Thread(target=speak, daemon=True).start()
    while not ended.wait(0.02):
        engine.abandon()

    assert seen == ["abandoned"]
    assert engine.synthesize(said("Next.")).pcm


def test_without_the_runtime_it_says_what_to_install(folder: Path) -> None:
    code = (
        "import sys; sys.modules['onnxruntime'] = None\n"
        "from reader.speech.piper_worker import main\nmain()"
    )
    engine = PiperEngine(folder, [sys.executable, "-c", code])
    with pytest.raises(EngineFailed, match="pip install onnxruntime"):
        engine.synthesize(said())
    engine.close()


def test_espeak_reads_on_where_a_natural_voice_fails_or_is_gone(folder: Path) -> None:
    (folder / "en_GB-tiny-low.onnx").write_bytes(b"junk")
    prefetch = Prefetch((PiperEngine(folder), SystemEngine()))
    for text in ("One.", "Two.", "Three."):
        assert prefetch.request(said(text)).result(30).pcm
    for text in ("Four.", "Five."):
        assert prefetch.request(said(text, voice="piper:en_GB-gone-low")).result(30).pcm
    remarks = [prefetch.take_remark() for _ in range(3)]
    prefetch.close()

    assert "damaged" in (remarks[0] or "")
    assert (
        remarks[1] == "The voice en_GB-gone-low is no longer on this machine. Another one reads on."
    )
    assert remarks[2] is None


def test_a_clip_is_known_by_the_voices_files(engine: PiperEngine, folder: Path) -> None:
    before = engine.fingerprint(said())
    (folder / "en_GB-tiny-low.onnx").write_bytes(tiny_voice.model(rounds=2))

    assert engine.fingerprint(said()) != before
