"""Where the parts of the screen stand at any size: a pure plan, and the Textual layout that follows it.

In a small terminal the most needed stays: first the text, then Play, then the last line, then the title.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget

OUTLINE_FROM = 110
"""Columns from which the outline of sections stands beside the text."""


class Plan(NamedTuple):
    """Regions of the parts; None: not shown."""

    title: Region | None
    body: Region
    outline: Region | None
    notice: Region | None
    """A message too long for the last line, just above the buttons."""
    menu: Region | None
    """The spoken menu, which takes the place of the buttons and of some of the text."""
    buttons: Region | None
    status: Region | None


def plan(
    width: int,
    height: int,
    *,
    has_outline: bool,
    has_buttons: bool = True,
    has_menu: bool = False,
    title_lines: int = 1,
    notice_lines: int = 0,
) -> Plan:
    """Share out the screen. Buttons never move while the size stays, whatever message comes or goes."""
    width, height = max(1, width), max(1, height)
    status_height = 1 if height >= 5 else 0
    buttons_height = 0
    if has_menu and height >= 2:
        buttons_height = _menu_height(height)
    elif has_buttons and height >= 2:
        buttons_height = 1 if height < 10 else 3 if height < 34 else 5
    title_height = 0
    if height >= 7:
        title_height = min(title_lines, max(1, height // 3))
    air = 1 if height >= 14 else 0
    buttons_top = height - status_height - buttons_height
    body_top = title_height + (air if title_height else 0)
    # The last row above the buttons is air too, unless a message needs it.
    body_bottom = buttons_top - (1 if height >= 20 and has_buttons else 0)
    notice = None
    if notice_lines and buttons_top - body_top > notice_lines:
        notice = Region(0, buttons_top - notice_lines, width, notice_lines)
        body_bottom = min(body_bottom, notice.y - (1 if height >= 20 else 0))
    body_height = max(1, body_bottom - body_top)
    outline_width = min(40, width * 3 // 10) if has_outline and width >= OUTLINE_FROM else 0
    below = Region(0, buttons_top, width, buttons_height) if buttons_height else None
    return Plan(
        title=Region(0, 0, width, body_top) if title_height else None,
        body=Region(outline_width, body_top, width - outline_width, body_height),
        outline=Region(0, body_top, outline_width, body_height) if outline_width else None,
        notice=notice,
        menu=below if has_menu else None,
        buttons=None if has_menu else below,
        status=Region(0, height - 1, width, 1) if status_height else None,
    )


def _menu_height(height: int) -> int:
    """The item being offered, as many others as there is room for, and what a press does."""
    return next(
        (lines for least, lines in ((34, 12), (20, 9), (13, 6), (7, 3)) if height >= least), 1
    )


class PlannedLayout(Layout):
    """Puts each child where `planned` says for the size at hand; a child without a place is not shown."""

    name = "planned"

    def __init__(self, planned: Callable[[Size], dict[Widget, Region]]) -> None:
        self.planned = planned
        self.places: dict[Widget, Region] = {}
        """Where everything was put last."""

    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> ArrangeResult:
        """Placements for the children that have a place."""
        del parent, greedy
        self.places = self.planned(size)
        return [
            WidgetPlacement(self.places[child], NULL_OFFSET, NULL_SPACING, child)
            for child in children
            if child in self.places
        ]
