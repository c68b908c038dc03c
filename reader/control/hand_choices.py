"""What a person chose about pressing: the filter, the one button, the scan. Changed, kept, told and taken back here.

Main thread. The values themselves live where they are used (`Hands`, `Menu`, `KeyChoices`); their names are those of
the settings. Must not know the screens.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, fields, replace
from typing import TYPE_CHECKING, Any

from reader.control.hands import Hands
from reader.control.keymap import KeyChoices, Meaning, is_left
from reader.control.menu import Menu
from reader.control.one_button import SCAN_RANGES, WAYS, ScanValues, Switch
from reader.control.setting_kinds import seconds
from reader.control.steady import RANGES, SteadyValues
from reader.control.undo import Undo
from reader.values import frozen

if TYPE_CHECKING:
    from reader.control.calibration import Calibration

QUIET_STEP_MS = 50
SCAN_STEP_MS = 250
_SPOKEN_WAYS = {
    "auto": "Choices pass by themselves, a press takes one",
    "step": "The left half moves, the right half chooses",
    "stop": "Choices pass by themselves, a press stops at one",
}
_SWITCHES: dict[str, Switch] = {
    "choose": "main",
    "next-row": "on",
    "previous-row": "back",
    "take-me-back": "out",
}
_ON = {True: "on", False: "off"}


@frozen
class PressingChoices:
    """Everything that can be chosen about pressing."""

    steady: SteadyValues = field(default_factory=SteadyValues)
    keys: KeyChoices = field(default_factory=KeyChoices)
    scan: ScanValues = field(default_factory=ScanValues)
    one_button: bool = False


class HandChoices:
    """The choices about pressing."""

    def __init__(
        self,
        chosen: PressingChoices,
        hands: Hands,
        menu: Menu,
        undo: Undo,
        *,
        tell: Callable[[str], None],
        keep: Callable[[Mapping[str, object]], None],
    ) -> None:
        self._hands = hands
        self._menu = menu
        self._undo = undo
        self._tell = tell
        self._keep = keep
        self._chosen = chosen
        self._apply()

    @property
    def chosen(self) -> PressingChoices:
        """What holds now."""
        return self._chosen

    @property
    def keys(self) -> KeyChoices:
        """What was chosen about keys."""
        return self._chosen.keys

    def switch_for(self, meaning: Meaning, key: str, character: str | None) -> Switch | None:
        """Which switch of the menu a key is, by what it means in a list; None: none, its job leaves the menu."""
        if self._chosen.scan.scan_way == "step" and is_left(key, character):
            return "on"
        return _SWITCHES.get(meaning.action)

    def change(self, chosen: PressingChoices, what: str, told: str) -> None:
        """Have other choices hold from now on, kept, told in a sentence, and to be taken back as one."""
        before = self._chosen
        self._undo.note(what, lambda: self.hold(before))
        self.hold(chosen)
        self._tell(told)

    def take_up(self, calibration: Calibration) -> None:
        """Have what ten presses told hold from now on."""
        scan = replace(self._chosen.scan, scan_ms=calibration.scan_ms, undo_ms=calibration.scan_ms)
        chosen = replace(
            self._chosen,
            steady=calibration.steady,
            scan=scan,
            one_button=self._chosen.one_button or calibration.has_one_key,
        )
        self.change(chosen, "the comfort set-up", calibration.sentence)

    # -- actions -----------------------------------------------------------------------------------

    def toggle_one_button(self) -> None:
        """The main button opens the menu, or holds the reading."""
        is_on = not self._chosen.one_button
        told = (
            "One button: a press offers what can be done"
            if is_on
            else "One press holds the reading"
        )
        self.change(replace(self._chosen, one_button=is_on), "one button", f"{told}.")

    def wider_quiet(self) -> None:
        """Wait longer before another press counts."""
        self._change_quiet(QUIET_STEP_MS)

    def narrower_quiet(self) -> None:
        """Wait less before another press counts."""
        self._change_quiet(-QUIET_STEP_MS)

    def slower_scan(self) -> None:
        """Offer each choice longer."""
        self._change_scan(SCAN_STEP_MS)

    def quicker_scan(self) -> None:
        """Offer each choice for a shorter time."""
        self._change_scan(-SCAN_STEP_MS)

    def next_scan_way(self) -> None:
        """By itself, with two switches, or press to stop."""
        way = WAYS[(WAYS.index(self._chosen.scan.scan_way) + 1) % len(WAYS)]
        scan = replace(self._chosen.scan, scan_way=way)
        self.change(
            replace(self._chosen, scan=scan), "the way of choosing", f"{_SPOKEN_WAYS[way]}."
        )

    def toggle_every_key(self) -> None:
        """No key has a job, or some have."""
        is_on = not self.keys.every_key_is_the_button
        self._change_keys("Every key is the button", is_on, every_key_is_the_button=is_on)

    def toggle_letter_keys(self) -> None:
        """Letters, digits and signs may have jobs, or not."""
        is_on = not self.keys.letter_keys
        self._change_keys("Letter and digit keys", is_on, letter_keys=is_on)

    def toggle_left_half(self) -> None:
        """The left half of the keyboard goes back, or is the button."""
        is_on = not self.keys.left_half_goes_back
        self._change_keys("Left half goes back", is_on, left_half_goes_back=is_on)

    def _change_quiet(self, step_ms: int) -> None:
        least, most = RANGES["quiet_ms"]
        quiet_ms = max(least, min(most, self._chosen.steady.quiet_ms + step_ms))
        steady = replace(
            self._chosen.steady,
            quiet_ms=quiet_ms,
            burst_ms=max(SteadyValues().burst_ms, quiet_ms) if quiet_ms else 0,
        )
        told = f"A second press counts after {seconds(quiet_ms)}."
        self.change(replace(self._chosen, steady=steady), "the pause between presses", told)

    def _change_scan(self, step_ms: int) -> None:
        least, most = SCAN_RANGES["scan_ms"]
        scan_ms = max(least, min(most, self._chosen.scan.scan_ms + step_ms))
        scan = replace(self._chosen.scan, scan_ms=scan_ms)
        told = f"Each choice is offered for {seconds(scan_ms)}."
        self.change(replace(self._chosen, scan=scan), "the scan time", told)

    def _change_keys(self, name: str, is_on: bool, **changed: Any) -> None:
        keys = replace(self.keys, **changed)
        self.change(replace(self._chosen, keys=keys), name.lower(), f"{name}: {_ON[is_on]}.")

    def hold(self, chosen: PressingChoices) -> None:
        """Have other choices hold from now on, and kept, without a word."""
        before, self._chosen = named(self._chosen), chosen
        self._apply()
        after = named(chosen)
        changed = {name: value for name, value in after.items() if value != before[name]}
        if changed:
            self._keep(changed)

    def _apply(self) -> None:
        self._hands.values = self._chosen.steady
        self._menu.values = self._chosen.scan
        self._menu.is_one_button = self._chosen.one_button
        self._menu.offers_lists = self._chosen.keys.every_key_is_the_button


def named(chosen: PressingChoices) -> dict[str, Any]:
    """The choices by the names of the settings; what is no setting is left out."""
    values: dict[str, Any] = {"one_button": chosen.one_button}
    for part in (chosen.steady, chosen.keys, chosen.scan):
        values.update({each.name: getattr(part, each.name) for each in fields(part)})
    for inner in ("hold_wait_ms", "doubt_share"):
        del values[inner]
    return values
