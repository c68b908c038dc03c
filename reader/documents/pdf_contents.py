"""Tables of contents in a PDF: found and set aside, since page numbers say nothing to the ear. Pure; any thread."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.documents.pdf_blocks import Piece
from reader.documents.pdf_text import mended
from reader.documents.sections import letters

_CONTENTS_LINE = re.compile(r"[^\W\d].*?\s(\d{1,4})$")
_CONTENTS = re.compile(
    r"(?:table of )?contents|index|inhalt(?:sverzeichnis)?|table des mati[eè]res|sommaire|índice|indice|sommario"
    r"|inhoud(?:sopgave)?|innehåll(?:sförteckning)?|indhold(?:sfortegnelse)?"
    r"|innhold|spis treści|содержание|目次|目录|차례|목차",
    re.IGNORECASE,
)
_LEAST_CONTENTS = 3


def mark_contents(pieces: Sequence[Piece]) -> None:
    """Mark a table of contents without dots: lines that end in numbers which never go down."""
    begins, last = 0, 0
    for at, piece in enumerate((*pieces, None)):
        number = _CONTENTS_LINE.search(piece.text()) if piece and len(piece.lines) <= 2 else None
        if piece and (piece.is_contents or (number and int(number[1]) >= last)):
            last = int(number[1]) if number else last
            continue
        run = pieces[begins:at]
        before = pieces[max(0, begins - 3) : begins]
        if len(run) >= _LEAST_CONTENTS and (
            any(p.is_contents for p in run)
            or any(_CONTENTS.fullmatch(p.text().strip()) for p in before)
        ):
            for one in run:
                one.is_contents = True
        begins, last = at + 1, 0


def without_contents(pieces: list[Piece], named: set[str]) -> tuple[list[Piece], list[Piece]]:
    """The pieces without a table of contents and its heading, which stays where the outline names it."""
    kept: list[Piece] = []
    contents: list[Piece] = []
    for i, piece in enumerate(pieces):
        following = pieces[i + 1] if i + 1 < len(pieces) else None
        is_its_heading = (
            piece.role == "heading"
            and following is not None
            and following.is_contents
            and len(piece.text()) < 40
            and letters(mended(piece.text())) not in named
        )
        if piece.is_contents or is_its_heading:
            contents.append(piece)
        else:
            kept.append(piece)
    return kept, contents
