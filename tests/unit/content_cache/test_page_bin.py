"""Removed, brought back, and deleted when the time is over and the clock can be trusted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from kept_pages import Clock, keep, keep_text

from content_cache.entries import Relation
from content_cache.library import Library
from content_cache.page_bin import KEPT, SPARE


def names(library: Library) -> list[str]:
    return [page.title for page in library.pages()]


def test_a_removed_page_is_nowhere_and_comes_back_as_it_was(library: Library) -> None:
    tea, beans = keep(library, "tea"), keep(library, "beans")
    library.keep_place(tea.id, "here", 0.5)
    before = library.pages()
    assert library.bin.put(tea.id) == (tea.id,)
    assert names(library) == ["Beans"]
    for target in (tea.id, tea.id[:4], tea.url):
        assert library.find(target) is None
    assert [removed.page.title for removed in library.bin.all()] == ["Tea"]
    assert library.bin.bring_back(tea.id) == (tea.id,)
    assert library.pages() == before
    assert library.bin.all() == ()
    assert library.find(beans.id) == beans


def test_what_is_not_there_is_neither_removed_nor_brought_back(library: Library) -> None:
    tea = keep(library, "tea")
    assert library.bin.put("none") == ()
    assert library.bin.bring_back(tea.id) == ()
    library.bin.put(tea.id)
    assert library.bin.put(tea.id) == ()


def test_a_page_that_is_saved_again_comes_back_with_its_place(library: Library) -> None:
    tea = keep(library, "tea")
    library.keep_place(tea.id, "here", 0.5)
    library.bin.put(tea.id)
    again = keep(library, "tea")
    assert (again.id, again.place) == (tea.id, "here")
    assert library.bin.all() == ()


def test_what_came_along_goes_and_comes_with_it(library: Library) -> None:
    tea, beans = keep(library, "tea"), keep(library, "beans")
    leaflet = keep(library, "leaflet", is_own=False)
    deeper = keep(library, "deeper", is_own=False)
    shared = keep(library, "shared", is_own=False)
    for page, owner, depth in (
        (leaflet, tea, 1),
        (deeper, leaflet, 1),
        (shared, tea, 1),
        (shared, beans, 1),
        (beans, tea, 1),
    ):
        library.belongings.relate(Relation(page.id, owner.id, "leaflet", depth, page.title))
    assert set(library.bin.put(tea.id)) == {tea.id, leaflet.id, deeper.id}
    assert names(library) == ["Beans", "Shared"]
    assert {r.page.title: r.came_with for r in library.bin.all()} == {
        "Tea": None,
        "Leaflet": tea.id,
        "Deeper": tea.id,
    }
    assert set(library.bin.bring_back(tea.id)) == {tea.id, leaflet.id, deeper.id}
    assert names(library) == ["Tea", "Beans", "Leaflet", "Deeper", "Shared"]


@pytest.mark.parametrize("how", ["id", "beginning", "address"])
def test_what_is_in_the_bin_is_found_there(library: Library, how: str) -> None:
    tea = keep(library, "tea")
    target = {"id": tea.id, "beginning": tea.id[:5], "address": tea.url}[how]
    assert library.bin.find(target) is None
    library.bin.put(tea.id)
    removed = library.bin.find(target)
    assert removed is not None
    assert removed.page.id == tea.id
    assert library.bin.find("") is None


def test_nothing_is_deleted_before_its_time(library: Library, clock: Clock) -> None:
    tea = keep(library, "tea")
    keep(library, "beans")
    library.bin.put(tea.id)
    for _ in range(29):
        clock.advance(days=1)
        assert library.bin.delete_old() == ()
    assert library.bin.bring_back(tea.id)


def day_by_day(library: Library, clock: Clock, days: int) -> tuple[str, ...]:
    """The reader is started once a day; gives what was deleted."""
    deleted = library.bin.delete_old()
    for _ in range(days):
        clock.advance(days=1)
        deleted += library.bin.delete_old()
    return deleted


def test_what_was_thirty_days_in_the_bin_and_a_week_more_is_deleted(
    library: Library, clock: Clock
) -> None:
    tea = keep_text(library, "tea", ("Tea", "Leaves."))
    beans = keep_text(library, "beans", ("Beans", "Leaves too."))
    library.keep_place(tea.id, "here", 0.5)
    library.bookmarks.add(tea.id, "here", "Leaves.")
    library.history.add(tea.id, "here")
    library.belongings.relate(Relation(beans.id, tea.id, "page", 1, "Beans"))
    library.keep_derived(tea.sha256, "1", b"derived")
    library.bin.put(tea.id)
    assert day_by_day(library, clock, KEPT.days + SPARE.days - 1) == ()
    assert day_by_day(library, clock, 2) == ("Tea",)
    assert library.bin.all() == ()
    assert library.bin.bring_back(tea.id) == ()
    assert library.derived(tea.sha256, "1") is None
    assert [hit.page_title for hit in library.search("leaves")] == ["Beans"]
    assert names(library) == ["Beans"]
    assert keep(library, "tea").place is None


def test_two_pages_with_one_body_do_not_lose_it_together(library: Library, clock: Clock) -> None:
    tea, same = keep(library, "tea", b"same"), keep(library, "other", b"same")
    library.bin.put(tea.id)
    assert day_by_day(library, clock, 40) == ("Tea",)
    assert library.resource(same.id).body == b"same"


def test_a_clock_that_jumps_ahead_deletes_nothing(library: Library, clock: Clock) -> None:
    tea = keep(library, "tea")
    library.bin.put(tea.id)
    clock.advance(days=9000)
    assert library.bin.delete_old() == ()
    assert library.bin.delete_old() == ()
    clock.advance(days=-9000)
    assert library.bin.delete_old() == ()
    clock.advance(days=1)
    assert library.bin.delete_old() == ()
    clock.advance(days=9000)
    assert library.bin.delete_old() == ()
    assert library.bin.bring_back(tea.id) == (tea.id,)


def test_a_clock_that_jumps_back_deletes_nothing(library: Library, clock: Clock) -> None:
    tea = keep(library, "tea")
    library.bin.put(tea.id)
    for days in (-9000, 1, 40, 8):
        clock.advance(days=days)
        assert library.bin.delete_old() == ()
    assert library.bin.bring_back(tea.id) == (tea.id,)


@pytest.mark.parametrize("jump", [40, 400, 9000])
def test_a_clock_that_is_wrong_for_weeks_deletes_nothing_early(
    library: Library, clock: Clock, jump: int
) -> None:
    tea = keep(library, "tea")
    library.bin.put(tea.id)
    clock.advance(days=jump)
    assert day_by_day(library, clock, KEPT.days) == ()
    clock.advance(days=-jump)
    assert day_by_day(library, clock, 3) == ()
    assert library.bin.bring_back(tea.id) == (tea.id,)


def test_a_clock_that_begins_anew_at_every_start_deletes_nothing(
    library: Library, clock: Clock
) -> None:
    begun = clock.now
    clock.now = begun.replace(year=1970)
    tea = keep(library, "tea")
    library.bin.put(tea.id)
    for day in range(30):
        clock.now = begun.replace(year=1970)
        assert library.bin.delete_old() == ()
        clock.now = begun + timedelta(days=day)
        assert library.bin.delete_old() == ()
    assert library.bin.bring_back(tea.id) == (tea.id,)


def test_days_are_counted_anew_for_what_is_removed_again(library: Library, clock: Clock) -> None:
    tea = keep(library, "tea")
    library.bin.put(tea.id)
    assert day_by_day(library, clock, 30) == ()
    library.bin.bring_back(tea.id)
    library.bin.put(tea.id)
    assert day_by_day(library, clock, 30) == ()
    assert day_by_day(library, clock, 9) == ("Tea",)


def test_a_removed_mark_stays_as_long_as_its_page(library: Library, clock: Clock) -> None:
    tea = keep(library, "tea")
    mark = library.bookmarks.add(tea.id, "{1}", "Pour.")
    library.bookmarks.remove(mark.id)
    day_by_day(library, clock, 60)
    assert library.bookmarks.bring_back(mark.id)
