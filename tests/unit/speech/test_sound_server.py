"""From one look at the sound server to the next: what was pulled out, and when somebody calls."""

from __future__ import annotations

from reader.speech.sound_server import Following, Output, Scene, SoundEvent

SPEAKER = Output("analog-output-speaker Speakers")
HEADPHONES = Output("analog-output-headphones Headphones")
BLUETOOTH = Output("bluez_sink.00_11.a2dp_sink Somebody's Headset")


def _told(*scenes: Scene, step_s: float = 0.1) -> list[SoundEvent]:
    following = Following()
    return [
        event
        for index, scene in enumerate(scenes)
        for event in following.events(scene, 10 + index * step_s)
    ]


def _at(outputs: dict[int, Output], ours: int | None = 1, *, is_called: bool = False) -> Scene:
    return Scene(outputs, ours, is_called)


def test_a_socket_that_changes_from_headphones_to_the_speaker() -> None:
    assert _told(_at({1: HEADPHONES}), _at({1: SPEAKER})) == ["unplugged"]
    assert _told(_at({1: SPEAKER}), _at({1: HEADPHONES})) == []


def test_headphones_of_which_the_server_says_that_they_are_gone() -> None:
    gone = Output(HEADPHONES.port, is_plugged=False)
    assert _told(_at({1: HEADPHONES}), _at({1: gone})) == ["unplugged"]
    assert _told(_at({1: HEADPHONES, 2: SPEAKER}), _at({1: gone, 2: SPEAKER}, ours=2)) == [
        "unplugged"
    ]


def test_an_output_that_goes_after_the_sound_was_moved_away_from_it() -> None:
    both = {1: BLUETOOTH, 2: SPEAKER}
    assert _told(_at(both), _at(both, ours=2), _at({2: SPEAKER}, ours=2)) == ["unplugged"]
    assert _told(_at(both), _at({2: SPEAKER}, ours=2)) == ["unplugged"]


def test_one_event_for_one_pull() -> None:
    both, one = {1: BLUETOOTH, 2: SPEAKER}, {2: SPEAKER}
    assert _told(_at(both), _at(one, ours=None), _at(one, ours=2), _at(one, ours=2)) == [
        "unplugged"
    ]


def test_another_output_that_was_chosen_is_no_pull() -> None:
    both = {1: HEADPHONES, 2: SPEAKER}
    assert _told(_at(both), _at(both, ours=2), _at(both, ours=2)) == []
    late = _told(_at(both), _at(both, ours=2), _at({2: SPEAKER}, ours=2), step_s=5)
    assert late == []


def test_an_output_that_was_not_ours_may_go() -> None:
    assert _told(_at({1: SPEAKER, 2: BLUETOOTH}), _at({1: SPEAKER})) == []


def test_a_call_begins_and_ends() -> None:
    quiet, called = _at({1: SPEAKER}), _at({1: SPEAKER}, is_called=True)
    assert _told(quiet, called, called, quiet) == ["call", "call-over"]
    assert _told(called, quiet) == ["call", "call-over"]
