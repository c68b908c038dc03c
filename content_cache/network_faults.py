"""What goes wrong on the way to a page, in plain words.

Pure: it looks at the errors of the standard library that lie at the bottom of whatever was raised. Any thread.
"""

from __future__ import annotations

import errno
import http.client
import math
import socket
import ssl
from collections.abc import Iterator

from content_cache.addresses import host_of
from content_cache.errors import (
    BadCertificate,
    BodyIncomplete,
    FetchError,
    HostUnreachable,
    NotFollowed,
)
from content_cache.reach import NotPublicError

_NO_ROUTE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL})


def fetch_error(
    fault: BaseException, url: str, *, is_proxy: bool = False
) -> tuple[FetchError, bool]:
    """The error a person is told, and whether the fault may be gone at the next try."""
    host = host_of(url)
    causes = tuple(_causes(fault))

    def is_any(*kinds: type[BaseException]) -> bool:
        return any(isinstance(cause, kinds) for cause in causes)

    is_unknown = is_any(socket.gaierror)
    has_no_route = any(isinstance(cause, OSError) and cause.errno in _NO_ROUTE for cause in causes)
    if is_any(NotPublicError):
        return private_address(url), False
    if is_proxy:
        sentence = (
            "The proxy between this computer and the web does not let this through. "
            "Check the network settings."
        )
        return HostUnreachable(sentence, url=url, is_offline=is_unknown or has_no_route), False
    if is_any(ssl.SSLCertVerificationError):
        sentence = (
            f"{host} cannot prove that it is who it says it is, so nothing was fetched. "
            "Check that this computer's clock is right, or try again later."
        )
        return BadCertificate(sentence, url=url), False
    if is_unknown:
        sentence = f"{host} cannot be found. Check that the network is on and the address is right."
        return HostUnreachable(sentence, url=url, is_offline=True), False
    if has_no_route:
        sentence = f"There is no way to {host}. Check that the network is on."
        return HostUnreachable(sentence, url=url, is_offline=True), False
    if is_any(TimeoutError):
        sentence = f"{host} takes too long to answer. Try again later."
        return HostUnreachable(sentence, url=url), False
    if is_any(ConnectionRefusedError):
        sentence = f"{host} does not answer. Check the address, or try again later."
        return HostUnreachable(sentence, url=url), False
    if is_any(http.client.IncompleteRead):
        return BodyIncomplete(f"{host} sent only a part of the page. Try again.", url=url), True
    if is_any(ConnectionResetError, ConnectionAbortedError, BrokenPipeError):
        return HostUnreachable(f"{host} broke off the connection. Try again later.", url=url), True
    if is_any(ssl.SSLError):
        sentence = f"No safe connection to {host} could be made. Try again later."
        return HostUnreachable(sentence, url=url), False
    sentence = f"{host} answers in a way that cannot be understood. Try another address."
    return HostUnreachable(sentence, url=url), False


def private_address(url: str) -> NotFollowed:
    """A page of the web that leads into this computer or its network."""
    sentence = (
        f"This leads to {host_of(url)}, which is on your own network and not on the web, "
        "so it was not opened. Give that address yourself if you want it."
    )
    return NotFollowed(sentence, url=url, reason="private")


def refusal_sentence(status: int, url: str, retry_after_s: float | None = None) -> str:
    """What an error status means to a person, and what to do."""
    host = host_of(url)
    if status in (429, 503) and retry_after_s is not None and retry_after_s >= 60:
        return f"{host} asks to be left alone for {duration(retry_after_s)}. Try again after that."
    if status in (404, 410):
        return f"The page is no longer there. Check its address, or look for it on {host}."
    if status == 429:
        return f"{host} asks to be left alone for a while. Try again in some minutes."
    if status in (401, 402, 403, 407, 451):
        return f"{host} does not give this page to everyone. Try it in a web browser."
    if status >= 500:
        return f"{host} has trouble of its own right now. Try again later."
    return f"{host} does not give out this page. Check its address."


def duration(seconds: float) -> str:
    """A time as a person says it, rounded up: "2 minutes", "3 hours", "more than a week"."""
    for unit_s, most, unit in ((60, 90, "minute"), (3600, 36, "hour"), (86400, 7, "day")):
        count = math.ceil(seconds / unit_s)
        if count <= most:
            return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return "more than a week"


def _causes(fault: BaseException) -> Iterator[BaseException]:
    """The fault and everything it was made from."""
    waiting: list[object] = [fault]
    seen: set[int] = set()
    while waiting:
        cause = waiting.pop()
        if not isinstance(cause, BaseException) or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        waiting += [cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args]
