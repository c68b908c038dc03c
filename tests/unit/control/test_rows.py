"""What the rows of lists show and say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from content_cache.resource import Page
from reader.control import rows
from reader.control.view import Row
from reader.documents.model import Document, Link, LinkKind, Locator, Section, Sentence
from reader.documents.navigation import Outline


def link(target: str, kind: LinkKind) -> Link:
    return Link(0, 1, target, target, kind)


def test_a_section_tells_the_telephone_numbers_and_leaflets_in_it() -> None:
    phones = (link("tel:1", "phone"), link("tel:2", "phone"))
    leaflet = (link("https://a.example/a.pdf", "leaflet"),)
    sections = [(), phones + phones, leaflet, phones[:1] + leaflet, phones]
    document = Document(
        "https://a.example/",
        "Hands",
        "en",
        tuple(Section("A", 1, (Sentence("Warm.", links=links),)) for links in sections),
    )
    outline = rows.outline(document, Outline(document), 165)
    view = rows.sections(document, outline, Locator(4))
    marks = [row.mark for row in view.rows]
    assert marks == ["", "2 phone numbers", "1 leaflet", "1 phone, 1 leaflet", "now"]


def test_a_row_says_minutes_and_site_in_words() -> None:
    row = Row("Focal hand dystonia", "4 min · Dystonia Society", "60%", 0.6)
    assert rows.spoken(row) == "Focal hand dystonia, 60%, 4 minutes, Dystonia Society."
    assert rows.spoken(Row("Tea", "<1 min · A", "new")) == "Tea, new, less than a minute, A."


def page(number: int, title: str, url: str, words: int = 500) -> Page:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return Page(str(number), url, title, "text/html", "en", "", words, now, now)


def test_pages_of_the_same_title_tell_their_site_or_their_file() -> None:
    saved = (
        page(1, "Hands", "https://a.example/hands"),
        page(2, "Hands", "https://b.example/hands"),
        page(3, "Feet", "https://a.example/feet"),
        page(4, "Notes", "file:///home/one/my%20notes.txt"),
        page(5, "Notes", "file:///home/two/notes.txt"),
        page(6, "Same", "https://a.example/one/tips"),
        page(7, "Same", "https://a.example/two/tips"),
    )
    assert rows.told_apart(saved) == {
        "1": "a.example",
        "2": "b.example",
        "4": "my notes.txt",
        "5": "notes.txt",
        "6": "one/tips",
        "7": "two/tips",
    }
    view = rows.pages(saved, 165, open_id=None, open_fraction=0, news={})
    assert [row.detail for row in view.rows[:3]] == [
        "3 min · a.example",
        "3 min · b.example",
        "3 min",
    ]


def test_files_of_one_name_tell_the_folder_where_they_part() -> None:
    saved = (
        page(1, "my file", "file:///tmp/fresh/one/my%20file.txt"),
        page(2, "my file", "file:///tmp/fresh/two/my%20file.txt"),
        page(3, "tea", "file:///a/deep/er/tea.txt"),
        page(4, "tea", "file:///b/deep/er/tea.txt"),
        page(5, "same", "http://a.example/same"),
        page(6, "same", "https://a.example/same"),
    )
    assert list(rows.told_apart(saved).values()) == [
        "one/my file.txt", "two/my file.txt", "a/…/tea.txt", "b/…/tea.txt",
        "http://a.example/same", "https://a.example/same",
    ]  # fmt: skip


def test_a_leaflet_with_the_title_of_its_page_says_what_it_is() -> None:
    whole = page(1, "Hand dystonia", "https://a.example/hand")
    leaflet = replace(
        page(2, "Hand dystonia", "https://a.example/hand.pdf"),
        media_type="application/pdf",
        is_own=False,
    )
    view = rows.pages((whole, leaflet), 165, open_id=None, open_fraction=0, news={})
    assert [row.title for row in view.rows] == ["Hand dystonia", "Hand dystonia (leaflet, PDF)"]
    assert [row.detail for row in view.rows] == ["3 min", "3 min"]
    assert rows.name_of(replace(leaflet, title="Hand leaflet")) == "Hand leaflet (PDF)"
    assert rows.name_of(replace(leaflet, is_own=True)) == "Hand dystonia"
    assert rows.short(rows.name_of(replace(leaflet, title="word " * 40))).endswith("(leaflet, PDF)")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("file:///home/one/my%20notes.txt", "my notes.txt"),
        ("https://a.example/caf%C3%A9/", "a.example/café"),
        ("https://a.example/" + "very-long-way/" * 9 + "page", "a.example/…/page"),
    ],
)
def test_an_untitled_page_is_named_by_its_address_in_short(url: str, shown: str) -> None:
    assert rows.name_of(page(1, "", url)) == shown


def test_long_times_are_told_in_hours() -> None:
    book = page(1, "Book", "https://a.example/book", words=200_000)
    view = rows.pages(
        (book, page(2, "Other", "https://a.example/o", 200_000)),
        165,
        open_id=None,
        open_fraction=0,
        news={},
    )
    assert view.rows[0].detail == "23 h"
    assert view.summary == "2 saved · about 46 hours"
    assert "23 hours" in rows.spoken(view.rows[0])


def test_an_item_that_counts_itself_has_no_bullet_as_well() -> None:
    assert [rows.bullet("3.", "Rest."), rows.bullet("", "Rest."), rows.bullet("", "1. Rest.")] == [
        "3. ", "• ", "",
    ]  # fmt: skip
    assert rows.bullet("", "(b) Rest.") == ""
    assert rows.bullet("", "Dr. Lee is there.") == "• "
