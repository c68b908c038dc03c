"""What the person chose, kept in one file that may also be edited by hand.

Any thread. Reading never changes the file and never fails: each value that makes no sense is named in a
sentence, and the usual one is used. Writing changes only the lines that are new, keeps comments, and is
done in one step, so a file is never left half-written.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from reader.control.keymap import KeyChoices
from reader.control.one_button import SCAN_RANGES, ScanValues, Way
from reader.control.setting_list import BY_NAME
from reader.control.steady import SteadyValues
from reader.errors import SettingsError
from reader.values import frozen

LONGEST_FILE_BYTES = 1_000_000
"""A settings file longer than this is something else."""

GOOD_DAY = "good day"
"""The profile whose values stand in the file itself; each other one has a table of what differs."""
PROFILES = (GOOD_DAY, "bad day")
"""Those that there are without a word in the file."""

ActionNames: TypeAlias = Literal["words", "sound", "off"]

STEADY_NAMES = "quiet_ms careful_ms burst_ms smear_ms hold_from_ms hold_to_ms train_ms repeat_ms waits_for_main".split()
"""Settings that are `SteadyValues`."""
KEY_NAMES = "every_key_is_the_button letter_keys left_half_goes_back jobs".split()
"""Settings that are `KeyChoices`."""
SCAN_NAMES = (*SCAN_RANGES, "scan_way")
"""Settings that are `ScanValues`."""


@frozen
class Settings:
    """One value for each thing that can be chosen; the defaults are the starting values.

    Each field has its place in `SETTINGS`, with what it may be and how it is said.
    """

    rate_wpm: int = 165
    """Words a minute, 80 to 600."""
    volume: float = 1.0
    """0 (silent) to 1."""
    voice: str = ""
    """`Voice.id`; empty: the voice of the page's language."""
    theme: str = "dark"
    """"dark", "light" or "system"."""
    pause_after_sentence_ms: int = 250
    """At 165 words a minute; 0 to 10000, as the other pauses."""
    pause_after_paragraph_ms: int = 500
    pause_after_heading_ms: int = 500
    pause_after_section_ms: int = 900
    read_parentheses: bool = True
    read_footnotes: bool = False
    """Whether footnote marks are said."""
    read_captions: bool = True
    read_tables: bool = True
    count_list_items: bool = False
    """Whether "first of five" is said before the items of a list."""
    action_names: ActionNames = "words"
    """How an action that was done is named: in words, by a short sound, or not at all."""
    sound_section: bool = True
    """This and the three after it: whether that earcon is heard."""
    sound_page_end: bool = True
    sound_saved: bool = True
    sound_could_not: bool = True
    hold_when_unplugged: bool = True
    """Whether headphones that are pulled out hold the reading."""
    calls: Literal["return", "hold", "ignore"] = "return"
    """What a call does to the reading: held as long as it lasts, held until a press, nothing."""
    quiet_ms: int = 300
    """This and the seven after it: `SteadyValues`, by the same names."""
    careful_ms: int = 700
    burst_ms: int = 600
    smear_ms: int = 100
    hold_from_ms: int = 200
    hold_to_ms: int = 1100
    train_ms: int = 80
    repeat_ms: int = 0
    waits_for_main: bool = False
    every_key_is_the_button: bool = False
    """This and the two after it: `KeyChoices`, by the same names."""
    letter_keys: bool = True
    left_half_goes_back: bool = False
    one_button: bool = False
    """Whether the main button opens the spoken menu."""
    scan_ms: int = 1500
    """This and the four after it: `ScanValues`, by the same names."""
    scan_first_extra_ms: int = 700
    scan_loops: int = 2
    scan_way: Way = "auto"
    undo_ms: int = 1500
    pitch: int = 50
    """0 to 100; 50 is the voice's own."""
    voices: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """`Voice.id` by language ("en", "de-AT"), where it is another one than `voice`."""
    voice_catalogue: str = "https://huggingface.co/rhasspy/piper-voices/resolve/main/voices.json"
    """Address of the list of natural voices that can be added."""
    dwell: bool = False
    """Whether resting the pointer presses."""
    dwell_ms: int = 1200
    """400 to 5000. Source: GNOME 1200, OptiKey 1250, ChromeOS 1000."""
    steady_pointer: bool = False
    """Whether a click counts for the average of the pointer's last half second."""
    jobs: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Names of actions by key: `KeyChoices.jobs`."""
    linked_pages: bool = False
    """Whether a page that is saved on the screen brings the pages it links to."""
    switches: bool = True
    """Whether gamepads, joysticks and switch boxes are listened to."""
    midi: str = "pedals"
    """"off", "pedals" or "keys": what of a MIDI device is listened to, where the extra for it is installed."""
    profile: str = GOOD_DAY
    """The one in use."""

    @property
    def steady(self) -> SteadyValues:
        """How presses are judged."""
        return SteadyValues(**{name: getattr(self, name) for name in STEADY_NAMES})

    @property
    def keys(self) -> KeyChoices:
        """What was chosen about keys."""
        return KeyChoices(**{name: getattr(self, name) for name in KEY_NAMES})

    @property
    def scan(self) -> ScanValues:
        """How the spoken menu offers its choices."""
        return ScanValues(**{name: getattr(self, name) for name in SCAN_NAMES})


@frozen
class SettingsRead:
    """What a file gave."""

    settings: Settings
    """With those of the profile in use."""
    troubles: tuple[str, ...] = ()
    """One sentence for each thing in the file that could not be used."""
    base: Settings = field(default_factory=Settings)
    """Without any profile's."""
    profiles: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """What differs in each profile that the file has."""


