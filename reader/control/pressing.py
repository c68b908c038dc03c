"""What a press means just now: a job of its key, a choice of the spoken menu, a yes, a number.

Main thread. Every press goes through the steady filter (`Hands`), but for the way out. What is done at last is done
by an action's name.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from reader.control import menu_items
from reader.control.hand_choices import HandChoices
from reader.control.hands import Hands
from reader.control.keymap import LEAVING_KEYS, Meaning, meaning_of, place_of
from reader.control.lists import Lists
from reader.control.menu import Menu
from reader.control.proposing import Proposing


class Pressing:
    """The way from a key to what is done."""

    def __init__(
        self,
        hands: Hands,
        menu: Menu,
        choices: HandChoices,
        proposing: Proposing,
        lists: Lists,
        *,
        perform: Callable[[str], None],
        choose_number: Callable[[int], None],
    ) -> None:
        self._hands = hands
        self._menu = menu
        self._choices = choices
        self._proposing = proposing
        self._lists = lists
        self._perform = perform
        self._choose_number = choose_number
        self.is_launching = False
        """Whether the line at launch, or the wait after it, is going on."""

    def press(self, key: str, character: str | None, at_s: float | None) -> None:
        """See `Session.press`."""
        if key in LEAVING_KEYS:
            self._perform("quit")
            return
        at_s = time.monotonic() if at_s is None else at_s
        meaning = self._meaning_of(key, character)
        self._hands.press(
            key,
            at_s,
            partial(self._act_on, key, character, at_s),
            is_main=meaning.is_main,
            is_careful=self._menu.is_careful_at(at_s, is_main=meaning.is_main),
        )

    def _meaning_of(self, key: str, character: str | None) -> Meaning:
        place = "lists" if self._menu.is_open else place_of(self._lists.screen)
        return meaning_of(key, place, self._choices.keys, character)

    def _act_on(self, key: str, character: str | None, at_s: float) -> None:
        """Do what a press that was meant means here."""
        meaning = self._meaning_of(key, character)
        if self._menu.is_open:
            switch = self._choices.switch_for(meaning, key, character)
            if switch is not None:
                self._menu.press(switch, at_s)
                return
            self._menu.leave()
        if meaning.number is not None:
            self._choose_number(meaning.number)
        elif meaning.is_main and self._proposing.is_open:
            self._proposing.accept()
        elif meaning.is_main and self.means_menu:
            self._menu.open()
        elif meaning.action == "quit":
            self._menu.open(menu_items.LEAVING)
        else:
            self._perform(meaning.action)

    @property
    def means_menu(self) -> bool:
        """Whether the main button offers what can be done: with one button, and in the first seconds of a launch."""
        if self._lists.screen == "welcome":
            return False  # its rows are offered already
        return self._menu.is_one_button or (self.is_launching and self._lists.screen == "reading")
