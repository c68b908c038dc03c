"""A running reader steered from outside: what gets through, and what cannot hurt."""

from __future__ import annotations

import errno
import json
import os
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reader.control import remote_address
from reader.control.remote import (
    LONGEST_LINE_BYTES,
    MOST_CLIENTS,
    RemoteServer,
    Request,
    respond,
)
from reader.control.remote_address import DEFAULT_TRANSPORT, LONGEST_SOCKET_PATH_BYTES, Transport
from reader.control.remote_client import ask
from reader.errors import RemoteError
from tests.support.waiting import eventually

TRANSPORTS: list[Transport] = ["unix", "tcp"] if DEFAULT_TRANSPORT == "unix" else ["tcp"]
WITHIN_S = 10.0


@pytest.fixture(params=TRANSPORTS)
def transport(request: pytest.FixtureRequest) -> Transport:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def run_folder(tmp_path: Path) -> Path:
    return tmp_path / "run"


class MainThread:
    """Answers as a reader's tick does, until told to stop."""

    def __init__(self, server: RemoteServer) -> None:
        self.asked: list[tuple[str, ...]] = []
        self._server = server
        self._is_done = threading.Event()
        self._thread = threading.Thread(target=self._tick)
        self._thread.start()

    def _tick(self) -> None:
        while not self._is_done.wait(0.005):
            for request in self._server.pending():
                self.asked.append(request.words)
                request.answer(f"heard {' '.join(request.words)}")

    def stop(self) -> None:
        self._is_done.set()
        self._thread.join()


@contextmanager
def serving(folder: Path, transport: Transport = DEFAULT_TRANSPORT) -> Iterator[MainThread]:
    """A reader that can be asked."""
    server = RemoteServer(folder, transport=transport)
    server.start()
    assert server.trouble is None
    main = MainThread(server)
    try:
        yield main
    finally:
        main.stop()
        server.close()


def connection_to(folder: Path) -> tuple[socket.socket, bytes]:
    """A client of its own making, and what its lines must begin with."""
    connection, token = remote_address.connect(folder, WITHIN_S)
    return connection, f"{token} ".encode() if token else b""


def line_from(connection: socket.socket) -> str:
    received = b""
    while not received.endswith(b"\n"):
        piece = connection.recv(1)
        if not piece:
            break
        received += piece
    return received.decode()


def next_request(server: RemoteServer) -> Request:
    """The next request, as soon as it is there."""
    return eventually(lambda: next(iter(server.pending()), None), "a request")


def client_threads() -> int:
    return sum(thread.name == "remote client" for thread in threading.enumerate())


# What a line means


def answer_to(line: str, done: list[str] | None = None) -> str:
    performed = done if done is not None else []
    return respond(
        line.split(),
        actions={"play", "pause", "next-sentence"},
        perform=performed.append,
        status=lambda: {"state": "paused", "title": "Écriture"},
        press=lambda button: performed.append(f"press {button}"),
        sound=lambda: {"callbacks": 200, "starved": 1},
    )


def test_how_steadily_the_sound_was_fed_can_be_asked() -> None:
    assert json.loads(answer_to("sound", [])) == {"callbacks": 200, "starved": 1}


def test_a_press_is_passed_on_as_a_press() -> None:
    done: list[str] = []
    assert answer_to("press pedal", done) == "ok"
    assert done == ["press pedal"]
    assert answer_to("press", done).startswith("error: ")
    assert answer_to("press two pedals", done).startswith("error: ")


def test_actions_are_done_in_order() -> None:
    done: list[str] = []
    assert answer_to("do next-sentence play next-sentence", done) == "ok"
    assert done == ["next-sentence", "play", "next-sentence"]


def test_nothing_is_done_where_one_of_them_is_unknown() -> None:
    done: list[str] = []
    answer = answer_to("do play dance pause", done)
    assert answer.startswith("error: ")
    assert "dance" in answer
    assert done == []


def test_status_is_one_line_of_json() -> None:
    answer = answer_to("status")
    assert json.loads(answer) == {"state": "paused", "title": "Écriture"}
    assert answer.isascii()


@pytest.mark.parametrize("line", ["", "do", "dance", "status now", "DO play", "play"])
def test_what_is_no_request_is_refused(line: str) -> None:
    done: list[str] = []
    assert answer_to(line, done).startswith("error: ")
    assert done == []


