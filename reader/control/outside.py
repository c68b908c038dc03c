"""Requests from outside: taken in the tick, answered at once. Main thread.

What can be asked, and in which words, is known to `reader.control.remote` alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from reader.control.actions import ACTIONS

METHODS = {action.name: action.method for action in ACTIONS}
"""The way from `Session` to the method, for each action's name."""


class Request(Protocol):
    """A line from the remote: answered exactly once."""

    @property
    def words(self) -> tuple[str, ...]: ...
    @property
    def at_s(self) -> float: ...
    def answer(self, line: str) -> None: ...


class Remote(Protocol):
    """Where requests from outside wait."""

    wake: Callable[[], None]
    """Called from another thread when there is one."""

    def pending(self) -> Iterable[Request]: ...


def serve(
    remote: Remote,
    perform: Callable[[str], None],
    status: Callable[[], dict[str, Any]],
    press: Callable[[str, str | None, float], None],
    told: Callable[[], object | None],
) -> None:
    """Answer every request that waits; `told` is what stands on the last line now."""
    for request in remote.pending():
        from reader.control.remote import respond  # noqa: PLC0415 - keeps start-up fast

        at_s = request.at_s
        answer = respond(
            request.words,
            actions=METHODS,
            perform=perform,
            status=status,
            press=lambda button, at_s=at_s: press(button, None, at_s),  # type: ignore[misc]
            told=told,
        )
        request.answer(answer)
