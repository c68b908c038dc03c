"""The command line: `run` does one command and says how it went by its exit status.

Main thread only. A command builds only the parts it needs, so `list` never loads a voice, and the way to the
screen loads next to nothing of this package. Must not know Textual, SQL or a sound device.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from reader.cli.arguments import Command, Mistake, parse
from reader.cli.terminal import OutputClosed, OutputLost, Terminal

if TYPE_CHECKING:
    from reader.cli.parts import Parts
    from reader.control.settings import Settings

__all__ = ["Command", "Mistake", "parse", "run"]

DONE, COULD_NOT, WRONG_USAGE = 0, 1, 2
"""Exit status."""

_AnyParts = TypeVar("_AnyParts", bound="Parts")


def run(
    argv: Sequence[str],
    parts: _AnyParts,
    open_screen: Callable[[_AnyParts, tuple[str, ...]], int],
) -> int:
    """Do what the arguments ask; returns the exit status.

    What a person can act on is said in one plain sentence on stderr. A bug propagates.
    """
    terminal = Terminal(sys.stdout, sys.stderr, os.environ.get("READER_TYPED", ""))
    try:
        status = _status(argv, parts, open_screen, terminal)
        terminal.finish()
    except OutputLost as error:
        terminal.forget_output()
        if not isinstance(error, OutputClosed):
            terminal.trouble(str(error))
        return COULD_NOT
    return status


def _status(
    argv: Sequence[str],
    parts: _AnyParts,
    open_screen: Callable[[_AnyParts, tuple[str, ...]], int],
    terminal: Terminal,
) -> int:
    try:
        return _run(parse(argv), parts, open_screen, terminal)
    except Mistake as mistake:
        terminal.trouble(str(mistake))
        return WRONG_USAGE
    except KeyboardInterrupt:
        return COULD_NOT
    except Exception as error:
        sentence = _sentence_of(error)
        if sentence is None:
            raise
        hint = _hint(error, argv)
        terminal.trouble(f"{sentence.rstrip('.')}. {hint}" if hint else sentence)
        return COULD_NOT


def _run(
    command: Command,
    parts: _AnyParts,
    open_screen: Callable[[_AnyParts, tuple[str, ...]], int],
    terminal: Terminal,
) -> int:
    if command.name == "open" and not command.has("--plain"):
        return open_screen(parts, command.words)
    try:
        if command.name == "open":
            from reader.cli.plain import open_plain

            return open_plain(parts, command.words, terminal)
        return _do(command, parts, terminal)
    finally:
        parts.close()


def _do(command: Command, parts: Parts, terminal: Terminal) -> int:
    """Each command loads only what it needs."""
    # ruff: noqa: PLC0415
    as_json = command.has("--json")
    match command.name:
        case "help":
            from reader.cli.help_text import about

            terminal.lines(about(*command.words))
            return DONE
        case "version":
            from reader.cli.help_text import version

            terminal.line(version())
            return DONE
        case "do":
            from reader.cli.steering import do

            return do(command.words, parts.places.run, terminal)
        case "status":
            from reader.cli.steering import status

            return status(parts.places.run, terminal, as_json=as_json)
        case "say":
            return _say(command, parts, terminal)
        case "spoken":
            from reader.cli.spoken import spoken

            return spoken(command.options.get("--language", ""), terminal)
        case "backup" | "restore-backup":
            from reader.cli import moving

            move = moving.backup if command.name == "backup" else moving.restore_backup
            return move(command.words[0], parts.library, parts.places.home, terminal)
        case "voices":
            from reader.cli.voices import voices

            return voices(command.words, parts, terminal, as_json=as_json)
        case "doctor":
            from reader.cli.doctor import examine

            return examine(parts, terminal, with_network=command.has("--network"))
        case _:
            return _keep(command, parts, terminal)


def _keep(command: Command, parts: Parts, terminal: Terminal) -> int:
    from reader.cli import keeping

    as_json = command.has("--json")
    if command.name in ("save", "update"):
        return _save(command, parts, terminal)
    if command.name == "list":
        return keeping.list_pages(parts.shelf, terminal, as_json=as_json)
    if command.name in ("find", "remove", "restore"):
        from reader.cli import finding

        if command.name == "find":
            return finding.find(command.words, parts.shelf, terminal, as_json=as_json)
        change = finding.remove if command.name == "remove" else finding.restore
        return change(command.words[0], parts.shelf, terminal)
    rate_wpm = _settings(parts, terminal).rate_wpm
    from reader.cli import showing
    from reader.control.naming import named

    target = named(parts.shelf, command.words[0])
    return showing.show(target, parts.shelf, terminal, as_json=as_json, rate_wpm=rate_wpm)


def _save(command: Command, parts: Parts, terminal: Terminal) -> int:
    from reader.cli import saving

    if command.name == "update":
        return saving.update(command.words, parts.shelf, terminal)
    limits = saving.follow_limits(command.options.get("--follow", ""))
    return saving.save(
        command.words, parts.shelf, terminal, limits, from_archive=command.has("--archived")
    )


def _say(command: Command, parts: Parts, terminal: Terminal) -> int:
    from pathlib import Path

    from reader.cli import saying
    from reader.control.naming import named
    from reader.speech.clip_store import ClipStore

    settings = _settings(parts, terminal)
    path = command.options.get("--to")
    saying.check_name(path)
    document = parts.shelf.open(named(parts.shelf, command.words[0])).document
    document = saying.one_section(document, command.options.get("--section", ""))
    own = parts.pronunciations_read
    for trouble in own.troubles:
        terminal.trouble(trouble)
    manner = saying.Manner(settings, parts.pauses, parts.reading_options, own.pronunciations)
    voices = saying.Voices((parts.natural, parts.engine), ClipStore(parts.places.clips))
    with saying.ending_tidily():
        if path is not None:
            return saying.into_file(document, voices, Path(path), manner, terminal)
        return saying.aloud(document, voices, parts.player, manner, terminal)


def _settings(parts: Parts, terminal: Terminal) -> Settings:
    """The person's choices; what in the file could not be used is said."""
    for trouble in parts.settings_read.troubles:
        terminal.trouble(trouble)
    return parts.settings_read.settings


def _sentence_of(error: Exception) -> str | None:
    """What a person is told about an error, or None where it is a bug."""
    from content_cache.errors import CacheError
    from reader.errors import ReaderError

    return str(error) if isinstance(error, (CacheError, ReaderError)) else None


def _hint(error: Exception, argv: Sequence[str]) -> str:
    """What was perhaps meant: a command with a slip in its name, or all files of a folder; empty where neither."""
    from content_cache.errors import FileProblem, NotAnAddress
    from reader.errors import NoSuchPage, TerminalMissing

    if isinstance(error, FileProblem) and error.path.is_dir():
        return f"To keep all that can be read in it: reader save {_quoted(str(error.path))}"
    if not isinstance(error, (NotAnAddress, NoSuchPage, TerminalMissing)) or not argv:
        return ""
    from difflib import get_close_matches

    from reader.cli.arguments import COMMANDS

    near = get_close_matches(argv[0], [usage.name for usage in COMMANDS], n=1, cutoff=0.7)
    return f"Or was it: reader {near[0]}" if near and near[0] != argv[0] else ""


def _quoted(word: str) -> str:
    """A word as a shell takes it for one."""
    return f'"{word}"' if " " in word else word
