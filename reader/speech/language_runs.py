"""Splits a text where its language changes, so that each part is said by a voice of its language. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reader.documents.model import Phrase


class Run(NamedTuple):
    """A stretch in one language; code points, half-open."""

    start: int
    end: int
    language: str
    """BCP 47 tag."""


def language_runs(text: str, language: str, phrases: Sequence[Phrase]) -> tuple[Run, ...]:
    """The whole text in stretches, in order; what holds no word belongs to what is before it.

    A phrase whose language differs only by its country, or which has no letters, stays with the rest.
    """
    runs: list[Run] = []
    reached = 0
    for phrase in phrases:
        start, end = max(phrase.start, reached), min(phrase.end, len(text))
        is_foreign = primary(phrase.language) != primary(language)
        if not is_foreign or not any(map(str.isalpha, text[start:end])):
            continue
        _add(runs, text, Run(reached, start, language))
        _add(runs, text, Run(start, end, phrase.language))
        reached = end
    _add(runs, text, Run(reached, len(text), language))
    return tuple(runs) or (Run(0, len(text), language),)


def _add(runs: list[Run], text: str, run: Run) -> None:
    if run.start >= run.end:
        return
    is_said = any(map(str.isalnum, text[run.start : run.end]))
    if runs and (not is_said or primary(runs[-1].language) == primary(run.language)):
        runs[-1] = runs[-1]._replace(end=run.end)
    elif is_said or not runs:
        runs.append(run)
    if len(runs) == 2 and not any(map(str.isalnum, text[: runs[0].end])):
        runs[:] = [runs[1]._replace(start=0)]  # an opening mark belongs to the phrase it opens


def primary(language: str) -> str:
    """The language of a BCP 47 tag, without country and script."""
    return language.lower().partition("-")[0]
