"""Running heads and page numbers: lines at the edge of PDF pages that come again page after page. Pure; any thread.

A line counts where its words stand at the same height on a page nearby, numbers aside, or where its number goes up
with the pages.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import chain, pairwise

from reader.documents.pdf_blocks import style_of
from reader.documents.pdf_layout import Line, begins_note

_EDGE_LINES = 3
"""So many lines from the top and from the bottom of a page are looked at."""
_SAME_HEIGHT = 4.0
"""Points."""
_NEAR_PAGES = 3
_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[-–—|\s.(\[]*(?P<word>(?:page|pg|p|seite|s|página|pagina|side|sida|strona|str|стр|第)\b\.?)?\s*"
    r"(?P<number>\d{1,4}|[ivxlc]{1,7})\s*(?:页|頁|ページ|쪽)?\s*(?P<of>(?:of|/|von|de|di|av|из|sur)\s*\d{1,4})?[-–—|\s.)\]]*",
    re.IGNORECASE,
)


def split_furniture(pages: Sequence[Sequence[Line]]) -> tuple[set[int], list[str], list[str]]:
    """`id()` of the lines that are no text, the words of the running heads, and the page numbers.

    `pages` holds all lines of each page, in any order.
    """
    edges = [_edge_lines(lines) for lines in pages]
    usual = style_of(line for lines in pages for line in lines).size
    repeated = _repeated(edges, usual)
    counting = _counting(edges, usual)
    lone = _page_numbers(edges)
    found: set[int] = set()
    heads: list[str] = []
    numbers: list[str] = []
    for sides in edges:
        for lines in sides:
            is_inside = False
            for line in lines:
                text = line.text()
                is_number = id(line) in lone
                if is_inside and not (is_number and _says_page(text)):
                    continue
                if not (is_number or id(line) in repeated or id(line) in counting):
                    is_inside = True  # what lies further in is the page's own
                    continue
                found.add(id(line))
                if is_number:
                    numbers.append(text)
                elif text not in heads:
                    heads.append(text)
    return found, heads, numbers


def _edge_lines(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The lines at the top, outermost first, and those at the bottom."""
    by_height = sorted(lines, key=lambda line: -line.base)
    half = len(by_height) // 2 + 1
    reach = min(_EDGE_LINES, half)
    top = _whole_rows(by_height, reach)
    bottom = _whole_rows(by_height[::-1], reach)
    seen = {id(line) for line in top}
    return top, [line for line in bottom if id(line) not in seen]


def _whole_rows(lines: Sequence[Line], rows: int) -> list[Line]:
    """The first lines, with all that stands on the same height."""
    taken: list[Line] = []
    base: float | None = None
    for line in lines:
        if base is None or abs(line.base - base) > _SAME_HEIGHT:
            rows -= 1
            base = line.base
        if rows < 0:
            break
        taken.append(line)
    return taken


def _key(line: Line) -> str:
    return _NUMBER.sub("#", line.text()).casefold().replace(" ", "")


def _may_count(line: Line, usual: float) -> bool:
    """Whether a line whose number changes may be a running head: no note is, nor "Chapter 3" in large type."""
    return line.size <= 1.1 * usual and not line.bold and not begins_note(line.words)


def _repeated(edges: Sequence[tuple[list[Line], list[Line]]], usual: float) -> set[int]:
    """Lines whose words stand at the same height on another page nearby."""
    places: dict[tuple[int, str], list[tuple[int, Line]]] = defaultdict(list)
    for page, sides in enumerate(edges):
        for side, lines in enumerate(sides):
            for line in lines:
                places[side, _key(line)].append((page, line))
    found: set[int] = set()
    for same in places.values():
        # the title on the page itself may stand between the two
        for (page, line), (other, twin) in chain(pairwise(same), zip(same, same[2:], strict=False)):
            if not (_may_count(line, usual) or line.text() == twin.text()):
                continue
            if 0 < other - page <= _NEAR_PAGES and abs(line.base - twin.base) <= _SAME_HEIGHT:
                found.add(id(line))
                found.add(id(twin))
    return found


def _counting(edges: Sequence[tuple[list[Line], list[Line]]], usual: float) -> set[int]:
    """Lines with a number that goes up with the pages, such as "3.2 Knots  45"."""
    steps: Counter[tuple[int, int, int]] = Counter()
    holders: dict[tuple[int, int, int], list[Line]] = defaultdict(list)
    for page, sides in enumerate(edges):
        for side, lines in enumerate(sides):
            for line in (x for x in lines[:4] if _may_count(x, usual)):
                numbers = [int(n) for n in _NUMBER.findall(line.text())[:6] if len(n) < 6]
                for number in {numbers[0], numbers[-1]} if numbers else ():
                    key = (side, round(line.base / _SAME_HEIGHT), number - page)
                    steps[key] += 1
                    holders[key].append(line)
    least = max(3, len(edges) * 2 // 5)
    found: set[int] = set()
    for key, count in steps.items():
        if count >= least:
            found.update(id(line) for line in holders[key])
    return found


def _page_numbers(edges: Sequence[tuple[list[Line], list[Line]]]) -> set[int]:
    """Lines that hold nothing but the number of the page."""
    counted: dict[tuple[int, int], list[Line]] = defaultdict(list)
    found: set[int] = set()
    for page, sides in enumerate(edges):
        for side, lines in enumerate(sides):
            for line in lines:
                text = line.text()
                match = _PAGE_NUMBER.fullmatch(text)
                if not match:
                    continue
                if match["word"] or match["of"]:
                    found.add(id(line))
                    continue
                number = match["number"]
                value = int(number) if number.isdigit() else _roman_value(number)
                if value is not None:
                    counted[side, value - page].append(line)
    for (side, _), lines in counted.items():
        if len(lines) > 1 or (len(edges) <= 2 and side == 1):
            found.update(id(line) for line in lines)
    return found


def _says_page(text: str) -> bool:
    """Whether it is "page 2 of 3" in full, which is no text wherever it stands."""
    match = _PAGE_NUMBER.fullmatch(text)
    return bool(match) and bool(match["word"]) and bool(match["of"])  # type: ignore[index]


def _roman_value(number: str) -> int | None:
    """The value of a small Roman number."""
    if not number.islower():
        return None
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}.get(c, 0) for c in number]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))
