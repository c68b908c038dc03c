"""What can be done beside reading on, in a whole reader with time moved by hand and a real store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.documents import navigation
from tests.support.desk import PAGE_ONE, PAGE_TWO, Desk
from tests.support.pdf_writer import Pdf

WITH_LINKS = """<html lang="en-GB"><title>Links</title><body><main><h1>Links</h1>
<p>Read about <a href="two.html">the second page</a> or ring <a href="tel:+442079460000">020 7946 0000</a> by day.</p>
</main></body></html>"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    desk.save_two()
    desk.open(str(tmp_path / "one.html"))
    yield desk
    desk.close()


def rows_of(desk: Desk) -> list[str]:
    return [row.title for row in desk.session.list_view.rows] if desk.session.list_view else []


def settle(desk: Desk) -> None:
    """Let what was begun in the background end."""
    desk.until(lambda: not desk.session._background._jobs)
    desk.tick()


def test_a_bookmark_is_listed_by_its_sentence_and_leads_back_to_it(desk: Desk) -> None:
    desk.press("down", "right")
    desk.session.perform("bookmark")
    desk.until(lambda: desk.told == "Bookmark set.")
    desk.session.perform("next-page")
    desk.until(lambda: desk.session.title == "Two")
    desk.session.perform("bookmarks")
    assert rows_of(desk) == ["Rest before the cramp starts."]
    desk.press("space")
    desk.until(lambda: desk.session.title == "One")
    assert (desk.session.locator.section, desk.session.locator.sentence) == (1, 0)


def test_a_bookmark_can_be_taken_back_and_a_removed_one_comes_back(desk: Desk) -> None:
    desk.session.perform("bookmark")
    desk.until(lambda: desk.told == "Bookmark set.")
    desk.session.perform("bookmarks")
    desk.session.perform("remove")
    desk.until(lambda: "removed" in desk.told)
    assert desk.library.bookmarks.all() == ()
    desk.session.perform("take-me-back")
    desk.until(lambda: len(desk.library.bookmarks.all()) == 1)
    desk.session.perform("take-me-back")
    desk.until(lambda: desk.library.bookmarks.all() == ())


def test_a_bookmark_finds_its_sentence_after_the_page_changed(desk: Desk, tmp_path: Path) -> None:
    desk.press("down", "right")
    desk.session.perform("bookmark")
    desk.until(lambda: desk.told == "Bookmark set.")
    changed = PAGE_ONE.replace(
        "<h2>Rest", "<h2>News</h2><p>Something quite new stands here.</p><h2>Rest"
    )
    desk.shelf.save(
        desk.page("one.html", changed.replace("Rest before the", "Rest long before the"))
    )
    desk.session.perform("bookmarks")
    desk.press("space")
    desk.until(lambda: desk.session.locator.section == 2)
    assert desk.session.locator.sentence == 0
    assert desk.told.startswith("That sentence has changed. This is the nearest one.")


def test_a_removed_page_gives_way_to_the_next_and_one_press_brings_it_back(desk: Desk) -> None:
    desk.press("down", "right")
    desk.session.perform("remove")
    desk.until(lambda: desk.session.title == "Two", step_ms=20)
    assert [page.title for page in desk.shelf.pages()] == ["Two"]
    desk.session.perform("bin")
    assert rows_of(desk) == ["One"]
    desk.press("escape")
    while desk.session.title != "One":
        desk.session.perform("take-me-back")
        settle(desk)
    assert desk.session.locator.section == 1
    assert {page.title for page in desk.shelf.pages()} == {"One", "Two"}


def test_a_held_page_that_is_removed_gives_way_in_silence(desk: Desk) -> None:
    desk.session.perform("pause")
    desk.session.perform("remove")
    desk.until(lambda: desk.session.title == "Two", step_ms=20)
    desk.listen(10)
    assert desk.session.state not in ("playing", "preparing", "ended")
    assert desk.session.locator == navigation.first(desk.session.document)  # type: ignore[arg-type]
    while desk.session.title != "One":
        desk.session.perform("take-me-back")
        settle(desk)
    desk.listen(10)
    assert desk.session.state not in ("playing", "preparing", "ended")


