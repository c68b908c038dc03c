"""What a page says about itself: title, language, base address. Pure; any thread."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from reader.documents.page_tree import Node
from reader.documents.plain_text import clean

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SEPARATOR = re.compile(r"\s+[|·•»«›‹:–—~/\\-]+\s+|\s*[|»«]\s*|\s::\s|:\s+(?=[A-Z])")

_PUBLISHED_NAMES = re.compile(r"\bpublish|\bentry-date|\bposted")
_TIMES = (
    ("lastreviewed", re.compile(r"\b(?<!next )review", re.IGNORECASE)),
    ("datemodified", re.compile(r"\b(?:updated|modified|edited|changed)", re.IGNORECASE)),
    ("datepublished", re.compile(r"\b(?:published|posted)", re.IGNORECASE)),
)
_TIME_LINE_PARTS = 8
_TIME_LINE_CHARS = 60
"""A longer line around a time may speak of anything."""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the whole page declares."""

    title: str
    """Without the site's name."""
    language: str | None
    """BCP 47 tag."""
    base: str
    """Address that relative links start from."""
    metas: Mapping[str, str]
    """What it says of itself by name, in lower case: of its `meta` elements and of its marked times."""


def language_tag(value: str | None) -> str | None:
    """A well-formed BCP 47 tag in its usual letter case, or None: "en_gb" is "en-GB"."""
    tag = (value or "").strip().replace("_", "-")
    if not _LANGUAGE.fullmatch(tag):
        return None
    first, *rest = tag.split("-")
    return "-".join(
        [
            first.lower(),
            *(p.upper() if len(p) == 2 else p.title() if len(p) == 4 else p.lower() for p in rest),
        ]
    )


def facts_of(page: Node, url: str) -> PageFacts:
    """Read the head, and the headings where the head says little."""
    metas: dict[str, str] = {}
    title = base = ""
    headings: list[str] = []
    main_headings: list[str] = []
    language = language_tag(page.attrs.get("lang") or page.attrs.get("xml:lang"))
    for node in page.descendants():
        if node.tag == "meta":
            key = (
                node.attrs.get("property")
                or node.attrs.get("name")
                or node.attrs.get("http-equiv")
                or node.attrs.get("itemprop")
                or ""
            )
            metas.setdefault(key.lower(), node.attrs.get("content", ""))
        elif node.tag == "time":
            key = node.attrs.get("itemprop") or _kind_of_time(node)
            metas.setdefault(key.lower(), node.attrs.get("datetime") or node.text())
        elif node.tag == "title" and not title and not _in_drawing(node):
            title = clean(node.text())
        elif node.tag == "base" and not base:
            base = node.attrs.get("href", "")
        elif node.tag == "body" and not language:
            language = language_tag(node.attrs.get("lang"))
        elif node.tag == "h1" and not any(a.tag == "h1" for a in node.ancestors()):
            text = clean(node.text())
            if text and not _leads_home(node):
                headings.append(text)
                if any(
                    a.tag in ("main", "article") or a.attrs.get("role") == "main"
                    for a in node.ancestors()
                ):
                    main_headings.append(text)
    language = language or language_tag(metas.get("content-language", "").partition(",")[0])
    language = language or language_tag(metas.get("og:locale"))
    try:
        base = urljoin(url, base.strip()) if base else url
    except ValueError:
        base = url
    named = clean(metas.get("og:title", "") or metas.get("dc.title", ""))
    site = clean(metas.get("og:site_name", ""))
    return PageFacts(
        title=_own_title(title or named, named, site, main_headings, headings, url),
        language=language,
        base=base,
        metas=metas,
    )


def _kind_of_time(node: Node) -> str:
    """What a marked time is, by its names or the short line that it stands in; "" where neither tells."""
    names = node.names()
    if "pubdate" in node.attrs or _PUBLISHED_NAMES.search(names):
        return "datepublished"
    around, line = node.parent, ""
    if around and around.chars <= _TIME_LINE_CHARS and len(around.children) <= _TIME_LINE_PARTS:
        line = around.text()
    for kind, says in _TIMES:
        if says.search(f"{names} {line}"):
            return kind
    return ""


def _leads_home(heading: Node) -> bool:
    """Whether a heading is the site's name: a link to its first page."""
    return any(
        d.tag == "a"
        and (urlsplit(_safe(d.attrs.get("href", "x"))).path in ("", "/", "/index.html"))
        for d in heading.descendants()
        if d.attrs.get("href", "").strip()[:1] != "#"
    )


def _safe(address: str) -> str:
    return address.replace("[", "").replace("]", "")


def _in_drawing(node: Node) -> bool:
    return any(a.tag == "svg" for a in node.ancestors())


def _key(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _own_title(
    title: str, named: str, site: str, main_headings: list[str], headings: list[str], url: str
) -> str:
    """The page's own title: the heading that the head's title repeats, else that title without the site's name."""
    parts = [p for p in _SEPARATOR.split(title) if p and p.strip()]
    host = _key((urlsplit(url).hostname or "").removeprefix("www.").partition(".")[0])

    def is_site(text: str) -> bool:
        key = _key(text)
        return bool(key) and (key == _key(site) or (len(host) > 3 and key in (host, f"the{host}")))

    known = {_key(p) for p in (*parts, title, named)} - {""}
    for heading in (*main_headings, *headings):
        if _key(heading) in known and not (is_site(heading) and len(parts) > 1):
            return heading
    whole = _key(title) + _key(named)
    for heading in main_headings[:1] or (headings if len(headings) == 1 else []):
        key = _key(heading)
        if not is_site(heading) and (
            not whole or key in whole or _shares_words(heading, f"{title} {named}")
        ):
            return heading
    rest = [p for p in parts if not is_site(p)]
    if rest:
        return clean(rest[0]) if len(parts) > 1 else clean(title)
    return clean(named or title or (headings[0] if headings else ""))


def _shares_words(heading: str, title: str) -> bool:
    words = set(re.findall(r"\w{3,}", heading.casefold()))
    return bool(words) and len(words & set(re.findall(r"\w{3,}", title.casefold()))) * 2 >= len(
        words
    )
