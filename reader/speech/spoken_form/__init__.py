"""What is written, as it is said: shown text to spoken text, with a map of offsets back.

Pure. Every rule finds stretches of the shown text and says what is spoken in their place; they become one
list of edits that do not overlap, earlier rules before later ones. What no rule knows passes unchanged. English
has rules of its own; other languages have telephone numbers, addresses, footnote marks, ranges and signs.
"""

from __future__ import annotations

from collections.abc import Sequence

from reader.speech.spoken_form.edits import Claims, Edit, Span, Spoken
from reader.speech.spoken_form.languages import language_of

__all__ = ["Edit", "Span", "Spoken", "speak"]


def speak(
    text: str,
    language: str = "en-GB",
    *,
    phrases: Sequence[tuple[int, int, str]] = (),
    marks: Sequence[Span] = (),
) -> Spoken:
    """The spoken form of one shown text (a sentence, a heading).

    `phrases` are stretches that the page itself expands (`<abbr title>`), which is said in their place; `marks`
    are stretches known to be footnote marks, which are not said. Both in code points of `text`, half-open.
    """
    from reader.speech.spoken_form.rules import inert, rules_for  # noqa: PLC0415 - keeps start-up fast

    tongue = language_of(language)
    claims = Claims()
    if phrases:
        claims.take((start, end, inert(said)) for start, end, said in phrases)
    if marks:
        claims.take((start, end, "") for start, end in marks)
    for rule in rules_for(text, tongue):
        claims.take(rule(text, tongue))
    return claims.spoken(text)
