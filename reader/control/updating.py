"""Looks for newer forms of everything saved: politely, and going on where it was broken off.

On a thread of `Background`, or the command line's own: it waits. What a new form says is for others to tell.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from content_cache.addresses import host_of, is_file_url
from content_cache.errors import Cancelled, FetchError, FileProblem, HostUnreachable, HttpRefused
from content_cache.public_addresses import is_own_network
from reader.control.network_watch import OFFLINE_SENTENCE, NetworkWatch
from reader.control.view import SavingProgress
from reader.errors import DocumentError

if TYPE_CHECKING:
    from content_cache.resource import Page
    from reader.control.shelf import Shelf

IsCancelled = Callable[[], bool]
Outcome = Literal["same", "changed", "kept_old", "gone", "unreachable"]
"""`kept_old`: what stands at the address now is no page, or far less of one. `gone`: our copy is the only one."""

GO_ON_WITHIN = timedelta(days=1)
"""After longer, an update that was broken off begins anew. (judgement)"""
_BEGUN_AT = "update-begun-at"


@dataclass(frozen=True, slots=True)
class Updated:
    """What came of one page."""

    page: Page
    outcome: Outcome
    sentence: str = ""
    """Why it could not be looked up, or that the web has it no more."""


@dataclass(slots=True)
class UpdateOutcome:
    """What came of all of them."""

    looked_up: list[Updated] = field(default_factory=list)
    left: int = 0
    """Pages that are left for the next time."""
    before: int = 0
    """Pages that were looked up before the update was broken off, and not again."""
    was_cancelled: bool = False

    def pages(self, outcome: Outcome) -> tuple[Page, ...]:
        """The pages of which that came."""
        return tuple(entry.page for entry in self.looked_up if entry.outcome == outcome)


def update(
    shelf: Shelf,
    *,
    on_progress: Callable[[SavingProgress], None] = lambda _progress: None,
    on_page: Callable[[Updated], None] = lambda _updated: None,
    is_cancelled: IsCancelled = lambda: False,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    is_online: Callable[[], bool] | None = None,
) -> UpdateOutcome:
    """Look for newer forms of all saved pages; one that cannot be had is named, and the others go on.

    `on_page` is called for each page as soon as it is known what came of it.

    Raises:
        LibraryError: the library cannot be used; what was kept before that stays.
    """
    begun_at = _begun_at(shelf, now())
    pages = shelf.pages()
    due = [page for page in pages if begun_at is None or page.checked_at < begun_at]
    outcome = UpdateOutcome(before=len(pages) - len(due))
    if not due:  # the one broken off was as good as done
        due, outcome.before = list(pages), 0
    if begun_at is None or not outcome.before:
        shelf.library.keep_state(_BEGUN_AT, now().isoformat())
    _look_through(shelf, due, outcome, on_progress, on_page, is_cancelled, is_online)
    if not outcome.left:
        shelf.library.keep_state(_BEGUN_AT, "")
    return outcome


def update_some(
    shelf: Shelf,
    pages: Sequence[Page],
    *,
    on_progress: Callable[[SavingProgress], None] = lambda _progress: None,
    on_page: Callable[[Updated], None] = lambda _updated: None,
    is_cancelled: IsCancelled = lambda: False,
    is_online: Callable[[], bool] | None = None,
) -> UpdateOutcome:
    """Look for newer forms of some saved pages, as `update` does of all; an update of all goes on where it was.

    Raises:
        LibraryError: the library cannot be used; what was kept before that stays.
    """
    outcome = UpdateOutcome()
    _look_through(shelf, list(pages), outcome, on_progress, on_page, is_cancelled, is_online)
    return outcome


def _look_through(
    shelf: Shelf,
    due: list[Page],
    outcome: UpdateOutcome,
    on_progress: Callable[[SavingProgress], None],
    on_page: Callable[[Updated], None],
    is_cancelled: IsCancelled,
    is_online: Callable[[], bool] | None,
) -> None:
    """Look up what is due, and note what came of it."""
    looker = _Looker(shelf, is_cancelled, _is_online if is_online is None else is_online)
    for done, page in enumerate(_hosts_in_turn(due)):
        on_progress(SavingProgress(done, len(due), page.title or page.url))
        updated = looker.look_up(page)
        if updated is None:
            outcome.was_cancelled = True
            break
        outcome.looked_up.append(updated)
        on_page(updated)
    outcome.looked_up = [looker.in_one_voice(updated) for updated in outcome.looked_up]
    outcome.left = len(due) - len(outcome.looked_up) + looker.left_for_later
    on_progress(SavingProgress(len(due), len(due), ""))


class _Looker:
    """Looks pages up, and knows which hosts need not be asked."""

    def __init__(
        self, shelf: Shelf, is_cancelled: IsCancelled, is_online: Callable[[], bool]
    ) -> None:
        self._shelf, self._is_cancelled = shelf, is_cancelled
        self._is_online = is_online()
        self._network = NetworkWatch()
        self._silent: dict[str, str] = {}
        """Why pages were not reached: the first sentence for each host."""
        self._resting: dict[str, str] = {}
        """Hosts that want to be left alone, with the sentence that says how long."""
        self.left_for_later = 0

    def look_up(self, page: Page) -> Updated | None:
        """What came of a page; None where the person stopped it."""
        if self._is_cancelled():
            return None
        reason = self._reason_not_to_ask(page)
        if reason is not None:
            return Updated(page, "unreachable", reason)
        try:
            saved = self._shelf.renew(page, is_cancelled=self._is_cancelled)
        except Cancelled:
            return None
        except FileProblem as error:
            is_gone = isinstance(error.__cause__, FileNotFoundError)
            return Updated(page, "gone" if is_gone else "unreachable", str(error))
        except HttpRefused as error:
            self._network.note_failure(error, page.url)
            return self._refused(page, error)
        except (FetchError, DocumentError) as error:
            self._network.note_failure(error, page.url)
            if isinstance(error, HostUnreachable):
                self._silent.setdefault(host_of(page.url), str(error))
            return Updated(page, "unreachable", str(error))
        self._network.note_success(page.url)
        if saved.outcome == "kept_old":
            return Updated(saved.page, "kept_old")
        return Updated(saved.page, "changed" if saved.outcome == "changed" else "same")

    def in_one_voice(self, updated: Updated) -> Updated:
        """What came of a page, told as of all pages that its host, or the network, kept from being reached."""
        reason = self._silent.get(host_of(updated.page.url))
        is_unreached = updated.sentence == OFFLINE_SENTENCE or reason is not None
        if updated.outcome != "unreachable" or is_file_url(updated.page.url) or not is_unreached:
            return updated
        if self._network.is_off or reason is None:
            reason = OFFLINE_SENTENCE
        return replace(updated, sentence=reason)

    def _reason_not_to_ask(self, page: Page) -> str | None:
        if is_file_url(page.url):
            return None
        if not self._is_online and not is_own_network(page.url):
            return OFFLINE_SENTENCE
        if self._network.is_off:
            return OFFLINE_SENTENCE
        host = host_of(page.url)
        if host in self._resting:
            self.left_for_later += 1
            return self._resting[host]
        if self._network.is_silent(page.url):
            return f"{host} does not answer. Try again later."
        return None

    def _refused(self, page: Page, error: HttpRefused) -> Updated:
        if error.is_gone:
            self._shelf.library.note_gone(page.id, error.status)
            sentence = f"{host_of(page.url)} has this page no more. Your copy stays."
            return Updated(page, "gone", sentence)
        if error.status in (429, 503) and error.retry_after_s:
            self._resting[host_of(page.url)] = str(error)
            self.left_for_later += 1
        return Updated(page, "unreachable", str(error))


def _is_online() -> bool:
    from content_cache.route import has_route  # noqa: PLC0415 - keeps start-up fast

    return has_route()


def _begun_at(shelf: Shelf, now: datetime) -> datetime | None:
    """When the update began that is to be gone on with; None where there is none."""
    kept = shelf.library.state(_BEGUN_AT)
    try:
        begun_at = datetime.fromisoformat(kept) if kept else None
    except ValueError:
        return None
    # A clock that jumped tells nothing.
    is_fresh = begun_at is not None and timedelta(0) <= now - begun_at < GO_ON_WITHIN
    return begun_at if is_fresh else None


def _hosts_in_turn(pages: list[Page]) -> Iterator[Page]:
    """One page of each host after another, so that the pause of one is the turn of the next."""
    by_host: defaultdict[str, deque[Page]] = defaultdict(deque)
    for page in pages:
        by_host["" if is_file_url(page.url) else host_of(page.url)].append(page)
    while by_host:
        for host in list(by_host):
            yield by_host[host].popleft()
            if not by_host[host]:
                del by_host[host]