def test_an_unknown_name_comes_back_short_and_plain() -> None:
    answer = respond(
        ["do", "\x1b[31m" + "x" * 5000], actions=(), perform=print, status=dict, press=print
    )
    assert answer.isprintable()
    assert len(answer) < 200


# Asking


def test_a_line_is_asked_and_answered(run_folder: Path, transport: Transport) -> None:
    with serving(run_folder, transport) as main:
        assert ask(run_folder, "do play") == "heard do play"
        assert ask(run_folder, "status") == "heard status"
    assert main.asked == [("do", "play"), ("status",)]


def test_one_connection_asks_many_lines(run_folder: Path, transport: Transport) -> None:
    with serving(run_folder, transport):
        connection, prefix = connection_to(run_folder)
        with connection:
            connection.sendall(prefix + b"one\n" + prefix + b"two\n" + prefix + b"thr")
            assert line_from(connection) == "heard one\n"
            assert line_from(connection) == "heard two\n"
            connection.sendall(b"ee\r\n")
            assert line_from(connection) == "heard three\n"


def test_lines_before_the_end_are_answered_after_it(run_folder: Path, transport: Transport) -> None:
    with serving(run_folder, transport):
        connection, prefix = connection_to(run_folder)
        with connection:
            connection.sendall(prefix + b"one\n" + prefix + b"two\n")
            connection.shutdown(socket.SHUT_WR)
            assert line_from(connection) == "heard one\n"
            assert line_from(connection) == "heard two\n"
            assert line_from(connection) == ""


def test_an_answer_is_one_line_whatever_it_says(run_folder: Path) -> None:
    server = RemoteServer(run_folder)
    server.start()
    answers: list[str] = []
    asking = threading.Thread(target=lambda: answers.append(ask(run_folder, "status")))
    asking.start()
    request = next_request(server)
    request.answer("two\nlines\r\nand \ud800 more")
    request.answer("a second answer")
    asking.join()
    server.close()
    assert answers == ["two lines and ? more"]


def test_a_request_wakes_the_reader(run_folder: Path) -> None:
    is_awake = threading.Event()
    server = RemoteServer(run_folder, wake=is_awake.set)
    server.start()
    asking = threading.Thread(target=ask, args=(run_folder, "status"))
    asking.start()
    assert is_awake.wait(10)
    (request,) = server.pending()
    request.answer("awake")
    asking.join()
    server.close()


def test_an_error_is_raised_as_a_sentence(run_folder: Path) -> None:
    server = RemoteServer(run_folder)
    server.start()
    errors: list[str] = []

    def asking() -> None:
        with pytest.raises(RemoteError) as caught:
            ask(run_folder, "do dance")
        errors.append(str(caught.value))

    thread = threading.Thread(target=asking)
    thread.start()
    next_request(server).answer("error: There is no action called “dance”.")
    thread.join()
    server.close()
    assert errors == ["There is no action called “dance”."]


def test_a_busy_reader_does_not_do_later_what_nobody_waits_for(run_folder: Path) -> None:
    server = RemoteServer(run_folder)
    server.start()
    with pytest.raises(RemoteError, match="busy"):
        ask(run_folder, "do play", timeout_s=WITHIN_S)
    assert list(server.pending()) == []
    server.close()


def test_answers_under_way_are_sent_when_the_reader_leaves(
    run_folder: Path, transport: Transport
) -> None:
    server = RemoteServer(run_folder, transport=transport)
    server.start()
    connection, prefix = connection_to(run_folder)
    with connection:
        connection.sendall(prefix + b"do quit\n")
        next_request(server).answer("ok")
        server.close()
        assert line_from(connection) == "ok\n"


# Nobody there


def test_without_a_reader_it_is_said(run_folder: Path) -> None:
    with pytest.raises(RemoteError, match="No reader is running"):
        ask(run_folder, "status")


def test_after_it_has_left_nothing_remains(run_folder: Path, transport: Transport) -> None:
    with serving(run_folder, transport):
        pass
    with pytest.raises(RemoteError, match="No reader is running"):
        ask(run_folder, "status")
    assert [each.name for each in run_folder.iterdir()] == ["lock"]


