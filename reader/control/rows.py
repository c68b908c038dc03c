"""Makes the rows of every list, and the words around them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote

from content_cache.addresses import host_of, is_file_url
from content_cache.resource import Page
from reader.control.view import ListView, Row, ScreenName
from reader.documents.model import Document, Locator, Section
from reader.documents.navigation import Outline
from reader.speech.spoken_length import words_ms

if TYPE_CHECKING:
    from reader.control.collection_saving import CollectionOutcome

HEARD = 0.995
"""From this part on, a page counts as heard to its end."""
HELP_ROW = 1
WITH_LINKED = " · linked pages too"
FIRST_CHOICES = 2
"""Rows of the first screen, as long as nothing is saved."""
TITLE_CHARS = 90
"""What is said or told of a title: enough to know the page by, and no more than a breath. (judgement)"""

_ADDRESS_CHARS = 60
"""Of an address that stands for a title; a longer one is told by its ends. (judgement)"""
_LEAFLETS = {
    "application/pdf": "PDF",
    "application/epub+zip": "e-book",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word file",
    "application/vnd.oasis.opendocument.text": "text file",
}
"""What came along with a page and is of one of these kinds is a leaflet, not a page that it links to."""

WELCOME_LINE = (
    "Hands-Off Reader reads information pages aloud. It needs one button: nearly any key will do. "
    "Save the pages about hand dystonia, and listen?"
)
ENDS = ".!?。！？"
"""After one of these a row of a table goes on with a sentence rather than with another cell."""
_COUNTED = r"[(\[]?(?:\d{1,3}|[a-zA-Z]|[ivxlc]{1,5})[.)\]]\s"
"""How the text of an item begins that counts itself."""


def short(title: str) -> str:
    """A title as it is said, cut between words where it is very long."""
    return shortened(title, TITLE_CHARS)


def shortened(title: str, chars: int | None) -> str:
    """A title of at most so many characters, cut between words; None: as long as it is."""
    if chars is None or len(title) <= chars:
        return title
    head = title[: chars - 1]  # the last ones are for what tells that it is cut
    return (head[:-1].rsplit(" ", 1)[0] if " " in head[:-1] else head[:-1]).rstrip(".,;: ") + " …"


def bullet(marker: str, text: str) -> str:
    """What stands before an item of a list: what it is counted as, unless its text says that itself, else a bullet."""
    if marker:
        return f"{marker} "
    return "" if re.match(_COUNTED, text) else "• "


def counted(count: int, noun: str) -> str:
    """A count with its noun, such as "1 section" or "3 sections"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def minutes_words(words: int, rate_wpm: int) -> str:
    """How long so many words take, such as "about 4 minutes"."""
    return duration_words(words_ms(words, rate_wpm))


def duration_words(duration_ms: float) -> str:
    """A duration in words, such as "about 4 minutes"."""
    minutes = duration_ms / 60_000
    if minutes < 0.75:
        return "less than a minute"
    if minutes >= 90:
        return f"about {round(minutes / 60)} hours"
    rounded = round(minutes)
    return "about 1 minute" if rounded <= 1 else f"about {rounded} minutes"


def short_minutes(words: int, rate_wpm: int) -> str:
    """A duration as a row has it, such as "4 min" or "3 h"."""
    minutes = words_ms(words, rate_wpm) / 60_000
    if minutes >= 90:
        return f"{round(minutes / 60)} h"
    return f"{round(minutes)} min" if minutes >= 0.75 else "<1 min"


def outline(document: Document, words: Outline, rate_wpm: int, *, current: int = 0) -> ListView:
    """The sections of a document with minutes beside each."""
    shallowest = min((section.level for section in document.sections), default=1)
    return ListView(
        title="Sections",
        summary="",
        rows=tuple(
            Row(
                title=section.title or document.title or "Start",
                detail=short_minutes(words.section_words[index], rate_wpm),
                level=section.level - shallowest + 1,
            )
            for index, section in enumerate(document.sections)
        ),
        current=current,
    )


