"""Searches what is saved, and takes pages off the shelf and back: find, remove, restore. Main thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from content_cache.addresses import candidates
from content_cache.entries import Found
from content_cache.page_bin import KEPT
from content_cache.resource import Page
from reader.cli.terminal import Terminal
from reader.control.naming import meant, named
from reader.control.shelf import Shelf

MOST_FOUND = 30
DONE, COULD_NOT = 0, 1
_NAMED = 5
"""How many are named of what is in the bin. (judgement)"""


def find(words: Sequence[str], shelf: Shelf, terminal: Terminal, *, as_json: bool) -> int:
    """The saved sections that have the words, best first, each with its sentence."""
    found = shelf.library.search(" ".join(words), MOST_FOUND)
    numbered = enumerate(shelf.pages(), start=1) if found else ()
    places = {page.id: (number, page) for number, page in numbered}
    found = tuple(each for each in found if each.page_id in places)  # not removed meanwhile
    if as_json:
        terminal.json([_to_json(each, *places[each.page_id]) for each in found])
        return DONE
    if not found:
        terminal.trouble(f"No saved page has “{' '.join(words)}”.")
        return COULD_NOT
    digits = max(len(str(number)) for number, _ in places.values())
    for each in found:
        number, page = places[each.page_id]
        terminal.line(f"{number:>{digits}}  {_heading(each)}")
        if each.sentence >= 0:
            terminal.line(f"{' ' * digits}  {each.text}")
        terminal.line(f"{' ' * digits}  {page.url}")
    return DONE


def _to_json(found: Found, number: int, page: Page) -> dict[str, Any]:
    return {"number": number, "url": page.url} | asdict(found)


def _heading(found: Found) -> str:
    name = f"{found.page_title}, section {found.section + 1}"
    is_own_name = not found.section_title or found.section_title == found.page_title
    return name if is_own_name else f"{name}: {found.section_title}"


def remove(target: str, shelf: Shelf, terminal: Terminal) -> int:
    """Put a page into the bin."""
    page = shelf.page(named(shelf, target))
    if page is None:
        terminal.trouble(f"“{target}” is not saved. To see what is: reader list")
        return COULD_NOT
    also = len(shelf.library.bin.put(page.id)) - 1
    with_it = f", with {also} that came along with it" if also > 0 else ""
    number = next(n for n, each in enumerate(_chosen(shelf), start=1) if each.id == page.id)
    hint = terminal.as_typed(f"To bring it back: reader restore {number}")
    terminal.line(
        f"Removed: {page.title or page.url}{with_it}. {hint}; "
        f"later, for {KEPT.days} days, by its title."
    )
    return DONE


def restore(target: str, shelf: Shelf, terminal: Terminal) -> int:
    """Bring a page back from the bin."""
    removed = _in_bin(target, shelf)
    if removed is None:
        in_bin = enumerate(_chosen(shelf)[:_NAMED], start=1)
        names = "; ".join(f"{number} {page.title or page.url}" for number, page in in_bin)
        hint = f" In the bin: {names}." if names else " The bin is empty."
        terminal.trouble(f"“{target}” is not in the bin.{hint}")
        return COULD_NOT
    shelf.library.bin.bring_back(removed.id)
    terminal.line(f"Back again: {removed.title or removed.url}.")
    return DONE


def _in_bin(target: str, shelf: Shelf) -> Page | None:
    text = target.strip()
    begun: Page | None = None
    for name in (text, *candidates(target)):
        found = shelf.library.bin.find(name)
        if found is not None and found.page.id.startswith(text) and found.page.id != text:
            begun = found.page  # a number in the list may begin an id, too
        elif found is not None:
            return found.page
    return meant(_chosen(shelf), text) or begun


def _chosen(shelf: Shelf) -> list[Page]:
    """The pages in the bin that a person put there, the last first."""
    return [each.page for each in shelf.library.bin.all() if each.came_with is None]