@pytest.mark.parametrize(
    "address",
    ["", "tcp", "tcp 99999999 x", "tcp 0 x", "tcp x y", "unix", "unix /nowhere", "\x00", "smtp 5"],
)
def test_a_spoilt_address_leads_nowhere(run_folder: Path, address: str) -> None:
    run_folder.mkdir()
    (run_folder / "address").write_text(address)
    with pytest.raises(RemoteError, match="No reader is running"):
        ask(run_folder, "status")


def test_an_address_that_is_no_text_leads_nowhere(run_folder: Path) -> None:
    run_folder.mkdir()
    (run_folder / "address").write_bytes(b"\xff\xfe")
    with pytest.raises(RemoteError, match="No reader is running"):
        ask(run_folder, "status")


def test_a_file_where_the_folder_should_be_is_told_and_kept(run_folder: Path) -> None:
    run_folder.write_text("kept")
    server = RemoteServer(run_folder)
    server.start()
    assert server.trouble is not None
    assert list(server.pending()) == []
    server.close()
    assert run_folder.read_text() == "kept"


# Only for this user


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_this_user_can_open_it(run_folder: Path) -> None:
    run_folder.mkdir(mode=0o755)
    with serving(run_folder):
        assert stat.S_IMODE(run_folder.stat().st_mode) == 0o700
        assert stat.S_IMODE((run_folder / "remote.sock").stat().st_mode) == 0o600


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_the_token_can_be_read_by_this_user_only(run_folder: Path) -> None:
    with serving(run_folder, "tcp"):
        assert stat.S_IMODE((run_folder / "address").stat().st_mode) == 0o600


@pytest.mark.parametrize("line", [b"status\n", b"wrong status\n", b"\n", "é status\n".encode()])
def test_a_line_without_the_token_is_refused(run_folder: Path, line: bytes) -> None:
    with serving(run_folder, "tcp") as main:
        connection, _ = connection_to(run_folder)
        with connection:
            connection.sendall(line)
            assert line_from(connection).startswith("error: ")
            assert line_from(connection) == ""
    assert main.asked == []


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="needs two users")
def test_a_folder_of_somebody_else_is_not_used(run_folder: Path) -> None:
    run_folder.mkdir()
    os.chown(run_folder, 65534, 65534)
    server = RemoteServer(run_folder)
    server.start()
    assert "belongs to somebody else" in (server.trouble or "")
    server.close()


@pytest.mark.skipif(DEFAULT_TRANSPORT != "unix", reason="no such sockets here")
def test_a_path_too_long_for_a_socket_is_got_round(tmp_path: Path) -> None:
    home = tmp_path / ("long" * 30)
    home.mkdir()
    folder = home / "run"
    with serving(folder):
        assert ask(folder, "status") == "heard status"
        kind, _, where = (folder / "address").read_text().strip().partition(" ")
        assert kind == "unix"
        assert len(os.fsencode(where)) <= LONGEST_SOCKET_PATH_BYTES
        assert stat.S_IMODE(Path(where).parent.stat().st_mode) == 0o700
    assert not Path(where).parent.exists()


# Several readers, and those that crashed


def test_the_first_of_two_readers_is_steered_and_then_the_second(
    run_folder: Path, transport: Transport
) -> None:
    second = RemoteServer(run_folder, transport=transport)
    with serving(run_folder, transport) as first:
        second.start()
        assert "Another reader" in (second.trouble or "")
        assert second.is_second
        ask(run_folder, "to the first")
        assert list(second.pending()) == []
    assert first.asked == [("to", "the", "first")]
    eventually(lambda: second.trouble is None, "the second takes over")
    main = MainThread(second)
    try:
        assert ask(run_folder, "to the second") == "heard to the second"
    finally:
        main.stop()
        second.close()


def test_a_reader_in_waiting_leaves_at_once(run_folder: Path) -> None:
    with serving(run_folder):
        second = RemoteServer(run_folder)
        second.start()
        second.close()
        assert (
            not any(
                thread.name == "remote" and thread.is_alive() for thread in threading.enumerate()
            )
            or ask(run_folder, "still here") == "heard still here"
        )


CRASHING = """
import os, sys
from pathlib import Path
from reader.control.remote import RemoteServer
server = RemoteServer(Path(sys.argv[1]), transport=sys.argv[2])
server.start()
print(server.trouble, flush=True)
sys.stdin.read()
os._exit(9)
"""


