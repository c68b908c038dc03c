"""Texts that make measuring honest: speech without gaps, words that begin out of silence, a very long document."""

from __future__ import annotations

import random
from collections.abc import Iterator

_VOICED = (
    "all are only iron allow alone among aware away early our arrow aim air airy alarm alien animal annual "
    "arena aroma earl earn eel elm enamel era error inner ear earlier ill oil omen onion oral own owner alley "
    "alloy aerial along annoy array awe hour in on arm army airline anew earring ironing"
).split()
"""Words of vowels, nasals and glides that begin with a vowel: eSpeak sounds all through them and from each to
the next (before a consonant it makes 10 or 20 ms of silence, and before "or" a pause)."""

PARTED = {
    "vowel": "ale oil owl ear air arm ore earl aim own".split(),
    "nasal or glide": "moon nail mile noon wall yarn rain lawn whale mine".split(),
    "hissing": "sun seal sail shell shore sand soil fan fern fire".split(),
    "voiced stop": "barn bell door dawn bear gown bean dial gull bone".split(),
    "voiceless stop": "pan torn call tune pearl corn tail cone pine town".split(),
}
"""Words of one syllable that end in a lasting sound, by how they begin."""

_COMMON = (
    "the of and to in is that for with on by this from or be at paper table garden doctor button letter "
    "picture river coffee basket"
).split()

MARKER = "Xylophone"
"""A word that stands once, early in the text of a page, and in nothing else on the screen."""


def voiced_sentences(count: int, *, words: int = 24, seed: int = 1) -> list[str]:
    """Sentences inside which there is sound at every moment; each begins with the only hiss in it."""
    chance = random.Random(seed)
    sentences = []
    for _ in range(count):
        chosen = ["So", chance.choice(_VOICED)]
        while len(chosen) < words:
            word = chance.choice(_VOICED)
            if word != chosen[-1]:
                chosen.append(word)
        sentences.append(" ".join(chosen) + ".")
    return sentences


def voiced_page(sentences: int, *, words: int = 24, seed: int = 1, title: str = "Along") -> str:
    """A plain-text document of voiced sentences, four to a paragraph."""
    made = voiced_sentences(sentences, words=words, seed=seed)
    paragraphs = [" ".join(made[first : first + 4]) for first in range(0, len(made), 4)]
    return "\n\n".join([title, *paragraphs]) + "\n"


def parted_sentences(count: int, *, seed: int = 1) -> list[str]:
    """Sentences of words with a comma's silence between them, two of each beginning, in any order."""
    chance = random.Random(seed)
    sentences = []
    for _ in range(count):
        chosen = [word for words in PARTED.values() for word in chance.sample(words, 2)]
        chance.shuffle(chosen)
        sentences.append(", ".join(chosen).capitalize() + ".")
    return sentences


def parted_page(count: int, *, seed: int = 1) -> str:
    """A plain-text document of parted sentences, a paragraph each."""
    return "\n\n".join(["Words", *parted_sentences(count, seed=seed)]) + "\n"


def article(*, title: str = "An article", words: int = 1200, seed: int = 1) -> str:
    """An HTML page such as people keep: headings, paragraphs, a list, links, and a menu to set aside."""
    chance = random.Random(seed)
    sentences = _sentences(chance)
    first = f"{MARKER} music is where this article begins."
    parts = [
        "<!doctype html><html lang='en-GB'><head><meta charset='utf-8'>"
        f"<title>{title}</title></head><body><nav><ul>",
        *(f"<li><a href='/{number}'>Menu entry {number}</a></li>" for number in range(20)),
        f"</ul></nav><main><h1>{title}</h1><p>{first}</p>",
    ]
    written = 0
    while written < words:
        parts.append(f"<h2>{next(sentences).rstrip('.')}</h2>")
        for _ in range(4):
            paragraph = " ".join(next(sentences) for _ in range(4))
            written += len(paragraph.split())
            parts.append(f"<p>{paragraph} See <a href='/more'>{next(sentences)}</a></p>")
        parts.append("<ul>" + "".join(f"<li>{next(sentences)}</li>" for _ in range(4)) + "</ul>")
    parts.append("</main><footer><p>All rights reserved.</p></footer></body></html>")
    return "\n".join(parts)


def million_words(*, words: int = 1_000_000, seed: int = 1) -> str:
    """A plain-text document of so many words, with a heading every few thousand."""
    chance = random.Random(seed)
    sentences = _sentences(chance)
    paragraphs = ["A very long document", f"{MARKER} music is where this document begins."]
    written = len(" ".join(paragraphs).split())
    while written < words:
        paragraph = " ".join(next(sentences) for _ in range(5))
        written += len(paragraph.split())
        paragraphs.append(paragraph)
    return "\n\n".join(paragraphs) + "\n"


def _sentences(chance: random.Random) -> Iterator[str]:
    vocabulary = _VOICED + _COMMON
    while True:
        count = chance.randint(8, 20)
        yield " ".join(chance.choice(vocabulary) for _ in range(count)).capitalize() + "."
