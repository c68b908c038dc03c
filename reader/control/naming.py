"""Which saved page is meant by what a person typed: its number in the list, or a part of its title.

Asks the shelf only for what is here. Addresses, files and ids are the library's to know and come first; what stands for
no saved page is given back as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import unquote

from content_cache.addresses import address_of, host_of
from content_cache.errors import CacheError, NotAnAddress
from reader.control.rows import name_of, shortened, told_apart
from reader.errors import NoSuchPage, UnclearPage

if TYPE_CHECKING:
    from content_cache.resource import Page
    from reader.control.shelf import Shelf

_NAMED = 5
"""How many are named of those that could be meant. (judgement)"""
_TITLE_CHARS = 60
_TO_SEE = "To see what is saved: reader list"
_TO_SAVE = "Nothing is saved yet. To save a page: reader save ADDRESS"
_WORDS = re.compile(r"[^/\\:\x00-\x1f\x7f]+")
"""What may be a title; anything else was meant as an address, and is told about as one."""


def named(shelf: Shelf, target: str) -> str:
    """The id of the saved page that is meant by a number or a part of a title; else the target as it is.

    Raises:
        NoSuchPage: a number or words that no page has, and that are nothing else.
        UnclearPage: a part of more than one title.
    """
    text = target.strip()
    found = shelf.page(text)
    if not text or (found is not None and not (found.id != text and found.id.startswith(text))):
        return target
    problem = _no_address(text)
    is_number = text.isascii() and text.isdecimal()
    if problem is None and not is_number:
        return target
    pages = shelf.pages()
    page = meant(pages, text)
    if page is not None:
        return page.id
    if found is None and isinstance(problem, NotAnAddress) and _WORDS.fullmatch(text):
        typed = f"“{shortened(text, _TITLE_CHARS)}”"
        has = f"is number {typed}" if is_number else f"has {typed} in its title"
        raise NoSuchPage(
            f"No saved page {has}, and it is neither a web address nor a file. "
            + (_TO_SEE if pages else _TO_SAVE)
        )
    return target


def meant(pages: Sequence[Page], text: str) -> Page | None:
    """The one of some pages that is meant by its number, from 1, or by a part of its title; None where none is.

    Raises:
        UnclearPage: a part of more than one title.
    """
    if text.isascii() and text.isdecimal():
        number = int(text[:9])
        return pages[number - 1] if 1 <= number <= len(pages) else None
    wanted = _folded(text)
    words = wanted.split()
    titles = [_folded(_shown(page)) for page in pages]
    whole = [index for index, title in enumerate(titles) if title == wanted]
    part = [index for index, title in enumerate(titles) if wanted in title]
    in_any_order = [
        index for index, title in enumerate(titles) if all(word in title for word in words)
    ]
    for found in (whole, part, in_any_order):
        if words and len(found) == 1:
            return pages[found[0]]
        if words and found:
            raise UnclearPage(_several(text, pages, found))
    return None


def _several(text: str, pages: Sequence[Page], found: Sequence[int]) -> str:
    apart = told_apart(pages[index] for index in found)
    names = [
        f"{index + 1} {shortened(name_of(pages[index]), _TITLE_CHARS)} "
        f"({apart.get(pages[index].id) or host_of(pages[index].url)})"
        for index in found[:_NAMED]
    ]
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    return (
        f"“{text}” is in {len(found)} titles: {', '.join(names)}{more}. "
        f"Give the number instead, such as {found[0] + 1}."
    )


def _shown(page: Page) -> str:
    """What stands for a page in a list: its title, or its address where it has none."""
    return page.title or unquote(page.url)


def _no_address(text: str) -> CacheError | None:
    """Why it is neither an address nor a file that is there; None where it is."""
    try:
        address_of(text)
    except CacheError as error:
        return error
    return None


def _folded(text: str) -> str:
    """Small letters without accents, one blank between words."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())
