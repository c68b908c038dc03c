"""Whatever is pressed, clicked or resized: no crash, one press back to the reading, and all of it taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.fumbling import fumbling

pytestmark = [pytest.mark.asyncio, pytest.mark.slow]


@pytest.mark.parametrize("one_button", [False, True], ids=["keys", "one button"])
async def test_random_hands_break_nothing_and_lose_nothing(
    tmp_path: Path, one_button: bool
) -> None:
    async with fumbling(tmp_path, 7, one_button=one_button) as fumbler:
        for _ in range(12):
            await fumbler.round(25)
