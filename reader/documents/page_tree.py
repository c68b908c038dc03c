"""A page as a light tree: grown from what lxml's parser meets, measured once. Pure; any thread.

The parser calls straight into the tree, because a whole soup in between takes more than half the time of reading a
page. BeautifulSoup reads what lxml finds no text in.

Everything here goes by explicit stacks, never by recursion: pages nested 100,000 deep are read like any other.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from bs4.element import PageElement

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
_ASCII_SPACE = " \t\n\f\r"
_VERBATIM = frozenset(("pre", "textarea"))
"""In these white space counts."""
_MOST_TAGS_LENIENTLY = 2000
"""The lenient parser takes its time with what is nested deep: longer pages without text stay so."""


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
    from lxml import etree  # noqa: PLC0415 - keeps start-up fast; needed only where a page is read anew

    growth = _Growth()
    # the stubs know targets that take bytes too; text comes as `str` where it was given as such
    parser = etree.HTMLParser(target=growth, recover=True)  # type: ignore[arg-type]
    try:
        parser.feed(markup)
        parser.close()
    except (etree.LxmlError, UnicodeError):
        growth = _Growth()
    measure(growth.top)
    if not growth.top.chars and markup.count("<") <= _MOST_TAGS_LENIENTLY:
        growth = _Growth()
        _replay(markup, growth)
        measure(growth.top)
    return growth.top


class _Growth:
    """Takes what a parser meets, in order, and builds the tree of it."""

    def __init__(self) -> None:
        self.top = Node("html", {}, None)
        self._open = [self.top]
        """The elements around the next one; the same one again and again where wrappings no longer count."""
        self._skipped = 0
        """Open elements inside one that holds nothing to read, with that one."""
        self._texts: list[str] = []
        self._verbatim = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if self._texts:
            self._end_text()
        name = name.rpartition(":")[2].lower()
        if self._skipped or (name in SKIPPED_TAGS and name not in _DECLARING):
            self._skipped += 1
            return
        node = self._open[-1]
        if name in _VERBATIM:
            self._verbatim += 1
        if name == "html" and node is self.top and not node.attrs:
            node.attrs = dict(attributes)
        elif len(self._open) > DEEPEST:
            self._part_words(
                name
            )  # what is nested deeper is kept, but its wrappings no longer count
        else:
            if node.tag == "head" and name not in _OF_HEAD:
                node = self.top  # the parser leaves what stands before any <body> in the head
            made = Node(name, dict(attributes), node)
            node.children.append(made)
            node = made
        self._open.append(node)

    def end(self, name: str) -> None:
        """The innermost open element ends."""
        if self._texts:
            self._end_text()
        if self._skipped:
            self._skipped -= 1
            return
        name = name.rpartition(":")[2].lower()
        if name in _VERBATIM and self._verbatim:
            self._verbatim -= 1
        if len(self._open) > 1:
            self._open.pop()
        if len(self._open) > DEEPEST:
            self._part_words(name)

    def data(self, text: str) -> None:
        """A piece of text; the next piece may go on with it."""
        if not self._skipped:
            self._texts.append(text)

    def comment(self, text: str) -> None:  # noqa: ARG002 - what a parser calls
        """A comment, which parts the text before from the text after."""
        if self._texts:
            self._end_text()

    def close(self) -> None:
        """The page ends."""
        if self._texts:
            self._end_text()

    def _part_words(self, name: str) -> None:
        """Keep apart the words before and after where an element begins or ends that is not in the tree."""
        node = self._open[-1]
        if (name in BLOCK_TAGS or name == "br") and node.children[-1:] != [" "]:
            node.children.append(" ")

    def _end_text(self) -> None:
        text = "".join(self._texts)
        self._texts.clear()
        node = self._open[-1]
        if not self._verbatim and not text.strip(_ASCII_SPACE):
            text = "\n" if "\n" in text else " "
        if node.tag == "head" and not text.isspace():
            node = self.top
        node.children.append(text)


def _replay(markup: str, growth: _Growth) -> None:
    """Let a more lenient parser read a page that the fast one finds no text in."""
    from bs4 import BeautifulSoup  # noqa: PLC0415 - hardly a page needs it
    from bs4.element import NavigableString, PreformattedString, Tag  # noqa: PLC0415
    from bs4.exceptions import ParserRejectedMarkup  # noqa: PLC0415

    try:
        soup = BeautifulSoup(
            markup, "html.parser", multi_valued_attributes=None, string_containers={}
        )
    except ParserRejectedMarkup:
        return
    stack: list[tuple[Iterator[PageElement], str]] = [(iter(soup.contents), "")]
    while stack:
        contents, name = stack[-1]
        child = next(contents, None)
        if child is None:
            stack.pop()
            if name:
                growth.end(name)
        elif isinstance(child, Tag):
            # with `multi_valued_attributes=None` every value is one string
            growth.start(child.name, cast("dict[str, str]", child.attrs))
            stack.append((iter(child.contents), child.name))
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            growth.data(str(child))
    growth.close()


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
