"""The bottom row of big buttons. Main thread only.

The whole area of a button is its target, it acts on release, and where there is no room for all of them the
most needed stay.
"""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len
from rich.style import Style
from textual.events import Click, MouseDown
from textual.message import Message
from textual.strip import Strip

from reader.control.actions import ACTIONS
from reader.control.view import ScreenName
from reader.ui.pane import Pane, box_line, strip_of
from reader.ui.terminal_text import fit

LEAST_WIDTH = 12
"""Columns below which a button is left out rather than made smaller."""

MAIN_EXTRA = 6
"""Columns by which the main button is wider at least."""


class Button(NamedTuple):
    """One button of the row."""

    action: str
    """Registered name of what it does."""
    label: str
    weight: int
    """Share of the width."""
    need: int
    """1 is the last to be left out."""
    is_main: bool = False


_LABELS = {action.name: action.label for action in ACTIONS}


def buttons_for(screen: ScreenName, *, is_playing: bool) -> tuple[Button, ...]:
    """The buttons of a screen, from left to right."""
    if screen == "reading":
        play = f"❚❚ {_LABELS['pause']}" if is_playing else f"▶ {_LABELS['play']}"
        return (
            Button("previous-sentence", "◀ Back", 14, 3),
            Button("play-pause", play, 28, 1, is_main=True),
            Button("next-sentence", "Next ▶", 14, 2),
            Button("sections", _LABELS["sections"], 12, 5),
            Button("pages", _LABELS["pages"], 12, 4),
        )
    return (
        Button("take-me-back", "◀ Back", 16, 2),
        Button("choose", f"✓ {_LABELS['choose']}", 28, 1, is_main=True),
        Button("previous-row", "▲ Up", 18, 4),
        Button("next-row", "▼ Down", 18, 3),
    )


def spread(buttons: tuple[Button, ...], width: int) -> tuple[tuple[Button, int, int], ...]:
    """Each button that has room, with its first column and one past its last."""
    kept = list(buttons)
    while len(kept) > 1 and len(kept) * LEAST_WIDTH + MAIN_EXTRA > width:
        kept.remove(max(kept, key=lambda button: button.need))
    widths = _shares([button.weight for button in kept], width)
    placed: list[tuple[Button, int, int]] = []
    left = 0
    for button, share in zip(kept, widths, strict=True):
        placed.append((button, left, left + share))
        left += share
    return tuple(placed)


def _shares(weights: list[int], width: int) -> list[int]:
    """Whole columns by weight, none below the least width where there is room, none lost to rounding."""
    shares = [0] * len(weights)
    free, total = width, sum(weights)
    for index in sorted(range(len(weights)), key=weights.__getitem__):
        share = max(min(LEAST_WIDTH, free), free * weights[index] // total)
        shares[index] = share
        free -= share
        total -= weights[index]
    return shares


class ButtonRow(Pane):
    """Draws the buttons and tells which one was pressed."""

    class Pressed(Message):
        """A button was pressed and let go."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self) -> None:
        super().__init__()
        self._buttons: tuple[Button, ...] = ()
        self._pressed_action: str | None = None
        self._filling: tuple[str | int | None, int] = (None, 0)
        """Action of the button that fills, and by how many eighths."""

    @property
    def placed(self) -> tuple[tuple[Button, int, int], ...]:
        """The buttons now drawn, with first column and one past the last."""
        return spread(self._buttons, self.size.width)

    def show(self, buttons: tuple[Button, ...]) -> None:
        """Draw these buttons from now on."""
        if buttons != self._buttons:
            self._buttons = buttons
            self.refresh()

    def fill(self, action: str | int | None, eighths: int) -> None:
        """Show how long the pointer has rested on a button; None: it rests on none."""
        if (action, eighths) != self._filling:
            self._filling = (action, eighths)
            self.refresh()

    def on_mouse_down(self, event: MouseDown) -> None:
        """Remember where the press began; nothing happens until it ends."""
        self._pressed_action = self._action_at(event.x)

    def on_click(self, event: Click) -> None:
        """Act on release, unless the pointer was moved off the button to call it off."""
        event.stop()
        action = self._action_at(event.x)
        if action is not None and action == self._pressed_action:
            self.post_message(self.Pressed(action))

    def render_line(self, y: int) -> Strip:
        """One line through all buttons."""
        width, height, palette = self.size.width, self.size.height, self.palette
        pieces: list[tuple[str, Style]] = []
        for button, left, right in self.placed:
            label = palette.button_main if button.is_main else palette.button
            edge = palette.button_main_edge if button.is_main else palette.button_edge
            inner = max(0, right - left - 2)
            if height < 3:
                filled = self._filled(button, inner)
                text = _centred(button.label, inner)
                text = "█" * filled + text[filled:] if filled else text
                pieces += [("[", edge), (text, label), ("]", edge)]
            else:
                start, fill, end = box_line(y, height, is_main=button.is_main)
                text = _centred(button.label, inner) if y == height // 2 else fill * inner
                filled = self._filled(button, inner) if y == height - 1 else 0
                pieces += [
                    (start, edge),
                    ("█" * filled, edge),
                    (text[filled:] if filled else text, label if fill == " " else edge),
                    (end, edge),
                ]
        return strip_of(pieces, width, palette.text)

    def _filled(self, button: Button, width: int) -> int:
        """Cells of a button's lower edge that are full."""
        action, eighths = self._filling
        return width * eighths // 8 if action == button.action else 0

    def _action_at(self, x: int) -> str | None:
        for button, left, right in self.placed:
            if left <= x < right:
                return button.action
        return None


def _centred(label: str, width: int) -> str:
    text = fit(label, width)
    spare = width - cell_len(text)
    return " " * (spare // 2) + text + " " * (spare - spare // 2)
