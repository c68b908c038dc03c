"""What the spoken menu offers here, and in which order. Pure.

The eight most used actions stand on the first level, so that two presses do; every other action stands in a group,
so that no more than four do. What a new action needs is a place in `GROUPS`; without one it is in the last group.
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

GROUPS: Final[tuple[tuple[str, tuple[tuple[str, str], ...]], ...]] = (
    (
        "Moving",
        (
            (
                "Sentences and sections",
                "next-sentence previous-sentence again again-slower next-section previous-section sections skip-this",
            ),
            (
                "This page and others",
                "from-the-start next-page previous-page take-me-back history where-am-i time-left",
            ),
            ("Ways of reading", "practice repeat skim"),
        ),
    ),
    (
        "Pages and links",
        (
            (
                "Pages and what is on them",
                "pages links telephone-numbers bookmark bookmarks topics next-pages put-next",
            ),
            ("News and older forms", "what-is-new look-for-news older-forms"),
            (
                "Saving and removing",
                "save-linked-pages linked-pages-too stop-saving save-hand-dystonia remove bin",
            ),
        ),
    ),
    (
        "Voice and speed",
        (
            ("Speed and loudness", "slower faster louder quieter"),
            ("Voices and words", "voices wrong-word spell-word number-again"),
            ("Timer and holding", "sleep-timer pause play stop prepare-listening"),
        ),
    ),
    (
        "Buttons and settings",
        (
            ("Settings and set-up", "settings comfort-set-up next-profile theme help"),
            ("Keys and buttons", "one-button which-key every-key letter-keys left-half"),
            (
                "Time to choose and press",
                "slower-scan quicker-scan wider-quiet narrower-quiet scan-way",
            ),
        ),
    ),
)
"""Label of each group and of what it holds, with the names of the actions, the more important first."""
TAKE_BACK: Final = "take-me-back"
"""The action that, over the reading, takes back what was done last."""
REST: Final = "Everything else"
ALREADY_HERE: Final = frozenset({"play-pause", "menu"})
"""Listen and pause stand here apart, and this is the menu."""
OF_ROWS: Final = frozenset({"next-row", "previous-row", "choose"})
"""What the rows that are offered, and a press, do themselves."""
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
    by_name = {action.name: action for action in ACTIONS if _applies(action, here)}
    names = ["stop-saving"] if here.is_saving else []
    names = ([TAKE_BACK] if here.can_take_back else []) + names
    if not here.is_listening:
        names.append("play")
    top = [*names, *(name for name in first if name not in names and name in by_name)]
    items = [_item(by_name[name]) for name in top]
    if here.can_take_back:
        items[0] = Item(TAKE_BACK, "Take that back")
    left = [action for action in by_name.values() if action.name not in top]
    return (*items, *_groups(left))


def _applies(action: Action, here: Here) -> bool:
    """Whether an action means anything over the reading."""
    if action.name in ("play", "pause"):
        return here.is_listening == (action.name == "pause")
    if action.name == "stop-saving":
        return here.is_saving
    return action.where != "lists" and action.name not in ALREADY_HERE


def for_list(view: ListView, *, is_saving: bool = False) -> tuple[Item, ...]:
    """The rows of a list to choose from, then the way back and what else can be done here."""
    row_items = [
        Item(f"{ROW}{index}", row.title, says=rows.spoken(row))
        for index, row in enumerate(view.rows)
    ]
    without = ALREADY_HERE | OF_ROWS | (frozenset() if is_saving else {"stop-saving"})
    others = [
        action for action in ACTIONS if action.where != "reading" and action.name not in without
    ]
    back = next(action for action in others if action.name == "take-me-back")
    rest = [action for action in others if action is not back]
    more = Item("more", "More", _in_groups(rest, [part for _, parts in GROUPS for part in parts]))
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


def _groups(actions: Sequence[Action]) -> tuple[Item, ...]:
    """The groups of what is left over the reading; leaving comes last."""
    left = [action for action in actions if action.name != "quit"]
    groups = []
    for label, parts in GROUPS:
        names = {name for _, names in parts for name in names.split()}
        mine = [action for action in left if action.name in names]
        if mine:
            groups.append(Item(f"group {label}", label, _in_groups(mine, parts)))
            left = [action for action in left if action.name not in names]
    if left:
        groups.append(Item(f"group {REST}", REST, _split(tuple(map(_item, left)), is_even=True)))
    return (*groups, *(_item(action) for action in actions if action.name == "quit"))


def _in_groups(actions: Sequence[Action], parts: Iterable[tuple[str, str]]) -> tuple[Item, ...]:
    """Actions in their order of importance, in groups with names of their own where they are many."""
    left = {action.name: _item(action) for action in actions}
    found = []
    for label, names in parts:
        mine = tuple(left.pop(name) for name in names.split() if name in left)
        if mine:
            found.append(mine[0] if len(mine) == 1 else Item(f"part {label}", label, mine))
    if sum(max(1, len(item.items)) for item in found) + len(left) <= GROUP_ITEMS + 1:
        found = [each for item in found for each in item.items or (item,)]
    return (*found, *_split(tuple(left.values()), is_even=True))


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
    """The first of a group and how many more there are; a value that follows a colon is left out where the names tell
    the first from the last without it."""
    ends = [_first(items[0]).label, _first(items[-1]).label]
    names = [end.partition(": ")[0] for end in ends]
    first = rows.short((names if names[0] != names[1] else ends)[0])
    return f"{first} and {sum(map(_count, items)) - 1} more"


def _first(item: Item) -> Item:
    return _first(item.items[0]) if item.items else item


def _count(item: Item) -> int:
    return sum(map(_count, item.items)) if item.items else 1
