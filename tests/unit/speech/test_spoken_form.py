from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from reader.speech.pronunciations import SHIPPED
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
        == "Tel. plus vier neun, drei null, neun null eins, acht zwei null oder beispiel Punkt D E"
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


WRITTEN = Path(__file__).resolve().parents[2] / "data" / "spoken_form.tsv"
"""Written lines of British pages, a tab, and what is said."""


def test_many_lines_are_said_as_a_good_reader_would() -> None:
    lines = [line.split("\t") for line in WRITTEN.read_text(encoding="utf-8").splitlines()]
    assert len(lines) > 350
    said = [(written, speak(written).text) for written, _ in lines]
    assert said == [(written, wanted) for written, wanted in lines]


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("on 12/05/2024", "on December fifth, twenty twenty four"),
        ("on 25/12/2024", "on December twenty fifth, twenty twenty four"),
        ("Call (212) 555-0142.", "Call two one two, five five five, zero one four two."),
        ("In 2005, 120 people", "In two thousand five, one hundred twenty people"),
        ("5 ml and 2 cm", "five milliliters and two centimeters"),
        ("25¢ or $0.25", "twenty five cents or twenty five cents"),
        ("Dial 988.", "Dial nine eight eight."),
    ],
)
def test_american_pages_are_said_in_the_american_way(written: str, spoken: str) -> None:
    assert speak(written, "en-US").text == spoken


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [
        ("de", "7-14 Tage, 50 % & mehr[1]", "7 bis 14 Tage, 50 Prozent und mehr"),
        ("de-DE", "info@beispiel.org, 38 °C", "info ät beispiel Punkt org, 38 Grad Celsius"),
        ("fr", "le 01 42 68 53 00", "le zéro un, quatre deux, six huit, cinq trois, zéro zéro"),
        ("fr", "10–20 % → 5 €", "10 à 20 pour cent, 5 euros"),
        ("es", "al 912 345 678 ± 2", "al nueve uno dos, tres cuatro cinco, seis siete ocho más o menos 2"),
        ("it", "al 02 1234 5678, < 5", "al zero due, uno due tre quattro, cinque sei sette otto, meno di 5"),
        ("pt-PT", "www.exemplo.pt/a", "exemplo ponto P T"),
        ("nl", "020 624 1111, 3 × 5", "nul twee nul, zes twee vier, een een een een, 3 keer 5"),
        ("xx", "50 % & 5-7", "50 % & 5-7"),
    ],
)  # fmt: skip
def test_other_languages_say_numbers_to_dial_addresses_and_signs(
    language: str, written: str, spoken: str
) -> None:
    assert speak(written, language).text == spoken


def test_what_the_page_expands_is_said_as_it_says() -> None:
    written = "The WCG[a] met in St Ives."
    spoken = speak(written, phrases=((4, 7, "writer's [[cramp]] group"),), marks=((7, 10),))

    assert spoken.text == "The writer's   cramp   group met in Saint Ives."
    start = spoken.text.index("cramp")
    assert spoken.to_shown(start, start + 5) == (4, 7)


ODD = (
    "word|naïve| | |[12]|• |"
    "www.a.org/b|020 7946 0000|®|\u200b|.|👍|[[|]]|<b>|</speak>|<|5|12/05/2024|9.30am|£5|£|-|–|/|½|"
    "St.|No.|e.g.|type II|I|IV|DYT1|"
    "x|×|@|a@b.co|°C|5mg|1990s|'s|(|)|\x01|\n|\ud800|Mon|-Fri|24/7|:|14:00|3.2.1|+44|(0)|"
    "99999999999999999999999|１２|²|٣|ǅ|İ|ß|#|…|Jan|May|2019-21|,|1,000|0|00|_|*|†|p|%|PhD|ASAP|et al.|NW1 6XE|&|\u2028"
).split("|")
LANGUAGES = ("en-GB", "en-US", "en", "de", "fr-CA", "", "pt-BR", "xx", "zh-Hans")


@pytest.mark.parametrize("seed", range(4))
def test_any_text_is_said_safely_and_mapped_back_in_order(seed: int) -> None:
    chance = random.Random(seed)
    for round_ in range(1500):
        if round_ % 3:
            written = "".join(chance.choices(ODD, k=chance.randrange(1, 14)))
        else:
            ranges = ((0, 0x250), (0x2000, 0x2800), (0, 0x110000))
            written = "".join(
                chr(chance.randrange(*chance.choice(ranges))) for _ in range(chance.randrange(30))
            )
        spoken = speak(written, chance.choice(LANGUAGES))
        places = [spoken.to_spoken(char) for char in range(len(written) + 1)]
        assert places == sorted(places)
        assert places[-1] <= len(spoken.text)
        shown = [spoken.to_shown(char, char + 1) for char in range(len(spoken.text))]
        assert shown == sorted(shown)
        assert all(0 <= begin < end <= len(written) for begin, end in shown)
        assert "[[" not in spoken.text
        assert "]]" not in spoken.text
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", spoken.text)
        assert not spoken.text.lstrip().startswith("<")


def test_ordinary_words_are_never_lost() -> None:
    chance = random.Random(3)
    words = "rest play hands often piano writing slowly together finger teacher".split()
    for _ in range(1500):
        pieces = [chance.choice([*words, *ODD]) for _ in range(chance.randrange(1, 12))]
        written = " ".join(pieces)
        said = speak(written).text.split()
        for word in words:
            assert said.count(word) >= pieces.count(word), written


def test_commands_of_engines_lose_their_power() -> None:
    said = speak("[[rate 300]] <speak><break time='3s'/>Rest</speak> \x0150P now").text
    assert not set("[<\x01") & set(said)
    assert {"rate", "Rest", "now"} <= set(said.split())


@pytest.mark.parametrize(
    ("written", "letters"),
    [
        ("botulinum toxin type A is given", 1),
        ("hepatitis A and group A streptococcus", 2),
        ("ATP1A3 and the ADL scale", 3),
        ("A to Z", 1),
        ("Ask Dr A Smith or Prof. A. Jones.", 2),
        ("A leaflet. A cramp. “A tremor”: A hand", 0),
        ("Living With A Tremor", 0),
    ],
)
def test_a_capital_a_that_is_a_name_is_no_small_word(written: str, letters: int) -> None:
    spoken = speak(written, pronunciations=SHIPPED)
    assert [spoken.text[start:end] for start, end, _ in spoken.phonemes].count("A") == letters
