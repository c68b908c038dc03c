"""The open page: where one is in it, how much is left, the moves in it, and keeping the place.

Main thread. Moves the narrator and has places kept through `keep`, which must not wait; must not know the
screens, the shelf or any other page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from content_cache.resource import Page
from reader.control import rows
from reader.control.shelf import OpenedPage
from reader.control.undo import Undo, Visit
from reader.control.view import ListView
from reader.documents import navigation
from reader.documents.model import Document, Locator
from reader.speech.narration_state import Ended
from reader.speech.narrator import Narrator
from reader.speech.spoken_length import SpokenLength

WEIGHED_AT_ONCE = 6
"""Sentences whose length is reckoned in a tick: half a millisecond."""
KeepPlace = Callable[[str, Document, Locator, float], None]
"""Page id, document, place, part heard from 0 to 1."""
Move = Callable[[Document, Locator], Locator | None]


class Reading:
    """What is being read."""

    def __init__(self, narrator: Narrator, keep: KeepPlace, undo: Undo) -> None:
        self._narrator = narrator
        self._keep = keep
        self._undo = undo
        self.go_back_to: Callable[[Visit], None] = lambda visit: self.return_to(visit.locator)
        """Returns to where one was, on this page or another."""
        self._words: navigation.Outline | None = None
        self._length: SpokenLength | None = None
        self._kept: tuple[str, Locator, bool] | None = None
        self._shown: tuple[object, ...] = ()
        self.page: Page | None = None
        self.document: Document | None = None
        self.outline: ListView | None = None
        self.title = ""
        self.progress_line = ""

    # -- the page ----------------------------------------------------------------------------------

    @property
    def page_id(self) -> str:
        """Empty where no page is open, or one that came with the reader."""
        return self.page.id if self.page else ""

    @property
    def locator(self) -> Locator:
        """The sentence being heard; `sentence == -1` is the section's heading."""
        return self._narrator.locator

    @property
    def fraction(self) -> float:
        """The part of the page before the place, 0 to 1."""
        return self._words.fraction(self.locator) if self._words else 0.0

    @property
    def left_ms(self) -> float:
        """Milliseconds until the page's end is heard, at the rate there is now."""
        narrator = self._narrator
        if self._length is None:
            return 0.0
        return self._length.left_ms(self.locator, narrator.rate_wpm, narrator.pace.factor)

    @property
    def section_left_ms(self) -> float:
        """Milliseconds until the section's end is heard."""
        narrator = self._narrator
        if self._length is None:
            return 0.0
        return self._length.section_left_ms(self.locator, narrator.rate_wpm, narrator.pace.factor)

    def section_ms(self, index: int) -> float:
        """Milliseconds that a whole section takes to be heard."""
        narrator = self._narrator
        if self._length is None:
            return 0.0
        start = Locator(index, -1)
        return self._length.section_left_ms(start, narrator.rate_wpm, narrator.pace.factor)

    @property
    def is_under_way(self) -> bool:
        """Whether the place is past the start."""
        return self.document is not None and self.locator > navigation.first(self.document)

    @property
    def line(self) -> str:
        """Page, section and time left, as a sentence."""
        if self.document is None:
            return "No page is open."
        return f"{rows.short(self.title)}, {self.progress_line}."

    def take_up(self, opened: OpenedPage, place: Locator | None = None) -> None:
        """Take up a page, in silence: at `place`, else where it was left, else at its start.

        A page that was heard to its end begins again.
        """
        document = opened.document
        self.page = opened.page
        self.document = document
        self.title = rows.name_of(replace(opened.page, title=document.title or opened.page.title))
        self._words = navigation.Outline(document)
        self._length = SpokenLength(document, self._words, self._narrator.pauses)
        self.outline = rows.outline(document, self._words, self._narrator.rate_wpm)
        self._shown = ()
        start = place
        if start is None and opened.page.heard < rows.HEARD:
            start = opened.locator
        self._narrator.load(document, navigation.first(document) if start is None else start)
        self.refresh()

    def close(self) -> None:
        """Fall silent and forget the page; its place is kept no more."""
        self._narrator.stop()
        self.page = self.document = self.outline = self._words = self._length = None
        self.title = self.progress_line = ""

    def refresh(self) -> None:
        """Make what is shown of the place anew, where the place or the rate is another."""
        if self.document is None or self._words is None:
            return
        here, rate = self.locator, self._narrator.rate_wpm
        shown = (id(self.document), here.section, here.sentence, rate)
        if shown == self._shown:
            return
        self._shown = shown
        minutes = rows.duration_words(self.left_ms)
        count = len(self.document.sections)
        self.progress_line = f"section {here.section + 1} of {count}, {minutes} left"
        if self.outline is not None and self.outline.current != here.section:
            self.outline = replace(self.outline, current=here.section)

    def weigh(self) -> None:
        """Reckon a little more exactly how long the page takes; for every tick."""
        if self._length is not None:
            self._length.weigh(self.locator, self._said_at, WEIGHED_AT_ONCE)

    def _said_at(self, place: Locator) -> str:
        return " ".join(each.text for each in self._narrator.utterances_at(place))

    def change_rate(self, step_wpm: int) -> int:
        """Another rate, from the word being heard; tells which it is now."""
        self._narrator.set_rate(self._narrator.rate_wpm + step_wpm)
        rate = self._narrator.rate_wpm
        if self.document is not None and self._words is not None:
            current = self.locator.section
            self.outline = rows.outline(self.document, self._words, rate, current=current)
        return rate

    def keep_place(self, *, at_once: bool = False) -> None:
        """Have the place kept when another sentence is reached; or now, to the word."""
        if not self.page_id or self.document is None:
            return
        here, has_ended = self.locator, isinstance(self._narrator.state, Ended)
        place = (self.page_id, here, has_ended)
        if place == self._kept or (not at_once and self._is_kept_sentence(here, has_ended)):
            return
        self._kept = place
        self._keep(self.page_id, self.document, here, 1.0 if has_ended else self.fraction)

    def _is_kept_sentence(self, here: Locator, has_ended: bool) -> bool:
        if self._kept is None:
            return False
        page_id, kept, had_ended = self._kept
        sentence = (self.page_id, here.section, here.sentence, has_ended)
        return sentence == (page_id, kept.section, kept.sentence, had_ended)

    # -- moves -------------------------------------------------------------------------------------

    def again(self) -> None:
        """Say this sentence again."""
        if self.document is not None:
            self._narrator.go_to(replace(self.locator, char=0))

    def step(self, move: Move, kind: str) -> bool:
        """Move as `move` says; tells whether there was anywhere to go."""
        target = move(self.document, self.locator) if self.document is not None else None
        if target is None:
            return False
        self.go_to(target, kind)
        return True

    def from_the_start(self) -> None:
        """Read from the first heading or sentence."""
        if self.document is not None:
            self.go_to(navigation.first(self.document), "start")

    def go_to_section(self, index: int) -> None:
        """Read a section (0-based) from its heading, or the next one that has text."""
        if self.document is not None:
            start = navigation.next_section(self.document, Locator(index - 1))
            if start is not None:
                self.go_to(start)

    def go_to(self, target: Locator, kind: str = "jump") -> None:
        """Read from a place; the one before it can be taken back."""
        if self.document is not None:
            self.leave(kind)
            self.return_to(target)

    # -- taking back -------------------------------------------------------------------------------

    def leave(self, kind: str, *, by_itself: bool = False) -> None:
        """Note the place just before a move of some kind; a run of sentence steps is one move."""
        if self.document is not None:
            here = self.locator
            visit = Visit(self.page_id, here, navigation.quote_at(self.document, here))
            run = kind if kind == "sentence" else ""
            self._undo.note("", lambda: self.go_back_to(visit), run=run, by_itself=by_itself)

    def note_way_back(self, back: Callable[[], None]) -> None:
        """Note how to take back that a page is opened where none was."""
        self._undo.note("", back)

    def return_to(self, target: Locator) -> None:
        """Read from a place on this page, without noting the move."""
        self._narrator.go_to(target)
        self.keep_place()
