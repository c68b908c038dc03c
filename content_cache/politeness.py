"""Visits to a site without being a burden: one request at a time for each host, a pause between, its wishes obeyed.

For links that are followed and pages that are looked up again; what a person asks for by its address is
`fetching`'s alone. Any thread but the main one: it waits.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlsplit

from content_cache import fetching
from content_cache.addresses import host_of
from content_cache.errors import (
    Cancelled,
    HttpRefused,
    NotFollowed,
    TooManyRedirects,
)
from content_cache.fetching import FetchLimits, FetchRequest, OnProgress, Redirect
from content_cache.following import Way
from content_cache.network_faults import refusal_sentence
from content_cache.patience import IsCancelled
from content_cache.resource import NotModified, Resource
from content_cache.robots import LONGEST_BYTES, SHORTEST_PAUSE_S, RobotsRules

LONGEST_REST_S = 60.0
"""A host that asks for a longer rest is left alone, and what is still to fetch there waits for another day.
(judgement)"""
RESTS = 2
"""How often a host's rest is waited for, for one page. (judgement)"""
ROBOTS_S = 24 * 3600.0
"""How long a robots.txt is believed. Source: RFC 9309 section 2.4."""
MOST_HOSTS = 64
"""Of which something is remembered. (judgement)"""
ROBOTS_TOTAL_S = 20.0
"""For a robots.txt to come. (judgement)"""
PAGE_TOTAL_S = 60.0
"""For a page that was not asked for by its address; half of a chosen one's time. (judgement)"""


@dataclass(slots=True)
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0
    """On the clock: when the pause after the last request ends."""
    rests_until: float = 0.0
    """On the clock: until when it asked to be left alone."""
    pause_s: float = SHORTEST_PAUSE_S
    rules: RobotsRules | None = None
    rules_at: float = 0.0


