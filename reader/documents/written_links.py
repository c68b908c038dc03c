"""Addresses that stand written out in a text, found as links. Pure; any thread."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reader.documents.block import FoundLink

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"“”]{3,300}|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_END = ".,;:!?)]}'\"”’"


def written_links(text: str, known: Sequence[FoundLink] = ()) -> Iterator[FoundLink]:
    """The web and e-mail addresses in a text, but for those that lie in known links."""
    if "@" not in text and "://" not in text and "www." not in text:
        return
    for match in _ADDRESS.finditer(text):
        start, end = match.span()
        if any(link.start < end and start < link.end for link in known):
            continue
        while end > start and text[end - 1] in _END:
            end -= 1
        written = text[start:end]
        if "@" in written and "/" not in written:
            written = f"mailto:{written}"
        elif written.startswith("www."):
            written = f"https://{written}"
        yield FoundLink(start, end, written)
