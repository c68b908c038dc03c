"""Every setting has its row, its words and its steps."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from reader.control.actions import ACTIONS
from reader.control.setting_kinds import OneOf, Share, Whole, YesNo
from reader.control.setting_list import SETTINGS, Setting
from reader.control.setting_rows import settings_page
from reader.control.settings import Settings


def test_every_field_of_the_settings_is_in_the_registry() -> None:
    assert {setting.name for setting in SETTINGS} == {field.name for field in fields(Settings)}
    assert len({setting.label for setting in SETTINGS}) == len(SETTINGS)


def test_the_page_of_the_docs_is_the_registry() -> None:
    page = Path(__file__).parents[3] / "docs" / "settings.md"
    assert page.read_text(encoding="utf-8") == settings_page(), "write `settings_page()` into it"


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_a_setting_says_itself_and_can_be_changed_with_no_typing(setting: Setting) -> None:
    usual = getattr(Settings(), setting.name)
    kind = setting.kind
    assert kind.accepts(usual)
    assert kind.said(usual)
    assert setting.help.endswith(".")
    assert setting.help.count(". ") == 0, "one sentence"
    if setting.opens:
        assert setting.opens in {action.name for action in ACTIONS} | {"file", "voices"}
        return
    assert kind.values or any(kind.stepped(usual, step) != usual for step in (1, -1))


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
@pytest.mark.parametrize("direction", [1, -1])
def test_steps_end_at_a_bound_and_stay_values_that_are_allowed(
    setting: Setting, direction: int
) -> None:
    value: Any = getattr(Settings(), setting.name)
    for _ in range(1000):
        stepped = setting.kind.stepped(value, direction)
        assert setting.kind.accepts(stepped)
        if stepped == value:
            return
        value = stepped
    pytest.fail("no end of steps")


@pytest.mark.parametrize(
    ("value", "up", "down"), [(165, 180, 150), (170, 180, 165), (80, 90, 80), (600, 600, 585)]
)
def test_a_step_goes_to_the_next_whole_one(value: int, up: int, down: int) -> None:
    kind = Whole(80, 600, 15)
    assert (kind.stepped(value, 1), kind.stepped(value, -1)) == (up, down)


def test_times_are_said_in_seconds() -> None:
    kind = Whole(0, 9000, 250, is_time_ms=True, said_as={0: "none"})
    assert [kind.said(value) for value in (0, 50, 250, 1000, 1500)] == [
        "none",
        "50 milliseconds",
        "0.25 seconds",
        "1 second",
        "1.5 seconds",
    ]


def test_only_what_is_of_the_kind_is_accepted() -> None:
    assert [YesNo().accepts(value) for value in (True, 1, "true")] == [True, False, False]
    assert [Share().accepts(value) for value in (0, 0.5, 1, 1.1, True)] == [
        True,
        True,
        True,
        False,
        False,
    ]
    words = OneOf({"a": "one", "b": "two", "c": "three"})
    assert words.words == '"a", "b" or "c"'
    assert [words.accepts(value) for value in ("a", "d", ["a"])] == [True, False, False]
    assert [Whole(0, 9, 1).accepts(value) for value in (3, True, 3.0)] == [True, False, False]
