"""What a page's blocks look like in numbers, for judging which of them are its text. Pure; any thread.

The numbers say nothing about any one site: where a block stands among landmarks, how its containers are named,
how much prose and how many links are around it, and what its own words look like. `NAMES` gives their order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import log1p

from reader.documents.blocks import PlacedBlock
from reader.documents.landmarks import is_hidden, kept_by_landmarks
from reader.documents.page_tree import Node
from reader.documents.part_names import part_saying

_TAG_MARKS = (
    "li", "p", "figure", "button", "table", "main", "article", "section", "nav", "header", "footer", "aside", "form", "a",
    "dialog", "details", "blockquote", "dl", "td", "pre", "noscript",
)  # fmt: skip
_STEMS = (
    ("content", "content article entry story main body text prose richtext rte copy wysiwyg markdown post single"),
    ("nav", "nav menu pager paging pagination tabs toolbar drawer offcanvas megamenu jump skip"),
    ("crumb", "breadcrumb crumb"),
    ("cookie", "cookie consent gdpr privacy onetrust ccpa"),
    ("share", "share social sharing addthis addtoany follow facebook twitter"),
    ("foot", "foot copyright colophon legal disclaimer"),
    ("head", "head masthead banner hero topbar title"),
    ("side", "side rail aside widget column"),
    ("related", "related recommend similar readnext more popular trending latest also teaser card promo grid carousel slider"),
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
)  # fmt: skip
_STEM_BITS: dict[str, int] = {}
for _at, (_name, _words) in enumerate(_STEMS):
    for _word in _words.split():
        _STEM_BITS[_word] = _STEM_BITS.get(_word, 0) | (1 << _at)
_STEM = re.compile("|".join(sorted(_STEM_BITS, key=len, reverse=True)))
_TAG_BITS = {tag: 1 << (len(_STEMS) + at) for at, tag in enumerate(_TAG_MARKS)}
_ROLE_BITS = {
    "navigation": "nav", "banner": "header", "contentinfo": "footer", "complementary": "aside", "search": "form",
    "main": "main", "article": "article", "dialog": "dialog", "alertdialog": "dialog", "menu": "nav", "menubar": "nav",
    "form": "form", "button": "button",
}  # fmt: skip
_HIDDEN_BIT = 1 << (len(_STEMS) + len(_TAG_MARKS))
_BODY_BIT = _HIDDEN_BIT << 1
_MARKS = (
    *(name for name, _ in _STEMS),
    *(f"tag_{tag}" for tag in _TAG_MARKS),
    "is_hidden",
    "article_body",
)
_NEAR_MARKS = len(_STEMS) + 5
"""Of these it also counts whether the element itself or the one around it has them."""

_COMMON = frozenset(
    "the of and to a in is that it for was on are with as be this have from or by not but at which they we you he she"
    " his her their will can has had were been would there what when who if do about than so all one out up into your"
    " our its der die das und ist nicht mit von zu den ein eine le la les de des et est un une que en el los y no se por"
    " il di e che per non sono è het een van dat en i på att och".split()
)
_JUNK_WORDS = re.compile(
    r"copyright|all rights reserved|©|privacy|cookies?|subscribe|newsletter|sign ?up|sign ?in|log ?in|register|share|follow"
    r"|tweet|facebook|twitter|instagram|linkedin|whatsapp|youtube|comments?|reply|related|read more|learn more|click|menu"
    r"|search|advert|sponsored|skip to|back to|home|terms|contact us|download|print|email|posted|published|updated|min read"
    r"|author|tags?|categor|filed under|view all|see all|load more|show more|previous|next|you may|recommended|popular|trending"
    r"|more from|latest|join|donate|buy|cart|price|shop|account",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}|\d{1,2} (?:jan|feb|mar|"
    r"apr|may|jun|jul|aug|sep|oct|nov|dec)|(?:19|20)\d\d|\d+ (?:hours?|days?|minutes?|months?|years?|weeks?) ago)\b",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:by|von|par|por|written by|posted by|author:?|photo|image|source|credit)\b", re.IGNORECASE
)
_END = re.compile(r"[.!?…。！？][\"'”’)\]»]*$")
_LONG_WORDS = 12
_ROLES = {"body": 0, "heading": 1, "list_item": 2, "quote": 3, "table_row": 4, "caption": 5}

_OWN = (
    "words", "chars", "links", "link_share", "level", "role", "ends_sentence", "commas", "word_length", "capital_share",
    "digit_share", "common_share", "junk_words", "junk_share", "has_date", "byline", "starts_lower", "question", "colon_end",
    "repeats", "in_title", "all_caps", "pipes", "is_phrase",
)  # fmt: skip
_PLACE = (
    "at", "words_before_share", "blocks", "page_words", "page_long_share", "from_title", "from_first_long",
    "from_last_long", "depth", "root_out_30", "root_out_50", "root_out_70", "root_out_90", "root_depth_gap",
    "signature_words", "signature_long", "signature_count", "signature_link_share", "heading_run", "under_level",
    "under_long", "title_level_seen", "kept_by_landmarks",
)  # fmt: skip
_BOXES = tuple(
    f"{what}_{up}"
    for up in (1, 2, 3, 5)
    for what in ("box_chars", "box_links", "box_long", "box_share")
)
_NEAR = tuple(
    f"{what}{by:+d}"
    for by in (-3, -2, -1, 1, 2, 3)
    for what in ("words", "link_share", "level", "ends_sentence")
)
_WINDOW = ("window_words", "window_links", "window_long", "window_junk")
NAMES = (
    *_OWN, *_PLACE, *_BOXES, *_NEAR, *_WINDOW,
    *(f"any_{m}" for m in _MARKS), *(f"near_{m}" for m in _MARKS[:_NEAR_MARKS]), "nearest_content", "nearest_other",
)  # fmt: skip
_CONTENT_BITS = (1 << 0) | _TAG_BITS["main"] | _TAG_BITS["article"] | _BODY_BIT
_OTHER_BITS = sum(
    1 << at
    for at, (name, _) in enumerate(_STEMS)
    if name
    not in (
        "content",
        "head",
        "section",
        "panel",
        "list",
        "message",
        "quote",
        "hidden",
        "cta",
        "toc",
        "caption",
    )
) + sum(_TAG_BITS[tag] for tag in ("nav", "footer", "aside", "form", "dialog"))
_SHIFTS = tuple(range(len(_MARKS)))


class _Marks:
    """What an element inherits from those around it."""

    __slots__ = ("content_at", "depth", "inherited", "near", "other_at", "own")

    def __init__(self, own: int, above: _Marks | None) -> None:
        self.own = own
        if above is None:
            self.depth, self.inherited, self.near = 0, own, own
            self.content_at = self.other_at = -1
        else:
            self.depth = above.depth + 1
            self.inherited = above.inherited | own
            self.near = own | above.own
            self.content_at = self.depth if own & _CONTENT_BITS else above.content_at
            self.other_at = self.depth if own & _OTHER_BITS else above.other_at


def _marks_of(page: Node) -> dict[int, _Marks]:
    """The marks of every element, by `id()`."""
    named: dict[str, int] = {}
    found: dict[int, _Marks] = {}
    for node in page.descendants():
        own = _TAG_BITS.get(node.tag, 0)
        attrs = node.attrs
        if attrs and node.tag not in ("html", "body"):
            names = node.names()
            if names:
                bits = named.get(names)
                if bits is None:
                    bits = 0
                    for stem in _STEM.findall(names):
                        bits |= _STEM_BITS[stem]
                    named[names] = bits
                own |= bits
            role = attrs.get("role")
            if role in _ROLE_BITS:
                own |= _TAG_BITS[_ROLE_BITS[role]]
            if is_hidden(node):
                own |= _HIDDEN_BIT
            if "articlebody" in attrs.get("itemprop", "").lower():
                own |= _BODY_BIT
        found[id(node)] = _Marks(own, found[id(node.parent)] if node.parent is not None else None)
    return found


def _roots(page: Node) -> list[Node]:
    """The deepest elements that hold 30, 50, 70 and 90 hundredths of the page's prose."""
    roots = []
    for share in (0.3, 0.5, 0.7, 0.9):
        least = page.long_chars * share
        node = page
        while True:
            below = max(
                (c for c in node.children if isinstance(c, Node)),
                key=lambda c: c.long_chars,
                default=None,
            )
            if below is None or below.long_chars < least or not below.long_chars:
                break
            node = below
        roots.append(node)
    return roots


