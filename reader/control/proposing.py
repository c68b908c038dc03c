"""Proposes a wider pause between presses, aloud, where the log shows many that came twice; one press accepts.

Main thread; time comes with the tick. At most once a day, while the reading goes on, and never while a hand is busy.
Nothing is changed by itself. Also keeps the log, and the menu's order, from day to day.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from reader.control import press_log
from reader.control.background import Background, Outcome
from reader.control.hand_choices import HandChoices
from reader.control.menu import Menu
from reader.control.press_log import Cluster, PressLog
from reader.control.steady import RANGES, SteadyValues
from reader.speech.narrator import Narrator

LOOKED_AT: Final = 40
"""Of the last presses that were meant."""
ENOUGH: Final = 20
MANY: Final = 0.25
"""Share of them that came twice beyond the pause, before anything is proposed (judgement)."""
DOUBLE_SHARE: Final = 1.75
"""A same key up to so many pauses later may be the same press again; later, it is more often meant (judgement)."""
LEAST_CHANGE_MS: Final = 50
MOST_MS: Final = 1000
"""Nothing longer is proposed: it would make the reader seem deaf. (judgement)"""
ANSWER_MS: Final = 4000
SAVE_EVERY_S: Final = 30.0


class Proposing:
    """What is proposed, if anything is."""

    def __init__(
        self,
        log: PressLog,
        choices: HandChoices,
        menu: Menu,
        narrator: Narrator,
        background: Background,
        *,
        today: Callable[[], str],
    ) -> None:
        self._log = log
        self._choices = choices
        self._menu = menu
        self._narrator = narrator
        self._background = background
        self._today = today
        self._is_begun = False
        self._proposed: SteadyValues | None = None
        self._save_at_s = 0.0
        menu.note_use = log.note_uses

    @property
    def is_open(self) -> bool:
        """Whether a press now means yes."""
        return self._proposed is not None

    def accept(self) -> None:
        """Have what was proposed hold; it can be taken back."""
        steady, self._proposed = self._proposed, None
        if steady is None:
            return
        chosen = replace(self._choices.chosen, steady=steady)
        line = f"A second press counts after {_seconds(steady.quiet_ms)}."
        self._choices.change(chosen, "the pause between presses", line)
        self._narrator.announce(line, then_play=True)

    def tick(self, now_s: float) -> None:
        """Let the time pass. `now_s`: monotonic seconds."""
        self._begin(now_s)
        if self._proposed is not None and not self._narrator.is_announcing:
            self._proposed = None
        is_over = self._log.settle(now_s)
        today = self._today() if is_over else ""
        if is_over and not self._menu.is_open:
            self._menu.learn(self._log.begin_day(today))
        if is_over and self._narrator.is_listening and not self._narrator.is_announcing:
            self._consider(today)
        if self._log.is_changed and now_s >= self._save_at_s:
            self._save_at_s = now_s + SAVE_EVERY_S
            self.save()

    def save(self) -> None:
        """Keep the log, after what else is being kept."""
        if self._log.path is not None and self._log.is_changed:
            self._background.later(partial(press_log.write, self._log.path, self._log.as_json()))

    def _begin(self, now_s: float) -> None:
        if self._is_begun:
            return
        self._is_begun = True
        self._save_at_s = now_s + SAVE_EVERY_S
        path = self._log.path
        if path is None:
            return

        def done(outcome: Outcome[object]) -> None:
            outcome.check()
            if isinstance(outcome.value, dict):
                self._log.take_up(outcome.value)
            if not self._menu.is_open:
                self._menu.learn(self._log.begin_day(self._today()))

        self._background.run(lambda _job: press_log.read(path), done)

    def _consider(self, today: str) -> None:
        if self._log.proposed_on == today or self._menu.is_open:
            return
        steady = proposed(self._log.clusters, self._choices.chosen.steady)
        if steady is None:
            return
        self._log.proposed_on = today
        self._log.is_changed = True
        self._proposed = steady
        self._narrator.announce(
            f"Many double presses. Widen the pause to {_seconds(steady.quiet_ms)}? Press for yes.",
            then_play=True,
            wait_ms=ANSWER_MS,
        )


def proposed(clusters: tuple[Cluster, ...], values: SteadyValues) -> SteadyValues | None:
    """A wider pause where many of the last presses came twice beyond the one that holds; None: there is no need."""
    lately = clusters[-LOOKED_AT:]
    within_ms = values.quiet_ms * DOUBLE_SHARE
    doubled = sum(
        1
        for cluster in lately
        if any(gap.is_same and values.quiet_ms <= gap.ms <= within_ms for gap in cluster)
    )
    if len(lately) < ENOUGH or doubled < MANY * len(lately):
        return None
    from reader.control.calibration import calibrated  # noqa: PLC0415 - keeps start-up fast

    tries = tuple(press_log.tries_of(lately, within_ms))
    quiet_ms = -(-calibrated(tries, values).steady.quiet_ms // 50) * 50
    quiet_ms = min(quiet_ms, MOST_MS, RANGES["quiet_ms"][1])
    if quiet_ms < values.quiet_ms + LEAST_CHANGE_MS:
        return None
    return replace(
        values,
        quiet_ms=quiet_ms,
        burst_ms=max(values.burst_ms, quiet_ms),
        careful_ms=max(values.careful_ms, quiet_ms),
    )


def _seconds(ms: int) -> str:
    return (
        "half a second" if ms == 500 else "one second" if ms == 1000 else f"{ms / 1000:g} seconds"
    )
