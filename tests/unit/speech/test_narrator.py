"""The narrator, driven by hand: no device, no time of its own."""

from __future__ import annotations

import pytest

from reader.documents import navigation
from reader.documents.model import Detail, Document, Locator, Phrase, Section, Sentence
from reader.errors import EngineFailed
from reader.speech.earcons import clip_of
from reader.speech.narration_state import Ended, Failed, Paused, Playing, Preparing, Stopped
from reader.speech.narrator import Narrator, Pauses
from reader.speech.route import Route
from reader.speech.voice_choice import VoiceChoice
from tests.support.fake_player import MS_PER_CHAR, FakeClips, FakePlayer

DOCUMENT = Document(
    url="https://example.org/",
    title="Hands",
    language="en-GB",
    sections=(
        Section(
            "Hands",
            1,
            (
                Sentence("The first sentence stands here.", starts_block=True),
                Sentence("A second follows."),
                Sentence("Another paragraph.", starts_block=True),
            ),
        ),
        Section("Rest", 2, (Sentence("Rest before the cramp starts.", starts_block=True),)),
    ),
)


class Desk:
    """A narrator with its fakes."""

    def __init__(self, *, is_instant: bool = True, at: Locator | None = None) -> None:
        self.player = FakePlayer()
        self.clips = FakeClips(is_instant=is_instant)
        self.woken = 0
        self.narrator = Narrator(self.clips, self.player, wake=self._wake)
        self.narrator.load(DOCUMENT, at or Locator(0, -1))
        self.narrator.tick()

    def _wake(self) -> None:
        self.woken += 1

    def listen(self, ms: float, step_ms: float = 10) -> list[Locator]:
        """Let time pass in ticks; the sentences that were heard, in order."""
        heard: list[Locator] = []
        passed = 0.0
        while passed < ms:
            self.player.advance(step_ms)
            self.narrator.tick()
            passed += step_ms
            here = self.narrator.locator
            place = Locator(here.section, here.sentence)
            if not heard or heard[-1] != place:
                heard.append(place)
        return heard


def test_reads_heading_sentences_and_sections_in_order_to_the_end() -> None:
    desk = Desk()
    desk.narrator.play()
    heard = desk.listen(20_000)
    assert heard == [
        Locator(0, -1),
        Locator(0, 0),
        Locator(0, 1),
        Locator(0, 2),
        Locator(1, -1),
        Locator(1, 0),
    ]
    assert isinstance(desk.narrator.state, Ended)
    assert desk.narrator.word is None


def test_what_cannot_be_spoken_is_passed_over_to_the_end() -> None:
    desk = Desk()
    mute = Section("", 1, (Sentence("•", starts_block=True),))
    desk.narrator.load(Document("", "", None, (mute,)), Locator(0, 0))
    desk.narrator.play()
    desk.narrator.tick()
    assert isinstance(desk.narrator.state, Ended)


def test_nothing_is_asked_of_voice_or_device_before_the_first_tick() -> None:
    player, clips = FakePlayer(), FakeClips(is_instant=False)
    narrator = Narrator(clips, player)
    narrator.load(DOCUMENT, Locator(0, 0))
    narrator.play()
    assert isinstance(narrator.state, Preparing)
    assert not clips.waiting
    assert not clips.wanted
    narrator.tick()
    assert [utterance.text for utterance, _ in clips.waiting] == ["The first sentence stands here."]
    assert clips.wanted


def test_nothing_sounds_before_it_is_asked_for() -> None:
    desk = Desk()
    desk.narrator.tick()
    assert isinstance(desk.narrator.state, Stopped)
    assert desk.player.is_idle


def test_the_word_being_heard_is_told_in_the_shown_text() -> None:
    desk = Desk(at=Locator(0, 0))
    desk.narrator.play()
    text = "The first sentence stands here."
    desk.listen(60 * text.index("sentence") + 20)
    assert desk.narrator.word is not None
    start, end = desk.narrator.word
    assert text[start:end] == "sentence"
    assert desk.narrator.locator == Locator(0, 0, start)


def test_pause_holds_in_the_middle_and_play_goes_on_from_there() -> None:
    desk = Desk(at=Locator(0, 0))
    desk.narrator.play()
    desk.listen(500)
    at = desk.player.queue[0].at_ms
    desk.narrator.pause()
    assert isinstance(desk.narrator.state, Paused)
    desk.listen(3000)
    assert desk.player.queue[0].at_ms == at
    desk.narrator.play()
    assert isinstance(desk.narrator.state, Playing)
    desk.listen(10)
    assert desk.player.queue[0].at_ms == at + 10