def features_of(page: Node, blocks: Sequence[PlacedBlock], title: str) -> list[list[float]]:
    """One row of numbers for each block, in the order of `NAMES`."""
    if not blocks:
        return []
    marks = _marks_of(page)
    by_landmarks = kept_by_landmarks(page, [one.node for one in blocks])
    own = [_own(one, title) for one in blocks]
    repeats = Counter(one.block.text for one in blocks)
    total_words = sum(row[0] for row in own) or 1.0
    long_words = sum(row[0] for row in own if _is_long(row))
    roots = _roots(page)
    long_at = [i for i, row in enumerate(own) if _is_long(row) and row[3] < 0.5]
    first_long, last_long = (long_at[0], long_at[-1]) if long_at else (0, len(own) - 1)
    title_at = _title_at(blocks, own)
    signatures = [_signature(one.node) for one in blocks]
    by_signature: dict[str, list[float]] = {}
    for signature, row in zip(signatures, own, strict=True):
        tally = by_signature.setdefault(signature, [0.0, 0.0, 0.0, 0.0])
        tally[0] += row[0]
        tally[1] += row[0] if _is_long(row) else 0
        tally[2] += 1
        tally[3] += row[3] * row[0]
    page_long = page.long_chars or 1
    box_rows: dict[int, tuple[float, ...]] = {}
    outs: dict[int, tuple[float, ...]] = {}
    mark_rows: dict[int, tuple[float, ...]] = {}
    count = len(blocks)
    nothing = [0.0, 0.0, 0.0, 0.0]
    near = [[log1p(row[0]), row[3], row[4], row[6]] for row in own]
    sums = [nothing]
    for row in own:
        last = sums[-1]
        sums.append(
            [
                last[0] + row[0],
                last[1] + row[3] * row[0],
                last[2] + (row[0] if _is_long(row) else 0),
                last[3] + row[12],
            ]
        )
    # words of prose under each heading, up to the next one
    under_long = [0.0] * count
    under = -1
    for i, row in enumerate(own):
        if row[4]:
            under = i
        elif under >= 0 and _is_long(row):
            under_long[under] += row[0]
    rows: list[list[float]] = []
    words_before = 0.0
    run = 0
    level = 0.0
    for i, (one, row) in enumerate(zip(blocks, own, strict=True)):
        node = one.node
        key = id(node)
        mark = marks[key]
        boxes = box_rows.get(key)
        if boxes is None:
            boxes = box_rows[key] = _boxes(node, page_long)
            outs[key] = _outs(node, roots, marks)
            mark_rows[key] = (
                *[float(mark.inherited >> s & 1) for s in _SHIFTS],
                *[float(mark.near >> s & 1) for s in _SHIFTS[:_NEAR_MARKS]],
                float(mark.depth - mark.content_at if mark.content_at >= 0 else 99),
                float(mark.depth - mark.other_at if mark.other_at >= 0 else 99),
            )
        if row[4]:
            run = 0
            level = row[4]
        else:
            run += 1
        tally = by_signature[signatures[i]]
        low, high = sums[max(0, i - 4)], sums[min(count, i + 5)]
        window_words = high[0] - low[0] or 1.0
        made = row[:]
        made[19] = float(repeats[one.block.text] - 1)
        made += (
            i / count,
            words_before / total_words,
            log1p(count),
            log1p(total_words),
            long_words / total_words,
            float(max(-40, min(40, i - title_at))) if title_at >= 0 else -99.0,
            float(max(-40, min(40, i - first_long))),
            float(max(-40, min(40, last_long - i))),
            float(mark.depth),
            *outs[key],
            log1p(tally[0]),
            tally[1] / (tally[0] or 1),
            log1p(tally[2]),
            tally[3] / (tally[0] or 1),
            float(min(run, 40)),
            level,
            log1p(under_long[i]),
            float(title_at >= 0),
            float(by_landmarks[i]),
        )
        made += boxes
        for by in (-3, -2, -1, 1, 2, 3):
            made += near[i + by] if 0 <= i + by < count else nothing
        made += (
            log1p(window_words),
            (high[1] - low[1]) / window_words,
            (high[2] - low[2]) / window_words,
            high[3] - low[3],
        )
        made += mark_rows[key]
        rows.append(made)
        words_before += row[0]
    return rows


