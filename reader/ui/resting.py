"""Joins the pointer with what can be pressed: choosing by resting, and clicks of a hand that slips. Main thread only.

It knows where the controls are, not what they do: it hands back what a pane would have told of a click.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from textual.geometry import Region
from textual.widget import Widget

from reader.control.dwell import Dwell, SteadyPointer, Target
from reader.control.settings import Settings
from reader.ui.button_row import ButtonRow
from reader.ui.rows import RowsPane

STEPS = 8
"""Steps in which a control fills, so that nothing slides."""


class Control(NamedTuple):
    """A button or a row."""

    pane: ButtonRow | RowsPane
    mark: str | int
    """The button's action, or the row's index."""


class Resting:
    """The pointer over the controls."""

    def __init__(self) -> None:
        self.pointer = SteadyPointer()
        self._dwell = Dwell(self.pointer)
        self._filling: Control | None = None
        self._pressed: Control | None = None
        self.is_pressed = False
        """Whether a press that began on a control is under way."""

    def tick(
        self, now_s: float, settings: Settings, places: Mapping[Widget, Region]
    ) -> Control | None:
        """Let the time pass; the control that was rested on long enough, if there is one."""
        if not settings.dwell:
            if self._filling is not None:
                self._dwell.reset()
                self._fill(None, 0)
            return None
        self._dwell.wait_ms = settings.dwell_ms
        taken = self._dwell.tick(now_s, tuple(_targets(places)))
        resting = self._dwell.target
        steps = int(self._dwell.fraction(now_s) * STEPS)
        self._fill(_control_of(resting), steps)
        return _control_of(taken)

    def press(self, now_s: float, places: Mapping[Widget, Region]) -> bool:
        """The button of a slipping mouse went down; tells whether that is for a control, meant or slipped to."""
        self._pressed = self._control_at(now_s, places)
        spot = self.pointer.spot
        slipped_to = any(each.holds(*spot) for each in _targets(places))
        self.is_pressed = self._pressed is not None or slipped_to
        return self.is_pressed

    def release(self, now_s: float, places: Mapping[Widget, Region]) -> Control | None:
        """It was let go: the control that was meant, unless the pointer was moved off it to call it off."""
        pressed, self._pressed, self.is_pressed = self._pressed, None, False
        return pressed if pressed == self._control_at(now_s, places) else None

    def _control_at(self, now_s: float, places: Mapping[Widget, Region]) -> Control | None:
        place = self.pointer.at(now_s)
        if place is None:
            return None
        return _control_of(next((each for each in _targets(places) if each.holds(*place)), None))

    def _fill(self, control: Control | None, steps: int) -> None:
        if self._filling is not None and self._filling != control:
            self._filling.pane.fill(None, 0)
        self._filling = control
        if control is not None:
            control.pane.fill(control.mark, steps)


def _control_of(target: Target | None) -> Control | None:
    return target.name if target is not None and isinstance(target.name, Control) else None


def _targets(places: Mapping[Widget, Region]) -> Iterator[Target]:
    """Every button and every row in sight."""
    for pane, region in places.items():
        if isinstance(pane, ButtonRow):
            for button, left, right in pane.placed:
                name = Control(pane, button.action)
                x, y = region.x, region.y
                yield Target(name, x + left, y, x + right, region.bottom)
        elif isinstance(pane, RowsPane):
            for index, top, bottom in pane.rows_shown:
                y = region.y
                yield Target(Control(pane, index), region.x, y + top, region.right, y + bottom)
