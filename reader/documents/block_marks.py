"""Marks that elements carry or inherit: landmarks, and what their ids and classes call them. Pure; any thread."""

from __future__ import annotations

import re

from reader.documents.landmarks import is_hidden
from reader.documents.page_tree import Node

_TAG_MARKS = tuple(
    "li p figure button table main article section nav header footer aside form a dialog details blockquote dl td pre"
    " noscript".split()
)
_STEMS = (
    (
        "content",
        "content article entry story main body text prose richtext rte copy wysiwyg markdown post single",
    ),
    ("nav", "nav menu pager paging pagination tabs toolbar drawer offcanvas megamenu jump skip"),
    ("crumb", "breadcrumb crumb"),
    ("cookie", "cookie consent gdpr privacy onetrust ccpa"),
    ("share", "share social sharing addthis addtoany follow facebook twitter"),
    ("foot", "foot copyright colophon legal disclaimer"),
    ("head", "head masthead banner hero topbar title"),
    ("side", "side rail aside widget column"),
    (
        "related",
        "related recommend similar readnext more popular trending latest also teaser card promo grid carousel slider",
    ),
    ("comment", "comment disqus respond reply replies discuss"),
    ("form", "form newsletter subscribe subscription signup login search donate register"),
    ("ad", "advert adsense sponsor promoted banner ads"),
    ("modal", "modal popup lightbox overlay toast dialog alert notice"),
    ("meta", "meta tag byline author date time category taxonomy info bio credit publish"),
    ("caption", "caption credit gallery media image video photo"),
    ("hidden", "hidden sronly visually screenreader noprint collapsed"),
    ("panel", "accordion collapse panel faq question answer toggle tab expand"),
    ("cta", "button btn cta action link"),
    ("list", "list feed archive results listing items product price"),
    ("message", "message post thread topic answer reply forum"),
    ("toc", "toc contents anchor index onthispage"),
    ("section", "section block module component wrapper container row"),
    ("quote", "testimonial quote review rating"),
)
"""Beginnings of words in ids and classes, by what they tell."""

MARKS = (
    *(name for name, _ in _STEMS),
    *(f"tag_{tag}" for tag in _TAG_MARKS),
    "is_hidden",
    "article_body",
)
"""Names of the marks, one bit each, in order."""
NEAR_MARKS = len(_STEMS) + 5
"""Of the first so many it also counts whether the element itself or the one around it has them."""

_STEM_BITS: dict[str, int] = {}
for _at, (_, _words) in enumerate(_STEMS):
    for _word in _words.split():
        _STEM_BITS[_word] = _STEM_BITS.get(_word, 0) | (1 << _at)
_STEM = re.compile("|".join(sorted(_STEM_BITS, key=len, reverse=True)))
_TAG_BITS = {tag: 1 << (len(_STEMS) + at) for at, tag in enumerate(_TAG_MARKS)}
_ROLE_TAGS = {
    "navigation": "nav",
    "banner": "header",
    "contentinfo": "footer",
    "complementary": "aside",
    "search": "form",
    "main": "main",
    "article": "article",
    "dialog": "dialog",
    "alertdialog": "dialog",
    "menu": "nav",
    "menubar": "nav",
    "form": "form",
    "button": "button",
}
_HIDDEN_BIT = 1 << (len(_STEMS) + len(_TAG_MARKS))
_BODY_BIT = _HIDDEN_BIT << 1
_CONTENT_BITS = (1 << 0) | _TAG_BITS["main"] | _TAG_BITS["article"] | _BODY_BIT
_TELL_NOTHING = frozenset(
    "content head section panel list message quote hidden cta toc caption".split()
)
_OTHER_BITS = sum(
    1 << at for at, (name, _) in enumerate(_STEMS) if name not in _TELL_NOTHING
) + sum(_TAG_BITS[tag] for tag in ("nav", "footer", "aside", "form", "dialog"))


class Marks:
    """Bits of one element and of those around it."""

    __slots__ = ("content_at", "depth", "inherited", "near", "other_at", "own")

    def __init__(self, own: int, above: Marks | None) -> None:
        self.own = own
        self.depth: int = above.depth + 1 if above else 0
        """Steps down from the top of the page."""
        self.inherited: int = own | above.inherited if above else own
        """Its own and those of all around it."""
        self.near: int = own | above.own if above else own
        """Its own and those of the one around it."""
        self.content_at: int = -1
        self.other_at: int = -1
        if above:
            self.content_at = self.depth if own & _CONTENT_BITS else above.content_at
            self.other_at = self.depth if own & _OTHER_BITS else above.other_at

    def numbers(self) -> tuple[float, ...]:
        """All marks as numbers: inherited ones, near ones, steps to the nearest of content and of anything else."""
        inherited, near = self.inherited, self.near
        return (
            *[float(inherited >> at & 1) for at in range(len(MARKS))],
            *[float(near >> at & 1) for at in range(NEAR_MARKS)],
            float(self.depth - self.content_at if self.content_at >= 0 else 99),
            float(self.depth - self.other_at if self.other_at >= 0 else 99),
        )


class MarksOfPage:
    """The marks of a page's elements, worked out where they are asked for."""

    def __init__(self) -> None:
        self._found: dict[int, Marks] = {}
        self._named: dict[str, int] = {}

    def of(self, node: Node) -> Marks:
        """The marks of an element."""
        path: list[Node] = []
        at: Node | None = node
        while at is not None and id(at) not in self._found:
            path.append(at)
            at = at.parent
        marks = self._found[id(at)] if at is not None else None
        for step in reversed(path):
            marks = self._found[id(step)] = Marks(_own_bits(step, self._named), marks)
        return self._found[id(node)]


def _own_bits(node: Node, named: dict[str, int]) -> int:
    bits = _TAG_BITS.get(node.tag, 0)
    attrs = node.attrs
    if not attrs or node.tag in ("html", "body"):
        return bits
    names = node.names()
    if names:
        if names not in named:
            named[names] = 0
            for stem in _STEM.findall(names):
                named[names] |= _STEM_BITS[stem]
        bits |= named[names]
    role = attrs.get("role")
    if role in _ROLE_TAGS:
        bits |= _TAG_BITS[_ROLE_TAGS[role]]
    if is_hidden(node):
        bits |= _HIDDEN_BIT
    if "articlebody" in attrs.get("itemprop", "").lower():
        bits |= _BODY_BIT
    return bits
