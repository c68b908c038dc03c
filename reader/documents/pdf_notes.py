"""Ties the raised marks in a PDF's text to the notes they lead to. Pure; any thread."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reader.documents.pdf_blocks import Piece
from reader.documents.pdf_file import Word
from reader.documents.pdf_layout import NOTE_MARK, is_raised

_BRACKETED = re.compile(r"[\[(].*|.*[\])],?")
_LABEL = re.compile(r"[\[(]?(\d{1,3}|[*∗†‡§¶#]{1,4})[\])]?\.?(?=\s|[^\W\d]|[“\"„«(])")
_LEAST_WORD = 3
"""A figure raised after fewer letters is a power."""
_NOTES_HEADING = re.compile(
    r"\W*(?:\d+\.?\s+)?(?:(?:foot|end)?notes|references|sources|bibliography|literature|works cited|literatur"
    r"|literaturverzeichnis|anmerkungen|fußnoten|quellen|einzelnachweise|références|notes de bas de page|bibliographie"
    r"|notas|referencias|bibliografía|fuentes|note|riferimenti|bibliografia|noten|bronnen|referenties)\W*",
    re.IGNORECASE,
)


def tie_notes(pieces: Sequence[Piece]) -> None:
    """Set `mark` of the words that are marks and `name` of their notes; headings lose their marks."""
    notes = _notes(pieces)
    for piece in pieces:
        for word in _raised(piece):
            label = _label(word.text)
            page = piece.lines[0].page
            name = next((n for n in (f"{page} {label}", f"end {label}") if n in notes), "")
            if name or _BRACKETED.fullmatch(word.text) or not word.text[0].isdigit():
                word.mark = name
                if name:
                    notes[name].name = name
        if piece.role == "heading":
            for line in piece.lines:
                line.words = [w for w in line.words if w.mark is None] or line.words


def _raised(piece: Piece) -> Iterator[Word]:
    """Words that may be marks."""
    for line in piece.lines:
        before: Word | None = None
        for word in line.words:
            if before is not None and is_raised(word, before) and _may_follow(before, word):
                yield word
            else:
                before = word


def _may_follow(before: Word, word: Word) -> bool:
    last = before.text[-1:]
    if _BRACKETED.fullmatch(word.text) or not word.text[0].isdigit():
        return True
    letters = before.text.strip(".,;:!?)]}”’\"'»")
    return not last.isdigit() and (
        len(letters) >= _LEAST_WORD or not before.text.isascii() or last in ".,;:!?)”’\"'»"
    )


def _notes(pieces: Sequence[Piece]) -> dict[str, Piece]:
    """Name -> note: those at the foot of a page by page and label, those of a list at the end by label."""
    found: dict[str, Piece] = {}
    is_list = False
    for piece in pieces:
        if piece.role == "heading":
            is_list = bool(_NOTES_HEADING.fullmatch(piece.text().strip()))
            continue
        label = _LABEL.match(piece.text()) if piece.is_note or is_list else None
        if label:
            where = f"{piece.lines[0].page}" if piece.is_note else "end"
            found.setdefault(f"{where} {label[1]}", piece)
    return found


def _label(mark: str) -> str:
    match = NOTE_MARK.fullmatch(mark)
    return match[1] if match else mark
