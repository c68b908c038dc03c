"""Dates that a page tells of itself are found, those of others are not."""

from __future__ import annotations

import pytest

from reader.documents.page_dates import date_in
from reader.documents.parsing import read_document


def dates(markup: str, language: str = "en-GB") -> tuple[str, str]:
    document = read_document(
        f"<html lang={language}><title>T</title>{markup}<p>Text of the page, long enough.</p>".encode(),
        url="https://hands.example/p",
        media_type="text/html",
        charset=None,
    )
    return document.published, document.reviewed


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("3 May 2024", "2024-05-03"),
        ("3rd of May, 2024", "2024-05-03"),
        ("May 3, 2024", "2024-05-03"),
        ("Sept. 2023", "2023-09"),
        ("2024-05-03T09:00:00+01:00", "2024-05-03"),
        ("03/05/2024", "2024-05-03"),
        ("25/12/2024", "2024-12-25"),
        ("in 2024", "2024"),
        ("2024-19-03", ""),
        ("a long time ago", ""),
    ],
)
def test_dates_in_words_and_figures(text: str, date: str) -> None:
    assert date_in(text) == date


def test_days_and_months_stand_as_the_pages_country_writes_them() -> None:
    assert date_in("03/05/2024", is_american=True) == "2024-03-05"
    assert date_in("25/12/2024", is_american=True) == "2024-12-25"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>Last reviewed: 3 May 2024</p>", ("", "2024-05-03")),
        ("<p>Page last reviewed: 3 May 2024 Next review due: 3 May 2027</p>", ("", "2024-05-03")),
        ("<dl><dt>Last updated</dt><dd>May 2023</dd></dl>", ("", "2023-05")),
        ("<p>Published 1 June 2020. Last reviewed 2 June 2021</p>", ("2020-06-01", "2021-06-02")),
        ("<p>Next review: 3 May 2027</p>", ("", "")),
        ("<p>It was last reviewed by a friend, in a book of 1999.</p>", ("", "")),
        ("<meta property=article:published_time content=2020-01-02T03:04:05Z>", ("2020-01-02", "")),
        ("<meta itemprop=dateModified content=2021-03-04>", ("", "2021-03-04")),
        ("<time itemprop=datePublished datetime=2019-08-07>last summer</time>", ("2019-08-07", "")),
        ("<p>Published <time datetime=2024-05-03>3 May</time></p>", ("2024-05-03", "")),
        ("<p>Last review: <time datetime=2024-05-03>in May</time></p>", ("", "2024-05-03")),
        ("<p>Next review: <time datetime=2024-05-03>in May</time></p>", ("", "")),
        (
            "<time class='entry-date published' datetime=2020-01-02>then</time>"
            "<time class=updated datetime=2021-01-02>later</time>",
            ("2020-01-02", "2021-01-02"),
        ),
        ("<p>The clinic opens at <time datetime=2024-05-03>noon</time>.</p>", ("", "")),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "Comment", "datePublished": "2001-01-01"},'
            ' {"@type": ["MedicalWebPage"], "datePublished": "2018-02-03", "lastReviewed": "2022-02-03"}]}</script>',
            ("2018-02-03", "2022-02-03"),
        ),
        ('<script type="application/ld+json">{not json}</script>', ("", "")),
    ],
)
def test_a_page_says_when_it_was_published_and_reviewed(
    markup: str, expected: tuple[str, str]
) -> None:
    assert dates(markup) == expected


def test_what_is_written_for_people_counts_for_more() -> None:
    assert dates(
        "<meta property=article:modified_time content=2024-09-09><p>Last reviewed: 3 May 2022</p>"
    ) == ("", "2022-05-03")
