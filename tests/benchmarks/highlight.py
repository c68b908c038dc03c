"""How far the marked word on the screen is from the sound of the same word.

Method: sentences of words with a comma's silence between them, half the kinds of beginnings a word can have.
On the monitor each word is a sound after at least `SILENCE_MS` of silence; on the pty it is the moment when
the bytes came that paint it in the marked word's look (the bytes are played through a terminal afterwards).
Each mark is compared with the nearest such sound, and each sound must have a mark. Above zero: the mark is late. The
closure of a stop, some 40 ms in which the voice makes `p` or `t` without a sound, makes such a word sound later than
it begins.
"""

from __future__ import annotations

import time

from tests.benchmarks.ear import Ear
from tests.benchmarks.figures import Report
from tests.benchmarks.reading import reading
from tests.benchmarks.texts import PARTED, parted_page
from tests.support.pulse import Recording, pulse_server
from tests.support.terminal import Screen, Terminal

SILENCE_MS = 120.0
"""Shorter than the silence of a comma (180 ms and more), longer than any inside these words."""


def run(*, seconds: float = 90) -> Report:
    """Read for so long and compare."""
    report = Report()
    with pulse_server() as server, Ear(server) as ear, reading(server, parted_page(60)) as reader:
        ear.wait_for_sound(0.1)
        begin_s = time.perf_counter()
        time.sleep(seconds)  # the measurement itself: so much reading is recorded
        end_s = time.perf_counter()
        heard = ear.between(begin_s, end_s)
        marked = marked_words(reader.terminal, begin_s, end_s)
    errors, unmarked = compare(marked, word_sounds(heard))
    every = [error for found in errors.values() for error in found]
    report.spread(
        "Highlight against the sound of the word, either way", list(map(abs, every)), p95=50
    )
    for kind, found in errors.items():
        if found:
            report.anchor(f"of these, words that begin with a {kind} (above 0: mark late)", found)
    report.number("Words that sounded and were never marked", unmarked, unit="", at_most=0)
    return report


def word_sounds(heard: Recording) -> list[float]:
    """When each word began to sound."""
    runs = heard.runs(join_ms=SILENCE_MS)
    return [begin_s for begin_s, end_s in runs if end_s - begin_s > 0.03]


def marked_words(terminal: Terminal, begin_s: float, end_s: float) -> list[tuple[float, str]]:
    """Each word that was marked, and when it came to be."""
    from reader.ui.palette import palette_named

    ground = palette_named("dark", has_colours=True).word.bgcolor
    assert ground is not None and ground.triplet is not None
    colour = ground.triplet.hex.removeprefix("#")
    screen = Screen(terminal.columns, terminal.rows)
    found: list[tuple[float, str]] = []
    shown = ""
    for output in list(terminal.outputs):
        if output.at_s > end_s:
            break
        screen.feed(output.data)
        if output.at_s < begin_s - 1:
            continue
        word = screen.text_where(lambda cell: cell.bg == colour)
        if word != shown:
            shown = word
            if word:
                found.append((output.at_s, word))
    return found


def compare(
    marked: list[tuple[float, str]], sounds: list[float]
) -> tuple[dict[str, list[float]], int]:
    """Milliseconds by which each mark came after its sound, by kind of word; and how many sounds had no mark.

    The words at both ends of the recording are left out, as their sound may be cut.
    """
    kinds = {word: kind for kind, words in PARTED.items() for word in words}
    errors: dict[str, list[float]] = {kind: [] for kind in PARTED}
    paired = set()
    inner = sounds[2:-2]
    for at_s, word in marked:
        kind = kinds.get(word.strip(" .,").lower())
        nearest = min(range(len(sounds)), key=lambda index: abs(sounds[index] - at_s))
        if kind is not None and sounds[nearest] in inner:
            paired.add(nearest)
            errors[kind].append((at_s - sounds[nearest]) * 1000)
    return errors, len(inner) - len(paired)


if __name__ == "__main__":
    print(run())
