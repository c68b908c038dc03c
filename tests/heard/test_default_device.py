"""The reading goes where the system's choice of loudspeaker goes, and on when a loudspeaker is taken away."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

import pytest

from reader.speech.player import Player
from reader.speech.utterance import Clip
from tests.support.pulse import PulseServer, missing, pulse_server
from tests.support.waiting import eventually

pytestmark = [
    pytest.mark.heard,
    pytest.mark.skipif(missing() is not None, reason=str(missing())),
]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[PulseServer]:
    with pulse_server() as server:
        monkeypatch.setenv("PULSE_SERVER", server.address)
        yield server


def pactl(server: PulseServer, *words: str) -> str:
    done = subprocess.run(
        ["pactl", *words], env=server.environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def is_on(server: PulseServer, sink: str) -> bool:
    numbers = {
        line.split("\t")[1]: line.split("\t")[0]
        for line in pactl(server, "list", "short", "sinks").splitlines()
    }
    inputs = pactl(server, "list", "short", "sink-inputs").splitlines()
    return [line.split("\t")[1] for line in inputs] == [numbers.get(sink)]


def test_the_sound_follows_the_systems_choice_and_outlives_a_device(server: PulseServer) -> None:
    module = pactl(server, "load-module", "module-null-sink", "sink_name=second").strip()
    player = Player()
    try:
        player.feed(Clip(b"\x00\x10" * 22050 * 60, 22050), tag="a")
        eventually(lambda: player.heard() is not None, "the first sound")
        assert is_on(server, "ear")
        for change, sink in (
            (("set-default-sink", "second"), "second"),
            (("unload-module", module), "ear"),
        ):
            pactl(server, *change)
            eventually(lambda sink=sink: is_on(server, sink), f"the sound on {sink}")
            heard = player.heard()
            assert heard is not None
            eventually(
                lambda before=heard.at_ms: (
                    (now := player.heard()) is not None and now.at_ms > before + 200
                ),
                "the reading going on",
            )
            assert player.trouble is None
    finally:
        player.close()
