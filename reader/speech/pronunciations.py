"""How words are said that the voice gets wrong: a shipped lexicon, and over it the person's own choices.

Any thread; values only, but for `read_pronunciations` and `keep_pronunciation`, which read and write one file
that may be edited by hand. eSpeak's phonemes come from the lexicon and from that file alone, never from a text:
they travel beside the spoken text, and only the eSpeak child puts them between its brackets.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import field
from functools import cache
from pathlib import Path
from types import MappingProxyType

from reader.errors import SettingsError
from reader.values import frozen

_LEXICON = Path(__file__).with_name("lexicon_english.tsv")
_PHONEMES = r"[A-Za-z0-9@#:;,'~^?!*%=|-]{1,200}"
_SAID = r"[^\W_](?:[^\W_]|[ ,.'’-]){0,199}"
_WORD = r"[^\W\d_](?:[^\W\d_]|['’-]){0,99}"
_FIRST_LINE = '# How words are said: word = "as it sounds", or eSpeak phonemes between strokes, "/f@n\'EtIks/".\n'
LONGEST_FILE_BYTES = 1_000_000


@frozen
class Choice:
    """One way to say a word."""

    label: str
    """What it is called when the ways are offered."""
    said: str = ""
    """Plain letters that are spoken in the word's place; empty: the word itself."""
    phonemes: str = ""
    """eSpeak's phonemes; empty: as the voice has it."""

    @property
    def entry(self) -> str:
        """What stands in the person's file for it."""
        return f"/{self.phonemes}/" if self.phonemes else self.said


@frozen
class Pronunciations:
    """The person's own choices; the shipped lexicon stands behind them. Compared by value."""

    own: Mapping[str, Choice] = field(default_factory=lambda: MappingProxyType({}))
    """By word, in small letters."""

    def own_way(self, word: str) -> Choice | None:
        """The person's own way to say a word, or None."""
        return self.own.get(_key(word)) if self.own else None

    def phonemes(self, word: str, *, is_english: bool) -> str:
        """eSpeak's phonemes for a word, or nothing where the voice is left to itself."""
        key = _key(word)
        chosen = self.own.get(key) if self.own else None
        if chosen is not None:
            return chosen.phonemes
        return _phonemes_of(key) if is_english else ""

    def with_choice(self, word: str, choice: Choice | None) -> Pronunciations:
        """The same with one word said another way; None: as it came."""
        own = dict(self.own)
        own.pop(_key(word), None)
        if choice is not None:
            own[_key(word)] = choice
        return Pronunciations(MappingProxyType(own))


SHIPPED = Pronunciations()
"""The lexicon alone."""


@frozen
class PronunciationsRead:
    """What a file gave."""

    pronunciations: Pronunciations
    troubles: tuple[str, ...] = ()
    """One sentence for each thing in the file that could not be used."""


def _key(word: str) -> str:
    return word.lower().replace("’", "'")


@cache
def lexicon() -> Mapping[str, str]:
    """The shipped words in small letters, with eSpeak's phonemes."""
    words = {}
    for line in _LEXICON.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            word, phonemes, _ = line.split("\t")
            words[word] = phonemes
    return MappingProxyType(words)


def _phonemes_of(key: str) -> str:
    """A word's phonemes, also of its plural and possessive."""
    words = lexicon()
    found = words.get(key)
    if found is not None:
        return found
    stem = key.removesuffix("'s") if key.endswith("'s") else key.removesuffix("s")
    found = words.get(stem, "") if stem != key else ""
    if not found:
        return ""
    return found + ("s" if found[-1] in "ptkfT" else "Iz" if found[-1] in "sSzZ" else "z")


# The person's own file


def read_pronunciations(path: Path) -> PronunciationsRead:
    """The person's own ways to say words; none where there is no file. A bad entry is named and skipped."""
    try:
        with path.open("rb") as file:
            body = file.read(LONGEST_FILE_BYTES + 1)
    except FileNotFoundError:
        return PronunciationsRead(Pronunciations())
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        return _unusable(path, f"cannot be read: {reason}")
    import tomllib  # noqa: PLC0415 - most people have no such file

    try:
        if len(body) > LONGEST_FILE_BYTES:
            return _unusable(path, "is too long")
        table = tomllib.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return _unusable(path, "cannot be understood")
    own: dict[str, Choice] = {}
    troubles = []
    for word, value in table.items():
        choice = _choice_of(value)
        if choice is None or not re.fullmatch(_WORD, word):
            shown = "".join(each for each in word[:40] if each.isprintable())
            troubles.append(
                f"The pronunciation of “{shown}” cannot be used. Write the word as it sounds, in letters."
            )
            continue
        own[_key(word)] = choice
    return PronunciationsRead(Pronunciations(MappingProxyType(own)), tuple(troubles))


