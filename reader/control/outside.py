"""Requests from outside: taken in the tick, answered as soon as it is known what there is to tell. Main thread.

What can be asked, and in which words, is known to `reader.control.remote` alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from reader.control.actions import ACTIONS
from reader.control.view import Message
from reader.values import frozen

METHODS = {action.name: action.method for action in ACTIONS}
"""The way from `Session` to the method, for each action's name."""

TOLD_WITHIN_S = 1.5
"""How long an answer waits for what is told of it; whoever asks waits for two seconds."""


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


@frozen
class Told:
    """What was told last; another object each time, also where the words are the same."""

    shown: Message | None
    """On the last line."""
    said: tuple[str] | None
    """By the voice."""

    def since(self, before: Told) -> str:
        """What was told after that; empty where nothing was."""
        if self.shown is not None and self.shown is not before.shown:
            return self.shown.text
        return self.said[0] if self.said is not None and self.said is not before.said else ""


@frozen
class _Waiting:
    """A request whose doing goes on in the background."""

    request: Request
    before: Told
    jobs: frozenset[int]
    """Those that it began."""
    until_s: float


class Outside:
    """Answers what comes from outside; what an action tells is its answer, also where it is told a little later."""

    def __init__(
        self,
        remote: Remote,
        *,
        perform: Callable[[str], None],
        status: Callable[[], dict[str, Any]],
        press: Callable[[str, str | None, float], None],
        sound: Callable[[], dict[str, Any]],
        told: Callable[[], Told],
        jobs: Callable[[], frozenset[int]],
    ) -> None:
        """`jobs`: what goes on in the background, by numbers that do not come again; `sound`: how it was fed."""
        self._remote = remote
        self._perform, self._status, self._press = perform, status, press
        self._sound, self._told, self._jobs = sound, told, jobs
        self._waiting: list[_Waiting] = []

    def serve(self, now: float) -> None:
        """Answer every request that can be answered. `now`: monotonic seconds."""
        going_on = self._jobs()
        for waiting in tuple(self._waiting):
            if (
                self._told().since(waiting.before)
                or not waiting.jobs & going_on
                or now >= waiting.until_s
            ):
                self._waiting.remove(waiting)
                self._answer_done(waiting.request, waiting.before)
        for request in self._remote.pending():
            self._take(request, now)

    def _take(self, request: Request, now: float) -> None:
        from reader.control.remote import respond  # noqa: PLC0415 - keeps start-up fast

        before, going_on, at_s = self._told(), self._jobs(), request.at_s
        answer = respond(
            request.words,
            actions=METHODS,
            perform=self._perform,
            status=self._status,
            sound=self._sound,
            press=lambda button: self._press(button, None, at_s),
        )
        begun = self._jobs() - going_on
        if answer != "ok" or request.words[0] != "do":
            request.answer(answer)
        elif begun and not self._told().since(before):
            self._waiting.append(_Waiting(request, before, begun, now + TOLD_WITHIN_S))
        else:
            self._answer_done(request, before)

    def _answer_done(self, request: Request, before: Told) -> None:
        line = self._told().since(before)
        request.answer(f"ok: {line}" if line else "ok")
