"""What kinds of settings there are: which values each may have, how a value is said, and its small steps. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any, Protocol

from reader.values import frozen


class Kind(Protocol):
    """One kind of setting."""

    @property
    def words(self) -> str:
        """Which values it may have, for a sentence about one that it may not."""
        ...

    @property
    def values(self) -> tuple[Any, ...]:
        """All values, where they are few enough to go round; empty where there are steps instead."""
        ...

    def accepts(self, value: Any) -> bool:
        """Whether a setting of this kind may have this value."""
        ...

    def said(self, value: Any) -> str:
        """The value in plain words."""
        ...

    def stepped(self, value: Any, direction: int) -> Any:
        """The value one small step up (1) or down (-1); the same where there is none."""
        ...


@frozen
class YesNo:
    """On or off."""

    words: str = "true or false"
    values: tuple[Any, ...] = (False, True)

    def accepts(self, value: Any) -> bool:
        """Only true and false: 1 and 0 are no answer to a question."""
        return type(value) is bool

    def said(self, value: Any) -> str:
        """Yes or no."""
        return "yes" if value else "no"

    def stepped(self, value: Any, direction: int) -> Any:
        """Up is yes."""
        del value
        return direction > 0


@frozen
class OneOf:
    """One of a few words, each with what it means."""

    said_as: Mapping[str, str]

    @property
    def words(self) -> str:
        """The words in quotes."""
        *others, last = (f'"{value}"' for value in self.said_as)
        return f"{', '.join(others)} or {last}"

    @property
    def values(self) -> tuple[Any, ...]:
        """In the order in which they are offered."""
        return tuple(self.said_as)

    def accepts(self, value: Any) -> bool:
        """One of the words."""
        return isinstance(value, str) and value in self.said_as

    def said(self, value: Any) -> str:
        """What the word means."""
        return self.said_as[value]

    def stepped(self, value: Any, direction: int) -> Any:
        """The word beside it."""
        index = self.values.index(value) + direction
        return self.values[max(0, min(len(self.values) - 1, index))]


@frozen
class Whole:
    """A whole number between two others."""

    least: int
    most: int
    step: int
    unit: str = ""
    """What is said after the number."""
    is_time_ms: bool = False
    """Whether it is milliseconds, said as seconds."""
    said_as: Mapping[int, str] = field(default_factory=dict)
    """Numbers that have words of their own."""
    values: tuple[Any, ...] = ()

    @property
    def words(self) -> str:
        """The bounds."""
        return f"a whole number from {self.least} to {self.most}"

    def accepts(self, value: Any) -> bool:
        """A whole number within the bounds."""
        return type(value) is int and self.least <= value <= self.most

    def said(self, value: Any) -> str:
        """The number with its unit."""
        if value in self.said_as:
            return self.said_as[value]
        if not self.is_time_ms:
            return f"{value} {self.unit}".strip()
        if value < 100 and value:
            return f"{value} milliseconds"
        return seconds(value)

    def stepped(self, value: Any, direction: int) -> Any:
        """To the next whole step, within the bounds."""
        steps = -(-value // self.step) - 1 if direction < 0 else value // self.step + 1
        return max(self.least, min(self.most, steps * self.step))


@frozen
class Share:
    """A part of a whole, kept as a number from 0 to 1, said in percent."""

    step: float = 0.1
    words: str = "a number from 0 to 1"
    values: tuple[Any, ...] = ()

    def accepts(self, value: Any) -> bool:
        """From 0 to 1."""
        return type(value) in (int, float) and 0 <= value <= 1

    def said(self, value: Any) -> str:
        """Percent."""
        return f"{round(value * 100)} percent"

    def stepped(self, value: Any, direction: int) -> Any:
        """To the next tenth."""
        steps = round(1 / self.step)
        return max(0, min(steps, round(value * steps) + direction)) / steps


@frozen
class Words:
    """Free words; changed in a list of their own, or in the file."""

    words: str
    when_empty: str
    """What is said where there are none."""
    begins: tuple[str, ...] = ("",)
    """What they may begin with."""
    values: tuple[Any, ...] = ()

    def accepts(self, value: Any) -> bool:
        """One line of a sensible length."""
        return _is_line(value) and value.startswith(self.begins)

    def said(self, value: Any) -> str:
        """The words themselves."""
        return str(value) or self.when_empty

    def stepped(self, value: Any, direction: int) -> Any:
        """There are no steps."""
        del direction
        return value


@frozen
class Table:
    """Words for each of some names; changed in a list of their own, or in the file."""

    words: str
    when_empty: str
    """What is said where there are none."""
    values: tuple[Any, ...] = ()

    def accepts(self, value: Any) -> bool:
        """Names with one line each."""
        return isinstance(value, Mapping) and all(
            type(name) is str and _is_line(words) for name, words in value.items()
        )

    def said(self, value: Any) -> str:
        """The names with their words."""
        return ", ".join(f"{name} {words}" for name, words in value.items()) or self.when_empty

    def stepped(self, value: Any, direction: int) -> Any:
        """There are no steps."""
        del direction
        return value


def seconds(duration_ms: int) -> str:
    """Milliseconds as seconds in words, such as "0.3 seconds" or "1 second"."""
    return "1 second" if duration_ms == 1000 else f"{duration_ms / 1000:g} seconds"


def _is_line(value: Any) -> bool:
    return type(value) is str and len(value) <= 500 and value.isprintable()
