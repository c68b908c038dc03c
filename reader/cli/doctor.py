"""`doctor`: what works on this machine, and how to mend the rest. Main thread; changes nothing but a test file.

Every check is one line. Those that reading cannot do without decide the exit status.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from content_cache.errors import CacheError
from reader.cli.machine import has_sound
from reader.cli.terminal import Terminal
from reader.errors import ReaderError

if TYPE_CHECKING:
    from reader.cli.parts import Parts
    from reader.control.places import Places
    from reader.control.shelf import Shelf
    from reader.speech.engine import Engine
    from reader.speech.player import Player

LEAST_FREE_BYTES = 100_000_000
"""Room for some hundred pages with leaflets, and for the library's own growing (judgement)."""
LEAST_COLUMNS, LEAST_ROWS = 80, 24
NETWORK_WITHIN_S = 10.0
TRIED_ADDRESS = "https://www.dystonia.org.uk/"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found."""

    words: str
    """What was found; for trouble, also what to do."""
    is_trouble: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the answer."""

    name: str
    look: Callable[[], Finding]
    """May raise `CacheError` or `ReaderError`, which is trouble."""
    is_needed: bool = False
    """Whether reading aloud cannot work while this is in trouble."""

    def finding(self) -> Finding:
        """What it finds, whether good or bad."""
        try:
            return self.look()
        except (CacheError, ReaderError) as error:
            return Finding(str(error), is_trouble=True)


def examine(parts: Parts, terminal: Terminal, *, with_network: bool) -> int:
    """Look at everything and say what was found; 0 where reading aloud can work, else 1."""
    checks = [
        Check("Python", _python),
        Check("Terminal", lambda: _size(terminal)),
        Check("Letters", lambda: _letters(terminal)),
        Check("Colours", lambda: _colours(os.environ)),
        Check("Folder", lambda: _folder(parts.places), is_needed=True),
        Check("Room", lambda: _room(parts.places)),
        Check("Settings", lambda: _settings(parts)),
        Check("Pages", lambda: _pages(parts.shelf), is_needed=True),
        Check("Voice", lambda: _voice(parts.engine), is_needed=True),
        Check("Chosen", lambda: _chosen_voices(parts)),
        Check("Sound", lambda: _sound(parts.player), is_needed=True),
        Check("Switches", _switches),
        Check("Running", lambda: _running(parts.places)),
    ]
    if with_network:
        checks.append(Check("Network", _network))
    can_read = True
    for check in checks:
        finding = check.finding()
        mark = "trouble" if finding.is_trouble else "ok"
        _tell(f"{mark:<8} {check.name:<9} ", terminal.as_typed(finding.words), terminal)
        can_read = can_read and not (finding.is_trouble and check.is_needed)
    terminal.line("Reading aloud can work." if can_read else "Reading aloud cannot work yet.")
    return 0 if can_read else 1


def _tell(head: str, words: str, terminal: Terminal) -> None:
    """One line; where a person watches, as many as fit it, the further ones under the words."""
    if terminal.width is None:
        terminal.line(head + words)
        return
    from textwrap import wrap  # noqa: PLC0415 - only where a person watches

    width = max(terminal.width, 2 * len(head))
    for line in wrap(head + words, width, subsequent_indent=" " * len(head)):
        terminal.line(line)


def _python() -> Finding:
    return Finding(f"{platform.python_version()} on {platform.system()}")


def _size(terminal: Terminal) -> Finding:
    size = terminal.size
    if size is None:
        return Finding("not looked at, because this answer does not go to one")
    width, height = size
    words = f"{width} columns by {height} rows"
    if width >= LEAST_COLUMNS and height >= LEAST_ROWS:
        return Finding(words)
    return Finding(
        f"{words} is small. Make the window larger, or the letters smaller: "
        f"{LEAST_COLUMNS} by {LEAST_ROWS} is comfortable.",
        is_trouble=True,
    )


def _letters(terminal: Terminal) -> Finding:
    if "utf" in terminal.encoding.lower():
        return Finding(terminal.encoding)
    return Finding(
        f"only those of {terminal.encoding} can be shown. Set the terminal to UTF-8.",
        is_trouble=True,
    )


def _colours(environ: Mapping[str, str]) -> Finding:
    term = environ.get("TERM", "")
    if term == "dumb" or (not term and sys.platform != "win32"):
        return Finding(
            "this terminal says that it can only print lines, so the screen cannot be drawn in it. "
            "Use another, or set TERM, for example to xterm-256color.",
            is_trouble=True,
        )
    if environ.get("NO_COLOR"):
        return Finding("none, as NO_COLOR asks")
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return Finding("16 million")
    return Finding("256" if "256" in term else "16")


def _folder(places: Places) -> Finding:
    probe = places.home / f".{os.urandom(4).hex()}"
    try:
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        return Finding(
            f"Nothing can be written in {places.home}: {(error.strerror or '').lower()}. "
            "Set READER_HOME to a folder that you may write in.",
            is_trouble=True,
        )
    return Finding(str(places.home))


