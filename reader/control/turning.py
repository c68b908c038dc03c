"""Opens pages and turns them: what is asked for, the next one, the one before, and the way back between them.

Main thread. A page that cannot be opened is named, and the one after it is tried, so that listening goes on.
Must not know which list leads here; where there is nothing to read, `nothing_to_read` shows what there is.
"""

from __future__ import annotations

from collections.abc import Callable

from content_cache.resource import Page
from reader.control import kept_places, rows
from reader.control.background import Background, Outcome
from reader.control.collecting import save_each
from reader.control.lists import Lists
from reader.control.notices import Notices
from reader.control.opening import Found, Opening
from reader.control.page_order import PageOrder
from reader.control.reading import Reading
from reader.control.shelf import OpenedPage, Shelf
from reader.control.troubles import raise_bug, sentence_of
from reader.control.undo import Visit
from reader.documents.model import Locator
from reader.speech.earcons import Earcon
from reader.speech.narrator import Narrator

RECAP_WAIT_MS = 3000
"""After the spoken line at launch, the time in which a press means "not now" (judgement, as the spoken menu's)."""
HELD = "This one is held; a press reads here."
NO_LONGER_SAVED = "That page is no longer saved."
NEAREST = "That sentence has changed. This is the nearest one."
LAST_PAGE = "This is the last page."
FIRST_PAGE = "This is the first page."


