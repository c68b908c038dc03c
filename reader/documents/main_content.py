"""Chooses which parts of a page are its text, by landmarks, names and how much prose they hold. Pure; any thread.

This is the seam for a better choice: `choose(page)` gives the parts to set aside with what they are; everything
else is read. No part is dropped that holds a large share of the page's prose, whatever it is called.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from reader.documents.page_tree import Node

_GUARD_SHARE = 0.30
"""A part with this share of the page's prose is never set aside by its name or place alone."""
_SMALL_PAGE_CHARS = 600
"""With less prose than this on the page the share says little."""

_NAMES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (label, re.compile(rf"(?:^|[^a-z])(?:{words})(?:[^a-z]|$)"))
    for label, words in (
        ("cookie notice", r"cookies?|consent|gdpr|ccpa|onetrust|cookielaw|cookiebot|eu-cookie\w*|cc-window"),
        ("skip link", r"skip(?:-?(?:link|nav|to|content))?|skiplinks?"),
        ("breadcrumbs", r"bread-?crumbs?|crumbs|you-are-here|yah"),
        ("share buttons", r"share|sharing|share-?(?:bar|this|buttons?|links?|tools?)|addthis\w*|addtoany|a2a|social|socials|social-?\w+|sharedaddy|sd-sharing"),
        ("menu", r"nav|navi|navigation|navbar|menu|menus|submenu|main-?menu|top-?menu|site-?nav|side-?nav|sub-?nav|pager|pagination|paging|page-?nav\w*|nav-?\w*links|toc-nav"),
        ("footer", r"footer|site-?footer|page-?footer|foot|colophon|copyright"),
        ("sidebar", r"sidebar|side-?bar|sidebars|aside|rail|right-?col(?:umn)?|left-?col(?:umn)?|widget-?area|widgets"),
        ("related links", r"related|related-?\w+|recommended|recommendations?|see-?also-links|read-?next|more-?from|also-?like|you-?may|trending|popular|most-?read|latest-?\w*"),
        ("comments", r"comments?|comment-?(?:list|form|respond|area|section)|disqus\w*|respond|replies"),
        ("form", r"newsletter|news-?letter|subscribe|subscription|sign-?up|signup|mailing-?list|search-?(?:form|box|bar)|login|log-?in|donate-?(?:form|box|bar|button|banner)|feedback"),
        ("advert", r"ads?|advert|adverts|advertisement|advertising|sponsor(?:ed)?|promo|promos|promotion|promoted|banner-?ad"),
        ("dialog", r"modal|popup|pop-up|lightbox|overlay|toast|off-?canvas|interstitial|alert-?bar"),
        ("toolbar", r"toolbar|tool-?bar|tools|page-?tools|print(?:-?(?:link|button|this))?|text-?size|font-?size|accessibility-?(?:bar|tools)|language-?(?:switcher|selector|menu)|back-?to-?top|to-?top|top-?bar|utility|basket|mini-?cart"),
        ("tags", r"tags|tag-?(?:list|links|cloud)|post-?meta|entry-?meta|by-?line|post-?navigation|author-?(?:box|bio)"),
    )
)  # fmt: skip
_ROLES = {
    "navigation": "menu", "banner": "header", "contentinfo": "footer", "search": "form", "dialog": "dialog",
    "alertdialog": "dialog", "complementary": "sidebar", "menu": "menu", "menubar": "menu", "toolbar": "toolbar",
    "form": "form", "tablist": "menu",
}  # fmt: skip
_PHRASES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (label, re.compile(rf"\W*(?:{words})\W*", re.IGNORECASE))
    for label, words in (
        ("back to top", r"(?:back|go|return|jump)?\s?to (?:the )?top(?: of (?:the |this )?page)?|top(?: of (?:the )?page)"),
        ("skip link", r"(?:skip|jump) (?:to|over|past) .{1,40}|skip (?:navigation|links?|menu)"),
        ("share buttons", r"(?:share|print|e-?mail|tweet|pin|like)(?: (?:this|the)?(?: ?(?:page|article|post|story))?(?: ?(?:on|via|with|by).{0,40})?)?|share (?:on|via|to) \w+|(?:follow|find|join) us(?: on .{0,60})?|tweet this|facebook|twitter|linkedin|whatsapp|instagram|youtube"),
        ("breadcrumbs", r"you are (?:here|in)\b.{0,120}"),
        ("menu", r"log ?(?:in|out)|sign (?:in|out|up)|register|my account|(?:basket|cart|checkout)(?: \(.{0,12}\))?|site ?map|(?:main |open |close )?menu|home|search|donate(?: now| today)?|close|next(?: page)?|prev(?:ious)?(?: page)?"),
    )
)  # fmt: skip
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_PANEL_NAMES = re.compile(
    r"(?:^|[^a-z])(?:accordion|collaps\w*|panel|tab|tabs|tab-?(?:pane|panel|content)|tabpanel|expand\w*|toggle\w*|faqs?|answer|reveal|content|body|details|drawer|read-?more|more|hidden-?text)(?:[^a-z]|$)"
)
_CONTENT_NAMES = re.compile(
    r"(?:^|[^a-z])(?:main|content|article|story|post|entry|body|page-?content|main-?content|article-?body|text)(?:[^a-z]|$)"
)
_NEVER_READ = frozenset("nav button select textarea input optgroup option".split())
_READ_PROSE_CHARS = 40


