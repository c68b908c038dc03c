"""Connections that lead only where a fetch may go.

A page from the web must not be able to send the reader to the router, the printer or a program on this
computer. What counts is the number that is connected to, looked up here and used at once: a name can stand
for one number when it is judged and for another a moment later. Loads urllib3, so it is imported when there is
something to fetch. Runs on the transfer's thread.
"""

from __future__ import annotations

import socket

from urllib3 import connection, connectionpool
from urllib3.util.connection import create_connection

from content_cache.public_addresses import IsPublic, is_own_network


class NotPublicError(OSError):
    """The host stands in a network of its own."""


class Reach:
    """Where one fetch may go: `check` is asked for every number before it is connected to."""

    def __init__(self, *, only_public: bool, is_public_number: IsPublic) -> None:
        self._only_public = only_public
        self._is_public_number = is_public_number
        self._was_public: bool | None = None

    def is_public(self, url: str) -> bool:
        """Whether the host reached last is public; by the letters of its address where a proxy reached it."""
        if self._was_public is not None:
            return self._was_public
        return not is_own_network(url, self._is_public_number)

    def check(self, number: str) -> None:
        """Allow a connection. Raises `NotPublicError`.

        A person's own address may lead anywhere; once a public host has been reached, it may not send on
        to one that is not.
        """
        self._was_public = self._is_public_number(number)
        if self._only_public and not self._was_public:
            raise NotPublicError(f"{number} is not public")
        self._only_public = self._was_public


def pool_classes(reach: Reach) -> dict[str, type[connectionpool.HTTPConnectionPool]]:
    """Pools for http and https whose connections ask `reach` first."""

    def connect(opening: connection.HTTPConnection) -> socket.socket:
        """Connect to the first number that answers; none is looked up a second time."""
        found = socket.getaddrinfo(
            opening.host.strip("[]"), opening.port, type=socket.SOCK_STREAM
        )  # [::1] comes in its brackets
        fault: OSError | None = None
        for number in dict.fromkeys(str(entry[4][0]) for entry in found):
            reach.check(number)
            try:
                return create_connection(
                    (number, opening.port),
                    opening.timeout,
                    source_address=opening.source_address,
                    socket_options=opening.socket_options,
                )
            except OSError as error:
                fault = error
        raise fault or OSError("no address")

    class PlainConnection(connection.HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self)

    class SafeConnection(connection.HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self)

    class PlainPool(connectionpool.HTTPConnectionPool):
        ConnectionCls = PlainConnection

    class SafePool(connectionpool.HTTPSConnectionPool):
        ConnectionCls = SafeConnection

    return {"http": PlainPool, "https": SafePool}
