"""Voices that can be added: a catalogue on the web, laid out as Piper's `voices.json`, or files from this machine.

Not for the main thread of a screen: it waits for network and disk. Nothing is added that is not whole, and what came
before a stop stays for the next try.

Source: huggingface.co/rhasspy/piper-voices, voices.json and MODEL_CARD.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote, urljoin

from content_cache.addresses import canonical_url
from content_cache.downloading import Wanted, download
from content_cache.errors import FetchError
from content_cache.fetching import FetchRequest, fetch
from content_cache.library import utc_now
from content_cache.patience import IsCancelled
from content_cache.resource import Resource
from reader.errors import VoiceProblem
from reader.speech import voice_files
from reader.speech.utterance import Voice

ADDRESS = "https://huggingface.co/rhasspy/piper-voices/resolve/main/voices.json"
QUALITIES = ("medium", "high", "low", "x_low")
"""Best first, for a reader: "high" takes several times as long to speak. (judgement)"""
NO_LICENCE = "not named; ask whoever made it before you pass on what it says"
OnProgress = Callable[[int, int], None]
"""Called with the bytes that are here and those of the whole voice."""
_LICENCE = re.compile(r"^\W*licen[cs]e\W*:\s*(\S.*)$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """One file of a voice."""

    path: str
    """Beside the catalogue."""
    size_bytes: int
    md5: str


@dataclass(frozen=True, slots=True)
class CatalogueVoice:
    """One voice that can be had."""

    key: str
    """Such as "en_GB-alan-medium"."""
    language: str
    """BCP 47 tag."""
    language_name: str
    quality: str
    files: tuple[CatalogueFile, ...]

    @property
    def size_bytes(self) -> int:
        """Of all that is fetched."""
        return sum(file.size_bytes for file in self.files)

    @property
    def name(self) -> str:
        """What people call it, such as "alan"."""
        parts = self.key.split("-")
        return parts[1] if len(parts) > 1 else self.key


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a catalogue offers."""

    address: str
    voices: tuple[CatalogueVoice, ...]

    def find(self, name: str) -> CatalogueVoice:
        """The voice of a key, or of a name such as "alan", then in the quality that serves a reader best.

        Raises `VoiceProblem`, naming what is near.
        """
        wanted = name.casefold().replace("-", "_")
        named = [
            voice
            for voice in self.voices
            if wanted in (voice.key.casefold().replace("-", "_"), voice.name.casefold())
        ]
        languages = {voice.language for voice in named}
        if len(languages) > 1:
            keys = ", ".join(voice.key for voice in named)
            raise VoiceProblem(f"Several voices are called {name}. Say which one: {keys}.")
        if named:
            return min(named, key=_order_of_quality)
        every = {voice.key for voice in self.voices} | {voice.name for voice in self.voices}
        near = get_close_matches(name, sorted(every), n=3, cutoff=0.5)
        hint = f" Near to it: {', '.join(near)}." if near else ""
        raise VoiceProblem(
            f"The catalogue has no voice {name}.{hint} To see them all: reader voices available"
        )

    def in_language(self, tag: str) -> tuple[CatalogueVoice, ...]:
        """The voices of a language, such as "en" or "en-GB"; all of them for an empty tag."""
        wanted = tag.casefold().replace("_", "-")
        return tuple(
            voice
            for voice in self.voices
            if not wanted or f"{voice.language.casefold()}-".startswith(f"{wanted}-")
        )

    def licence(self, voice: CatalogueVoice) -> str:
        """What the voice's own card says of it.

        Raises `FetchError`.
        """
        for file in voice.files:
            if PurePosixPath(file.path).name == "MODEL_CARD":
                card = _fetched(self._url(file)).decode("utf-8", "replace")
                found = _LICENCE.search(card)
                return found[1].strip() if found else NO_LICENCE
        return NO_LICENCE

    def add(
        self,
        voice: CatalogueVoice,
        folder: Path,
        *,
        on_progress: OnProgress = lambda _have, _all: None,
        is_cancelled: IsCancelled = lambda: False,
    ) -> Voice:
        """Fetch a voice into the folder of voices; its model comes last, so that it is there when all of it is.

        Raises `FetchError`, `FileProblem`, `VoiceProblem`.
        """
        before = 0
        for file in sorted(voice.files, key=lambda each: each.path.endswith(voice_files.MODEL)):
            name = PurePosixPath(file.path).name
            target = folder / (name if name.startswith(voice.key) else f"{voice.key}.{name}")
            so_far = before
            download(
                Wanted(self._url(file), file.size_bytes, file.md5),
                target,
                on_progress=lambda have, so_far=so_far: on_progress(
                    so_far + have, voice.size_bytes
                ),  # type: ignore[misc]
                is_cancelled=is_cancelled,
            )
            before += file.size_bytes
        model = folder / f"{voice.key}{voice_files.MODEL}"
        try:
            return voice_files.voice_of(voice.key, voice_files.read_config(model))
        except VoiceProblem:
            model.unlink(missing_ok=True)
            raise

    def _url(self, file: CatalogueFile) -> str:
        return urljoin(self.address, quote(file.path))


