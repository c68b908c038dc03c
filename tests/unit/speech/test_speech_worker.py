"""What the child does with sound, and its two ways to an engine; those run in processes of their own."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from array import array
from collections.abc import Callable
from typing import Any

import pytest

from reader.speech.framing import read_frame, write_frame
from reader.speech.speech_worker import Words, serve, trimmed, with_phonemes

RATE = 1000


class Talker:
    """Says a beep after some silence."""

    name = "talker"

    def voices(self) -> list[tuple[str, str, list[str]]]:
        return [("t", "Talker", ["en"])]

    def speak(
        self, request: dict[str, Any], report: Callable[[], None]
    ) -> tuple[bytes, int, Words]:
        if request["text"] == "refuse":
            raise ValueError("no")
        report()
        sound = array("h", [0] * 100 + [9000] * 200 + [0] * 300)
        return sound.tobytes(), RATE, [(0, 3, 0), (4, 7, 180)]


def _answers(*requests: dict[str, Any]) -> list[tuple[dict[str, Any], bytes]]:
    asked, answered = io.BytesIO(), io.BytesIO()
    for request in requests:
        write_frame(asked, request)
    asked.seek(0)
    serve(Talker(), asked, answered)
    answered.seek(0)
    frames = []
    while (frame := read_frame(answered)) is not None:
        frames.append(frame)
    return frames


def test_it_says_who_it_is_and_answers_each_request_in_turn() -> None:
    hello, voices, busy, said, refused = _answers(
        {"ask": "voices"}, {"ask": "speak", "text": "one"}, {"ask": "speak", "text": "refuse"}
    )

    assert hello == ({"engine": "talker"}, b"")
    assert voices == ({"voices": [["t", "Talker", ["en"]]]}, b"")
    assert busy == ({"busy": True}, b"")
    assert len(said[1]) == 2 * (200 + 1 + 1)
    assert refused == ({"failed": "no"}, b"")


def test_word_times_follow_the_trimming() -> None:
    *_, (header, _) = _answers({"ask": "speak", "text": "one two"})

    assert header["words"] == [[0, 3, 0], [4, 7, 180 - 99]]


@pytest.mark.parametrize(
    ("before", "sound", "after", "cut_ms"), [(100, 50, 100, 99), (0, 50, 0, 0), (3, 1, 0, 2)]
)
def test_silence_at_both_ends_is_cut(before: int, sound: int, after: int, cut_ms: int) -> None:
    pcm = array("h", [0] * before + [-9000] * sound + [3] * after).tobytes()
    kept, cut = trimmed(pcm, RATE)

    assert cut == cut_ms
    assert len(kept) // 2 == sound + min(before, 1) + min(after, 1)


def test_nothing_but_silence_is_nothing() -> None:
    assert trimmed(bytes(2000), RATE) == (b"", 0)
    assert trimmed(b"", RATE) == (b"", 0)


def _in_a_process(code: str) -> Any:
    """What a process of its own prints last, as JSON: these libraries can be loaded only once in each."""
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, timeout=60, text=True
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout.splitlines()[-1])


def test_the_library_is_the_one_that_comes_as_a_wheel() -> None:
    """Also where the system has its own, whose data would be another version's."""
    loaded = _in_a_process(
        "import json\n"
        "from reader.speech.speech_worker import EspeakSpeaker\n"
        "speaker = EspeakSpeaker()\n"
        "speaker.speak(dict(text='one', voice='', rate=165, pitch=50, volume=1.0), lambda: None)\n"
        "try:\n"
        "    lines = open('/proc/self/maps').read().splitlines()\n"
        "except OSError:\n"
        "    lines = []\n"
        "print(json.dumps(sorted({each.split()[-1] for each in lines if 'libespeak' in each})))\n"
    )
    if sys.platform != "linux":
        pytest.skip("loaded libraries are listed on Linux only")

    assert len(loaded) == 1
    assert "espeakng_loader" in loaded[0]


def test_a_word_s_sounds_are_told_in_the_voice_s_own_signs() -> None:
    told = _in_a_process(
        "import json\n"
        "from reader.speech.speech_worker import EspeakSpeaker\n"
        "speaker = EspeakSpeaker()\n"
        "print(json.dumps([speaker.phonemes(word, 'gmw/en') for word in ('rest', 'photograph')]))\n"
    )
    assert told[0] == "r'Est"
    assert told[1].startswith("f'oUt")


def test_the_drivers_that_speak_into_a_file_are_understood() -> None:
    """pyttsx3's eSpeak driver stands in for the other systems' ones: the way through the file is the same."""
    found = _in_a_process(
        "import json\n"
        "from reader.speech.speech_worker import load_espeak\n"
        "load_espeak()\n"
        "from reader.speech.native_speaker import NativeSpeaker\n"
        "speaker = NativeSpeaker('espeak')\n"
        "ask = dict(text='one two three', voice='', rate=165, pitch=50, volume=1.0)\n"
        "said = speaker.speak(ask, lambda: None)\n"
        "again = speaker.speak(ask, lambda: None)\n"
        "none = speaker.speak({**ask, 'text': ' '}, lambda: None)\n"
        "print(json.dumps([len(said[0]), said[1], said[2], len(again[0]), len(none[0]),"
        " len(speaker.voices()), speaker.name]))\n"
    )
    said, rate_hz, words, again, nothing, voices, name = found

    assert said / 2 / rate_hz == pytest.approx(1.0, abs=0.5)
    assert again / 2 / rate_hz == pytest.approx(1.0, abs=0.5)
    assert (words, nothing, name) == ([], 0, "system")
    assert voices > 50


def test_only_phonemes_that_are_given_stand_in_brackets() -> None:
    text = "say [[aI]] well"
    given, places = with_phonemes(text, [(11, 15, "w'El")])

    assert given == "say   aI   [[w'El]]"
    assert places == [(11, 15, 11, 19)]
    for bad in ([(0, 3, "a]]")], [(0, 99, "a")], [(3, 3, "a")]):
        assert with_phonemes(text, bad) == (text, [])