def test_a_move_drops_what_was_queued_and_is_heard_next() -> None:
    desk = Desk()
    desk.narrator.play()
    desk.listen(100)
    desk.narrator.go_to(Locator(1, 0))
    assert desk.narrator.locator == Locator(1, 0)
    heard = desk.listen(50)
    assert heard == [Locator(1, 0)]
    assert desk.player.queue[0].gap_ms == 0


def test_a_move_while_held_is_heard_at_once() -> None:
    desk = Desk(at=Locator(0, 0))
    desk.narrator.play()
    desk.listen(300)
    desk.narrator.pause()
    desk.narrator.go_to(Locator(0, 2))
    assert not desk.player.is_paused
    assert desk.listen(50) == [Locator(0, 2)]


def test_pauses_between_pieces_follow_what_they_part() -> None:
    desk = Desk()
    desk.narrator.play()
    gaps: dict[Locator, float] = {}
    for _ in range(3000):
        for queued in desk.player.queue:
            gaps.setdefault(queued.tag.locator, queued.gap_ms)  # type: ignore[attr-defined]
        desk.player.advance(10)
        desk.narrator.tick()
    assert gaps == {
        Locator(0, -1): 0,
        Locator(0, 0): 500,  # after a heading
        Locator(0, 1): 250,  # after a sentence
        Locator(0, 2): 500,  # before a paragraph
        Locator(1, -1): 900,  # before a section
        Locator(1, 0): 500,
    }


def test_pauses_shrink_with_the_rate_but_less_than_it() -> None:
    pauses = Pauses()
    assert pauses.scaled(250, 165) == 250
    assert pauses.scaled(250, 330) == pytest.approx(250 * 0.5**0.6)


def test_rate_changes_from_the_word_being_heard() -> None:
    desk = Desk(at=Locator(0, 0))
    desk.narrator.play()
    text = "The first sentence stands here."
    desk.listen(60 * text.index("sentence") + 20)
    desk.narrator.set_rate(330)
    desk.narrator.tick()
    piece = desk.player.queue[0].tag
    assert piece.utterance.text == "sentence stands here."  # type: ignore[attr-defined]
    assert piece.utterance.prosody.rate_wpm == 330  # type: ignore[attr-defined]
    desk.listen(20)
    assert desk.narrator.word is not None
    assert text[slice(*desk.narrator.word)] == "sentence"


def test_the_old_rate_goes_on_until_the_new_clip_is_there() -> None:
    desk = Desk(is_instant=False, at=Locator(0, 0))
    desk.narrator.play()
    desk.clips.finish()
    desk.narrator.tick()
    desk.listen(300)
    desk.narrator.set_rate(200)
    desk.listen(100)
    assert desk.player.queue[0].tag.utterance.prosody.rate_wpm == 165  # type: ignore[attr-defined]
    desk.clips.finish()
    desk.narrator.tick()
    assert desk.player.queue[0].tag.utterance.prosody.rate_wpm == 200  # type: ignore[attr-defined]


def test_a_rate_changed_while_held_is_heard_from_the_same_word() -> None:
    desk = Desk(at=Locator(0, 0))
    desk.narrator.play()
    desk.listen(60 * 10 + 20)
    desk.narrator.pause()
    desk.narrator.set_rate(200)
    desk.narrator.play()
    desk.listen(10)
    piece = desk.player.queue[0].tag
    assert piece.utterance.prosody.rate_wpm == 200  # type: ignore[attr-defined]
    assert piece.utterance.text == "sentence stands here."  # type: ignore[attr-defined]


@pytest.mark.parametrize(("asked", "given"), [(20, 80), (2000, 600)])
def test_the_rate_is_held_within_its_bounds(asked: int, given: int) -> None:
    desk = Desk()
    desk.narrator.set_rate(asked)
    assert desk.narrator.rate_wpm == given


def test_waits_for_a_clip_and_wakes_the_owner() -> None:
    desk = Desk(is_instant=False, at=Locator(0, 1))
    desk.narrator.play()
    assert isinstance(desk.narrator.state, Preparing)
    desk.clips.finish()
    assert desk.woken == 1
    desk.narrator.tick()
    assert isinstance(desk.narrator.state, Playing)


def test_pausing_while_waiting_stays_silent_when_the_clip_comes() -> None:
    desk = Desk(is_instant=False, at=Locator(0, 1))
    desk.narrator.play()
    desk.narrator.pause()
    desk.clips.finish()
    desk.narrator.tick()
    assert isinstance(desk.narrator.state, Paused)
    assert desk.player.is_idle


def test_a_failing_engine_is_a_state_and_never_looks_like_the_end() -> None:
    desk = Desk(is_instant=False, at=Locator(0, 1))
    desk.narrator.play()
    desk.clips.fail(EngineFailed("The voice does not answer."))
    desk.narrator.tick()
    assert desk.narrator.state == Failed(Locator(0, 1), "The voice does not answer.")


