"""The command line: what words mean, what is printed where, and which exit status follows."""

from __future__ import annotations

import io
import json
import os
import struct
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

import pytest

from content_cache.errors import HttpRefused, LibraryLocked, NotAnAddress
from content_cache.library import Library
from reader import __version__, cli
from reader.cli.arguments import COMMANDS, Command, Mistake, parse
from reader.cli.doctor import steadiness
from reader.cli.help_text import about
from reader.cli.terminal import Terminal, one_line
from reader.control.actions import ACTIONS
from reader.control.places import Places
from reader.control.rows import shortened
from reader.control.settings import SettingsRead, read_settings
from reader.control.shelf import Shelf
from reader.errors import EngineFailed, NoText, TerminalMissing
from reader.speech.engine import Engine
from reader.speech.narrator import Pauses
from reader.speech.piper_engine import PiperEngine
from reader.speech.player import Player
from reader.speech.pronunciations import SHIPPED, PronunciationsRead
from reader.speech.reading_options import ReadingOptions
from reader.speech.utterance import Clip, Utterance, Voice

PAGE = """<!doctype html><html lang="en-GB"><title>Cold hands</title><body><main><h1>Cold hands</h1>
<p>They are common. Warm them.</p><ul><li>Gloves</li><li>Tea,
see <a href="https://a.example/tea.pdf">this leaflet</a></li></ul>
<h2>When to call</h2><p>Call 111 when a finger stays white.</p></main>
<footer><a href="/about">About us</a></footer></body></html>"""


# What words mean


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", Command("open")),
        ("https://a.example/b", Command("open", ("https://a.example/b",))),
        ("a.html b.txt", Command("open", ("a.html", "b.txt"))),
        ("./list", Command("open", ("./list",))),
        ("-- list", Command("open", ("list",))),
        ("-- --json", Command("open", ("--json",))),
        ("save a b", Command("save", ("a", "b"))),
        ("save -- -a", Command("save", ("-a",))),
        ("save a --follow 1", Command("save", ("a",), {"--follow": "1"})),
        ("save --follow=3 a b", Command("save", ("a", "b"), {"--follow": "3"})),
        ("save a --archived", Command("save", ("a",), {"--archived": ""})),
        ("update", Command("update")),
        ("update 5", Command("update", ("5",))),
        ("list", Command("list")),
        ("list --json", Command("list", (), {"--json": ""})),
        ("show a --json", Command("show", ("a",), {"--json": ""})),
        ("show --json a", Command("show", ("a",), {"--json": ""})),
        ("say a --section 2", Command("say", ("a",), {"--section": "2"})),
        ("say --section=2 a --to=b.wav", Command("say", ("a",), {"--section": "2", "--to": "b.wav"})),
        ("do play next-sentence", Command("do", ("play", "next-sentence"))),
        ("status --json", Command("status", (), {"--json": ""})),
        ("doctor --network", Command("doctor", (), {"--network": ""})),
        ("--version", Command("version")),
        ("--help", Command("help")),
        ("help", Command("help")),
        ("help say", Command("help", ("say",))),
        ("say --help", Command("help", ("say",))),
        ("save a b --help", Command("help", ("save",))),
        ("a.html --help", Command("help")),
    ],
)  # fmt: skip
def test_a_line_means(line: str, expected: Command) -> None:
    command = parse(line.split())
    assert (command.name, command.words) == (expected.name, expected.words)
    assert dict(command.options) == dict(expected.options)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("save", "save TARGET"),
        ("save a --follow", "NUMBER"),
        ("update --a", "--a"),
        ("show", "show TARGET"),
        ("do", "do ACTION"),
        ("show a b", "b"),
        ("list everything", "everything"),
        ("status --verbose", "--verbose"),
        ("list --json=yes", "--json=yes"),
        ("say a --section", "NUMBER"),
        ("say a --to=", "FILE.wav"),
        ("--fast", "--fast"),
        ("a.html -x", "-x"),
        ("help dance", "dance"),
    ],
)
def test_a_mistake_says_what_is_wrong_and_where_help_is(line: str, told: str) -> None:
    with pytest.raises(Mistake) as caught:
        parse(line.split())
    assert told in str(caught.value)
    assert "reader " in str(caught.value)


