"""Where sentences begin and end inside one block of text. Pure; any thread; no import that costs.

A block is never joined to another: headings, list items and cells end a sentence whatever their punctuation, so the
caller splits each alone. The text is one line (single spaces). Rules and word lists are our own: a stop is a
candidate, the word before it and the word after it decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from reader.documents.long_sentences import LISTENING_WORDS, cut_for_listening
from reader.documents.sentence_words import (
    CLOCK,
    DAYS,
    MONTHS,
    STREETS,
    SURE,
    TIME_GOES_ON,
    UNITS,
    Words,
    words_of,
)

_MOST_PLAIN_CHARS = 20
"""Of a word that is looked up whole."""

_STOPS = re.compile(
    r"""
    (?P<stop>
        (?: \.[ ]\.(?:[ ]?\.)+ )          # spaced ellipsis
      | (?<![.!?…‼⁇⁈⁉؟۔।॥։።፧။។།]) [.!?…‼⁇⁈⁉؟۔।॥։።፧။។།]+ | ፡፡
    )
    (?P<close>
        (?: ['"”’»›“‘«‹)\]}*_] | [ ][»›](?=[ ,;.]|$) )*
        (?: [ ]?\[\d{1,3}(?:[,–-][ ]?\d{1,3})*\] | \[[^\[\]]{1,40}\] | [¹²³⁰⁴-⁹]{1,3} | (?<=[a-z]{3}\.)\d{1,2} )*
    )
    (?= [ ] | $ )
    | (?P<wide> (?: [。！？｡]+ | (?<=[぀-ヿ㐀-鿿])[!?]+(?=[぀-ヿ㐀-鿿「『“）」』]) )
        [」』）】”’"]* )                  # no space follows these
    | (?<=[a-z]{2}) (?P<tight> [.!?] ) (?=[A-Z][a-z]*[ ])     # the space was forgotten
    """,
    re.VERBOSE,
)
_GREEK_STOPS = re.compile(_STOPS.pattern.replace("[.!?…", "[.!?…;"), re.VERBOSE)
"""A semicolon is the question mark there."""
_STOP_SIGNS = re.compile("[!.;?։؟۔।॥།။፡።፧។…‼⁇⁈⁉。！？｡]")
"""Every stop begins with one of these: they are found far faster than stops are."""
_WORD_BEFORE = re.compile(r"[^\s\"“”„«»()\[\]{}‘/—–]+$")
_NEXT_WORD = re.compile(r"[ \"'“”„‘’«»‹›(\[{¿¡*_•·–—£$€¥#~±≈§&+=<>/-]*([^\W_]?)([\w’'&]*)")
_CITATION = re.compile(r" ?\([^()]{0,80}\d[^()]{0,12}\)[.,;:]")
_CITED = re.compile(
    r" ?\([^()]{0,80}(?<!\d)(?:1[5-9]|20)\d\d[a-z]?(?:[:,] ?[^()]{1,12})?\)(?= [^\W\d_a-z]|$)"
)
"""A source that stands after the stop belongs to the sentence before."""
_SAID = re.compile(
    r" (?P<who>[A-Z][\w’'-]*)\.?(?: [A-Z][\w’'-]*\.?){0,2} (?:said|says|asked|asks|cried|replied|shouted|whispered"
    r"|answered|called|added|exclaimed|wondered|screamed|demanded|murmured|muttered)\b"
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?\Z")
_MARKER = re.compile(
    r"(?:^|(?<= ))(?P<sign>[•⁃‣*-] ?)?\(?(?P<number>\d{1,2}|[a-z])(?P<form>\.\)|\)|\.)(?= |[A-Z])"
)
_ROMAN = re.compile("[IVXLCDM]{2,}")
_DOUBLE_INITIAL = re.compile(r"[^\W\d_]\.-[^\W\d_]")
_LONE_MARKER = re.compile(r"\W*(?:\d{1,3}|[a-zA-Z])\W*")
_KOREAN = re.compile("[가-힣]")
_PARTICLES = "とってがはをにでのもなやくかへ"
"""With one of these a Japanese sentence goes on after a quotation."""
_OPENING = "「『（【“"
_CLOSING = "」』）】”"
_MOST_QUOTED_CHARS = 120
"""A longer quotation is heard sentence by sentence."""
_PHRASE_OPENERS = frozenset(
    "about after around at before between by from in on since till to until".split()
)


def split(text: str, language: str | None) -> tuple[tuple[int, int], ...]:
    """Start and end of each sentence, half-open; only the single spaces between them are in none.

    `language` is a BCP 47 tag or None.
    """
    if not text:
        return ()
    primary = (language or "").partition("-")[0].lower()
    cuts = _items(text)
    if not cuts:
        return tuple(_split(text, primary))
    spans: list[tuple[int, int]] = []
    for start, end in pairwise((0, *cuts, len(text))):
        spans += [(start + a, start + b) for a, b in _split(text[start:end], primary)]
    return tuple(spans)


def _items(text: str) -> list[int]:
    """Where the items after the first begin, in a text that is a list: "1. Rest 2. Write"."""
    first = _MARKER.match(text)
    if not first or (
        first["number"] in "aio"
        and first["form"] == "."
        and not first["sign"]
        and text[first.end() : first.end() + 2][-1:].islower()
    ):
        return []
    wanted = _ordinal(first["number"]) + 1
    cuts: list[int] = []
    for marker in _MARKER.finditer(text, first.end()):
        if (
            marker["form"] == first["form"]
            and marker["sign"] == first["sign"]
            and _ordinal(marker["number"]) == wanted
            and marker["number"].isdigit() == first["number"].isdigit()
        ):
            cuts.append(marker.start())
            wanted += 1
    return cuts


def _ordinal(number: str) -> int:
    return int(number) if number.isdigit() else ord(number)


def _split(text: str, language: str) -> list[tuple[int, int]]:
    length = len(text)
    spans: list[tuple[int, int]] = []
    start = 0
    for end in _ends(text, language):
        begin = start
        while begin < end and text[begin] == " ":
            begin += 1
        if end > begin:
            spans.append((begin, end))
        start = end
    begin, end = start, length
    while begin < end and text[begin] == " ":
        begin += 1
    while end > begin and text[end - 1] == " ":
        end -= 1
    if end > begin:
        spans.append((begin, end))
    spans = _with_words(text, spans)
    if length > LISTENING_WORDS * 2:
        spans = [piece for span in spans for piece in cut_for_listening(text, *span)]
    return spans


def _ends(text: str, language: str) -> Iterator[int]:
    """Where sentences end, but for the last."""
    length = len(text)
    words = words_of(language)
    start = 0
    stops = _GREEK_STOPS if language == "el" else _STOPS
    looked_to = 0
    for sign in _STOP_SIGNS.finditer(text):
        match = stops.match(text, sign.start()) if sign.start() >= looked_to else None
        if match is None:
            continue
        looked_to = match.end()
        after = match.end()
        if after >= length:
            return
        end: int | None = after
        if after - match.start() > 1 or not _surely_ends(text, start, after, words):
            end = _end(text, start, match, words)
        if end is None:
            continue
        if end >= length:
            return
        yield end
        start = end


def _surely_ends(text: str, start: int, end: int, words: Words) -> bool:
    """Whether a single stop stands after a plain word and before a capital, as most do: found out quickly."""
    if text[end] != " " or not text[end + 1 : end + 2].isupper():
        return False
    if text[end - 1] != ".":
        return True
    word = text[max(start, text.rfind(" ", 0, end) + 1) : end - 1]
    return (
        2 < len(word) < _MOST_PLAIN_CHARS and word.isalpha() and word.lower() not in words.doubtful
    )


def _end(text: str, start: int, match: re.Match[str], words: Words) -> int | None:
    """Where the sentence that began at `start` ends by this stop; None where it goes on."""
    end = match.end()
    if match["wide"]:
        return end if _ends_at_wide(text, start, match.start(), end) else None
    if text[end : end + 3] in (" : ", " ; ", " , "):
        return None  # "Tél. : 01"
    following = _NEXT_WORD.match(text, end)
    initial, rest = (following[1], following[2]) if following else ("", "")
    if match["tight"]:
        begins = (initial + rest).lower() in words.starters
        return end if begins and _is_plain(text, match.start()) else None
    if initial.islower() and not (rest[:1].isupper() and initial in "ei"):  # "iPhones help"
        return None
    stop, close = match["stop"], match["close"]
    if stop == ".":
        if initial and not _ends_at_stop(text, start, match.start(), close, initial, rest, words):
            return None
    elif stop[0] == "." and len(stop) > 2:
        return _end_of_ellipsis(text, match, initial, rest)
    elif close and _goes_on_saying(text, end, words):
        return None
    if close and _CITATION.match(text, end):
        return None
    cited = _CITED.match(text, end)
    return cited.end() if cited else end


def _end_of_ellipsis(text: str, match: re.Match[str], initial: str, rest: str) -> int | None:
    stop = match["stop"]
    if match["close"][:1] == "]" or not initial or initial.isdigit():
        return None
    if stop == ". . ." and initial == "I" and (not rest or rest[0] in "’'"):
        return None  # "I" is a capital wherever it stands
    if " " in stop and match.start() and text[match.start() - 1] != " ":
        return match.start() + 1  # the word's own stop comes first
    return match.end()


def _is_plain(text: str, at: int) -> bool:
    """Whether the stop stands between two plain words, not in an address or a name of a program."""
    begin = text.rfind(" ", 0, at) + 1
    end = text.find(" ", at)
    return text[begin:at].strip("\"'“‘([)").isalpha() and text[at + 1 : end].isalpha()


def _goes_on_saying(text: str, end: int, words: Words) -> bool:
    """Whether the one who speaks is named after the quotation: "Why?" Ann asked."""
    said = _SAID.match(text, end)
    return bool(said) and said["who"].lower() not in words.starters  # type: ignore[index]


def _ends_at_wide(text: str, start: int, at: int, end: int) -> bool:
    """Whether a stop of a script without spaces ends the sentence: not inside a quotation or brackets."""
    if text[end - 1] in _CLOSING or text[end] in _CLOSING:
        return _ends_quoted(text, start, end)
    opened = max(text.rfind(mark, max(start, at - _MOST_QUOTED_CHARS), at) for mark in _OPENING)
    if opened < 0:
        return True
    closing = _CLOSING[_OPENING.index(text[opened])]
    closed = text.find(closing, opened, opened + _MOST_QUOTED_CHARS)
    return not 0 <= at < closed


def _ends_quoted(text: str, start: int, end: int) -> bool:
    opening = _OPENING[_CLOSING.index(text[end - 1])] if text[end - 1] in _CLOSING else ""
    opened = text.rfind(opening, start, end) if opening else start
    follows = text[end]
    begins = not any(map(str.isalnum, text[start : max(opened, start)]))
    if follows in _OPENING and opening != "（":
        return True
    if opening in ("（", "【"):
        return begins
    if "\u3040" <= follows <= "\u30ff":
        return follows not in _PARTICLES and not begins
    return follows not in "，、,：；" and not begins


def _ends_at_stop(  # noqa: PLR0912 - one question after the other
    text: str, start: int, at: int, close: str, initial: str, rest: str, words: Words
) -> bool:
    """Whether the single stop at `at` ends the sentence that began at `start`; a word or number follows it."""
    before = _WORD_BEFORE.search(text, max(start, at - 40), at)
    if not before:
        return True
    word = before[0]
    key = word.lower().lstrip("*_'’‘")
    elided = max(key.rfind("’"), key.rfind("'"))
    if 0 < elided <= 2:
        key = key[elided + 1 :]  # "l'art"
    if not key:
        return True  # nothing but quotation marks stands before the stop
    following = (initial + rest).lower()
    surely = following in words.starters and initial.isupper()
    likely = surely or (not words.is_strict and not initial.isdigit())
    if close.strip("*_"):
        if close.isdigit():
            return not any(key in some for some in (words.titles, words.counted, words.go_on))
        if start + 6 > at and _LONE_MARKER.fullmatch(text, start, at + 1 + len(close)):
            return False  # "1.) The first"
        return not (close[0] in ")]" and key in words.go_on)
    if key[-1:].isdigit():
        is_first = not any(map(str.isalnum, text[start : before.start()]))
        counted = (
            text[max(start, before.start() - 12) : before.start()].rstrip(" ").rpartition(" ")[2]
        )
        if counted[-1:] == "." and counted[:-1].lower() in words.counted:
            return True  # "Kap. 3. Dort"
        return _ends_after_number(key, initial, words, is_first=is_first, surely=surely)
    if key in CLOCK:
        said = text[start:at].split(maxsplit=5) if at - start < 120 else []
        if initial.isdigit() or following in TIME_GOES_ON:
            return False
        return not (0 < len(said) <= 4 and said[0].lower() in _PHRASE_OPENERS)
    if len(key) == 1 and key.isalpha():
        return _ends_after_letter(text, start, before.start(), word, initial, surely, words)
    if _DOUBLE_INITIAL.fullmatch(key) and key not in words.may_end:
        return False  # "J.-P. Martin"
    last = key.rpartition("-")[2]
    if key in words.go_on or (last != key and last in words.titles):
        return False
    if key in words.titles:
        return _ends_after_title(text, start, before.start(), key, following, surely)
    if key == "no" and initial == "I" and not any(map(str.isalnum, text[start : before.start()])):
        return True  # "No. I do not."
    if key in words.counted:
        if _ROMAN.fullmatch(initial + rest):
            return False  # "Vol. II"
        return not initial.isdigit() and (bool(rest) or not initial.isupper())
    if (key in MONTHS or key in DAYS) and word[0].islower():
        return True  # "he sat", "the sun"
    if word == "Ft":
        return False  # "Ft. Worth"
    if key in UNITS and not text[start : before.start()].rstrip()[-1:].isdigit():
        return True
    if key in MONTHS and key in words.may_end:
        return not initial.isdigit() and following not in TIME_GOES_ON and following not in MONTHS
    if key in words.may_end:
        return likely
    if _INITIALS.match(key):
        return likely and before.start() > start + 1  # "P.S. I love you"
    return not (initial.isdigit() and key.endswith("str"))  # "Hauptstr. 5"


def _ends_after_number(
    key: str, initial: str, words: Words, *, is_first: bool, surely: bool
) -> bool:
    if _KOREAN.match(initial):
        return False  # a date: its sentences end in a verb
    if not key.isdigit():
        return True
    if words.has_ordinals and len(key) <= 2 and not surely:
        return False
    return not (len(key) <= 3 and is_first)  # "1. The first"


def _ends_after_title(
    text: str, start: int, word_at: int, key: str, following: str, surely: bool
) -> bool:
    """Whether there is no name after a title: "See the Dr. He helps." """
    if not surely:
        return False
    previous = text[start:word_at].rstrip().rpartition(" ")[2]
    if key in ("jr", "sr") or (key in STREETS and previous[:1].isupper()):
        return True
    if following in SURE:
        return previous.lower() in ("the", "a", "my")
    return text[word_at].islower()


def _ends_after_letter(
    text: str, start: int, letter_at: int, letter: str, initial: str, surely: bool, words: Words
) -> bool:
    """Whether a stop after a single letter ends a sentence: "vitamin C. It", but not "E. Smith"."""
    previous = text[max(start, letter_at - 40) : letter_at].rstrip().rpartition(" ")[2]
    if letter in words.may_end and initial.isupper():
        return previous[-1:].isdigit() or previous.isupper()  # "1950 г. Он", "XIX в. Он"
    if previous == "т." and initial.isupper():
        return letter in "дп"  # "и т. д. Он"
    if not (surely and letter.isupper()):
        return False
    return len(previous) > 1


def _with_words(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans with those that hold no letter or digit joined on to the one before."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and end - start < 12 and not any(c.isalnum() for c in text[start:end]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    if len(joined) > 1 and not any(c.isalnum() for c in text[slice(*joined[0])]):
        joined[:2] = [(joined[0][0], joined[1][1])]
    return joined
