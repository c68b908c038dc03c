"""Lists of pages worth saving.

Reads the TOML files that come with the package; knows no network and no store. Any thread.
"""

from __future__ import annotations

import re
from pathlib import Path

from content_cache.addresses import canonical_url
from content_cache.entries import Collection, CollectionEntry

SHIPPED = Path(__file__).parent / "collections"


def read_collection(collection_id: str, folder: Path = SHIPPED) -> Collection:
    """A list of pages by its id, such as "hand-dystonia".

    Raises:
        KeyError: there is none of that id.
    """
    import tomllib  # noqa: PLC0415 - keeps start-up fast

    if not re.fullmatch(r"[a-z0-9-]+", collection_id):
        raise KeyError(collection_id)
    file = folder / f"{collection_id}.toml"
    if not file.is_file():
        raise KeyError(collection_id)
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    return Collection(
        id=collection_id,
        title=content["title"],
        entries=tuple(
            CollectionEntry(page["title"], page["publisher"], canonical_url(page["address"]))
            for page in content["pages"]
        ),
    )
