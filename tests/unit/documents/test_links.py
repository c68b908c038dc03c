"""Link labels stand alone, and targets lead somewhere."""

from __future__ import annotations

import pytest

from reader.documents.links import absolute, is_vague, kind_of, label_of, with_pages

BASE = "https://hands.example/help/pens.html"


def test_a_file_may_lead_to_the_files_beside_it_and_a_page_may_not() -> None:
    assert absolute("file:///home/p/a.html", "b.pdf") == "file:///home/p/b.pdf"
    assert absolute("file:///home/p/a.html", "a.html#part") is None
    assert absolute("file:///home/p/a.html", "file://server/share/b.pdf") is None
    assert absolute("https://example.org/a.html", "file:///home/p/b.pdf") is None


@pytest.mark.parametrize(
    ("text", "target", "hint", "sentence", "label"),
    [
        (
            "here (PDF, 2 pages)",
            "https://hands.example/fhd.pdf",
            "",
            "Our leaflet on focal hand dystonia is here (PDF, 2 pages).",
            "Leaflet: Focal hand dystonia (PDF, 2 pages)",
        ),
        (
            "https://hands.example/tremor-in-hands",
            "https://hands.example/tremor-in-hands",
            "",
            "See https://hands.example/tremor-in-hands. Read more about splints.",
            "Page: Tremor in hands",
        ),
        (
            "Click here",
            "https://hands.example/leaflets/pens.pdf",
            "",
            "Click here to download our leaflet on Pens for sore hands.",
            "Leaflet: Pens for sore hands (PDF)",
        ),
        (
            "Click here",
            "https://hands.example/writers-cramp",
            "",
            "Click here to find out more about Writer's cramp.",
            "Page: Writer's cramp",
        ),
        (
            "Click here",
            "https://hands.example/leaflets/fhd.pdf",
            "",
            "Click here to read our leaflet on hand dystonia, or call 020 7793 3650 for help.",
            "Leaflet: Hand dystonia (PDF)",
        ),
        (
            "here",
            "https://hands.example/p/12",
            "",
            "For advice on cramp, tremor and pain see here.",
            "Page: Cramp, tremor and pain",
        ),
        (
            "here",
            "https://hands.example/p/7",
            "",
            "To learn more about tremor in the hands, click here.",
            "Page: Tremor in the hands",
        ),
        (
            "click here",
            "https://hands.example/p/8",
            "",
            "If you would like more information about benefits and work, please click here.",
            "Page: Benefits and work",
        ),
        (
            "020 7946 0000",
            "tel:+442079460000",
            "",
            "Ring 020 7946 0000.",
            "Telephone 020 7946 0000",
        ),
        ("Ring us", "tel:+44%2020%207946%200000", "", "Ring us", "Telephone +44 20 7946 0000"),
        ("us", "mailto:a@hands.example?subject=Hi", "", "Write to us.", "E-mail a@hands.example"),
        (
            "Writer's cramp",
            "https://hands.example/w",
            "",
            "See Writer's cramp.",
            "Page: Writer's cramp",
        ),
        (
            "this page",
            "https://hands.example/hand-splints/",
            "",
            "See this page.",
            "Page: Hand splints",
        ),
        ("here", "https://hands.example/two.doc", "Pens", "Look here.", "Leaflet: Pens (Word)"),
        (
            "Download",
            "https://hands.example/a/Botulinum%20toxin.pdf",
            "",
            "Download",
            "Leaflet: Botulinum toxin (PDF)",
        ),
        (
            "www.nhs.example",
            "https://www.nhs.example/",
            "",
            "Go to www.nhs.example.",
            "Page: First page of nhs.example",
        ),
        (
            "Factsheet on splints (PDF, 120KB)",
            "https://hands.example/s.pdf",
            "",
            "Factsheet on splints (PDF, 120KB)",
            "Leaflet: Splints (PDF)",
        ),
        (
            "Find out more about rest",
            "https://hands.example/r",
            "",
            "Find out more about rest",
            "Page: Rest",
        ),
        (
            "https://hands.example/one.html",
            "https://hands.example/one.html",
            "",
            "https://hands.example/one.html",
            "Page: One",
        ),
    ],
)
def test_a_label_says_what_the_link_leads_to(
    text: str, target: str, hint: str, sentence: str, label: str
) -> None:
    assert label_of(text, target, hint, sentence) == label


