"""The first seconds: what the hint says, the way back from the first choice, and another reader that is heard."""

from __future__ import annotations

from reader.control.turning import HELD
from reader.documents.model import Locator
from tests.support.desk import Desk


def begun_in_the_midst(desk: Desk) -> None:
    desk.save_two()
    page_id = desk.shelf.page_ids()[0]
    opened = desk.shelf.open(page_id)
    desk.session.start(opened)
    desk.listen(1)
    desk.session.perform("next-section")
    desk.session.perform("pause")
    desk.until(lambda: (desk.shelf.open(page_id).locator or Locator(0)).section == 1)
    desk.session.start(desk.shelf.open(page_id))


def test_while_a_press_opens_the_menu_the_hint_says_so(desk: Desk) -> None:
    begun_in_the_midst(desk)
    desk.tick(20)
    assert desk.session.hint_line.startswith("any key: what can I do")
    desk.until(lambda: desk.session.hint_line.startswith("any key: pause"), step_ms=20)
    desk.press("space")
    assert desk.session.state == "paused"


def test_how_this_works_is_left_for_the_first_screen_by_taking_it_back(desk: Desk) -> None:
    desk.session.start(None)
    desk.session.choose_row(1)
    desk.until(lambda: desk.session.document is not None)
    desk.listen(1)
    desk.press("escape")
    assert desk.session.screen == "welcome"
    assert desk.session.document is None
    assert desk.said.startswith("Hands-Off Reader")


def test_beside_another_reader_it_begins_held_and_a_press_reads(desk: Desk) -> None:
    begun_in_the_midst(desk)
    desk.session.turning.begin_beside("Another reader is running.", is_second=True)
    desk.listen(5)
    assert desk.told == f"Another reader is running. {HELD}"
    assert not desk.player.queue
    desk.press("space")
    assert desk.session.state in ("preparing", "playing")


def test_beside_another_reader_a_page_on_its_way_is_held_too(desk: Desk) -> None:
    desk.session.open_targets(
        (desk.page("one.html", "<h1>One</h1><p>A sentence stands here.</p>"),)
    )
    desk.session.turning.begin_beside("Another reader is running.", is_second=True)
    desk.until(lambda: desk.session.document is not None)
    desk.listen(1)
    assert desk.session.status()["state"] != "playing"
    assert HELD in desk.told


def test_a_reader_that_only_cannot_be_steered_reads_on(desk: Desk) -> None:
    begun_in_the_midst(desk)
    desk.session.turning.begin_beside("This reader cannot be steered.", is_second=False)
    desk.listen(0.1)
    assert desk.told == "This reader cannot be steered."
    assert desk.session.state in ("preparing", "playing")
