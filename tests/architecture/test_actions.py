"""Every action can be found, understood and done by every way there is."""

from __future__ import annotations

import importlib
import inspect
import re
from collections import Counter
from functools import cached_property
from pathlib import Path
from typing import get_type_hints

import pytest

from reader.control.actions import ACTIONS, Action
from reader.control.keymap import keys_page
from reader.control.session import Session

ROOT = Path(__file__).resolve().parents[2]

each_action = pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)


def part_of(owner: type, name: str) -> type:
    """The class of a part: an annotated attribute, or a property that is made when it is first asked for."""
    found = inspect.getattr_static(owner, name, None)
    if not isinstance(found, cached_property):
        return get_type_hints(owner)[name]
    module = importlib.import_module(_module_of(found))
    return getattr(module, found.func.__annotations__["return"])


def _module_of(found: cached_property[object]) -> str:
    """Where a lazily made part's class stands: the one import in its making."""
    source = inspect.getsource(found.func)
    return re.search(r"from (\S+) import", source)[1]  # type: ignore[index]


def repeated(names: list[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


def test_names_and_labels_are_given_once() -> None:
    assert repeated([action.name for action in ACTIONS]) == []
    assert repeated([action.label for action in ACTIONS]) == []


@pytest.mark.parametrize("screen", ["reading", "lists"])
def test_a_key_has_one_job_on_a_screen(screen: str) -> None:
    keys = [
        key for action in ACTIONS if action.where in {screen, "anywhere"} for key in action.keys
    ]
    assert repeated(keys) == []


@each_action
def test_it_explains_itself(action: Action) -> None:
    assert action.name == action.name.lower().replace(" ", "-")
    assert action.label.strip()
    assert action.help.endswith(".")
    assert " " in action.help.strip()


@each_action
def test_the_session_does_it_without_being_told_more(action: Action) -> None:
    *parts, name = action.method.split(".")
    owner: type = Session
    for part in parts:
        owner = part_of(owner, part)
    method = getattr(owner, name)
    needed = [
        parameter.name for parameter in inspect.signature(method).parameters.values()
        if parameter.default is inspect.Parameter.empty and parameter.kind is not inspect.Parameter.VAR_POSITIONAL
    ]  # fmt: skip
    assert needed == ["self"]


@each_action
def test_it_has_a_line_in_the_docs(action: Action) -> None:
    lines = (ROOT / "docs" / "keys.md").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if f"`{action.name}`" in line and action.help in line]


def test_the_docs_are_what_the_registry_says() -> None:
    written = (ROOT / "docs" / "keys.md").read_text(encoding="utf-8")
    assert written == keys_page(), "write keys_page() of reader/control/keymap.py into docs/keys.md"
