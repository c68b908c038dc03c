"""Looks for newer forms of what is saved, tells what is new in a page, and lets just that be heard. Main thread.

Nothing is fetched unless it is asked for.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from content_cache.entries import PageVersion
from content_cache.resource import Page
from reader.control import rows
from reader.control.background import Job, Outcome
from reader.control.lasting import Lasting, Report
from reader.control.parts import Parts
from reader.control.renewing import Renewing
from reader.control.shelf import Shelf
from reader.control.troubles import sentence_of
from reader.control.turning import NEAREST
from reader.control.updating import Updated, UpdateOutcome, update
from reader.control.view import ListView, Row, SavingProgress
from reader.documents.changes import News as PageNews
from reader.documents.changes import compare
from reader.documents.model import Document
from reader.speech.route import Route

NAMED_PAGES = 3
"""How many pages are named when the looking is over; the others stand in the list of pages."""
ALL_HEARD = "That was all that is new. Take me back, or Escape, leads to where you were before."
NOTHING_NEW = "Nothing is new on this page."


@dataclass(frozen=True, slots=True)
class _Told:
    page: Page
    document: Document
    news: PageNews


class News:
    """What is new."""

    def __init__(self, parts: Parts, lasting: Lasting, renewing: Renewing) -> None:
        self._parts = parts
        self._lasting = lasting
        self._renewing = renewing
        self._told: _Told | None = None
        """Of the page being read."""
        self._way: Route | None = None
        """Through what is new, while that is being heard."""

    def tick(self) -> None:
        """Say when all that is new was heard, and how to go back."""
        parts, narrator = self._parts, self._parts.narrator
        if self._way is None:
            return
        if narrator.route is not self._way:
            self._way = None
        elif narrator.is_held_by_route:
            self._way = None
            narrator.take_route(Route())  # from here on everything is heard again
            parts.tell(ALL_HEARD)

    # -- looking -----------------------------------------------------------------------------------

    def look(self) -> None:
        """Look for newer forms of everything saved, politely; any time it can be stopped."""
        parts = self._parts
        shelf = parts.shelf
        count = len(shelf.page_ids())
        if not count:
            parts.refuse("Nothing is saved yet.")
            return

        def work(job: Job, report: Report) -> UpdateOutcome:
            return update(
                shelf,
                on_progress=report,
                on_page=lambda updated: _note(shelf, updated),
                is_cancelled=job.is_cancelled,
            )

        if self._lasting.start(SavingProgress(0, count, ""), work, self._looked):
            parts.tell(f"Looking for news on {rows.counted(count, 'page')}.")
        else:
            parts.refuse("Something else is under way. Stop it first, or wait.")

    def _looked(self, outcome: Outcome[UpdateOutcome]) -> None:
        if outcome.value is None:
            self._parts.tell(sentence_of(outcome.error), is_trouble=True)
            return
        line, is_trouble = summary(outcome.value)
        page = self._parts.reading.page
        if page is not None and any(each.id == page.id for each in outcome.value.pages("changed")):
            self._renewing.look_now(
                lambda: self._parts.tell(line, is_trouble=is_trouble), line=line
            )
        else:
            self._parts.tell(line, is_trouble=is_trouble)

    # -- hearing -----------------------------------------------------------------------------------

    def opened(self) -> None:
        """A page was opened: say what is new in it, if the person knows an older form."""
        parts, page, document = self._parts, self._parts.reading.page, self._parts.reading.document
        self._told = None
        if page is None or document is None or not page.has_news:
            return
        shelf, known = parts.shelf, page.known_sha256 or ""

        def done(news: PageNews) -> None:
            if parts.reading.page is None or parts.reading.page.id != page.id:
                return
            if news.is_empty:
                parts.background.later(lambda: shelf.library.note_known(page.id, page.sha256))
                return
            self._told = _Told(page, document, news)
            line = _told(news)
            stands = parts.notices.message
            is_nearest = stands is not None and stands.text == NEAREST
            parts.tell(f"{NEAREST} {line}" if is_nearest else line)

        parts.run(lambda _job: compare(shelf.older_document(page, known), document), done)

    def renewed(self, page: Page, document: Document, news: PageNews) -> str:
        """The page being read was taken up in a newer form: gives what is to be told of it."""
        self._told = None if news.is_empty else _Told(page, document, news)
        return "" if news.is_empty else _told(news)

    def hear(self) -> None:
        """Read only the sentences of this page that are new, then hold."""
        if self._told_here() is None:
            self._renewing.look_now(
                lambda: self._parts.tell(NOTHING_NEW), taken_up=self._hear_what_is_told
            )
        else:
            self._hear_what_is_told()

    def _told_here(self) -> _Told | None:
        """What is new in the page being read, if it was told."""
        told, page = self._told, self._parts.reading.page
        return told if told is not None and page is not None and page.id == told.page.id else None

    def _hear_what_is_told(self) -> None:
        parts, told = self._parts, self._told_here()
        if told is None:
            parts.tell(NOTHING_NEW)
            return
        if not told.news.places:
            parts.tell(told.news.told())  # something is gone, and nothing came
        else:
            parts.lists.close()
            parts.reading.leave("news")
            self._way = Route(only=told.news.places)
            parts.narrator.take_route(self._way)
            parts.reading.return_to(told.news.places[0])
        library = parts.library
        parts.background.later(lambda: library.note_known(told.page.id, told.page.sha256))

    def known(self) -> None:
        """The page was heard to its end: what it says now is known."""
        told, library = self._told, self._parts.library
        if told is not None:
            self._told = None
            self._parts.background.later(lambda: library.note_known(told.page.id, told.page.sha256))

    # -- older forms -------------------------------------------------------------------------------

    def show_versions(self) -> None:
        """The forms that this page had; choosing one reads it."""
        parts, page = self._parts, self._parts.reading.page
        versions = parts.library.versions(page.id) if page is not None and page.id else ()
        if page is None or len(versions) < 2:
            parts.refuse("There is only one form of this page.")
            return
        names = names_of(versions)
        listed = tuple(
            Row(name, rows.counted(version.words, "word"), "now" if version.is_current else "")
            for name, version in zip(names, versions, strict=True)
        )
        parts.lists.open(
            "versions",
            ListView("Forms of this page", rows.counted(len(versions), "form"), listed, 0),
            lambda index: self._open_version(page, versions[index], names[index]),
        )

    def _open_version(self, page: Page, version: PageVersion, name: str) -> None:
        if version.is_current:
            self._parts.turning.open_page(page.id)
        else:
            self._parts.turning.open_older(page, version.sha256, name)


def _told(news: PageNews) -> str:
    return f"{news.told()} What is new lets you hear just that."


def names_of(versions: Sequence[PageVersion]) -> list[str]:
    """The forms of a page by their days; those of the same day by the time too."""
    moments = [(version.archived_at or version.fetched_at).astimezone() for version in versions]
    days = Counter(moment.date() for moment in moments)
    names = []
    for version, moment in zip(versions, moments, strict=True):
        when = f"{moment.day} {moment:%B %Y}"
        if days[moment.date()] > 1:
            when += f", {moment:%H:%M}"
        what = "the archive's copy of" if version.archived_at is not None else "as it was on"
        names.append(f"{what} {when}")
    return names


def _note(shelf: Shelf, updated: Updated) -> None:
    """Keep in a few words what is new in a page, for the list of pages. On the thread that looks."""
    page = updated.page
    if updated.outcome != "changed" or page.known_sha256 is None:
        return
    news = compare(shelf.older_document(page, page.known_sha256), shelf.document(page))
    if news.is_empty:
        shelf.library.note_known(page.id, page.sha256)
    else:
        shelf.library.keep_state(f"news-{page.id}", json.dumps([page.sha256, news.short()]))


def short_news(shelf: Shelf, page: Page) -> str:
    """What is new in a page in a few words, such as "2 sentences changed"; empty where nothing is."""
    if not page.has_news:
        return ""
    kept = shelf.library.state(f"news-{page.id}")
    sha256, words = json.loads(kept) if kept else ("", "")
    return words if sha256 == page.sha256 else "changed"


def summary(outcome: UpdateOutcome) -> tuple[str, bool]:
    """What came of looking for news, as a sentence or two, and whether it is trouble."""
    changed, gone = outcome.pages("changed"), outcome.pages("gone")
    silent = [each for each in outcome.looked_up if each.outcome == "unreachable"]
    parts = [f"{rows.counted(len(outcome.looked_up) - len(silent), 'page')} looked up."]
    if outcome.was_cancelled:
        parts.insert(0, "Stopped.")
    parts.append(f"Changed: {_names(changed)}." if changed else "None has changed.")
    if gone:
        parts.append(f"No longer on the web, but kept here: {_names(gone)}.")
    if silent and len(silent) == len(outcome.looked_up):
        return silent[0].sentence, True
    if silent:
        parts.append(
            f"Could not be looked up: {_names(tuple(each.page for each in silent))}. {silent[0].sentence}"
        )
    return " ".join(parts), bool(silent)


def _names(pages: tuple[Page, ...]) -> str:
    names = [rows.short(rows.name_of(page)) for page in pages[:NAMED_PAGES]]
    more = len(pages) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")