def _is_long(row: list[float]) -> bool:
    return row[0] >= _LONG_WORDS


def _own(one: PlacedBlock, title: str) -> list[float]:
    block = one.block
    text = block.text
    words = text.split(" ")
    count = len(words)
    chars = len(text)
    linked = sum(link.end - link.start for link in block.links)
    junk = len(_JUNK_WORDS.findall(text)) if chars < 400 else 0
    low = [w.lower() for w in words[:60]]
    letters = chars - text.count(" ")
    return [
        float(count),
        log1p(chars),
        float(min(len(block.links), 20)),
        linked / chars,
        float(block.level),
        float(_ROLES[block.role]),
        1.0 if _END.search(text[-6:]) else 0.0,
        text.count(",") / count,
        letters / count,
        sum(w[:1].isupper() for w in words[:60]) / len(low),
        sum(w[:1].isdigit() for w in words[:60]) / len(low),
        sum(w in _COMMON for w in low) / len(low),
        float(junk),
        junk / count,
        1.0 if chars < 200 and _DATE.search(text) else 0.0,
        1.0 if _BYLINE.match(text) else 0.0,
        1.0 if text[:1].islower() else 0.0,
        1.0 if "?" in text else 0.0,
        1.0 if text[-1] == ":" else 0.0,
        0.0,
        1.0 if chars > 3 and (text in title or title in text) and title else 0.0,
        1.0 if text.isupper() else 0.0,
        float(min(text.count("|") + text.count("·") + text.count("•"), 5)),
        1.0 if part_saying(text, is_linked=linked * 2 > chars) else 0.0,
    ]


