"""The open page: where one is, and how often the place is kept."""

from __future__ import annotations

from datetime import UTC, datetime

from content_cache.resource import Page
from reader.control.reading import Reading
from reader.control.shelf import OpenedPage
from reader.control.undo import Undo
from reader.documents.model import Document, Locator, Section, Sentence
from reader.speech.narrator import Narrator
from tests.support.fake_player import FakeClips, FakePlayer

WHEN = datetime(2024, 1, 1, tzinfo=UTC)


def page_of(*texts: str, heard: float = 0.0, at: Locator | None = None) -> OpenedPage:
    sentences = tuple(Sentence(text, starts_block=True) for text in texts)
    document = Document("https://pages.example/", "Hands", "en", (Section("", 1, sentences),))
    page = Page("p", document.url, "Hands", "text/html", "en", "", 9, WHEN, WHEN, "", heard)
    return OpenedPage(page, document, at)


class Desk:
    """A reading with what was kept of it."""

    def __init__(self, opened: OpenedPage) -> None:
        self.player = FakePlayer()
        self.narrator = Narrator(FakeClips(), self.player)
        self.kept: list[tuple[Locator, float]] = []
        self.reading = Reading(
            self.narrator,
            lambda _id, _document, at, heard: self.kept.append((at, heard)),
            Undo(),
        )
        self.reading.take_up(opened)

    def listen(self, ms: int) -> None:
        for _ in range(0, ms, 10):
            self.player.advance(10)
            self.narrator.tick()
            self.reading.keep_place()
            self.reading.refresh()


def test_a_place_is_kept_once_for_each_sentence() -> None:
    desk = Desk(page_of("The first of three sentences.", "The second one.", "The third and last."))
    desk.narrator.play()
    desk.listen(3500)
    assert [(at.section, at.sentence) for at, _heard in desk.kept] == [(0, 0), (0, 1)]


def test_a_place_kept_at_once_is_kept_to_the_word_and_not_again() -> None:
    desk = Desk(page_of("The first of three sentences.", "The second one."))
    desk.narrator.play()
    desk.listen(600)
    desk.narrator.pause()
    desk.reading.keep_place(at_once=True)
    desk.listen(500)
    assert [at for at, _heard in desk.kept] == [Locator(0, 0), desk.narrator.locator]
    assert desk.narrator.locator.char > 0


def test_the_end_of_a_page_counts_as_heard_also_where_its_last_sentence_is_one_word() -> None:
    desk = Desk(page_of("One.", "End."))
    desk.narrator.play()
    desk.listen(3000)
    assert desk.kept[-1] == (Locator(0, 1), 1.0)


def test_a_page_heard_to_its_end_begins_again_and_another_goes_on() -> None:
    place = Locator(0, 1, 4)
    assert Desk(page_of("One.", "The end.", heard=1.0, at=place)).reading.locator == Locator(0, 0)
    assert Desk(page_of("One.", "The end.", heard=0.4, at=place)).reading.locator == place


def test_what_is_left_follows_the_rate() -> None:
    desk = Desk(page_of("word " * 800 + "end."))
    before = desk.reading.progress_line
    desk.reading.change_rate(165)
    desk.reading.refresh()
    assert before == "section 1 of 1, about 4 minutes left"
    assert desk.reading.progress_line == "section 1 of 1, about 2 minutes left"
    assert desk.reading.outline is not None
    assert desk.reading.outline.rows[0].detail == "3 min"


def test_nothing_moves_where_no_page_is_open() -> None:
    reading = Reading(Narrator(FakeClips(), FakePlayer()), lambda *_: None, Undo())
    reading.again()
    reading.from_the_start()
    reading.go_to(Locator(3, 3))
    assert reading.locator == Locator()
    assert reading.line == "No page is open."
