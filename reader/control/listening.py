"""Other ways to listen: slower once, only the main lines, round and round, a sentence at a press. Main thread."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from reader.control import rows
from reader.control.background import Job
from reader.control.parts import Parts
from reader.documents import navigation
from reader.documents.model import Link
from reader.speech.route import Route, Span, after_block
from reader.speech.spoken_length import words_ms

VOLUME_STEP = 0.1
LOOPS: tuple[Span | None, ...] = ("sentence", "paragraph", "section", None)
_NUMBER = re.compile(r"[+(]?\d(?:(?:[ ().:/-]|,(?=\d))*\d)*")


class Listening:
    """How the page is listened to."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def again_slower(self) -> None:
        """Say this sentence once more, slower; then go on as before."""
        if self._parts.reading.document is not None:
            self._parts.lists.close()
            self._parts.narrator.say_slower()

    def skim(self) -> None:
        """Hear headings and first sentences only; once more: hear everything from here."""
        route = self._parts.narrator.route
        line = "Everything from here." if route.skims else "Headings and first sentences only."
        self._take(replace(route, skims=not route.skims), "skimming", line)

    def loop(self) -> None:
        """Say this sentence again and again; once more: this paragraph, this section, no more."""
        route = self._parts.narrator.route
        span = LOOPS[(LOOPS.index(route.loops) + 1) % len(LOOPS)]
        here = self._parts.narrator.locator if route.loops is None else route.loop_from
        line = f"This {span} again and again." if span else "No more again and again."
        self._take(replace(route, loops=span, loop_from=here), "repeating", line)

    def practice(self) -> None:
        """Hold after each sentence until a press; once more: read on without holding."""
        route = self._parts.narrator.route
        holds: Literal["sentence"] | None = None if route.holds_after == "sentence" else "sentence"
        line = "A sentence at a press." if holds else "No more holding after each sentence."
        self._take(replace(route, holds_after=holds), "holding after each sentence", line)

    def louder(self) -> None:
        """A step louder, in the middle of a word too."""
        self._change_volume(VOLUME_STEP, "louder")

    def quieter(self) -> None:
        """A step quieter; never silent."""
        self._change_volume(-VOLUME_STEP, "quieter")

    def _change_volume(self, step: float, name: str) -> None:
        narrator = self._parts.narrator
        before = narrator.volume
        volume = max(VOLUME_STEP, min(1.0, round(before + step, 2)))
        if volume == before:
            self._parts.refuse("As loud as it goes." if step > 0 else "As quiet as it goes.")
            return
        self._take_volume(volume)
        self._parts.undo.note(name, lambda: self._take_volume(before))
        self._parts.notices.tell(f"Loudness {round(narrator.volume * 100)} percent")

    def _take_volume(self, volume: float) -> None:
        self._parts.narrator.set_volume(volume)
        self._parts.tuning.set({"volume": volume})

    def time_left(self) -> None:
        """Say how long this section, this page and what was put next will take."""
        parts = self._parts
        if parts.reading.document is None:
            parts.refuse("No page is open.")
            return

        def waiting_words(_job: Job) -> int:
            words = {page.id: page.words for page in parts.shelf.pages()}
            return sum(words.get(each.page_id or "", 0) for each in parts.library.queue.all())

        parts.run(waiting_words, self._tell_time_left)

    def _tell_time_left(self, waiting_words: int) -> None:
        reading, narrator = self._parts.reading, self._parts.narrator
        section = rows.duration_words(reading.section_left_ms)
        page = rows.duration_words(reading.left_ms)
        line = f"This section: {section}. This page: {page}."
        if waiting_words:
            waiting_ms = words_ms(waiting_words, narrator.rate_wpm, narrator.pace.factor)
            line += f" With the next pages: {rows.duration_words(reading.left_ms + waiting_ms)}."
        self._parts.tell(line)

    def skip_block(self) -> None:
        """Go on after this paragraph, list or table."""
        reading = self._parts.reading
        if reading.document is None:
            return
        target = after_block(reading.document, reading.locator)
        if target is None:
            self._parts.refuse("Nothing comes after this.")
        else:
            reading.go_to(target)

    def spell_word(self) -> None:
        """Spell the word being heard, or the sentence's first."""
        reading, narrator = self._parts.reading, self._parts.narrator
        if reading.document is None:
            return
        text = navigation.text_at(reading.document, reading.locator)
        word = spelled(text, narrator.word)
        if not word:
            self._parts.refuse("There is no word here to spell.")
        else:
            narrator.announce(word, then_play=narrator.is_listening, slowly=True)
            self._parts.notices.tell(word)

    def number_again(self) -> None:
        """Say the last number that was heard once more, slowly."""
        number = self._last_number()
        narrator = self._parts.narrator
        if number is None:
            self._parts.refuse("No number was read in this section yet.")
        else:
            self._parts.notices.tell(number)
            narrator.announce(number, then_play=narrator.is_listening, slowly=True)

    def _last_number(self) -> str | None:
        """The telephone number, else the longest number, of the last sentence of this section that has any."""
        reading = self._parts.reading
        document, here = reading.document, reading.locator
        if document is None:
            return None
        sentences = document.sections[here.section].sentences[: here.sentence + 1]
        for sentence in reversed(sentences):
            phones: list[Link] = [link for link in sentence.links if link.kind == "phone"]
            if phones:
                return f"Telephone {sentence.text[phones[-1].start : phones[-1].end]}"
            numbers = _NUMBER.findall(sentence.text)
            if numbers:
                return str(max(numbers, key=len))
        return None

    def _take(self, route: Route, name: str, line: str) -> None:
        narrator = self._parts.narrator
        before = narrator.route
        self._parts.undo.note(name, lambda: narrator.take_route(before))
        narrator.take_route(route)
        self._parts.tell(line)


def spelled(text: str, word: tuple[int, int] | None) -> str:
    """The letters of a word one by one, capitals and figures named; empty where there is none."""
    start, end = word or (0, len(text))
    first = re.search(r"\w[\w'’-]*", text[start:end])
    if first is None:
        return ""
    letters = (("capital " + letter if letter.isupper() else letter) for letter in first[0])
    return ", ".join(letters) + "."
