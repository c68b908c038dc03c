"""What the narrator is doing, as one sum type; every state carries its place."""

from __future__ import annotations

from dataclasses import dataclass

from reader.documents.model import Locator


@dataclass(frozen=True, slots=True)
class Stopped:
    """Nothing sounds and nothing is held; listening starts at the place."""

    locator: Locator


@dataclass(frozen=True, slots=True)
class Preparing:
    """Listening was asked for; the first clip is not there yet."""

    locator: Locator


@dataclass(frozen=True, slots=True)
class Playing:
    """The sentence at the place is being heard, or the pause before the next one."""

    locator: Locator


@dataclass(frozen=True, slots=True)
class Paused:
    """Held, perhaps in the middle of a word."""

    locator: Locator


@dataclass(frozen=True, slots=True)
class Ended:
    """The last sentence of the document has been heard."""

    locator: Locator


@dataclass(frozen=True, slots=True)
class Failed:
    """No engine could say the sentence at the place."""

    locator: Locator
    error: str
    """One sentence, fit to be shown."""


State = Stopped | Preparing | Playing | Paused | Ended | Failed
