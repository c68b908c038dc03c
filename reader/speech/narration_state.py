"""What the narrator is doing, as one sum type; every state carries its place.

Plain classes: the start of the reader loads them, and making a dataclass takes half a millisecond.
"""

from __future__ import annotations

from reader.documents.model import Locator


class _State:
    """One of the states, at a place; equal where both are."""

    __slots__ = ("locator",)

    def __init__(self, locator: Locator) -> None:
        self.locator = locator

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.locator == self.locator

    def __hash__(self) -> int:
        return hash((type(self), self.locator))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.locator!r})"


class Stopped(_State):
    """Nothing sounds and nothing is held; listening starts at the place."""

    __slots__ = ()


class Preparing(_State):
    """Listening was asked for; the first clip is not there yet."""

    __slots__ = ()


class Playing(_State):
    """The sentence at the place is being heard, or the pause before the next one."""

    __slots__ = ()


class Paused(_State):
    """Held, perhaps in the middle of a word."""

    __slots__ = ()


class Ended(_State):
    """The last sentence of the document has been heard."""

    __slots__ = ()


class Failed(_State):
    """No engine could say the sentence at the place."""

    __slots__ = ("error",)

    def __init__(self, locator: Locator, error: str) -> None:
        super().__init__(locator)
        self.error = error
        """One sentence, fit to be shown."""


State = Stopped | Preparing | Playing | Paused | Ended | Failed
