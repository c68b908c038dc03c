"""Steering a running reader from another program: one line asks, one line answers.

A line is `do ACTION...`, `press BUTTON`, `status` or `sound`; the answer is `ok`, `ok: SENTENCE` where the reader says
something to it, `error: SENTENCE`, or as JSON the status or how steadily the sound device was fed.
On Unix `nc -U READER_HOME/run/remote.sock` will do. A connection may ask many lines, one after another. `do` is an
intention and is done as it is; `press` is a press of a pedal or a switch, which the steady filter may set aside.

`RemoteServer` only moves lines, on threads of its own; what they mean is decided on the main thread, which
takes the requests with `pending` in its tick. Nothing a client sends, or fails to send, can hold up the
reader: lines, clients and waiting times are bounded. Must not know what a document or a voice is.

Of several readers the first is the one that is steered. The others wait for its lock, and the next in line
takes over when the first has left or crashed.
"""

from __future__ import annotations

import queue
import socket
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path

from reader.control import remote_address
from reader.control.remote_address import DEFAULT_TRANSPORT, Listening, Lock, Transport
from reader.errors import RemoteError

LONGEST_LINE_BYTES = 4096
MOST_CLIENTS = 16
"""When one more comes, the one that has been connected longest is let go."""
ANSWER_WITHIN_S = 2.0
"""A request that the main thread has not answered by then is given up, and not done later."""
LINE_WITHIN_S = 5.0
"""How long half a line may wait for its end, and an answer for being read."""
TAKE_OVER_AFTER_S = 1.0
"""How often a reader in waiting looks whether the first has left."""


