"""A page as a light tree: what BeautifulSoup (on lxml) made of the bytes, measured once. Pure; any thread.

Everything here goes by explicit stacks, never by recursion: pages nested 100,000 deep are read like any other.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from bs4.element import PageElement, Tag

SKIPPED_TAGS = frozenset(
    "script style template svg canvas object embed applet iframe frame noframes audio video track source map area"
    " link meta base head param datalist basefont bgsound math-annotation annotation annotation-xml rp".split()
)
"""Hold nothing that a person reads."""
BLOCK_TAGS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p pre search"
    " section summary table tbody td tfoot th thead tr ul noscript textarea select".split()
)
DEEPEST = 200
"""Pages made by people nest some 30 deep; browsers stop at 512."""
MOST_ELEMENTS = 150_000
"""Reading so many takes some seconds and 300 MB; the longest pages made by people have fewer."""
_START = re.compile(r"<[a-zA-Z]")
_OF_HEAD = frozenset("title meta base link".split())
_DECLARING = frozenset(("head", "meta", "base", "link"))
"""Hold no text, but say something about the page."""
LONG_RUN_CHARS = 60
"""A run of text outside links with at least this many characters counts as prose."""
_SPACE = re.compile(r"\s+")


class Node:
    """An element with its children in order; strings among them are text."""

    __slots__ = (
        "attrs",
        "chars",
        "children",
        "link_chars",
        "long_chars",
        "order",
        "parent",
        "tag",
        "words",
    )

    def __init__(self, tag: str, attrs: dict[str, str], parent: Node | None) -> None:
        self.tag = tag
        self.attrs = attrs
        self.parent = parent
        self.children: list[Node | str] = []
        self.chars = 0
        """Characters of text inside, white space aside."""
        self.link_chars = 0
        """Those of them inside links."""
        self.long_chars = 0
        """Those of them in long runs of text outside links."""
        self.order = 0
        """Position in the page, from 0."""
        self.words: str | None = None

    def names(self) -> str:
        """Its id, classes and role, in lower case, words apart."""
        if self.words is None:
            attrs = self.attrs
            self.words = (
                _names(" ".join([attrs[key] for key in _NAMING if attrs.get(key)])) if attrs else ""
            )
        return self.words

    def descendants(self) -> Iterator[Node]:
        """All elements inside, in order, itself first."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack += [child for child in reversed(node.children) if isinstance(child, Node)]

    def ancestors(self) -> Iterator[Node]:
        """Its parent and so on up."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def text(self) -> str:
        """All text inside, white space folded."""
        if len(self.children) == 1 and isinstance(self.children[0], str):
            return _SPACE.sub(" ", self.children[0]).strip()
        parts: list[str] = []
        stack: list[Node | str] = [self]
        while stack:
            item = stack.pop()
            if isinstance(item, str):
                parts.append(item)
            else:
                if item.tag in BLOCK_TAGS or item.tag == "br":
                    parts.append(" ")
                stack += reversed(item.children)
        return _SPACE.sub(" ", "".join(parts)).strip()


_NAMING = ("id", "class", "role", "data-component", "data-testid")
_SPLIT_CASE = re.compile(r"([a-z])([A-Z])")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,400}\?>")


@lru_cache(4096)
def _names(words: str) -> str:
    return _SPLIT_CASE.sub(r"\1-\2", words).lower()


def grow(markup: str) -> Node:
    """The tree of a page; the root is `html` (or an empty one for a page with no element at all)."""
    markup, _ = within_bounds(_DECLARATION.sub("", markup.replace("\x00", "")))
    if "<" not in markup:
        markup = f"<p>{markup}</p>"
    with collector_paused():
        return _grown(markup)


def within_bounds(markup: str) -> tuple[str, str]:
    """The markup as far as it is read, and the rest of a page that has far more elements than pages have."""
    if markup.count("<") <= MOST_ELEMENTS:
        return markup, ""
    beyond = next(islice(_START.finditer(markup), MOST_ELEMENTS, None), None)
    return (markup[: beyond.start()], markup[beyond.start() :]) if beyond else (markup, "")


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the collector from looking through a growing tree again and again, only to find nothing to free."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _grown(markup: str) -> Node:
    from bs4.element import NavigableString, PreformattedString, Tag  # noqa: PLC0415 - keeps start-up fast

    from reader.documents.bounded_builder import soup_of  # noqa: PLC0415 - as above

    soup = soup_of(markup)
    top = Node("html", {}, None)
    stack: list[tuple[Iterator[PageElement], Node]] = [(iter(soup.contents), top)]
    while stack:
        contents, node = stack[-1]
        child = next(contents, None)
        if child is None:
            stack.pop()
        elif isinstance(child, Tag):
            name = child.name.rpartition(":")[2].lower()
            if name in SKIPPED_TAGS and name not in _DECLARING:
                continue
            if name == "html" and node is top and not top.attrs:
                top.attrs = _attributes(child)
                stack.append((iter(child.contents), top))
            else:
                if node.tag == "head" and name not in _OF_HEAD:
                    node = top  # the parser leaves what stands before any <body> in the head
                made = Node(name, _attributes(child), node)
                node.children.append(made)
                stack.append((iter(child.contents), made))
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            text = str(child)
            (top if node.tag == "head" and not text.isspace() else node).children.append(text)
    measure(top)
    return top


def _attributes(tag: Tag) -> dict[str, str]:
    # with `multi_valued_attributes=None` every value is one string
    return cast("dict[str, str]", tag.attrs)


def measure(top: Node) -> None:
    """Counts the text of every element, from the leaves up."""
    order = list(top.descendants())
    for at, node in enumerate(order):
        node.order = at
        node.chars = node.link_chars = node.long_chars = 0
    runs: dict[int, int] = {}
    for node in reversed(order):
        own = chars = 0
        for child in node.children:
            if isinstance(child, str):
                chars += len(child) - child.count(" ") if not child.isspace() else 0
            elif child.chars and child.tag != "head":
                node.chars += child.chars
                node.link_chars += child.link_chars
                node.long_chars += child.long_chars
                own += runs.get(child.order, 0)
        own += chars
        node.chars += chars
        if node.tag == "a":
            node.link_chars = node.chars
            node.long_chars = 0
        elif node.tag in BLOCK_TAGS:
            if own >= LONG_RUN_CHARS:
                node.long_chars += own
        elif own:
            runs[node.order] = own
