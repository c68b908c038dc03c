"""`--plain`: the reader line by line, for a screen reader or a Braille line. Main thread; nothing is drawn.

Every line is text. A line on stdin is the button: it opens the numbered menu, and takes what is offered; a number takes
that one, `q` leaves. What the voice says is written as it is said. The same session as on the screen, no Textual.
"""

from __future__ import annotations

import queue
import sys
import threading
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from reader.cli.terminal import Terminal

if TYPE_CHECKING:
    from reader.cli.parts import Parts
    from reader.control.session import Session

TICK_S = 0.03
HELP = "Enter: what can be done. A number takes that choice. q and Enter: leave."


class Plain:
    """A session told in lines."""

    def __init__(self, session: Session, terminal: Terminal) -> None:
        self._session = session
        self._terminal = terminal
        self._shown: dict[str, object] = {}

    def begin(self) -> None:
        """Say how it is used, and have every line be the one button."""
        self._session.menu.is_one_button = True
        self._terminal.line(HELP)

    def take(self, typed: str, now_s: float) -> None:
        """A line was typed: the button, a number of what is offered, or `q`."""
        word = typed.strip().lower()
        session = self._session
        if word == "q":
            session.perform("quit")
        elif word.isascii() and word.isdecimal() and self._offers:
            if not self._take_number(int(word[:6])):
                self._terminal.line(f"There is no choice {word}.")
        else:
            session.hands.press("line", now_s, lambda: self._press(now_s))

    @property
    def _offers(self) -> bool:
        """Whether there are numbered choices."""
        return self._session.menu.is_open or self._session.list_view is not None

    def _take_number(self, number: int) -> bool:
        """Take the choice of a number, from 1; tells whether there is one."""
        session = self._session
        if session.menu.is_open:
            return session.menu.take_number(number)
        view = session.list_view
        if view is None or not 1 <= number <= len(view.rows):
            return False
        session.choose_row(number - 1)
        return True

    def _press(self, at_s: float) -> None:
        menu = self._session.menu
        if menu.is_open:
            menu.press("main", at_s)
        elif self._session.screen == "welcome":
            self._session.perform("choose")  # its rows are offered already
        else:
            menu.open()

    def follow(self) -> None:
        """Write what is new."""
        session = self._session
        self._if_new("title", session.title)
        self._offered()
        message = session.message
        self._if_new("message", message.text if message else "")
        saving = session.saving
        self._if_new("saving", f"{saving.done} of {saving.total}  {saving.title}" if saving else "")
        if session.screen == "reading" and not session.menu.is_open and session.panel is None:
            text = session.status()["text"] if session.state == "playing" else ""
            self._if_new("text", "" if text == session.title else text)  # it stands there already
            self._if_new("state", session.state if session.state in ("paused", "ended") else "")
        self._if_new("presses", session.hands.line)

    def _offered(self) -> None:
        """The menu or the list as numbered lines, once; then what is being offered, as it passes."""
        session = self._session
        menu, view = session.menu.view or session.panel, session.list_view
        labels: tuple[str, ...] = ()
        current = 0
        if menu is not None:
            labels, current = menu.items, menu.current
        elif view is not None:
            labels, current = tuple(row.title for row in view.rows), view.current
        if labels != self._shown.get("labels", ()):
            self._shown["labels"] = labels
            if view is not None and view.title != session.title:
                self._terminal.line(view.title)
            for number, label in enumerate(labels, 1):
                self._terminal.line(f"{number}. {label}")
        self._if_new("offered", f"> {labels[current]}" if labels else "")

    def _if_new(self, what: str, line: str) -> None:
        if self._shown.get(what, "") == line:
            return
        self._shown[what] = line
        if line:
            self._terminal.line(line)


def run(
    session: Session,
    terminal: Terminal,
    typed: Iterable[str] | None = None,
    *,
    now_s: Callable[[], float] = time.monotonic,
) -> None:
    """Read line by line until the person leaves, or stdin ends and the reading has."""
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    source = sys.stdin if typed is None else typed
    threading.Thread(target=_pass_on, args=(source, lines), name="lines", daemon=True).start()
    plain, has_lines = Plain(session, terminal), True
    plain.begin()
    while not session.is_leaving:
        try:
            line = lines.get(timeout=TICK_S)
            has_lines = has_lines and line is not None
            if line is not None:
                plain.take(line, now_s())
        except queue.Empty:
            pass  # nothing was typed; time goes on
        session.tick(now_s())
        plain.follow()
        if not has_lines and session.is_idle:
            session.perform("quit")


def _pass_on(source: Iterable[str], lines: queue.SimpleQueue[str | None]) -> None:
    for line in source:
        lines.put(line)
    lines.put(None)


def open_plain(parts: Parts, targets: tuple[str, ...], terminal: Terminal) -> int:
    """Open the reader without its screen; returns the exit status when the person leaves.

    Raises `ReaderError` or `CacheError` where a page cannot be opened at all.
    """
    from reader.control.background import Background  # noqa: PLC0415 - other commands need none
    from reader.control.remote import RemoteServer  # noqa: PLC0415 - as above

    session = parts.new_session(Background())
    remote = RemoteServer(parts.places.run)
    try:
        parts.player.start()
        remote.start()
        session.listen_to(remote)
        session.features.media_keys.start()
        session.features.switches.start()
        shelf = parts.shelf
        if targets:
            from reader.control.naming import named  # noqa: PLC0415 - as above

            session.open_targets(tuple(named(shelf, target) for target in targets))
        else:
            page_id = shelf.to_begin_with()
            session.start(shelf.open(page_id) if page_id else None)
        session.turning.begin_beside(remote.trouble, is_second=remote.is_second)
        troubles = parts.settings_read.troubles + parts.pronunciations_read.troubles
        if troubles:
            from reader.control.settings import in_one  # noqa: PLC0415 - loaded already

            session.tell(in_one(troubles), is_trouble=True)
        run(session, terminal)
    finally:
        session.close()
        remote.close()
    if session.failure is not None:
        terminal.trouble(session.failure)
        return 1
    return 0