def test_an_announcement_is_said_first_and_the_reading_goes_on_after_the_wait() -> None:
    desk = Desk(at=Locator(0, 2))
    desk.narrator.announce("Hands, section 1 of 2.", then_play=True, wait_ms=3000)
    desk.narrator.tick()
    assert desk.narrator.is_announcing
    assert desk.narrator.locator == Locator(0, 2)
    assert [queued.gap_ms for queued in desk.player.queue][:2] == [0, 3000]
    desk.listen(60 * len("Hands, section one of two.") + 3100)
    assert not desk.narrator.is_announcing
    assert isinstance(desk.narrator.state, Playing)
    assert desk.narrator.word == (0, 7)


def test_an_announcement_alone_leaves_the_reading_held_at_the_word() -> None:
    desk = Desk(at=Locator(0, 0))
    desk.narrator.play()
    desk.listen(60 * 10 + 20)
    place = desk.narrator.locator
    desk.narrator.announce("Pages.", then_play=False)
    desk.listen(5000)
    assert desk.narrator.state == Paused(place)
    assert not desk.narrator.is_announcing
    desk.narrator.play()
    desk.listen(20)
    assert desk.narrator.locator == place


def test_the_last_page_line_does_not_undo_the_end() -> None:
    desk = Desk(at=Locator(1, 0))
    desk.narrator.play()
    desk.listen(5000)
    desk.narrator.announce("That was the last page.", then_play=False)
    desk.listen(5000)
    assert isinstance(desk.narrator.state, Ended)
    desk.narrator.play()
    assert desk.listen(20) == [Locator(0, -1)]


def test_what_one_press_can_reach_is_wanted() -> None:
    desk = Desk(at=Locator(0, 1))
    texts = [utterance.text for utterance in desk.clips.wanted]
    assert texts[0] == "A second follows."
    assert {"Another paragraph.", "The first sentence stands here.", "Rest", "Hands"} <= set(texts)


def test_to_listen_again_gives_a_voice_that_failed_another_chance() -> None:
    desk = Desk(at=Locator(0, 0))
    desk.narrator.play()
    desk.listen(100)
    desk.narrator.pause()
    tries = desk.clips.tries
    desk.narrator.play()
    assert desk.clips.tries == tries + 1


def test_again_slower_is_for_one_sentence_only() -> None:
    desk = Desk(at=Locator(0, 1))
    desk.narrator.play()
    desk.listen(100)
    desk.narrator.say_slower()
    desk.listen(10)
    said = [desk.player.queue[0], desk.player.queue[1]]
    assert isinstance(desk.narrator.state, Playing)
    assert desk.narrator.locator == Locator(0, 1)
    spoken = [len(navigation.text_at(DOCUMENT, Locator(0, i))) * MS_PER_CHAR for i in (1, 2)]
    assert said[0].clip.duration_ms == pytest.approx(spoken[0] / 0.7, rel=0.02)
    assert said[1].clip.duration_ms == pytest.approx(spoken[1], rel=0.02)


def test_practice_holds_after_each_sentence_and_one_press_goes_on() -> None:
    desk = Desk()
    desk.narrator.take_route(Route(holds_after="sentence"))
    desk.narrator.play()
    assert desk.listen(20_000) == [Locator(0, -1), Locator(0, 0)]
    assert isinstance(desk.narrator.state, Paused)
    desk.narrator.play()
    assert desk.listen(20_000)[-1] == Locator(0, 1)
    assert isinstance(desk.narrator.state, Paused)
    desk.narrator.take_route(Route())
    desk.narrator.play()
    assert desk.listen(20_000)[-1] == Locator(1, 0)
    assert isinstance(desk.narrator.state, Ended)


def test_a_loop_taken_while_listening_does_not_disturb_the_sentence_being_heard() -> None:
    desk = Desk(at=Locator(0, 0))
    desk.narrator.play()
    desk.listen(600)
    before = desk.player.queue[0].at_ms
    desk.narrator.take_route(Route(loops="sentence", loop_from=Locator(0, 0)))
    assert desk.player.queue[0].at_ms == before
    assert {place.sentence for place in desk.listen(9000)} == {0}
    desk.narrator.take_route(Route())
    assert desk.listen(9000)[-1] == Locator(1, 0)


def test_another_way_taken_while_held_begins_when_listening_goes_on() -> None:
    desk = Desk(at=Locator(0, 0))
    desk.narrator.play()
    desk.listen(600)
    desk.narrator.pause()
    desk.narrator.take_route(Route(skims=True))
    desk.narrator.play()
    assert desk.listen(20_000) == [Locator(0, 0), Locator(0, 2), Locator(1, -1), Locator(1, 0)]


