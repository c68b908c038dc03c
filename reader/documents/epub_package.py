"""What an EPUB says about itself: title, language, reading order, names of its parts. Pure; any thread."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from reader.documents.page_facts import language_tag
from reader.documents.plain_text import clean
from reader.documents.zip_parts import DamagedPart, ZipParts, local_name, resolved, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

    from reader.documents.page_tree import Node

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_FONT_ALGORITHMS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""Only fonts are garbled so. Source: EPUB 3.3, 4.3.3 "Font obfuscation"; Adobe's is older."""
_TEXT_TYPES = frozenset(
    (
        "application/xhtml+xml",
        "text/html",
        "text/x-oeb1-document",
        "application/x-dtbook+xml",
        "application/xml",
        "",
    )
)
_MOST_SPINE = 10_000
_MOST_LABELS = 20_000
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Label:
    """The name that the table of contents gives a place."""

    text: str
    part: str
    fragment: str
    depth: int
    """From 0."""


@dataclass(slots=True)
class Package:
    """The whole of it."""

    title: str = ""
    language: str | None = None
    parts: list[str] = field(default_factory=list)
    """Names of the texts in reading order."""
    missing: list[str] = field(default_factory=list)
    """What the reading order names and the archive does not hold, as written."""
    labels: list[Label] = field(default_factory=list)
    overlays: list[str] = field(default_factory=list)
    """Names of the parts that join the texts to recorded narration, in reading order."""
    navigation: str = ""
    """Name of the part that is the table of contents, or ""."""


def read_package(parts: ZipParts) -> Package:
    """Read container, package file and table of contents. Raises `DocumentError`."""
    name = _package_name(parts)
    root = parts.xml(name) if name else None
    if root is None:
        raise parts.damaged()
    package = Package()
    overlay_of: dict[str, str] = {}  # id of a text -> id of its overlay
    items: dict[str, tuple[str, str, str]] = {}  # id -> (name, media type, properties)
    ncx = ""
    spine: _Element | None = None
    language = ""
    titles: list[str] = []
    for element in root.iter():
        kind = local_name(element)
        if kind == "title" and _is_metadata(element):
            titles.append(clean(text_of(element)))
        elif kind == "language" and not language and _is_metadata(element):
            language = text_of(element)
        elif kind == "item" and element.get("id"):
            items[str(element.get("id"))] = (
                resolved(name, element.get("href") or ""),
                (element.get("media-type") or "").strip().lower(),
                element.get("properties") or "",
            )
            overlay_of[str(element.get("id"))] = element.get("media-overlay") or ""
        elif kind == "spine" and spine is None:
            spine = element
    package.title = next((title for title in titles if title), "")
    package.language = language_tag(language)
    for href, media_type, properties in items.values():
        if "nav" in properties.split() and href in parts:
            package.navigation = href
        elif media_type == "application/x-dtbncx+xml" and href in parts:
            ncx = href
    if spine is not None:
        _read_spine(spine, items, parts, package)
        named = [items.get(overlay_of.get(e.get("idref") or "", ""), ("", "", "")) for e in spine]
        package.overlays = list(dict.fromkeys(name for name, _, _ in named if name in parts))
    _refuse_locked(parts, package)
    with suppress(DamagedPart):  # then its chapters have no names but their own headings
        if package.navigation:
            package.labels = list(_nav_labels(parts, package.navigation))
    with suppress(DamagedPart):
        if not package.labels and ncx:
            package.labels = list(_ncx_labels(parts, ncx))
    return package


def _package_name(parts: ZipParts) -> str:
    """The name of the package file: as the container says, else the only one there is."""
    if _CONTAINER in parts:
        root = parts.xml(_CONTAINER)
        if root is not None:
            for element in root.iter():
                if local_name(element) == "rootfile":
                    name = resolved("", element.get("full-path") or "")
                    if name in parts:
                        return name
    return next((name for name in parts.names() if name.lower().endswith(".opf")), "")


