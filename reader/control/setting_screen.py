"""The settings as one list: each row a setting, changed by its small steps, heard at once, taken back like the rest.

Main thread. What there is to set comes from `SETTINGS`, what holds from `Tuning`; this knows no setting but those
whose change can be heard.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from reader.control import setting_rows
from reader.control.applying import pauses_of
from reader.control.outside import METHODS
from reader.control.parts import Parts
from reader.control.setting_list import SETTINGS, Setting
from reader.control.settings import Settings
from reader.speech.earcons import Earcon

PAUSES = {
    "pause_after_sentence_ms": ("Here one sentence ends.", "And here the next begins."),
    "pause_after_paragraph_ms": ("Here one paragraph ends.", "And here the next begins."),
    "pause_after_heading_ms": ("This is a heading.", "And here its text begins."),
    "pause_after_section_ms": ("Here one section ends.", "And here the next begins."),
}
"""What is said to have a pause heard: before it and after it."""
HEARD = {
    "rate_wpm": "This is how I read now.",
    "volume": "This is how loud I am now.",
    "pitch": "This is how I sound now.",
}
"""What is said to have a change of the voice heard."""


EARCONS: dict[str, Earcon] = {
    "action_names": "done",
    "sound_section": "section",
    "sound_page_end": "page-end",
    "sound_saved": "saved",
    "sound_could_not": "could-not",
}
"""What sounds before the new value is said, where it was switched on."""


class SettingScreen:
    """The settings screen."""

    def __init__(self, parts: Parts, perform: Callable[[str], None]) -> None:
        self._parts = parts
        self._perform = perform
        """Does an action by its name."""
        self._open: Setting | None = None
        """The setting whose steps are shown, or were last."""
        parts.tuning.follow(self._follow)

    def show(self) -> None:
        """List every setting with its value."""
        view = setting_rows.view(self._parts.tuning.now)
        self._parts.lists.open("settings", view, self._take)

    def _take(self, index: int) -> None:
        if index < setting_rows.FIRST_SETTING:
            self._perform("comfort-set-up")
            return
        setting = SETTINGS[index - setting_rows.FIRST_SETTING]
        values = setting.kind.values
        if setting.opens and setting.opens not in METHODS:
            self._parts.tell(f"{setting.label} is changed in the settings file.")
        elif setting.opens:
            self._perform(setting.opens)
        elif values:
            now = getattr(self._parts.tuning.now, setting.name)
            self._change(setting, values[(values.index(now) + 1) % len(values)])
        else:
            self._open_steps(setting)

    def _follow(self, before: Settings, now: Settings) -> None:
        """Show the values that hold now, wherever they were changed."""
        lists, setting = self._parts.lists, self._open
        if lists.screen == "settings":
            lists.renew(setting_rows.view(now))
        elif setting is not None and lists.view is not None:
            shown = setting_rows.line(setting, getattr(before, setting.name))
            if lists.view.title == shown:
                lists.renew(setting_rows.steps_view(setting, getattr(now, setting.name)))
                lists.renew_beneath(setting_rows.view(now))

    def _open_steps(self, setting: Setting) -> None:
        self._open = setting
        value = getattr(self._parts.tuning.now, setting.name)
        view = setting_rows.steps_view(setting, value)
        take = partial(self._take_step, setting)
        self._parts.lists.open("choices", view, take, over=True)

    def _take_step(self, setting: Setting, index: int) -> None:
        lists, tuning = self._parts.lists, self._parts.tuning
        step = setting_rows.steps(setting, getattr(tuning.now, setting.name))[index]
        if step.value is None:
            lists.back()
            return
        self._change(setting, step.value)

    def _change(self, setting: Setting, value: Any) -> None:
        tuning = self._parts.tuning
        name, before = setting.name, getattr(tuning.now, setting.name)
        if value != before:
            self._parts.undo.note(setting.label.lower(), lambda: tuning.set({name: before}))
            tuning.set({name: value})
        self._have_heard(setting, value)

    def _have_heard(self, setting: Setting, value: Any) -> None:
        """Say the new value, in a way that lets it be heard where it can be."""
        narrator = self._parts.narrator
        said = f"{setting_rows.line(setting, value)}."
        self._parts.notices.tell(said)
        if setting.name in PAUSES:
            before, after = PAUSES[setting.name]
            gap_ms = pauses_of(self._parts.tuning.now).scaled(value, narrator.rate_wpm)
            narrator.announce(f"{said} {before}", then_play=False, more=(after,), gap_ms=gap_ms)
        else:
            heard = HEARD.get(setting.name, "")
            line = f"{said} {heard}".rstrip()
            narrator.announce(line, then_play=False, earcon=EARCONS.get(setting.name))
