"""Whether the voice can be understood after the whole way to the loudspeaker: a recogniser's words, and their loudness.

Method: ten sentences are played, and the monitor's recording is given to pocketsphinx with its own model of US
English, made for people's voices; the anchor is eSpeak's command writing the same sentences into a file. Loudness is
pyloudnorm's (ITU-R BS.1770) over the clips themselves. Both are tools of this benchmark alone: `pip install
pocketsphinx pyloudnorm`.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import wave
from importlib.util import find_spec
from pathlib import Path

from reader.speech.device import resampled
from reader.speech.player import Player
from reader.speech.system_engine import SystemEngine
from reader.speech.utterance import Prosody, Utterance
from tests.benchmarks.figures import Report
from tests.support.pulse import SAMPLE_RATE_HZ, Recorder, pulse_server, wait_until

RECOGNISED_AT_HZ = 16_000
SENTENCES = (
    "the doctor will look at your hand and ask you some questions",
    "many people find that the muscles become stiff when they write",
    "you should rest for a few minutes before you start again",
    "the treatment is given every three months in the hospital",
    "it can help to change the way that you hold the pen",
    "some of these medicines may make you feel very tired",
    "talk to your family about the things that you need",
    "the pain often gets better when the arm is kept warm",
    "please call the number on the back of this letter",
    "there is no cure but there are many ways to make life easier",
)
VOICES = ("en-GB", "en-US", "de", "fr", "es", "nl", "pl")
TOLERANCE = 4.0
"""Percent; of some hundred words, four are chance."""
ESPEAK_VOICE = "en-us"


def run(*, sentences: int = len(SENTENCES)) -> Report:
    """Play, record and recognise so many of the sentences."""
    report = Report()
    absent = [name for name in ("pocketsphinx", "pyloudnorm") if find_spec(name) is None]
    if absent:
        report.note(f"Recognition: not measured, {' and '.join(absent)} not installed.")
        return report
    played, written = [], []
    chosen = SENTENCES[:sentences]
    engine = SystemEngine()
    try:
        with pulse_server() as server:
            before = {name: os.environ.get(name) for name in server.environment}
            os.environ["PULSE_SERVER"] = server.address
            player = Player()
            try:
                for sentence in chosen:
                    played.append(_heard(player, engine, Recorder(server), sentence))
                    written.append(_from_espeak(sentence))
            finally:
                player.close()
                if before["PULSE_SERVER"] is None:
                    del os.environ["PULSE_SERVER"]
        heard, anchor = (100 * _error_rate(chosen, each) for each in (played, written))
        report.number(
            "Words recognised wrongly from the loudspeaker",
            heard,
            unit="%",
            at_most=anchor + TOLERANCE,
        )
        report.anchor("the same from eSpeak's own file", [anchor], unit="%")
        report.note(
            f"Recognition: {100 - heard:.1f} % of the words from the monitor's recording, "
            f"{100 - anchor:.1f} % from eSpeak's own file."
        )
        _add_loudness(report, engine)
    finally:
        engine.close()
    return report


def _heard(player: Player, engine: SystemEngine, recorder: Recorder, sentence: str) -> bytes:
    """What the monitor recorded of a sentence, at the recogniser's rate."""
    clip = engine.synthesize(Utterance(sentence, language="en-US"))
    with recorder:
        player.feed(clip, tag=sentence, gap_ms=300)
        wait_until(lambda: player.is_idle, 30, "the sentence to be heard")
        samples = recorder.so_far().samples
    return resampled(samples.tobytes(), SAMPLE_RATE_HZ, RECOGNISED_AT_HZ)


def _from_espeak(sentence: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        subprocess.run(
            ["espeak-ng", "-v", ESPEAK_VOICE, "-s", "165", "-w", str(path), sentence],
            check=True,
            stderr=subprocess.DEVNULL,
        )
        with wave.open(str(path)) as file:
            frames = file.readframes(file.getnframes())
            return resampled(frames, file.getframerate(), RECOGNISED_AT_HZ)


def _error_rate(sentences: tuple[str, ...], recordings: list[bytes]) -> float:
    """Words that must be changed, put in or taken out, of all words said."""
    from pocketsphinx import Decoder

    decoder = Decoder(samprate=RECOGNISED_AT_HZ, loglevel="FATAL")
    wrong = words = 0
    for sentence, pcm in zip(sentences, recordings, strict=True):
        decoder.start_utt()
        decoder.process_raw(pcm, full_utt=True)
        decoder.end_utt()
        guess = decoder.hyp()
        said = sentence.split()
        understood = re.findall(r"[a-z']+", guess.hypstr.lower()) if guess else []
        wrong += _distance(said, understood)
        words += len(said)
    return wrong / words


def _distance(one: list[str], other: list[str]) -> int:
    row = list(range(len(other) + 1))
    for at, word in enumerate(one, 1):
        corner, row[0] = row[0], at
        for to, guess in enumerate(other, 1):
            corner, row[to] = row[to], min(row[to] + 1, row[to - 1] + 1, corner + (word != guess))
    return row[-1]


def _add_loudness(report: Report, engine: SystemEngine) -> None:
    import numpy
    import pyloudnorm

    far, peaks = [], []
    for language in VOICES:
        for rate_wpm in (165, 350):
            for sentence in SENTENCES:
                prosody = Prosody(rate_wpm=rate_wpm)
                clip = engine.synthesize(Utterance(sentence, language=language, prosody=prosody))
                frames = numpy.frombuffer(clip.pcm, "<i2") / 32768
                meter = pyloudnorm.Meter(clip.sample_rate_hz)
                far.append(abs(meter.integrated_loudness(frames) + 18.0))
                peaks.append(float(abs(frames).max()))
    report.spread("Loudness of a clip, from -18 LUFS either way", far, unit="LU", p95=1.0)
    report.number(
        "Clips that reach full scale", sum(peak >= 1.0 for peak in peaks), unit="", at_most=0
    )


if __name__ == "__main__":
    print(run())
