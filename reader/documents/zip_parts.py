"""The parts of a zipped document (EPUB, DOCX, ODT), read by name from memory within bounds. Pure; any thread.

Nothing is ever unpacked to disk and no name reaches a file system: a name with `..` that leads out of the archive
names nothing.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from reader.errors import DocumentError

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_NAMES = 20_000
MOST_PART_BYTES = 16 << 20
_MOST_TOTAL_BYTES = 96 << 20
_MOST_RATIO = 100
"""Text shrinks to a third or a tenth; what shrinks more than this is made to burst."""
_FREE_BYTES = 1 << 20
"""Below this a part may shrink as it likes."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class DamagedPart(DocumentError):
    """One part of an archive cannot be read; the others may be whole."""


class ZipParts:
    """An open archive."""

    def __init__(self, body: bytes, *, url: str, what: str) -> None:
        """`what` it is, for the sentences: "e-book". Raises `DocumentError`."""
        self._url = url
        self._what = what
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(body))
            infos = self._zip.infolist()
        except (
            zipfile.BadZipFile,
            ValueError,
            OSError,
            struct.error,
            NotImplementedError,
            UnicodeError,
        ) as error:
            raise self.damaged() from error
        if len(infos) > _MOST_NAMES:
            raise self.too_large()
        self._infos = {info.filename: info for info in infos if not info.is_dir()}
        self._by_lower = {name.casefold(): name for name in reversed(self._infos)}
        self._left = _MOST_TOTAL_BYTES

    def names(self) -> list[str]:
        """All parts, in the archive's order."""
        return list(self._infos)

    def __contains__(self, name: str) -> bool:
        return name in self._infos or name.casefold() in self._by_lower

    def read(self, name: str) -> bytes:
        """The bytes of a part.

        Raises:
            KeyError: there is none of that name.
            DamagedPart: it cannot be unpacked.
            DocumentError: it is locked, or unpacks to far more than a document has.
        """
        info = self._infos.get(name) or self._infos[self._by_lower[name.casefold()]]
        if info.flag_bits & 0x1:
            raise self.locked()
        if info.compress_type not in _METHODS:
            raise self.damaged()
        most = min(MOST_PART_BYTES, self._left, max(_FREE_BYTES, info.compress_size * _MOST_RATIO))
        try:
            with self._zip.open(info) as part:
                data = part.read(most + 1)
        except (
            zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error, RuntimeError,
            NotImplementedError,
        ) as error:  # fmt: skip
            raise self.damaged() from error
        if len(data) > most:
            raise self.too_large()
        self._left -= len(data)
        return data

    def xml(self, name: str) -> _Element | None:
        """The root element of a part, as far as it is well-formed; no entity is followed. Raises as `read`."""
        from lxml import etree  # noqa: PLC0415 - keeps start-up fast

        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
            huge_tree=False, recover=True, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            return etree.fromstring(self.read(name), parser)
        except (etree.XMLSyntaxError, ValueError):
            return None

    def damaged(self) -> DamagedPart:
        """The error for an archive, or a part of it, that cannot be read."""
        return DamagedPart(
            f"This {self._what} is damaged and cannot be opened. Please download it again.",
            url=self._url,
        )

    def locked(self) -> DocumentError:
        """The error for a part that is encrypted."""
        return DocumentError(
            f"This {self._what} is locked by its seller, so it cannot be read here. "
            "Please ask for a copy without copy protection.",
            url=self._url,
        )

    def too_large(self) -> DocumentError:
        """The error for an archive that unpacks to far too much."""
        return DocumentError(
            f"This {self._what} unpacks to far more than a text has, so it was not opened.",
            url=self._url,
        )


def resolved(base: str, href: str) -> str:
    """The name of the part that `href` in the part `base` names, without its fragment; "" where it leads out."""
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return ""
    if parts.scheme or parts.netloc or parts.path.startswith("/"):
        return ""
    path = unquote(parts.path)
    if not path:
        return base
    name = posixpath.normpath(posixpath.join(posixpath.dirname(base), path))
    return "" if name.startswith(("../", "/")) or name == ".." or "\x00" in name else name


def local_name(element: _Element) -> str:
    """An element's name without its namespace, "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def text_of(element: _Element) -> str:
    """All text inside an element."""
    return "".join(str(text) for text in element.itertext())
