"""The same small page, built in many ways, is read the same: landmarks, names and hiding differ from site to site."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from reader.documents.parsing import read_document

PAGE = """<!DOCTYPE html><html lang="en-GB"><head><title>Cramp at night | The Cramp Club</title></head><body>
<a class="skip" href="#main">Skip to main content</a>
<div id="cookie-bar" role="dialog"><p>We use cookies to make this site work well for you.</p>
<button>Accept</button></div>
<header class="site-header"><a href="/"><img src="/l.png" alt="The Cramp Club"></a><form role="search"><input name="q">
<button>Search</button></form><a href="/login">Log in</a>
<nav id="main-menu"><ul><li><a href="/">Home</a></li><li><a href="/cramp">Cramp</a></li><li><a href="/night">Cramp at
night</a></li><li><a href="/help">Getting help</a></li><li><a href="/donate">Donate now</a></li></ul></nav></header>
<p class="breadcrumb">You are here: <a href="/">Home</a> &gt; Cramp at night</p>
<div class="layout"><main id="main"><article><h1>Cramp at night</h1>
<p>Many people wake with a cramp in the hand, and it may take some minutes to let go.</p>
<h2>What may help</h2><ul><li>Keep the hand warm.</li><li>Stretch each finger slowly.</li><li>Shake it out.</li></ul>
<h2>When to ask</h2><p>If it comes every night, ask somebody who knows about hands. It is seldom a sign of harm.</p>
<p>Ring our helpline on <a href="tel:02079460000">020 7946 0000</a>.</p>
<div class="disclaimer"><p>This page is general information only and no advice from a doctor. Please see yours.</p>
</div>
</article></main><aside class="sidebar"><h3>Related news</h3><ul>
<li><a href="/n/1">A walk for sore hands in June</a></li>
<li><a href="/n/2">New hours at the helpline</a></li></ul></aside></div>
<div class="share-bar">Share this page <a href="#">Facebook</a> <a href="#">Twitter</a></div>
<a href="#top">Back to top</a>
<footer id="footer"><p>Follow us on Twitter</p><p>Registered charity 000000. <a href="/privacy">Privacy</a></p></footer>
<script>never()</script></body></html>"""

EXPECTED = [
    (
        "Cramp at night",
        ["Many people wake with a cramp in the hand, and it may take some minutes to let go."],
    ),
    ("What may help", ["Keep the hand warm.", "Stretch each finger slowly.", "Shake it out."]),
    (
        "When to ask",
        [
            "If it comes every night, ask somebody who knows about hands. It is seldom a sign of harm.",
            "Ring our helpline on 020 7946 0000.",
            "This page is general information only and no advice from a doctor. Please see yours.",
        ],
    ),
]

Change = Callable[[str], str]
SECTION = r"<h2>(.*?)</h2>(.*?)(?=<h2>|</article>)"


def swap(*pairs: tuple[str, str]) -> Change:
    def change(page: str) -> str:
        for old, new in pairs:
            page, count = re.subn(old, new, page, flags=re.DOTALL)
            assert count, old
        return page

    return change


def doubled(page: str) -> str:
    article = re.search(r"<article>.*</article>", page, re.DOTALL)
    assert article
    wide = article[0].replace("<article>", '<article class="desktop">')
    narrow = article[0].replace("<article>", '<article class="mobile" aria-hidden="true">')
    return page.replace(article[0], wide + narrow)


CHANGES: dict[str, Change] = {
    "as it is": lambda page: page,
    "no main": swap(('<main id="main">', '<div id="content">'), ("</main>", "</div>")),
    "named boxes": swap(
        ("<main[^>]*><article>", '<div class="content"><div class="post">'),
        ("</article></main>", "</div></div>"),
        ('<aside class="sidebar">(.*?)</aside>', r'<div id="sidebar">\1</div>'),
        ('<header class="site-header">(.*?)</header>', r'<div id="header">\1</div>'),
        ('<nav id="main-menu">(.*?)</nav>', r'<div id="menu">\1</div>'),
        ('<footer id="footer">(.*?)</footer>', r'<div class="footer">\1</div>'),
    ),
    "asides inside main": swap(
        (
            r'</article></main>(<aside.*?</aside>)</div>(<div class="share-bar">.*?</a>)?',
            r"\1</article></main></div>",
        )
    ),
    "cookies last": swap((r'(<div id="cookie-bar".*?</div>)(.*)</body>', r"\2\1</body>")),
    "accordion of buttons": swap(
        (
            SECTION,
            r'<h2><button aria-expanded="false">\1</button></h2><div class="panel" style="display:none">\2</div>',
        )
    ),
    "hidden panels": swap(
        (
            SECTION,
            r'<h2 class="toggle">\1</h2><div class="inner" aria-hidden="true" hidden>\2</div>',
        )
    ),
    "details": swap((SECTION, r"<details><summary><h2>\1</h2></summary>\2</details>")),
    "sections": swap(
        (SECTION, r'<section class="block"><h2>\1</h2><div class="text">\2</div></section>')
    ),
    "upper case": lambda page: re.sub(
        r"</?(?:h1|h2|p|ul|li|div|main|nav)\b", lambda m: m[0].upper(), page
    ),
    "table of layout": swap(
        (r'<div class="layout"><main[^>]*><article>', "<table><tr><td>"),
        ("</article></main>", "</td><td>"),
        (r'<aside class="sidebar">(.*?)</aside></div>', r"\1</td></tr></table>"),
    ),
    "heading in a header": swap((r"<h1>.*?</h1>", r"<header>\g<0></header>")),
    "all in a form": swap(("<body>", '<body><form action="/x">'), ("</body>", "</form></body>")),
    "misleading names": swap(
        ('<div class="layout">', '<div class="layout has-sidebar with-ads nav-open">')
    ),
    "two copies": doubled,
    "no body tag": swap(
        ("</head><body>", ""), ("<html[^>]*><head>", '<html lang="en-GB">'), ("</body>", "")
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_however_it_is_built(name: str) -> None:
    markup = CHANGES[name](PAGE)
    document = read_document(
        markup.encode(), url="https://cramp.example/night", media_type="text/html", charset=None
    )
    found = []
    for section in document.sections:
        blocks: list[str] = []
        for sentence in section.sentences:
            if sentence.starts_block:
                blocks.append(sentence.text)
            else:
                blocks[-1] += " " + sentence.text
        found.append((section.title, blocks))
    assert found == EXPECTED
    assert document.title == "Cramp at night"
    aside = " ".join(part.text for part in document.set_aside)
    assert "Registered charity" in aside
    assert "A walk for sore hands in June" in aside