def in_one(troubles: Sequence[str]) -> str:
    """Sentences, at least one, as one message: the first, and where the others are read."""
    if len(troubles) == 1:
        return troubles[0]
    return f"{troubles[0]} And {len(troubles) - 1} more: “reader doctor” names all."


def read_settings(path: Path) -> SettingsRead:
    """The settings in a file; the usual ones where there is none."""
    table, troubles = _read_table(path)
    tables = table.pop("profiles", {})
    values, found = _sound_values(table, "In the settings file,")
    troubles += found
    profiles: dict[str, dict[str, Any]] = {}
    if not isinstance(tables, dict):
        troubles += ("In the settings file, profiles must be tables. They are left as they are.",)
        tables = {}
    for name, inner in tables.items():
        if not isinstance(inner, dict) or not BY_NAME["profile"].kind.accepts(name):
            troubles += (
                f"In the settings file, the profile {_shown(name)} must be a table. It is left as it is.",
            )
            continue
        profiles[name], found = _sound_values(inner, f"In the profile {_shown(name)},")
        profiles[name].pop("profile", None)
        troubles += found
    base = Settings(**values)
    if base.profile not in (*PROFILES, *profiles):
        troubles += (
            f"The settings file has no profile {_shown(base.profile)}. The {GOOD_DAY} is used.",
        )
        base = replace(base, profile=GOOD_DAY)
    settings = replace(base, **profiles.get(base.profile, {}))
    return SettingsRead(settings, troubles, base, profiles)