def test_an_empty_word_is_a_mistake() -> None:
    with pytest.raises(Mistake):
        parse([""])


NOT_YET = [
    "save a --into music",
]  # fmt: skip


@pytest.mark.parametrize("line", NOT_YET)
def test_what_cannot_be_done_yet_is_said_plainly(line: str) -> None:
    with pytest.raises(Mistake, match="yet"):
        parse(line.split())


def test_help_names_every_command_and_nothing_that_cannot_be_done() -> None:
    text = about()
    for usage in COMMANDS:
        assert f"reader {usage.name}" in text
    assert "--into" not in text.lower()


@pytest.mark.parametrize("topic", ["", *(usage.name for usage in COMMANDS)])
def test_help_fits_into_eighty_columns(topic: str) -> None:
    assert max(len(line) for line in about(topic).splitlines()) <= 80


def test_help_about_a_command_names_its_options() -> None:
    for usage in COMMANDS:
        for option in usage.options:
            assert option.name in about(usage.name)
            assert option.help in about(usage.name)


def test_help_about_steering_names_every_action() -> None:
    for action in ACTIONS:
        assert f"  {action.name} " in about("do")


# Running


class Voiced(Engine):
    """An engine that hums: ten milliseconds a letter, loud enough to be found again."""

    name = "humming"

    def __init__(self, fails_on: str = "") -> None:
        self.said: list[Utterance] = []
        self._fails_on = fails_on

    def voices(self) -> tuple[Voice, ...]:
        return (Voice("hum/low", "Low \x1b[31mhum", ("en-GB", "de"), self.name),)

    def synthesize(self, utterance: Utterance) -> Clip:
        if self._fails_on and self._fails_on in utterance.text:
            raise EngineFailed("The voice stopped working.")
        self.said.append(utterance)
        return Clip(struct.pack("<h", 9000) * (80 * len(utterance.text)), 8000)

    def close(self) -> None:
        """Nothing to free."""


class TestParts:
    """Parts with a real shelf in a folder of its own; what a command builds is noted."""

    __test__ = False

    def __init__(self, folder: Path, engine: Engine | None = None) -> None:
        self.places = Places(folder)
        self.built: list[str] = []
        self.is_closed = False
        self._engine = engine or Voiced()
        self._shelf: Shelf | None = None

    @property
    def settings_read(self) -> SettingsRead:
        return read_settings(self.places.settings)

    @cached_property
    def library(self) -> Library:
        return Library(self.places.home)

    @property
    def shelf(self) -> Shelf:
        if self._shelf is None:
            self.built.append("shelf")
            self._shelf = Shelf(self.library)
        return self._shelf

    @property
    def engine(self) -> Engine:
        self.built.append("engine")
        return self._engine

    @cached_property
    def natural(self) -> PiperEngine:
        return PiperEngine(self.places.voices)

    @property
    def player(self) -> Player:
        raise AssertionError("no device in these tests")

    @property
    def pauses(self) -> Pauses:
        return Pauses()

    @property
    def reading_options(self) -> ReadingOptions:
        return ReadingOptions()

    @property
    def pronunciations_read(self) -> PronunciationsRead:
        return PronunciationsRead(SHIPPED)

    def close(self) -> None:
        self.is_closed = True
        if "library" in self.__dict__:
            self.library.close()


