"""What an action tells is the answer to who asked for it from outside, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from http_server import HttpServer

from reader.control.remote import Request
from tests.support.desk import Desk


class Remote:
    """Requests as they come from the socket."""

    wake: Callable[[], None] = staticmethod(lambda: None)

    def __init__(self) -> None:
        self.requests: list[Request] = []

    def pending(self) -> Iterator[Request]:
        while self.requests:
            yield self.requests.pop(0)


class AskedDesk(Desk):
    def ask(self, line: str) -> str:
        if not hasattr(self, "remote"):
            self.remote = Remote()
            self.session.listen_to(self.remote)
        request = Request(tuple(line.split()))
        self.remote.requests.append(request)
        self.until(request._has_answer.is_set)
        answer = request.wait(0)
        assert answer is not None
        return answer


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[AskedDesk]:
    desk = AskedDesk(tmp_path)
    desk.save_two()
    desk.open(str(tmp_path / "one.html"))
    yield desk
    desk.close()


def test_what_is_told_at_once_is_the_answer(desk: AskedDesk) -> None:
    assert desk.ask("do faster") == "ok: 180 words a minute"
    assert desk.ask("do where-am-i").startswith("ok: One, section 1 of 2")


def test_what_is_told_a_little_later_is_the_answer(desk: AskedDesk) -> None:
    assert desk.ask("do time-left").startswith("ok: This section: less than a minute.")
    assert desk.ask("do put-next").startswith("ok: Choose a page")


def test_what_the_voice_alone_says_is_the_answer(desk: AskedDesk) -> None:
    assert desk.ask("do pages").startswith("ok: Pages. One")
    assert desk.ask("do next-row").startswith("ok: Two")


def test_the_same_sentence_again_is_an_answer_again(desk: AskedDesk) -> None:
    first = desk.ask("do bin")
    assert first == "ok: The bin is empty."
    assert desk.ask("do bin") == first


def test_what_something_else_brought_about_is_no_answer(desk: AskedDesk) -> None:
    desk.trouble = "There is no sound."
    assert desk.ask("do pause") == "ok"
    desk.tick(20)
    assert desk.told == "There is no sound."
    assert desk.ask("do pause") == "ok"
    desk.trouble = None
    desk.tick(20)
    assert desk.ask("do again") == "ok"


def test_an_answer_does_not_wait_for_long_work(desk: AskedDesk, http_server: HttpServer) -> None:
    http_server.never_answer("/slow")
    desk.library.queue.put_next(http_server.url("/slow"), "Slow")
    desk.ask("do pause")
    request = Request(("do", "next-page"))
    desk.remote.requests.append(request)
    desk.tick()
    assert not request._has_answer.is_set()
    desk.now += 2
    desk.tick()
    assert request.wait(0) == "ok"
