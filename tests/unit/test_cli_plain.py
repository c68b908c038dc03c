"""Without a screen: every line that is typed is the button, and everything is told in lines."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.cli.plain import HELP, Plain, run
from reader.cli.terminal import Terminal
from tests.support.desk import Desk


class Lines:
    """A person with a Braille line."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.out = io.StringIO()
        self.plain = Plain(desk.session, Terminal(self.out, io.StringIO()))
        self.plain.begin()
        self._read = 0

    def type(self, line: str = "") -> list[str]:
        self.plain.take(line, self.desk.now)
        return self.wait(0.1)

    def wait(self, seconds: float) -> list[str]:
        for _ in range(round(seconds * 50)):
            self.desk.tick(20)
            self.plain.follow()
        new = self.out.getvalue()[self._read :]
        self._read += len(new)
        return new.splitlines()


@pytest.fixture
def lines(tmp_path: Path) -> Iterator[Lines]:
    desk = Desk(tmp_path)
    desk.save_two()
    desk.open(str(desk.folder / "one.html"))
    yield Lines(desk)
    desk.close()


def test_what_is_heard_is_written(lines: Lines) -> None:
    said = lines.wait(4)
    assert said[:2] == [HELP, "One"]
    assert "The first sentence stands here." in said
    assert said.count("One") == 1


def test_enter_offers_numbered_choices_and_enter_takes_the_one_that_is_offered(
    lines: Lines,
) -> None:
    lines.wait(1)
    offered = lines.type()
    assert offered[0] == "1. Again"
    assert offered[-1] == "> Again"
    lines.wait(1.5)
    lines.type()
    assert not lines.desk.session.menu.is_open
    assert lines.desk.session.state == "playing"


def test_a_number_takes_a_choice_and_one_that_is_not_there_is_named(lines: Lines) -> None:
    lines.wait(1)
    offered = lines.type()
    assert lines.type("99") == ["There is no choice 99."]
    sections = next(line for line in offered if line.endswith(" Sections")).partition(".")[0]
    opened = [*lines.type(sections), *lines.wait(2)]
    assert opened[:3] == ["Sections", "1. One", "2. Rest"]
    lines.type("2")
    assert lines.desk.session.locator.section == 1


def test_waiting_goes_on_reading_and_q_leaves(lines: Lines) -> None:
    lines.wait(1)
    lines.type()
    lines.wait(120)
    assert not lines.desk.session.menu.is_open
    lines.type("q")
    assert lines.desk.session.is_leaving


@pytest.fixture
def first(tmp_path: Path) -> Iterator[Lines]:
    """The first launch of all, with nothing saved."""
    desk = Desk(tmp_path)
    desk.session.start(None)
    yield Lines(desk)
    desk.close()


def test_on_the_first_screen_a_number_takes_its_choice(first: Lines) -> None:
    said = first.wait(0.1)
    assert said[2:4] == ["1. Save the hand dystonia pages (10)", "2. How this works"]
    assert first.type("9") == ["There is no choice 9."]
    first.type("2")
    first.desk.until(lambda: first.desk.session.document is not None)
    assert "How this works" in first.wait(1)
    assert first.desk.session.state == "playing"
    assert "1. Again" in first.type()


def test_on_the_first_screen_enter_takes_what_is_offered(first: Lines) -> None:
    first.wait(0.1)
    first.desk.session.choosing.next_row()
    first.wait(1)
    first.type()
    first.desk.until(lambda: first.desk.session.document is not None)
    assert first.desk.session.title == "How this works"


def test_without_a_line_to_type_every_page_is_read_to_its_end_and_then_it_leaves(
    tmp_path: Path,
) -> None:
    desk = Desk(tmp_path)
    desk.save_two()
    desk.session.open_targets((str(desk.folder / "one.html"),))

    def clock() -> float:
        desk.player.advance(200)
        desk.now += 0.2
        return desk.now

    out = io.StringIO()
    run(desk.session, Terminal(out, io.StringIO()), typed=(), now_s=clock)
    said = out.getvalue().splitlines()
    assert "Rest before the cramp starts." in said
    assert said.index("Keep warm.") < said.index("The second page has one sentence only.")
    assert desk.session.is_leaving
    desk.close()
