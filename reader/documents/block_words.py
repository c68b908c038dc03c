"""What the words of one block look like, in numbers. Pure; any thread."""

from __future__ import annotations

import re
from math import log1p

from reader.documents.block import Block
from reader.documents.part_names import part_saying

NAMES = tuple(
    "words chars links link_share level role ends_sentence commas word_length capital_share digit_share common_share"
    " junk_words junk_share has_date byline starts_lower question colon_end repeats in_title all_caps pipes is_phrase"
    .split()
)  # fmt: skip
"""Order of the numbers; `repeats` is filled in by who knows the other blocks."""
WORDS, LINK_SHARE, LEVEL, ENDS_SENTENCE, JUNK_WORDS, REPEATS, IN_TITLE, IS_PHRASE = (
    NAMES.index(name)
    for name in "words link_share level ends_sentence junk_words repeats in_title is_phrase".split()
)

_MOST_WORDS = 60
"""Shares of words are taken of the first so many."""
_COMMON = frozenset(
    "the of and to a in is that it for was on are with as be this have from or by not but at which they we you he she"
    " his her their will can has had were been would there what when who if do about than so all one out up into your"
    " our its der die das und ist nicht mit von zu den ein eine le la les de des et est un une que en el los y no se"
    " por il di e che per non sono è het een van dat en i på att och".split()
)
"""Words of running text in a few languages."""
_JUNK_WORDS = frozenset(
    "copyright © rights reserved privacy cookie cookies subscribe newsletter sign signup signin login log"
    " register share follow tweet facebook twitter instagram linkedin whatsapp youtube comment comments reply"
    " related click menu search advert advertisement sponsored skip home terms contact download print email"
    " posted published updated author tags tag categories category filed previous next recommended popular"
    " trending latest join donate buy cart price shop account more view see load show read".split()
)
_ASIDE_HEADING = re.compile(
    r"\W*(?:related|you (?:may|might)|see also|more (?:from|like|in|stories|articles|posts|news)"
    r"|read (?:next|more|also)|recommended|popular|trending|latest|recent|most (?:read|popular|viewed)|comments?"
    r"|\d+ (?:comments?|responses?|replies)|leave a|join the (?:conversation|discussion)|share|follow|connect|subscribe"
    r"|newsletter|sign up|stay (?:up|in touch)|get (?:the latest|our|started|in touch)|about the author|written by"
    r"|tags?|categories|archives?|topics|contact|navigation|menu|search|footer|legal|company|resources|quick links"
    r"|advert|sponsor|discover more|what to read|up next|explore|other (?:articles|posts|stories|news)|similar|featured"
    r"|top stories|blogs?|references|notes|footnotes|sources|bibliography|external links|citations)\b",
    re.IGNORECASE,
)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|(?:{_MONTHS})[a-z]*\.? \d{{1,2}}|\d{{1,2}} (?:{_MONTHS})"
    r"|(?:19|20)\d\d"
    r"|\d+ (?:hours?|days?|minutes?|months?|years?|weeks?) ago)\b",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"©|\(c\) ?\d{4}|all rights reserved|copyright|terms of (?:use|service)|privacy", re.IGNORECASE
)
_BYLINE = re.compile(
    r"(?:by|von|par|por|written by|posted by|author:?|photo|image|source|credit)\b", re.IGNORECASE
)
_END = re.compile(r"[.!?…。！？][\"'”’)\]»]*$")
_ROLES = {
    "body": 0,
    "heading": 1,
    "list_item": 2,
    "quote": 3,
    "table_row": 4,
    "caption": 5,
    "code": 0,
}


def closes_page(block: Block) -> bool:
    """Whether a line stands where pages end, such as "All rights reserved"."""
    return len(block.text) < 300 and bool(_CLOSING.search(block.text))


def heads_asides(block: Block, words: float) -> bool:
    """Whether a heading announces what is mostly not the page's own text: related pages, comments, sources."""
    return words <= 6 and bool(_ASIDE_HEADING.match(block.text))


def numbers_of(block: Block, title: str) -> list[float]:
    """The numbers of a block, in the order of `NAMES`."""
    text = block.text
    words = text.split(" ")
    count = len(words)
    chars = len(text)
    linked = sum(link.end - link.start for link in block.links)
    low = [w.lower() for w in words[:_MOST_WORDS]]
    junk = sum(w.strip(".,:!|()") in _JUNK_WORDS for w in low) if chars < 400 else 0
    return [
        float(count),
        log1p(chars),
        float(min(len(block.links), 20)),
        linked / chars,
        float(block.level),
        float(_ROLES[block.role]),
        float(bool(_END.search(text[-6:]))),
        text.count(",") / count,
        (chars - text.count(" ")) / count,
        sum(w[:1].isupper() for w in words[:_MOST_WORDS]) / len(low),
        sum(w[:1].isdigit() for w in words[:_MOST_WORDS]) / len(low),
        sum(w in _COMMON for w in low) / len(low),
        float(junk),
        junk / count,
        float(chars < 200 and bool(_DATE.search(text))),
        float(bool(_BYLINE.match(text))),
        float(text[:1].islower()),
        float("?" in text),
        float(text[-1] == ":"),
        0.0,
        float(chars > 3 and bool(title) and (text in title or title in text)),
        float(text.isupper()),
        float(min(text.count("|") + text.count("·") + text.count("•"), 5)),
        float(bool(part_saying(text, is_linked=linked * 2 > chars))),
    ]