class Request:
    """One line from a client, waiting for its answer."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self.words = words
        self.at_s = time.monotonic()
        """When it came."""
        self._lock = threading.Lock()
        self._has_answer = threading.Event()
        self._answer: str | None = None
        self._is_given_up = False

    def answer(self, text: str) -> None:
        """Answer with one line; line breaks become spaces. Only the first answer counts."""
        with self._lock:
            if self._answer is None:
                self._answer = " ".join(text.splitlines())
        self._has_answer.set()

    def wait(self, timeout_s: float) -> str | None:
        """The answer, or None where it did not come in time; then it is given up. Not for the main thread."""
        self._has_answer.wait(timeout_s)
        with self._lock:
            self._is_given_up = self._answer is None
            return self._answer

    @property
    def is_given_up(self) -> bool:
        """Whether nobody waits for the answer any longer."""
        with self._lock:
            return self._is_given_up


def respond(
    words: Sequence[str],
    *,
    actions: Collection[str],
    perform: Callable[[str], None],
    status: Callable[[], Mapping[str, object]],
    press: Callable[[str], None],
    sound: Callable[[], Mapping[str, object]] = dict,
) -> str:
    """The answer to a line, after doing what it asks: nothing, unless every action named is known."""
    import json  # noqa: PLC0415 - keeps start-up fast

    match list(words):
        case ["status"]:
            return json.dumps(status())
        case ["sound"]:
            return json.dumps(sound())
        case ["do", *names] if names:
            for name in names:
                if name not in actions:
                    return f"error: There is no action called “{_plain(name)}”."
            for name in names:
                perform(name)
            return "ok"
        case ["press", button]:
            press(_plain(button))
            return "ok"
        case _:
            return "error: Ask with “do” and the names of actions, with “press” and a button, or with “status”."


class RemoteServer:
    """The running reader's end; its methods are for the main thread."""

    def __init__(
        self,
        run_folder: Path,
        *,
        transport: Transport = DEFAULT_TRANSPORT,
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        self.wake = wake
        """Called from a thread of the server's when a request is there; leads to a tick soon."""
        self._folder = run_folder
        self._transport = transport
        self._requests: queue.SimpleQueue[Request] = queue.SimpleQueue()
        self._trouble: str | None = None
        self.is_second = False
        """Whether another reader was running here when this one began."""
        self._listening: Listening | None = None
        self._clients: dict[socket.socket, threading.Thread] = {}
        self._clients_lock = threading.Lock()
        self._is_closing = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def trouble(self) -> str | None:
        """Why this reader cannot be steered from outside, in one sentence; None while it can."""
        return self._trouble

    def start(self) -> None:
        """Begin to listen. Never raises: what is in the way stands in `trouble`."""
        lock = Lock(self._folder / "lock")
        try:
            remote_address.make_private(self._folder)
            if lock.acquire():
                self._listening = remote_address.listen(self._folder, self._transport)
            else:
                self.is_second = True
                self._trouble = "Another reader is running, and “reader do” steers that one."
        except OSError as error:
            self._cannot(error)
            lock.release()
            return
        except RemoteError as error:
            self._trouble = str(error)
            return
        self._thread = threading.Thread(target=self._run, args=(lock,), name="remote", daemon=True)
        self._thread.start()

    def pending(self) -> Iterator[Request]:
        """What was asked since the last call and is still waited for; each should be answered at once."""
        while True:
            try:
                request = self._requests.get_nowait()
            except queue.Empty:
                return
            if not request.is_given_up:
                yield request

    def close(self) -> None:
        """Send the answers that are on their way, and stop listening. May be called twice."""
        if self._is_closing.is_set():
            return
        self._is_closing.set()
        if self._thread is None:
            return
        self._call_myself()
        self._thread.join(timeout=1.0)
        with self._clients_lock:
            clients = tuple(self._clients.items())
        for connection, _ in clients:
            _stop_reading(connection)
        last_moment = time.monotonic() + 0.3
        for _, thread in clients:
            thread.join(timeout=max(0.0, last_moment - time.monotonic()))

    def _cannot(self, error: OSError) -> None:
        reason = (error.strerror or "no reason given").lower()
        self._trouble = f"This reader cannot be steered from outside: {reason}."

    def _call_myself(self) -> None:
        """Wake the thread that waits for clients."""
        if self._listening is None:
            return
        try:
            connection, _ = remote_address.connect(self._folder, 0.2)
        except OSError:
            return  # its socket was taken away; it ends with the process
        connection.close()

    def _run(self, lock: Lock) -> None:
        try:
            while self._listening is None:
                if self._is_closing.wait(TAKE_OVER_AFTER_S):
                    return
                if lock.acquire():
                    self._listening = remote_address.listen(self._folder, self._transport)
                    self._trouble = None
            self._welcome_clients(self._listening)
        except OSError as error:
            self._cannot(error)
        finally:
            if self._listening is not None:
                self._listening.close()
            lock.release()

    def _welcome_clients(self, listening: Listening) -> None:
        while True:
            try:
                connection, _ = listening.listener.accept()
            except ConnectionError:
                continue  # it left before it was let in
            if self._is_closing.is_set():
                connection.close()
                return
            thread = threading.Thread(
                target=self._serve,
                args=(connection, listening.token),
                name="remote client",
                daemon=True,
            )
            with self._clients_lock:
                if len(self._clients) >= MOST_CLIENTS:
                    longest = next(iter(self._clients))
                    del self._clients[longest]
                    _stop_reading(longest)
                self._clients[connection] = thread
            thread.start()

    def _serve(self, connection: socket.socket, token: str) -> None:
        try:
            received = bytearray()
            while (line := _next_line(connection, received)) is not None:
                answer = self._answer_to(line, token)
                connection.settimeout(LINE_WITHIN_S)
                connection.sendall(answer.encode("utf-8", "replace") + b"\n")
        except _NotALine as problem:
            _say_and_forget(connection, f"error: {problem}\n")
        except OSError:
            return  # it left, or does not read its answer
        finally:
            with self._clients_lock:
                self._clients.pop(connection, None)
            connection.close()

    def _answer_to(self, line: bytes, token: str) -> str:
        try:
            words = line.decode("utf-8").split()
        except UnicodeDecodeError:
            raise _NotALine("That line is no text.") from None
        if token:
            from hmac import compare_digest  # noqa: PLC0415 - slow to import, seldom needed

            given, words = (words[0] if words else ""), words[1:]
            if not compare_digest(given.encode(), token.encode()):
                raise _NotALine("That line has no right to ask.")
        request = Request(tuple(words))
        self._requests.put(request)
        self.wake()
        answer = request.wait(ANSWER_WITHIN_S)
        return "error: The reader is busy and did not answer." if answer is None else answer


class _NotALine(Exception):
    """What came from a client is not a line that can be answered."""


def _next_line(connection: socket.socket, received: bytearray) -> bytes | None:
    """The next line without its end, or None where the client has finished.

    `received` holds what came after the line before. Waits without end for a line to begin.

    Raises `_NotALine`, `OSError`.
    """
    deadline: float | None = None
    while b"\n" not in received[: LONGEST_LINE_BYTES + 1]:
        if len(received) > LONGEST_LINE_BYTES:
            raise _NotALine("That line is too long.")
        if received and deadline is None:
            deadline = time.monotonic() + LINE_WITHIN_S
        connection.settimeout(None if deadline is None else _left(deadline))
        piece = connection.recv(LONGEST_LINE_BYTES)
        if not piece:
            if received:
                raise _NotALine("That line was cut off.")
            return None
        received += piece
    line, _, rest = received.partition(b"\n")
    received[:] = rest
    return bytes(line)


def _left(deadline: float) -> float:
    """Seconds until a moment. Raises `TimeoutError` where it has passed."""
    left_s = deadline - time.monotonic()
    if left_s <= 0:
        raise TimeoutError
    return left_s


def _say_and_forget(connection: socket.socket, text: str) -> None:
    try:
        connection.settimeout(LINE_WITHIN_S)
        connection.sendall(text.encode())
    except OSError:
        return  # nobody listens


def _stop_reading(connection: socket.socket) -> None:
    """Let the thread that serves it come to its end."""
    try:
        connection.shutdown(socket.SHUT_RD)
    except OSError:
        return  # it has left already


def _plain(word: str) -> str:
    return "".join(character for character in word[:60] if character.isprintable())
