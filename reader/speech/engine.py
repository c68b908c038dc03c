"""The seam every voice stands behind."""

from __future__ import annotations

from typing import Protocol

from reader.speech.utterance import Clip, Utterance, Voice


class Abandoned(Exception):
    """What was being made is no longer wanted, and the engine ended it early."""


class Engine(Protocol):
    """Turns utterances into clips. Called only on the synthesizer thread, one utterance at a time."""

    @property
    def is_slow(self) -> bool:
        """Whether a clip takes long enough to make that it is worth keeping for another day."""
        return False

    @property
    def is_silent(self) -> bool:
        """Whether nothing is heard of it."""
        return False

    @property
    def name(self) -> str:
        """Short name for settings and `status`, such as "espeak"."""

    def voices(self) -> tuple[Voice, ...]:
        """All voices it can use now."""

    def speaks(self, voice_id: str) -> bool:
        """Whether an utterance in that voice is its own to say; "" is the usual voice. Any thread."""
        del voice_id
        return True

    def synthesize(self, utterance: Utterance) -> Clip:
        """Say it into a clip. Blocks.

        Raises `EngineFailed` after its own restart and retry did not help, `Abandoned` after `abandon`.
        """

    def abandon(self) -> bool:
        """End early what is being made; tells whether this engine can. Any thread; does not block."""
        return False

    def fingerprint(self, utterance: Utterance) -> str:
        """What beside the utterance decides its sound: the driver, the voice's file. Any thread."""
        del utterance
        return self.name

    def remark_on(self, utterance: Utterance) -> str:
        """A sentence for the person where another voice speaks than the one asked for; empty where it is that one."""
        del utterance
        return ""

    def close(self) -> None:
        """Free what it holds; ends a child process. May be called twice."""
