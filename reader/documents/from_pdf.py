"""A PDF made into a document: words, columns, paragraphs, headings, sections. Pure; calls pdfium, so see `pdf_file`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from reader.documents.block import Block
from reader.documents.heading_shape import in_order
from reader.documents.model import Document, SetAside
from reader.documents.page_facts import language_tag
from reader.documents.pdf_block_text import block_of
from reader.documents.pdf_blocks import (
    Piece,
    Style,
    ends_sentence,
    pieces_of,
    style_of,
)
from reader.documents.pdf_columns import read_order
from reader.documents.pdf_contents import mark_contents, without_contents
from reader.documents.pdf_file import OutlineEntry, PdfFile, PdfPage
from reader.documents.pdf_furniture import split_furniture
from reader.documents.pdf_headings import has_number, join_numbers, mark_headings
from reader.documents.pdf_layout import (
    Fragment,
    Line,
    begins_note,
    fragments_of,
    is_rtl_text,
    lines_of,
)
from reader.documents.pdf_notes import tie_notes
from reader.documents.pdf_ruling import with_rows
from reader.documents.pdf_tables import name_columns
from reader.documents.pdf_tagged import pieces_of_tags
from reader.documents.pdf_text import mended, vocabulary
from reader.documents.plain_text import clean
from reader.documents.sections import letters, make_sections, same_words
from reader.documents.text_language import spoken_language
from reader.errors import NoText

_NO_TITLE = re.compile(
    r"(?:untitled|unbenannt|document|dokument|slide|presentation|title|no title|powerpoint presentation"
    r"|microsoft word)\s*\d*|.*\.(?:docx?|pdf|indd|qxd|qxp|tex|dvi|xlsx?|pptx?|rtf|odt|pages|ai|graffle|html?|txt)",
    re.IGNORECASE,
)
_MOST_ABOVE_TITLE = 12
_MOST_UNKNOWN = 0.5
_FEW_UNKNOWN = 20
"""So many on a page are bullets and drawings."""


@dataclass(slots=True)
class _Reading:
    """What was found on the pages."""

    pages: list[PdfPage] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    """Numbers of pages for which there was no time."""
    count: int = 0
    """Of all pages, also those that were not read."""


def read_pdf(body: bytes, *, url: str, go_on: Callable[[int], bool] = lambda _: True) -> Document:
    """The document of a PDF.

    `go_on` is asked before each page whether there is time for it.
    Raises `DocumentError` for what is locked or damaged, `NoText` for pictures of pages.
    """
    with PdfFile(body, url=url) as file:
        title, language, outline = file.title(), file.language(), file.outline()
        reading = _read_pages(file, go_on)
        reading.count = file.pages
    return _document(reading, url, mended(title), language_tag(language), outline)


def _read_pages(file: PdfFile, go_on: Callable[[int], bool]) -> _Reading:
    reading = _Reading()
    pages = file.read_pages()
    for index in range(file.pages):
        if not go_on(index):
            reading.unread = list(range(index + 1, file.pages + 1))
            break
        reading.pages.append(next(pages))
    else:
        go_on(file.pages)
    return reading


def _columns(page: PdfPage, fragments: list[Fragment]) -> list[list[Line]]:
    rtl = _is_rtl(page)
    return [
        lines_of(column, page.index, page.index * 1000 + i, rtl=rtl)
        for i, column in enumerate(read_order(fragments, rtl=rtl))
    ]


def _is_rtl(page: PdfPage) -> bool:
    return is_rtl_text("".join(w.text for w in page.words[:2000]))


def _without_furniture(
    pages: Sequence[PdfPage],
) -> tuple[list[list[Fragment]], list[str], list[str]]:
    """The fragments of each page without running heads and page numbers, and those."""
    fragments = [fragments_of(page.words) for page in pages]
    rows = [
        lines_of(found, page.index, 0, rtl=_is_rtl(page))
        for page, found in zip(pages, fragments, strict=True)
    ]
    furniture, heads, numbers = split_furniture(rows)
    gone = {id(w) for lines in rows for line in lines if id(line) in furniture for w in line.words}
    return (
        [[f for f in found if id(f.words[0]) not in gone] for found in fragments],
        [mended(line) for line in heads],
        [mended(line) for line in numbers],
    )


def _document(
    reading: _Reading, url: str, info_title: str, language: str | None, outline: list[OutlineEntry]
) -> Document:
    _refuse_unreadable(reading.pages, url)
    fragments, heads, numbers = _without_furniture(reading.pages)
    columns = [
        [
            column
            for column in _columns(page, with_rows(found, page.rules, rtl=_is_rtl(page)))
            if column
        ]
        for page, found in zip(reading.pages, fragments, strict=True)
    ]
    lines = [line for of_page in columns for column in of_page for line in column]
    style = style_of(lines)
    pieces: list[Piece] = []
    for page, found, of_page in zip(reading.pages, fragments, columns, strict=True):
        tagged = pieces_of_tags(page, found, style, rtl=_is_rtl(page)) if page.tags else None
        if tagged is not None:
            pieces += tagged
            continue
        for column in of_page:
            parted = pieces_of(column, style)
            _mark_notes(parted, style)
            pieces += parted
    mark_contents(pieces)
    mark_headings(pieces, outline, style)
    pieces = join_numbers(pieces)
    pieces, contents = without_contents(pieces, {letters(mended(entry.title)) for entry in outline})
    tie_notes(pieces)
    name_columns(pieces)
    pieces = _joined(pieces)
    known = vocabulary(line.text() for line in lines)
    links = {page.index: page.links for page in reading.pages}
    title = _title(pieces, info_title, url, style)
    blocks = [block for piece in pieces if (block := block_of(piece, known, links, url))]
    language = spoken_language(language, (block.text for block in blocks))
    return Document(
        url=url,
        title=title,
        language=language,
        page_count=reading.count,
        sections=make_sections(_levelled(blocks, title), title=title, language=language),
        set_aside=tuple(
            SetAside(label, len(lines), "\n".join(lines))
            for label, lines in (
                ("running heads", heads),
                ("page numbers", numbers),
                ("table of contents", [mended(p.text()) for p in contents]),
                ("sideways text", [mended(p.sideways) for p in reading.pages if p.sideways]),
                (
                    "pictures of pages",
                    [f"Page {p.index + 1}" for p in reading.pages if p.has_pictures],
                ),
                (
                    "letters that cannot be told",
                    [
                        f"Page {p.index + 1}"
                        for p in reading.pages
                        if p.unknown_chars > _FEW_UNKNOWN
                    ],
                ),
                ("pages that took too long to read", [f"Page {n}" for n in reading.unread]),
            )
            if lines
        ),
    )


def _refuse_unreadable(pages: Sequence[PdfPage], url: str) -> None:
    """Raise `NoText` where there are no letters, or none that can be told; empty the pages whose letters cannot."""
    chars = sum(len(w.text) for page in pages for w in page.words)
    if not chars:
        if any(page.has_pictures for page in pages):
            raise NoText(
                "This PDF holds only pictures of its pages, without text that can be read aloud. "
                "Please look for another copy.",
                url=url,
            )
        raise NoText("This PDF holds no text, so there is nothing to read.", url=url)
    for page in pages:
        if page.unknown_chars > _MOST_UNKNOWN * sum(len(w.text) for w in page.words):
            page.words, page.sideways = [], ""
    if not any(page.words for page in pages):
        raise NoText(
            "This PDF does not tell which letters it shows, so it cannot be read aloud. "
            "Please look for another copy.",
            url=url,
        )


def _mark_notes(pieces: list[Piece], style: Style) -> None:
    """Mark the notes at the foot of a column."""
    if not any(p.size >= 0.95 * style.size for p in pieces):
        return
    for piece in reversed(pieces):
        is_small = piece.size <= 0.93 * style.size or begins_note(piece.lines[0].words)
        if not is_small or piece.role in ("table_row", "caption"):
            return
        piece.is_note = True


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Paragraphs that go on in the next column or on the next page made whole; notes put after them."""
    done: list[Piece] = []
    notes: list[Piece] = []
    floating: list[Piece] = []
    open_: Piece | None = None
    for piece in pieces:
        if piece.is_note:
            notes.append(piece)
            continue
        if (
            piece.role in ("table_row", "caption")
            and open_ is not None
            and not ends_sentence(open_.lines[-1].text())
        ):
            floating.append(piece)
            continue
        if open_ is not None and _goes_on(open_, piece):
            open_.lines = open_.lines + piece.lines
            continue
        done += floating + notes
        floating, notes = [], []
        done.append(piece)
        open_ = piece if piece.role in ("body", "list_item") else None
    return done + floating + notes


