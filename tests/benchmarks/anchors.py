"""What people have today, on the same private server: eSpeak's own command, and Speech Dispatcher kept warm."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.ear import Ear, Toggling, toggle
from tests.benchmarks.texts import voiced_sentences
from tests.support.pulse import PulseServer
from tests.support.terminal import Terminal
from tests.support.waiting import eventually

_TEXT = " ".join(voiced_sentences(8, seed=7))
"""Long enough that it is still being spoken when it is stopped."""


def espeak_command(server: PulseServer, ear: Ear, count: int) -> list[float]:
    """Milliseconds from starting `espeak-ng TEXT` to its sound."""
    running: list[subprocess.Popen[bytes]] = []

    def start() -> float:
        now = time.perf_counter()
        running.append(
            subprocess.Popen(
                ["espeak-ng", _TEXT], env=server.environment, stderr=subprocess.DEVNULL
            )
        )
        return now

    def stop() -> float:
        now = time.perf_counter()
        process = running.pop()
        process.kill()
        process.wait()
        return now

    start()
    try:
        return toggle(ear, start, stop, count, is_held=False).to_sound_ms
    finally:
        for process in running:
            process.kill()
            process.wait()


def warm_dispatcher(server: PulseServer, ear: Ear, count: int) -> Toggling:
    """Milliseconds from starting `spd-say TEXT` to sound, and from starting `spd-say -S` to silence."""
    with _dispatcher(server) as environ:

        def say() -> float:
            now = time.perf_counter()
            subprocess.Popen(["spd-say", _TEXT], env=environ).wait()
            return now

        def stop() -> float:
            now = time.perf_counter()
            subprocess.Popen(["spd-say", "-S"], env=environ).wait()
            return now

        say()
        return toggle(ear, say, stop, count, is_held=False)


@contextmanager
def _dispatcher(server: PulseServer) -> Iterator[dict[str, str]]:
    """A Speech Dispatcher with a configuration and a socket of its own; gives its clients' environment."""
    with tempfile.TemporaryDirectory(prefix="speechd-") as name:
        folder = Path(name)
        settings, modules = folder / "settings", folder / "settings" / "modules"
        modules.mkdir(parents=True)
        shutil.copy("/etc/speech-dispatcher/modules/espeak-ng.conf", modules)
        (settings / "speechd.conf").write_text(
            'LogLevel 1\nLogDir "stdout"\nAudioOutputMethod "pulse"\n'
            'AddModule "espeak-ng" "sd_espeak-ng" "espeak-ng.conf"\nDefaultModule espeak-ng\n'
            "DefaultVolume 100\nDisableAutoSpawn\n"
        )
        socket = folder / "speechd.sock"
        environ = server.environment | {"SPEECHD_ADDRESS": f"unix_socket:{socket}"}
        process = subprocess.Popen(
            [
                "speech-dispatcher",
                "--run-single",
                *("--communication-method", "unix_socket"),
                *("--socket-path", str(socket)),
                *("--config-dir", str(settings)),
                *("--log-dir", str(folder)),
                *("--pid-file", str(folder / "pid")),
                *("--timeout", "0"),
            ],
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            eventually(socket.exists, "Speech Dispatcher's socket")
            # Warm: it has spoken once, and its voice's module is running.
            subprocess.run(["spd-say", "--wait", "yes"], env=environ, check=True, timeout=20)
            yield environ
        finally:
            process.terminate()
            process.wait()


def bare_tone_app(server: PulseServer, ear: Ear, buffer_ms: int, count: int) -> Toggling:
    """Milliseconds from a key's byte to a tone, and to silence, in an app that does nothing else."""
    command = [sys.executable, "-m", "tests.benchmarks.tone_app", str(buffer_ms)]
    with Terminal(command, environ=server.environment) as terminal:
        terminal.wait_for("ready")

        def press() -> float:
            return terminal.send("space")

        press()
        return toggle(ear, press, press, count)


def missing() -> str | None:
    """Which anchor's program is not here; None where all are."""
    for program in ("espeak-ng", "spd-say", "speech-dispatcher"):
        if shutil.which(program) is None:
            return f"{program} is not installed"
    return None
