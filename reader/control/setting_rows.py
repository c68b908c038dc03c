"""The rows of the settings, of the steps of one, and what is said when one was changed. Pure."""

from __future__ import annotations

from typing import Any, NamedTuple

from reader.control.setting_list import SETTINGS, Setting
from reader.control.settings import Settings
from reader.control.view import ListView, Row

TITLE = "Settings"
COMFORT = Row(
    "Comfort set-up",
    help="Press anything ten times, and the reader fits itself to your hand.",
)
FIRST_SETTING = 1
"""Row of the first setting; the comfort set-up stands before it."""
DONE = "Done"


def line(setting: Setting, value: Any) -> str:
    """A setting with its value, such as "Speed: 165 words a minute"."""
    return f"{setting.label}: {setting.kind.said(value)}"


def view(settings: Settings, *, current: int = 0) -> ListView:
    """The settings screen."""
    rows = tuple(
        Row(line(setting, getattr(settings, setting.name)), help=setting.help)
        for setting in SETTINGS
    )
    return ListView(TITLE, f"{settings.profile}", (COMFORT, *rows), current)


class Step(NamedTuple):
    """One row of the steps of a setting."""

    row: Row
    value: Any
    """What it sets; None: nothing, it leads back."""


def steps(setting: Setting, value: Any) -> tuple[Step, ...]:
    """A step up, a step down, as it was first, and the way back."""
    usual = getattr(Settings(), setting.name)
    kind = setting.kind
    ways = (
        (setting.up, kind.stepped(value, 1), "That is the most."),
        (setting.down, kind.stepped(value, -1), "That is the least."),
        ("As it was first", usual, ""),
    )
    made = [
        Step(Row(f"{name}: {kind.said(to)}" if to != value or not end else f"{name}. {end}"), to)
        for name, to, end in ways
    ]
    return (*made, Step(Row(DONE), None))


def steps_view(setting: Setting, value: Any) -> ListView:
    """The steps of a setting as a list."""
    made = steps(setting, value)
    return ListView(line(setting, value), "", tuple(step.row for step in made), 0)