def _unusable(path: Path, what: str) -> PronunciationsRead:
    return PronunciationsRead(
        Pronunciations(), (f"The file of pronunciations {path} {what}. It is left as it is.",)
    )


def _choice_of(value: object) -> Choice | None:
    if not isinstance(value, str):
        return None
    if len(value) > 2 and value[0] == value[-1] == "/":
        phonemes = value[1:-1]
        return (
            Choice("your own sounds", phonemes=phonemes)
            if re.fullmatch(_PHONEMES, phonemes)
            else None
        )
    return Choice("your own", said=value) if re.fullmatch(_SAID, value) else None


def keep_pronunciation(path: Path, word: str, choice: Choice | None) -> None:
    """Put one word into the file, or take it out for None, and leave all else in it as it stands.

    Raises `ValueError` for what is no word or way to say one, `SettingsError` where nothing can be written.
    """
    if not re.fullmatch(_WORD, word) or (choice is not None and _choice_of(choice.entry) is None):
        raise ValueError(f"{word!r} cannot be said as {choice!r}")
    import tomlkit  # noqa: PLC0415 - keeps start-up fast
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415 - as above

    aside = path.with_name(f"{path.name}.{os.getpid()}.{os.urandom(4).hex()}.new")
    try:
        text = path.read_text(encoding="utf-8-sig") if path.exists() else _FIRST_LINE
        document = tomlkit.parse(text)
        for known in [known for known in document if _key(known) == _key(word)]:
            del document[known]
        if choice is not None:
            document[_key(word)] = choice.entry
        with aside.open("x", encoding="utf-8", newline="") as file:
            file.write(tomlkit.dumps(document))
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        aside.unlink(missing_ok=True)
        raise SettingsError(
            f"The pronunciation could not be kept in {path}. It holds until you leave the reader."
        ) from error


# Ways to choose from


def choices(word: str, phonemes: str = "") -> tuple[Choice, ...]:
    """Ways to say a word that sounded wrong, to be heard one by one; `phonemes` are the voice's own, if known."""
    found = [Choice("as the voice says it", said=word)]
    syllables = _syllables(word)
    if len(syllables) > 1:
        found.append(Choice("in syllables", said=" ".join(syllables)))
        found.append(Choice("in syllables, slowly", said=", ".join(syllables)))
    listed = _phonemes_of(_key(word))
    known = listed or phonemes
    if listed:
        found.append(Choice("from the reader's list", phonemes=listed))
    if known:
        found += [
            Choice(f"with stress on part {number}", phonemes=moved)
            for number, moved in enumerate(_stresses(known), 1)
            if moved != known
        ]
    found.append(
        Choice("spelled out", said=", ".join(each for each in word.upper() if each.isalnum()))
    )
    kept = {choice.entry: choice for choice in reversed(found) if _choice_of(choice.entry)}
    return tuple(choice for choice in found if kept.get(choice.entry) is choice)


_VOWELS = r"(?:aI@|aU@|[ae]I|oU|OI|aU|[ieU]@|[iuAO3]:|aa|@L|[aEIi0VUue@o])"


def _stresses(phonemes: str) -> list[str]:
    """The same sounds with the main stress on each vowel in turn."""
    plain = re.sub(r"[',]", "", phonemes)
    return [
        f"{plain[: vowel.start()]}'{plain[vowel.start() :]}"
        for vowel in re.finditer(_VOWELS, plain)
    ]


def _syllables(word: str) -> list[str]:
    """A word cut before the consonant that begins each vowel's part, as one reads aloud by letters."""
    cut = re.sub(
        r"(?<=[aeiouyäöü])(?=[bcdfghjklmnpqrstvwxz][aeiouyäöü])"
        r"|(?<=[aeiouyäöü][bcdfghjklmnpqrstvwxz])(?=[bcdfghjklmnpqrstvwxz][aeiouyäöü])",
        "-",
        word.lower(),
    )
    return [part for part in cut.split("-") if part]
