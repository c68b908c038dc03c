"""The line at the top and the line at the bottom. Main thread only."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from reader.control.view import Message, SavingProgress
from reader.ui.pane import Pane, strip_of
from reader.ui.terminal_text import fit, line_bar, padded, plain, wrap


class TitleBar(Pane):
    """Title left, where one is right; or, on the welcome screen, a few sentences."""

    def __init__(self) -> None:
        super().__init__()
        self._title = ""
        self._side = ""
        self._is_stacked = False

    def show(self, title: str, side: str, *, is_stacked: bool = False) -> None:
        """Show these texts; stacked: one under the other, wrapped."""
        if (title, side, is_stacked) != (self._title, self._side, self._is_stacked):
            self._title, self._side, self._is_stacked = title, side, is_stacked
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The first line holds the texts, what is below it is air."""
        width, palette = self.size.width, self.palette
        if self._is_stacked:
            lines = stacked_lines(self._title, self._side, width)
            index = y - (1 if self.size.height > len(lines) else 0)
            if not 0 <= index < len(lines):
                return Strip.blank(width, palette.text)
            text, is_title = lines[index]
            style = palette.title if is_title else palette.quiet
            return strip_of([("   " + text, style)], width, palette.text)
        if y > 0:
            return Strip.blank(width, palette.text)
        title, side = shared_line(plain(self._title), plain(self._side), width - 2)
        space = max(0, width - 2 - cell_len(title) - cell_len(side))
        return strip_of(
            [
                (" " + title, palette.title),
                (" " * space, palette.text),
                (side + " ", palette.quiet),
            ],
            width,
            palette.text,
        )


def shared_line(title: str, side: str, width: int) -> tuple[str, str]:
    """Both texts cut so that they share a line, two cells apart, with at least half of it for the title."""
    width = max(0, width)
    if cell_len(title) + 2 + cell_len(side) <= width:
        return title, side
    if width < 30:
        return fit(title, width), ""
    while ", " in side and cell_len(title) + 2 + cell_len(side) > width:
        if cell_len(side) <= width - 2 - (width // 2 - 1):
            break
        side = side.rpartition(", ")[0]  # a part less rather than half a word
    title = fit(title, max(width // 2 - 1, width - 2 - cell_len(side)))
    return title, fit(side, width - 2 - cell_len(title))


def stacked_lines(title: str, text: str, width: int) -> list[tuple[str, bool]]:
    """Lines of the welcome screen's sentences, and whether each is the title."""
    lines: list[tuple[str, bool]] = []
    for source, is_title in ((title, True), (text, False)):
        safe = plain(source)
        if safe:
            lines += [(safe[a:b], is_title) for a, b in wrap(safe, max(2, min(72, width - 5)))]
    return lines


class Status(NamedTuple):
    """What the last line says."""

    text: str
    is_trouble: bool = False
    saving: SavingProgress | None = None
    is_hint: bool = False
    side: str = ""
    """Something quiet at the right, where there is room; a hint makes room for it."""


def status_of(message: Message | None, saving: SavingProgress | None, hint: str) -> Status:
    """One thing at a time: trouble, then the saving, then a message, then the hint."""
    if message is not None and message.is_trouble:
        return Status("! " + message.text, is_trouble=True)
    if saving is not None:
        return Status(f"{saving.done} of {saving.total}  {saving.title}", saving=saving)
    if message is not None:
        return Status(message.text)
    return Status(hint, is_hint=True)


def status_lines(status: Status, width: int) -> int:
    """Lines that a message needs to be read whole; hints and savings take one."""
    if not status.text or status.saving is not None or status.is_hint:
        return 1
    return len(wrap(plain(status.text), max(2, width - 2)))


class StatusLine(Pane):
    """The last line, or the few lines above the buttons that a long message needs."""

    def __init__(self) -> None:
        super().__init__()
        self._status = Status("")

    def show(self, status: Status) -> None:
        """Say this from now on."""
        if status != self._status:
            self._status = status
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of the message."""
        width, palette, status = self.size.width, self.palette, self._status
        style = palette.trouble if status.is_trouble else palette.quiet
        if status.saving is not None:
            pieces = _saving_pieces(status, width, style, palette.title)
            return strip_of(pieces if y == 0 else [], width, palette.text)
        if status.side and y == self.size.height - 1 == 0:
            pieces = _sided_pieces(status, width, style, palette.quiet)
            return strip_of(pieces, width, palette.text)
        text = _hint_within(plain(status.text), width - 2) if status.is_hint else plain(status.text)
        spans = wrap(text, max(2, width - 2))
        if y >= len(spans):
            return Strip.blank(width, palette.text)
        start, end = spans[y]
        if y == self.size.height - 1:  # the last one there is takes all that is left, cut
            end = len(text)
        return strip_of([(" " + fit(text[start:end], width - 2), style)], width, palette.text)


def _sided_pieces(
    status: Status, width: int, style: Style, side_style: Style
) -> list[tuple[str, Style]]:
    """The text and, right of it, the quiet side; parts of a hint go before the side does, a message stays whole."""
    text, room = plain(status.text), width - 4 - cell_len(status.side)
    text = _hint_within(text, room) if status.is_hint else text
    if cell_len(text) > room:
        return [(" " + fit(text, width - 2), style)]
    return [(" " + padded(text, room + 1) + " ", style), (status.side + " ", side_style)]


def _hint_within(text: str, room: int) -> str:
    """As many parts of a hint as there is room for; the first stays."""
    while cell_len(text) > room and "   " in text:
        text = text.rpartition("   ")[0].rstrip()
    return text


def _saving_pieces(
    status: Status, width: int, style: Style, done_style: Style
) -> list[tuple[str, Style]]:
    """Words first, then a bar that moves only when a page is done."""
    saving = status.saving
    if saving is None or width < 40:
        return [(" " + fit(status.text, width - 2), style)]
    room = max(10, width // 3)
    text = fit(status.text, width - room - 4)
    bar = line_bar(saving.done / max(1, saving.total), room)
    full = bar.rstrip("─")
    space = width - room - 2 - cell_len(text)
    return [(" " + text + " " * space, style), (full, done_style), (bar[len(full) :], style)]
