from __future__ import annotations

import random

import pytest

from reader.speech.spoken_form import speak


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Nothing to change here.", "Nothing to change here."),
        ("“Curly” – naïve café", None),
        ("the cramp[1] and the tremor[2,3] or [4–6]", "the cramp and the tremor or"),
        ("an [interval] stays", None),
        ("See www.example.org.uk/a/b?c=1#d.", "See example dot org dot UK."),
        ("See https://www.example.org:8080/x, then", "See example dot org, then"),
        ("(http://sub.example.com/path)", "(sub dot example dot com)"),
        ("Call 020 7946 0000 now", "Call oh two oh, seven nine four six, oh oh oh oh now"),
        ("Call 0808 157 0000", "Call oh eight oh eight, one five seven, oh oh oh oh"),
        ("from +44 20 7946 0000.", "from plus four four, two oh, seven nine four six, oh oh oh oh."),
        ("call 02079460000", "call oh two oh, seven nine four six, oh oh oh oh"),
        ("(020) 7946 0000", "oh two oh, seven nine four six, oh oh oh oh"),
        (
            "between 1990 and 2004, 100 200 people",
            "between nineteen ninety and two thousand and four, one hundred two hundred people",
        ),
        ("0.12 of 0123", "zero point one two of zero one two three"),
        ("• Rest before the cramp", "Rest before the cramp"),
        ("→ Read more", "Read more"),
        ("Botox® and Dysport™ help", "Botox and Dysport help"),
        ("soft\u00adhyphen, zero\u200bwidth, \u202eturned\u202c", "softhyphen, zerowidth, turned"),
        ("one\ntwo\tthree\x00\x07", "one two three"),
        ("", ""),
    ],
)  # fmt: skip
def test_what_is_spoken(written: str, spoken: str | None) -> None:
    assert speak(written).text == (written if spoken is None else spoken)


def test_numbers_and_dots_are_said_in_the_language_of_the_page() -> None:
    said = speak("Tel. +49 30 901820 oder www.beispiel.de", "de-DE").text

    assert (
        said
        == "Tel. plus vier neun, drei null, neun null eins acht zwei null oder beispiel Punkt D E"
    )


def test_an_unknown_language_keeps_its_numbers() -> None:
    assert speak("020 7946 0000", "xx").text == "020 7946 0000"


def test_a_spoken_word_is_marked_where_it_is_written() -> None:
    written = "Call 020 7946 0000, see www.example.org[3] → now"
    spoken = speak(written)

    def shown(word: str) -> str:
        start = spoken.text.index(word)
        begin, end = spoken.to_shown(start, start + len(word))
        return written[begin:end]

    assert shown("Call") == "Call"
    assert shown("seven") == "7946"
    assert shown("see") == "see"
    assert shown("dot") == "www.example.org"
    assert shown("now") == "now"


def test_a_written_place_is_found_in_what_is_spoken() -> None:
    written = "Call 020 7946 0000 at once[1], then rest"
    spoken = speak(written)

    for word in ("Call", "at", "once", ", then", "rest"):
        assert spoken.to_spoken(written.index(word)) == spoken.text.index(word)
    assert spoken.to_spoken(written.index("7946")) == spoken.text.index("seven")
    assert spoken.to_spoken(len(written)) == len(spoken.text)


def test_the_map_holds_for_any_text() -> None:
    chance = random.Random(7)
    parts = [*"word|naïve| | |[12]|• |www.a.org/b|020 7946 0000|®|\u200b|.|👍".split("|")]
    for _ in range(2000):
        written = "".join(chance.choices(parts, k=chance.randrange(1, 12)))
        spoken = speak(written)
        places = [spoken.to_spoken(char) for char in range(len(written) + 1)]
        assert places == sorted(places)
        assert places[-1] <= len(spoken.text)
        starts = [spoken.to_shown(char, char + 1) for char in range(len(spoken.text))]
        assert starts == sorted(starts)
        for begin, end in starts:
            assert 0 <= begin < end <= len(written)
        for char, place in enumerate(places[:-1]):
            kept = spoken.text[place : place + 1] == written[char]
            if kept and spoken.to_shown(place, place + 1) == (char, char + 1):
                continue
            covered = [edit for edit in spoken.edits if edit[0] <= char < edit[1]]
            assert covered, f"{written!r} at {char}"
