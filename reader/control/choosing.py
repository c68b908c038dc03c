"""What the lists hold and what choosing a row of them does; the saving that the first screen offers.

Main thread. Asks the shelf only for what is already here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from content_cache.errors import LibraryError
from content_cache.resource import Page
from reader.control import rows
from reader.control.background import Background, Outcome
from reader.control.collecting import Collecting
from reader.control.lists import Lists
from reader.control.notices import Notices
from reader.control.reading import Reading
from reader.control.shelf import Shelf
from reader.control.troubles import sentence_of
from reader.control.turning import Turning
from reader.control.view import ListView, SavingProgress
from reader.speech.earcons import Earcon
from reader.speech.narrator import Narrator

if TYPE_CHECKING:
    from reader.control.collection_saving import CollectionOutcome

MANY_PAGES = 1000
"""From so many on, the list of them is made in the background. (judgement)"""
LOOK_EVERY_S = 2.0
"""How soon the first screen notices what another program saved. (judgement)"""


class Choosing:
    """The choices a person has outside the reading."""

    def __init__(
        self,
        shelf: Shelf,
        background: Background,
        narrator: Narrator,
        reading: Reading,
        lists: Lists,
        notices: Notices,
        turning: Turning,
    ) -> None:
        self._shelf = shelf
        self._background = background
        self._look_at_s: float | None = None
        self._narrator = narrator
        self._reading = reading
        self._lists = lists
        self._notices = notices
        self._turning = turning
        self._collecting = Collecting(shelf, background)
        self.many_pages = MANY_PAGES
        self.remove_page: Callable[[Page], None] = lambda _page: None
        self.put_page_next: Callable[[Page], None] = lambda _page: None
        self.save_linked_of: Callable[[Page], None] = lambda _page: None
        self.brings_linked_pages: Callable[[], bool] = lambda: False

    @property
    def saving(self) -> SavingProgress | None:
        """How far the saving of the collection is, while it goes on."""
        return self._collecting.progress

    @property
    def _is_saving_only(self) -> bool:
        """Whether reading has not begun yet, so that any key stops the saving."""
        return self._lists.screen == "welcome" and self._collecting.progress is not None

    def tick(self, now: float) -> None:
        """Offer the rows of the first screen in turn, unless saving goes on. `now`: monotonic seconds."""
        if self._collecting.progress is None:
            self._look_for_saved(now)
            self._lists.tick(now)

    # -- lists -------------------------------------------------------------------------------------

    def show_sections(self) -> None:
        """The sections of this page as a list."""
        reading = self._reading
        if reading.document is not None and reading.outline is not None:
            view = rows.sections(reading.document, reading.outline, reading.locator)
            self._lists.open("sections", view, self._take_section)

    def _take_section(self, index: int) -> None:
        self._lists.close()
        self._reading.go_to_section(index)

    def show_pages(self, *, aloud: bool = True) -> None:
        """Everything saved as a list; the first screen where nothing is."""
        self._reading.keep_place(at_once=True)
        count = len(self._shelf.page_ids())
        if not count:
            self.show_welcome(aloud=aloud)
        elif count < self.many_pages:
            self._open_pages(*self._pages_lister()(), aloud=aloud)
        else:
            self._open_many_pages(aloud=aloud)

    def _open_many_pages(self, *, aloud: bool) -> None:
        """Make the list in the background, as it takes a tenth of a second; nothing comes where another list did."""
        stands, listed = self._lists.view, self._pages_lister()

        def done(outcome: Outcome[tuple[tuple[Page, ...], ListView]]) -> None:
            if outcome.value is None:
                self._notices.tell(sentence_of(outcome.error), is_trouble=True)
            elif self._lists.view is stands and outcome.value[0]:
                self._open_pages(*outcome.value, aloud=aloud)

        self._background.run(lambda _job: listed(), done)

    def _pages_lister(self) -> Callable[[], tuple[tuple[Page, ...], ListView]]:
        """Makes the list; on any thread."""
        reading, rate_wpm = self._reading, self._narrator.rate_wpm
        open_id, fraction = reading.page.id if reading.page else None, reading.fraction
        with_linked = self.brings_linked_pages()

        def listed() -> tuple[tuple[Page, ...], ListView]:
            saved = self._shelf.pages()
            news = self._news_of(saved)
            return saved, rows.pages(
                saved,
                rate_wpm,
                open_id=open_id,
                open_fraction=fraction,
                news=news,
                with_linked=with_linked,
            )

        return listed

    def _open_pages(self, saved: tuple[Page, ...], view: ListView, *, aloud: bool) -> None:
        self._lists.open(
            "pages",
            view,
            lambda index: self.choose_page(saved[index]),
            remove=lambda index: self.remove_page(saved[index]),
            put_next=lambda index: self.put_page_next(saved[index]),
            follow=lambda index: self.save_linked_of(saved[index]),
            aloud=aloud,
        )

    def _news_of(self, saved: tuple[Page, ...]) -> dict[str, str]:
        changed = [page for page in saved if page.has_news]
        if not changed:
            return {}
        from reader.control.news import short_news  # noqa: PLC0415 - keeps start-up fast

        return {page.id: short_news(self._shelf, page) for page in changed}

    def show_welcome(self, *, aloud: bool = True) -> None:
        """The first screen: what this is, and two choices."""
        view = rows.welcome(self._collecting.count)
        self._lists.open_welcome(view, self._take_first_choice, aloud=aloud)

    def _take_first_choice(self, index: int) -> None:
        choices = (self._turning.open_first_saved, self.save_collection, self._open_help)
        choices[index if self._has_saved_row else index + 1]()

    def _open_help(self) -> None:
        """Tell how this works; taking that back leads to the first screen again."""
        if self._reading.document is None:
            self._reading.note_way_back(self._leave_help)
        self._turning.open_welcome()

    def _leave_help(self) -> None:
        self._reading.close()
        self.show_pages()

    @property
    def _help_row(self) -> int:
        return rows.HELP_ROW + self._has_saved_row

    @property
    def _has_saved_row(self) -> bool:
        """Whether the first screen offers what another program saved meanwhile."""
        return self._lists.view is not None and len(self._lists.view.rows) > rows.FIRST_CHOICES

    def _look_for_saved(self, now: float) -> None:
        """Offer on the first screen what another program saved meanwhile, such as a command."""
        if self._lists.screen != "welcome" or self._has_saved_row:
            self._look_at_s = None
        elif self._look_at_s is None:
            self._look_at_s = now + LOOK_EVERY_S
        elif now >= self._look_at_s:
            self._look_at_s = now + LOOK_EVERY_S
            self._background.later(self._report_saved)

    def _report_saved(self) -> None:
        """On the background lane."""
        try:
            count = len(self._shelf.page_ids())
        except LibraryError:
            return  # another time
        if count:
            self._background.report(lambda: self._offer_saved(count))

    def _offer_saved(self, count: int) -> None:
        is_waiting = self._lists.screen == "welcome" and not self._has_saved_row
        if not is_waiting or self._collecting.progress is not None or self._turning.is_under_way:
            return
        view = rows.welcome(self._collecting.count, count)
        self._lists.open_welcome(view, self._take_first_choice, aloud=False)
        noun = "page is" if count == 1 else "pages are"
        self._lists.rest_on(0, f"{count} {noun} saved now.")

    def next_row(self) -> None:
        """On by a row; after the last comes the first."""
        self.move(1)

    def previous_row(self) -> None:
        """Back by a row."""
        self.move(-1)

    def choose(self) -> None:
        """Take the row one is on."""
        if self._lists.view is not None:
            self.choose_row(self._lists.view.current)

    def move(self, step: int) -> None:
        """On by so many rows."""
        if not self._is_saving_only:
            self._lists.move(step)

    def choose_row(self, index: int) -> None:
        """Take a row (0-based) of the list; while nothing but saving goes on, stop that."""
        view = self._lists.view
        if view is None:
            return
        if self._is_saving_only:
            self.stop_saving()
        elif not self._lists.take(index):
            self._notices.tell(f"This list has {rows.counted(len(view.rows), 'row')}.")

    def choose_page(self, page: Page) -> None:
        """Read a saved page where it was left."""
        here = self._reading.page
        if here is not None and (here.id, here.sha256) == (page.id, page.sha256):
            self._lists.close()
            self._reading.return_to(self._reading.locator)
        else:
            self._turning.open(page)

    def go_back(self) -> None:
        """Out of the list, to the one beneath it or the reading as it was; on the first screen, stop the saving."""
        if self._is_saving_only:
            self.stop_saving()
        if self._lists.back():
            return
        if self._reading.document is None:
            return
        listened = self._lists.listened_before
        self._lists.close()
        if listened:
            self._narrator.play()
        else:
            self._narrator.hush()

    # -- saving ------------------------------------------------------------------------------------

    def save_collection(self) -> None:
        """Keep the shipped collection, page by page; reading begins with the first."""
        if self._collecting.start(self._begin_with_first_page, self._saved_collection):
            self._narrator.announce("Saving. Any key stops.", then_play=False)

    def _begin_with_first_page(self) -> None:
        if self._lists.screen == "welcome":
            self._turning.open_first_saved()

    def _saved_collection(self, outcome: Outcome[CollectionOutcome]) -> None:
        if outcome.value is None:
            line, is_trouble = sentence_of(outcome.error), True
        else:
            line, is_trouble = rows.saved_line(outcome.value)
        self._tell(line, is_trouble=is_trouble, earcon="could-not" if is_trouble else "saved")
        if outcome.value is not None and outcome.value.saved:
            self._begin_with_first_page()
        else:
            # What has just failed is not offered again by itself.
            self._lists.rest_on(self._help_row, line)

    def stop_saving(self) -> None:
        """Stop the saving; what was saved stays."""
        if self._collecting.stop():
            self._tell("Stopping. What was saved stays.")

    def _tell(
        self, sentence: str, *, is_trouble: bool = False, earcon: Earcon | None = None
    ) -> None:
        """Show a sentence; say it too, unless that would break into the reading, which has the earcon alone."""
        self._notices.tell(sentence, is_trouble=is_trouble)
        if self._lists.screen == "welcome":
            self._narrator.announce(sentence, then_play=False, earcon=earcon)
        elif earcon is not None:
            self._narrator.sound(earcon)
