"""A word that sounded wrong is mended with no typing, kept, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.control.wrong_word import NO_WORD, lately_heard
from reader.documents.model import Document, Locator, Section, Sentence
from reader.speech.pronunciations import read_pronunciations
from tests.support.desk import PAGE_ONE, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    made.open(made.page("one.html", PAGE_ONE))
    yield made
    made.close()


def titles(desk: Desk) -> list[str]:
    view = desk.session.list_view
    return [] if view is None else [row.title for row in view.rows]


def choose_word(desk: Desk) -> None:
    desk.press("space")
    desk.until(lambda: desk.said.startswith("As the voice says it"))


def file_of(desk: Desk) -> Path:
    return desk.folder / "home" / "pronunciations.toml"


def test_a_word_heard_last_is_said_another_way_kept_and_taken_back(desk: Desk) -> None:
    desk.until(lambda: (desk.session.word or (0, 0))[0] >= 18, step_ms=20)
    desk.session.perform("wrong-word")
    assert titles(desk)[:2] == ["stands", "sentence"]
    desk.press("down")
    desk.tick()
    assert desk.said == "sentence."
    choose_word(desk)
    assert titles(desk)[:2] == ["As the voice says it", "In syllables"]
    assert desk.said == "As the voice says it: sentence."
    desk.press("down")
    desk.tick()
    assert desk.said == "In syllables: sen ten ce."
    desk.press("space")
    assert desk.session.screen == "reading"
    assert desk.told == "From now on: sentence."
    desk.until(lambda: file_of(desk).exists())
    desk.until(lambda: "sentence" in file_of(desk).read_text("utf-8"))
    own = read_pronunciations(file_of(desk)).pronunciations
    way = own.own_way("Sentence")
    assert way is not None
    assert way.said == "sen ten ce"
    desk.listen(1)
    assert desk.session.state == "playing"
    desk.session.perform("take-me-back")
    assert desk.told == "Taken back: how sentence sounds."
    desk.until(lambda: "sentence" not in file_of(desk).read_text("utf-8"))


def test_trying_ways_changes_nothing(desk: Desk) -> None:
    desk.listen(2)
    desk.session.perform("wrong-word")
    choose_word(desk)
    desk.press("down", "down", "escape")
    assert desk.session.list_view is not None
    assert desk.session.list_view.title == "The word that sounded wrong"
    desk.press("escape")
    assert not file_of(desk).exists()


def test_the_sounds_that_the_voice_has_give_other_stresses(desk: Desk) -> None:
    desk.sounds["sentence"] = "s'Ent@ns"
    desk.until(lambda: (desk.session.word or (0, 0))[0] >= 18, step_ms=20)
    desk.session.perform("wrong-word")
    desk.press("down")
    choose_word(desk)
    index = titles(desk).index("With stress on part 2")
    desk.press(*["down"] * index)
    desk.press("space")
    desk.until(lambda: file_of(desk).exists())
    desk.until(lambda: "/sEnt'@ns/" in file_of(desk).read_text("utf-8"))


def test_one_button_hears_each_way_too(desk: Desk) -> None:
    desk.session.perform("one-button")
    desk.listen(2)
    desk.session.perform("wrong-word")
    desk.listen(0.5)
    desk.session.press("x", None, desk.now)
    desk.until(lambda: desk.said.startswith("As the voice says it"), step_ms=20)
    desk.until(lambda: desk.said.startswith("Spelled out: "), step_ms=20)


def document(*texts: str) -> Document:
    sentences = tuple(Sentence(text, "body", starts_block=True) for text in texts)
    return Document("file:///x", "X", "en-GB", (Section("", 1, sentences),))


def test_words_come_newest_first_from_this_sentence_and_the_one_before() -> None:
    made = document("Botulinum helps.", "The embouchure is not the Embouchure of 1999.")
    assert lately_heard(made, Locator(0, 1), 14) == ("embouchure", "helps", "Botulinum")
    assert lately_heard(made, Locator(0, 1), 45)[0] == "Embouchure"


def test_where_nothing_was_heard_yet_the_sentence_itself_is_offered() -> None:
    assert lately_heard(document("Botulinum helps."), Locator(0, 0), 0) == ("Botulinum", "helps")
    assert lately_heard(document("1 2 3."), Locator(0, 0), 0) == ()


def test_without_a_word_it_says_so(tmp_path: Path) -> None:
    made = Desk(tmp_path)
    made.session.perform("wrong-word")
    assert made.told == NO_WORD
    made.close()
