"""The spoken menu in a session: what it offers, what a press takes, and that the reading goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.control import menu_items
from reader.control.actions import ACTIONS
from reader.control.hand_choices import PressingChoices
from reader.control.menu_items import GROUP_ITEMS, MOST_USED, Here
from reader.control.one_button import Item, ScanValues
from reader.control.steady import OFF
from reader.control.view import ListView, Row
from reader.speech.earcons import clip_of
from tests.support.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A reader with one button, reading a page."""
    desk = Desk(tmp_path, pressing=PressingChoices(steady=OFF, one_button=True))
    desk.save_two()
    desk.open(str(desk.folder / "one.html"))
    desk.tick(20)
    desk.session.perform("next-sentence")
    desk.tick(20)
    yield desk
    desk.close()


def offered(desk: Desk) -> str:
    view = desk.session.menu.view
    return view.items[view.current] if view else ""


def label_of(name: str) -> str:
    return next(action.label for action in ACTIONS if action.name == name)


def wait_for(desk: Desk, label: str) -> None:
    desk.until(lambda: offered(desk) == label, step_ms=50)
    desk.listen(0.5)


def way_to(name: str, items: tuple[Item, ...] = ()) -> tuple[str, ...]:
    """Labels on the way to an action of the reading."""
    for item in items or menu_items.for_reading(Here(True), menu_items.most_used({})):
        if item.name == name:
            return (item.label,)
        inner = way_to(name, item.items) if item.items else ()
        if inner:
            return (item.label, *inner)
    return ()


def take(desk: Desk, *labels: str) -> None:
    """Open the menu with one key, and take items by it."""
    for label in ("", *labels):
        if label:
            wait_for(desk, label)
        desk.session.press("x", "x", desk.now)
        desk.tick(20)


def test_a_press_offers_and_no_press_goes_on_from_the_sentence_it_left(desk: Desk) -> None:
    desk.listen(0.4)
    before = desk.session.locator
    desk.session.press("x", "x", desk.now)
    desk.tick(20)
    assert desk.session.status()["state"] == "menu"
    assert desk.said == "Again."
    assert desk.session.status()["menu"]["current"] == 0
    desk.until(lambda: not desk.session.menu.is_open, step_ms=100)
    assert desk.session.state == "playing"
    assert desk.session.locator.sentence == before.sentence
    assert desk.session.locator.char == 0


def test_a_press_takes_and_the_action_names_itself(desk: Desk) -> None:
    take(desk, "Next section")
    assert desk.session.locator.section == 1
    assert desk.said.startswith("Next section.")
    desk.listen(3)
    assert desk.session.state == "playing"
    assert desk.session.locator.section == 1


def test_an_action_may_name_itself_by_a_sound_or_not_at_all(desk: Desk) -> None:
    desk.session.tuning.set({"action_names": "sound"})
    take(desk, "Next section")
    assert desk.session.locator.section == 1
    assert not desk.said.startswith("Next section")
    assert desk.player.earcons == [clip_of("done")]
    desk.session.tuning.set({"action_names": "off"})
    take(desk, "Next section")
    assert not desk.said.startswith("Next section")
    assert desk.player.earcons == [clip_of("done")]


def test_what_changes_the_voice_lets_the_reading_go_on(desk: Desk) -> None:
    take(desk, *way_to("slower"))
    assert desk.session.rate_wpm == 150
    desk.listen(3)
    assert desk.session.state == "playing"


def test_pause_holds_and_the_next_menu_begins_with_listen(desk: Desk) -> None:
    take(desk, "Pause")
    assert desk.session.state == "paused"
    assert not desk.session.menu.is_open
    desk.listen(5)
    assert desk.session.state == "paused"
    desk.session.press("x", "x", desk.now)
    desk.tick(20)
    assert offered(desk) == "Listen"
    desk.listen(1)
    desk.session.press("x", "x", desk.now)
    desk.tick(20)
    assert desk.session.state == "playing"


def test_a_menu_opened_while_held_leaves_it_held(desk: Desk) -> None:
    desk.session.perform("pause")
    desk.session.press("x", "x", desk.now)
    desk.until(lambda: not desk.session.menu.is_open, step_ms=200)
    desk.listen(2)
    assert desk.session.state == "paused"


def test_take_that_back_comes_first_while_the_undo_window_is_open(desk: Desk) -> None:
    place = desk.session.locator
    take(desk, "Next section")
    desk.listen(0.3)
    desk.session.press("x", "x", desk.now)
    desk.tick(20)
    assert offered(desk) == "Take that back"
    desk.listen(1)
    desk.session.press("x", "x", desk.now)
    desk.tick(20)
    assert (desk.session.locator.section, desk.session.locator.sentence) == (0, place.sentence)
    take(desk, *way_to("slower"))
    desk.listen(10)
    desk.session.press("x", "x", desk.now)
    desk.tick(20)
    assert offered(desk) == "Again"