def _order_of_quality(voice: CatalogueVoice) -> int:
    return QUALITIES.index(voice.quality) if voice.quality in QUALITIES else len(QUALITIES)


def read_catalogue(address: str) -> Catalogue:
    """What the catalogue at an address offers; entries that make no sense are passed over.

    Raises `FetchError`, `VoiceProblem`.
    """
    try:
        entries = json.loads(_fetched(canonical_url(address)))
        items = list(entries.items())
    except (ValueError, AttributeError) as error:
        raise VoiceProblem(
            f"{address} is no catalogue of voices. Check voice_catalogue in the settings."
        ) from error
    voices = []
    for key, entry in items:
        with suppress(KeyError, TypeError, ValueError):
            voices.append(_voice(str(key), entry))
    return Catalogue(address, tuple(sorted(voices, key=lambda voice: voice.key)))


def _voice(key: str, entry: dict[str, Any]) -> CatalogueVoice:
    if not voice_files.is_key(key):
        raise ValueError(key)
    language = entry["language"]
    files = tuple(
        CatalogueFile(str(path), int(facts["size_bytes"]), str(facts["md5_digest"]))
        for path, facts in entry["files"].items()
        if PurePosixPath(path).name in (f"{key}.onnx", f"{key}.onnx.json", "MODEL_CARD")
    )
    names = {PurePosixPath(file.path).name for file in files}
    if not {f"{key}.onnx", f"{key}.onnx.json"} <= names or any(f.size_bytes < 0 for f in files):
        raise ValueError(key)
    country = str(language.get("country_english") or "")
    name = str(language.get("name_english") or language["code"])
    return CatalogueVoice(
        key,
        str(language["code"]).replace("_", "-"),
        f"{name}, {country}" if country else name,
        str(entry.get("quality") or ""),
        files,
    )


def _fetched(url: str) -> bytes:
    found = fetch(FetchRequest(url), now=utc_now)
    if not isinstance(found, Resource):
        raise FetchError("The catalogue did not come. Try again later.", url=url)
    return found.body


def add_file(model: Path, folder: Path) -> Voice:
    """Copy a voice from this machine into the folder of voices, with what stands beside it.

    Raises `VoiceProblem`.
    """
    key = model.name.removesuffix(voice_files.MODEL)
    if not model.is_file():
        raise VoiceProblem(f"There is no file {model}. Check its name.")
    if not voice_files.is_key(key):
        raise VoiceProblem(f"The name {key} will not do for a voice. Use letters and digits alone.")
    config = voice_files.read_config(model)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for source in (voice_files.config_path(model), model):
            aside = folder / f"{source.name}.part"
            shutil.copyfile(source, aside)
            aside.replace(folder / source.name)
    except shutil.SameFileError:
        return voice_files.voice_of(key, config)
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise VoiceProblem(f"The voice cannot be copied to {folder}: {reason}.") from error
    return voice_files.voice_of(key, config)


def remove(name: str, folder: Path) -> str:
    """Delete the files of a voice that was added, by key or name; gives its key.

    Raises `VoiceProblem`.
    """
    here = [voice.id.removeprefix(voice_files.PREFIX) for voice in voice_files.installed(folder)]
    wanted = name.removeprefix(voice_files.PREFIX).casefold()
    fitting = [key for key in here if wanted in (key.casefold(), *key.casefold().split("-")[1:2])]
    if len(fitting) != 1:
        told = ", ".join(fitting or here) or "none"
        what = "Several voices fit" if fitting else "No voice that was added is called"
        raise VoiceProblem(f"{what} {name}. These were added: {told}.")
    (key,) = fitting
    try:
        for path in folder.glob(f"{key}.*"):
            path.unlink()
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise VoiceProblem(f"The voice {key} cannot be removed: {reason}.") from error
    return key
