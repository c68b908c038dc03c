"""When a page says that it was published and last reviewed. Pure; any thread; asks no clock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reader.documents.page_data import kinds

_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_MONTH = "|".join(
    f"{name[:3]}(?:{name[3:]})?" if name != "september" else "sept?(?:ember)?" for name in _MONTHS
)
_DATE = re.compile(
    rf"""\b(?: (?P<y1>(?:19|20)\d\d)-(?P<m1>\d\d)(?:-(?P<d1>\d\d))?
          | (?:(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)? (?P<n2>{_MONTH})\.?,?\s+ (?P<y2>(?:19|20)\d\d)
          | (?P<n3>{_MONTH})\.?\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y3>(?:19|20)\d\d)
          | (?P<a4>\d{{1,2}})[./-](?P<b4>\d{{1,2}})[./-](?P<y4>(?:19|20)\d\d)
          | (?P<y5>(?:19|20)\d\d)\b(?!\s*[-–]) )""",
    re.IGNORECASE | re.VERBOSE,
)
_SAYS_REVIEWED = re.compile(
    r"(?:\b(?:last|medically|clinically|date|page|content)\W+(?:\w+\W+)?reviewed?|\breviewed(?:\s+on|\s+by\b.{0,60}?\bon|:)"
    r"|\b(?:last|date of(?: last)?)\s+review(?:\s+date)?|\breview date)\b\W{0,4}(?:on\b\W*|date\b\W*)?",
    re.IGNORECASE,
)
_SAYS_UPDATED = re.compile(
    r"\b(?:last|page|content|date)\W+(?:\w+\W+)?(?:updated|modified|changed|edited)\b\W{0,4}(?:on\b\W*)?"
    r"|^\W*updated\b\W{0,4}(?:on\b\W*)?",
    re.IGNORECASE,
)
_SAYS_PUBLISHED = re.compile(
    r"\b(?:first |originally |date )?(?:published|posted)\b\W{0,4}(?:on\b\W*|date\b\W*)?|\bpublication date\b\W{0,4}",
    re.IGNORECASE,
)
_MAY_SAY = re.compile(r"review|update|modified|changed|edited|publi|posted", re.IGNORECASE)
_SAYS_NEXT = re.compile(r"\b(?:next|due|future|will be)\b", re.IGNORECASE)
_LONGEST_LINE_CHARS = 300
_PUBLISHED_KEYS = (
    "article:published_time datepublished dc.date.issued dcterms.issued dcterms.created dc.date.created"
    " citation_publication_date og:published_time publish_date pubdate parsely-pub-date sailthru.date dc.date date"
).split()
_REVIEWED_KEYS = (
    "lastreviewed datemodified article:modified_time og:updated_time dcterms.modified dc.date.modified"
    " last-modified lastmod revised"
).split()
_PAGES = re.compile(r"Article|Page$|Posting|Report|CreativeWork|Guide|HowTo|Recipe")


def dates_of(
    metas: Mapping[str, str],
    described: Iterable[Mapping[str, Any]],
    lines: Sequence[str],
    language: str | None,
) -> tuple[str, str]:
    """When the page was published and when it was last reviewed or changed, each "" where it does not say.

    What is written for people counts for more than what is written for machines. `metas` by lower-case name.
    """
    is_american = (language or "").endswith("-US")
    said = {key.lower(): value for key, value in metas.items()}
    for thing in described:
        if any(_PAGES.search(kind) for kind in kinds(dict(thing))):
            for key in ("datePublished", "dateModified", "lastReviewed"):
                value = thing.get(key)
                if isinstance(value, str):
                    said.setdefault(f"ld:{key.lower()}", value)
    written = _written(lines, is_american)

    def first(keys: Iterable[str]) -> str:
        return next((d for key in keys if (d := date_in(said.get(key, ""), is_american))), "")

    published = written.get("published") or first(("ld:datepublished", *_PUBLISHED_KEYS))
    reviewed = (
        written.get("reviewed")
        or first(("ld:lastreviewed", "lastreviewed"))
        or written.get("updated")
        or first(("ld:datemodified", *_REVIEWED_KEYS))
    )
    return published, reviewed


def date_in(text: str, is_american: bool = False) -> str:
    """The first date in a text as ISO 8601, as far as it is given: day, month or year; "" where there is none."""
    for found in _DATE.finditer(text[:_LONGEST_LINE_CHARS]):
        date = _iso(found, is_american)
        if date:
            return date
    return ""


def _iso(found: re.Match[str], is_american: bool) -> str:
    part = found.groupdict()
    year = part["y1"] or part["y2"] or part["y3"] or part["y4"] or part["y5"]
    name = part["n2"] or part["n3"]
    if name:
        month: int | None = 1 + next(i for i, m in enumerate(_MONTHS) if m[:3] == name[:3].lower())
        day = part["d2"] or part["d3"]
    elif part["a4"]:
        one, other = int(part["a4"]), int(part["b4"])
        if (is_american and one <= 12) or other > 12:
            one, other = other, one
        month, day = other, str(one)
    else:
        month, day = int(part["m1"]) if part["m1"] else None, part["d1"]
    if month is None:
        return year or ""
    if not 1 <= month <= 12 or (day and not 1 <= int(day) <= 31):
        return ""
    return f"{year}-{month:02}-{int(day):02}" if day else f"{year}-{month:02}"


def _written(lines: Sequence[str], is_american: bool) -> dict[str, str]:
    """What the page's lines say: "Last reviewed: 3 May 2024", the date also in the line below."""
    found: dict[str, str] = {}
    says = (
        ("reviewed", _SAYS_REVIEWED),
        ("updated", _SAYS_UPDATED),
        ("published", _SAYS_PUBLISHED),
    )
    for at, line in enumerate(lines):
        if len(line) > _LONGEST_LINE_CHARS or not _MAY_SAY.search(line):
            continue
        for name, pattern in says:
            if name in found:
                continue
            word = pattern.search(line)
            if not word or _SAYS_NEXT.search(line[: word.end()][-40:]):
                continue
            rest = line[word.end() :]
            if not rest.strip() and at + 1 < len(lines):
                rest = lines[at + 1]
            date = _DATE.match(rest.strip())
            if date and (iso := _iso(date, is_american)):
                found[name] = iso
    return found
