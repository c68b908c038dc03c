"""A child that opens and closes a library a thousand times and tells what that left behind.

`python -m tests.support.opened_often FOLDER` prints the bytes and the open files that it has more than before.
"""

from __future__ import annotations

import sys
import tracemalloc
from contextlib import closing
from pathlib import Path

from content_cache.library import Library

from .kept_pages import keep_text

HANDLES = Path("/proc/self/fd")


def main(folder: Path) -> None:
    """Open, use and close the library in the folder, and print what has grown."""
    with closing(Library(folder)) as library:
        page_id = keep_text(library, "tea", ("Tea", "Leaves.")).id
    for number in range(50):
        _use(folder, page_id, number)
    handles_before = _handles()
    tracemalloc.start()
    _use(folder, page_id, 0)
    first, _ = tracemalloc.get_traced_memory()
    for number in range(1000):
        _use(folder, page_id, number)
    last, _ = tracemalloc.get_traced_memory()
    sys.stdout.write(f"{last - first} {_handles() - handles_before}\n")


def _use(folder: Path, page_id: str, number: int) -> None:
    with closing(Library(folder)) as library:
        library.keep_place(page_id, "1", 0.5)
        if number % 50 == 0 and not library.search("leaves"):
            raise SystemExit("the page that was kept is not found")


def _handles() -> int:
    """How many files are open; 0 where the system does not list them."""
    return len(list(HANDLES.iterdir())) if HANDLES.exists() else 0


if __name__ == "__main__":
    main(Path(sys.argv[1]))
