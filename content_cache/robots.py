"""What a site asks of programs that follow links: its robots.txt.

Pure: bytes to rules. The rules are protego's, imported when there is something to parse. Any thread.
Source: RFC 9309.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from protego import Protego

PRODUCT = "HandsOffReader"
"""The name by which a robots.txt can speak of this program. Source: RFC 9309 section 2.2.1."""
LONGEST_BYTES = 500 * 1024
"""What is read of a robots.txt. Source: RFC 9309 section 2.5 (at least 500 KiB)."""
SHORTEST_PAUSE_S = 1.0
"""Between two requests, where the site asks for nothing. (judgement)"""
LONGEST_PAUSE_S = 15.0
"""A site that asks for more is asked less often than it wishes, or 200 pages would take a day. (judgement)"""
MOST_LINES = 20_000
"""Of a robots.txt; no site that people made has as many. (judgement)"""

_AGENT = re.compile(r"^\s*user[- ]?agent\s*:?\s*([^#\s]*)", re.IGNORECASE)
_SOMEBODY_ELSE = "User-agent: somebody-else"


class RobotsRules:
    """What one host's robots.txt says to this program."""

    def __init__(self, body: bytes) -> None:
        from protego import Protego  # noqa: PLC0415 - keeps start-up fast

        text = body[:LONGEST_BYTES].decode("utf-8", "replace").removeprefix("\ufeff")
        lines = text.splitlines()[:MOST_LINES]
        self._rules: Protego = Protego.parse("\n".join(_for_us(line) for line in lines))

    def allows(self, url: str) -> bool:
        """Whether a link to this address may be followed."""
        return self._rules.can_fetch(url, PRODUCT)

    def pause_s(self, shortest_s: float = SHORTEST_PAUSE_S) -> float:
        """How long to wait between two requests."""
        asked_s = self._rules.crawl_delay(PRODUCT) or 0.0
        return max(shortest_s, min(asked_s, LONGEST_PAUSE_S))


def _for_us(line: str) -> str:
    """The line, with every other program's name made one: a name is compared whole, and thousands cost nothing.

    Source: RFC 9309 section 2.2.1 (the product token is matched whole, in any case).
    """
    agent = _AGENT.match(line)
    if agent is None:
        return line
    name = agent[1].partition("/")[0].lower()
    if name == PRODUCT.lower():
        return f"User-agent: {PRODUCT}"
    return line if name == "*" else _SOMEBODY_ELSE
