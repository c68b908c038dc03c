"""Writes the README's picture of the reading screen: `python -m tests.support.picture docs/reading.svg`."""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path

from reader.documents.model import Locator
from reader.ui.reader_app import ReaderApp
from tests.support.fake_session import FakeSession


async def picture(session: FakeSession, size: tuple[int, int]) -> str:
    """The screen as the program itself exports it."""
    app = ReaderApp(session)  # type: ignore[arg-type]
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        return _standing_alone(app.export_screenshot())


def _standing_alone(svg: str) -> str:
    """The same picture without fonts from elsewhere, and with spaces that every viewer keeps."""
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code, monospace", "DejaVu Sans Mono, Menlo, Consolas, monospace")
    return svg.replace("&#160;", " ").replace("<text ", '<text xml:space="preserve" ')


def main() -> None:
    """Write it to the file named on the command line."""
    session = FakeSession()
    session.locator = Locator(0, 1)
    session.word = session.words()[5]
    session.progress_line = "section 1 of 5, about 2 minutes left"
    Path(sys.argv[1]).write_text(asyncio.run(picture(session, (80, 24))), encoding="utf-8")


if __name__ == "__main__":
    main()
