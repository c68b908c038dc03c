"""A session with a real shelf and store, a player into nothing, and time moved by hand."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from content_cache.fetching import FetchLimits
from content_cache.library import Library
from reader.control.background import Background
from reader.control.collecting import SHIPPED_COLLECTION
from reader.control.hand_choices import PressingChoices, named
from reader.control.parts import NoSoundServer, SoundServer
from reader.control.press_log import PressLog
from reader.control.session import Session
from reader.control.settings import Settings, SettingsRead
from reader.control.shelf import Shelf
from reader.control.steady import OFF
from reader.speech.narrator import Narrator
from reader.speech.pronunciations import keep_pronunciation
from tests.support.fake_player import FakeClips, FakePlayer
from tests.support.fake_speech import FakeSpeech

PAGE_ONE = """<html lang="en-GB"><title>One</title><body><main><h1>One</h1>
<p>The first sentence stands here. A second follows.</p><p>Another paragraph of the page.</p>
<h2>Rest</h2><p>Rest before the cramp starts. Keep warm.</p></main></body></html>"""
PAGE_TWO = """<html lang="en-GB"><title>Two</title><body><main><h1>Two</h1>
<p>The second page has one sentence only.</p></main></body></html>"""
NOWHERE = FetchLimits(connect_s=0.2, read_s=0.2, total_s=0.5, backoff_s=0.01, poll_s=0.01)
COLLECTION = (
    'title = "One"\n[[pages]]\ntitle = "A"\npublisher = "B"\naddress = "http://127.0.0.1:9/a"\n'
)


def long_page(sentences: int) -> str:
    """A page of four parts of so many sentences each, with a telephone number and a link that leads nowhere."""
    return (
        '<html lang="en-GB"><title>Long</title><body><main><h1>Long</h1>'
        '<p>Call <a href="tel:02079460123">020 7946 0123</a> or see '
        '<a href="http://127.0.0.1:9/b">another page</a>.</p>'
        + "".join(
            f"<h2>Part {part}</h2>"
            + "".join(
                f"<p>Sentence {number} of part {part} stands here.</p>"
                for number in range(sentences)
            )
            for part in range(1, 5)
        )
        + "</main></body></html>"
    )


def library_of_nowhere(folder: Path) -> Library:
    """A library whose one collection names one page, to which no network leads."""
    lists = folder / "lists"
    lists.mkdir()
    (lists / f"{SHIPPED_COLLECTION}.toml").write_text(COLLECTION)
    return Library(folder / "home", limits=NOWHERE, collections=lists)


class Desk:
    """A session and everything under it."""

    session_type: type[Session] = Session

    def __init__(
        self,
        folder: Path,
        library: Library | None = None,
        *,
        pressing: PressingChoices | None = None,
        log: PressLog | None = None,
        sound_server: Callable[[], SoundServer] = NoSoundServer,
    ) -> None:
        """Every press is meant, unless `pressing` says otherwise."""
        self.folder = folder
        self.player = FakePlayer()
        self.speech = FakeSpeech()
        self.now = 100.0
        self.sounds: dict[str, str] = {}
        """What the voice tells of its words."""
        self.settings: dict[str, object] = {}
        """What was written into the file."""
        self.profile = ""
        """Whose it was."""
        self.trouble: str | None = None
        self.library = library or Library(folder / "home")
        self.shelf = Shelf(self.library)
        settings = Settings(**named(pressing or PressingChoices(steady=OFF)))
        self.session = self.session_type(
            self.shelf,
            Narrator(FakeClips(), self.player),
            Background(),
            settings=SettingsRead(settings, base=settings),
            write_settings=self._write_settings,
            press_log=log,
            keep_pronunciation=partial(keep_pronunciation, folder / "home" / "pronunciations.toml"),
            phonemes_of=lambda word: self.sounds.get(word, ""),
            trouble=lambda: self.trouble,
            speech=self.speech,
            sound_server=sound_server,
        )

    def _write_settings(self, changes: Mapping[str, object], profile: str) -> None:
        self.settings.update(changes)
        self.profile = profile

    def page(self, name: str, html: str) -> str:
        path = self.folder / name
        path.write_text(html, encoding="utf-8")
        return str(path)

    def close(self) -> None:
        self.session.close()
        self.shelf.close()

    @property
    def said(self) -> str:
        """What is queued for the ear now."""
        return " ".join(queued.tag.utterance.text for queued in self.player.queue)  # type: ignore[attr-defined]

    @property
    def told(self) -> str:
        """What stands on the last line."""
        return self.session.message.text if self.session.message else ""

    def press(self, *keys: str) -> None:
        for key in keys:
            self.session.press(key, key if len(key) == 1 else None, self.now)
            self.tick(20)

    def save_two(self) -> None:
        self.shelf.save(self.page("one.html", PAGE_ONE))
        self.shelf.save(self.page("two.html", PAGE_TWO))

    def tick(self, ms: float = 0) -> None:
        self.player.advance(ms)
        self.now += ms / 1000
        self.session.tick(self.now)

    def until(self, is_there: Callable[[], bool], *, step_ms: float = 0) -> None:
        """Tick until it is so; work on other threads gets ten seconds of the real clock."""
        deadline = time.monotonic() + 10
        while not is_there():
            assert time.monotonic() < deadline, (self.session.status(), self.session.message)
            self.tick(step_ms)
            time.sleep(0.001)

    def listen(self, seconds: float) -> None:
        for _ in range(int(seconds * 50)):
            self.tick(20)

    def open(self, target: str) -> None:
        self.session.open_targets((target,))
        self.until(lambda: self.session.document is not None)