def _goes_on(before: Piece, piece: Piece) -> bool:
    """Whether a piece at the top of a column goes on with the last one of the column before."""
    last, first = before.lines[-1], piece.lines[0]
    if piece.role != "body" or last.column_id == first.column_id:
        return False
    if abs(before.size - piece.size) > 0.08 * before.size or before.bold != piece.bold:
        return False
    text = last.text()
    if ends_sentence(text):
        return False
    starts = first.text()[:1]
    if starts.islower() or text[-1:] in "-,":
        return True
    width = last.column[1] - last.column[0]
    return last.x1 > last.column[1] - 0.1 * width and len(before.lines) > 1


def _title(pieces: Sequence[Piece], info: str, url: str, style: Style) -> str:
    """The title: what the file says where its first pages say it too, else its largest heading, else its name."""
    info = clean(re.sub(r"^Microsoft (?:Word|PowerPoint) - ", "", info))
    plausible = bool(info) and not _NO_TITLE.fullmatch(info) and any(map(str.isalpha, info))
    first = [p for p in pieces if p.lines[0].page == pieces[0].lines[0].page]
    headings = [p for p in first if p.role == "heading"]
    if plausible:
        for piece in headings:
            if same_words(mended(piece.text()), info):
                return mended(piece.text())
    if headings:
        largest = max(headings, key=lambda p: p.size)
        opening = next((p for p in first[:3] if p.role == "heading" and not has_number(p)), None)
        if opening and plausible and sum(p.level == opening.level for p in pieces) > 1:
            opening = None  # one of several of its kind
        chosen = largest if largest.size >= 1.3 * style.size else opening
        text = mended(chosen.text()) if chosen else ""
        about = " ".join(p.text() for p in first[:12])
        if text and not (plausible and _shares_words(info, about)):
            return text
    if plausible:
        return info
    name = PurePosixPath(unquote(urlsplit(url).path)).stem
    return clean(re.sub(r"[-_]+", " ", name)) or "PDF"


def _shares_words(title: str, text: str) -> bool:
    words = set(re.findall(r"\w{3,}", title.casefold()))
    return bool(words) and len(words & set(re.findall(r"\w{3,}", text.casefold()))) * 2 >= len(
        words
    )


def _levelled(blocks: list[Block], title: str) -> list[Block]:
    """The blocks with the title's own heading at level 1 and the others below it, none left out."""
    own = next((i for i, b in enumerate(blocks) if b.level and same_words(b.text, title)), 0)
    if own <= _MOST_ABOVE_TITLE and any(b.level for b in blocks[:own]):
        # the name of a series above the title would be a section before it
        blocks = [blocks[own], *blocks[:own], *blocks[own + 1 :]]
    levelled = [
        replace(block, level=1 if same_words(block.text, title) else max(2, block.level))
        if block.level
        else block
        for block in blocks
    ]
    return in_order(levelled, title)
