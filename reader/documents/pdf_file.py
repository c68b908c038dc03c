"""A PDF file as plain values: words with their places and type, links, outline. The only module that knows pdfium.

pdfium is native code that is not safe for two threads at once and can crash on a damaged file, so this runs in the
child process of `apart`, never in the reader itself (tests may call it directly with files they trust).
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reader.documents.pdf_calls import FastCalls, Look, wide_string
from reader.documents.pdf_structure import Tag, read_tags
from reader.errors import DocumentError, NoText

if TYPE_CHECKING:
    import pypdfium2

_LOCKED = 4
"""Source: FPDF_ERR_PASSWORD in fpdfview.h."""
_URI_ACTION = 3
"""Source: PDFACTION_URI in fpdf_doc.h."""
_MOST_OUTLINE = 5000
_MOST_LINKS = 2000
_MOST_CHARS_ON_PAGE = 200_000
_MOST_OBJECTS = 20_000
_THIN = 3.0
_LEAST_RULE = 8.0
"""Points."""
_BOLD_FROM = 600
_BOLD_NAME = re.compile(
    r"bold|black|heavy|demi|(?:^|[-,+_])(?:bd|b)(?:$|[-,_])|^(?:[A-Z]{6}\+)?(?:cmbx|cmssbx|sfbx|ecbx)",
    re.IGNORECASE,
)
_REGULAR_NAME = re.compile(r"regular|light|book|roman|medium", re.IGNORECASE)
_MONO_NAME = re.compile(r"courier|mono|consol|typewriter|cmtt|sftt|menlo", re.IGNORECASE)
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_LEAST_COLOUR = 60
"""Between the strongest and the weakest of red, green and blue, of 255: with less it is a grey."""
_HYPHENS = {0x02: "-", 0xFFFE: "-", 0x2010: "-", 0x2011: "-", 0xAD: "-"}
"""pdfium gives a hyphen at a line's end as 2 or U+FFFE."""
_NOTHING = frozenset((0, 0x200B, 0xFEFF))
_SPACES = frozenset((0x20, 0x09, 0x0A, 0x0D, 0xA0, 0x2002, 0x2003, 0x2009, 0x202F, 0x3000))
_MAYBE_SPACES = frozenset((*range(1, 0x20), 0xAD, 0xFFFD))
"""What a broken encoding may make of a space; one has no ink."""
_WORD_GAP = 0.28
"""Of the type's size: a wider gap parts words even where the file has no space."""


@dataclass(slots=True)
class Word:
    """Characters without a gap, of one typeface."""

    text: str
    x0: float
    x1: float
    base: float
    """Baseline; y grows upwards."""
    size: float
    """In points, as seen on the page."""
    bold: bool
    mono: bool
    follows_space: bool
    order: int
    """Place in the file's own order."""
    tag: int = -1
    """Marked-content number, for the structure."""
    link: int = -1
    """Index into the page's links."""
    face: str = ""
    """Name of its typeface, and its colour where it is not grey."""
    mark: str | None = None
    """Of the mark of a note: the name of the note, "" where that is not found."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line, or the edge of a drawn box; it lies flat or stands upright."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class PdfPage:
    """One page."""

    index: int
    width: float
    height: float
    words: list[Word]
    sideways: str = ""
    """Text that stands in another direction than most of the page."""
    links: list[str] = field(default_factory=list)
    tags: dict[int, Tag] = field(default_factory=dict)
    is_turned: bool = False
    """Whether most of its text does not run from left to right as the file has it."""
    unknown_chars: int = 0
    """Characters whose letter the file does not tell."""
    has_pictures: bool = False
    rules: list[Rule] = field(default_factory=list)
    """Lines that may be those of tables."""


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """One entry of the file's own list of contents."""

    title: str
    depth: int
    """From 0."""
    page: int
    """-1 where it leads nowhere."""


