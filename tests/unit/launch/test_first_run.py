"""Making and mending an environment, by the real installers and a package of our own."""

from __future__ import annotations

import io
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reader.launch.environment import ROOT, STAMP, Environment
from reader.launch.first_run import MARK, CannotPrepare, prepare
from reader.launch.progress import Progress

pytestmark = pytest.mark.slow


def prepared(*places: Environment) -> tuple[Environment, str]:
    """Prepare the first place that can be; gives it and what was said."""
    said = io.StringIO()
    return prepare(places, Progress(said)), said.getvalue()


def version_in(environment: Environment) -> str:
    """Ask the environment's own Python for the package."""
    code = "import tiny_part; print(tiny_part.VERSION)"
    return subprocess.run(
        (environment.python, "-c", code), capture_output=True, text=True, check=True
    ).stdout.strip()


def test_it_is_made_told_about_and_then_left_alone(environment: Environment) -> None:
    assert not environment.is_complete()
    made, said = prepared(environment)
    assert made is environment
    assert "Putting the packages into" in said
    assert environment.is_complete()
    assert version_in(environment) == "1.0"
    assert prepared(environment)[1] == ""


def test_one_that_was_broken_off_is_made_afresh(environment: Environment) -> None:
    half = Path(environment.folder)
    (half / "bin").mkdir(parents=True)
    (half / MARK).touch()
    (half / "bin" / "python").write_text("half a file", encoding="ascii")
    prepared(environment)
    assert version_in(environment) == "1.0"


@pytest.mark.usefixtures("without_uv")
@pytest.mark.skipif(
    sys.platform == "win32", reason="no signal there leaves the installer running alone"
)
def test_a_start_that_is_killed_leaves_nothing_in_the_way(environment: Environment) -> None:
    code = (
        "import sys; from reader.launch.environment import Environment; from reader.launch.first_run import prepare;"
        f"from reader.launch.progress import Progress; prepare([Environment({environment.folder!r},"
        f" {environment.lock!r})], Progress(sys.stderr))"
    )
    with subprocess.Popen((sys.executable, "-c", code), cwd=ROOT, stderr=subprocess.PIPE) as first:
        mark = Path(environment.folder, MARK)
        deadline = time.monotonic() + 60
        while not mark.exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        first.send_signal(signal.SIGKILL)
        first.wait()
        assert not environment.is_complete()
        prepared(environment)
    assert version_in(environment) == "1.0"


def test_a_persons_own_environment_is_kept(environment: Environment) -> None:
    theirs = Path(environment.folder)
    theirs.mkdir()
    (theirs / "pyvenv.cfg").write_text("theirs", encoding="ascii")
    _, said = prepared(environment)
    assert "it is kept as .venv.set-aside" in said
    assert (theirs.parent / ".venv.set-aside" / "pyvenv.cfg").read_text(
        encoding="ascii"
    ) == "theirs"


def test_a_newer_lock_takes_the_place_of_the_older(
    environment: Environment, lock: Path, make_wheel
) -> None:
    prepared(environment)
    lock.write_text(make_wheel("2.0"), encoding="utf-8")
    assert not environment.is_complete()
    prepared(environment)
    assert version_in(environment) == "2.0"
    beside = {path.name for path in Path(environment.folder).parent.iterdir()}
    assert beside == {".venv", ".venv.lock"}


def test_where_the_newer_cannot_be_fetched_the_older_serves(
    environment: Environment, lock: Path, wheels: Path, make_wheel
) -> None:
    prepared(environment)
    lock.write_text(make_wheel("2.0"), encoding="utf-8")
    shutil.rmtree(wheels)
    _, said = prepared(environment)
    assert "it starts with the ones from before" in said
    assert version_in(environment) == "1.0"
    assert not environment.is_complete()


def test_an_older_one_without_a_needed_package_does_not_serve(
    environment: Environment, lock: Path
) -> None:
    prepared(environment)
    lock.write_text(
        lock.read_text(encoding="utf-8").replace("tiny-part", "another-part"), encoding="utf-8"
    )
    with pytest.raises(CannotPrepare, match="packages were not found"):
        prepared(environment)


