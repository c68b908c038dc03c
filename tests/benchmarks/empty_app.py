"""What start-up is compared with: a Textual app that shows one line of text and nothing else."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static

from tests.benchmarks.texts import MARKER


class EmptyApp(App[None]):
    """One line of text."""

    def compose(self) -> ComposeResult:
        yield Static(f"{MARKER} music")


if __name__ == "__main__":
    EmptyApp().run()