def test_after_a_removed_page_comes_the_one_that_stood_after_it(desk: Desk) -> None:
    desk.shelf.save(desk.page("three.html", PAGE_TWO.replace("Two", "Three")))
    desk.session.open_targets((str(desk.folder / "two.html"),))
    desk.until(lambda: desk.session.title == "Two")
    desk.until(lambda: desk.shelf.last_open() == desk.session.status()["document"])
    desk.listen(1)
    desk.session.perform("remove")
    desk.until(lambda: desk.session.title in ("One", "Three"), step_ms=20)
    assert desk.session.title == "Three"


def test_after_a_removed_page_comes_what_was_put_next(desk: Desk) -> None:
    third = desk.shelf.save(desk.page("three.html", PAGE_TWO.replace("Two", "Three"))).page
    desk.library.queue.put_next(third.url, third.title)
    desk.session.perform("remove")
    desk.until(lambda: desk.session.title == "Three", step_ms=20)


def test_listening_goes_on_after_another_page_was_removed_from_the_list(desk: Desk) -> None:
    desk.session.perform("play")
    desk.until(lambda: desk.session.state == "playing", step_ms=20)
    desk.session.perform("pages")
    desk.press("down")
    desk.session.perform("remove")
    desk.until(lambda: desk.told.startswith("Removed: Two."))
    desk.until(lambda: desk.session.state == "playing", step_ms=20)
    assert desk.session.title == "One"


def test_the_bin_gives_a_page_back_when_it_is_chosen(desk: Desk) -> None:
    desk.session.perform("remove")
    desk.until(lambda: desk.session.title == "Two", step_ms=20)
    desk.session.perform("bin")
    desk.press("space")
    desk.until(lambda: desk.session.title == "One")
    desk.session.perform("bin")
    assert desk.told == "The bin is empty."


def test_when_the_last_page_is_removed_the_welcome_stands_there(desk: Desk) -> None:
    desk.session.perform("remove")
    desk.until(lambda: desk.session.title == "Two", step_ms=20)
    desk.session.perform("remove")
    desk.until(lambda: desk.session.screen == "welcome")


def test_a_row_of_pages_can_be_put_next_and_comes_before_the_order(
    desk: Desk, tmp_path: Path
) -> None:
    third = desk.page("three.html", PAGE_TWO.replace("Two", "Three"))
    desk.shelf.save(third)
    desk.session.perform("pages")
    while desk.session.list_view.rows[desk.session.list_view.current].title != "Three":  # type: ignore[union-attr]
        desk.press("down")
    desk.session.perform("put-next")
    desk.until(lambda: desk.told == "Next: Three.")
    desk.press("escape")
    desk.session.perform("next-pages")
    assert rows_of(desk) == ["Three"]
    desk.press("escape")
    desk.session.perform("next-page")
    desk.until(lambda: desk.session.title == "Three")
    desk.until(lambda: desk.library.queue.all() == ())


def test_the_reading_goes_on_through_what_was_put_next(desk: Desk) -> None:
    pages = {page.title: page for page in desk.shelf.pages()}
    desk.library.queue.put_next(pages["One"].url, "One")
    desk.session.open_targets((pages["Two"].id,))
    desk.until(lambda: desk.session.title == "Two")
    desk.until(lambda: desk.session.title == "One", step_ms=100)


def test_what_is_put_next_and_cannot_be_had_is_named_and_passed_over(
    desk: Desk, tmp_path: Path
) -> None:
    desk.library.queue.put_next((tmp_path / "gone.html").as_uri(), "Gone")
    desk.session.perform("next-page")
    desk.until(lambda: desk.session.title == "Two")
    assert desk.library.queue.all() == ()


def test_links_lead_to_saved_pages_and_numbers_are_said(desk: Desk) -> None:
    desk.session.open_targets((desk.page("links.html", WITH_LINKS),))
    desk.until(lambda: desk.session.title == "Links")
    desk.session.perform("links")
    desk.until(lambda: desk.session.screen == "links")
    view = desk.session.list_view
    assert view is not None
    assert [row.detail for row in view.rows] == ["saved", ""]
    desk.press("down", "space")
    assert "020 7946 0000" in desk.told
    desk.session.perform("links")
    desk.until(lambda: desk.session.screen == "links")
    desk.press("space")
    desk.until(lambda: desk.session.title == "Two")


