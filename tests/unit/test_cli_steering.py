"""`reader status`: what the running reader does, in lines."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reader.cli.steering import status
from reader.cli.terminal import Terminal
from reader.control.remote import RemoteServer
from tests.support.desk import Desk


@contextmanager
def answering(folder: Path, answer: dict[str, object]) -> Iterator[None]:
    """A running reader that does one thing."""
    server, is_done = RemoteServer(folder), threading.Event()

    def serve() -> None:
        while not is_done.wait(0.005):
            for request in server.pending():
                request.answer(json.dumps(answer))

    server.start()
    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield
    finally:
        is_done.set()
        thread.join()
        server.close()


def told(desk: Desk) -> list[str]:
    out = io.StringIO()
    with answering(desk.folder / "run", desk.session.status()):
        assert status(desk.folder / "run", Terminal(out, io.StringIO()), as_json=False) == 0
    return out.getvalue().splitlines()


def test_on_the_first_screen_it_says_what_is_offered(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.session.start(None)
    desk.tick(20)
    assert told(desk) == [
        "Choosing: Hands-Off Reader reads information pages aloud.",
        "Offered: Save the hand dystonia pages (10), 1 of 2",
    ]
    desk.close()


def test_over_a_page_it_says_where_one_is(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.open(desk.page("one.html", "<title>One</title><p>A sentence that stands here.</p>"))
    desk.session.perform("pause")
    lines = told(desk)
    assert lines[0] == "Paused: One"
    assert lines[1].startswith("Section 1, ")
    desk.close()
