from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from reader.speech.clip_store import ClipStore
from reader.speech.utterance import Clip, Prosody, Utterance, WordMark

SAID = Utterance("One plain sentence.", "piper:a", "en-GB", Prosody(200, 0.5, 44))
CLIP = Clip(bytes(range(256)) * 40, 22050, (WordMark(0, 3, 0), WordMark(4, 9, 130)))


@pytest.fixture
def store(tmp_path: Path) -> ClipStore:
    return ClipStore(tmp_path / "clips")


def only_file(folder: Path) -> Path:
    (path,) = (folder / "clips").iterdir()
    return path


def test_what_was_put_comes_back_whole_in_another_run(store: ClipStore, tmp_path: Path) -> None:
    assert not store.has(SAID, "x")
    store.put(SAID, "x", CLIP)

    assert store.has(SAID, "x")
    assert ClipStore(tmp_path / "clips").get(SAID, "x") == CLIP


def test_whatever_decides_the_sound_decides_the_clip(store: ClipStore) -> None:
    store.put(SAID, "x", CLIP)
    others = [
        replace(SAID, text="One plain sentence!"),
        replace(SAID, voice_id="piper:b"),
        replace(SAID, language="en-US"),
        replace(SAID, prosody=Prosody(201, 0.5, 44)),
        replace(SAID, prosody=Prosody(200, 0.6, 44)),
        replace(SAID, prosody=Prosody(200, 0.5, 45)),
        replace(SAID, phonemes=((0, 3, "wVn"),)),
    ]
    assert not any(store.has(other, "x") for other in others)
    assert not store.has(SAID, "a newer file of the voice")


def test_speech_takes_less_room_than_its_frames(store: ClipStore, tmp_path: Path) -> None:
    soft = b"".join((value % 97).to_bytes(2, "little") for value in range(50_000))
    store.put(SAID, "x", Clip(soft, 22050))

    assert only_file(tmp_path).stat().st_size < len(soft) / 2


@pytest.mark.parametrize(
    "damage", [b"", b"{}", b'{"rate_hz": 1, "words": []}\nnot packed', b"\xff" * 90]
)
def test_a_damaged_clip_is_missing(store: ClipStore, tmp_path: Path, damage: bytes) -> None:
    store.put(SAID, "x", CLIP)
    only_file(tmp_path).write_bytes(damage)

    assert store.get(SAID, "x") is None
    assert not store.has(SAID, "x")


def test_a_clip_cut_off_is_missing(store: ClipStore, tmp_path: Path) -> None:
    store.put(SAID, "x", CLIP)
    path = only_file(tmp_path)
    path.write_bytes(path.read_bytes()[:-20])

    assert store.get(SAID, "x") is None


def test_what_was_not_heard_for_longest_goes_first(tmp_path: Path) -> None:
    frames = os.urandom(10_000)  # does not pack, so sizes are known
    store = ClipStore(tmp_path / "clips", room_bytes=35_000)
    said = [replace(SAID, text=text) for text in "abcd"]
    for age, each in enumerate(said[:3]):
        before = set((tmp_path / "clips").glob("*"))
        store.put(each, "x", Clip(frames, 22050))
        (new,) = set((tmp_path / "clips").iterdir()) - before
        os.utime(new, (1000 + age, 1000 + age))
    assert store.get(said[0], "x") is not None
    store.put(said[3], "x", Clip(frames, 22050))

    assert [store.has(each, "x") for each in said] == [True, False, True, True]


def test_a_folder_that_cannot_be_made_keeps_nothing_and_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = ClipStore(tmp_path / "file" / "clips")
    store.put(SAID, "x", CLIP)

    assert store.get(SAID, "x") is None
