"""The seam every voice stands behind."""

from __future__ import annotations

from typing import Protocol

from reader.speech.utterance import Clip, Utterance, Voice


class Engine(Protocol):
    """Turns utterances into clips. Called only on the synthesizer thread, one utterance at a time."""

    @property
    def name(self) -> str:
        """Short name for settings and `status`, such as "espeak"."""

    def voices(self) -> tuple[Voice, ...]:
        """All voices it can use now."""

    def synthesize(self, utterance: Utterance) -> Clip:
        """Say it into a clip. Blocks.

        Raises `EngineFailed` after its own restart and retry did not help.
        """

    def close(self) -> None:
        """Free what it holds; ends a child process. May be called twice."""
