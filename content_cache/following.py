"""Which links of a page are followed, and in which order: policy only.

Pure: knows neither network, disk nor clock. What a site can do to lead a program on without end (calendars,
sessions in addresses, paths that grow) is met here; what it can do with time and bytes is met in `fetching` and
`politeness`. Any thread, one at a time.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote, urlsplit

from content_cache.addresses import (
    DOCUMENT_SUFFIXES,
    canonical_url,
    file_url,
    host_of,
    is_file_url,
    path_of,
)
from content_cache.entries import LinkToFollow, RelationKind
from content_cache.errors import NotAnAddress
from content_cache.public_addresses import IsPublic, is_own_network, is_public

Link = tuple[str, str, str]
"""Absolute address, kind ("page", "leaflet", or another, which is not followed), and what it says."""
Refusal = Literal["no page", "another site", "own network", "trap", "too many"]
"""Why a link is not followed: no web page at all; elsewhere; this computer or its network; one of endlessly many
addresses; no room left."""

MOST_SEGMENTS = 12
"""Parts of a path; a path that leads into itself grows beyond. (judgement)"""
MOST_REPEATS = 2
"""How often the same part may stand in a path. (judgement)"""
MOST_OF_A_SHAPE = 50
"""Addresses that differ in nothing but numbers and the values in their query. (judgement)"""
MOST_OF_A_CALENDAR = 3
"""Addresses that stand for a day, a week or a month. (judgement)"""
LONGEST_LINK = 1000
"""Characters. Source: sitemaps.org allows 2,048; an address people made is far shorter. (judgement)"""

_SESSION_NAMES = frozenset(
    "sid sessionid session_id phpsessid jsessionid aspsessionid cfid cftoken".split()
)
_CALENDAR_NAMES = frozenset(
    "date day month year week cal calendar ical outlook-ical eventdate event_date startdate start_date tribe-bar-date"
    " yr mo".split()
)
_DOING_NAMES = frozenset(
    "replytocom share add-to-cart action do login logout redirect_to return_to sort sortby orderby filter print".split()
)
"""Names in a query that do something, or show the same in another way."""
_DOING_PATHS = frozenset(
    "login logout signin sign-in signout sign-out register wp-login.php wp-admin cart basket checkout search".split()
)
_NO_TEXT = frozenset(
    "jpg jpeg png gif webp avif svg ico bmp tif tiff mp3 m4a ogg wav mp4 m4v mov avi webm mkv zip gz tgz bz2 xz rar 7z"
    " exe msi dmg pkg apk iso css js json xml rss atom ics vcf xls xlsx csv ppt pptx woff woff2 ttf".split()
)
"""File name endings of what cannot be read out."""
_INDEX = re.compile(r"(?:index|default)\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_SESSION_IN_PATH = re.compile(r";(?:jsessionid|sid|phpsessid)=[^/?]*", re.IGNORECASE)
_DATE_AT_END = re.compile(r"(?:^|/)(?:19|20)\d\d(?:[-/.]\d{1,2}){1,2}/?$")


@dataclass(frozen=True, slots=True)
class FollowLimits:
    """How far a following may go; (judgement) marks our own choice."""

    depth: int = 1
    """Links away from the first page; 0: only its leaflets."""
    pages: int = 200
    """Pages and leaflets kept beside the first page."""
    total_bytes: int = 200 * 1024 * 1024
    """Of their bodies."""
    tries: int = 300
    """Addresses asked for, whatever came of it. (judgement)"""
    waiting: int = 5000
    """Addresses remembered for later. (judgement)"""
    failures_in_a_row: int = 5
    """After so many a site counts as not answering. (judgement)"""
    total_s: float = 2 * 3600.0
    """For all of it; a site that sends byte by byte is left after this. (judgement)"""


DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Way:
    """Where a link may lead that is followed."""

    may_go: Callable[[str], bool]
    """Whether a redirect to this canonical address may be followed."""
    only_public: bool = True
    """Whether every host must be one that everybody can reach."""


class Frontier:
    """What is still to be fetched of one site, beginning with the links of one page."""

    def __init__(
        self, start: str, limits: FollowLimits, *, is_public_number: IsPublic = is_public
    ) -> None:
        """`start`: canonical address of the page the person chose."""
        self.start = start
        self.limits = limits
        self._is_public = is_public_number
        self.is_own_network = is_own_network(start, is_public_number)
        """Whether the person's own page is on their own network; then only its host is followed there."""
        self._waiting: deque[LinkToFollow] = deque()
        self._seen = {_key(start)}
        self._shapes: Counter[str] = Counter()
        self.refused: Counter[Refusal] = Counter()
        """How many links are not followed, by reason."""
        self.kept = 0
        self.taken_bytes = 0
        self.tried = 0

    @property
    def waiting(self) -> int:
        """How many links are still to be followed."""
        return len(self._waiting)

    @property
    def is_full(self) -> bool:
        """Whether a limit is reached."""
        limits = self.limits
        return (
            self.kept >= limits.pages
            or self.taken_bytes >= limits.total_bytes
            or self.tried >= limits.tries
        )

    def add(self, links: Iterable[Link], *, depth: int) -> tuple[LinkToFollow, ...]:
        """Take in the links of a page that is `depth` links away, in reading order; gives those to be followed.

        Others than pages and leaflets are no links to follow, nor are pages beyond the depth.
        """
        taken = []
        for address, kind, label in links:
            wanted = None
            if kind == "leaflet":
                wanted = self._wanted(address, "leaflet", depth + 1, label)
            elif kind == "page" and depth < self.limits.depth:
                wanted = self._wanted(address, "page", depth + 1, label)
            if wanted is not None:
                self._waiting.append(wanted)
                taken.append(wanted)
        return tuple(taken)

    def go_on(self, waiting: Iterable[LinkToFollow], done: Iterable[str], kept: int) -> None:
        """Take up what an earlier following left: links still to be followed, addresses done with, pages kept."""
        for wanted in waiting:
            self._note_seen(wanted.url)
            self._waiting.append(wanted)
        for url in done:
            self._note_seen(url)
            self.tried += 1
        self.kept += kept

    def next(self) -> LinkToFollow | None:
        """The next link to follow, nearest first; None when there is none, or a limit is reached."""
        if self.is_full or not self._waiting:
            return None
        self.tried += 1
        return self._waiting.popleft()

    def note_kept(self, url: str, body_bytes: int) -> None:
        """A link led to a page that is kept now, at this address."""
        self._seen.add(_key(url))
        self.kept += 1
        self.taken_bytes += body_bytes

    def note_received(self, received_bytes: int) -> None:
        """So much came for a link that led to nothing that can be kept."""
        self.taken_bytes += received_bytes

    def put_back(self, wanted: LinkToFollow) -> None:
        """Leave a link for later, as nothing came of it for reasons of the moment."""
        self.tried -= 1
        self._waiting.appendleft(wanted)

    def way(self, kind: RelationKind) -> Way:
        """Where a link of this kind may lead."""
        return Way(
            lambda url: self._refusal(url, kind) is None, only_public=not self.is_own_network
        )

    def _note_seen(self, url: str) -> None:
        self._seen.add(_key(url))
        self._shapes[shape_of(url)[0]] += 1

    def _wanted(
        self, address: str, kind: RelationKind, depth: int, label: str
    ) -> LinkToFollow | None:
        try:
            url = _canonical(address, self.start)
        except (NotAnAddress, OSError, ValueError):
            self.refused["no page"] += 1
            return None
        if _key(url) in self._seen:
            return None
        refusal = self._refusal(url, kind) or self._refusal_of_many(url)
        if refusal is not None:
            self.refused[refusal] += 1
            return None
        self._note_seen(url)
        return LinkToFollow(url, kind, depth, label)

    def _refusal(self, url: str, kind: RelationKind) -> Refusal | None:
        if is_file_url(self.start):
            return _refusal_of_file(self.start, url)
        if not is_same_site(self.start, url, with_subdomains=kind == "leaflet"):
            return "another site"
        if not self.is_own_network and is_own_network(url, self._is_public):
            return "own network"
        if _ending(url) in _NO_TEXT:
            return "no page"
        return "trap" if is_trap(url) else None

    def _refusal_of_many(self, url: str) -> Refusal | None:
        shape, most = shape_of(url)
        if self._shapes[shape] >= most and not is_file_url(url):
            return "trap"
        if len(self._waiting) >= self.limits.waiting:
            return "too many"
        return None


