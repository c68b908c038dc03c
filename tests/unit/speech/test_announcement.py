"""What the reader says of itself: line by line, in its own voice or another."""

from __future__ import annotations

from reader.speech.announcement import Announcement
from reader.speech.earcons import clip_of
from reader.speech.pieces import Piece, Voicing
from reader.speech.utterance import Prosody
from reader.speech.voice_choice import VoiceChoice

VOICING = Voicing(Prosody(rate_wpm=200), VoiceChoice("alice"))
EARCON = clip_of("saved")


def pieces_of(announcement: Announcement) -> list[tuple[Piece, float]]:
    """All its lines as they are queued, each with the silence before it."""
    rest: Announcement | None = announcement
    queued: list[tuple[Piece, float]] = []
    while rest is not None:
        piece = rest.piece(VOICING, generation=3)
        gap_ms = rest.gap_before(queued[-1][0] if queued else None)
        rest = rest.after(piece)
        queued.append((piece, gap_ms))
    return queued


def test_each_line_is_said_once_with_the_silence_between() -> None:
    queued = pieces_of(Announcement(("Hands.", "Rest.", "Help."), gap_ms=700))
    assert [piece.utterance.text for piece, _ in queued] == ["Hands.", "Rest.", "Help."]
    assert [gap_ms for _, gap_ms in queued] == [0, 700, 700]
    assert all(piece.locator is None and piece.generation == 3 for piece, _ in queued)


def test_an_earcon_has_its_time_before_the_first_line_that_is_said() -> None:
    queued = pieces_of(Announcement((" ", "Kept.", "Rest."), gap_ms=700, earcon=EARCON))
    assert queued[0][0].is_mute
    assert [gap_ms for _, gap_ms in queued[1:]] == [EARCON.duration_ms, 700]


def test_a_line_is_said_slowly_or_in_another_voice_where_that_is_asked_for() -> None:
    plain, slow, other = (
        announcement.piece(VOICING, generation=0).utterance
        for announcement in (
            Announcement(("Hands.",)),
            Announcement(("Hands.",), slowly=True),
            Announcement(("Hands.",), in_voice=("marie", "fr")),
        )
    )
    assert (plain.voice_id, plain.language, plain.prosody.rate_wpm) == ("alice", "en-GB", 200)
    assert slow.prosody.rate_wpm == 140
    assert (other.voice_id, other.language) == ("marie", "fr")
