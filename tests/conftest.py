"""What tests of several parts use."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
for folder in (TESTS / "support", TESTS.parent):
    # So that `from http_server import ...` and the package itself are found from any working folder.
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from http_server import HttpServer  # noqa: E402 - the line above makes it importable


@pytest.fixture
def http_server() -> Iterator[HttpServer]:
    """A server on loopback that answers, well or badly, as the test says."""
    server = HttpServer().start()
    yield server
    server.stop()


@pytest.fixture
def https_server() -> Iterator[HttpServer]:
    """The same with a certificate that it signed itself."""
    server = HttpServer(TESTS / "data" / "certificates" / "self_signed.pem").start()
    yield server
    server.stop()


@pytest.fixture
def certificate() -> str:
    """The file with that certificate, for who wants to trust it."""
    return str(TESTS / "data" / "certificates" / "self_signed.pem")
