"""A reader with a page saved, on the private server, ready to be measured."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.pulse import PulseServer
from tests.support.running_reader import RunningReader, run_reader


@contextmanager
def saved(text: str, name: str) -> Iterator[tuple[Path, Path]]:
    """A home with one document saved in it; gives the home and the document's file."""
    with tempfile.TemporaryDirectory(prefix="reader-") as folder:
        home, document = Path(folder) / "home", Path(folder) / name
        document.write_text(text, encoding="utf-8")
        done = run_reader(home, "save", document, timeout_s=120)
        if done.returncode != 0:
            raise RuntimeError(f"the document could not be saved: {done.stderr}")
        yield home, document


@contextmanager
def reading(server: PulseServer, text: str, name: str = "page.txt") -> Iterator[RunningReader]:
    """A reader that has begun to read a document aloud."""
    with (
        saved(text, name) as (home, document),
        RunningReader(home, document, environ=sound_of(server)) as reader,
    ):
        reader.wait_for_state("playing")
        reader.pace_s = 1.15  # a clean press, which no repeat of a held key could be
        yield reader


def sound_of(server: PulseServer) -> dict[str, str]:
    """What leads a reader to the private server and nowhere else."""
    return {
        name: server.environment[name]
        for name in ("PULSE_SERVER", "XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "PULSE_STATE_PATH")
    }
