"""Places as they are kept: the locator and the words around it, as text. Pure; any thread."""

from __future__ import annotations

import json
from dataclasses import asdict

from reader.documents import navigation
from reader.documents.model import Document, Locator, Quote
from reader.values import frozen


@frozen
class PlaceFound:
    """Where a kept place is now."""

    locator: Locator
    is_same: bool
    """Whether the very sentence is still there; else it is the nearest one."""


def kept(document: Document, locator: Locator) -> str:
    """A place with the words around it, so that it is found again when the page has changed."""
    quote = navigation.quote_at(document, locator)
    return json.dumps({"at": asdict(locator), "quote": asdict(quote)}, ensure_ascii=False)


def found(text: str, document: Document) -> PlaceFound | None:
    """Where a kept place is in this form of its page; None for the notation of another version."""
    try:
        place = json.loads(text)
        locator = Locator(**place["at"])
        quote = Quote(**place["quote"])
    except (ValueError, TypeError, KeyError):
        return None  # better the start than no page
    again = navigation.find_again(document, locator, quote)
    return PlaceFound(again, navigation.is_same(document, again, quote))
