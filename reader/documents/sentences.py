"""Where sentences begin and end inside one block of text. Pure; any thread; no import that costs.

A block is never joined to another: headings, list items and cells end a sentence whatever their punctuation, so the
caller splits each alone. The text is one line (single spaces). Rules and word lists are our own: a stop is a
candidate, the word before it and the word after it decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LISTENING_WORDS = 60
"""A piece with more words is cut at a semicolon, colon, dash or end of quotation where there is one."""
_LEAST_WORDS = 8
"""No such cut leaves less than this on either side."""
_MOST_CHARS = 1200
"""What is longer is cut at a comma or a space, so that no utterance grows without bound."""

_STOPS = re.compile(
    r"""
    (?P<stop>
        (?: \.[ ]\.(?:[ ]?\.)+ )          # spaced ellipsis
      | [.!?…‼⁇⁈⁉؟۔।॥։።។။]+
    )
    (?P<close> ["'”’»›)\]}*_]* (?: [ ]?\[\d{1,3}\] )* )
    (?= [ ] | $ )
    | (?P<wide> [。！？｡]+ [」』）】”’"]* )   # no space follows these
    """,
    re.VERBOSE,
)
_WORD_BEFORE = re.compile(r"[^\s\"“”„«»()\[\]{}‘/—–]+$")
_NEXT_WORD = re.compile(r"[ \"'“”„‘’«»‹›(\[{¿¡*_•·–—-]*([^\W_]?)([\w’'&]*)")
_CITATION = re.compile(r" ?\([^()]{0,80}\d[^()]{0,12}\)[.,;:]")
_CUT = re.compile(r"[;:](?= )|(?<= )[–—-](?= )|—|[.!?][”’\"'»)](?= )")
_SOFT_CUT = re.compile(r",(?= )")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?\Z")

_TITLES = frozenset(
    "adm brig capt cmdr col cpl dr fr gen gov hon lt maj messrs mgr mlle mm mme mmes mr mrs ms mt mx pres prof profs"
    " rep revd rev sen sens sgt sr sra srta st ste supt hr herr fra dott ing".split()
)
"""A name follows these."""
_COUNTED = frozenset(
    "app art arts bd ca cap ch chap chaps circa dept ed eds eq eqs ext fig figs fol ill n nº n° no nos nr nrs"
    " number op p pag para paras pg pl pp pt ref refs sect sec ser tab tel vol vols approx appx ab abb abs bl"
    " kap num núm".split()
)
"""A number, or the thing counted, follows these; a capitalised word does so in a new sentence."""
_GO_ON = frozenset(
    "e.g eg i.e ie viz cf vs v al z.b d.h u.a bzw s.o s.u p.ex p.ej vgl incl inkl esp resp usu z.t o.ä op.cit ibid"
    " a.k.a aka c.f et.al".split()
)
"""Always go on with what follows."""
_MAY_END = frozenset(
    "co corp inc ltd plc bros assn jr snr jnr esq ph.d phd m.d md b.a m.a b.sc m.sc ave blvd rd sq hwy"
    " jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun u.s u.k u.n e.u"
    " u.s.a usa min mins hr hrs sec secs oz lb lbs ft yd yds in mi tbsp tsp wk wks yr yrs mo mos est univ gmbh ag"
    " mio mrd str bldg avg max dist temp vols".split()
)
"""End a sentence only where the next word surely begins one."""
_CLOCK = frozenset({"a.m", "p.m", "am", "pm"})
_PHRASE_OPENERS = frozenset(
    "about after around at before between by from in on since till to until".split()
)
_STARTERS = frozenset(
    "a after all although am an and another are as at because before both but by can could did do does during"
    " each even every few finally first for from had has have he hence her here his how however i if in instead"
    " is it its just later many may maybe meanwhile more moreover most my never no nobody not nothing now of on"
    " once one only or others our perhaps please several she since so some sometimes soon still such that the"
    " their then there therefore these they this those though three through thus to today two under unless until"
    " was we were what when where whether which while who whose why will with without would yes yet you your".split()
)
"""Words that begin sentences far more often than names."""
_ORDINAL_LANGUAGES = frozenset("cs da de et fi fo hr hu is lb lv nb nn no sk sl sr bs tr".split())
"""A number with a stop is an ordinal there: "am 3. Oktober"."""


def split(text: str, language: str | None) -> tuple[tuple[int, int], ...]:
    """Start and end of each sentence, half-open; only the single spaces between them are in none.

    `language` is a BCP 47 tag or None.
    """
    length = len(text)
    if not length:
        return ()
    primary = (language or "").partition("-")[0].lower()
    spans: list[tuple[int, int]] = []
    start = 0
    for end in _ends(text, primary):
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
    if length > _LISTENING_WORDS * 2:
        spans = [piece for span in spans for piece in _for_listening(text, *span)]
    return tuple(spans)


def _ends(text: str, language: str) -> Iterator[int]:
    """Where sentences end, but for the last."""
    length = len(text)
    start = 0
    for match in _STOPS.finditer(text):
        end = match.end()
        if end >= length:
            return
        if match["wide"]:
            yield end
            start = end
            continue
        stop = match["stop"]
        following = _NEXT_WORD.match(text, end)
        initial, rest = (following[1], following[2]) if following else ("", "")
        if initial and initial.islower():
            continue
        if stop == ".":
            if initial and not _ends_at_stop(
                text, start, match.start(), match["close"], initial, rest, language
            ):
                continue
            if match["close"] and _CITATION.match(text, end):
                continue
        elif stop[0] == "." and len(stop) > 2:  # an ellipsis
            if match["close"][:1] == "]":
                continue
            if not initial or initial.isdigit():
                continue
            if " " in stop and match.start() and text[match.start() - 1] != " ":
                end = match.start() + 1  # the word's own stop comes first
        elif match["close"] and _CITATION.match(text, end):
            continue
        yield end
        start = end


def _ends_at_stop(
    text: str, start: int, at: int, close: str, initial: str, rest: str, language: str
) -> bool:
    """Whether the single stop at `at` ends the sentence that began at `start`; a word or number follows it."""
    before = _WORD_BEFORE.search(text, max(start, at - 40), at)
    if not before:
        return True
    word = before[0]
    key = word.lower().lstrip("*_'’")
    following = (initial + rest).lower()
    surely = following in _STARTERS and initial.isupper()
    if close.strip("*_"):
        return not (close[0] in ")]" and key in _GO_ON)
    if key.isdigit():
        if language in _ORDINAL_LANGUAGES and len(key) <= 2 and initial.isupper():
            return False
        return not (len(key) <= 3 and before.start() <= start + 1)  # "1. The first"
    if key in _CLOCK:
        said = text[start:at].split()
        return not (len(said) <= 4 and said[0].lower() in _PHRASE_OPENERS) and not initial.isdigit()
    if len(key) == 1 and key.isalpha():
        return _ends_after_letter(text, before.start(), word, surely)
    if key in _GO_ON:
        return False
    if key in _TITLES:
        return surely and word[0].islower()
    if key in _COUNTED:
        return initial.isupper() and bool(rest) and (surely or key != "st")
    if key in _MAY_END or _INITIALS.match(key):
        return surely
    return True


def _ends_after_letter(text: str, letter_at: int, letter: str, surely: bool) -> bool:
    """Whether a stop after a single letter ends a sentence: "vitamin C. It", but not "E. Smith"."""
    if not (surely and letter.isupper()):
        return False
    previous = text[max(0, letter_at - 40) : letter_at].rstrip().rpartition(" ")[2]
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


def _for_listening(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The span, cut where it is too long to be heard in one piece."""
    if end - start <= _LISTENING_WORDS * 2:
        return [(start, end)]
    done: list[tuple[int, int]] = []
    open_spans = [(start, end)]
    while open_spans:
        start, end = open_spans.pop()
        cut = _cut(text, start, end)
        if cut is None:
            done.append((start, end))
        else:
            left_end, right_start = cut
            open_spans += [(right_start, end), (start, left_end)]
    return done


def _cut(text: str, start: int, end: int) -> tuple[int, int] | None:
    """End of the left and start of the right piece, near the middle; None where the span stays whole."""
    if (
        end - start > _MOST_CHARS * 4
    ):  # far too long: look only at its beginning, so that the work stays linear
        whole_end, end = end, start + _MOST_CHARS
        return (
            _cut_at(text, start, end, _CUT)
            or _cut_at(text, start, end, _SOFT_CUT)
            or _hard_cut(text, start, min(end, whole_end))
        )
    words = text.count(" ", start, end) + 1
    if words > _LISTENING_WORDS:
        cut = _cut_at(text, start, end, _CUT)
        if cut:
            return cut
    if end - start > _MOST_CHARS:
        return _cut_at(text, start, end, _SOFT_CUT) or _hard_cut(
            text, start, start + (end - start) // 2
        )
    return None


def _cut_at(text: str, start: int, end: int, marks: re.Pattern[str]) -> tuple[int, int] | None:
    """The mark nearest the middle that leaves enough on both sides."""
    middle = (start + end) // 2
    best: int | None = None
    for match in marks.finditer(text, start, end):
        at = match.end()
        if text.count(" ", start, at) < _LEAST_WORDS or text.count(" ", at, end) < _LEAST_WORDS:
            continue
        if best is None or abs(at - middle) < abs(best - middle):
            best = at
    if best is None:
        return None
    right = best + 1 if text[best : best + 1] == " " else best
    return best, right


def _hard_cut(text: str, start: int, at: int) -> tuple[int, int]:
    space = text.rfind(" ", start + 1, at)
    return (space, space + 1) if space > 0 else (at, at)
