"""Holds the reading when headphones are pulled out, and while there is a call. Main thread.

What happens to the sound comes from `SoundServer`, on a thread of its own. A person who does anything meanwhile has
decided, and nothing goes on by itself then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from reader.control.parts import Parts
from reader.documents.model import Locator
from reader.speech.narration_state import Paused
from reader.speech.sound_server import SoundEvent

UNPLUGGED = "The headphones were pulled out, so the reading is held."
CALLED = "The reading is held while somebody else speaks."


class Interruptions:
    """What holds the reading from outside."""

    def __init__(self, parts: Parts, perform: Callable[[str], None]) -> None:
        self._parts = parts
        self._perform = perform
        self._server = parts.sound_server()
        self._held_at: Locator | None = None
        """Where a call held the reading; None once the person did anything."""

    def start(self) -> None:
        """Listen from now on."""
        self._server.start(self._happened)

    def close(self) -> None:
        """Listen no more."""
        self._server.close()

    def was_asked(self) -> None:
        """The person did something: nothing goes on by itself."""
        self._held_at = None

    def _happened(self, event: SoundEvent) -> None:
        """From the server's thread."""
        self._parts.background.report(partial(self.take, event))

    def take(self, event: SoundEvent) -> None:
        """Do about it what was chosen."""
        settings = self._parts.tuning.now
        if event == "unplugged" and settings.hold_when_unplugged:
            self._hold(UNPLUGGED)
        elif event == "call" and settings.calls != "ignore":
            at = self._hold(CALLED)
            self._held_at = at if settings.calls == "return" else None
        elif event == "call-over":
            self._go_on()

    def _hold(self, line: str) -> Locator | None:
        """Hold, in silence; tells where, or nothing where nothing was being read."""
        narrator = self._parts.narrator
        if not narrator.is_listening:
            return None
        self._perform("pause")
        self._parts.notices.tell(line)
        return narrator.locator

    def _go_on(self) -> None:
        narrator, held_at = self._parts.narrator, self._held_at
        self._held_at = None
        if held_at is not None and isinstance(narrator.state, Paused):
            self._parts.notices.clear()
            narrator.go_to(replace(held_at, char=0))
