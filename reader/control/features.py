"""What can be done beside reading on; each part is loaded when it is first asked for, so that the start waits for none.

Main thread.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from content_cache.resource import Page
    from reader.control.archive_offer import ArchiveOffer
    from reader.control.bookmarks import Bookmarks
    from reader.control.comfort_setup import ComfortSetUp
    from reader.control.finding import Finding
    from reader.control.following_links import FollowingLinks
    from reader.control.interruptions import Interruptions
    from reader.control.key_jobs import KeyJobs
    from reader.control.lasting import Lasting
    from reader.control.linked_saving import LinkedSaving
    from reader.control.listening import Listening
    from reader.control.media_keys import MediaKeys
    from reader.control.news import News
    from reader.control.next_up import NextUp
    from reader.control.parts import Parts
    from reader.control.preparing import Preparing
    from reader.control.profiles import Profiles
    from reader.control.removing import Removing
    from reader.control.renewing import Renewing
    from reader.control.setting_screen import SettingScreen
    from reader.control.shelf import OpenedPage
    from reader.control.sleep_timer import SleepTimer
    from reader.control.switches import Press, Switches
    from reader.control.view import MenuView, SavingProgress
    from reader.control.voices import Voices
    from reader.control.walked import Walked
    from reader.control.wrong_word import WrongWord


class Features:
    """The features over the running reader's parts."""

    def __init__(self, parts: Parts, perform: Callable[[str], None], press: Press) -> None:
        self._parts = parts
        self._perform = perform
        """Does an action by its name."""
        self._press = press
        self.is_menu_open: Callable[[], bool] = lambda: False

    @cached_property
    def media_keys(self) -> MediaKeys:
        """Media keys and headset buttons."""
        from reader.control.media_keys import MediaKeys, desktop_here  # noqa: PLC0415 - as below

        return MediaKeys(self._parts, self._perform, desktop_here())

    @cached_property
    def switches(self) -> Switches:
        """Gamepads, switch boxes and MIDI pedals."""
        from reader.control.switches import Switches  # noqa: PLC0415 - keeps start-up fast

        return Switches(self._parts, self._press)

    @cached_property
    def interruptions(self) -> Interruptions:
        """Headphones that are pulled out, and calls."""
        from reader.control.interruptions import Interruptions  # noqa: PLC0415 - as below

        return Interruptions(self._parts, self._perform)

    @cached_property
    def bookmarks(self) -> Bookmarks:
        """Marked sentences."""
        from reader.control.bookmarks import Bookmarks  # noqa: PLC0415 - keeps start-up fast

        return Bookmarks(self._parts)

    @cached_property
    def walked(self) -> Walked:
        """Where the person was."""
        from reader.control.walked import Walked  # noqa: PLC0415 - keeps start-up fast

        return Walked(self._parts)

    @cached_property
    def removing(self) -> Removing:
        """The bin."""
        from reader.control.removing import Removing  # noqa: PLC0415 - keeps start-up fast

        return Removing(self._parts)

    @cached_property
    def next_up(self) -> NextUp:
        """The queue."""
        from reader.control.next_up import NextUp  # noqa: PLC0415 - keeps start-up fast

        return NextUp(self._parts)

    @cached_property
    def finding(self) -> Finding:
        """Topics and what was found."""
        from reader.control.finding import Finding  # noqa: PLC0415 - keeps start-up fast

        return Finding(self._parts)

    @cached_property
    def links(self) -> FollowingLinks:
        """Links of the page."""
        from reader.control.following_links import FollowingLinks  # noqa: PLC0415 - as above

        return FollowingLinks(self._parts)

    @cached_property
    def listening(self) -> Listening:
        """Other ways to listen."""
        from reader.control.listening import Listening  # noqa: PLC0415 - keeps start-up fast

        return Listening(self._parts)

    @cached_property
    def sleep_timer(self) -> SleepTimer:
        """When the listening ends."""
        from reader.control.sleep_timer import SleepTimer  # noqa: PLC0415 - keeps start-up fast

        return SleepTimer(self._parts)

    @cached_property
    def linked(self) -> LinkedSaving:
        """Leaflets and linked pages."""
        from reader.control.linked_saving import LinkedSaving  # noqa: PLC0415 - as above

        return LinkedSaving(self._parts)

    @cached_property
    def lasting(self) -> Lasting:
        """Work that lasts."""
        from reader.control.lasting import Lasting  # noqa: PLC0415 - keeps start-up fast

        return Lasting(self._parts.background)

    @cached_property
    def news(self) -> News:
        """What is new."""
        from reader.control.news import News  # noqa: PLC0415 - keeps start-up fast

        return News(self._parts, self.lasting, self.renewing)

    @cached_property
    def renewing(self) -> Renewing:
        """Newer forms of the page being read."""
        from reader.control.renewing import Renewing  # noqa: PLC0415 - keeps start-up fast

        return Renewing(self._parts, lambda: self.news, self._is_something_asked)

    def _is_something_asked(self) -> bool:
        return self.panel is not None or self.is_menu_open()

    @cached_property
    def archive(self) -> ArchiveOffer:
        """Copies of what is gone."""
        from reader.control.archive_offer import ArchiveOffer  # noqa: PLC0415 - as above

        return ArchiveOffer(self._parts)

    @cached_property
    def settings(self) -> SettingScreen:
        """Everything that can be set."""
        from reader.control.setting_screen import SettingScreen  # noqa: PLC0415 - as above

        return SettingScreen(self._parts, self._perform)

    @cached_property
    def profiles(self) -> Profiles:
        """Settings that are changed as one."""
        from reader.control.profiles import Profiles  # noqa: PLC0415 - keeps start-up fast

        return Profiles(self._parts)

    @cached_property
    def comfort(self) -> ComfortSetUp:
        """The comfort set-up."""
        from reader.control.comfort_setup import ComfortSetUp  # noqa: PLC0415 - as above

        return ComfortSetUp(self._parts)

    @cached_property
    def wrong_word(self) -> WrongWord:
        """How words sound."""
        from reader.control.wrong_word import WrongWord  # noqa: PLC0415 - keeps start-up fast

        return WrongWord(self._parts)

    @cached_property
    def voices(self) -> Voices:
        """Which voice reads."""
        from reader.control.voices import Voices  # noqa: PLC0415 - keeps start-up fast

        return Voices(self._parts)

    @cached_property
    def preparing(self) -> Preparing:
        """Sound made ahead."""
        from reader.control.preparing import Preparing  # noqa: PLC0415 - keeps start-up fast

        return Preparing(self._parts)

    @cached_property
    def key_jobs(self) -> KeyJobs:
        """Jobs given to keys."""
        from reader.control.key_jobs import KeyJobs  # noqa: PLC0415 - keeps start-up fast

        return KeyJobs(self._parts)

    # -- what other parts ask for ------------------------------------------------------------------

    def remove_page(self, page: Page) -> None:
        """Put a saved page into the bin."""
        self.removing.remove_page(page)

    def put_page_next(self, page: Page) -> None:
        """Read a saved page after this one."""
        self.next_up.put_page(page)

    def save_linked_of(self, page: Page) -> None:
        """Keep the pages that a saved page links to."""
        self.linked.save_pages_of(page)

    def note_left(self) -> None:
        """Another page is taken up: keep where the person was."""
        if self._parts.reading.page_id:
            self.walked.note()

    def taken_up(self) -> None:
        """A page was opened: say what is new in it."""
        page = self._parts.reading.page
        if page is not None and page.has_news:
            self.news.opened()

    def page_heard(self) -> None:
        """A page was heard to its end."""
        if "news" in vars(self):
            self.news.known()

    def offer_copy(self, target: str, error: Exception | None) -> bool:
        """Offer the archive's copy, where the error says that the web has the page no more."""
        from content_cache.errors import HttpRefused  # noqa: PLC0415 - only after a failure

        if not isinstance(error, HttpRefused) or error.status not in (404, 410):
            return False
        self.archive.make(target, str(error))
        return True

    def tick(self, now: float) -> None:
        """Let what waits for its time go on. `now`: monotonic seconds."""
        if "sleep_timer" in self.__dict__:
            self.sleep_timer.tick(now)
        if "comfort" in self.__dict__:
            self.comfort.tick(now)
        if "key_jobs" in self.__dict__:
            self.key_jobs.tick(now)
        if "media_keys" in self.__dict__:
            self.media_keys.tick(now)
        self.renewing.tick(now)
        if "news" in self.__dict__:
            self.news.tick()
        if "preparing" in self.__dict__:
            self.preparing.tick()
        if not self._parts.narrator.is_announcing:  # else it would break into what is being said
            remark = self._parts.speech.take_remark()
            if remark is not None:
                self._parts.tell(remark, is_trouble=True)

    def close(self) -> None:
        """End what goes on beside the reading."""
        if "media_keys" in self.__dict__:
            self.media_keys.close()
        if "interruptions" in self.__dict__:
            self.interruptions.close()
        if "switches" in self.__dict__:
            self.switches.close()

    def was_asked(self) -> None:
        """The person did something."""
        if "sleep_timer" in self.__dict__:
            self.sleep_timer.was_pressed()
        if "interruptions" in self.__dict__:
            self.interruptions.was_asked()
        if "comfort" in self.__dict__:
            self.comfort.leave()
        if "key_jobs" in self.__dict__:
            self.key_jobs.leave()

    @property
    def panel(self) -> MenuView | None:
        """What asks for presses just now, to be shown in the menu's place."""
        views = (vars(self)[name].view for name in ("comfort", "key_jobs") if name in vars(self))
        return next((view for view in views if view is not None), None)

    def ends_with_page(self) -> bool:
        """Whether no other page follows this one now; asked once, at its end."""
        if "sleep_timer" not in self.__dict__ or not self.sleep_timer.ends_with_page:
            return False
        self.sleep_timer.page_ended()
        return True

    def save_with(self, opened: OpenedPage) -> None:
        """A page was saved for the first time: keep what comes along with it."""
        self.linked.save_with(opened.page, opened.document)

    @property
    def saving(self) -> SavingProgress | None:
        """How far the saving of what belongs to a page is, or the looking for news, while it goes on."""
        parts = (vars(self).get(name) for name in ("linked", "lasting", "preparing"))
        return next((each.progress for each in parts if each and each.progress), None)

    def stop_saving(self) -> None:
        """Stop that; what was saved stays."""
        if "linked" in vars(self):
            self.linked.stop()
        if "preparing" in vars(self):
            self.preparing.stop()
        if "lasting" in vars(self) and self.lasting.stop():
            self._parts.tell("Stopping.")
