from __future__ import annotations

import pytest

from reader.speech.onnx_graph import NotAGraph, with_durations
from tests.support import tiny_voice


def test_the_place_where_a_voice_rounds_up_becomes_an_output() -> None:
    plain = tiny_voice.model()
    model, name = with_durations(plain)

    assert name == "w_ceil"
    assert model.startswith(plain), "the voice itself is not touched"
    assert with_durations(model) == (model, "w_ceil"), "it is named once only"


@pytest.mark.parametrize("rounds", [2, 3])
def test_a_graph_that_rounds_up_in_several_places_is_left_alone(rounds: int) -> None:
    plain = tiny_voice.model(rounds=rounds)

    assert with_durations(plain) == (plain, "")


def test_something_else_is_no_graph() -> None:
    for junk in (b"\x3a\xff", b"\x07", b"\xff" * 30, tiny_voice.model()[:300]):
        with pytest.raises(NotAGraph):
            with_durations(junk)
    assert with_durations(b"") == (b"", "")
