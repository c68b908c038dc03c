"""Tells what a person can act on from what is a bug. Pure."""

from __future__ import annotations

from content_cache.errors import CacheError, Cancelled
from reader.errors import ReaderError


def raise_bug(error: Exception | None) -> None:
    """Raise what no person can act on; everything else is let pass."""
    if error is not None and not isinstance(error, CacheError | ReaderError):
        raise error


def sentence_of(error: Exception | None) -> str:
    """The sentence of an error that a person can act on; a bug is raised."""
    raise_bug(error)
    return "Stopped." if isinstance(error, Cancelled) else str(error)
