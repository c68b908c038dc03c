"""One bounded, polite, conditional GET.

The only module that knows `requests`, which is imported when the first page is fetched. Must not
store anything. Runs on any thread but the main one: it waits. The transfer itself runs on a thread of
its own, so that time limits and the person's stop hold even while a name is looked up or a server
sends one byte at a time.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from content_cache import __version__
from content_cache.addresses import canonical_url, host_of
from content_cache.decoding import DamagedError, Decoder
from content_cache.errors import (
    BodyIncomplete,
    BodyTooLarge,
    Cancelled,
    FetchError,
    HttpRefused,
    NotAnAddress,
    TooManyRedirects,
)
from content_cache.media_types import media_type_of, parse_content_type
from content_cache.network_faults import fetch_error, private_address, refusal_sentence
from content_cache.patience import IsCancelled, Stop, retry_after_seconds
from content_cache.public_addresses import IsPublic, is_own_network, is_public
from content_cache.reach import Reach, pool_classes
from content_cache.resource import NotModified, Resource

if TYPE_CHECKING:
    import requests

OnProgress = Callable[[int, int | None], None]
"""Called with the bytes that came over the network so far, and how many there will be where that is known."""

USER_AGENT = f"HandsOffReader/{__version__}"
ACCEPT = (
    "text/html,application/xhtml+xml,application/pdf;q=0.9,application/epub+zip;q=0.9,"
    "text/markdown;q=0.9,text/plain;q=0.8,*/*;q=0.5"
)
READ_BYTES = 64 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAY_PASS = frozenset({429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """How long, how much and how often; (judgement) marks our own choice."""

    connect_s: float = 10.0
    """For one address of the host. A lost first packet is sent again after 1, 3 and 7 s; then no more.

    Source: RFC 6298 section 2 (first time-out 1 s) and 5.5 (doubled each time)."""
    read_s: float = 20.0
    """Of silence between two pieces. (judgement)"""
    total_s: float = 120.0
    """For everything: name, redirects, tries, body. 20 MB at 1.4 Mbit/s. (judgement)"""
    body_bytes: int = 20 * 1024 * 1024
    """After decompression."""
    redirects: int = 5
    tries: int = 3
    """The first one included. (judgement)"""
    backoff_s: float = 0.5
    """Before the second try; doubled before each further one. (judgement)"""
    longest_retry_after_s: float = 10.0
    """A server that asks for more is not waited for: the person is told. (judgement)"""
    poll_s: float = 0.05
    """How soon a stop is seen."""
    is_cut_at_limit: bool = False
    """Whether the beginning of a longer body will do."""
    is_public: IsPublic = is_public
    """Which numbers are hosts that everybody can reach."""


DEFAULT_LIMITS = FetchLimits()


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """What is asked for."""

    url: str
    """Canonical http or https address."""
    etag: str | None = None
    """Of the copy that is already here, to be told only of a newer one."""
    last_modified: str | None = None
    only_public: bool = False
    """Whether the host must be one that everybody can reach: for what a page leads to, not a person."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """The page is to be had somewhere else."""

    url: str
    to: str
    """Canonical."""
    is_from_public: bool
    """Whether the host that says so is one that everybody can reach."""


def fetch(
    request: FetchRequest,
    *,
    now: Callable[[], datetime],
    limits: FetchLimits = DEFAULT_LIMITS,
    on_progress: OnProgress | None = None,
    is_cancelled: IsCancelled | None = None,
) -> Resource | NotModified:
    """Fetch a page, following redirects, and trying again where the fault may pass.

    `on_progress` and `is_cancelled` are called on the caller's thread.

    Raises:
        FetchError: the kind of it says why; `Cancelled` where the person stopped it.
    """
    found = _fetch(request, limits, on_progress, is_cancelled, now, limits.redirects)
    if isinstance(found, Redirect):
        raise TooManyRedirects(
            f"{host_of(found.url)} sends this page round in circles. Try another address of it.",
            url=found.url,
        )
    return found


def fetch_one_hop(
    request: FetchRequest,
    *,
    now: Callable[[], datetime],
    limits: FetchLimits = DEFAULT_LIMITS,
    on_progress: OnProgress | None = None,
    is_cancelled: IsCancelled | None = None,
) -> Resource | NotModified | Redirect:
    """As `fetch`, but where the server sends on, say where to: the caller judges whether to go there.

    Raises:
        FetchError: as `fetch`.
    """
    return _fetch(request, limits, on_progress, is_cancelled, now, 0)


def _fetch(
    request: FetchRequest,
    limits: FetchLimits,
    on_progress: OnProgress | None,
    is_cancelled: IsCancelled | None,
    now: Callable[[], datetime],
    redirects: int,
) -> Resource | NotModified | Redirect:
    stop = Stop(request.url, limits.total_s, limits.poll_s, is_cancelled)
    backoff_s = limits.backoff_s
    for _ in range(limits.tries - 1):
        try:
            return _attempt(request, limits, stop, on_progress, now, redirects)
        except _MayPassError as trouble:
            asked_s = trouble.retry_after_s
            wait_s = backoff_s if asked_s is None else asked_s
            is_too_long = asked_s is not None and asked_s > limits.longest_retry_after_s
            if is_too_long or not stop.has_time_for(wait_s):
                raise trouble.error from trouble
            stop.wait(wait_s)
            backoff_s *= 2
    try:
        return _attempt(request, limits, stop, on_progress, now, redirects)
    except _MayPassError as trouble:
        raise trouble.error from trouble


class _MayPassError(Exception):
    """A fault that may be gone at the next try."""

    def __init__(self, error: FetchError, retry_after_s: float | None = None) -> None:
        super().__init__(str(error))
        self.error = error
        self.retry_after_s = retry_after_s


def _attempt(
    request: FetchRequest,
    limits: FetchLimits,
    stop: Stop,
    on_progress: OnProgress | None,
    now: Callable[[], datetime],
    redirects: int,
) -> Resource | NotModified | Redirect:
    stop.check()
    transfer = _Transfer(request, limits, now, redirects)
    thread = threading.Thread(target=transfer.run, name="fetch", daemon=True)
    thread.start()
    reported = 0
    is_done = False
    try:
        while not is_done:
            stop.wait(limits.poll_s, until=transfer.is_done)
            is_done = (
                transfer.is_done.is_set()
            )  # before the count is read: the last one is told too
            if on_progress is not None and transfer.received_bytes != reported:
                reported = transfer.received_bytes
                on_progress(reported, transfer.total_bytes)
    finally:
        transfer.is_abandoned = True
    thread.join()
    return transfer.outcome()


class _Transfer:
    """One try, on its own thread. Once abandoned, it ends by itself at its next piece or time limit."""

    def __init__(
        self,
        request: FetchRequest,
        limits: FetchLimits,
        now: Callable[[], datetime],
        redirects: int,
    ) -> None:
        self.is_done = threading.Event()
        self.is_abandoned = False
        self.received_bytes = 0
        """As they came, before decompression."""
        self.total_bytes: int | None = None
        self._request, self._limits, self._now = request, limits, now
        self._redirects = redirects
        self._found: Resource | NotModified | Redirect | None = None
        self._fault: BaseException | None = None

    def run(self) -> None:
        try:
            self._found = self._get()
        except BaseException as fault:  # noqa: BLE001 - raised again on the thread that asked
            self._fault = fault
        finally:
            self.is_done.set()

    def outcome(self) -> Resource | NotModified | Redirect:
        if self._fault is not None:
            raise self._fault
        assert self._found is not None
        return self._found

    def _get(self) -> Resource | NotModified | Redirect:
        import requests  # noqa: PLC0415 - keeps start-up fast
        from urllib3.exceptions import HTTPError  # noqa: PLC0415 - keeps start-up fast

        url = self._request.url
        reach = Reach(
            only_public=self._request.only_public, is_public_number=self._limits.is_public
        )
        with one_hop_session(reach) as session:  # its cookies live for this one page
            session.headers.update(
                {"User-Agent": USER_AGENT, "Accept": ACCEPT, "Accept-Encoding": "gzip, deflate"}
            )
            try:
                for hop in range(self._redirects + 1):
                    self._check_is_public(url, is_first=hop == 0)
                    with session.get(
                        url,
                        headers=self._conditions() if hop == 0 else None,
                        stream=True,
                        allow_redirects=False,
                        timeout=(self._limits.connect_s, self._limits.read_s),
                    ) as response:
                        leads_to = response.headers.get("Location", "")
                        if response.status_code not in _REDIRECTS or not leads_to:
                            return self._receive(url, response)
                    before, url = url, next_hop(url, leads_to)
            except (OSError, HTTPError) as fault:  # requests' own errors are OSErrors
                error, may_pass = fetch_error(
                    fault, url, is_proxy=isinstance(fault, requests.exceptions.ProxyError)
                )
                if may_pass:
                    raise _MayPassError(error) from fault
                raise error from fault
        return Redirect(before, url, reach.is_public(before))

    def _check_is_public(self, url: str, *, is_first: bool) -> None:
        """Refuse by its letters what `Reach` would refuse by its number: a proxy hides the number.

        Raises `NotFollowed`.
        """
        is_public_before = self._request.only_public or not is_own_network(
            self._request.url, self._limits.is_public
        )
        must_be_public = self._request.only_public if is_first else is_public_before
        if must_be_public and is_own_network(url, self._limits.is_public):
            raise private_address(url)

    def _conditions(self) -> dict[str, str]:
        conditions = {
            "If-None-Match": self._request.etag,
            "If-Modified-Since": self._request.last_modified,
        }
        return {name: value for name, value in conditions.items() if value}

    def _receive(self, url: str, response: requests.Response) -> Resource | NotModified:
        status = response.status_code
        if status == 304 and self._conditions():
            return NotModified(url, checked_at=self._now())
        if not 200 <= status < 300:
            retry_after_s = retry_after_seconds(response.headers.get("Retry-After"), self._now)
            refused = HttpRefused(
                refusal_sentence(status, url, retry_after_s),
                url=url,
                status=status,
                retry_after_s=retry_after_s,
            )
            if status in _MAY_PASS:
                raise _MayPassError(refused, retry_after_s)
            raise refused
        body = self._body(url, response)
        headers = response.headers
        declared, charset = parse_content_type(headers.get("Content-Type"))
        return Resource(
            url=url,
            media_type=media_type_of(body, declared=declared, name=urlsplit(url).path),
            charset=charset,
            body=body,
            etag=headers.get("ETag"),
            last_modified=headers.get("Last-Modified"),
            fetched_at=self._now(),
            sha256=hashlib.sha256(body).hexdigest(),
            headers=tuple((name.lower(), value) for name, value in headers.items()),
            requested_url="" if url == self._request.url else self._request.url,
        )

    def _body(self, url: str, response: requests.Response) -> bytes:
        limit, is_cut = self._limits.body_bytes, self._limits.is_cut_at_limit
        host = host_of(url)
        too_large = BodyTooLarge(
            f"This page is larger than {limit // 1_048_576} megabytes, so it was not kept.", url=url
        )
        cut_off = _MayPassError(
            BodyIncomplete(f"{host} sent only a part of the page. Try again.", url=url)
        )
        length = response.headers.get("Content-Length", "")
        if "Transfer-Encoding" not in response.headers and length.isascii() and length.isdigit():
            self.total_bytes = int(length)
        body = bytearray()
        try:
            decoder = Decoder(response.headers.get("Content-Encoding", "").strip().lower())
            if self.total_bytes is not None and self.total_bytes > limit and not is_cut:
                raise too_large
            while data := response.raw.read1(READ_BYTES, decode_content=False):
                self.received_bytes += len(data)
                for piece in decoder.pieces(data):
                    body += piece
                    if len(body) > limit and is_cut:
                        return bytes(body[:limit])
                    if len(body) > limit:
                        raise too_large
                if self.received_bytes > limit:
                    raise too_large
                if self.is_abandoned:
                    raise Cancelled("Stopped. Nothing was changed.", url=url)
            decoder.finish()
        except DamagedError as damage:
            raise _MayPassError(
                BodyIncomplete(f"{host} sent a damaged page. Try again.", url=url)
            ) from damage
        if self.total_bytes is not None and self.received_bytes < self.total_bytes:
            raise cut_off
        return bytes(body)


def one_hop_session(reach: Reach) -> requests.Session:
    import requests  # noqa: PLC0415 - keeps start-up fast
    from requests.adapters import HTTPAdapter  # noqa: PLC0415 - keeps start-up fast

    class OneHopSession(requests.Session):
        """Sees no redirects: it would read their bodies whole, however large, and follow them anywhere."""

        def get_redirect_target(self, resp: requests.Response) -> None:  # noqa: ARG002 - requests names it
            return None

    class ReachAdapter(HTTPAdapter):
        """Connects only where it may; through a proxy, the proxy does the connecting."""

        def init_poolmanager(
            self, connections: int, maxsize: int, block: bool = False, **pool_kwargs: object
        ) -> None:
            super().init_poolmanager(connections, maxsize, block, **pool_kwargs)
            self.poolmanager.pool_classes_by_scheme = pool_classes(reach)

    session = OneHopSession()
    session.mount("http://", ReachAdapter())
    session.mount("https://", ReachAdapter())
    return session


def next_hop(url: str, leads_to: str) -> str:
    try:
        # Headers are read as Latin-1, but addresses in them are sent as UTF-8.
        location = leads_to.encode("latin-1", "replace").decode("utf-8", "replace")
        return canonical_url(urljoin(url, location))
    except (NotAnAddress, ValueError) as error:
        raise FetchError(
            f"{host_of(url)} sends this page on to something that is not a web page.", url=url
        ) from error
