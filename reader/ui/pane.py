"""What all parts of the screen have in common. Main thread only."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from reader.ui.palette import DARK, Palette

BAR = "▌"
"""Stands at the left of whatever is current."""


class Pane(Widget):
    """A part of the screen that paints itself line by line and never takes the keyboard's focus."""

    ALLOW_SELECT = False
    can_focus = False

    def __init__(self) -> None:
        super().__init__()
        self.palette: Palette = DARK

    def use_palette(self, palette: Palette) -> None:
        """Paint with these looks from now on."""
        if palette is not self.palette:
            self.palette = palette
            self.refresh()

    def refresh_rows(self, rows: Iterable[int]) -> None:
        """Paint only these rows again."""
        width = self.size.width
        regions = [Region(0, row, width, 1) for row in rows if 0 <= row < self.size.height]
        if regions:
            self.refresh(*regions)


def strip_of(pieces: Iterable[tuple[str, Style]], width: int, ground: Style) -> Strip:
    """A line of exactly `width` cells; texts must be safe for the terminal already."""
    strip = Strip([Segment(text, style) for text, style in pieces if text])
    return strip.adjust_cell_length(width, ground)


def box_line(line: int, height: int, *, is_main: bool) -> tuple[str, str, str]:
    """Left edge, filling and right edge of a line of a box; the main one has heavy lines."""
    if line == 0:
        return ("┏", "━", "┓") if is_main else ("┌", "─", "┐")
    if line == height - 1:
        return ("┗", "━", "┛") if is_main else ("└", "─", "┘")
    return ("┃", " ", "┃") if is_main else ("│", " ", "│")
