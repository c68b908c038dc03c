"""Lists in which whole rows are targets. Main thread only.

Only the rows in sight are looked at, so ten thousand cost no more than ten.
"""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.events import Click, MouseDown, MouseScrollDown, MouseScrollUp, Resize
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from reader.control.view import ListView, Row
from reader.ui.pane import BAR, Pane, box_line, strip_of
from reader.ui.terminal_text import fit, line_bar, padded, plain, wrap

Pieces = list[tuple[str, Style]]

ROOMY = 10
"""Rows of the screen from which a list may take two of them for each of its rows."""


TIME_BAR = "▁▂▃▄▅▆▇█"
MEASURED_ROWS = 300
"""Rows that decide how wide the columns are."""


class RowsPane(Pane):
    """What all lists share: which rows are in sight, and which one was clicked."""

    class Pressed(Message):
        """A row was clicked: pressed and let go on the same one."""

        def __init__(self, pane: RowsPane, index: int) -> None:
            super().__init__()
            self.pane = pane
            self.index = index

    class Wheeled(Message):
        """The wheel was turned over the list."""

        def __init__(self, pane: RowsPane, step: int) -> None:
            super().__init__()
            self.pane = pane
            self.step = step

    def __init__(self) -> None:
        super().__init__()
        self._list: ListView | None = None
        self._first = 0
        """Index of the row at the top."""
        self._fitted = Size(0, 0)
        """Size for which the current row was last brought into sight."""
        self._pressed_index: int | None = None
        self._filling: tuple[str | int | None, int] = (None, 0)
        """Index of the row that fills, and by how many eighths."""

    @property
    def rows_shown(self) -> tuple[tuple[int, int, int], ...]:
        """Each row in sight: its index, its first line, and one past its last."""
        count = 0 if self._list is None else len(self._list.rows)
        height = self.size.height
        shown = []
        for index in range(self._first, count):
            lines = self._lines_of(index)
            if lines.start >= height:
                break
            shown.append((index, lines.start, min(lines.stop, height)))
        return tuple(shown)

    def fill(self, index: str | int | None, eighths: int) -> None:
        """Show how long the pointer has rested on a row; None: it rests on none."""
        before, self._filling = self._filling, (index, eighths)
        if before != self._filling:
            for row in {before[0], index}:
                if isinstance(row, int):
                    self.refresh_rows(self._lines_of(row))

    @property
    def pitch(self) -> int:
        """Lines that each row takes."""
        return 2 if self.size.height >= ROOMY else 1

    @property
    def more_lines(self) -> int:
        """Lines that the current row takes beyond what each row takes."""
        return 0

    @property
    def first_visible(self) -> int:
        """Index of the row at the top."""
        return self._first

    @property
    def rows_in_sight(self) -> int:
        """How many rows can be seen whole."""
        return max(1, (self.size.height - self.more_lines) // self.pitch)

    def show(self, view: ListView | None) -> None:
        """Show these rows; only the two rows concerned are painted where just the current one changed."""
        old, more_before = self._list, self.more_lines
        if view is old:
            return
        self._list = view
        first_before = self._first
        if old is None or view is None:
            self._first = 0
        self._keep_current_in_sight()
        if (
            old is not None
            and view is not None
            and self._first == first_before
            and not (more_before or self.more_lines)
            and view.rows == old.rows
        ):
            self.refresh_rows({*self._lines_of(old.current), *self._lines_of(view.current)})
        else:
            self.refresh()

    def index_at(self, y: int) -> int | None:
        """Index of the row on a line of this pane."""
        if self._list is None or y < 0:
            return None
        current = self._list.current
        if current >= self._first:
            y -= min(self.more_lines, max(0, y + 1 - self._lines_of(current).start - self.pitch))
        index = self._first + y // self.pitch
        return index if index < len(self._list.rows) else None

    def on_resize(self, event: Resize) -> None:
        """Keep the current row in sight, unless painting has done so already."""
        del event
        if self._fitted != self.size:
            self._keep_current_in_sight()
            self.refresh()

    def on_mouse_down(self, event: MouseDown) -> None:
        """Remember where the press began; nothing happens until it ends."""
        self._pressed_index = self.index_at(event.y)

    def on_click(self, event: Click) -> None:
        """Act on release, unless the pointer was moved off the row to call it off."""
        event.stop()
        index = self.index_at(event.y)
        if index is not None and index == self._pressed_index:
            self.post_message(self.Pressed(self, index))

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """The wheel moves like the arrow does."""
        event.stop()
        self.post_message(self.Wheeled(self, 1))

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """The wheel moves like the arrow does."""
        event.stop()
        self.post_message(self.Wheeled(self, -1))

    def render_line(self, y: int) -> Strip:
        """One line of one row."""
        if self._fitted != self.size:
            self._keep_current_in_sight()
        width = self.size.width
        index = self.index_at(y)
        if index is None or self._list is None:
            return Strip.blank(width, self.palette.text)
        is_current = index == self._list.current
        line = y - self._lines_of(index).start
        pieces = self.paint(self._list.rows[index], index, line, is_current=is_current)
        ground = self.palette.row_current if is_current else self.palette.text
        strip = strip_of(pieces, width, ground)
        filling, eighths = self._filling
        if filling == index and eighths and line == 0:
            bar = Segment(" " + TIME_BAR[:eighths].ljust(8) + " ", self.palette.sentence_heading)
            strip = Strip.join([strip.crop(0, max(0, width - 10)), Strip([bar])])
            strip = strip.crop(0, width)
        return strip

    def paint(self, row: Row, index: int, line: int, *, is_current: bool) -> Pieces:
        """Pieces of one line of a row."""
        raise NotImplementedError

    def _lines_of(self, index: int) -> range:
        top, height = (index - self._first) * self.pitch, self.pitch
        current = -1 if self._list is None else self._list.current
        if index == current:
            height += self.more_lines
        elif self._first <= current < index:
            top += self.more_lines
        return range(top, top + height)

    def _keep_current_in_sight(self) -> None:
        """Move no more than needed, with one row to spare where there is room."""
        self._fitted = self.size
        if self._list is None:
            return
        count, sight = len(self._list.rows), self.rows_in_sight
        spare = 1 if sight >= 4 else 0
        current = min(max(0, self._list.current), max(0, count - 1))
        self._first = min(self._first, current - spare)
        self._first = max(self._first, current - sight + 1 + spare)
        self._first = min(max(0, self._first), max(0, count - sight))


class RowList(RowsPane):
    """Pages or sections: title left, detail and how far one is right."""

    def __init__(self) -> None:
        super().__init__()
        self._columns = (0, 0)
        """Widest detail and widest mark."""

    @property
    def pitch(self) -> int:
        """Three lines a row where all of them fit like that, else two, else one."""
        count = 0 if self._list is None else len(self._list.rows)
        if count * 3 <= self.size.height:
            return 3
        return super().pitch

    @property
    def more_lines(self) -> int:
        """What the current row says of itself is read whole."""
        rows = () if self._list is None else self._list.rows
        if self._list is None or self.pitch == 1 or self._list.current >= len(rows):
            return 0
        row = rows[self._list.current]
        if not row.help or self.size.width < 60:
            return 0
        lines = len(wrap(plain(row.help), self._room(row)))
        return max(0, min(lines - 1, self.size.height - self.pitch))

    def _room(self, row: Row) -> int:
        return self.size.width - 6 - 2 * (max(1, min(row.level, 4)) - 1)

    def show(self, view: ListView | None) -> None:
        """Show these rows, in columns as wide as the first few hundred need."""
        if view is not None and view is not self._list:
            rows = view.rows[:MEASURED_ROWS]
            columns = (
                max((cell_len(plain(row.detail)) for row in rows), default=0),
                max((cell_len(_how_far(row)) for row in rows), default=0),
            )
            if columns != self._columns:
                self._columns = columns
                self.refresh()
        super().show(view)

    def paint(self, row: Row, index: int, line: int, *, is_current: bool) -> Pieces:
        """Columns on the first line; on the next one what did not fit there."""
        palette, width = self.palette, self.size.width
        line -= 1 if self.pitch == 3 else 0  # the text stands in the middle
        main = palette.row_current if is_current else palette.row
        soft = palette.row_detail_current if is_current else palette.row_detail
        mark = (BAR, palette.row_bar_current) if is_current else (" ", main)
        digit = f"{index + 1} " if index < 9 else "  "
        indent = "  " * (max(1, min(row.level, 4)) - 1)
        pieces: Pieces = [(" ", palette.text), mark, (" ", main)]
        pieces += [(digit if line == 0 else "  ", soft), (indent, main)]
        room = self._room(row)
        if width < 60:
            return pieces + self._narrow(row, line, room, main, soft)
        mark_width = min(self._columns[1], 26, width // 4)
        detail_width = min(self._columns[0], max(26, width // 3))
        if room - detail_width - mark_width < width // 2:  # the title comes first
            detail_width = min(detail_width, max(width // 5, room - mark_width - width // 2))
        title_width = room - sum(column + 2 for column in (detail_width, mark_width) if column)
        if row.help:
            if line == 1 and self._lines_for(index) < 2:
                return pieces
            lines = 1 + self.more_lines if is_current else 1
            shown = _wrapped_line(plain(row.help), room, line - 1, lines)
            if line == 0:
                return [*pieces, (fit(plain(row.title), room), main)]
            return [*pieces, (shown or "", soft)]
        text = _wrapped_line(plain(row.title), title_width, line, self._lines_for(index))
        if text is None:
            return pieces
        pieces.append((padded(text, title_width), main))
        if line == 0:
            for column, found in ((detail_width, row.detail), (mark_width, _how_far(row))):
                if column:
                    pieces.append(("  " + padded(fit(found, column), column), soft))
        return pieces

    def _lines_for(self, index: int) -> int:
        """Lines that a title may take: the last row may be in sight only in part."""
        in_sight = self.size.height - (index - self._first) * self.pitch
        return max(1, min(self.pitch, 2, in_sight))

    def _narrow(self, row: Row, line: int, width: int, main: Style, soft: Style) -> Pieces:
        """Title on the first line, all else on the second where there is one."""
        width = max(1, width)
        if self.pitch == 1:
            mark = fit(row.mark, width // 3)
            title_width = width - cell_len(mark) - 1
            return [(padded(fit(row.title, title_width), title_width + 1), main), (mark, soft)]
        if line == 0:
            return [(fit(row.title, width), main)]
        rest = " · ".join(
            part for part in (plain(row.detail), plain(row.mark), plain(row.help)) if part
        )
        return [(fit(rest, width), soft)] if line == 1 else []


class Outline(RowsPane):
    """Sections of the page beside the text, the one being read marked."""

    @property
    def pitch(self) -> int:
        """Two lines a row where all of them fit like that."""
        count = 0 if self._list is None else len(self._list.rows)
        return 2 if count * 2 <= self.size.height else 1

    def paint(self, row: Row, index: int, line: int, *, is_current: bool) -> Pieces:
        """Title, minutes at the right edge."""
        del index
        palette, width = self.palette, self.size.width
        main = palette.row_current if is_current else palette.row_detail
        mark = (BAR, palette.row_bar_current) if is_current else (" ", main)
        indent = " " * max(0, min(row.level - 1, 3))
        pieces: Pieces = [(" ", palette.text), mark, (" " + indent, main)]
        left = 3 + len(indent)
        detail = fit(row.detail, 8)
        title_width = max(1, width - left - cell_len(detail) - 3)
        text = _wrapped_line(plain(row.title), title_width, line, self.pitch)
        tail = detail if line == 0 else " " * cell_len(detail)
        soft = palette.row_detail_current if is_current else palette.row_detail
        pieces.append((padded(text or "", title_width + 1), main))
        pieces += [(tail, soft), (" ", main), (" ", palette.text)]
        return pieces


class Choices(RowsPane):
    """The few big things to choose from on the welcome screen, each in a box."""

    @property
    def pitch(self) -> int:
        """A box and a line of air as long as all of them fit."""
        count = 0 if self._list is None else len(self._list.rows)
        return next((lines for lines in (6, 4, 3) if count * lines <= self.size.height), 1)

    def paint(self, row: Row, index: int, line: int, *, is_current: bool) -> Pieces:
        """One line of the box round the title."""
        del index
        palette = self.palette
        ground = palette.button_main if is_current else palette.button
        edge = palette.button_main_edge if is_current else palette.button_edge
        title = ("▶  " if is_current else "   ") + plain(row.title)
        if row.detail:
            title += " · " + plain(row.detail)
        if self.pitch == 1:
            return [(padded(fit(" " + title, self.size.width), self.size.width), ground)]
        margin = " " if self.size.width >= 40 else ""
        inner = max(0, self.size.width - 2 * len(margin) - 2)
        height = self.pitch if self.pitch == 3 else self.pitch - 1
        if line >= height:
            return [(" " * self.size.width, palette.text)]
        pieces: Pieces = [(margin, palette.text)]
        start, fill, end = box_line(line, height, is_main=is_current)
        text = fit(" " + title, inner) if line == height // 2 else fill * inner
        pieces += [
            (start, edge),
            (padded(text, inner), ground if fill == " " else edge),
            (end, edge),
        ]
        pieces.append((margin, palette.text))
        return pieces


def _how_far(row: Row) -> str:
    mark = plain(row.mark)
    return f"{line_bar(row.fraction, 6)} {mark}" if row.fraction else mark


def _wrapped_line(text: str, width: int, line: int, lines: int) -> str | None:
    """Line number `line` of a text that may take `lines` of them, the last one cut; None below it."""
    spans = wrap(text, width)
    if not 0 <= line < min(lines, len(spans)):
        return None
    start, end = spans[line]
    return fit(text[start : spans[-1][1]] if line == lines - 1 else text[start:end], width)
