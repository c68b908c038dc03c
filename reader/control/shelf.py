"""The shelf: saved pages as documents, with the places in them.

Joins the store and the parser. Any thread, several at once; it waits for disk and network, so the main
thread asks it only for what is already here. Must not know the screen or the voice. Parsers are
imported when there is something to parse: opening a page that was read before needs none.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from content_cache.addresses import host_of, is_file_url
from content_cache.errors import (
    CacheError,
    FetchError,
    LibraryFull,
    LibraryLocked,
)
from content_cache.resource import NotModified, Page, Resource
from reader.control import indexing, kept_places
from reader.documents import navigation, stored_form
from reader.documents.model import Document, Locator
from reader.errors import DocumentError
from reader.values import frozen

if TYPE_CHECKING:
    from content_cache.entries import Collection, CollectionEntry
    from content_cache.following import Way
    from content_cache.freshness import Purpose
    from content_cache.library import Library

OnProgress = Callable[[int, int | None], None]
IsCancelled = Callable[[], bool]


QUICKLY_READ_BYTES = 300_000
"""A page of this size is read in about a tenth of a second; kept as read it would take a fifth of its room again."""
LONG_WORDS = 50_000
"""A text of so many words takes a noticeable time to be kept as read and made findable."""
_QUICKLY_READ = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown")
_LAST_OPEN = "last-open"


@frozen
class OpenedPage:
    """A page, ready to be read."""

    page: Page
    """Its id is empty for a page that came with the reader."""
    document: Document
    locator: Locator | None
    """Where the person was, or None where it was never read."""
    is_same_place: bool = True
    """Whether that very sentence is still there; else `locator` is the nearest one."""


@frozen
class Saved:
    """What came of saving one page."""

    page: Page
    document: Document
    outcome: Literal["new", "unchanged", "changed", "kept_old"]
    """`kept_old`: there is something newer at the address, but it is no page, or far less of one."""


class Shelf:
    """The saved pages, as documents."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._unfinished: list[tuple[Page, Document]] = []

    @property
    def library(self) -> Library:
        """What is kept."""
        return self._library

    def page(self, target_or_id: str) -> Page | None:
        """A saved page by its id or address."""
        return self._library.find(target_or_id)

    def close(self) -> None:
        """Close the library; may be called twice."""
        self._library.close()

    # Looking

    def pages(self) -> tuple[Page, ...]:
        """All saved pages in reading order."""
        return self._library.pages()

    def page_ids(self) -> tuple[str, ...]:
        """The ids of all saved pages in reading order; quick also with thousands of them."""
        return self._library.page_ids()

    def is_saved(self, target_or_id: str) -> bool:
        """Whether it can be opened without network."""
        return self._library.find(target_or_id) is not None

    def collection(self, collection_id: str) -> Collection:
        """A shipped list of pages. Raises `KeyError` where there is none of that id."""
        return self._library.collection(collection_id)

    def last_open(self) -> str | None:
        """The id of the page that was open last, if it is still here."""
        page_id = self._library.state(_LAST_OPEN)
        return page_id if page_id and self._library.find(page_id) else None

    def to_begin_with(self) -> str | None:
        """The id of the page that a start goes on with: the one that was open last, else the first."""
        return self.last_open() or next(iter(self.page_ids()), None)

    def note_open(self, page_id: str) -> None:
        """Remember which page is open."""
        self._library.keep_state(_LAST_OPEN, page_id)

    def shipped_page(self, name: str) -> OpenedPage:
        """A page that came with the reader, such as "welcome"; it is not kept, so it has no id."""
        body = (Path(__file__).parent / f"{name}.md").read_bytes()
        now = datetime.now(UTC)
        document = _parsed(body, url=f"reader:{name}", media_type="text/markdown", charset="utf-8")
        page = Page(
            id="",
            url=document.url,
            title=document.title,
            media_type="text/markdown",
            language=document.language,
            sha256="",
            words=navigation.Outline(document).words,
            saved_at=now,
            checked_at=now,
        )
        return OpenedPage(page, document, None)

    # Opening

    def open(
        self,
        target_or_id: str,
        *,
        on_progress: OnProgress | None = None,
        is_cancelled: IsCancelled | None = None,
        is_awaited: bool = False,
    ) -> OpenedPage:
        """Open a page where the person left it; one that is not saved yet is fetched and saved.

        Where it `is_awaited`, what takes long of saving a very long text is left for `finish`.

        Raises:
            CacheError: it is not here and cannot be had, or the library cannot be used.
            DocumentError: there is nothing in it that can be read.
        """
        page = self._library.find(target_or_id)
        if page is None:
            saved = self._save(
                target_or_id, "save", "", on_progress, is_cancelled, is_awaited=is_awaited
            )
            page, document = saved.page, saved.document
            if page.words < LONG_WORDS:
                self._keep_derived(page.sha256, document)
        elif is_file_url(page.url):
            page, document = self._renewed(page, is_awaited=is_awaited)
        else:
            document = self.document(page)
        found = None if page.place is None else kept_places.found(page.place, document)
        if found is None:
            return OpenedPage(page, document, None)
        return OpenedPage(page, document, found.locator, found.is_same)

    def finish(self) -> None:
        """Do what was left undone of saving, so that somebody who waited could read."""
        while self._unfinished:
            try:
                page, document = self._unfinished.pop()
            except IndexError:
                return  # another thread does it
            self._keep_derived(page.sha256, document)
            indexing.index(self._library, page, document)

    def document(self, page: Page) -> Document:
        """What a saved page says.

        Raises:
            DocumentError: its bytes cannot be read (any more).
        """
        packed = self._library.derived(page.sha256, stored_form.MAKER)
        if packed is not None:
            try:
                document = stored_form.from_bytes(packed)
            except ValueError:
                packed = None  # damaged; the bytes it was made from are still here
            else:
                return document if document.url == page.url else replace(document, url=page.url)
        document = _read(self._library.resource(page.id))
        self._keep_derived(page.sha256, document)
        return document

    def older_document(self, page: Page, sha256: str) -> Document:
        """What a saved page said in the form with that digest.

        Raises:
            DocumentError: its bytes cannot be read (any more).
            KeyError: there is no such form.
        """
        return _read(self._library.resource(page.id, sha256))

    def open_older(self, page: Page, sha256: str, name: str) -> OpenedPage:
        """An older form of a saved page, to be heard once: no place is kept in it, so it has no id."""
        document = self.older_document(page, sha256)
        title = f"{document.title or page.title}, {name}"
        return OpenedPage(
            replace(
                page, id="", title=title, sha256=sha256, heard=0.0, place=None, known_sha256=None
            ),
            replace(document, title=title),
            None,
        )

    # Saving

    def save(
        self,
        target: str,
        *,
        on_progress: OnProgress | None = None,
        is_cancelled: IsCancelled | None = None,
    ) -> Saved:
        """Keep a page in its newest form, unless the form that is here is better.

        Raises:
            CacheError: it cannot be had, or the library cannot be used; what is here stays.
            DocumentError: there is nothing in it that can be read, and nothing of it was here.
        """
        saved = self._save(target, "save", "", on_progress, is_cancelled)
        if saved.page.is_own:
            return saved
        self._library.note_own(saved.page.id)
        return replace(saved, page=replace(saved.page, is_own=True))

    def renew(
        self,
        page: Page,
        *,
        on_progress: OnProgress | None = None,
        is_cancelled: IsCancelled | None = None,
    ) -> Saved:
        """Look whether there is a newer form of a saved page, politely, and keep it.

        Raises:
            CacheError: that cannot be known, or the library cannot be used; what is here stays.
            DocumentError: nor can what is here be read.
        """
        return self._save(page.url, "update", "", on_progress, is_cancelled)

    def save_linked(
        self,
        url: str,
        way: Way,
        *,
        on_progress: OnProgress | None = None,
        is_cancelled: IsCancelled | None = None,
    ) -> Saved:
        """Keep what a page leads to, politely; what is here and not old is not asked for again.

        Raises:
            CacheError: it cannot be had, may not be fetched, or the library cannot be used.
            DocumentError: there is nothing in it that can be read.
        """
        return self._save(url, "follow", "", on_progress, is_cancelled, way)

    def save_archived(
        self, target: str, *, is_cancelled: IsCancelled | None = None
    ) -> Saved | None:
        """Keep the Internet Archive's latest copy of a page that is gone, named as such; None where it has none.

        What is saved already stays as it is.

        Raises:
            CacheError: it cannot be had, or the library cannot be used.
            DocumentError: there is nothing in it that can be read.
        """
        before = self._library.find(target)
        if before is not None:
            return Saved(before, self.document(before), "unchanged")
        found = self._library.archived_copy(target, is_cancelled=is_cancelled)
        if found is None:
            return None
        copy, resource = found
        return self._kept(resource, _read(resource), copy.title, "new", is_own=True)

    def save_listed(
        self, entry: CollectionEntry, *, is_cancelled: IsCancelled | None = None
    ) -> Saved:
        """Keep a page of a collection, politely; what is here and not old is not asked for again.

        Raises:
            CacheError: it cannot be had, or the library cannot be used; what is here stays.
            DocumentError: there is nothing in it that can be read, and nothing of it was here.
        """
        return self._save(entry.url, "collect", entry.publisher, None, is_cancelled)

    # Places

    def keep_place(
        self, page_id: str, document: Document, locator: Locator, *, heard: float
    ) -> None:
        """Remember where the person is: the place, the words around it, and the part heard, 0 to 1."""
        place = kept_places.kept(document, locator)
        self._library.keep_place(page_id, place, heard)

    def _renewed(self, page: Page, *, is_awaited: bool) -> tuple[Page, Document]:
        """The page in its file's newest form; as it is here where that cannot be had."""
        # The file is gone or became unreadable, or nothing can be written: neither may keep what is
        # here from being read.
        with suppress(CacheError):
            found = self._library.fetch(page.url, purpose="open")
            if isinstance(found, Resource):
                saved = self._take(found, page, "", is_awaited=is_awaited)
                return saved.page, saved.document
        return page, self.document(page)

    def _save(
        self,
        target: str,
        purpose: Purpose,
        publisher: str,
        on_progress: OnProgress | None,
        is_cancelled: IsCancelled | None,
        way: Way | None = None,
        *,
        is_awaited: bool = False,
    ) -> Saved:
        from reader.control.newer_form import leads_astray  # noqa: PLC0415 - keeps start-up fast

        before = self._library.find(target)
        found = self._library.fetch(
            target, purpose=purpose, way=way, on_progress=on_progress, is_cancelled=is_cancelled
        )
        if isinstance(found, NotModified):
            # Only what is kept can be unmodified; another save may have kept it, or a removal taken it, meanwhile.
            before = before or self._library.find(found.url)
            if before is None:
                return self._save(
                    target,
                    purpose,
                    publisher,
                    on_progress,
                    is_cancelled,
                    way,
                    is_awaited=is_awaited,
                )
            return self._unchanged(before, found.checked_at)
        # An address that was never asked for can lead to a page that is here.
        before = before or self._library.find(found.url)
        if before is None:
            if purpose in ("collect", "follow") and leads_astray(found, found.requested_url):
                raise FetchError(
                    f"The page is no longer there: {host_of(found.url)} leads to its front page. "
                    "Look for it there.",
                    url=found.requested_url,
                )
            is_own = purpose != "follow"
            return self._kept(
                found, _read(found), publisher, "new", is_own=is_own, is_awaited=is_awaited
            )
        return self._take(found, before, publisher, is_awaited=is_awaited)

    def _take(
        self, found: Resource, before: Page, publisher: str, *, is_awaited: bool = False
    ) -> Saved:
        """Put what was found in the place of what was here, unless that is better."""
        from reader.control.newer_form import is_worse  # noqa: PLC0415 - keeps start-up fast

        if found.sha256 == before.sha256:
            return self._unchanged(before, found.fetched_at)
        old = self.document(before)
        try:
            document = _read(found)
        except DocumentError:
            return Saved(before, old, "kept_old")
        if document == old:
            return self._unchanged(before, found.fetched_at)
        if is_worse(found, document, before, self._library.find(found.url)):
            return Saved(before, old, "kept_old")
        return self._kept(
            found, document, publisher, "changed", is_own=before.is_own, is_awaited=is_awaited
        )

    def _unchanged(self, before: Page, checked_at: datetime) -> Saved:
        if checked_at != before.checked_at:
            self._library.note_checked(before.id, checked_at)
            before = replace(before, checked_at=checked_at)
        return Saved(before, self.document(before), "unchanged")

    def _kept(
        self,
        resource: Resource,
        document: Document,
        publisher: str,
        outcome: Literal["new", "changed"],
        *,
        is_own: bool,
        is_awaited: bool = False,
    ) -> Saved:
        page = self._library.keep(
            resource,
            title=document.title,
            language=document.language,
            words=navigation.Outline(document).words,
            publisher=publisher,
            is_own=is_own,
        )
        if is_awaited and page.words >= LONG_WORDS:
            self._unfinished.append((page, document))
            return Saved(page, document, outcome)
        if _is_slow_to_read(resource):
            self._keep_derived(page.sha256, document)
        indexing.index(self._library, page, document)
        return Saved(page, document, outcome)

    def _keep_derived(self, sha256: str, document: Document) -> None:
        try:
            self._library.keep_derived(sha256, stored_form.MAKER, stored_form.to_bytes(document))
        except (LibraryFull, LibraryLocked):
            return  # it only saves time: what can be read is read, room or no room


def _read(resource: Resource) -> Document:
    return _parsed(
        resource.body,
        url=resource.url,
        media_type=resource.media_type,
        charset=resource.charset,
    )


def _parsed(body: bytes, *, url: str, media_type: str, charset: str | None) -> Document:
    from reader.documents.parsing import read_document  # noqa: PLC0415 - keeps start-up fast

    return read_document(body, url=url, media_type=media_type, charset=charset)


def _is_slow_to_read(resource: Resource) -> bool:
    """Whether what was read is kept already when it is saved; what is quickly read is kept when it is first opened."""
    return resource.media_type not in _QUICKLY_READ or len(resource.body) > QUICKLY_READ_BYTES
