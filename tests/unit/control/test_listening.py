"""Other ways to listen, in a whole reader with time moved by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.control.listening import spelled
from tests.support.desk import PAGE_ONE, PAGE_TWO, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    desk.open(desk.page("one.html", PAGE_ONE))
    yield desk
    desk.close()


def heard(desk: Desk, seconds: float) -> list[str]:
    """The sentences heard, in order."""
    texts: list[str] = []
    for _ in range(int(seconds * 50)):
        desk.tick(20)
        text = str(desk.session.status()["text"])
        if desk.session.state == "playing" and (not texts or texts[-1] != text):
            texts.append(text)
    return texts


def test_skimming_hears_headings_and_first_sentences_until_it_is_left(desk: Desk) -> None:
    desk.session.perform("skim")
    assert desk.told == "Headings and first sentences only."
    assert heard(desk, 20)[:5] == [
        "One", "The first sentence stands here.", "Another paragraph of the page.", "Rest",
        "Rest before the cramp starts.",
    ]  # fmt: skip


def test_a_press_more_each_time_repeats_more(desk: Desk) -> None:
    desk.session.press("right")
    desk.session.perform("repeat")
    assert set(heard(desk, 8)) == {"The first sentence stands here."}
    desk.session.perform("repeat")
    assert set(heard(desk, 12)) == {"The first sentence stands here.", "A second follows."}
    desk.session.perform("take-me-back")
    assert desk.told == "Taken back: repeating."
    desk.listen(4)
    assert len(set(heard(desk, 8))) == 1


def test_practice_holds_and_any_press_goes_on(desk: Desk) -> None:
    desk.session.perform("practice")
    desk.listen(20)
    assert desk.session.state == "paused"
    assert desk.session.locator.sentence == 0
    desk.press("space")
    desk.listen(20)
    assert desk.session.state == "paused"
    assert desk.session.locator.sentence == 1


def test_skipping_lands_after_the_paragraph(desk: Desk) -> None:
    desk.session.press("right")
    desk.tick()
    desk.session.perform("skip-this")
    assert desk.session.locator.sentence == 2
    desk.session.perform("take-me-back")
    assert desk.session.locator.sentence == 0


@pytest.mark.parametrize(
    ("text", "word", "letters"),
    [
        ("Dystonia hurts", (0, 8), "capital D, y, s, t, o, n, i, a."),
        ("the “embouchure”.", (4, 16), "e, m, b, o, u, c, h, u, r, e."),
        ("Dose 50 mg", None, "capital D, o, s, e."),
        ("…", None, ""),
    ],
)
def test_a_word_is_spelled(text: str, word: tuple[int, int] | None, letters: str) -> None:
    assert spelled(text, word) == letters


def test_the_last_number_is_said_once_more(desk: Desk, tmp_path: Path) -> None:
    page = PAGE_TWO.replace("one sentence only", "a line, 020 7946 0000, and 3 rooms")
    desk.session.open_targets((desk.page("two.html", page),))
    desk.until(lambda: desk.session.title == "Two")
    desk.session.perform("number-again")
    assert desk.told == "No number was read in this section yet."
    desk.press("right")
    desk.session.perform("number-again")
    assert desk.told == "020 7946 0000"


def test_the_timer_fades_and_keeps_the_place_where_the_fade_began(desk: Desk) -> None:
    desk.session.perform("repeat")
    desk.session.perform("sleep-timer")
    assert desk.told == "Listening ends in 15 minutes."
    desk.tick()
    desk.now += 15 * 60
    desk.tick(20)
    assert desk.player.volume == 0.0
    place = desk.session.locator.sentence
    desk.listen(19)
    assert desk.session.state == "playing"
    desk.listen(2)
    assert desk.session.state == "stopped"
    assert desk.player.volume == 1.0
    assert desk.session.locator.sentence == place


def test_a_page_that_ends_while_the_sound_fades_is_not_turned(desk: Desk) -> None:
    desk.shelf.save(desk.page("two.html", PAGE_TWO))
    desk.session.perform("sleep-timer")
    desk.session.perform("next-section")
    desk.tick()
    desk.now += 15 * 60
    desk.tick(20)
    place = desk.session.locator
    desk.listen(19)
    assert desk.session.state == "stopped"
    assert desk.session.title == "One"
    assert (desk.session.locator.section, desk.session.locator.sentence) == (
        place.section,
        place.sentence,
    )
    assert desk.player.volume == 1.0


def test_a_press_while_it_fades_brings_the_sound_back(desk: Desk) -> None:
    desk.session.perform("repeat")
    desk.session.perform("sleep-timer")
    desk.tick()
    desk.now += 15 * 60
    desk.tick(20)
    desk.listen(5)
    desk.session.perform("again")
    assert desk.player.volume == 1.0
    desk.listen(30)
    assert desk.session.state == "playing"


@pytest.mark.parametrize(("presses", "ends_in"), [(4, "paused"), (5, "ended")])
def test_listening_can_end_with_the_section_or_the_page(
    desk: Desk, presses: int, ends_in: str
) -> None:
    desk.shelf.save(desk.page("two.html", PAGE_TWO))
    for _ in range(presses):
        desk.session.perform("sleep-timer")
    desk.listen(60)
    assert desk.session.state == ends_in
    assert desk.session.title == "One"
    assert desk.session.locator.section == (0 if ends_in == "paused" else 1)


def test_louder_and_quieter_are_heard_kept_and_taken_back(desk: Desk) -> None:
    desk.session.perform("quieter")
    desk.session.perform("quieter")
    assert desk.player.chosen_volume == pytest.approx(0.8)
    assert desk.told == "Loudness 80 percent"
    desk.until(lambda: desk.settings.get("volume") == 0.8)
    desk.session.perform("take-me-back")
    assert desk.player.chosen_volume == pytest.approx(0.9)
    desk.session.perform("louder")
    desk.session.perform("louder")
    assert desk.told == "As loud as it goes."


def test_quieter_never_ends_in_silence(desk: Desk) -> None:
    for _ in range(12):
        desk.session.perform("quieter")
    assert desk.player.chosen_volume > 0


def test_the_time_left_is_said_for_section_page_and_next_pages(desk: Desk) -> None:
    desk.session.perform("time-left")
    desk.until(lambda: "This section" in desk.told)
    assert desk.told == "This section: less than a minute. This page: less than a minute."
    long = "<html lang=en><title>Long</title><main><h1>Long</h1><p>" + "It may help. " * 500
    desk.shelf.save(desk.page("long.html", long))
    desk.library.queue.put_next(
        next(p.url for p in desk.shelf.pages() if p.title == "Long"), "Long"
    )
    desk.session.perform("time-left")
    desk.until(lambda: "With the next pages" in desk.told)
    assert "With the next pages: about 1" in desk.told
