"""Composition root: reads the arguments and builds every object once.

The only module that knows all others. Imports what a command needs when it needs it, so that start-up stays
fast: the saved page is on its way while the screen's library is being loaded, and the voice's process starts
when the text is there.
"""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from reader.control.places import Places, home
from reader.errors import TerminalMissing

if TYPE_CHECKING:
    from content_cache.library import Library
    from reader.control.background import Background
    from reader.control.remote import RemoteServer
    from reader.control.session import Session
    from reader.control.settings import SettingsRead
    from reader.control.shelf import OpenedPage, Shelf
    from reader.speech.earcons import Earcon
    from reader.speech.narrator import Narrator, Pauses
    from reader.speech.piper_engine import PiperEngine
    from reader.speech.player import Player
    from reader.speech.prefetch import Prefetch
    from reader.speech.pronunciations import Choice, PronunciationsRead
    from reader.speech.reading_options import ReadingOptions
    from reader.speech.sound_server import SoundServer
    from reader.speech.system_engine import SystemEngine
    from reader.speech.voice_choice import VoiceChoice

SWITCH_INTERVAL_S = 0.001
"""How long one thread may keep the interpreter: the audio callback must not wait longer than a buffer lasts."""


class Parts:
    """Every object of the reader, built when it is first asked for, and once."""

    @cached_property
    def places(self) -> Places:
        """Where everything is kept."""
        return Places(home())

    @cached_property
    def settings_read(self) -> SettingsRead:
        """The person's choices, and what in the file could not be used."""
        from reader.control.settings import read_settings

        return read_settings(self.places.settings)

    @cached_property
    def library(self) -> Library:
        """What the saved pages are kept in."""
        from content_cache.library import Library

        library = Library(self.places.home, on_salvage=_say_at_once)
        if library.salvaged is not None:
            _say_at_once(library.salvaged.sentence)
        return library

    @cached_property
    def shelf(self) -> Shelf:
        """The library and the parser together."""
        from reader.control.shelf import Shelf

        return Shelf(self.library)

    @cached_property
    def engine(self) -> SystemEngine:
        """The machine's own voices."""
        from reader.speech.system_engine import SystemEngine

        return SystemEngine()

    @cached_property
    def natural(self) -> PiperEngine:
        """The natural voices that were added; nothing of theirs is loaded before one is asked for."""
        from reader.speech.piper_engine import PiperEngine

        return PiperEngine(self.places.voices)

    @cached_property
    def prefetch(self) -> Prefetch:
        """Clips made ahead, by the first engine that works."""
        from reader.speech.clip_store import ClipStore
        from reader.speech.prefetch import Prefetch
        from reader.speech.silence import SilentEngine

        engines = (self.natural, self.engine, SilentEngine())
        return Prefetch(engines, store=ClipStore(self.places.clips))

    @cached_property
    def player(self) -> Player:
        """The sound device."""
        from reader.speech.player import Player

        return Player()

    @cached_property
    def sound_server(self) -> SoundServer:
        """What tells of headphones, calls and the sound's delay."""
        from reader.speech.sound_server import SoundServer

        return SoundServer(self.player.set_delay)

    @cached_property
    def pauses(self) -> Pauses:
        """The person's pauses between sentences, paragraphs, headings and sections."""
        from reader.control.applying import pauses_of

        return pauses_of(self.settings_read.settings)

    @cached_property
    def earcons(self) -> frozenset[Earcon]:
        """The short sounds that the person wants to hear."""
        from reader.control.applying import earcons_of

        return earcons_of(self.settings_read.settings)

    @cached_property
    def reading_options(self) -> ReadingOptions:
        """Which parts of a page the person wants to hear."""
        from reader.control.applying import reading_options_of

        return reading_options_of(self.settings_read.settings)

    @cached_property
    def pronunciations_read(self) -> PronunciationsRead:
        """The person's own ways to say words, and what in their file could not be used."""
        from reader.speech.pronunciations import read_pronunciations

        return read_pronunciations(self.places.pronunciations)

    @cached_property
    def voices(self) -> VoiceChoice:
        """The person's voices."""
        from reader.speech.voice_choice import voice_choice

        settings = self.settings_read.settings
        return voice_choice(settings.voice, settings.voices)

    @cached_property
    def narrator(self) -> Narrator:
        """The reading voice."""
        from reader.speech.narrator import Narrator

        settings = self.settings_read.settings
        return Narrator(
            self.prefetch,
            self.player,
            rate_wpm=settings.rate_wpm,
            voices=self.voices,
            volume=settings.volume,
            pitch=settings.pitch,
            pauses=self.pauses,
            options=self.reading_options,
            pronunciations=self.pronunciations_read.pronunciations,
            earcons=self.earcons,
        )

    def write_settings(self, changes: Mapping[str, object], profile: str) -> None:
        """Write choices of a profile into the settings file."""
        from reader.control.settings import write_settings

        write_settings(self.places.settings, changes, profile)

    def keep_pronunciation(self, word: str, way: Choice | None) -> None:
        """Write how a word sounds into the person's file."""
        from reader.speech.pronunciations import keep_pronunciation

        keep_pronunciation(self.places.pronunciations, word, way)

    def phonemes_of(self, word: str) -> str:
        """An English word's sounds; empty where no voice tells them."""
        from reader.errors import EngineFailed

        try:
            return self.engine.phonemes(word)
        except EngineFailed:
            return ""

    def sound_trouble(self) -> str | None:
        """What is wrong with voice or device, in one sentence."""
        return self.player.trouble or self.prefetch.trouble

    def new_session(self, background: Background) -> Session:
        """A session over these parts."""
        return build_session(self, background)

    def close(self) -> None:
        """End what was built, in the order of the sound's way."""
        for name in ("player", "prefetch", "natural", "engine"):
            part = self.__dict__.get(name)
            if part is not None:
                part.close()
        library = self.__dict__.get("library")
        if library is not None:
            library.close()


