"""What the words of a command line mean. Pure, and quick to load: it stands on the way to the screen, hence tuples.

Every command is one entry in `COMMANDS`, from which parsing and `help_text` both read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple


class Mistake(Exception):
    """The command line makes no sense; `str(mistake)` says why and what to type instead."""


class Option(NamedTuple):
    """A word that begins with two hyphens."""

    name: str
    """With its hyphens."""
    help: str
    value: str = ""
    """What its value is called; empty: it has none."""


class Usage(NamedTuple):
    """How a command is used."""

    name: str
    group: str
    """Heading of the help under which it stands."""
    summary: str
    """What it does, in a line."""
    words: str = ""
    """What follows it, as the help shows it."""
    least: int = 0
    """How many words must follow."""
    most: int | None = 0
    """How many may; None: any number."""
    options: tuple[Option, ...] = ()
    details: str = ""
    """More for `reader COMMAND --help`."""


class Command(NamedTuple):
    """A command line that makes sense."""

    name: str
    """A name in `COMMANDS`, or "open" (the screen), "help", "version"."""
    words: tuple[str, ...] = ()
    """Targets, action names, or the command that help is asked for."""
    options: Mapping[str, str] = MappingProxyType({})
    """Names with their hyphens, values as typed; empty where the option has none."""

    def has(self, option: str) -> bool:
        """Whether an option was given."""
        return option in self.options


PLAIN = Option("--plain", "line by line, for a screen reader or a Braille line")
_JSON = Option("--json", "as JSON, for scripts")

COMMANDS: tuple[Usage, ...] = (
    Usage(
        "save",
        "Keeping pages",
        "keep pages for offline use",
        "TARGET...",
        least=1,
        most=None,
        options=(
            Option("--follow", "also the pages it links to, this far (1 to 3)", "NUMBER"),
            Option("--archived", "the Internet Archive's latest copy of it"),
        ),
        details="A page is kept with its leaflets, a folder with all that can be read in it. Linked "
        "pages are kept of the same site only, at most 200, and what a stop leaves out comes "
        "with the next time. One that cannot be kept is named, and the others go on.",
    ),
    Usage(
        "update",
        "Keeping pages",
        "look for newer versions of what is saved",
        "[TARGET...]",
        most=None,
        details="Of everything, or only of the pages that are named: reader update 5",
    ),
    Usage("list", "Keeping pages", "what is saved", options=(_JSON,)),
    Usage(
        "show",
        "Keeping pages",
        "the text as it will be read, section by section",
        "TARGET",
        least=1,
        most=1,
        options=(_JSON,),
        details="A page that is not saved yet is saved first.",
    ),
    Usage(
        "find",
        "Keeping pages",
        "search everything saved, best sections first",
        "WORDS...",
        least=1,
        most=None,
        options=(_JSON,),
    ),
    Usage("remove", "Keeping pages", "a page into the bin", "TARGET", least=1, most=1),
    Usage("restore", "Keeping pages", "a page back from the bin", "TARGET", least=1, most=1),
    Usage(
        "say",
        "Listening without the screen",
        "read aloud; Ctrl+C stops",
        "TARGET",
        least=1,
        most=1,
        options=(
            Option("--section", "only this section, by its number in “reader show”", "NUMBER"),
            Option("--to", "into a sound file, faster than it is spoken", "FILE.wav"),
        ),
        details="A page that is not saved yet is saved first.",
    ),
    Usage(
        "do",
        "Steering the running reader",
        "do a thing in it, such as: reader do pause",
        "ACTION...",
        least=1,
        most=None,
    ),
    Usage("status", "Steering the running reader", "what it is doing", options=(_JSON,)),
    Usage(
        "spoken",
        "Listening without the screen",
        "what the voice is given for each line on stdin",
        options=(
            Option("--language", "the lines' language, such as en-US; en-GB if not given", "TAG"),
        ),
        details="Type a line, or send in a file: reader spoken < FILE.txt",
    ),
    Usage(
        "backup",
        "Moving house",
        "everything kept, into one file",
        "FILE",
        least=1,
        most=1,
        details="Pages with their versions, places, bookmarks, the queue and your settings.\n"
        "An older backup of that name is replaced once the new one is whole.",
    ),
    Usage(
        "restore-backup",
        "Moving house",
        "a backup, merged into what is kept",
        "FILE",
        least=1,
        most=1,
        details="It is checked whole before anything is changed, and what is newer here stays.",
    ),
    Usage(
        "voices",
        "This machine",
        "the voices found, and more of them",
        "[add NAME]",
        most=2,
        options=(_JSON,),
        details="“reader voices available en” names natural voices that can be added, “reader voices "
        "add alan” adds one: its size and licence are shown, and a stop is gone on from. A voice on "
        "this machine is added by its file: reader voices add FILE.onnx. To be rid of one: reader voices "
        "remove alan",
    ),
    Usage(
        "doctor",
        "This machine",
        "what works here, and how to mend the rest",
        options=(Option("--network", "also try whether a page can be fetched"),),
    ),
)
"""In the order in which the help lists them."""

BY_NAME = {usage.name: usage for usage in COMMANDS}

_OPTIONS_NOT_YET = {"--into": "save into a named list"}


def parse(argv: Sequence[str]) -> Command:
    """The command that the words after `reader` ask for.

    Raises `Mistake`.
    """
    first = argv[0] if argv else ""
    if first in ("-h", "--help", "help"):
        return _help_about(argv[1:])
    if first in ("-V", "--version"):
        return Command("version")
    usage = BY_NAME.get(first)
    if usage is None:
        opening = Usage("", "", "", "TARGET...", most=None, options=(PLAIN,))
        return _follow(opening, argv, "open")
    return _follow(usage, argv[1:], usage.name)


def _follow(usage: Usage, rest: Sequence[str], name: str) -> Command:
    words: list[str] = []
    options: dict[str, str] = {}
    known = {option.name: option for option in usage.options}
    more = iter(rest)
    for word in more:
        if word == "--":
            words.extend(more)
        elif word in ("-h", "--help"):
            return Command("help", (usage.name,) if usage.name else ())
        elif word.startswith("-") and word != "-":
            typed, has_value, value = word.partition("=")
            option = known.get(typed)
            if option is None or (has_value and not option.value):
                raise Mistake(_no_such_option(word, usage))
            if option.value and not has_value:
                value = next(more, "")
            if option.value and not value:
                raise Mistake(f"After {typed} comes {option.value}. See: {_help_command(usage)}")
            options[typed] = value
        else:
            words.append(word)
    _check_words(usage, words)
    return Command(name, tuple(words), MappingProxyType(options))


def _check_words(usage: Usage, words: Sequence[str]) -> None:
    if any(not word for word in words):
        raise Mistake(f"One of the words is empty. See: {_help_command(usage)}")
    if len(words) < usage.least:
        raise Mistake(f"{_missing(usage)}: reader {usage.name} {usage.words}")
    if usage.most is not None and len(words) > usage.most:
        extra = words[usage.most]
        raise Mistake(f"“{extra}” is one word too many. See: {_help_command(usage)}")


def _missing(usage: Usage) -> str:
    first = usage.words.split()[0].rstrip(".")
    noun = {"ACTION": "an action", "FILE": "the name of a file", "WORDS": "a word to look for"}
    return f"After “reader {usage.name}” comes {noun.get(first, 'a page')}"


def _help_about(words: Sequence[str]) -> Command:
    topics = tuple(word for word in words if not word.startswith("-"))[:1]
    for topic in topics:
        if topic not in BY_NAME:
            raise Mistake(f"There is no command “{topic}”. See: reader --help")
    return Command("help", topics)


def _cannot_yet(what: str) -> str:
    return f"This version cannot {what} yet. See: reader --help"


def _no_such_option(word: str, usage: Usage) -> str:
    name = word.partition("=")[0]
    if name in _OPTIONS_NOT_YET:
        return _cannot_yet(_OPTIONS_NOT_YET[name])
    return f"There is no option “{word}” here. See: {_help_command(usage)}"


def _help_command(usage: Usage) -> str:
    return f"reader {usage.name} --help".replace("  ", " ")
