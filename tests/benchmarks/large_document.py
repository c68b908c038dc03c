"""A saved plain-text document of one million words: opening it, and every key while it is open.

Method: the document is saved, then opened again and again. Keys are pressed while it is paused and the screen
is still, so that the first bytes after a key are its answer; where the key makes a sound, that is timed too.
"""

from __future__ import annotations

import random
import sys
import time

from tests.benchmarks.ear import Ear
from tests.benchmarks.figures import Report
from tests.benchmarks.reading import saved, sound_of
from tests.benchmarks.texts import MARKER, million_words
from tests.support.pulse import pulse_server
from tests.support.running_reader import RunningReader, reader_environ
from tests.support.terminal import Terminal
from tests.support.waiting import eventually

KEYS = ("right", "left", "down", "up", "home", "5", "escape", "space", "+", "-")
"""Every kind of key there is while reading."""
_SOUNDING = ("right", "left", "up", "home", "space")
"""Those that are answered with sound in a document of one section; the others show something."""
_STILL_S = 0.25


def run(*, trials: int = 10, rounds: int = 8, words: int = 1_000_000) -> Report:
    """Open so many times, then press every key so many times."""
    report = Report()
    with (
        pulse_server() as server,
        Ear(server) as ear,
        saved(million_words(words=words), "million.txt") as (home, document),
    ):
        environ = reader_environ(home, sound_of(server))
        opened = []
        for _ in range(trials + 1):
            with Terminal(
                [sys.executable, "-m", "reader", str(document)], environ=environ
            ) as terminal:
                at_s = terminal.wait_for_bytes(MARKER.encode(), timeout_s=60)
                opened.append((at_s - terminal.started_s) * 1000)
                terminal.send("ctrl+q")
                terminal.wait_for_exit()
        report.spread(f"{words} words: start to text on the screen", opened[1:], p95=2000)
        with RunningReader(home, document, environ=environ) as reader:
            reader.wait_for_state("playing")
            seen, heard = _press_all(reader, ear, rounds)
    answers = [value for values in seen.values() for value in values]
    sounds = [value for values in heard.values() for value in values]
    report.spread(f"{words} words: any key to its answer on the screen", answers, p95=50)
    report.spread(f"{words} words: any key that makes a sound, to that sound", sounds, p95=50)
    for key, values in seen.items():
        slowest = max(values)
        if slowest > 50:
            report.note(
                f"Million words: the slowest answer on the screen to {key} took {slowest:.0f} ms."
            )
    for key, values in heard.items():
        slowest = max(values)
        if slowest > 50:
            report.note(f"Million words: the slowest sound after {key} took {slowest:.0f} ms.")
    return report


def _press_all(
    reader: RunningReader, ear: Ear, rounds: int
) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Milliseconds from each key to the first bytes, and to sound where there is one."""
    chance = random.Random(5)
    seen: dict[str, list[float]] = {key: [] for key in KEYS}
    heard: dict[str, list[float]] = {key: [] for key in _SOUNDING}
    for _ in range(rounds):
        for key in KEYS:
            _hold(reader, ear)
            time.sleep(chance.uniform(0, 0.1))  # the presses are to fall anywhere in a tick
            pressed_s = reader.press(key)
            seen_s = eventually(
                lambda pressed_s=pressed_s: _first_output_after(reader.terminal, pressed_s),
                f"an answer to {key}",
            )
            seen[key].append((seen_s - pressed_s) * 1000)
            if key in heard:
                began_s = eventually(
                    lambda pressed_s=pressed_s: ear.between(
                        pressed_s, time.perf_counter()
                    ).first_sound_after(pressed_s),
                    f"a sound after {key}",
                )
                heard[key].append((began_s - pressed_s) * 1000)
    return seen, heard


def _hold(reader: RunningReader, ear: Ear) -> None:
    """Pause, and wait until all is silent and the screen is still."""
    status = reader.wait_for(lambda status: status["state"] != "preparing", "an end to preparing")
    if status["state"] == "playing":
        reader.press("space")
        reader.wait_for_state("paused")
    ear.wait_for_silence()
    terminal = reader.terminal
    eventually(lambda: time.perf_counter() - terminal.outputs[-1].at_s > _STILL_S, "a still screen")


def _first_output_after(terminal: Terminal, moment_s: float) -> float | None:
    for index in range(len(terminal.outputs) - 1, -1, -1):
        if terminal.outputs[index].at_s < moment_s:
            after = terminal.outputs[index + 1 : index + 2]
            return after[0].at_s if after else None
    return None


if __name__ == "__main__":
    print(run())
