"""What is done quietly once the text is on the screen: pages are made findable, and the bin's time is looked at.

A thread of its own; it waits for the disk.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.control.shelf import Shelf


def keep_up(shelf: Shelf, is_cancelled: Callable[[], bool]) -> None:
    """Do what has come up since the last start; what cannot be done now waits for the next one."""
    from content_cache.errors import LibraryError  # noqa: PLC0415 - keeps start-up fast
    from reader.control.indexing import index_missing  # noqa: PLC0415 - keeps start-up fast

    finish(shelf)
    try:
        shelf.library.bin.delete_old()
        index_missing(shelf.library, shelf.document, is_cancelled)
    except LibraryError:
        return  # full, or held by another reader: nothing is lost by waiting


def finish(shelf: Shelf) -> None:
    """Do what saving left undone because somebody waited; what cannot be done now waits for the next start."""
    from content_cache.errors import LibraryError  # noqa: PLC0415 - keeps start-up fast

    try:
        shelf.finish()
    except LibraryError:
        return  # read anew, and made findable, another time
