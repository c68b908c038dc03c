"""What is kept of a document decodes to the same document, and damage is noticed."""

from __future__ import annotations

import hashlib
import json
import random
import zlib
from pathlib import Path

import pytest

from reader.documents.model import (
    Abbreviation,
    Detail,
    Document,
    Link,
    Locator,
    NoteMark,
    Phrase,
    Section,
    Sentence,
    SetAside,
)
from reader.documents.parsing import read_document
from reader.documents.stored_form import MAKER, from_bytes, to_bytes

PAGES = Path(__file__).parents[2] / "data" / "pages"
MADE = Path(__file__).parents[2] / "data" / "made_documents.json"
TYPES = {".html": "text/html", ".txt": "text/plain", ".md": "text/markdown"}

MARK = NoteMark(2, 5, Locator(3, 3))
LOST = NoteMark(2, 5, None)
DOCUMENT = Document(
    url="https://hands.example/x",
    title="Ünïcode — 手",
    language="en-GB",
    sections=(
        Section(
            "First", 1, (Sentence("One.", "body", True), Sentence("Two.", "list_item", False, "fr"))
        ),
        Section("Empty", 2, ()),
        Section(
            "Links",
            6,
            (
                Sentence(
                    "Ring 1 or see 2.",
                    "table_row",
                    True,
                    None,
                    (
                        Link(5, 6, "Telephone 1", "tel:1", "phone"),
                        Link(14, 15, "Page: 2", "https://e.example", "page"),
                    ),
                ),
                Sentence("Said.", "quote"),
                Sentence("A pen", "caption", True),
            ),
        ),
        Section(
            "Details",
            2,
            (
                Sentence("A.[1]", "list_item", True, None, (), Detail(2, "b.", marks=(MARK, LOST))),
                Sentence("B.", "list_item", True, "de", (), Detail(2, continues=True)),
                Sentence("50 mg", "table_row", True, None, (), Detail(column="Dose")),
                Sentence(
                    "FHD, auf Deutsch.",
                    detail=Detail(
                        abbreviations=(Abbreviation(0, 3, "focal hand dystonia"),),
                        phrases=(Phrase(5, 16, "de"),),
                        note_of=Locator(3, 0),
                    ),
                ),
            ),
        ),
    ),
    set_aside=(
        SetAside("menu", 3, "Home\nAbout\nShop"),
        SetAside(
            "sidebar",
            1,
            "Splints",
            (Link(0, 7, "Leaflet: Splints (PDF)", "https://x/s.pdf", "leaflet"),),
        ),
    ),
    published="2024-05-03",
    reviewed="2025-06",
)


@pytest.mark.parametrize(
    "document",
    [DOCUMENT, Document("", "", None, ()), Document("u", "t", None, (Section("", 1, ()),))],
)
def test_round_trip(document: Document) -> None:
    assert from_bytes(to_bytes(document)) == document


@pytest.mark.parametrize("page", sorted(PAGES.iterdir()), ids=lambda p: p.name)
def test_round_trip_of_pages(page: Path) -> None:
    document = read_page(page)
    assert from_bytes(to_bytes(document)) == document


def read_page(page: Path) -> Document:
    return read_document(
        page.read_bytes(),
        url=f"https://hands.example/{page.name}",
        media_type=TYPES[page.suffix],
        charset=None,
    )


def test_damage_is_a_value_error() -> None:
    data = to_bytes(DOCUMENT)
    chance = random.Random(2)
    for at in range(len(data)):
        for damaged in (
            data[:at],
            data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :],
        ):
            try:
                assert from_bytes(damaged) == DOCUMENT  # a bit that does not matter to zlib
            except ValueError:
                continue


@pytest.mark.parametrize(
    "shape",
    [
        [],
        {},
        None,
        {"roles": "z", "texts": "x"},
        {"roles": "BB", "texts": "x"},
        {"roles": "B", "texts": "x", "languages": [[9, "en"]], "links": []},
        {"roles": 5, "texts": "x"},
        {"roles": "B", "texts": 7, "languages": [], "links": []},
        {"roles": "B", "texts": "x", "languages": [], "links": [[0, [[1]]]]},
        {"roles": "B", "texts": "x", "languages": [], "links": [], "sections": [["t", 1, 1]]},
        {"roles": "B", "texts": "x", "languages": [], "links": [], "sections": [[None, 1, "1"]]},
    ],
)
def test_a_wrong_shape_is_a_value_error(shape: object) -> None:
    with pytest.raises(ValueError):
        from_bytes(b"HOR1" + zlib.compress(json.dumps(shape).encode()))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"HOR1",
        b"<html>",
        b"HOR1" + zlib.compress(b"\xff"),
        b"HOR1" + zlib.compress(b"[" * 200_000),
    ],
)
def test_other_bytes_are_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError):
        from_bytes(data)


def test_the_maker_changes_with_what_is_made() -> None:
    """Stored forms are made anew only when `MAKER` changes, so no change of what is read may go without one.

    When this fails: raise `MAKER` in `reader/documents/stored_form.py`, then put the digest that the failure
    shows beside the new number in `tests/data/made_documents.json`.
    """
    digest = hashlib.sha256()
    for page in sorted(PAGES.iterdir()):
        digest.update(zlib.decompress(to_bytes(read_page(page))[4:]))
    assert json.loads(MADE.read_text("utf-8")) == {"maker": MAKER, "digest": digest.hexdigest()}