def _say_at_once(sentence: str) -> None:
    """What must be known before anything else; it stands in the terminal when the screen is closed, too."""
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201 - also for commands that write JSON


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    from reader import cli

    return cli.run(sys.argv[1:] if argv is None else list(argv), Parts(), open_screen)


def open_screen(parts: Parts, targets: tuple[str, ...]) -> int:
    """Open the reader's screen; returns the exit status when the person leaves.

    Raises `ReaderError` or `CacheError` where it cannot be opened at all.
    """
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise TerminalMissing(
            "The reader's screen needs a terminal. To hear a page without the screen, use: reader say ADDRESS"
        )
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    gc.disable()  # until the first frame: what is made on the way to it all stays
    _load_asyncio_without_tls()
    opening = _Opening(parts, targets)
    from reader.control.background import Background
    from reader.ui.reader_app import ReaderApp

    background = Background()
    session = build_session(parts, background)
    remote = _Remote(parts, session)
    background.report(lambda: _after_first_frame(parts, background, remote, session))
    try:
        opened = opening.result()
        targets = opening.targets
        if opened is None and targets:
            session.open_targets(targets)
        else:
            session.start(opened)
            if targets[1:]:
                session.save_others(targets[1:])
        troubles = parts.settings_read.troubles + parts.pronunciations_read.troubles
        if troubles:
            from reader.control.settings import in_one

            session.tell(in_one(troubles), is_trouble=True)
        if parts.library.salvaged is not None:
            session.tell(parts.library.salvaged.sentence, is_trouble=True)
        ReaderApp(session).run()
    finally:
        session.close()
        remote.close()
        parts.close()
    if session.failure is not None:
        print(session.failure, file=sys.stderr)  # noqa: T201 - the one sentence of exit status 1
        return 1
    return 0


