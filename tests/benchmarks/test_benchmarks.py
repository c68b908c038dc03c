"""The benchmarks work and tell the truth; how fast the reader is, is not asked here."""

from __future__ import annotations

import sys
from array import array

import pytest

from tests.benchmarks import highlight, starved, texts
from tests.benchmarks.figures import Report, Spread
from tests.support.pulse import SAMPLE_RATE_HZ, missing


def test_percentiles_are_values_that_were_measured() -> None:
    spread = Spread(tuple(float(value) for value in range(1, 31)))
    assert (spread.median, spread.p95) == (15.5, 29.0)
    assert Spread((7.0,)).p95 == 7.0


def test_a_figure_is_reached_only_where_all_it_must_reach_is() -> None:
    report = Report()
    report.spread("quick", [1, 2, 3], median=2, p95=3)
    report.spread("seldom slow", [1, 2, 30], median=2, p95=3)
    report.spread("not measured", [], p95=3)
    report.number("too much", 121, unit="MB", at_most=120)
    assert [row.is_reached for row in report.rows] == [True, False, False, False]
    assert "| seldom slow | 1 / 2 / 30 / 30 ms (n=3) | median 2, p95 3 ms | MISSED |" in str(report)


def test_the_long_document_is_as_long_as_it_says() -> None:
    assert 20_000 <= len(texts.million_words(words=20_000).split()) < 20_200


def test_a_drop_out_is_told_from_the_pause_between_sentences() -> None:
    def sound(for_ms: float) -> array[int]:
        return array("h", [1000, -1000] * int(for_ms * SAMPLE_RATE_HZ / 2000))

    def silence(for_ms: float) -> array[int]:
        return array("h", bytes(2 * int(for_ms * SAMPLE_RATE_HZ / 1000)))

    holes: list[float] = []
    rest = starved._look_through(sound(50) + silence(250) + sound(50) + silence(10), holes)
    assert holes == []
    rest = starved._look_through(rest + silence(5) + sound(50) + silence(1) + sound(9), holes)
    assert [round(hole) for hole in holes] == [15]


def test_marks_are_compared_with_the_sound_of_their_own_word() -> None:
    sounds = [float(second) for second in range(8)]
    marked = [(2.01, "moon,"), (2.98, "pan"), (4.2, "air,")]
    errors, unmarked = highlight.compare(marked, sounds)
    found = {kind: [round(error) for error in values] for kind, values in errors.items() if values}
    assert found == {"nasal or glide": [10], "voiceless stop": [-20], "vowel": [200]}
    assert unmarked == 1


@pytest.mark.heard
@pytest.mark.skipif(
    missing() is not None or not sys.platform.startswith("linux"),
    reason=f"needs a private PulseAudio: {missing()}",
)
def test_the_highlight_is_measured_on_the_running_reader() -> None:
    report = highlight.run(seconds=6)
    assert "either way" in report.rows[0].what
    assert "n=" in report.rows[0].measured
