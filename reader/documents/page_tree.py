"""A page as a light tree: what BeautifulSoup (on lxml) made of the bytes, measured once. Pure; any thread.

Everything here goes by explicit stacks, never by recursion: pages nested 100,000 deep are read like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

SKIPPED_TAGS = frozenset(
    "script style template svg canvas object embed applet iframe frame noframes audio video track source map area"
    " link meta base head param datalist basefont bgsound math-annotation annotation annotation-xml rp".split()
)
"""Hold nothing that a person reads."""
BLOCK_TAGS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p pre search section"
    " summary table tbody td tfoot th thead tr ul noscript textarea select".split()
)
LONG_RUN_CHARS = 60
"""A run of text outside links with at least this many characters counts as prose."""
_SPACE = re.compile(r"\s+")


class Node:
    """An element with its children in order; strings among them are text."""

    __slots__ = ("tag", "attrs", "parent", "children", "chars", "link_chars", "long_chars", "order", "words")  # fmt: skip

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
            got = " ".join(
                self.attrs[key]
                for key in ("id", "class", "role", "data-component", "data-testid")
                if self.attrs.get(key)
            )
            self.words = _SPLIT_CASE.sub(r"\1-\2", got).lower() if got else ""
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


_SPLIT_CASE = re.compile(r"([a-z])([A-Z])")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,400}\?>")


def grow(markup: str) -> Node:
    """The tree of a page; the root is `html` (or an empty one for a page with no element at all)."""
    from bs4 import BeautifulSoup  # noqa: PLC0415 - keeps start-up fast; needed only where a page is read anew
    from bs4.element import NavigableString, PreformattedString, Tag  # noqa: PLC0415

    markup = _DECLARATION.sub("", markup.replace("\x00", ""))
    if "<" not in markup:
        markup = f"<p>{markup}</p>"
    soup = BeautifulSoup(
        markup,
        "lxml",
        multi_valued_attributes=None,
        store_line_numbers=False,
        string_containers={},
    )
    top = Node("html", {}, None)
    stack: list[tuple[Tag, Node]] = [(soup, top)]
    while stack:
        tag, node = stack.pop()
        for child in tag.contents:
            if isinstance(child, Tag):
                name = child.name.rpartition(":")[2].lower()
                if name in SKIPPED_TAGS and name != "head":
                    if name not in ("meta", "base", "link"):
                        continue
                if name == "html" and node is top:
                    top.attrs = _attributes(child)
                    stack.append((child, top))
                    continue
                made = Node(name, _attributes(child), node)
                node.children.append(made)
                stack.append((child, made))
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                node.children.append(str(child))
    _measure(top)
    return top


def _attributes(tag: object) -> dict[str, str]:
    attrs: dict[str, object] = getattr(tag, "attrs", {})
    return {key.lower(): str(value) for key, value in attrs.items()}


def _measure(top: Node) -> None:
    """Counts the text of every element, from the leaves up."""
    order: list[Node] = []
    for at, node in enumerate(top.descendants()):
        node.order = at
        order.append(node)
    runs: dict[int, int] = {}
    for node in reversed(order):
        own = 0
        for child in node.children:
            if isinstance(child, str):
                own += len("".join(child.split()))
            elif child.tag != "head":
                node.chars += child.chars
                node.link_chars += child.link_chars
                node.long_chars += child.long_chars
                if child.tag not in BLOCK_TAGS and child.tag != "a":
                    own += runs.get(id(child), 0)
        node.chars += sum(len("".join(c.split())) for c in node.children if isinstance(c, str))
        if node.tag == "a":
            node.link_chars = node.chars
            node.long_chars = 0
        elif node.tag in BLOCK_TAGS:
            if own >= LONG_RUN_CHARS:
                node.long_chars += own
        else:
            runs[id(node)] = own
