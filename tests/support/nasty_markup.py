"""Markup made to be slow, deep, wide or misunderstood, from a seed. Pure."""

from __future__ import annotations

import random
from collections.abc import Callable

MOST_BYTES = 6_000_000
"""The most that a nasty page has: one of the web may have three times as many, but each takes its time."""
_SIZES = (20, 200, 2_000, 2_000, 20_000)
_DEEPEST = 100_000
_WIDEST = 200_000
_TAGS = (
    "div p span a b i li ul ol dl dt dd table tbody tr td th h1 h2 h3 section article main nav header footer aside form"
    " button details summary figure figcaption blockquote pre code label select option textarea noscript script style"
    " template svg math iframe title head body html ruby rt font center dialog object frameset br hr img input"
).split()
_ATTRIBUTES = (
    'class="main content"',
    'class="ad nav sidebar hidden"',
    'id="x"',
    'role="main"',
    'role="heading" aria-level="99999999999"',
    'role="navigation"',
    "hidden",
    'style="display:none"',
    'href="http://[::1"',
    'href="javascript:void(0)"',
    'href="tel:' + "0" * 300 + '"',
    'href="//[bad"',
    'href="leaflet.pdf"',
    'lang="xx-YY-ZZ"',
    'aria-expanded="false"',
    'title="\u202e\ud7ff"',
    'colspan="99999999999" rowspan="-1"',
    'class="' + "a " * 3000 + '"',
    'class="' + "aB" * 3000 + '"',
)
_TEXTS = (
    "Some words here. ",
    "x",
    "a" * 5000,
    "A. " * 400,
    "1. " * 400,
    "( " * 400,
    "e.g. " * 300,
    "“" * 500,
    "&nbsp;" * 500,
    "&#x10ffff;&#0;&#xd800;&notanentity;&amp",
    "...?!" * 300,
    " \u00a0\u2003\t" * 500,
    "\u202e\u200b\ufeff\ufffe" * 100,
    "020 7793 3650 ext. " * 100,
    "someone@example.org " * 100,
    "www.example.org/" * 200,
    "ﬁ ʼn 漢字かな。" * 200,
    "-" * 3000,
    "a-" * 2000,
    "[5] " * 400,
)
_UNCLOSED = (
    "<!--", "<![CDATA[", "<!DOCTYPE", "<?xml", "<script", "<script>", "<style>", "<title>", "<textarea>", "<a href='",
    '<p class="', "<", "</", "&", "<!", "<svg><style>", "<math><mi>", "<noscript>", "<template>", "<plaintext>",
    '<script type="application/ld+json">', '<script type="application/ld+json">{"articleBody":"', "<meta charset=",
    '<base href="http://[">', '<meta http-equiv="refresh" content="', "<x:y z:w>", "<![if IE]>",
)  # fmt: skip


def html(rng: random.Random, page: bytes) -> bytes:
    """The page with one or more nasty pieces put in, or such a piece alone."""
    pieces = [rng.choice(_KINDS)(rng) for _ in range(rng.choice((1, 1, 1, 2, 3)))]
    body = page if rng.random() < 0.7 else b""
    for piece in pieces:
        at = rng.randrange(len(body) + 1)
        body = body[:at] + piece.encode("utf-8", "surrogatepass") + body[at:]
    return body[:MOST_BYTES]


def text(rng: random.Random, page: bytes) -> bytes:
    """A text with pieces that are slow to take apart."""
    size = _size(rng, _WIDEST)
    unit = rng.choice(
        ("> ", "* ", "- ", "1. ", "[", "![", "](", "`", "``` \n", "***a** ", "|a|b|\n", "# \n", "<b>", "\n", " ", "\t",
         "_a", "[a]: b\n", "&amp;", "\\", "~~", "    x\n", "=\n", "a\n===\n", "A.", "\f", "\r", "\x00", "\u2028", "x. ")
    )  # fmt: skip
    piece = (unit * size if rng.random() < 0.6 else (unit + rng.choice(_TEXTS)) * (size // 400 + 1)).encode(
        "utf-8", "surrogatepass"
    )  # fmt: skip
    at = rng.randrange(len(page) + 1)
    return (page[:at] + piece + page[at:] if rng.random() < 0.6 else piece)[:MOST_BYTES]


def _size(rng: random.Random, most: int) -> int:
    return most if rng.random() < 0.03 else rng.choice(_SIZES)


def _tag(rng: random.Random) -> str:
    name = rng.choice(_TAGS)
    return f"<{name} {rng.choice(_ATTRIBUTES)}>" if rng.random() < 0.3 else f"<{name}>"


def _deep(rng: random.Random) -> str:
    tags = "".join(_tag(rng) for _ in range(rng.choice((1, 1, 2, 3))))
    inside = rng.choice(("", rng.choice(_TEXTS)))
    return (tags + inside[:20]) * _size(rng, _DEEPEST) + inside


def _wide(rng: random.Random) -> str:
    name = rng.choice(_TAGS)
    end = f"</{name}>" if rng.random() < 0.7 else ""
    start = f"<{name} {rng.choice(_ATTRIBUTES[:-2])}>" if rng.random() < 0.3 else f"<{name}>"
    inside = rng.choice(("", "x", "Some words here.", "<b>x</b> y"))
    return (start + inside + end) * _size(rng, _WIDEST)


def _deep_then_wide(rng: random.Random) -> str:
    deep = _tag(rng) * rng.choice((20, 190, 250))
    return deep + _wide(rng)


def _attribute_soup(rng: random.Random) -> str:
    size = _size(rng, 100_000)
    unit = rng.choice(
        ("a ", "a=b ", "a='", 'a="', "a=\"'", "= ", "/ ", "a{}=x ", "class=x ", "\x0c", "<a ")
    )
    soup = "".join(unit.replace("{}", str(i)) for i in range(size))
    return f"<{rng.choice(_TAGS)} {soup}" + rng.choice((">", "", "'>", '">')) + "Some words."


def _long_attribute(rng: random.Random) -> str:
    unit = rng.choice(
        (
            "a",
            "a ",
            "aB",
            "-",
            "nav-",
            "main ",
            "%",
            "../",
            "&amp;",
            "display:none;",
            " ",
            "[",
            "?x=y&",
        )
    )
    name = rng.choice(
        ("class", "id", "href", "style", "lang", "title", "alt", "content", "aria-label")
    )
    return f'<{rng.choice(_TAGS)} {name}="{unit * _size(rng, _WIDEST)}">Some words.'


def _unclosed(rng: random.Random) -> str:
    return rng.choice(_UNCLOSED) * _size(rng, 50_000)


def _words(rng: random.Random) -> str:
    unit = rng.choice(_TEXTS)
    return f"<p>{unit * max(1, _size(rng, _WIDEST) // (len(unit) // 4 + 1))}</p>"


def _closers(rng: random.Random) -> str:
    return "".join(f"</{rng.choice(_TAGS)}>" for _ in range(min(_size(rng, _WIDEST), 20_000)))


def _mixed(rng: random.Random) -> str:
    pieces: list[str] = []
    for _ in range(min(_size(rng, 20_000), 20_000)):
        pieces.append(
            _tag(rng)
            if rng.random() < 0.5
            else f"</{rng.choice(_TAGS)}>"
            if rng.random() < 0.7
            else "words. "
        )
    return "".join(pieces)


_KINDS: tuple[Callable[[random.Random], str], ...] = (
    _deep, _wide, _deep_then_wide, _attribute_soup, _long_attribute, _unclosed, _words, _closers, _mixed,
)  # fmt: skip
