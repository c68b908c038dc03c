"""The session with a real shelf and store, a player into nothing, and time moved by hand."""

from __future__ import annotations

import pytest

from content_cache.library import Library
from reader.control.actions import ACTIONS
from reader.control.background import Background
from reader.control.session import Session
from reader.control.shelf import Shelf
from reader.speech.narrator import Narrator
from tests.support.desk import PAGE_ONE, Desk
from tests.support.fake_player import FakeClips, FakePlayer


def test_an_opened_page_is_read_at_once(desk: Desk) -> None:
    desk.open(desk.page("one.html", PAGE_ONE))
    desk.tick(20)
    assert desk.session.title == "One"
    assert desk.session.state == "playing"
    assert desk.session.progress_line == "section 1 of 2, less than a minute left"
    assert desk.session.outline is not None
    assert [row.title for row in desk.session.outline.rows] == ["One", "Rest"]


def test_a_page_that_is_not_there_is_told_and_nothing_else_changes(desk: Desk) -> None:
    desk.session.open_targets((str(desk.folder / "missing.html"),))
    desk.until(lambda: desk.session.failure is not None)
    assert desk.session.message is not None
    assert desk.session.message.is_trouble
    assert desk.session.screen == "welcome"


def test_the_next_page_goes_on_by_itself_and_the_last_one_says_so(desk: Desk) -> None:
    desk.save_two()
    desk.open(str(desk.folder / "one.html"))
    desk.until(lambda: desk.session.title == "Two", step_ms=50)
    assert desk.session.state == "playing"
    desk.until(lambda: desk.session.state == "ended", step_ms=50)
    assert "last page" in desk.session.hint_line
    desk.listen(3)
    desk.session.press("x", "x")
    desk.tick(20)
    assert desk.session.state == "playing"
    assert desk.session.locator.section == 0
    pages = desk.shelf.pages()
    desk.session.close()
    assert [page.title for page in pages] == ["One", "Two"]
    assert desk.shelf.pages()[0].heard == 1.0


def test_reopening_goes_on_from_the_word(desk: Desk) -> None:
    desk.open(desk.page("one.html", PAGE_ONE))
    desk.session.perform("next-sentence")
    desk.session.perform("next-sentence")
    desk.listen(0.6)
    desk.session.perform("quit")
    assert desk.session.is_leaving
    place = desk.session.locator
    assert place.char > 0
    desk.session.close()
    again = Session(desk.shelf, Narrator(FakeClips(), FakePlayer()), Background())
    page_id = desk.shelf.last_open()
    assert page_id is not None
    again.start(desk.shelf.open(page_id))
    assert again.locator == place
    assert again.state == "preparing"
    again.tick(0.0)
    assert again.state == "playing"
    assert again.locator == place
    again.close()


def test_take_me_back_returns_to_where_a_run_of_steps_began(desk: Desk) -> None:
    desk.open(desk.page("one.html", PAGE_ONE))
    for _ in range(3):
        desk.session.press("right")
        desk.tick(20)
    assert desk.session.locator.sentence == 2
    desk.session.press("2", "2")
    desk.tick(20)
    assert desk.session.locator.section == 1
    desk.session.press("escape")
    assert (desk.session.locator.section, desk.session.locator.sentence) == (0, 2)
    desk.session.press("backspace")
    assert (desk.session.locator.section, desk.session.locator.sentence) == (0, -1)
    desk.session.press("escape")
    assert desk.session.message is not None
    assert desk.session.message.text == "There is nothing to take back."


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        (["right"], (0, 0)),
        (["right", "right", "left"], (0, 0)),
        (["down"], (1, -1)),
        (["down", "up"], (0, -1)),
        (["2"], (1, -1)),
        (["2", "right", "right", "up"], (1, -1)),
        (["down", "home"], (0, -1)),
        (["9"], (0, -1)),
    ],
)
def test_keys_move(desk: Desk, keys: list[str], place: tuple[int, int]) -> None:
    desk.open(desk.page("one.html", PAGE_ONE))
    for key in keys:
        desk.session.press(key, key if len(key) == 1 else None)
        desk.tick(20)
    here = desk.session.locator
    assert (here.section, here.sentence) == place


