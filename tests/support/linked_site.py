"""A site on loopback whose pages lead to each other, and a shelf that takes it for a public one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from http_server import Exchange, HttpServer

from content_cache.fetching import FetchLimits
from content_cache.following import FollowLimits
from content_cache.library import Library
from content_cache.resource import Page
from reader.control.following import LEAFLETS_ONLY, FollowOutcome, follow
from reader.control.shelf import Saved, Shelf
from reader.control.view import SavingProgress

QUICK = FetchLimits(
    connect_s=5,
    read_s=5,
    total_s=20,
    backoff_s=0.01,
    poll_s=0.01,
    is_public=lambda number: number == "127.0.0.1",
)


def html(title: str, *links: str, more: str = "") -> str:
    """A page with a heading, some text, and links: "address words"."""
    leading = "".join(
        f'<p>It is told <a href="{address}">{words}</a> what else is known, and whom to ask.</p>'
        for address, _, words in (link.partition(" ") for link in links)
    )
    return (
        f'<!doctype html><html lang="en"><title>{title}</title><body><main><h1>{title}</h1>'
        f"<p>This page tells what is known about {title}, and what may help those who have it. {more}</p>"
        f"{leading}</main></body></html>"
    )


class LinkedSite:
    """A server, and a library that fetches from it without pauses."""

    def __init__(self, folder: Path, server: HttpServer, limits: FetchLimits = QUICK) -> None:
        self.server = server
        self.library = Library(
            folder / "home", limits=limits, pause_s=0.0, archive_api=server.url("/available")
        )
        self.shelf = Shelf(self.library)

    def close(self) -> None:
        self.shelf.close()

    def page(self, path: str, title: str, *links: str) -> str:
        """A page that leads to others."""
        return self.server.page(path, html(title, *links))

    def leaflet(self, path: str, words: str) -> str:
        """A leaflet by its name; its text is plain, so that reading it is quick."""
        text = f"{words}. Keep the hand warm, and rest before the cramp begins."
        return self.server.page(path, text, content_type="text/plain")

    def save(self, path: str = "/start") -> Saved:
        return self.shelf.save(self.server.url(path))

    def follow(
        self,
        depth: int = 1,
        *,
        path: str = "/start",
        limits: FollowLimits | None = None,
        on_progress: Callable[[SavingProgress], None] = lambda _progress: None,
        is_cancelled: Callable[[], bool] = lambda: False,
        clock: Callable[[], float] = lambda: 0.0,
    ) -> FollowOutcome:
        saved = self.save(path)
        return follow(
            self.shelf,
            saved.page,
            saved.document,
            limits or (FollowLimits(depth=depth) if depth else LEAFLETS_ONLY),
            on_progress=on_progress,
            is_cancelled=is_cancelled,
            clock=clock,
        )

    @property
    def titles(self) -> list[str]:
        return sorted(page.title for page in self.shelf.pages())

    def paths(self, *, without: str = "/robots.txt") -> list[str]:
        """What was asked for, in order."""
        return [request.path for request in self.server.requests if request.path != without]

    def find(self, path: str) -> Page:
        page = self.library.find(self.server.url(path))
        assert page is not None
        return page


def endless(exchange: Exchange) -> None:
    """A page for any address, that leads to a hundred more."""
    path = exchange.request.path.partition("?")[0]
    links = [f"{path}{n:03}x/ number {n}" for n in range(100)]
    exchange.head(200, ("Content-Type", "text/html"))
    exchange.send(html(f"Something at {path}", *links).encode())
