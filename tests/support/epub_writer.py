"""Writes small e-books in memory. For tests."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field

CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OEBPS/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>"""


@dataclass
class Epub:
    """A book: its texts by name, in reading order."""

    title: str = "Hands"
    language: str = "en"
    chapters: list[tuple[str, str]] = field(default_factory=list)
    """Name and what stands in the body."""
    nav: str = ""
    """What stands in the body of the navigation document of EPUB 3, if there is one."""
    ncx: list[tuple[str, str]] = field(default_factory=list)
    """Name and address of each point of an EPUB 2 table of contents."""
    spine: list[str] | None = None
    """Names in another order than that of the chapters; may name what is not there."""
    extra: dict[str, bytes] = field(default_factory=dict)
    """Further parts, or others in place of those made here."""
    head: str = ""
    """Before the root element of each chapter: a document type."""

    def to_bytes(self) -> bytes:
        """The file."""
        parts: dict[str, bytes] = {"META-INF/container.xml": CONTAINER.encode()}
        items = []
        for name, body in self.chapters:
            parts[f"OEBPS/{name}"] = self._page(body)
            items.append(f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"/>')
        if self.nav:
            parts["OEBPS/nav.xhtml"] = self._page(self.nav)
            items.append(
                '<item id="nav.xhtml" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
            )
        if self.ncx:
            points = "".join(
                f'<navPoint id="p{i}"><navLabel><text>{text}</text></navLabel><content src="{src}"/></navPoint>'
                for i, (text, src) in enumerate(self.ncx)
            )
            parts["OEBPS/toc.ncx"] = (
                f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>{points}</navMap></ncx>'
            ).encode()
            items.append('<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>')
        order = self.spine if self.spine is not None else [name for name, _ in self.chapters]
        known = {name for name, _ in self.chapters} | {"nav.xhtml"}
        items += [
            f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"/>'
            for name in dict.fromkeys(order)
            if name not in known
        ]
        spine = "".join(f'<itemref idref="{name}"/>' for name in order)
        parts["OEBPS/package.opf"] = (
            '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{self.title}</dc:title><dc:language>{self.language}</dc:language></metadata>"
            f"<manifest>{''.join(items)}</manifest><spine>{spine}</spine></package>"
        ).encode()
        return zipped({**parts, **self.extra})

    def _page(self, body: str) -> bytes:
        return (
            f'<?xml version="1.0" encoding="utf-8"?>{self.head}<html xmlns="http://www.w3.org/1999/xhtml"'
            ' xmlns:epub="http://www.idpf.org/2007/ops"><head><title>Not read</title></head>'
            f"<body>{body}</body></html>"
        ).encode()


def zipped(parts: dict[str, bytes]) -> bytes:
    """An archive that begins as that of an e-book does."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", b"application/epub+zip")
        for name, data in parts.items():
            archive.writestr(name, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
