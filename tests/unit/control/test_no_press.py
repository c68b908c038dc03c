"""Nothing is pressed, and everything saved is heard."""

from __future__ import annotations

from pathlib import Path

from tests.support.unattended import hear_collection


def test_a_whole_collection_is_heard_with_no_press(tmp_path: Path) -> None:
    heard = hear_collection(tmp_path, 4)
    assert sorted(heard.titles) == ["Page 1", "Page 2", "Page 3", "Page 4"]
    assert heard.presses == 0
    assert heard.is_over
    assert set(heard.lines_at_end) == {"Presses on this page: 0"}
