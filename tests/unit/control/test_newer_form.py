"""What an address gives now, judged against what was kept from it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from content_cache.resource import Page, Resource
from reader.control.newer_form import is_worse, leads_astray
from reader.documents.model import Document, Section, Sentence

NOW = datetime(2024, 5, 1, tzinfo=UTC)
ADDRESS = "https://hands.example/dystonia"
FRONT = "https://hands.example/"


def page(url: str = ADDRESS, page_id: str = "a") -> Page:
    return Page(page_id, url, "Dystonia", "text/html", "en", "", 100, NOW, NOW)


def found_at(url: str) -> Resource:
    return Resource(url, "text/html", None, b"", None, None, NOW, "")


def document_of(words: int) -> Document:
    text = " ".join(["hand"] * words)
    return Document(
        url=ADDRESS, title="", language="en", sections=(Section("", 1, (Sentence(text),)),)
    )


@pytest.mark.parametrize(("words", "is_so"), [(49, True), (50, False), (300, False)])
def test_far_fewer_words_are_worse(words: int, is_so: bool) -> None:
    assert is_worse(found_at(ADDRESS), document_of(words), page(), page()) is is_so


def test_an_address_that_leads_to_another_saved_page_or_the_front_page_gives_worse() -> None:
    other = "https://hands.example/other"
    assert is_worse(found_at(other), document_of(200), page(), page(other, "b"))
    assert is_worse(found_at(FRONT), document_of(200), page(), None)
    assert not is_worse(found_at(other), document_of(200), page(), None)


def test_a_persons_own_file_is_what_it_is_however_short() -> None:
    own = "file:///home/hands.txt"
    assert not is_worse(found_at(own), document_of(1), page(own), page(own))


def test_only_what_was_not_a_front_page_is_led_astray_to_one() -> None:
    assert leads_astray(found_at(FRONT), ADDRESS)
    assert not leads_astray(found_at(FRONT), "https://other.example")
    assert not leads_astray(found_at(FRONT + "?id=7"), ADDRESS)
    assert not leads_astray(found_at(FRONT), "")
