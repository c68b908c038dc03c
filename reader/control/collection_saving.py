"""Saves a shipped collection, page by page, and tells what came of it.

On a thread of `Background`: it waits for disk and network. Must not know the screen or the voice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from content_cache.errors import Cancelled, FetchError
from content_cache.resource import Page
from reader.control.following import follow
from reader.control.network_watch import OFFLINE_SENTENCE, NetworkWatch
from reader.control.shelf import IsCancelled, Shelf
from reader.control.view import SavingProgress
from reader.errors import DocumentError
from reader.values import frozen

if TYPE_CHECKING:
    from content_cache.entries import CollectionEntry
    from reader.control.background import Job


@frozen
class CollectionOutcome:
    """What came of saving a collection."""

    saved: tuple[Page, ...]
    """What is on the shelf now, in the collection's order; also what was there before and could not be renewed."""
    failed: tuple[tuple[CollectionEntry, str], ...]
    """What is not, each with the sentence that says why."""
    was_cancelled: bool = False
    """The person stopped it; the pages after that are in neither list."""
    leaflets: int = 0
    """How many leaflets of these pages were kept."""


def save_collection(
    shelf: Shelf,
    collection_id: str,
    on_progress: Callable[[SavingProgress], None],
    is_cancelled: IsCancelled | None = None,
) -> CollectionOutcome:
    """Keep a shipped collection; a page that fails is named, and the rest go on.

    Raises:
        KeyError: there is none of that id.
        LibraryError: the library cannot be used; what was saved before that stays.
    """
    entries = shelf.collection(collection_id).entries
    saved: list[Page] = []
    failed: list[tuple[CollectionEntry, str]] = []
    network = NetworkWatch()
    for done, entry in enumerate(entries):
        on_progress(SavingProgress(done, len(entries), entry.title))
        page = shelf.page(entry.url)
        sentence = OFFLINE_SENTENCE
        if not network.is_off:
            try:
                page = shelf.save_listed(entry, is_cancelled=is_cancelled).page
                network.note_success(entry.url)
            except Cancelled:
                return CollectionOutcome(tuple(saved), tuple(failed), was_cancelled=True)
            except (FetchError, DocumentError) as error:
                sentence = str(error)
                network.note_failure(error, entry.url)
        if page is None:
            failed.append((entry, sentence))
        else:
            saved.append(page)
    on_progress(SavingProgress(len(entries), len(entries), ""))
    if network.is_off:
        failed = [(entry, OFFLINE_SENTENCE) for entry, _ in failed]
    return CollectionOutcome(tuple(saved), tuple(failed))


def save_their_leaflets(
    shelf: Shelf,
    outcome: CollectionOutcome,
    report: Callable[[SavingProgress], None],
    job: Job,
) -> CollectionOutcome:
    """Keep the leaflets of the pages that were saved, after the last of these."""
    leaflets = 0
    is_off = any(sentence == OFFLINE_SENTENCE for _, sentence in outcome.failed)
    for page in () if outcome.was_cancelled or is_off else outcome.saved:
        followed = follow(
            shelf, page, shelf.document(page), on_progress=report, is_cancelled=job.is_cancelled
        )
        leaflets += len(followed.kept)
        if followed.was_cancelled:
            return replace(outcome, leaflets=leaflets, was_cancelled=True)
    return replace(outcome, leaflets=leaflets)
