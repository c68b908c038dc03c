"""What the rows of lists show and say."""

from __future__ import annotations

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