def build_session(parts: Parts, background: Background) -> Session:
    """The session with everything it steers."""
    from dataclasses import asdict

    from reader.control.press_log import PressLog
    from reader.control.session import Session

    return Session(
        parts.shelf,
        parts.narrator,
        background,
        settings=parts.settings_read,
        write_settings=parts.write_settings,
        press_log=PressLog(parts.places.presses),
        keep_pronunciation=parts.keep_pronunciation,
        phonemes_of=parts.phonemes_of,
        trouble=parts.sound_trouble,
        speech=parts.prefetch,
        sound_server=lambda: parts.sound_server,
        sound_facts=lambda: asdict(parts.player.statistics),
        voice_in_use=lambda: (parts.narrator.voice_id, parts.prefetch.engine_name),
    )


def _load_asyncio_without_tls() -> None:
    """Load asyncio as on a Python built without TLS, which it allows for: the screen never speaks it.

    Loading OpenSSL would take a thirtieth of the start; fetching loads it when there is something to fetch.
    """
    if "ssl" in sys.modules or "asyncio" in sys.modules:
        return
    sys.modules["ssl"] = None  # type: ignore[assignment]
    try:
        import asyncio  # noqa: F401
    finally:
        del sys.modules["ssl"]


class _Remote:
    """The way in for requests from outside, open from `start` to `close`."""

    def __init__(self, parts: Parts, session: Session) -> None:
        self._parts = parts
        self._session = session
        self._server: RemoteServer | None = None

    def start(self) -> None:
        """Let requests in; where that cannot be, say why."""
        from reader.control.remote import RemoteServer

        self._server = RemoteServer(self._parts.places.run)
        self._server.start()
        server = self._server
        self._session.turning.begin_beside(server.trouble, is_second=server.is_second)
        self._session.listen_to(self._server)

    def close(self) -> None:
        """Let no more in."""
        if self._server is not None:
            self._server.close()


def _after_first_frame(
    parts: Parts, background: Background, remote: _Remote, session: Session
) -> None:
    """What can wait until the text is on the screen."""
    from reader.control.background import Outcome
    from reader.control.upkeep import keep_up
    from reader.speech.earcons import clip_of

    threading.Thread(target=parts.engine.start, name="voice", daemon=True).start()
    remote.start()  # before anything is heard: a second reader begins held
    parts.player.start()
    session.features.media_keys.start()
    session.features.interruptions.start()
    session.features.switches.start()
    parts.natural.start_for(parts.narrator.voice_id)
    for earcon in parts.earcons:
        clip_of(earcon)  # made now, so that none is waited for
    background.run(lambda job: keep_up(parts.shelf, job.is_cancelled), Outcome.check)
    gc.freeze()  # no collection of what is there now ever holds up a key
    gc.enable()


class _Opening:
    """Fetches the saved page from the shelf while the screen's library is being loaded."""

    def __init__(self, parts: Parts, targets: tuple[str, ...]) -> None:
        self.targets = targets
        """Once there is a result: ids of saved pages where their numbers or parts of their titles were given."""
        self._opened: OpenedPage | None = None
        self._error: Exception | None = None
        self._thread = threading.Thread(
            target=self._open, args=(parts.shelf,), name="opening", daemon=True
        )
        self._thread.start()

    def _open(self, shelf: Shelf) -> None:
        from content_cache.addresses import address_of, is_file_url
        from content_cache.errors import CacheError
        from reader.errors import ReaderError

        try:
            if self.targets:
                from reader.control.naming import named

                self.targets = tuple(named(shelf, target) for target in self.targets)
                first = self.targets[0]
                is_here = shelf.is_saved(first) or is_file_url(address_of(first))
                self._opened = shelf.open(first, is_awaited=True) if is_here else None
            else:
                page_id = shelf.to_begin_with()
                self._opened = shelf.open(page_id) if page_id else None
        except (CacheError, ReaderError) as error:
            self._error = error

    def result(self) -> OpenedPage | None:
        """The page, or None where there is none or it must be fetched; raises what kept it from opening."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._opened
