"""What a person can do, one method for each thing, and what the screens show of it.

A plain object on the main thread: no locks, no waiting. Work that lasts is handed to `Background`, and its
outcome comes back in `tick`. Must not know Textual, a device, SQL or a parser. The screen pulls: it compares
the public values with what it drew last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from content_cache.errors import CacheError, Cancelled
from content_cache.resource import Page
from reader.control import rows
from reader.control.actions import ACTIONS
from reader.control.background import Background, Job, Outcome
from reader.control.history import History, Visit
from reader.control.keymap import action_for, digit_of
from reader.control.offer import Offer
from reader.control.shelf import CollectionOutcome, OpenedPage, Shelf
from reader.control.view import ListView, Message, SavingProgress, ScreenName, StateName
from reader.documents import navigation
from reader.documents.model import Document, Locator
from reader.errors import ReaderError
from reader.speech.narration_state import Ended, Failed
from reader.speech.narrator import Narrator

SHIPPED_COLLECTION = "hand-dystonia"
WELCOME_URL = "reader:how-this-works"
MESSAGE_S = 8.0
"""How long a message that is no trouble stands."""
RECAP_WAIT_MS = 3000
"""After the spoken line at launch, the time in which a press means "not now" (judgement, as the spoken menu's)."""
THEMES = ("dark", "light", "system")


class Request(Protocol):
    """A line from the remote: answered exactly once."""

    @property
    def words(self) -> tuple[str, ...]: ...
    def answer(self, line: str) -> None: ...


class Remote(Protocol):
    """Where requests from outside wait."""

    wake: Callable[[], None]
    """Called from another thread when there is one."""

    def pending(self) -> Iterable[Request]: ...


@dataclass(slots=True)
class Presses:
    """Presses seen since the start."""

    seen: int = 0
    acted_on: int = 0
    set_aside: int = 0


class Session:
    """The running reader."""

    def __init__(
        self,
        shelf: Shelf,
        narrator: Narrator,
        background: Background,
        *,
        theme: str = "dark",
        keep_setting: Callable[[str, object], None] = lambda _name, _value: None,
        trouble: Callable[[], str | None] = lambda: None,
        voice_in_use: Callable[[], tuple[str, str]] = lambda: ("", ""),
    ) -> None:
        self._shelf = shelf
        self._narrator = narrator
        self._background = background
        self._keep_setting = keep_setting
        self._trouble = trouble
        self._voice_in_use = voice_in_use
        """Voice and engine names."""
        self._remote: Remote | None = None
        self._history = History()
        self._page: Page | None = None
        self._pages: tuple[Page, ...] = ()
        self._listened_before_list = False
        self._saving_job: Job | None = None
        self._opening_job: Job | None = None
        self._kept: tuple[str, Locator] | None = None
        self._now = 0.0
        self._message_until: float | None = None
        self._sound_trouble: str | None = None
        self._offer: Offer | None = None
        self._words_of: navigation.Outline | None = None
        self._progress_key: tuple[object, ...] = ()
        self._is_closed = False
        self.failure: str | None = None
        """Why the page that was asked for at the start could not be opened."""
        self.presses = Presses()
        self.screen: ScreenName = "reading"
        self.list_view: ListView | None = None
        self.outline: ListView | None = None
        self.document: Document | None = None
        self.title = ""
        self.progress_line = ""
        self.message: Message | None = None
        self.saving: SavingProgress | None = None
        self.theme = theme
        self.is_leaving = False

    # -- what the screens show ---------------------------------------------------------------------

    @property
    def state(self) -> StateName:
        """What the narrator is doing, in one word."""
        name: StateName = type(self._narrator.state).__name__.lower()  # type: ignore[assignment]
        return name

    @property
    def locator(self) -> Locator:
        """The sentence being heard; `sentence == -1` is the section's heading."""
        return self._narrator.locator

    @property
    def word(self) -> tuple[int, int] | None:
        """The word being heard, code points of the sentence; None where it is not known."""
        return self._narrator.word

    @property
    def rate_wpm(self) -> int:
        """Words per minute."""
        return self._narrator.rate_wpm

    @property
    def hint_line(self) -> str:
        """What keys do here."""
        if self.screen == "welcome":
            return "any key: stop saving" if self.saving else "any key: choose   ↑ ↓ the other one"
        if self.screen != "reading":
            return "any key: choose   ↑ ↓ move   Escape: back to the reading"
        if self.state == "ended":
            return "That was the last page. Any key: listen again."
        verb = "pause" if self._narrator.is_listening else "listen"
        return f"any key: {verb}   ← → sentence   ↑ ↓ section   Escape: take me back"

    def status(self) -> dict[str, Any]:
        """What the running reader is doing, as the outside surface has it."""
        voice, engine = self._voice_in_use()
        here = self.locator
        error = self.message.text if self.message and self.message.is_trouble else None
        menu = self.list_view
        return {
            "state": self.state,
            "screen": self.screen,
            "document": self._page.id if self._page else None,
            "title": self.title,
            "section": here.section,
            "sentence": here.sentence,
            "word": list(self.word) if self.word else None,
            "text": navigation.text_at(self.document, here) if self.document else "",
            "rate_wpm": self.rate_wpm,
            "voice": voice,
            "engine": engine,
            "menu": {"items": [row.title for row in menu.rows], "current": menu.current}
            if menu
            else None,
            "presses": {
                "seen": self.presses.seen,
                "acted_on": self.presses.acted_on,
                "set_aside": self.presses.set_aside,
            },
            "error": error,
        }

    # -- the clock ---------------------------------------------------------------------------------

    def tick(self, now: float) -> None:
        """Follow what is being heard; take in what came from outside. `now`: monotonic seconds."""
        self._now = now
        self._background.deliver()
        if self._remote is not None:
            for request in self._remote.pending():
                self._serve(request)
        was_ended = isinstance(self._narrator.state, Ended)
        self._narrator.tick()
        if isinstance(self._narrator.state, Ended) and not was_ended:
            self._at_end_of_page()
        self._keep_place()
        self._watch_trouble()
        if self._offer is not None and self.list_view is not None and not self.saving:
            offered = self._offer.tick(now, self._narrator.is_announcing)
            if offered is not None and offered != self.list_view.current:
                self._move_to_row(offered)
        self._refresh_progress()
        if self._message_until is not None and now >= self._message_until:
            self._message_until = None
            self.message = None

    def perform(self, action_name: str) -> None:
        """Do an action by its registered name; `KeyError` for an unknown one."""
        getattr(self, _METHODS[action_name])()
        self._refresh_progress()

    def press(self, key: str, character: str | None = None) -> None:  # noqa: ARG002 - for the steady filter
        """A key was pressed (Textual's names)."""
        self.presses.seen += 1
        self.presses.acted_on += 1
        number = digit_of(key)
        if number is not None:
            self.choose_number(number)
        else:
            self.perform(action_for(key, self.screen))

    # -- opening -----------------------------------------------------------------------------------

    def start(self, opened: OpenedPage | None) -> None:
        """Begin where the person stopped, or with the welcome where nothing is saved yet."""
        if opened is None:
            self.show_welcome()
        else:
            self._take_up(opened, resume_line=True)

    def wake_with(self, wake: Callable[[], None]) -> None:
        """Have `wake` called, from any thread, when a tick should come at once."""
        self._narrator.wake = wake
        self._background.wake = wake
        if self._remote is not None:
            self._remote.wake = wake

    def listen_to(self, remote: Remote) -> None:
        """Take requests from outside in every tick."""
        self._remote = remote

    def open_targets(self, targets: tuple[str, ...]) -> None:
        """Save what is new among addresses, files or page ids, and open the first that can be."""
        self._open(targets[0], others=targets[1:])

    def _open(
        self, target: str, *, others: tuple[str, ...] = (), place: Locator | None = None
    ) -> None:
        if self._opening_job is not None:
            self._opening_job.cancel()
        shelf = self._shelf

        def work(job: Job) -> OpenedPage:
            return shelf.open(target, is_cancelled=job.is_cancelled)

        def done(outcome: Outcome[OpenedPage]) -> None:
            if self._opening_job is not job:
                return
            self._opening_job = None
            if outcome.value is not None:
                self._take_up(outcome.value, resume_line=False, place=place)
                self.save_others(others)
                return
            sentence = _sentence(outcome.error)
            self.failure = self.failure or sentence
            self._tell(sentence, is_trouble=True, aloud=True)
            if others:
                self.open_targets(others)
            elif self.document is None:
                self._fall_back()

        if not self._shelf.is_saved(target):
            self._tell(f"Fetching {target}")
        self._opening_job = job = self._background.run(work, done)

    def save_others(self, targets: tuple[str, ...]) -> None:
        """Keep more pages, in the background; what fails is told."""
        shelf = self._shelf

        def work(job: Job) -> list[str]:
            troubles = []
            for target in targets:
                try:
                    shelf.save(target, is_cancelled=job.is_cancelled)
                except (CacheError, ReaderError) as error:
                    troubles.append(str(error))
            return troubles

        def done(outcome: Outcome[list[str]]) -> None:
            _raise_bug(outcome.error)
            for sentence in outcome.value or ():
                self._tell(sentence, is_trouble=True)

        if targets:
            self._background.run(work, done)

    def _fall_back(self) -> None:
        """Nothing could be opened: what is saved, else the welcome; the trouble stays on the last line."""
        message = self.message
        self._pages = self._shelf.pages()
        if self._pages:
            self.show_pages()
        else:
            self.show_welcome(aloud=False)
        self.message, self._message_until = message, None

    def _take_up(
        self, opened: OpenedPage, *, resume_line: bool, place: Locator | None = None
    ) -> None:
        document = opened.document
        self._page = opened.page
        self.document = document
        self.title = document.title or opened.page.title
        self._words_of = navigation.Outline(document)
        self.outline = rows.outline(document, self._words_of, self.rate_wpm)
        self._progress_key = ()
        self._show_reading_screen()
        kept = place or opened.locator
        start = kept if kept is not None else navigation.first(document)
        if kept is not None and place is None and opened.page.heard >= rows.HEARD:
            start = navigation.first(document)
        self._narrator.load(document, start)
        page_id = opened.page.id
        if page_id:
            self._background.later(lambda: self._shelf.note_open(page_id))
        self._refresh_progress()
        if resume_line and start > navigation.first(document):
            self._narrator.announce(
                f"{self.title}, {self.progress_line}.", then_play=True, wait_ms=RECAP_WAIT_MS
            )
        else:
            self._narrator.play()

    # -- listening ---------------------------------------------------------------------------------

    def play_pause(self) -> None:
        """Listen, or hold."""
        if self._narrator.is_listening:
            self.pause()
        else:
            self.play()

    def play(self) -> None:
        """Go on listening."""
        if self.document is None:
            return
        self._show_reading_screen()
        self._narrator.play()

    def pause(self) -> None:
        """Hold, even in the middle of a word."""
        self._narrator.pause()
        self._keep_place(at_once=True)

    def stop(self) -> None:
        """Fall silent and keep the place."""
        self._narrator.stop()
        self._keep_place(at_once=True)

    def again(self) -> None:
        """Say this sentence again."""
        self._narrator.go_to(replace(self.locator, char=0))

    def faster(self) -> None:
        """A step faster, from the word being heard."""
        self._change_rate(15 if self.rate_wpm < 300 else 30)

    def slower(self) -> None:
        """A step slower."""
        self._change_rate(-15 if self.rate_wpm <= 300 else -30)

    def _change_rate(self, step_wpm: int) -> None:
        self._narrator.set_rate(self.rate_wpm + step_wpm)
        rate = self.rate_wpm
        self._tell(f"{rate} words a minute")
        if self.document is not None and self._words_of is not None:
            self.outline = rows.outline(
                self.document, self._words_of, rate, current=self.locator.section
            )
        self._progress_key = ()
        self._background.later(lambda: self._keep_setting("rate_wpm", rate))

    def where_am_i(self) -> None:
        """Say page, section and time left; then go on as before."""
        line = f"{self.title}, {self.progress_line}."
        self._tell(line)
        self._narrator.announce(line, then_play=self._narrator.is_listening)

    # -- moving ------------------------------------------------------------------------------------

    def next_sentence(self) -> None:
        """On by a sentence; at the end of the page, on to the next page."""
        self._step(navigation.next_sentence, "sentence", at_end=self.next_page)

    def previous_sentence(self) -> None:
        """Back by a sentence."""
        self._step(navigation.previous_sentence, "sentence", at_end=self.again)

    def next_section(self) -> None:
        """On by a section; at the end of the page, on to the next page."""
        self._step(navigation.next_section, "section", at_end=self.next_page)

    def previous_section(self) -> None:
        """Back to the start of this section, or to the one before."""
        self._step(navigation.previous_section, "section", at_end=self.from_the_start)

    def _step(
        self,
        move: Callable[[Document, Locator], Locator | None],
        kind: str,
        *,
        at_end: Callable[[], None],
    ) -> None:
        if self.document is None:
            return
        target = move(self.document, self.locator)
        if target is None:
            at_end()
        else:
            self._jump(target, kind)

    def from_the_start(self) -> None:
        """Read this page from its start."""
        if self.document is not None:
            self._jump(navigation.first(self.document), "start")

    def go_to_section(self, index: int) -> None:
        """Read a section (0-based) from its heading."""
        if self.document is None:
            return
        count = len(self.document.sections)
        if 0 <= index < count:
            self._show_reading_screen()
            start = navigation.next_section(self.document, Locator(index - 1))
            if start is not None:
                self._jump(start, "jump")
        else:
            noun = "section" if count == 1 else "sections"
            self._tell(f"This page has {count} {noun}.")

    def go_to(self, locator: Locator) -> None:
        """Read from a place."""
        self._jump(locator, "jump")

    def choose_number(self, number: int) -> None:
        """A digit: that section, or that row."""
        if self.screen == "reading":
            self.go_to_section(number - 1)
        else:
            self.choose_row(number - 1)

    def _jump(self, target: Locator, kind: str) -> None:
        self._history.leave(self._visit(), kind)
        self._narrator.go_to(target)
        self._keep_place()

    def _visit(self) -> Visit:
        return Visit(self._page.id if self._page else "", self.locator)

    def take_me_back(self) -> None:
        """Out of a list; else back to where one was before the last move."""
        if self.screen != "reading":
            self.stop_saving()
            if self.document is not None:
                self._close_list()
            return
        visit = self._history.back()
        if visit is None:
            self._tell("There is nothing to go back to.")
        elif self._page is not None and visit.page_id == self._page.id:
            self._narrator.go_to(visit.locator)
            self._keep_place()
        elif visit.page_id == "":
            self.open_welcome()
        else:
            self._open(visit.page_id, place=visit.locator)

    def next_page(self) -> None:
        """On to the saved page after this one."""
        self._turn_page(1, "This is the last page.")

    def previous_page(self) -> None:
        """Back to the saved page before."""
        self._turn_page(-1, "This is the first page.")

    def _turn_page(self, step: int, at_end: str) -> None:
        page = self._neighbour(step)
        if page is None:
            self._tell(at_end)
            return
        self._history.leave(self._visit(), "page")
        self._open(page.id)

    def _neighbour(self, step: int) -> Page | None:
        self._pages = self._shelf.pages()
        if self._page is None or not self._page.id:
            return self._pages[0] if self._pages and step > 0 else None
        ids = [page.id for page in self._pages]
        if self._page.id not in ids:
            return None
        index = ids.index(self._page.id) + step
        return self._pages[index] if 0 <= index < len(ids) else None

    def _at_end_of_page(self) -> None:
        """Go on to the next page after one line, or say that this was the last."""
        self._keep_place(at_once=True)
        page = self._neighbour(1)
        if page is None and not self._pages:
            self.show_welcome()
            return
        if page is None:
            self._narrator.announce("That was the last page.", then_play=False)
            return
        shelf, page_id = self._shelf, page.id

        def done(outcome: Outcome[OpenedPage]) -> None:
            if self._opening_job is not job:
                return
            self._opening_job = None
            if outcome.value is None:
                self._tell(_sentence(outcome.error), is_trouble=True, aloud=True)
                return
            self._history.leave(self._visit(), "page")
            self._take_up_quietly(outcome.value)
            self._narrator.announce(f"Next page: {self.title}.", then_play=True)

        self._opening_job = job = self._background.run(lambda _job: shelf.open(page_id), done)

    def _take_up_quietly(self, opened: OpenedPage) -> None:
        self._take_up(opened, resume_line=False)
        self._narrator.stop()

    # -- lists -------------------------------------------------------------------------------------

    def show_sections(self) -> None:
        """The sections of this page as a list."""
        if self.document is None or self.outline is None:
            return
        self._open_list("sections", rows.sections(self.document, self.outline, self.locator))

    def show_pages(self) -> None:
        """Everything saved as a list."""
        self._keep_place(at_once=True)
        self._pages = self._shelf.pages()
        if not self._pages:
            self.show_welcome()
            return
        open_id = self._page.id if self._page else None
        fraction = self._words_of.fraction(self.locator) if self._words_of else 0.0
        view = rows.pages(self._pages, self.rate_wpm, open_id=open_id, open_fraction=fraction)
        self._open_list("pages", view)

    def show_welcome(self, *, aloud: bool = True) -> None:
        """The first screen: what this is, and two choices."""
        count = len(self._shelf.collection(SHIPPED_COLLECTION).entries)
        view = rows.welcome(count)
        self.screen = "welcome"
        self.list_view = view
        self.title = view.title
        self.progress_line = ""
        self._offer = Offer(len(view.rows))
        if aloud:
            self._narrator.announce(rows.WELCOME_LINE, then_play=False)

    def _open_list(self, screen: ScreenName, view: ListView) -> None:
        if self.list_view is None:
            self._listened_before_list = self._narrator.is_listening
        self._offer = None
        self.screen = screen
        self.list_view = view
        row = view.rows[view.current]
        self._narrator.announce(f"{view.title}. {rows.spoken(row)}", then_play=False)

    def _close_list(self) -> None:
        listened = self._listened_before_list
        self._show_reading_screen()
        if listened:
            self._narrator.play()
        else:
            self._narrator.place_at(self.locator)

    def _show_reading_screen(self) -> None:
        if self.list_view is not None and self.document is not None:
            self.title = self.document.title or self.title
            self._progress_key = ()
        self.screen = "reading"
        self.list_view = None
        self._offer = None

    def next_row(self) -> None:
        """On by a row; after the last comes the first."""
        self._move_row(1)

    def previous_row(self) -> None:
        """Back by a row."""
        self._move_row(-1)

    def _move_row(self, step: int) -> None:
        view = self.list_view
        if view is None or (self.saving and self.screen == "welcome"):
            return
        self._offer = None
        self._move_to_row((view.current + step) % len(view.rows))

    def _move_to_row(self, index: int) -> None:
        view = self.list_view
        if view is None:
            return
        self.list_view = replace(view, current=index)
        self._narrator.announce(rows.spoken(view.rows[index]), then_play=False)

    def choose(self) -> None:
        """Take the row one is on."""
        if self.list_view is not None:
            self.choose_row(self.list_view.current)

    def choose_row(self, index: int) -> None:
        """Take a row (0-based) of the current list."""
        view = self.list_view
        if view is None:
            return
        if self.screen == "welcome" and self.saving:
            self.stop_saving()
            return
        if not 0 <= index < len(view.rows):
            self._tell(f"This list has {len(view.rows)} rows.")
            return
        self.list_view = replace(view, current=index)
        if self.screen == "sections":
            self.go_to_section(index)
        elif self.screen == "pages":
            self._choose_page(self._pages[index])
        elif index == rows.SAVE_ROW:
            self.save_collection()
        else:
            self.open_welcome()

    def _choose_page(self, page: Page) -> None:
        if self._page is not None and page.id == self._page.id:
            self._show_reading_screen()
            self._narrator.go_to(self.locator)
            return
        self._history.leave(self._visit(), "page")
        self._open(page.id)

    def open_welcome(self) -> None:
        """Open the shipped page that tells how this works."""
        shelf = self._shelf

        def done(outcome: Outcome[OpenedPage]) -> None:
            _raise_bug(outcome.error)
            if outcome.value is not None:
                self._take_up(outcome.value, resume_line=False)

        if self.document is not None:
            self._history.leave(self._visit(), "page")
        self._background.run(lambda _job: shelf.shipped_page("welcome"), done)

    # -- saving ------------------------------------------------------------------------------------

    def save_collection(self) -> None:
        """Keep the shipped collection, page by page; reading begins with the first."""
        if self._saving_job is not None:
            return
        shelf, background = self._shelf, self._background
        self.saving = SavingProgress(0, len(shelf.collection(SHIPPED_COLLECTION).entries), "")
        self._narrator.announce("Saving. Any key stops.", then_play=False)

        def show(progress: SavingProgress) -> None:
            if self._saving_job is not None:
                self.saving = progress
                self._begin_with_first_page()

        def work(job: Job) -> CollectionOutcome:
            return shelf.save_collection(
                SHIPPED_COLLECTION,
                lambda progress: background.report(lambda: show(progress)),
                job.is_cancelled,
            )

        self._saving_job = background.run(work, self._saved_collection)

    def _begin_with_first_page(self) -> None:
        if self.screen == "welcome" and self._opening_job is None:
            pages = self._shelf.pages()
            if pages:
                self._open(pages[0].id)

    def _saved_collection(self, outcome: Outcome[CollectionOutcome]) -> None:
        self._saving_job = None
        self.saving = None
        if outcome.value is None:
            self._tell(_sentence(outcome.error), is_trouble=True, aloud=self.screen == "welcome")
            return
        line, is_trouble = rows.saved_line(outcome.value)
        self._tell(line, is_trouble=is_trouble, aloud=self.screen == "welcome")
        if outcome.value.saved:
            self._begin_with_first_page()

    def stop_saving(self) -> None:
        """Stop the saving; what was saved stays."""
        if self._saving_job is not None:
            self._saving_job.cancel()
            self._tell("Stopping. What was saved stays.", aloud=self.screen == "welcome")

    # -- the rest ----------------------------------------------------------------------------------

    def next_theme(self) -> None:
        """Dark, light, the terminal's own colours."""
        self.theme = THEMES[(THEMES.index(self.theme) + 1) % len(THEMES)]
        theme = self.theme
        self._background.later(lambda: self._keep_setting("theme", theme))

    def quit(self) -> None:
        """Leave; the place is kept."""
        self._narrator.pause()
        self._keep_place(at_once=True)
        self.is_leaving = True

    def close(self) -> None:
        """Keep the place and end what runs in the background. May be called twice."""
        if self._is_closed:
            return
        self._is_closed = True
        self._keep_place(at_once=True)
        self._background.close()

    # -- inner -------------------------------------------------------------------------------------

    def _serve(self, request: Request) -> None:
        from reader.control.remote import respond  # noqa: PLC0415 - keeps start-up fast

        request.answer(
            respond(request.words, actions=_METHODS, perform=self.perform, status=self.status)
        )

    def tell(self, sentence: str, *, is_trouble: bool = False) -> None:
        """Show a sentence on the last line."""
        self._tell(sentence, is_trouble=is_trouble)

    def _tell(self, sentence: str, *, is_trouble: bool = False, aloud: bool = False) -> None:
        self.message = Message(sentence, is_trouble)
        self._message_until = None if is_trouble else self._now + MESSAGE_S
        if aloud:
            self._narrator.announce(sentence, then_play=self._narrator.is_listening)

    def _watch_trouble(self) -> None:
        """Show the sound's trouble while it lasts, and take it off the screen when it is over."""
        failed = self._narrator.state
        trouble = failed.error if isinstance(failed, Failed) else self._trouble()
        if trouble == self._sound_trouble:
            return
        if trouble is not None:
            self._tell(trouble, is_trouble=True)
        elif self.message is not None and self.message.text == self._sound_trouble:
            self._tell("The sound is back.")
        self._sound_trouble = trouble

    def _keep_place(self, *, at_once: bool = False) -> None:
        """Keep the place whenever another sentence is reached (or now, to the word)."""
        if self._page is None or not self._page.id or self.document is None:
            return
        here = self.locator
        mark = here if at_once else replace(here, char=0)
        kept = (self._page.id, mark)
        if kept == self._kept:
            return
        self._kept = kept
        page_id, document = self._page.id, self.document
        heard = 1.0 if isinstance(self._narrator.state, Ended) else self._fraction(here)
        self._background.later(lambda: self._shelf.keep_place(page_id, document, here, heard=heard))

    def _fraction(self, here: Locator) -> float:
        return self._words_of.fraction(here) if self._words_of is not None else 0.0

    def _refresh_progress(self) -> None:
        if self.screen != "reading" or self.document is None or self._words_of is None:
            return
        here = self.locator
        key = (id(self.document), here.section, here.sentence, self.rate_wpm)
        if key == self._progress_key:
            return
        self._progress_key = key
        minutes = rows.minutes_words(self._words_of.words_left(here), self.rate_wpm)
        count = len(self.document.sections)
        self.progress_line = f"section {here.section + 1} of {count}, {minutes} left"
        if self.outline is not None and self.outline.current != here.section:
            self.outline = replace(self.outline, current=here.section)


_METHODS = {action.name: action.method for action in ACTIONS}


def _sentence(error: Exception | None) -> str:
    """The sentence of an error that a person can act on; a bug propagates."""
    _raise_bug(error)
    return "Stopped." if isinstance(error, Cancelled) else str(error)


def _raise_bug(error: Exception | None) -> None:
    if error is not None and not isinstance(error, CacheError | ReaderError):
        raise error
