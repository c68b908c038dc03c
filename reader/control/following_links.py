"""The links of the page being read: pages and leaflets to open, telephone numbers to hear. Main thread."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from reader.control import rows
from reader.control.parts import Parts
from reader.control.shelf import Shelf
from reader.control.view import ListView, Row
from reader.documents.document_links import links_of
from reader.documents.links import with_pages
from reader.documents.model import Document, Link, Locator
from reader.errors import DocumentError


class FollowingLinks:
    """Links as lists."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def show(self) -> None:
        """All links of the page, from the one nearest after the place on."""
        self._open("Links", "link", ("page", "leaflet", "phone", "email"))

    def show_telephones(self) -> None:
        """The telephone numbers of the page; choosing one says it slowly."""
        self._open("Telephone numbers", "number", ("phone",))

    def follow(self, link: Link) -> None:
        """Open a page or leaflet, the saved copy where there is one; say a number or an address."""
        parts = self._parts
        if link.kind in ("page", "leaflet"):
            parts.turning.open_address(link.target)
        else:
            parts.lists.close()
            parts.tell(f"{link.label}.")

    def _open(self, title: str, noun: str, kinds: tuple[str, ...]) -> None:
        parts, reading = self._parts, self._parts.reading
        document = reading.document
        found = tuple(_links(document, kinds)) if document is not None else ()
        if not found:
            parts.refuse(f"This page has no {noun}s.")
            return
        links = tuple(link for _, link in found)
        here = Locator(reading.locator.section, max(reading.locator.sentence, 0))
        current = next((i for i, (place, _) in enumerate(found) if place >= here), 0)
        shelf = parts.shelf

        def done(listed: tuple[Row, ...]) -> None:
            parts.lists.open(
                "links",
                ListView(title, rows.counted(len(links), noun), listed, current),
                lambda index: self.follow(links[index]),
                put_next=lambda index: self._put_next(links[index]),
            )

        parts.run(lambda _job: tuple(_row(shelf, link) for link in links), done)

    def _put_next(self, link: Link) -> None:
        from reader.control.next_up import NextUp  # noqa: PLC0415 - keeps start-up fast

        if link.kind in ("page", "leaflet"):
            NextUp(self._parts).put_address(link.target, link.label)
        else:
            self._parts.refuse("Only a page or a leaflet can be put next.")


def _row(shelf: Shelf, link: Link) -> Row:
    """A link by what it leads to; a leaflet that is kept tells its pages."""
    if link.kind not in ("page", "leaflet"):
        return Row(link.label)
    page = shelf.page(link.target)
    if page is None:
        return Row(link.label)
    label = link.label
    if link.kind == "leaflet":
        with suppress(DocumentError):  # what cannot be read any more has no pages to tell
            label = with_pages(label, shelf.document(page).page_count or 0)
    return Row(label, "saved")


def _links(document: Document, kinds: tuple[str, ...]) -> Iterator[tuple[Locator, Link]]:
    """The links of some kinds in reading order, each target once."""
    seen: set[str] = set()
    for place, link in links_of(document):
        if link.kind in kinds and link.target not in seen:
            seen.add(link.target)
            yield place, link