def test_headings_are_said_a_little_lower() -> None:
    desk = Desk(is_instant=False)
    desk.narrator.play()
    heading, _ = desk.clips.waiting[0]
    desk.narrator.go_to(Locator(0, 0))
    sentence, _ = desk.clips.waiting[-1]
    assert heading.prosody.pitch < sentence.prosody.pitch


MIXED = Document(
    url="https://example.org/",
    title="Mixed",
    language="en-GB",
    sections=(
        Section(
            "",
            1,
            (
                Sentence(
                    "They call it la crampe in 2 towns.",
                    detail=Detail(phrases=(Phrase(13, 22, "fr"),)),
                ),
                Sentence("Then on."),
            ),
        ),
    ),
)


def said(player: FakePlayer) -> list[tuple[str, str, str]]:
    utterances = [queued.tag.utterance for queued in player.queue]  # type: ignore[attr-defined]
    return [(each.text.strip(), each.language, each.voice_id) for each in utterances]


def test_a_phrase_in_another_language_has_a_voice_of_its_own_and_the_marks_fit() -> None:
    player = FakePlayer()
    narrator = Narrator(FakeClips(), player, voices=VoiceChoice("chosen"))
    narrator.load(MIXED, Locator(0, 0))
    narrator.play()
    narrator.tick()
    assert said(player) == [
        ("They call it", "en-GB", "chosen"),
        ("la crampe", "fr", ""),
        ("in two towns.", "en-GB", "chosen"),
    ]
    assert max(queued.gap_ms for queued in player.queue) < 100
    text = navigation.text_at(MIXED, Locator(0, 0))
    heard: list[str] = []
    while narrator.locator.sentence == 0:
        word = narrator.word
        shown = text[word[0] : word[1]] if word else ""
        if shown and (not heard or heard[-1] != shown):
            heard.append(shown)
        player.advance(20)
        narrator.tick()
    assert heard == ["They", "call", "it", "la", "crampe", "in", "2", "towns."]


def test_a_rate_change_inside_a_foreign_phrase_goes_on_in_it() -> None:
    player = FakePlayer()
    narrator = Narrator(FakeClips(), player)
    narrator.load(MIXED, Locator(0, 0))
    narrator.go_to(Locator(0, 0, 16))
    narrator.tick()
    player.advance(50)
    narrator.tick()
    narrator.set_rate(300)
    narrator.tick()
    assert said(player)[:2] == [("crampe", "fr", ""), ("in two towns.", "en-GB", "")]


def test_volume_is_the_players_and_makes_no_clip_anew() -> None:
    desk = Desk()
    desk.narrator.play()
    desk.listen(100)
    queued = list(desk.player.queue)
    desk.narrator.set_volume(0.4)
    desk.listen(20)
    assert desk.player.chosen_volume == 0.4
    assert desk.player.queue[0] is queued[0]
    desk.narrator.set_volume(7)
    assert desk.narrator.volume == 1.0


def test_a_section_that_is_come_to_has_its_earcon_and_one_that_was_asked_for_has_none() -> None:
    desk = Desk()
    desk.narrator.earcons = frozenset({"section"})
    desk.narrator.play()
    desk.listen(20_000)
    assert desk.player.earcons == [clip_of("section")]
    desk.narrator.go_to(Locator(1, -1))
    assert desk.player.earcons == [clip_of("section")]


def test_an_earcon_changes_no_silence() -> None:
    with_it, without = Desk(), Desk()
    with_it.narrator.earcons = frozenset({"section"})
    for desk in (with_it, without):
        desk.narrator.play()
        desk.narrator.tick()
    while with_it.player.queue:
        assert [piece.gap_ms for piece in with_it.player.queue] == [
            piece.gap_ms for piece in without.player.queue
        ]
        with_it.listen(200)
        without.listen(200)


def test_a_line_waits_until_the_earcon_before_it_was_heard() -> None:
    desk = Desk()
    desk.narrator.earcons = frozenset({"saved"})
    desk.narrator.announce("Kept.", then_play=False, earcon="saved")
    assert desk.player.earcons == [clip_of("saved")]
    assert desk.player.queue[0].gap_ms == clip_of("saved").duration_ms


def test_an_earcon_that_is_not_wanted_is_not_heard() -> None:
    desk = Desk()
    assert not desk.narrator.sound("saved")
    desk.narrator.announce("Kept.", then_play=False, earcon="saved")
    assert not desk.player.earcons
    assert desk.player.queue[0].gap_ms == 0
