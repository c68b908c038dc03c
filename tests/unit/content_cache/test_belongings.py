"""Leaflets and linked pages: what came with what, and what is still to be followed."""

from __future__ import annotations

from kept_pages import keep

from content_cache.entries import LinkToFollow, Relation
from content_cache.library import Library


def link(name: str, depth: int = 1) -> LinkToFollow:
    return LinkToFollow(f"https://a.org/{name}", "page", depth, name)


def test_what_came_with_a_page_is_listed_nearest_first(library: Library) -> None:
    tea = keep(library, "tea")
    far, near, leaflet = (keep(library, name, is_own=False) for name in ("far", "near", "leaflet"))
    relations = [
        Relation(far.id, tea.id, "page", 2, "Far"),
        Relation(near.id, tea.id, "page", 1, "Near"),
        Relation(leaflet.id, tea.id, "leaflet", 1, "Leaflet: tea (PDF)"),
    ]
    for relation in relations:
        library.belongings.relate(relation)
    assert library.belongings.of(tea.id) == (relations[2], relations[1], relations[0])
    assert library.belongings.owners(near.id) == (relations[1],)
    assert library.belongings.all() == library.belongings.of(tea.id)
    library.bin.put(near.id)
    assert library.belongings.of(tea.id) == (relations[2], relations[0])


def test_a_nearer_way_to_a_page_replaces_the_longer_one(library: Library) -> None:
    tea, beans = keep(library, "tea"), keep(library, "beans")
    for depth, label in ((2, "there"), (1, "Beans"), (3, "Beans again")):
        library.belongings.relate(Relation(beans.id, tea.id, "page", depth, label))
    assert library.belongings.of(tea.id) == (Relation(beans.id, tea.id, "page", 1, "Beans again"),)


def test_a_page_does_not_belong_to_itself_nor_to_what_is_not_kept(library: Library) -> None:
    tea = keep(library, "tea")
    for page_id, owner_id in ((tea.id, tea.id), (tea.id, "none"), ("none", tea.id)):
        library.belongings.relate(Relation(page_id, owner_id, "page", 1, "x"))
    assert library.belongings.all() == ()


def test_a_plan_goes_on_where_it_stopped(library: Library) -> None:
    tea = keep(library, "tea")
    plans = library.belongings
    plans.plan(tea.id, [link("one"), link("two")])
    plans.plan(tea.id, [link("two", 2), link("three", 2)])
    assert plans.planned(tea.id) == (link("one"), link("two"), link("three", 2))
    assert plans.unfinished() == (tea.id,)
    plans.note_followed(tea.id, "https://a.org/two", "kept")
    plans.plan(tea.id, [link("two")])
    assert plans.planned(tea.id) == (link("one"), link("three", 2))
    assert plans.followed(tea.id) == ((link("two"), "kept"),)
    for name in ("one", "three"):
        plans.note_followed(tea.id, f"https://a.org/{name}", "refused")
    assert plans.unfinished() == ()
    plans.forget_plan(tea.id)
    assert plans.followed(tea.id) == ()
    plans.plan("none", [link("one")])
    assert plans.unfinished() == ()