def _room(places: Places) -> Finding:
    from shutil import disk_usage  # noqa: PLC0415 - only this command needs it

    try:
        free = disk_usage(places.home).free
    except OSError as error:
        return Finding(f"not known: {(error.strerror or '').lower()}")
    if free < LEAST_FREE_BYTES:
        return Finding(
            f"{free // 1_000_000} MB free is little. Make room, or new pages cannot be saved.",
            is_trouble=True,
        )
    return Finding(f"{free / 1e9:.1f} GB free")


def _settings(parts: Parts) -> Finding:
    read = parts.settings_read
    troubles = read.troubles + parts.pronunciations_read.troubles
    if troubles:
        return Finding(" ".join(troubles), is_trouble=True)
    return Finding(f"{read.settings.rate_wpm} words a minute")


def _pages(shelf: Shelf) -> Finding:
    return Finding(f"{len(shelf.pages())} saved")


def _voice(engine: Engine) -> Finding:
    from reader.speech.utterance import Utterance  # noqa: PLC0415 - only this command needs it

    clip = engine.synthesize(Utterance("Reading aloud works."))
    if not clip.pcm:
        return Finding("The voice says nothing. Install the reader again.", is_trouble=True)
    marked = "words" if clip.words else "sentences"
    return Finding(f"{engine.name}, {len(engine.voices())} voices; {marked} are marked")


def _chosen_voices(parts: Parts) -> Finding:
    settings = parts.settings_read.settings
    chosen = [voice_id for voice_id in (settings.voice, *settings.voices.values()) if voice_id]
    if not chosen:
        return Finding("the voice of each page's language")
    found = {voice.id for engine in (parts.natural, parts.engine) for voice in engine.voices()}
    gone = [voice_id for voice_id in chosen if voice_id not in found]
    if not gone:
        return Finding(", ".join(dict.fromkeys(chosen)))
    return Finding(
        f"The settings ask for the voice {gone[0]}, which is not on this machine. "
        "Choose one that “reader voices” names.",
        is_trouble=True,
    )


def _sound(player: Player) -> Finding:
    if has_sound(player):
        return Finding("a device is there and takes sound")
    trouble = player.trouble or (
        "The sound device does not answer. Plug it in again, or restart the machine."
    )
    return Finding(f"{trouble}{_sound_hint(os.environ)}", is_trouble=True)


def _sound_hint(environ: Mapping[str, str]) -> str:
    if environ.get("PULSE_SERVER"):
        return f" PULSE_SERVER names the sound server {environ['PULSE_SERVER']}: is it running?"
    if environ.get("SSH_CONNECTION"):
        return " This is another machine, reached through ssh: the sound would come out there."
    return ""


def _switches() -> Finding:
    from reader.control.midi_pedals import has_midi, port_names  # noqa: PLC0415 - as below

    names: tuple[str, ...] = ()
    if sys.platform.startswith("linux"):
        from reader.control.switch_devices import look  # noqa: PLC0415 - only this command needs it

        found = look()
        if found.forbidden:
            return Finding(
                f"{found.forbidden[0]} is plugged in, but you may not read it. Add yourself to the group "
                "that owns /dev/input, mostly with: sudo usermod -aG input $USER. Then log in again.",
                is_trouble=True,
            )
        names = found.readable
    ports = port_names() if has_midi() else ()
    if ports is None:
        hint = 'for MIDI pedals: pip install "hands-off-reader[midi]"'
        return Finding(f"{', '.join(names) or 'no gamepad or switch box'}; {hint}")
    return Finding(", ".join((*names, *ports)) or "no gamepad, switch box or MIDI pedal")


def _running(places: Places) -> Finding:
    import json  # noqa: PLC0415 - only this command needs it

    from reader.control.remote_client import ask  # noqa: PLC0415 - as above
    from reader.errors import RemoteError  # noqa: PLC0415 - as above

    try:
        facts = json.loads(ask(places.run, "sound"))
    except RemoteError:
        return Finding("no reader just now")
    return Finding(
        f"a reader, and “reader do” steers it; "
        f"{steadiness(facts.get('asked_ms', 0.0), facts.get('starved', 0))}"
    )


def steadiness(asked_ms: float, late: int) -> str:
    """How often the sound was not there in time, in plain words."""
    from reader.control.rows import counted  # noqa: PLC0415 - only where a reader runs

    within = counted(max(round(asked_ms / 60_000), 1), "minute")
    how_often = f"late {counted(late, 'time')}" if late else "never late"
    return f"its sound was {how_often} in {within}"


def _network() -> Finding:
    from content_cache.fetching import FetchLimits, FetchRequest, fetch  # noqa: PLC0415 - as above
    from content_cache.library import utc_now  # noqa: PLC0415 - as above

    limits = FetchLimits(total_s=NETWORK_WITHIN_S, tries=1)
    fetch(FetchRequest(TRIED_ADDRESS), now=utc_now, limits=limits)
    return Finding(f"{TRIED_ADDRESS} can be fetched")