def test_a_python_that_was_replaced_by_the_same_version_is_kept(environment: Environment) -> None:
    prepared(environment)
    stamp = Path(environment.stamp)
    _fingerprint, rest = stamp.read_bytes().split(b"\n", 1)
    stamp.write_bytes(b"/usr/bin/python3 1 1\n" + rest)
    assert not environment.is_complete()
    assert prepared(environment)[1] == ""
    assert environment.is_complete()


def test_a_python_that_vanished_is_replaced(environment: Environment) -> None:
    prepared(environment)
    Path(environment.python).unlink()
    assert not environment.is_complete()
    prepared(environment)
    assert version_in(environment) == "1.0"


def test_where_the_checkout_cannot_be_written_the_next_place_is_taken(
    environment: Environment, tmp_path: Path
) -> None:
    (tmp_path / "a file").touch()
    refused = Environment(str(tmp_path / "a file" / ".venv"), environment.lock)
    made, _ = prepared(refused, environment)
    assert made is environment


def test_where_nothing_can_be_written_it_says_so(environment: Environment, tmp_path: Path) -> None:
    (tmp_path / "a file").touch()
    refused = Environment(str(tmp_path / "a file" / ".venv"), environment.lock)
    with pytest.raises(
        CannotPrepare,
        match=r"^Nothing can be written in .*; set READER_HOME to a folder of your own",
    ):
        prepared(refused, refused)


def test_two_first_starts_at_once_make_it_once(environment: Environment) -> None:
    code = (
        "import sys; from reader.launch.environment import Environment; from reader.launch.first_run import prepare;"
        f"from reader.launch.progress import Progress; prepare([Environment({environment.folder!r},"
        f" {environment.lock!r})], Progress(sys.stderr))"
    )
    starts = [
        subprocess.Popen((sys.executable, "-c", code), cwd=ROOT, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [start.communicate()[1] for start in starts]
    assert [start.returncode for start in starts] == [0, 0]
    assert sum("Putting the packages into" in one for one in said) == 1


@pytest.mark.usefixtures("without_uv")
def test_without_a_network_it_says_so_and_the_next_run_mends_it(
    environment: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as cut_off:
        for name in ("PIP_NO_INDEX", "PIP_FIND_LINKS"):
            cut_off.delenv(name)
        cut_off.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
        cut_off.setenv("PIP_RETRIES", "1")
        with pytest.raises(
            CannotPrepare, match="needs the network once; connect, then start again"
        ):
            prepared(environment)
    assert not Path(environment.folder).exists()
    prepared(environment)
    assert version_in(environment) == "1.0"


@pytest.mark.usefixtures("without_uv")
def test_a_package_that_was_changed_on_its_way_is_refused(
    environment: Environment, lock: Path
) -> None:
    pinned, digest = lock.read_text(encoding="utf-8").split("sha256:")
    lock.write_text(f"{pinned}sha256:{digest.strip()[::-1]}\n", encoding="utf-8")
    with pytest.raises(CannotPrepare, match="came otherwise than it was made"):
        prepared(environment)
    assert not Path(environment.folder, STAMP).exists()


@pytest.mark.usefixtures("without_uv")
def test_pip_makes_it_whatever_else_the_person_has_set(
    environment: Environment, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PIP_REQUIRE_VIRTUALENV", "1")
    monkeypatch.setenv("PIP_USER", "1")
    monkeypatch.setenv("PIP_TARGET", str(tmp_path / "astray"))
    monkeypatch.setenv("PIP_CONSTRAINT", str(tmp_path / "no such file"))
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "pip.py").write_text("raise SystemExit('a stranger')", encoding="ascii")
    _, said = prepared(environment)
    assert "1 of 1: tiny" in said
    assert version_in(environment) == "1.0"


def test_a_checkout_without_its_lock_is_named(environment: Environment) -> None:
    Path(environment.lock).unlink()
    with pytest.raises(CannotPrepare, match=r"requirements\.lock is missing; get the whole folder"):
        prepared(environment)