def test_a_page_left_again_and_again_is_one_line_of_where_one_was(desk: Desk) -> None:
    for title in ("Two", "One", "Two"):
        desk.session.perform("next-page" if title == "Two" else "previous-page")
        desk.until(lambda title=title: desk.session.title == title)  # type: ignore[misc]
    settle(desk)
    page = next(page for page in desk.shelf.pages() if page.title == "One")
    for _ in range(3):
        assert page.place is not None
        desk.library.history.add(page.id, page.place)
    desk.session.perform("history")
    assert rows_of(desk) == ["One", "Two", "One"]


def test_where_one_was_is_listed_and_leads_back(desk: Desk) -> None:
    desk.press("down", "right")
    desk.session.perform("next-page")
    desk.until(lambda: desk.session.title == "Two")
    desk.until(lambda: len(desk.library.history.all()) == 1)
    desk.session.perform("history")
    assert rows_of(desk) == ["One"]
    desk.press("space")
    desk.until(lambda: desk.session.title == "One")
    assert desk.session.locator.section == 1


@pytest.mark.parametrize(
    "action", ["bookmarks", "history", "next-pages", "bin", "telephone-numbers"]
)
def test_an_empty_list_is_a_sentence(desk: Desk, action: str) -> None:
    desk.session.perform(action)
    assert desk.session.screen == "reading"
    assert desk.told.endswith(".")


def test_a_topic_leads_to_its_sections_and_one_more_press_reads_there(desk: Desk) -> None:
    desk.session.perform("topics")
    desk.until(lambda: desk.session.screen == "topics")
    topic = rows_of(desk)[0]
    desk.press("space")
    desk.until(lambda: desk.session.screen == "found")
    sentence = rows_of(desk)[0]
    assert topic.lower() in sentence.lower()
    desk.press("space")
    desk.until(lambda: desk.session.screen == "reading")
    assert desk.session.state == "playing"
    section = desk.session.document.sections[desk.session.locator.section]  # type: ignore[union-attr]
    assert sentence in (section.title, *(each.text for each in section.sentences))


def test_the_way_back_from_what_was_found_leads_to_the_topics(desk: Desk) -> None:
    desk.session.perform("topics")
    desk.until(lambda: desk.session.screen == "topics")
    desk.press("space")
    desk.until(lambda: desk.session.screen == "found")
    desk.press("escape")
    assert desk.session.screen == "topics"
    desk.press("escape")
    assert desk.session.screen == "reading"


def test_a_place_whose_sentence_changed_is_said_to_be_the_nearest(
    desk: Desk, tmp_path: Path
) -> None:
    desk.press("down", "right")
    desk.session.perform("next-page")
    desk.until(lambda: desk.session.title == "Two")
    settle(desk)
    changed = PAGE_ONE.replace(
        "Rest before the cramp starts.", "Rest well before any cramp starts."
    )
    desk.shelf.save(desk.page("one.html", changed))
    desk.session.perform("previous-page")
    desk.until(lambda: "Since you heard this" in desk.told)
    assert desk.told.startswith("That sentence has changed. This is the nearest one. Since")
    assert (desk.session.locator.section, desk.session.locator.sentence) == (1, 0)


def test_a_kept_leaflet_tells_its_pages_in_the_list_of_links(desk: Desk, tmp_path: Path) -> None:
    leaflet = tmp_path / "hand.pdf"
    pdf = Pdf(title="Hands")
    pdf.page().lines(
        72, 600, ["Keep the hand warm, and rest before it hurts.", "Write with a thick pen."]
    )
    pdf.page().lines(
        72, 600, ["Ask for a splint where a grip is weak.", "Play slowly, and not for long."]
    )
    leaflet.write_bytes(pdf.to_bytes())
    desk.shelf.save(str(leaflet))
    page = WITH_LINKS.replace("two.html", "hand.pdf").replace(
        "the second page", "our leaflet on hands"
    )
    desk.session.open_targets((desk.page("leaflets.html", page),))
    desk.until(lambda: desk.session.title == "Links")
    desk.session.perform("links")
    desk.until(lambda: desk.session.screen == "links")
    assert rows_of(desk)[0].endswith("(PDF, 2 pages)")
