"""Every command as a person or a script runs it: a process of its own, a home of its own, pages from loopback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import wave
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.http_server import HttpServer
from tests.support.running_reader import RunningReader, reader_environ, run_reader
from tests.support.terminal import ROOT, Terminal, terminal_environ
from tests.support.waiting import eventually

SHARED = ROOT.parent / "shared"
PAGES = ROOT / "tests" / "data" / "pages"

PAGE = """<!doctype html><html lang="en-GB"><head><title>Cold hands</title></head><body>
<nav><a href="/">Home</a> <a href="/all">All pages</a></nav>
<main><h1>Cold hands</h1><p>They are common. Warm them slowly.</p>
<h2>When to call</h2><p>Call 111 when a finger stays white. See
<a href="https://leaflets.example/tea.pdf">our leaflet</a>.</p></main>
<footer><a href="/about">About us</a></footer></body></html>"""

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def page(http_server: HttpServer) -> str:
    """The address of a page."""
    return http_server.page("/cold-hands", PAGE, etag='"one"')


def assert_one_sentence(ran: subprocess.CompletedProcess[str], *, status: int = 1) -> str:
    """The rule for everything that goes wrong; returns the sentence."""
    assert ran.returncode == status, ran.stderr
    assert ran.stdout == ""
    assert "Traceback" not in ran.stderr
    (line,) = ran.stderr.splitlines()
    assert line.isprintable()
    assert line.endswith((".", "?")) or "reader" in line, line
    assert "Error" not in line
    assert "Errno" not in line
    return line


# save, list, show: kept once, there without network


def test_a_page_is_saved_listed_and_shown_without_network(
    home: Path, http_server: HttpServer, page: str
) -> None:
    saved = run_reader(home, "save", page)
    assert (saved.returncode, saved.stderr) == (0, "")
    assert saved.stdout == f"Saved: Cold hands  {page}\n"

    http_server.stop()
    listed = run_reader(home, "list")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert listed.stdout == f"1  Cold hands  {page}\n"
    (entry,) = json.loads(run_reader(home, "list", "--json").stdout)
    assert entry["url"] == page

    shown = run_reader(home, "show", page)
    assert shown.returncode == 0
    assert shown.stdout.startswith("Cold hands\n")
    assert "Warm them slowly." in shown.stdout
    by_id = json.loads(run_reader(home, "show", entry["id"], "--json").stdout)
    by_address = json.loads(run_reader(home, "show", page, "--json").stdout)
    assert by_id == by_address
    assert by_id["id"] == entry["id"]


def test_show_keeps_what_is_new(home: Path, http_server: HttpServer, page: str) -> None:
    shown = run_reader(home, "show", page, "--json")
    assert (shown.returncode, shown.stderr) == (0, "")
    document = json.loads(shown.stdout)
    assert [section["title"] for section in document["sections"]] == ["Cold hands", "When to call"]
    link = document["sections"][1]["sentences"][-1]["links"][0]
    assert link["target"] == "https://leaflets.example/tea.pdf"
    assert {part["label"] for part in document["set_aside"]} >= {"footer"}
    assert document["saved_at"].endswith("Z")
    assert document["checked_at"].endswith("Z")
    http_server.stop()
    assert json.loads(run_reader(home, "show", page, "--json").stdout) == document


def test_saving_again_asks_only_for_what_is_newer(
    home: Path, http_server: HttpServer, page: str
) -> None:
    run_reader(home, "save", page)
    again = run_reader(home, "save", page)
    assert again.returncode == 0
    assert again.stdout == f"Nothing new: Cold hands  {page}\n"
    assert http_server.requests_for("/cold-hands")[-1].headers["if-none-match"] == '"one"'
    http_server.page("/cold-hands", PAGE.replace("slowly", "very slowly"), etag='"two"')
    changed = run_reader(home, "save", page)
    assert changed.stdout == f"Saved anew: Cold hands  {page}\n"
    assert "Warm them very slowly." in run_reader(home, "show", page).stdout


def test_of_several_targets_each_is_tried(home: Path, http_server: HttpServer, page: str) -> None:
    gone = http_server.status("/gone", 410)
    ran = run_reader(home, "save", gone, page, "not/there.html")
    assert ran.returncode == 1
    assert ran.stdout == f"Saved: Cold hands  {page}\n"
    first, second = ran.stderr.splitlines()
    assert first.startswith(f"{gone}: ")
    assert second.startswith("not/there.html: ")


@pytest.mark.parametrize("name", sorted(each.name for each in PAGES.iterdir()))
def test_a_file_of_each_kind_is_kept_and_shown(home: Path, name: str) -> None:
    shown = run_reader(home, "show", PAGES / name, "--json")
    assert (shown.returncode, shown.stderr) == (0, "")
    document = json.loads(shown.stdout)
    assert document["url"].startswith("file:")
    assert any(section["sentences"] for section in document["sections"])


def test_a_file_named_like_a_command_can_be_meant(home: Path, tmp_path: Path) -> None:
    (tmp_path / "list").write_text("A page about lists. It has two sentences.")
    shown = subprocess.run(
        [sys.executable, "-m", "reader", "show", "./list"],
        env=terminal_environ(reader_environ(home)),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "A page about lists." in shown.stdout


@pytest.mark.skipif(not (SHARED / "check_page.py").exists(), reason="the sample pages are not here")
def test_sample_pages_come_out_as_expected(home: Path, http_server: HttpServer) -> None:
    for expected in sorted((SHARED / "pages").glob("*.expected.json")):
        name = expected.name.removesuffix(".expected.json")
        body = (SHARED / "pages" / f"{name}.html").read_bytes()
        address = http_server.page(f"/{name}.html", body, content_type="text/html")
        shown = run_reader(home, "show", address, "--json")
        assert shown.returncode == 0, shown.stderr
        checked = subprocess.run(
            [sys.executable, str(SHARED / "check_page.py"), str(expected)],
            input=shown.stdout,
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
        assert checked.returncode == 0, f"{name}: {checked.stdout}{checked.stderr}"


# What goes wrong is one sentence

BadTarget = Callable[[Path, HttpServer], str]


def _file(name: str, body: bytes) -> BadTarget:
    def make(folder: Path, _server: HttpServer) -> str:
        path = folder / name
        path.write_bytes(body)
        return str(path)

    return make


def _served(body: bytes, content_type: str) -> BadTarget:
    return lambda _folder, server: server.page("/x", body, content_type=content_type)


BAD_TARGETS: dict[str, BadTarget] = {
    "no address": lambda _folder, _server: "what is dystonia",
    "no address, with controls": lambda _folder, _server: "\x1b[31mred\n\u202e[bold]",
    "another scheme": lambda _folder, _server: "ftp://a.example/page",
    "a script": lambda _folder, _server: "javascript:alert(1)",
    "missing file": lambda folder, _server: str(folder / "missing.html"),
    "folder": lambda folder, _server: str(folder),
    "empty file": _file("empty.html", b""),
    "file without text": _file("blank.html", b"<html><body><script>1</script></body></html>"),
    "picture in a file": _file("picture.png", PNG),
    "picture with a wrong name": _file("picture.html", PNG),
    "404": lambda _folder, server: server.status("/x", 404),
    "410": lambda _folder, server: server.status("/x", 410),
    "500": lambda _folder, server: server.status("/x", 500),
    "429": lambda _folder, server: server.status("/x", 429),
    "redirect loop": lambda _folder, server: server.redirect_loop("/x"),
    "redirect to a file": lambda _folder, server: server.redirect("/x", "file:///etc/hostname"),
    "picture": _served(PNG, "image/png"),
    "picture said to be a page": _served(PNG, "text/html"),
    "page with no text": _served(b"<html><title>x</title><nav><a>y</a></nav></html>", "text/html"),
    "empty page": _served(b"", "text/html"),
    "not HTTP": lambda _folder, server: server.raw("/x", b"220 mail ready\r\n"),
    "connection broken off": lambda _folder, server: server.reset("/x"),
    "body cut off": lambda _folder, server: server.cut_off("/x", PAGE.encode(), sent=40),
    "body too large": lambda _folder, server: server.gzip_zeros("/x", 40 * 1024 * 1024),
    "no such host": lambda _folder, _server: "http://nowhere.invalid/page",
}


@pytest.mark.parametrize("kind", BAD_TARGETS)
def test_a_target_that_cannot_be_kept(
    home: Path, tmp_path: Path, http_server: HttpServer, kind: str
) -> None:
    target = BAD_TARGETS[kind](tmp_path, http_server)
    sentence = assert_one_sentence(run_reader(home, "show", target, timeout_s=60))
    assert len(sentence) < 300
    assert run_reader(home, "list").stdout == ""


def test_a_bad_certificate_is_told(home: Path, https_server: HttpServer) -> None:
    address = https_server.page("/x", PAGE)
    assert_one_sentence(run_reader(home, "save", address))


@pytest.mark.parametrize("command", ["list", "save", "show"])
@pytest.mark.parametrize("body", [b"my diary, not a library\n" * 100, b"SQLite format 3\x00broken"])
def test_a_library_that_is_none_is_told_and_kept_aside(
    home: Path, page: str, command: str, body: bytes
) -> None:
    home.mkdir()
    (home / "library.db").write_bytes(body)
    ran = run_reader(home, command, *([] if command == "list" else [page]))
    assert ran.returncode == 0, ran.stderr
    assert "library.broken-1.db" in ran.stderr
    assert (home / "library.broken-1.db").read_bytes() == body


def test_a_home_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")
    for command in (["list"], ["status"], ["do", "pause"], ["voices"]):
        ran = run_reader(tmp_path / "file", *command)
        assert "READER_HOME" in assert_one_sentence(ran)
    assert (tmp_path / "file").read_text() == "kept"


@pytest.mark.parametrize(
    "line",
    [
        "save", "show", "show a b", "say", "do", "do dance", "list x", "status --fast",
        "--dance", "spoken x", "update --x", "find", "remove", "restore", "backup", "restore-backup",
        "save x --follow 9", "save x --into y",
    ],
)  # fmt: skip
def test_wrong_usage(home: Path, line: str) -> None:
    assert_one_sentence(run_reader(home, *line.split()), status=2)


# say


def test_a_page_is_said_into_a_file(home: Path, page: str, tmp_path: Path) -> None:
    target = tmp_path / "page.wav"
    said = run_reader(home, "say", page, "--to", target)
    assert (said.returncode, said.stderr) == (0, "")
    with wave.open(str(target), "rb") as file:
        whole_s = file.getnframes() / file.getframerate()
        loud = max(file.readframes(file.getnframes()))
    assert loud > 0
    assert 5 < whole_s < 30
    said = run_reader(home, "say", page, "--section", "2", "--to", target)
    with wave.open(str(target), "rb") as file:
        section_s = file.getnframes() / file.getframerate()
    assert 2 < section_s < whole_s


def test_a_faster_rate_makes_a_shorter_file(home: Path, page: str, tmp_path: Path) -> None:
    lengths = []
    home.mkdir()
    for rate in (120, 300):
        (home / "settings.toml").write_text(f"rate_wpm = {rate}\n")
        run_reader(home, "say", page, "--to", tmp_path / "page.wav")
        lengths.append((tmp_path / "page.wav").stat().st_size)
    assert lengths[1] < 0.6 * lengths[0]


@pytest.mark.parametrize("number", ["0", "3", "two"])
def test_a_section_that_is_not_there(home: Path, page: str, number: str) -> None:
    assert_one_sentence(run_reader(home, "say", page, "--section", number), status=2)


def test_without_a_sound_device_saying_says_so(home: Path, page: str) -> None:
    if sys.platform != "linux":
        pytest.skip("only on Linux can the sound device be taken away")
    assert "--to" in assert_one_sentence(run_reader(home, "say", page))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends processes without a signal")
@pytest.mark.parametrize("end", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_recording_that_is_ended_leaves_nothing(home: Path, tmp_path: Path, end: str) -> None:
    text = tmp_path / "long.txt"
    text.write_text("A sentence among many others. " * 50_000)
    folder = tmp_path / "sound"
    folder.mkdir()
    with subprocess.Popen(
        [sys.executable, "-m", "reader", "say", text, "--to", folder / "long.wav"],
        env=terminal_environ(reader_environ(home)),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as saying:
        eventually(lambda: list(folder.iterdir()) or None, "the recording begins", timeout_s=30)
        saying.send_signal(signal.Signals[end])
        out, err = saying.communicate(timeout=20)
    assert (saying.returncode, out, err) == (1, b"", b"")
    assert list(folder.iterdir()) == []


# voices, doctor, help


def test_voices_are_named(home: Path) -> None:
    ran = run_reader(home, "voices")
    assert (ran.returncode, ran.stderr) == (0, "")
    found = json.loads(run_reader(home, "voices", "--json").stdout)
    assert len(found) == len(ran.stdout.splitlines())
    assert {"id", "name", "languages", "engine"} == set(found[0])
    assert any("en" in language for voice in found for language in voice["languages"])


def test_the_doctor_names_what_is_missing(home: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("only on Linux can the sound device be taken away")
    ran = run_reader(home, "doctor")
    assert ran.returncode == 1
    assert ran.stderr == ""
    lines = {line.split()[1]: line.split()[0] for line in ran.stdout.splitlines()[:-1]}
    assert lines["Sound"] == "trouble"
    assert lines["Python"] == lines["Folder"] == lines["Pages"] == lines["Voice"] == "ok"
    assert ran.stdout.splitlines()[-1] == "Reading aloud cannot work yet."


def test_the_doctor_looks_at_everything_even_where_much_is_broken(home: Path) -> None:
    home.mkdir()
    (home / "library.db").write_text("not a library, " * 100)
    (home / "settings.toml").write_text("rate_wpm = 9000")
    ran = run_reader(home, "doctor", "--network", environ={"TERM": "dumb"})
    assert ran.returncode == 1
    assert "library.broken-1.db" in ran.stderr
    lines = {line.split()[1]: line.split()[0] for line in ran.stdout.splitlines()[:-1]}
    for name in ("Colours", "Settings", "Network"):
        assert lines[name] == "trouble", name
    assert lines["Voice"] == "ok"


@pytest.mark.parametrize("line", ["--help", "help", "-h", "save --help", "help do", "--version"])
def test_help_goes_to_stdout(home: Path, line: str) -> None:
    ran = run_reader(home, *line.split())
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout
    assert not home.exists()


# Scripts and odd surroundings


def test_no_progress_is_drawn_where_nobody_watches(home: Path, page: str) -> None:
    assert "\r" not in run_reader(home, "save", page).stderr


def test_progress_is_drawn_in_a_terminal(home: Path, page: str) -> None:
    with Terminal(
        [sys.executable, "-m", "reader", "save", page], environ=reader_environ(home)
    ) as terminal:
        assert terminal.wait_for_exit() == 0
        written = b"".join(output.data for output in terminal.outputs)
    assert b"1 of 1" in written
    assert written.rstrip().endswith(page.encode())


def test_a_narrow_ascii_world_is_served(home: Path, tmp_path: Path) -> None:
    quotes = tmp_path / "quotes.txt"
    quotes.write_text("It’s “cold” – 5 °C. Ω is a letter.", "utf-8")
    environ = {"PYTHONIOENCODING": "ascii"}
    shown = run_reader(home, "show", quotes, environ=environ)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert 'It\'s "cold" - 5 ?C.' in shown.stdout
    document = json.loads(run_reader(home, "show", quotes, "--json", environ=environ).stdout)
    assert "It’s “cold” – 5 °C." in json.dumps(document, ensure_ascii=False)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes close otherwise on Windows")
def test_a_reader_of_the_output_may_leave(home: Path, tmp_path: Path) -> None:
    long = tmp_path / "long.txt"
    long.write_text("A sentence among many others. " * 20_000)
    ran = subprocess.run(
        f'"{sys.executable}" -m reader show "{long}" --json | head -c 10',
        shell=True,
        env=terminal_environ(reader_environ(home)),
        cwd=ROOT,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert len(ran.stdout) == 10
    assert ran.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_full_disk_behind_the_output_is_told(home: Path) -> None:
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "reader", "--help"],
            env=terminal_environ(reader_environ(home)),
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=30,
        )
    assert ran.returncode == 1
    assert ran.stderr.startswith("The result could not be written")
    assert len(ran.stderr.splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_an_interruption_ends_it_quietly(home: Path, http_server: HttpServer) -> None:
    address = http_server.never_answer("/slow")
    with subprocess.Popen(
        [sys.executable, "-m", "reader", "save", address],
        env=terminal_environ(reader_environ(home)),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as saving:
        _wait_until_asked(http_server, "/slow")
        saving.send_signal(signal.SIGINT)
        out, err = saving.communicate(timeout=10)
    assert (saving.returncode, out) == (1, b"")
    assert err == b"Stopped. What was saved stays, and the same command goes on from there.\n"
    assert run_reader(home, "list").stdout == ""


def _wait_until_asked(server: HttpServer, path: str) -> None:
    eventually(lambda: server.requests_for(path) or None, "the page is asked for")


# do and status, with a reader on the screen


@pytest.mark.skipif(os.name != "posix", reason="needs a pty")
def test_a_running_reader_is_steered_and_tells_how_it_is(home: Path, tmp_path: Path) -> None:
    text = tmp_path / "long.txt"
    text.write_text("\n\n".join(f"This is paragraph number {number}." for number in range(200)))
    with RunningReader(home, str(text)) as reader:
        reader.wait_for_state("playing")
        assert run_reader(home, "do", "pause").returncode == 0
        reader.wait_for_state("paused")
        before = json.loads(run_reader(home, "status", "--json").stdout)
        moved = run_reader(home, "do", "next-sentence", "next-sentence", "pause")
        assert (moved.returncode, moved.stderr) == (0, "")
        after = json.loads(run_reader(home, "status", "--json").stdout)
        assert after["sentence"] == before["sentence"] + 2
        assert set(after) == {
            "state", "screen", "document", "title", "section", "sentence", "word", "text",
            "rate_wpm", "voice", "engine", "menu", "presses", "error",
        }  # fmt: skip
        assert after["state"] == "paused"
        assert after["screen"] == "reading"
        plainly = run_reader(home, "status")
        assert plainly.returncode == 0
        assert "Paused" in plainly.stdout
        assert after["text"] in plainly.stdout
        assert_one_sentence(run_reader(home, "do", "pause", "dance"), status=2)
        assert run_reader(home, "do", "quit").returncode == 0
        assert reader.terminal.wait_for_exit() == 0
    assert_one_sentence(run_reader(home, "status", "--json"))
    assert_one_sentence(run_reader(home, "do", "play"))
