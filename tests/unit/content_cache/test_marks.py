"""Queue, bookmarks and history."""

from __future__ import annotations

import pytest
from kept_pages import Clock, keep

from content_cache.entries import Bookmark
from content_cache.library import Library
from content_cache.marks import KEPT_VISITS


def queued(library: Library) -> list[str]:
    return [entry.url.removeprefix("https://a.org/") for entry in library.queue.all()]


def test_what_is_put_next_is_next(library: Library) -> None:
    for name in ("one", "two"):
        library.queue.put_last(f"https://a.org/{name}", name)
    library.queue.put_next("https://a.org/now", "Now")
    assert queued(library) == ["now", "one", "two"]
    library.queue.put_next("https://a.org/two", "two")
    assert queued(library) == ["two", "now", "one"]
    taken = library.queue.take_next()
    assert taken is not None
    assert taken.url == "https://a.org/two"
    assert queued(library) == ["now", "one"]


def test_an_empty_queue_has_nothing_next(library: Library) -> None:
    assert library.queue.take_next() is None
    assert not library.queue.take_out(7)


def test_a_link_in_the_queue_becomes_a_page_when_it_is_kept(library: Library) -> None:
    library.queue.put_last("https://a.org/tea", "Read about tea")
    (link,) = library.queue.all()
    assert (link.page_id, link.title) == (None, "Read about tea")
    page = keep(library, "tea")
    (entry,) = library.queue.all()
    assert (entry.page_id, entry.title) == (page.id, "Tea")
    library.bin.put(page.id)
    assert library.queue.all() == (link,)


def test_the_queue_is_arranged(library: Library) -> None:
    for name in ("one", "two", "three", "four"):
        library.queue.put_last(f"https://a.org/{name}", name)
    one, two, three, four = (entry.id for entry in library.queue.all())
    library.queue.arrange([three, one])
    assert queued(library) == ["three", "one", "two", "four"]
    assert library.queue.take_out(two)
    assert queued(library) == ["three", "one", "four"]
    assert four in {entry.id for entry in library.queue.all()}


def test_a_mark_reads_its_sentence(library: Library, clock: Clock) -> None:
    page = keep(library, "tea")
    first = library.bookmarks.add(page.id, "{1}", "Pour the water.")
    assert first == Bookmark(first.id, page.id, "Tea", "{1}", "Pour the water.", clock.now)
    clock.advance(minutes=1)
    second = library.bookmarks.add(page.id, "{2}", "Wait.")
    assert library.bookmarks.all() == (second, first)
    assert library.bookmarks.of(page.id) == (second, first)
    assert library.bookmarks.of("none") == ()


def test_a_place_is_marked_once(library: Library) -> None:
    page = keep(library, "tea")
    assert library.bookmarks.add(page.id, "{1}", "Pour.") == library.bookmarks.add(
        page.id, "{1}", "Pour."
    )
    assert len(library.bookmarks.all()) == 1
    with pytest.raises(KeyError):
        library.bookmarks.add("none", "{1}", "Pour.")


def test_a_removed_mark_comes_back(library: Library) -> None:
    page = keep(library, "tea")
    mark = library.bookmarks.add(page.id, "{1}", "Pour.")
    library.bookmarks.remove(mark.id)
    assert library.bookmarks.all() == ()
    assert library.bookmarks.bring_back(mark.id)
    assert library.bookmarks.all() == (mark,)
    assert not library.bookmarks.bring_back("none")


def test_a_mark_moves_with_its_page(library: Library) -> None:
    page = keep(library, "tea")
    mark = library.bookmarks.add(page.id, "{1}", "Pour.")
    library.bookmarks.move(mark.id, "{3}", "Pour the water.")
    (moved,) = library.bookmarks.all()
    assert (moved.id, moved.place, moved.sentence) == (mark.id, "{3}", "Pour the water.")


def test_marks_of_a_removed_page_come_back_with_it(library: Library) -> None:
    page = keep(library, "tea")
    mark = library.bookmarks.add(page.id, "{1}", "Pour.")
    library.bin.put(page.id)
    assert library.bookmarks.all() == ()
    library.bin.bring_back(page.id)
    assert library.bookmarks.all() == (mark,)


def test_history_walks_back(library: Library) -> None:
    tea, beans = keep(library, "tea"), keep(library, "beans")
    for page, place in ((tea, "{1}"), (beans, "{2}"), (tea, "{3}")):
        library.history.add(page.id, place)
    library.history.add("none", "{0}")
    assert [visited.place for visited in library.history.all()] == ["{3}", "{2}", "{1}"]
    last = library.history.take_back()
    assert last is not None
    assert (last.page_id, last.page_title, last.place) == (tea.id, "Tea", "{3}")
    library.bin.put(beans.id)
    earlier = library.history.take_back()
    assert earlier is not None
    assert earlier.place == "{1}"
    assert library.history.take_back() is None


def test_history_does_not_grow_for_ever(library: Library) -> None:
    page = keep(library, "tea")
    for number in range(KEPT_VISITS + 20):
        library.history.add(page.id, str(number))
    visits = library.history.all(limit=KEPT_VISITS * 2)
    assert len(visits) == KEPT_VISITS
    assert visits[0].place == str(KEPT_VISITS + 19)
