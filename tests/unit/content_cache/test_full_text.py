"""What can be found, by what words, and with which sentence; what the library is about."""

from __future__ import annotations

import pytest
from kept_pages import keep, keep_text

from content_cache.entries import Found, IndexedSection
from content_cache.library import Library


@pytest.fixture
def garden(library: Library) -> Library:
    keep_text(
        library,
        "tea",
        ("Tea", "Tea is grown on hills.", "Pour the water on the leaves."),
        ("Watering", "The bushes need little.", "Rain is enough, and water from the hill."),
    )
    keep_text(library, "beans", ("Beans", "Sow them in May.", "Water them daily, water them well."))
    keep_text(library, "soup", ("Crème brûlée", "An egg.", "Grüße aus der Küche: 漢字."))
    return library


def found(library: Library, words: str) -> list[tuple[str, int, int]]:
    return [(hit.page_title, hit.section, hit.sentence) for hit in library.search(words)]


def test_a_section_is_found_with_its_sentence(garden: Library) -> None:
    (hit,) = garden.search("sow May")
    beans = garden.find("https://a.org/beans")
    assert beans is not None
    assert hit == Found(
        page_id=beans.id,
        page_title="Beans",
        section=0,
        section_title="Beans",
        sentence=0,
        text="Sow them in May.",
        marks=((0, 3), (12, 15)),
    )


def test_a_word_in_a_heading_counts_more(garden: Library) -> None:
    assert found(garden, "water") == [("Tea", 1, 1), ("Beans", 0, 1), ("Tea", 0, 1)]


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("creme BRULEE", "Soup"),
        ("Crème", "Soup"),
        ("kuche", "Soup"),
        ("growing hill", "Tea"),
        ("leaf leave", "Tea"),
        ("漢字", "Soup"),
        ("sowing", "Beans"),
        ("bea", "Beans"),
        ("may nonexistent", "Beans"),
    ],
)
def test_endings_accents_and_beginnings(garden: Library, words: str, page: str) -> None:
    hits = garden.search(words)
    assert hits
    assert hits[0].page_title == page


def test_a_title_alone_is_shown_where_no_sentence_has_the_word(garden: Library) -> None:
    assert found(garden, "brulee") == [("Soup", 0, -1)]
    (hit,) = garden.search("brulee")
    assert (hit.text, hit.marks) == ("Crème brûlée", ((6, 12),))


def test_the_sentence_with_most_of_the_words_is_shown(library: Library) -> None:
    keep_text(
        library, "x", ("X", "One hand.", "A cramp.", "A hand with a cramp.", "Hand and cramp.")
    )
    assert found(library, "cramp hand") == [("X", 0, 2)]


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        '"',
        '""" AND',
        "tea OR",
        "NOT",
        "NEAR(tea, 2)",
        "title:tea",
        "tea*",
        "^tea",
        "-tea",
        "tea + (",
        "{title} : tea",
        "'; DROP TABLE pages; --",
        "%_[a]?",
        "\x00tea\x00",
        "🙂",
        "🙂tea🙂",
        "٣",
        "e\u0301",
        "\u0301",
        "a\u200db",
        "don't",
        "x" * 10_000,
        "tea " * 2500,
        " ".join(f"word{number}" for number in range(2000)),
        "ﬁn ﷺ ½ ²",
        "\ud800",
        "𠀀𠀁",
        "ก็",
    ],
)
def test_whatever_is_typed_is_data(garden: Library, typed: str) -> None:
    hits = garden.search(typed)
    assert all(hit.text for hit in hits)
    if "tea" in typed:
        assert any(hit.page_title == "Tea" for hit in hits)


def test_a_search_in_one_page(garden: Library) -> None:
    tea = garden.find("https://a.org/tea")
    assert tea is not None
    assert {hit.page_title for hit in garden.search("water", page_id=tea.id)} == {"Tea"}
    assert garden.search("water", page_id="none") == ()
    assert len(garden.search("water", limit=1)) == 1


def test_what_is_put_in_again_takes_the_place_of_what_was_there(library: Library) -> None:
    page = keep_text(library, "tea", ("Tea", "Leaves."), ("Cups", "Porcelain."))
    assert library.index(page.id, page.sha256, "2", [IndexedSection("Coffee", ("Beans.",))])
    assert library.search("leaves porcelain") == ()
    assert found(library, "beans") == [("Tea", 0, 0)]
    assert [topic.text for topic in library.topics()] == ["Coffee"]


def test_only_the_newest_form_goes_in(library: Library) -> None:
    page = keep(library, "tea", b"one")
    newer = keep(library, "tea", b"two")
    assert not library.index(page.id, page.sha256, "1", [IndexedSection("Old", ())])
    assert not library.index("none", page.sha256, "1", [IndexedSection("Old", ())])
    assert library.search("old") == ()
    assert library.index(page.id, newer.sha256, "1", [IndexedSection("New", ())])
    assert found(library, "new") == [("Tea", 0, -1)]


def test_what_is_not_put_in_yet_is_named(library: Library) -> None:
    tea = keep_text(library, "tea", ("Tea", "Leaves."))
    beans = keep(library, "beans")
    assert [page.id for page in library.not_indexed("1")] == [beans.id]
    library.index(beans.id, beans.sha256, "1", ())
    assert library.not_indexed("1") == ()
    assert [page.id for page in library.not_indexed("2", limit=1)] == [tea.id]
    keep(library, "tea", b"newer")
    assert [page.id for page in library.not_indexed("1")] == [tea.id]


def test_what_is_in_the_bin_is_not_found_and_comes_back(garden: Library) -> None:
    tea = garden.find("https://a.org/tea")
    assert tea is not None
    before, topics = found(garden, "water"), garden.topics()
    garden.bin.put(tea.id)
    assert found(garden, "water") == [("Beans", 0, 1)]
    assert "Watering" not in {topic.text for topic in garden.topics()}
    assert not garden.index(tea.id, "0" * 64, "1", ())
    garden.bin.bring_back(tea.id)
    assert found(garden, "water") == before
    assert garden.topics() == topics


def test_text_that_is_put_in_while_in_the_bin_is_found_when_it_comes_back(library: Library) -> None:
    page = keep_text(library, "tea", ("Tea", "Leaves."))
    library.bin.put(page.id)
    assert library.index(page.id, page.sha256, "2", [IndexedSection("Coffee", ("Beans.",))])
    assert library.search("beans") == ()
    library.bin.bring_back(page.id)
    assert found(library, "beans") == [("Tea", 0, 0)]
    assert library.search("leaves") == ()


# Topics


def test_topics_are_words_and_headings_that_matter(library: Library) -> None:
    for number in range(12):
        keep_text(
            library,
            f"hand{number}",
            ("Hand dystonia", "The hand cramps.", "Which of these would they have been there?"),
            (
                "Treatments",
                f"Botulinum helps, botulinum {number} weakens.",
                "Treatment takes time.",
            ),
        )
    keep_text(library, "tea", ("Tea time", "There is tea there."))
    topics = library.topics()
    texts = [topic.text for topic in topics]
    assert set(texts[:4]) == {"Hand dystonia", "Treatments", "dystonia", "hand"}
    assert "botulinum" in texts
    assert not {"there", "which", "treatment", "treatments"} & set(texts)
    botulinum = topics[texts.index("botulinum")]
    assert (botulinum.is_heading, botulinum.pages, botulinum.hits) == (False, 12, 24)
    assert len(library.topics(3)) == 3


def test_an_empty_library_is_about_nothing(library: Library) -> None:
    assert library.topics() == ()
    assert library.search("anything") == ()
