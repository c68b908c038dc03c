"""Which action a key means where: made from the registry, and everything else is the one button.

A key that no action names is Play/Pause while reading and Choose in a list, so that any finger, knuckle or
pedal will do. Pure.
"""

from __future__ import annotations

from reader.control.actions import ACTIONS, Action, Where
from reader.control.view import ScreenName

MAIN_ACTION: dict[Where, str] = {"reading": "play-pause", "lists": "choose"}
"""What a key without a job does."""


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


def action_for(key: str, screen: ScreenName) -> str:
    """Name of the action that a key (Textual's name for it) means on a screen."""
    place: Where = "reading" if screen == "reading" else "lists"
    return _KEYS.get((place, key), MAIN_ACTION[place])


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