def _is_metadata(element: _Element) -> bool:
    tag = element.tag
    return isinstance(tag, str) and "purl.org/dc" in tag.lower()


def _read_spine(
    spine: _Element, items: dict[str, tuple[str, str, str]], parts: ZipParts, package: Package
) -> None:
    for count, element in enumerate(spine):
        if local_name(element) != "itemref" or count > _MOST_SPINE:
            continue
        item_id = element.get("idref") or ""
        name, media_type, _ = items.get(item_id, ("", "", ""))
        if name not in parts:
            package.missing.append(name or item_id)
        elif media_type in _TEXT_TYPES:
            package.parts.append(name)


def _refuse_locked(parts: ZipParts, package: Package) -> None:
    """Raise where a text is encrypted; garbled fonts harm nobody."""
    if _ENCRYPTION not in parts:
        return
    root = parts.xml(_ENCRYPTION)
    if root is None:
        return
    texts = {name.casefold() for name in package.parts}
    for data in root.iter():
        if local_name(data) != "EncryptedData":
            continue
        algorithm = ""
        names: list[str] = []
        for element in data.iter():
            if local_name(element) == "EncryptionMethod" and not algorithm:
                algorithm = element.get("Algorithm") or ""
            elif local_name(element) == "CipherReference":
                names.append(resolved("", element.get("URI") or "").casefold())
        if algorithm not in _FONT_ALGORITHMS and any(name in texts for name in names):
            raise parts.locked()


def _nav_labels(parts: ZipParts, name: str) -> Iterator[Label]:
    """Names out of an EPUB 3 navigation document."""
    from reader.documents.charset import decode  # noqa: PLC0415 - keeps start-up fast
    from reader.documents.page_tree import grow  # noqa: PLC0415 - as above

    page = grow(decode(parts.read(name), None, has_markup=True))
    navs = [n for n in page.descendants() if n.tag == "nav"]
    toc = next(
        (n for n in navs if "toc" in n.attrs.get("epub:type", "").split()),
        next((n for n in navs if n.attrs.get("role") == "doc-toc"), None),
    )
    if toc is None:
        return
    count = 0
    for node in toc.descendants():
        if node.tag != "a" or not node.attrs.get("href"):
            continue
        text = clean(node.text()) or _alternative(node)
        depth = sum(a.tag in ("ol", "ul") for a in _up_to(node, toc)) - 1
        target = _target(name, node.attrs["href"])
        count += 1
        if text and target[0] and count <= _MOST_LABELS:
            yield Label(text, *target, max(0, min(depth, _DEEPEST)))


def _up_to(node: Node, top: Node) -> Iterator[Node]:
    for ancestor in node.ancestors():
        if ancestor is top:
            return
        yield ancestor


def _alternative(node: Node) -> str:
    """What a link without text says: its title, or the description of its picture."""
    title = node.attrs.get("title") or node.attrs.get("aria-label")
    if title:
        return clean(title)
    return next((clean(d.attrs["alt"]) for d in node.descendants() if d.attrs.get("alt")), "")


def _ncx_labels(parts: ZipParts, name: str) -> Iterator[Label]:
    """Names out of an EPUB 2 table of contents."""
    root = parts.xml(name)
    if root is None:
        return
    for count, point in enumerate(root.iter()):
        if local_name(point) != "navPoint":
            continue
        if count > _MOST_LABELS * 10:
            return
        text = href = ""
        for child in point:
            if local_name(child) == "navLabel":
                text = clean(" ".join(text_of(t) for t in child))
            elif local_name(child) == "content":
                href = child.get("src") or ""
        depth = 0
        for ancestor in point.iterancestors():
            depth += local_name(ancestor) == "navPoint"
            if depth >= _DEEPEST:
                break
        target = _target(name, href)
        if text and target[0]:
            yield Label(text, *target, depth)


def _target(base: str, href: str) -> tuple[str, str]:
    try:
        fragment = unquote(urlsplit(href).fragment)
    except ValueError:
        return "", ""
    return resolved(base, href), fragment
