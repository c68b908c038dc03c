"""Whether there is sound on this machine. Main thread."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.speech.player import Player

SOUND_WITHIN_S = 4.0
"""A busy machine, and one new try of the player's, included."""


def has_sound(player: Player) -> bool:
    """Whether a device takes sound by now; waits for one that is slow to open."""
    player.start()
    deadline = time.monotonic() + SOUND_WITHIN_S
    while not player.statistics.callbacks:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True
