"""An hour of reading in compressed time: memory, a queue that ran dry, and drift of the place.

Method: the real narrator, prefetch and voice feed the real queue, which a simulated card empties as fast as clips
come. The card's clock runs 100 parts in a million fast, and each of its calls comes up to 8 ms late, as on a busy
machine. What is still to be heard is known exactly, and compared with what the queue says. Memory is the whole
process tree's, once the clips that are kept have filled their room, after a quarter of an hour.
"""

from __future__ import annotations

import os
import random
import sys
import threading
import time
from pathlib import Path

from reader.documents import navigation
from reader.documents.parsing import read_document
from reader.speech.narration_state import Ended, Failed
from reader.speech.narrator import Narrator
from reader.speech.playout import Heard, Playout
from reader.speech.prefetch import Prefetch
from reader.speech.system_engine import SystemEngine
from reader.speech.utterance import Clip
from tests.benchmarks.figures import Report
from tests.benchmarks.texts import article

RATE_HZ = 22050
PERIOD = 110
LATENCY_MS = 20.0
CLOCK = 1.0001
LATEST_S = 0.008
WARM_S = 900.0
"""By then the clips that are kept have filled their room, which is bounded."""


class SimulatedCard:
    """A player whose card is moved by hand."""

    def __init__(self) -> None:
        self.playout = Playout(RATE_HZ)
        self.playout.change_driver(LATENCY_MS)
        self.now = 0.0
        self.calls = 0
        self.fed = 0
        """Frames, gaps included."""
        self.first_call: int | None = None
        self._chance = random.Random(4)

    def feed(
        self,
        clip: Clip,
        *,
        tag: object,
        gap_ms: float = 0,
        start_ms: float = 0,
        has_more: bool = False,
        earcon: Clip | None = None,
    ) -> None:
        self.playout.feed(
            tag,
            clip.pcm,
            gap_ms=gap_ms,
            start_ms=start_ms,
            has_more=has_more,
            earcon=None if earcon is None else earcon.pcm,
        )
        self.fed += len(clip.pcm) // 2 + round(gap_ms * RATE_HZ / 1000)
        if self.first_call is None:
            self.first_call = self.calls

    def sound(self, earcon: Clip) -> None:
        self.playout.sound(earcon.pcm)

    def clear(self) -> None:
        self.playout.clear()

    def pause(self) -> None:
        self.playout.pause()

    def resume(self) -> None:
        self.playout.resume()

    def drop_waiting(self) -> tuple[object, ...]:
        return self.playout.drop_waiting()

    def fade(self, volume: float, over_ms: float) -> None:
        self.playout.fade(volume, over_ms)

    def set_volume(self, volume: float) -> None:
        self.playout.set_volume(volume)

    def heard(self) -> Heard | None:
        return self.playout.heard(self.now)

    @property
    def is_idle(self) -> bool:
        return self.playout.is_idle(self.now)

    def call(self) -> None:
        """Ask for one period."""
        due_s = self.calls * PERIOD / RATE_HZ / CLOCK
        self.now = due_s + self._chance.uniform(0, LATEST_S)
        self.playout.render(PERIOD, self.now)
        self.calls += 1

    def drift_ms(self) -> float:
        """How far the queue's word of what is still to be heard is from the truth."""
        assert self.first_call is not None
        frames = self.now * CLOCK * RATE_HZ + PERIOD - self.first_call * PERIOD
        left_ms = (self.fed - frames) * 1000 / RATE_HZ + LATENCY_MS
        return self.playout.queued_ms(self.now) - left_ms


def run(*, minutes: float = 60) -> Report:
    """Read for so long, in the card's time."""
    report = Report()
    document = read_document(
        article(words=int(minutes * 260) + 400).encode(),
        url="https://example.org/",
        media_type="text/html",
        charset="utf-8",
    )
    engine, card, woken = SystemEngine(), SimulatedCard(), threading.Event()
    prefetch = Prefetch((engine,))
    narrator = Narrator(prefetch, card, wake=woken.set)
    narrator.load(document, navigation.first(document))
    narrator.play()
    drifts: list[float] = []
    memory: list[float] = []
    begin_s, look_s = time.perf_counter(), 2.0
    next_s = WARM_S if minutes > 30 else 10.0
    try:
        while card.now < minutes * 60 and not isinstance(narrator.state, Ended | Failed):
            narrator.tick()
            if card.playout.queued_ms(card.now) < 400:
                # The card waits for the voice: an hour goes by in a minute or two.
                narrator.tick()
                woken.wait(0.002)
                woken.clear()
                if card.playout.queued_ms(card.now) < 100:
                    continue
            for _ in range(4):
                card.call()
            # Once a second: a list of every moment would itself be what grows.
            if card.first_call is not None and card.now >= look_s:
                look_s = card.now + 1.0
                drifts.append(abs(card.drift_ms()))
            if card.now >= next_s:
                next_s += 60.0
                memory.append(_megabytes(os.getpid()) + _megabytes(engine.child_pid))
    finally:
        prefetch.close()
    took_s = time.perf_counter() - begin_s
    report.number(
        "Times the queue ran dry in an hour of reading", card.playout.ran_out, unit="", at_most=0
    )
    report.spread("Drift of the place in an hour of reading", drifts, p95=20)
    report.number("The worst drift", max(drifts, default=0.0), unit="ms", at_most=20)
    if memory:
        grown = max(memory) - memory[0]
        report.number("Growth of memory after its first minutes", grown, unit="MB", at_most=5)
    report.note(
        f"Hour: {card.now / 60:.1f} min were read in {took_s:.0f} s; at the end the narrator was "
        f"{type(narrator.state).__name__.lower()}."
    )
    return report


def _megabytes(pid: int | None) -> float:
    """Memory that a process holds by itself."""
    if pid is None:
        return 0.0
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    print(run(minutes=float(sys.argv[1]) if len(sys.argv) > 1 else 60))
