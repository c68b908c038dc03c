"""`do` and `status`: a running reader asked from outside. Main thread; quick to load."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reader.cli.arguments import Mistake
from reader.cli.terminal import Terminal
from reader.control.remote_client import ask
from reader.errors import RemoteError


def do(names: Sequence[str], run_folder: Path, terminal: Terminal) -> int:
    """Have the running reader do some actions, one after the other; all of them or none. What it says is shown.

    Raises `Mistake` for a name that is no action, `RemoteError` where no reader runs.
    """
    try:
        said = ask(run_folder, f"do {' '.join(names)}").partition(": ")[2]
    except RemoteError:
        _check(names)
        raise
    if said:
        terminal.line(said)
    return 0


def status(run_folder: Path, terminal: Terminal, *, as_json: bool) -> int:
    """Say what the running reader is doing.

    Raises `RemoteError` where no reader runs.
    """
    answer = ask(run_folder, "status")
    import json  # noqa: PLC0415 - `do` is quicker without it

    now = json.loads(answer)
    if as_json:
        terminal.json(now)
        return 0
    title = now["title"] or "no page"
    offered = now["menu"]
    state = "choosing" if offered is not None else str(now["state"])
    terminal.line(f"{state.capitalize()}: {title}")
    if offered is not None and offered["items"]:
        number, count = offered["current"] + 1, len(offered["items"])
        terminal.line(f"Offered: {offered['items'][number - 1]}, {number} of {count}")
    if now["document"] is not None:
        terminal.line(f"Section {now['section'] + 1}, {now['rate_wpm']} words a minute")
    if now["text"]:
        terminal.line(now["text"])
    if now["error"]:
        terminal.line(now["error"])
    return 0


def _check(names: Sequence[str]) -> None:
    """The running reader knows the names itself; what was meant by a wrong one is said here, reader or not."""
    from reader.control.actions import ACTIONS  # noqa: PLC0415 - a pedal's command is quicker without it

    known = [action.name for action in ACTIONS]
    name = next((name for name in names if name not in known), None)
    if name is None:
        return
    from difflib import get_close_matches  # noqa: PLC0415 - only where a name is wrong

    near = get_close_matches(name, known, n=3, cutoff=0.6)
    if not near:
        parts = {part for action in known for part in action.split("-")}
        found = get_close_matches(name, parts, n=1, cutoff=0.75)
        near = [action for action in known if {*found} & {*action.split("-")}][:3]
    hint = f"Perhaps {_either(near)}?" if near else "All of them: reader do --help"
    raise Mistake(f"There is no action called “{name}”. {hint}")


def _either(names: Sequence[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last