class PdfFile:
    """An open PDF; use as a context manager."""

    def __init__(self, body: bytes, *, url: str) -> None:
        """Raises `DocumentError` where it cannot be opened."""
        import pypdfium2  # noqa: PLC0415 - only where a PDF is read
        from pypdfium2 import raw  # noqa: PLC0415

        self._raw: Any = raw
        self._calls = FastCalls(raw)
        self.url = url
        try:
            self._pdf: pypdfium2.PdfDocument = pypdfium2.PdfDocument(body)
            self.pages = len(self._pdf)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", 0) == _LOCKED:
                raise DocumentError(
                    "This PDF is locked with a password. Please save a copy without the password and open that.",
                    url=url,
                ) from error
            raise DocumentError(
                "This PDF is damaged and cannot be opened. Please download it again.", url=url
            ) from error
        if not self.pages:
            raise NoText("This PDF has no pages, so there is nothing to read.", url=url)

    def __enter__(self) -> PdfFile:
        return self

    def __exit__(self, *exc: object) -> None:
        self._pdf.close()

    def title(self) -> str:
        """What the file says its title is; often wrong."""
        return str(self._pdf.get_metadata_value("Title") or "")

    def language(self) -> str:
        """What the file says its language is, or ""."""
        return wide_string(
            lambda buffer, size: self._raw.FPDFCatalog_GetLanguage(self._pdf.raw, buffer, size)
        )

    def outline(self) -> list[OutlineEntry]:
        """The file's own list of contents."""
        import pypdfium2  # noqa: PLC0415

        entries: list[OutlineEntry] = []
        with suppress(pypdfium2.PdfiumError):  # what is damaged of it is left out
            for mark in self._pdf.get_toc(max_depth=8):
                place = mark.get_dest()
                page = place.get_index() if place else None
                entries.append(
                    OutlineEntry(
                        mark.get_title() or "",
                        mark.level,
                        -1 if page is None else page,
                    )
                )
                if len(entries) >= _MOST_OUTLINE:
                    break
        return entries

    def read_pages(self) -> Iterator[PdfPage]:
        """Every page in turn; one that is damaged comes out empty."""
        import pypdfium2  # noqa: PLC0415

        is_tagged = bool(self._raw.FPDFCatalog_IsTagged(self._pdf.raw))
        for index in range(self.pages):
            try:
                page = self._pdf[index]
                width, height = page.get_size()
                text = page.get_textpage()
            except pypdfium2.PdfiumError:
                yield PdfPage(index, 0, 0, [])
                continue
            try:
                made = PdfPage(index, width, height, [])
                self._read_words(text, made)
                self._read_links(page, made)
                if is_tagged:
                    made.tags = read_tags(self._raw, page.raw)
                if made.words and not made.is_turned:
                    made.rules = list(self._rules(page))
                if not made.words:
                    made.has_pictures = self._has_pictures(page)
                yield made
            finally:
                text.close()
                page.close()

    def _has_pictures(self, page: pypdfium2.PdfPage) -> bool:
        count = min(self._raw.FPDFPage_CountObjects(page.raw), 1000)
        for i in range(count):
            kind = self._raw.FPDFPageObj_GetType(self._raw.FPDFPage_GetObject(page.raw, i))
            if kind in (self._raw.FPDF_PAGEOBJ_IMAGE, self._raw.FPDF_PAGEOBJ_FORM):
                return True
        return False

    def _rules(self, page: pypdfium2.PdfPage) -> Iterator[Rule]:
        """Thin boxes, lines along an axis, and the edges of larger boxes."""
        raw = self._raw
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        for i in range(min(raw.FPDFPage_CountObjects(page.raw), _MOST_OBJECTS)):
            this = raw.FPDFPage_GetObject(page.raw, i)
            if raw.FPDFPageObj_GetType(this) != raw.FPDF_PAGEOBJ_PATH:
                continue
            if not raw.FPDFPageObj_GetBounds(this, left, bottom, right, top):
                continue
            x0, y0, x1, y1 = left.value, bottom.value, right.value, top.value
            wide, high = x1 - x0, y1 - y0
            if not (math.isfinite(wide) and math.isfinite(high)):
                continue
            if min(wide, high) <= _THIN and max(wide, high) >= _LEAST_RULE:
                yield Rule(x0, y0, x1, y1)
            elif min(wide, high) >= _LEAST_RULE and raw.FPDFPath_CountSegments(this) in (4, 5):
                yield Rule(x0, y0, x1, y0)
                yield Rule(x0, y1, x1, y1)
                yield Rule(x0, y0, x0, y1)
                yield Rule(x1, y0, x1, y1)

    # Words

    def _read_words(self, text: pypdfium2.PdfTextPage, page: PdfPage) -> None:
        """Fill in the words, upright whichever way the page is turned."""
        by_angle: dict[int, list[Word]] = {}
        for word, angle in self._words(text, page):
            by_angle.setdefault(angle, []).append(word)
        if not by_angle:
            return
        main = max(by_angle, key=lambda a: (sum(len(w.text) for w in by_angle[a]), a == 0))
        page.words = by_angle.pop(main)
        page.sideways = " ".join(w.text for angle in sorted(by_angle) for w in by_angle[angle])
        page.is_turned = main != 0
        if main in (90, 270):
            page.width, page.height = page.height, page.width
        if main == 90:  # read upwards: the baseline runs along y
            for w in page.words:
                w.base = page.height - w.base
        elif main == 180:
            for w in page.words:
                w.x0, w.x1, w.base = page.width - w.x1, page.width - w.x0, page.height - w.base
        elif main == 270:
            for w in page.words:
                w.x0, w.x1 = page.width - w.x1, page.width - w.x0

    def _words(  # noqa: PLR0912, PLR0915 - one loop over every character, kept flat for speed
        self, text: pypdfium2.PdfTextPage, page: PdfPage
    ) -> Iterator[tuple[Word, int]]:
        calls, raw = self._calls, self._raw
        handle = ctypes.cast(text.raw, ctypes.c_void_p).value
        count = min(raw.FPDFText_CountChars(text.raw), _MOST_CHARS_ON_PAGE)
        box = raw.FS_RECTF()
        box_ref = ctypes.byref(box)
        looks: dict[int, Look] = {}
        last_object: int | None = None
        look = Look(10.0, False, False, 0, -1)
        word: Word | None = None
        word_angle = 0
        follows_space = True
        letters: list[str] = []
        for i in range(count):
            code = calls.unicode(handle, i)
            if code in _SPACES or (code in _MAYBE_SPACES and not self._has_ink(text, i)):
                follows_space = True
                if word is not None:
                    word.text = "".join(letters)
                    yield word, word_angle
                    word = None
                continue
            if code in _NOTHING:
                page.unknown_chars += code == 0
                continue
            if 0xD800 <= code < 0xE000 or code > 0x10FFFF:
                code = 0xFFFD
            this = calls.object(handle, i)
            if this != last_object:
                last_object = this
                known = looks.get(this or 0)
                if known is None:
                    known = looks[this or 0] = self._look(text, i, this)
                look = known
            if not calls.box(handle, i, box_ref):
                continue
            if code == 0xFFFD or 0xE000 <= code < 0xF8FF or (code < 0x20 and code != 2):
                page.unknown_chars += 1
            angle = look.angle
            if angle == 0:
                x0, x1, base = box.left, box.right, self._baseline(handle, i, box.bottom)
            elif angle == 90:
                x0, x1, base = (
                    box.bottom,
                    box.top,
                    self._baseline(handle, i, box.right, along_x=True),
                )
            elif angle == 180:
                x0, x1, base = box.left, box.right, self._baseline(handle, i, box.top)
            else:
                x0, x1, base = (
                    box.bottom,
                    box.top,
                    self._baseline(handle, i, box.left, along_x=True),
                )
            if not (math.isfinite(x0) and math.isfinite(x1) and math.isfinite(base)):
                continue
            letter = _HYPHENS.get(code) or chr(code)
            if word is not None:
                gap = x0 - word.x1 if angle in (0, 90) else word.x0 - x1
                if (
                    angle == word_angle
                    and abs(base - word.base) < 0.1 * look.size
                    and abs(look.size - word.size) < 0.2
                    and look.bold == word.bold
                    and look.tag == word.tag
                    and -0.6 * look.size < gap < _WORD_GAP * look.size
                ):
                    letters.append(letter)
                    word.x0, word.x1 = min(word.x0, x0), max(word.x1, x1)
                    continue
                word.text = "".join(letters)
                yield word, word_angle
                follows_space = False
            letters = [letter]
            word_angle = angle
            word = Word(
                "", x0, x1, base, look.size, look.bold, look.mono, follows_space, i, look.tag,
                face=look.face,
            )  # fmt: skip
            follows_space = False
        if word is not None:
            word.text = "".join(letters)
            yield word, word_angle

    def _has_ink(self, text: pypdfium2.PdfTextPage, i: int) -> bool:
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        if not self._raw.FPDFText_GetCharBox(text.raw, i, left, right, bottom, top):
            return True
        return abs(top.value - bottom.value) > 0.05

    def _baseline(
        self, handle: int | None, i: int, otherwise: float, *, along_x: bool = False
    ) -> float:
        calls = self._calls
        if calls.origin(handle, i, calls.x_ref, calls.y_ref):
            return calls.x.value if along_x else calls.y.value
        return otherwise

    def _look(self, text: pypdfium2.PdfTextPage, i: int, this: int | None) -> Look:
        """Size, weight and direction of a text object, measured at one of its characters."""
        raw = self._raw
        matrix = raw.FS_MATRIX()
        size = raw.FPDFText_GetFontSize(text.raw, i)
        angle = 0
        if raw.FPDFText_GetMatrix(text.raw, i, matrix):
            size *= math.hypot(matrix.c, matrix.d)
            turn = math.degrees(math.atan2(matrix.b, matrix.a))
            if math.isfinite(turn):
                angle = round(turn / 90) * 90 % 360
        if not math.isfinite(size) or size <= 0:
            size = 1.0
        weight = raw.FPDFText_GetFontWeight(text.raw, i)
        buffer = ctypes.create_string_buffer(256)
        flags = ctypes.c_int()
        length = raw.FPDFText_GetFontInfo(text.raw, i, buffer, 256, flags)
        name = buffer.value.decode("utf-8", "replace") if 0 < length <= 256 else ""
        bold = bool(_BOLD_NAME.search(name)) or (
            weight >= _BOLD_FROM and not _REGULAR_NAME.search(name)
        )
        tag = self._calls.tag(this) if this else -1
        face = _SUBSET.sub("", name) + (self._colour(this) if this else "")
        return Look(min(size, 1000.0), bold, bool(_MONO_NAME.search(name)), angle, tag, face)

    def _colour(self, this: int) -> str:
        """Roughly which colour a text object is filled with; nothing for black, white and greys."""
        parts = [ctypes.c_uint() for _ in range(4)]
        if not self._raw.FPDFPageObj_GetFillColor(
            ctypes.cast(this, self._raw.FPDF_PAGEOBJECT), *map(ctypes.byref, parts)
        ):
            return ""
        red, green, blue = (part.value for part in parts[:3])
        if max(red, green, blue) - min(red, green, blue) < _LEAST_COLOUR:
            return ""
        return f" {red >> 6}{green >> 6}{blue >> 6}"

    # Links

    def _read_links(self, page: pypdfium2.PdfPage, made: PdfPage) -> None:
        """Addresses that lie over words."""
        raw = self._raw
        at = ctypes.c_int(0)
        link = raw.FPDF_LINK()
        rect = raw.FS_RECTF()
        for _ in range(_MOST_LINKS):
            if not raw.FPDFLink_Enumerate(page.raw, at, link):
                return
            action = raw.FPDFLink_GetAction(link)
            if not action or raw.FPDFAction_GetType(action) != _URI_ACTION:
                continue
            size = raw.FPDFAction_GetURIPath(self._pdf.raw, action, None, 0)
            if not 1 < size < 4096 or not raw.FPDFLink_GetAnnotRect(link, rect):
                continue
            buffer = ctypes.create_string_buffer(size)
            raw.FPDFAction_GetURIPath(self._pdf.raw, action, buffer, size)
            left, right = sorted((rect.left, rect.right))
            bottom, top = sorted((rect.bottom, rect.top))
            hit = [
                w
                for w in made.words
                if left - 1 <= (w.x0 + w.x1) / 2 <= right + 1
                and bottom - 1 <= w.base + w.size * 0.25 <= top + 1
            ]
            if hit:
                made.links.append(buffer.value.decode("utf-8", "replace"))
                for w in hit:
                    w.link = len(made.links) - 1