def sections(document: Document, outline_view: ListView, here: Locator) -> ListView:
    """The Sections screen: the outline, with the one being read marked."""
    count = len(document.sections)
    rows = tuple(
        Row(
            row.title,
            row.detail,
            "now" if index == here.section else _holds(document.sections[index]),
            None,
            row.level,
        )
        for index, row in enumerate(outline_view.rows)
    )
    current = min(here.section, count - 1)
    return ListView("Sections", counted(count, "section"), rows, current)


def _holds(section: Section) -> str:
    """How many telephone numbers and leaflets a section has, in few words."""
    kinds = {link.target: link.kind for sentence in section.sentences for link in sentence.links}
    phones = sum(kind == "phone" for kind in kinds.values())
    leaflets = sum(kind == "leaflet" for kind in kinds.values())
    found = [counted(phones, "phone" if leaflets else "phone number")] if phones else []
    return ", ".join([*found, counted(leaflets, "leaflet")] if leaflets else found)


def pages(
    saved: tuple[Page, ...],
    rate_wpm: int,
    *,
    open_id: str | None,
    open_fraction: float,
    news: Mapping[str, str],
    with_linked: bool = False,
) -> ListView:
    """The Pages screen: everything saved, with how far one is in each. `news`: what is new, by page id.

    `with_linked`: what is saved from now on brings the pages that it links to.
    """
    rows = []
    current = 0
    apart = told_apart(saved)
    fraction: float | None
    for index, page in enumerate(saved):
        heard = page.heard
        if page.id == open_id:
            current = index
            heard = max(open_fraction, heard if heard >= HEARD else 0.0)
        if page.id in news:
            mark, fraction = news[page.id], None
        elif page.gone_status is not None:
            mark, fraction = "gone from the web", None
        elif heard >= HEARD:
            mark, fraction = "heard", 1.0
        elif page.place is None and page.id != open_id:
            mark, fraction = "new", 0.0
        else:
            mark, fraction = f"{round(heard * 100)}%", heard
        minutes = short_minutes(page.words, rate_wpm)
        site = apart.get(page.id) or page.publisher
        detail = f"{minutes} · {site}" if site else minutes
        rows.append(Row(name_of(page), detail, mark, fraction))
    total = duration_words(words_ms(sum(page.words for page in saved), rate_wpm))
    summary = f"{len(saved)} saved · {total}{WITH_LINKED if with_linked else ''}"
    return ListView("Pages", summary, tuple(rows), current)


def name_of(page: Page) -> str:
    """What stands for a page in a list, and is said when it begins: its title, or its address where it has none.

    A leaflet says that it is one, for it mostly has the title of the page that it came along with.
    """
    kind = "" if page.is_own else _LEAFLETS.get(page.media_type, "")
    if not page.title:
        return _short_address(page.url)
    known = page.title.casefold()
    facts = [word for word in ("leaflet", kind) if kind and word.casefold() not in known]
    if not facts:
        return page.title
    fact = f" ({', '.join(facts)})"
    return shortened(page.title, TITLE_CHARS - len(fact)) + fact


def _short_address(url: str) -> str:
    """An address as a person knows it: the file's name, or the host and what fits of the way to the page."""
    if is_file_url(url):
        return host_of(url)
    host, *parts = (unquote(part) for part in url.partition("://")[2].rstrip("/").split("/"))
    whole = "/".join((host, *parts))
    return whole if len(whole) <= _ADDRESS_CHARS else f"{host}/…/{parts[-1]}"


def told_apart(pages: Iterable[Page]) -> dict[str, str]:
    """For pages that share their name with another one: the site, else the file or the end of the address."""
    by_name: dict[str, list[Page]] = {}
    for page in pages:
        by_name.setdefault(name_of(page), []).append(page)
    apart: dict[str, str] = {}
    for same in by_name.values():
        if len(same) < 2:
            continue
        for names in _names_apart([page.url for page in same]):
            if len(set(names)) == len(same):
                break
        apart.update((page.id, name) for page, name in zip(same, names, strict=True))
    return apart