@pytest.mark.parametrize(
    ("target", "label"),
    [
        ("https://hands.example/writers-cramp-signs", "Page: Signs of writer's cramp"),
        ("https://hands.example/p/a7", "Page: Signs of writer's cramp"),
        ("https://hands.example/leaflets/7", "Page: Signs of writer's cramp"),
        ("https://www.hands.example/", "Page: First page of hands.example"),
        ("https://hands.example/hand-splints", "Page: Hand splints"),
    ],
)
def test_the_heading_tells_where_the_address_says_less(target: str, label: str) -> None:
    assert label_of("Read more", target, "", "Read more", "Signs of writer's cramp") == label


def test_a_bare_address_is_not_named_after_what_it_stands_under() -> None:
    text = "www.hands.example/7"
    label = label_of(text, "https://www.hands.example/7", "", f"See {text}", "How long it lasts")
    assert label == "Page: First page of hands.example"


def test_a_leaflet_says_how_long_it_is() -> None:
    text = "Focal hand dystonia (PDF, 2 pages, 300 KB)"
    label = label_of(text, "https://hands.example/f.pdf", "", text)
    assert label == "Leaflet: Focal hand dystonia (PDF, 2 pages)"
    assert with_pages(label, 1) == "Leaflet: Focal hand dystonia (PDF, 1 page)"
    assert with_pages("Leaflet: Pens (Word)", 12) == "Leaflet: Pens (Word, 12 pages)"
    assert with_pages("Page: Pens", 12) == "Page: Pens"
    assert with_pages("Leaflet: Pens (PDF)", 0) == "Leaflet: Pens (PDF)"


@pytest.mark.parametrize(
    "text",
    "here|Click here|read more|Read more »|this link|this page|our website|more information|>|…|www.hands.example"
    "|https://hands.example/x|find out more|Download the leaflet|hands.example/a_b".split("|"),
)
def test_stock_phrases_and_bare_addresses_are_vague(text: str) -> None:
    assert is_vague(text)


@pytest.mark.parametrize(
    "text", ["Writer's cramp", "About us", "More about rest at night", "Ελλάδα"]
)
def test_words_with_a_subject_are_not_vague(text: str) -> None:
    assert not is_vague(text)


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/a", "https://hands.example/a"),
        ("two.html#part", "https://hands.example/help/two.html#part"),
        ("//other.example/x", "https://other.example/x"),
        ("https://other.example/a b", "https://other.example/a%20b"),
        ("tel:020 7946 0000", "tel:02079460000"),
        ("mailto:a@hands.example", "mailto:a@hands.example"),
        (" \n/a\n", "https://hands.example/a"),
        ("#top", None),
        ("pens.html#top", None),
        ("", None),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("JAVASCRIPT:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("http://[broken", None),
        ("http://", None),
        ("tel:", None),
        ("mailto:", None),
    ],
)
def test_targets_are_absolute_or_nothing(address: str, target: str | None) -> None:
    assert absolute(BASE, address) == target


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("https://hands.example/a.PDF?x=1", "leaflet"),
        ("https://hands.example/a.docx", "leaflet"),
        ("https://hands.example/a.html", "page"),
        ("https://hands.example", "page"),
        ("tel:1", "phone"),
        ("mailto:a@b.example", "email"),
    ],
)
def test_kind_follows_the_target(target: str, kind: str) -> None:
    assert kind_of(target) == kind


def test_a_link_round_half_a_page_is_named_by_how_it_begins() -> None:
    text = "Hand therapy " + "and many more words " * 5000
    label = label_of(text, "https://hands.example/therapy", "", text)
    assert label.startswith("Page: Hand therapy")
    assert len(label) < 400
