"""What a first start shows on a terminal, and where there is none."""

from __future__ import annotations

import io

from reader.launch.progress import Progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True

    def lines(self) -> list[str]:
        """What stands on it: what was written over is gone."""
        shown = []
        for line in self.getvalue().split("\n"):
            cells = ""
            for piece in line.split("\r"):
                cells = piece + cells[len(piece) :]
            shown.append(cells.rstrip())
        return shown


def test_plain_lines_where_there_is_no_terminal() -> None:
    stream = io.StringIO()
    progress = Progress(stream)
    progress.part(1, 2, "lxml")
    progress.part(2, 2, "textual")
    progress.say("Done.")
    assert stream.getvalue().splitlines() == ["  1 of 2: lxml", "  2 of 2: textual", "Done."]


def test_one_moving_line_on_a_terminal() -> None:
    terminal = Terminal()
    progress = Progress(terminal)
    progress.part(1, 2, "a-long-package-name")
    progress.part(2, 2, "lxml")
    progress.say("Done.")
    assert terminal.lines() == [f"  [{'#' * 24}] 2 of 2: lxml", "Done.", ""]


def test_closing_ends_the_line_once() -> None:
    terminal = Terminal()
    progress = Progress(terminal)
    progress.part(1, 2, "lxml")
    progress.close()
    progress.close()
    assert terminal.getvalue().count("\n") == 1


def test_more_parts_than_were_counted_do_not_break_the_bar() -> None:
    terminal = Terminal()
    Progress(terminal).part(3, 2, "one-too-many")
    assert terminal.lines() == [f"  [{'#' * 24}] 3 of 2: one-too-many"]
