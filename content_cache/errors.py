"""What can go wrong between an address and the kept copy, as sentences fit to be spoken.

    CacheError
    ├── NotAnAddress            the words are neither an address nor a file
    ├── FileProblem             a file that is missing, a folder, empty or unreadable (path)
    ├── FetchError              the page could not be fetched (url)
    │   ├── HostUnreachable     no network, no such host, nobody answers, time ran out
    │   ├── BadCertificate      https that cannot be trusted
    │   ├── HttpRefused         the server said no (status, retry_after_s)
    │   ├── TooManyRedirects
    │   ├── BodyTooLarge        over the limit, counted after decompression
    │   ├── BodyIncomplete      cut off or damaged on its way
    │   ├── NotFollowed         a way that is not taken on purpose (reason)
    │   └── Cancelled           the person stopped it
    ├── BackupProblem           a backup that cannot be written, or is not whole (path)
    └── LibraryError            the kept pages cannot be used (path)
        ├── NotALibrary         the file is something else
        │   └── LibraryDamaged  it is one, and broken
        ├── LibraryTooNew       written by a newer version
        ├── LibraryLocked       another program holds it
        └── LibraryFull         no room, or no permission, to write

`str(error)` says what happened and what to do next, without jargon.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

NotFollowedReason = Literal["private", "elsewhere", "robots"]
"""A network of its own; another site; the site asks programs to stay away."""


class CacheError(Exception):
    """Base of everything here that a person can act on."""


class NotAnAddress(CacheError):
    """What was given is neither an address nor a file."""


class FileProblem(CacheError):
    """A file on this machine that cannot be read."""

    def __init__(self, sentence: str, *, path: Path) -> None:
        super().__init__(sentence)
        self.path = path


class FetchError(CacheError):
    """A page could not be fetched."""

    def __init__(self, sentence: str, *, url: str) -> None:
        super().__init__(sentence)
        self.url = url


class HostUnreachable(FetchError):
    """There is no way to the host, or it does not answer in time."""

    def __init__(self, sentence: str, *, url: str, is_offline: bool = False) -> None:
        super().__init__(sentence, url=url)
        self.is_offline = is_offline
        """Whether this is what one sees when the network is off; a wrong host name can look the same."""


class BadCertificate(FetchError):
    """The site's certificate cannot be trusted."""


class HttpRefused(FetchError):
    """The server answered with an error status."""

    def __init__(
        self, sentence: str, *, url: str, status: int, retry_after_s: float | None = None
    ) -> None:
        super().__init__(sentence, url=url)
        self.status = status
        self.retry_after_s = retry_after_s
        """Seconds for which the server asks to be left alone, where it says so."""

    @property
    def is_gone(self) -> bool:
        """Whether the server says that there is no such page (any more)."""
        return self.status in (404, 410)


class TooManyRedirects(FetchError):
    """The page leads in circles."""


class BodyTooLarge(FetchError):
    """More than the limit, counted after decompression."""


class BodyIncomplete(FetchError):
    """The body ended early or could not be decompressed."""


class NotFollowed(FetchError):
    """A way that is not taken, although it may lead somewhere."""

    def __init__(self, sentence: str, *, url: str, reason: NotFollowedReason) -> None:
        super().__init__(sentence, url=url)
        self.reason = reason


class Cancelled(FetchError):
    """The person stopped it."""


class BackupProblem(CacheError):
    """A backup that cannot be written, or a file that is no whole backup."""

    def __init__(self, sentence: str, *, path: Path) -> None:
        super().__init__(sentence)
        self.path = path


class LibraryError(CacheError):
    """The library file cannot be used."""

    def __init__(self, sentence: str, *, path: Path) -> None:
        super().__init__(sentence)
        self.path = path


class NotALibrary(LibraryError):
    """The file is not a library."""


class LibraryDamaged(NotALibrary):
    """The file is broken; at the next opening, what can be read of it is brought into a new one."""


class LibraryTooNew(LibraryError):
    """The library was written by a newer version of the reader."""


class LibraryLocked(LibraryError):
    """Another program holds the library."""


class LibraryFull(LibraryError):
    """Nothing more can be written: the disk is full or read-only."""