def test_a_list_is_offered_row_by_row(desk: Desk) -> None:
    take(desk, "Pages")
    assert desk.session.screen == "pages"
    desk.tick(20)
    wait_for(desk, "Two")
    assert desk.session.list_view is not None
    assert desk.session.list_view.current == 1
    desk.session.press("x", "x", desk.now)
    desk.until(lambda: desk.session.title == "Two", step_ms=20)
    assert desk.session.screen == "reading"
    assert not desk.session.menu.is_open


def test_a_list_without_a_press_leads_back_to_the_reading(desk: Desk) -> None:
    take(desk, "Sections")
    desk.until(lambda: desk.session.screen == "reading", step_ms=200)
    desk.listen(2)
    assert desk.session.state == "playing"


def test_leaving_is_asked_for_once_more(desk: Desk) -> None:
    take(desk, "Leave", "Stay here")
    assert not desk.session.is_leaving
    desk.listen(1)
    assert desk.session.state == "playing"
    take(desk, "Leave", "Yes, leave")
    assert desk.session.is_leaving


def test_keys_with_a_job_keep_it_in_the_menu(desk: Desk) -> None:
    desk.session.press("x", "x", desk.now)
    desk.tick(20)
    desk.session.press("down", None, desk.now)
    desk.tick(20)
    assert offered(desk) == label_of(menu_items.most_used({})[1])
    desk.session.press("up", None, desk.now)
    desk.tick(20)
    assert offered(desk) == "Again"
    desk.session.press("escape", None, desk.now)
    desk.tick(20)
    assert not desk.session.menu.is_open
    assert desk.session.state == "playing"
    desk.session.press("x", "x", desk.now)
    desk.session.press("plus", "+", desk.now)
    desk.tick(20)
    assert desk.session.rate_wpm == 180
    assert not desk.session.menu.is_open
    assert desk.session.state in {"playing", "preparing"}


def test_with_two_switches_the_left_half_moves_and_the_right_half_chooses(desk: Desk) -> None:
    desk.session.menu.values = ScanValues(scan_way="step")
    desk.session.choices.change(
        PressingChoices(steady=OFF, scan=ScanValues(scan_way="step"), one_button=True), "it", "so."
    )
    desk.session.press("k", "k", desk.now)
    desk.tick(20)
    while offered(desk) != "Pause":
        desk.listen(30)
        desk.session.press("a", "a", desk.now)
        desk.tick(20)
    desk.session.press("k", "k", desk.now)
    desk.tick(20)
    assert desk.session.state == "paused"


def test_every_choice_about_pressing_is_told_kept_and_taken_back(desk: Desk) -> None:
    start = desk.session.choices.chosen
    names = [action.name for action in ACTIONS if action.method.startswith("choices.")]
    assert len(names) >= 8
    for name in names:
        before = desk.session.choices.chosen
        desk.session.perform(name)
        assert desk.session.choices.chosen != before, name
        assert desk.told.endswith(".")
    for _ in names:
        desk.session.perform("take-me-back")
    assert desk.session.choices.chosen == start
    desk.session.close()
    kept = desk.settings
    assert kept["one_button"] is True
    assert kept["scan_ms"] == 1500


def leaves(items: tuple[Item, ...], depth: int = 2) -> dict[str, int]:
    """Presses to each action: one opens the menu, one takes each level."""
    found: dict[str, int] = {}
    for item in items:
        inner = leaves(item.items, depth + 1) if item.items else {item.name: depth}
        found.update(inner)
    return found


def applying(here: Here) -> set[str]:
    """What a person can do over the reading."""
    names = {action.name for action in ACTIONS if action.where != "lists"}
    names -= {"play-pause", "menu", "stop-saving", "play", "pause"}
    names.add("pause" if here.is_listening else "play")
    return names | ({"stop-saving"} if here.is_saving else set())


def test_over_a_list_everything_else_takes_three_presses_more() -> None:
    view = ListView("Pages", "", (Row("One"), Row("Two")), 0)
    presses = leaves(menu_items.for_list(view, is_saving=True), 1)
    rows = {"next-row", "previous-row", "choose"}  # the rows that are offered, and a press
    wanted = {action.name for action in ACTIONS if action.where != "reading"} - rows - {"menu"}
    assert set(presses) >= wanted
    assert max(presses.values()) <= 4
    assert "stop-saving" not in leaves(menu_items.for_list(view))