@dataclass(frozen=True, slots=True)
class Choice:
    """Which elements are not read."""

    aside: dict[int, str]
    """`id()` of each element set aside -> what it is; what lies inside one is set aside with it."""
    parts: tuple[tuple[Node, str], ...]
    """The same, outermost first met, in page order."""


Chooser = Callable[[Node], Choice]


def choose(page: Node) -> Choice:
    """Decide for every element, outermost first, whether it is the page's text."""
    total = page.long_chars
    measure = _share_of(page)
    root = _content_root(page, measure)
    inside_root = {id(a) for a in root.ancestors()} | {id(root)}
    aside: dict[int, str] = {}
    parts: list[tuple[Node, str]] = []
    stack: list[tuple[Node, bool]] = [(page, False)]
    del total
    while stack:
        node, within = stack.pop()
        within = within or node is root
        label = _label(node, within, id(node) in inside_root, measure)
        if label:
            aside[id(node)] = label
            if node.chars or label == "form":
                parts.append((node, label))
            continue
        stack += [(child, within) for child in reversed(node.children) if isinstance(child, Node)]
    return Choice(aside, tuple(parts))


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


def _label(
    node: Node, within: bool, above_root: bool, share: Callable[[Node], float]
) -> str | None:
    """What an element is if it is not to be read."""
    if node.tag in ("head", "title"):
        return "head"
    if above_root:
        return None
    label = _kind(node, within)
    if label and (
        share(node) < _GUARD_SHARE or (label in ("cookie notice", "dialog") and share(node) < 0.5)
    ):
        return label
    if not within and not any_root(node):
        return None
    return None


def any_root(node: Node) -> bool:
    """Whether an element is the page's body or frame."""
    return node.tag in ("html", "body")


def _kind(node: Node, within: bool) -> str | None:  # noqa: PLR0912 - one rule after another
    tag = node.tag
    role = node.attrs.get("role", "").strip().lower()
    if tag == "nav":
        return "menu"
    if tag in ("select", "textarea", "input", "optgroup", "option", "datalist"):
        return "form"
    if tag == "button" or role == "button":
        return None if _is_question(node) else "button"
    if tag == "form":
        return "form"
    if tag == "footer":
        return None if within and node.long_chars > 0 and _in_article(node) else "footer"
    if tag == "header":
        return None if within or (_has_heading(node) and _in_article(node)) else "header"
    if tag == "aside":
        return "sidebar"
    if tag == "noscript":
        return "notice for old browsers"
    if role in _ROLES:
        return _ROLES[role]
    if (
        tag in ("html", "body", "main", "article", "h1", "h2", "h3", "h4", "h5", "h6")
        or role == "main"
    ):
        return None
    if _is_hidden(node) and not _is_panel(node):
        return "hidden text"
    names = node.names()
    if (
        (names and tag not in ("p", "li", "td", "th", "tr", "span", "a", "em", "strong", "b", "i"))
        or "breadcrumb" in names
        or "skip" in names
    ):
        for label, words in _NAMES:
            if names and words.search(names):
                if (
                    _CONTENT_NAMES.search(names)
                    and node.long_chars
                    and label not in ("cookie notice", "comments", "related links", "sidebar")
                ):
                    continue
                return label
    if node.chars <= 140 and tag not in (
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
        said = node.text()
        for label, words in _PHRASES:
            if words.fullmatch(said) and (
                node.link_chars or label in ("breadcrumbs", "share buttons", "back to top")
            ):
                return label
    return None


def _in_article(node: Node) -> bool:
    return any(a.tag in ("article", "main", "section", "blockquote") for a in node.ancestors())


def _has_heading(node: Node) -> bool:
    return any(d.tag in ("h1", "h2") for d in node.descendants())


def _is_hidden(node: Node) -> bool:
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


def _is_question(node: Node) -> bool:
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
