from __future__ import annotations

import pytest

from reader.speech.silence import SilentEngine
from reader.speech.utterance import Prosody, Utterance

TEXT = "Focal hand dystonia, also called writer's cramp, makes the fingers curl."


def test_it_is_silent_and_lasts_about_as_long_as_speech() -> None:
    clip = SilentEngine().synthesize(Utterance(TEXT))

    assert not any(clip.pcm)
    assert clip.duration_ms == pytest.approx(len(TEXT.split()) / 165 * 60_000, rel=0.35)


def test_twice_as_fast_is_half_as_long() -> None:
    slow, fast = (
        SilentEngine().synthesize(Utterance(TEXT, prosody=Prosody(rate_wpm=rate)))
        for rate in (150, 300)
    )

    assert fast.duration_ms == pytest.approx(slow.duration_ms / 2, rel=0.01)


def test_every_word_is_marked_in_its_place_and_in_order() -> None:
    clip = SilentEngine().synthesize(Utterance("one two  two\nthree"))

    assert [(mark.start, mark.end) for mark in clip.words] == [(0, 3), (4, 7), (9, 12), (13, 18)]
    assert [mark.at_ms for mark in clip.words] == sorted({mark.at_ms for mark in clip.words})
    assert clip.words[-1].at_ms < clip.duration_ms


def test_nothing_takes_no_time() -> None:
    assert SilentEngine().synthesize(Utterance(" ")).duration_ms == 0
