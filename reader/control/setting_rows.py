"""The rows of the settings and of the steps of one, and their page in the docs. Pure."""

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


def settings_page() -> str:
    """`docs/settings.md`: everything that can be set, in the order in which it is offered."""
    lines = [
        "# Settings",
        "",
        "All of this can be changed in the reader (*Settings*, or `reader do settings`), in small",
        "steps and with no typing. `settings.toml` may be edited by hand as well; a value that makes no",
        "sense is named, and the usual one is used. Values for bad days stand in a table",
        '`[profiles."bad day"]`, those of other profiles in one of their name; what stands in no table',
        "holds for all of them.",
        "",
        "| setting | name in the file | may be | usual | what it does |",
        "|---|---|---|---|---|",
    ]
    for setting in SETTINGS:
        usual = setting.kind.said(getattr(Settings(), setting.name))
        cells = (setting.label, f"`{setting.name}`", setting.kind.words, usual, setting.help)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"
