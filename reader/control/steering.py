"""Steers the voice through the open page: listen and hold, faster and slower, sentence by sentence, section by section.

Main thread. At the page's ends it goes on to the pages beside it. Must not know any list but that there is one to
close, nor who asked.
"""

from __future__ import annotations

from collections.abc import Callable

from reader.control import rows
from reader.control.lists import Lists
from reader.control.notices import Notices
from reader.control.reading import Move, Reading
from reader.control.tuning import Tuning
from reader.control.turning import Turning
from reader.control.undo import Undo
from reader.documents import navigation
from reader.speech.narrator import Narrator


class Steering:
    """What a person does with the voice in the page being read."""

    def __init__(
        self,
        narrator: Narrator,
        reading: Reading,
        lists: Lists,
        notices: Notices,
        turning: Turning,
        tuning: Tuning,
        undo: Undo,
    ) -> None:
        self._narrator = narrator
        self._reading = reading
        self._lists = lists
        self._notices = notices
        self._turning = turning
        self._tuning = tuning
        self._undo = undo

    # -- listening ---------------------------------------------------------------------------------

    def play_pause(self) -> None:
        """Listen, or hold."""
        if self._narrator.is_listening:
            self.pause()
        else:
            self.play()

    def play(self) -> None:
        """Go on listening."""
        if self._reading.document is not None:
            self._lists.close()
            self._narrator.play()

    def pause(self) -> None:
        """Hold, even in the middle of a word."""
        self._narrator.pause()
        self._reading.keep_place(at_once=True)

    def stop(self) -> None:
        """Fall silent and keep the place."""
        self._narrator.stop()
        self._reading.keep_place(at_once=True)

    def faster(self) -> None:
        """A step faster, from the word being heard."""
        self._change_rate(15 if self._narrator.rate_wpm < 300 else 30)

    def slower(self) -> None:
        """A step slower."""
        self._change_rate(-15 if self._narrator.rate_wpm <= 300 else -30)

    def _change_rate(self, step_wpm: int) -> None:
        before = self._narrator.rate_wpm
        rate = self._reading.change_rate(step_wpm)
        if rate != before:
            name = "faster" if step_wpm > 0 else "slower"
            self._undo.note(name, lambda: self._change_rate(before - rate))
        self._notices.tell(f"{rate} words a minute")
        self._tuning.set({"rate_wpm": rate})

    def where_am_i(self) -> None:
        """Say page, section and time left; then go on as before."""
        line = self._reading.line
        self._notices.tell(line)
        self._narrator.announce(line, then_play=self._narrator.is_listening)

    # -- moving ------------------------------------------------------------------------------------

    def next_sentence(self) -> None:
        """On by a sentence; at the end of the page, on to the next page."""
        self._step(navigation.next_sentence, "sentence", at_end=self._turning.next_page)

    def previous_sentence(self) -> None:
        """Back by a sentence."""
        self._step(navigation.previous_sentence, "sentence", at_end=self.again)

    def next_section(self) -> None:
        """On by a section; at the end of the page, on to the next page."""
        self._step(navigation.next_section, "section", at_end=self._turning.next_page)

    def previous_section(self) -> None:
        """Back to the start of this section, or to the one before."""
        self._step(navigation.previous_section, "section", at_end=self.from_the_start)

    def _step(self, move: Move, kind: str, *, at_end: Callable[[], None]) -> None:
        if self._reading.document is not None and not self._reading.step(move, kind):
            at_end()

    def again(self) -> None:
        """Say this sentence again."""
        self._reading.again()

    def from_the_start(self) -> None:
        """Read this page from its start."""
        self._reading.from_the_start()

    def go_to_section(self, index: int) -> None:
        """Read a section (0-based) from its heading."""
        if self._reading.document is None:
            return
        count = len(self._reading.document.sections)
        if 0 <= index < count:
            self._lists.close()
            self._reading.go_to_section(index)
        else:
            self._notices.tell(f"This page has {rows.counted(count, 'section')}.")
