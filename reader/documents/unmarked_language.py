"""Finds what is in another language though the page does not say so: paragraphs, quotations, other letters. Pure.

Only where the words leave no doubt: a phrase in the wrong voice is worse than a phrase in the page's own. A page that
marks languages itself in a paragraph has said all there is to say of it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from reader.documents.block import Block
from reader.documents.model import Phrase
from reader.documents.text_language import guess_language, small_words, words_by_language

_LEAST_WORDS = 12
"""A paragraph of so many words tells its language by itself."""
_OWN_SHARE = 0.12
"""With so many of the page's own small words a paragraph is in the page's language."""
_LEAST_QUOTED, _MOST_QUOTED = 3, 60
"""Words of a quoted phrase that is looked at."""
_LEAST_HITS = 2
_LEAST_SHARE = 0.34
"""Of a phrase's words, those that are small words of its language."""
_LEAD = 1.5
_LEAST_LETTERS = 2
"""Single letters are words in half of all languages."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_QUOTED = re.compile(
    r"“([^“”]{8,400})”|„([^„“”]{8,400})[“”]|«\s?([^«»]{8,400}?)\s?»|\"([^\"]{8,400})\""
    r"|(?<!\w)‘([^‘’]{8,400})’(?!\w)"
)
_QUOTATION_MARKS = '"“„«‘'
_OTHER_LETTERS = (
    ("el", "\u0370-\u03ff\u1f00-\u1fff"), ("he", "\u0590-\u05ff"), ("ar", "\u0600-\u06ff"), ("ru", "\u0400-\u04ff"),
    ("hi", "\u0900-\u097f"), ("th", "\u0e00-\u0e7f"), ("ka", "\u10a0-\u10ff"), ("hy", "\u0530-\u058f"),
    ("ko", "\uac00-\ud7a3"), ("ja", "\u3040-\u30ff\u3400-\u9fff"),
)  # fmt: skip
_RUNS = tuple(
    (language, re.compile(f"[{letters}]{{2,}}(?:[\\s,'’-]{{1,2}}[{letters}]{{2,}})*"))
    for language, letters in _OTHER_LETTERS
)
_KANA = re.compile("[\u3040-\u30ff]")
_BEYOND_LATIN = re.compile(r"[\u0370-\u1dff\u1f00-\u1fff\u3040-\ud7ff]{2}")


def with_languages(block: Block, language: str | None) -> Block:
    """The block, with what is surely in another language than the page marked so."""
    if language is None or block.phrases or block.level:
        return block
    primary = language.partition("-")[0].lower()
    text = block.text
    found = _in_other_letters(text, primary)
    own = small_words(primary)
    if own and not found:
        whole = _of_paragraph(text, primary, own)
        found = [Phrase(0, len(text), whole)] if whole else _quoted(text, primary, own)
    return replace(block, phrases=tuple(found)) if found else block


def _in_other_letters(text: str, primary: str) -> list[Phrase]:
    """Runs of letters that the page's own language is not written in."""
    if text.isascii() or not _BEYOND_LATIN.search(text):
        return []
    han = "ja" if _KANA.search(text) else "zh"
    runs = [
        Phrase(match.start(), match.end(), han if language == "ja" else language)
        for language, letters in _RUNS
        for match in letters.finditer(text)
    ]
    covered = sum(run.end - run.start for run in runs)
    is_own = not small_words(primary) or covered * 2 > len(text)
    return [] if is_own else sorted(runs, key=lambda run: run.start)


def _of_paragraph(text: str, primary: str, own: frozenset[str]) -> str | None:
    if text.count(" ") < _LEAST_WORDS:
        return None
    words = text.lower().split()
    if sum(map(own.__contains__, words)) > _OWN_SHARE * len(words):
        return None
    guessed = guess_language((text,))
    return guessed if guessed != primary else None


def _quoted(text: str, primary: str, own: frozenset[str]) -> list[Phrase]:
    if not any(mark in text for mark in _QUOTATION_MARKS):
        return []  # far quicker than to look for pairs of them
    found = []
    for match in _QUOTED.finditer(text):
        inside = match.lastindex or 0
        words = _WORD.findall(match[inside].lower())
        if not _LEAST_QUOTED <= len(words) <= _MOST_QUOTED:
            continue
        language = _of_words(words, own)
        if language and language != primary:
            found.append(Phrase(match.start(inside), match.end(inside), language))
    return found


def _of_words(words: list[str], own: frozenset[str]) -> str | None:
    """The language of a few words, where they leave no doubt."""
    hits: Counter[str] = Counter()
    scores: Counter[str] = Counter()
    for word in words:
        languages = words_by_language(word)
        if len(word) < _LEAST_LETTERS:
            continue
        for language in languages:
            hits[language] += 1
            scores[language] += 6 // len(languages) or 1
    if not scores:
        return None
    (best, score), *others = scores.most_common(2)
    is_sure = (
        hits[best] >= max(_LEAST_HITS, _LEAST_SHARE * len(words))
        and hits[best] > 2 * sum(word in own for word in words)
        and (not others or score >= _LEAD * others[0][1])
    )
    return best if is_sure else None
