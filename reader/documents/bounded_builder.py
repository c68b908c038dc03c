"""How Beautiful Soup is told of a page that lxml reads: as a tree of bounded depth. Pure; any thread; slow to load.

Beautiful Soup walks up and down the whole depth for many a piece of text, so that what is nested 20,000 deep would take
it minutes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from bs4 import BeautifulSoup
from bs4.builder._lxml import LXMLTreeBuilder

from reader.documents.page_tree import BLOCK_TAGS, DEEPEST, SKIPPED_TAGS


def soup_of(markup: str) -> BeautifulSoup:
    """The page; what is nested deeper than `DEEPEST` is kept as text, its wrappings not."""
    return BeautifulSoup(
        markup,
        builder=_BoundedBuilder,
        multi_valued_attributes=None,
        store_line_numbers=False,
        string_containers={},
    )


class _BoundedBuilder(LXMLTreeBuilder):
    """Hands elements on while there are not too many around them."""

    _beyond: list[str]
    """Names of the elements that are open and were not handed on."""
    _unread = 0
    """How many of them hold nothing that a person reads."""

    def initialize_soup(self, soup: BeautifulSoup) -> None:
        """Begin a page."""
        super().initialize_soup(soup)
        self._beyond = []
        self._unread = 0

    def start(
        self,
        tag: str | bytes,
        attrib: dict[str | bytes, str | bytes],
        nsmap: Mapping[str, str] | None = None,  # noqa: ARG002 - the parser's signature
    ) -> None:
        """An element begins; pages have no name spaces."""
        name = cast("str", tag)
        soup = cast("BeautifulSoup", self.soup)
        if not self._beyond and len(soup.tagStack) <= DEEPEST:
            soup.handle_starttag(name, None, None, cast("dict[str, str]", dict(attrib)))
            return
        self._beyond.append(name)
        if name in SKIPPED_TAGS:
            self._unread += 1
        elif name in BLOCK_TAGS or name == "br":
            self.data(" ")

    def end(self, tag: str | bytes) -> None:
        """An element ends."""
        name = cast("str", tag)
        if name not in self._beyond[-1:]:
            self._beyond.clear()  # its start was handed on: nothing that it held is open
            self._unread = 0
            soup = cast("BeautifulSoup", self.soup)
            soup.endData()
            soup.handle_endtag(name)
            return
        self._beyond.pop()
        if name in SKIPPED_TAGS:
            self._unread -= 1
        elif name in BLOCK_TAGS:
            self.data(" ")

    def data(self, data: str | bytes) -> None:
        """Text."""
        if not self._unread:
            super().data(data)

    def comment(self, text: str | bytes) -> None:
        """Nothing that a person reads."""

    def pi(self, target: str, data: str) -> None:
        """Nothing that a person reads."""
