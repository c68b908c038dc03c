"""`reader voices add` and its like, against a catalogue on loopback and the real runtime."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader import cli
from reader.speech.voice_files import installed
from tests.support import tiny_voice
from tests.support.http_server import HttpServer
from tests.support.voice_server import serve_catalogue
from tests.unit.test_cli import Ran, TestParts

pytest.importorskip("onnxruntime", reason="natural voices need onnxruntime, which is optional")


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., Ran]]:
    """Run a line in a home whose settings name a catalogue on loopback."""
    server = HttpServer().start()
    address = serve_catalogue(server, "en_GB-alan-medium", "de_DE-kerstin-low")
    (tmp_path / "settings.toml").write_text(f'voice_catalogue = "{address}"\n', "utf-8")

    def run_line(*argv: str) -> Ran:
        parts = TestParts(tmp_path)
        try:
            status = cli.run(argv, parts, lambda _parts, _targets: 0)
        finally:
            parts.natural.close()
        seen = capsys.readouterr()
        return status, seen.out, seen.err

    yield run_line
    server.stop()


def test_a_voice_is_added_by_name_with_size_and_licence_first(
    run: Callable[..., Ran], tmp_path: Path
) -> None:
    status, out, err = run("voices", "add", "alan")

    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert lines[:2] == [
        "en_GB-alan-medium: English, Great Britain, 1 MB",
        "Licence: Public domain",
    ]
    assert lines[2].startswith("Added: Alan, natural.")
    assert [voice.id for voice in installed(tmp_path / "voices")] == ["piper:en_GB-alan-medium"]
    assert "piper:en_GB-alan-medium" in run("voices")[1]


def test_what_the_catalogue_has(run: Callable[..., Ran]) -> None:
    assert run("voices", "available", "en")[1].split()[0] == "en_GB-alan-medium"
    assert len(run("voices", "available")[1].splitlines()) == 2
    assert run("voices", "available", "fr")[0] == 1


def test_a_voice_is_added_from_a_file_and_removed(run: Callable[..., Ran], tmp_path: Path) -> None:
    model = tiny_voice.write_voice(tmp_path / "from", "en_GB-mine-low")

    assert run("voices", "add", str(model))[0] == 0
    assert run("voices", "remove", "mine") == (0, "Removed: en_GB-mine-low\n", "")
    assert installed(tmp_path / "voices") == ()


def test_a_file_that_cannot_speak_is_told(run: Callable[..., Ran], tmp_path: Path) -> None:
    model = tiny_voice.write_voice(tmp_path / "from", "en_GB-mine-low")
    model.write_bytes(b"junk")
    status, out, err = run("voices", "add", str(model))

    assert (status, out) == (1, "")
    assert "its file is damaged" in err
    assert installed(tmp_path / "voices") == ()


@pytest.mark.parametrize("line", ["add", "remove", "sing", "available en de"])
def test_words_that_make_no_sense_are_mistakes(run: Callable[..., Ran], line: str) -> None:
    assert run("voices", *line.split())[0] == 2
