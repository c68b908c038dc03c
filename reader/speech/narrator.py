"""Decides what is said next and knows what is being heard. A plain object on the main thread, without locks.

The flow: a move sets the place, drops what is queued, and feeds the player with the clip of the sentence at
the place and of the two after it; `tick` asks the player what is being heard, moves the place and the word
accordingly, and tops the queue up. The sound card is the only clock: nothing here measures time.

Every queued piece carries the generation in which it was fed; what is heard of an earlier generation is
ignored, so a late answer never moves the place.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.documents import navigation
from reader.documents.model import Document, Locator
from reader.errors import EngineFailed
from reader.speech.earcons import Earcon, clip_of
from reader.speech.narration_state import (
    Ended,
    Failed,
    Paused,
    Playing,
    Preparing,
    State,
    Stopped,
)
from reader.speech.pieces import OWN_LANGUAGE, Pauses, Piece, Voicing
from reader.speech.pronunciations import SHIPPED, Pronunciations
from reader.speech.reach import Reach
from reader.speech.reading_options import USUAL, ReadingOptions
from reader.speech.route import Route
from reader.speech.spoken_length import Pace
from reader.speech.utterance import Clip, Prosody, Utterance
from reader.speech.voice_choice import USUAL_VOICES, VoiceChoice

if TYPE_CHECKING:
    from reader.speech.announcement import Announcement
    from reader.speech.ports import ClipPlayer, ClipSource

__all__ = ["Narrator", "Pauses"]

PIECES_AHEAD = 2
"""Clips kept queued behind the one being heard: enough to never wait, few enough to drop cheaply."""

MIN_RATE_WPM = 80
MAX_RATE_WPM = 600


class Narrator:
    """Reads a document aloud from any place; moves, holds and goes on at once."""

    def __init__(
        self,
        clips: ClipSource,
        player: ClipPlayer,
        *,
        rate_wpm: int = 165,
        voices: VoiceChoice | None = None,
        volume: float = 1.0,
        pitch: int = 50,
        pauses: Pauses | None = None,
        options: ReadingOptions | None = None,
        pronunciations: Pronunciations | None = None,
        earcons: frozenset[Earcon] = frozenset(),
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        self._clips = clips
        self._player = player
        self._voicing = Voicing(
            Prosody(rate_wpm=rate_wpm, pitch=pitch),
            voices or USUAL_VOICES,
            options or USUAL,
            pronunciations or SHIPPED,
        )
        self._pauses = pauses or Pauses()
        self.earcons = earcons
        """Those that are wanted; each may change at any time."""
        self.pace = Pace()
        """How fast the voice is, learned from what is fed."""
        self.volume = 1.0
        """Of what a clip is at its loudest, 0 to 1."""
        self.set_volume(volume)
        self.wake = wake
        """Called from another thread when a clip that is waited for is there; leads to a `tick` soon."""
        self._document = Document(url="", title="", language=None, sections=())
        self._generation = 0
        self._fed: deque[Piece] = deque()
        self._next: Locator | None = None
        self._next_char = 0
        self._last_fed: Locator | None = None
        self._gap_once_ms: float | None = None
        self._announcement: Announcement | None = None
        self._reach = Reach(clips)
        self._holds_queue = False
        self._has_held_player = False
        self._waits_for_tick = True
        """Nothing is asked of voice or device before the first tick, so that the text can be shown first."""
        self._awaited: Future[Clip] | None = None
        self._restart_at: tuple[Locator, int] | None = None
        self._restart_clip: Future[Clip] | None = None
        self._rate_is_stale = False
        self._route = Route()
        self._slowed: Locator | None = None
        """The sentence that is said slower, this time only."""
        self._goes_on_at: Locator | None = None
        """Where listening goes on after the route held the voice."""
        self.state: State = Stopped(Locator())
        self.word: tuple[int, int] | None = None
        """The word being heard: code points of the heading's or sentence's shown text, half-open."""
        self.announced: tuple[str] | None = None
        """The last line that was not of the document; another object each time."""
        self.is_announcing = False
        """Whether a line that is not of the document is being said."""

    # -- what is being read ------------------------------------------------------------------------

    @property
    def locator(self) -> Locator:
        """The sentence being heard; `char` is the start of the word."""
        return self.state.locator

    @property
    def is_listening(self) -> bool:
        """Whether reading is going on or about to."""
        return isinstance(self.state, Playing | Preparing)

    @property
    def pronunciations(self) -> Pronunciations:
        """How words are said."""
        return self._voicing.pronunciations

    @property
    def pauses(self) -> Pauses:
        """The silences between what is said."""
        return self._pauses

    @property
    def voice_id(self) -> str:
        """The voice of the page; empty: the usual one of its language."""
        language = self.language
        return self._voicing.voices.for_language(language, language)

    @property
    def language(self) -> str:
        """BCP 47 tag of the page's language."""
        return self._document.language or OWN_LANGUAGE

    @property
    def voices(self) -> VoiceChoice:
        """The person's voices."""
        return self._voicing.voices

    @property
    def rate_wpm(self) -> int:
        """Words per minute of what will be said next."""
        return self._voicing.prosody.rate_wpm

    def load(self, document: Document, locator: Locator) -> None:
        """Take up a document, silently, at a place."""
        self._drop_queue()
        self._document = document
        self._reach.forget()
        self.word = None
        self.state = Stopped(locator)
        self._want_reachable()

    # -- moves -------------------------------------------------------------------------------------

    def play(self) -> None:
        """Go on listening: from where it was held, or from the place."""
        if self.is_listening:
            return
        self._clips.try_again()
        if isinstance(self.state, Paused) and self._holds_queue and not self._rate_is_stale:
            self._holds_queue = False
            self.state = Playing(self.locator)
            self._let_sound()
            return
        start = self._goes_on_at or self.locator
        if isinstance(self.state, Ended):
            start = navigation.first(self._document)
        self._start_at(start)

    def pause(self) -> None:
        """Hold, even in the middle of a word."""
        if isinstance(self.state, Playing):
            self._player.pause()
            self._has_held_player = True
            self._holds_queue = True
            self.state = Paused(self.locator)
        elif isinstance(self.state, Preparing):
            self._drop_queue()
            self.state = Paused(self.locator)

    def stop(self) -> None:
        """Fall silent, keep the place, hold nothing."""
        self._drop_queue()
        self.word = None
        self.state = Stopped(self.locator)

    def go_to(self, locator: Locator) -> None:
        """Read from a place at once."""
        self._start_at(locator)

    def say_slower(self) -> None:
        """Say this sentence again at 70 % of the rate, and go on as before."""
        here = self.locator
        self._start_at(replace(here, char=0), slowly=True)

    @property
    def route(self) -> Route:
        """The way through the document."""
        return self._route

    @property
    def is_held_by_route(self) -> bool:
        """Whether the voice holds of itself, as the route says."""
        is_held = isinstance(self.state, Paused) and self._goes_on_at is not None
        return is_held and not self._has_held_player

    def take_route(self, route: Route) -> None:
        """Go on another way after the sentence being heard, which is not disturbed."""
        self._route = route
        self._goes_on_at = None
        dropped = self._player.drop_waiting()
        self._fed = deque(piece for piece in self._fed if piece not in dropped)
        last = next((piece for piece in reversed(self._fed) if piece.locator is not None), None)
        if last is not None:
            self._advance(last)
        elif dropped and isinstance(dropped[0], Piece):
            self._next = dropped[0].locator  # only a line of the reader's own comes before it
        self._want_reachable()
        self._fill()

    def fade(self, volume: float, over_ms: float) -> None:
        """Let the loudness go to `volume`, 0 to 1 of what was chosen, in so much time."""
        self._player.fade(volume, over_ms)

    def set_volume(self, volume: float) -> None:
        """Play all that is said at `volume`, held to 0-1, from the next moment on."""
        self.volume = max(0.0, min(1.0, volume))
        self._player.set_volume(self.volume)

    def hush(self) -> None:
        """Cut short the line that is being said; the reading stays where it is, held, stopped or ended."""
        self._drop_queue()
        self.word = None
        if not isinstance(self.state, Stopped | Ended):
            self.state = Paused(self.locator)

    def announce(
        self,
        line: str,
        *,
        then_play: bool,
        wait_ms: float = 0,
        slowly: bool = False,
        more: tuple[str, ...] = (),
        gap_ms: float = 0,
        pronunciations: Pronunciations | None = None,
        in_voice: tuple[str, str] | None = None,
        earcon: Earcon | None = None,
    ) -> None:
        """Say a line that is not of the document, at once; then hold, or read on after `wait_ms`.

        `more`: lines after it, each after a silence of `gap_ms`. `pronunciations`: how words are said here alone.
        `in_voice`: id and language of a voice to say it in. `earcon`: sounds just before it, where it is wanted.
        """
        from reader.speech.announcement import Announcement  # noqa: PLC0415 - keeps start-up fast

        at = self.locator
        self._drop_queue()
        self._announcement = Announcement(
            (line, *more),
            gap_ms=gap_ms,
            slowly=slowly,
            pronunciations=pronunciations,
            in_voice=in_voice,
            earcon=clip_of(earcon) if earcon in self.earcons else None,
        )
        self.announced = (line,)
        self.is_announcing = True
        if then_play:
            self._next = replace(at, char=0) if self._whole_sentence(at) else at
            self._next_char = self._next.char
            self._gap_once_ms = max(
                wait_ms, self._pauses.scaled(self._pauses.paragraph_ms, self.rate_wpm)
            )
            self.state = Preparing(at)
        else:
            self.state = self.state if isinstance(self.state, Stopped | Ended) else Paused(at)
        self._let_sound()
        self._fill()

    def sound(self, earcon: Earcon) -> bool:
        """Have a short sound heard over what is being said, where it is wanted; tells whether it is."""
        if earcon not in self.earcons:
            return False
        self._player.sound(clip_of(earcon))
        return True

    def set_rate(self, rate_wpm: int) -> None:
        """Change the rate (words per minute, held to 80-600) from the word being heard."""
        rate_wpm = max(MIN_RATE_WPM, min(MAX_RATE_WPM, rate_wpm))
        if rate_wpm != self.rate_wpm:
            prosody = replace(self._voicing.prosody, rate_wpm=rate_wpm)
            self._voicing = replace(self._voicing, prosody=prosody)
            self._after_change()

    def set_pronunciations(self, pronunciations: Pronunciations) -> None:
        """Say words another way from the word being heard."""
        self._voicing = replace(self._voicing, pronunciations=pronunciations)
        self._after_change()

    def set_voices(self, voices: VoiceChoice) -> None:
        """Change the voices from the word being heard."""
        if voices != self.voices:
            self._voicing = replace(self._voicing, voices=voices)
            self._after_change()

    def set_pitch(self, pitch: int) -> None:
        """Change the pitch, 0 to 100, from the word being heard."""
        if pitch != self._voicing.prosody.pitch:
            prosody = replace(self._voicing.prosody, pitch=pitch)
            self._voicing = replace(self._voicing, prosody=prosody)
            self._after_change()

    def set_options(self, options: ReadingOptions) -> None:
        """Say other parts of the page from the word being heard."""
        if options != self._voicing.options:
            self._voicing = replace(self._voicing, options=options)
            self._after_change()

    def set_pauses(self, pauses: Pauses) -> None:
        """Rest otherwise before what is not queued yet."""
        self._pauses = pauses

    def utterances_at(self, locator: Locator) -> tuple[Utterance, ...]:
        """What is said of the heading or sentence at a place, in the voices and at the rate of now."""
        return self._voicing.utterances_at(self._document, locator)

    def _after_change(self) -> None:
        self._rate_is_stale = True
        self._reach.forget()
        if self.is_listening:
            self._restart_at = (self.locator, self.locator.char)
            self._restart_clip = None
            self._restart_when_ready()
        self._want_reachable()

    # -- the tick ----------------------------------------------------------------------------------

    def tick(self) -> None:
        """Follow what is being heard and keep the queue topped up."""
        if self._waits_for_tick:
            self._waits_for_tick = False
            self._want_reachable()
        self._follow()
        if self._restart_at is not None:
            self._restart_when_ready()
        self._fill()
        if self._announcement is None and not self._fed and self._player.is_idle:
            self.is_announcing = False
            # Still preparing, with nothing left to prepare: all that was left cannot be spoken.
            if self._next is None and self.is_listening:
                self.word = None
                held = self._goes_on_at is not None
                self.state = Paused(self.locator) if held else Ended(self.locator)

    def _follow(self) -> None:
        heard = self._player.heard()
        if heard is None or not isinstance(heard.tag, Piece):
            if self._player.is_idle:
                self._fed.clear()
            return
        piece = heard.tag
        if piece.generation != self._generation:
            return
        while self._fed and self._fed[0] is not piece:
            self._fed.popleft()
        if heard.is_gap:
            return
        self.is_announcing = piece.locator is None
        if piece.locator is None or not isinstance(self.state, Playing | Preparing):
            return
        self.word = piece.word_at(heard.at_ms)
        char = self.word[0] if self.word else piece.locator.char
        place = replace(piece.locator, char=char)
        moved_on = (place.section, place.sentence) != (self.locator.section, self.locator.sentence)
        self.state = Playing(place)
        if moved_on:
            self._want_reachable()

    # -- feeding -----------------------------------------------------------------------------------

    def _start_at(self, locator: Locator, *, slowly: bool = False) -> None:
        locator = self._heard_at_once(locator)
        self._drop_queue()
        self._slowed = Locator(locator.section, locator.sentence) if slowly else None
        self._rate_is_stale = False
        self._next = replace(locator, char=0) if self._whole_sentence(locator) else locator
        self._next_char = self._next.char
        self._gap_once_ms = 0.0
        self.word = None
        self.state = Preparing(locator)
        self._let_sound()
        self._fill()
        self._want_reachable()

    def _heard_at_once(self, locator: Locator) -> Locator:
        """The place; with a slow voice the start of its sentence, where that is there and the rest of it is not."""
        if not locator.char:
            return locator
        rest, whole = self._piece_at(locator, locator.char), self._piece_at(locator, 0)
        if not self._clips.is_slow(rest.utterance) or self._clips.ready(rest.utterance) is not None:
            return locator
        return locator if self._clips.ready(whole.utterance) is None else replace(locator, char=0)

    def _let_sound(self) -> None:
        if self._has_held_player:
            self._has_held_player = False
            self._player.resume()

    def _drop_queue(self) -> None:
        self._generation += 1
        self._fed.clear()
        self._next = None
        self._last_fed = None
        self._next_char = 0
        self._gap_once_ms = None
        self._announcement = None
        for future in (self._awaited, self._restart_clip):
            if future is not None:
                future.cancel()  # nobody waits for it any more
        self._awaited = None
        self._restart_at = None
        self._restart_clip = None
        self._holds_queue = False
        self._goes_on_at = None
        self.is_announcing = False
        self._player.clear()

    def _fill(self) -> None:
        """Queue what is ready, up to `PIECES_AHEAD` behind the piece being heard."""
        if self._holds_queue or self._waits_for_tick:
            return
        while len(self._fed) <= PIECES_AHEAD:
            if self._announcement is not None:
                piece = self._announcement.piece(self._voicing, generation=self._generation)
            elif self._next is not None:
                piece = self._piece_at(self._next, self._next_char)
            else:
                return
            if piece.is_mute:
                self._advance(piece)
                continue
            clip = self._clip_of(piece)
            if clip is None:
                return
            piece = replace(piece, clip=clip)
            gap_ms = self._gap_before(piece)
            earcon = self._earcon_before(piece)
            self._fed.append(piece)
            self._learn_pace(piece, clip)
            self._advance(piece)
            has_more = self._next is not None
            self._player.feed(clip, tag=piece, gap_ms=gap_ms, has_more=has_more, earcon=earcon)
            if isinstance(self.state, Preparing):
                self.state = Playing(self.locator)

    def _learn_pace(self, piece: Piece, clip: Clip) -> None:
        is_whole = piece.rest_at is None and not piece.base and not piece.shown_from
        if piece.locator is not None and is_whole and clip.duration_ms:
            utterance = piece.utterance
            self.pace.learn(utterance.text, clip.duration_ms, utterance.prosody.rate_wpm)

    def _advance(self, piece: Piece) -> None:
        if piece.locator is None:
            self._announcement = self._announcement and self._announcement.after(piece)
            return
        self._last_fed = piece.locator
        self._gap_once_ms = None
        if piece.rest_at is not None:
            self._next, self._next_char = piece.locator, piece.rest_at
            self._gap_once_ms = self._pauses.scaled(self._pauses.phrase_ms, self.rate_wpm)
            return
        self._set_next_after(piece.locator)

    def _set_next_after(self, place: Locator) -> None:
        following = self._route.after(self._document, place)
        self._next, self._next_char = following, 0
        if following is not None and self._route.holds_between(place, following):
            self._next, self._goes_on_at = None, following
        elif following is None and self._route.only:
            self._goes_on_at = place  # held too where the page ends with the last of them

    def _clip_of(self, piece: Piece) -> Clip | None:
        clip = self._clips.ready(piece.utterance)
        if clip is not None:
            return clip
        if self._awaited is None or self._awaited.done():
            if self._awaited is not None:
                error = self._awaited.exception()
                if isinstance(error, EngineFailed):
                    self._awaited = None
                    self._next = None
                    self._announcement = None
                    self.state = Failed(self.locator, str(error))
                    return None
            self._awaited = self._asked_for(piece)
        return None

    def _asked_for(self, piece: Piece) -> Future[Clip]:
        future = self._clips.request(piece.utterance)
        future.add_done_callback(lambda _future: self.wake())
        return future

    def _restart_when_ready(self) -> None:
        """Change over to the new rate or voice once the rest of the sentence is there; until then, read on."""
        if self._restart_at is None or self.is_announcing:
            return
        locator, char = self._restart_at
        piece = self._piece_at(locator, char)
        if self._clips.ready(piece.utterance) is None:
            if self._restart_clip is None or self._restart_clip.done():
                self._restart_clip = self._asked_for(piece)
            return
        self._restart_at = None
        self._start_at(replace(locator, char=char))

    def _piece_at(self, locator: Locator, char: int) -> Piece:
        return self._voicing_at(locator).piece_at(
            self._document, locator, char=char, generation=self._generation
        )

    def _voicing_at(self, locator: Locator) -> Voicing:
        if self._slowed == Locator(locator.section, locator.sentence):
            return self._voicing.slower()
        return self._voicing

    def _whole_sentence(self, locator: Locator) -> bool:
        return locator.char >= len(navigation.text_at(self._document, locator))

    def _gap_before(self, piece: Piece) -> float:
        """Milliseconds of silence between the piece fed last and this one."""
        if piece.locator is None:
            last = self._fed[-1] if self._fed else None
            return self._announcement.gap_before(last) if self._announcement else 0.0
        if self._gap_once_ms is not None:
            return self._gap_once_ms
        if self._last_fed is None:
            return 0.0
        return self._pauses.between(self._document, self._last_fed, piece.locator, self.rate_wpm)

    def _earcon_before(self, piece: Piece) -> Clip | None:
        """What sounds in the silence before a piece: a new section's, where the reading comes to it by itself."""
        if piece.locator is None:
            return self._announcement.earcon if self._announcement else None
        last = self._last_fed
        is_new_section = last is not None and last.section != piece.locator.section
        return clip_of("section") if is_new_section and "section" in self.earcons else None

    def _want_reachable(self) -> None:
        """Have ready what one press can reach."""
        if self._waits_for_tick:
            return
        self._reach.want(
            self._document,
            self.locator,
            self._voicing,
            route=self._route,
            goes_on_at=self._goes_on_at,
        )
