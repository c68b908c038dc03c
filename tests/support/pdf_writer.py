"""Writes small PDF files by hand: lines of text at places, links, an outline, structure. For tests."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

WIDTH, HEIGHT = 420, 595
_FONTS = {
    "plain": "Helvetica", "bold": "Helvetica-Bold", "mono": "Courier", "slanted": "Helvetica-Oblique",
}  # fmt: skip


@dataclass
class Page:
    """What stands on one page."""

    content: list[str] = field(default_factory=list)
    links: list[tuple[float, float, float, float, str]] = field(default_factory=list)
    rotation: int = 0
    tags: list[tuple[str, int]] = field(default_factory=list)
    """Structure types with their marked-content numbers."""

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float = 10,
        font: str = "plain",
        tag: str = "",
    ) -> None:
        """One line of text; y from the bottom."""
        escaped = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        shown = f"BT /{font} {size} Tf 1 0 0 1 {x} {y} Tm ({escaped}) Tj ET"
        if tag:
            number = len(self.tags)
            self.tags.append((tag, number))
            shown = f"/{tag} <</MCID {number}>> BDC {shown} EMC"
        self.content.append(shown)

    def lines(
        self, x: float, y: float, lines: list[str], size: float = 10, font: str = "plain"
    ) -> float:
        """Lines one under the other; the height at which the next one would stand."""
        for line in lines:
            self.text(x, y, line, size, font)
            y -= 1.2 * size
        return y

    def link(self, x: float, y: float, width: float, address: str) -> None:
        """A link over what stands there."""
        self.links.append((x, y - 3, x + width, y + 10, address))

    def picture(self) -> None:
        """A picture over the whole page."""
        self.content.append(
            f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x7f EI Q"
        )


@dataclass
class Pdf:
    """A file."""

    title: str = ""
    language: str = ""
    pages: list[Page] = field(default_factory=list)
    outline: list[tuple[str, int]] = field(default_factory=list)
    """Titles with the index of their page."""
    locked: bool = False
    stream_filter: int = 0
    """Times that each page's content is compressed."""

    def page(self, rotation: int = 0) -> Page:
        """A new page at the end."""
        self.pages.append(Page(rotation=rotation))
        return self.pages[-1]

    def to_bytes(self) -> bytes:
        """The file."""
        objects: dict[int, bytes] = {}
        fonts = {name: 10 + i for i, name in enumerate(_FONTS)}
        for name, number in fonts.items():
            objects[number] = (
                f"<</Type/Font/Subtype/Type1/BaseFont/{_FONTS[name]}/Encoding/WinAnsiEncoding>>"
            ).encode()
        resources = "/Font<<" + "".join(f"/{n} {i} 0 R" for n, i in fonts.items()) + ">>"
        count = 20
        kids: list[int] = []
        elements: list[int] = []
        for index, page in enumerate(self.pages):
            number, content = count, count + 1
            count += 2
            kids.append(number)
            data = "\n".join(page.content).encode("cp1252")
            filters = "/FlateDecode " * self.stream_filter
            for _ in range(self.stream_filter):
                data = zlib.compress(data, 9)
            objects[content] = (
                f"<</Length {len(data)}/Filter[{filters}]>>stream\n".encode()
                + data
                + b"\nendstream"
            )
            annotations = []
            for x0, y0, x1, y1, address in page.links:
                objects[count] = (
                    f"<</Type/Annot/Subtype/Link/Rect[{x0} {y0} {x1} {y1}]/Border[0 0 0]"
                    f"/A<</S/URI/URI({address})>>>>"
                ).encode()
                annotations.append(f"{count} 0 R")
                count += 1
            objects[number] = (
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Rotate {page.rotation}"
                f"/Resources<<{resources}>>/Contents {content} 0 R/StructParents {index}"
                f"/Annots[{' '.join(annotations)}]>>"
            ).encode()
            for kind, marked in page.tags:
                objects[count] = (
                    f"<</Type/StructElem/S/{kind}/P 4 0 R/Pg {number} 0 R/K {marked}>>"
                ).encode()
                elements.append(count)
                count += 1
        catalog = "/Type/Catalog/Pages 2 0 R"
        if self.language:
            catalog += f"/Lang({self.language})"
        if self.outline:
            first = count
            count += len(self.outline)
            for i, (title, index) in enumerate(self.outline):
                chain = f"/Next {first + i + 1} 0 R" if i + 1 < len(self.outline) else ""
                objects[first + i] = (
                    f"<</Title({title})/Parent 5 0 R/Dest[{kids[index]} 0 R/XYZ 0 {HEIGHT} 0]{chain}>>"
                ).encode()
            objects[5] = (
                f"<</Type/Outlines/First {first} 0 R/Last {count - 1} 0 R/Count {len(self.outline)}>>"
            ).encode()
            catalog += "/Outlines 5 0 R"
        if elements:
            catalog += "/MarkInfo<</Marked true>>/StructTreeRoot 3 0 R"
            objects[3] = f"<</Type/StructTreeRoot/K 4 0 R/ParentTree {count} 0 R>>".encode()
            all_of_them = " ".join(f"{e} 0 R" for e in elements)
            objects[4] = f"<</Type/StructElem/S/Document/P 3 0 R/K[{all_of_them}]>>".encode()
            numbers = []
            at = 0
            for index, page in enumerate(self.pages):
                own = " ".join(f"{e} 0 R" for e in elements[at : at + len(page.tags)])
                at += len(page.tags)
                numbers.append(f"{index}[{own}]")
            objects[count] = f"<</Nums[{' '.join(numbers)}]>>".encode()
            count += 1
        objects[1] = f"<<{catalog}>>".encode()
        objects[2] = (
            f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{k} 0 R' for k in kids)}]>>".encode()
        )
        objects[6] = f"<</Title({self.title})>>".encode()
        return self._joined(objects)

    def _joined(self, objects: dict[int, bytes]) -> bytes:
        out = bytearray(b"%PDF-1.7\n")
        places: dict[int, int] = {}
        for number in sorted(objects):
            places[number] = len(out)
            out += b"%d 0 obj\n" % number + objects[number] + b"\nendobj\n"
        start = len(out)
        size = max(objects) + 1
        out += b"xref\n0 %d\n0000000000 65535 f \n" % size
        for number in range(1, size):
            if number in places:
                out += b"%010d 00000 n \n" % places[number]
            else:
                out += b"0000000000 65535 f \n"
        lock = (
            f"/Encrypt<</Filter/Standard/V 1/R 2/O<{'41' * 32}>/U<{'42' * 32}>/P -4>>/ID[<00><00>]"
            if self.locked
            else ""
        )
        out += f"trailer<</Size {size}/Root 1 0 R/Info 6 0 R{lock}>>\n".encode()
        out += f"startxref\n{start}\n%%EOF\n".encode()
        return bytes(out)
