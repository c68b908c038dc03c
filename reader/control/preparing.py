"""Makes a page's sound ahead, for voices that are slow, so that listening never waits. Main thread.

Only a few sentences are asked for at a time, after all that the listening itself needs. What is made lies on the disk:
a stop loses nothing, and the same again goes on from there.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future

from reader.control.parts import Parts
from reader.control.view import SavingProgress
from reader.documents import navigation
from reader.documents.model import Document, Locator
from reader.speech.utterance import Clip, Utterance

AT_ONCE = 3
"""Sentences that are asked for at a time: the synthesizer is never idle between two ticks."""
PER_TICK = 40
"""Sentences looked at in one tick, so that a long page which is prepared already holds nothing up."""


class Preparing:
    """The preparing that is under way, if one is."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._left: Iterator[Utterance] | None = None
        self._asked: list[Future[Clip]] = []
        self._document: Document | None = None
        self._title = ""
        self._total = 0
        self._done = 0
        self.progress: SavingProgress | None = None
        """None while nothing is under way."""

    def change(self) -> None:
        """Prepare the page that is open; asked for again meanwhile, stop."""
        if self.stop():
            return
        document, here = self._parts.reading.document, self._parts.reading.locator
        if document is None:
            self._parts.refuse("Open a page first.")
            return
        first = next(self._utterances(document, here), None)
        if first is None or not self._parts.speech.is_slow(first):
            self._parts.refuse("This voice needs no preparing: it answers at once.")
            return
        self._title = f"Preparing {self._parts.reading.title}"
        self._total = sum(len(section.sentences) + 1 for section in document.sections)
        self._done = 0
        self._document = document
        self._left = self._utterances(document, here)
        self.progress = SavingProgress(0, self._total, self._title)
        self._parts.tell("Preparing this page. The same again stops.")

    def stop(self) -> bool:
        """Stop it; what was made stays. Tells whether there was anything to stop."""
        if self._left is None:
            return False
        self._end()
        self._parts.notices.tell("Stopped. What was prepared stays.")
        return True

    def tick(self) -> None:
        """Ask for more, and see how far it is."""
        if self._left is None:
            return
        if self._parts.reading.document is not self._document:
            self._end()  # another page is open, whose sound comes first
            return
        failed = next((each for each in self._asked if _failed(each)), None)
        if failed is not None:
            self._end()
            self._parts.tell(str(failed.exception()), is_trouble=True)
            return
        waiting = [each for each in self._asked if not each.done()]
        self._done += len(self._asked) - len(waiting)
        self._asked = waiting
        looked_at = 0
        while len(self._asked) < AT_ONCE and looked_at < PER_TICK:
            following = next(self._left, None)
            if following is None:
                break
            looked_at += 1
            asked = self._parts.speech.prepare(following)
            if asked.done():
                self._done += 1
            else:
                self._asked.append(asked)
        if not self._asked and looked_at < PER_TICK:
            self._end()
            self._parts.notices.tell("This page is ready for listening.")
            return
        self.progress = SavingProgress(min(self._done, self._total), self._total, self._title)

    def _end(self) -> None:
        for each in self._asked:
            each.cancel()
        self._asked.clear()
        self._left = self.progress = None

    def _utterances(self, document: Document, here: Locator) -> Iterator[Utterance]:
        """From the place to the end, then what is before it."""
        start = Locator(here.section, here.sentence)
        place: Locator | None = start
        while place is not None:
            yield from self._parts.narrator.utterances_at(place)
            place = navigation.next_sentence(document, place)
        place = navigation.first(document)
        while place is not None and place < start:
            yield from self._parts.narrator.utterances_at(place)
            place = navigation.next_sentence(document, place)


def _failed(asked: Future[Clip]) -> bool:
    return asked.done() and not asked.cancelled() and asked.exception() is not None
