"""Which saved page is meant by what a person typed: its number in the list, or a part of its title.

Asks the shelf only for what is here. Addresses, files and ids are the library's to know and come first; what stands for
no saved page is given back as it is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from content_cache.addresses import address_of, host_of
from content_cache.errors import CacheError
from reader.control.rows import counted, shortened, told_apart
from reader.errors import UnclearPage

if TYPE_CHECKING:
    from content_cache.resource import Page
    from reader.control.shelf import Shelf

_NAMED = 5
"""How many are named of those that could be meant. (judgement)"""
_TITLE_CHARS = 60


def named(shelf: Shelf, target: str) -> str:
    """The id of the saved page that is meant by a number or a part of a title; else the target as it is.

    Raises:
        UnclearPage: a number that no page has, or a part of more than one title.
    """
    text = target.strip()
    found = shelf.page(text)
    if not text or (found is not None and not (found.id != text and found.id.startswith(text))):
        return target
    is_number = text.isascii() and text.isdecimal()
    if not is_number and _is_address(text):
        return target
    pages = shelf.pages()
    page = meant(pages, text)
    if page is None and is_number and found is None and not _is_address(text):
        saved = f"{counted(len(pages), 'page')} {'is' if len(pages) == 1 else 'are'} saved"
        raise UnclearPage(f"There is no page {text[:9]}: {saved}. To see them: reader list")
    return target if page is None else page.id


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
    titles = [_folded(page.title) for page in pages]
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
        f"{index + 1} {shortened(pages[index].title, _TITLE_CHARS)} "
        f"({apart.get(pages[index].id) or host_of(pages[index].url)})"
        for index in found[:_NAMED]
    ]
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    return (
        f"“{text}” is in {len(found)} titles: {', '.join(names)}{more}. "
        f"Give the number instead, such as {found[0] + 1}."
    )


def _is_address(text: str) -> bool:
    """Whether it is an address, or a file that is there."""
    try:
        address_of(text)
    except CacheError:
        return False
    return True


def _folded(text: str) -> str:
    """Small letters without accents, one blank between words."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())
