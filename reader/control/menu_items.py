"""What the spoken menu offers here, and in which order. Pure.

The eight most used actions stand on the first level, so that two presses do; every other action stands in a group,
so that no more than four do. What a new action needs is nothing: it is in the group of its name, else in the last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from reader.control import rows
from reader.control.actions import ACTIONS, Action
from reader.control.one_button import Item
from reader.control.view import ListView
from reader.values import frozen

MOST_USED: Final = 8
GROUP_ITEMS: Final = 8
"""More than so many are split, so that a scan never gets long."""
USES_TO_MOVE: Final = 10
"""So many more uses than the least used of the eight, before another takes its place (judgement)."""
ROW: Final = "row "

FIRST_ORDER: Final[tuple[str, ...]] = (
    "again",
    "again-slower",
    "next-section",
    "pause",
    "sections",
    "pages",
    "telephone-numbers",
    "where-am-i",
    "links",
    "slower",
    "bookmark",
    "sleep-timer",
    "skip-this",
    "faster",
    "settings",
)
"""Before anything is learned; the first eight that the registry has come first."""

CAREFUL: Final = frozenset({"quit", "remove", "save-hand-dystonia", "stop-saving"})
"""Harder to take back than a move: a longer quiet before the press, and leaving is asked for once more."""

GROUPS: Final[tuple[tuple[str, str], ...]] = (
    ("Moving", "again sentence section start skip skim paragraph back repeat practice"),
    (
        "Pages and links",
        "page pages link links phone leaflet topic topics bookmark bookmarks queue collection new news find older put "
        "history remove bin save",
    ),
    (
        "Voice and speed",
        "faster slower voice voices volume louder quieter rate time timer pause pauses stop speed sound word listen "
        "listening play",
    ),
    (
        "Buttons and settings",
        "button press quiet scan theme setting settings letter half key hands profile menu comfort row choose help",
    ),
)
"""Label of each group, and words of the names of its actions."""
TAKE_BACK: Final = "take-me-back"
"""The action that, over the reading, takes back what was done last."""
REST: Final = "Everything else"
LEAVING: Final = (Item("stay", "Stay here"), Item("quit", "Yes, leave", is_careful=True))
"""What is asked before one press leaves."""


@frozen
class Here:
    """What decides what makes sense."""

    is_listening: bool
    """Before the menu was opened."""
    is_saving: bool = False
    can_take_back: bool = False
    """Whether the undo window is open."""
    has_ended: bool = False


def most_used(uses: Mapping[str, int]) -> tuple[str, ...]:
    """The eight for the first level: the starting order, in which what is used far more takes another's place.

    An action keeps its place as long as it is among the eight.
    """
    known = {action.name for action in ACTIONS}
    eight: list[str] = [name for name in FIRST_ORDER if name in known][:MOST_USED]
    others = [action.name for action in ACTIONS if action.name not in eight]
    for name in sorted(others, key=lambda name: -uses.get(name, 0)):
        least = min(reversed(eight), key=lambda name: uses.get(name, 0))
        if uses.get(name, 0) < uses.get(least, 0) + USES_TO_MOVE:
            break
        eight[eight.index(least)] = name
    return tuple(eight)


def for_reading(here: Here, first: Sequence[str]) -> tuple[Item, ...]:
    """The menu over the reading; `first`: names of the first level."""
    by_name = {action.name: action for action in ACTIONS}
    names = ["stop-saving"] if here.is_saving else []
    names = ([TAKE_BACK] if here.can_take_back else []) + names
    if not here.is_listening:
        names.append("play")
    top = [*names, *(name for name in first if name not in names)]
    if not here.is_listening:
        top = [name for name in top if name != "pause"]
    items = [_item(by_name[name]) for name in top]
    if here.can_take_back:
        items[0] = Item(TAKE_BACK, "Take that back")
    left = [action for action in ACTIONS if action.name not in top]
    return (*items, *_groups(left))


def for_list(view: ListView) -> tuple[Item, ...]:
    """The rows of a list to choose from, then the way back and what else can be done here."""
    row_items = [
        Item(f"{ROW}{index}", row.title, says=rows.spoken(row))
        for index, row in enumerate(view.rows)
    ]
    others = [action for action in ACTIONS if action.where != "reading"]
    back = next(action for action in others if action.name == "take-me-back")
    rest = tuple(_item(action) for action in others if action is not back)
    more = Item("more", "More", _split(rest, is_even=True))
    return (*_split(tuple(row_items)), _item(back), more)


def row_of(item: Item) -> int | None:
    """The row (0-based) that an item is; of a group, its first."""
    while item.items:
        item = item.items[0]
    return int(item.name.removeprefix(ROW)) if item.name.startswith(ROW) else None


def start_of(items: Sequence[Item], row: int) -> int:
    """The item of the first level that is, or holds, a row."""
    starts = [(index, row_of(item)) for index, item in enumerate(items)]
    return max((index for index, first in starts if first is not None and first <= row), default=0)


def _item(action: Action) -> Item:
    if action.name != "quit":
        return Item(action.name, action.label, is_careful=action.name in CAREFUL)
    return Item("leaving", action.label, LEAVING)


def _groups(actions: Iterable[Action]) -> tuple[Item, ...]:
    members: dict[str, list[Item]] = {}
    leaving = []
    for action in actions:
        if action.name == "quit":
            leaving.append(_item(action))
        else:
            members.setdefault(_group_of(action), []).append(_item(action))
    order = [label for label, _words in GROUPS] + [REST]
    groups = [
        Item(f"group {label}", label, _split(tuple(members[label]), is_even=True))
        for label in order
        if label in members
    ]
    return (*groups, *leaving)


def _group_of(action: Action) -> str:
    words = set(action.name.split("-"))
    return next((label for label, names in GROUPS if words & set(names.split())), REST)


def _split(items: tuple[Item, ...], *, is_even: bool = False) -> tuple[Item, ...]:
    """The same items, in groups of a few where they are many; groups of groups where those are.

    `is_even`: all about as long; else a group stays as it was when items are added.
    """
    while len(items) > GROUP_ITEMS + 1:
        count = -(-len(items) // GROUP_ITEMS)
        size = -(-len(items) // count) if is_even else GROUP_ITEMS
        pieces = [items[start : start + size] for start in range(0, len(items), size)]
        items = tuple(
            piece[0] if len(piece) == 1 else Item("part", _span(piece), piece) for piece in pieces
        )
    return items


def _span(items: Sequence[Item]) -> str:
    """The first and the last of a group; a value that follows a colon is left out where the names tell them apart."""
    ends = [item.label.partition(" … ")[0] for item in (items[0], items[-1])]
    names = [end.partition(": ")[0] for end in ends]
    first, last = map(rows.short, names if names[0] != names[1] else ends)
    return f"{first} … {last}"
