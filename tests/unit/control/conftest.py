"""A desk to test with; where a test needs another one, its file says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A reader in which nothing is open yet."""
    desk = Desk(tmp_path)
    yield desk
    desk.close()
