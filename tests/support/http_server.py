"""A real HTTP server on loopback that behaves, or misbehaves, as a test asks.

Each path has one answer: a function that gets an `Exchange` and writes what it likes, byte by byte.
The usual answers, good and bad, are methods of `HttpServer`. Every request is kept in `requests`.
"""

from __future__ import annotations

import socket
import ssl
import struct
import threading
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

Answer = Callable[["Exchange"], None]


@dataclass(frozen=True)
class Request:
    """A request as it came."""

    method: str
    path: str
    """With its query."""
    headers: dict[str, str]
    """Names in lower case."""


class Exchange:
    """One connection with one request on it."""

    def __init__(
        self, request: Request, connection: socket.socket, stopped: threading.Event
    ) -> None:
        self.request = request
        self.stopped = stopped
        """Set when the server stops: what waits should end."""
        self._connection = connection

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self._connection.sendall(data)

    def head(self, status: int, *headers: tuple[str, str]) -> None:
        """Send a status line and headers; the connection closes after the answer."""
        try:
            phrase = HTTPStatus(status).phrase
        except ValueError:
            phrase = "Odd"
        lines = [f"HTTP/1.1 {status} {phrase}", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in headers]
        self.send("\r\n".join([*lines, "", ""]).encode("latin-1"))

    def reset(self) -> None:
        """Break the connection off as a crashed server does."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._connection.close()


class HttpServer:
    """Starts with `start`, ends with `stop`; one thread a connection."""

    def __init__(self, certificate: Path | None = None) -> None:
        """`certificate`: a PEM file with key and certificate, for https."""
        self.requests: list[Request] = []
        self._answers: dict[str, Answer] = {}
        self._answers_under: dict[str, Answer] = {}
        self._stopped = threading.Event()
        self._tls: ssl.SSLContext | None = None
        if certificate is not None:
            self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._tls.load_cert_chain(certificate)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.base = f"{'https' if certificate else 'http'}://127.0.0.1:{self.port}"

    def start(self) -> HttpServer:
        """Begin to answer."""
        threading.Thread(target=self._accept, name="http server", daemon=True).start()
        return self

    def stop(self) -> None:
        """Answer no more: connections are refused from now on. May be called twice."""
        self._stopped.set()
        # On Linux, closing alone does not wake a thread that waits in accept.
        try:
            self._listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            assert self._stopped.is_set()  # already down, or a system where closing is enough
        self._listener.close()

    def url(self, path: str) -> str:
        """The address of a path."""
        return self.base + path

    def requests_for(self, path: str) -> list[Request]:
        """The requests that came for one path."""
        return [request for request in self.requests if request.path == path]

    # Good answers

    def answer(self, path: str, answer: Answer) -> str:
        """Let a function answer; gives the address."""
        self._answers[path] = answer
        return self.url(path)

    def answer_under(self, start: str, answer: Answer) -> str:
        """Let a function answer every path that begins so and has no answer of its own."""
        self._answers_under[start] = answer
        return self.url(start)

    def page(
        self,
        path: str,
        body: str | bytes,
        *,
        content_type: str | None = "text/html; charset=utf-8",
        headers: tuple[tuple[str, str], ...] = (),
        etag: str | None = None,
        last_modified: str | None = None,
    ) -> str:
        """A page that is served as it should be, 304 included."""
        data = body.encode() if isinstance(body, str) else body
        marks = [("ETag", etag)] if etag else []
        marks += [("Last-Modified", last_modified)] if last_modified else []

        def answer(exchange: Exchange) -> None:
            asked = exchange.request.headers
            is_same = etag is not None and asked.get("if-none-match") == etag
            if "if-none-match" not in asked and last_modified is not None:
                is_same = asked.get("if-modified-since") == last_modified
            if is_same:
                exchange.head(304, *marks)
                return
            kind = [("Content-Type", content_type)] if content_type else []
            exchange.head(200, *kind, ("Content-Length", str(len(data))), *marks, *headers)
            exchange.send(data)

        return self.answer(path, answer)

    def redirect(self, path: str, to: str, status: int = 302) -> str:
        """Send on to another address."""
        return self.answer(
            path, lambda exchange: exchange.head(status, ("Location", to), ("Content-Length", "0"))
        )

    def status(self, path: str, status: int, *headers: tuple[str, str]) -> str:
        """An error status with a small page."""
        body = b"<p>An error page.</p>"

        def answer(exchange: Exchange) -> None:
            exchange.head(
                status,
                ("Content-Type", "text/html"),
                ("Content-Length", str(len(body))),
                *headers,
            )
            exchange.send(body)

        return self.answer(path, answer)

    def in_turn(self, path: str, *answers: Answer) -> str:
        """Another answer for each request; the last one stays."""
        left = list(answers)

        def answer(exchange: Exchange) -> None:
            next_one = left.pop(0) if len(left) > 1 else left[0]
            next_one(exchange)

        return self.answer(path, answer)

    def answer_at(self, path: str) -> Answer:
        """The answer of a path, to use it in another one."""
        return self._answers[path]

    # Bad answers

    def redirect_loop(self, path: str) -> str:
        """Two addresses that lead to each other."""
        self.redirect(path + "-again", path)
        return self.redirect(path, path + "-again")

    def never_answer(self, path: str) -> str:
        """Take the request and say nothing."""
        return self.answer(path, lambda exchange: exchange.stopped.wait() and None)

    def drip(
        self, path: str, body: bytes, *, pause_s: float, content_type: str = "text/html"
    ) -> str:
        """Send the body byte by byte."""

        def answer(exchange: Exchange) -> None:
            exchange.head(200, ("Content-Type", content_type), ("Content-Length", str(len(body))))
            _drip(exchange, body, pause_s)

        return self.answer(path, answer)

    def drip_head(self, path: str, *, pause_s: float) -> str:
        """Send headers byte by byte, without end."""

        def answer(exchange: Exchange) -> None:
            exchange.send(b"HTTP/1.1 200 OK\r\nX-Long: ")
            _drip(exchange, b"x" * 60_000, pause_s)

        return self.answer(path, answer)

    def stall(self, path: str, body: bytes) -> str:
        """Send half of a body, then nothing, and keep the connection."""

        def answer(exchange: Exchange) -> None:
            exchange.head(200, ("Content-Type", "text/html"), ("Content-Length", str(len(body))))
            exchange.send(body[: len(body) // 2])
            exchange.stopped.wait()

        return self.answer(path, answer)

    def cut_off(self, path: str, body: bytes, *, sent: int, coding: str = "") -> str:
        """Promise the whole body, send the first bytes of it, close."""

        def answer(exchange: Exchange) -> None:
            kind = [("Content-Encoding", coding)] if coding else []
            exchange.head(
                200, ("Content-Type", "text/html"), ("Content-Length", str(len(body))), *kind
            )
            exchange.send(body[:sent])

        return self.answer(path, answer)

    def chunked(self, path: str, *chunks: bytes, is_ended: bool = True) -> str:
        """Send a chunked body, with or without its end."""

        def answer(exchange: Exchange) -> None:
            exchange.head(200, ("Content-Type", "text/html"), ("Transfer-Encoding", "chunked"))
            for chunk in chunks:
                exchange.send(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n")
            if is_ended:
                exchange.send(b"0\r\n\r\n")

        return self.answer(path, answer)

    def reset(self, path: str) -> str:
        """Break the connection off without an answer."""
        return self.answer(path, lambda exchange: exchange.reset())

    def gzip_zeros(self, path: str, unpacked_bytes: int) -> str:
        """A small gzip body that unpacks to very much."""
        deflater = zlib.compressobj(wbits=16 + zlib.MAX_WBITS)
        block_bytes = 10 * 1024 * 1024
        start = deflater.compress(b"\0" * block_bytes) + deflater.flush(zlib.Z_FULL_FLUSH)
        block = deflater.compress(b"\0" * block_bytes) + deflater.flush(zlib.Z_FULL_FLUSH)

        def answer(exchange: Exchange) -> None:
            exchange.head(200, ("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
            exchange.send(start)
            for _ in range(unpacked_bytes // block_bytes - 1):
                exchange.send(block)

        return self.answer(path, answer)

    def raw(self, path: str, data: bytes) -> str:
        """Send bytes that need not be HTTP."""
        return self.answer(path, lambda exchange: exchange.send(data))

    # At work

    def _accept(self) -> None:
        while not self._stopped.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return  # stopped
            threading.Thread(
                target=self._serve, args=(connection,), name="http exchange", daemon=True
            ).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
            with connection:
                request = _read_request(connection)
                if request is None:
                    return
                self.requests.append(request)
                answer = self._answers.get(request.path) or self._answer_under(request.path)
                answer(Exchange(request, connection, self._stopped))
        except OSError:
            return  # the other side is gone: part of many tests

    def _answer_under(self, path: str) -> Answer:
        starts = [start for start in self._answers_under if path.startswith(start)]
        return self._answers_under[max(starts, key=len)] if starts else _not_found


def _not_found(exchange: Exchange) -> None:
    exchange.head(404, ("Content-Type", "text/html"), ("Content-Length", "0"))


def _drip(exchange: Exchange, data: bytes, pause_s: float) -> None:
    for index in range(len(data)):
        exchange.send(data[index : index + 1])
        if exchange.stopped.wait(pause_s):
            return


def _read_request(connection: socket.socket) -> Request | None:
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            return None
        data += more
        if not data[:1].isalpha():
            return None  # not HTTP: a TLS greeting, say
    first, *lines = data.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ", 2)
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    return Request(method, path, headers)
