"""Whether this computer has any way to the web, found out without sending anything. Any thread."""

from __future__ import annotations

import socket
from urllib.request import getproxies

_SOMEWHERE = (
    (socket.AF_INET, ("192.0.2.1", 9)),
    (socket.AF_INET6, ("2001:db8::1", 9)),
)
"""Numbers that are nobody's, beyond every network of one's own. Source: RFC 5737, RFC 3849."""


def has_route() -> bool:
    """Whether there is a way out of this computer's own networks; yes where a proxy knows the way.

    A datagram socket that is connected sends nothing: the system only looks for the way. That there is one does
    not mean that anybody answers.
    """
    if any(getproxies().get(scheme) for scheme in ("http", "https", "all")):
        return True
    return any(_has_way_to(family, address) for family, address in _SOMEWHERE)


def _has_way_to(family: socket.AddressFamily, address: tuple[str, int]) -> bool:
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as asking:
            asking.connect(address)
    except OSError:
        return False
    return True
