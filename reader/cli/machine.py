"""`voices`, and whether there is sound: what this machine can speak with. Main thread."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from reader.cli.terminal import Terminal

if TYPE_CHECKING:
    from reader.speech.engine import Engine
    from reader.speech.player import Player

SOUND_WITHIN_S = 4.0
"""A busy machine, and one new try of the player's, included."""


def voices(engine: Engine, terminal: Terminal, *, as_json: bool) -> int:
    """Name every voice found.

    Raises `EngineFailed` where there are none to ask.
    """
    found = engine.voices()
    if as_json:
        terminal.json(
            [
                {
                    "id": voice.id,
                    "name": voice.name,
                    "languages": list(voice.languages),
                    "engine": voice.engine,
                }
                for voice in found
            ]
        )
        return 0
    widest = max((len(voice.name) for voice in found), default=0)
    for voice in found:
        languages = ", ".join(voice.languages)
        terminal.line(f"{voice.name:<{widest}}  {languages}  {voice.id}".rstrip())
    return 0


def has_sound(player: Player) -> bool:
    """Whether a device takes sound by now; waits for one that is slow to open."""
    player.start()
    deadline = time.monotonic() + SOUND_WITHIN_S
    while not player.statistics.callbacks:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True
