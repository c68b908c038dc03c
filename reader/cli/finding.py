"""Searches what is saved, and takes pages off the shelf and back: find, remove, restore. Main thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from content_cache.addresses import candidates
from content_cache.entries import Found, Removed
from content_cache.page_bin import KEPT
from reader.cli.terminal import Terminal
from reader.control.shelf import Shelf

MOST_FOUND = 30
DONE, COULD_NOT = 0, 1


def find(words: Sequence[str], shelf: Shelf, terminal: Terminal, *, as_json: bool) -> int:
    """The saved sections that have the words, best first, each with its sentence."""
    found = shelf.library.search(" ".join(words), MOST_FOUND)
    if as_json:
        terminal.json([asdict(each) for each in found])
        return DONE
    if not found:
        terminal.trouble(f"No saved page has “{' '.join(words)}”.")
        return COULD_NOT
    for each in found:
        terminal.line(_heading(each))
        if each.sentence >= 0:
            terminal.line(f"    {each.text}")
    return DONE


def _heading(found: Found) -> str:
    name = f"{found.page_title}, section {found.section + 1}"
    is_own_name = not found.section_title or found.section_title == found.page_title
    return name if is_own_name else f"{name}: {found.section_title}"


def remove(target: str, shelf: Shelf, terminal: Terminal) -> int:
    """Put a page into the bin."""
    page = shelf.page(target)
    if page is None:
        terminal.trouble(f"“{target}” is not saved. To see what is: reader list")
        return COULD_NOT
    also = len(shelf.library.bin.put(page.id)) - 1
    with_it = f", with {also} that came along with it" if also > 0 else ""
    terminal.line(
        f"Removed: {page.title or page.url}{with_it}. "
        f"To bring it back within {KEPT.days} days: reader restore {page.id}"
    )
    return DONE


def restore(target: str, shelf: Shelf, terminal: Terminal) -> int:
    """Bring a page back from the bin."""
    removed = _in_bin(target, shelf)
    if removed is None:
        in_bin = shelf.library.bin.all()
        names = "; ".join(f"{each.page.id} {each.page.title}" for each in in_bin[:5])
        hint = f" In the bin: {names}." if names else " The bin is empty."
        terminal.trouble(f"“{target}” is not in the bin.{hint}")
        return COULD_NOT
    shelf.library.bin.bring_back(removed.page.id)
    terminal.line(f"Back again: {removed.page.title or removed.page.url}.")
    return DONE


def _in_bin(target: str, shelf: Shelf) -> Removed | None:
    for name in (target.strip(), *candidates(target)):
        found = shelf.library.bin.find(name)
        if found is not None:
            return found
    return None
