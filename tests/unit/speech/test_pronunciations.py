"""How words are said that the voice gets wrong, and the person's own file of them."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest

from reader.speech.pronunciations import (
    SHIPPED,
    Choice,
    choices,
    keep_pronunciation,
    lexicon,
    read_pronunciations,
)
from reader.speech.spoken_form import speak

ROOT = Path(__file__).resolve().parents[3]
LEXICON = ROOT / "reader" / "speech" / "lexicon_english.tsv"
RIGHT = ROOT / "tests" / "data" / "said_rightly.tsv"


def _rows(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and line[0] != "#"]


def _heard(text: str) -> str:
    command = ["espeak-ng", "-v", "en-gb", "-q", "--ipa", "--", text]
    return _plain(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def _plain(ipa: str) -> str:
    """The sounds without stress and length, weak vowels alike: what dictionaries and voices write differently."""
    bare = re.sub(r"[ˈˌː\s]", "", unicodedata.normalize("NFC", ipa))
    return re.sub(r"[ɐ]", "ə", bare.replace("ɹ", "r").replace("ɪə", "iə"))


needs_espeak = pytest.mark.skipif(
    shutil.which("espeak-ng") is None, reason="espeak-ng is not on this machine"
)


@needs_espeak
@pytest.mark.parametrize(("word", "phonemes", "ipa"), _rows(LEXICON))
def test_the_lexicon_says_words_as_dictionaries_do_and_the_voice_does_not(
    word: str, phonemes: str, ipa: str
) -> None:
    assert _heard(f"[[{phonemes}]]") == _plain(ipa)
    said = subprocess.run(
        ["espeak-ng", "-v", "en-gb", "-q", "--ipa", "--", word],
        capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    assert said.replace("ɹ", "r") != ipa


@needs_espeak
@pytest.mark.parametrize(("word", "ipa"), _rows(RIGHT))
def test_what_the_voice_says_rightly_needs_no_entry(word: str, ipa: str) -> None:
    assert word.lower() not in lexicon()
    assert _heard(word) == _plain(ipa)


def test_more_than_eighty_words_of_the_field_are_looked_after() -> None:
    assert len(_rows(LEXICON)) + len(_rows(RIGHT)) >= 80


def test_phonemes_stand_beside_the_text_and_never_in_it() -> None:
    written = "Embouchure [[s'Ek]] of 2 embouchures"
    spoken = speak(written, pronunciations=SHIPPED)

    assert "embouchures" in spoken.text
    assert "[[" not in spoken.text
    assert [spoken.text[start:end] for start, end, _ in spoken.phonemes] == ["Embouchure", "embouchures"]  # fmt: skip
    assert [sounds[-1] for _, _, sounds in spoken.phonemes] == ["@", "z"]
    assert speak("Embouchure", "de", pronunciations=SHIPPED).phonemes == ()


def test_the_phonemes_of_the_rest_of_a_sentence_are_counted_from_there() -> None:
    spoken = speak("The putamen and the putamen", pronunciations=SHIPPED)
    base = spoken.text.rindex("the")

    ((start, end, _),) = spoken.phonemes_from(base)
    assert spoken.text[base:][start:end] == "putamen"


def test_a_persons_own_way_wins_and_keeps_the_places() -> None:
    own = SHIPPED.with_choice("Embouchure", Choice("own", said="om boo shure"))
    spoken = speak("The embouchure hurts", pronunciations=own)

    assert spoken.text == "The om boo shure hurts"
    assert spoken.phonemes == ()
    start = spoken.text.index("boo")
    assert spoken.to_shown(start, start + 3) == (4, 14)
    again = own.with_choice("embouchure", None)
    assert speak("The embouchure hurts", pronunciations=again).text == "The embouchure hurts"


def test_choices_are_kept_in_a_file_that_people_may_edit(tmp_path: Path) -> None:
    path = tmp_path / "pronunciations.toml"
    path.write_text('# mine\n"Graves" = "grahvz"\n', encoding="utf-8")

    keep_pronunciation(path, "Meige", Choice("own", phonemes="m'EZ"))
    keep_pronunciation(path, "dystonia", Choice("own", said="dis, toe, nia"))
    assert "# mine" in path.read_text(encoding="utf-8")
    read = read_pronunciations(path)
    assert read.troubles == ()
    ways = {word: choice.entry for word, choice in read.pronunciations.own.items()}
    assert ways == {"graves": "grahvz", "meige": "/m'EZ/", "dystonia": "dis, toe, nia"}

    keep_pronunciation(path, "GRAVES", None)
    assert "graves" not in read_pronunciations(path).pronunciations.own
    assert [each.name for each in tmp_path.iterdir()] == ["pronunciations.toml"]


@pytest.mark.parametrize(
    "line",
    ['a = "[[x]]"', 'a = "/x]]/"', "a = 5", 'a = ""', '"a b]" = "x"', 'a = "<b>"', 'a = "x\\u0001"'],
)  # fmt: skip
def test_a_bad_entry_is_named_and_skipped(tmp_path: Path, line: str) -> None:
    path = tmp_path / "pronunciations.toml"
    path.write_text(f'good = "fine"\n{line}\n', encoding="utf-8")

    read = read_pronunciations(path)
    assert list(read.pronunciations.own) == ["good"]
    assert len(read.troubles) == 1
    assert "a" in read.troubles[0]


@pytest.mark.parametrize("body", [b"\xff\xfe", b"a = ", b"[" * 5000])
def test_a_file_that_is_none_is_told_and_left(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "pronunciations.toml"
    path.write_bytes(body)

    read = read_pronunciations(path)
    assert len(read.troubles) == 1
    assert not read.pronunciations.own
    assert path.read_bytes() == body


def test_no_file_is_no_trouble(tmp_path: Path) -> None:
    assert read_pronunciations(tmp_path / "none.toml").troubles == ()


def test_a_word_that_sounded_wrong_has_ways_to_choose_from() -> None:
    found = choices("dystonia", "dIst'oUnI@")
    entries = [choice.entry for choice in found]

    assert "D, Y, S, T, O, N, I, A" in entries
    assert any(" " in entry and "D" not in entry for entry in entries)
    assert "/dIst'oUnI@/" not in entries, "what the voice says already"
    assert "/d'IstoUnI@/" in entries
    assert len(set(entries)) == len(entries)
    assert all(choice.label for choice in found)
    with pytest.raises(ValueError, match="cannot be said"):
        keep_pronunciation(Path("nowhere"), "a]]", found[0])


@pytest.mark.parametrize(
    "word", ["a", "Ünlü", "it's", "well-known", "xyz", "strength", "ÉTÉ", "日本"]
)
def test_every_word_has_ways_that_can_be_kept(tmp_path: Path, word: str) -> None:
    path = tmp_path / "pronunciations.toml"
    for choice in choices(word):
        keep_pronunciation(path, word, choice)
        kept = read_pronunciations(path).pronunciations.own_way(word)
        assert kept is not None
        assert kept.entry == choice.entry
