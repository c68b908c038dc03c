"""Whether what an address gives now may take the place of what was kept from it. Pure; any thread."""

from __future__ import annotations

from urllib.parse import urlsplit

from content_cache.addresses import is_file_url
from content_cache.resource import Page, Resource
from reader.documents import navigation
from reader.documents.model import Document

WORSE_BELOW = 0.5
"""A newer form with less than this part of the words is taken for a notice or a broken page. (judgement)"""


def is_worse(found: Resource, document: Document, before: Page, now_at: Page | None) -> bool:
    """Whether the form found is worse than the page that is here; `now_at`: what is saved of where it was found."""
    if is_file_url(found.url):
        return False  # a person's own file is meant to be what it is
    if navigation.Outline(document).words < WORSE_BELOW * before.words:
        return True
    is_another_page = now_at is not None and now_at.id != before.id
    return is_another_page or leads_astray(found, before.url)


def leads_astray(found: Resource, asked_url: str) -> bool:
    """Whether a page's address led to the front page, as many sites do with what they took down."""
    return bool(asked_url) and _is_front_page(found.url) and not _is_front_page(asked_url)


def _is_front_page(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query
