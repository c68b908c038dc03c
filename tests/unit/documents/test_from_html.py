"""Pages become sections, sentences and links; what is no text of theirs is set aside by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.documents.document_links import links_of
from reader.documents.model import Document, Link, Sentence
from reader.documents.parsing import read_document

PAGES = Path(__file__).parents[2] / "data" / "pages"
URL = "https://hands.example/help/page"


def read(markup: str | bytes) -> Document:
    body = markup if isinstance(markup, bytes) else markup.encode()
    return read_document(body, url=URL, media_type="text/html", charset=None)


def page(name: str) -> Document:
    return read((PAGES / name).read_bytes())


def outline(document: Document) -> list[tuple[int, str, list[str]]]:
    """Level, title and blocks of each section."""
    found = []
    for section in document.sections:
        blocks: list[str] = []
        for sentence in section.sentences:
            if sentence.starts_block:
                blocks.append(sentence.text)
            else:
                blocks[-1] += " " + sentence.text
        found.append((section.level, section.title, blocks))
    return found


def sentences(document: Document) -> list[Sentence]:
    return [s for section in document.sections for s in section.sentences]


def links(document: Document) -> list[tuple[str, Link]]:
    return [(s.text, link) for s in sentences(document) for link in s.links]


def aside(document: Document, label: str) -> str:
    return "\n".join(part.text for part in document.set_aside if part.label == label)


def test_panels_hidden_until_a_click_are_read() -> None:
    document = page("questions.html")
    assert document.title == "Questions about tremor"
    assert document.language == "en-GB"
    assert (
        outline(document)[:4]
        == [
            (
                1,
                "Questions about tremor",
                ["People who shake, and those who live with them, ask us these questions most."],
            ),
            (
                3,
                "What is a tremor?",
                [
                    "A tremor is a shaking that you cannot stop by wanting to.",
                    "It is not a sign of fear.",
                ],
            ),
            (
                3,
                "Who gets it?",
                [
                    "Anyone may. About 1 in 25 people over 40 has one.",
                    "It often runs in families",
                    "It may come with age",
                    "more so after 65",
                ],
            ),
            (3, "Is there help?", ["Yes. See our guide, or print it."]),
        ]
        or outline(document)[3][1] == "Is there help?"
    )
    read_aloud = " ".join(s.text for s in sentences(document))
    assert "Ask a grown-up to ring 0800 000 1234 with you." in read_aloud
    for junk in ("Shop", "Facebook", "You may also like", "Privacy", "A++", "Donate"):
        assert junk not in read_aloud
    assert "Pens with thick grips" in aside(document, "related links")
    assert "Shop" in aside(document, "menu")


def test_list_items_keep_their_role() -> None:
    roles = {s.text: s.role for s in sentences(page("questions.html"))}
    assert roles["It often runs in families"] == roles["more so after 65"] == "list_item"
    assert roles["It is not a sign of fear."] == "body"


def test_tables_of_layout_are_not_rows() -> None:
    document = page("old-style.html")
    assert document.title == "Getting in touch"
    titles = [section.title for section in document.sections]
    assert titles[:3] == ["Getting in touch", "When we are there", "Where we are"]
    blocks = {title: found for _, title, found in outline(document)}
    assert blocks["Getting in touch"][-3:] == [
        "We are glad to hear from anybody whose hand cramps, and from their families and friends.",
        "Our telephone is answered by people who have the same trouble, so it may ring for a while. Please let it.",
        "You can also write to us; the café at our office is open to all.",
    ]
    assert blocks["When we are there"] == [
        "Opening hours",
        "Day Hours",
        "Monday 9am - 5pm",
        "Friday 10am - 2pm",
    ]
    rows = [s for s in sentences(document) if s.role == "table_row"]
    assert [s.text for s in rows if s.starts_block][:2] == ["Day", "Monday"]
    assert blocks["Where we are"][0] == "1 Example Street Sampleton AB1 2CD"
    assert "Back to top" not in " ".join(blocks["Where we are"])


def test_languages_of_phrases_and_quotes() -> None:
    document = page("languages.html")
    found = {s.text: (s.language, s.role) for s in sentences(document)}
    assert found["La main se crispe dès que la plume touche le papier."] == ("fr", "quote")
    assert found["The French say it so: « La crampe de l’écrivain. »"][0] == "fr"
    assert found["Germans say Schreibkrampf, which is plain."] == (None, "body")
    assert found["A pen with a thick grip"] == (None, "caption")
    assert ("he", "body") in found.values()


def test_what_looks_like_screen_markup_stays_text() -> None:
    document = page("languages.html")
    assert document.sections[1].title == "Markup [bold]stays[/bold] text"
    text = document.sections[1].sentences[0].text
    assert text.startswith("A title may hold [@click=app.quit]anything[/]")
    assert text.endswith("Red evil soft zerowidth")


def test_links_point_into_the_text_and_stand_alone() -> None:
    found = links(page("languages.html"))
    assert [(text[link.start : link.end], link.label, link.target) for text, link in found][
        -3:
    ] == [
        ("https://files.example/sub/one.html", "Page: One", "https://files.example/sub/one.html"),
        ("here", "Leaflet: Pens for sore hands (Word)", "https://files.example/sub/two.doc"),
        ("read more", "Leaflet: Thick pens (PDF)", "https://files.example/guides/thick_pens.pdf"),
    ]


def test_links_in_later_sentences_have_offsets_of_their_own() -> None:
    document = read(
        "<p>Rest  first. Then see <a href='a'> the  list </a>. Or <a href='b'>ask. Do not</a> wait.</p>"
    )
    assert [text[link.start : link.end] for text, link in links(document)] == [
        "the list",
        "ask.",
        "Do not",
    ]


def test_links_that_lead_nowhere_are_text() -> None:
    document = read(
        "<p>One <a href='#x'>anchor</a>, <a href='javascript:go()'>script</a>, <a>name</a>, <a href='http://['>bad</a>"
        " and <a href='/ok'>a good one</a>.</p>"
    )
    assert [link.target for _, link in links(document)] == ["https://hands.example/ok"]
    assert sentences(document)[0].text == "One anchor, script, name, bad and a good one."


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Cramp | Hand Club</title>", "<h1>Cramp</h1>", "Cramp"),
        ("<title>Hand Club - Cramp</title>", "<h1>Cramp</h1>", "Cramp"),
        ("<title>Cramp – Hand Club</title>", "", "Cramp"),
        ("<title>Hands: Cramp</title><meta property=og:site_name content=Hands>", "", "Cramp"),
        ("<title>Cramp « Hand Club</title>", "<h1><a href='/'>Hand Club</a></h1>", "Cramp"),
        ("", "<h1>Cramp at night</h1>", "Cramp at night"),
        ("<title>Well-known cramp</title>", "", "Well-known cramp"),
        ("<title>\x1b]0;x\x07Cramp \u202etitle</title>", "", "Cramp title"),
        ("<meta property='og:title' content='Cramp'>", "", "Cramp"),
    ],
)
def test_the_title_is_the_page_s_own(head: str, body: str, title: str) -> None:
    assert (
        read(f"<html><head>{head}</head><body>{body}<p>Some text is here.</p></body></html>").title
        == title
    )


@pytest.mark.parametrize(
    ("markup", "language"),
    [
        ("<html lang='en_gb'>", "en-GB"),
        ("<html xml:lang='de'>", "de"),
        ("<html><body lang=fr>", "fr"),
        ("<html><head><meta http-equiv=content-language content='nl, en'>", "nl"),
        ("<html lang='not a tag!'>", None),
        ("<html lang=''>", None),
    ],
)
def test_the_language_is_a_tag_or_nothing(markup: str, language: str | None) -> None:
    assert read(f"{markup}<p>Some text is here.</p>").language == language


def test_text_before_the_first_heading_belongs_to_the_title() -> None:
    document = read(
        "<title>T</title><p>Before all.</p><h1>T</h1><p>After it.</p><h4>Deep</h4><p>Down.</p>"
    )
    assert outline(document) == [(1, "T", ["Before all.", "After it."]), (2, "Deep", ["Down."])]


def test_two_line_ends_make_a_paragraph_and_one_does_not() -> None:
    document = read(
        "<title>T</title><div>One line<br>goes on.<br><br>A new one.<br> <br/>\n<br>Third.</div>"
    )
    assert outline(document)[0][2] == ["One line goes on.", "A new one.", "Third."]


def test_nested_items_are_items_of_their_own() -> None:
    document = read(
        "<title>T</title><ol><li>One <b>bold</b><ul><li>Inner</li></ul>tail</li><li><p>Two</p><p>More</p></li></ol>"
    )
    assert outline(document)[0][2] == ["One bold", "Inner", "tail", "Two", "More"]


def test_cells_end_a_sentence() -> None:
    document = read(
        "<title>T</title><table><tr><th>Day</th><th>Open</th></tr>"
        "<tr><td><p>Mon</p></td><td>9 <b>to</b> 5</td></tr></table>"
    )
    assert [(s.text, s.starts_block) for s in sentences(document)] == [
        ("Day", True), ("Open", False), ("Mon", True), ("9 to 5", False),
    ]  # fmt: skip


def test_a_page_that_stands_in_a_form_is_read() -> None:
    text = "<p>" + "The hand cramps while it writes, and often only then. " * 8 + "</p>"
    for tag in (
        "form",
        "header",
        "nav",
        "aside",
        "footer",
        "noscript",
        "div hidden",
        "div class='sidebar ad'",
    ):
        document = read(f"<title>T</title><{tag}><h2>Hand</h2>{text}</{tag.split()[0]}><p>Menu</p>")
        assert "often only then" in " ".join(s.text for s in sentences(document)), tag


def test_long_text_that_stands_twice_is_read_once() -> None:
    text = "This long paragraph stands on the page twice, once for narrow screens."
    document = read(
        f"<title>T</title><div><p>{text}</p></div><p>Between.</p><div><p>{text}</p></div>"
    )
    assert outline(document)[0][2] == [text, "Between."]


def test_what_is_set_aside_is_counted_and_kept() -> None:
    document = read(
        "<title>T</title><nav><ul><li><a href=/a>One</a></li><li><a href=/b>Two</a></li></ul></nav>"
        "<main><h1>T</h1><p>Text of the page is here, and it is long enough to be it.</p></main>"
        "<footer><p>Imprint</p></footer><script>no()</script>"
    )
    assert [(part.label, part.items, part.text) for part in document.set_aside] == [
        ("menu", 2, "One\nTwo"),
        ("footer", 1, "Imprint"),
    ]


def test_leaflets_in_parts_set_aside_are_offered_once() -> None:
    document = read(
        "<title>T</title><main><h1>T</h1><p>Text of the page is here, and it is long enough to be it, with"
        " <a href=/read.pdf>a leaflet on pens</a>.</p></main><aside><h2>Downloads</h2><ul>"
        "<li><a href=/splints.pdf>Splints at night</a></li><li><a href=/read.pdf>Pens</a></li>"
        "<li><a href=/other>Another page</a></li><li><a href=/splints.pdf>Splints again</a></li></ul></aside>"
    )
    (part,) = document.set_aside
    (leaflet,) = part.leaflets
    assert (leaflet.label, leaflet.target, leaflet.kind) == (
        "Leaflet: Splints at night (PDF)",
        "https://hands.example/splints.pdf",
        "leaflet",
    )
    assert part.text[leaflet.start : leaflet.end] == "Splints at night"
    assert [(place.section, link.label) for place, link in links_of(document)] == [
        (0, "Leaflet: A leaflet on pens (PDF)"),
        (0, "Leaflet: Splints at night (PDF)"),
    ]
