"""Finds the headings of a PDF: by its outline, else by size, weight and numbering. Pure; any thread."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from reader.documents.pdf_blocks import Piece, Style, in_capitals, is_contents_line
from reader.documents.pdf_file import OutlineEntry
from reader.documents.pdf_text import mended

_BIGGER = 1.06
"""Of the usual size: type from here on may be that of headings."""
_PROSE = 0.3
"""With this share of its characters in running text, a look is not that of headings."""
_ENOUGH_TAGS = 3
"""A file whose structure names so many headings names them all."""
_MOST_CHARS = 220
_MOST_LINES = 8
"""Of a narrow column."""
_MOST_BOLD_WORDS = 16
_MOST_BOLD_LINES = 4
_MOST_FACE_WORDS = 12
_LEAST_BY_FACE = 2
"""A single line in another typeface than the text is no heading yet."""
_PROSE_CHARS = 60
"""Text of so many characters is no label in a drawing."""
_HEADING_TAGS = frozenset(("", "P", "Div", "Sect", "Part", "Art", "Title", "Document"))
"""Parts of the structure that may be headings all the same."""
_TRUSTED = 0.6
"""With this share of its entries found on their pages, an outline is believed to be complete."""
_NAMED = 0.25
"""With a smaller share of its pieces in the outline, its smallest look is rather that of something else."""
_WORD = re.compile(
    r"[^\W\d_]{3,}|[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]|\b[A-Z]{2}\b"
)
_DATE = re.compile(
    r"(?:^|\s)(?:\d{1,2}\.?\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|januar|februar|märz|mai|juni|juli"
    r"|okt|dez|janvier|février|mars|avril|juin|juillet|août|décembre|enero|agosto|diciembre)[a-zé]*\.?"
    r"(?:\s+\d{1,2}(?:st|nd|rd|th)?)?,?\s+(?:19|20)\d\d$",
    re.IGNORECASE,
)
_MOST_DATE_WORDS = 8
_NUMBER = re.compile(r"(?:[A-Z]|\d{1,2})(?:\.\d{1,3}){0,4}\.?(?=\s)|[IVX]{1,5}\.(?=\s)")
_CAPITALS = 1.25
"""A line in capitals looks so much larger."""
_BIG_CAPITALS = 1.15
"""Of the usual size: larger capitals stand by their size alone."""
_ITEM_NUMBER = re.compile(r"\(?\d{1,2}[.)]\s")
_LONE_NUMBER = re.compile(
    r"(?:chapter|part|section|kapitel|teil|chapitre|partie|capítulo|parte)?\s*(?:\d{1,3}(?:\.\d{1,2})*\.?|[IVXLC]{1,6}\.?|[A-Z])",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.,;]['\"”’»)]*$")


def mark_headings(pieces: Sequence[Piece], outline: Sequence[OutlineEntry], style: Style) -> None:
    """Set `role` and `level` of every piece that is a heading."""
    candidates = [p for p in pieces if _may_be_heading(p, style)]
    candidates = _in_order(pieces, candidates + _told_by_face(pieces, style))
    candidates = _without_prose_looks(candidates, pieces, style)
    if sum(p.tag.startswith("H") for p in pieces) >= _ENOUGH_TAGS:
        candidates = [p for p in candidates if p.tag.startswith("H") or not p.tag]
    entries = _matched(pieces, outline, style)
    trusted = len(outline) >= 3 and len(entries) >= _TRUSTED * len(outline)
    if trusted:
        looks = _looks_of(entries, candidates)
        least = min(size for size, _ in looks)
        candidates = [
            p for p in candidates if _look(p) in looks or (p.size > least * 1.05 and p.bold)
        ]
    chosen = {id(p): p for p in candidates}
    for p, _ in entries:
        chosen[id(p)] = p
    depths = {id(p): depth for p, depth in entries}
    ordered = [p for p in pieces if id(p) in chosen]
    _set_levels(ordered, depths, style)


def _looks_of(
    entries: Sequence[tuple[Piece, int]], candidates: Sequence[Piece]
) -> set[tuple[float, bool]]:
    """The looks of what the outline names; the smallest only if many in that look are named."""
    named = Counter(_look(p) for p, _ in entries)
    smallest = min(named)
    given = sum(_look(p) == smallest for p in candidates)
    if len(named) > 1 and named[smallest] < _NAMED * given:
        del named[smallest]
    return set(named)


def _look(piece: Piece) -> tuple[float, bool]:
    return round(piece.size * 2) / 2, piece.bold


def _standing(piece: Piece, style: Style) -> tuple[float, bool]:
    """What tells one heading's level from another's: small capitals stand as high as larger letters."""
    size, bold = _look(piece)
    if size < _BIG_CAPITALS * style.size and in_capitals(piece.text()):
        size = round(2 * size * _CAPITALS) / 2
    return size, bold


def _may_be_heading(piece: Piece, style: Style) -> bool:
    if piece.tag.startswith("H"):
        return True
    if piece.tag and piece.tag not in _HEADING_TAGS:
        return False
    if piece.role in ("table_row", "caption", "heading") or piece.is_contents or piece.is_note:
        return False
    if len(piece.lines) > _MOST_LINES or sum(line.chars for line in piece.lines) > _MOST_CHARS:
        return False
    text = piece.text().strip()
    letters = sum(map(str.isalpha, text))
    if letters < 2 or letters * 2 < len(text.replace(" ", "")) or "@" in text or "://" in text:
        return bool(_LONE_NUMBER.fullmatch(text)) and piece.size >= style.size * 1.25
    if _SENTENCE_END.search(text) and not _NUMBER.fullmatch(text.split(" ")[0] + " "):
        return False
    if not _WORD.search(text) or (_DATE.search(text) and len(text.split()) <= _MOST_DATE_WORDS):
        return False
    if text.count(",") >= 4 or is_contents_line(text) or text[0].islower() or text[0] in "•–-*":
        return False
    if all(line.mono for line in piece.lines) and piece.size < style.size * 1.3:
        return False
    words = len(text.split())
    if piece.size >= style.size * _BIGGER and piece.size >= style.size + 0.7:
        return True
    least = 0.85 if piece.bold and in_capitals(text) else 0.95
    if (
        words > _MOST_BOLD_WORDS
        or piece.size < style.size * least
        or len(piece.lines) > _MOST_BOLD_LINES
    ):
        return False
    if piece.bold and not style.is_bold:
        return not text.endswith(":") or words <= 8
    return piece.role == "body" and words <= _MOST_FACE_WORDS and in_capitals(text)


def _told_by_face(pieces: Sequence[Piece], style: Style) -> list[Piece]:
    """Short lines of the text's own size, each over running text, all in a typeface or a colour that is not its."""
    found: list[Piece] = []
    by_face: Counter[str] = Counter()
    is_over_prose = False
    for piece in reversed(pieces):
        face = piece.face
        may_be = (
            bool(face) and face != style.face and is_over_prose and _may_be_by_face(piece, style)
        )
        if may_be:
            found.append(piece)
            by_face[face] += 1
        is_over_prose = (
            may_be
            or piece.role == "list_item"
            or (
                piece.face in ("", style.face) and sum(x.chars for x in piece.lines) >= _PROSE_CHARS
            )
        )
    return [p for p in found if by_face[p.face] >= _LEAST_BY_FACE]


