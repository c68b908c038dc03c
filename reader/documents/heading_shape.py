"""Finds the headings that a page has without marking them, and puts their levels in order. Pure; any thread.

Works on the blocks that are read, after they have been chosen.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from reader.documents.block import Block
from reader.documents.blocks import PlacedBlock
from reader.documents.page_tree import Node
from reader.documents.sections import letters, same_words

_LONGEST_CHARS = 100
_LONGEST_QUESTION_CHARS = 200
_MOST_WORDS = 14
_LEAST_TEXT_CHARS = 40
"""What stands under a bold line must be at least as long for the line to be its heading."""
_LEAST_BOLD = 2
_MOST_CHARS_A_BOLD_LINE = 2000
"""In a longer text the bold lines of so few parts stress something; they do not part it."""
_BYLINE = re.compile(
    r"(?:related|read (?:more|also|next)|see also|by|von|par|por|photo|image|source|credit|published|updated)\b",
    re.IGNORECASE,
)
_OPENER_NAMED = re.compile(
    r"(?:accordion|faqs?|toggle|collapsible|question)[-_ ]*(?:item[-_ ]*)?(?:title|head(?:er|ing)?|label|trigger"
    r"|button|toggle|question|name)(?:[^a-z]|$)"
)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_MOST_CHILDREN = 50
_FEW = 10
_TOGGLES = ("data-toggle", "data-bs-toggle")


def with_headings(
    blocks: Sequence[PlacedBlock], *, title: str, questions: Iterable[str]
) -> list[Block]:
    """The blocks with every heading marked as one, at levels without gaps.

    `questions` are those that the page's data for machines lists.
    """
    asked = {letters(question) for question in questions} - {""}
    return in_order(_marked(blocks, title, asked), title)


def _marked(blocks: Sequence[PlacedBlock], title: str, questions: Collection[str]) -> list[Block]:
    """The blocks, questions and bold lines that head others marked as headings one level below the last real one."""
    found = [one.block for one in blocks]
    asked = [at for at in range(len(blocks)) if _is_question(blocks, at, questions)]
    bold = [at for at in range(len(blocks)) if _is_bold_heading(blocks, at)]
    has_real = any(block.level and not same_words(block.text, title) for block in found)
    chars = sum(len(block.text) for block in found)
    if len(bold) < max(_LEAST_BOLD, chars / _MOST_CHARS_A_BOLD_LINE) or has_real:
        bold = []
    new = {*asked, *bold}
    last = 1
    for at, block in enumerate(found):
        if at in new:
            found[at] = replace(
                block, role="heading", level=min(last + 1, 6), depth=0, marker="", continues=False
            )
        else:
            last = block.level or last
    return found


def _is_question(blocks: Sequence[PlacedBlock], at: int, questions: Collection[str]) -> bool:
    """Whether a line opens the panel with the text below it, or is known to be asked on this page."""
    block, node = blocks[at].block, blocks[at].node
    if block.level or len(block.text) > _LONGEST_QUESTION_CHARS or not _has_text_below(blocks, at):
        return False
    if questions and letters(block.text) in questions:
        return True
    if block.role not in ("body", "list_item") or len(block.text) < 8:
        return False
    return any(_opens(around) for around in _alone_around(node, block.text))


def _alone_around(node: Node, text: str) -> Iterator[Node]:
    """The elements that hold a line and nothing else: inside a block's own element, it, and around it."""
    chars = len(text) - text.count(" ")
    for child in node.children[:_MOST_CHILDREN]:
        if not isinstance(child, Node) or child.chars != chars or len(child.children) > _FEW:
            continue
        if child.text() == text:
            yield child
    at: Node | None = node
    for _ in range(2):
        if at is None or at.chars != chars:
            return
        yield at
        at = at.parent


def _opens(node: Node) -> bool:
    """Whether an element opens a panel, by what it says to a screen reader or is called."""
    attrs = node.attrs
    return bool(attrs) and (
        "aria-expanded" in attrs
        or any(attrs.get(key) == "collapse" for key in _TOGGLES)
        or bool(_OPENER_NAMED.search(node.names()))
    )


def _has_text_below(blocks: Sequence[PlacedBlock], at: int) -> bool:
    return at + 1 < len(blocks) and not blocks[at + 1].block.level


def _is_bold_heading(blocks: Sequence[PlacedBlock], at: int) -> bool:
    """Whether a short bold line stands alone above text that it names."""
    block, node = blocks[at].block, blocks[at].node
    text = block.text
    if (
        block.role != "body"
        or block.level
        or len(text) > _LONGEST_CHARS
        or text.count(" ") >= _MOST_WORDS
        or text[-1] in ".,;"
        or text[0].islower()
        or text[0] in "-–—•*"
        or not any(map(str.isalpha, text))
        or _BYLINE.match(text)
        or not _has_text_below(blocks, at)
    ):
        return False
    below = blocks[at + 1]
    if len(below.block.text) < _LEAST_TEXT_CHARS and below.block.role == "body":
        return False
    return node.tag in ("p", "div") and _is_bold(blocks[at]) and not _is_bold(below)


def _is_bold(one: PlacedBlock) -> bool:
    """Whether a block is all text of its element, and all of it is bold."""
    node = one.node
    if node.chars != len(one.block.text) - one.block.text.count(" "):
        return False
    bold = 0
    stack = [node]
    while stack:
        at = stack.pop()
        if at.tag in ("b", "strong") or _BOLD_STYLE.search(at.attrs.get("style", "")):
            bold += at.chars
        else:
            stack += [child for child in at.children if not isinstance(child, str)]
    return bold == node.chars > 0


def in_order(blocks: list[Block], title: str) -> list[Block]:
    """The blocks with heading levels that go down by one at a time, all below the title's."""
    headings = [block for block in blocks if block.level]
    has_one_top = sum(block.level == 1 for block in headings) == 1 and headings[0].level == 1
    found: list[Block] = []
    open_levels: list[tuple[int, int]] = []
    for block in blocks:
        is_title = block.level == 1 and (has_one_top or same_words(block.text, title))
        if not block.level or is_title:
            found.append(block)
            continue
        while open_levels and open_levels[-1][0] >= block.level:
            open_levels.pop()
        level = min(open_levels[-1][1] + 1 if open_levels else 2, 6)
        open_levels.append((block.level, level))
        found.append(replace(block, level=level) if level != block.level else block)
    return found
