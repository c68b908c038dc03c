"""A library of ten thousand pages, made by a generator, as large and as varied as pages of the web.

Words come in the proportions of a language (Zipf), headings repeat from page to page, and each of forty sites wraps its
text in styles, scripts, cards and menus of its own, the menu once for wide screens and once for narrow ones. So a page
takes as much as one of the web: 32 kB as gzip, 26 kB as xz, 10 kB of text, where a thousand pages of the web that it
was compared with have 33, 26 and 9.7.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from content_cache.entries import IndexedSection
from content_cache.library import Library
from content_cache.resource import Page, Resource

PAGES = 10_000
SITES = 40
_ONSETS = "b c d f g h j k l m n p r s t v w br ch cl cr dr fl gr pl pr sh sl sp st th tr".split()
_VOWELS = "a e i o u ai ea ee io oa ou".split()
_CODAS = "b d g k l m n p r s t x ck ld ll mp nd ng nt rd rk rm rn rt sk ss st".split()
_MEDICAL = (
    "dystonia tremor botulinum cramp spasm physiotherapy neurologist levodopa stimulation writer's musician's focal "
    "muscle posture splint retraining anticholinergic surgery diagnosis symptom treatment exercise fatigue anxiety "
    "sleep pain injection clinic helpline volunteer"
).split()
_HEADINGS = (
    "Overview|Symptoms|Causes|Diagnosis|Treatment|Living with it|Who can help|Exercises|Medicines|Side effects|"
    "When to get help|Research|Questions to ask|Your rights at work|Further reading|Botulinum toxin injections"
).split("|")


@dataclass(frozen=True, slots=True)
class Written:
    """A page that was made up."""

    url: str
    title: str
    sections: tuple[IndexedSection, ...]
    body: bytes

    @property
    def words(self) -> int:
        return sum(len(sentence.split()) for s in self.sections for sentence in s.sentences)


class Writer:
    """Makes up pages; the same ones for the same seed."""

    def __init__(self, seed: int = 1) -> None:
        self._chance = random.Random(seed)
        chance = random.Random(seed + 1)
        made: dict[str, None] = dict.fromkeys(_MEDICAL)
        while len(made) < 30_000:
            syllables = chance.choices((1, 2, 3, 4), (2, 5, 4, 1))[0]
            made.setdefault(
                "".join(
                    chance.choice(_ONSETS) + chance.choice(_VOWELS) for _ in range(syllables - 1)
                )
                + chance.choice(_ONSETS)
                + chance.choice(_VOWELS)
                + chance.choice(_CODAS)
            )
        rest = list(made)[len(_MEDICAL) :]
        # The medical words are neither the most frequent nor rare.
        self._vocabulary = [*rest[:60], *_MEDICAL, *rest[60:]]
        self._weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(self._vocabulary))))
        self._sites = [_site(random.Random(seed * 1000 + number)) for number in range(SITES)]

    def pages(self, count: int) -> Iterator[Written]:
        """So many pages."""
        for number in range(count):
            yield self._page(number)

    def query(self, words: int) -> str:
        """What a person might look for: rare words and frequent ones."""
        return " ".join(
            self._chance.choice(_MEDICAL)
            if self._chance.random() < 0.5
            else self._vocabulary[self._chance.randrange(3000)]
            for _ in range(words)
        )

    @property
    def commonest(self) -> str:
        """The word that nearly every section has."""
        return self._vocabulary[0]

    def _page(self, number: int) -> Written:
        chance = self._chance
        site = number % SITES
        title = f"{chance.choice(_MEDICAL).capitalize()} and {self._words(3)}"
        headings = chance.sample(_HEADINGS, chance.randint(3, 12))
        sections = [IndexedSection(title, self._sentences(3))]
        sections += [
            IndexedSection(
                heading if chance.random() < 0.6 else f"{heading}: {self._words(3)}",
                self._sentences(chance.randint(3, 14)),
            )
            for heading in headings
        ]
        head, foot = self._sites[site]
        blocks = []
        for section in sections:
            mark = chance.randbytes(5).hex()
            blocks.append(
                f'<section class="block" data-id="{mark}"><h2 id="h-{mark}">{section.title}</h2>'
            )
            for sentence in section.sentences:
                blocks.append(f'<p class="text">{sentence}</p>')
            blocks.append(
                f'<figure><img src="/media/{chance.randbytes(16).hex()}.jpg?itok={chance.randbytes(6).hex()}" '
                f'alt="" width="{chance.randint(300, 900)}"></figure></section>'
            )
        data = ",".join(
            f'{{"id":"{chance.randbytes(8).hex()}","n":{chance.randint(0, 99999)}}}'
            for _ in range(chance.randint(100, 300))
        )
        text = (
            f"<!doctype html><html lang='en-GB'><head><meta charset='utf-8'><title>{title}</title>{head}<main>"
            f"<h1>{title}</h1>{''.join(blocks)}</main><aside>{self._cards(number)}</aside>"
            f"<script>window.state=[{data}]</script>{foot}"
        )
        url = f"https://site{site}.example/pages/{number}"
        return Written(url, title, tuple(sections), text.encode())

    def _cards(self, number: int) -> str:
        """What else there is to read, in the long-winded markup of such lists."""
        chance = self._chance
        cards = []
        for _ in range(45):
            name = f"{chance.choice(_MEDICAL)}-{chance.choice(_MEDICAL)}-{chance.randrange(PAGES)}"
            cards.append(
                f'<div class="card card--teaser card--has-image u-margin-bottom--medium js-card" data-track="{number}">'
                f'<div class="card__media card__media--ratio-16-9"><a class="card__link" href="/pages/{name}">'
                '<picture class="picture picture--lazy"><source media="(min-width: 768px)" data-srcset="'
                f'/media/{name}-768.webp 1x, /media/{name}-1536.webp 2x"><source media="(min-width: 480px)" '
                f'data-srcset="/media/{name}-480.webp 1x, /media/{name}-960.webp 2x"><img class="picture__image" '
                f'alt="" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-src="/media/{name}.jpg"></picture>'
                "</a></div>"
                f'<div class="card__body"><h3 class="card__title heading heading--small"><a class="card__link link '
                f'link--plain" href="/pages/{name}">{name.replace("-", " ")}</a></h3><p class="card__meta">'
                f'<time class="card__time">{chance.randint(1, 28)} May</time></p></div></div>'
            )
        return "".join(cards)

    def _words(self, count: int) -> str:
        return " ".join(self._chance.choices(self._vocabulary, cum_weights=self._weights, k=count))

    def _sentences(self, count: int) -> tuple[str, ...]:
        return tuple(
            f"{self._words(self._chance.randint(8, 22)).capitalize()}." for _ in range(count)
        )


def fill(library: Library, pages: Iterator[Written], maker: str) -> list[Page]:
    """Keep all the pages and make them findable."""
    kept = []
    at = datetime(2026, 1, 1, tzinfo=UTC)
    for number, written in enumerate(pages):
        page = library.keep(
            Resource(
                written.url,
                "text/html",
                "utf-8",
                written.body,
                f'"{number}"',
                "Thu, 01 Jan 2026 10:00:00 GMT",
                at + timedelta(seconds=number),
                hashlib.sha256(written.body).hexdigest(),
                (("content-type", "text/html; charset=utf-8"), ("date", "Thu, 01 Jan 2026")),
            ),
            title=written.title,
            language="en-GB",
            words=written.words,
            publisher=f"Site {number % SITES}",
        )
        library.index(page.id, page.sha256, maker, written.sections)
        kept.append(page)
    return kept


def _site(chance: random.Random) -> tuple[str, str]:
    """What a site puts before and after its text: styles, scripts, menus."""

    def name() -> str:
        return "".join(chance.choice(_ONSETS) + chance.choice(_VOWELS) for _ in range(3))

    rules = "".join(
        f".{name()}-{name()}{{{chance.choice(('margin', 'padding', 'color', 'width'))}:{chance.randint(0, 400)}px}}"
        for _ in range(400)
    )
    script = "".join(
        f"function {name()}({name()}){{return {name()}({chance.randint(0, 9999)},'{name()}')}}"
        for _ in range(250)
    )
    menu = "".join(
        f'<li class="menu__item"><a href="/{name()}/{name()}">{name().capitalize()} {name()}</a></li>'
        for _ in range(150)
    )
    links = "".join(f'<li><a href="/{name()}">{name().capitalize()}</a></li>' for _ in range(60))
    head = f"<style>{rules}</style><script>{script}</script></head><body><nav><ul>{menu}</ul></nav>"
    narrow = f'<nav class="narrow"><ul>{menu}</ul></nav>'
    return head, f"<footer><ul>{links}</ul></footer>{narrow}</body></html>"
