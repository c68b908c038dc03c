"""What is written, as it is said: shown text to spoken text, with a map of offsets back.

Pure. Every rule finds stretches of the shown text and says what is spoken in their place; they become one
list of edits that do not overlap, earlier rules before later ones. What no rule knows passes unchanged. English
has rules of its own; other languages have telephone numbers, addresses, footnote marks, ranges and signs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.speech.spoken_form.edits import Claims, Edit, Span, Spoken, pattern
from reader.speech.spoken_form.languages import language_of

if TYPE_CHECKING:
    from reader.speech.pronunciations import Pronunciations

__all__ = ["Edit", "Span", "Spoken", "speak"]


def speak(
    text: str,
    language: str = "en-GB",
    *,
    phrases: Sequence[tuple[int, int, str]] = (),
    marks: Sequence[Span] = (),
    unsaid: Sequence[Span] = (),
    insertions: Sequence[tuple[int, str]] = (),
    reads_footnotes: bool = False,
    pronunciations: Pronunciations | None = None,
) -> Spoken:
    """The spoken form of one shown text (a sentence, a heading).

    `phrases` are stretches that the page itself expands (`<abbr title>`), which is said in their place; `marks`
    are stretches known to be footnote marks, which are not said. Both in code points of `text`, half-open.
    `unsaid` stretches are left out; `insertions` are said before a place without being written; `pronunciations`
    say how single words are said.
    """
    from reader.speech.spoken_form.rules import inert, rules_for  # noqa: PLC0415 - keeps start-up fast

    tongue = language_of(language)
    claims = Claims()
    if insertions:
        claims.take((at, at, inert(said)) for at, said in insertions)
    if unsaid:
        claims.take((start, end, "") for start, end in unsaid)
    if phrases:
        claims.take((start, end, inert(said)) for start, end, said in phrases)
    if marks and reads_footnotes:
        claims.take((start, end, _note(text[start:end])) for start, end in marks)
    elif marks:
        claims.take((start, end, "") for start, end in marks)
    if pronunciations is not None and pronunciations.own:
        claims.take(_respelt(text, pronunciations))
    for rule in rules_for(text, tongue, reads_footnotes=reads_footnotes):
        claims.take(rule(text, tongue))
    spoken = claims.spoken(text)
    if pronunciations is None:
        return spoken
    phonemes = tuple(_phonemes(spoken.text, pronunciations, is_english=tongue.is_english))
    return replace(spoken, phonemes=phonemes) if phonemes else spoken


def _note(mark: str) -> str:
    figures = "".join(each for each in mark if each.isalnum())
    return f", note {figures}," if figures else ""


_WORD = r"[^\W\d_]{3}(?:[^\W\d_]|['’](?=[^\W\d_]))*|(?<!\w)[^\W\d_]{1,2}(?!\w)"


def _respelt(text: str, pronunciations: Pronunciations) -> Iterator[Edit]:
    """Words that the person has said another way, in letters."""
    for match in pattern(_WORD).finditer(text):
        choice = pronunciations.own_way(match[0])
        if choice is not None and choice.said and choice.said != match[0]:
            yield match.start(), match.end(), choice.said


_LETTER_A = "'eI"


def _is_letter(text: str, start: int) -> bool:
    """Whether a capital A is a name, as in "toxin A", and not the word that voices take it for."""
    if pattern(r"A(?:\s[A-Z](?!\w)|[-’'./)])").match(text, start):
        return True
    if pattern(r"\b(?:Doctor|Professor|Mr|Mrs|Ms|Miss)\s$").search(
        text[max(0, start - 11) : start]
    ):
        return True  # an initial
    if pattern(r"\w[\s/–-]$").search(text[max(0, start - 2) : start]):
        return (
            pattern(r"A\s[A-Z]").match(text, start) is None
        )  # where each word has a capital, it is the word
    return pattern(r"A\s(?:to|and|or|is|was)\b").match(text, start) is not None


def _phonemes(
    text: str, pronunciations: Pronunciations, *, is_english: bool
) -> Iterator[tuple[int, int, str]]:
    """Words of a spoken text that are said by eSpeak's phonemes."""
    for match in pattern(_WORD).finditer(text):
        phonemes = pronunciations.phonemes(match[0], is_english=is_english)
        if not phonemes and match[0] == "A" and is_english and _is_letter(text, match.start()):
            phonemes = _LETTER_A
        if phonemes:
            yield match.start(), match.end(), phonemes
