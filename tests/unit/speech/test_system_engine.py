"""The engine over its child: the real one, and ones that hang, die or talk nonsense."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.errors import EngineFailed
from reader.speech.system_engine import SystemEngine, best_voice
from reader.speech.utterance import Prosody, Utterance, Voice

SENTENCE = Utterance("One plain sentence, said twice.")

CHILD = """
import os, sys, time
from pathlib import Path
from reader.speech.framing import read_frame, write_frame
answers = os.fdopen(os.dup(1), "wb")
starts = Path(sys.argv[1])
with starts.open("a") as file:
    file.write("x")
start = starts.stat().st_size
write_frame(answers, {"engine": "espeak"})
def speak():
    write_frame(answers, {"rate_hz": 1000, "words": [[0, 3, 0]]}, bytes(200))
while (frame := read_frame(sys.stdin.buffer)) is not None:
    request = frame[0]
    if request["ask"] == "voices":
        write_frame(answers, {"voices": [["v", "V", ["en"]]]})
        continue
    BEHAVE
    speak()
"""


@pytest.fixture
def engine() -> Iterator[SystemEngine]:
    made = SystemEngine()
    yield made
    made.close()


@pytest.fixture
def behaving(tmp_path: Path) -> Iterator[Callable[[str], SystemEngine]]:
    """Makes an engine whose child does something else than answer; `start` counts the children."""
    made: list[SystemEngine] = []

    def make(behave: str) -> SystemEngine:
        code = CHILD.replace("BEHAVE", behave)
        command = [sys.executable, "-c", code, str(tmp_path / "starts")]
        made.append(SystemEngine(command, answer_timeout_s=0.5))
        return made[-1]

    yield make
    for each in made:
        each.close()


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_voice_that_is_gone_and_a_language_without_one_are_remarked_on(
    engine: SystemEngine,
) -> None:
    assert engine.remark_on(Utterance("a", "", "en-GB")) == ""
    assert engine.remark_on(Utterance("a", "gmw/de", "en-GB")) == ""
    assert engine.remark_on(Utterance("a", "", "de-AT")) == ""
    assert "voice nobody is no longer" in engine.remark_on(Utterance("a", "piper:nobody", "en"))
    assert "language tlh-x" in engine.remark_on(Utterance("a", "", "tlh-x"))
    assert engine.synthesize(Utterance("It reads on.", "", "tlh-x")).pcm


def test_it_speaks_with_a_mark_for_every_word(engine: SystemEngine) -> None:
    text = "Musicians’ cramp — “a naïve café”, 👍 said İpek; then, it’s over (really)."
    clip = engine.synthesize(Utterance(text))

    assert clip.sample_rate_hz == 22050
    assert 3000 < clip.duration_ms < 9000
    assert [text[mark.start : mark.end] for mark in clip.words] == [
        *(
            "Musicians’ cramp a naïve café 👍 said İpek then it’s over really".replace(
                "s’", "s"
            ).split()
        ),
    ]
    times = [mark.at_ms for mark in clip.words]
    assert times == sorted(set(times))
    assert times[-1] < clip.duration_ms


def test_word_times_are_where_the_words_sound(engine: SystemEngine) -> None:
    """A pause between two words is in the sound where the marks say it is."""
    clip = engine.synthesize(Utterance("Stop. Go."))
    samples = memoryview(clip.pcm).cast("h")
    go_frame = clip.words[1].at_ms * clip.sample_rate_hz // 1000
    loud = [index for index, value in enumerate(samples) if abs(value) > 500]
    ends = max(index for index in loud if index < go_frame)
    begins = min(index for index in loud if index >= go_frame)

    assert (begins - ends) / clip.sample_rate_hz > 0.1, "there is a pause before the mark"
    assert (begins - go_frame) / clip.sample_rate_hz < 0.08, "and the word begins at it"


def test_a_clip_has_no_silence_round_it(engine: SystemEngine) -> None:
    clip = engine.synthesize(SENTENCE)
    samples = memoryview(clip.pcm).cast("h")
    edge = clip.sample_rate_hz * 8 // 1000

    assert max(abs(value) for value in samples[:edge]) > 10
    assert max(abs(value) for value in samples[-edge:]) > 10
    assert clip.words[0].at_ms < 10


@pytest.mark.parametrize("text", ["", " ", "...", "\0", "\x1b[31m\x07", "\ud800"])
def test_what_cannot_be_said_is_short_and_harmless(engine: SystemEngine, text: str) -> None:
    assert engine.synthesize(Utterance(text)).duration_ms < 3000
    assert engine.synthesize(SENTENCE).duration_ms > 1000


def test_text_is_text(engine: SystemEngine) -> None:
    """Neither markup nor phoneme notation is obeyed: every word of it is said."""
    marked = engine.synthesize(Utterance('<break time="9s"/> one [[h@loU]] two & three | four'))
    said = [mark.start for mark in marked.words]

    assert len(said) >= 6
    assert marked.duration_ms < 12_000


def test_a_nul_does_not_end_the_text(engine: SystemEngine) -> None:
    clip = engine.synthesize(Utterance("one\0two three"))

    assert [(mark.start, mark.end) for mark in clip.words] == [(0, 3), (4, 7), (8, 13)]


def test_faster_is_shorter_over_the_whole_range(engine: SystemEngine) -> None:
    lengths = [
        engine.synthesize(Utterance(SENTENCE.text, prosody=Prosody(rate_wpm=rate))).duration_ms
        for rate in (80, 165, 250, 350, 450, 520, 600)
    ]

    assert lengths == sorted(lengths, reverse=True)
    assert len(set(lengths)) == len(lengths)


def test_volume_and_pitch_are_obeyed(engine: SystemEngine) -> None:
    def loudest(volume: float) -> int:
        pcm = engine.synthesize(Utterance("loud", prosody=Prosody(volume=volume))).pcm
        return max(memoryview(pcm).cast("h"), default=0)

    assert loudest(1.0) > 1.5 * loudest(0.4) > 0
    assert loudest(0) == 0
    low = engine.synthesize(Utterance("pitch", prosody=Prosody(pitch=10)))
    high = engine.synthesize(Utterance("pitch", prosody=Prosody(pitch=90)))
    assert low.pcm != high.pcm


def test_the_voice_follows_the_language(engine: SystemEngine) -> None:
    def lasted_ms(language: str = "en-GB", voice_id: str = "") -> float:
        said = Utterance("hand vision water station", voice_id=voice_id, language=language)
        return engine.synthesize(said).duration_ms

    british, german = lasted_ms("en-GB"), lasted_ms("de")
    apart = {round(lasted_ms(language) / 10) for language in ("en-GB", "en-US", "de", "fr-CA")}

    assert len(apart) == 4
    assert lasted_ms("de", voice_id="gmw/de") == pytest.approx(german, abs=5)
    assert lasted_ms("en-GB", voice_id="gmw/de") == pytest.approx(german, abs=5)
    assert lasted_ms("de", voice_id="of another engine") == pytest.approx(german, abs=5)
    assert lasted_ms("xx") == pytest.approx(british, abs=5), "unknown: the default voice"


def test_voices_are_listed(engine: SystemEngine) -> None:
    voices = engine.voices()
    by_id = {voice.id: voice for voice in voices}

    assert len(voices) > 50
    assert len(by_id) == len(voices)
    assert by_id["gmw/en"].languages == ("en-gb",)
    assert all(voice.engine == engine.name == "espeak" for voice in voices)
    assert engine.voices() is voices


def test_the_best_voice_for_a_language() -> None:
    voices = tuple(
        Voice(tag, tag, (tag,), "espeak") for tag in ("en-029", "en-gb", "fr-be", "fr-fr", "pt")
    )

    assert best_voice(voices, "en-GB") == "en-gb"
    assert best_voice(voices, "pt-BR") == "pt"
    assert best_voice(voices, "fr") == "fr-be"
    assert best_voice(voices, "sw") == ""


def test_a_killed_child_is_replaced_and_the_sentence_said(engine: SystemEngine) -> None:
    expected = engine.synthesize(SENTENCE)
    first = engine.child_pid
    assert first is not None
    os.kill(first, signal.SIGTERM)

    assert engine.synthesize(SENTENCE) == expected
    assert engine.child_pid != first
    assert not _is_running(first), "it is not left as a zombie"


def test_a_child_killed_in_mid_sentence_is_replaced(
    behaving: Callable[[str], SystemEngine],
) -> None:
    engine = behaving("if start == 1: time.sleep(60)")
    killer = threading.Timer(0.3, lambda: os.kill(engine.child_pid or 0, signal.SIGTERM))
    engine.start()
    killer.start()

    assert engine.synthesize(SENTENCE).duration_ms == 100
    killer.join()


def test_a_child_that_hangs_is_killed_and_asked_afresh(
    behaving: Callable[[str], SystemEngine],
) -> None:
    engine = behaving("if start == 1: time.sleep(60)")
    engine.start()
    first = engine.child_pid
    assert first is not None

    assert engine.synthesize(SENTENCE).duration_ms == 100
    assert not _is_running(first)


@pytest.mark.parametrize(
    "behave",
    [
        "time.sleep(60)",
        "sys.exit(3)",
        "answers.write(b'Audio saved to /tmp/x.wav'); answers.flush(); time.sleep(60)",
        "answers.write(b'\\0\\0\\0\\4'); answers.flush(); sys.exit()",
        "write_frame(answers, {'failed': 'no'}); continue",
    ],
)
def test_what_fails_twice_is_told(behaving: Callable[[str], SystemEngine], behave: str) -> None:
    engine = behaving(behave)

    with pytest.raises(EngineFailed, match="again"):
        engine.synthesize(SENTENCE)


def test_it_works_again_after_a_failure(
    behaving: Callable[[str], SystemEngine], tmp_path: Path
) -> None:
    engine = behaving("if start <= 2: sys.exit()")
    with pytest.raises(EngineFailed):
        engine.synthesize(SENTENCE)

    assert engine.synthesize(SENTENCE).duration_ms == 100
    assert (tmp_path / "starts").read_text() == "xxx"


def test_a_child_that_shows_it_is_at_work_is_waited_for(
    behaving: Callable[[str], SystemEngine], tmp_path: Path
) -> None:
    engine = behaving("[(time.sleep(0.3), write_frame(answers, {'busy': True})) for _ in range(4)]")

    assert engine.synthesize(SENTENCE).duration_ms == 100
    assert (tmp_path / "starts").read_text() == "x"


def test_a_long_text_to_a_child_that_does_not_read_is_no_trap(tmp_path: Path) -> None:
    code = CHILD.replace("while (frame", "time.sleep(60)\nwhile (frame")
    engine = SystemEngine([sys.executable, "-c", code, str(tmp_path / "x")], answer_timeout_s=0.5)
    with pytest.raises(EngineFailed):
        engine.synthesize(Utterance("word " * 100_000))
    engine.close()


def test_what_cannot_be_started_is_told(tmp_path: Path) -> None:
    for command in ([str(tmp_path / "nothing")], [sys.executable, "-c", "raise SystemExit(1)"]):
        engine = SystemEngine(command)
        with pytest.raises(EngineFailed, match="doctor"):
            engine.synthesize(SENTENCE)
        engine.close()


def test_closing_ends_the_child_also_while_it_is_asked(
    behaving: Callable[[str], SystemEngine],
) -> None:
    engine = behaving("time.sleep(60)")
    engine.start()
    pid = engine.child_pid
    failures: list[EngineFailed] = []

    def ask() -> None:
        try:
            engine.synthesize(SENTENCE)
        except EngineFailed as error:
            failures.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    engine.close()
    engine.close()
    asking.join(10)

    assert len(failures) == 1
    assert pid is not None
    assert not _is_running(pid)
    with pytest.raises(EngineFailed):
        engine.synthesize(SENTENCE)


def test_the_child_ends_when_the_reader_is_gone(tmp_path: Path) -> None:
    code = (
        "import os, sys\n"
        "from reader.speech.system_engine import SystemEngine\n"
        "from reader.speech.utterance import Utterance\n"
        "engine = SystemEngine()\n"
        "engine.synthesize(Utterance('one'))\n"
        "sys.stdout.write(str(engine.child_pid))\n"
        "sys.stdout.flush()\n"
        "os._exit(1)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, timeout=30, text=True
    )
    child = int(ran.stdout)
    deadline = time.monotonic() + 10
    while _is_running(child) and time.monotonic() < deadline:
        time.sleep(0.02)

    assert not _is_running(child)


def test_nothing_in_the_working_folder_is_taken_for_a_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("json.py", "ctypes.py", "pyttsx3.py", "reader.py"):
        (tmp_path / name).write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    engine = SystemEngine()

    assert engine.synthesize(SENTENCE).duration_ms > 1000
    engine.close()


def test_phonemes_change_the_sound_and_leave_the_words_in_place(engine: SystemEngine) -> None:
    text = "The embouchure hurts [[h@l'oU]] today"
    plain = engine.synthesize(Utterance(text))
    helped = engine.synthesize(Utterance(text, phonemes=((4, 14, "'0mbUSU@"),)))

    assert abs(plain.duration_ms - helped.duration_ms) > 20
    words = [text[mark.start : mark.end] for mark in helped.words]
    assert words[:3] == ["The", "embouchure", "hurts"]
    assert words[-1] == "today"
