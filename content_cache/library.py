"""The kept pages: the one door to everything that is stored and fetched.

Any thread, several at once. Must not know what a page says: documents are the reader's.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from content_cache.addresses import address_of, candidates, is_file_url, is_there, path_of
from content_cache.errors import LibraryDamaged, LibraryFull, LibraryLocked, NotALibrary
from content_cache.records import Records
from content_cache.resource import NotModified, Page, Resource
from content_cache.storage import BUSY_TIMEOUT_S, Storage, is_marked_damaged

if TYPE_CHECKING:
    from content_cache.archive import ArchivedCopy
    from content_cache.backup import BackedUp, KeptFile
    from content_cache.backup import OnProgress as OnStep
    from content_cache.belongings import Belongings
    from content_cache.entries import Collection, Found, IndexedSection, PageVersion, Topic
    from content_cache.fetching import FetchLimits, OnProgress
    from content_cache.following import FollowLimits, Frontier, Way
    from content_cache.freshness import Purpose
    from content_cache.full_text import FullText
    from content_cache.marks import Bookmarks, History, Queue
    from content_cache.page_bin import PageBin
    from content_cache.patience import IsCancelled
    from content_cache.politeness import PoliteVisits
    from content_cache.restoring import Restored
    from content_cache.salvage import Salvaged

FILE_NAME = "library.db"


def utc_now() -> datetime:
    """The time now, aware."""
    return datetime.now(UTC)


class Library:
    """The kept pages in one folder."""

    def __init__(
        self,
        folder: Path,
        *,
        limits: FetchLimits | None = None,
        now: Callable[[], datetime] = utc_now,
        busy_timeout_s: float = BUSY_TIMEOUT_S,
        collections: Path | None = None,
        pause_s: float | None = None,
        archive_api: str | None = None,
        on_salvage: Callable[[str], None] = lambda _sentence: None,
    ) -> None:
        """Open the library, or begin a new one; a missing folder is made, for this user alone.

        `collections`: a folder of lists of pages, where it is not the shipped one. `pause_s`: the shortest between
        two requests to a host that nobody asked for by their address, where it is not the usual one. `archive_api`:
        whom to ask for archived copies, where it is not the Internet Archive. `on_salvage`: is given a sentence
        before what can be read of a damaged library is brought into a new one, which may take a minute, and now and
        then while it goes on.

        Raises:
            LibraryError: the library cannot be used; its file is left as it is.
        """
        self._limits, self._now, self._collections = limits, now, collections
        self._pause_s, self._archive_api = pause_s, archive_api
        self._visits: PoliteVisits | None = None
        self._visits_lock = threading.Lock()
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError) as error:
            raise NotALibrary(
                f"{folder} is a file, not a folder. Move it away, or choose another folder.",
                path=folder,
            ) from error
        except OSError as error:
            raise LibraryFull(
                f"The folder {folder} could not be made. Make room, or choose another folder.",
                path=folder,
            ) from error
        self.salvaged: Salvaged | None = None
        """What became of a library that was found to be damaged; its sentence is to be told."""
        self._storage = self._open(folder / FILE_NAME, busy_timeout_s, on_salvage)
        self._records = Records(self._storage)

    def _open(
        self, path: Path, busy_timeout_s: float, on_salvage: Callable[[str], None]
    ) -> Storage:
        if not is_marked_damaged(path):
            with suppress(LibraryDamaged):
                return Storage(path, busy_timeout_s=busy_timeout_s)
        from content_cache.salvage import salvage  # noqa: PLC0415 - keeps start-up fast

        try:
            self.salvaged = salvage(path, on_salvage)
        except (LibraryLocked, LibraryFull) as hindrance:
            # Another time; what can be read of it can be read meanwhile.
            try:
                return Storage(path, busy_timeout_s=busy_timeout_s)
            except LibraryDamaged:
                raise hindrance from None
        return Storage(path, busy_timeout_s=busy_timeout_s)

    def close(self) -> None:
        """Close the file; may be called twice."""
        self._storage.close()

    def find(self, target_or_id: str) -> Page | None:
        """The kept page that is meant by an id or its beginning, an address, or a file's path."""
        target = target_or_id.strip()
        page = self._records.page(target)
        if page is not None:
            return page
        urls = candidates(target)
        for url in urls:
            page = self._records.page_at(url)
            if page is not None:
                return page
        if any(is_file_url(url) and is_there(path_of(url)) for url in urls):
            return None  # this file is meant, although an id begins with its name
        return self._records.page_that_begins(target)

    def pages(self) -> tuple[Page, ...]:
        """All kept pages in reading order."""
        return self._records.pages()

    def page_ids(self) -> tuple[str, ...]:
        """The ids of all kept pages in reading order; a tenth of the work of `pages`."""
        return self._records.page_ids()

    def resource(self, page_id: str, sha256: str | None = None) -> Resource:
        """The bytes of a kept page: of its newest version, or of the one with that digest.

        Raises:
            KeyError: no such page or version.
        """
        resource = self._records.resource(page_id, sha256)
        if resource is None:
            raise KeyError(page_id)
        return resource

    def fetch(
        self,
        target: str,
        *,
        purpose: Purpose,
        way: Way | None = None,
        on_progress: OnProgress | None = None,
        is_cancelled: IsCancelled | None = None,
    ) -> Resource | NotModified:
        """The bytes at an address or in a file, unless the kept ones will do for the purpose.

        `way`: where a link may lead that is followed. `NotModified` without a new `checked_at` means that nobody
        was asked. Stores nothing: `keep` does, once it is known that the bytes can be read.

        Raises:
            NotAnAddress, FileProblem, FetchError: they cannot be had; what is kept stays as it is.
        """
        from content_cache.freshness import (  # noqa: PLC0415 - keeps start-up fast
            Decision,
            StoredCopy,
            decide,
        )

        page = self.find(target)
        stored = None
        if page is not None:
            stored = StoredCopy(page.checked_at, is_local_file=is_file_url(page.url))
        kept: Resource | None = None
        match decide(stored, self._now(), purpose), page:
            case Decision.SERVE, Page(url=url, checked_at=checked_at):
                return NotModified(url, checked_at)
            case Decision.REVALIDATE, Page(id=page_id, url=url):
                kept = self.resource(page_id)
            case _:
                url = address_of(target)
        if is_file_url(url):
            from content_cache.local_files import read_file  # noqa: PLC0415 - keeps start-up fast

            return read_file(path_of(url), known_mark=kept.etag if kept else None, now=self._now)
        from content_cache import fetching  # noqa: PLC0415 - keeps start-up fast

        request = fetching.FetchRequest(
            url,
            etag=kept.etag if kept else None,
            last_modified=kept.last_modified if kept else None,
            only_public=way is not None and way.only_public,
        )
        if way is not None or purpose == "update":
            return self._polite_visits().fetch(
                request, way=way, on_progress=on_progress, is_cancelled=is_cancelled
            )
        return fetching.fetch(
            request,
            now=self._now,
            limits=self._limits or fetching.DEFAULT_LIMITS,
            on_progress=on_progress,
            is_cancelled=is_cancelled,
        )

    def archived_copy(
        self, target: str, *, is_cancelled: IsCancelled | None = None
    ) -> tuple[ArchivedCopy, Resource] | None:
        """The Internet Archive's latest copy of an address, or None where it has none.

        Tells the archive which page is wanted, so only a person's own wish may lead here. Stores nothing.

        Raises:
            NotAnAddress, FetchError: it cannot be had.
        """
        from content_cache import archive, fetching  # noqa: PLC0415 - keeps start-up fast

        limits = self._limits or fetching.DEFAULT_LIMITS
        copy = archive.latest_copy(
            address_of(target),
            now=self._now,
            limits=limits,
            api=self._archive_api or archive.AVAILABILITY_API,
            is_cancelled=is_cancelled,
        )
        if copy is None:
            return None
        resource = archive.fetch_copy(copy, now=self._now, limits=limits, is_cancelled=is_cancelled)
        return copy, resource

    def keep(
        self,
        resource: Resource,
        *,
        title: str,
        language: str | None,
        words: int,
        publisher: str = "",
        is_own: bool = True,
    ) -> Page:
        """Keep a page's bytes as its current version; what was kept of it before stays, as an older version.

        An empty `publisher` leaves the one that is known. `is_own`: a person asked for it; no for what only comes
        along with another page. A page in the bin comes back.
        """
        return self._records.keep(
            resource,
            title=title,
            language=language,
            words=words,
            publisher=publisher,
            is_own=is_own,
        )

    def versions(self, page_id: str) -> tuple[PageVersion, ...]:
        """Every form that a page had, the newest first; `resource` gives the bytes of each."""
        return self._records.versions(page_id)

    def note_checked(self, page_id: str, at: datetime | None = None) -> None:
        """What is kept of the page was still the newest at that time, or is so now."""
        self._records.note_checked(page_id, at or self._now())

    def note_own(self, page_id: str) -> None:
        """A person asked for this page, which had only come along with another one."""
        self._records.note_own(page_id)

    def note_gone(self, page_id: str, status: int, at: datetime | None = None) -> None:
        """The web says (404, 410) that it has the page no more; what is kept stays, until `note_checked` or `keep`."""
        self._records.note_gone(page_id, status, at or self._now())

    def note_known(self, page_id: str, sha256: str) -> None:
        """The person knows the page in the form with this digest; see `Page.has_news`.

        The form that is first read (`keep_place`) is known without this.
        """
        self._records.note_known(page_id, sha256)

    def keep_place(self, page_id: str, place: str, heard: float) -> None:
        """Where the person is in a page: an opaque text, and the part before it, 0 to 1."""
        self._records.keep_place(page_id, place, heard, self._now())

    def derived(self, sha256: str, maker: str) -> bytes | None:
        """What `maker` once made of the body with this digest, or None where it must be made again."""
        return self._records.derived(sha256, maker)

    def keep_derived(self, sha256: str, maker: str, data: bytes) -> None:
        """Keep what was made of a body; it takes the place of what another maker made of it."""
        self._records.keep_derived(sha256, maker, data)

    def state(self, key: str) -> str | None:
        """A small thing remembered between launches, such as which page was open."""
        return self._records.state(key)

    def keep_state(self, key: str, value: str) -> None:
        """Remember a small thing."""
        self._records.keep_state(key, value)

    # What is found, and what a person notes on the way

    def index(
        self, page_id: str, sha256: str, maker: str, sections: Sequence[IndexedSection]
    ) -> bool:
        """Make a page's sections findable, in the place of what was there of it.

        `sha256`: of the body that they were made of; `maker`: a tag of what made them, so that better ones can
        take their place. Tells whether they are in: not so where the page is gone, or has another body by now.
        """
        return self.full_text.put(page_id, sha256, maker, sections)

    def not_indexed(self, maker: str, limit: int = 100) -> tuple[Page, ...]:
        """Pages whose newest form was not yet made findable by this maker, in reading order.

        A page that cannot be read any more is to be indexed without sections, lest it come again.
        """
        return self.full_text.missing(maker, limit)

    def search(self, words: str, limit: int = 30, page_id: str | None = None) -> tuple[Found, ...]:
        """The sections that have the words, best first, each with its best sentence; of one page, if it is given.

        Anything may be typed: it is never taken for a query's syntax.
        """
        return self.full_text.find(words, limit, page_id)

    def topics(self, limit: int = 100) -> tuple[Topic, ...]:
        """The words and headings that matter among all that can be found, most first."""
        from content_cache.vocabulary import Vocabulary  # noqa: PLC0415 - keeps start-up fast

        with Vocabulary(self._storage) as vocabulary:
            return vocabulary.topics(limit)

    # Moving house

    def back_up(
        self,
        path: Path,
        files: Mapping[str, KeptFile],
        *,
        on_progress: OnStep | None = None,
    ) -> BackedUp:
        """Write everything that is kept into one file, with the caller's own files under their names.

        Raises:
            BackupProblem: it cannot be written there.
        """
        from content_cache.backup import write_backup  # noqa: PLC0415 - keeps start-up fast

        return write_backup(self._storage, path, files, now=self._now, on_progress=on_progress)

    def restore_backup(self, path: Path, *, on_progress: OnStep | None = None) -> Restored:
        """Check a backup whole, then merge it; what is newer here stays. Its files are given, not written.

        What it brought is findable once `not_indexed` has been gone through.

        Raises:
            BackupProblem: it is no whole backup; nothing was changed.
        """
        from content_cache.restoring import CheckedBackup  # noqa: PLC0415 - keeps start-up fast

        with CheckedBackup(path, on_progress=on_progress) as backup:
            return backup.restore(self._storage, on_progress=on_progress)

    @cached_property
    def full_text(self) -> FullText:
        """What can be found, and how it is put in."""
        from content_cache.full_text import FullText  # noqa: PLC0415 - keeps start-up fast

        return FullText(self._storage)

    @cached_property
    def queue(self) -> Queue:
        """What is to be read next."""
        from content_cache.marks import Queue  # noqa: PLC0415 - keeps start-up fast

        return Queue(self._storage, self._now)

    @cached_property
    def bookmarks(self) -> Bookmarks:
        """The places that the person marked."""
        from content_cache.marks import Bookmarks  # noqa: PLC0415 - keeps start-up fast

        return Bookmarks(self._storage, self._now)

    @cached_property
    def history(self) -> History:
        """Where the person was before."""
        from content_cache.marks import History  # noqa: PLC0415 - keeps start-up fast

        return History(self._storage, self._now)

    @cached_property
    def bin(self) -> PageBin:
        """What was removed."""
        from content_cache.page_bin import PageBin  # noqa: PLC0415 - keeps start-up fast

        return PageBin(self._storage, self._now)

    @cached_property
    def belongings(self) -> Belongings:
        """Leaflets and linked pages, and what they came with."""
        from content_cache.belongings import Belongings  # noqa: PLC0415 - keeps start-up fast

        return Belongings(self._storage)

    def collection(self, collection_id: str) -> Collection:
        """A list of pages worth saving.

        Raises:
            KeyError: there is none of that id.
        """
        from content_cache.collection_lists import (  # noqa: PLC0415 - keeps start-up fast
            SHIPPED,
            read_collection,
        )

        return read_collection(collection_id, self._collections or SHIPPED)

    def frontier(self, start: str, limits: FollowLimits) -> Frontier:
        """What of one site is to be fetched beside a page of this canonical address."""
        from content_cache.following import Frontier  # noqa: PLC0415 - keeps start-up fast
        from content_cache.public_addresses import is_public  # noqa: PLC0415 - keeps start-up fast

        return Frontier(
            start,
            limits,
            is_public_number=self._limits.is_public if self._limits else is_public,
        )

    def _polite_visits(self) -> PoliteVisits:
        """The one object that knows whose turn it is."""
        from content_cache import fetching, politeness, robots  # noqa: PLC0415 - keeps start-up fast

        with self._visits_lock:
            if self._visits is None:
                self._visits = politeness.PoliteVisits(
                    now=self._now,
                    limits=self._limits or fetching.DEFAULT_LIMITS,
                    pause_s=robots.SHORTEST_PAUSE_S if self._pause_s is None else self._pause_s,
                )
            return self._visits