def test_groups_have_names_of_their_own_and_the_important_first() -> None:
    items = menu_items.for_reading(Here(True), menu_items.most_used({}))
    groups = {item.label: item.items for item in items if item.items}
    assert menu_items.REST not in groups
    assert [item.label for item in groups["Buttons and settings"]] == [
        "Settings and set-up",
        "Keys and buttons",
        "Time to choose and press",
    ]
    assert groups["Buttons and settings"][0].items[0].name == "settings"
    for held in (*groups.values(), *(item.items for group in groups.values() for item in group)):
        assert not any("…" in item.label or " more" in item.label for item in held)
        assert len(held) <= GROUP_ITEMS + 1


@pytest.mark.parametrize(
    "here", [Here(True), Here(False), Here(True, True, True), Here(False, has_ended=True)]
)
def test_the_eight_most_used_take_two_presses_and_no_action_more_than_four(here: Here) -> None:
    items = menu_items.for_reading(here, menu_items.most_used({}))
    presses = leaves(items)
    assert set(presses) >= applying(here)
    assert not set(presses) & {"next-row", "previous-row", "choose", "put-next"}
    assert ("stop-saving" in presses) == here.is_saving
    assert sum(1 for count in presses.values() if count == 2) >= MOST_USED - 1
    assert max(presses.values()) <= 4


def test_more_and_more_actions_still_take_no_more_than_four() -> None:
    items = menu_items._split(tuple(Item(str(number), str(number)) for number in range(64)))
    assert len(items) <= GROUP_ITEMS + 1
    assert set(leaves(items, 3).values()) == {4}


def test_the_order_stays_put_while_it_is_learned() -> None:
    first = menu_items.most_used({})
    assert menu_items.most_used({"theme": 5, "again": 3}) == first
    learned = menu_items.most_used({"theme": 40, "again": 3, "sections": 2})
    assert "theme" in learned
    assert sum(1 for old, new in zip(first, learned, strict=True) if old != new) == 1
    assert learned[: first.index("again") + 1] == first[: first.index("again") + 1]


def test_ten_thousand_rows_are_all_within_reach() -> None:
    view = ListView("Pages", "", tuple(Row(f"Page {number}") for number in range(10_000)), 4321)
    items = menu_items.for_list(view)
    reached = {name for name in leaves(items) if name.startswith("row ")}
    assert len(reached) == 10_000
    start = menu_items.start_of(items, 4321)
    first, after = menu_items.row_of(items[start]), menu_items.row_of(items[start + 1])
    assert first is not None
    assert first <= 4321
    assert after is None or after > 4321


def test_a_burst_that_goes_on_into_a_group_leaves_the_time_for_its_first_item(
    tmp_path: Path,
) -> None:
    desk = Desk(tmp_path, pressing=PressingChoices(one_button=True))
    desk.save_two()
    desk.open(str(desk.folder / "one.html"))
    desk.tick(20)
    first, *inner = way_to("next-sentence")
    take(desk, "Moving")
    desk.until(lambda: offered(desk) == inner[0], step_ms=20)
    for _ in range(40):  # four seconds of trembling
        desk.session.press("x", "x", desk.now)
        desk.listen(0.1)
    assert offered(desk) == inner[0], (first, inner)
    desk.listen(1)
    assert offered(desk) == inner[0]
    desk.session.press("x", "x", desk.now)
    desk.listen(0.5)
    assert not desk.session.menu.is_open or offered(desk) != inner[0]
    desk.close()


def test_what_is_asked_from_outside_takes_the_menu_away(desk: Desk) -> None:
    take(desk)
    assert desk.session.menu.is_open
    desk.session.perform("sections")
    assert not desk.session.menu.is_open
    desk.listen(3)
    assert "Sections" not in desk.session.menu.view.items  # type: ignore[union-attr]
    assert desk.session.list_view is not None
    desk.session.perform("play")
    desk.listen(0.2)
    take(desk)
    desk.session.perform("pause")
    desk.listen(1)
    assert desk.session.state == "paused"
    assert not desk.session.menu.is_open


def test_a_group_of_settings_is_named_without_their_values() -> None:
    many = tuple(Row(f"Setting {number}: {number} seconds") for number in range(20))
    assert menu_items.for_list(ListView("Settings", "", many, 0))[0].label == "Setting 0 and 7 more"
    same = tuple(Row(f"Leaflet: {number}") for number in range(20))
    assert menu_items.for_list(ListView("Links", "", same, 0))[0].label == "Leaflet: 0 and 7 more"
