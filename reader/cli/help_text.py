"""What `--help` and `--version` print. Pure."""

from __future__ import annotations

from textwrap import wrap

from reader import __version__
from reader.cli.arguments import BY_NAME, COMMANDS, PLAIN, Usage

_WIDTH = 80


def version() -> str:
    """Name and version."""
    return f"Hands-Off Reader {__version__}"


def about(topic: str = "") -> str:
    """The help for one command, or for all where there is no topic; lines of at most 80 columns."""
    return _about_one(BY_NAME[topic]) if topic else _about_all()


def _about_all() -> str:
    lines = [
        "Hands-Off Reader reads information pages aloud. Nearly any key pauses it.",
        "",
        "  reader                     go on where you stopped",
        "  reader TARGET...           keep what is new, and read it",
        f"  reader {PLAIN.name:<20}{PLAIN.help}",
        "",
        "TARGET is an address, or a file: html, pdf, epub, docx, odt, txt or md.",
        "A saved page is also meant by its number in “reader list” or part of its title.",
    ]
    for group in dict.fromkeys(usage.group for usage in COMMANDS):
        lines += ["", f"{group}:"]
        for usage in COMMANDS:
            if usage.group == group:
                lines.append(f"  {f'reader {usage.name} {usage.words}':<26} {usage.summary}")
    lines += [
        "",
        "More about one of them: reader COMMAND --help",
        "A file that is named like a command: reader ./list",
        "Everything is kept in one folder, and READER_HOME moves it.",
    ]
    return "\n".join(lines)


def _about_one(usage: Usage) -> str:
    head = ["reader", usage.name, usage.words]
    head += [f"[{f'{option.name} {option.value}'.rstrip()}]" for option in usage.options]
    lines = [
        " ".join(word for word in head if word),
        "",
        f"{usage.summary[0].upper()}{usage.summary[1:]}.",
    ]
    if usage.details:
        lines += wrap(usage.details, _WIDTH)
    if usage.options:
        lines.append("")
    lines += [f"  {f'{option.name} {option.value}':<20} {option.help}" for option in usage.options]
    if usage.name == "do":
        lines += ["", "ACTION is one of these, or several in a row:", *_actions()]
    return "\n".join(lines)


def _actions() -> list[str]:
    from reader.control.actions import ACTIONS  # noqa: PLC0415 - only this help needs it

    lines: list[str] = []
    for action in ACTIONS:
        head = f"  {action.name:<20} "
        lines += wrap(
            head + action.help, _WIDTH, subsequent_indent=" " * len(head), break_on_hyphens=False
        )
    return lines
