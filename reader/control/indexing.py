"""What a document has to be found by, and how it gets into the full text.

Joins the store and the documents. Any thread but the main one; it waits for the disk. Must not know what is looked for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from content_cache.errors import LibraryFull, LibraryLocked, NotALibrary
from content_cache.resource import Page
from reader.documents import stored_form
from reader.errors import DocumentError

if TYPE_CHECKING:
    from content_cache.entries import IndexedSection
    from content_cache.library import Library
    from reader.documents.model import Document

_AT_ONCE = 50
"""Pages asked for at a time."""


def index(library: Library, page: Page, document: Document) -> None:
    """Make a page findable; where the library takes nothing just now, `index_missing` does it another time."""
    _is_in(library, page, sections_of(document))


def sections_of(document: Document) -> tuple[IndexedSection, ...]:
    """What can be found of a document: its sections as they are read."""
    from content_cache.entries import IndexedSection  # noqa: PLC0415 - keeps start-up fast

    return tuple(
        IndexedSection(section.title, tuple(sentence.text for sentence in section.sentences))
        for section in document.sections
    )


def index_missing(
    library: Library,
    read: Callable[[Page], Document],
    is_cancelled: Callable[[], bool],
) -> int:
    """Make findable what is not yet, as after a restore or where documents are read better now; gives how many.

    Stops where the library takes nothing just now.
    """
    done = 0
    while pages := library.not_indexed(stored_form.MAKER, limit=_AT_ONCE):
        for page in pages:
            if is_cancelled():
                return done
            try:
                sections = sections_of(read(page))
            except (DocumentError, NotALibrary, KeyError):
                sections = ()  # it cannot be read any more, or is gone; it is not asked for again
            if not _is_in(library, page, sections):
                return done
            done += 1
    return done


def _is_in(library: Library, page: Page, sections: tuple[IndexedSection, ...]) -> bool:
    """Put it in; no where the library takes nothing just now."""
    try:
        library.index(page.id, page.sha256, stored_form.MAKER, sections)
    except (LibraryFull, LibraryLocked):
        return False
    return True
