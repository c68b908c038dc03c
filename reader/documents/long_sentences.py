"""Cuts sentences that are too long to be heard in one piece. Pure; any thread; no import that costs."""

from __future__ import annotations

import re

LISTENING_WORDS = 60
"""A piece with more words is cut at a semicolon, colon, dash or end of quotation where there is one."""
_LEAST_WORDS = 8
"""No such cut leaves less than this on either side."""
_MOST_CHARS = 1200
"""What is longer is cut at a comma or a space, so that no utterance grows without bound."""
_CUT = re.compile(r"[;:](?= )|(?<= )[–—-](?= )|—|[.!?][”’\"'»)](?= )")
_SOFT_CUT = re.compile(r",(?= )")


def cut_for_listening(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The span, cut where it is too long to be heard in one piece."""
    if end - start <= LISTENING_WORDS * 2:
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
    if words > LISTENING_WORDS:
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