class Turning:
    """The way from page to page."""

    def __init__(
        self,
        shelf: Shelf,
        background: Background,
        narrator: Narrator,
        reading: Reading,
        lists: Lists,
        notices: Notices,
        *,
        nothing_to_read: Callable[[bool], None],
    ) -> None:
        self._shelf = shelf
        self._background = background
        self._narrator = narrator
        self._reading = reading
        self._lists = lists
        self._notices = notices
        self._nothing_to_read = nothing_to_read
        """Shows what is saved, else the welcome; called with whether to say it aloud."""
        self.note_new: Callable[[OpenedPage], None] = lambda _opened: None
        """Called with a page that was opened and saved for the first time."""
        self._opening = Opening(shelf, background)
        self._order = PageOrder()
        reading.go_back_to = self._go_back_to
        self.note_left: Callable[[], None] = lambda: None
        """Called before another page is taken up."""
        self.taken_up: Callable[[], None] = lambda: None
        """Called after a page was taken up."""
        self.offer_copy: Callable[[str, Exception | None], bool] = lambda _target, _error: False
        """Offers a copy of a page that the web has no more; tells whether that is what the error says."""
        self._begins_held = False
        self.failure: str | None = None
        """Why the first target that failed could not be opened."""

    @property
    def is_under_way(self) -> bool:
        """Whether a page is on its way."""
        return self._opening.is_under_way

    # -- what is asked for -------------------------------------------------------------------------

    def start(self, opened: OpenedPage) -> None:
        """Begin with a page; where it was left in its midst, after a line that says where that is."""
        self._take_up(opened)
        if self._reading.is_under_way:
            line = self._reading.line
            self._narrator.announce(line, then_play=True, wait_ms=RECAP_WAIT_MS)
        else:
            self._narrator.play()

    def begin_beside(self, trouble: str | None, *, is_second: bool) -> None:
        """Tell why this reader cannot be steered from outside, if so; where another one is heard, begin held."""
        if trouble is None:
            return
        if not is_second:
            self._notices.tell(trouble)
            return
        self._begins_held = self._opening.is_under_way
        self._lists.offer_no_more()
        self._narrator.hush()
        self._notices.tell(f"{trouble} {HELD}")

    def open_targets(self, targets: tuple[str, ...]) -> None:
        """Open the first that can be; keep the rest."""
        target, others = targets[0], targets[1:]

        def done(outcome: Outcome[OpenedPage]) -> None:
            if outcome.value is not None:
                self._take_up(outcome.value)
                if not self._begins_held:
                    self._notices.clear()
                    self._narrator.play()
                self._begins_held = False
                if is_new:
                    self._narrator.sound("saved")
                    self.note_new(outcome.value)
                self.save_others(others)
                return
            sentence = sentence_of(outcome.error)
            self.failure = self.failure or sentence
            if not others and self.offer_copy(target, outcome.error):
                return
            self._tell_aloud(sentence)
            if others:
                self.open_targets(others)
            elif self._reading.document is None:
                self._nothing_to_read(False)  # in silence: the trouble is being told

        is_new = not self._shelf.is_saved(target)
        if is_new:
            self._notices.tell(f"Fetching {rows.short(target)}")
        self._opening.target(target, done)

    def save_others(self, targets: tuple[str, ...]) -> None:
        """Keep pages without opening them; what fails is told."""
        shelf = self._shelf

        def done(outcome: Outcome[tuple[str, ...]]) -> None:
            raise_bug(outcome.error)
            for sentence in outcome.value or ():
                self._notices.tell(sentence, is_trouble=True)

        if targets:
            self._background.run(lambda job: save_each(shelf, targets, job), done)

    def open(self, page: Page) -> None:
        """Open a saved page where it was left."""
        self._opening.first_of((page,), self._go_on)

    def open_at(self, page_id: str, place: str) -> None:
        """Open a saved page at a kept place, or at the nearest one where that sentence is no more."""

        def done(outcome: Outcome[Found]) -> None:
            opened = outcome.value.opened if outcome.value else None
            found = kept_places.found(place, opened.document) if opened else None
            if found is None:
                self._go_on(outcome)
                return
            self._reading.leave("page")
            self._go_on(outcome, returning_to=found.locator)
            if not found.is_same:
                self._notices.tell(NEAREST)

        self._open_saved(page_id, done)

    def open_page(self, page_id: str, *, holding: bool = False) -> None:
        """Open a saved page where it was left. `holding`: without a word of it."""
        self._open_saved(page_id, lambda outcome: self._go_on(outcome, holding=holding))

    def open_older(self, page: Page, sha256: str, name: str) -> None:
        """Hear an older form of a saved page."""
        self._opening.made(lambda: self._shelf.open_older(page, sha256, name), self._go_on)

    def show_something(self) -> bool:
        """Where no page is open, what there is to open; tells whether that was so."""
        if self._reading.document is not None:
            return False
        self._nothing_to_read(True)
        return True

    def open_section(self, page_id: str, section: int, sentence: int) -> None:
        """Open a saved page and read from one of its sentences on; -1: from the section's heading."""

        def done(outcome: Outcome[Found]) -> None:
            if outcome.value is not None and outcome.value.opened is not None:
                self._reading.leave("page")
            self._go_on(outcome, returning_to=Locator(section, sentence))

        self._open_saved(page_id, done)

    def _open_saved(self, page_id: str, done: Callable[[Outcome[Found]], None]) -> None:
        page = self._shelf.page(page_id)
        if page is None:
            self._tell_aloud(NO_LONGER_SAVED)
        else:
            self._opening.first_of((page,), done)

    def open_first_saved(self) -> None:
        """Open the first saved page that can be opened, unless something is on its way."""
        ids = self._shelf.page_ids()
        if ids and not self._opening.is_under_way:
            self._opening.first_by_id(ids, self._go_on)

    def open_welcome(self) -> None:
        """Open the shipped page that tells how this works."""
        self._opening.welcome(self._go_on)

    # -- turning -----------------------------------------------------------------------------------

    def next_page(self) -> None:
        """On to the saved page after this one."""
        self.turn(1)

    def previous_page(self) -> None:
        """Back to the saved page before."""
        self.turn(-1)

    def turn(self, step: int, *, holding: bool = False) -> None:
        """On to the saved page after this one (1), or back to the one before (-1). `holding`: without a word of it."""
        if step > 0 and self._take_up_queued():
            return
        ids = self._beyond(step)
        if ids:
            self._opening.first_by_id(ids, lambda outcome: self._go_on(outcome, holding=holding))
        else:
            line = LAST_PAGE if step > 0 else FIRST_PAGE
            self._notices.tell(line)
            self._say_refusal(line)

    def at_end_of_page(self) -> None:
        """Go on to the next page after one line, or say that this was the last."""
        self._reading.keep_place(at_once=True)
        if self._opening.is_under_way:
            return  # the person has chosen where to go on
        if self._take_up_queued(says_title=True):
            return
        if not self._shelf.page_ids():
            self._nothing_to_read(True)
            return
        ids = self._beyond(1)
        if not ids:
            self._narrator.announce("That was the last page.", then_play=False, earcon="page-end")
            return
        self._opening.first_by_id(ids, lambda outcome: self._go_on(outcome, says_title=True))

    def _take_up_queued(self, *, says_title: bool = False, holding: bool = False) -> bool:
        """Open what the person put next; tells whether there is anything. What fails is passed over."""
        library = self._shelf.library
        queued = library.queue.all()
        if not queued:
            return False
        first = queued[0]
        self._background.later(lambda: library.queue.take_out(first.id))

        def done(outcome: Outcome[OpenedPage]) -> None:
            if outcome.value is None:
                self._tell_aloud(sentence_of(outcome.error))
                if not self._take_up_queued(says_title=says_title, holding=holding):
                    self.turn(1, holding=holding)
                return
            self._go_on(Outcome(Found(outcome.value), None), says_title=says_title, holding=holding)

        self._opening.target(first.page_id or first.url, done)
        return True

    def open_address(self, address: str) -> None:
        """Open what is at an address: the saved copy where there is one, else it is fetched and saved."""

        def done(outcome: Outcome[OpenedPage]) -> None:
            if self.offer_copy(address, outcome.error):
                return
            found = Found(outcome.value) if outcome.value is not None else None
            self._go_on(Outcome(found, outcome.error))
            if is_new and outcome.value is not None:
                self.note_new(outcome.value)

        is_new = not self._shelf.is_saved(address)
        if is_new:
            self._tell_aloud(f"Fetching {rows.short(address)}")
        self._opening.target(address, done)

    def leave_removed(self, line: str, *, holding: bool) -> None:
        """The page being read was removed: on to the next one after a line that says so.

        `holding`: the voice says which page it is, and reads it when it is asked to.
        """
        self._notices.tell(line)
        ids = self._beyond(1) or self._shelf.page_ids()
        self._reading.close()
        if self._take_up_queued(says_title=True, holding=holding):
            return
        if ids:
            self._opening.first_by_id(
                ids, lambda outcome: self._go_on(outcome, says_title=True, holding=holding)
            )
        else:
            self._nothing_to_read(True)

    def _beyond(self, step: int) -> tuple[str, ...]:
        return self._order.beyond(self._shelf.page_ids(), self._reading.page_id, step)

    def _go_back_to(self, visit: Visit) -> None:
        """Back to where one was before a move, on this page or another."""
        document = self._reading.document
        if document is not None and visit.page_id == self._reading.page_id:
            self._reading.return_to(visit.place_in(document))
        else:
            self._return_to_page(visit)

    def _return_to_page(self, visit: Visit) -> None:
        def done(outcome: Outcome[Found]) -> None:
            opened = outcome.value.opened if outcome.value else None
            place = visit.place_in(opened.document) if opened else visit.locator
            self._go_on(outcome, returning_to=place)

        if not visit.page_id:
            self._opening.welcome(done)
            return
        self._open_saved(visit.page_id, done)

    # -- taking up ---------------------------------------------------------------------------------

    def _go_on(
        self,
        outcome: Outcome[Found],
        *,
        returning_to: Locator | None = None,
        says_title: bool = False,
        holding: bool = False,
    ) -> None:
        """Go on with the page that was found, and name what had to be passed over."""
        found = outcome.value
        if found is None:
            self._tell_aloud(sentence_of(outcome.error))
            return
        trouble = rows.passed_over_line(found.passed_over)
        if trouble:
            self._notices.tell(trouble, is_trouble=True)
        lines = [trouble] if trouble else []
        if found.opened is not None:
            if returning_to is None:
                self._reading.leave("page", by_itself=says_title)
            self._take_up(found.opened, returning_to)
            if says_title:
                lines.append(f"Next page: {rows.short(self._reading.title)}.")
        will_play = (found.opened is not None and not holding) or self._narrator.is_listening
        if lines:
            earcon: Earcon | None = "could-not" if trouble else "page-end" if says_title else None
            self._narrator.announce(" ".join(lines), then_play=will_play, earcon=earcon)
        elif will_play:
            self._narrator.play()

    def _take_up(self, opened: OpenedPage, place: Locator | None = None) -> None:
        if opened.page.id != self._reading.page_id:
            self.note_left()
        self._lists.close()
        self._reading.take_up(opened, place)
        if place is None and not opened.is_same_place and self._reading.is_under_way:
            self._notices.tell(NEAREST)
        self.taken_up()
        page_id = opened.page.id
        if page_id:
            self._background.later(lambda: self._note_open(page_id))

    def _note_open(self, page_id: str) -> None:
        """Remember the page, and where it stands among the others, in case it is removed. On the background lane."""
        self._shelf.note_open(page_id)
        ids = self._shelf.page_ids()
        self._background.report(lambda: self._order.note(ids, page_id))

    def _tell_aloud(self, sentence: str) -> None:
        self._notices.tell(sentence, is_trouble=True)
        self._say_refusal(sentence)

    def _say_refusal(self, sentence: str) -> None:
        listens = self._narrator.is_listening
        self._narrator.announce(sentence, then_play=listens, earcon="could-not")
