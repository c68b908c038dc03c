"""Asking a running reader from another process. Any thread; quick to load, as a switch or pedal waits for it."""

from __future__ import annotations

import socket
import time
from pathlib import Path

from reader.control.remote_address import connect
from reader.errors import RemoteError

ANSWER_WITHIN_S = 2.5
"""A little more than the running reader gives itself."""

_NO_READER = "No reader is running. Start one with: reader"


def ask(run_folder: Path, line: str, *, timeout_s: float = ANSWER_WITHIN_S) -> str:
    """What the running reader answers to a line.

    Raises `RemoteError` where none runs, where it does not answer, or where its answer is an error.
    """
    try:
        connection, token = connect(run_folder, timeout_s)
    except OSError as error:
        raise RemoteError(_NO_READER) from error
    with connection:
        try:
            connection.settimeout(timeout_s)
            connection.sendall(f"{token} {line}".strip().encode("utf-8", "replace") + b"\n")
            answer = _whole_answer(connection, time.monotonic() + timeout_s)
        except TimeoutError as error:
            raise RemoteError(
                "The running reader does not answer. Try again in a moment."
            ) from error
        except OSError as error:
            raise RemoteError(_NO_READER) from error
    if answer.startswith("error: "):
        raise RemoteError(answer.removeprefix("error: "))
    return answer


def _whole_answer(connection: socket.socket, deadline: float) -> str:
    received = bytearray()
    while not received.endswith(b"\n"):
        left_s = deadline - time.monotonic()
        if left_s <= 0:
            raise TimeoutError
        connection.settimeout(left_s)
        piece = connection.recv(65536)
        if not piece:
            raise ConnectionResetError("the answer was cut off")
        received += piece
    return received.decode("utf-8", "replace").rstrip("\n")