Ran = tuple[int, str, str]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run a line in a home of its own: exit status, stdout, stderr."""

    def run_line(
        *argv: str,
        parts: TestParts | None = None,
        screen: Callable[[TestParts, tuple[str, ...]], int] | None = None,
    ) -> Ran:
        used = parts or TestParts(tmp_path)
        status = cli.run(argv, used, screen or (lambda _parts, _targets: 0))
        seen = capsys.readouterr()
        return status, seen.out, seen.err

    return run_line


@pytest.fixture
def page(tmp_path: Path) -> str:
    path = tmp_path / "hands.html"
    path.write_text(PAGE, "utf-8")
    return str(path)


def test_without_a_command_the_screen_opens(run: Callable[..., Ran]) -> None:
    opened: list[Sequence[str]] = []

    def screen(_parts: TestParts, targets: tuple[str, ...]) -> int:
        opened.append(targets)
        return 0

    assert run(screen=screen) == (0, "", "")
    assert run("a.html", "b.html", screen=screen) == (0, "", "")
    assert opened == [(), ("a.html", "b.html")]


@pytest.mark.parametrize(
    "error",
    [
        NotAnAddress("“x” is neither an address nor a file."),
        HttpRefused("The page is gone.", url="https://a.example", status=410),
        LibraryLocked("Another program holds it.", path=Path("x")),
        NoText("There is nothing to read in it."),
        EngineFailed("The voice stopped working."),
    ],
)
def test_what_a_person_can_act_on_is_one_sentence(
    run: Callable[..., Ran], error: Exception
) -> None:
    def screen(_parts: TestParts, _targets: tuple[str, ...]) -> int:
        raise error

    assert run("x", screen=screen) == (1, "", f"{error}\n")


@pytest.mark.parametrize(
    ("word", "meant"), [("lst", "list"), ("docter", "doctor"), ("sav", "save"), ("x", None)]
)
def test_a_command_with_a_slip_is_recognised(
    run: Callable[..., Ran], word: str, meant: str | None
) -> None:
    def screen(_parts: TestParts, _targets: tuple[str, ...]) -> int:
        raise NotAnAddress("That is neither an address nor a file.")

    _, _, err = run(word, screen=screen)
    assert err.endswith(f" Or was it: reader {meant}\n" if meant else "a file.\n")


def test_a_slip_is_recognised_where_no_screen_can_open_too(run: Callable[..., Ran]) -> None:
    def screen(_parts: TestParts, _targets: tuple[str, ...]) -> int:
        raise TerminalMissing("The screen needs a terminal.")

    assert run("lsit", screen=screen) == (
        1, "", "The screen needs a terminal. Or was it: reader list\n",
    )  # fmt: skip


def test_a_folder_that_is_to_be_opened_leads_to_saving_it(
    run: Callable[..., Ran], tmp_path: Path
) -> None:
    folder = tmp_path / "my leaflets"
    folder.mkdir()
    status, _, err = run("show", str(folder))
    assert status == 1
    assert err.endswith(f'To keep all that can be read in it: reader save "{folder}"\n')


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("save", "a page: reader save TARGET"),
        ("backup", "the name of a file: reader backup FILE"),
        ("do", "an action: reader do ACTION"),
        ("find", "a word to look for: reader find WORDS"),
    ],
)
def test_what_is_missing_is_asked_for_in_plain_words(name: str, words: str) -> None:
    with pytest.raises(Mistake, match=f"^After “reader {name}” comes {words}"):
        parse([name])


def test_a_bug_is_not_hidden(run: Callable[..., Ran]) -> None:
    def screen(_parts: TestParts, _targets: tuple[str, ...]) -> int:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(screen=screen)


def test_an_interruption_is_quiet(run: Callable[..., Ran]) -> None:
    def screen(_parts: TestParts, _targets: tuple[str, ...]) -> int:
        raise KeyboardInterrupt

    assert run(screen=screen) == (1, "", "")


def test_a_mistake_has_its_own_exit_status(run: Callable[..., Ran]) -> None:
    status, out, err = run("list", "--dance")
    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1


def test_version(run: Callable[..., Ran]) -> None:
    assert run("--version") == (0, f"Hands-Off Reader {__version__}\n", "")


def test_what_a_command_built_is_closed(run: Callable[..., Ran], tmp_path: Path) -> None:
    parts = TestParts(tmp_path)
    run("list", parts=parts)
    assert parts.is_closed
    failing = TestParts(tmp_path)
    run("show", "no such page", parts=failing)
    assert failing.is_closed


@pytest.mark.parametrize(
    ("line", "built"),
    [("list", ["shelf"]), ("voices", ["engine"]), ("status", []), ("do pause", []), ("--help", [])],
)
def test_a_command_builds_only_what_it_needs(
    run: Callable[..., Ran], tmp_path: Path, line: str, built: list[str]
) -> None:
    parts = TestParts(tmp_path)
    run(*line.split(), parts=parts)
    assert parts.built == built


# save, list, show


def test_save_keeps_and_list_names(run: Callable[..., Ran], page: str) -> None:
    status, out, err = run("save", page)
    assert (status, err) == (0, "")
    assert out.startswith("Saved: Cold hands  file:")
    assert run("save", page)[1].startswith("Nothing new: Cold hands")
    status, out, _ = run("list")
    assert status == 0
    assert out.startswith("1  Cold hands  file:")
    assert len(out.splitlines()) == 1


def test_a_target_that_fails_does_not_stop_the_others(
    run: Callable[..., Ran], page: str, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.html"
    empty.touch()
    status, out, err = run("save", str(tmp_path / "missing.html"), page, str(empty))
    assert status == 1
    assert out.startswith("Saved: Cold hands")
    first, second = err.splitlines()
    assert first.startswith(str(tmp_path / "missing.html"))
    assert second.startswith(str(tmp_path))


@pytest.mark.parametrize("number", ["0", "4", "-1", "all", "1.5", "٣"])
def test_links_are_followed_one_to_three_away(
    run: Callable[..., Ran], page: str, number: str
) -> None:
    status, out, err = run("save", page, "--follow", number)
    assert (status, out) == (2, "")
    assert "1 to 3" in err


def test_find_shows_the_sentence_and_its_section(run: Callable[..., Ran], page: str) -> None:
    run("save", page)
    status, out, _ = run("find", "finger", "--json")
    first = json.loads(out)[0]
    assert status == 0
    assert "finger" in first["text"].lower()
    status, out, _ = run("find", "finger")
    assert status == 0
    assert first["text"] in out
    status, out, err = run("find", "zebra crossing")
    assert (status, out) == (1, "")
    assert "zebra crossing" in err


def test_find_names_pages_by_number_and_address(run: Callable[..., Ran], page: str) -> None:
    run("save", page)
    address = json.loads(run("list", "--json")[1])[0]["url"]
    first = json.loads(run("find", "finger", "--json")[1])[0]
    assert (first["number"], first["url"]) == (1, address)
    out = run("find", "finger")[1]
    assert out.startswith("1  Cold hands, section 2: When to call\n")
    assert address in out


def test_a_number_or_a_part_of_the_title_stands_for_a_page(
    run: Callable[..., Ran], page: str
) -> None:
    run("save", page)
    for name in ("1", "cold"):
        assert run("show", name)[1].startswith("Cold hands\n")
        assert run("save", name)[1].startswith("Nothing new: Cold hands")
    assert run("remove", "cold hands")[0] == 0
    assert run("restore", "cold")[:2] == (0, "Back again: Cold hands.\n")
    assert run("remove", "1")[0] == 0
    assert "In the bin: 1 Cold hands." in run("restore", "x y z")[2]
    assert run("restore", "1")[0] == 0


def test_what_is_removed_can_be_restored(run: Callable[..., Ran], page: str) -> None:
    run("save", page)
    status, out, _ = run("remove", page)
    assert status == 0
    assert "30 days" in out
    assert "reader restore 1;" in out
    assert run("list")[1] == ""
    status, _, err = run("remove", page)
    assert status == 1
    assert "reader list" in err
    status, _, err = run("restore", "nothing-like-it")
    assert status == 1
    assert "In the bin" in err
    assert run("restore", page)[0] == 0
    assert run("list")[1] != ""
    assert "The bin is empty" in run("restore", page)[2]


def test_numbers_in_the_bin_come_before_the_beginnings_of_ids(
    run: Callable[..., Ran], tmp_path: Path
) -> None:
    names = [f"leaflet {index}" for index in range(12)]
    for name in names:
        (tmp_path / f"{name}.txt").write_text(f"This is {name}.", "utf-8")
        run("save", str(tmp_path / f"{name}.txt"))
        assert "reader restore 1;" in run("remove", name)[1]
    for name in reversed(names):
        assert run("restore", "1")[1] == f"Back again: {name}.\n"


def test_an_empty_list_is_no_error(run: Callable[..., Ran]) -> None:
    status, out, err = run("list")
    assert (status, out) == (0, "")
    assert err == "Nothing is saved yet. Save a page with: reader save ADDRESS\n"
    assert run("list", "--json") == (0, "[]\n", "")


def test_list_as_json(run: Callable[..., Ran], page: str) -> None:
    run("save", page)
    (entry,) = json.loads(run("list", "--json")[1])
    assert entry["title"] == "Cold hands"
    assert entry["url"].startswith("file:")
    assert entry["media_type"] == "text/html"
    assert entry["language"] == "en-GB"
    assert entry["saved_at"].endswith("Z")
    assert entry["checked_at"].endswith("Z")
    assert entry["words"] == 22
    assert entry["heard"] == 0
    assert run("show", entry["id"])[1].startswith("Cold hands\n")


def test_show_as_json(run: Callable[..., Ran], page: str) -> None:
    status, out, err = run("show", page, "--json")
    assert (status, err) == (0, "")
    assert len(out.splitlines()) == 1
    shown = json.loads(out)
    assert list(shown) == [
        "id", "url", "title", "language", "saved_at", "checked_at", "media_type", "sections",
        "set_aside",
    ]  # fmt: skip
    assert [(s["index"], s["level"], s["title"]) for s in shown["sections"]] == [
        (0, 1, "Cold hands"),
        (1, 2, "When to call"),
    ]
    first = shown["sections"][0]["sentences"][0]
    assert (first["text"], first["role"], first["starts_block"]) == ("They are common.", "body", True)  # fmt: skip
    (link,) = [link for s in shown["sections"][0]["sentences"] for link in s["links"]]
    assert set(link) == {"start", "end", "label", "target", "kind"}
    assert link["kind"] == "leaflet"
    assert [part["label"] for part in shown["set_aside"]] == ["footer"]
    assert json.loads(run("list", "--json")[1])[0]["id"] == shown["id"]


def test_show_plainly_tells_sections_minutes_links_and_what_is_set_aside(
    run: Callable[..., Ran], page: str
) -> None:
    status, out, _ = run("show", page)
    assert status == 0
    lines = out.splitlines()
    assert lines[0] == "Cold hands"
    assert lines[1] == "en-GB · 2 sections · less than a minute"
    outline = lines[lines.index("Sections:") + 1 :][:2]
    assert [line.split("  ")[1] for line in outline] == ["1. Cold hands", "2."]
    assert outline[1].startswith("  2.   When to call")
    assert all(len(line) == 80 and line.endswith(" <1 min") for line in outline)
    assert "Links (1):" in lines
    assert "  footer (1 item): About us" in lines
    assert "1. Cold hands (4 sentences, less than a minute)" in lines
    assert "   They are common. Warm them." in lines
    assert "   • Gloves" in lines
    assert "2. When to call (1 sentence, less than a minute)" in lines
    assert any("tea.pdf" in line for line in lines)
    assert any("footer" in line for line in lines)


def test_show_counts_ordered_lists_and_tells_dates(run: Callable[..., Ran], tmp_path: Path) -> None:
    page = tmp_path / "steps.html"
    page.write_text(
        "<title>Steps</title><p>Do this when the hand cramps, and take your time over each of them.</p>"
        "<ol start=2><li>Stretch<ul><li>slowly</li></ul></li></ol><p>Last reviewed: 3 May 2024</p>"
    )
    lines = run("show", str(page))[1].splitlines()
    assert "   2. Stretch" in lines
    assert "     • slowly" in lines
    assert any(line.startswith("Reviewed 2024-05-03") for line in lines)
    assert json.loads(run("show", str(page), "--json")[1])["reviewed"] == "2024-05-03"


def test_a_long_title_is_cut_between_words_in_a_terminal_and_whole_elsewhere(
    run: Callable[..., Ran], tmp_path: Path
) -> None:
    title = "How hands that cramp are kept warm in a house without a fire, told by those who know"
    page = tmp_path / "a.html"
    page.write_text(f"<title>{title}</title><p>Warm them by all means, and have some tea.</p>")
    run("save", str(page))
    assert run("list")[1].startswith(f"1  {title}  file:")
    assert shortened(title, 30) == "How hands that cramp are …"
    assert shortened(title, len(title)) == title
    assert len(shortened("w" * 60, 30)) == 30


@pytest.mark.parametrize("name", ["page.mp3", "page.WAV.ogg"])
def test_sound_is_written_as_wav_and_nothing_else(
    run: Callable[..., Ran], page: str, tmp_path: Path, name: str
) -> None:
    status, out, err = run("say", page, "--to", str(tmp_path / name))
    assert (status, out) == (2, "")
    assert err.startswith("Sound is written as WAV")
    assert not (tmp_path / name).exists()


def test_minutes_are_counted_at_the_persons_own_rate(
    run: Callable[..., Ran], tmp_path: Path
) -> None:
    text = tmp_path / "long.txt"
    text.write_text("A line of ten words is not long to read. " * 80)
    (tmp_path / "settings.toml").write_text("rate_wpm = 80")
    slow = run("show", str(text))[1]
    (tmp_path / "settings.toml").write_text("rate_wpm = 400")
    fast = run("show", str(text))[1]
    assert "about 11 minutes" in slow
    assert "about 2 minutes" in fast


def test_settings_that_make_no_sense_are_told_and_do_not_stop_it(
    run: Callable[..., Ran], page: str, tmp_path: Path
) -> None:
    (tmp_path / "settings.toml").write_text("rate_wpm = 9000")
    status, out, err = run("show", page)
    assert status == 0
    assert out.startswith("Cold hands")
    assert "rate_wpm" in err
    assert len(err.splitlines()) == 1


def test_a_page_cannot_act_on_the_terminal(run: Callable[..., Ran], tmp_path: Path) -> None:
    nasty = tmp_path / "nasty.txt"
    nasty.write_text("Good \x1b[31mred\x1b]0;owned\x07 [bold]news[/bold] \u202eevil\x9b2J.\n")
    out = run("show", str(nasty))[1]
    assert out.replace("\n", "").isprintable()
    assert "[bold]news[/bold]" in out


def test_an_error_cannot_act_on_the_terminal(run: Callable[..., Ran]) -> None:
    status, _, err = run("show", "no\x1b[31m such\n\u202epage")
    assert status == 1
    assert err.endswith("\n")
    assert err[:-1].isprintable()


# say


def test_saying_into_a_file_writes_every_sentence_in_order(
    run: Callable[..., Ran], page: str, tmp_path: Path
) -> None:
    engine = Voiced()
    target = tmp_path / "page.wav"
    status, out, err = run("say", page, "--to", str(target), parts=TestParts(tmp_path, engine))
    assert (status, out, err) == (0, f"Saved: {target}\n", "")
    said = list(dict.fromkeys(utterance.text for utterance in engine.said))
    assert said[:3] == ["Cold hands", "They are common.", "Warm them."]
    assert len(said) == 7
    rate_hz, pcm = wav_of(target)
    assert rate_hz == 8000
    loud = sum(1 for (frame,) in struct.iter_unpack("<h", pcm) if frame == 9000)
    assert loud == 80 * sum(len(text) for text in said)
    assert loud < len(pcm) // 2  # the pauses between


def test_one_section_is_said_alone(run: Callable[..., Ran], page: str, tmp_path: Path) -> None:
    engine = Voiced()
    parts = TestParts(tmp_path, engine)
    assert run("say", page, "--section", "2", "--to", str(tmp_path / "b.wav"), parts=parts)[0] == 0
    assert {utterance.text for utterance in engine.said} >= {"When to call"}
    assert not any("common" in utterance.text for utterance in engine.said)


@pytest.mark.parametrize("number", ["0", "3", "-1", "two", "1.5", "٢", "9" * 5000])
def test_a_section_that_is_not_there_is_a_mistake(
    run: Callable[..., Ran], page: str, tmp_path: Path, number: str
) -> None:
    status, out, err = run("say", page, f"--section={number}", "--to", str(tmp_path / "x.wav"))
    assert (status, out) == (2, "")
    assert "from 1 to 2" in err
    assert not (tmp_path / "x.wav").exists()


@pytest.mark.parametrize("fails_on", ["Cold", "Warm", "white"])
def test_a_voice_that_fails_leaves_no_half_recording(
    run: Callable[..., Ran], page: str, tmp_path: Path, fails_on: str
) -> None:
    target = tmp_path / "page.wav"
    parts = TestParts(tmp_path, Voiced(fails_on=fails_on))
    status, out, err = run("say", page, "--to", str(target), parts=parts)
    assert (status, out) == (1, "")
    assert err == "The voice stopped working.\n"
    assert list(tmp_path.glob("*.wav*")) == []


def test_a_good_recording_survives_a_bad_one(
    run: Callable[..., Ran], page: str, tmp_path: Path
) -> None:
    target = tmp_path / "page.wav"
    run("say", page, "--to", str(target))
    before = target.read_bytes()
    parts = TestParts(tmp_path, Voiced(fails_on="Warm"))
    assert run("say", page, "--to", str(target), parts=parts)[0] == 1
    assert target.read_bytes() == before
    assert run("say", page, "--section=2", "--to", str(target))[0] == 0
    assert target.read_bytes() != before


@pytest.mark.parametrize("name", ["", "notes.wav", "missing/page.wav"])
def test_a_recording_never_takes_the_place_of_something_else(
    run: Callable[..., Ran], page: str, tmp_path: Path, name: str
) -> None:
    (tmp_path / "notes.wav").write_text("my only notes, all of them")
    status, out, err = run("say", page, "--to", str(tmp_path / name))
    assert (status, out) == (1, "")
    assert len(err.splitlines()) == 1
    assert (tmp_path / "notes.wav").read_text() == "my only notes, all of them"


def wav_of(path: Path) -> tuple[int, bytes]:
    """Rate and sound of a WAV file, read by its head alone."""
    body = path.read_bytes()
    assert body[:4] == b"RIFF"
    assert body[8:16] == b"WAVEfmt "
    form, channels, rate_hz, _, _, bits = struct.unpack_from("<HHIIHH", body, 20)
    assert (form, channels, bits) == (1, 1, 16)
    (length,) = struct.unpack_from("<I", body, 40)
    assert len(body) == 44 + length
    return rate_hz, body[44:]


# do, status, voices


@pytest.mark.parametrize(("name", "near"), [("paus", "pause"), ("next", "next-"), ("Play", "play")])
def test_an_unknown_action_is_a_mistake_with_the_nearest_names(
    run: Callable[..., Ran], name: str, near: str
) -> None:
    status, out, err = run("do", "play", name)
    assert (status, out) == (2, "")
    assert name in err
    assert near in err.partition("Perhaps")[2]


def test_a_name_like_no_other_leads_to_the_list(run: Callable[..., Ran]) -> None:
    status, _, err = run("do", "xyzzy")
    assert status == 2
    assert "reader do --help" in err


def test_how_steady_the_sound_was_is_told_in_plain_words() -> None:
    assert steadiness(9 * 60_000, 3) == "its sound was late 3 times in 9 minutes"
    assert steadiness(20_000, 0) == "its sound was never late in 1 minute"


@pytest.mark.parametrize("line", ["do pause", "status", "status --json"])
def test_without_a_running_reader_it_is_said(run: Callable[..., Ran], line: str) -> None:
    status, out, err = run(*line.split())
    assert (status, out) == (1, "")
    assert err == "No reader is running. Start one with: reader\n"


def test_voices(run: Callable[..., Ran]) -> None:
    assert run("voices") == (0, "Low hum  en-GB, de  hum/low\n", "")
    (voice,) = json.loads(run("voices", "--json")[1])
    assert voice == {
        "id": "hum/low",
        "name": "Low \x1b[31mhum",
        "languages": ["en-GB", "de"],
        "engine": "humming",
    }


# The terminal


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("To see them: reader list", "To see them: python3 run.py list"),
        ("Start one with: reader", "Start one with: python3 run.py"),
        ("“reader doctor” names all.", "“python3 run.py doctor” names all."),
        ("See: reader --help", "See: python3 run.py --help"),
        ("The reader is running.", "The reader is running."),
        ("“A reader list for schools” is not saved.", "“A reader list for schools” is not saved."),
    ],
)
def test_commands_are_recommended_as_they_are_typed(said: str, shown: str) -> None:
    err = io.StringIO()
    Terminal(None, err, "python3 run.py").trouble(said)
    Terminal(None, err).trouble(said)
    assert err.getvalue() == f"{shown}\n{said}\n"


class Watched(io.StringIO):
    """A stream that says that a person watches it."""

    def isatty(self) -> bool:
        return True


def test_progress_is_drawn_only_where_somebody_watches() -> None:
    nobody, somebody = io.StringIO(), Watched()
    for stream in (nobody, somebody):
        terminal = Terminal(io.StringIO(), stream)
        terminal.progress(0, 3, "a\x1b[31m page\nwith a title")
        terminal.progress(1, 3, "another")
    assert nobody.getvalue() == ""
    drawn = somebody.getvalue()
    assert "1 of 3" in drawn
    assert "2 of 3" in drawn
    assert "\x1b[31m" not in drawn
    assert "\n" not in drawn


def test_progress_fits_on_one_row() -> None:
    watched = Watched()
    Terminal(io.StringIO(), watched).progress(1, 3, "x" * 500)
    assert len(watched.getvalue().replace("\r\x1b[K", "")) < 80


def test_a_result_stands_on_a_row_of_its_own_after_progress() -> None:
    out, err = io.StringIO(), Watched()
    terminal = Terminal(out, err)
    terminal.progress(0, 1, "page")
    terminal.line("Saved: page")
    assert err.getvalue().endswith("\r\x1b[K")
    assert out.getvalue() == "Saved: page\n"


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("utf-8", "“It’s 5–6 °C…” – Ω • 漢\n"),
        ("ascii", '"It\'s 5-6 ?C..." - ? * ?\n'),
        ("latin-1", '"It\'s 5-6 °C..." - ? * ?\n'),
        ("cp1252", "“It’s 5–6 °C…” – ? • ?\n"),
    ],
)
def test_letters_that_cannot_be_shown_get_a_plain_twin(encoding: str, expected: str) -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
    terminal = Terminal(out, io.StringIO())
    terminal.line("“It’s 5–6 °C…” – Ω • 漢")
    terminal.finish()
    assert raw.getvalue().decode(encoding) == expected


def test_json_is_ascii_whatever_it_says() -> None:
    out = io.StringIO()
    Terminal(out, io.StringIO()).json({"title": "Écriture \x1b[31m\u202e\ud800"})
    assert out.getvalue().isascii()
    assert "\x1b" not in out.getvalue()
    assert json.loads(out.getvalue())["title"] == "Écriture \x1b[31m\u202e\ud800"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("   indented", "   indented"),
        ("two\nlines\r\nand\ttabs", "two lines and tabs"),
        ("\x1b[31mred\x1b[0m \x07bell \x9b2Jc1", "red bell c1"),
        ("left\u202eright\u2066", "leftright"),
        ("[bold]kept[/bold]", "[bold]kept[/bold]"),
    ],
)
def test_one_line_is_only_text(text: str, expected: str) -> None:
    assert one_line(text) == expected


def test_streams_that_were_closed_before_the_start_are_no_trouble() -> None:
    terminal = Terminal(None, None)
    terminal.line("nobody reads this")
    terminal.trouble("nor this")
    terminal.progress(0, 1, "nor this")
    terminal.finish()
    terminal.forget_output()
    assert terminal.width is None


def test_nothing_heavy_is_loaded_on_the_way_to_the_screen_or_to_a_running_reader() -> None:
    script = (
        "import sys\n"
        "from reader.cli.arguments import parse\n"
        "import reader.cli, reader.cli.steering\n"
        "parse(['page.html'])\n"
        "print(*sys.modules)"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    ).stdout.split()
    heavy = {
        "argparse", "bs4", "charset_normalizer", "content_cache", "email", "json", "lxml",
        "miniaudio", "requests", "sqlite3", "textual", "tomlkit", "tomllib", "urllib.request",
    }  # fmt: skip
    assert not heavy.intersection(loaded)
