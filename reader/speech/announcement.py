"""What the reader says of itself: its lines, how they are said, and the silence and earcon before each. Pure."""

from __future__ import annotations

from dataclasses import replace

from reader.speech.pieces import OWN_LANGUAGE, Piece, Voicing
from reader.speech.pronunciations import Pronunciations
from reader.speech.spoken_form import speak
from reader.speech.utterance import Clip, Utterance
from reader.values import frozen


@frozen
class Announcement:
    """Lines that are not of the document, as far as they are still to be queued."""

    lines: tuple[str, ...]
    """At least one."""
    gap_ms: float = 0
    """Silence between two of them."""
    slowly: bool = False
    pronunciations: Pronunciations | None = None
    """How words are said here alone; None: as in the document."""
    in_voice: tuple[str, str] | None = None
    """Id and language of a voice to say them in; None: the one of the reader's own lines."""
    earcon: Clip | None = None
    """Sounds just before the first line that is said."""

    def piece(self, voicing: Voicing, *, generation: int) -> Piece:
        """The next line."""
        if self.slowly:
            voicing = voicing.slower()
        voice_id, language = self.in_voice or (
            voicing.voices.for_own_lines(OWN_LANGUAGE),
            OWN_LANGUAGE,
        )
        spoken = speak(
            self.lines[0],
            language,
            pronunciations=self.pronunciations or voicing.pronunciations,
        )
        utterance = Utterance(spoken.text, voice_id, language, voicing.prosody, spoken.phonemes)
        return Piece(generation, None, spoken, 0, utterance)

    def gap_before(self, last: Piece | None) -> float:
        """Milliseconds of silence between the piece queued last and the next line."""
        if self.earcon is not None:
            return self.earcon.duration_ms
        return self.gap_ms if last is not None and last.locator is None else 0.0

    def after(self, piece: Piece) -> Announcement | None:
        """What is left once the next line was queued, or passed over as nothing of it can be spoken."""
        if len(self.lines) == 1:
            return None
        return replace(self, lines=self.lines[1:], earcon=self.earcon if piece.is_mute else None)