def _title_at(blocks: Sequence[PlacedBlock], own: list[list[float]]) -> int:
    """Index of the heading that repeats the title, else of the first heading of level 1, else -1."""
    first = -1
    for i, one in enumerate(blocks):
        if one.block.level == 1:
            if own[i][20]:
                return i
            if first < 0:
                first = i
    return first


def _signature(node: Node) -> str:
    """How an element and the two around it are written: blocks of one kind on a page share it."""
    above = node.parent
    higher = above.parent if above is not None else None
    return (
        f"{node.tag}.{node.attrs.get('class', '')}<{above.tag}.{above.attrs.get('class', '')}"
        if above is not None
        else node.tag
    ) + (f"<{higher.tag}" if higher is not None else "")


def _boxes(node: Node, page_long: int) -> tuple[float, ...]:
    """Size, links and prose of the element and of those around it."""
    values: list[float] = []
    up = 0
    box: Node = node
    for wanted in (1, 2, 3, 5):
        while up < wanted:
            if up and box.parent is not None:
                box = box.parent
            up += 1
        chars = box.chars or 1
        values += (
            log1p(box.chars),
            box.link_chars / chars,
            box.long_chars / chars,
            box.long_chars / page_long,
        )
    return tuple(values)


def _outs(node: Node, roots: list[Node], marks: dict[int, _Marks]) -> tuple[float, ...]:
    """How many steps up until each of the roots is around the element, and how far down the last one is."""
    values: list[float] = []
    above = [id(node), *(id(a) for a in node.ancestors())]
    places = {key: at for at, key in enumerate(above)}
    for root in roots:
        box: Node | None = root
        steps = 0
        while box is not None and id(box) not in places:
            box = box.parent
            steps += 1
        values.append(float(min(steps, 30)))
    values.append(float(marks[id(node)].depth - marks[id(roots[1])].depth))
    return tuple(values)
