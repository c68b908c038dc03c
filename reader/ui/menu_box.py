"""The spoken menu on the screen: what is being offered stands on one fixed line, the others pass it. Main thread only.

The whole box is the button. Nothing in it moves but when an item changes or a step of its time has gone.
"""

from __future__ import annotations

from rich.cells import cell_len
from rich.style import Style
from textual.events import Click
from textual.message import Message
from textual.strip import Strip

from reader.control.view import MenuView
from reader.ui.pane import Pane, box_line, strip_of
from reader.ui.terminal_text import fit, padded, plain

TIME_BAR = "▁▂▃▄▅▆▇█"
BAR_FROM = 50
"""Columns from which there is room for the time that is left."""


class MenuBox(Pane):
    """Draws the menu."""

    class Pressed(Message):
        """The box was clicked, wherever."""

    def __init__(self) -> None:
        super().__init__()
        self._view: MenuView | None = None

    def show(self, view: MenuView | None) -> None:
        """Show this; only the line of the time is painted where nothing else changed."""
        old, self._view = self._view, view
        if view == old:
            return
        if (
            old
            and view
            and (old.items, old.current, old.hint) == (view.items, view.current, view.hint)
        ):
            self.refresh_rows([self.offered_line])
        else:
            self.refresh()

    @property
    def offered_line(self) -> int:
        """The line on which the item being offered stands."""
        height = self.size.height
        return 0 if height < 3 else 1 if height < 7 else 3 if height >= 11 else 2

    def on_click(self, event: Click) -> None:
        """A click anywhere in it is a press."""
        event.stop()
        self.post_message(self.Pressed())

    def render_line(self, y: int) -> Strip:
        """One line of the box."""
        width, height, palette, view = self.size.width, self.size.height, self.palette, self._view
        if view is None:
            return Strip.blank(width, palette.text)
        if height < 3:
            pieces = self._item(view, view.current, width) if y == 0 else []
            return strip_of(pieces, width, palette.text)
        start, fill, end = box_line(y, height, is_main=True)
        inner = max(0, width - 2)
        edge = palette.button_edge
        if y in (0, height - 1):
            return strip_of([(start + fill * inner + end, edge)], width, palette.text)
        return strip_of(
            [(start, edge), *self._inside(view, y, inner), (end, edge)], width, palette.text
        )

    def _inside(self, view: MenuView, y: int, width: int) -> list[tuple[str, Style]]:
        height, palette = self.size.height, self.palette
        if y == height - 2 and height >= 6:
            return [(padded(" " + fit(view.hint, width - 2), width), palette.quiet)]
        is_below = height >= 9 and y == height - 3  # air above the hint
        distance = y - self.offered_line
        if is_below or distance < -1 or not (distance == 0 or self._has_room(view, distance)):
            return [(" " * width, palette.text)]
        return self._item(view, (view.current + distance) % len(view.items), width)

    def _has_room(self, view: MenuView, distance: int) -> bool:
        """Whether an item so far from the one being offered is another one, shown once."""
        return distance < len(view.items) - 1 if distance > 0 else len(view.items) > 1

    def _item(self, view: MenuView, index: int, width: int) -> list[tuple[str, Style]]:
        palette, label = self.palette, plain(view.items[index])
        if index != view.current:
            return [(padded("      " + fit(label, width - 7), width), palette.text)]
        bar = ""
        if view.steps_left is not None and width >= BAR_FROM:
            bar = TIME_BAR[: view.steps_left].rjust(len(TIME_BAR)) + "  "
        text = "    ▶ " + fit(label.upper(), width - 8 - len(bar))
        space = " " * (width - cell_len(text) - len(bar))
        return [(text + space, palette.sentence_heading), (bar, palette.sentence)]
