"""Tells the parts of a page by their landmarks and names. Pure; any thread.

Serves to name what is set aside, and to choose the page's text where nothing better can. No part counts as set
aside that holds a large share of the page's prose, whatever it is called.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from reader.documents.page_tree import Node
from reader.documents.part_names import LONGEST_PHRASE, ROLES, part_named, part_saying

_UNSURE = frozenset("menu footer form advert dialog toolbar tags".split()) | {
    "share buttons",
    "breadcrumbs",
    "skip link",
}
"""Kinds whose names are also used for what holds the text."""
_GUARD_SHARE = 0.30
"""A part with this share of the page's prose is never set aside by its name or place alone."""
_SMALL_PAGE_CHARS = 600
"""With less prose than this on the page the share says little."""

_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_PANEL_NAMES = re.compile(
    r"(?:^|[^a-z])(?:accordion|collaps\w*|panel|tab|tabs|tab-?(?:pane|panel|content)|tabpanel|expand\w*|toggle\w*|faqs?|answer|reveal|content|body|details|drawer|read-?more|more|hidden-?text)(?:[^a-z]|$)"
)
_CONTENT_NAMES = re.compile(
    r"(?:^|[^a-z])(?:main|content|article|story|post|entry|body|page-?content|main-?content|article-?body|text)(?:[^a-z]|$)"
)
_READ_PROSE_CHARS = 40
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TOO_SMALL_TO_NAME = frozenset("p li td th tr span a em strong b i".split())


def parts_aside(page: Node) -> dict[int, str]:
    """The outermost elements that are not the page's text: `id()` -> what it is."""
    share = _share_of(page)
    root = _content_root(page, share)
    above_root = {id(a) for a in root.ancestors()} | {id(root)}
    aside: dict[int, str] = {}
    stack: list[tuple[Node, bool]] = [(page, False)]
    while stack:
        node, within = stack.pop()
        within = within or node is root
        label = None
        if node.tag in ("head", "title"):
            label = "head"
        elif id(node) not in above_root:
            label = kind_of_part(node, within=within)
            if label and share(node) >= (
                0.5 if label in ("cookie notice", "dialog") else _GUARD_SHARE
            ):
                label = None
        if label:
            aside[id(node)] = label
        else:
            stack += [
                (child, within) for child in reversed(node.children) if isinstance(child, Node)
            ]
    return aside


def kept_by_landmarks(page: Node, nodes: Sequence[Node]) -> list[bool]:
    """For each element, whether it lies in no part set aside."""
    aside = parts_aside(page)
    known: dict[int, bool] = {}

    def is_aside(node: Node | None) -> bool:
        path = []
        while node is not None and id(node) not in known:
            path.append(node)
            node = node.parent
        found = known[id(node)] if node is not None else False
        for step in reversed(path):
            found = found or id(step) in aside
            known[id(step)] = found
        return found

    return [not is_aside(node) for node in nodes]


def _share_of(page: Node) -> Callable[[Node], float]:
    """How much of the page's prose an element holds; of its unlinked text where there is next to no prose."""
    if page.long_chars >= _SMALL_PAGE_CHARS:
        whole = page.long_chars
        return lambda node: node.long_chars / whole
    rest = max(1, page.chars - page.link_chars)
    return lambda node: (node.chars - node.link_chars) / rest


def _content_root(page: Node, share: Callable[[Node], float]) -> Node:
    """The landmark that holds the page's text, or the body where no landmark holds enough of it."""
    mains: list[Node] = []
    articles: list[Node] = []
    for node in page.descendants():
        if node.tag == "main" or node.attrs.get("role") == "main":
            mains.append(node)
        elif node.tag == "article":
            articles.append(node)
    best = max(mains, key=lambda n: n.long_chars or n.chars, default=None)
    if best is not None and (
        share(best) >= _GUARD_SHARE or (best.chars > 200 and share(best) > 0.15)
    ):
        return best
    whole = [a for a in articles if share(a) >= 0.5]
    if whole:
        return whole[0]
    return page


def kind_of_part(node: Node, *, within: bool) -> str | None:  # noqa: PLR0912 - one rule after another
    """What an element is by its own tag, role, names or words, if it is not text; `within`: inside the content."""
    tag = node.tag
    role = node.attrs.get("role", "").strip().lower()
    if tag == "nav":
        return "menu"
    if tag in ("select", "textarea", "optgroup", "option", "form"):
        return "form"
    if tag == "button" or role == "button":
        return None if is_question(node) else "button"
    if tag == "footer":
        return None if within and node.long_chars > 0 and _in_article(node) else "footer"
    if tag == "header":
        return None if within or (_has_heading(node) and _in_article(node)) else "header"
    if tag == "aside":
        return "sidebar"
    if tag == "noscript":
        return "notice for old browsers"
    if role in ROLES:
        return ROLES[role]
    if tag in ("html", "body", "main", "article", *_HEADINGS) or role == "main":
        return None
    if is_hidden(node) and not _is_panel(node):
        return "hidden text"
    names = node.names()
    if names and (tag not in _TOO_SMALL_TO_NAME or "breadcrumb" in names or "skip" in names):
        label = part_named(names)
        if label and not (label in _UNSURE and node.long_chars and _CONTENT_NAMES.search(names)):
            return label
    if node.chars <= LONGEST_PHRASE and tag not in (
        "tr",
        "td",
        "tbody",
        "table",
        "span",
        "strong",
        "em",
        "b",
        "i",
    ):
        return part_saying(node.text(), is_linked=bool(node.link_chars))
    return None


def _in_article(node: Node) -> bool:
    return any(a.tag in ("article", "main", "section", "blockquote") for a in node.ancestors())


def _has_heading(node: Node) -> bool:
    return any(d.tag in ("h1", "h2") for d in node.descendants())


def is_hidden(node: Node) -> bool:
    """Whether an element is hidden until something is done."""
    attrs = node.attrs
    return (
        ("hidden" in attrs and attrs["hidden"].lower() != "false")
        or attrs.get("aria-hidden", "").lower() == "true"
        or bool(_HIDDEN_STYLE.search(attrs.get("style", "")))
    )


def _is_panel(node: Node) -> bool:
    """Whether hidden text waits for a click to be shown: prose, or a part named like a panel."""
    return (
        node.long_chars > 0
        or (node.chars - node.link_chars >= _READ_PROSE_CHARS)
        or bool(_PANEL_NAMES.search(node.names()))
    )


def is_question(node: Node) -> bool:
    """Whether a button is the visible line of a panel that it opens."""
    attrs = node.attrs
    if node.parent is not None and node.parent.tag in (
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "summary",
        "dt",
    ):
        return True
    opens = "aria-expanded" in attrs or attrs.get("data-toggle", attrs.get("data-bs-toggle")) in (
        "collapse",
        "tab",
    )
    return node.chars >= 8 and (
        opens or bool(re.search(r"accordion|faq|question|collaps", node.names()))
    )
