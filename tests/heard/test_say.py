"""`reader say` without the screen: all of it is heard, Ctrl+C silences it, and lost sound loses nothing."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.pulse import PulseServer, Recorder, Recording, wait_until
from tests.support.running_reader import reader_environ, run_reader
from tests.support.terminal import ROOT, terminal_environ

TEXT = "One short sentence. Another short sentence. The last short sentence."


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "text.txt"
    path.write_text(TEXT)
    return path


def say(server: PulseServer, home: Path, *arguments: str | Path) -> subprocess.Popen[str]:
    """The command, running, on a private sound server."""
    environ = {**server.environment, **terminal_environ(reader_environ(home))}
    environ["PULSE_SERVER"] = server.address
    return subprocess.Popen(
        [sys.executable, "-m", "reader", "say", *map(str, arguments)],
        env=environ,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_until_heard(recorder: Recorder) -> None:
    wait_until(lambda: bool(recorder.so_far().runs()), 20, "something is heard")


def sounding_s(recording: Recording) -> float:
    """Seconds of the stretches that sounded, with the short silences inside words."""
    return sum(last - first for first, last in recording.runs(join_ms=100))


def test_all_of_it_is_heard(steady_pulse: PulseServer, tmp_path: Path, text: Path) -> None:
    into_file = say(steady_pulse, tmp_path / "home", text, "--to", tmp_path / "text.wav")
    assert into_file.communicate(timeout=30)[1] == ""
    file_s = (tmp_path / "text.wav").stat().st_size / 2 / 22050
    with Recorder(steady_pulse) as recorder:
        saying = say(steady_pulse, tmp_path / "home", text)
        out, err = saying.communicate(timeout=60)
        recording = recorder.stop()
    assert (saying.returncode, out, err) == (0, "", "")
    runs = recording.runs()
    heard_s = runs[-1][1] - runs[0][0]
    assert heard_s == pytest.approx(file_s, abs=0.4)


def test_an_interruption_silences_it(steady_pulse: PulseServer, tmp_path: Path, text: Path) -> None:
    text.write_text("A long sentence goes on and on without an end in sight, " * 20)
    with Recorder(steady_pulse) as recorder:
        saying = say(steady_pulse, tmp_path / "home", text)
        wait_until_heard(recorder)
        interrupted_s = time.perf_counter()
        saying.send_signal(signal.SIGINT)
        out, err = saying.communicate(timeout=10)
        time.sleep(0.3)
        recording = recorder.stop()
    assert (saying.returncode, out, err) == (1, "", "")
    last = recording.last_sound_before(time.perf_counter())
    assert last is not None
    assert last - interrupted_s < 0.25


def test_sound_that_comes_back_goes_on_with_the_sentence_it_broke_off_in(
    pulse: PulseServer, tmp_path: Path, text: Path
) -> None:
    with Recorder(pulse) as recorder:
        saying = say(pulse, tmp_path / "home", text)
        wait_until_heard(recorder)
    pulse.kill()
    assert saying.stderr is not None
    told = saying.stderr.readline()  # at this the reading is held
    pulse.start()
    with Recorder(pulse) as recorder:
        _, err = saying.communicate(timeout=60)
        recording = recorder.stop()
    assert saying.returncode == 0
    assert told.startswith("There is no sound")
    assert err == ""
    assert sounding_s(recording) > 3  # all three sentences, from the first one's start


def test_the_doctor_finds_that_reading_aloud_can_work(
    steady_pulse: PulseServer, tmp_path: Path
) -> None:
    ran = run_reader(tmp_path / "home", "doctor", environ={"PULSE_SERVER": steady_pulse.address})
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout
    assert ran.stdout.splitlines()[-1] == "Reading aloud can work."