def _names_apart(urls: list[str]) -> Iterator[list[str]]:
    """What may tell addresses apart, the shortest first: the host, the end, the folder where they part, all of it."""
    yield [host_of(url) for url in urls]
    parts = [[unquote(part) for part in url.rstrip("/").split("/")] for url in urls]
    yield [each[-1] for each in parts]
    for depth in range(2, max(map(len, parts))):
        between = "/…/" if depth > 2 else "/"
        yield [f"{each[-depth]}{between}{each[-1]}" if depth < len(each) else "" for each in parts]
    yield urls


def moment_words(at: datetime) -> str:
    """A day and time as a row has it, such as "5 May, 18:31"; with the year where it is another one."""
    local, today = at.astimezone(), datetime.now().astimezone()
    year = "" if local.year == today.year else f" {local.year}"
    return f"{local.day} {local:%B}{year}, {local:%H:%M}"


def welcome(count: int, saved: int = 0) -> ListView:
    """The choices of the first screen; before them, where something is saved by now, to listen to that."""
    listen = (Row("Listen to what is saved", counted(saved, "page")),) if saved else ()
    return ListView(
        title="Hands-Off Reader reads information pages aloud.",
        summary="It needs one button: nearly any key will do.",
        rows=(
            *listen,
            Row(f"Save the hand dystonia pages ({count})", "and listen"),
            Row("How this works", "2 minutes"),
        ),
        current=0,
    )


def _spoken_minutes(detail: str) -> str:
    minutes, _, site = detail.partition(" · ")
    if minutes == "<1 min":
        minutes = "less than a minute"
    elif minutes.endswith(" h"):
        minutes = minutes[:-1] + "hours"
    else:
        minutes = "1 minute" if minutes == "1 min" else re.sub(r" min$", " minutes", minutes)
    return f"{minutes}, {site}" if site else minutes


def spoken(row: Row) -> str:
    """What is said of a row."""
    parts = [short(row.title).rstrip("."), row.mark, _spoken_minutes(row.detail)]
    return ", ".join(part for part in parts if part) + "."


def told(row: Row) -> str:
    """What is said of a row to who has come to it, with what it does."""
    return f"{spoken(row)} {row.help}".rstrip()


def saved_line(outcome: CollectionOutcome) -> tuple[str, bool]:
    """What came of saving a collection, as a sentence, and whether it is trouble."""
    saved, failed = len(outcome.saved), outcome.failed
    noun = "page is" if saved == 1 else "pages are"
    if not failed:
        more = f", with {counted(outcome.leaflets, 'leaflet')}" if outcome.leaflets else ""
        if outcome.was_cancelled:
            return (f"Stopped. {saved or 'No'} {noun} saved{more}.", False)
        return (f"All {saved} pages are saved{more}.", False)
    if not saved:
        return (failed[0][1], True)
    names = ", ".join(entry.title for entry, _reason in failed)
    return (f"{saved} {noun} saved. Not saved: {names}. {failed[0][1]}", True)


def passed_over_line(passed_over: tuple[tuple[str, str], ...]) -> str:
    """Which pages could not be opened, and why the first of them; empty where there are none."""
    if not passed_over:
        return ""
    names = ", ".join(short(title) for title, _reason in passed_over)
    return f"{names} cannot be opened. {passed_over[0][1]}"


def hint(
    screen: ScreenName, *, is_saving: bool, is_listening: bool, is_at_end: bool, is_one_button: bool
) -> str:
    """What keys do here."""
    if screen == "welcome":
        return "any key: stop saving" if is_saving else "any key: choose   ↑ ↓ the other one"
    if screen != "reading":
        return "any key: choose   ↑ ↓ move   Escape: back to the reading"
    if is_at_end:
        after = "what can I do" if is_one_button else "listen again"
        return f"That was the last page. Any key: {after}."
    verb = "what can I do" if is_one_button else "pause" if is_listening else "listen"
    return f"any key: {verb}   ← → sentence   ↑ ↓ section   Escape: take me back"
