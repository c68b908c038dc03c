"""What one press can reach, and that it is made ahead."""

from __future__ import annotations

from reader.documents.model import Document, Locator, Section, Sentence
from reader.speech.pieces import Voicing
from reader.speech.reach import Reach, within_one_press
from reader.speech.route import Route
from reader.speech.utterance import Prosody
from tests.support.fake_player import FakeClips

DOCUMENT = Document(
    url="https://example.org/",
    title="Hands",
    language="en-GB",
    sections=(
        Section("Hands", 1, tuple(Sentence(f"Sentence {index}.") for index in range(8))),
        Section("Rest", 2, (Sentence("Rest before the cramp starts."),)),
    ),
)
HERE = Locator(0, 2)


def wanted(*, rate_wpm: int = 200, route: Route | None = None) -> list[tuple[str, int]]:
    clips = FakeClips()
    voicing = Voicing(Prosody(rate_wpm=rate_wpm))
    Reach(clips).want(DOCUMENT, HERE, voicing, route=route or Route(), goes_on_at=None)
    return [(each.text, each.prosody.rate_wpm) for each in clips.wanted]


def test_on_and_back_come_first_then_the_sections_and_what_follows_their_headings() -> None:
    places = within_one_press(DOCUMENT, HERE)
    assert places[:3] == (HERE, Locator(0, 3), Locator(0, 1))
    assert {Locator(0, -1), Locator(0, 0), Locator(1, -1), Locator(1, 0)} <= set(places)
    assert len(set(places)) == len(places)


def test_nothing_is_reached_in_an_empty_document() -> None:
    empty = Document(url="", title="", language=None, sections=())
    clips = FakeClips()
    Reach(clips).want(empty, Locator(), Voicing(Prosody()), route=Route(), goes_on_at=None)
    assert within_one_press(empty, Locator()) == ()
    assert clips.wanted == ()


def test_the_sentence_again_slower_is_wanted_last() -> None:
    asked = wanted()
    assert asked[0] == ("Sentence two.", 200)
    assert asked[-1] == ("Sentence two.", 140)


def test_on_another_route_its_next_place_is_wanted_before_all_but_this_one() -> None:
    asked = wanted(route=Route(only=(HERE, Locator(0, 6))))
    assert [text for text, _ in asked[:2]] == ["Sentence two.", "Sentence six."]


def test_what_was_known_is_worked_out_anew_once_it_is_forgotten() -> None:
    clips = FakeClips()
    reach = Reach(clips)
    for rate_wpm, forgets in ((200, False), (250, True)):
        if forgets:
            reach.forget()
        voicing = Voicing(Prosody(rate_wpm=rate_wpm))
        reach.want(DOCUMENT, HERE, voicing, route=Route(), goes_on_at=None)
        assert clips.wanted[0].prosody.rate_wpm == rate_wpm