@pytest.mark.parametrize("key", ["space", "enter", "x", "f5", "tab", "ctrl+a", "shift+up"])
def test_nearly_any_key_holds_and_goes_on(desk: Desk, key: str) -> None:
    desk.open(desk.page("one.html", PAGE_ONE))
    desk.session.press(key)
    assert desk.session.state == "paused"
    desk.session.press(key)
    assert desk.session.state == "playing"
    assert desk.session.status()["presses"] == {"seen": 2, "acted_on": 2, "set_aside": 0}


def test_faster_and_slower_are_kept(desk: Desk) -> None:
    desk.open(desk.page("one.html", PAGE_ONE))
    desk.session.press("plus", "+")
    assert desk.session.rate_wpm == 180
    desk.session.press("minus", "-")
    desk.session.press("minus", "-")
    assert desk.session.rate_wpm == 150
    desk.session.close()
    assert desk.settings["rate_wpm"] == 150


def test_the_pages_list_is_moved_in_and_chosen_from(desk: Desk) -> None:
    desk.save_two()
    desk.open(str(desk.folder / "one.html"))
    desk.tick(20)
    desk.session.perform("pages")
    assert desk.session.screen == "pages"
    assert desk.session.list_view is not None
    assert [row.title for row in desk.session.list_view.rows] == ["One", "Two"]
    assert desk.session.list_view.rows[1].mark == "new"
    assert desk.session.status()["menu"] == {"items": ["One", "Two"], "current": 0}
    desk.session.press("down")
    desk.session.press("space", " ")
    desk.until(lambda: desk.session.title == "Two")
    assert desk.session.screen == "reading"
    desk.session.press("escape")
    desk.until(lambda: desk.session.title == "One")


def test_leaving_a_list_goes_on_reading_only_if_it_was(desk: Desk) -> None:
    desk.open(desk.page("one.html", PAGE_ONE))
    desk.listen(1)
    place = desk.session.locator
    desk.session.perform("sections")
    desk.listen(5)
    desk.session.press("escape")
    assert desk.session.state == "playing"
    assert desk.session.locator == place
    desk.session.perform("pause")
    desk.session.perform("sections")
    desk.session.press("escape")
    assert desk.session.state == "paused"


def test_the_first_screen_offers_two_choices_in_turn(desk: Desk) -> None:
    desk.session.start(None)
    assert desk.session.screen == "welcome"
    assert desk.session.list_view is not None
    assert [row.title for row in desk.session.list_view.rows] == [
        "Save the hand dystonia pages (10)",
        "How this works",
    ]
    desk.until(lambda: desk.session.list_view is not None and desk.session.list_view.current == 1,
               step_ms=100)  # fmt: skip
    desk.session.press("k", "k")
    desk.until(lambda: desk.session.document is not None)
    assert desk.session.title == "How this works"
    assert desk.session.state == "playing"


def test_trouble_with_the_sound_is_shown_while_it_lasts(desk: Desk) -> None:
    desk.open(desk.page("one.html", PAGE_ONE))
    desk.trouble = "There is no sound."
    desk.listen(20)
    assert desk.session.status()["error"] == "There is no sound."
    desk.trouble = None
    desk.tick(20)
    assert desk.session.status()["error"] is None


def test_every_action_can_be_done_on_every_screen(desk: Desk) -> None:
    desk.save_two()
    for screen in ("welcome", "reading", "sections", "pages"):
        for action in ACTIONS:
            if action.name in ("save-hand-dystonia", "quit"):
                continue  # the network is another test's; leaving ends the session
            desk.open(str(desk.folder / "one.html"))
            if screen == "welcome":
                desk.session.choosing.show_welcome()
            elif screen != "reading":
                desk.session.perform(screen)
            desk.session.perform(action.name)
            desk.tick(20)
            desk.session.status()


def test_a_kept_place_is_never_more_than_a_sentence_old(desk: Desk) -> None:
    desk.open(desk.page("one.html", PAGE_ONE))
    desk.session.press("2", "2")
    desk.session.press("right")
    desk.tick(20)
    # What another program would read now, without any leaving.
    other = Library(desk.folder / "home")
    try:
        desk.until(
            lambda: (
                (opened := Shelf(other).open(str(desk.folder / "one.html")).locator) is not None
                and (opened.section, opened.sentence) == (1, 0)
            )
        )
    finally:
        other.close()


def test_an_unknown_action_is_refused(desk: Desk) -> None:
    with pytest.raises(KeyError):
        desk.session.perform("dance")
