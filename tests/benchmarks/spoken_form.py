"""How many sentences a second are given their spoken form: kept lines of every kind, and plain prose."""

from __future__ import annotations

import time
from pathlib import Path

from reader.speech.spoken_form import speak
from tests.benchmarks.figures import Report
from tests.benchmarks.texts import article, voiced_sentences

LEAST_A_SECOND = 10_000
_LINES = Path(__file__).resolve().parent.parent / "data" / "spoken_form.tsv"


def run(*, rounds: int = 20) -> Report:
    """Measure; each round is one pass over all lines."""
    report = Report()
    lines = [line.split("\t")[0] for line in _LINES.read_text(encoding="utf-8").splitlines()]
    prose = article(words=4000).replace("<", "\n<").replace(">", ">\n").splitlines()
    prose = [line for line in prose if line and not line.startswith("<")]
    mixed = [*lines, *(prose * (1 + 3 * len(lines) // len(prose)))]
    report.note(f"First line of a process, rules and patterns loaded: {_once(lines[:1]):.1f} ms.")
    for what, texts in (
        ("lines full of numbers, signs and abbreviations", lines),
        ("prose with one such line in four", mixed),
        ("sentences of letters alone", voiced_sentences(400)),
    ):
        _once(texts)
        rates = [len(texts) / _once(texts) * 1000 for _ in range(rounds)]
        is_asked = what.startswith("prose")
        report.spread(
            f"spoken form a second: {what}",
            [1000 / rate for rate in rates],
            unit="ms a sentence",
            median=1000 / LEAST_A_SECOND if is_asked else None,
        )
    copies = [_copied(mixed) for _ in range(rounds)]
    report.anchor(
        "the same prose, read by str.split and joined again", copies, unit="ms a sentence"
    )
    return report


def _once(texts: list[str]) -> float:
    """Milliseconds of the processor for one pass."""
    started = time.process_time()
    for text in texts:
        speak(text)
    return (time.process_time() - started) * 1000


def _copied(texts: list[str]) -> float:
    started = time.process_time()
    for text in texts:
        " ".join(text.split())
    return (time.process_time() - started) * 1000 / len(texts)