def _may_be_by_face(piece: Piece, style: Style) -> bool:
    """Whether it is short and of the text's size, and reads like a heading."""
    text = piece.text().strip()
    return (
        (piece.role == "body" or bool(_ITEM_NUMBER.match(text)))
        and not (piece.is_note or piece.is_contents)
        and piece.tag in _HEADING_TAGS
        and len(piece.lines) <= _MOST_BOLD_LINES
        and len(text.split()) <= _MOST_FACE_WORDS
        and 0.95 * style.size <= piece.size < _BIGGER * style.size
        and text[0].isalnum()
        and not text[0].islower()
        and text[-1] not in ".,;:"
        and text.count(",") < 2
        and bool(_WORD.search(text))
        and not (_DATE.search(text) or "@" in text or "://" in text)
        and all(w.link < 0 and not w.mono for line in piece.lines for w in line.words)
    )


def _in_order(pieces: Sequence[Piece], chosen: Sequence[Piece]) -> list[Piece]:
    ids = set(map(id, chosen))
    return [p for p in pieces if id(p) in ids]


def _without_prose_looks(
    candidates: Sequence[Piece], pieces: Sequence[Piece], style: Style
) -> list[Piece]:
    """Those whose look is not also that of running text, such as a lead or the names of authors."""
    all_chars: Counter[tuple[float, bool, str]] = Counter()
    for piece in pieces:
        if piece.role != "table_row":
            all_chars[(*_look(piece), piece.face)] += len(piece.text())
    headings: Counter[tuple[float, bool, str]] = Counter()
    for piece in candidates:
        headings[(*_look(piece), piece.face)] += len(piece.text())
    return [
        p
        for p in candidates
        if p.tag.startswith("H")
        or p.size >= 1.5 * style.size
        or in_capitals(p.text())
        or headings[(*_look(p), p.face)] >= (1 - _PROSE) * all_chars[(*_look(p), p.face)]
        or (
            p.bold
            and not style.is_bold
            and headings[(*_look(p), p.face)] >= 0.4 * all_chars[(*_look(p), p.face)]
        )
    ]


