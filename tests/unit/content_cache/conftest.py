"""A library to test with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from kept_pages import Clock

from content_cache.library import Library


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def library(tmp_path: Path, clock: Clock) -> Iterator[Library]:
    with closing(Library(tmp_path / "library", now=clock)) as opened:
        yield opened