def test_what_a_crash_left_behind_is_taken_over(run_folder: Path, transport: Transport) -> None:
    crashed = subprocess.run(
        [sys.executable, "-c", CRASHING, str(run_folder), transport],
        input="",
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert crashed.stdout == "None\n"
    assert crashed.returncode == 9
    assert len(list(run_folder.iterdir())) == 2
    with pytest.raises(RemoteError, match="No reader is running"):
        ask(run_folder, "status", timeout_s=1)
    with serving(run_folder, transport):
        assert ask(run_folder, "status") == "heard status"


@pytest.mark.skipif(DEFAULT_TRANSPORT != "unix", reason="no such sockets here")
def test_a_crash_leaves_no_folder_elsewhere_for_long(tmp_path: Path) -> None:
    home = tmp_path / ("long" * 30)
    home.mkdir()
    folder = home / "run"
    subprocess.run(
        [sys.executable, "-c", CRASHING, str(folder), "unix"],
        input="",
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    left = Path((folder / "address").read_text().split()[1]).parent
    assert left.is_dir()
    with serving(folder):
        assert not left.exists()


# Nothing a client does can hurt


@pytest.mark.parametrize(
    "sent",
    [
        b"\xff\xfe\x00\n",
        b"x" * (LONGEST_LINE_BYTES + 1),
        b"x" * 1_000_000,
        b"cut off",
        os.urandom(20_000) + b"\n",
    ],
    ids=["no text", "too long", "huge", "cut off", "random"],
)
def test_nonsense_is_refused_and_the_next_one_answered(
    run_folder: Path, transport: Transport, sent: bytes
) -> None:
    with serving(run_folder, transport) as main:
        connection, prefix = connection_to(run_folder)
        with connection:
            try:
                connection.sendall(prefix + sent)
                connection.shutdown(socket.SHUT_WR)
                assert line_from(connection).startswith("error: ")
            except OSError as error:
                # It was shown the door while it was still talking.
                assert isinstance(error, ConnectionError) or error.errno == errno.ENOTCONN
        assert ask(run_folder, "status") == "heard status"
        assert main.asked[-1] == ("status",)


def test_a_line_of_the_greatest_length_is_answered(run_folder: Path) -> None:
    with serving(run_folder):
        line = "x" * (LONGEST_LINE_BYTES - 1)
        assert ask(run_folder, line) == f"heard {line}"


def test_clients_that_say_nothing_keep_nobody_out(run_folder: Path, transport: Transport) -> None:
    silent: list[socket.socket] = []
    with serving(run_folder, transport):
        try:
            for _ in range(3 * MOST_CLIENTS):
                connection, _ = connection_to(run_folder)
                silent.append(connection)
            assert ask(run_folder, "status") == "heard status"
            eventually(lambda: client_threads() <= MOST_CLIENTS, "the silent ones are let go")
        finally:
            for connection in silent:
                connection.close()


def test_a_client_that_leaves_in_the_middle_is_forgotten(
    run_folder: Path, transport: Transport
) -> None:
    with serving(run_folder, transport) as main:
        for sent in (b"", b"do pl", b"do play\n", b"do play\ndo pause\n"):
            connection, prefix = connection_to(run_folder)
            connection.sendall(prefix + sent)
            connection.close()
        assert ask(run_folder, "status") == "heard status"
        assert ("do", "pl") not in main.asked
        eventually(lambda: client_threads() == 0, "they are forgotten")


def test_many_at_once_are_all_answered(run_folder: Path, transport: Transport) -> None:
    answers: list[str] = []
    with serving(run_folder, transport):

        def asking(number: int) -> None:
            for turn in range(20):
                answers.append(ask(run_folder, f"client {number} turn {turn}"))

        threads = [threading.Thread(target=asking, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(answers) == sorted(
        f"heard client {number} turn {turn}" for number in range(8) for turn in range(20)
    )


def test_a_server_that_says_nothing_does_not_hold_the_client(run_folder: Path) -> None:
    run_folder.mkdir()
    listening = remote_address.listen(run_folder, DEFAULT_TRANSPORT)
    try:
        with pytest.raises(RemoteError, match="does not answer"):
            ask(run_folder, "status", timeout_s=0.2)
    finally:
        listening.close()


def test_closing_twice_or_before_the_start_is_harmless(run_folder: Path) -> None:
    server = RemoteServer(run_folder)
    server.close()
    server.close()
    other = RemoteServer(run_folder)
    other.start()
    other.close()
    other.close()
