"""The text of the page, with the sentence and the word being heard. Main thread only.

Only what is in sight is laid out and only lines that changed are painted. The page moves as little as it can:

- While the voice goes on, the line being heard may wander down to the end of the upper third. From there
  on the page moves up with it, one line whenever the voice comes to a new line, so the eye can rest in one spot.
- A jump to something already in sight (in the upper two thirds) moves nothing; the line being heard then
  stays at the height where it was found.
- A jump to something out of sight puts it near the top, with its heading or a little of what stands before it.
- At the end of the page nothing moves any more: the last lines are all in sight.
"""

from __future__ import annotations

from rich.style import Style
from textual.events import Click, Resize
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from reader.documents.model import Document, Locator
from reader.ui.page_layout import MEASURE, Block, BlockId, PageLayout, Place
from reader.ui.pane import BAR, Pane, strip_of

Word = tuple[int, int]


class PageView(Pane):
    """A document, followed by the eye."""

    class Pressed(Message):
        """The text was clicked, wherever."""

    def __init__(self) -> None:
        super().__init__()
        self._document: Document | None = None
        self._locator = Locator()
        self._word: Word | None = None
        self._layout: PageLayout | None = None
        self._fitted = Size(0, 0)
        """Size that the lines were laid out for."""
        self._top: Place | None = None
        self._rows: list[tuple[Block, int]] = []
        self._heard: tuple[BlockId, int, int] | None = None
        """Block of the sentence being heard and its range of that block's text."""
        self._heard_rows: tuple[int, int] = (0, 0)
        """Rows of the view, half-open, that the sentence takes."""
        self._word_span: tuple[int, int] = (0, 0)
        """Range of its block's text that the word takes."""
        self._reading_row: int | None = None
        """Row of the view on which the voice is; None where that is not in sight."""

    @property
    def page_layout(self) -> PageLayout | None:
        """The lines now in use."""
        return self._layout

    @property
    def visible_rows(self) -> list[tuple[Block, int]]:
        """Block and row within it for each row in sight, from the top."""
        return self._rows

    @property
    def heard_rows(self) -> tuple[int, int]:
        """Rows of the view, half-open, on which the sentence being heard stands."""
        return self._heard_rows

    def follow(self, document: Document | None, locator: Locator, word: Word | None) -> None:
        """Show this place of this document; nothing is painted where nothing changed."""
        if document is not self._document:
            self._document, self._locator, self._word = document, locator, word
            self._lay_out()
            self.refresh()
        elif locator != self._locator or word != self._word:
            is_step = _is_step(self._locator, locator)
            self._locator, self._word = locator, word
            self._move(is_step=is_step)

    def on_resize(self, event: Resize) -> None:
        """Wrap again, unless painting has done so already."""
        del event
        if self._fit():
            self.refresh()

    def on_click(self, event: Click) -> None:
        """A click anywhere is one and the same thing."""
        event.stop()
        self.post_message(self.Pressed())

    # Geometry

    @property
    def _measure(self) -> int:
        width = self.size.width
        return max(2, min(MEASURE, width - (6 if width >= 60 else 3)))

    @property
    def _margin(self) -> int:
        """Columns before the text; the bar stands two before it."""
        width = self.size.width
        return 2 if width < 60 else max(2, (width - self._measure) // 2)

    @property
    def _lowest(self) -> int:
        """Row below which the line being heard does not wander while the voice goes on."""
        return self.size.height // 3

    # Following

    def _fit(self) -> bool:
        """Lay out for the size at hand; whether that was needed.

        Called before painting too: the first frame and every frame after a resize show the text as it stays.
        """
        size = self.size
        # A page that was taken up while a list stood over it, where there was no room, is laid out when it shows.
        waits = self._layout is None and self._document is not None and size.height > 0
        if size == self._fitted and not waits:
            return False
        same_measure = self._layout is not None and self._layout.width == self._measure
        self._fitted = size
        if self._layout is None or self._top is None or not same_measure:
            self._lay_out()
            return True
        # Only the height changed: the page stays where it is, as far as it can.
        self._top = self._at_end(self._layout, self._top, size.height)
        self._rows = self._layout.window(self._top, size.height)
        self._move(is_step=False)
        return True

    def _lay_out(self) -> None:
        self._layout = None
        self._top = None
        self._rows = []
        self._heard = None
        self._heard_rows = (0, 0)
        self._reading_row = None
        if self._document is not None and self._document.sections and self.size.height > 0:
            self._layout = PageLayout(self._document, self._measure)
            self._move(is_step=False)

    def _move(self, *, is_step: bool) -> None:
        """Follow the voice to its place, moving the page only when it must."""
        layout = self._layout
        if layout is None:
            return
        offset = self._word[0] if self._word is not None else self._locator.char
        place = layout.place_of(self._locator.section, self._locator.sentence, offset)
        if place is None:
            return
        height = self.size.height
        found = self._find(place)
        if found is None:
            top = self._at_end(layout, self._a_little_above(layout, place), height)
        else:
            assert self._top is not None
            lowest = self._lowest_now(is_step=is_step)
            top = self._top
            if found > lowest:
                top = self._at_end(layout, layout.moved(top, found - lowest), height)
        self._show(layout, top, place)

    def _a_little_above(self, layout: PageLayout, place: Place) -> Place:
        """Where the page should begin for a place that was out of sight: at its heading if that is near."""
        highest = layout.moved(place, -self._lowest)
        before = layout.window(highest, self._lowest)
        for block, row in reversed(before):
            if (block.id, row) <= (place.block, place.row) and block.role == "heading":
                return Place(block.id, block.gap)
        top = layout.moved(place, -min(2, self._lowest))
        return Place(top.block, max(top.row, layout.block(top.block).gap))

    def _lowest_now(self, *, is_step: bool) -> int:
        if not is_step:
            return max(self._lowest, self.size.height * 2 // 3)
        return max(self._lowest, self._reading_row or 0)

    def _at_end(self, layout: PageLayout, top: Place, height: int) -> Place:
        """`top`, or less far down where the page would end above the last row."""
        missing = height - len(layout.window(top, height))
        return layout.moved(top, -missing) if missing else top

    def _find(self, place: Place) -> int | None:
        """Row of the view on which a place stands."""
        for row, (block, index) in enumerate(self._rows):
            if block.id == place.block and index == place.row:
                return row
        return None

    def _show(self, layout: PageLayout, top: Place, place: Place) -> None:
        old_heard, old_rows = self._heard, self._heard_rows
        old_word, old_reading = self._word_span, self._reading_row
        moved = top != self._top or not self._rows
        if moved:
            self._top = top
            self._rows = layout.window(top, self.size.height)
        self._word_span = (
            layout.word_span(self._locator.section, self._locator.sentence, self._word)
            if self._word is not None
            else (0, 0)
        )
        self._reading_row = self._find(place)
        self._heard = (place.block, *layout.block(place.block).span(self._locator.sentence))
        self._heard_rows = self._rows_in_sight(self._heard)
        if moved:
            self.refresh()
        elif self._heard != old_heard:
            self.refresh_rows({*range(*old_rows), *range(*self._heard_rows)})
        elif self._word_span != old_word:
            self.refresh_rows(
                self._rows_of_word(old_word, old_reading)
                | self._rows_of_word(self._word_span, self._reading_row)
            )

    def _rows_in_sight(self, heard: tuple[BlockId, int, int]) -> tuple[int, int]:
        block_id, start, end = heard
        rows = [
            row
            for row, (block, index) in enumerate(self._rows)
            if block.id == block_id and _touches(block, index, start, end)
        ]
        return (rows[0], rows[-1] + 1) if rows else (0, 0)

    def _rows_of_word(self, span: tuple[int, int], reading_row: int | None) -> set[int]:
        """A word may go on over several lines."""
        if reading_row is None:
            return set()
        rows = {reading_row}
        for row in range(reading_row + 1, len(self._rows)):
            block, index = self._rows[row]
            if not _touches(block, index, *span):
                break
            rows.add(row)
        return rows

    # Painting

    def render_line(self, y: int) -> Strip:
        """One row: margin, bar, text."""
        self._fit()
        width, palette = self.size.width, self.palette
        if y >= len(self._rows):
            return Strip.blank(width, palette.text)
        block, row = self._rows[y]
        line = row - block.gap
        if line < 0:
            return Strip.blank(width, palette.text)
        is_heard = self._heard_rows[0] <= y < self._heard_rows[1]
        margin = self._margin
        pieces: list[tuple[str, Style]] = (
            [(" " * (margin - 2), palette.text), (BAR, palette.bar), (" ", palette.text)]
            if is_heard
            else [(" " * margin, palette.text)]
        )
        if block.prefix and line == 0:
            pieces.append((block.prefix, palette.text))
        else:
            pieces.append((" " * block.indent, palette.text))
        pieces.extend(self._text_pieces(block, *block.lines[line], is_heard=is_heard))
        return strip_of(pieces, width, palette.text)

    def _text_pieces(
        self, block: Block, start: int, end: int, *, is_heard: bool
    ) -> list[tuple[str, Style]]:
        palette = self.palette
        is_heading = block.role == "heading"
        around = palette.heading if is_heading else palette.text
        if not is_heard:
            return [(block.text[start:end], around)]
        heard = palette.sentence_heading if is_heading else palette.sentence
        sentence_start, sentence_end = block.span(self._locator.sentence)
        word_start, word_end = self._word_span
        cuts = [sentence_start, word_start, word_end, sentence_end]
        if word_start >= word_end:
            cuts = [sentence_start, sentence_end]
        edges = [start, *(min(max(start, cut), end) for cut in cuts), end]
        styles = (
            (around, heard, palette.word, heard, around)
            if len(cuts) == 4
            else (around, heard, around)
        )
        return [
            (block.text[edges[index] : edges[index + 1]], style)
            for index, style in enumerate(styles)
        ]


def _touches(block: Block, row: int, start: int, end: int) -> bool:
    """Whether a row of a block holds part of a range of its text."""
    line = row - block.gap
    if line < 0:
        return False
    line_start, line_end = block.lines[line]
    return (line_start < end and line_end > start) or (start == end == line_start)


def _is_step(before: Locator, after: Locator) -> bool:
    """Whether the voice simply went on: to a word of the same sentence, or to the next one."""
    if (before.section, before.sentence) == (after.section, after.sentence):
        return True
    return (after.section == before.section and after.sentence == before.sentence + 1) or (
        after.section == before.section + 1 and after.sentence <= 0
    )
