"""`spoken`: written lines on stdin, and for each the line that the voice will be given. Main thread.

What says it is what the narrator uses, so that a word that sounds wrong can be looked into.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from reader.cli.arguments import Mistake
from reader.cli.terminal import Terminal
from reader.speech.pieces import OWN_LANGUAGE
from reader.speech.spoken_form import speak


def spoken(language: str, terminal: Terminal) -> int:
    """Answer each line as it comes.

    Raises `Mistake` for a language that is no tag.
    """
    tag = language or OWN_LANGUAGE
    if not all(part.isascii() and part.isalnum() for part in tag.replace("_", "-").split("-")):
        raise Mistake(f"“{tag}” is not a language. Write it like en-GB or de.")
    for line in _lines(sys.stdin.buffer):
        terminal.line(speak(line, tag).text)
    return 0


def _lines(written: Iterable[bytes]) -> Iterator[str]:
    for line in written:
        yield line.decode("utf-8", "replace").removesuffix("\n").removesuffix("\r")
