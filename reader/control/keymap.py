"""Which action a key means where: made from the registry, and everything else is the one button.

A key that no action names is Play/Pause while reading and Choose in a list, so that any finger, knuckle or
pedal will do. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType

from reader.control.actions import ACTIONS, Action, Where
from reader.control.view import ScreenName
from reader.values import frozen

MAIN_ACTION: dict[Where, str] = {"reading": "play-pause", "lists": "choose"}
"""What a key without a job does."""

BACK_ACTION: dict[Where, str] = {"reading": "previous-sentence", "lists": "previous-row"}
"""What the left half of the keyboard does, where it goes back."""

LEAVING_KEYS = frozenset({"ctrl+q", "ctrl+c"})
"""Chords that no stray finger makes: they leave at once, whatever was pressed before."""

CLICK_LEFT = "click_left"
CLICK_RIGHT = "click_right"
"""A click on the text, as a key."""

_LEFT_HALF = frozenset("`12345qwertasdfgzxcvb~!@#$%")
"""Of a keyboard as most of the world has it; where letters lie elsewhere, the rows are the same for the most part."""
_LEFT_KEYS = frozenset(
    {CLICK_LEFT, "tab", "shift+tab", "escape", "f1", "f2", "f3", "f4", "f5", "pad:l1", "pad:l2", "pad:l3",
     "pad:select", "pad:left"}
)  # fmt: skip
_ARROWS = {"pad:up": "up", "pad:down": "down", "pad:left": "left", "pad:right": "right"}
"""The cross of a gamepad has the jobs of the arrow keys."""


@frozen
class KeyChoices:
    """What a person chose about keys."""

    every_key_is_the_button: bool = False
    """No key has a job of its own."""
    letter_keys: bool = True
    """Letters, digits and signs may have jobs. Source: WCAG 2.2 SC 2.1.4."""
    left_half_goes_back: bool = False
    """Keys without a job at the left of the keyboard, and clicks at the left, go back instead of being the button."""
    jobs: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Keys that were given the job of an action: its name, by the key's. They have it wherever they are pressed."""


@frozen
class Meaning:
    """What a key means where it was pressed."""

    action: str
    """Name of the action; the main one where it is the button."""
    number: int | None = None
    """1 to 9 where it is a digit with its job: that section, that row."""
    is_main: bool = False
    """Whether it is the one button."""


def place_of(screen: ScreenName) -> Where:
    """Where a screen is, as the registry has it."""
    return "reading" if screen == "reading" else "lists"


def meaning_of(
    key: str, place: Where, choices: KeyChoices | None = None, character: str | None = None
) -> Meaning:
    """What a key (Textual's name) means in a place; `character`: what it writes, if anything."""
    choices = choices or KeyChoices()
    writes = bool(character and character.isprintable() and character != " ")
    has_job = not choices.every_key_is_the_button and (choices.letter_keys or not writes)
    main = MAIN_ACTION[place]
    given = choices.jobs.get(key, "")
    if given in _NAMES:
        return Meaning(given, is_main=given == main)
    if has_job:
        number = digit_of(key)
        if number is not None:
            return Meaning("", number)
        action = _KEYS.get((place, _ARROWS.get(key, key)))
        if action is not None:
            return Meaning(action, is_main=action == main)
    if choices.left_half_goes_back and is_left(key, character):
        return Meaning(BACK_ACTION[place])
    return Meaning(main, is_main=True)


def is_left(key: str, character: str | None = None) -> bool:
    """Whether a key lies in the left half of the keyboard, or a click in that of the screen."""
    return key in _LEFT_KEYS or bool(character and character.lower() in _LEFT_HALF)


_SPOKEN_KEYS = {
    "space": "Space",
    "enter": "Enter",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "pageup": "Page Up",
    "pagedown": "Page Down",
    "home": "Home",
    "escape": "Escape",
    "backspace": "Backspace",
    "plus": "+",
    "equals_sign": "=",
    "minus": "-",
    "f10": "F10",
    "ctrl+q": "Ctrl+Q",
    "ctrl+c": "Ctrl+C",
}


def _table() -> dict[tuple[Where, str], str]:
    table: dict[tuple[Where, str], str] = {}
    for action in ACTIONS:
        places: tuple[Where, ...] = (
            ("reading", "lists") if action.where == "anywhere" else (action.where,)
        )
        for place in places:
            for key in action.keys:
                table[place, key] = action.name
    return table


_KEYS = _table()
_NAMES = frozenset(action.name for action in ACTIONS)


def digit_of(key: str) -> int | None:
    """1 to 9 where the key is such a digit."""
    return int(key) if len(key) == 1 and key in "123456789" else None


def key_names(action: Action) -> str:
    """The action's keys as a person reads them, such as "Space, Enter"."""
    return ", ".join(_SPOKEN_KEYS.get(key, key) for key in action.keys)


def _in_code(names: str) -> str:
    return ", ".join(f"`{name}`" for name in names.split(", ") if name)


def keys_page() -> str:
    """`docs/keys.md`, made from the registry."""
    lines = [
        "# Keys and actions",
        "",
        "Nearly any key will do: a key that is not in this table is *Listen or pause* while reading, and",
        "*Choose* in a list. Digits 1 to 9 go to that section, or take that row. Nothing needs a chord, a",
        "held key or typing. Every name below also works from outside: `reader do NAME`.",
        "",
        "| action | keys | where | name for `reader do` | what it does |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {action.label} | {_in_code(key_names(action))} | {action.where} | `{action.name}` | {action.help} |"
        for action in ACTIONS
    ]
    return "\n".join(lines) + "\n"
