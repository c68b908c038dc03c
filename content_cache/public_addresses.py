"""Which hosts are everybody's, and which are of one's own network or computer.

Pure: asks nobody. Any thread.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from urllib.parse import urlsplit

IsPublic = Callable[[str], bool]
"""Whether a number (IPv4 or IPv6, as text) is a host that everybody can reach."""

_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
"""IPv4 behind a translator. Source: RFC 6052 section 2.1."""
_COMPATIBLE = ipaddress.IPv6Network("::/96")
"""IPv4 written as IPv6, given up long ago, still understood here and there. Source: RFC 4291 section 2.5.5.1."""
_OWN_SUFFIXES = (".localhost", ".local", ".internal", ".home.arpa", ".lan", ".home", ".intranet")
"""Names of a home's or an office's own network. Source: RFC 6761, RFC 6762, RFC 8375; the rest by custom."""


def is_public(number: str) -> bool:
    """Whether a number is a host that everybody can reach, by the registries of special addresses.

    Source: IANA IPv4 and IPv6 Special-Purpose Address Registries, as `ipaddress` has them.
    """
    try:
        address = ipaddress.ip_address(number.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        inside = _ipv4_inside(address)
        if inside is not None:
            return is_public(str(inside))
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified
    )


def is_own_network(url: str, is_public_number: IsPublic = is_public) -> bool:
    """Whether an address names, by its very letters, a host of one's own network or computer.

    Asks nobody. Every spelling of a number that the system would understand is taken as that number
    (2130706433, 0x7f.1 and 127.1 are all 127.0.0.1).
    """
    host = urlsplit(url).hostname or ""
    number = _number(host)
    if number is not None:
        return not is_public_number(number)
    name = host.rstrip(".").lower()
    return "." not in name or name.endswith(_OWN_SUFFIXES)


def _ipv4_inside(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 host that an IPv6 address stands for."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    is_wrapped = address in _TRANSLATED or (address in _COMPATIBLE and int(address) > 1)
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if is_wrapped else None


def _number(host: str) -> str | None:
    """The number that a host's letters are, or None for a name."""
    try:
        return str(ipaddress.ip_address(host.strip("[]").partition("%")[0]))
    except ValueError:
        pass  # an odd spelling, or a name
    if not host or not host.replace(".", "").replace("x", "").isalnum() or not host[0].isdigit():
        return None
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return None
