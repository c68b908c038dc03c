"""All that a document links to, with where it stands. Pure; any thread."""

from __future__ import annotations

from collections.abc import Iterator

from reader.documents.model import Document, Link, Locator


def links_of(document: Document) -> Iterator[tuple[Locator, Link]]:
    """The links of a document in reading order, then the leaflets of parts that are not read.

    Those stand at the document's end.
    """
    end = Locator()
    for at, section in enumerate(document.sections):
        end = Locator(at, max(len(section.sentences) - 1, 0))
        for i, sentence in enumerate(section.sentences):
            for link in sentence.links:
                yield Locator(at, i), link
    for part in document.set_aside:
        for link in part.leaflets:
            yield end, link
