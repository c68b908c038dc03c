"""The list of voices: moving to one lets it be heard with the page's next sentence, taking it keeps it. Main thread.

The engines are asked for their voices on a thread of `Background`, as they may still be starting.
"""

from __future__ import annotations

from reader.control import rows
from reader.control.parts import Parts
from reader.control.view import ListView, Row
from reader.documents import navigation
from reader.speech.language_runs import primary
from reader.speech.system_engine import best_voice
from reader.speech.utterance import Voice
from reader.speech.voice_choice import NATURAL

SILENT_ENGINE = "silence"
OTHERS = "Other languages"


class Voices:
    """The choice of a voice for the language of the page."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._shown: tuple[Voice, ...] = ()
        self._others: tuple[Voice, ...] = ()
        """Behind the last row."""
        self._sentence = ""
        self._is_asking = False

    def show(self) -> None:
        """List the voices of the page's language; the others stand behind the last row."""
        if self._parts.reading.document is None:
            self._parts.refuse("Open a page first.")
        elif not self._is_asking:
            self._is_asking = True
            self._parts.run(lambda _job: self._parts.speech.voices(), self._open)

    def _open(self, found: tuple[Voice, ...]) -> None:
        self._is_asking = False
        document, here = self._parts.reading.document, self._parts.reading.locator
        if document is None:
            return
        wanted = primary(self._parts.narrator.language)
        heard = [voice for voice in found if voice.engine != SILENT_ENGINE]
        heard.sort(key=lambda voice: not voice.id.startswith(NATURAL))
        fitting = tuple(
            voice for voice in heard if wanted in [primary(tag) for tag in voice.languages]
        )
        others = tuple(voice for voice in heard if voice not in fitting)
        if not heard:
            self._parts.tell("There are no voices here to choose from.", is_trouble=True)
            return
        following = navigation.next_sentence(document, here) or here
        self._sentence = navigation.text_at(document, following)
        self._show(fitting or others, others if fitting else (), over=False)

    def _show(self, voices: tuple[Voice, ...], others: tuple[Voice, ...], *, over: bool) -> None:
        self._shown, self._others = voices, others
        chosen = self._parts.narrator.voice_id or best_voice(
            tuple(voice for voice in voices if not voice.id.startswith(NATURAL)),
            self._parts.narrator.language,
        )
        listed = tuple(
            Row(voice.name, ", ".join(voice.languages), "now" if voice.id == chosen else "")
            for voice in voices
        )
        if others:
            listed += (Row(OTHERS, str(len(others))),)
        current = next((at for at, voice in enumerate(voices) if voice.id == chosen), 0)
        count = len(voices) + len(others)
        view = ListView("Voices", rows.counted(count, "voice"), listed, current)
        self._parts.lists.open("voices", view, self._take, say=self._say, aloud=False, over=over)
        self._say(current)

    def _say(self, index: int) -> None:
        """Let the voice of a row be heard."""
        if index >= len(self._shown):
            self._parts.narrator.announce(f"{OTHERS}.", then_play=False)
            return
        voice = self._shown[index]
        name = voice.name.partition(",")[0]
        language = self._parts.narrator.language
        self._parts.narrator.announce(
            f"{name}. {self._sentence}", then_play=False, in_voice=(voice.id, language)
        )

    def _take(self, index: int) -> None:
        if index >= len(self._shown):
            self._show(self._others, (), over=True)
            return
        voice = self._shown[index]
        narrator, lists = self._parts.narrator, self._parts.lists
        tuning, listened = self._parts.tuning, lists.listened_before
        before = tuning.now.voices
        self._parts.undo.note("another voice", lambda: tuning.set({"voices": before}))
        lists.close()
        narrator.hush()
        chosen = narrator.voices.with_voice(narrator.language, voice.id)
        tuning.set({"voices": dict(chosen.by_language)})
        self._parts.notices.tell(f"{voice.name} reads now.")
        if listened:
            narrator.play()