def _key(text: str) -> str:
    return "".join(c for c in mended(text).casefold() if c.isalnum())


def _matched(
    pieces: Sequence[Piece], outline: Sequence[OutlineEntry], style: Style
) -> list[tuple[Piece, int]]:
    """The pieces that the outline names, each with its depth."""
    by_page: dict[int, list[Piece]] = defaultdict(list)
    for piece in pieces:
        if piece.role != "table_row" and not piece.is_contents and len(piece.lines) <= _MOST_LINES:
            by_page[piece.lines[0].page].append(piece)
    found: list[tuple[Piece, int]] = []
    taken: set[int] = set()
    keys: dict[int, str] = {}
    for entry in outline:
        wanted = _key(entry.title)
        if len(wanted) < 2 or entry.page < 0:
            continue
        best: Piece | None = None
        best_rank = 0.0
        for page in (entry.page, entry.page + 1, entry.page - 1):
            for piece in by_page.get(page, ()):
                if id(piece) in taken:
                    continue
                key = keys.get(id(piece))
                if key is None:
                    key = keys[id(piece)] = _key(piece.text())
                rank = (
                    _likeness(wanted, key)
                    + 0.1 * (piece.size >= style.size * 1.05)
                    + 0.1 * piece.bold
                )
                if rank > max(best_rank, 0.8):
                    best, best_rank = piece, rank
            if best is not None:
                break
        if best is not None:
            taken.add(id(best))
            found.append((best, entry.depth))
    return found


def _likeness(wanted: str, key: str) -> float:
    """1 for the same letters, less where one has a number or a few words more."""
    if wanted == key:
        return 1.0
    if len(key) < 2:
        return 0.0
    if wanted.strip("0123456789") == key.strip("0123456789") != "":
        return 0.9
    if (
        len(key) > 5
        and (wanted.endswith(key) or wanted.startswith(key))
        and len(key) * 2 > len(wanted)
    ):
        return 0.75
    if (
        len(wanted) > 5
        and (key.startswith(wanted) or key.endswith(wanted))
        and len(wanted) * 3 > len(key) * 2
    ):
        return 0.75
    return 0.0


def _set_levels(headings: Sequence[Piece], depths: dict[int, int], style: Style) -> None:
    """Give every heading its level: from the outline, from tags, from numbers, from how it looks."""
    looks = {_standing(p, style) for p in headings}
    ranks = {look: i for i, look in enumerate(sorted(looks, reverse=True))}
    of_look: dict[tuple[float, bool], Counter[int]] = defaultdict(Counter)
    for p in headings:
        if id(p) in depths:
            of_look[_look(p)][depths[id(p)]] += 1
    numbered = [m for p in headings if (m := _NUMBER.match(p.text()))]
    uses_numbers = len(numbered) >= 3
    deepest = max(depths.values(), default=-1)
    for p in headings:
        p.role = "heading"
        look = _look(p)
        number = _NUMBER.match(p.text())
        if len(p.tag) == 2 and p.tag[0] == "H" and p.tag[1].isdigit():
            p.level = int(p.tag[1])
        elif id(p) in depths:
            p.level = min(depths[id(p)] + 2, 6)
        elif of_look[look]:
            p.level = min(of_look[look].most_common(1)[0][0] + 2, 6)
        elif uses_numbers and number and not depths:
            p.level = min(2 + number[0].rstrip(".").count("."), 6)
        elif deepest >= 0:
            p.level = min(deepest + 3, 6) if p.size < style.size * 1.3 else 2
        else:
            p.level = min(2 + ranks[_standing(p, style)], 6)


def join_numbers(pieces: list[Piece]) -> list[Piece]:
    """Headings with their numbers, where "1" or "Chapter 1" stands alone before its title."""
    kept: list[Piece] = []
    for piece in pieces:
        before = kept[-1] if kept else None
        if (
            before is not None
            and piece.role == before.role == "heading"
            and _LONE_NUMBER.fullmatch(before.text().strip())
            and not _LONE_NUMBER.fullmatch(piece.text().strip())
            and before.lines[0].page == piece.lines[0].page
        ):
            piece.lines = before.lines + piece.lines
            piece.level = min(piece.level, before.level)
            kept[-1] = piece
        else:
            kept.append(piece)
    for piece in kept:
        if piece.role == "heading" and sum(map(str.isalpha, piece.text())) < 2:
            piece.role, piece.level = "body", 0
    return kept


def has_number(piece: Piece) -> bool:
    """Whether it begins with a number, as the headings of chapters do."""
    return bool(_NUMBER.match(piece.text()))
