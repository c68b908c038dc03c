"""Has settings take effect while the reader runs. Main thread.

A setting that a part looks up when it needs it (the colours) has nothing to do here; a part of another feature
follows `Tuning` itself.
"""

from __future__ import annotations

from dataclasses import replace

from reader.control.hand_choices import HandChoices, PressingChoices
from reader.control.reading import Reading
from reader.control.settings import Settings
from reader.speech.earcons import Earcon
from reader.speech.narrator import Narrator, Pauses
from reader.speech.reading_options import ReadingOptions
from reader.speech.voice_choice import voice_choice


def pauses_of(settings: Settings) -> Pauses:
    """The person's pauses between sentences, paragraphs, headings and sections."""
    return Pauses(
        settings.pause_after_sentence_ms,
        settings.pause_after_paragraph_ms,
        settings.pause_after_heading_ms,
        settings.pause_after_section_ms,
    )


def reading_options_of(settings: Settings) -> ReadingOptions:
    """Which parts of a page the person wants to hear."""
    return ReadingOptions(
        reads_parentheses=settings.read_parentheses,
        reads_footnotes=settings.read_footnotes,
        reads_captions=settings.read_captions,
        reads_tables=settings.read_tables,
        counts_list_items=settings.count_list_items,
    )


def pressing_of(settings: Settings) -> PressingChoices:
    """Everything that is chosen about pressing."""
    return PressingChoices(settings.steady, settings.keys, settings.scan, settings.one_button)


def earcons_of(settings: Settings) -> frozenset[Earcon]:
    """The short sounds that the person wants to hear."""
    wanted: dict[Earcon, bool] = {
        "section": settings.sound_section,
        "page-end": settings.sound_page_end,
        "saved": settings.sound_saved,
        "could-not": settings.sound_could_not,
        "done": settings.action_names == "sound",
    }
    return frozenset(earcon for earcon, is_wanted in wanted.items() if is_wanted)


class Applying:
    """Passes changed settings on to voice and hands."""

    def __init__(self, narrator: Narrator, reading: Reading, choices: HandChoices) -> None:
        self._narrator = narrator
        self._reading = reading
        self._choices = choices

    def __call__(self, before: Settings, now: Settings) -> None:
        """Have what changed take effect."""
        narrator = self._narrator
        if now.rate_wpm != narrator.rate_wpm:
            self._reading.change_rate(now.rate_wpm - narrator.rate_wpm)
        narrator.set_voices(voice_choice(now.voice, now.voices))
        narrator.set_pitch(now.pitch)
        if now.volume != narrator.volume:
            narrator.set_volume(now.volume)
        narrator.set_pauses(pauses_of(now))
        narrator.earcons = earcons_of(now)
        narrator.set_options(reading_options_of(now))
        if pressing_of(before) != pressing_of(now):
            steady = self._choices.chosen.steady
            chosen = pressing_of(now)
            steady = replace(
                chosen.steady, hold_wait_ms=steady.hold_wait_ms, doubt_share=steady.doubt_share
            )
            self._choices.hold(replace(chosen, steady=steady))
