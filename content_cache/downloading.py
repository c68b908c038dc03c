"""One large file, fetched straight to the disk, whole or going on where an earlier try stopped, and checked.

Not for the main thread of a screen: it waits. Must not keep anything but the file, and that under its name only when
all of it is there and is what it should be; until then it is `NAME.part` beside it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from content_cache.addresses import host_of
from content_cache.errors import (
    BodyIncomplete,
    Cancelled,
    FetchError,
    FileProblem,
    HttpRefused,
    TooManyRedirects,
)
from content_cache.fetching import READ_BYTES, USER_AGENT, next_hop, one_hop_session
from content_cache.network_faults import fetch_error, refusal_sentence
from content_cache.patience import IsCancelled
from content_cache.public_addresses import is_public
from content_cache.reach import Reach

if TYPE_CHECKING:
    import requests

OnProgress = Callable[[int], None]
"""Called with the bytes that are on the disk so far."""
CONNECT_S, READ_S = 10.0, 30.0
REDIRECTS = 5
TRIES = 4
"""In a row without a byte more. (judgement)"""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Wanted(NamedTuple):
    """A file that is to be had."""

    url: str
    size_bytes: int
    md5: str
    """In hexadecimal digits; it tells damage, not malice."""


def download(
    wanted: Wanted,
    path: Path,
    *,
    on_progress: OnProgress = lambda _bytes: None,
    is_cancelled: IsCancelled = lambda: False,
) -> None:
    """Have the file at `path`. What came before a stop or a fault stays, and the next call goes on from there.

    Raises:
        FetchError: the kind of it says why; `Cancelled` where the person stopped it.
        FileProblem: it cannot be written.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        _complete(wanted, part, on_progress, is_cancelled)
        if _md5(part) != wanted.md5.lower():
            part.unlink()
            raise BodyIncomplete(
                f"{path.name} came damaged from {host_of(wanted.url)}, so it was not kept. Try again.",
                url=wanted.url,
            )
        part.replace(path)
    except _CannotWrite as fault:
        reason = (fault.error.strerror or "no reason given").lower()
        raise FileProblem(f"{path} cannot be written: {reason}.", path=path) from fault.error


class _CannotWrite(Exception):
    """The disk, not the network."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.error = error


def _complete(
    wanted: Wanted, part: Path, on_progress: OnProgress, is_cancelled: IsCancelled
) -> None:
    """Go on until all bytes are there, as long as each try brings some."""
    fruitless = 0
    while (have := _size(part)) != wanted.size_bytes:
        if have > wanted.size_bytes:
            part.unlink()  # of another version
            have = 0
        try:
            _go_on(wanted, part, have, on_progress, is_cancelled)
            fault: FetchError = BodyIncomplete(
                f"{host_of(wanted.url)} sent only a part of {part.stem}. Try again.", url=wanted.url
            )
        except _MayPass as passing:
            fault = passing.error
        if _size(part) == wanted.size_bytes:
            return
        fruitless = 0 if _size(part) > have else fruitless + 1
        if fruitless >= TRIES:
            raise fault


class _MayPass(Exception):
    """A fault that may be gone at the next try."""

    def __init__(self, error: FetchError) -> None:
        super().__init__(str(error))
        self.error = error


def _go_on(
    wanted: Wanted, part: Path, have: int, on_progress: OnProgress, is_cancelled: IsCancelled
) -> None:
    import requests  # noqa: PLC0415 - keeps start-up fast
    from urllib3.exceptions import HTTPError  # noqa: PLC0415 - as above

    headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity"}
    if have:
        headers["Range"] = f"bytes={have}-"
    url = wanted.url
    with one_hop_session(Reach(only_public=False, is_public_number=is_public)) as session:
        session.headers.update(headers)
        try:
            for _ in range(REDIRECTS + 1):
                with session.get(
                    url, stream=True, allow_redirects=False, timeout=(CONNECT_S, READ_S)
                ) as response:
                    leads_to = response.headers.get("Location", "")
                    if response.status_code not in _REDIRECTS or not leads_to:
                        _receive(response, wanted, part, have, on_progress, is_cancelled)
                        return
                url = next_hop(url, leads_to)
        except (OSError, HTTPError) as fault:  # requests' own errors are OSErrors
            error, may_pass = fetch_error(
                fault, url, is_proxy=isinstance(fault, requests.exceptions.ProxyError)
            )
            if may_pass:
                raise _MayPass(error) from fault
            raise error from fault
    raise TooManyRedirects(f"{host_of(url)} sends this file round in circles.", url=url)


def _receive(
    response: requests.Response,
    wanted: Wanted,
    part: Path,
    have: int,
    on_progress: OnProgress,
    is_cancelled: IsCancelled,
) -> None:
    status = response.status_code
    if status == 416:
        part.unlink(missing_ok=True)  # the server's file is shorter than what is here
        return
    if not 200 <= status < 300:
        raise HttpRefused(refusal_sentence(status, wanted.url, None), url=wanted.url, status=status)
    is_rest = status == 206 and response.headers.get("Content-Range", "").startswith(
        f"bytes {have}-"
    )
    reached = have if is_rest else 0
    with _PartFile(part, append=is_rest) as write:
        while data := response.raw.read1(READ_BYTES, decode_content=False):
            if is_cancelled():
                raise Cancelled(
                    "Stopped. What came so far stays for the next time.", url=wanted.url
                )
            reached += len(data)
            if reached > wanted.size_bytes:
                raise BodyIncomplete(
                    f"{host_of(wanted.url)} sends another file than was promised. Try again later.",
                    url=wanted.url,
                )
            write(data)
            on_progress(reached)


class _PartFile:
    """The part of the file, for writing; raises `_CannotWrite` whatever is wrong with the disk."""

    def __init__(self, part: Path, *, append: bool) -> None:
        try:
            part.parent.mkdir(parents=True, exist_ok=True)
            self._file = part.open("ab" if append else "wb")
        except OSError as error:
            raise _CannotWrite(error) from error

    def __enter__(self) -> Callable[[bytes], None]:
        return self._write

    def __exit__(self, *_exception: object) -> None:
        try:
            self._file.close()
        except OSError as error:
            raise _CannotWrite(error) from error

    def _write(self, data: bytes) -> None:
        try:
            self._file.write(data)
        except OSError as error:
            raise _CannotWrite(error) from error


def _size(part: Path) -> int:
    try:
        return part.stat().st_size
    except OSError:
        return 0


def _md5(part: Path) -> str:
    with part.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
