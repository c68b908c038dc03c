"""Saves what belongs to a page: its leaflets after it was saved, and the pages it links to when the person asks.

Main thread; the following itself runs on a thread of `Background`. Must not know the screen. The walk and all that
it fetches with are imported when there is something to follow.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from content_cache.resource import Page
from reader.control import rows
from reader.control.background import Job, Outcome
from reader.control.lasting import Lasting, Report
from reader.control.parts import Parts
from reader.control.troubles import sentence_of
from reader.control.view import SavingProgress
from reader.documents.document_links import links_of
from reader.documents.model import Document

if TYPE_CHECKING:
    from content_cache.following import FollowLimits
    from reader.control.following import FollowOutcome

DEPTH = 1
"""How far the pages are followed that an action keeps; the command line can go further. (judgement)"""
NO_PAGE = "Open a saved page first, or go to one in the list of pages."


class LinkedSaving:
    """The following that is under way, if one is."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._shelf, self._notices = parts.shelf, parts.notices
        self._lasting = Lasting(parts.background)
        self._waiting: list[tuple[Page, Document, FollowLimits | None]] = []
        """Pages of which the leaflets, or what the limits allow, come after what is being followed."""

    @property
    def progress(self) -> SavingProgress | None:
        """How far it is; None while nothing is being followed."""
        return self._lasting.progress

    def switch(self) -> None:
        """Have what is saved from now on bring the pages it links to, or its leaflets alone as at first."""
        from content_cache.following import FollowLimits  # noqa: PLC0415 - keeps start-up fast

        parts = self._parts
        brings = not parts.tuning.now.linked_pages
        self._take_switch(brings)
        parts.undo.note("linked pages", lambda: self._take_switch(not brings))
        limits = FollowLimits(depth=DEPTH)
        parts.tell(
            "What you save from now on brings the pages it links to: of its own site alone, at most "
            f"{limits.pages} pages and {limits.total_bytes // 1_048_576} megabytes."
            if brings
            else "What you save from now on brings its leaflets alone."
        )

    def _take_switch(self, brings: bool) -> None:
        self._parts.tuning.set({"linked_pages": brings})
        lists = self._parts.lists
        if lists.screen == "pages" and lists.view is not None:
            summary = lists.view.summary.removesuffix(rows.WITH_LINKED)
            summary += rows.WITH_LINKED if brings else ""
            lists.renew(replace(lists.view, summary=summary))

    def save_pages(self) -> None:
        """Keep the pages that the open one, or that of the row one is on, links to on its site; meanwhile: stop."""
        if self.stop():
            return
        parts = self._parts
        if parts.lists.view is not None:
            if not parts.lists.follow():
                parts.refuse(NO_PAGE)
        elif (
            parts.reading.page is None
            or parts.reading.document is None
            or not parts.reading.page_id
        ):
            parts.refuse(NO_PAGE)
        else:
            self._begin(parts.reading.page, parts.reading.document)

    def save_pages_of(self, page: Page) -> None:
        """Keep the pages that a saved one links to on its site."""
        shelf = self._shelf
        self._parts.run(
            lambda _job: shelf.document(page), lambda document: self._begin(page, document)
        )

    def _begin(self, page: Page, document: Document) -> None:
        if self.progress is not None:
            return  # it was asked for twice
        if not any(link.kind in ("page", "leaflet") for _, link in links_of(document)):
            self._parts.refuse("This page leads to no other.")
            return
        from content_cache.following import FollowLimits, limits_sentence  # noqa: PLC0415

        limits = FollowLimits(depth=DEPTH)
        self._parts.tell(limits_sentence(page.url, limits))
        self._start(page, document, limits)

    def save_with(self, page: Page, document: Document) -> None:
        """Keep what comes along with a page that was just saved, after what is being followed."""
        brings_pages = self._parts.tuning.now.linked_pages
        kinds = ("leaflet", "page") if brings_pages else ("leaflet",)
        if not page.id or not any(link.kind in kinds for _, link in links_of(document)):
            return
        limits = None
        if brings_pages:
            from content_cache.following import FollowLimits, limits_sentence  # noqa: PLC0415

            limits = FollowLimits(depth=DEPTH)
            self._notices.tell(limits_sentence(page.url, limits))
        if self.progress is None:
            self._start(page, document, limits)
        else:
            self._waiting.append((page, document, limits))

    def stop(self) -> bool:
        """Ask it to stop; what was saved stays. Tells whether there was anything to stop."""
        if not self._lasting.stop():
            return False
        self._waiting.clear()
        self._notices.tell("Stopping. What was saved stays.")
        return True

    def _start(self, page: Page, document: Document, limits: FollowLimits | None) -> None:
        """Begin; without limits, with the leaflets alone."""
        shelf = self._shelf

        def work(job: Job, report: Report) -> FollowOutcome:
            from reader.control.following import LEAFLETS_ONLY, follow  # noqa: PLC0415

            return follow(
                shelf,
                page,
                document,
                limits or LEAFLETS_ONLY,
                on_progress=report,
                is_cancelled=job.is_cancelled,
            )

        def done(outcome: Outcome[FollowOutcome]) -> None:
            if outcome.value is None:
                self._notices.tell(sentence_of(outcome.error), is_trouble=True)
                self._parts.narrator.sound("could-not")
            else:
                noun = "linked page" if limits else "leaflet"
                line, is_trouble = told(outcome.value, noun)
                self._notices.tell(line, is_trouble=is_trouble)
                self._parts.narrator.sound("could-not" if is_trouble else "saved")
            if self._waiting:
                self._start(*self._waiting.pop(0))

        self._lasting.start(SavingProgress(0, 1, page.title), work, done)


def told(outcome: FollowOutcome, noun: str) -> tuple[str, bool]:
    """What came of a following, as a sentence, and whether it is trouble."""
    new, known = len(outcome.kept) - len(outcome.known), len(outcome.known)
    kept = rows.counted(new, noun) if new else f"No new {noun}" if known else f"No {noun}"
    line = f"{kept} {'is' if new < 2 else 'are'} saved."
    if known:
        line += f" {known} {'was' if known == 1 else 'were'} here already."
    if outcome.was_cancelled:
        return f"Stopped. {line}", False
    if outcome.stopped_by:
        return f"{line} {outcome.stopped_by}", True
    if outcome.failed and not outcome.kept:
        return outcome.failed[0][1], True
    if outcome.failed:
        return f"{line} Not saved: {rows.counted(len(outcome.failed), 'link')}.", False
    return line, False