class PoliteVisits:
    """Everything that is asked of hosts on one's own account, and what they asked in return."""

    def __init__(
        self,
        *,
        now: Callable[[], datetime],
        limits: FetchLimits = fetching.DEFAULT_LIMITS,
        pause_s: float = SHORTEST_PAUSE_S,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`pause_s`: the shortest between two requests to a host. `clock` and `sleep` are in seconds."""
        self._now, self._clock, self._sleep = now, clock, sleep
        self._pause_s = pause_s
        self._limits = replace(
            limits,
            total_s=min(limits.total_s, PAGE_TOTAL_S),
            backoff_s=max(limits.backoff_s, pause_s),
            longest_retry_after_s=0.0,  # rests are waited for here, where other threads see them
        )
        self._hosts: OrderedDict[str, _Host] = OrderedDict()
        self._lock = threading.Lock()

    def fetch(
        self,
        request: FetchRequest,
        *,
        way: Way | None = None,
        on_progress: OnProgress | None = None,
        is_cancelled: IsCancelled | None = None,
    ) -> Resource | NotModified:
        """Fetch a page when its host's turn comes. `way`: for a followed link, which must obey robots.txt.

        Raises:
            FetchError: `NotFollowed` for a way that is not taken; `HttpRefused` with `retry_after_s` for a host that
                wants to be left alone longer than is waited for.
        """
        stopping = is_cancelled or (lambda: False)
        step = request
        for _ in range(self._limits.redirects + 1):
            if way is not None:
                self._check_robots(step, stopping)
            found = self._in_turn(step, on_progress, stopping)
            if isinstance(found, Resource):
                is_elsewhere = found.url != request.url
                return replace(found, requested_url=request.url if is_elsewhere else "")
            if isinstance(found, NotModified):
                return found
            if way is not None and not way.may_go(found.to):
                raise NotFollowed(
                    f"This link leads away to {host_of(found.to)}, so it was not followed. "
                    "Give that address yourself if you want it.",
                    url=found.to,
                    reason="elsewhere",
                )
            step = FetchRequest(found.to, only_public=request.only_public or found.is_from_public)
        raise TooManyRedirects(
            f"{host_of(step.url)} sends this page round in circles. Try another address of it.",
            url=step.url,
        )

    def _in_turn(
        self, request: FetchRequest, on_progress: OnProgress | None, is_cancelled: IsCancelled
    ) -> Resource | NotModified | Redirect:
        """One request, when the host is free and rested."""
        host = self._host(request.url)
        self._acquire(host, request.url, is_cancelled)
        try:
            for rests_left in range(RESTS, -1, -1):
                rest_s = host.rests_until - self._clock()
                if rest_s > LONGEST_REST_S or (rest_s > 0 and not rests_left):
                    raise HttpRefused(
                        refusal_sentence(429, request.url, rest_s),
                        url=request.url,
                        status=429,
                        retry_after_s=rest_s,
                    )
                self._wait_until(max(host.rests_until, host.free_at), request.url, is_cancelled)
                try:
                    return fetching.fetch_one_hop(
                        request,
                        now=self._now,
                        limits=self._limits,
                        on_progress=on_progress,
                        is_cancelled=is_cancelled,
                    )
                except HttpRefused as refused:
                    if refused.status not in (429, 503) or not refused.retry_after_s:
                        raise
                    host.rests_until = self._clock() + refused.retry_after_s
                finally:
                    host.free_at = self._clock() + max(host.pause_s, self._pause_s)
        finally:
            host.lock.release()
        raise AssertionError("the last round returns or raises")

    def _check_robots(self, request: FetchRequest, is_cancelled: IsCancelled) -> None:
        host = self._host(request.url)
        self._acquire(host, request.url, is_cancelled)
        try:
            rules = host.rules
            if rules is None or not 0 <= self._clock() - host.rules_at < ROBOTS_S:
                rules = self._fetched_rules(host, request, is_cancelled)
        finally:
            host.lock.release()
        if not rules.allows(request.url):
            raise NotFollowed(
                f"{host_of(request.url)} asks programs not to fetch this page. "
                "Give its address yourself if you want it.",
                url=request.url,
                reason="robots",
            )

    def _fetched_rules(
        self, host: _Host, request: FetchRequest, is_cancelled: IsCancelled
    ) -> RobotsRules:
        """The host's robots.txt; called with the host's lock.

        One that cannot be had because the server fails forbids everything; one that is not there, nothing.
        Source: RFC 9309 section 2.3.1.
        """
        parts = urlsplit(request.url)
        self._wait_until(host.free_at, request.url, is_cancelled)
        try:
            found = fetching.fetch(
                FetchRequest(
                    f"{parts.scheme}://{parts.netloc}/robots.txt", only_public=request.only_public
                ),
                now=self._now,
                limits=replace(
                    self._limits,
                    total_s=min(self._limits.total_s, ROBOTS_TOTAL_S),
                    body_bytes=LONGEST_BYTES,
                    is_cut_at_limit=True,
                ),
                is_cancelled=is_cancelled,
            )
        except HttpRefused as refused:
            if refused.status == 429 or refused.status >= 500:
                raise NotFollowed(
                    f"{host_of(request.url)} does not say which pages programs may fetch, "
                    "so its links were not followed. Try again later.",
                    url=request.url,
                    reason="robots",
                ) from refused
            body = b""
        else:
            body = found.body if isinstance(found, Resource) else b""
        finally:
            host.free_at = self._clock() + self._pause_s
        host.rules = RobotsRules(body)
        host.rules_at = self._clock()
        host.pause_s = host.rules.pause_s(self._pause_s)
        return host.rules

    def _host(self, url: str) -> _Host:
        name = urlsplit(url).netloc
        with self._lock:
            host = self._hosts.setdefault(name, _Host(pause_s=self._pause_s))
            self._hosts.move_to_end(name)
            while len(self._hosts) > MOST_HOSTS:
                self._hosts.popitem(last=False)
            return host

    def _acquire(self, host: _Host, url: str, is_cancelled: IsCancelled) -> None:
        while not host.lock.acquire(timeout=self._limits.poll_s):
            _check_stop(url, is_cancelled)

    def _wait_until(self, at: float, url: str, is_cancelled: IsCancelled) -> None:
        while True:
            _check_stop(url, is_cancelled)
            left_s = at - self._clock()
            if left_s <= 0:
                return
            self._sleep(min(left_s, self._limits.poll_s))


def _check_stop(url: str, is_cancelled: IsCancelled) -> None:
    if is_cancelled():
        raise Cancelled("Stopped. Nothing was changed.", url=url)
