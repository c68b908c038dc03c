"""`voices`: those of this machine, those that can be added, and adding and removing them. Main thread."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.arguments import Mistake
from reader.cli.terminal import Terminal
from reader.errors import VoiceProblem

if TYPE_CHECKING:
    from reader.cli.parts import Parts
    from reader.speech.engine import Engine
    from reader.speech.utterance import Voice

STOPPED = "Stopped. What came so far stays, and the same command goes on from there."


def voices(words: Sequence[str], parts: Parts, terminal: Terminal, *, as_json: bool) -> int:
    """Do what stands after `voices`.

    Raises `Mistake`, `ReaderError`, `CacheError`.
    """
    what, *names = words or ("",)
    if not what:
        return named((parts.natural, parts.engine), terminal, as_json=as_json)
    if what == "available" and len(names) <= 1:
        return available(parts, terminal, "".join(names), as_json=as_json)
    if what in ("add", "remove") and not names:
        raise Mistake(f"Say which voice to {what}: reader voices {what} NAME")
    if what == "add" and len(names) == 1:
        return add(names[0], parts, terminal)
    if what == "remove" and len(names) == 1:
        from reader.speech.voice_catalogue import remove  # noqa: PLC0415 - only for this command

        terminal.line(f"Removed: {remove(names[0], parts.places.voices)}")
        return 0
    raise Mistake(
        "After voices comes add, available, remove, or nothing. See: reader voices --help"
    )


def named(engines: Sequence[Engine], terminal: Terminal, *, as_json: bool) -> int:
    """Name every voice found.

    Raises `EngineFailed` where there are none to ask.
    """
    found: list[Voice] = [voice for engine in engines for voice in engine.voices()]
    if as_json:
        terminal.json(
            [
                {
                    "id": voice.id,
                    "name": voice.name,
                    "languages": list(voice.languages),
                    "engine": voice.engine,
                }
                for voice in found
            ]
        )
        return 0
    widest = max((len(voice.name) for voice in found), default=0)
    for voice in found:
        languages = ", ".join(voice.languages)
        terminal.line(f"{voice.name:<{widest}}  {languages}  {voice.id}".rstrip())
    return 0


def available(parts: Parts, terminal: Terminal, language: str, *, as_json: bool) -> int:
    """Name what the catalogue offers, in a language where one is given."""
    from reader.speech.voice_catalogue import read_catalogue  # noqa: PLC0415 - only for this command

    found = read_catalogue(parts.settings_read.settings.voice_catalogue).in_language(language)
    if as_json:
        terminal.json(
            [
                {"name": voice.key, "language": voice.language, "size_bytes": voice.size_bytes}
                for voice in found
            ]
        )
        return 0
    if not found:
        raise VoiceProblem(
            f"The catalogue has no voice for {language}. See: reader voices available"
        )
    widest = max(len(voice.key) for voice in found)
    for voice in found:
        size = _megabytes(voice.size_bytes)
        terminal.line(f"{voice.key:<{widest}}  {size:>6}  {voice.language_name}")
    return 0


def add(name: str, parts: Parts, terminal: Terminal) -> int:
    """Add a voice from the catalogue, or from a file; a stop keeps what came, for the next time."""
    from reader.speech import voice_catalogue  # noqa: PLC0415 - only for this command

    folder = parts.places.voices
    if name.lower().endswith(".onnx"):
        _hear_where_it_is(Path(name))
        voice = voice_catalogue.add_file(Path(name), folder)
    else:
        catalogue = voice_catalogue.read_catalogue(parts.settings_read.settings.voice_catalogue)
        wanted = catalogue.find(name)
        terminal.line(f"{wanted.key}: {wanted.language_name}, {_megabytes(wanted.size_bytes)}")
        terminal.line(f"Licence: {catalogue.licence(wanted)}")
        try:
            voice = catalogue.add(
                wanted,
                folder,
                on_progress=lambda have, whole: terminal.part(have / max(whole, 1), wanted.key),
            )
        except KeyboardInterrupt:
            terminal.trouble(STOPPED)
            return 1
        _hear(voice, parts.natural)
    terminal.line(f"Added: {voice.name}. In the reader, “Voices” lets you hear it and take it.")
    return 0


def _hear_where_it_is(model: Path) -> None:
    """As `_hear`, of a file that is not copied yet.

    Raises `EngineFailed`, `VoiceProblem`.
    """
    from reader.speech import voice_files  # noqa: PLC0415 - only for this command
    from reader.speech.piper_engine import PiperEngine  # noqa: PLC0415 - as above

    key = model.name.removesuffix(voice_files.MODEL)
    if not (model.is_file() and voice_files.is_key(key)):
        return  # what is wrong with it is said when it is added
    engine = PiperEngine(model.absolute().parent)
    try:
        _hear(voice_files.voice_of(key, voice_files.read_config(model)), engine)
    finally:
        engine.close()


def _hear(voice: Voice, engine: Engine) -> None:
    """Have it say something, so that one which cannot is known of now.

    Raises `EngineFailed`.
    """
    from reader.speech.utterance import Utterance  # noqa: PLC0415 - only for this command

    language = voice.languages[0] if voice.languages else "en"
    engine.synthesize(Utterance("1, 2, 3.", voice.id, language))


def _megabytes(size_bytes: int) -> str:
    return f"{max(1, round(size_bytes / 1e6))} MB"
