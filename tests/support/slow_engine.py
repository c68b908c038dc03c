"""A voice that takes half as long to make as to hear, in a time that is moved by hand, and a listener to it.

Nothing here looks at a real clock: the engine works only while the listener's time goes on, as if it had one core.
"""

from __future__ import annotations

import random
import threading
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from reader.documents import navigation
from reader.documents.model import Document, Locator, Section, Sentence
from reader.speech.clip_store import ClipStore
from reader.speech.engine import Abandoned, Engine
from reader.speech.narrator import Narrator
from reader.speech.prefetch import Prefetch
from reader.speech.utterance import Clip, Utterance, Voice
from tests.support.fake_player import FakePlayer, clip_for

SETTLED_WITHIN_S = 20.0
STEP_MS = 20.0
IDLE = "idle "
"""Begins what is asked for only to learn that all else is made; it takes no time."""


class SlowEngine(Engine):
    """Makes a clip in a part of the time it lasts."""

    name = "slow"
    is_slow = True

    def __init__(self, real_time_factor: float) -> None:
        self._factor = real_time_factor
        self._changed = threading.Condition()
        self._now_ms = 0.0
        self._is_closed = False
        self._is_abandoned = False
        self.is_blocked = False
        """Whether it waits for time to go on."""
        self.worked_ms = 0.0

    def voices(self) -> tuple[Voice, ...]:
        return (Voice("slow", "Slow", ("en",), self.name),)

    def synthesize(self, utterance: Utterance) -> Clip:
        clip = clip_for(utterance)
        if utterance.text.startswith(IDLE):
            return clip
        with self._changed:
            self._is_abandoned = False
            began_ms = self._now_ms
            until_ms = began_ms + clip.duration_ms * self._factor
            while self._now_ms < until_ms and not self._is_closed:
                if self._is_abandoned:
                    self.worked_ms += self._now_ms - began_ms
                    raise Abandoned
                self.is_blocked = True
                self._changed.notify_all()
                self._changed.wait()
            self.worked_ms += clip.duration_ms * self._factor
            return clip

    def abandon(self) -> bool:
        with self._changed:
            self._is_abandoned = True
            self.is_blocked = False
            self._changed.notify_all()
        return True

    def advance(self, ms: float) -> None:
        """Let time go on."""
        with self._changed:
            self._now_ms += ms
            self.is_blocked = False
            self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()


PRESSES = ("play", "next", "back", "next section", *"123456789")


def page(sections: int = 12, sentences: int = 8, *, seed: int = 4) -> Document:
    """A page with headings of some words and sentences of 40 to 160 characters."""
    chance = random.Random(seed)
    words = (
        "hand rest finger teacher muscle music writing slowly often person treatment helps".split()
    )

    def text(least: int, most: int) -> str:
        length, said = chance.randint(least, most), ""
        while len(said) < length:
            said += f"{chance.choice(words)} "
        return f"{said.strip().capitalize()}."

    return Document(
        "file:///slow",
        "Slow",
        "en-GB",
        tuple(
            Section(
                text(10, 30).rstrip("."),
                2,
                tuple(Sentence(text(40, 160), starts_block=at % 3 == 0) for at in range(sentences)),
            )
            for _ in range(sections)
        ),
    )


@dataclass(slots=True)
class Listener:
    """Who listens and presses, with the reader's own narrator and prefetch between them and the voice."""

    folder: Path
    real_time_factor: float = 0.5
    document: Document = field(default_factory=page)
    engine: SlowEngine = field(init=False)
    prefetch: Prefetch = field(init=False)
    player: FakePlayer = field(init=False)
    narrator: Narrator = field(init=False)
    _idle: int = 0

    def __post_init__(self) -> None:
        self.engine = SlowEngine(self.real_time_factor)
        self.prefetch = Prefetch((self.engine,), store=ClipStore(self.folder))
        self.player = FakePlayer()
        self.narrator = Narrator(self.prefetch, self.player)

    def open(self, place: Locator) -> None:
        """Take up the page."""
        self.narrator.load(self.document, place)
        self.narrator.tick()
        self._settle()

    def wait(self, ms: float) -> None:
        """Let so much time go by, listening or not."""
        while ms > 0:
            step = min(STEP_MS, ms)
            self.player.advance(step)
            self.engine.advance(step)
            self._settle()
            self.narrator.tick()
            self._settle()
            ms -= step

    def press(self, name: str) -> float:
        """Do what a key does; gives the milliseconds until its sound is there."""
        here = self.narrator.locator
        if name == "play":
            self.narrator.play()
        else:
            self.narrator.go_to(self._target(name, here) or here)
        waited_ms = 0.0
        while self.player.is_idle:
            self._settle()
            self.narrator.tick()
            if not self.player.is_idle:
                break
            self.engine.advance(STEP_MS)
            waited_ms += STEP_MS
        return waited_ms

    def close(self) -> None:
        """End the threads."""
        self.prefetch.close()

    def _target(self, name: str, here: Locator) -> Locator | None:
        if name.isdecimal():
            return navigation.next_section(self.document, Locator(int(name) - 2))
        moves = {
            "next": navigation.next_sentence,
            "back": navigation.previous_sentence,
            "next section": navigation.next_section,
        }
        return moves[name](self.document, here)

    def _settle(self) -> None:
        """Wait until the voice has done what it can do at this moment."""
        self._idle += 1
        idle: Future[Clip] = self.prefetch.prepare(Utterance(f"{IDLE}{self._idle}"))
        with_all = threading.Event()
        idle.add_done_callback(lambda _future: with_all.set())
        for _ in range(int(SETTLED_WITHIN_S * 10_000)):
            if self.engine.is_blocked or with_all.wait(0.0001):
                break
        else:
            raise AssertionError("the synthesizer did not settle")
        idle.cancel()
