from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from content_cache.errors import BodyIncomplete
from reader.errors import VoiceProblem
from reader.speech import voice_files
from reader.speech.voice_catalogue import Catalogue, add_file, read_catalogue, remove
from tests.support import tiny_voice
from tests.support.http_server import HttpServer
from tests.support.voice_server import serve_catalogue

KEYS = (
    "en_GB-alan-low",
    "en_GB-alan-medium",
    "en_US-amy-medium",
    "de_DE-kerstin-low",
    "de_DE-amy-low",
)


@pytest.fixture
def server() -> Iterator[HttpServer]:
    started = HttpServer().start()
    yield started
    started.stop()


@pytest.fixture
def catalogue(server: HttpServer) -> Catalogue:
    return read_catalogue(serve_catalogue(server, *KEYS, breaks="de_DE-kerstin-low"))


def test_what_makes_no_sense_in_a_catalogue_is_passed_over(catalogue: Catalogue) -> None:
    assert [voice.key for voice in catalogue.voices] == sorted(KEYS)


def test_a_voice_is_found_by_key_or_name_in_the_quality_for_reading(catalogue: Catalogue) -> None:
    assert catalogue.find("alan").key == "en_GB-alan-medium"
    assert catalogue.find("en_gb-alan-low").key == "en_GB-alan-low"
    with pytest.raises(VoiceProblem, match="en_US-amy-medium"):
        catalogue.find("amy")
    with pytest.raises(VoiceProblem, match="Near to it: alan"):
        catalogue.find("alain")


def test_the_voices_of_a_language(catalogue: Catalogue) -> None:
    assert {voice.name for voice in catalogue.in_language("en")} == {"alan", "amy"}
    assert [voice.key for voice in catalogue.in_language("en_US")] == ["en_US-amy-medium"]
    assert len(catalogue.in_language("")) == len(KEYS)
    assert catalogue.in_language("e") == ()


def test_size_and_licence_are_known_before_it_is_fetched(
    catalogue: Catalogue, server: HttpServer
) -> None:
    voice = catalogue.find("alan")

    assert voice.size_bytes > len(tiny_voice.model())
    assert voice.language_name == "English, Great Britain"
    assert catalogue.licence(voice) == "Public domain"
    assert not any(request.path.endswith(".onnx") for request in server.requests)


def test_a_voice_is_fetched_and_can_be_used(catalogue: Catalogue, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    voice = catalogue.find("alan")
    added = catalogue.add(
        voice, tmp_path, on_progress=lambda have, whole: seen.append((have, whole))
    )

    assert added.id == "piper:en_GB-alan-medium"
    assert voice_files.installed(tmp_path) == (added,)
    assert seen[-1] == (voice.size_bytes, voice.size_bytes)
    assert [have for have, _ in seen] == sorted(have for have, _ in seen)
    assert remove("alan", tmp_path) == "en_GB-alan-medium"
    assert list(tmp_path.iterdir()) == []


def test_a_voice_whose_sum_is_wrong_is_not_there(catalogue: Catalogue, tmp_path: Path) -> None:
    with pytest.raises(BodyIncomplete):
        catalogue.add(catalogue.find("kerstin"), tmp_path)

    assert voice_files.installed(tmp_path) == ()


def test_something_else_is_no_catalogue(server: HttpServer) -> None:
    for body in ("<p>Sign in</p>", "[1]"):
        with pytest.raises(VoiceProblem, match="no catalogue"):
            read_catalogue(server.page("/page", body))


def test_a_voice_on_this_machine_is_copied_with_its_facts(tmp_path: Path) -> None:
    model = tiny_voice.write_voice(tmp_path / "from", "de_AT-my own-low")
    with pytest.raises(VoiceProblem, match="letters and digits"):
        add_file(model, tmp_path / "voices")
    model = tiny_voice.write_voice(tmp_path / "from", "my_voice", language="de_AT")
    added = add_file(model, tmp_path / "voices")

    assert (added.id, added.languages) == ("piper:my_voice", ("de-AT",))
    assert voice_files.installed(tmp_path / "voices") == (added,)
    assert add_file(tmp_path / "voices" / "my_voice.onnx", tmp_path / "voices") == added


def test_a_file_without_its_facts_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "a.onnx").write_bytes(tiny_voice.model())
    with pytest.raises(VoiceProblem, match=r"a\.onnx\.json cannot be read"):
        add_file(tmp_path / "a.onnx", tmp_path / "voices")
    with pytest.raises(VoiceProblem, match="There is no file"):
        add_file(tmp_path / "b.onnx", tmp_path / "voices")


def test_removing_names_what_was_added(tmp_path: Path) -> None:
    tiny_voice.write_voice(tmp_path, "en_GB-alan-low")
    tiny_voice.write_voice(tmp_path, "en_GB-alan-medium")
    with pytest.raises(VoiceProblem, match="No voice that was added is called amy"):
        remove("amy", tmp_path)
    with pytest.raises(VoiceProblem, match="Several voices fit alan"):
        remove("alan", tmp_path)