def _sound_values(table: Mapping[str, Any], where: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The values that make sense, and a sentence for each that does not."""
    values: dict[str, Any] = {}
    troubles: tuple[str, ...] = ()
    for name, value in table.items():
        setting = BY_NAME.get(name)
        if setting is None:
            continue
        usual = getattr(Settings(), name)
        if setting.kind.accepts(value):
            values[name] = float(value) if type(usual) is float else value
        else:
            troubles += (
                f"{where} {name} is {_shown(value) or 'empty'}, "
                f"but it must be {setting.kind.words}. The usual {_shown(usual) or name} is used.",
            )
    unknown = [name for name in table if name not in BY_NAME]
    return values, troubles + ((_unknown_sentence(unknown),) if unknown else ())


def write_settings(path: Path, changes: Mapping[str, object], profile: str = GOOD_DAY) -> None:
    """Put new values for some settings into the file, and leave everything else in it as it stands.

    `profile`: whose they are; which profile is in use is no profile's own.

    A file that cannot be understood is kept beside it as `settings.toml.broken-1` and so on, and a new
    one is made; so is a copy of one in which a value is replaced that made no sense. Takes some tens of
    milliseconds the first time, so it has no place in a tick.

    Raises `ValueError` for a name or value that is no setting, `SettingsError` where nothing can be
    written.
    """
    for name, value in changes.items():
        if not _is_sound(name, value):
            raise ValueError(f"{name} = {value!r} is not a setting")
    import tomlkit  # noqa: PLC0415 - keeps start-up fast
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415 - as above

    path = Path(os.path.realpath(path))  # the file itself where the name is a link to it
    table, troubles = _read_table(path)
    try:
        if troubles:
            path.replace(_free_name_beside(path))
        text = _text_of(path)
        document = tomlkit.parse(text)
        at, is_replaced = _table_of(document, profile)
        old = table if at is document else at.unwrap()
        if is_replaced or any(name in old and not _is_sound(name, old[name]) for name in changes):
            _replace(_free_name_beside(path), text)
        own: dict[str, object] = {}
        for name, value in changes.items():
            (own if name == "profile" or at is document else at)[name] = _on_one_line(value)
        _replace(path, _with_own(tomlkit.dumps(document), own))
    except (OSError, TOMLKitError) as error:
        reason = getattr(error, "strerror", None) or "it cannot be understood"
        raise SettingsError(
            f"The settings could not be written to {path}: {reason.lower()}. "
            "They hold until you leave the reader."
        ) from error


def _with_own(text: str, own: Mapping[str, object]) -> str:
    """The text with values that are in no table; new ones stand above the comments of the first table, not below."""
    import tomlkit  # noqa: PLC0415 - keeps start-up fast
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415 - as above

    lines = text.splitlines(keepends=True)
    end = next((i for i, line in enumerate(lines) if line.lstrip().startswith("[")), len(lines))
    for above in ("#", ""):  # its comments, then the air above them
        while 0 < end < len(lines) and lines[end - 1].lstrip()[:1] == above:
            end -= 1
    try:
        document, rest = tomlkit.parse("".join(lines[:end])), "".join(lines[end:])
    except TOMLKitError:  # the line that began with a bracket was inside a value
        document, rest = tomlkit.parse(text), ""
    document.update(own)
    return tomlkit.dumps(document) + rest


def _on_one_line(value: object) -> object:
    """A table as one line, so that it stands among the other settings and not after all of them."""
    if not isinstance(value, Mapping):
        return value
    import tomlkit  # noqa: PLC0415 - keeps start-up fast

    table = tomlkit.inline_table()
    table.update(dict(value))
    return table


def _is_sound(name: str, value: object) -> bool:
    return name in BY_NAME and BY_NAME[name].kind.accepts(value)


def _table_of(document: Any, profile: str) -> tuple[Any, bool]:
    """Where the values of a profile stand, made where it is not there yet; whether something had to give way."""
    if profile == GOOD_DAY:
        return document, False
    import tomlkit  # noqa: PLC0415 - keeps start-up fast

    is_replaced = False
    at = document
    for name, made in (
        ("profiles", tomlkit.table(is_super_table=True)),
        (profile, tomlkit.table()),
    ):
        if not isinstance(at.get(name), Mapping):
            is_replaced = is_replaced or name in at
            at[name] = made
        at = at[name]
    return at, is_replaced


def _read_table(path: Path) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What stands in the file, and a sentence where it cannot be understood as a whole."""
    try:
        text = _text_of(path)
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        return {}, (
            f"The settings file {path} cannot be read: {reason}. The usual settings are used.",
        )
    except ValueError:
        return {}, (_not_settings_sentence(path, ""),)
    if not text.strip():
        return {}, ()
    import tomllib  # noqa: PLC0415 - most people have no settings file

    try:
        return tomllib.loads(text), ()
    except RecursionError:
        return {}, (_not_settings_sentence(path, ""),)
    except ValueError as error:  # TOMLDecodeError, and numbers of thousands of digits
        where = str(error).rpartition("(")[2].rstrip(")")
        return {}, (_not_settings_sentence(path, where if where.startswith("at line") else ""),)


def _text_of(path: Path) -> str:
    """The file's text; empty where there is none. `ValueError` where it is no text of a sensible length."""
    try:
        with path.open("rb") as file:
            body = file.read(LONGEST_FILE_BYTES + 1)
    except FileNotFoundError:
        return ""
    if len(body) > LONGEST_FILE_BYTES:
        raise ValueError("too long")
    return body.decode("utf-8-sig")


def _not_settings_sentence(path: Path, where: str) -> str:
    where = f", see {where.removeprefix('at ')}" if where else ""
    return (
        f"The settings file {path} cannot be understood{where}. "
        "The usual settings are used, and the file is left as it is."
    )


def _unknown_sentence(names: list[str]) -> str:
    import difflib  # noqa: PLC0415 - only where a name is wrong

    first = names[0]
    near = difflib.get_close_matches(first, BY_NAME, n=1)
    others = len(names) - 1
    hint = f", perhaps {near[0]} was meant" if near else ""
    more = f", nor {others} other name{'s' if others > 1 else ''} in it" if others else ""
    return f"The settings file has {_shown(first)}, which is not a setting{hint}{more}. It is left as it is."


def _shown(value: object) -> str:
    """A value as a person reads it, short and without anything a terminal would obey."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    plain = "".join(character if character.isprintable() else " " for character in text[:60])
    return plain + ("…" if len(text) > 60 else "")


def _free_name_beside(path: Path) -> Path:
    number = 1
    while (kept := path.with_name(f"{path.name}.broken-{number}")).exists():
        number += 1
    return kept


def _replace(path: Path, text: str) -> None:
    """Write a whole file in one step: its old or its new text is there, never a piece."""
    aside = path.with_name(f"{path.name}.{os.getpid()}.{os.urandom(4).hex()}.new")
    try:
        with aside.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            aside.chmod(stat.S_IMODE(path.stat().st_mode))
        aside.replace(path)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