def is_same_site(start: str, url: str, *, with_subdomains: bool = False) -> bool:
    """Whether two canonical addresses are of one site: the same host, with or without www., at the same port.

    `with_subdomains`: hosts below the first one count too, where many sites keep their files.
    """
    if is_file_url(start) or is_file_url(url):
        return False
    site, other = _site(start), _site(url)
    return site == other or (with_subdomains and other.endswith("." + site))


def _canonical(address: str, start: str) -> str:
    """The canonical address of a link; a file's only where a file leads to it, without the place in it.

    Raises:
        NotAnAddress: it is none, or a page of the web leads to a file.
    """
    if is_file_url(start) and is_file_url(address.strip().lower()):
        return file_url(path_of(urlsplit(address.strip())._replace(query="", fragment="").geturl()))
    return canonical_url(address)


def _refusal_of_file(start: str, url: str) -> Refusal | None:
    """Why a person's own file does not lead to another one: only documents beside it, or below, are followed."""
    if not url.startswith(start.rpartition("/")[0] + "/"):
        return "another site"
    return None if unquote(url).lower().endswith(DOCUMENT_SUFFIXES) else "no page"


def is_trap(url: str) -> bool:
    """Whether an address looks made by a program for programs: it grows into itself, or does something."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.lower().split("/") if segment]
    if len(url) > LONGEST_LINK or len(segments) > MOST_SEGMENTS:
        return True
    if any(count > MOST_REPEATS for count in Counter(segments).values()):
        return True
    if segments and segments[-1] in _DOING_PATHS:
        return True
    return not _DOING_NAMES.isdisjoint(_names(parts.query))


def shape_of(url: str) -> tuple[str, int]:
    """What an address has in common with those that differ only in numbers, and how many of them are followed."""
    parts = urlsplit(url)
    names = _names(parts.query)
    if not _CALENDAR_NAMES.isdisjoint(names) or _DATE_AT_END.search(parts.path):
        return "calendar", MOST_OF_A_CALENDAR
    path = re.sub(r"\d+", "0", parts.path)
    if path == parts.path and not names:
        return path, 1  # a name that somebody gave: each stands for itself
    return f"{path}?{'&'.join(sorted(names))}", MOST_OF_A_SHAPE


def _names(query: str) -> list[str]:
    return [part.partition("=")[0].lower() for part in query.split("&") if part]


def _site(url: str) -> str:
    return urlsplit(url).netloc.removeprefix("www.")


def _ending(url: str) -> str:
    name = urlsplit(url).path.rpartition("/")[2]
    return name.rpartition(".")[2].lower() if "." in name else ""


def _key(url: str) -> str:
    """The same for addresses that nearly always lead to the same page."""
    if is_file_url(url):
        return url
    parts = urlsplit(url)
    path = _INDEX.sub("", _SESSION_IN_PATH.sub("", parts.path)).rstrip("/")
    kept = sorted(
        part
        for part in parts.query.split("&")
        if part and part.partition("=")[0].lower() not in _SESSION_NAMES
    )
    return f"{_site(url)}{path}?{'&'.join(kept)}"


def limits_sentence(start: str, limits: FollowLimits) -> str:
    """How far a following will go at most, to be told before it begins."""
    host = "the folder it is in" if is_file_url(start) else host_of(start)
    most = f"at most {limits.pages} pages and {limits.total_bytes // 1_048_576} megabytes"
    if limits.depth == 0:
        return f"Its leaflets are kept too, from {host} alone, {most}."
    away = "one link" if limits.depth == 1 else f"up to {limits.depth} links"
    return f"Pages {away} away are kept too, from {host} alone, {most}, one after another."
