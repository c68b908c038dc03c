"""The Textual app: follows a `Session` and passes on what a person does. Main thread only.

It holds no state of its own but what was drawn last. After every tick, key and click the session's
plain values are compared with that, and only the parts that changed are painted again.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.driver import Driver
from textual.events import Event, Key, MouseDown, MouseEvent, MouseUp, Resize
from textual.geometry import Region, Size
from textual.layout import Layout
from textual.screen import Screen
from textual.widget import Widget

from reader.control.keymap import CLICK_LEFT, CLICK_RIGHT
from reader.control.view import ListView
from reader.ui.arrangement import PlannedLayout, plan
from reader.ui.bars import (
    Status,
    StatusLine,
    TitleBar,
    stacked_lines,
    status_lines,
    status_of,
)
from reader.ui.button_row import ButtonRow, buttons_for
from reader.ui.menu_box import MenuBox
from reader.ui.page_view import PageView
from reader.ui.palette import Palette, palette_named
from reader.ui.pane import Pane
from reader.ui.resting import Control, Resting
from reader.ui.rows import Choices, Outline, RowList, RowsPane

if TYPE_CHECKING:
    from reader.control.session import Session

TICKS_PER_SECOND = 60
"""While the voice speaks or is about to; half as often otherwise."""

LIVELY = ("playing", "preparing")
"""States in which a press would pause."""


NOT_PRESSES = frozenset(
    f"{side}_{name}"
    for side in ("left", "right")
    for name in ("shift", "control", "alt", "super", "hyper", "meta")
) | {
    "iso_level3_shift",
    "iso_level5_shift",
    "caps_lock",
    "num_lock",
    "scroll_lock",
    "lower_volume",
    "raise_volume",
    "mute_volume",
}
"""Keys that only change others, or the loudness: some terminals report them, and typing + must not pause first."""


class ReaderScreen(Screen[None]):
    """The one screen; its parts come and go by the plan."""

    def __init__(self, planned: Callable[[Size], dict[Widget, Region]]) -> None:
        super().__init__()
        self.planned = PlannedLayout(planned)
        self.title_bar = TitleBar()
        self.page_view = PageView()
        self.outline = Outline()
        self.row_list = RowList()
        self.choices = Choices()
        self.notice = StatusLine()
        self.menu_box = MenuBox()
        self.button_row = ButtonRow()
        self.status_line = StatusLine()
        self.styles.overflow_y = (
            "hidden"  # all fits by plan; a scroll bar would only flash up at start
        )

    @property
    def layout(self) -> Layout:
        """Arranged by our own plan, not by style sheets."""
        return self.planned

    @property
    def panes(self) -> tuple[Pane, ...]:
        """All parts."""
        return (
            self.title_bar,
            self.page_view,
            self.outline,
            self.row_list,
            self.choices,
            self.notice,
            self.menu_box,
            self.button_row,
            self.status_line,
        )

    def compose(self) -> ComposeResult:
        """All parts, though only some have a place at a time."""
        yield from self.panes


class ReaderApp(App[None]):
    """The reader on the screen: `ReaderApp(session).run()`."""

    TITLE = "Hands-Off Reader"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, session: Session) -> None:
        has_colours = "NO_COLOR" not in os.environ
        super().__init__(ansi_color=None if has_colours else True)
        self.session = session
        self.animation_level = "none"
        self._has_colours = has_colours
        self._palette: Palette | None = None
        self._is_odd_tick = False
        self._released: MouseUp | None = None
        """The end of the last click: clicks act on release."""
        self._reader_screen = ReaderScreen(self._places)
        self._resting = Resting()

    def get_driver_class(self) -> type[Driver]:
        """Our own reading of the keyboard where Textual would use its own for Unix."""
        found = super().get_driver_class()
        if found.__name__ != "LinuxDriver":
            return found
        from reader.ui.prompt_driver import PromptDriver  # noqa: PLC0415 - does not load on Windows

        return PromptDriver

    def get_default_screen(self) -> Screen[None]:
        """The one screen."""
        return self._reader_screen

    def on_mount(self) -> None:
        """Draw what there is, then keep following."""
        self.follow()
        self.session.wake_with(self._wake)
        self.set_interval(1 / TICKS_PER_SECOND, self._tick, name="session")

    async def on_event(self, event: Event) -> None:
        """Take keys before anything else can: no binding, no focus, nothing stands before the session."""
        if isinstance(event, Key) and not event.is_forwarded:
            event.stop()
            if event.key.rpartition("+")[2] not in NOT_PRESSES:
                self.session.press(event.key, event.character, _arrived_at_s(event))
                self.follow()
            return
        if isinstance(event, MouseUp):
            self._released = event
        if isinstance(event, MouseEvent) and self._is_steadied(event):
            return
        await super().on_event(event)

    def _is_steadied(self, event: MouseEvent) -> bool:
        """Note where the pointer is; tells whether its press counts for where it was on average, and for no other."""
        at_s, places = _arrived_at_s(event), self._reader_screen.planned.places
        self._resting.pointer.move(event.screen_x, event.screen_y, at_s)
        if not self.session.tuning.now.steady_pointer:
            return False
        if isinstance(event, MouseDown):
            return self._resting.press(at_s, places)
        if not isinstance(event, MouseUp) or not self._resting.is_pressed:
            return False
        control = self._resting.release(at_s, places)
        if control is not None:
            self._click(partial(self._use, control))
        return True

    def _use(self, control: Control) -> None:
        """Do what a button or row means."""
        if isinstance(control.mark, str):
            self.session.perform(control.mark)
        elif control.pane is self._reader_screen.outline:
            self.session.go_to_section(control.mark)
        else:
            self.session.choose_row(control.mark)

    def on_resize(self, event: Resize) -> None:
        """Share out the screen anew."""
        del event
        self.follow()

    def on_page_view_pressed(self) -> None:
        """The text is one big button, or two halves."""
        x = self._released.screen_x if self._released is not None else 0
        self.session.press(
            CLICK_LEFT if x < self.size.width // 2 else CLICK_RIGHT, None, self._released_at_s
        )
        self.follow()

    def on_menu_box_pressed(self) -> None:
        """The menu is the button, as the text is."""
        self.on_page_view_pressed()

    def on_button_row_pressed(self, event: ButtonRow.Pressed) -> None:
        """Do what the button says."""
        self._click(partial(self._use, Control(self._reader_screen.button_row, event.action)))

    def on_rows_pane_pressed(self, event: RowsPane.Pressed) -> None:
        """Take the row."""
        self._click(partial(self._use, Control(event.pane, event.index)))

    def on_rows_pane_wheeled(self, event: RowsPane.Wheeled) -> None:
        """Move in the list; over the outline the wheel does nothing, so that no sentence is lost by it."""
        if event.pane is not self._reader_screen.outline:
            self._perform("next-row" if event.step > 0 else "previous-row")

    def follow(self) -> None:
        """Compare the session with what is drawn and paint what changed."""
        session, screen = self.session, self._reader_screen
        if session.is_leaving:
            self.exit()
            return
        self._use_theme(session.theme)
        is_playing = session.state in LIVELY
        is_choosing = session.panel is not None
        view = session.list_view
        if session.screen == "reading":
            is_held = session.state == "paused" and not is_choosing
            side = session.progress_line + (" · paused" if is_held else "")
            screen.title_bar.show(session.title, side)
            screen.page_view.follow(session.document, session.locator, session.word)
            screen.outline.show(session.outline)
        elif session.screen == "welcome":
            screen.choices.show(view)
            screen.title_bar.show(*_titles(view), is_stacked=True)
        else:
            screen.row_list.show(view)
            screen.title_bar.show(*_titles(view))
        screen.menu_box.show(session.panel)
        screen.button_row.show(buttons_for(session.screen, is_playing=is_playing))
        status = status_of(session.message, session.saving, session.hint_line)
        places = self._places(self.size)
        if places != screen.planned.places:
            screen.title_bar.refresh(layout=True)
        has_notice = screen.notice in places
        screen.notice.show(status if has_notice else Status(""))
        below = status_of(None, session.saving, session.hint_line) if has_notice else status
        screen.status_line.show(below._replace(side=session.hands.line))

    def _wake(self) -> None:
        """Something is ready below: tick now, not at the next interval. Any thread."""
        self.call_later(self._tick_now)

    def _tick(self) -> None:
        self._is_odd_tick = not self._is_odd_tick
        if not self._is_odd_tick or self.session.state in LIVELY or self.session.panel is not None:
            self._tick_now()

    def _tick_now(self) -> None:
        now = time.monotonic()
        self.session.tick(now)
        settings, places = self.session.tuning.now, self._reader_screen.planned.places
        rested_on = self._resting.tick(now, settings, places)
        if rested_on is not None:
            self._use(rested_on)
        self.follow()

    def _click(self, act: Callable[[], object]) -> None:
        """Do what was clicked, if that was meant."""
        self.session.hands.press(CLICK_RIGHT, self._released_at_s, act)
        self.follow()

    @property
    def _released_at_s(self) -> float:
        return time.monotonic() if self._released is None else _arrived_at_s(self._released)

    def _perform(self, action: str) -> None:
        self.session.perform(action)
        self.follow()

    def _use_theme(self, theme: str) -> None:
        palette = palette_named(theme, has_colours=self._has_colours)
        if palette is self._palette:
            return
        self._palette = palette
        self.ansi_color = palette.ground == "ansi_default"
        self._reader_screen.styles.background = palette.ground
        for pane in self._reader_screen.panes:
            pane.use_palette(palette)

    def _places(self, size: Size) -> dict[Widget, Region]:
        """Where each part belongs at a size of the screen."""
        session, screen = self.session, self._reader_screen
        is_reading = session.screen == "reading"
        is_welcome = session.screen == "welcome"
        title_lines = 1
        if is_welcome:
            title_lines = 1 + len(stacked_lines(*_titles(session.list_view), size.width))
        status = status_of(session.message, session.saving, session.hint_line)
        lines = status_lines(status, size.width)
        made = plan(
            size.width,
            size.height,
            has_outline=is_reading and session.outline is not None,
            has_buttons=not is_welcome or session.document is not None,
            has_menu=session.panel is not None,
            title_lines=title_lines,
            notice_lines=min(lines, 4) if lines > 1 else 0,
        )
        body = screen.page_view if is_reading else screen.choices if is_welcome else screen.row_list
        wanted: tuple[tuple[Pane, Region | None], ...] = (
            (screen.title_bar, made.title),
            (body, made.body),
            (screen.outline, made.outline),
            (screen.notice, made.notice),
            (screen.menu_box, made.menu),
            (screen.button_row, made.buttons),
            (screen.status_line, made.status),
        )
        return {pane: region for pane, region in wanted if region is not None}


def _arrived_at_s(event: Event) -> float:
    """When the terminal handed the event over, monotonic seconds; Textual stamps by another clock on Windows."""
    if os.name != "nt":
        return event.time
    return time.monotonic() - (time.perf_counter() - event.time)


def _titles(view: ListView | None) -> tuple[str, str]:
    return ("", "") if view is None else (view.title, view.summary)
