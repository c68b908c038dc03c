"""The running reader: joins the parts that do what a person can do, and holds what the screens show of them.

A plain object on the main thread: no locks, no waiting. Work that lasts is handed to `Background`, and its
outcome comes back in `tick`. The parts: the open page (`Reading`) and the voice in it (`Steering`), the way from
page to page (`Turning`), the lists (`Choosing`), the last line (`Notices`), and `Features` for all else. Must not
know Textual, a device, SQL or a parser. The screen pulls: it compares the public values with what it drew last.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from operator import attrgetter
from typing import Any

from content_cache.errors import CacheError
from reader.control import rows
from reader.control.applying import Applying, pressing_of
from reader.control.background import Background
from reader.control.choosing import Choosing
from reader.control.features import Features
from reader.control.hand_choices import HandChoices
from reader.control.hands import Hands
from reader.control.lists import Lists
from reader.control.menu import Menu
from reader.control.menu_items import TAKE_BACK
from reader.control.notices import Notices
from reader.control.outside import METHODS, Outside, Remote, Told
from reader.control.parts import NoSoundServer, NoSpeech, Parts, SoundServer, Speech
from reader.control.press_log import PressLog
from reader.control.pressing import Pressing
from reader.control.proposing import Proposing
from reader.control.reading import Reading
from reader.control.settings import Settings, SettingsRead
from reader.control.shelf import OpenedPage, Shelf
from reader.control.steering import Steering
from reader.control.tuning import Tuning, Write
from reader.control.turning import Turning
from reader.control.undo import Undo
from reader.control.view import ListView, MenuView, Message, SavingProgress, ScreenName, StateName
from reader.documents.model import Document, Locator
from reader.errors import ReaderError
from reader.speech.narration_state import Ended, Failed
from reader.speech.narrator import Narrator
from reader.speech.pronunciations import Choice

THEMES = {"dark": "light on dark", "light": "dark on light", "system": "the terminal’s own"}
"""Name -> what is said of it, in the order in which they come."""


class Session:
    """The running reader."""

    features: Features
    hands: Hands
    """The way of every press, and how presses are judged."""
    menu: Menu
    """The spoken menu."""
    choices: HandChoices
    """What was chosen about pressing."""
    tuning: Tuning
    """The settings in use."""
    turning: Turning
    """The way from page to page."""
    choosing: Choosing
    """The lists."""
    steering: Steering
    """The voice in the page being read."""

    def __init__(
        self,
        shelf: Shelf,
        narrator: Narrator,
        background: Background,
        *,
        settings: SettingsRead | None = None,
        write_settings: Write = lambda _changes, _profile: None,
        keep_pronunciation: Callable[[str, Choice | None], None] = lambda _word, _way: None,
        phonemes_of: Callable[[str], str] = lambda _word: "",
        press_log: PressLog | None = None,
        trouble: Callable[[], str | None] = lambda: None,
        voice_in_use: Callable[[], tuple[str, str]] = lambda: ("", ""),
        sound_facts: Callable[[], dict[str, Any]] = dict,
        speech: Speech | None = None,
        sound_server: Callable[[], SoundServer] = NoSoundServer,
    ) -> None:
        self._shelf = shelf
        self._narrator = narrator
        self._background = background
        settings = settings or SettingsRead(Settings())
        self.tuning = Tuning(settings, write=write_settings, later=background.later)
        self._trouble = trouble
        self._voice_in_use = voice_in_use
        """Voice and engine names."""
        self._sound_facts = sound_facts
        """How steadily the sound device was fed."""
        self._remote: Remote | None = None
        self._outside: Outside | None = None
        self._undo = Undo()
        self._reading = Reading(narrator, self._keep_place_later, self._undo)
        self._lists = Lists(narrator)
        self._notices = Notices()
        self.turning = Turning(
            shelf,
            background,
            narrator,
            self._reading,
            self._lists,
            self._notices,
            nothing_to_read=lambda aloud: self.choosing.show_pages(aloud=aloud),
        )
        self.choosing = Choosing(
            shelf,
            background,
            narrator,
            self._reading,
            self._lists,
            self._notices,
            self.turning,
        )
        self.steering = Steering(
            narrator,
            self._reading,
            self._lists,
            self._notices,
            self.turning,
            self.tuning,
            self._undo,
        )
        log = press_log or PressLog()
        self.hands = Hands(note=log.note)
        self.menu = Menu(
            narrator,
            self._lists,
            perform=self.perform,
            choose_row=self.choose_row,
            is_saving=lambda: self.saving is not None,
            can_take_back=lambda: len(self._undo) > 0,
            names_in_words=lambda: self.tuning.now.action_names == "words",
        )
        self.hands.set_aside = self.menu.wait_from
        self.choices = HandChoices(
            pressing_of(self.tuning.now),
            self.hands,
            self.menu,
            self._undo,
            tell=self.tell,
            keep=self.tuning.set,
        )
        self._proposing = Proposing(
            log,
            self.choices,
            self.menu,
            narrator,
            background,
            today=lambda: time.strftime("%Y-%m-%d"),
        )
        self._pressing = Pressing(
            self.hands,
            self.menu,
            self.choices,
            self._proposing,
            self._lists,
            perform=self.perform,
            choose_number=self.choose_number,
        )
        self.tuning.follow(Applying(narrator, self._reading, self.choices))
        self.features = Features(
            Parts(
                shelf, background, narrator, self._reading, self._lists, self._notices, self._undo, self.turning,
                self.hands, self.choices, self.tuning, keep_pronunciation, phonemes_of, speech or NoSpeech(),
                sound_server,
            ),
            self.perform,
            self.press,
        )  # fmt: skip
        self.features.is_menu_open = lambda: self.menu.is_open
        self.choosing.remove_page = self.features.remove_page
        self.choosing.put_page_next = self.features.put_page_next
        self.choosing.save_linked_of = self.features.save_linked_of
        self.choosing.brings_linked_pages = lambda: self.tuning.now.linked_pages
        self.turning.note_left = self.features.note_left
        self.turning.taken_up = self.features.taken_up
        self.turning.offer_copy = self.features.offer_copy
        self.turning.note_new = self.features.save_with
        self._is_closed = False
        self._counted_page: Document | None = None
        self.is_leaving = False

    # -- what the screens show ---------------------------------------------------------------------

    @property
    def state(self) -> StateName:
        """What the narrator is doing, in one word."""
        name: StateName = type(self._narrator.state).__name__.lower()  # type: ignore[assignment]
        return name

    @property
    def screen(self) -> ScreenName:
        """Which screen it is."""
        return self._lists.screen

    @property
    def list_view(self) -> ListView | None:
        """The list over the reading, if one is open."""
        return self._lists.view

    @property
    def document(self) -> Document | None:
        """The page being read."""
        return self._reading.document

    @property
    def panel(self) -> MenuView | None:
        """The spoken menu, or what asks for presses in its place."""
        return self.features.panel or self.menu.view

    @property
    def outline(self) -> ListView | None:
        """The sections of the page being read."""
        return self._reading.outline

    @property
    def title(self) -> str:
        """The page's title; on the first screen, what the reader is."""
        if self.screen == "welcome" and self.list_view is not None:
            return self.list_view.title
        return self._reading.title

    @property
    def progress_line(self) -> str:
        """Section and time left."""
        return "" if self.screen == "welcome" else self._reading.progress_line

    @property
    def locator(self) -> Locator:
        """The sentence being heard; `sentence == -1` is the section's heading."""
        return self._narrator.locator

    @property
    def word(self) -> tuple[int, int] | None:
        """The word being heard, code points of the sentence; None where it is not known."""
        return self._narrator.word

    @property
    def theme(self) -> str:
        """The colours."""
        return self.tuning.now.theme

    @property
    def rate_wpm(self) -> int:
        """Words per minute."""
        return self._narrator.rate_wpm

    @property
    def message(self) -> Message | None:
        """The one message of the last line."""
        return self._notices.message

    @property
    def saving(self) -> SavingProgress | None:
        """How far the saving is of the collection, or of what belongs to a page, while it goes on."""
        return self.choosing.saving or self.features.saving

    @property
    def failure(self) -> str | None:
        """Why the page that was asked for could not be opened."""
        return self.turning.failure

    @property
    def is_idle(self) -> bool:
        """Whether nothing is read and nothing will be by itself: after the last page, or where none could be opened."""
        is_silent = (
            self.state in ("ended", "stopped", "failed") and not self._narrator.is_announcing
        )
        return is_silent and not self.turning.is_under_way

    @property
    def hint_line(self) -> str:
        """What keys do here; the spoken menu says it itself."""
        if self.panel is not None:
            return ""
        return rows.hint(
            self.screen,
            is_saving=self.saving is not None,
            is_listening=self._narrator.is_listening,
            is_at_end=self.state == "ended" and not self.turning.is_under_way,
            is_one_button=self._pressing.means_menu,
        )

    def status(self) -> dict[str, Any]:
        """What the running reader is doing, as the outside surface has it."""
        from reader.control.status import status_of  # noqa: PLC0415 - nobody asks before the first text

        voice, engine = self._voice_in_use()
        return status_of(self, self._reading.page, voice=voice, engine=engine)

    # -- the clock, keys and requests --------------------------------------------------------------

    def tick(self, now: float) -> None:
        """Follow what is being heard; take in what came from outside. `now`: monotonic seconds."""
        with self._trouble_told():
            self._background.deliver()
        if self._outside is not None:
            self._outside.serve(now)
        self.hands.tick(now)
        if self.document is not self._counted_page:
            self._counted_page = self.document
            self.hands.begin_page()
        was_ended = isinstance(self._narrator.state, Ended)
        self._narrator.tick()
        self._undo.tick(now, self._reading.title)
        self._pressing.is_launching &= self._narrator.is_announcing
        if isinstance(self._narrator.state, Ended) and not was_ended:
            self.hands.end_page()
            with self._trouble_told():
                self.features.page_heard()
                if self.features.ends_with_page():
                    self._narrator.sound("page-end")
                else:
                    self.turning.at_end_of_page()
        self._reading.keep_place()
        state = self._narrator.state
        self._notices.follow_sound(state.error if isinstance(state, Failed) else self._trouble())
        self.choosing.tick(now)
        self.features.tick(now)
        self.menu.tick(now)
        self._proposing.tick(now)
        self._reading.weigh()
        self._reading.refresh()
        self._notices.tick(now)

    def perform(self, action_name: str) -> None:
        """Do an action by its registered name; `KeyError` for an unknown one."""
        self.features.was_asked()
        if self.menu.is_open and self.screen == "reading":
            self.menu.leave()  # asked from outside: what was offered holds no more
        method: Callable[[], object] = attrgetter(METHODS[action_name])(self)
        is_taking_back = action_name == TAKE_BACK and self.screen == "reading"
        if is_taking_back and self._notices.dismiss():
            return  # nothing was done that could be taken back, and what was done long before stays
        self._notices.end_passing()
        told, noted = self._notices.told, self._undo.noted
        with self._trouble_told():
            method()
        if not is_taking_back and self._notices.told is not told and self._undo.noted == noted:
            self._notices.only_told()
        self._reading.refresh()

    def press(self, key: str, character: str | None = None, at_s: float | None = None) -> None:
        """A key was pressed (Textual's names). `at_s`: when it arrived, monotonic seconds; else now."""
        self._pressing.press(key, character, at_s)

    def wake_with(self, wake: Callable[[], None]) -> None:
        """Have `wake` called, from any thread, when a tick should come at once."""
        self._narrator.wake = wake
        self._background.wake = wake
        if self._remote is not None:
            self._remote.wake = wake

    def listen_to(self, remote: Remote) -> None:
        """Take requests from outside in every tick."""
        self._remote = remote
        self._outside = Outside(
            remote,
            perform=self.perform,
            status=self.status,
            press=self.press,
            sound=self._sound_facts,
            told=lambda: Told(self._notices.told, self._narrator.announced),
            jobs=lambda: self._background.jobs,
        )
        remote.wake = self._background.wake

    def tell(self, sentence: str, *, is_trouble: bool = False) -> None:
        """Show a sentence on the last line."""
        self._notices.tell(sentence, is_trouble=is_trouble)

    @contextmanager
    def _trouble_told(self) -> Iterator[None]:
        """What a person can act on is told, and the reading goes on: a library that is locked or has no room."""
        try:
            yield
        except (CacheError, ReaderError) as error:
            self.tell(str(error), is_trouble=True)
            self._narrator.sound("could-not")

    # -- opening -----------------------------------------------------------------------------------

    def start(self, opened: OpenedPage | None) -> None:
        """Begin where the person stopped, or with the welcome where nothing is saved yet."""
        if opened is None:
            self.choosing.show_welcome()
        else:
            self._pressing.is_launching = True
            self.turning.start(opened)

    def open_targets(self, targets: tuple[str, ...]) -> None:
        """Save what is new among addresses, files or page ids, and open the first that can be."""
        self.turning.open_targets(targets)

    def save_others(self, targets: tuple[str, ...]) -> None:
        """Keep more pages, in the background; what fails is told."""
        self.turning.save_others(targets)

    # -- choosing and taking back ----------------------------------------------------------------

    def go_to_section(self, index: int) -> None:
        """Read a section (0-based) from its heading."""
        self._notices.end_passing()
        self.steering.go_to_section(index)

    def choose_row(self, index: int) -> None:
        """Take a row (0-based) of the current list."""
        self._notices.end_passing()
        self.choosing.choose_row(index)

    def choose_number(self, number: int) -> None:
        """A digit: that section, or that row."""
        if self.screen == "reading":
            self.go_to_section(number - 1)
        else:
            self.choose_row(number - 1)

    def take_me_back(self) -> None:
        """Out of a list; else take back what was done last: a move, another rate, a choice."""
        if self.screen == "reading":
            told = self._undo.take_back()
            if told:
                self.tell(told)
            if self._undo.went_far:
                self._narrator.announce(told, then_play=self._narrator.is_listening)
        else:
            self.choosing.go_back()

    def stop_saving(self) -> None:
        """Stop the saving; what was saved stays."""
        self.choosing.stop_saving()
        self.features.stop_saving()

    # -- choices that are kept, and leaving --------------------------------------------------------

    def next_theme(self) -> None:
        """Dark, light, the terminal's own colours."""
        before = self.theme
        names = tuple(THEMES)
        self._undo.note("other colours", lambda: self.tuning.set({"theme": before}))
        self.tuning.set({"theme": names[(names.index(before) + 1) % len(names)]})
        self._notices.tell(f"Colours: {THEMES[self.theme]}.")

    def quit(self) -> None:
        """Leave; the place is kept."""
        self._narrator.pause()
        self._reading.keep_place(at_once=True)
        self.is_leaving = True

    def close(self) -> None:
        """Keep the place and end what runs in the background. May be called twice."""
        if not self._is_closed:
            self._is_closed = True
            self._reading.keep_place(at_once=True)
            self.features.close()
            self._proposing.save()
            self._background.close()

    def _keep_place_later(
        self, page_id: str, document: Document, here: Locator, heard: float
    ) -> None:
        self._background.later(lambda: self._shelf.keep_place(page_id, document, here, heard=heard))
